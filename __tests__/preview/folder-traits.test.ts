import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  type ColumnBuilder,
  dataContract,
  days,
  type FileOptions,
  type Kind,
  LakehouseError,
  t,
} from '../../model';
import { type RunReport } from '../../preview';
import { sniff } from '../../sniff';
import { AT, Deliveries, filesOf } from '../support/deliveries';

/** What lies in the folders of sources, as systems, editors and engines leave it there. */
const { bronze, data, run, rowsOf, write } = Deliveries.forEachTest();

const columns = { id: t.long().key(), note: t.string(20).nullable(), at: t.timestamp() };
const dropped = (options?: FileOptions, more: { readonly day?: true } = {}) =>
  dataContract<Readonly<Record<string, ColumnBuilder<Kind>>>>('orders', {
    description: 'Orders',
    columns: { ...columns, ...(more.day && { day: t.date().fromFolder('day') }) },
    eventTime: 'at',
    delivery: {
      kind: 'batch',
      every: days(1),
      from: Object.assign({ kind: 'files' as const, format: 'csv' as const }, options && { options }),
    },
    expectedRowsPerDay: 10,
  });
const HEADER = 'id,note,at\n';
const row = (id: number, note = ''): string => `${id},${note},${AT}\n`;
const skipped = ({ input }: RunReport) =>
  input.kind === 'files' ? input.skippedFiles.map(({ path, because }) => `${path.slice(7)} ${because}`) : [];
const ids = async () => (await bronze('orders')).map(Number).sort((a, b) => a - b);

