import {
  type Expr,
  type Flow,
  type Kind,
  max,
  read,
  type Schema,
  silverTable,
  t,
  tableReference,
} from '../../model';
import { sold, rated, issuesOf } from '../support/acme';

/** What is wrong with the steps of a flow: each mistake alone, word for word. */

/** What is wrong with a flow, without the words that every mistake made while writing one shares. */
function mistakesOf(flow: unknown): string[] {
  return issuesOf([silverTable('told', { flow: flow as Flow<{ id: 'long' }>, key: ['id'] })]).map((issue) =>
    issue.replace(/^LH3000 sales\/told: "flow" /, ''),
  );
}
/** A flow and a value as plain JavaScript sees them: nothing is checked before it runs. */
type LooseFlow = {
  readonly [Step in Exclude<keyof Flow<Schema>, 'relation' | 'schema'>]: (...options: unknown[]) => LooseFlow;
};
type LooseValue = {
  readonly [Call in Exclude<keyof Expr<Kind>, 'kind' | 'node'>]: (...options: unknown[]) => LooseValue;
};
const untyped = (flow: unknown): LooseFlow => flow as LooseFlow;
const all = 'allowed: amount, at, email, id, shop; name one of these';

describe('a step', () => {
  const rows = untyped(read(sold));

  it('names columns that are there', () => {
    const near = 'there is no column "amuont" (did you mean "amount"?)';
    expect(mistakesOf(rows.select('id', 'amuont'))).toEqual([`select: ${near}; ${all}`]);
    expect(mistakesOf(rows.rename({ amuont: 'money' }))).toEqual([`rename: ${near}; ${all}`]);
    expect(mistakesOf(rows.dedupe({ by: ['id'], newest: ['amuont'] }))).toEqual([`dedupe: ${near}; ${all}`]);
    expect(mistakesOf(rows.check('rule', () => ({}), ['amuont']))).toEqual([`check "rule": ${near}; ${all}`]);
    expect(mistakesOf(rows.derive((row: never) => ({ twice: row['amuont'] })))).toEqual([
      `derive "twice": ${near}; ${all}`,
    ]);
    expect(mistakesOf(rows.select('id', 'price'))).toEqual([`select: there is no column "price"; ${all}`]);
  });

  it('reports a column that is not there once, and nothing of what follows from it', () => {
    const near = `filter "condition": there is no column "shp" (did you mean "shop"?); ${all}`;
    const filtered = (condition: (shop: LooseValue) => unknown) =>
      mistakesOf(rows.filter((row: { readonly shp: LooseValue }) => condition(row.shp)));
    expect(filtered((shop) => shop.equals('A'))).toEqual([near]);
    expect(filtered((shop) => shop.lower().concat('!').isIn(['a!', 'b!']))).toEqual([near]);
    expect(filtered((shop) => shop.coalesce('none').matches(/[a-z]+/))).toEqual([near]);
    expect(filtered((shop) => shop.toDate().addDays(1).lessThan('2026-01-01'))).toEqual([near]);
  });

  it('makes columns whose names every engine can have, each once', () => {
    const made = (verb: string, name: string) =>
      `${verb}: the column name "${name}" is not made of lower-case letters, digits and underscores, 63 at most, not beginning with a digit`;
    expect(mistakesOf(rows.rename({ amount: 'Amount' }))).toEqual([made('rename', 'Amount')]);
    expect(mistakesOf(rows.derive((row: never) => ({ '1st': row['id'] })))).toEqual([made('derive', '1st')]);
    expect(mistakesOf(rows.select('id', 'id'))).toEqual(['select: two columns are named "id"; rename one']);
    expect(mistakesOf(rows.rename({ shop: 'id' }))).toEqual([
      'rename: two columns are named "id"; rename one',
    ]);
  });

  it('takes columns named like members of every object', () => {
    const ford = rows.rename({ shop: 'constructor' });
    expect(mistakesOf(ford.rename({ amount: 'price' }))).toEqual([]);
    expect(mistakesOf(rows.select('id', 'constructor'))).toEqual([
      `select: there is no column "constructor"; ${all}`,
    ]);
  });

  it('keeps, groups and derives something', () => {
    expect(mistakesOf(rows.select())).toContain('select keeps no column; name at least one');
    expect(mistakesOf(rows.dedupe({ by: [], newest: [] }))).toContain(
      'dedupe needs at least one column in "by"',
    );
    const nothing = rows.aggregate(
      () => ({}),
      () => ({}),
    );
    expect(mistakesOf(nothing)).toContain('aggregate computes nothing; give a group or an aggregate');
  });

  it('takes conditions where it asks for them', () => {
    expect(mistakesOf(rows.filter((row: never) => row['shop']))).toEqual([
      'filter "condition" is string(20); give a condition',
    ]);
    expect(mistakesOf(rows.filter(() => undefined))).toEqual([
      'filter "condition": "condition" is not an expression of the row',
    ]);
    expect(mistakesOf(rows.check('rule', (row: never) => ({ known: row['id'] })))).toEqual([
      'check "rule" "known" is long; give a condition',
    ]);
    expect(mistakesOf(rows.check('Rule 1', () => ({})))).toEqual([
      'check "Rule 1" needs a name of lower-case letters, digits and dashes, 40 at most',
    ]);
  });

  it('takes aggregates where it asks for them', () => {
    const flow = rows.aggregate(
      (row: never) => ({ id: row['id'] }),
      (row: never) => ({ latest: max(row['at']), amount: row['amount'] }),
    );
    expect(mistakesOf(flow)).toEqual([
      'aggregate "amount": is no aggregate; compute it with sum(), count(), countDistinct(), average(), min() or max()',
    ]);
  });

  it('unites rows with the same columns of the same types', () => {
    const other = rows.derive((row: never) => ({ amount: row['at'] })).rename({ shop: 'store' });
    expect(mistakesOf(rows.union(other).dedupe({ by: ['id'], newest: [] }))).toEqual([
      `union: there is no column "store"; ${all}`,
      'union: there is no column "shop"; allowed: amount, at, email, id, store; name one of these',
      'union: "amount" is decimal(12,2) here and timestamp there; cast one of them',
    ]);
  });
});

