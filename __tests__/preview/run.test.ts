import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  type Company,
  company,
  count,
  countDistinct,
  dataContract,
  department,
  goldTable,
  hours,
  mapping,
  read,
  silverTable,
  sum,
  t,
  type Table,
} from '../../model';
import { preview, type RunReport, type TableReport } from '../../preview';
import { DuckDb, type ResultValue } from '../../preview/duckdb';
import { dev } from '../support/small-company';
import { temporaryFolder } from '../support/temporary-folder';

/** What a run computes, writes and reports, and what it leaves as it was. */
const delivery = { kind: 'stream', partitions: 1, every: hours(1) } as const;
const orders = dataContract('web-orders', {
  description: 'Orders of the web shop',
  columns: {
    id: t.integer().key(),
    shop: t.string(4).matching(/[A-Z]+/),
    state: t.string(5).oneOf('paid', 'open'),
    amount: t.decimal(6, 2).atLeast(0).atMost(500).nullable(),
    at: t.timestamp(),
  },
  eventTime: 'at',
  delivery,
  expectedRowsPerDay: 20,
});
const shops = dataContract('shops', {
  description: 'Shops',
  columns: { shop: t.string(4).key(), city: t.string(20), since: t.date() },
  eventTime: 'since',
  delivery,
  expectedRowsPerDay: 2,
});
const cleanOrders = mapping(orders);
const cleanShops = mapping(shops);
const paid = silverTable('paid_orders', {
  flow: read(cleanOrders)
    .filter((row) => row.state.equals('paid'))
    .join(read(cleanShops).select('shop', 'city'), { on: ['shop'], how: 'inner' })
    .check('worth', (row) => ({
      'has-amount': row.amount.isNotNull(),
      'above-zero': row.amount.greaterThan(0),
    })),
  key: ['id'],
  write: 'overwrite',
});
const cities = goldTable('cities', {
  key: ['city'],
  flow: read(paid).aggregate(
    (row) => ({ city: row.city }),
    (row) => ({ orders: count(), shops: countDistinct(row.shop), amount: sum(row.amount) }),
  ),
});

function acme(tables: readonly Table[] = [cities, paid, cleanShops, cleanOrders]): Company {
  return company('Acme', {
    code: 'acme',
    departments: [department('sales', { description: 'Sells', sources: [orders, shops], tables })],
    environments: [dev],
  });
}

const folder = temporaryFolder();
let engine: DuckDb;
const data = () => folder.at('data');
const out = () => folder.at('out');
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

