import fc from 'fast-check';
import {
  average,
  count,
  countDistinct,
  descending,
  type Expr,
  type Flow,
  goldView,
  lag,
  literal,
  max,
  min,
  rank,
  read,
  type Row,
  runningSum,
  type Schema,
  silverTable,
  sum,
  when,
} from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { rates, sales, shops } from '../support/steps-on-sales';
import { type Inputs, onDataFlow, onDuckDb, onServerless, textTable } from '../support/targets';

/** Flows and rows by chance: whatever is composed, all three engines give the same rows. */
type Sales = {
  readonly id: 'integer';
  readonly shop: 'string';
  readonly amount: 'decimal';
  readonly day: 'date';
};
type Step = (rows: Flow<Sales>) => Flow<Sales>;
type Condition = (row: Row<Sales>) => Expr<'boolean'>;

const shop = fc.constantFrom(null, 'a', 'a ', 'A', 'ab', 'b', ' b', 'é');
const day = fc.constantFrom(null, '2024-02-29', '2026-01-01', '2026-01-02', '2026-01-10', '2026-01-31');
const amount = fc.constantFrom(null, '0.00', '0.01', '-0.01', '1.25', '-1.25', '2.50', '10.00', '99999.99');
const inputs: fc.Arbitrary<Inputs> = fc.record({
  'test.sales': fc
    .array(fc.tuple(shop, amount, day), { maxLength: 9 })
    .map((rows) =>
      textTable(
        { id: 'integer', shop: 'string', amount: 'decimal(12,2)', day: 'date' },
        ...rows.map(([name, money, date], index) => [String(index + 1), name, money, date]),
      ),
    ),
  'test.shops': fc
    .subarray(['a', 'a ', 'A', 'é'])
    .map((names) =>
      textTable({ shop: 'string', city: 'string' }, ...names.map((name, index) => [name, `city ${index}`])),
    ),
  'test.rates': fc
    .uniqueArray(
      fc.tuple(fc.constantFrom('a', 'a ', 'A'), fc.constantFrom('2025-12-31', '2026-01-02', '2026-01-09')),
      {
        selector: ([name, date]) => `${name}|${date}`,
        maxLength: 6,
      },
    )
    .map((rows) =>
      textTable(
        { shop: 'string', valid_from: 'date', rate: 'decimal(8,4)' },
        ...rows.map(([name, date], index) => [name, date, `${index}.3333`]),
      ),
    ),
});

const plain: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom('a', 'a ', 'A', 'b').map(
    (text): Condition =>
      (row) =>
        row.shop.equals(text),
  ),
  fc.constantFrom('a', 'a ', 'B').map(
    (text): Condition =>
      (row) =>
        row.shop.lessThan(text),
  ),
  fc.constantFrom(0, 1, 10).map(
    (number): Condition =>
      (row) =>
        row.amount.greaterThanOrEqual(number),
  ),
  fc.constant<Condition>((row) => row.amount.isIn([1.25, 10])),
  fc.constantFrom('2026-01-02', '2026-01-31').map(
    (date): Condition =>
      (row) =>
        row.day.lessThan(date),
  ),
  fc.constant<Condition>((row) => row.day.isNull()),
  fc.constant<Condition>((row) => row.shop.startsWith('a')),
);
const condition: fc.Arbitrary<Condition> = fc.letrec<{ any: Condition }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 2 },
    plain,
    tie('any').map(
      (inner): Condition =>
        (row) =>
          inner(row).not(),
    ),
    fc.tuple(tie('any'), tie('any')).map(
      ([a, b]): Condition =>
        (row) =>
          a(row).and(b(row)),
    ),
    fc.tuple(tie('any'), tie('any')).map(
      ([a, b]): Condition =>
        (row) =>
          a(row).or(b(row)),
    ),
  ),
})).any;

const money: fc.Arbitrary<(row: Row<Sales>) => Expr<'decimal'>> = fc.constantFrom(
  (row: Row<Sales>) => row.amount.times(row.id).round(2).toDecimal(12, 2),
  (row: Row<Sales>) => row.amount.dividedBy(row.id, 2).toDecimal(12, 2),
  (row: Row<Sales>) => row.amount.dividedBy(3, 1).toDecimal(12, 2),
  (row: Row<Sales>) => row.amount.plus(row.id).minus(0.05).toDecimal(12, 2),
  (row: Row<Sales>) => row.amount.coalesce(7).toDecimal(12, 2),
);

