/* eslint-disable @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return -- what does not compile has no type */
import {
  convertCurrency,
  dataContract,
  days,
  type Flow,
  hours,
  mapping,
  read,
  type Schema,
  slowlyChanging,
  stepsOf,
  sum,
  t,
  tableReference,
} from '../../model';
import { sentenceOf } from '../support/issues';

/**
 * What does not compile, held by the type checker; and that the same code in JavaScript does not throw where it is
 * written, but is reported with all other mistakes.
 */
const sales = tableReference('shop', 'sales', {
  id: t.long().key(),
  order_id: t.long(),
  status: t.string(10),
  amount: t.decimal(12, 2),
  share: t.double(),
  paid: t.boolean(),
  currency: t.string(3),
  day: t.date(),
  at: t.timestamp(),
});
const refunds = tableReference('shop', 'refunds', { sale_id: t.long().key(), refunded: t.decimal(12, 2) });
const rates = tableReference('bank', 'rates', {
  currency: t.string(3).key(),
  rate_day: t.date().key(),
  rate: t.decimal(12, 6),
});

const mistakesOf = <S extends Schema>(flow: Flow<S>): string[] =>
  stepsOf(flow.relation).flatMap(({ mistakes }) => mistakes.map(sentenceOf));
const columnsOf = <S extends Schema>(flow: Flow<S>): string[] =>
  flow.relation.columns.map(({ name }) => name);

describe('a column that is not there', () => {
  const near = /names "amuont", which is no column \(did you mean "amount"\?\)/;

  it('is not selected, renamed, checked or deduplicated by', () => {
    // @ts-expect-error misspelt column
    expect(mistakesOf(read(sales).select('id', 'amuont'))).toEqual([expect.stringMatching(near)]);
    // @ts-expect-error misspelt column
    expect(mistakesOf(read(sales).rename({ amuont: 'money' }))).toEqual([expect.stringMatching(near)]);
    // @ts-expect-error misspelt column
    expect(mistakesOf(read(sales).check('rule', () => ({}), ['amuont']))).toEqual([
      expect.stringMatching(near),
    ]);
    // @ts-expect-error misspelt column
    expect(mistakesOf(read(sales).dedupe({ by: ['amuont'], newest: [] }))).toEqual([
      expect.stringMatching(near),
    ]);
  });

  it('is not renamed beside one that is', () => {
    // @ts-expect-error misspelt column
    expect(mistakesOf(read(sales).rename({ amuont: 'money', day: 'sold_on' }))).toEqual([
      expect.stringMatching(near),
    ]);
  });

  it('is not computed with', () => {
    // @ts-expect-error misspelt column
    expect(mistakesOf(read(sales).derive((row) => ({ twice: row.amuont.times(2) })))).toEqual([
      expect.stringMatching(near),
    ]);
    // @ts-expect-error misspelt column
    expect(mistakesOf(read(sales).filter((row) => row.amuont.greaterThan(0)))).toEqual([
      expect.stringMatching(near),
    ]);
    const total = read(sales).aggregate(
      (row) => ({ day: row.day }),
      // @ts-expect-error misspelt column
      (row) => ({ total: sum(row.amuont) }),
    );
    expect(mistakesOf(total)).toEqual([expect.stringMatching(near)]);
  });

  it('is gone after a select, and has its new name after a rename', () => {
    const few = read(sales).select('id', 'day').rename({ day: 'sold_on' });
    // @ts-expect-error left out by the select
    expect(mistakesOf(few.filter((row) => row.amount.greaterThan(0)))).toEqual([
      expect.stringContaining('names "amount", which is no column; allowed: id, sold_on; name one of these'),
    ]);
    // @ts-expect-error renamed before
    expect(mistakesOf(few.filter((row) => row.day.isNull()))).toEqual([
      expect.stringContaining('names "day", which is no column; allowed: id, sold_on; name one of these'),
    ]);
    expect(mistakesOf(few.filter((row) => row.sold_on.isNull()))).toEqual([]);
  });

  it('on one side is not joined on', () => {
    const paid = read(sales);
    // @ts-expect-error the sale is called "id" there
    expect(mistakesOf(read(refunds).join(paid, { on: ['sale_id'], how: 'left' }))).toContainEqual(
      expect.stringContaining(
        '"flow.join" names "sale_id", which is no column; allowed: amount, at, currency, day, id, order_id',
      ),
    );
    const fitting = read(refunds).join(paid.rename({ id: 'sale_id' }), { on: ['sale_id'], how: 'left' });
    expect(mistakesOf(fitting)).toEqual([]);
    expect(columnsOf(fitting).slice(0, 3)).toEqual(['sale_id', 'refunded', 'order_id']);
  });
});

