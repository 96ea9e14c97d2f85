import { type DataContract } from '../../model';
import { acme, AT, Deliveries, ordersFrom } from '../support/deliveries';
import { companyStacks } from '../support/company-stacks';
import { dev } from '../support/small-company';
import { synthAll } from '../support/synth';
import { Bench, row, START } from './azure-fixtures';
import { type Platform, platformOf } from './azure/platform';

/** Files that lack columns of their contract: the synthesized pipeline, run by the emulator, against the preview of the same files. */

const orders = (mayBeMissing = false): DataContract =>
  ordersFrom(
    {
      kind: 'files',
      format: 'csv',
      ...(mayBeMissing && { mayBeMissing: { reason: 'closed on Sundays' } }),
    },
    'Order ID',
  );

const SOURCE = 'shop-landing/orders';
const BRONZE = 'shop-bronze/orders';
const FILLED = [
  'CheckRequiredColumns Succeeded',
  'RowsToDocuments Succeeded',
  'DocumentsToBronze Succeeded',
  'DeleteDocuments Succeeded',
  'FillLackingColumns Succeeded',
];

const platform = (mayBeMissing: boolean): Platform =>
  platformOf(synthAll(companyStacks(acme(orders(mayBeMissing)), dev)));
const expecting = platform(false);
const accepting = platform(true);

/** Files by their path below the source's folder, each a header and rows. */
type Delivered = Readonly<Record<string, readonly (readonly string[])[]>>;

const { run, write, rowsOf } = Deliveries.forEachTest();

class Cloud {
  readonly bench: Bench;

  /** @param platform of the whole company, as it is synthesized. */
  constructor(platform: Platform = expecting) {
    this.bench = new Bench(platform);
  }

  deliver(files: Delivered): void {
    for (const [path, [columns = [], ...lines]] of Object.entries(files)) {
      const rows = lines.map((line) =>
        row(line[0]!, Object.fromEntries(columns.map((column, index) => [column, line[index] ?? null]))),
      );
      const folder = `${SOURCE}/${path}`.replace(/\/[^/]*$/, '');
      this.bench.lake.write(folder, path.replace(/.*\//, ''), rows, START + 60, columns);
    }
  }

  copy(): string {
    return this.bench.run('shop_copy_orders', { windowStart: '2026-01-05T00:00:00Z' });
  }

  bronze(): (string | null)[][] {
    return this.bench.lake
      .files(BRONZE)
      .flatMap(({ rows }) => rows)
      .map(({ cells }) => [...ofContract(cells), (cells['_source_file'] ?? '').replace('orders/', '')]);
  }
}

const ofContract = (cells: Readonly<Record<string, string | null>>): (string | null)[] =>
  ['id', 'note', 'amount', 'at'].map((name) => cells[name] ?? null);

async function previewed(files: Delivered): Promise<unknown[][]> {
  const texts = Object.entries(files).map(([path, lines]) => [
    `orders/${path}`,
    lines.map((line) => `${line.join(',')}\n`).join(''),
  ]);
  write(Object.fromEntries(texts) as Record<string, string>);
  await run(orders());
  const rows = await rowsOf('bronze/orders.parquet');
  return rows.map((cells) => [...cells.slice(0, 4), String(cells[4]).replace(/^.*orders\//, '')]);
}

const whole = [
  ['Order ID', 'note', 'amount', 'at'],
  ['1', 'n', '5', AT],
];
const lacking = [
  ['at', 'Order ID', 'color'],
  [AT, '2', 'red'],
  [AT, '3', 'blue'],
];

describe('a window of CSV', () => {
  it('whose files have all columns is copied once, and nothing else runs', () => {
    const cloud = new Cloud();
    cloud.deliver({ 'a.csv': whole });
    expect(cloud.copy()).toBe('Succeeded');
    expect(cloud.bench.done).toEqual(['CompactToBronze Succeeded', 'ExpectFiles Succeeded']);
    expect(cloud.bronze()).toEqual([['1', 'n', '5', AT, 'a.csv']]);
  });

  it.each([
    ['the only one', { 'a.csv': lacking }],
    ['one of several, in folders', { '2026/a.csv': whole, '2026/05/b.csv': lacking }],
    [
      'each another',
      {
        'a.csv': [
          ['note', 'Order ID', 'at'],
          ['m', '4', AT],
        ],
        'b.csv': lacking,
        'c.csv': whole,
      },
    ],
  ] as readonly (readonly [string, Delivered])[])(
    'has nulls where a file lacks nullable columns, as in the preview: %s',
    async (_, files) => {
      const cloud = new Cloud();
      cloud.deliver(files);
      expect(cloud.copy()).toBe('Succeeded');
      expect(cloud.bench.done.slice(-FILLED.length - 1)).toEqual([...FILLED, 'ExpectFiles Succeeded']);
      const rows = cloud.bronze();
      expect(rows.length).toBe(Object.values(files).flatMap((lines) => lines.slice(1)).length);
      expect([...rows].sort()).toEqual([...(await previewed(files))].sort());
    },
  );

  it('leaves no documents behind, and no column that the contract does not name', () => {
    const cloud = new Cloud();
    cloud.deliver({ 'a.csv': lacking });
    cloud.copy();
    expect(cloud.bench.lake.hasFolder('shop-landing/_documents')).toBe(false);
    expect(cloud.bench.lake.files(BRONZE).map(({ rows }) => Object.keys(rows[0]!.cells))).toEqual([
      ['id', 'note', 'amount', 'at', '_source_file', '_run_id'],
    ]);
  });

  it('fails where a file lacks a required column, whatever other files lack, and says which', () => {
    const cloud = new Cloud();
    cloud.deliver({
      'a.csv': lacking,
      'b.csv': [
        ['Order ID', 'note', 'amount'],
        ['5', 'n', '1'],
      ],
    });
    expect(cloud.copy()).toContain('Failed');
    expect(cloud.bench.done).toContain('CheckRequiredColumns Failed');
    expect(cloud.bench.done).toContain('RecordFailure Succeeded');
    expect(cloud.bench.done).not.toContain('RowsToDocuments Succeeded');
    expect(cloud.bench.lake.hasFolder(BRONZE)).toBe(false);
  });

  it('fails at once where it fails otherwise', () => {
    const cloud = new Cloud();
    cloud.deliver({ 'a.csv': lacking });
    cloud.bench.failing.add('Copy');
    expect(cloud.copy()).toContain('Failed');
    expect(cloud.bench.done).not.toContain('CheckRequiredColumns Failed');
    expect(cloud.bench.done).toContain('FailToBronze Failed');
  });

  it('that may bring nothing takes what there is, with the columns that are there', () => {
    const quiet = new Cloud(accepting);
    expect(quiet.copy()).toBe('Succeeded');
    const cloud = new Cloud(accepting);
    cloud.deliver({ 'a.csv': lacking });
    expect(cloud.copy()).toBe('Succeeded');
    expect(cloud.bronze().map(([id]) => id)).toEqual(['2', '3']);
  });
});
