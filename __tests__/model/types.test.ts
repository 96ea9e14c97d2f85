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
  stepsOf,
  sum,
  t,
  tableReference,
} from '../../model';

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

const problemsOf = <S extends Schema>(flow: Flow<S>): string[] =>
  stepsOf(flow.relation).flatMap(({ problems }) => problems);
const columnsOf = <S extends Schema>(flow: Flow<S>): string[] =>
  flow.relation.columns.map(({ name }) => name);

describe('a column that is not there', () => {
  const near = /there is no column "amuont" \(did you mean "amount"\?\)/;

  it('is not selected, renamed, checked or deduplicated by', () => {
    // @ts-expect-error misspelt column
    expect(problemsOf(read(sales).select('id', 'amuont'))).toEqual([expect.stringMatching(near)]);
    // @ts-expect-error misspelt column
    expect(problemsOf(read(sales).rename({ amuont: 'money' }))).toEqual([expect.stringMatching(near)]);
    // @ts-expect-error misspelt column
    expect(problemsOf(read(sales).check('rule', () => ({}), ['amuont']))).toEqual([
      expect.stringMatching(near),
    ]);
    // @ts-expect-error misspelt column
    expect(problemsOf(read(sales).dedupe({ by: ['amuont'], newest: [] }))).toEqual([
      expect.stringMatching(near),
    ]);
  });

  it('is not renamed beside one that is', () => {
    // @ts-expect-error misspelt column
    expect(problemsOf(read(sales).rename({ amuont: 'money', day: 'sold_on' }))).toEqual([
      expect.stringMatching(near),
    ]);
  });

  it('is not computed with', () => {
    // @ts-expect-error misspelt column
    expect(problemsOf(read(sales).derive((row) => ({ twice: row.amuont.times(2) })))).toEqual([
      expect.stringMatching(near),
    ]);
    // @ts-expect-error misspelt column
    expect(problemsOf(read(sales).filter((row) => row.amuont.greaterThan(0)))).toEqual([
      expect.stringMatching(near),
    ]);
    const total = read(sales).aggregate(
      (row) => ({ day: row.day }),
      // @ts-expect-error misspelt column
      (row) => ({ total: sum(row.amuont) }),
    );
    expect(problemsOf(total)).toEqual([expect.stringMatching(near)]);
  });

  it('is gone after a select, and has its new name after a rename', () => {
    const few = read(sales).select('id', 'day').rename({ day: 'sold_on' });
    // @ts-expect-error left out by the select
    expect(problemsOf(few.filter((row) => row.amount.greaterThan(0)))).toEqual([
      expect.stringContaining('there is no column "amount"; allowed: id, sold_on; name one of these'),
    ]);
    // @ts-expect-error renamed before
    expect(problemsOf(few.filter((row) => row.day.isNull()))).toEqual([
      expect.stringContaining('there is no column "day"; allowed: id, sold_on; name one of these'),
    ]);
    expect(problemsOf(few.filter((row) => row.sold_on.isNull()))).toEqual([]);
  });

  it('on one side is not joined on', () => {
    const paid = read(sales);
    // @ts-expect-error the sale is called "id" there
    expect(problemsOf(read(refunds).join(paid, { on: ['sale_id'], how: 'left' }))).toContainEqual(
      expect.stringContaining(
        'join: there is no column "sale_id"; allowed: amount, at, currency, day, id, order_id',
      ),
    );
    const fitting = read(refunds).join(paid.rename({ id: 'sale_id' }), { on: ['sale_id'], how: 'left' });
    expect(problemsOf(fitting)).toEqual([]);
    expect(columnsOf(fitting).slice(0, 3)).toEqual(['sale_id', 'refunded', 'order_id']);
  });
});