describe('a value of another kind', () => {
  const derived = (build: Parameters<Flow<KindsOf<typeof sales>>['derive']>[0]): string[] =>
    mistakesOf(read(sales).derive(build));

  it('is not added, multiplied or divided by', () => {
    // @ts-expect-error text is no number
    expect(derived((row) => ({ v: row.amount.plus(row.status) }))).toEqual([
      'LH2002 "flow.derive.v" gives string(10) to plus(); allowed: integer, long, decimal, double; give another value, or cast it',
    ]);
    // @ts-expect-error text is no number
    expect(derived((row) => ({ v: row.status.plus(1) }))).toEqual([
      'LH2002 "flow.derive.v" gives string(10) to plus(); allowed: integer, long, decimal, double; give another value, or cast it',
    ]);
    // @ts-expect-error text is no number
    expect(derived((row) => ({ v: row.amount.times('2') }))).toEqual([
      'LH2002 "flow.derive.v" gives string(1) to times(); allowed: integer, long, decimal, double; give another value, or cast it',
    ]);
    // @ts-expect-error a double has no exact value
    expect(derived((row) => ({ v: row.amount.minus(row.share) }))).toEqual([
      'LH2003 "flow.derive.v" mixes decimal(12,2) with double in minus(); allowed: values of one type; cast one of them',
    ]);
    // @ts-expect-error a double has no exact value
    expect(derived((row) => ({ v: row.share.dividedBy(2, 2) }))).toEqual([
      'LH2002 "flow.derive.v" gives double to dividedBy(); allowed: integer, long, decimal; give another value, or cast it',
    ]);
  });

  it('is not compared with', () => {
    // @ts-expect-error a date and a number
    expect(derived((row) => ({ v: row.day.lessThan(20260101) }))).toEqual([
      'LH2003 "flow.derive.v" compares date with integer; allowed: values of one type; cast one of them',
    ]);
    // @ts-expect-error a date and a timestamp
    expect(derived((row) => ({ v: row.day.equals(row.at) }))).toEqual([
      'LH2003 "flow.derive.v" compares date with timestamp; allowed: values of one type; cast one of them',
    ]);
    // @ts-expect-error text beside a number
    expect(derived((row) => ({ v: row.status.isIn(['new', 1]) }))).toEqual([
      'LH2003 "flow.derive.v" mixes string(10) with integer in isIn(); allowed: values of one type; cast one of them',
    ]);
    // @ts-expect-error text beside a number
    expect(derived((row) => ({ v: row.status.coalesce(0) }))).toEqual([
      'LH2003 "flow.derive.v" mixes string(10) with integer in coalesce(); allowed: values of one type; cast one of them',
    ]);
    expect(derived((row) => ({ v: row.id.lessThan(row.amount).and(row.day.equals('2026-01-01')) }))).toEqual(
      [],
    );
  });

  it('is not summed', () => {
    const texts = read(sales).aggregate(
      (row) => ({ day: row.day }),
      // @ts-expect-error text is no number
      (row) => ({ v: sum(row.status) }),
    );
    expect(mistakesOf(texts)).toEqual([
      'LH2002 "flow.aggregate.v" gives string(10) to sum(); allowed: integer, long, decimal; give another value, or cast it',
    ]);
    const doubles = read(sales).aggregate(
      (row) => ({ day: row.day }),
      // @ts-expect-error a double has no exact sum
      (row) => ({ v: sum(row.share) }),
    );
    expect(mistakesOf(doubles)).toEqual([
      'LH2002 "flow.aggregate.v" gives double to sum(); allowed: integer, long, decimal; give another value, or cast it',
    ]);
  });

  it('has none of the functions of others', () => {
    // @ts-expect-error a number is no text
    expect(derived((row) => ({ v: row.id.lower() }))).toEqual([
      'LH2002 "flow.derive.v" gives long to lower(); allowed: string; give another value, or cast it',
    ]);
    // @ts-expect-error a number is no text
    expect(derived((row) => ({ v: row.id.pseudonym() }))).toEqual([
      'LH2002 "flow.derive.v" gives long to pseudonym(); allowed: string; give another value, or cast it',
    ]);
    // @ts-expect-error text is no number
    expect(derived((row) => ({ v: row.status.toDate() }))).toEqual([
      'LH2002 "flow.derive.v" gives string(10) to cast(); allowed: timestamp; give another value, or cast it',
    ]);
    // @ts-expect-error a timestamp is no day
    expect(derived((row) => ({ v: row.at.addDays(1) }))).toEqual([
      'LH2002 "flow.derive.v" gives timestamp to addDays(); allowed: date; give another value, or cast it',
    ]);
    // @ts-expect-error a decimal has more than one text
    expect(derived((row) => ({ v: row.amount.toText() }))).toEqual([
      'LH2002 "flow.derive.v" gives decimal(12,2) to cast(); allowed: integer, long, date; give another value, or cast it',
    ]);
  });

  it('is no condition', () => {
    // @ts-expect-error text is no number
    expect(mistakesOf(read(sales).filter((row) => row.status))).toEqual([
      'LH3001 "flow.filter.condition" is string(10); allowed: a condition, which is true or false; compare it with something',
    ]);
    // @ts-expect-error a number is no condition
    expect(derived((row) => ({ v: row.paid.and(row.id) }))).toEqual([
      'LH2002 "flow.derive.v" gives long to and(); allowed: boolean; give another value, or cast it',
    ]);
    // @ts-expect-error text is no number
    expect(derived((row) => ({ v: row.status.not() }))).toEqual([
      'LH2002 "flow.derive.v" gives string(10) to not(); allowed: boolean; give another value, or cast it',
    ]);
    // @ts-expect-error undefined, as a misspelt name gives in JavaScript
    expect(derived((row) => ({ v: row.paid.or(undefined) }))).toEqual([
      'LH2008 "flow.derive.v" has undefined or null where a value belongs; give a value; isNull() asks for rows without one',
    ]);
  });

  it('is no day of an as-of join', () => {
    const options = { on: ['currency'], otherDay: 'rate_day', maxAgeDays: 7 } as const;
    // @ts-expect-error a timestamp is no day
    expect(mistakesOf(read(sales).asOfJoin(read(rates), { ...options, day: 'at' }))).toEqual([
      'LH3005 "flow.asOfJoin" goes by "at", which is timestamp; allowed: dates; derive one with toDate()',
    ]);
    expect(mistakesOf(read(sales).asOfJoin(read(rates), { ...options, day: 'day' }))).toEqual([]);
  });
});

