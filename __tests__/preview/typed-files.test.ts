import { readFileSync, writeFileSync } from 'node:fs';
import { days, dataContract, t } from '../../model';
import { parquetColumns } from '../../preview/sources/parquet-schema';
import { AT, Deliveries, filesOf, visits } from '../support/deliveries';

/** What typed files give reaches bronze as the text of the contract's type, and silver as its value. */
const { parquet, run, rowsOf } = Deliveries.forEachTest();

const typed = dataContract('typed', {
  description: 'Every kind of value',
  columns: {
    id: t.long().key(),
    text: t.string(40).nullable(),
    whole: t.integer().nullable(),
    amount: t.decimal(20, 8).nullable(),
    yes: t.boolean().nullable(),
    day: t.date().nullable(),
    at: t.timestamp().nullable(),
    city: t.string(20).path('ship', 'City').nullable(),
    lines: t.array({ n: t.integer().key(), sku: t.string(9), on: t.date().nullable() }).nullable(),
    loaded: t.date(),
  },
  eventTime: 'loaded',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://files.example.com', path: '{date}', format: 'json-lines' },
  },
  expectedRowsPerDay: 10,
});
const NAMES = ['id', 'text', 'whole', 'amount', 'yes', 'day', 'at', 'city', 'lines'];

async function delivered(value: string, column: string) {
  await parquet('typed/a.parquet', `SELECT 1 AS id, ${value} AS "${column}", DATE '2026-01-01' AS loaded`);
  const { tables } = await run(typed);
  const [bronze = []] = await rowsOf('bronze/typed.parquet');
  const [silver = []] = await rowsOf('silver/typed.parquet');
  return { bronze: bronze[NAMES.indexOf(column)], silver: silver[NAMES.indexOf(column)], tables };
}

describe('a typed value', () => {
  it.each([
    ['text', "encode('München')", 'text of bytes', 'München'],
    ['text', "'x'::ENUM('x', 'a''(b')", 'an enumeration', 'x'],
    ['text', '12345678901234567890::DECIMAL(38,0)', 'a large number', '12345678901234567890'],
    ['text', '1e-5::DOUBLE', 'a small number in a text', '0.00001'],
    ['whole', '3.0::DOUBLE', 'a whole number as a double', '3'],
    ['whole', '3.000::DECIMAL(9,3)', 'a whole number with zeros', '3'],
    ['amount', '0.00005375::DOUBLE', 'a small number', '0.00005375'],
    ['amount', '123456789012::DOUBLE', 'a large number', '123456789012'],
    ['amount', '0.1::FLOAT', 'a number of 32 bits', '0.1'],
    ['amount', '12.5000::DECIMAL(18,4)', 'a decimal', '12.5000'],
    ['yes', 'true', 'a boolean', 'true'],
    ['yes', '1.0::DOUBLE', 'a boolean as a double', '1'],
    ['day', "DATE '2026-01-02'", 'a day', '2026-01-02'],
    ['day', "TIMESTAMP '2026-01-02 00:00:00'", 'a day as a midnight', '2026-01-02'],
    ['day', "TIMESTAMP_NS '2026-01-02 00:00:00'", 'a day as a midnight in ns', '2026-01-02'],
    ['at', "DATE '2026-01-02'", 'a midnight as a day', '2026-01-02 00:00:00'],
    ['at', "TIMESTAMPTZ '2026-01-01 12:00:00+02'", 'a timestamp with a zone', '2026-01-01 10:00:00'],
    ['at', "TIMESTAMP_S '2026-01-01 10:00:00'", 'seconds', '2026-01-01 10:00:00'],
    ['at', "TIMESTAMP_MS '2026-01-01 10:00:00.5'", 'milliseconds', '2026-01-01 10:00:00.5'],
    ['at', "TIMESTAMP '2026-01-01 10:00:00.123456'", 'microseconds', '2026-01-01 10:00:00.123456'],
    ['at', "TIMESTAMP_NS '2026-01-01 10:00:00.123456999'", 'nanoseconds', '2026-01-01 10:00:00.123456'],
  ])('of %s: %s, which is %s, is %s in bronze', async (column, value, _, text) => {
    const found = await delivered(value, column);
    expect(found.bronze).toBe(text);
    expect(found.tables[1]).toMatchObject({ written: 1, quarantined: {} });
    expect(found.silver).not.toBeNull();
  });

  it.each([
    ['whole', '3.5::DOUBLE', '3.5'],
    ['whole', "'nan'::DOUBLE", 'nan'],
    ['day', "TIMESTAMP '2026-01-02 00:00:01'", '2026-01-02 00:00:01'],
    ['yes', '2::INTEGER', '2'],
    ['at', '1767225600::BIGINT', '1767225600'],
  ])('of %s that is %s is refused as it is', async (column, value, text) => {
    const { bronze, tables } = await delivered(value, column);
    expect(bronze).toBe(text);
    expect(tables[1]?.quarantined).toEqual({ [`type:${column}`]: 1 });
  });

  it.each([
    ["{'code': 'DE'}", 'type:text: holds an object, and no text'],
    ["['DE', 'FR']", 'type:text: holds a list, and no text'],
    ["MAP {'a': 1}", 'type:text: holds an object, and no text'],
    ["'\\xFF'::BLOB", 'not-utf8: holds bytes that are no UTF-8'],
    ["'a' || chr(0)", 'type:text: holds a NUL character'],
    ["encode('a' || chr(0))", 'type:text: holds a NUL character'],
  ])('of a text that is %s goes to quarantine, alone', async (value, reason) => {
    await parquet(
      'typed/a.parquet',
      `SELECT id, CASE WHEN id = 2 THEN ${value} END AS "text", DATE '2026-01-01' AS loaded FROM range(1, 4) r(id)`,
    );
    const { tables } = await run(typed);
    expect((await rowsOf('bronze/typed.parquet')).map(([id]) => id)).toEqual(['1', '3']);
    expect((await rowsOf('quarantine/typed.delivery.parquet')).map(([file, , why]) => [file, why])).toEqual([
      ['a.parquet', reason],
    ]);
    expect(tables[0]).toMatchObject({
      read: 3,
      written: 2,
      quarantined: { [reason.split(': ')[0] ?? '']: 1 },
    });
  });

  it.each([
    ['an object', "{'City': 'Köln', 'zip': 1}"],
    ['a map', "MAP {'City': 'Köln'}"],
    ['a document', `'{"City": "Köln"}'`],
  ])('inside of %s is found', async (_, ship) => {
    await parquet('typed/a.parquet', `SELECT 1 AS id, ${ship} AS ship, DATE '2026-01-01' AS loaded`);
    await run(typed);
    expect((await rowsOf('silver/typed.parquet'))[0]?.[7]).toBe('Köln');
  });

  it('of an array is a list of objects', async () => {
    const { bronze, tables } = await delivered(
      "[{'n': 1, 'sku': 'A', 'on': TIMESTAMP '2026-01-02 00:00:00'}, {'n': 2, 'sku': 'B', 'on': NULL}, NULL]",
      'lines',
    );
    expect(JSON.parse(String(bronze))).toEqual([
      { n: '1', sku: 'A', on: '2026-01-02' },
      { n: '2', sku: 'B', on: null },
      null,
    ]);
    expect(tables[1]).toMatchObject({ written: 1, quarantined: {} });
  });
});

