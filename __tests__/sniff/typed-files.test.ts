import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { preview } from '../../preview';
import { DuckDb } from '../../preview/duckdb';
import { avroFile } from '../support/avro';
import { evaluated } from '../support/proposed-module';
import { column, sniffing } from '../support/sniffed';
import { temporaryFolder } from '../support/temporary-folder';

/** Files whose values have types: proposals take these from the schema of the files, and read the same files. */
const folder = temporaryFolder();
const { look, proposed } = sniffing(folder);
let engine: DuckDb;

beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

const FROM = 'FROM range(30) AS r(i)';
const AT = "TIMESTAMPTZ '2026-01-01 00:00:00+00' + INTERVAL (i) HOUR AS at";

async function parquet(name: string, columns: string, rows = FROM): Promise<void> {
  mkdirSync(dirname(folder.at('orders', name)), { recursive: true });
  await engine.run(`COPY (SELECT ${columns} ${rows}) TO '${folder.at('orders', name)}' (FORMAT parquet)`);
}

/** Previews a module over the files that it was proposed for. */
async function previewed(module: string) {
  const { company } = evaluated(module);
  const { tables } = await preview(company!, { data: folder.path, out: folder.at('out') });
  return tables.map(({ zone, table, written, quarantined, failsWindow }) => ({
    table: `${zone}.${table}`,
    written,
    quarantined,
    failsWindow,
  }));
}

