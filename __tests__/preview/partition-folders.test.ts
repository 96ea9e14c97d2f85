import { connectorOf } from '../../compilers/internal';
import { dataContract, days, hours, t, type DataContract, type SourceConnector } from '../../model';
import { LakehouseError } from '../../model';
import { formatReport, writeSampleData } from '../../preview';
import { validateCompany } from '../../validation';
import { acme, AT, Deliveries, filesOf } from '../support/deliveries';
import { temporaryFolder } from '../support/temporary-folder';
import { readdirSync } from 'node:fs';

/** A value in the name of a folder is a column where the contract says so, and is named where it does not. */
const { bronze, rowsOf, run, write } = Deliveries.forEachTest();
const folder = temporaryFolder();

const FILES = { kind: 'files', format: 'csv' } as const;
const contract = (columns: DataContract['columns'] | object, from: SourceConnector = FILES) =>
  dataContract('orders', {
    description: 'Orders, by day',
    columns: { id: t.long().key(), at: t.timestamp(), ...columns } as { id: never; at: never },
    eventTime: 'at',
    delivery: { kind: 'batch', every: days(1), from },
    expectedRowsPerDay: 10,
  });
const orders = contract({ on: t.date().fromFolder('day'), shop: t.string(20).nullable().fromFolder('shop') });
const csv = `id,at\n1,${AT}\n`;

it('is a column, without its escapes, in every format', async () => {
  write({
    'orders/day=2026-01-01/shop=K%C3%B6ln%20S%C3%BCd/a.csv': csv,
    'orders/day=2026-01-02/b.jsonl': `{"id":2,"at":"${AT}","day":"2020-01-01"}\n`,
    'orders/2026/day=2026-01-03/shop=__HIVE_DEFAULT_PARTITION__/c.csv': csv.replace('1,', '3,'),
    'orders/day=2026-01-04/shop=50%/d.csv': csv.replace('1,', '4,'),
  });
  const report = await run(orders);
  const rows = (await rowsOf('silver/orders.parquet')).map((row) => [row[0], row[2], row[3]]);
  expect(rows.sort()).toEqual([
    ['1', '2026-01-01', 'Köln Süd'],
    ['2', '2026-01-02', null],
    ['3', '2026-01-03', null],
    ['4', '2026-01-04', '50%'],
  ]);
  expect(report.tables[1]?.quarantined).toEqual({});
});

it('is missed where it is required: the file goes to quarantine', async () => {
  write({ 'orders/a.csv': csv, 'orders/day=no day/b.csv': csv });
  const report = await run(orders);
  expect(filesOf(report)).toEqual([['a.csv', 'missing-column:day', 'lies in no folder "day=…"', null]]);
  expect(report.tables[1]?.quarantined).toEqual({ 'type:on': 1 });
});

it('is named where no column takes it', async () => {
  write({ 'orders/day=2026-01-01/shop=a/a.csv': csv });
  const report = await run(contract({ day: t.date().nullable() }));
  expect(await bronze('orders')).toEqual(['1']);
  expect(report.input).toMatchObject({
    ignoredColumns: { 'orders/day=2026-01-01/shop=a/a.csv': ['day=', 'shop='] },
  });
  expect(formatReport(report)).toContain(
    'Folders whose values no column takes, by .fromFolder(): orders/day=…, orders/shop=…',
  );
});

it('is found by the copy in the cloud', () => {
  const datasets = { inLake: () => ({}), inQuarantine: () => 'q', lake: 'lake' } as never;
  const json = JSON.stringify(connectorOf(orders)?.copy({ connection: '', datasets }));
  expect(json).toContain(
    '"wildcardFolderPath":"orders","wildcardFileName":"*.csv","enablePartitionDiscovery":true',
  );
  expect(json).toContain('{"source":{"name":"day","type":"String"},"sink":{"name":"on","type":"String"}}');
  expect(JSON.stringify(connectorOf(contract({}))?.copy({ connection: '', datasets }))).not.toContain(
    'Partition',
  );
});

it('is in the folders of generated samples', () => {
  writeSampleData([orders], folder.at('data'), { seed: 1 });
  expect(readdirSync(folder.at('data', 'orders')).every((name) => name.startsWith('day='))).toBe(true);
});

it.each([
  [
    'LH1431',
    contract(
      { on: t.date().fromFolder('day') },
      { kind: 'http', baseUrl: 'https://a.example.com', path: 'x', format: 'csv' },
    ),
  ],
  ['LH1432', contract({ on: t.date().fromFolder('a day') })],
  ['LH1433', contract({ on: t.date().fromFolder('day').physicalName('Day') })],
  [
    'LH1433',
    contract(
      { lines: t.array({ n: t.long().key().fromFolder('n') }) },
      { kind: 'files', format: 'json-lines' },
    ),
  ],
  [
    'LH1431',
    dataContract('orders', {
      description: 'Orders',
      columns: { id: t.long().key(), at: t.timestamp(), on: t.date().fromFolder('day') },
      eventTime: 'at',
      delivery: { kind: 'stream', partitions: 1, every: hours(1) },
      expectedRowsPerDay: 10,
    }),
  ],
])('is refused by %s where it cannot be', (code, source) => {
  let found: unknown;
  try {
    validateCompany(acme(source));
  } catch (error) {
    found = error;
  }
  expect(found instanceof LakehouseError && found.issues.map((issue) => issue.code)).toEqual([code]);
});
