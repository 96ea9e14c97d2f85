import {
  alert,
  count,
  dataContract,
  days,
  goldTable,
  hours,
  mapping,
  read,
  silverTable,
  sum,
  t,
} from '../../model';
import { type FlowTestError } from '../../testing';

/** Payments, with a column of every kind that tests of flows write. */
export const payments = dataContract('payments', {
  description: 'Payments',
  columns: {
    id: t.string(20).key(),
    number: t.long().key(),
    shop: t.string(4).matching(/[A-Z]+/),
    state: t.string(5).oneOf('paid', 'open'),
    amount: t.decimal(8, 2).atLeast(1),
    fee: t.decimal(8, 2).nullable(),
    note: t.string(3).default('-'),
    email: t.string(100).nullable().personal().subject('payer'),
    first: t.boolean(),
    weight: t.double(),
    on: t.date(),
    at: t.timestamp(),
  },
  eventTime: 'at',
  delivery: { kind: 'stream', partitions: 1, every: hours(1) },
  expectedRowsPerDay: 10,
});
/** Orders with their lines, as a stream delivers them. */
export const orders = dataContract('web-orders', {
  description: 'Orders with their lines',
  columns: {
    order: t.integer().key(),
    lines: t.array({ line: t.integer().key(), price: t.decimal(8, 2) }),
    placed: t.timestamp(),
  },
  eventTime: 'placed',
  delivery: { kind: 'stream', partitions: 1, every: hours(1) },
  expectedRowsPerDay: 10,
});
/** Rates, in the form that a German CSV has. */
export const rates = dataContract('rates', {
  description: 'Rates, in a German CSV',
  columns: { day: t.date().key(), rate: t.decimal(8, 4) },
  eventTime: 'day',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: {
      kind: 'http',
      baseUrl: 'https://rates.example.com',
      path: '{date}.csv',
      format: 'csv',
      options: { delimiter: ';' },
    },
  },
  writtenAs: { dates: ['dd.MM.yyyy'], numbers: { decimal: ',' } },
  expectedRowsPerDay: 1,
});
/** Payments, cleaned. */
export const clean = mapping(payments);
/** Rates, cleaned. */
export const cleanRates = mapping(rates);
/** A row for each line of an order. */
export const lines = mapping(orders, { name: 'order_lines', each: 'lines' });
/** Payments that are paid, with a check. */
export const paid = silverTable('paid', {
  key: ['id', 'number'],
  flow: read(clean)
    .filter((row) => row.state.equals('paid'))
    .check('worth', (row) => ({ 'has-fee': row.fee.isNotNull() })),
});
/** Revenue by shop. */
export const revenue = goldTable('revenue', {
  key: ['shop'],
  flow: read(clean).aggregate(
    (row) => ({ shop: row.shop }),
    (row) => ({ payments: count(), revenue: sum(row.amount) }),
  ),
});
/** Payments of more than 100. */
export const large = alert('large', payments, {
  description: 'A large payment',
  when: (event) => event.amount.greaterThan(100),
  payload: ['id', 'amount'],
});

/** What a test of a flow that fails says; nothing when it passes. */
export async function failure(test: PromiseLike<unknown>): Promise<string> {
  try {
    await test;
    return '';
  } catch (error) {
    return (error as FlowTestError).message;
  }
}
