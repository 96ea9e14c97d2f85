import {
  application,
  alert,
  count,
  dataContract,
  days,
  department,
  goldTable,
  goldView,
  group,
  hours,
  mapping,
  read,
  silverTable,
  sum,
  t,
} from 'cdktf-azure-lakehouse/model';

const orders = dataContract('orders', {
  description: 'Orders of the web shop as they are placed',
  columns: {
    order_id: t.string(20).key(),
    item: t.string(20),
    amount: t.decimal(12, 2).atLeast(0),
    placed_at: t.timestamp(),
  },
  eventTime: 'placed_at',
  delivery: {
    kind: 'stream',
    partitions: 2,
    every: hours(1),
    producers: [
      {
        kind: 'application',
        name: 'web-shop',
        objectIds: { prod: '5a5a0000-0000-4000-8000-0000000000ae' },
        reason: 'Reports each order as it is placed',
      },
    ],
  },
  expectedRowsPerDay: 5000,
});

const stockCounts = dataContract('stock-counts', {
  description: 'What lies in the warehouse, a file a day',
  columns: { item: t.string(20).key(), pieces: t.integer().atLeast(0), counted_on: t.date() },
  eventTime: 'counted_on',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://stock.example.com', path: '{date}.csv', format: 'csv' },
  },
  expectedRowsPerDay: 2000,
});

const cleanOrders = mapping(orders);
const itemsSold = silverTable('items_sold', {
  key: ['item', 'day'],
  write: 'overwrite',
  published: true,
  flow: read(cleanOrders)
    .derive((row) => ({ day: row.placed_at.toDate() }))
    .aggregate(
      (row) => ({ item: row.item, day: row.day }),
      (row) => ({ orders: count(), revenue: sum(row.amount) }),
    ),
});
const revenueByDay = goldTable('revenue_by_day', {
  key: ['day'],
  flow: read(itemsSold).aggregate(
    (row) => ({ day: row.day }),
    (row) => ({ revenue: sum(row.revenue) }),
  ),
});
const largeOrder = alert('large-order', orders, {
  description: 'An order is unusually large',
  when: (order) => order.amount.greaterThan(10_000),
  payload: ['order_id', 'amount'],
});

const sales = department('sales', {
  description: 'Sells on the web',
  sources: [orders],
  tables: [cleanOrders, itemsSold, revenueByDay],
  alerts: [largeOrder],
  consumers: [
    group('sales-analysts', { reads: [revenueByDay], reason: 'Follow revenue by day' }),
    application('order-desk', { receives: [largeOrder], reason: 'Calls customers back' }),
  ],
});

const cleanCounts = mapping(stockCounts);
const daysOfStock = goldView('items_in_demand', {
  key: ['item'],
  flow: read(itemsSold).aggregate(
    (row) => ({ item: row.item }),
    (row) => ({ orders: sum(row.orders) }),
  ),
});
const warehouse = department('warehouse', {
  description: 'Keeps and ships what is sold',
  sources: [stockCounts],
  tables: [cleanCounts, daysOfStock],
  consumers: [group('warehouse-planners', { reads: [daysOfStock], reason: 'Order in time' })],
});

const soldByDay = silverTable('sold_by_day', {
  key: ['day'],
  write: 'overwrite',
  flow: read(itemsSold).aggregate(
    (row) => ({ day: row.day }),
    (row) => ({ revenue: sum(row.revenue) }),
  ),
});
const audit = department('audit', {
  description: 'Looks at the books, in services of its own',
  hosting: 'dedicated',
  tables: [soldByDay, goldView('audited_days', { key: ['day'], flow: read(soldByDay) })],
});

/** Two departments in the central team's services, and one in its own, which reads what they publish. */
export const departments = [sales, warehouse, audit] as const;
