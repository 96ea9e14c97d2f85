import {
  average,
  count,
  countDistinct,
  goldTable,
  goldView,
  literal,
  max,
  min,
  read,
  sum,
  when,
} from '../../model';
import {
  bookedTransactions,
  cleanOrders,
  cleanReturns,
  cleanShipments,
  cleanTransactions,
  orderLines,
  orderRevenue,
} from './silver';

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

const placed = read(cleanOrders).filter((row) => row.status.equals('placed'));

/** The first parcel of an order to leave, and the last to arrive; nothing has arrived while a parcel is on its way. */
const parcels = read(cleanShipments)
  .aggregate(
    (row) => ({ order_id: row.order_id }),
    (row) => ({
      dispatched_at: min(row.dispatched_at),
      arrived_at: max(row.delivered_at),
      parcels: count(),
      arrived: count(row.delivered_at),
    }),
  )
  .derive((row) => ({ delivered_at: when([[row.arrived.equals(row.parcels), row.arrived_at]]) }));

/** How long customers wait. */
export const orderToDelivery = goldView('order_to_delivery', {
  description: 'Time from order to dispatch and to delivery, by the day of the order and the shipping method',
  key: ['order_day', 'shipping_method'],
  flow: placed
    .join(parcels, { on: ['order_id'], how: 'inner' })
    .derive((row) => ({
      order_day: row.placed_at.toDate(),
      minutes_to_dispatch: row.placed_at.minutesUntil(row.dispatched_at),
      minutes_to_delivery: row.placed_at.minutesUntil(row.delivered_at),
    }))
    .aggregate(
      (row) => ({ order_day: row.order_day, shipping_method: row.shipping_method }),
      (row) => ({
        dispatched: count(),
        delivered: count(row.minutes_to_delivery),
        mean_minutes_to_dispatch: average(row.minutes_to_dispatch, 0),
        mean_minutes_to_delivery: average(row.minutes_to_delivery, 0),
        longest_minutes_to_delivery: max(row.minutes_to_delivery),
      }),
    ),
});

/** Orders that wait to leave. */
export const fulfilmentBacklog = goldView('fulfilment_backlog', {
  description: 'Orders placed and not yet dispatched, by the day of the order and the country',
  key: ['order_day', 'country'],
  flow: placed.antiJoin(read(cleanShipments), { on: ['order_id'] }).aggregate(
    (row) => ({ order_day: row.placed_at.toDate(), country: row.country }),
    () => ({ orders: count() }),
  ),
});

const sold = read(orderLines)
  .filter((row) => row.status.equals('placed'))
  .aggregate(
    (row) => ({ sku: row.sku }),
    (row) => ({ sold: sum(row.quantity) }),
  );
const sentBack = read(cleanReturns).pivot(
  {
    by: ['sku'],
    column: 'reason',
    values: {
      defect: 'defect',
      too_late: 'too-late',
      not_as_described: 'not-as-described',
      changed_mind: 'changed-mind',
    },
  },
  (row) => sum(row.quantity),
);

/** What comes back, and why. */
export const returnedProducts = goldView('returned_products', {
  description: 'Units sold and returned by product and reason, and the share that came back',
  key: ['sku'],
  flow: sold
    .join(sentBack, { on: ['sku'], how: 'inner' })
    .derive((row) => ({
      returned: row.defect
        .coalesce(0)
        .plus(row.too_late.coalesce(0))
        .plus(row.not_as_described.coalesce(0))
        .plus(row.changed_mind.coalesce(0))
        .toInteger(),
    }))
    .derive((row) => ({ return_rate: row.returned.dividedBy(row.sold.toInteger(), 4) })),
});
