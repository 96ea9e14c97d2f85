import {
  batchEndpoint,
  type Company,
  company,
  count,
  dataContract,
  days,
  department,
  type DepartmentProps,
  type Environment,
  goldView,
  mapping,
  max,
  type ModelBinding,
  publishedPipeline,
  read,
  scoredTable,
  silverTable,
  sum,
  t,
  type Table,
} from '../../model';
import { dev } from './small-company';

/** A file a day: what was sold. */
export const sales = dataContract('sales', {
  description: 'What was sold',
  columns: {
    sale: t.long().key(),
    item: t.string(20),
    customer: t.string(40).nullable().personal({ keep: true, reason: 'bonus points' }).subject('customer'),
    units: t.integer().atLeast(0),
    sold_on: t.date(),
  },
  eventTime: 'sold_on',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://shop.example.com', path: '{date}.csv', format: 'csv' },
  },
  expectedRowsPerDay: 50,
});
/** Sales, mapped. */
export const sold = mapping(sales, { name: 'sold' });

const featuresOf = (published: boolean) =>
  silverTable('demand_features', {
    description: 'What was sold of each item',
    flow: read(sold).aggregate(
      (row) => ({ item: row.item }),
      (row) => ({ units: sum(row.units), sales: count(), last_sold_on: max(row.sold_on) }),
    ),
    key: ['item'],
    write: 'overwrite',
    published,
  });
/** What the model of demand reads: a row for each item. */
export const features = featuresOf(false);

const forecastOf = (table: typeof features, published: boolean) =>
  scoredTable('demand_forecast', {
    description: 'Units that will be sold next week',
    features: table,
    published,
    key: ['item'],
    scores: {
      forecast_units: t.decimal(12, 2).atLeast(0).physicalName('Forecast'),
      model_version: t.string(20),
      computed_at: t.timestamp().nullable(),
    },
    run: batchEndpoint({ parameters: { horizon: '7 days' } }),
    fallback: (rows) =>
      rows
        .derive((row) => ({
          forecast_units: row.units.toDecimal(12, 2),
          model_version: row.item.left(4),
          computed_at: row.last_sold_on.toTimestamp(),
        }))
        .select('item', 'forecast_units', 'model_version', 'computed_at'),
    retentionDays: 400,
  });
/** A forecast for each item, by a model behind a batch endpoint. */
export const forecast = forecastOf(features, false);

const riskOf = (table: typeof features) =>
  scoredTable('return_risk', {
    description: 'How likely an item comes back',
    features: table,
    key: ['item'],
    scores: { risk: t.double(), high: t.boolean() },
    run: publishedPipeline({ experiment: 'return-risk', parameters: { threshold: '0.5' } }),
    fallback: (rows) =>
      rows
        .derive((row) => ({ risk: row.sales.dividedBy(100, 4), high: row.sales.greaterThan(3) }))
        .select('item', 'risk', 'high'),
    every: days(7),
  });
/** A risk for each item, by a published pipeline, once a week. */
export const risk = riskOf(features);

/** The same tables, features and forecast published. */
export function publishedTables(): Table[] {
  const shown = featuresOf(true);
  return [sold, shown, forecastOf(shown, true), riskOf(shown)];
}

/** What reads a forecast. */
export const reorder = goldView('reorder', {
  flow: read(forecast).select('item', 'forecast_units'),
  key: ['item'],
});

/** Models that are there. */
export const placed: Readonly<Record<string, ModelBinding>> = {
  demand_forecast: { endpoint: 'demand-dev' },
  return_risk: { endpoint: '33333333-3333-4333-8333-333333333333' },
};
/** Fallbacks, because no model is there yet. */
export const untrained: Readonly<Record<string, ModelBinding>> = {
  demand_forecast: { fallback: 'not trained yet' },
  return_risk: { fallback: 'not trained yet' },
};

/** A department whose tables are filled by models. */
export function planning(change: Partial<DepartmentProps> = {}) {
  return department('planning', {
    description: 'Plans',
    sources: change.sources ?? [sales],
    tables: change.tables ?? [sold, features, forecast, risk, reorder],
    ...(change.settings && { settings: change.settings }),
    ...(change.hosting && { hosting: change.hosting }),
    ...(change.consumers && { consumers: change.consumers }),
  });
}

/** A company with models, in environments that say what is behind them. */
export function modelling(
  environments: readonly Environment[] = [{ ...dev, models: placed }],
  owner = planning(),
): Company {
  return company('Modelling', { code: 'mdl', departments: [owner], environments });
}
