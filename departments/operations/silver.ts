import { convertCurrency, days, mapping, read, readTimeRange, silverTable, sum } from '../../model';
import { exchangeRates, orders, returns, shipments, transactions } from './contracts';

/** The currency of the company's books. */
export const BASE_CURRENCY = 'EUR';

/** Payments and refunds, typed and checked, one row for each. */
export const cleanTransactions = mapping(transactions, { published: true });

/** Orders as they last were, without their lines. */
export const cleanOrders = mapping(orders, { published: true });

/** The lines of the newest version of each order. */
export const orderLines = mapping(orders, {
  name: 'order_lines',
  description: 'Lines of orders: one row for each product of an order, as the order last was',
  each: 'lines',
  with: ['status', 'country'],
  published: true,
});

/** Parcels as they last were. */
export const cleanShipments = mapping(shipments);

/** Returned goods. */
export const cleanReturns = mapping(returns);

/** Rates, typed and checked. */
export const cleanRates = mapping(exchangeRates, { published: true });

/** Captured payments and refunds in euros, at the rate of their day. */
export const bookedTransactions = silverTable('booked_transactions', {
  description: 'Captured payments and refunds in euros; rows without a rate within a week are in quarantine',
  key: ['transaction_id'],
  published: true,
  // Payments and rates come two weeks late at most, so older rows are left alone; of the others, a rate that came late mends
  // those that waited for it.
  flow: convertCurrency(
    readTimeRange(cleanTransactions, { timeColumn: 'occurred_at', lookback: days(14) })
      .filter((row) => row.status.equals('captured'))
      .derive((row) => ({ booking_day: row.occurred_at.toDate() })),
    {
      amounts: { amount: 'amount_eur' },
      currency: 'currency',
      day: 'booking_day',
      base: BASE_CURRENCY,
      rates: {
        flow: read(cleanRates),
        currency: 'currency',
        day: 'rate_date',
        rate: 'rate',
        quote: 'base-per-unit',
      },
    },
  ),
});

const refunds = read(bookedTransactions)
  .filter((row) => row.kind.equals('refund'))
  .aggregate(
    (row) => ({ order_id: row.order_id }),
    (row) => ({ refunded_eur: sum(row.amount_eur) }),
  );

/** What every order brought in, refunds taken off. */
export const orderRevenue = silverTable('order_revenue', {
  description: 'Sales with the refunds of their order: one row for each sale',
  key: ['transaction_id'],
  write: 'overwrite',
  published: true,
  flow: read(bookedTransactions)
    .filter((row) => row.kind.equals('sale'))
    .select('transaction_id', 'order_id', 'booking_day', 'country', 'channel', 'amount_eur')
    .join(refunds, { on: ['order_id'], how: 'left' })
    .derive((row) => ({ is_refunded: row.refunded_eur.isNotNull() })),
});
