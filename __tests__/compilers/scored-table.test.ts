import fc from 'fast-check';
import { compileDataFlow, compileDuckDb } from '../../compilers';
import { batchEndpoint, scoredTable, t } from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { runDataFlowScript } from '../emulators/data-flow-script';
import { features, forecast } from '../support/models';
import { type Inputs, onDataFlow, onDuckDb, type Outcome, sorted, textTable } from '../support/targets';

/** Of each type, and with each rule. */
const judged = scoredTable('judged', {
  features,
  key: ['item'],
  scores: {
    units: t.decimal(6, 2).atLeast(0).atMost(1000),
    chance: t.double(),
    rank: t.integer().default(9),
    high: t.boolean().nullable(),
    level: t.string(6).oneOf('low', 'high'),
    code: t
      .string(8)
      .nullable()
      .matching(/[A-Z]{2}[0-9]*/),
    day: t.date().nullable(),
    at: t.timestamp().nullable(),
  },
  run: batchEndpoint(),
  fallback: (rows) =>
    rows
      .derive((row) => ({
        units: row.units.toDecimal(6, 2),
        chance: row.sales.dividedBy(10, 3),
        rank: row.sales.toInteger(),
        high: row.sales.greaterThan(2),
        level: row.item.left(4),
        code: row.item.upper().left(8),
        day: row.last_sold_on,
        at: row.last_sold_on.toTimestamp(),
      }))
      .select('item', 'units', 'chance', 'rank', 'high', 'level', 'code', 'day', 'at'),
});
const NAMES = ['item', 'units', 'chance', 'rank', 'high', 'level', 'code', 'day', 'at'];
const WRITTEN = Object.fromEntries([...NAMES, '_source_file', '_run_id'].map((name) => [name, 'string']));

let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

/** What DuckDB makes of what a model wrote. */
async function scoredOnDuckDb(rows: readonly (readonly (string | null)[])[]): Promise<Outcome> {
  await engine.run(
    'CREATE OR REPLACE TABLE written (' +
      Object.keys(WRITTEN)
        .map((name) => `"${name}" VARCHAR`)
        .join(', ') +
      ')',
  );
  const values = rows.map(
    (row) =>
      `(${row.map((cell) => (cell === null ? 'NULL' : `'${cell.replaceAll("'", "''")}'`)).join(', ')})`,
  );
  await engine.run(`INSERT INTO written VALUES ${values.join(', ')}`);
  const compiled = compileDuckDb(judged, {
    pepper: '',
    prefix: 'judged',
    relation: () => 'nothing_else_is_read',
    scores: () => 'written',
  });
  const [check] = compiled.checks;
  await engine.run(`DROP TABLE IF EXISTS ${check!.table}`);
  await engine.run(check!.setup);
  const quarantined = await engine.rows(`SELECT * FROM (${check!.quarantined})`);
  const cells = judged.relation.columns.map(({ name, type }) =>
    type.kind === 'timestamp'
      ? `strftime("${name}", '%Y-%m-%d %H:%M:%S.%f') AS "${name}"`
      : `CAST("${name}" AS VARCHAR) AS "${name}"`,
  );
  const kept = await engine.rows(`SELECT ${cells.join(', ')} FROM (${compiled.query})`);
  const lines = (table: readonly Record<string, unknown>[]): string[] =>
    sorted(
      table.map((row) => Object.values(row).map((cell) => (typeof cell === 'string' ? plain(cell) : null))),
    );
  return { rows: lines(kept), quarantined: { scores: lines(quarantined) } };
}

