import { company, dataContract, days, department, type FileOptions, mapping, t } from '../../model';
import { preview, type RunReport } from '../../preview';
import { Deliveries } from '../support/deliveries';
import { dev } from '../support/small-company';

/** Elements of arrays in snapshots: as shops deliver their products, in every form of JSON. */
const { data, out, rowsOf, write } = Deliveries.forEachTest();

const source = (options?: FileOptions) =>
  dataContract('products', {
    description: 'Products with their variants',
    columns: {
      sku: t.string(10).key(),
      tags: t.array(t.string(10), { position: 'place', value: 'tag' }).nullable(),
      variants: t
        .array({
          id: t.long().key(),
          price: t.decimal(9, 2).path('price', 'amount').nullable(),
          sizes: t.array(t.string(5), { position: 'size_no', value: 'size' }).nullable(),
        })
        .nullable(),
    },
    snapshot: {},
    delivery: {
      kind: 'batch',
      every: days(1),
      from: Object.assign({ kind: 'files' as const, format: 'json-lines' as const }, options && { options }),
    },
    expectedRowsPerDay: 10,
  });

async function run(options?: FileOptions): Promise<RunReport> {
  const products = source(options);
  const tables = [
    mapping(products),
    mapping(products, { each: 'tags', name: 'product_tags' }),
    mapping(products, { each: 'variants', name: 'variants' }),
    mapping(products, { each: 'variants.sizes', name: 'sizes' }),
  ];
  const shop = department('shop', { description: 'Sells', sources: [products], tables });
  return preview(company('Acme', { code: 'acme', departments: [shop], environments: [dev] }), {
    data: data(),
    out: out(),
  });
}
const silver = async (name: string, columns: number) =>
  (await rowsOf(`silver/${name}.parquet`))
    .map((values) => values.slice(0, columns).map(String).join(' '))
    .sort();
const quarantined = (report: RunReport) =>
  Object.fromEntries(report.tables.map(({ zone, table, quarantined: of }) => [`${zone}.${table}`, of]));

const A = {
  sku: 'A',
  tags: ['new', 'red'],
  variants: [
    { id: 1, price: { amount: 1.5, currency: 'EUR' }, sizes: ['S', 'M'] },
    { id: 2, price: null, sizes: [] },
    { id: 3 },
  ],
};
const LINES = (...rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

describe('elements of a snapshot', () => {
  it.each<[string, FileOptions | undefined, string]>([
    ['a document to a line', undefined, LINES(A, { sku: 'B' })],
    ['one array', undefined, JSON.stringify([A, { sku: 'B' }], null, 2)],
    [
      'documents over lines',
      undefined,
      `${JSON.stringify(A, null, 2)}\n${JSON.stringify({ sku: 'B' }, null, 2)}`,
    ],
    ['records inside', { records: ['records'] }, JSON.stringify({ next: null, records: [A, { sku: 'B' }] })],
  ])('are rows, with objects, arrays and single values in them, of %s', async (_what, options, text) => {
    write({ 'products/2026-01-01.json': text });
    const report = await run(options);
    expect(Object.values(quarantined(report)).flatMap((of) => Object.keys(of))).toEqual([]);
    expect(await silver('products', 1)).toEqual(['A', 'B']);
    expect(await silver('product_tags', 3)).toEqual(['A 1 new', 'A 2 red']);
    expect(await silver('variants', 3)).toEqual(['A 1 1.50', 'A 2 null', 'A 3 null']);
    expect(await silver('sizes', 4)).toEqual(['A 1 1 S', 'A 1 2 M']);
  });

  it('are those of the newest snapshot alone', async () => {
    write({
      'products/2026-01-01.jsonl': LINES(A, { sku: 'B', tags: ['old'], variants: [{ id: 9 }] }),
      'products/2026-01-02.jsonl': LINES({ sku: 'A', tags: ['red'], variants: [{ id: 2 }] }),
    });
    await run();
    expect(await silver('product_tags', 3)).toEqual(['A 1 red']);
    expect(await silver('variants', 2)).toEqual(['A 2']);
    expect(await silver('sizes', 4)).toEqual([]);
  });

  it('of nothing are none: an absent key, null, and an empty array', async () => {
    write({
      'products/2026-01-01.jsonl': LINES(
        { sku: 'A' },
        { sku: 'B', tags: null, variants: null },
        { sku: 'C', tags: [], variants: [] },
      ),
    });
    const report = await run();
    expect(await silver('products', 1)).toEqual(['A', 'B', 'C']);
    for (const name of ['product_tags', 'variants', 'sizes']) expect(await silver(name, 2)).toEqual([]);
    expect(Object.values(quarantined(report)).flatMap((of) => Object.keys(of))).toEqual([]);
  });

  it('come once by their key, and what is none is named', async () => {
    write({
      'products/2026-01-01.jsonl': LINES(
        { sku: 'A', variants: [{ id: 1 }, { id: 1 }, { id: 2 }] },
        { sku: 'B', variants: { id: 3 } },
        { sku: 'C', variants: [null, { id: 4 }, {}, 5, { id: 'x' }] },
        { sku: 'D', tags: 'red' },
        { sku: 'E', tags: [{ name: 'red' }, 'ok'] },
        { sku: 'F', tags: [null, 7, 'ok'] },
      ),
    });
    const report = await run();
    // An array with anything in it that is no object is none of objects, and one with an object none of texts.
    expect(await silver('products', 1)).toEqual(['A', 'F']);
    expect(await silver('variants', 2)).toEqual(['A 1', 'A 2']);
    expect(await silver('product_tags', 3)).toEqual(['F 2 7', 'F 3 ok']);
    expect(quarantined(report)).toEqual({
      'bronze.products': {},
      'silver.products': { 'type:tags': 2, 'type:variants': 2 },
      'silver.product_tags': { 'type:tags': 2, 'missing:tag': 1 },
      'silver.variants': { 'type:variants': 2 },
      'silver.sizes': { 'type:variants': 2 },
    });
  });
});
