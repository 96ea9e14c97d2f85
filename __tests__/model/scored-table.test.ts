import {
  batchEndpoint,
  CompanyGraph,
  days,
  describeIssue,
  type Environment,
  hours,
  publishedPipeline,
  read,
  scoredTable,
  scoreOf,
  t,
  type Table,
  tableReference,
} from '../../model';
import { features, forecast, modelling, placed, planning, risk, sold } from '../support/models';
import { dev } from '../support/small-company';
import { companyIssues } from '../../validation';

const here: Environment = { ...dev, models: { guess: { fallback: 'not trained yet' } } };

/** A scored table that is right, but for what is changed. */
function guess(change: object = {}): Table {
  const props = {
    features,
    key: ['item'] as const,
    scores: { units: t.decimal(12, 2) },
    run: batchEndpoint(),
    fallback: (rows: ReturnType<typeof read<{ item: 'string'; units: 'long' }>>) =>
      rows.derive((row) => ({ units: row.units.toDecimal(12, 2) })).select('item', 'units'),
  };
  return scoredTable('guess', Object.assign(props, change) as never);
}

const issuesOf = (
  table: Table,
  environment = here,
  owner = planning({ tables: [sold, features, table] }),
): string[] => companyIssues(modelling([environment], owner)).map(describeIssue);

describe('a scored table', () => {
  test('has its key as the features have it, and its scores as they are declared', () => {
    expect(forecast.columns.map(({ name, type, nullable }) => [name, type.kind, nullable])).toEqual([
      ['item', 'string', false],
      ['forecast_units', 'decimal', false],
      ['model_version', 'string', false],
      ['computed_at', 'timestamp', true],
    ]);
    expect([forecast.zone, forecast.key, forecast.write]).toEqual(['silver', ['item'], 'upsert']);
  });

  test('comes from all of its features, and is as confidential as the most confidential of them', () => {
    const named = scoredTable('by_customer', {
      features: sold,
      key: ['sale'],
      scores: { likes: t.decimal(5, 4).public() },
      run: batchEndpoint(),
      fallback: (rows) =>
        rows.derive((row) => ({ likes: row.units.toDecimal(5, 4) })).select('sale', 'likes'),
    });
    const [sale, likes] = named.columns;
    expect(sale).toMatchObject({ classification: 'internal', lineage: ['sales.sale'] });
    expect(likes).toMatchObject({ classification: 'personal' });
    expect(likes?.lineage).toEqual(
      expect.arrayContaining(['sales.customer', 'sales.item', 'sales.sold_on', 'sales.units']),
    );
  });

  test('is computed as often as its features, or less often where it says so', () => {
    const graph = new CompanyGraph(modelling());
    expect(graph.intervalOf(forecast)).toEqual(days(1));
    expect(graph.intervalOf(risk)).toEqual(days(7));
    expect(graph.upstreamOf(risk).map(({ table }) => table.name)).toEqual(['demand_features']);
  });

  test('keeps how its model is run', () => {
    expect(scoreOf(forecast)?.run).toEqual({ kind: 'batchEndpoint', parameters: { horizon: '7 days' } });
    expect(scoreOf(features)).toBeUndefined();
  });
});

