import { dataContract, days, mapping, t } from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { agreed, pick } from '../support/delta-runs';
import { type Inputs, textTable } from '../support/targets';

let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

describe('a default', () => {
  const readings = dataContract('readings', {
    description: 'A default of each type',
    columns: {
      id: t.integer().key(),
      at: t.timestamp(),
      text: t.string(10).default("it's"),
      whole: t.integer().default(-1),
      long: t.long().default(9_000_000_000),
      money: t.decimal(8, 2).default(1.5),
      ratio: t.double().default(0.25),
      flag: t.boolean().default(false),
      day: t.date().default('2026-01-01'),
      timestamp: t.timestamp().default('2026-01-01 12:00:00'),
    },
    eventTime: 'at',
    delivery: {
      kind: 'batch',
      every: days(1),
      from: { kind: 'http', baseUrl: 'https://example.com', path: 'f', format: 'csv' },
    },
    expectedRowsPerDay: 10,
  });
  const table = mapping(readings);
  const names = [...Object.keys(readings.columns), '_source_file', '_run_id'];
  const inputs = (...rows: readonly Readonly<Record<string, string>>[]): Inputs => ({
    readings: textTable(
      Object.fromEntries(names.map((name) => [name, 'string'])),
      ...rows.map((row) => names.map((name) => row[name] ?? null)),
    ),
  });
  const at = '2026-01-05 10:00:00';

  it('stands for what is missing or blank, and makes a column that is never null', async () => {
    expect(table.columns.filter(({ nullable }) => nullable)).toEqual([]);
    const { rows, quarantined } = await agreed(
      table,
      inputs({ id: '1', at }, { id: '2', at, text: '  ', whole: '', flag: ' ', day: '' }),
      engine,
    );
    const values =
      "'it's' | '-1' | '9000000000' | '1.50' | '0.25' | 'false' | '2026-01-01' | '2026-01-01 12:00:00.000000'";
    expect(rows).toEqual(['1', '2'].map((id) => `'${id}' | '${at}.000000' | ${values}`));
    expect(quarantined['contract']).toEqual([]);
  });

  it('is not for values that are there, and not for those that cannot be read', async () => {
    const { rows, quarantined } = await agreed(
      table,
      inputs({ id: '1', at, whole: '7', flag: 'true' }, { id: '2', at, whole: 'seven' }),
      engine,
    );
    expect(pick(table, rows, 'whole', 'flag')).toEqual(["'7' 'true'"]);
    expect(quarantined['contract']).toEqual([expect.stringMatching(/'type:whole'$/)]);
  });
});
