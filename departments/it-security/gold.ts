import { average, count, countDistinct, goldView, literal, max, read, sum, when } from '../../model';
import {
  cleanLogins,
  cleanPageViews,
  cleanPipelineRuns,
  cleanPlatformCosts,
  FRAUD_THRESHOLD,
  fraudFeatures,
  fraudScore,
} from './silver';

/** Which payments look wrong. */
export const paymentFraudSignals = goldView('payment_fraud_signals', {
  description:
    'Sales by day and country with those whose customer paid unusually often or was refused before',
  key: ['payment_day', 'country'],
  flow: read(fraudFeatures).aggregate(
    (row) => ({ payment_day: row.payment_day, country: row.country }),
    (row) => ({
      sales: count(),
      by_guests: count(when([[row.is_guest, literal(1)]])),
      by_frequent_payers: count(when([[row.payments_that_day.greaterThanOrEqual(4), literal(1)]])),
      after_a_refusal: count(when([[row.refusals_that_day.greaterThanOrEqual(1), literal(1)]])),
    }),
  ),
});

/** Which payments somebody should look into. */
export const suspectedFraud = goldView('suspected_fraud', {
  description: 'Sales that the score holds to be fraud, with what they were judged by',
  key: ['transaction_id'],
  flow: read(fraudScore)
    .filter((row) => row.score.greaterThanOrEqual(FRAUD_THRESHOLD))
    .join(read(fraudFeatures), { on: ['transaction_id'], how: 'inner' }),
});

const viewsByHour = read(cleanPageViews)
  .derive((row) => ({ view_day: row.occurred_at.toDate(), view_hour: row.occurred_at.hour() }))
  .aggregate(
    (row) => ({ view_day: row.view_day, view_hour: row.view_hour }),
    (row) => ({ views: count(), visitors: countDistinct(row.visitor_id) }),
  );

const usualHour = viewsByHour.aggregate(
  (row) => ({ view_hour: row.view_hour }),
  (row) => ({ usual_views: average(row.views, 1) }),
);

/** Hours in which the website is not as it usually is. */
export const unusualTraffic = goldView('unusual_traffic', {
  description:
    'Hours with fewer than half or more than one and a half times the page views that this hour usually has',
  key: ['view_day', 'view_hour'],
  flow: viewsByHour
    .join(usualHour, { on: ['view_hour'], how: 'inner' })
    .derive((row) => ({
      share_of_usual: row.views.toInteger().dividedBy(row.usual_views.round(0).toInteger(), 2),
    }))
    .filter((row) => row.share_of_usual.lessThan(0.5).or(row.share_of_usual.greaterThan(1.5))),
});

/** Who tries to get in and cannot. */
export const failedLogins = goldView('failed_logins', {
  description: 'Failed attempts to log in by day and country, and from how many addresses',
  key: ['login_day', 'country'],
  flow: read(cleanLogins)
    .derive((row) => ({ failed: when([[row.succeeded.not(), row.login_id]]) }))
    .aggregate(
      (row) => ({ login_day: row.occurred_at.toDate(), country: row.country }),
      (row) => ({
        attempts: count(),
        failures: count(row.failed),
        addresses: countDistinct(row.ip_address),
        accounts: countDistinct(row.account),
      }),
    ),
});

/** What the platform costs. */
export const platformCost = goldView('platform_cost', {
  description: 'Cost of the platform by service',
  key: ['service'],
  flow: read(cleanPlatformCosts)
    .aggregate(
      (row) => ({ service: row.service }),
      (row) => ({ days: count(), cost_eur: sum(row.cost_eur), last_day: max(row.cost_date) }),
    )
    .derive((row) => ({ cost_eur: row.cost_eur.toDecimal(20, 2) })),
});

/** Whether the platform does what it should. */
export const platformHealth = goldView('platform_health', {
  description:
    'Runs, failed runs, late runs and quarantined rows of each pipeline by day; late copies are late sources',
  key: ['window_day', 'pipeline'],
  flow: read(cleanPipelineRuns)
    .derive((row) => ({
      window_day: row.window_start.toDate(),
      failed: when([[row.status.notEquals('succeeded'), row.run_id]]),
      late: when([[row.ended_at.greaterThan(row.due_at), row.run_id]]),
    }))
    .aggregate(
      (row) => ({ window_day: row.window_day, pipeline: row.pipeline }),
      (row) => ({
        runs: count(),
        failed_runs: count(row.failed),
        late_runs: count(row.late),
        quarantined_rows: sum(row.quarantined_rows),
        last_ended_at: max(row.ended_at),
      }),
    ),
});
