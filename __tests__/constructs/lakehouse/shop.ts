import {
  alert,
  application,
  type Company,
  company,
  count,
  dataContract,
  days,
  department,
  type Department,
  type DepartmentProps,
  goldTable,
  goldView,
  group,
  hours,
  mapping,
  minutes,
  read,
  silverTable,
  sum,
  t,
} from '../../../model';
import { dev } from '../../support/small-company';

/** Streamed by the hour, with a personal column and one that arrives under another name. */
export const orders = dataContract('orders', {
  description: 'Orders as they are placed',
  columns: {
    order_id: t.string(20).key(),
    customer_email: t.string(120).personal().subject('customer'),
    amount: t.decimal(12, 2).physicalName('Amount (EUR)'),
    item: t.string(20),
    placed_at: t.timestamp(),
  },
  eventTime: 'placed_at',
  delivery: { kind: 'stream', partitions: 4, every: hours(1) },
  expectedRowsPerDay: 1000,
});

/** Streamed, compacted once a day. */
export const clicks = dataContract('page-clicks', {
  description: 'Clicks on pages',
  columns: { click_id: t.string(20).key(), clicked_at: t.timestamp() },
  eventTime: 'clicked_at',
  delivery: { kind: 'stream', partitions: 1, every: days(1) },
  expectedRowsPerDay: 1000,
});

/** A file a day. */
export const prices = dataContract('prices', {
  description: 'Price list',
  columns: { item: t.string(20).key(), price: t.decimal(12, 2), valid_on: t.date() },
  eventTime: 'valid_on',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://prices.example.com', path: 'v1/{date}.csv', format: 'csv' },
  },
  expectedRowsPerDay: 100,
});

/** A file every quarter of an hour. */
export const stock = dataContract('stock', {
  description: 'Items in store',
  columns: { item: t.string(20).key(), pieces: t.integer(), counted_at: t.timestamp() },
  eventTime: 'counted_at',
  delivery: {
    kind: 'batch',
    every: minutes(15),
    from: { kind: 'http', baseUrl: 'https://stock.example.com', path: 'now.jsonl', format: 'json-lines' },
  },
  expectedRowsPerDay: 100,
});

export const cleanOrders = mapping(orders, { published: true });
export const cleanClicks = mapping(clicks);
export const cleanPrices = mapping(prices);
export const cleanStock = mapping(stock);

/** Reads an hourly and a daily table. */
export const pricedOrders = silverTable('priced_orders', {
  flow: read(cleanOrders).join(read(cleanPrices).select('item', 'price'), { on: ['item'], how: 'left' }),
  key: ['order_id'],
  write: 'overwrite',
});

export const dailySales = goldTable('daily_sales', {
  key: ['day'],
  flow: read(pricedOrders)
    .derive((row) => ({ day: row.placed_at.toDate() }))
    .aggregate(
      (row) => ({ day: row.day }),
      (row) => ({ orders: count(), sales: sum(row.amount) }),
    ),
});

export const salesByItem = goldView('sales_by_item', {
  key: ['item'],
  flow: read(pricedOrders).aggregate(
    (row) => ({ item: row.item }),
    (row) => ({ sales: sum(row.amount) }),
  ),
});

export const bigOrder = alert('big-order', orders, {
  description: 'An order is large',
  when: (event) => event.amount.greaterThan(1000),
  payload: ['order_id', 'amount'],
});

export const outOfStock = alert('same-item', orders, {
  description: 'Another of these',
  when: (event) => event.item.equals("o'clock"),
  payload: ['order_id'],
});

/** Everything that a department can have. */
export const everything: DepartmentProps = {
  description: 'Sells on the web',
  sources: [orders, clicks, prices, stock],
  tables: [
    // Backwards, so that nobody can rely on the order of the declaration.
    salesByItem,
    dailySales,
    pricedOrders,
    cleanStock,
    cleanPrices,
    cleanClicks,
    cleanOrders,
  ],
  alerts: [bigOrder, outOfStock],
  consumers: [
    group('analysts', { reads: [dailySales, salesByItem], reason: 'Follow sales' }),
    application('desk', {
      reads: [salesByItem],
      receives: [bigOrder],
      federation: { issuer: 'https://issuer.example.com', subject: 'repo:desk' },
      reason: 'Calls customers',
    }),
    application('bot', { receives: [bigOrder, outOfStock], reason: 'Informs the team' }),
    application('reporter', { reads: [dailySales], reason: 'Prints' }),
  ],
};

/** A dashed department, so that names show where dashes are not allowed. */
export function webShop(props: DepartmentProps = everything): Department {
  return department('web-shop', props);
}

/** The company of a department. */
export function companyOf(...departments: readonly Department[]): Company {
  const groups = { analysts: '33333333-3333-3333-3333-333333333333' };
  return company('Shop', { code: 'shop', departments, environments: [{ ...dev, groups }] });
}