describe('a join', () => {
  const rows = read(sold).select('id', 'shop', 'amount');
  const other = untyped(read(rated));

  it('does not multiply rows of a reference that names no key', () => {
    const keyless = read(tableReference('sales', 'rated', { shop: t.string(20) }));
    expect(mistakesOf(rows.join(keyless, { on: ['shop'], how: 'left' }))).toEqual([
      'join on shop could multiply rows: the other side is not known to be unique; join on all of its key, or aggregate or dedupe it by the columns of "on" first',
    ]);
  });

  it('does not multiply rows', () => {
    const multiplied = (known: string) =>
      `join on shop could multiply rows: the other side is ${known}; join on all of its key, or aggregate or dedupe it by the columns of "on" first`;
    const on = { on: ['shop'], how: 'left' };
    expect(mistakesOf(untyped(rows).join(other, on))).toEqual([multiplied('identified by day, shop')]);
    expect(mistakesOf(untyped(rows).join(other.union(other), on))).toEqual([
      multiplied('not known to be unique'),
    ]);
    expect(mistakesOf(untyped(rows).join(other.dedupe({ by: ['shop'], newest: ['day'] }), on))).toEqual([]);
  });

  it('matches columns that both sides have, of one kind', () => {
    const joined = (side: unknown, on: string[]) =>
      mistakesOf(untyped(rows).join(side, { on, how: 'inner' }));
    const single = other.dedupe({ by: ['shop'], newest: ['day'] });
    expect(joined(single.rename({ shop: 'store' }), ['shop'])).toEqual([
      'join: there is no column "shop"; allowed: day, rate, store; name one of these',
      expect.stringMatching(/^join on shop could multiply rows: the other side is identified by store;/),
    ]);
    expect(joined(single.rename({ shop: 'store' }), ['store'])).toEqual([
      'join: there is no column "store"; allowed: amount, id, shop; name one of these',
    ]);
    expect(
      joined(single.derive((row: never) => ({ shop: row['rate'] })).dedupe({ by: ['shop'], newest: [] }), [
        'shop',
      ]),
    ).toEqual(['join: "shop" is string(20) here and decimal(8,4) there; cast one of them']);
    expect(joined(single, [])).toContain('join needs at least one column in "on"');
  });

  it('adds columns under names that are free', () => {
    const clashing = other.dedupe({ by: ['shop'], newest: ['day'] }).rename({ rate: 'amount' });
    expect(mistakesOf(untyped(rows).join(clashing, { on: ['shop'], how: 'left' }))).toEqual([
      'join: both sides have amount; rename or leave out those of one side',
    ]);
  });
});

describe('an as-of join', () => {
  const rows = read(sold).derive((row) => ({ sold_on: row.at.toDate() }));
  const right = { on: ['shop'], day: 'sold_on', otherDay: 'day', maxAgeDays: 7 };
  const joined = (change: Partial<typeof right>, other: unknown = read(rated)) =>
    mistakesOf(untyped(rows).asOfJoin(other, { ...right, ...change }));

  it('is fine over days and a key that holds the day', () => {
    expect(joined({})).toEqual([]);
    expect(joined({ maxAgeDays: 0 })).toEqual([]);
  });

  it('compares days', () => {
    expect(joined({ day: 'at' })).toEqual([
      'asOfJoin needs a date in "at", found timestamp; derive one with toDate()',
    ]);
    expect(joined({ otherDay: 'rate' })).toEqual([
      'asOfJoin needs a date in "rate", found decimal(8,4); derive one with toDate()',
      'asOfJoin on shop and "rate" could match two rows of one day: dedupe the other side by these columns first',
    ]);
    expect(joined({ day: 'sold_no' })).toEqual([
      'asOfJoin: there is no column "sold_no" (did you mean "sold_on"?); allowed: amount, at, email, id, shop, sold_on; name one of these',
    ]);
  });

  it.each([-1, 1.5, Number.NaN])('looks back a whole number of days, not %d', (maxAgeDays) => {
    expect(joined({ maxAgeDays })).toEqual([
      `asOfJoin: maxAgeDays is ${maxAgeDays}; give a whole number of days, 0 or more`,
    ]);
  });

  it('matches one row of a day', () => {
    const twice = untyped(read(rated));
    expect(joined({}, twice.union(twice))).toEqual([
      'asOfJoin on shop and "day" could match two rows of one day: dedupe the other side by these columns first',
    ]);
  });
});
