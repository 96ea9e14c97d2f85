import {
  company,
  dataContract,
  days,
  department,
  hours,
  type Interval,
  mapping,
  slowlyChanging,
  t,
} from '../../model';
import { formatReport, preview, type RunReport } from '../../preview';
import { windowOf } from '../../preview/deliveries';
import { Deliveries } from '../support/deliveries';
import { dev } from '../support/small-company';

const deliveries = Deliveries.forEachTest();
const { data, out, write } = deliveries;

const products = dataContract('products', {
  description: 'Products',
  columns: { sku: t.string(10).key(), name: t.string(20) },
  snapshot: {},
  delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'csv' } },
  expectedRowsPerDay: 50,
});
const documents = dataContract('documents', {
  description: 'Products, as documents',
  columns: products.columns as never,
  snapshot: {},
  delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'json-lines' } },
  expectedRowsPerDay: 50,
});
const acme = (source: typeof products) =>
  company('Acme', {
    code: 'acme',
    departments: [
      department('shop', {
        description: 'Sells',
        sources: [source],
        tables: [mapping(source), slowlyChanging('history', { from: source })],
      }),
    ],
    environments: [dev],
  });
const run = (source = products): Promise<RunReport> => preview(acme(source), { data: data(), out: out() });
const tableOf = (report: RunReport, name: string, zone = 'silver') =>
  report.tables.find((table) => table.table === name && table.zone === zone)!;
const skus = async (name: string): Promise<string[]> =>
  (await deliveries.rowsOf(`silver/${name}.parquet`)).map(([sku]) => String(sku));
const csv = (...rows: string[]): string => ['sku,name', ...rows, ''].join('\n');

describe('the window of a file', () => {
  it.each<[string, Interval, string]>([
    ['2026-01-31.csv', days(1), '2026-01-31 00:00:00'],
    ['products_20260131.csv.gz', days(1), '2026-01-31 00:00:00'],
    ['2026/01/31/part-7.csv', days(1), '2026-01-31 00:00:00'],
    ['day=2026-01-31/20250101.csv', days(1), '2026-01-31 00:00:00'],
    ['2026-01-31T06-30.csv', days(1), '2026-01-31 00:00:00'],
    ['2026-01-31T06-30.csv', hours(1), '2026-01-31 06:00:00'],
    ['2026/01/31/07/a.csv', hours(2), '2026-01-31 06:00:00'],
    ['202601310650.csv', { minutes: 15 }, '2026-01-31 06:45:00'],
    ['2026-01-31.csv', hours(1), '2026-01-31 00:00:00'],
    ['2026-02-31/2026-03-01.csv', days(1), '2026-03-01 00:00:00'],
    ['products.csv', days(1), '1970-01-01 00:00:00'],
    ['4020260131.csv', days(1), '1970-01-01 00:00:00'],
  ])('%s, of %j, is %s', (file, every, window) => {
    expect(windowOf(file, every)).toBe(window);
  });
});

describe('a source without a time', () => {
  it('is its newest snapshot, and the history of all', async () => {
    write({
      'products/2026-01-01.csv': csv('a,A', 'b,B'),
      'products/2026-01-02/1.csv': csv('a,A'),
      'products/2026-01-02/2.csv': csv('c,C'),
    });
    const report = await run();
    expect(await skus('products')).toEqual(['a', 'c']);
    expect(await deliveries.rowsOf('silver/history.parquet')).toEqual([
      ['a', 'A', '2026-01-01 00:00:00', null, true],
      ['b', 'B', '2026-01-01 00:00:00', '2026-01-02 00:00:00', false],
      ['c', 'C', '2026-01-02 00:00:00', null, true],
    ]);
    expect(tableOf(report, 'products')).toMatchObject({
      read: 4,
      written: 2,
      deduplicated: 2,
      quarantined: {},
    });
    expect(tableOf(report, 'history')).toMatchObject({ read: 4, written: 3, aggregated: 1 });
    expect(formatReport(report)).not.toContain('not used');
  });

  it('is one delivery where files name no day', async () => {
    write({ 'products/a.csv': csv('a,A'), 'products/b.csv': csv('b,B') });
    await run();
    expect(await skus('products')).toEqual(['a', 'b']);
  });

  it('counts versions of a key that differ within a snapshot, not those of two', async () => {
    write({
      'products/2026-01-01.csv': csv('a,A', 'a,A', 'b,B', 'b,C'),
      'products/2026-01-02.csv': csv('a,A', 'b,B'),
    });
    const report = await run();
    expect(tableOf(report, 'products')).toMatchObject({ read: 6, written: 2, deduplicated: 4, differing: 1 });
  });

  it('is empty where nothing has come', async () => {
    write({ 'products/.keep': '' });
    const report = await run();
    expect(tableOf(report, 'products')).toMatchObject({ read: 0, written: 0 });
    expect(tableOf(report, 'history')).toMatchObject({ read: 0, written: 0 });
  });
});

