import {
  bronzeRows,
  passThroughColumns,
  count,
  days,
  type Flow,
  goldTable,
  hours,
  type Interval,
  mapping,
  rank,
  read,
  readTimeRange,
  type Schema,
  silverTable,
  sqlTable,
  t,
  type Table,
  tableReference,
} from '../../model';
import { issuesOf, orders, rated, sold } from '../support/acme';

/** What is wrong with tables that begin with a time range: each mistake alone, word for word. */

const ranged = (within: Interval = days(14), by = 'at') =>
  readTimeRange(sold, { timeColumn: by as 'at', lookback: within });
const flowOf = (flow: unknown): Flow<Schema> => flow as Flow<Schema>;
const issues = (flow: unknown, rest: Partial<Parameters<typeof silverTable>[1]> = {}): string[] =>
  issuesOf([silverTable('late', { flow: flowOf(flow), key: ['id'], ...rest })]);
const wrong = (code: string, prop: string, ...parts: readonly string[]): string[] => [
  `${code} sales/late: "${prop}" ${parts.join('; ')}`,
];

describe('a time range', () => {
  it('are of a silver table, own or published by another department', () => {
    expect(issues(ranged())).toEqual([]);
    const reference = tableReference('sales', 'rated', {
      shop: t.string(20).key(),
      day: t.date().key(),
      rate: t.decimal(8, 4),
    });
    const other = silverTable('late_rates', {
      flow: readTimeRange(reference, { timeColumn: 'day', lookback: days(3) }),
      key: ['shop', 'day'],
    });
    expect(issuesOf([], [other])).toEqual([]);
  });

  it('go by a column that is there, that is a date or a timestamp, and that is never null', () => {
    expect(issues(ranged(days(1), 'att'))).toEqual(
      wrong(
        'LH3000',
        'flow',
        'readTimeRange: there is no column "att" (did you mean "at"?)',
        'allowed: amount, at, email, id, shop',
        'name one of these',
      ),
    );
    expect(issues(ranged(days(1), 'amount'))).toEqual(
      wrong(
        'LH3000',
        'flow',
        'readTimeRange goes by "amount", which is decimal(12,2)',
        'allowed: a date or a timestamp',
        'name the column that dates a row',
      ),
    );
    const paid = tableReference('sales', 'paid', { id: t.long().key(), paid_at: t.timestamp().nullable() });
    const flow = readTimeRange(paid, { timeColumn: 'paid_at', lookback: days(1) });
    expect(flow.relation.problems).toEqual([
      'readTimeRange goes by "paid_at", which can be null; allowed: a column that is never null; give it a value in the table that is read, or name another',
    ]);
  });

  it.each<[string, Interval]>([
    ['36 hours', hours(36)],
    ['0 hours', days(0)],
    ['-24 hours', days(-1)],
    ['90 minutes', { minutes: 90 }],
    ['NaN minutes', { minutes: NaN }],
    ['87624 hours', days(3651)],
  ])('go back whole days, and not %s', (text, within) => {
    expect(issues(ranged(within))).toEqual(
      wrong(
        'LH3000',
        'flow',
        `readTimeRange goes back ${text}`,
        'allowed: whole days, 1 to 3650',
        'give lookback as days(14)',
      ),
    );
  });

  it('are not raw rows', () => {
    const raw = bronzeRows(orders) as unknown as Table<{ id: 'string' }>;
    const [first] = issues(readTimeRange(raw as never, { timeColumn: 'at' as never, lookback: days(1) }));
    expect(first).toBe(
      wrong(
        'LH3000',
        'flow',
        'readTimeRange reads raw rows',
        'allowed: silver tables',
        'declare a mapping, which reads the rows of its window, and read that',
      )[0],
    );
  });

  it('are not of gold, and gold does not read them', () => {
    const inGold = goldTable('totals', { flow: read(sold), key: ['id'] });
    expect(
      issuesOf([
        inGold,
        silverTable('late', {
          flow: readTimeRange(inGold, { timeColumn: 'at', lookback: days(1) }),
          key: ['id'],
        }),
      ]),
    ).toEqual(
      wrong(
        'LH3106',
        'flow',
        'reads sales.totals, a gold table',
        'allowed: bronze and silver for a silver table',
        'read the silver tables it is made of, or make this a gold table',
      ),
    );
    const gold = wrong(
      'LH3201',
      'flow',
      'uses readTimeRange() of "sold", which T-SQL does not offer: gold is computed anew each time',
      'read() the whole table, or do this in a silver table',
    );
    expect(issuesOf([goldTable('late', { flow: ranged(), key: ['id'] })])).toEqual(gold);
    const written = sqlTable('late', {
      text: 'SELECT s.id FROM input.sold AS s',
      reads: { sold: ranged().select('id') },
      columns: { id: t.long().key() },
    });
    expect(issuesOf([written])).toEqual(gold);
  });

  it('are not looked up, also not by a mapping', () => {
    const looked = wrong(
      'LH3301',
      'flow',
      'looks up only a time range of "sold"',
      'allowed: a time range as what a flow begins with, and whole tables beside them',
      'read(…) what is looked up',
    );
    expect(issues(read(sold).antiJoin(ranged(), { on: ['id'] }))).toEqual(looked);
    expect(issues(ranged().semiJoin(ranged(), { on: ['id'] }))).toEqual(looked);
    const known = mapping(orders, {
      name: 'late',
      then: (rows) => rows.semiJoin(ranged(), { on: ['id'] }),
    });
    expect(issuesOf([known])).toEqual(looked);
  });
});

