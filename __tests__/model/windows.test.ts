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
import { sentenceOf } from '../support/issues';

/** Steps that look at other rows: what they yield, and what they report mistakes. */
const sales = tableReference('shop', 'sales', {
  id: t.long().key(),
  shop: t.string(20),
  amount: t.decimal(12, 2).nullable(),
  email: t.string(100).personal(),
});
const loose = read(sales) as unknown as Readonly<Record<string, (...options: unknown[]) => Flow<Schema>>>;
const mistakesOf = (flow: Flow<Schema> | undefined): readonly string[] =>
  flow?.relation.mistakes.map(sentenceOf) ?? ['no flow'];

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
  expect(relation.mistakes).toEqual([]);
});

it('a window reports columns that are not there, a missing order, and values that are no window functions', () => {
  expect(
    mistakesOf(loose['window']?.({ by: ['shp'], order: ['amuont'] }, () => ({ place: rank() }))),
  ).toEqual([
    'LH2001 "flow.window" names "shp", which is no column (did you mean "shop"?); allowed: amount, email, id, shop; name one of these',
    'LH2001 "flow.window" names "amuont", which is no column (did you mean "amount"?); allowed: amount, email, id, shop; name one of these',
  ]);
  expect(mistakesOf(loose['window']?.({ order: [] }, () => ({})))).toEqual([
    'LH0004 "flow.window.order" is empty; allowed: one column or more; say what rows are ordered by',
    'LH0004 "flow.window" computes nothing; allowed: one value or more; give a value such as rank()',
  ]);
  expect(
    mistakesOf(
      loose['window']?.({ order: ['id'] }, (row: { amount: unknown }) => ({
        total: row.amount,
        shop: rank(),
      })),
    ),
  ).toEqual([
    'LH2012 "flow.window.total" is no window function; allowed: rowNumber(), rank(), lag(), lead() and runningSum(); compute it with one of these',
    'LH0003 "flow.window" has "shop" 2 times; allowed: each name once; rename or remove one "shop"',
  ]);
  const far = read(sales).window({ order: ['id'] }, (row) => ({ far: lag(row.id, 0) }));
  expect(far.relation.mistakes.map(sentenceOf)).toEqual([
    'LH2006 "flow.window.far" calls lag(…, 0); allowed: a whole number of rows, 1 or more; change the argument',
  ]);
});

it('a semi or anti join keeps columns and key, and reports what it is joined on wrongly', () => {
  const shops = read(tableReference('shop', 'shops', { shop: t.string(20).key(), id: t.date() }));
  expect(read(sales).semiJoin(shops, { on: ['shop'] }).relation).toMatchObject({
    columns: read(sales).relation.columns,
    key: ['id'],
    mistakes: [],
  });
  expect(mistakesOf(loose['antiJoin']?.(shops, { on: [] }))).toEqual([
    'LH0004 "flow.antiJoin.on" is empty; allowed: one column or more; name the columns that must be equal',
  ]);
  expect(mistakesOf(loose['semiJoin']?.(shops, { on: ['id'] }))).toEqual([
    'LH3004 "flow.semiJoin" has "id", long here and date there; allowed: one type on both sides; cast one of them',
  ]);
});
