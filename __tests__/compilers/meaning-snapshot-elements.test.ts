import fc from 'fast-check';
import { dataContract, days, mapping, type SnapshotProps, t } from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { rowsIn, type Silver } from '../support/delta-runs';
import { type Delivery, inWindows, previewed, runInWindows } from '../support/snapshot-deliveries';
import { sorted } from '../support/targets';

// Elements of arrays of whole snapshots: their table is replaced with the snapshot, in the preview and window by window.

const productsWith = (snapshot: SnapshotProps<'gone'>) =>
  dataContract('products', {
    description: 'Products with their variants',
    columns: {
      sku: t.string(5).key(),
      name: t.string(10).nullable(),
      gone: t.boolean().nullable(),
      variants: t
        .array({
          size: t.string(5).key(),
          stock: t.integer().nullable(),
          codes: t.array({ code: t.string(5).key() }).nullable(),
        })
        .nullable(),
    },
    snapshot,
    delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'json-lines' } },
    expectedRowsPerDay: 10,
  });
type Products = ReturnType<typeof productsWith>;
const variantsOf = (products: Products) =>
  mapping(products, { each: 'variants', name: 'variants', with: ['name'] });

interface Variant {
  readonly size: string | null;
  readonly stock?: number | string | null;
  readonly codes?: readonly { readonly code: string }[];
}
interface Product {
  readonly sku: string;
  readonly name?: string | null;
  readonly gone?: string | null;
  readonly variants?: readonly Variant[] | string | null;
  readonly _source_file?: string;
}
const row = ({ variants, ...others }: Product): Delivery['rows'][number] => ({
  ...others,
  variants: typeof variants === 'string' ? variants : variants ? JSON.stringify(variants) : null,
});
const day = (number: number, ...rows: Product[]): Delivery => ({
  day: `2026-01-${String(number).padStart(2, '0')}`,
  rows: rows.map(row),
});

let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

/** What both engines make of deliveries: sku, name, size and stock of each variant. */
async function agreed(of: Products, ...deliveries: Delivery[]): Promise<string[]> {
  const table = variantsOf(of);
  const { rows } = await previewed(table, of, deliveries, engine);
  expect(inWindows(table, of, deliveries)).toEqual(rows);
  return rows.map((line) => line.split(' | ').slice(0, 4).join(' '));
}
const products = productsWith({ leastPercent: 0 });
const s = (stock: number | null = null): Variant => ({ size: 'S', stock });
const m = (stock: number | null = null): Variant => ({ size: 'M', stock });

