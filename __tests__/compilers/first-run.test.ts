import { dataContract, days, mapping, readTimeRange, silverTable, t, tableReference } from '../../model';
import { rowsIn, runOnDelta } from '../support/delta-runs';
import { textTable } from '../support/targets';

/** A Delta table that is not there yet takes all rows, also those that are marked for deletion: none may reach it. */
describe('the first run of a table', () => {
  it('of a time range writes no row that it would delete', () => {
    const stock = tableReference('sales', 'stock', {
      sku: t.string(5).key(),
      day: t.date(),
      pieces: t.integer().nullable(),
    });
    const inStock = silverTable('in_stock', {
      flow: readTimeRange(stock, { timeColumn: 'day', lookback: days(7) }).filter((row) =>
        row.pieces.greaterThan(0),
      ),
      key: ['sku'],
    });
    const inputs = {
      'sales.stock': textTable(
        { sku: 'string', day: 'date', pieces: 'integer' },
        ['some', '2026-01-10', '1'],
        ['none', '2026-01-10', '0'],
      ),
    };
    const run = (rewrite?: (script: string) => string): string[] =>
      rowsIn(
        runOnDelta(inStock, inputs, {}, { rangeStart: '2026-01-10', ...(rewrite && { rewrite }) }).silver[
          'in_stock'
        ],
        inStock.columns,
      );
    expect(run()).toEqual(["'some' | '2026-01-10' | '1'"]);
    expect(
      run((script) => script.replace(/negate:false(?=,\s+broadcast: 'auto'\) ~> present1)/, 'negate:true')),
    ).toHaveLength(2);
  });

  it('of elements writes none of a version that is known to be old', () => {
    const orders = dataContract('orders', {
      description: 'Orders of the shop',
      columns: {
        order_id: t.string(10).key(),
        placed_at: t.timestamp(),
        lines: t.array({ line_number: t.integer().key(), sku: t.string(5) }),
      },
      eventTime: 'placed_at',
      delivery: {
        kind: 'batch',
        every: days(1),
        from: { kind: 'http', baseUrl: 'https://example.com', path: 'f', format: 'json-lines' },
      },
      expectedRowsPerDay: 10,
    });
    const lines = mapping(orders, { each: 'lines', name: 'order_lines' });
    const text = Object.fromEntries(
      [...Object.keys(orders.columns), '_source_file', '_run_id'].map((name) => [name, 'string']),
    );
    const delivered = (at: string): Record<string, ReturnType<typeof textTable>> => ({
      orders: textTable(text, ['O1', at, '[{"line_number":1,"sku":"S1"}]', 'a', 'run-1']),
    });
    const versions = {
      order_lines__versions: textTable({ order_id: 'string', _version: 'timestamp' }, [
        'O1',
        '2026-01-06 10:00:00.000000',
      ]),
    };
    const after = (at: string, there: Parameters<typeof runOnDelta>[2] = versions): string[] =>
      rowsIn(runOnDelta(lines, delivered(at), there).silver['order_lines'], [{ name: 'order_id' }]);
    expect(after('2026-01-05 10:00:00')).toEqual([]);
    expect(after('2026-01-06 10:00:00')).toEqual(["'O1'"]);
    // A row that is there goes all the same.
    const { silver } = runOnDelta(lines, delivered('2026-01-05 10:00:00'));
    expect(after('2026-01-05 10:00:00', silver)).toEqual(["'O1'"]);
    expect(after('2026-01-05 10:00:00', { ...silver, ...versions })).toEqual([]);
  });
});
