import { count, countDistinct, goldTable, goldView, literal, max, read, sum, when } from '../../model';
import { bookedTransactions, cleanTransactions, orderRevenue } from './silver';

/** What the company earned each day: sales less refunds, in euros. */
export const dailyRevenue = goldTable('daily_revenue', {
  description: 'Sales, refunds and revenue of each day in euros',
  key: ['booking_day'],
  published: true,
  flow: read(bookedTransactions)
    .derive((row) => ({
      sale_eur: when([[row.kind.equals('sale'), row.amount_eur]], literal(0).toDecimal(1, 0)),
      // A refund counts on the day it was paid back, not on the day of its sale.
      refund_eur: when([[row.kind.equals('refund'), row.amount_eur]], literal(0).toDecimal(1, 0)),
    }))
    .aggregate(
      (row) => ({ booking_day: row.booking_day }),
      (row) => ({ payments: count(), sales_eur: sum(row.sale_eur), refunds_eur: sum(row.refund_eur) }),
    )
    .derive((row) => ({ revenue_eur: row.sales_eur.minus(row.refunds_eur) })),
});

/** Where the money comes from. */
export const revenueByCountry = goldView('revenue_by_country', {
  description: 'Orders and sales by country and channel in euros',
  key: ['country', 'channel'],
  flow: read(orderRevenue).aggregate(
    (row) => ({ country: row.country, channel: row.channel }),
    (row) => ({
      orders: countDistinct(row.order_id),
      sales: count(),
      sales_eur: sum(row.amount_eur),
      last_day: max(row.booking_day),
    }),
  ),
});

/** Refused payments by day and country. */
export const refusedPayments = goldView('refused_payments', {
  description: 'Refused payments by day and country',
  key: ['refusal_day', 'country'],
  flow: read(cleanTransactions)
    .filter((row) => row.status.equals('refused'))
    .aggregate(
      (row) => ({ refusal_day: row.occurred_at.toDate(), country: row.country }),
      () => ({ payments: count() }),
    ),
});
