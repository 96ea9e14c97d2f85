import { days, mapping } from '../../model';
import { formatReport } from '../../preview';
import { Deliveries, HEADER, orders } from '../support/deliveries';
import { rowsIn, runOnDelta, type Silver } from '../support/delta-runs';
import { textTable } from '../support/targets';

/** Of two versions with one event time the one of the later file holds; what is deduplicated says whether it differed. */
const { run, rowsOf, write } = Deliveries.forEachTest();

const NOON = '2026-01-01 12:00:00';
const csv = (...rows: readonly string[]): string => `${HEADER}${rows.join('\n')}\n`;

it('keeps the version of the later file, whatever its values are', async () => {
  write({
    'orders/2026-01-01.csv': csv(`1,paid,10,${NOON}`, `2,paid,5,${NOON}`, `3,b,1,${NOON}`),
    'orders/2026-01-02.csv': csv(`1,refunded,0,${NOON}`, `2,paid,5,${NOON}`),
    // The event time comes first: an older version that is delivered late stays the older one.
    'orders/2026-01-03.csv': csv('1,new,10,2026-01-01 11:00:00', `3,a,1,${NOON}`, `3,c,1,${NOON}`),
  });
  const report = await run(orders);
  expect((await rowsOf('silver/orders.parquet')).map((row) => [row[0], row[1], row[4]])).toEqual([
    ['1', 'refunded', '2026-01-02.csv'],
    ['2', 'paid', '2026-01-02.csv'],
    // No order is known of rows in one file: the smallest values hold.
    ['3', 'a', '2026-01-03.csv'],
  ]);
  expect(report.tables[1]).toMatchObject({ read: 8, written: 3, deduplicated: 5, differing: 4 });
  expect(formatReport(report)).toContain(
    [
      'Deduplicated rows with other values than the row that was kept (the newest, then that of the later file):',
      'table   deduplicated  differing',
      '------  ------------  ---------',
      'orders             5          4',
    ].join('\n'),
  );
});

it('goes by the day that a path names before it goes by the path', async () => {
  write({
    'orders/z/orders_20251231.csv': csv(`1,oldest,1,${NOON}`),
    'orders/orders_2026-01-01.csv': csv(`1,old,1,${NOON}`, `2,old,1,${NOON}`),
    'orders/corrections_2026-01-02.csv': csv(`1,corrected,1,${NOON}`),
    'orders/2026/01/02/again.csv': csv(`2,again,1,${NOON}`),
    // No day is before any day.
    'orders/zz.csv': csv(`1,undated,1,${NOON}`, `2,undated,1,${NOON}`, `3,undated,1,${NOON}`),
    'orders/99999999.csv': csv(`3,no day,1,${NOON}`),
  });
  await run(orders);
  expect((await rowsOf('silver/orders.parquet')).map((row) => [row[0], row[1]])).toEqual([
    ['1', 'corrected'],
    ['2', 'again'],
    ['3', 'undated'],
  ]);
});

it('says nothing of rows that were only repeated', async () => {
  write({ 'orders/a.csv': csv(`1,x,1,${NOON}`, `1,x,1,${NOON}`), 'orders/b.csv': csv(`1,x,1,${NOON}`) });
  const report = await run(orders);
  expect(report.tables[1]).toMatchObject({ deduplicated: 2, differing: 0 });
  expect(formatReport(report)).not.toContain('other values');
});

describe('in data flows, the version of the later window holds', () => {
  const table = mapping(orders);
  const columns = {
    id: 'string',
    note: 'string',
    amount: 'string',
    at: 'string',
    _source_file: 'string',
    _run_id: 'string',
  };
  const windows = [
    ['1', 'paid', '10.00', NOON, 'orders/2026/01/01/a.csv', 'r1'],
    ['1', 'refunded', '0.00', NOON, 'orders/2026/01/02/a.csv', 'r2'],
  ];

  it.each([[[0, 1]], [[1, 0]], [[0, 1, 0]], [[1, 0, 1]]])('of files that are dropped, too: %j', (order) => {
    const from = { kind: 'files', format: 'csv' } as const;
    const dropped = mapping({ ...orders, delivery: { kind: 'batch', every: days(1), from } });
    const windowFolders = ['2026/01/01', '2026/01/02'];
    const paths = ['orders/orders.csv', 'orders/corrections.csv'];
    // What an earlier version stored has no window.
    let silver: Silver = {
      orders: textTable(
        {
          id: 'string',
          note: 'string',
          amount: 'decimal(6,2)',
          at: 'timestamp',
          _source_file: 'string',
          _run_id: 'string',
        },
        ['1', 'stored', '5.00', `${NOON}.000000`, 'orders/zz.csv', 'r0'],
      ),
    };
    for (const index of order) {
      const row = (windows[index] ?? []).map((cell, at) => (at === 4 ? (paths[index] ?? '') : cell));
      const inputs = { orders: textTable(columns, row) };
      silver = runOnDelta(dropped, inputs, silver, { window: windowFolders[index] ?? '' }).silver;
    }
    expect(rowsIn(silver['orders'], [{ name: 'note' }, { name: '_source_file' }])).toEqual([
      "'refunded' | 'orders:2026/01/02/orders/corrections.csv'",
    ]);
  });

  it.each([[[0, 1]], [[1, 0]], [[0, 1, 0]], [[1, 0, 1]]])('when they run in the order %j', (order) => {
    let silver: Silver = {};
    for (const index of order)
      silver = runOnDelta(table, { orders: textTable(columns, windows[index] ?? []) }, silver).silver;
    expect(rowsIn(silver['orders'], [{ name: 'id' }, { name: 'note' }])).toEqual(["'1' | 'refunded'"]);
  });
});
