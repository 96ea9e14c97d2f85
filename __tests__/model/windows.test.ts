import {
  descending,
  type Flow,
  lag,
  lead,
  rank,
  read,
  rowNumber,
  runningSum,
  type Schema,
  t,
  tableReference,
} from '../../model';

/** Steps that look at other rows: what they yield, and what they report mistakes. */
const sales = tableReference('shop', 'sales', {
  id: t.long().key(),
  shop: t.string(20),
  amount: t.decimal(12, 2).nullable(),
  email: t.string(100).personal(),
});
const loose = read(sales) as unknown as Readonly<Record<string, (...options: unknown[]) => Flow<Schema>>>;
const problemsOf = (flow: Flow<Schema> | undefined): readonly string[] =>
  flow?.relation.problems ?? ['no flow'];

it('a window adds columns of the right types, and keeps the key', () => {
  const { relation } = read(sales).window({ by: ['shop'], order: [descending('amount')] }, (row) => ({
    place: rowNumber(),
    shared: rank(),
    before: lag(row.amount),
    after: lead(row.email, 2),
    total: runningSum(row.amount),
  }));
  expect(
    relation.columns
      .slice(4)
      .map(({ name, type, nullable, classification }) => [name, type, nullable, classification]),
  ).toEqual([
    ['place', { kind: 'long' }, false, 'public'],
    ['shared', { kind: 'long' }, false, 'public'],
    ['before', { kind: 'decimal', precision: 12, scale: 2 }, true, 'internal'],
    ['after', { kind: 'string', length: 100 }, true, 'personal'],
    ['total', { kind: 'decimal', precision: 22, scale: 2 }, true, 'internal'],
  ]);
  expect(relation.key).toEqual(['id']);
  expect(relation.problems).toEqual([]);
});

it('a window reports columns that are not there, a missing order, and values that are no window functions', () => {
  expect(
    problemsOf(loose['window']?.({ by: ['shp'], order: ['amuont'] }, () => ({ place: rank() }))),
  ).toEqual([
    'window: there is no column "shp" (did you mean "shop"?); allowed: amount, email, id, shop; name one of these',
    'window: there is no column "amuont" (did you mean "amount"?); allowed: amount, email, id, shop; name one of these',
  ]);
  expect(problemsOf(loose['window']?.({ order: [] }, () => ({})))).toEqual([
    'window needs at least one column in "order"',
    'window computes nothing; give a value such as rank()',
  ]);
  expect(
    problemsOf(
      loose['window']?.({ order: ['id'] }, (row: { amount: unknown }) => ({
        total: row.amount,
        shop: rank(),
      })),
    ),
  ).toEqual([
    'window "total" is no window function; compute it with rowNumber(), rank(), lag(), lead() or runningSum()',
    'window: two columns are named "shop"; rename one',
  ]);
  const far = read(sales).window({ order: ['id'] }, (row) => ({ far: lag(row.id, 0) }));
  expect(far.relation.problems).toEqual(['window "far": lag over 0 rows; give a whole number, 1 or more']);
});

it('a semi or anti join keeps columns and key, and reports what it is joined on wrongly', () => {
  const shops = read(tableReference('shop', 'shops', { shop: t.string(20).key(), id: t.date() }));
  expect(read(sales).semiJoin(shops, { on: ['shop'] }).relation).toMatchObject({
    columns: read(sales).relation.columns,
    key: ['id'],
    problems: [],
  });
  expect(problemsOf(loose['antiJoin']?.(shops, { on: [] }))).toEqual([
    'antiJoin needs at least one column in "on"',
  ]);
  expect(problemsOf(loose['semiJoin']?.(shops, { on: ['id'] }))).toEqual([
    'semiJoin: "id" is long here and date there; cast one of them',
  ]);
});
