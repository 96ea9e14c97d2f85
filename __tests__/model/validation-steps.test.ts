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
    issue.replace(' sales/told:', ''),
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
    const near = 'names "amuont", which is no column (did you mean "amount"?)';
    expect(mistakesOf(rows.select('id', 'amuont'))).toEqual([`LH2001 "flow.select" ${near}; ${all}`]);
    expect(mistakesOf(rows.rename({ amuont: 'money' }))).toEqual([`LH2001 "flow.rename" ${near}; ${all}`]);
    expect(mistakesOf(rows.dedupe({ by: ['id'], newest: ['amuont'] }))).toEqual([
      `LH2001 "flow.dedupe" ${near}; ${all}`,
    ]);
    expect(mistakesOf(rows.check('rule', () => ({}), ['amuont']))).toEqual([
      `LH2001 "flow.check.rule" ${near}; ${all}`,
    ]);
    expect(mistakesOf(rows.derive((row: never) => ({ twice: row['amuont'] })))).toEqual([
      `LH2001 "flow.derive.twice" ${near}; ${all}`,
    ]);
    expect(mistakesOf(rows.select('id', 'price'))).toEqual([
      `LH2001 "flow.select" names "price", which is no column; ${all}`,
    ]);
  });

  it('reports a column that is not there once, and nothing of what follows from it', () => {
    const near = `LH2001 "flow.filter.condition" names "shp", which is no column (did you mean "shop"?); ${all}`;
    const filtered = (condition: (shop: LooseValue) => unknown) =>
      mistakesOf(rows.filter((row: { readonly shp: LooseValue }) => condition(row.shp)));
    expect(filtered((shop) => shop.equals('A'))).toEqual([near]);
    expect(filtered((shop) => shop.lower().concat('!').isIn(['a!', 'b!']))).toEqual([near]);
    expect(filtered((shop) => shop.coalesce('none').matches(/[a-z]+/))).toEqual([near]);
    expect(filtered((shop) => shop.toDate().addDays(1).lessThan('2026-01-01'))).toEqual([near]);
  });

  it('makes columns whose names every engine can have, each once', () => {
    const made = (verb: string, name: string) =>
      `LH0001 "flow.${verb}" makes a column "${name}"; allowed: lower-case letters, digits and underscores, 63 at most, not beginning with a digit; choose another name`;
    expect(mistakesOf(rows.rename({ amount: 'Amount' }))).toEqual([made('rename', 'Amount')]);
    expect(mistakesOf(rows.derive((row: never) => ({ '1st': row['id'] })))).toEqual([made('derive', '1st')]);
    expect(mistakesOf(rows.select('id', 'id'))).toEqual([
      'LH0003 "flow.select" has "id" 2 times; allowed: each name once; rename or remove one "id"',
    ]);
    expect(mistakesOf(rows.rename({ shop: 'id' }))).toEqual([
      'LH0003 "flow.rename" has "id" 2 times; allowed: each name once; rename or remove one "id"',
    ]);
  });

  it('takes columns named like members of every object', () => {
    const ford = rows.rename({ shop: 'constructor' });
    expect(mistakesOf(ford.rename({ amount: 'price' }))).toEqual([]);
    expect(mistakesOf(rows.select('id', 'constructor'))).toEqual([
      `LH2001 "flow.select" names "constructor", which is no column; ${all}`,
    ]);
  });

  it('keeps, groups and derives something', () => {
    expect(mistakesOf(rows.select())).toContain(
      'LH0004 "flow.select" is empty; allowed: one column or more; name what is kept',
    );
    expect(mistakesOf(rows.dedupe({ by: [], newest: [] }))).toContain(
      'LH0004 "flow.dedupe.by" is empty; allowed: one column or more; name what identifies a row',
    );
    const nothing = rows.aggregate(
      () => ({}),
      () => ({}),
    );
    expect(mistakesOf(nothing)).toContain(
      'LH0004 "flow.aggregate" computes nothing; allowed: a group or an aggregate; give one',
    );
  });

  it('takes conditions where it asks for them', () => {
    expect(mistakesOf(rows.filter((row: never) => row['shop']))).toEqual([
      'LH3001 "flow.filter.condition" is string(20); allowed: a condition, which is true or false; compare it with something',
    ]);
    expect(mistakesOf(rows.filter(() => undefined))).toEqual([
      'LH2012 "flow.filter.condition" is no expression of the row; allowed: what is computed from columns, and literal(…); compute it from the row, or wrap it in literal()',
    ]);
    expect(mistakesOf(rows.check('rule', (row: never) => ({ known: row['id'] })))).toEqual([
      'LH3001 "flow.check.rule.known" is long; allowed: a condition, which is true or false; compare it with something',
    ]);
    expect(mistakesOf(rows.check('Rule 1', () => ({})))).toEqual([
      'LH0001 "flow.check" is "Rule 1"; allowed: lower-case letters, digits and dashes, beginning with a letter, 40 at most; choose another name',
    ]);
  });

  it('takes aggregates where it asks for them', () => {
    const flow = rows.aggregate(
      (row: never) => ({ id: row['id'] }),
      (row: never) => ({ latest: max(row['at']), amount: row['amount'] }),
    );
    expect(mistakesOf(flow)).toEqual([
      'LH2012 "flow.aggregate.amount" is no aggregate; allowed: sum(), count(), countDistinct(), average(), min() and max(); compute it with one of these',
    ]);
  });

  it('unites rows with the same columns of the same types', () => {
    const other = rows.derive((row: never) => ({ amount: row['at'] })).rename({ shop: 'store' });
    expect(mistakesOf(rows.union(other).dedupe({ by: ['id'], newest: [] }))).toEqual([
      `LH2001 "flow.union" names "store", which is no column; ${all}`,
      'LH2001 "flow.union" names "shop", which is no column; allowed: amount, at, email, id, store; name one of these',
      'LH3004 "flow.union" has "amount", decimal(12,2) here and timestamp there; allowed: one type on both sides; cast one of them',
    ]);
  });
});

