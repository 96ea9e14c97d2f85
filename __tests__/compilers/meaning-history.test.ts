import fc from 'fast-check';
import { dataContract, days, slowlyChanging, t } from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { type Delivery, inWindows, previewed } from '../support/snapshot-deliveries';
import { sorted } from '../support/targets';

// Slowly changing dimensions of type 2: the preview, which has all deliveries, and data flows, which see them one by one.

const delivery = { kind: 'batch', every: days(1), from: { kind: 'files', format: 'csv' } } as const;
const columns = {
  shop: t.string(5).key(),
  sku: t.string(5).key(),
  name: t.string(10).nullable(),
  price: t.decimal(8, 2).nullable(),
  is_new: t.boolean().nullable(),
  since: t.date().nullable(),
  seen_at: t.timestamp().nullable(),
  weight: t.double().nullable(),
  amount: t.long().nullable(),
};
const products = dataContract('products', {
  description: 'Products',
  columns,
  snapshot: { leastPercent: 0 },
  delivery,
  expectedRowsPerDay: 10,
});
const events = dataContract('product-events', {
  description: 'Changes of products',
  columns: { ...columns, at: t.timestamp() },
  eventTime: 'at',
  delivery,
  expectedRowsPerDay: 10,
});
const history = slowlyChanging('product_history', { from: products, track: ['name'] });
const ofEvents = slowlyChanging('event_history', { from: events, track: ['name'] });

const dayOf = (number: number): string => `2026-01-${String(number).padStart(2, '0')}`;
const row = (sku: string, name: string | null = null, more: Record<string, string> = {}) => ({
  shop: 'x',
  sku,
  name,
  ...more,
});
const day = (number: number, ...rows: Delivery['rows']): Delivery => ({ day: dayOf(number), rows });
const event = (sku: string, name: string | null, at: string) => row(sku, name, { at: `2026-01-${at}` });

let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

/** What both engines make of deliveries: sku, name, first and last day of each version. */
async function versions(
  table: typeof history,
  contract: typeof products | typeof events,
  ...deliveries: Delivery[]
): Promise<string[]> {
  const { rows } = await previewed(table, contract, deliveries, engine);
  expect(inWindows(table, contract, deliveries)).toEqual(rows);
  expect(inWindows(table, contract, [...deliveries].reverse())).toEqual(rows);
  return rows.map((line) => {
    const [, sku, name, from, to, current] = line.split(' | ');
    expect(current).toBe(to === 'NULL' ? "'true'" : "'false'");
    return [sku, name, from?.slice(9, 20), to === 'NULL' ? 'open' : to?.slice(9, 20)].join(' ');
  });
}