describe('a snapshot that cannot be meant', () => {
  const full = csv('a,A', 'b,B', 'c,C');

  it.each([
    ['without rows', csv(), 0],
    ['without anything', '', 0],
    ['of less than half the rows', csv('a,AA'), 1],
  ])('%s changes nothing, and is reported', async (_, small, rows) => {
    write({ 'products/2026-01-01.csv': full, 'products/2026-01-02.csv': small });
    const report = await run();
    expect(await skus('products')).toEqual(['a', 'b', 'c']);
    expect(await skus('history')).toEqual(['a', 'b', 'c']);
    const refused = { window: '2026-01-02 00:00:00', rule: 'snapshot:too-small', rows, rowsBefore: 3 };
    for (const table of ['products', 'history']) {
      expect(tableOf(report, table).refusedSnapshots).toEqual([refused]);
      expect(tableOf(report, table).quarantined).toEqual(rows === 0 ? {} : { 'snapshot:too-small': rows });
      expect(await deliveries.rowsOf(`quarantine/${table}.snapshot.parquet`)).toEqual([
        ['2026-01-02 00:00:00', String(rows), '3', 'snapshot:too-small'],
      ]);
    }
    expect(formatReport(report)).toMatch(
      /Snapshots that are not used.*\n.*\n.*\nproducts +2026-01-02 00:00:00 +snapshot:too-small/,
    );
    const { read, written, deduplicated, filtered, aggregated } = tableOf(report, 'products');
    expect(read).toBe(written + deduplicated + filtered + aggregated + rows);
  });

  it('has a file that fails its window in Azure: the other parts are not used either', async () => {
    write({
      'documents/2026-01-01.jsonl': '{"sku":"a","name":"A"}\n{"sku":"b","name":"B"}\n',
      'documents/2026-01-02/1.jsonl': '{"sku":"a","name":"AA"}\n{"sku":\n',
      'documents/2026-01-02/2.jsonl': '{"sku":"c","name":"C"}\n',
      'documents/2026-01-03.txt': 'not looked at',
    });
    const report = await run(documents as never);
    expect(await deliveries.rowsOf('silver/documents.parquet')).toEqual([
      ['a', 'A', '2026-01-01.jsonl', 'preview'],
      ['b', 'B', '2026-01-01.jsonl', 'preview'],
    ]);
    expect(tableOf(report, 'documents').refusedSnapshots).toEqual([
      { window: '2026-01-02 00:00:00', rule: 'snapshot:broken-file', rows: 1, rowsBefore: 2 },
    ]);
  });

  it('is compared with the last that was used, not with one that was refused', async () => {
    write({
      'products/2026-01-01.csv': full,
      'products/2026-01-02.csv': csv('a,A'),
      'products/2026-01-03.csv': csv('a,A'),
    });
    const refused = tableOf(await run(), 'products').refusedSnapshots;
    expect(refused?.map(({ window, rowsBefore }) => [window.slice(0, 10), rowsBefore])).toEqual([
      ['2026-01-02', 3],
      ['2026-01-03', 3],
    ]);
  });

  it('is named where its file is broken, though windows may bring nothing', async () => {
    const optional = dataContract('documents', {
      description: 'Products, as documents',
      columns: documents.columns,
      snapshot: {},
      delivery: {
        kind: 'batch',
        every: days(1),
        from: { kind: 'files', format: 'json-lines', mayBeMissing: { reason: 'no list on holidays' } },
      },
      expectedRowsPerDay: 50,
    });
    write({
      'documents/2026-01-01.jsonl': '{"sku":"a","name":"A"}\n',
      'documents/2026-01-02.jsonl': '{"sku":\n',
      'documents/2026-01-03.jsonl': '',
    });
    const report = await run(optional as never);
    expect(tableOf(report, 'documents')).toMatchObject({
      written: 1,
      refusedSnapshots: [
        { window: '2026-01-02 00:00:00', rule: 'snapshot:broken-file', rows: 0, rowsBefore: 1 },
      ],
    });
  });

  it('leaves single rows of CSV out, as the copy does', async () => {
    write({ 'products/2026-01-01.csv': full, 'products/2026-01-02.csv': csv('a,A', 'b,B,too,many', 'd,D') });
    await run();
    expect(await skus('products')).toEqual(['a', 'd']);
  });
});

describe('made-up snapshots', () => {
  it('are whole, a day each, and change a little from day to day', async () => {
    const report = await preview(acme(products), { out: out() });
    expect(tableOf(report, 'products').refusedSnapshots).toBeUndefined();
    const { written } = tableOf(report, 'products');
    expect(written).toBeGreaterThan(40);
    expect(tableOf(report, 'history').written).toBeGreaterThan(written);
    expect(tableOf(report, 'products', 'bronze').written).toBeGreaterThan(14 * 40);
  });
});
