import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataContract, department, goldView, hours, mapping, read, sum, t } from '../../model';
import { preview, type RunReport } from '../../preview';
import { DuckDb } from '../../preview/duckdb';
import { smallCompany } from '../support/small-company';
import { temporaryFolder } from '../support/temporary-folder';

/** Orders delivered as JSON documents, from the file to gold. */
const orders = dataContract('orders', {
  description: 'Orders as documents',
  columns: {
    order_id: t.string(10).key(),
    placed_at: t.timestamp(),
    city: t.string(40).nullable().path('shipping', 'address', 'city'),
    channel: t.string(10).default('web'),
    lines: t.array({
      line_number: t.integer().key(),
      sku: t.string(10),
      amount: t.decimal(12, 2).physicalName('Amount/EUR'),
    }),
  },
  eventTime: 'placed_at',
  delivery: { kind: 'stream', partitions: 1, every: hours(1) },
  expectedRowsPerDay: 10,
});
const whole = mapping(orders);
const lines = mapping(orders, { each: 'lines', name: 'order_lines' });
const perSku = goldView('revenue', {
  key: ['sku'],
  flow: read(lines).aggregate(
    (row) => ({ sku: row.sku }),
    (row) => ({ revenue: sum(row.amount) }),
  ),
});
const company = smallCompany({
  departments: [
    department('sales', { description: 'Sells', sources: [orders], tables: [whole, lines, perSku] }),
  ],
});

const folder = temporaryFolder('all tests');
let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => {
  engine.close();
});

const line = (number: number, sku: string, amount: unknown) => ({
  line_number: number,
  sku,
  'Amount/EUR': amount,
});
const documents: readonly object[] = [
  {
    order_id: 'O1',
    placed_at: '2026-01-05T10:00:00Z',
    shipping: { address: { city: 'Köln' } },
    lines: [line(1, 'S1', 9.5), line(2, 'S2', '1.25')],
  },
  { order_id: 'O1', placed_at: '2026-01-05T11:00:00Z', shipping: {}, lines: [line(2, 'S2', '2.25')] },
  {
    order_id: 'O2',
    placed_at: '2026-01-05T10:00:00Z',
    shipping: 'to be picked up',
    channel: 'shop',
    lines: [],
  },
  { order_id: 'O3', placed_at: '2026-01-05T10:00:00Z', lines: 'none' },
  { order_id: 'O4', placed_at: '2026-01-05T10:00:00Z', lines: [line(1, 'S1', 'n/a'), line(2, 'S2', 1)] },
];

/** A run over files, each with documents. */
async function run(name: string, files: Readonly<Record<string, readonly object[]>>): Promise<RunReport> {
  const data = folder.at(`${name}-data`);
  mkdirSync(join(data, 'orders'), { recursive: true });
  for (const [file, rows] of Object.entries(files))
    writeFileSync(join(data, 'orders', file), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return preview(company, { data, out: folder.at(name) });
}
const rowsOf = (name: string, file: string): Promise<unknown[]> =>
  engine.rows(`SELECT * FROM read_parquet('${folder.at(name, file)}') ORDER BY ALL`);

describe('orders as documents', () => {
  let report: RunReport;
  beforeAll(async () => {
    report = await run('first', { 'a.jsonl': documents });
  });

  it('keep the text of an array and the value inside objects in bronze', async () => {
    const [first] = (await rowsOf('first', 'bronze/orders.parquet')) as Record<string, string>[];
    expect(first).toMatchObject({ order_id: 'O1', city: 'Köln' });
    expect(JSON.parse(first?.['lines'] ?? '')).toHaveLength(2);
  });

  it('become orders, with the file and the run of the row that won', async () => {
    const row = (order_id: string, hour: number, channel: string) => ({
      order_id,
      placed_at: `2026-01-05 ${hour}:00:00`,
      city: null,
      channel,
      _source_file: 'a.jsonl',
      _run_id: 'preview',
    });
    expect(await rowsOf('first', 'silver/orders.parquet')).toEqual([
      row('O1', 11, 'web'),
      row('O2', 10, 'shop'),
      row('O4', 10, 'web'),
    ]);
  });

  it('become lines, of the newest version of each order', async () => {
    expect(await rowsOf('first', 'silver/order_lines.parquet')).toMatchObject([
      { order_id: 'O1', line_number: 2, sku: 'S2', amount: '2.25', _source_file: 'a.jsonl' },
      { order_id: 'O4', line_number: 2, sku: 'S2', amount: '1.00', _source_file: 'a.jsonl' },
    ]);
    expect(await rowsOf('first', 'quarantine/order_lines.elements.parquet')).toMatchObject([
      { order_id: 'O4', line_number: '1', amount: 'n/a', _rule: 'type:amount' },
    ]);
    expect(await rowsOf('first', 'gold/revenue.parquet')).toEqual([{ sku: 'S2', revenue: '3.25' }]);
  });

  it('are accounted for, every order and every line', () => {
    const { tables } = report;
    const table = tables.find(({ table: name }) => name === 'order_lines');
    // Five orders: one cannot be read, one is older; the lines of the other three are 1, 0 and 2.
    expect(table).toMatchObject({
      read: 5,
      written: 2,
      deduplicated: 1,
      quarantined: { 'type:lines': 1, 'type:amount': 1 },
    });
    for (const { read: rows, written, deduplicated, filtered, aggregated, quarantined } of tables) {
      const broken = Object.values(quarantined).reduce((total, count) => total + count, 0);
      expect(written + deduplicated + filtered + aggregated + broken).toBe(rows);
    }
  });

  it('have checksums of what readers see, whatever the files are called and however rows are ordered', async () => {
    const checksums = ({ tables }: RunReport): Record<string, string> =>
      Object.fromEntries(tables.map(({ zone, table, checksum }) => [`${zone} ${table}`, checksum]));
    const reversed = [...documents].reverse();
    const again = await run('again', { 'x.jsonl': reversed.slice(0, 2), 'y.jsonl': reversed.slice(2) });
    expect(checksums(again)).toEqual(checksums(report));
    const [, ...fewer] = documents;
    const changed = checksums(await run('changed', { 'a.jsonl': fewer }));
    expect(changed['bronze orders']).not.toBe(checksums(report)['bronze orders']);
    expect(changed['silver orders']).toBe(checksums(report)['silver orders']);
    const none = checksums(await run('none', { 'a.jsonl': [] }));
    expect(new Set(Object.values(none))).toEqual(new Set(['0']));
  });
});
