import { dataContract, days, mapping, t } from '../../model';
import { describeWindows, windowsIn } from '../../record';
import { rowsIn, runOnDelta } from '../support/delta-runs';
import { textTable } from '../support/targets';

const orders = dataContract('orders', {
  description: 'Orders',
  columns: { id: t.long().key(), item: t.string(20), at: t.timestamp() },
  eventTime: 'at',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://shop.example.com', path: '{date}.csv', format: 'csv' },
  },
  expectedRowsPerDay: 10,
});
const COLUMNS = { id: 'string', item: 'string', at: 'string', _source_file: 'string', _run_id: 'string' };
const windows = [
  { orders: textTable(COLUMNS, ['1', 'pen', '2026-01-01 10:00:00', 'a.csv', 'r1']) },
  { orders: textTable(COLUMNS, ['2', 'ink', '2026-01-02 10:00:00', 'b.csv', 'r2']) },
];
const items = (table: typeof before, silver?: Parameters<typeof runOnDelta>[2]) => {
  const left = windows.reduce((there, window) => runOnDelta(table, window, there).silver, silver ?? {});
  return { silver: left, rows: rowsIn(left['orders'], [{ name: 'id' }, { name: 'item' }]) };
};

/** As the flow was, and as it is. */
const before = mapping(orders, { then: (rows) => rows.derive((row) => ({ item: row.item.upper() })) });
const now = mapping(orders);

describe('rows that are there when a flow changes', () => {
  it('can win over what their windows give when they run again', () => {
    expect(items(now, items(before).silver).rows).toEqual(["'1' | 'PEN'", "'2' | 'INK'"]);
  });

  it('are what the flow gives once the folder is emptied and all windows run again', () => {
    expect(items(now).rows).toEqual(["'1' | 'pen'", "'2' | 'ink'"]);
  });
});

describe('windows to run again', () => {
  const from = '2026-01-01T00:00:00Z';

  it.each([
    [
      'all that have ended',
      60,
      '2026-01-02',
      undefined,
      '24 windows, 2026-01-01T00:00:00Z to 2026-01-01T23:00:00Z',
    ],
    ['none that has not', 7 * 1440, '2026-01-07', undefined, 'no window yet'],
    ['one', 1440, '2026-01-02', undefined, 'the window of 2026-01-01T00:00:00Z'],
    [
      'no older than what they read',
      1440,
      '2026-01-10',
      2,
      '2 windows, 2026-01-08T00:00:00Z to 2026-01-09T00:00:00Z',
    ],
    ['whole ones of those', 3 * 1440, '2026-01-10', 4, 'the window of 2026-01-07T00:00:00Z'],
    ['none before the first of all', 60, '2025-12-31', undefined, 'no window yet'],
  ])('are %s', (_, every, asOf, kept, words) => {
    expect(describeWindows(windowsIn({ from, asOf }, every, kept))).toBe(words);
  });

  it('are not counted without a day', () => {
    expect(describeWindows(windowsIn({ from }, 60))).toBe('all windows from 2026-01-01T00:00:00Z on');
  });
});
