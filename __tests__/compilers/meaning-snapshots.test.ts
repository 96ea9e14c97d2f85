import fc from 'fast-check';
import { dataContract, days, mapping, read, silverTable, type SnapshotProps, t } from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { rowsIn, type Silver } from '../support/delta-runs';
import { type Delivery, inWindows, previewed, runInWindows } from '../support/snapshot-deliveries';
import { sorted } from '../support/targets';

// Sources without a time: each delivery is a whole snapshot, and the later one holds, in the preview and window by window.

const files = { kind: 'files', format: 'csv' } as const;
const productsWith = (
  snapshot: SnapshotProps<'name' | 'gone' | 'ended_on'>,
  mayBeMissing?: { readonly reason: string },
) =>
  dataContract('products', {
    description: 'Products',
    columns: {
      shop: t.string(5).key(),
      sku: t.string(5).key(),
      name: t.string(10).nullable(),
      gone: t.boolean().nullable(),
      ended_on: t.date().nullable(),
    },
    snapshot,
    delivery: { kind: 'batch', every: days(1), from: { ...files, ...(mayBeMissing && { mayBeMissing }) } },
    expectedRowsPerDay: 10,
  });
const products = productsWith({ leastPercent: 0 });
const table = mapping(products);

const row = (sku: string, name: string | null = null, more: Record<string, string> = {}) => ({
  shop: 'x',
  sku,
  name,
  ...more,
});
const day = (number: number, ...rows: Delivery['rows']): Delivery => ({
  day: `2026-01-${String(number).padStart(2, '0')}`,
  rows,
});

let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

/** What both engines make of deliveries: shop, sku and name of each row. */
async function agreed(of: typeof products, ...deliveries: Delivery[]): Promise<string[]> {
  const mapped = mapping(of);
  const { rows } = await previewed(mapped, of, deliveries, engine);
  expect(inWindows(mapped, of, deliveries)).toEqual(rows);
  return rows.map((line) => line.split(' | ').slice(1, 3).join(' '));
}

describe('a snapshot replaces the table', () => {
  it('changes, adds and deletes rows', async () => {
    const found = await agreed(
      products,
      day(1, row('a', 'A'), row('b', 'B')),
      day(2, row('b', 'BB'), row('c')),
    );
    expect(found).toEqual(["'b' 'BB'", "'c' NULL"]);
  });

  it('is made of all files of its window', async () => {
    const parts = day(
      2,
      row('a', 'A', { _source_file: '2026-01-02/1.csv' }),
      row('b', 'B', { _source_file: '2026-01-02/2.csv' }),
    );
    expect(await agreed(products, day(1, row('c')), parts)).toEqual(["'a' 'A'", "'b' 'B'"]);
  });

  it('has a key once: repetitions are one row, of others that of the later file holds, then the smallest', async () => {
    const found = await agreed(
      products,
      day(1, row('a', 'A'), row('a', 'A'), row('b', 'Z'), row('b', 'Y')),
      day(
        2,
        row('a', 'A', { _source_file: '2' }),
        row('a', 'Z', { _source_file: '1' }),
        row('b', 'Z'),
        row('b', 'Y'),
      ),
    );
    expect(found).toEqual(["'a' 'A'", "'b' 'Y'"]);
  });

  it('tells keys of several columns apart', async () => {
    const found = await agreed(
      products,
      day(1, row('a', 'A'), { ...row('a', 'B'), shop: 'y' }),
      day(2, row('a', 'C')),
    );
    expect(found).toEqual(["'a' 'C'"]);
  });

  it('leaves out what breaks the contract, as if it had not been delivered', async () => {
    const found = await agreed(
      products,
      day(1, row('a', 'A'), row('b', 'B')),
      day(2, row('a', 'far too long'), row('b', 'B')),
    );
    expect(found).toEqual(["'b' 'B'"]);
  });

  it('may begin empty', async () => {
    expect(await agreed(productsWith({}), day(1), day(2, row('a')))).toEqual(["'a' NULL"]);
  });

  it('is the same where all columns are the key', async () => {
    const pairs = dataContract('pairs', {
      description: 'Pairs',
      columns: { one: t.string(3).key(), other: t.string(3).key() },
      snapshot: {},
      delivery: products.delivery,
      expectedRowsPerDay: 10,
    });
    const deliveries = [
      day(1, { one: 'a', other: 'b' }, { one: 'a', other: 'b' }),
      day(2, { one: 'a', other: 'c' }),
    ];
    const { rows } = await previewed(mapping(pairs), pairs, deliveries, engine);
    expect(rows).toEqual(["'a' | 'c'"]);
    expect(inWindows(mapping(pairs), pairs, deliveries)).toEqual(rows);
  });

  it('goes on with the steps of the mapping', async () => {
    const named = mapping(products, {
      name: 'named',
      then: (rows) => rows.filter((each) => each.name.isNotNull()),
    });
    const deliveries = [day(1, row('a', 'A')), day(2, row('a'), row('b', 'B'))];
    const { rows } = await previewed(named, products, deliveries, engine);
    expect(rows).toHaveLength(1);
    expect(inWindows(named, products, deliveries)).toEqual(rows);
  });

  it('can be read as any other table', () => {
    const names = silverTable('names', {
      flow: read(table).select('shop', 'sku', 'name'),
      key: ['shop', 'sku'],
    });
    expect(names.columns.map(({ name }) => name)).toEqual(['shop', 'sku', 'name']);
  });
});

