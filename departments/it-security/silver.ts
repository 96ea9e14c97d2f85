import {
  batchEndpoint,
  count,
  days,
  literal,
  mapping,
  max,
  min,
  read,
  rowNumber,
  scoredTable,
  silverTable,
  sum,
  t,
  tableReference,
  when,
} from '../../model';
import { logins, pageViews, pipelineRuns, platformCosts } from './contracts';

/** Pages seen; visitors and addresses are pseudonyms. */
export const cleanPageViews = mapping(pageViews);
/** Attempts to log in; accounts and addresses are pseudonyms. */
export const cleanLogins = mapping(logins);
/** What the platform costs. */
export const cleanPlatformCosts = mapping(platformCosts, { published: true });

/** What the platform's pipelines did, one row for each run. */
export const cleanPipelineRuns = mapping(pipelineRuns);

const began = read(cleanPageViews)
  .window({ by: ['session_id'], order: ['occurred_at'] }, () => ({ place: rowNumber() }))
  .filter((row) => row.place.equals(1))
  .dedupe({ by: ['session_id'], newest: ['occurred_at'] })
  .select('session_id', 'source', 'campaign', 'device');

const seen = read(cleanPageViews)
  .aggregate(
    (row) => ({ session_id: row.session_id }),
    (row) => ({
      started_at: min(row.occurred_at),
      ended_at: max(row.occurred_at),
      views: count(),
      seconds: sum(row.seconds),
      products: count(when([[row.page_kind.equals('product'), literal(1)]])),
      baskets: count(when([[row.page_kind.equals('basket'), literal(1)]])),
      checkouts: count(when([[row.page_kind.isIn(['checkout', 'confirmation']), literal(1)]])),
    }),
  )
  .derive((row) => ({
    saw_product: row.products.greaterThan(0),
    saw_basket: row.baskets.greaterThan(0),
    saw_checkout: row.checkouts.greaterThan(0),
  }));

/** Visits to the website. */
export const sessions = silverTable('sessions', {
  description: 'Sessions on the website: how they began, how long they took and how far they came',
  key: ['session_id'],
  write: 'overwrite',
  // Who reads it looks at days; what goes on now the alert rules report.
  every: days(1),
  published: true,
  flow: began
    .join(seen, { on: ['session_id'], how: 'inner' })
    .select(
      'session_id',
      'source',
      'campaign',
      'device',
      'started_at',
      'ended_at',
      'views',
      'seconds',
      'saw_product',
      'saw_basket',
      'saw_checkout',
    ),
});

/** Payments, which Operations publishes; customers are pseudonyms. */
const transactions = tableReference('operations', 'transactions', {
  transaction_id: t.string(20).key(),
  order_id: t.string(20),
  kind: t.string(10),
  status: t.string(10),
  customer_email: t.string(64).nullable(),
  country: t.string(2),
  channel: t.string(10),
  occurred_at: t.timestamp(),
});

/** Payments in euros, which Operations publishes. */
export const bookedTransactions = tableReference('operations', 'booked_transactions', {
  transaction_id: t.string(20).key(),
  kind: t.string(10),
  booking_day: t.date(),
  amount_eur: t.decimal(20, 2).nullable(),
});

const byDay = read(transactions)
  .derive((row) => ({ payment_day: row.occurred_at.toDate() }))
  .filter((row) => row.kind.equals('sale'));

const customersDay = byDay.aggregate(
  (row) => ({ customer_email: row.customer_email, payment_day: row.payment_day }),
  (row) => ({
    payments_that_day: count(),
    refusals_that_day: count(when([[row.status.equals('refused'), literal(1)]])),
  }),
);

/** What a payment is judged by. */
export const fraudFeatures = silverTable('fraud_features', {
  description:
    'Sales with what the same customer paid and was refused on the day, as features of the fraud score',
  key: ['transaction_id'],
  write: 'overwrite',
  // Alert rules report at once; what is scored is looked into the next day.
  every: days(1),
  flow: byDay
    .join(customersDay, { on: ['customer_email', 'payment_day'], how: 'left' })
    .derive((row) => ({
      payments_that_day: row.payments_that_day.coalesce(1),
      refusals_that_day: row.refusals_that_day.coalesce(0),
      is_guest: row.customer_email.isNull(),
    }))
    .select(
      'transaction_id',
      'payment_day',
      'status',
      'country',
      'channel',
      'is_guest',
      'payments_that_day',
      'refusals_that_day',
    ),
});

/** From this score on a payment is held to be fraud until somebody has looked. */
export const FRAUD_THRESHOLD = 0.5;

/** How likely a payment is fraud, by a model; the fallback counts refusals and payments of the day. */
export const fraudScore = scoredTable('fraud_score', {
  description: 'Likelihood that a sale is fraud',
  features: fraudFeatures,
  key: ['transaction_id'],
  scores: {
    score: t.decimal(5, 4).describedAs('From 0, surely honest, to 1').atLeast(0).atMost(1),
    model_version: t.string(20).describedAs('Version of the model that said so'),
  },
  run: batchEndpoint(),
  fallback: (rows) =>
    rows
      .derive((row) => ({
        score: when(
          [
            [
              row.refusals_that_day.greaterThanOrEqual(1).and(row.payments_that_day.greaterThanOrEqual(4)),
              literal(0.9),
            ],
            [row.refusals_that_day.greaterThanOrEqual(1), literal(0.4)],
            [row.payments_that_day.greaterThanOrEqual(4), literal(0.3)],
            [row.is_guest, literal(0.1)],
          ],
          literal(0),
        ).toDecimal(5, 4),
        model_version: literal('fallback'),
      }))
      .select('transaction_id', 'score', 'model_version'),
});

/** What fraud costs: an estimate, because nobody has looked into every payment. */
export const fraudLosses = silverTable('fraud_losses', {
  description: 'Captured sales that the score holds to be fraud, by day, in euros; an estimate',
  key: ['booking_day'],
  write: 'overwrite',
  published: true,
  flow: read(bookedTransactions)
    .filter((row) => row.kind.equals('sale'))
    .semiJoin(
      read(fraudScore)
        .filter((row) => row.score.greaterThanOrEqual(FRAUD_THRESHOLD))
        .select('transaction_id'),
      { on: ['transaction_id'] },
    )
    .aggregate(
      (row) => ({ booking_day: row.booking_day }),
      (row) => ({ sales: count(), loss_eur: sum(row.amount_eur) }),
    ),
});