/** What the mapping data flow makes of it. */
function scoredOnDataFlow(rows: readonly (readonly (string | null)[])[]): Outcome {
  const flow = compileDataFlow(judged, {
    read: () => {
      throw new Error('only the scores are read');
    },
    write: () => ({ fileSystem: 'silver', folder: 'judged' }),
    quarantine: (_, check) => ({ fileSystem: 'quarantine', folder: check }),
    scores: () => ({ fileSystem: 'bronze', folder: 'judged_scores' }),
  });
  expect(flow.sources.map(({ location }) => location)).toEqual([
    { fileSystem: 'bronze', folder: 'judged_scores' },
  ]);
  const [source] = flow.sources;
  const sinks = runDataFlowScript(
    flow.scriptLines.join('\n'),
    { [source!.name]: textTable(WRITTEN, ...rows) },
    { window: "'2026/01/05'" },
  );
  const of = (fileSystem: string): string[] => {
    const { name } = flow.sinks.find(({ location }) => location.fileSystem === fileSystem)!;
    return sorted(sinks[name]!.rows.map((row) => row.map((cell) => (cell === null ? null : plain(cell)))));
  };
  return { rows: of('silver'), quarantined: { scores: of('quarantine') } };
}

/** One text for one double: engines write 1.0, 1 and 1E0. */
function plain(cell: string): string {
  return /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(cell) && !/^[+-]?\d+$/.test(cell)
    ? String(Number(cell))
    : cell;
}

const GOOD = [
  'bolt',
  '12.50',
  '0.25',
  '3',
  'true',
  'low',
  'AB12',
  '2026-01-05',
  '2026-01-05 10:00:00',
  'f.csv',
  'run',
];

describe('what a model wrote', () => {
  test('is typed where it keeps what is promised', async () => {
    const kept = [
      "'bolt' | '12.5' | '0.25' | '3' | 'true' | 'low' | 'AB12' | '2026-01-05' | '2026-01-05 10:00:00.000000' | 'f.csv' | 'run'",
    ];
    const duckDb = await scoredOnDuckDb([GOOD]);
    expect(duckDb).toEqual({ rows: kept, quarantined: { scores: [] } });
    expect(scoredOnDataFlow([GOOD]).quarantined.scores).toEqual([]);
  });

  test('is replaced where it is missing and something stands for it', async () => {
    const row = GOOD.map((cell, index) => (index === 3 ? '' : cell));
    const duckDb = await scoredOnDuckDb([row]);
    expect(duckDb.rows).toEqual([expect.stringContaining("'0.25' | '9' | 'true'")]);
    expect(scoredOnDataFlow([row]).rows).toEqual([expect.stringContaining("'0.25' | '9' | 'true'")]);
  });

  test.each<[string, number, string | null, string]>([
    ['a text that is no number', 1, 'NaN', 'type:units'],
    ['a number of too many digits', 1, '12345.00', 'type:units'],
    ['a number out of range', 1, '-0.01', 'range:units'],
    ['a score that is missing', 2, '', 'missing:chance'],
    ['a key that is missing', 0, null, 'missing:item'],
    ['a value that is not among those allowed', 5, 'mid', 'allowed:level'],
    ['a text that does not match', 6, 'ab', 'pattern:code'],
    ['a day that there is not', 7, '2026-02-31', 'type:day'],
  ])('goes to quarantine: %s', async (_, place, value, rule) => {
    const row = GOOD.map((cell, index) => (index === place ? value : cell));
    const duckDb = await scoredOnDuckDb([row]);
    expect(duckDb.rows).toEqual([]);
    expect(duckDb.quarantined.scores).toEqual([expect.stringMatching(new RegExp(`'${rule}'$`))]);
    expect(scoredOnDataFlow([row])).toEqual(duckDb);
  });

  test('is the same on DuckDB and as data flow, kept or quarantined, whatever it is', async () => {
    const number = fc.oneof(
      fc.constantFrom(
        '0',
        '1000',
        '1000.01',
        '-1',
        '12.345',
        '1e2',
        '.5',
        '1,5',
        'NaN',
        '',
        ' 7 ',
        '99999.999',
      ),
      fc.integer({ min: -2000, max: 2000 }).map(String),
    );
    /** Mostly what is promised. */
    const mostly = (good: readonly string[], odd: fc.Arbitrary<string | null>) =>
      fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: odd });
    const among = (...values: readonly (string | null)[]) => fc.constantFrom(null, ...values);
    const row = fc.tuple(
      mostly(['bolt', 'nut', 'screw', ' bolt '], among('')),
      mostly(['0', '1000', '12.345', '+7', ' 7 '], number),
      mostly(['0.5', '1', '-3'], among('x', '')),
      mostly(['1', '2', '-3'], number),
      mostly(['true', 'FALSE', '1'], among('yes')),
      mostly(['low', 'high'], among('Low', 'highest')),
      mostly(['AB', 'AB12'], among('ab', 'A', 'AB123456789')),
      mostly(['2026-01-05', '2026-01-06'], among('2026-02-31', '05.01.2026')),
      mostly(['2026-01-05 10:00:00', '2026-01-05T10:00:00Z'], among('24:00:00')),
      fc.constant('f.csv'),
      fc.constant('run'),
    );
    let quarantined = 0;
    let kept = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
        const duckDb = await scoredOnDuckDb(rows);
        const dataFlow = scoredOnDataFlow(rows);
        const timestamps = (outcome: Outcome): Outcome => ({
          rows: outcome.rows.map((line) => line.replaceAll(/(\d\d:\d\d:\d\d)\.0+/g, '$1')),
          quarantined: outcome.quarantined,
        });
        expect(timestamps(dataFlow)).toEqual(timestamps(duckDb));
        quarantined += duckDb.quarantined.scores!.length;
        kept += duckDb.rows.length;
      }),
      { numRuns: 40, seed: 7 },
    );
    expect([quarantined > 20, kept > 20]).toEqual([true, true]);
  });
});