describe('Parquet', () => {
  const TYPES: readonly [sql: string, type: object, format?: object][] = [
    ['CAST(i AS TINYINT)', { kind: 'integer' }],
    ['CAST(i AS INTEGER)', { kind: 'integer' }],
    ['CAST(i AS UINTEGER)', { kind: 'long' }],
    ['CAST(i AS BIGINT)', { kind: 'long' }],
    ['CAST(i AS UBIGINT)', { kind: 'decimal', precision: 20, scale: 0 }],
    ['CAST(i AS DECIMAL(9,3))', { kind: 'decimal', precision: 9, scale: 3 }],
    ['i * 1.337', { kind: 'decimal', precision: 23, scale: 3 }],
    ['CAST(i * 1.337 AS DOUBLE)', { kind: 'double' }],
    ['CAST(i * 1.5 AS FLOAT)', { kind: 'double' }],
    ['CASE WHEN i > 9 THEN CAST(i AS DOUBLE) END', { kind: 'long' }],
    [
      "CASE WHEN i > 9 THEN 'nan'::DOUBLE ELSE i / 7 END",
      { kind: 'double' },
      { nullMarkers: ['NaN', 'nan'] },
    ],
    ['i % 2 = 0', { kind: 'boolean' }],
    ["DATE '2026-01-01' + CAST(i AS INTEGER)", { kind: 'date' }],
    [
      "CASE WHEN i > 9 THEN DATE '9999-12-31' ELSE DATE '2026-01-01' END",
      { kind: 'date' },
      { nullMarkers: ['9999-12-31', '9999-12-31 00:00:00.000000', '9999-12-31 00:00:00.000000+00:00'] },
    ],
    ["TIMESTAMP_NS '2026-01-01 10:00:00.123456789'", { kind: 'timestamp' }],
    ["TIMESTAMP '2026-01-01 10:00:00'", { kind: 'timestamp' }],
    ['CAST(NULL AS SMALLINT)', { kind: 'integer' }],
    ["TIME '10:00:00'", { kind: 'string', length: 20 }],
    ["'0' || i", { kind: 'string', length: 10 }],
    ["'1,' || (10 + i)", { kind: 'string', length: 10 }],
    ["CASE WHEN i % 2 = 0 THEN 'ja' ELSE 'nein' END", { kind: 'string', length: 10 }],
    [
      "strftime(DATE '2026-01-13' + CAST(i AS INTEGER), '%d.%m.%Y')",
      { kind: 'date' },
      { patterns: ['dd.MM.yyyy'] },
    ],
    ["CAST(i || 'x' AS BLOB)", { kind: 'string', length: 10 }],
  ];

  it('has columns of the types of its schema, and is read by them', async () => {
    const columns = TYPES.map(([sql], index) => `${sql} AS c${index}`);
    await parquet('a.parquet', `CAST(i AS BIGINT) AS id, ${AT}, ${columns.join(', ')}`);
    const { proposals, module, issues } = await look({}, { withCompany: true });
    expect(issues).toEqual([]);
    const [proposal] = proposals;
    expect(proposal).toMatchObject({ format: 'parquet', options: {}, rows: 30, broken: [], eventTime: 'at' });
    expect(proposal!.writtenAs).toEqual({});
    const found = TYPES.map(([sql], index) => {
      const { type, format } = column(proposal!, `c${index}`);
      return [sql, type, format];
    });
    expect(found).toEqual(TYPES.map(([sql, type, format = {}]) => [sql, type, format]));
    expect(await previewed(module)).toEqual([
      { table: 'bronze.orders', written: 30, quarantined: {}, failsWindow: undefined },
      { table: 'silver.orders', written: 30, quarantined: {}, failsWindow: undefined },
    ]);
  });

  it('says what its schema says, and what that leaves open', async () => {
    await parquet(
      'a.parquet',
      `i AS id, ${AT}, CAST(i * 1.25 AS DOUBLE) AS total, TIMESTAMP '2026-01-01' + INTERVAL (i) MINUTE AS clock, TIMESTAMP '2026-01-01' AS day,
       CAST('x' AS BLOB) AS raw, CAST(i % 2 AS TINYINT) AS shown, 1767225600 + i AS created_at, '1.234,' || i || '0' AS price`,
    );
    const proposal = await proposed({}, { clock: 'Europe/Berlin' });
    const said = (name: string) =>
      [...column(proposal, name).evidence, ...column(proposal, name).doubts].join('; ');
    expect(column(proposal, 'total').type).toEqual({ kind: 'decimal', precision: 12, scale: 2 });
    expect(said('total')).toMatch(
      /DOUBLE in the file.*an amount of up to 2 digits behind the point, in doubles/,
    );
    expect(said('at')).toContain('TIMESTAMP WITH TIME ZONE in the file; 2026-01-01 to 2026-01-02');
    expect(said('clock')).toContain('no zone in the file: read as UTC');
    expect(said('day')).toContain('every time is midnight');
    expect(said('raw')).toContain('bytes in the file: what a copy writes of them is not documented');
    expect(said('shown')).toContain('0 and 1 alone');
    expect(said('price')).toContain('text that may be decimal');
    expect(column(proposal, 'created_at')).toMatchObject({
      type: { kind: 'timestamp' },
      format: { epoch: 'seconds' },
    });
    expect(proposal.broken).toEqual([]);
  });

  it('leaves out what a copy does not read, with the reason', async () => {
    await parquet(
      'a.parquet',
      `i AS id, ${AT}, {'city': 'Rome'} AS ship, [{'n': 1}] AS lines, [1] AS tags, MAP {'a': 1} AS more, i AS "a b"`,
    );
    const { proposals, module } = await look({}, { withCompany: true });
    expect(proposals[0]!.columns.map(({ name }) => name)).toEqual(['id', 'at']);
    expect(proposals[0]!.omitted.map(({ place, why }) => [place, why.split(',')[0]])).toEqual([
      ['ship', 'an object'],
      ['lines', 'a list'],
      ['tags', 'a list'],
      ['more', 'a map'],
      ['a b', 'a name with a blank'],
    ]);
    expect(module).toContain('// Left out: "ship", an object, which a copy reads from no Parquet');
    expect((await previewed(module))[1]).toMatchObject({ written: 30, quarantined: {} });
  });

  it('in folders, with a column whose type changes and one that comes later, is read by its values', async () => {
    await parquet('day=2026-01-01/a.parquet', 'i AS id, CAST(i AS SMALLINT) AS n, i % 2 = 0 AS ok');
    await parquet(
      'day=2026-01-02/a.parquet',
      "30 + i AS id, CAST(i || '.5' AS DECIMAL(9,1)) AS n, i % 2 = 0 AS ok, 'x' || i AS note",
    );
    const { proposals, module } = await look({}, { withCompany: true });
    const [proposal] = proposals;
    expect(column(proposal!, 'n').type).toMatchObject({ kind: 'decimal', scale: 2 });
    expect(column(proposal!, 'note').calls).toEqual([{ method: 'nullable', values: [] }]);
    expect(column(proposal!, 'day').calls).toEqual([{ method: 'fromFolder', values: ['day'] }]);
    expect(proposal!.doubts).toContain(
      '"n" is DECIMAL(9,1) in day=2026-01-02/a.parquet and SMALLINT before: read by its values',
    );
    expect((await previewed(module))[1]).toMatchObject({ written: 60, quarantined: {} });
  });

  it('is the format of the source where most files are, and names the others', async () => {
    for (const name of ['a', 'b'])
      await parquet(`${name}.parquet`, `ascii('${name}') * 100 + i AS id, ${AT}`);
    const proposal = await proposed({ 'c.csv': 'id,at\n1,2026-01-01 00:00:00\n', 'd.parquet.gz': 'x' });
    expect(proposal.format).toBe('parquet');
    expect(proposal.doubts).toContain(
      'c.csv is no Parquet, as most of the files are, and a copy does not look at it',
    );
    expect(proposal.doubts).toContainEqual(expect.stringMatching(/^d\.parquet\.gz is a gzip around Parquet/));
  });

  it('that is none gives no contract', async () => {
    const { issues } = await look({ 'a.parquet': 'PAR1 and then nothing' });
    expect(issues.map(({ code }) => code)).toEqual(['LH7202']);
  });
});