describe('the validation of scored tables', () => {
  test('finds nothing wrong where nothing is', () => {
    expect(companyIssues(modelling())).toEqual([]);
    expect(issuesOf(guess())).toEqual([]);
  });

  test.each<[string, object, string]>([
    [
      'a fallback without a score',
      {
        fallback: (rows: never) =>
          read(features).select('item') && (rows as { select: (name: string) => unknown }).select('item'),
      },
      'planning/guess: "fallback" yields no "units"; allowed: item, units; derive it as decimal(12,2)',
    ],
    [
      'a fallback of another type',
      { scores: { units: t.decimal(9, 2) } },
      'planning/guess: "fallback" yields "units" as decimal(12,2); allowed: decimal(9,2); cast it',
    ],
    [
      'a fallback with a column too many',
      {
        fallback: () =>
          read(features)
            .derive((row) => ({ units: row.units.toDecimal(12, 2) }))
            .select('item', 'units', 'sales'),
      },
      'planning/guess: "fallback" yields "sales", which is neither key nor score; allowed: item, units; leave it out with select()',
    ],
    [
      'a key that the features lack',
      { key: ['itm'] },
      'planning/guess: "key" has "itm", which is no column of the features (did you mean "item"?)',
    ],
    [
      'no scores',
      { scores: {} },
      'planning/guess: "scores" is empty; allowed: one column or more; name what the model adds',
    ],
    [
      'a score that is part of the key',
      { scores: { item: t.string(20), units: t.decimal(12, 2) } },
      'planning/guess: "scores" has "item", which is part of the key; allowed: columns that the model adds; rename the score',
    ],
    [
      'a personal score',
      { scores: { units: t.decimal(12, 2).personal() } },
      'planning/guess: "scores.units" is personal; allowed: scores that are kept as they are',
    ],
    [
      'a list of scores in one column',
      { scores: { units: t.array({ units: t.integer() }) } },
      'planning/guess: "scores.units" is an array; allowed: single values: models write CSV',
    ],
    [
      'a score inside a document',
      { scores: { units: t.decimal(12, 2).path('forecast', 'units') } },
      'planning/guess: "scores.units" is inside a document; allowed: single values: models write CSV',
    ],
    [
      'a score that is marked as key',
      { scores: { units: t.decimal(12, 2).key() } },
      'planning/guess: "scores.units" is marked .key(); allowed: keys that the features have',
    ],
    [
      'a parameter that every model has',
      { run: batchEndpoint({ parameters: { window: 'x' } }) },
      'planning/guess: "run.parameters" is "window"; allowed: letters, digits and underscores, 63 at most, and none of features, scores, window',
    ],
    [
      'a value that would be computed',
      { run: batchEndpoint({ parameters: { horizon: '@{pipeline().RunId}' } }) },
      'planning/guess: "run.parameters.horizon" is "@{pipeline().RunId}"; allowed: 1 to 200 letters',
    ],
    [
      'an experiment without a name',
      { run: publishedPipeline({ experiment: '' }) },
      'planning/guess: "run.experiment" is ""',
    ],
    [
      'a model that runs more often than its features are filled',
      { every: hours(1) },
      'planning/guess: "every" is 60 minutes, and "demand_features" is filled every 1440; allowed: an interval that is not shorter',
    ],
    [
      'an interval that no trigger has',
      { every: { minutes: 7 } },
      'planning/guess: "every" is 7 minutes; allowed: 5, 6, 10',
    ],
    [
      'no retention',
      { retentionDays: 0 },
      'planning/guess: "retentionDays" is 0; allowed: a whole number, 1 or more',
    ],
  ])('reports %s', (_, change, expected) => {
    expect(issuesOf(guess(change)).join('\n')).toContain(expected);
  });

  test('reports a fallback that reads more than the model gets', () => {
    const fallback = () =>
      read(features)
        .semiJoin(read(sold), { on: ['item'] })
        .derive((row) => ({ units: row.units.toDecimal(12, 2) }))
        .select('item', 'units');
    expect(issuesOf(guess({ fallback }))).toContainEqual(
      expect.stringContaining(
        'planning/guess: "fallback" reads "sold"; allowed: the features, "demand_features"',
      ),
    );
  });

  test("reports features that are another department's", () => {
    const theirs = tableReference('buying', 'stock', { item: t.string(20).key(), units: t.long() });
    expect(issuesOf(guess({ features: theirs }))).toContainEqual(
      expect.stringContaining(
        'planning/guess: "features" is "buying.stock"; allowed: silver tables of planning: demand_features, guess, sold',
      ),
    );
  });

  test.each<[string, Environment['models'], string]>([
    [
      'nothing behind a table',
      undefined,
      'planning/guess: "run" has no model in environment "dev"; allowed: { endpoint: … }, or { fallback: <why there is no model yet> }; add "guess" to the models of "dev"',
    ],
    [
      'a fallback without a reason',
      { guess: { fallback: ' ' } },
      'environment dev: "models.guess" has an empty "fallback"; allowed: a reason in words',
    ],
    [
      'an endpoint of the other kind',
      {
        guess: {
          endpoint: placed.return_risk && 'endpoint' in placed.return_risk ? placed.return_risk.endpoint : '',
        },
      },
      'environment dev: "models.guess" is "33333333-3333-4333-8333-333333333333"; allowed: the name of a batch endpoint',
    ],
    [
      'a model of no table',
      { guess: { fallback: 'new' }, gess: { fallback: 'new' } },
      'environment dev: "models" has "gess", which is no scored table (did you mean "guess"?)',
    ],
  ])('reports %s', (_, models, expected) => {
    expect(issuesOf(guess(), { ...dev, ...(models && { models }) }).join('\n')).toContain(expected);
  });

  test('wants the id of an endpoint for a published pipeline', () => {
    const run = publishedPipeline({ experiment: 'guess' });
    expect(issuesOf(guess({ run }), { ...dev, models: { guess: { endpoint: 'guess-dev' } } })).toEqual([
      `LH0001 environment dev: "models.guess" is "guess-dev"; allowed: the id of a published pipeline's endpoint, a UUID; correct it`,
    ]);
  });

  test('reports machines that there are not', () => {
    const owner = planning({
      tables: [sold, features, guess()],
      settings: { modelCompute: { vmSize: 'large', maxNodes: 0 } },
    });
    expect(issuesOf(guess(), here, owner)).toEqual([
      'LH0001 planning: "settings.modelCompute.vmSize" is "large"; allowed: a size of machine, e.g. Standard_D4ds_v4; choose another name',
      'LH0002 planning: "settings.modelCompute.maxNodes" is 0; allowed: a whole number from 1 to 100; change the number; no machine runs between jobs',
    ]);
  });
});