describe('deleted rows that are delivered', () => {
  it.each([
    ['a text by its values', { column: 'name', values: ['X', 'Y'] }, row('a', 'X')],
    ['a boolean by being true', { column: 'gone' }, row('a', 'A', { gone: 'true' })],
    ['a day by being there', { column: 'ended_on' }, row('a', 'A', { ended_on: '2026-01-02' })],
  ] as const)('are known by %s', async (_, deleteMarker, marked) => {
    const marking = productsWith({ leastPercent: 100, deleteMarker });
    const others = [row('b', 'B', { gone: 'false' }), row('c')];
    expect(await agreed(marking, day(1, row('a', 'A'), ...others), day(2, marked, ...others))).toEqual([
      "'b' 'B'",
      "'c' NULL",
    ]);
  });
});

describe('a snapshot that shrinks', () => {
  const guarded = productsWith({});
  const ten = Array.from({ length: 10 }, (_, index) => row(`p${index}`));

  it('is used down to half of the rows of the one before, unless the contract says otherwise', async () => {
    expect(await agreed(guarded, day(1, ...ten), day(2, ...ten.slice(0, 5)))).toHaveLength(5);
  });

  it.each([[ten.slice(0, 4)], [[]]])('fails its window below, and changes nothing: %#', async (rows) => {
    const { rows: found } = await previewed(
      mapping(guarded),
      guarded,
      [day(1, ...ten), day(2, ...rows)],
      engine,
    );
    expect(found).toHaveLength(10);
    const before = runInWindows(mapping(guarded), guarded, [day(1, ...ten)]);
    expect(() => runInWindows(mapping(guarded), guarded, [day(2, ...rows)], before)).toThrow(/assertSize1/);
  });

  it('is compared with the last one that was used', async () => {
    const deliveries = [
      day(1, ...ten),
      day(2, ...ten.slice(0, 1)),
      day(3, ...ten.slice(0, 4)),
      day(4, ...ten.slice(0, 6)),
    ];
    expect((await previewed(mapping(guarded), guarded, deliveries, engine)).rows).toHaveLength(6);
  });

  it('empties the table where 0 percent are allowed', async () => {
    expect(await agreed(products, day(1, ...ten), day(2))).toEqual([]);
  });

  it('is no snapshot where windows may be without a delivery', async () => {
    const quiet = productsWith({}, { reason: 'nothing comes on Sundays' });
    expect(await agreed(quiet, day(1, ...ten), day(2), day(3, ...ten.slice(0, 9)), day(4))).toHaveLength(9);
  });

  it('counts deleted rows that are delivered', async () => {
    const marking = productsWith({ leastPercent: 100, deleteMarker: { column: 'gone' } });
    const all = ten.map((each) => ({ ...each, gone: 'true' }));
    expect(await agreed(marking, day(1, ...ten), day(2, ...all))).toEqual([]);
  });
});

/** Rows of a snapshot, with keys that come again and again. */
const anyRows = fc.array(
  fc.record({
    shop: fc.constantFrom('x', 'y'),
    sku: fc.constantFrom('a', 'b', 'c', 'd'),
    name: fc.constantFrom('A', 'B', null),
  }),
  { maxLength: 8 },
);

/** The snapshot that holds at the end, by loops. */
function naive(deliveries: readonly Delivery[], leastPercent: number): string[] {
  let holds = new Map<string, (string | null)[]>();
  let before: number | undefined;
  for (const { rows } of [...deliveries].sort((a, b) => (a.day < b.day ? -1 : 1))) {
    const found = new Map<string, (string | null)[]>();
    for (const { shop = null, sku = null, name = null } of rows) {
      const key = `${shop}/${sku}`;
      const known = found.get(key)?.[2];
      if (known === undefined || (known !== null && (name === null || name < known)))
        found.set(key, [shop, sku, name, null, null]);
    }
    if (before !== undefined && found.size * 100 < leastPercent * before) continue;
    before = found.size;
    holds = found;
  }
  return sorted([...holds.values()]);
}

describe('histories of snapshots', () => {
  it('end with what loops give, on both engines', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRows, { maxLength: 5 }),
        fc.constantFrom(0, 50, 100),
        async (all, leastPercent) => {
          const contract = productsWith({ leastPercent });
          const mapped = mapping(contract);
          const deliveries = all.map((rows, index) => day(index + 1, ...rows));
          const expected = naive(deliveries, leastPercent);
          expect((await previewed(mapped, contract, deliveries, engine)).rows).toEqual(expected);
          let silver: Silver = {};
          for (const delivery of deliveries) {
            try {
              silver = runInWindows(mapped, contract, [delivery], silver);
            } catch (error) {
              expect(String(error)).toMatch(/assertSize1/);
            }
          }
          expect(rowsIn(silver['products'], mapped.columns)).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('end with the latest window, in whatever order windows run and however often', () => {
    const runs = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), anyRows), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(runs, (all) => {
        const deliveries = all.map(([number, rows]) => day(number, ...rows));
        const last = new Map(deliveries.map((delivery) => [delivery.day, delivery]));
        // A table is first written by a run: rows of an earlier window are there only when it ran before.
        expect(inWindows(table, products, deliveries)).toEqual(naive([...last.values()], 0));
      }),
      { numRuns: 60 },
    );
  });
});
