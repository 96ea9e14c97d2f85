import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataContract, department, hours, mapping, t } from '../../model';
import { preview, type RunReport, writeSampleData } from '../../preview';
import { DuckDb } from '../../preview/duckdb';
import { smallCompany } from '../support/small-company';
import { temporaryFolder } from '../support/temporary-folder';

// Documents as shops write them: money in objects, taxes in arrays inside of lines, tags as arrays of texts.

const orders = dataContract('orders', {
  description: 'Orders of a shop',
  columns: {
    id: t.long().key(),
    at: t.timestamp(),
    line_items: t.array({
      line_id: t.long().key().physicalName('id'),
      price: t.decimal(12, 2).path('price_set', 'shop_money', 'amount'),
      sold_on: t.date().nullable(),
      taxes: t.array({ title: t.string(10).key(), rate: t.decimal(6, 4) }).nullable(),
      notes: t.array({ place: t.position(), text: t.string(20) }).nullable(),
    }),
    tags: t.array(t.string(12)).nullable(),
  },
  eventTime: 'at',
  delivery: { kind: 'stream', partitions: 1, every: hours(1) },
  expectedRowsPerDay: 50,
});
const tables = [
  mapping(orders),
  mapping(orders, { each: 'line_items', name: 'order_lines' }),
  mapping(orders, { each: 'line_items.taxes', name: 'order_taxes', with: ['price'] }),
  mapping(orders, { each: 'line_items.notes', name: 'order_notes' }),
  mapping(orders, { each: 'tags', name: 'order_tags' }),
];
const company = smallCompany({
  departments: [department('sales', { description: 'Sells', sources: [orders], tables })],
});

const folder = temporaryFolder('all tests');
let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

const rowsOf = (run: string, file: string, columns: string): Promise<unknown[]> =>
  engine.rows(`SELECT ${columns} FROM read_parquet('${folder.at(run, file)}') ORDER BY ALL`);

function accounted({ tables: reports }: RunReport): void {
  for (const { read, written, deduplicated, filtered, aggregated, quarantined } of reports) {
    const broken = Object.values(quarantined).reduce((sum, count) => sum + count, 0);
    expect(written + deduplicated + filtered + aggregated + broken).toBe(read);
  }
}

async function expectShop(run: string): Promise<void> {
  expect(await rowsOf(run, 'silver/order_lines.parquet', 'id, line_id, price')).toEqual([
    { id: '1', line_id: '9', price: '1.00' },
    { id: '1', line_id: '10', price: '2.50' },
  ]);
  expect(await rowsOf(run, 'silver/order_taxes.parquet', 'line_id, price, title, rate')).toEqual([
    { line_id: '9', price: '1.00', title: 'VAT', rate: '0.1900' },
    { line_id: '9', price: '1.00', title: 'eco', rate: '0.0100' },
  ]);
  expect(await rowsOf(run, 'silver/order_tags.parquet', 'position, value')).toEqual([
    { position: 1, value: 'vip' },
    { position: 2, value: 'new' },
  ]);
}