describe('a join', () => {
  const rows = read(sold).select('id', 'shop', 'amount');
  const other = untyped(read(rated));

  it('does not multiply rows of a reference that names no key', () => {
    const keyless = read(tableReference('sales', 'rated', { shop: t.string(20) }));
    expect(mistakesOf(rows.join(keyless, { on: ['shop'], how: 'left' }))).toEqual([
      'LH3002 "flow.join.on" is shop, which could multiply rows; allowed: columns that identify a row of the other side, which is not known to be unique; join on all of its key, or aggregate or dedupe it by the columns of "on" first',
    ]);
  });

  it('does not multiply rows', () => {
    const multiplied = (known: string) =>
      `LH3002 "flow.join.on" is shop, which could multiply rows; allowed: columns that identify a row of the other side${known}; join on all of its key, or aggregate or dedupe it by the columns of "on" first`;
    const on = { on: ['shop'], how: 'left' };
    expect(mistakesOf(untyped(rows).join(other, on))).toEqual([multiplied(': day, shop')]);
    expect(mistakesOf(untyped(rows).join(other.union(other), on))).toEqual([
      multiplied(', which is not known to be unique'),
    ]);
    expect(mistakesOf(untyped(rows).join(other.dedupe({ by: ['shop'], newest: ['day'] }), on))).toEqual([]);
  });

  it('matches columns that both sides have, of one kind', () => {
    const joined = (side: unknown, on: string[]) =>
      mistakesOf(untyped(rows).join(side, { on, how: 'inner' }));
    const single = other.dedupe({ by: ['shop'], newest: ['day'] });
    expect(joined(single.rename({ shop: 'store' }), ['shop'])).toEqual([
      'LH2001 "flow.join" names "shop", which is no column; allowed: day, rate, store; name one of these',
      expect.stringMatching(/^LH3002 "flow.join.on" is shop, .* a row of the other side: store;/),
    ]);
    expect(joined(single.rename({ shop: 'store' }), ['store'])).toEqual([
      'LH2001 "flow.join" names "store", which is no column; allowed: amount, id, shop; name one of these',
    ]);
    expect(
      joined(single.derive((row: never) => ({ shop: row['rate'] })).dedupe({ by: ['shop'], newest: [] }), [
        'shop',
      ]),
    ).toEqual([
      'LH3004 "flow.join" has "shop", string(20) here and decimal(8,4) there; allowed: one type on both sides; cast one of them',
    ]);
    expect(joined(single, [])).toContain(
      'LH0004 "flow.join.on" is empty; allowed: one column or more; name the columns that must be equal',
    );
  });

  it('adds columns under names that are free', () => {
    const clashing = other.dedupe({ by: ['shop'], newest: ['day'] }).rename({ rate: 'amount' });
    expect(mistakesOf(untyped(rows).join(clashing, { on: ['shop'], how: 'left' }))).toEqual([
      'LH3003 "flow.join" has amount on both sides; allowed: each column on one side; rename or leave out those of one side',
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
      'LH3005 "flow.asOfJoin" goes by "at", which is timestamp; allowed: dates; derive one with toDate()',
    ]);
    expect(joined({ otherDay: 'rate' })).toEqual([
      'LH3005 "flow.asOfJoin" goes by "rate", which is decimal(8,4); allowed: dates; derive one with toDate()',
      'LH3002 "flow.asOfJoin" goes by rate, shop, which could match two rows of one day; allowed: columns that identify a row of the other side; dedupe the other side by these columns first',
    ]);
    expect(joined({ day: 'sold_no' })).toEqual([
      'LH2001 "flow.asOfJoin" names "sold_no", which is no column (did you mean "sold_on"?); allowed: amount, at, email, id, shop, sold_on; name one of these',
    ]);
  });

  it.each([-1, 1.5, Number.NaN])('looks back a whole number of days, not %d', (maxAgeDays) => {
    expect(joined({ maxAgeDays })).toEqual([
      `LH0002 "flow.asOfJoin.maxAgeDays" is ${maxAgeDays}; allowed: a whole number of days, 0 or more; change the number`,
    ]);
  });

  it('matches one row of a day', () => {
    const twice = untyped(read(rated));
    expect(joined({}, twice.union(twice))).toEqual([
      'LH3002 "flow.asOfJoin" goes by day, shop, which could match two rows of one day; allowed: columns that identify a row of the other side; dedupe the other side by these columns first',
    ]);
  });
});
