import { dataContract, days, hours, t } from '../../model';
import { webShop } from '../producers';

/** What visitors look at. */
export const pageViews = dataContract('page-views', {
  description: 'Pages of the website as they are seen',
  columns: {
    view_id: t.string(20).key().sample({ from: 'sequence', prefix: 'V' }),
    session_id: t.string(20).sample({ from: 'sequence', prefix: 'W', every: 4 }),
    visitor_id: t
      .string(40)
      .personal()
      .subject('visitor')
      .describedAs('Cookie of the browser')
      .sample({ from: 'sequence', prefix: 'P', every: 8 }),
    source: t.string(10).describedAs('How the session began').oneOf('organic', 'direct', 'referral', 'paid'),
    campaign: t
      .string(40)
      .nullable()
      .sample({ from: 'values', values: ['spring-sale', 'newsletter', 'back-to-school'] }),
    page_kind: t
      .string(14)
      .oneOf('home', 'search', 'product', 'basket', 'checkout', 'confirmation')
      .sample({
        from: 'values',
        values: ['home', 'search', 'product', 'basket', 'checkout', 'confirmation'],
        weights: [4, 3, 6, 3, 2, 1],
      }),
    sku: t.string(20).nullable().sample({ from: 'reference', source: 'products', column: 'sku' }),
    seconds: t
      .integer()
      .default(0)
      .atLeast(0)
      .describedAs('Time spent on the page')
      .sample({ from: 'range', low: 1, high: 240 }),
    device: t.string(10).oneOf('desktop', 'phone', 'tablet'),
    ip_address: t.string(45).personal(),
    occurred_at: t.timestamp().sample({ from: 'burst', every: 4, minutes: 20 }),
  },
  eventTime: 'occurred_at',
  delivery: { kind: 'stream', partitions: 4, every: hours(1), producers: [webShop] },
  expectedRowsPerDay: 400_000,
  sampleRowsPerDay: 2_000,
});

/** Who tries to get in. */
export const logins = dataContract('logins', {
  description: 'Attempts to log in to the shop, successful or not',
  columns: {
    login_id: t.string(20).key().sample({ from: 'sequence', prefix: 'L' }),
    account: t.string(254).personal().subject('account').describedAs('What was typed as the account'),
    ip_address: t.string(45).personal().sample({ from: 'sequence', prefix: '203.0.113.', every: 12 }),
    country: t
      .string(2)
      .matching(/[A-Z]{2}/)
      .sample({ from: 'values', values: ['DE', 'FR', 'GB', 'NL', 'PL', 'SE', 'US', 'XX'] }),
    succeeded: t.boolean(),
    occurred_at: t.timestamp().sample({ from: 'burst', every: 12, minutes: 4 }),
  },
  eventTime: 'occurred_at',
  delivery: { kind: 'stream', partitions: 1, every: hours(1), producers: [webShop] },
  expectedRowsPerDay: 40_000,
  sampleRowsPerDay: 150,
});

/** What the platform costs. */
export const platformCosts = dataContract('platform-costs', {
  description: 'Cost of the platform by service and day, as cost management exports it',
  columns: {
    cost_date: t.date().key(),
    service: t.string(40).key().oneOf('storage', 'data-factory', 'synapse', 'event-hubs', 'stream-analytics'),
    cost_eur: t.decimal(12, 4).atLeast(0).sample({ from: 'range', low: 1, high: 60 }),
  },
  eventTime: 'cost_date',
  delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'csv' } },
  expectedRowsPerDay: 5,
});

const PIPELINES = [
  'operations_copy_orders',
  'operations_fill_orders',
  'operations_materialize_daily_revenue',
  'supply_chain_copy_stock_levels',
  'supply_chain_fill_current_stock',
  'marketing_copy_crm_customers',
  'marketing_fill_customer_value',
  'executives_materialize_company_figures',
];

/** What the platform's pipelines did. */
export const pipelineRuns = dataContract('pipeline-runs', {
  description: 'Runs of all data factories, as the export of their logs brings them',
  columns: {
    run_id: t.string(36).key().sample({ from: 'sequence', prefix: 'RUN' }),
    pipeline: t.string(140).sample({ from: 'values', values: PIPELINES }),
    status: t
      .string(10)
      .oneOf('succeeded', 'failed', 'cancelled')
      .sample({ from: 'values', values: ['succeeded', 'failed', 'cancelled'], weights: [30, 2, 1] }),
    window_start: t.timestamp(),
    due_at: t.timestamp().sample({ from: 'later', low: 1, high: 1 }),
    ended_at: t.timestamp().sample({ from: 'later', low: 1, high: 1 }),
    quarantined_rows: t.long().default(0).atLeast(0).sample({ from: 'range', low: 0, high: 40 }),
  },
  eventTime: 'ended_at',
  delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'json-lines' } },
  expectedRowsPerDay: 2_000,
  sampleRowsPerDay: 60,
});