describe('a contract', () => {
  it('has its event time among its columns', () => {
    const orders = dataContract('orders', {
      description: 'Orders',
      columns: { id: t.long().key(), placed_at: t.timestamp() },
      // @ts-expect-error misspelt column
      eventTime: 'placed_ta',
      delivery: { kind: 'stream', partitions: 1, every: hours(1) },
      expectedRowsPerDay: 1,
    });
    expect(mistakesOf(read(mapping(orders)))).toEqual([]);
    const { relation } = mapping(orders);
    expect(relation.mistakes.map(sentenceOf)).toEqual([
      'LH2001 "flow.dedupe" names "placed_ta", which is no column (did you mean "placed_at"?); allowed: id, placed_at; name one of these',
    ]);
  });

  it('puts rules on the kinds that have them', () => {
    // @ts-expect-error only text has patterns
    expect(t.integer().matching(/[0-9]+/).column.type).toEqual({ kind: 'integer' });
    // @ts-expect-error only exact numbers have bounds
    expect(t.string(5).atLeast(1).column.type).toEqual({ kind: 'string', length: 5 });
  });
});

describe('a mapping', () => {
  const orders = dataContract('orders', {
    description: 'Orders',
    columns: { id: t.long().key(), amount: t.decimal(8, 2), placed_at: t.timestamp() },
    eventTime: 'placed_at',
    delivery: { kind: 'stream', partitions: 1, every: hours(1) },
    expectedRowsPerDay: 1,
  });

  it('goes on with the columns of its contract', () => {
    const clean = mapping(orders, {
      // @ts-expect-error misspelt column
      then: (rows) => rows.filter((row) => row.amuont.greaterThan(0)),
    });
    expect(stepsOf(clean.relation).flatMap(({ mistakes }) => mistakes.map(sentenceOf))).toEqual([
      'LH2001 "flow.filter.condition" names "amuont", which is no column (did you mean "amount"?); allowed: amount, id, placed_at; name one of these',
    ]);
  });

  it('hands on what its further steps make', () => {
    const clean = mapping(orders, {
      then: (rows) => rows.derive((row) => ({ day: row.placed_at.toDate() })),
    });
    expect(mistakesOf(read(clean).filter((row) => row.day.greaterThanOrEqual('2026-01-01')))).toEqual([]);
  });
});