it('keeps more digits of a whole number than a double has', async () => {
  await parquet('visits/a.parquet', `SELECT 9007199254740993 AS id, '${AT}' AS at`);
  await run(visits);
  expect((await rowsOf('silver/visits.parquet'))[0]?.[0]).toBe('9007199254740993');
});

it('reads documents of JSON beside texts', async () => {
  await parquet('visits/a.parquet', `SELECT 1 AS id, '{"a": 1}'::JSON AS page, '${AT}' AS at`);
  await parquet('visits/b.parquet', `SELECT 2 AS id, '03:04' AS page, '${AT}' AS at`);
  await run(visits);
  expect((await rowsOf('bronze/visits.parquet')).map((row) => row[1])).toEqual(['{"a": 1}', '03:04']);
});

/** Gives a column of a file another name of the same length: the engine writes none that differ in case alone. */
function renamed(path: string, from: string, to: string): void {
  writeFileSync(path, Buffer.from(readFileSync(path).toString('latin1').replaceAll(from, to), 'latin1'));
}

describe('names that differ in case alone', () => {
  it.each([
    ['first', `2 AS zz, 1 AS id, '${AT}' AS at`],
    ['last', `1 AS id, '${AT}' AS at, 2 AS zz`],
  ])('are told apart, the other one %s', async (_, columns) => {
    renamed(await parquet('visits/a.parquet', `SELECT ${columns}`), 'zz', 'ID');
    const report = await run(visits);
    expect((await rowsOf('silver/visits.parquet')).map(([id]) => id)).toEqual(['1']);
    expect(filesOf(report)).toEqual([]);
  });

  it('spoil an object, of which the engine reads one of them', async () => {
    const ship = "{'zzzz': 'Bonn', 'City': 'Köln'}";
    const file = await parquet(
      'typed/a.parquet',
      `SELECT 1 AS id, ${ship} AS ship, DATE '2026-01-01' AS loaded`,
    );
    renamed(file, 'zzzz', 'city');
    expect(filesOf(await run(typed))).toEqual([
      [
        'a.parquet',
        'unreadable-column',
        '"ship" holds objects with the names city and City, which differ in case alone',
        1,
      ],
    ]);
  });
});

it('names decimals of more digits than the engine reads, and columns behind them', () => {
  const entry = (name: string, num_children: number | null = null, precision: number | null = null) => ({
    name,
    num_children,
    precision,
  });
  const { columns, misread } = parquetColumns([
    entry('schema', 3),
    entry('prices', 1),
    entry('list', 1),
    entry('element', null, 39),
    entry('amount', null, 38),
    entry('id'),
  ]);
  expect(columns).toEqual(['prices', 'amount', 'id']);
  expect([...misread]).toEqual([['prices', 'holds decimals of 39 digits, and 38 are the most']]);
});