const base = <S extends Sales & Schema>(rows: Flow<S>): Flow<Sales> =>
  (rows as unknown as Flow<Sales>).select('id', 'shop', 'amount', 'day');
const step: fc.Arbitrary<Step> = fc.oneof(
  condition.map(
    (holds): Step =>
      (rows) =>
        rows.filter(holds),
  ),
  money.map(
    (value): Step =>
      (rows) =>
        base(rows.derive((row) => ({ amount: value(row) }))),
  ),
  fc.tuple(condition, money).map(
    ([holds, value]): Step =>
      (rows) =>
        base(
          rows.derive((row) => ({ amount: when([[holds(row), value(row)]], row.amount.toDecimal(12, 2)) })),
        ),
  ),
  fc.constantFrom<('id' | 'shop' | 'day')[]>(['shop'], ['day'], ['shop', 'day'], ['id']).map(
    (by): Step =>
      (rows) =>
        rows.dedupe({ by, newest: by.includes('day') ? ['amount'] : ['day'] }),
  ),
  fc.constant<Step>((rows) => rows.semiJoin(read(rates), { on: ['shop'] })),
  fc.constant<Step>((rows) => rows.antiJoin(read(shops), { on: ['shop'] })),
  fc.constantFrom<'inner' | 'left'>('inner', 'left').map(
    (how): Step =>
      (rows) =>
        base(rows.join(read(shops), { on: ['shop'], how }).filter((row) => row.city.notEquals('city 1'))),
  ),
  fc.constantFrom(0, 5, 400).map(
    (maxAgeDays): Step =>
      (rows) =>
        base(
          rows
            .asOfJoin(read(rates), { on: ['shop'], day: 'day', otherDay: 'valid_from', maxAgeDays })
            .derive((row) => ({ amount: row.amount.times(row.rate).round(2).toDecimal(12, 2) })),
        ),
  ),
  fc.constantFrom<'day' | 'amount'>('day', 'amount').map(
    (column): Step =>
      (rows) =>
        base(
          rows
            .window({ by: ['shop'], order: [descending(column)] }, () => ({ place: rank() }))
            .filter((row) => row.place.lessThanOrEqual(2)),
        ),
  ),
  fc.constant<Step>((rows) =>
    base(
      rows
        .window({ order: ['shop'] }, (row) => ({ before: lag(row.amount), total: runningSum(row.amount) }))
        .derive((row) => ({ amount: row.total.minus(row.before.coalesce(0)).toDecimal(12, 2) })),
    ),
  ),
  condition.map(
    (holds): Step =>
      (rows) =>
        rows.union(rows.filter(holds)),
  ),
);

const ending: fc.Arbitrary<(rows: Flow<Sales>) => Flow<Schema>> = fc.constantFrom(
  (rows: Flow<Sales>) => rows as unknown as Flow<Schema>,
  (rows: Flow<Sales>) =>
    rows.aggregate(
      (row) => ({ shop: row.shop, is_late: row.day.greaterThan('2026-01-05') }),
      (row) => ({
        total: sum(row.amount),
        rows: count(),
        days: countDistinct(row.day),
        mean: average(row.amount, 1),
        amounts: count(row.amount),
        first: min(row.day),
        most: max(row.amount),
      }),
    ) as unknown as Flow<Schema>,
  (rows: Flow<Sales>) =>
    rows.aggregate(
      () => ({}),
      (row) => ({ total: sum(row.amount), shops: countDistinct(row.shop), one: max(literal(1)) }),
    ) as unknown as Flow<Schema>,
);

const flows = fc
  .tuple(fc.array(step, { minLength: 1, maxLength: 4 }), ending)
  .map(([steps, end]) => end(steps.reduce((rows, next) => next(rows), base(read(sales)))));

let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => {
  engine.close();
});

it('a flow gives the same rows on DuckDB, as data flow script and as T-SQL', async () => {
  await fc.assert(
    fc.asyncProperty(flows, inputs, async (flow, rows) => {
      const silver = silverTable('result', { flow, key: [], write: 'overwrite' });
      const expected = (await onDuckDb(silver, rows, engine)).rows;
      expect(onDataFlow(silver, rows).rows).toEqual(expected);
      expect(onServerless(goldView('result', { flow, key: [] }), rows).rows).toEqual(expected);
    }),
    { numRuns: 150 },
  );
});
