import { gzipSync } from 'node:zlib';
import {
  type ColumnBuilder,
  dataContract,
  days,
  type FileFormat,
  type FileOptions,
  type Kind,
  t,
  type ValueFormats,
} from '../../model';
import { Deliveries } from '../support/deliveries';

// What shops, tools and spreadsheets deliver, from the file to silver: each kind that was once read wrong, with its siblings.

const { parquet, rowsOf, run, write } = Deliveries.forEachTest();

type Columns = Readonly<Record<string, ColumnBuilder<Kind>>>;
interface Said {
  readonly format?: FileFormat;
  readonly options?: FileOptions;
  readonly writtenAs?: ValueFormats;
  readonly eventTime?: string;
}

/** Silver rows as their values, and rules broken anywhere, of files that were written before. */
async function delivered(columns: Columns, said: Said = {}) {
  const contract = dataContract<Columns>('orders', {
    description: 'Orders',
    columns,
    eventTime: said.eventTime ?? 'at',
    delivery: {
      kind: 'batch',
      every: days(1),
      from: { kind: 'files', format: said.format ?? 'csv', options: said.options ?? {} },
    },
    writtenAs: said.writtenAs ?? {},
    expectedRowsPerDay: 10,
  });
  const { tables } = await run(contract);
  const rows = await rowsOf('silver/orders.parquet');
  return {
    rows: rows.map((row) => row.slice(0, -2)),
    rules: Object.assign({}, ...tables.map(({ quarantined }) => quarantined)) as Record<string, number>,
  };
}
const AT = '2026-01-01 00:00:00';
const base = { id: t.long().key(), at: t.timestamp() };
const csv = (...lines: string[]): string => `${lines.join('\n')}\n`;
const json = (...rows: object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const ids = ({ rows }: { rows: readonly unknown[][] }): unknown[] => rows.map(([id]) => id);

describe('a row of CSV with another number of values than its header', () => {
  const columns = { ...base, city: t.string(40), note: t.string(40).nullable() };
  const good = `1,${AT},Berlin,n`;

  it.each([
    ['a comma in a number', `2,${AT},1,299,50`],
    ['a comma in a text', `2,${AT},Washington, D.C.,n`],
    ['an empty value too many', `2,${AT},Berlin,n,`],
    ['many empty values too many', `2,${AT},Berlin,,,,`],
    ['a value too few', `2,${AT},Berlin`],
  ])('is malformed with %s, whatever its neighbours are', async (_, bad) => {
    write({ 'orders/a.csv': csv('id,at,city,note', good, bad) });
    const alone = await delivered(columns);
    expect(alone).toEqual({ rows: [['1', AT, 'Berlin', 'n']], rules: { 'malformed-row': 1 } });
    write({ 'orders/a.csv': csv('id,at,city,note', 'x,"', `9,${AT},,,,,`, good, bad) });
    expect((await delivered(columns)).rows).toEqual(alone.rows);
  });
});

describe('fractions of seconds and offsets', () => {
  it.each([
    ['7 digits, of .NET and SQL Server', '2026-01-01T10:00:00.1234567Z', '2026-01-01 10:00:00.123'],
    ['9 digits, of Go, Java and pandas', '2026-01-01T10:00:00.999999999', '2026-01-01 10:00:00.999'],
    ['an offset, of shops', '2026-01-01T11:00:00-05:00', '2026-01-01 16:00:00'],
    ['an offset of hours, of PostgreSQL', '2026-01-01 11:00:00+00', '2026-01-01 11:00:00'],
    ['a word, of BigQuery', '2026-01-01 11:00:00 UTC', '2026-01-01 11:00:00'],
  ])('are read with %s', async (_, text, meant) => {
    write({ 'orders/a.jsonl': json({ id: 1, at: text }) });
    expect(await delivered(base, { format: 'json-lines' })).toEqual({ rows: [['1', meant]], rules: {} });
  });
});

describe('numbers of JSON', () => {
  it.each([
    ['small ones', 0.00005375, '0.00005375'],
    ['ones with an exponent', 3.41e-5, '0.00003410'],
    ['whole ones with a fraction of nothing', 3.0, '3.00000000'],
    ['texts', '0.5', '0.50000000'],
  ])('are decimals: %s', async (_, rate, meant) => {
    write({ 'orders/a.jsonl': json({ id: 1, at: AT, rate }) });
    const { rows, rules } = await delivered({ ...base, rate: t.decimal(12, 8) }, { format: 'json-lines' });
    expect({ rows, rules }).toEqual({ rows: [['1', AT, meant]], rules: {} });
  });

  it.each([
    ['an object', { code: 'DE' }],
    ['an array', ['DE', 'FR']],
  ])('and texts: what became %s is quarantined', async (_, country) => {
    write({ 'orders/a.jsonl': json({ id: 1, at: AT, country: 'DE' }, { id: 2, at: AT, country }) });
    const found = await delivered({ ...base, country: t.string(40) }, { format: 'json-lines' });
    expect({ ids: ids(found), rules: found.rules }).toEqual({ ids: ['1'], rules: { 'type:country': 1 } });
  });
});

describe('typed values of Parquet', () => {
  it.each([
    [
      'timestamps in UTC, of Spark and Snowflake',
      "TIMESTAMPTZ '2026-01-01 12:00:00+02'",
      t.timestamp(),
      '2026-01-01 10:00:00',
    ],
    ['days as midnights, of pandas', "TIMESTAMP_NS '2026-01-01 00:00:00'", t.date(), '2026-01-01'],
    ['whole numbers as doubles, of pandas', '3.0::DOUBLE', t.integer(), 3],
    ['texts as bytes, of Impala and Hive', "encode('München')", t.string(20), 'München'],
    ['decimals with more zeros', '1.500000::DECIMAL(18,6)', t.decimal(9, 2), '1.50'],
  ])('are %s', async (_, value, column, meant) => {
    await parquet('orders/a.parquet', `SELECT 1 AS id, TIMESTAMP '${AT}' AS at, ${value} AS v`);
    expect(await delivered({ ...base, v: column })).toEqual({
      rows: [['1', AT, meant]],
      rules: {},
    });
  });
});

describe('what is no data in a folder', () => {
  it.each([
    ['what Spark has not finished', '_temporary/0/part.csv'],
    ['copies of an editor', '.ipynb_checkpoints/a.csv'],
    ['a hidden file', '.a.csv'],
    ['a file that is put aside', '_old.csv'],
  ])('is left out: %s', async (_, name) => {
    write({ 'orders/a.csv': csv('id,at', `1,${AT}`), [`orders/${name}`]: csv('id,at', `9,${AT}`) });
    expect(await delivered(base)).toEqual({ rows: [['1', AT]], rules: {} });
  });

  it('is refused where a Delta table is dropped, whose old files are no rows', async () => {
    write({ 'orders/_delta_log/00000000000000000000.json': '{}' });
    await parquet('orders/part-0.parquet', `SELECT 1 AS id, TIMESTAMP '${AT}' AS at`);
    await expect(delivered(base)).rejects.toThrow(/LH7101 orders: "data" has a Delta table in "orders"/);
  });

  it.each([
    ['a day', 'dt=2026-01-01', '2026-01-01'],
    ['one that is escaped', 'dt=2026%2D01%2D01', '2026-01-01'],
    ['nothing, as Hive writes it', 'dt=__HIVE_DEFAULT_PARTITION__', null],
  ])('may be in its name: %s', async (_, folder, meant) => {
    write({ [`orders/${folder}/a.csv`]: csv('id,at', `1,${AT}`) });
    const { rows } = await delivered({ ...base, dt: t.date().nullable().fromFolder('dt') });
    expect(rows).toEqual([['1', AT, meant]]);
  });
});

describe('of two versions with one event time', () => {
  it.each([
    ['that of the later file', ['2026-01-01.csv', '2026-01-02.csv'], 'refunded'],
    ['whatever the values are', ['2026-01-02.csv', '2026-01-01.csv'], 'paid'],
  ])('the later delivery holds: %s', async (_, [paid = '', refunded = ''], state) => {
    const columns = { id: t.long().key(), day: t.date(), state: t.string(20) };
    write({
      [`orders/${paid}`]: csv('id,day,state', '1,2026-01-01,paid'),
      [`orders/${refunded}`]: csv('id,day,state', '1,2026-01-01,refunded'),
    });
    expect((await delivered(columns, { eventTime: 'day' })).rows).toEqual([['1', '2026-01-01', state]]);
  });
});

describe('forms that a contract declares', () => {
  it.each([
    [
      'epoch seconds, of a payment provider',
      t.timestamp().epoch('seconds'),
      '1767225600',
      '2026-01-01 00:00:00',
    ],
    [
      'epoch milliseconds, of change capture',
      t.timestamp().epoch('milliseconds'),
      '1767225600000',
      '2026-01-01 00:00:00',
    ],
    [
      'epoch microseconds, of web analytics',
      t.timestamp().epoch('microseconds'),
      '1767225600000000',
      '2026-01-01 00:00:00',
    ],
    ['days first', t.date().writtenAs('dd/MM/yyyy'), '31/12/2019', '2019-12-31'],
    [
      'months first, with a time',
      t.timestamp().writtenAs('M/d/yy H:mm'),
      '12/1/10 8:26',
      '2010-12-01 08:26:00',
    ],
    [
      "a shop's clock",
      t.timestamp().clockOf('America/New_York'),
      '2026-03-08T00:30:00',
      '2026-03-08 05:30:00',
    ],
    ['thousands apart', t.decimal(9, 2).writtenAs({ thousands: "'" }), "1'234.50", '1234.50'],
    ['a currency', t.decimal(9, 2).writtenAs({ symbols: ['$'] }), '$12.50', '12.50'],
    ['words of booleans', t.boolean().writtenAs({ true: ['Y'], false: ['N'] }), 'y', true],
    ['N/A, of the European Central Bank', t.decimal(9, 4).nullable().nullMarkers('N/A'), 'N/A', null],
    ['NULL, of an export', t.string(9).nullable().nullMarkers('NULL'), 'NULL', null],
    ['\\N, of MySQL', t.long().nullable().nullMarkers('\\N'), '\\N', null],
    ['long texts', t.string(5000), 'x'.repeat(4000), 'x'.repeat(4000)],
  ])('are read: %s', async (_, column, text, meant) => {
    write({ 'orders/a.csv': csv('id,at,v', `1,${AT},${text}`) });
    const found = await delivered({ ...base, v: column }, { options: { delimiter: ',', quote: '"' } });
    expect(found).toEqual({ rows: [['1', AT, meant]], rules: {} });
  });
});

it('a decimal comma that nobody quoted makes a row of too many values, and is not read as two', async () => {
  write({ 'orders/a.csv': csv('id,at,amount', `1,${AT},"1,50"`, `2,${AT},1,50`) });
  const found = await delivered({ ...base, amount: t.decimal(9, 2).writtenAs({ decimal: ',' }) });
  expect(found).toEqual({ rows: [['1', AT, '1.50']], rules: { 'malformed-row': 1 } });
});

describe('files that a spreadsheet or a tool writes', () => {
  const columns = { ...base, amount: t.decimal(9, 2).writtenAs({ decimal: ',' }) };
  const text = csv('id;at;amount', `1;${AT};1,50`);

  it.each<[string, string, string | Buffer, FileOptions]>([
    ['semicolons', 'a.csv', text, { delimiter: ';' }],
    ['commas, and quotes around decimal commas', 'a.csv', csv('id,at,amount', `1,${AT},"1,50"`), {}],
    [
      'backslashes before them, and no quotes',
      'a.csv',
      csv('id,at,amount', `1,${AT},1\\,50`),
      { quote: '', escape: '\\' },
    ],
    ['tabs', 'a.csv', text.replaceAll(';', '\t'), { delimiter: '\t' }],
    ['semicolons and a byte order mark', 'a.csv', `\uFEFF${text}`, { delimiter: ';' }],
    ['lines before the table', 'a.csv', `sep=;\n${text}`, { delimiter: ';', skipLines: 1 }],
    ['another encoding', 'a.csv', Buffer.from(text, 'utf16le'), { delimiter: ';', encoding: 'utf-16' }],
    ['gzip', 'a.csv.gz', gzipSync(text), { delimiter: ';', compression: 'gzip' }],
    ['another extension', 'a.txt', text, { delimiter: ';', extension: 'txt' }],
    ['no header', 'a.csv', text.slice(text.indexOf('\n') + 1), { delimiter: ';', header: false }],
  ])('are read with %s, once declared', async (_, name, content, options) => {
    write({ [`orders/${name}`]: content });
    expect(await delivered(columns, { options })).toEqual({ rows: [['1', AT, '1.50']], rules: {} });
  });
});