describe('a value of another kind', () => {
  const derived = (build: Parameters<Flow<KindsOf<typeof sales>>['derive']>[0]): string[] =>
    problemsOf(read(sales).derive(build));

  it('is not added, multiplied or divided by', () => {
    // @ts-expect-error text is no number
    expect(derived((row) => ({ v: row.amount.plus(row.status) }))).toEqual([
      'derive "v": plus: cannot take string(10)',
    ]);
    // @ts-expect-error text is no number
    expect(derived((row) => ({ v: row.status.plus(1) }))).toEqual([
      'derive "v": plus: cannot take string(10)',
    ]);
    // @ts-expect-error text is no number
    expect(derived((row) => ({ v: row.amount.times('2') }))).toEqual([
      'derive "v": times: cannot take string(1)',
    ]);
    // @ts-expect-error a double has no exact value
    expect(derived((row) => ({ v: row.amount.minus(row.share) }))).toEqual([
      'derive "v": minus: cannot mix decimal(12,2) with double; cast one of them',
    ]);
    // @ts-expect-error a double has no exact value
    expect(derived((row) => ({ v: row.share.dividedBy(2, 2) }))).toEqual([
      'derive "v": dividedBy: cannot take double',
    ]);
  });

  it('is not compared with', () => {
    // @ts-expect-error a date and a number
    expect(derived((row) => ({ v: row.day.lessThan(20260101) }))).toEqual([
      'derive "v": cannot compare date with integer; cast one of them',
    ]);
    // @ts-expect-error a date and a timestamp
    expect(derived((row) => ({ v: row.day.equals(row.at) }))).toEqual([
      'derive "v": cannot compare date with timestamp; cast one of them',
    ]);
    // @ts-expect-error text beside a number
    expect(derived((row) => ({ v: row.status.isIn(['new', 1]) }))).toEqual([
      'derive "v": isIn: cannot mix string(10) with integer; cast one of them',
    ]);
    // @ts-expect-error text beside a number
    expect(derived((row) => ({ v: row.status.coalesce(0) }))).toEqual([
      'derive "v": coalesce: cannot mix string(10) with integer; cast one of them',
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
    expect(problemsOf(texts)).toEqual(['aggregate "v": sum: cannot take string(10)']);
    const doubles = read(sales).aggregate(
      (row) => ({ day: row.day }),
      // @ts-expect-error a double has no exact sum
      (row) => ({ v: sum(row.share) }),
    );
    expect(problemsOf(doubles)).toEqual(['aggregate "v": sum: cannot take double']);
  });

  it('has none of the functions of others', () => {
    // @ts-expect-error a number is no text
    expect(derived((row) => ({ v: row.id.lower() }))).toEqual(['derive "v": lower: cannot take long']);
    // @ts-expect-error a number is no text
    expect(derived((row) => ({ v: row.id.pseudonym() }))).toEqual([
      'derive "v": pseudonym: cannot take long',
    ]);
    // @ts-expect-error text is no number
    expect(derived((row) => ({ v: row.status.toDate() }))).toEqual([
      'derive "v": cast: cannot take string(10)',
    ]);
    // @ts-expect-error a timestamp is no day
    expect(derived((row) => ({ v: row.at.addDays(1) }))).toEqual([
      'derive "v": addDays: cannot take timestamp',
    ]);
    // @ts-expect-error a decimal has more than one text
    expect(derived((row) => ({ v: row.amount.toText() }))).toEqual([
      'derive "v": cast: cannot take decimal(12,2)',
    ]);
  });

  it('is no condition', () => {
    // @ts-expect-error text is no number
    expect(problemsOf(read(sales).filter((row) => row.status))).toEqual([
      'filter "condition" is string(10); give a condition',
    ]);
    // @ts-expect-error a number is no condition
    expect(derived((row) => ({ v: row.paid.and(row.id) }))).toEqual(['derive "v": and: cannot take long']);
    // @ts-expect-error text is no number
    expect(derived((row) => ({ v: row.status.not() }))).toEqual(['derive "v": not: cannot take string(10)']);
    // @ts-expect-error undefined, as a misspelt name gives in JavaScript
    expect(derived((row) => ({ v: row.paid.or(undefined) }))).toEqual([
      'derive "v": a value is missing (undefined)',
    ]);
  });

  it('is no day of an as-of join', () => {
    const options = { on: ['currency'], otherDay: 'rate_day', maxAgeDays: 7 } as const;
    // @ts-expect-error a timestamp is no day
    expect(problemsOf(read(sales).asOfJoin(read(rates), { ...options, day: 'at' }))).toEqual([
      'asOfJoin needs a date in "at", found timestamp; derive one with toDate()',
    ]);
    expect(problemsOf(read(sales).asOfJoin(read(rates), { ...options, day: 'day' }))).toEqual([]);
  });
});

describe('a contract', () => {
  it('has its event time among its columns', () => {
    const orders = dataContract('orders', {
      description: 'Orders',
      columns: { id: t.long().key(), placed_at: t.timestamp() },
      // @ts-expect-error misspelt column
      eventTime: 'placed_ta',
      delivery: { kind: 'stream', partitions: 1, retentionDays: 1, every: hours(1) },
      expectedRowsPerDay: 1,
    });
    expect(problemsOf(read(mapping(orders)))).toEqual([]);
    const { relation } = mapping(orders);
    expect(relation.problems).toEqual([
      'dedupe: there is no column "placed_ta" (did you mean "placed_at"?); allowed: id, placed_at; name one of these',
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
    delivery: { kind: 'stream', partitions: 1, retentionDays: 1, every: hours(1) },
    expectedRowsPerDay: 1,
  });

  it('goes on with the columns of its contract', () => {
    const clean = mapping(orders, {
      // @ts-expect-error misspelt column
      then: (rows) => rows.filter((row) => row.amuont.greaterThan(0)),
    });
    expect(stepsOf(clean.relation).flatMap(({ problems }) => problems)).toEqual([
      'filter "condition": there is no column "amuont" (did you mean "amount"?); allowed: amount, id, placed_at; name one of these',
    ]);
  });

  it('hands on what its further steps make', () => {
    const clean = mapping(orders, {
      then: (rows) => rows.derive((row) => ({ day: row.placed_at.toDate() })),
    });
    expect(problemsOf(read(clean).filter((row) => row.day.greaterThanOrEqual('2026-01-01')))).toEqual([]);
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
    expect(problemsOf(converted)).toContainEqual(
      expect.stringContaining('there is no column "amuont" (did you mean "amount"?)'),
    );
  });

  it('converts numbers', () => {
    // @ts-expect-error text is no number
    const converted = convertCurrency(read(sales), { ...euros, amounts: { status: 'status_eur' } });
    expect(problemsOf(converted)).toContain('derive "status_eur": times: cannot take string(10)');
  });

  it('reads rates from columns that are there', () => {
    const wrong = { ...source, rate: 'rte' } as const;
    // @ts-expect-error misspelt column
    const converted = convertCurrency(read(sales), { ...euros, amounts: { amount: 'eur' }, rates: wrong });
    expect(problemsOf(converted)[0]).toBe(
      'convertCurrency: there is no column "rte" (did you mean "rate"?); allowed: currency, rate, rate_day; name one of these',
    );
  });

  it('gives every amount a converted counterpart, and adds the rate', () => {
    const converted = convertCurrency(read(sales), { ...euros, amounts: { amount: 'amount_eur' } });
    const few = converted.select('id', 'amount', 'amount_eur', 'exchange_rate');
    expect(problemsOf(few)).toEqual([]);
    // @ts-expect-error the quoted rate has done its work
    expect(problemsOf(converted.select('quoted_rate'))).toHaveLength(1);
  });
});

it('a delivery in days has the length of a day', () => {
  // @ts-expect-error a number alone says nothing of its unit
  const every: ReturnType<typeof days> = 5;
  expect(every).not.toEqual(days(5));
});

type KindsOf<T> = T extends { readonly schema?: infer S } ? Extract<S, Schema> : never;
