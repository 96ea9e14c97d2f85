import {
  alert,
  application,
  count,
  dataContract,
  days,
  department,
  goldTable,
  group,
  hours,
  mapping,
  read,
  sum,
  t,
} from 'cdktf-azure-lakehouse/model';

const orders = dataContract('orders', {
  description: 'Orders of the web shop as they are placed',
  columns: {
    order_id: t.string(20).key(),
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
        objectIds: { dev: '7b7b0000-0000-4000-8000-000000000005' },
        reason: 'Reports each order as it is placed',
      },
    ],
  },
  expectedRowsPerDay: 5000,
});

const returns = dataContract('returns', {
  description: 'What came back, a file a day',
  columns: { return_id: t.string(20).key(), order_id: t.string(20), returned_on: t.date() },
  eventTime: 'returned_on',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://returns.example.com', path: '{date}.csv', format: 'csv' },
  },
  expectedRowsPerDay: 200,
});

const cleanOrders = mapping(orders);
const cleanReturns = mapping(returns);

/** What the shop sold, day by day. */
export const dailySales = goldTable('daily_sales', {
  key: ['day'],
  flow: read(cleanOrders).aggregate(
    (row) => ({ day: row.placed_at.toDate() }),
    (row) => ({ orders: count(), revenue: sum(row.amount) }),
  ),
});

const largeOrder = alert('large-order', orders, {
  description: 'An order is unusually large',
  when: (order) => order.amount.greaterThan(10_000),
  payload: ['order_id', 'amount'],
});

/** One department, which reads nobody else's tables. */
export const sales = department('sales', {
  description: 'Sells on the web',
  sources: [orders, returns],
  tables: [cleanOrders, cleanReturns, dailySales],
  alerts: [largeOrder],
  consumers: [
    group('sales-analysts', { reads: [dailySales], reason: 'Follow revenue by day' }),
    application('order-desk', { reads: [], receives: [largeOrder], reason: 'Calls customers back' }),
  ],
});
