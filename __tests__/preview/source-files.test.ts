import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type DataContract, describeIssue, LakehouseError } from '../../model';
import { preview } from '../../preview';
import { acme, Deliveries, orders, visits } from '../support/deliveries';
import { tree } from '../support/output-folders';

/** What the preview reads from files: every form in which rows are delivered. What cannot be read is in quarantine.test.ts. */
const { data, folder, parquet, rowsOf, run, write } = Deliveries.forEachTest();

const bronze = async (name: string) => (await rowsOf(`bronze/${name}.parquet`)).sort();
async function issuesOf(...sources: DataContract[]): Promise<readonly string[]> {
  const error: unknown = await run(...sources).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof LakehouseError) return error.issues.map(describeIssue);
  throw error instanceof Error ? error : new Error('the run succeeded');
}
const HEADER = 'OrderId,note,amount,at';

describe('CSV', () => {
  it('keeps quotes, commas and line ends of quoted fields', async () => {
    write({
      'orders/a.csv': `${HEADER}\n1,"said ""yes"", twice",1.50,2026-01-01 00:00:00\n2,"two\nlines",,2026-01-02T00:00:00Z\n3," 5"" nails ",3,2026-01-03 00:00:00\n`,
    });
    await run(orders);
    expect(await bronze('orders')).toEqual([
      ['1', 'said "yes", twice', '1.50', '2026-01-01 00:00:00', 'a.csv', 'preview'],
      ['2', 'two\nlines', null, '2026-01-02T00:00:00Z', 'a.csv', 'preview'],
      ['3', ' 5" nails ', '3', '2026-01-03 00:00:00', 'a.csv', 'preview'],
    ]);
  });

  it('has Windows line ends, a byte order mark and quoted names as well', async () => {
    write({
      'orders/a.csv': '\uFEFF"OrderId","note",amount,"at"\r\n1,é,1,2026-01-01 00:00:00\r\n2,,2,x\r\n',
    });
    await run(orders);
    expect(await bronze('orders')).toEqual([
      ['1', 'é', '1', '2026-01-01 00:00:00', 'a.csv', 'preview'],
      ['2', null, '2', 'x', 'a.csv', 'preview'],
    ]);
  });

  it('reads an empty field as no value, quoted or not', async () => {
    write({ 'orders/a.csv': `${HEADER}\n,"",1,2026-01-01 00:00:00\n` });
    const { tables } = await run(orders);
    expect(await bronze('orders')).toEqual([[null, null, '1', '2026-01-01 00:00:00', 'a.csv', 'preview']]);
    expect(tables[1]?.quarantined).toEqual({ 'missing:id': 1 });
  });

  it('has no value of a column that came later and may be missing', async () => {
    write({
      'orders/a.csv': 'OrderId,amount,at\n1,5,2026-01-01 00:00:00\n',
      'orders/b.csv': `${HEADER}\n2,n,6,2026-01-02 00:00:00\n`,
    });
    const { tables } = await run(orders);
    expect(await bronze('orders')).toEqual([
      ['1', null, '5', '2026-01-01 00:00:00', 'a.csv', 'preview'],
      ['2', 'n', '6', '2026-01-02 00:00:00', 'b.csv', 'preview'],
    ]);
    expect(tables[1]).toMatchObject({ written: 2, quarantined: {} });
  });

  it('has its columns in any order, and more than are read', async () => {
    write({
      'orders/a.csv': 'at,extra,OrderId,amount,other,note\n2026-01-01 00:00:00,x,1,5,N,n\n',
      'orders/b.csv': `${HEADER}\n`,
    });
    const { input } = await run(orders);
    expect(await bronze('orders')).toEqual([['1', 'n', '5', '2026-01-01 00:00:00', 'a.csv', 'preview']]);
    expect(input).toEqual({
      kind: 'files',
      files: { orders: ['a.csv', 'b.csv'] },
      skippedFiles: [],
      ignoredColumns: { 'orders/a.csv': ['extra', 'other'] },
      driftedColumns: {
        orders: [
          { column: 'extra', drift: 'unknown', files: 1, first: 'a.csv' },
          { column: 'other', drift: 'unknown', files: 1, first: 'a.csv' },
        ],
      },
      quarantinedFiles: [],
    });
  });

  it('lies in sub-folders of any depth, next to files that are hidden', async () => {
    write({
      'orders/2026/01/a.CSV': `${HEADER}\n1,,1,2026-01-01 00:00:00\n`,
      'orders/2025/12/b.csv': `${HEADER}\n2,,1,2025-12-01 00:00:00\n`,
      'orders/.DS_Store': 'x',
      'unrelated/c.txt': 'x',
    });
    const { input } = await run(orders);
    expect(input).toMatchObject({
      files: { orders: ['2025/12/b.csv', '2026/01/a.CSV'] },
      skippedFiles: [
        { path: 'orders/.DS_Store', because: 'hidden' },
        { path: 'unrelated', because: 'no-source' },
      ],
    });
    expect((await bronze('orders')).map((row) => row[4])).toEqual(['2026/01/a.CSV', '2025/12/b.csv']);
  });
});