describe('the elements of a snapshot', () => {
  it.each<[string, Delivery[], string[]]>([
    [
      'come, change and go with the rows that hold them',
      [
        day(1, { sku: 'a', variants: [s(1), m(2)] }, { sku: 'b', variants: [s(3)] }),
        day(2, { sku: 'a', variants: [s(9)] }, { sku: 'c', variants: [m()] }),
      ],
      ["'a' NULL 'S' '9'", "'c' NULL 'M' NULL"],
    ],
    [
      'go where their array is empty, or not there',
      [
        day(1, { sku: 'a', variants: [s(1)] }, { sku: 'b', variants: [s(1)] }),
        day(2, { sku: 'a', variants: [] }, { sku: 'b' }),
      ],
      [],
    ],
    ['go with the last row', [day(1, { sku: 'a', variants: [s(1)] }), day(2)], []],
    [
      'are once for each key',
      [day(1, { sku: 'a', variants: [s(2), s(1), m(1)] })],
      ["'a' NULL 'M' '1'", "'a' NULL 'S' '1'"],
    ],
    [
      'are those of the later file, where two rows have one key',
      [
        day(
          1,
          { sku: 'a', variants: [s(1)], _source_file: '1' },
          { sku: 'a', variants: [m(1)], _source_file: '2' },
        ),
      ],
      ["'a' NULL 'M' '1'"],
    ],
    [
      'break rules alone',
      [day(1, { sku: 'a', variants: [{ size: 'S', stock: 'x' }, m(1)] })],
      ["'a' NULL 'M' '1'"],
    ],
    [
      'are absent with a row that breaks one',
      [day(1, { sku: 'a', variants: [s(1)] }), day(2, { sku: 'a', variants: '[' })],
      [],
    ],
    ['repeat columns of the row', [day(1, { sku: 'a', name: 'A', variants: [s(1)] })], ["'a' 'A' 'S' '1'"]],
  ])('%s', async (_, deliveries, expected) => {
    expect(await agreed(products, ...deliveries)).toEqual(expected);
  });

  it('are none of rows that are marked as deleted', async () => {
    const marking = productsWith({ leastPercent: 100, deleteMarker: { column: 'gone' } });
    const found = await agreed(
      marking,
      day(1, { sku: 'a', variants: [s(1)] }, { sku: 'b', variants: [s(1)] }),
      day(2, { sku: 'a', gone: 'true', variants: [s(1)] }, { sku: 'b', gone: 'false', variants: [s(2)] }),
    );
    expect(found).toEqual(["'b' NULL 'S' '2'"]);
    expect(variantsOf(marking).columns.map(({ name }) => name)).not.toContain('gone');
  });

  it('and what is inside of them follow the same snapshot', async () => {
    const codes = mapping(products, { each: 'variants.codes', name: 'codes' });
    const holding = (code: string): Variant => ({ size: 'S', codes: [{ code }] });
    const deliveries = [
      day(1, { sku: 'a', variants: [holding('x')] }),
      day(2, { sku: 'a', variants: [holding('y')] }),
    ];
    const { rows } = await previewed(codes, products, deliveries, engine);
    expect(rows.map((line) => line.split(' | ').slice(0, 3).join(' '))).toEqual(["'a' 'S' 'y'"]);
    expect(inWindows(codes, products, deliveries)).toEqual(rows);
  });

  it('stay where the snapshot has too few rows, whatever they hold', async () => {
    const guarded = productsWith({});
    const ten = Array.from({ length: 10 }, (_, index): Product => ({ sku: `p${index}`, variants: [s(1)] }));
    const few = ten.slice(0, 4).map((product) => ({ ...product, variants: [s(1), m(1)] }));
    const { rows } = await previewed(variantsOf(guarded), guarded, [day(1, ...ten), day(2, ...few)], engine);
    expect(rows).toHaveLength(10);
    const before = runInWindows(variantsOf(guarded), guarded, [day(1, ...ten)]);
    expect(() => runInWindows(variantsOf(guarded), guarded, [day(2, ...few)], before)).toThrow(/assertSize1/);
  });
});

const anyProducts = fc.uniqueArray(
  fc.record({
    sku: fc.constantFrom('a', 'b', 'c'),
    name: fc.constantFrom('A', null),
    variants: fc.option(
      fc.array(fc.record({ size: fc.constantFrom('S', 'M', null), stock: fc.constantFrom(1, 2, null) }), {
        maxLength: 4,
      }),
    ),
  }),
  { selector: ({ sku }) => sku, maxLength: 3 },
);

/** The elements of the snapshot that holds at the end, by loops. */
function naive(days: readonly (readonly Product[])[], leastPercent: number): string[] {
  let holds: readonly Product[] = [];
  let before: number | undefined;
  for (const rows of days) {
    if (before !== undefined && rows.length * 100 < leastPercent * before) continue;
    before = rows.length;
    holds = rows;
  }
  const found = new Map<string, (string | null)[]>();
  for (const { sku, name = null, variants } of holds)
    for (const { size, stock = null } of (variants ?? []) as readonly Variant[]) {
      if (size === null) continue;
      const key = `${sku}/${size}`;
      const known = found.get(key)?.[3];
      const text = stock === null ? null : String(stock);
      if (known === undefined || (known !== null && (text === null || text < known)))
        found.set(key, [sku, name, size, text]);
    }
  return sorted([...found.values()]);
}

it('end with what loops give, on both engines', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyProducts, { maxLength: 4 }),
      fc.constantFrom(0, 50, 100),
      async (all, leastPercent) => {
        const contract = productsWith({ leastPercent });
        const table = variantsOf(contract);
        const deliveries = all.map((rows, index) => day(index + 1, ...rows));
        const expected = naive(all, leastPercent);
        expect((await previewed(table, contract, deliveries, engine)).rows).toEqual(expected);
        let silver: Silver = {};
        for (const delivery of deliveries) {
          try {
            silver = runInWindows(table, contract, [delivery], silver);
          } catch (error) {
            expect(String(error)).toMatch(/assertSize1/);
          }
        }
        expect(rowsIn(silver['variants'], table.columns)).toEqual(expected);
      },
    ),
    { numRuns: 40 },
  );
});