it('files of systems, and files that are still written, give no rows and are named', async () => {
  const markers = ['.a.csv.crc', '.DS_Store', '_SUCCESS', '_committed_1', '._a.csv'];
  const others = ['Thumbs.db', 'desktop.ini', '~$book.xlsx', 'a.csv.crc'];
  const unfinished = ['b.csv.tmp', 'c.csv._COPYING_'];
  write(
    Object.fromEntries(
      [...markers, ...others, ...unfinished].map((name) => [`orders/${name}`, HEADER + row(9)]),
    ),
  );
  write({ 'orders/a.csv': HEADER + row(1), 'orders/x_$folder$': '' });
  const report = await run(dropped());
  expect(await ids()).toEqual([1]);
  expect(skipped(report).sort()).toEqual(
    [...markers.map((name) => `${name} hidden`), 'x_$folder$ empty'].sort(),
  );
  expect(filesOf(report).map(([file, rule]) => [file, rule])).toEqual(
    [
      ...others.map((name) => [name, 'unknown-format']),
      ...unfinished.map((name) => [name, 'unfinished-upload']),
    ].sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
});

it('names with dots, backslashes, quotes, patterns and capital endings are names', async () => {
  const names = ['e.CSV', 'f.v1.2.csv', 'part-0.c000.csv', 'win\\path.csv', "q'uote [1]*?.csv", 'a b/ü.csv'];
  write(Object.fromEntries(names.map((name, index) => [`orders/${name}`, HEADER + row(index)])));
  await run(dropped());
  expect(await ids()).toEqual([0, 1, 2, 3, 4, 5]);
  expect((await rowsOf('bronze/orders.parquet')).map((values) => values.at(-2)).sort()).toEqual(
    names.map((name) => name.replace('\\', '/')).sort(),
  );
});

it('gzip of nothing is empty, in members it is one text, and what follows it spoils it', async () => {
  write({
    'orders/zero.csv.gz': Buffer.alloc(0),
    'orders/empty.csv.gz': gzipSync(''),
    'orders/mark.csv.gz': gzipSync('\uFEFF\r\n'),
    'orders/header.csv.gz': gzipSync(HEADER),
    'orders/members.csv.gz': Buffer.concat([gzipSync(HEADER + row(1)), gzipSync(row(2))]),
    'orders/padded.csv.gz': Buffer.concat([gzipSync(HEADER + row(3)), Buffer.alloc(512)]),
    'orders/trail.csv.gz': Buffer.concat([gzipSync(HEADER + row(4)), Buffer.from('more')]),
    'orders/plain.csv.gz': HEADER + row(5),
  });
  const report = await run(dropped({ compression: 'gzip' }));
  expect(await ids()).toEqual([1, 2, 3]);
  expect(skipped(report)).toEqual(['empty.csv.gz empty', 'mark.csv.gz empty', 'zero.csv.gz empty']);
  expect(filesOf(report).map(([file, rule]) => [file, rule])).toEqual([
    ['plain.csv.gz', 'unreadable-file'],
    ['trail.csv.gz', 'unreadable-file'],
  ]);
});

it('a gzip around another is named as what it is, and not as a file without .gz', async () => {
  write({ 'orders/a.csv.gz': gzipSync(gzipSync(HEADER + row(1))) });
  const report = await run(dropped({ compression: 'gzip' }));
  expect(filesOf(report)).toEqual([
    ['a.csv.gz', 'unreadable-file', 'is a gzip around another gzip: let its source compress it once', null],
  ]);
});

it('a table of nothing but its header has no rows, and is no mistake', async () => {
  write({ 'orders/a.csv': HEADER, 'orders/b.csv': `\uFEFF${HEADER.trim()}`, 'orders/c.csv': '\uFEFF' });
  const report = await run(dropped());
  expect(report.tables[0]).toMatchObject({ read: 0, written: 0, quarantined: {} });
  expect(skipped(report)).toEqual(['c.csv empty']);
});

it('folders of partitions give their value once, under their name as it is written', async () => {
  write({
    'orders/day=2026-01-01/a.csv': HEADER + row(1),
    'orders/day=2026%2D01%2D02/hour=3/a.csv': HEADER + row(2),
    'orders/day=__HIVE_DEFAULT_PARTITION__/a.csv': HEADER + row(3),
    'orders/day=/a.csv': HEADER + row(4),
    'orders/Day=2026-01-03/a.csv': HEADER + row(5),
    'orders/day=2026-01-04/day=2026-01-05/a.csv': HEADER + row(6),
    'orders/day=2026-01-06.csv': HEADER + row(7),
    'orders/.day=2026-01-07/a.csv': HEADER + row(8),
  });
  const report = await run(dropped({}, { day: true }));
  const silver = await rowsOf('silver/orders.parquet');
  expect(silver.map((values) => [Number(values[0]), String(values[3])]).sort()).toEqual([
    [1, '2026-01-01'],
    [2, '2026-01-02'],
  ]);
  expect(filesOf(report).map(([file, rule, reason]) => [file, rule, reason])).toEqual([
    [
      'Day=2026-01-03/a.csv',
      'missing-column:day',
      'lies in no folder "day=…", but in "Day=…": names count case',
    ],
    [
      'day=2026-01-04/day=2026-01-05/a.csv',
      'duplicate-column',
      'lies in 2 folders "day=…", one inside of the other',
    ],
    ['day=2026-01-06.csv', 'missing-column:day', 'lies in no folder "day=…"'],
  ]);
  expect(report.tables[1]).toMatchObject({ quarantined: { 'missing:day': 2 } });
});

it('a link that leads nowhere is named as one', async () => {
  write({ 'orders/a.csv': HEADER + row(1) });
  symlinkSync('/nowhere/a.csv', join(data(), 'orders', 'b.csv'));
  const report = await run(dropped());
  expect(filesOf(report)).toEqual([['b.csv', 'unreadable-file', 'is a link that leads nowhere', null]]);
});

describe('a table whose metadata say which files count', () => {
  const refused = async (work: () => Promise<unknown>) => {
    const error = await work().catch((reason: unknown) => reason);
    return error instanceof LakehouseError ? error.issues.map(({ code, got }) => [code, got]) : error;
  };

  it.each([
    ['an Iceberg table', 'metadata/v1.metadata.json'],
    ['a Hudi table', '.hoodie/hoodie.properties'],
  ])('is refused: %s', async (what, metadata) => {
    write({ [`orders/all/${metadata}`]: '{}', 'orders/all/data/a.csv': HEADER + row(1) });
    expect(await refused(() => run(dropped()))).toEqual([
      ['LH7120', `has ${what} in "orders/all": its folder holds files that are no longer part of it`],
    ]);
    expect(await refused(() => sniff({ paths: [join(data(), 'orders', 'all')] }))).toEqual([
      ['LH7120', `has ${what} in "all": its folder holds files that are no longer part of it`],
    ]);
  });

  it('is none where a folder is called like that of its metadata', async () => {
    write({ 'orders/metadata/a.csv': HEADER + row(1) });
    mkdirSync(join(data(), 'orders', 'empty', 'metadata'), { recursive: true });
    await run(dropped());
    expect(await ids()).toEqual([1]);
  });
});

describe('a document that holds the rows', () => {
  const documents = dataContract('orders', {
    description: 'Orders',
    columns,
    eventTime: 'at',
    delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'json-lines' } },
    expectedRowsPerDay: 10,
  });

  it.each([
    [{ records: [{ id: 1, at: AT }] }, "'records'"],
    [{ meta: { pages: [1] }, data: { items: [{ id: 1, at: AT }] } }, "'data', 'items'"],
  ])('says where they are: %j', async (document, names) => {
    write({ 'orders/a.jsonl': `${JSON.stringify(document)}\n` });
    expect(filesOf(await run(documents))[0]?.[2]).toBe(
      `none of its documents has the key; the objects of an array inside have it: if these are the rows, say options: { records: [${names}] }`,
    );
  });

  it('says nothing where no array inside has the key', async () => {
    write({ 'orders/a.jsonl': '{"items":[{"no":1}],"list":[],"tags":["id"]}\n' });
    expect(filesOf(await run(documents))[0]?.[2]).toBe('none of its documents has the key');
  });
});
