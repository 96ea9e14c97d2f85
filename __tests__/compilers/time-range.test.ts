import { compileDataFlow, compileDuckDb } from '../../compilers/internal';
import { days, read, readTimeRange, silverTable, t, type Table, tableReference } from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { cut, fillHourly } from '../support/time-range-plans';
import { rowsIn, runOnDelta } from '../support/delta-runs';
import { evaluate } from '../emulators/pipeline-expressions';
import { cleanRates } from '../support/late-payments';
import { onDuckDb, textTable } from '../support/targets';

/** What a run does to the rows that are there, and from when on it reads. */

const stock = tableReference('sales', 'stock', {
  sku: t.string(5).key(),
  day: t.date(),
  shop: t.string(5),
  pieces: t.integer().nullable(),
});
type Row = readonly [sku: string, day: string, shop: string, pieces: string | null];
const COLUMNS = { sku: 'string', day: 'date', shop: 'string', pieces: 'integer' };
const stockRange = () => readTimeRange(stock, { timeColumn: 'day', lookback: days(7) });

/** Runs a table of a range of stock over rows that are there. */
function after(
  table: Table,
  reads: readonly Row[],
  there: readonly Row[],
  rangeStart = '2026-01-10',
): string[] {
  const inputs = { 'sales.stock': textTable(COLUMNS, ...reads) };
  const before = { [table.name]: textTable(COLUMNS, ...there) };
  const { silver } = runOnDelta(table, inputs, before, { rangeStart });
  return rowsIn(silver[table.name], table.columns);
}
const line = (...cells: Row): string =>
  cells.map((cell) => (cell === null ? 'NULL' : `'${cell}'`)).join(' | ');

describe('a run on a time range', () => {
  const inStock = silverTable('in_stock', {
    flow: stockRange().filter((row) => row.pieces.greaterThan(0)),
    key: ['sku'],
  });

  it('adds what is new from the first day of the range on, and replaces what is there', () => {
    const reads: Row[] = [
      ['new', '2026-01-10', 'A', '1'],
      ['old', '2026-01-09', 'A', '1'],
      ['changed', '2026-01-12', 'A', '5'],
    ];
    expect(after(inStock, reads, [['changed', '2026-01-11', 'A', '4']])).toEqual([
      line('changed', '2026-01-12', 'A', '5'),
      line('new', '2026-01-10', 'A', '1'),
    ]);
  });

  it('leaves rows alone that are older, whatever they would be now', () => {
    const old: Row[] = [
      ['gone', '2026-01-09', 'A', '1'],
      ['other', '2026-01-01', 'A', '2'],
    ];
    expect(after(inStock, [['other', '2026-01-01', 'A', '0']], old)).toEqual(old.map((row) => line(...row)));
  });

  it('deletes rows of the range that no longer come: their source is gone, or left out now', () => {
    const there: Row[] = [
      ['gone', '2026-01-10', 'A', '1'],
      ['sold', '2026-01-11', 'A', '1'],
    ];
    expect(after(inStock, [['sold', '2026-01-11', 'A', '0']], there)).toEqual([]);
  });

  it('deletes a row of any age whose newer version is in the range and left out', () => {
    const there: Row[] = [['sold', '2025-01-01', 'A', '1']];
    expect(after(inStock, [['sold', '2026-01-11', 'A', null]], there)).toEqual([]);
  });

  it('moves a row of any age to the day of its newer version', () => {
    const there: Row[] = [['kept', '2025-01-01', 'A', '1']];
    const reads: Row[] = [['kept', '2026-01-11', 'B', '2']];
    expect(after(inStock, reads, there)).toEqual([line('kept', '2026-01-11', 'B', '2')]);
  });

  it('does the same when the table is not there yet', () => {
    const inputs = { 'sales.stock': textTable(COLUMNS, ['new', '2026-01-10', 'A', '1']) };
    const { silver } = runOnDelta(inStock, inputs, {}, { rangeStart: '2026-01-10' });
    expect(rowsIn(silver['in_stock'], inStock.columns)).toEqual([line('new', '2026-01-10', 'A', '1')]);
  });

  it('changes nothing when it runs again, or for an older window', () => {
    const reads: Row[] = [
      ['a', '2026-01-02', 'A', '1'],
      ['b', '2026-01-12', 'A', '1'],
    ];
    const rows = reads.map((row) => line(...row));
    expect(after(inStock, reads, reads)).toEqual(rows);
    expect(after(inStock, reads, reads, '2025-12-01')).toEqual(rows);
  });

  it('for an early window computes everything since then anew', () => {
    const reads: Row[] = [
      ['a', '2026-01-02', 'A', '1'],
      ['b', '2026-01-12', 'A', '1'],
    ];
    const there: Row[] = [['wrong', '2026-01-03', 'A', '9']];
    expect(after(inStock, reads, there, '2026-01-01')).toEqual(reads.map((row) => line(...row)));
  });
});

