import fc from 'fast-check';
import {
  compileRule,
  compileRulesQuery,
  outputsOf,
  referenceInput,
  timedInput,
} from '../../compilers/internal';
import {
  alert,
  type Column,
  count,
  countDistinct,
  dataContract,
  goldView,
  hours,
  max,
  min,
  minutes,
  read,
  referenceAlert,
  sessions,
  type AlertRule,
  sum,
  t,
  tableReference,
  velocity,
} from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { iso, Moment, runJob, type Value } from '../emulators/stream-analytics';

/** One meaning of alert rules: what the job's query says, as documented, and what the preview computes. */
const payments = dataContract('payments', {
  description: 'Payments',
  columns: {
    id: t.string(20).key(),
    card: t.string(20).nullable(),
    item: t.string(20).nullable(),
    pieces: t.integer().nullable(),
    amount: t.decimal(12, 2).nullable().physicalName('Amount (EUR)'),
    refused: t.boolean().nullable(),
    at: t.timestamp(),
  },
  eventTime: 'at',
  delivery: { kind: 'stream', partitions: 1, every: hours(1) },
  expectedRowsPerDay: 1,
});
const stock = goldView('stock', {
  key: ['item'],
  flow: read(
    tableReference('shop', 'counted', {
      item: t.string(20).key(),
      pieces: t.integer().nullable(),
      weight: t.decimal(8, 2),
    }),
  ),
});
type Event = Readonly<Record<keyof (typeof payments)['columns'], string | number | boolean | null>>;
type Item = { readonly item: string; readonly pieces: number | null; readonly weight: number };

let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

const START = Date.UTC(2026, 0, 5);
const clock = (minute: number, millisecond = 0): string => iso(START + minute * 60_000 + millisecond);
const quiet: Event = { id: 'p', card: 'a', item: 'x', pieces: 1, amount: 1, refused: false, at: clock(0) };

function inJob(rule: AlertRule, events: readonly Event[], items: readonly Item[]): string[] {
  const delivered = events.map((event) => ({
    arrival: Date.parse(String(event.at)) || 0,
    payload: Object.fromEntries(
      Object.entries<Value>(event).map(([name, value]) => [
        (payments.columns as Readonly<Record<string, Column>>)[name]?.physicalName ?? name,
        value,
      ]),
    ),
  }));
  const { text } = compileRulesQuery([payments], [rule]);
  const outputs = runJob(text, {
    streams: { payments: delivered, [timedInput('payments')]: delivered },
    references: rule.kind === 'reference' ? { [referenceInput(rule)]: items } : {},
  });
  const [output = ''] = outputsOf(rule, undefined);
  return (outputs[output] ?? [])
    .map((row) =>
      Object.entries(row)
        .map(([name, value]) => `${name}=${value instanceof Moment ? iso(value.at) : plain(value)}`)
        .join(' '),
    )
    .sort();
}

async function inPreview(
  rule: AlertRule,
  events: readonly Event[],
  items: readonly Item[],
): Promise<string[]> {
  const names = Object.keys(payments.columns) as (keyof Event)[];
  const text = (value: Exclude<Value, Moment>): string => (value === null ? 'NULL' : `'${plain(value)}'`);
  await engine.run(`CREATE OR REPLACE TABLE raw (${names.map((name) => `"${name}" VARCHAR`).join(', ')})`);
  await engine.run('CREATE OR REPLACE TABLE gold (item VARCHAR, pieces INTEGER, weight DECIMAL(8,2))');
  for (const event of events)
    await engine.run(`INSERT INTO raw VALUES (${names.map((name) => text(event[name])).join(', ')})`);
  for (const { item, pieces, weight } of items)
    await engine.run(`INSERT INTO gold VALUES ('${item}', ${pieces}, ${weight})`);
  const query = compileRule(rule, payments, ({ zone }) => (zone === 'bronze' ? 'raw' : 'gold'));
  const columns = await engine.rows(`DESCRIBE ${query}`);
  const cells = columns.map(({ column_name: name, column_type: type }) =>
    type === 'TIMESTAMP'
      ? `strftime("${name}", '%Y-%m-%dT%H:%M:%S.%gZ') AS "${name}"`
      : `CAST("${name}" AS VARCHAR) AS "${name}"`,
  );
  const rows = await engine.rows(`SELECT ${cells.join(', ')} FROM (${query})`);
  return rows
    .map((row) =>
      Object.entries(row)
        .map(([name, value]) => `${name}=${plain(value)}`)
        .join(' '),
    )
    .sort();
}

function plain(value: Exclude<Value, Moment>): string {
  const words: Readonly<Record<string, string>> = { true: '1', false: '0' };
  const known = words[String(value)];
  if (known !== undefined) return known;
  return /^-?\d+\.\d+$/.test(String(value)) ? String(Number(value)) : String(value);
}

