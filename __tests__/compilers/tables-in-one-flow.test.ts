import fc from 'fast-check';
import { type Table } from '../../model';
import { count, read, silverTable, sum } from '../../model';
import {
  rowsIn,
  type RunOptions,
  runOnDelta,
  runTogether,
  type Silver,
  type TogetherOptions,
} from '../support/delta-runs';
import {
  booked,
  cleanPayments,
  cleanRates,
  dayOf,
  delivered,
  large,
  LATENESS,
} from '../support/late-payments';

/**
 * Tables that read each other and are filled by one data flow have the rows that they have when each has a data flow of its own, one after the
 * other: whatever arrives, and whether a source is read before a table is written or after.
 */

/** Computed whole, of a table whose time range is replaced; it reads that twice. */
const perDay = silverTable('per_day', {
  key: ['booking_day'],
  write: 'overwrite',
  flow: read(booked)
    .aggregate(
      (row) => ({ booking_day: row.booking_day }),
      (row) => ({ amount_eur: sum(row.amount_eur) }),
    )
    .join(
      read(booked).aggregate(
        (row) => ({ booking_day: row.booking_day }),
        () => ({ payments: count() }),
      ),
      { on: ['booking_day'], how: 'inner' },
    ),
});
/** Of a table that is computed whole itself. */
const busyDays = silverTable('busy_days', {
  key: ['booking_day'],
  flow: read(perDay).filter((row) => row.payments.greaterThan(1)),
});
/** Of a table that is merged by key, whatever is newest. */
const captured = silverTable('captured', {
  key: ['id'],
  write: 'overwrite',
  flow: read(cleanPayments).filter((row) => row.status.equals('captured')),
});
/** Of a table that loses rows because the one that it reads loses them. */
const largest = silverTable('largest', {
  key: ['id'],
  write: 'overwrite',
  flow: read(large).filter((row) => row.amount_eur.greaterThanOrEqual(200)),
});
const TABLES: readonly Table[] = [
  cleanPayments,
  cleanRates,
  booked,
  large,
  largest,
  perDay,
  busyDays,
  captured,
];
const BRONZE = new Set<Table>([cleanPayments, cleanRates]);

const DAYS = 5;
const below = (limit: number) => fc.nat({ max: limit - 1 });
const window = fc.record({
  payments: fc.array(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      day: below(DAYS),
      minute: below(3),
      status: fc.constantFrom('captured', 'captured', 'open'),
      currency: fc.constantFrom('EUR', 'USD'),
      amount: fc.constantFrom(10, 99.99, 100, 250),
    }),
    { maxLength: 4 },
  ),
  rates: fc.array(
    fc.record({ currency: fc.constant('USD'), day: below(DAYS), rate: fc.constantFrom(0.5, 1.25) }),
    { maxLength: 2 },
  ),
});
const windows = fc.array(window, { minLength: 1, maxLength: 4 });
/** Which sources are read after the tables are written, by their streams. */
const order = fc.func(fc.boolean());

/** One data flow after the other, each of what is there when it begins. */
function apart(inputs: ReturnType<typeof delivered>, before: Silver, options: RunOptions): Silver {
  let silver = before;
  for (const table of TABLES) {
    const empty = { columns: table.columns.map(({ name }) => ({ name, type: 'string' })), rows: [] };
    const there = Object.fromEntries(TABLES.map(({ name }) => [name, silver[name] ?? empty]));
    silver = runOnDelta(table, BRONZE.has(table) ? inputs : there, silver, options).silver;
  }
  return silver;
}

function compared(silver: Silver): Record<string, string[]> {
  return Object.fromEntries(TABLES.map((table) => [table.name, rowsIn(silver[table.name], table.columns)]));
}

type Arrival = typeof window extends fc.Arbitrary<infer One> ? One : never;

/** Runs window after window, together and apart. */
function expectTheSame(
  arriving: readonly Arrival[],
  isReadAfter: (stream: string) => boolean,
  mutation: Pick<TogetherOptions, 'rewrite'> = {},
): void {
  let silver: Silver = {};
  arriving.forEach(({ payments, rates }, index) => {
    const inputs = delivered(payments, rates);
    const options = { rangeStart: dayOf(index - LATENESS), ...mutation };
    const [before, after] = [silver, apart(inputs, silver, { rangeStart: options.rangeStart })];
    expect(compared(runTogether(TABLES, inputs, before, options).silver)).toEqual(compared(after));
    for (const table of TABLES) {
      // What a table takes from itself is read before its own rows are written, everything else before or after.
      const seen: TogetherOptions['seen'] = (stream, folder) =>
        folder !== table.name && isReadAfter(stream) ? after : before;
      const run = runTogether(TABLES, inputs, before, { ...options, seen });
      expect(rowsIn(run.silver[table.name], table.columns)).toEqual(compared(after)[table.name]);
    }
    silver = after;
  });
}

describe('tables in one data flow that read each other', () => {
  it('have the rows of one data flow after the other, in whichever order sources are read and tables written', () => {
    fc.assert(
      fc.property(windows, order, (arriving, isReadAfter) => expectTheSame(arriving, isReadAfter)),
      { numRuns: 15 },
    );
  });
});

describe('the comparison notices', () => {
  const payment = (id: 'a' | 'b', day: number, status: 'captured' | 'open'): Arrival => ({
    payments: [{ id, day, minute: 0, status, currency: 'EUR', amount: 250 }],
    rates: [],
  });
  const nothing: Arrival = { payments: [], rates: [] };

  it.each<[string, readonly Arrival[], RegExp, string]>([
    [
      'rows with other keys that are left out',
      [payment('a', 0, 'captured'), payment('b', 0, 'captured')],
      /negate:true(,\s+broadcast: 'auto'\) ~> booked0untouchedCleanPayments1)/,
      'negate:false$1',
    ],
    [
      'rows of a range whose source is gone',
      [payment('a', 0, 'captured'), payment('a', 1, 'open')],
      /filter\(isNull.*\) ~> largest0earlier1/,
      'filter(true()) ~> largest0earlier1',
    ],
    [
      'rows of any age that a newer version of their source has replaced',
      [payment('a', 0, 'captured'), nothing, nothing, nothing, nothing, payment('a', 4, 'open')],
      /large0earlier1, booked0sourceKeys1 exists\([^~]*~> large0unread1/,
      'large0earlier1 filter(true()) ~> large0unread1',
    ],
  ])('%s', (_, arriving, from, to) => {
    const rewrite = (script: string): string => {
      const rewritten = script.replace(from, to);
      if (rewritten === script) throw new Error(`the script has no ${String(from)}`);
      return rewritten;
    };
    expectTheSame(arriving, () => false);
    expect(() => expectTheSame(arriving, () => false, { rewrite })).toThrow(/deep equality/);
  });
});