describe('a table of a time range', () => {
  const rows = 'allowed: steps that look at one row at a time, and at whole other tables';
  const whole = "read(…) the whole table, with write: 'overwrite', or do this in a table that reads this one";

  it.each<[string, () => unknown]>([
    [
      'aggregate() or pivot()',
      () =>
        ranged().aggregate(
          (row) => ({ id: row.id, at: row.at }),
          () => ({ orders: count() }),
        ),
    ],
    ['dedupe()', () => ranged().dedupe({ by: ['id'], newest: ['at'] })],
    ['window()', () => ranged().window({ by: ['shop'], order: ['at'] }, () => ({ place: rank() }))],
    [
      'a join with a relation',
      () =>
        ranged().join(
          read(rated)
            .select('shop', 'rate')
            .dedupe({ by: ['shop'], newest: ['rate'] }),
          {
            on: ['shop'],
            how: 'left',
            relation: 'one-to-one',
          },
        ),
    ],
  ])('has no %s of them', (name, flow) => {
    const found = issues(flow(), { key: ['id'] }).filter((issue) => !issue.includes('"key"'));
    expect(found).toEqual(wrong('LH3302', 'flow', `has ${name} on only a time range of "sold"`, rows, whole));
  });

  it('is not united with others', () => {
    const united = ranged().union(read(sold));
    expect(issues(united.dedupe({ by: ['id'], newest: ['at'] }))).toEqual([
      ...wrong('LH3302', 'flow', 'has union() on only a time range of "sold"', rows, whole),
      ...wrong('LH3302', 'flow', 'has dedupe() on only a time range of "sold"', rows, whole),
    ]);
  });

  it('does not compare them with each other', () => {
    const same = wrong(
      'LH3302',
      'flow',
      'compares the rows of a time range of "sold" with each other (checkUnique, or a join with what the flow begins with)',
      rows,
      whole,
    );
    expect(issues(ranged().checkUnique('one-shop', 'shop'))).toEqual(same);
    const begin = ranged();
    expect(issues(begin.semiJoin(begin, { on: ['id'] }))).toEqual(same);
  });

  it('looks up whole tables, row by row', () => {
    const fine = ranged()
      .filter((row) => row.shop.equals('A'))
      .derive((row) => ({ sold_on: row.at.toDate() }))
      .asOfJoin(read(rated), { on: ['shop'], day: 'sold_on', otherDay: 'day', maxAgeDays: 3 })
      .checkReference('known', read(sold), { on: ['id'] })
      .semiJoin(read(sold), { on: ['id'] });
    expect(issues(fine)).toEqual([]);
  });

  it('keeps the column that they go by', () => {
    const lost = wrong(
      'LH3303',
      'flow',
      'reads a time range of "sold" by "at", which the table does not have unchanged',
      'allowed: a flow that keeps the column, so that the rows to replace are found',
      'keep it, and give what is computed from it another name',
    );
    expect(issues(ranged().select('id', 'shop'))).toEqual(lost);
    expect(issues(ranged().derive((row) => ({ at: row.at.toDate().toTimestamp() })))).toEqual(lost);
    expect(issues(ranged().rename({ at: 'sold_at' }))).toEqual([]);
    expect(issues(ranged().derive((row) => ({ at: row.at })))).toEqual([]);
    expect(
      issues(
        ranged()
          .derive((row) => ({ sold_at: row.at }))
          .select('id', 'sold_at'),
      ),
    ).toEqual([]);
  });

  it('is written by upserts alone, of whatever version', () => {
    for (const write of ['overwrite', 'append'] as const) {
      expect(issues(ranged(), { write })).toEqual(
        wrong(
          'LH3304',
          'write',
          `is ${write}, and the flow reads only a time range of "sold"`,
          'allowed: upsert, which replaces these rows and leaves older ones alone',
          'leave "write" out, or read(…) the whole table',
        ),
      );
    }
    expect(issues(ranged(), { newestBy: 'at' })).toEqual(
      wrong(
        'LH3304',
        'newestBy',
        'is "at", and the flow reads only a time range of "sold"',
        'allowed: none: a row of the time range replaces the one that is there, whatever that says',
        'leave it out',
      ),
    );
  });

  it('rereads as many days as the table it reads changes for', () => {
    const first = silverTable('first', {
      flow: ranged(days(14)),
      key: ['id'],
      published: { exposes: [{ column: 'email', reason: 'letters are sent' }] },
    });
    const second = (count: number) =>
      silverTable('late', {
        flow: readTimeRange(first, { timeColumn: 'at', lookback: days(count) }),
        key: ['id'],
      });
    expect(issuesOf([first, second(13)])).toEqual(
      wrong(
        'LH3305',
        'flow',
        'reads the last 13 days of "first", whose own rows change for 14',
        'allowed: 14 days or more',
        'say lookback: days(14)',
      ),
    );
    expect(issuesOf([first, second(14)])).toEqual([]);
    const reference = tableReference('sales', 'first', { id: t.long().key(), at: t.timestamp() });
    const flow = readTimeRange(reference, { timeColumn: 'at', lookback: days(3) });
    expect(issuesOf([first], [silverTable('late', { flow, key: ['id'] })])).toEqual([
      'LH3305 buying/late: "flow" reads the last 3 days of "sales.first", whose own rows change for 14; allowed: 14 days or more; say lookback: days(14)',
    ]);
  });
});

it('columns are carried under their newest name, also when two change places', () => {
  const flow = ranged()
    .derive((row) => ({ day: row.at.toDate(), noted: row.at }))
    .rename({ shop: 'place', id: 'number' });
  expect(Object.fromEntries(passThroughColumns(flow.relation))).toEqual({
    number: 'id',
    place: 'shop',
    amount: 'amount',
    email: 'email',
    at: 'at',
    noted: 'at',
  });
  const stamps = tableReference('sales', 'stamps', {
    id: t.long().key(),
    first: t.date(),
    second: t.date(),
  });
  const swapped = readTimeRange(stamps, { timeColumn: 'first', lookback: days(1) }).derive((row) => ({
    first: row.second,
    second: row.first,
  }));
  expect(Object.fromEntries(passThroughColumns(swapped.relation))).toEqual({
    id: 'id',
    first: 'second',
    second: 'first',
  });
});