/** Both sides, once they are found to be the same. */
async function alertsOf(
  rule: AlertRule,
  events: readonly Event[],
  items: readonly Item[] = [],
): Promise<string[]> {
  const expected = inJob(rule, events, items);
  expect(await inPreview(rule, events, items)).toEqual(expected);
  return expected;
}

const manyPayments = velocity('card-velocity', payments, {
  description: 'Many payments with one card',
  by: ['card'],
  within: minutes(10),
  atLeast: 3,
  payload: ['id', 'card'],
});
const muchMoney = velocity('card-money', payments, {
  description: 'Much money with one card',
  by: ['card', 'item'],
  when: (event) => event.refused.equals(false).or(event.pieces.greaterThan(2)),
  within: minutes(5),
  atLeast: 2,
  sum: { of: 'amount', atLeast: 10.5 },
  payload: ['id'],
});
const visits = sessions('visits', payments, {
  description: 'Visits',
  by: ['card'],
  gap: minutes(5),
  maxDuration: minutes(20),
  aggregates: (event) => ({
    spent: sum(event.amount),
    most: max(event.pieces),
    first: min(event.at),
    items: countDistinct(event.item),
    payments: count(),
  }),
});
const tooMany = referenceAlert('too-many', payments, {
  description: 'More than there are',
  reference: stock,
  on: ['item'],
  when: (event, reference) => reference.pieces.lessThan(event.pieces).and(reference.weight.greaterThan(0.5)),
  payload: ['id', 'item', 'pieces', 'reference_pieces'],
});
const unknownItem = referenceAlert('unknown-item', payments, {
  description: 'Nobody knows the item',
  reference: stock,
  on: ['item'],
  how: 'left',
  when: (event, reference) => reference.item.isNull().and(event.refused.equals(false)),
  payload: ['id', 'item'],
});
const large = alert('large', payments, {
  description: 'Large',
  when: (event) => event.amount.greaterThanOrEqual(5).and(event.item.isIn(['x', 'y'])),
  payload: ['id', 'amount', 'refused'],
});

const anyEvents = fc
  .array(
    fc.record({
      card: fc.constantFrom('a', 'a', 'a', 'b', null),
      item: fc.constantFrom('x', 'y', 'z', 'X', null),
      pieces: fc.constantFrom(0, 1, 2, 3, null, 'many'),
      // Quarters add up exactly in any order.
      amount: fc.constantFrom(0, 0.25, 2.5, 5, 10.75, null, 'n/a'),
      refused: fc.constantFrom(true, false, null, 'maybe'),
      // Whole minutes, so that windows and pauses are met to the millisecond, and now and then just missed.
      pause: fc.constantFrom(0, 1, 2, 3, 4, 5, 5, 7, 12),
      part: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 59_999),
    }),
    { maxLength: 25, size: 'max' },
  )
  .map((drawn) => {
    let minute = 0;
    const events = drawn.map(({ pause, part, ...event }, index): Event => {
      minute += pause;
      return { ...event, id: `p${index}`, at: clock(minute, part) };
    });
    // Not in the order in which they happened.
    return [...events.filter((_, index) => index % 3 === 1), ...events.filter((_, index) => index % 3 !== 1)];
  });
const anyItems = fc.uniqueArray(
  fc.record({
    item: fc.constantFrom('x', 'y', 'X'),
    pieces: fc.constantFrom(0, 1, 2, null),
    weight: fc.constantFrom(0.25, 1.5),
  }),
  { selector: ({ item }) => item, minLength: 1 },
);

