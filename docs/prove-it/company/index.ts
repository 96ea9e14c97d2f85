import {
  company as declareCompany,
  count,
  dataContract,
  days,
  department,
  goldTable,
  goldView,
  hours,
  mapping,
  read,
  t,
} from 'cdktf-azure-lakehouse/model';

const orders = dataContract('orders', {
  description: 'Orders as they are placed',
  columns: { order_id: t.string(20).key(), item: t.string(20), placed_at: t.timestamp() },
  eventTime: 'placed_at',
  delivery: {
    kind: 'stream',
    partitions: 1,
    every: hours(1),
    producers: { kind: 'granted-elsewhere', reason: 'nobody sends: only what is deployed is looked at' },
  },
  expectedRowsPerDay: 10,
});

const items = dataContract('items', {
  description: 'What is sold, a file a day',
  columns: { item: t.string(20).key(), price: t.decimal(12, 2).atLeast(0), valid_on: t.date() },
  eventTime: 'valid_on',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://items.example.com', path: '{date}.csv', format: 'csv' },
  },
  expectedRowsPerDay: 10,
});

const cleanOrders = mapping(orders);
const cleanItems = mapping(items);
const ordersByItem = goldTable('orders_by_item', {
  key: ['item'],
  flow: read(cleanOrders).aggregate(
    (row) => ({ item: row.item }),
    () => ({ orders: count() }),
  ),
});
const itemsByDay = goldView('items_by_day', {
  key: ['valid_on'],
  flow: read(cleanItems).aggregate(
    (row) => ({ valid_on: row.valid_on }),
    () => ({ items: count() }),
  ),
});

const from = process.env['PROVE_FROM'];
const given = (name: string, otherwise: string): string => process.env[name] ?? otherwise;

/** One department with one of each: a stream, a batch, silver tables, a stored and an unstored gold table. */
export const company = declareCompany('Prove It', {
  // Part of every name, so that two runs do not meet, nor a vault that is deleted and not yet gone.
  code: given('PROVE_CODE', 'prove'),
  departments: [
    department('sales', {
      description: 'Sells, for the time of an experiment',
      sources: [orders, items],
      tables: [cleanOrders, cleanItems, ordersByItem, itemsByDay],
    }),
  ],
  environments: [
    {
      name: 'prove',
      location: given('LOCATION', 'westeurope'),
      network: { kind: 'public', reason: 'an experiment that is deleted within the hour' },
      state: { kind: 'local' },
      tenantId: given('PROVE_TENANT', '00000000-0000-4000-8000-000000000001'),
      sqlAdministrators: {
        name: given('PROVE_ADMINISTRATOR_NAME', 'sql-administrators'),
        objectId: given('PROVE_ADMINISTRATOR_ID', '00000000-0000-4000-8000-000000000002'),
      },
      groups: {},
      notify: { nobody: { reason: 'an experiment that is deleted within the hour' } },
      // With a first day, triggers are made anew; paused, they stay stopped.
      ...(from !== undefined && {
        running: {
          from,
          acknowledged: ['platform-prove/sql-administrators', 'sales-prove/first-login'],
          paused: true,
        },
      }),
      destroyable: { reason: 'an experiment that is deleted within the hour' },
    },
  ],
});