describe('Avro', () => {
  const FIELDS = {
    id: 'long',
    at: { type: 'long', logicalType: 'timestamp-millis' },
    note: ['null', 'string'],
    price: 'double',
    amount: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 },
    day: { type: 'int', logicalType: 'date' },
    n: 'int',
    ok: 'boolean',
    state: { type: 'enum', name: 'State', symbols: ['new', 'paid'] },
    tags: { type: 'array', items: 'string' },
    either: ['int', 'string'],
  };
  const rows = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      id: BigInt(i),
      at: BigInt(1_767_225_600_000 + i * 3_600_000),
      note: i % 3 === 0 ? null : { string: `n${i}` },
      price: i * 1.5,
      amount: Buffer.from([i % 100]),
      day: 20_454,
      n: i,
      ok: i % 2 === 0,
      state: 'new',
      tags: ['a'],
      either: { int: 1 },
    }));

  it('has the types of its schema, and leaves out what a copy does not read', async () => {
    const { proposals, module, issues } = await look(
      { 'a.avro': avroFile(FIELDS, rows(30), { codec: 'deflate' }) },
      { withCompany: true },
    );
    expect(issues).toEqual([]);
    const [proposal] = proposals;
    expect(proposal).toMatchObject({ format: 'avro', options: {}, rows: 30, broken: [], eventTime: 'at' });
    expect(proposal!.columns.map(({ name, type }) => [name, type.kind])).toEqual([
      ['id', 'long'],
      ['at', 'timestamp'],
      ['note', 'string'],
      ['price', 'decimal'],
      ['amount', 'decimal'],
      ['day', 'date'],
      ['n', 'integer'],
      ['ok', 'boolean'],
    ]);
    expect(column(proposal!, 'amount').type).toEqual({ kind: 'decimal', precision: 9, scale: 2 });
    expect(proposal!.omitted.map(({ place, why }) => [place, why.split(',')[0]])).toEqual([
      ['state', 'an enumeration'],
      ['tags', 'a list'],
      ['either', 'an enumeration'],
    ]);
    // The copy is not documented to read the others, wanted or not.
    const failsWindow = ['either', 'state', 'tags'].map((name) => `complex-type:${name}`);
    expect(await previewed(module)).toEqual([
      { table: 'bronze.orders', written: 30, quarantined: {}, failsWindow },
      { table: 'silver.orders', written: 30, quarantined: {}, failsWindow: undefined },
    ]);
  });

  it('that is cut off gives no contract', async () => {
    const whole = avroFile({ id: 'long' }, [{ id: 1n }, { id: 2n }]);
    const { issues } = await look({ 'a.avro': whole.subarray(0, -3) });
    expect(issues.map(({ code, got }) => [code, got])).toEqual([
      ['LH7202', expect.stringContaining('is cut off')],
    ]);
  });
});