describe('a rule means the same in the job and in the preview', () => {
  it.each<[string, AlertRule]>([
    ['a velocity by count', manyPayments],
    ['a velocity by count and sum, with a condition', muchMoney],
    ['sessions', visits],
    ['sessions as long as their pause', { ...visits, gap: minutes(7), maxDuration: minutes(7) }],
    ['a reference', tooMany],
    ['a reference without a match', unknownItem],
    ['a single event', large],
  ])('%s', async (_, rule) => {
    await fc.assert(
      fc.asyncProperty(anyEvents, anyItems, async (events, items) => {
        await alertsOf(rule, events, items);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a velocity', () => {
  const at = (id: string, minute: number, part = 0, change: Partial<Event> = {}): Event => ({
    ...quiet,
    id,
    at: clock(minute, part),
    ...change,
  });

  it('is raised at the event that makes it true, and at each that keeps it so', async () => {
    const events = [at('1', 0), at('2', 4), at('3', 8), at('4', 9), at('5', 30)];
    expect(await alertsOf(manyPayments, events)).toEqual([
      `alert=card-velocity id=3 card=a events=3 raised_at=${clock(8)}`,
      `alert=card-velocity id=4 card=a events=4 raised_at=${clock(9)}`,
    ]);
  });

  it('forgets an event when the window is over, to the millisecond', async () => {
    expect(await alertsOf(manyPayments, [at('1', 0), at('2', 5), at('3', 10)])).toEqual([]);
    expect(await alertsOf(manyPayments, [at('1', 0, 1), at('2', 5), at('3', 10)])).toHaveLength(1);
  });

  it('counts neither other cards nor events without a card or a time', async () => {
    const events = [
      at('1', 0),
      at('2', 1),
      at('3', 2, 0, { card: 'b' }),
      at('4', 3, 0, { card: null }),
      at('5', 3, 0, { card: null }),
      at('6', 3, 0, { card: null }),
      at('7', 3, 0, { at: 'yesterday' }),
    ];
    expect(await alertsOf(manyPayments, events)).toEqual([]);
  });

  it('adds up what can be read as a number, and wants both limits reached', async () => {
    const spent = (id: string, minute: number, amount: Event['amount']): Event =>
      at(id, minute, 0, { amount });
    const events = [spent('1', 0, 10), spent('2', 1, 'n/a'), spent('3', 2, 0.5), spent('4', 20, 99)];
    expect(await alertsOf(muchMoney, events)).toEqual([
      `alert=card-money id=3 events=3 total=10.5 raised_at=${clock(2)}`,
    ]);
  });
});

describe('sessions', () => {
  const at = (minute: number, change: Partial<Event> = {}): Event => ({
    ...quiet,
    at: clock(minute),
    ...change,
  });
  const spans = (rows: readonly string[]): string[] =>
    rows.map((row) => /session_start=(\S+) session_end=(\S+) events=(\d+)/.exec(row)!.slice(1).join(' '));

  it('end with a pause that is longer than allowed', async () => {
    const events = [at(1), at(6), at(11.5), at(12, { card: 'b' })];
    expect(spans(await alertsOf(visits, events))).toEqual([
      `${clock(1)} ${clock(6)} 2`,
      `${clock(11.5)} ${clock(11.5)} 1`,
      `${clock(12)} ${clock(12)} 1`,
    ]);
  });

  it('are closed when they are found too old, and go on as others', async () => {
    const events = Array.from({ length: 30 }, (_, index) => at(index * 4 + 1));
    const rows = await alertsOf(visits, events);
    // Looked at every 20 minutes: at 40 the first is 39 minutes old, at 20 it was only 19.
    expect(spans(rows)).toEqual([
      `${clock(1)} ${clock(37)} 10`,
      `${clock(41)} ${clock(77)} 10`,
      `${clock(81)} ${clock(117)} 10`,
    ]);
    expect(rows[0]).toContain(`raised_at=${clock(40)}`);
    expect(rows[2]).toContain(`raised_at=${clock(120)}`);
  });

  it('hold what their aggregates compute', async () => {
    const events = [
      at(0, { amount: 1.25, pieces: 2, item: 'x' }),
      at(2, { amount: null, pieces: 7, item: 'x' }),
      at(3, { amount: 2.5, pieces: null, item: null }),
    ];
    expect(await alertsOf(visits, events)).toEqual([
      `alert=visits card=a session_start=${clock(0)} session_end=${clock(3)} events=3 spent=3.75 most=7 first=${clock(0)} items=1 payments=3 raised_at=${clock(8)}`,
    ]);
  });

  it('may keep to themselves whose they are', async () => {
    const anonymous = sessions('visits', payments, {
      description: 'Visits',
      by: ['card'],
      gap: minutes(5),
      includeKey: false,
    });
    expect(await alertsOf(anonymous, [at(0)])).toEqual([
      `alert=visits session_start=${clock(0)} session_end=${clock(0)} events=1 raised_at=${clock(5)}`,
    ]);
  });
});

describe('a reference alert', () => {
  const items = [
    { item: 'x', pieces: 2, weight: 1 },
    { item: 'y', pieces: null, weight: 1 },
  ];
  const wants = (id: string, item: string | null, pieces: number): Event => ({ ...quiet, id, item, pieces });

  it('compares an event with the row of its key, exactly', async () => {
    const events = [wants('1', 'x', 3), wants('2', 'x', 2), wants('3', 'y', 9), wants('4', 'X', 9)];
    expect(await alertsOf(tooMany, events, items)).toEqual([
      `alert=too-many id=1 item=x pieces=3 reference_pieces=2 raised_at=${clock(0)}`,
    ]);
  });

  it('can ask for what has no row', async () => {
    expect(
      await alertsOf(unknownItem, [wants('1', 'x', 1), wants('2', 'q', 1), wants('3', null, 1)], items),
    ).toEqual([
      `alert=unknown-item id=2 item=q raised_at=${clock(0)}`,
      `alert=unknown-item id=3 item=null raised_at=${clock(0)}`,
    ]);
  });
});