type Order = Readonly<Record<'id' | 'shop' | 'state' | 'amount' | 'at', unknown>>;
function deliver(rows: readonly Order[]): void {
  for (const [name, lines] of [
    ['web-orders', rows],
    [
      'shops',
      [
        { shop: 'A', city: 'Ghent', since: '2026-01-01' },
        { shop: 'B', city: 'Ghent', since: '2026-01-01' },
      ],
    ],
  ] as const) {
    mkdirSync(join(data(), name), { recursive: true });
    writeFileSync(
      join(data(), name, 'rows.jsonl'),
      lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
  }
}
const order = (id: unknown, change: Partial<Order> = {}): Order => ({
  id,
  shop: change.shop ?? 'A',
  state: change.state ?? 'paid',
  amount: change.amount === undefined ? 10 : change.amount,
  at: change.at ?? '2026-01-01 00:00:00',
});
const run = (): Promise<RunReport> => preview(acme(), { data: data(), out: out() });
async function rows(path: string): Promise<ResultValue[][]> {
  const found = await engine.rows(`SELECT * FROM read_parquet('${join(out(), path)}') ORDER BY ALL`);
  return found.map((row) => Object.values(row));
}
const unaccounted = ({
  read: from,
  written,
  deduplicated,
  filtered,
  aggregated,
  quarantined,
}: TableReport): number =>
  from -
  written -
  deduplicated -
  filtered -
  aggregated -
  Object.values(quarantined).reduce((a, b) => a + b, 0);

const mixed = [
  order(1),
  order(2, { shop: 'B', amount: 2.5 }),
  order(3, { shop: 'C' }),
  order(4, { state: 'open' }),
  order(5, { amount: null }),
  order(6, { amount: 0 }),
  order(1, { amount: 11, at: '2026-01-02 00:00:00' }),
  order('x'),
  order(7, { shop: 'a' }),
  order(8, { shop: 'ABCDE' }),
  order(9, { amount: 500.01 }),
  order(10, { state: 'lost' }),
  order(null),
];

describe('a run over files', () => {
  it('computes every table, and sends what breaks a rule to quarantine', async () => {
    deliver(mixed);
    await run();
    expect(await rows('gold/cities.parquet')).toEqual([['Ghent', '2', '2', '13.50']]);
    expect(await rows('silver/paid_orders.parquet')).toEqual([
      [1, 'A', 'paid', '11.00', '2026-01-02 00:00:00', 'Ghent'],
      [2, 'B', 'paid', '2.50', '2026-01-01 00:00:00', 'Ghent'],
    ]);
    const broken = await rows('quarantine/web_orders.contract.parquet');
    expect(broken.map((row) => [row[0], row.at(-1)])).toEqual([
      ['10', 'allowed:state'],
      ['7', 'pattern:shop'],
      ['8', 'type:shop'],
      ['9', 'range:amount'],
      ['x', 'type:id'],
      [null, 'missing:id'],
    ]);
    expect((await rows('quarantine/paid_orders.worth.parquet')).map((row) => [row[0], row.at(-1)])).toEqual([
      [5, 'has-amount'],
      [6, 'above-zero'],
    ]);
  });

  it('keeps a quarantined row as it arrived, with where it came from', async () => {
    deliver([order('x', { amount: 'n/a' })]);
    await run();
    expect(await rows('quarantine/web_orders.contract.parquet')).toEqual([
      ['x', 'A', 'paid', 'n/a', '2026-01-01 00:00:00', 'rows.jsonl', 'preview', 'type:id'],
    ]);
  });

  it('accounts for every row in run.json', async () => {
    deliver(mixed);
    const report = await run();
    const sales = {
      department: 'sales',
      deduplicated: 0,
      differing: 0,
      filtered: 0,
      aggregated: 0,
      quarantined: {},
    };
    expect(report).toEqual({
      company: 'Acme',
      runId: 'preview',
      input: {
        kind: 'files',
        files: { 'web-orders': ['rows.jsonl'], shops: ['rows.jsonl'] },
        skippedFiles: [],
        ignoredColumns: {},
        driftedColumns: {},
        quarantinedFiles: [],
      },
      tables: [
        { ...sales, zone: 'bronze', table: 'web-orders', read: 13, written: 13 },
        { ...sales, zone: 'bronze', table: 'shops', read: 2, written: 2 },
        {
          department: 'sales',
          zone: 'silver',
          table: 'web_orders',
          read: 13,
          written: 6,
          deduplicated: 1,
          differing: 1,
          filtered: 0,
          aggregated: 0,
          quarantined: {
            'allowed:state': 1,
            'missing:id': 1,
            'pattern:shop': 1,
            'range:amount': 1,
            'type:id': 1,
            'type:shop': 1,
          },
        },
        { ...sales, zone: 'silver', table: 'shops', read: 2, written: 2 },
        {
          department: 'sales',
          zone: 'silver',
          table: 'paid_orders',
          read: 6,
          written: 2,
          deduplicated: 0,
          differing: 0,
          filtered: 2,
          aggregated: 0,
          quarantined: { 'above-zero': 1, 'has-amount': 1 },
        },
        {
          department: 'sales',
          zone: 'gold',
          table: 'cities',
          read: 2,
          written: 1,
          deduplicated: 0,
          differing: 0,
          filtered: 0,
          aggregated: 1,
          quarantined: {},
        },
      ].map((table) => ({ ...table, checksum: expect.stringMatching(/^[1-9a-f][0-9a-f]*$/) as string })),
      alerts: [],
    });
    expect(JSON.parse(readFileSync(join(out(), 'run.json'), 'utf8'))).toEqual(report);
    expect(report.tables.map(unaccounted)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('says how it goes on, a line for each table', async () => {
    deliver([order(1), order('x'), ...Array.from({ length: 1000 }, (_, index) => order(index + 2))]);
    const lines: string[] = [];
    await preview(acme(), { data: data(), out: out(), progress: (line) => lines.push(line) });
    expect(lines).toEqual([
      'bronze sales/web-orders: 1,002 rows',
      'bronze sales/shops: 2 rows',
      'silver sales/web_orders: 1,001 rows, 1 quarantined',
      'silver sales/shops: 2 rows',
      'silver sales/paid_orders: 1,001 rows',
      'gold   sales/cities: 1 rows',
    ]);
  });

  it('is the same within little memory', async () => {
    deliver([order(1), order(2), order('x')]);
    const plenty = await preview(acme(), { data: data(), out: out() });
    expect(await preview(acme(), { data: data(), out: out(), memoryMiB: 256 })).toEqual(plenty);
  });

  it.each([0, -1, 1.5, NaN])('refuses %d MiB of memory', async (memoryMiB) => {
    await expect(preview(acme(), { data: data(), out: out(), memoryMiB })).rejects.toThrow(
      `preview: "memoryMiB" is ${memoryMiB}; allowed: a whole number of MiB, 1 or more; change the number, or leave it out`,
    );
  });

  it('accounts for every row, whatever is delivered', async () => {
    const anyOrder: fc.Arbitrary<Order> = fc.record({
      id: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom<unknown>(null, '', 'x', 3e9, true, '07')),
      shop: fc.constantFrom<unknown>('A', 'B', 'C', 'a', 'ABCDE', null, ' A ', 7),
      state: fc.constantFrom<unknown>('paid', 'open', 'Paid', null, ''),
      amount: fc.oneof(
        fc.integer({ min: -100, max: 60_000 }).map((cents) => (cents / 100).toFixed(2)),
        fc.constantFrom<unknown>(null, 'n/a', '1,5', 0, '1e3', 99999.99),
      ),
      at: fc.constantFrom<unknown>(
        '2026-01-01 00:00:00',
        '2026-01-02T00:00:00Z',
        '2026-02-31 00:00:00',
        null,
        'soon',
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyOrder, { maxLength: 40 }), async (delivered) => {
        deliver([order(1), ...delivered]);
        const { tables } = await run();
        expect(tables.map((table) => [table.table, unaccounted(table)])).toEqual(
          tables.map(({ table }) => [table, 0]),
        );
        expect(tables[0]?.read).toBe(delivered.length + 1);
        for (const { zone, table, written } of tables.slice(2))
          expect(await rows(`${zone}/${table}.parquet`)).toHaveLength(written);
      }),
      { seed: 1, numRuns: 12 },
    );
  });
});

describe('the result', () => {
  it('is a folder for each zone, a file for each table and check, and run.json', async () => {
    deliver(mixed);
    await run();
    const files = readdirSync(out(), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(out().length + 1));
    expect(files.sort()).toEqual([
      '.cdktf-azure-lakehouse/written.json',
      'bronze/shops.parquet',
      'bronze/web-orders.parquet',
      'gold/cities.parquet',
      'quarantine/paid_orders.worth.parquet',
      'quarantine/shops.contract.parquet',
      'quarantine/shops.delivery.parquet',
      'quarantine/web-orders.delivery.parquet',
      'quarantine/web_orders.contract.parquet',
      'run.json',
      'silver/paid_orders.parquet',
      'silver/shops.parquet',
      'silver/web_orders.parquet',
    ]);
    expect(readdirSync(folder.path).sort()).toEqual(['data', 'out']);
  });

  it('replaces an earlier one whole, and leaves alone what others put there', async () => {
    deliver(mixed);
    await run();
    writeFileSync(join(out(), 'gold', 'notes.txt'), 'notes');
    deliver([order(1)]);
    await preview(acme([paid, cleanShops, cleanOrders]), { data: data(), out: out() });
    expect(readdirSync(join(out(), 'gold'))).toEqual(['notes.txt']);
    await run();
    expect(readdirSync(join(out(), 'gold'))).toEqual(['cities.parquet', 'notes.txt']);
    expect(await rows('gold/cities.parquet')).toEqual([['Ghent', '1', '1', '10.00']]);
    expect(readdirSync(folder.path).sort()).toEqual(['data', 'out']);
  });

  it('leaves an earlier one as it was when the run fails', async () => {
    deliver(mixed);
    await run();
    const before = readFileSync(join(out(), 'run.json'), 'utf8');
    rmSync(join(data(), 'shops'), { recursive: true });
    await expect(run()).rejects.toThrow(/^preview: 1 error\n {2}- LH8002 shops: "data" has no folder in/);
    expect(readFileSync(join(out(), 'run.json'), 'utf8')).toBe(before);
    expect(await rows('gold/cities.parquet')).toHaveLength(1);
    expect(readdirSync(folder.path).sort()).toEqual(['data', 'out']);
  });

  it('is not put where other files are', async () => {
    deliver(mixed);
    mkdirSync(out());
    writeFileSync(join(out(), 'thesis.txt'), 'three years of work');
    await expect(run()).rejects.toThrow(
      `preview: 1 error\n  - LH8001 preview: "out" is "${out()}", which holds other files: thesis.txt; allowed: a new or empty folder, or one that an earlier preview made and that still has its record of what it wrote; choose another folder, or empty this one`,
    );
    expect(readdirSync(out())).toEqual(['thesis.txt']);
    writeFileSync(folder.at('file'), '');
    await expect(preview(acme(), { data: data(), out: folder.at('file') })).rejects.toThrow(
      `"out" is "${folder.at('file')}", which is a file; allowed: a folder, or a path where there is nothing yet`,
    );
    expect(readdirSync(folder.path).sort()).toEqual(['data', 'file', 'out']);
  });

  it('takes an empty folder', async () => {
    deliver(mixed);
    mkdirSync(out());
    await run();
    expect(existsSync(join(out(), 'run.json'))).toBe(true);
  });

  it('is none when a definition is wrong', async () => {
    deliver(mixed);
    const wrong = preview(acme([cities]), { data: data(), out: out() });
    await expect(wrong).rejects.toThrow(
      'company "Acme": 1 error\n  - LH3108 sales/cities: "flow" reads "paid_orders", which nobody fills',
    );
    expect(readdirSync(folder.path)).toEqual(['data']);
  });
});