describe('JSON Lines', () => {
  const file = 'visits/a.jsonl';

  it('leaves out keys of missing values, and may have more', async () => {
    write({
      [file]:
        '{"id":1,"at":"2026-01-01 00:00:00"}\r\n\r\n{"at":"2026-01-02 00:00:00","page":null,"id":"2","extra":{"x":1}}',
    });
    const { input, tables } = await run(visits);
    expect(await bronze('visits')).toEqual([
      ['1', null, '2026-01-01 00:00:00', 'a.jsonl', 'preview'],
      ['2', null, '2026-01-02 00:00:00', 'a.jsonl', 'preview'],
    ]);
    expect(input).toMatchObject({ ignoredColumns: { 'visits/a.jsonl': ['extra'] } });
    expect(tables[1]).toMatchObject({ written: 2, quarantined: {} });
  });

  it('keeps every digit of whole numbers, and quotes of text', async () => {
    write({ [file]: '{"id":9007199254740993,"page":"a \\"b\\"\\n","at":"2026-01-01 00:00:00"}\n' });
    await run(visits);
    expect((await bronze('visits'))[0]?.slice(0, 2)).toEqual(['9007199254740993', 'a "b"\n']);
  });

  it('without lines is a window without events', async () => {
    write({ [file]: '', 'visits/b.ndjson': '{"id":1,"at":"2026-01-01 00:00:00"}\n' });
    const { tables } = await run(visits);
    expect(tables[0]).toMatchObject({ table: 'visits', read: 1, written: 1 });
  });
});

describe('Parquet', () => {
  it('is read as text, whatever its types', async () => {
    await parquet(
      'orders/a.parquet',
      `SELECT 7 AS "OrderId", NULL AS note, 12.50::DECIMAL(9,2) AS amount, TIMESTAMP '2026-01-01 10:00:00' AS at, true AS extra`,
    );
    const { tables, input } = await run(orders);
    expect(await bronze('orders')).toEqual([
      ['7', null, '12.50', '2026-01-01 10:00:00', 'a.parquet', 'preview'],
    ]);
    expect(tables[1]).toMatchObject({ written: 1, quarantined: {} });
    expect(input).toMatchObject({ ignoredColumns: { 'orders/a.parquet': ['extra'] } });
  });
});

describe('a data folder', () => {
  it('may have a source without files', async () => {
    mkdirSync(join(data(), 'orders'), { recursive: true });
    const { tables, input } = await run(orders);
    expect(tables.map(({ table, read, written }) => [table, read, written])).toEqual([
      ['orders', 0, 0],
      ['orders', 0, 0],
    ]);
    expect(input).toEqual({
      kind: 'files',
      files: { orders: [] },
      skippedFiles: [],
      ignoredColumns: {},
      driftedColumns: {},
      quarantinedFiles: [],
    });
  });

  it('has to be there', async () => {
    expect(await issuesOf(orders)).toEqual([
      `LH8002 preview: "data" is "${data()}", which is no folder; allowed: a folder with one sub-folder for each source; name the folder that holds the data`,
    ]);
  });

  it('is refused with all that is wrong with it at once, and then nothing is written', async () => {
    write({ 'orders/a.csv': 'nonsense', 'vists/a.jsonl': '{}', visits: 'no folder', 'old.csv': 'id\n1\n' });
    expect(await issuesOf(orders, visits)).toEqual([
      `LH8002 visits: "data" has no folder in "${data()}" (did you mean "vists"?); allowed: a folder "visits"; present: orders, vists; add the folder, even an empty one`,
    ]);
    expect(readdirSync(folder())).toEqual(['data']);
  });

  it('has files in the folder of their source', async () => {
    write({ 'a.csv': 'order_id\n1\n' });
    expect(await issuesOf(orders)).toEqual([
      `LH8002 orders: "data" has no folder in "${data()}"; allowed: a folder "orders"; present: none; add the folder, even an empty one, and move its files there, such as "a.csv"`,
    ]);
  });

  it.each([
    ['in the result', () => data(), 'holds the data of these sources: orders, visits'],
    ['below the result', () => folder(), 'holds the data of these sources: linked, orders, visits'],
    [
      'around the result',
      () => join(data(), 'orders', 'new', 'out'),
      'lies in the data of these sources: orders',
    ],
    [
      'where a link leads to',
      () => join(folder(), 'link', 'out'),
      'lies in the data of these sources: visits',
    ],
    ['in the result by a link', () => join(folder(), 'result'), 'holds the data of these sources: linked'],
  ])('does not lie %s', async (_, result, which) => {
    write({ 'orders/a.csv': `${HEADER}\n`, 'visits/a.jsonl': '' });
    mkdirSync(join(folder(), 'result', 'data'), { recursive: true });
    symlinkSync(join(data(), 'visits'), join(folder(), 'link'));
    symlinkSync(join(folder(), 'result', 'data'), join(data(), 'linked'));
    const sources = [orders, visits, { ...visits, name: 'linked' }];
    const before = tree(folder());
    await expect(preview(acme(...sources), { data: data(), out: result() })).rejects.toThrow(
      `preview: "out" is "${result()}", which ${which}; allowed: a folder apart from what is read; choose another folder for the result, or move the data`,
    );
    expect(tree(folder())).toEqual(before);
  });

  it('may lie beside the result in one folder', async () => {
    write({ 'orders/a.csv': `${HEADER}\n` });
    await preview(acme(orders), { data: data(), out: join(data(), 'preview.out') });
    expect(existsSync(join(data(), 'preview.out', 'run.json'))).toBe(true);
  });
});
