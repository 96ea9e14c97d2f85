import { average, count, goldView, literal, read, sum, t, tableReference, when } from '../../model';
import { cleanCustomers, cleanFeedback, customerValue, orders, revenueByOrder } from './silver';

/** Sessions on the website, which IT & Security publishes. */
const sessions = tableReference('it-security', 'sessions', {
  session_id: t.string(20).key(),
  source: t.string(10),
  campaign: t.string(40).nullable(),
  started_at: t.timestamp(),
  saw_product: t.boolean(),
  saw_basket: t.boolean(),
  saw_checkout: t.boolean(),
});

/** Sessions in which something was ordered, with what it brought in. */
const buying = read(orders)
  .filter((row) => row.status.equals('placed').and(row.session_id.isNotNull()))
  .join(revenueByOrder, { on: ['order_id'], how: 'left' })
  .derive((row) => ({ session_id: row.session_id.coalesce('') }))
  .aggregate(
    (row) => ({ session_id: row.session_id }),
    (row) => ({ orders: count(), revenue_eur: sum(row.revenue_eur) }),
  );

const visits = read(sessions).join(buying, { on: ['session_id'], how: 'left' });

/** Who our customers are worth. */
export const customerSegments = goldView('customer_segments', {
  description: 'Customers by segment of recency, frequency and value, and by country',
  key: ['segment', 'country'],
  flow: read(customerValue)
    .join(read(cleanCustomers).select('customer_id', 'country'), { on: ['customer_id'], how: 'left' })
    .aggregate(
      (row) => ({ segment: row.segment, country: row.country }),
      (row) => ({
        customers: count(),
        orders: sum(row.frequency),
        value_eur: sum(row.value_eur),
        mean_recency_days: average(row.recency_days, 1),
      }),
    ),
});

/** Which channels sell. */
export const conversionByChannel = goldView('conversion_by_channel', {
  description: 'Sessions, sessions with an order, and conversion by the way sessions begin',
  key: ['source'],
  flow: visits
    .aggregate(
      (row) => ({ source: row.source }),
      (row) => ({ sessions: count(), buying_sessions: count(row.orders), revenue_eur: sum(row.revenue_eur) }),
    )
    .derive((row) => ({
      conversion: row.buying_sessions.toInteger().dividedBy(row.sessions.toInteger(), 4),
    })),
});

/** Where visitors leave. */
export const sessionFunnel = goldView('session_funnel', {
  description: 'How far sessions come, by day and the way they begin',
  key: ['session_day', 'source'],
  flow: visits.aggregate(
    (row) => ({ session_day: row.started_at.toDate(), source: row.source }),
    (row) => ({
      sessions: count(),
      with_product: count(when([[row.saw_product, literal(1)]])),
      with_basket: count(when([[row.saw_basket, literal(1)]])),
      with_checkout: count(when([[row.saw_checkout, literal(1)]])),
      with_order: count(row.orders),
    }),
  ),
});

/** What campaigns bring in: an order belongs to the campaign of its session. */
export const campaignAttribution = goldView('campaign_attribution', {
  description: 'Sessions, orders and revenue by campaign; an order belongs to the campaign of its session',
  key: ['campaign'],
  flow: visits
    .derive((row) => ({ campaign: row.campaign.coalesce('none') }))
    .aggregate(
      (row) => ({ campaign: row.campaign }),
      (row) => ({ sessions: count(), orders: sum(row.orders), revenue_eur: sum(row.revenue_eur) }),
    ),
});

/** What customers think of us. */
export const feedbackByWeek = goldView('feedback_by_week', {
  description: 'Ratings by week',
  key: ['week'],
  flow: read(cleanFeedback).aggregate(
    (row) => ({ week: row.given_on.startOfWeek() }),
    (row) => ({
      answers: count(),
      mean_rating: average(row.rating, 2),
      unhappy: count(when([[row.rating.lessThanOrEqual(2), row.feedback_id]])),
    }),
  ),
});