describe('a history of snapshots', () => {
  it('begins a version where a tracked column changes, and ends what is absent', async () => {
    const found = await versions(
      history,
      products,
      day(1, row('a', 'A', { price: '1' }), row('b', 'B')),
      day(2, row('a', 'A', { price: '2' }), row('c')),
      day(4, row('a', 'AA'), row('b', 'B')),
    );
    expect(found).toEqual([
      "'a' 'A' 01 00:00:00 04 00:00:00",
      "'a' 'AA' 04 00:00:00 open",
      "'b' 'B' 01 00:00:00 02 00:00:00",
      "'b' 'B' 04 00:00:00 open",
      "'c' NULL 02 00:00:00 04 00:00:00",
    ]);
  });

  it('ends all with an empty snapshot that is allowed', async () => {
    expect(await versions(history, products, day(1, row('a')), day(2))).toEqual([
      "'a' NULL 01 00:00:00 02 00:00:00",
    ]);
  });

  it('is what the corrected snapshot says, when a window runs again', () => {
    const given = [day(1, row('a', 'A')), day(2, row('a', 'B')), day(3, row('a', 'A'))];
    const corrected = [...given, day(2, row('a', 'A'))];
    expect(inWindows(history, products, corrected)).toEqual(
      inWindows(history, products, [day(1, row('a', 'A')), day(2, row('a', 'A')), day(3, row('a', 'A'))]),
    );
    expect(inWindows(history, products, corrected)).toHaveLength(1);
  });

  it('tells null from a value, in columns of every type', async () => {
    const values: Record<string, string> = {
      name: 'A',
      price: '1.5',
      is_new: 'true',
      since: '2026-01-01',
      seen_at: '2026-01-01 10:00:00',
      weight: '0.1',
      amount: '5',
    };
    const all = slowlyChanging('everything', { from: products });
    for (const [name, value] of Object.entries(values)) {
      const deliveries = [
        day(1, { shop: 'x', sku: 'a' }),
        day(2, { shop: 'x', sku: 'a', [name]: value }),
        day(3, { shop: 'x', sku: 'a', [name]: ` ${value} ` }),
        day(4, { shop: 'x', sku: 'a' }),
        day(5, { shop: 'x', sku: 'a' }),
      ];
      const { rows } = await previewed(all, products, deliveries, engine);
      expect(rows).toHaveLength(3);
      expect(inWindows(all, products, deliveries)).toEqual(rows);
    }
  });

  it('keeps presence alone where nothing is tracked', async () => {
    const present = slowlyChanging('present', { from: products, track: [] });
    const deliveries = [day(1, row('a', 'A')), day(2, row('a', 'B')), day(3), day(4, row('a'))];
    const { rows } = await previewed(present, products, deliveries, engine);
    expect(rows).toHaveLength(2);
    expect(inWindows(present, products, deliveries)).toEqual(rows);
  });

  it('leaves a refused snapshot out', async () => {
    const guarded = dataContract('products', {
      description: 'Products',
      columns,
      snapshot: {},
      delivery,
      expectedRowsPerDay: 10,
    });
    const table = slowlyChanging('guarded', { from: guarded, track: ['name'] });
    const deliveries = [day(1, row('a'), row('b'), row('c')), day(2, row('a')), day(3, row('a'), row('b'))];
    const { rows } = await previewed(table, guarded, deliveries, engine);
    expect(rows.map((line) => line.split(' | ').slice(1).join(' '))).toEqual([
      "'a' NULL '2026-01-01 00:00:00.000000' NULL 'true'",
      "'b' NULL '2026-01-01 00:00:00.000000' NULL 'true'",
      "'c' NULL '2026-01-01 00:00:00.000000' '2026-01-03 00:00:00.000000' 'false'",
    ]);
    expect(() => inWindows(table, guarded, deliveries)).toThrow(/assertSize1/);
    expect(inWindows(table, guarded, [deliveries[0]!, deliveries[2]!])).toEqual(rows);
  });

  it('shapes rows before they are compared', async () => {
    const lower = slowlyChanging('lower', {
      from: products,
      track: ['name'],
      then: (rows) => rows.derive((each) => ({ name: each.name.lower() })),
    });
    const deliveries = [day(1, row('a', 'A')), day(2, row('a', 'a'))];
    const { rows } = await previewed(lower, products, deliveries, engine);
    expect(rows).toHaveLength(1);
    expect(inWindows(lower, products, deliveries)).toEqual(rows);
  });
});

describe('a history of events', () => {
  it('goes by their time, whatever window brings them, and ends nothing without a successor', async () => {
    const found = await versions(
      ofEvents,
      events,
      day(5, event('a', 'A', '01 10:00:00'), event('a', 'A', '03 10:00:00'), event('b', 'B', '01 00:00:00')),
      day(6, event('a', 'Z', '02 10:00:00')),
      day(7, event('b', 'B', '06 00:00:00')),
    );
    expect(found).toEqual([
      "'a' 'A' 01 10:00:00 02 10:00:00",
      "'a' 'A' 03 10:00:00 open",
      "'a' 'Z' 02 10:00:00 03 10:00:00",
      "'b' 'B' 01 00:00:00 open",
    ]);
  });

  it('takes of two events of one time that of the later file', async () => {
    const both = [day(5, event('a', 'A', '01 10:00:00')), day(6, event('a', 'B', '01 10:00:00'))];
    expect(await versions(ofEvents, events, ...both)).toEqual(["'a' 'B' 01 10:00:00 open"]);
  });

  it('takes a day for its midnight, and an event time in the key for the time of a version', async () => {
    const rates = dataContract('rates', {
      description: 'Rates',
      columns: { currency: t.string(3).key(), on: t.date().key(), rate: t.decimal(9, 4) },
      eventTime: 'on',
      delivery,
      expectedRowsPerDay: 10,
    });
    const table = slowlyChanging('rate_history', { from: rates });
    expect(table.key).toEqual(['currency', 'valid_from']);
    const rate = (on: string, value: string) => ({ currency: 'USD', on, rate: value });
    const deliveries = [
      day(1, rate('2026-01-01', '1.1'), rate('2026-01-02', '1.1')),
      day(3, rate('2026-01-03', '1.2')),
    ];
    const { rows } = await previewed(table, rates, deliveries, engine);
    expect(rows).toEqual([
      "'USD' | '1.1000' | '2026-01-01 00:00:00.000000' | '2026-01-03 00:00:00.000000' | 'false'",
      "'USD' | '1.2000' | '2026-01-03 00:00:00.000000' | NULL | 'true'",
    ]);
    expect(inWindows(table, rates, deliveries)).toEqual(rows);
  });
});

