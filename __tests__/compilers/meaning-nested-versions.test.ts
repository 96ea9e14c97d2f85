import fc from 'fast-check';
import { type Table } from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { agreed, pick, rowsIn, runOnDelta, type Silver } from '../support/delta-runs';
import { line, lines, type Order, raw } from '../support/nested-orders';
import { type Inputs, onDuckDb } from '../support/targets';

let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

const outcome = (table: Table, inputs: Inputs) => agreed(table, inputs, engine);

describe('of two versions of an order', () => {
  const [early, late] = ['2026-01-05 10:00:00', '2026-01-06 10:00:00'];
  const twoLines: Order = { id: 'O1', at: early, lines: [line(1), line(2)] };

  it.each([
    ['fewer lines', { id: 'O1', at: late, lines: [line(2, { quantity: 7 })] }, ["'2' '7'"]],
    ['no lines', { id: 'O1', at: late, lines: [] }, []],
    ['a line that breaks a rule', { id: 'O1', at: late, lines: [line(1, { quantity: 0 })] }, []],
    ['other lines', { id: 'O1', at: late, lines: [line(3)] }, ["'3' '2'"]],
    ['lines that cannot be read', { id: 'O1', at: late, lines: 'n/a' }, ["'1' '2'", "'2' '2'"]],
  ] as const)('the newer counts, with %s', async (_, newer, expected) => {
    const shown = (silver: Silver): string[] =>
      pick(lines, rowsIn(silver['order_lines'], lines.columns), 'line_number', 'quantity');
    const together = await outcome(lines, raw(twoLines, newer));
    expect(pick(lines, together.rows, 'line_number', 'quantity')).toEqual(expected);
    const first = runOnDelta(lines, raw(twoLines)).silver;
    expect(shown(runOnDelta(lines, raw(newer), first).silver)).toEqual(expected);
    // Late: the older comes after the newer.
    const reversed = runOnDelta(lines, raw(newer)).silver;
    expect(shown(runOnDelta(lines, raw(twoLines), reversed).silver)).toEqual(expected);
  });

  it('leaves other orders alone', () => {
    const before = runOnDelta(lines, raw(twoLines, { ...twoLines, id: 'O2' })).silver;
    const after = runOnDelta(lines, raw({ id: 'O1', at: late, lines: [] }), before).silver;
    expect(pick(lines, rowsIn(after['order_lines'], lines.columns), 'order_id', 'line_number')).toEqual([
      "'O2' '1'",
      "'O2' '2'",
    ]);
  });

  const version = fc.record({
    id: fc.constantFrom('O1', 'O2'),
    at: fc.constantFrom(early, late, '2026-01-07 10:00:00'),
    file: fc.constantFrom('a', 'b'),
    lines: fc.array(
      fc.record({ line_number: fc.integer({ min: 1, max: 3 }), quantity: fc.integer({ min: 0, max: 2 }) }),
      { maxLength: 3 },
    ),
  });

  it('leaves the same rows however the deliveries are cut, repeated and ordered', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(version, { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 16, maxLength: 16 }),
        async (versions, dice) => {
          const given = versions.map((order): Order => ({
            ...order,
            lines: order.lines.map(({ line_number, quantity }) => line(line_number, { quantity })),
          }));
          const clean = await onDuckDb(lines, raw(...given), engine);
          const batches: Order[][] = [[], [], []];
          for (const [index, order] of [...given, ...given].entries()) batches[dice[index] ?? 0]?.push(order);
          let silver: Silver = {};
          for (const batch of [...batches, batches[0] ?? []])
            silver = runOnDelta(lines, raw(...batch), silver).silver;
          expect(rowsIn(silver['order_lines'], lines.columns)).toEqual(clean.rows);
        },
      ),
      { numRuns: 60 },
    );
  });
});