describe('a fallback', () => {
  const inputs: Inputs = {
    demand_features: textTable(
      { item: 'string', units: 'long', sales: 'long', last_sold_on: 'date' },
      ['bolt', '7', '3', '2026-01-05'],
      ['nut', '12', '1', '2026-01-04'],
    ),
  };
  const rows = [
    "'bolt' | '7.00' | 'bolt' | '2026-01-05 00:00:00.000000'",
    "'nut' | '12.00' | 'nut' | '2026-01-04 00:00:00.000000'",
  ];

  test('yields the same rows on DuckDB and as data flow', async () => {
    expect(await onDuckDb(forecast, inputs, engine)).toEqual({ rows, quarantined: { scores: [] } });
    const flow = onDataFlow(forecast, inputs);
    expect(flow.quarantined).toEqual({ scores: [] });
    expect(flow.rows.map((line) => line.replace(/(00:00:00)\.0+/, '$1.000000'))).toEqual(rows);
  });

  test('is held to what the model promises', async () => {
    const strict = scoredTable('strict', {
      features,
      key: ['item'],
      scores: { units: t.decimal(12, 2).atMost(10) },
      run: batchEndpoint(),
      fallback: (all) => all.derive((row) => ({ units: row.units.toDecimal(12, 2) })).select('item', 'units'),
    });
    const duckDb = await onDuckDb(strict, inputs, engine);
    expect(duckDb).toEqual({
      rows: ["'bolt' | '7.00'"],
      quarantined: { scores: ["'nut' | '12.00' | 'fallback' | 'fallback' | 'range:units'"] },
    });
    expect(onDataFlow(strict, inputs)).toEqual(duckDb);
  });

  test('is compiled nowhere that a model is', () => {
    const locations = {
      read: () => ({ fileSystem: 'silver', folder: 'demand_features' }),
      write: () => ({ fileSystem: 'silver', folder: 'x' }),
      quarantine: () => ({ fileSystem: 'quarantine', folder: 'x' }),
    };
    const fallback = compileDataFlow(forecast, locations);
    const model = compileDataFlow(forecast, {
      ...locations,
      scores: () => ({ fileSystem: 'bronze', folder: 'demand_forecast_scores' }),
    });
    expect(fallback.scriptLines.join('\n')).toContain('demand_features');
    expect(model.scriptLines.join('\n')).not.toContain('demand_features');
    expect(model.scriptLines.join('\n')).toContain("concat('demand_forecast_scores/', $window)");
  });
});