type Version = (string | null)[];

/** Versions of one thing, from what it is from when on; undefined where it is absent. */
function versionsOf(
  key: readonly string[],
  states: readonly (readonly [at: string, name: string | null | undefined])[],
): Version[] {
  const found: Version[] = [];
  let open: Version | undefined;
  for (const [at, name] of states) {
    if (open && open[2] === name) continue;
    if (open) [open[4], open[5]] = [at, 'false'];
    open = name === undefined ? undefined : [...key, name, at, null, 'true'];
    if (open) found.push(open);
  }
  return found;
}

const KEYS = ['x', 'y'].flatMap((shop) => ['a', 'b', 'c'].map((sku) => [shop, sku] as const));
const least = (names: readonly (string | null)[]): string | null =>
  names.includes(null) ? null : ([...names].sort()[0] ?? null);

function naiveOfSnapshots(deliveries: readonly Delivery[]): string[] {
  const inOrder = [...deliveries].sort((a, b) => (a.day < b.day ? -1 : 1));
  return sorted(
    KEYS.flatMap(([shop, sku]) =>
      versionsOf(
        [shop, sku],
        inOrder.map(({ day: on, rows }) => {
          const own = rows.filter((each) => each['shop'] === shop && each['sku'] === sku);
          return [
            `${on} 00:00:00.000000`,
            own.length > 0 ? least(own.map(({ name = null }) => name)) : undefined,
          ];
        }),
      ),
    ),
  );
}

function naiveOfEvents(deliveries: readonly Delivery[]): string[] {
  const all = deliveries.flatMap(({ day: file, rows }) => rows.map((each) => ({ ...each, file })));
  return sorted(
    KEYS.flatMap(([shop, sku]) => {
      const own = all.filter(
        (each: Record<string, string | null>) => each['shop'] === shop && each['sku'] === sku,
      );
      const times = [...new Set(own.map((each: Record<string, string | null>) => each['at'] ?? ''))].sort();
      return versionsOf(
        [shop, sku],
        times.map((at) => {
          const same = own.filter((each: Record<string, string | null>) => each['at'] === at);
          const last = same
            .map(({ file }) => file)
            .sort()
            .at(-1);
          return [
            `${at}.000000`,
            least(
              same
                .filter(({ file }) => file === last)
                .map((each: Record<string, string | null>) => each['name'] ?? null),
            ),
          ];
        }),
      );
    }),
  );
}

const anyRow = {
  shop: fc.constantFrom('x', 'y'),
  sku: fc.constantFrom('a', 'b', 'c'),
  name: fc.constantFrom('A', 'B', null),
};
const anySnapshot = fc.array(fc.record(anyRow), { maxLength: 6 });
const anyEvents = fc.array(
  fc.record({
    ...anyRow,
    at: fc.constantFrom('01 10:00:00', '02 10:00:00', '03 10:00:00').map((at) => `2026-01-${at}`),
  }),
  { maxLength: 6 },
);

/** Runs of windows in any order, some of them twice, with what the last run of each found. */
const runsOf = <R>(rows: fc.Arbitrary<R[]>) =>
  fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), rows), { minLength: 1, maxLength: 7 });

describe('histories', () => {
  it('of snapshots are what loops give, in whatever order windows run and however often', async () => {
    await fc.assert(
      fc.asyncProperty(runsOf(anySnapshot), async (runs) => {
        const deliveries = runs.map(([number, rows]) => day(number, ...rows));
        const last = [...new Map(deliveries.map((each) => [each.day, each])).values()];
        const expected = naiveOfSnapshots(last);
        expect((await previewed(history, products, last, engine)).rows).toEqual(expected);
        expect(inWindows(history, products, deliveries)).toEqual(expected);
      }),
      { numRuns: 80 },
    );
  });

  it('of events are what loops give, in whatever order windows run, and twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvents, { minLength: 1, maxLength: 5 }), fc.nat(), async (all, seed) => {
        const deliveries = all.map((rows, index) => day(index + 1, ...rows));
        const expected = naiveOfEvents(deliveries);
        expect((await previewed(ofEvents, events, deliveries, engine)).rows).toEqual(expected);
        const shuffled = [...deliveries, ...deliveries.slice(0, seed % deliveries.length)].sort(
          (a, b) => ((a.day.charCodeAt(9) * (seed + 7)) % 11) - ((b.day.charCodeAt(9) * (seed + 7)) % 11),
        );
        expect(inWindows(ofEvents, events, shuffled)).toEqual(expected);
      }),
      { numRuns: 80 },
    );
  });
});