describe('an order of a shop', () => {
  it('becomes lines, taxes and tags, from JSON', async () => {
    const order = {
      id: 1,
      at: '2026-01-01T10:00:00Z',
      tags: ['vip', 'new'],
      line_items: [
        {
          id: 9,
          price_set: { shop_money: { amount: '1.00', currency_code: 'EUR' } },
          taxes: [
            { title: 'VAT', rate: 0.19 },
            { title: 'eco', rate: 0.01 },
          ],
        },
        { id: 10, price_set: { shop_money: { amount: 2.5 } }, taxes: [] },
        { id: 11, price_set: { shop_money: { amount: 3 } }, taxes: 'none' },
      ],
    };
    mkdirSync(folder.at('json-data', 'orders'), { recursive: true });
    writeFileSync(folder.at('json-data', 'orders', 'a.jsonl'), JSON.stringify(order));
    const report = await preview(company, { data: folder.at('json-data'), out: folder.at('json') });
    await expectShop('json');
    accounted(report);
    const quarantined = Object.fromEntries(report.tables.map((table) => [table.table, table.quarantined]));
    expect(quarantined).toMatchObject({
      order_lines: { 'type:taxes': 1 },
      order_taxes: { 'type:taxes': 1 },
      order_tags: {},
    });
    expect(
      await rowsOf('json', 'quarantine/order_taxes.elements-line-items.parquet', 'line_id, taxes, _rule'),
    ).toEqual([{ line_id: '11', taxes: 'none', _rule: 'type:taxes' }]);
  });

  it('becomes the same from Parquet, whose values have types', async () => {
    mkdirSync(folder.at('parquet-data', 'orders'), { recursive: true });
    const lines = [
      "{'id': 9, 'price_set': {'shop_money': {'amount': 1.0::DOUBLE}}, 'sold_on': TIMESTAMP '2026-01-02 00:00:00', 'taxes': [{'title': 'VAT', 'rate': 0.19::DOUBLE}, {'title': 'eco', 'rate': 1e-2::DOUBLE}]}",
      "{'id': 10, 'price_set': {'shop_money': {'amount': 2.5::DOUBLE}}, 'sold_on': NULL, 'taxes': NULL}",
    ];
    await engine.run(
      `COPY (SELECT 1 AS id, TIMESTAMP '2026-01-01 10:00:00' AS at, ['vip', 'new'] AS tags, [${lines.join(', ')}] AS line_items)
       TO '${folder.at('parquet-data', 'orders', 'a.parquet')}' (FORMAT parquet)`,
    );
    const report = await preview(company, { data: folder.at('parquet-data'), out: folder.at('parquet') });
    await expectShop('parquet');
    expect(
      await rowsOf('parquet', 'silver/order_lines.parquet', 'CAST(sold_on AS VARCHAR) AS on_day'),
    ).toEqual([{ on_day: '2026-01-02' }, { on_day: null }]);
    expect(report.tables.flatMap(({ quarantined }) => Object.keys(quarantined))).toEqual([]);
  });
});

describe('made-up documents', () => {
  interface Line {
    readonly id: unknown;
    readonly price_set: { readonly shop_money: { readonly amount: unknown } };
    readonly taxes: unknown;
    readonly notes: unknown;
  }
  let documents: { readonly line_items: unknown; readonly tags: unknown }[];
  beforeAll(() => {
    const home = join(writeSampleData([orders], folder.at('sample'), { seed: 1 }), 'orders');
    documents = readdirSync(home).flatMap((file) =>
      readFileSync(join(home, file), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as (typeof documents)[number]),
    );
  });
  const lines = (): Line[] =>
    documents.flatMap(({ line_items }) => (Array.isArray(line_items) ? (line_items as Line[]) : []));

  it('have objects and arrays where the contract says', () => {
    expect(lines().length).toBeGreaterThan(1000);
    expect(new Set(lines().map((line) => Object.keys(line).join()))).toEqual(
      new Set(['id,price_set,sold_on,taxes,notes']),
    );
    expect(
      lines().filter(({ price_set }) => typeof price_set.shop_money.amount === 'number').length,
    ).toBeGreaterThan(1000);
    const taxes = lines().flatMap((line) => (Array.isArray(line.taxes) ? (line.taxes as object[]) : []));
    expect(taxes.length).toBeGreaterThan(lines().length);
    expect(new Set(taxes.map((tax) => Object.keys(tax).join()))).toEqual(new Set(['title,rate']));
  });

  it('have single values as they are, and no positions', () => {
    const tags = documents.flatMap(({ tags: held }) => (Array.isArray(held) ? (held as unknown[]) : []));
    expect(tags.filter((tag) => typeof tag === 'string').length).toBeGreaterThan(500);
    const notes = lines().flatMap((line) => (Array.isArray(line.notes) ? (line.notes as object[]) : []));
    expect(new Set(notes.map((note) => Object.keys(note).join()))).toEqual(new Set(['text']));
  });

  it('fill every table, with something for each quarantine', async () => {
    const report = await preview(company, { out: folder.at('sampled'), seed: 1 });
    accounted(report);
    const silver = report.tables.filter(({ zone }) => zone === 'silver');
    for (const { written } of silver) expect(written).toBeGreaterThan(400);
    const rules = silver.flatMap(({ table, quarantined }) =>
      Object.keys(quarantined).map((rule) => `${table} ${rule}`),
    );
    expect(rules).toEqual(
      expect.arrayContaining(['order_lines type:taxes', 'order_taxes type:rate', 'order_tags type:value']),
    );
  });
});