describe('rows are found', () => {
  it('by what identifies those that are read, where the key of the table has more', () => {
    const byShop = silverTable('by_shop', { flow: stockRange(), key: ['shop', 'sku'] });
    const moved: Row[] = [['kept', '2026-01-11', 'B', '2']];
    expect(after(byShop, moved, [['kept', '2025-01-01', 'A', '1']])).toEqual(
      moved.map((row) => line(...row)),
    );
  });

  it('where the day is part of the key', () => {
    const known = silverTable('known_rates', {
      flow: readTimeRange(cleanRates, { timeColumn: 'day', lookback: days(2) }).filter((row) =>
        row.rate.greaterThan(0),
      ),
      key: ['currency', 'day'],
    });
    const rate = (currency: string, day: string, value: string) => [currency, day, value];
    const types = { currency: 'string', day: 'date', rate: 'decimal(8,4)' };
    const inputs = {
      clean_rates: textTable(types, rate('USD', '2026-01-10', '0.0000'), rate('USD', '2026-01-11', '2.0000')),
    };
    const before = {
      known_rates: textTable(
        types,
        rate('USD', '2026-01-01', '9.0000'),
        rate('USD', '2026-01-10', '1.0000'),
        rate('USD', '2026-01-12', '1.0000'),
      ),
    };
    const { silver } = runOnDelta(known, inputs, before, { rangeStart: '2026-01-10' });
    expect(rowsIn(silver['known_rates'], known.columns)).toEqual([
      "'USD' | '2026-01-01' | '9.0000'",
      "'USD' | '2026-01-11' | '2.0000'",
    ]);
  });

  it('under the names that they have in the table, also beside a column of the name that deletions go by', () => {
    const renamed = silverTable('renamed', {
      flow: stockRange()
        .rename({ sku: 'item', day: 'counted_on' })
        .derive((row) => ({ _deleted: row.pieces }))
        .select('item', 'counted_on', '_deleted')
        .filter((row) => row._deleted.greaterThan(0)),
      key: ['item'],
    });
    const inputs = {
      'sales.stock': textTable(COLUMNS, ['a', '2026-01-10', 'A', '1'], ['b', '2026-01-10', 'A', '0']),
    };
    const before = {
      renamed: textTable({ item: 'string', counted_on: 'date', _deleted: 'integer' }, [
        'b',
        '2026-01-10',
        '3',
      ]),
    };
    const { silver } = runOnDelta(renamed, inputs, before, { rangeStart: '2026-01-10' });
    expect(rowsIn(silver['renamed'], renamed.columns)).toEqual(["'a' | '2026-01-10' | '1'"]);
  });
});

describe('DuckDB', () => {
  let engine: DuckDb;
  beforeAll(async () => {
    engine = await DuckDb.open();
  });
  afterAll(() => engine.close());
  const all = silverTable('all_stock', { flow: stockRange(), key: ['sku'] });
  const reads: Row[] = [
    ['a', '2026-01-09', 'A', '1'],
    ['b', '2026-01-10', 'A', '1'],
  ];

  it('reads everything, because the preview is one window', async () => {
    const { rows } = await onDuckDb(all, { 'sales.stock': textTable(COLUMNS, ...reads) }, engine);
    expect(rows).toEqual(reads.map((row) => line(...row)));
  });

  it('reads what a data flow reads from a day on, when it is given one', async () => {
    const names = { pepper: '', prefix: 'all', relation: () => 'stock', rangeStart: '2026-01-10' };
    await engine.run('CREATE TABLE stock (sku VARCHAR, "day" DATE, shop VARCHAR, pieces INTEGER)');
    for (const row of reads)
      await engine.run(`INSERT INTO stock VALUES (${row.map((cell) => `'${cell}'`).join(', ')})`);
    const found = await engine.rows(`SELECT sku FROM (${compileDuckDb(all, names).query})`);
    expect(found).toEqual([{ sku: 'b' }]);
    expect(after(all, reads, [])).toEqual([line('b', '2026-01-10', 'A', '1')]);
  });

  it('takes midnight as the beginning of the range, as a data flow does', async () => {
    const events = tableReference('sales', 'events', { id: t.string(5).key(), at: t.timestamp() });
    const flow = readTimeRange(events, { timeColumn: 'at', lookback: days(1) });
    const seen = silverTable('seen', { flow, key: ['id'] });
    const given = textTable(
      { id: 'string', at: 'timestamp' },
      ['early', '2026-01-09 23:59:59.999000'],
      ['first', '2026-01-10 00:00:00.000000'],
    );
    const { silver } = runOnDelta(seen, { 'sales.events': given }, {}, { rangeStart: '2026-01-10' });
    expect(rowsIn(silver['seen'], [{ name: 'id' }])).toEqual(["'first'"]);
    const names = { pepper: '', prefix: 'seen', relation: () => 'events', rangeStart: '2026-01-10' };
    await engine.run('CREATE TABLE events (id VARCHAR, "at" TIMESTAMP)');
    for (const [id, at] of given.rows) await engine.run(`INSERT INTO events VALUES ('${id}', '${at}')`);
    const found = await engine.rows(`SELECT id FROM (${compileDuckDb(seen, names).query})`);
    expect(found).toEqual([{ id: 'first' }]);
  });
});

describe('the pipeline', () => {
  it('gives the day so many days before that of its window', () => {
    const { parameters } = fillHourly();
    const { value } = parameters['rangeStart']!;
    expect(Object.keys(parameters)).toEqual(['rangeStart']);
    const day = (windowStart: string) => evaluate(cut(value), { parameters: { windowStart } });
    expect(day('2026-03-05T00:00:00Z')).toBe('2026-02-19');
    expect(day('2026-03-05T23:00:00Z')).toBe('2026-02-19');
  });

  it('is run by hand for each window of a day, with what it reads', () => {
    const { runs } = fillHourly();
    expect(runs).toEqual([['acme_wave_hourly', 'ForEach']]);
  });

  it('gives none to a flow that reads whole tables', () => {
    const whole = silverTable('whole', { flow: read(cleanRates), key: ['currency', 'day'] });
    const { parameters } = compileDataFlow(whole, {
      read: ({ name }) => ({ fileSystem: 'in', folder: name }),
      write: ({ name }) => ({ fileSystem: 'silver', folder: name }),
      quarantine: (_, check) => ({ fileSystem: 'quarantine', folder: check }),
    });
    expect(parameters).toEqual([]);
  });
});