describe('convertCurrency', () => {
  const source = {
    flow: read(rates),
    currency: 'currency',
    day: 'rate_day',
    rate: 'rate',
    quote: 'base-per-unit',
  } as const;
  const euros = { currency: 'currency', day: 'day', base: 'EUR', rates: source } as const;

  it('converts columns that are there', () => {
    // @ts-expect-error misspelt column
    const converted = convertCurrency(read(sales), { ...euros, amounts: { amuont: 'amount_eur' } });
    expect(mistakesOf(converted)).toContainEqual(
      expect.stringContaining('names "amuont", which is no column (did you mean "amount"?)'),
    );
  });

  it('converts numbers', () => {
    // @ts-expect-error text is no number
    const converted = convertCurrency(read(sales), { ...euros, amounts: { status: 'status_eur' } });
    expect(mistakesOf(converted)).toContain(
      'LH2002 "flow.derive.status_eur" gives string(10) to times(); allowed: integer, long, decimal, double; give another value, or cast it',
    );
  });

  it('reads rates from columns that are there', () => {
    const wrong = { ...source, rate: 'rte' } as const;
    // @ts-expect-error misspelt column
    const converted = convertCurrency(read(sales), { ...euros, amounts: { amount: 'eur' }, rates: wrong });
    expect(mistakesOf(converted)[0]).toBe(
      'LH2001 "flow.convertCurrency" names "rte", which is no column (did you mean "rate"?); allowed: currency, rate, rate_day; name one of these',
    );
  });

  it('gives every amount a converted counterpart, and adds the rate', () => {
    const converted = convertCurrency(read(sales), { ...euros, amounts: { amount: 'amount_eur' } });
    const few = converted.select('id', 'amount', 'amount_eur', 'exchange_rate');
    expect(mistakesOf(few)).toEqual([]);
    // @ts-expect-error the quoted rate has done its work
    expect(mistakesOf(converted.select('quoted_rate'))).toHaveLength(1);
  });
});

it('a delivery in days has the length of a day', () => {
  // @ts-expect-error a number alone says nothing of its unit
  const every: ReturnType<typeof days> = 5;
  expect(every).not.toEqual(days(5));
});

type KindsOf<T> = T extends { readonly schema?: infer S } ? Extract<S, Schema> : never;

describe('a history', () => {
  const prices = dataContract('prices', {
    description: 'Prices, when one changes',
    columns: {
      sku: t.string(20).key(),
      price: t.decimal(8, 2),
      note: t.string(80),
      changed_at: t.timestamp(),
    },
    eventTime: 'changed_at',
    delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'csv' } },
    expectedRowsPerDay: 10,
  });

  it('has the key, what it tracks, and between which times that held', () => {
    const history = slowlyChanging('price_history', { from: prices, track: ['price'] });
    expect(mistakesOf(read(history).select('sku', 'price', 'is_current'))).toEqual([]);
    // @ts-expect-error note is not tracked
    read(history).select('note');
    // @ts-expect-error there is no such column
    slowlyChanging('price_history', { from: prices, track: ['pryce'] });
  });

  it('tracks what its steps make', () => {
    const history = slowlyChanging('price_history', {
      from: prices,
      track: ['cents'],
      then: (rows) => rows.derive((row) => ({ cents: row.price.times(100) })),
    });
    expect(mistakesOf(read(history).select('sku', 'cents'))).toEqual([]);
    // @ts-expect-error price is not tracked
    read(history).select('price');
  });
});
