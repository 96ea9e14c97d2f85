import fc from 'fast-check';
import { type Table } from '../../model';
import { rowsIn, type RunOptions, runOnDelta, type Silver } from '../support/delta-runs';
import {
  booked,
  bookedWhole,
  cleanPayments,
  cleanRates,
  dayOf,
  delivered,
  large,
  largeWhole,
  LATENESS,
  type PaymentVersion,
  type RateVersion,
} from '../support/late-payments';

/**
 * What is read in part leaves what reading everything would: whatever is corrected, cancelled, repeated, late within what is
 * declared, and delivered in whatever order, after all windows ran one after the other.
 */

/** Something that is delivered once in time, and perhaps again at any time. */
type Delivery<V> = { readonly value: V; readonly window: number; readonly again: number | undefined };
interface History {
  readonly payments: readonly Delivery<PaymentVersion>[];
  readonly rates: readonly Delivery<RateVersion>[];
  /** So many windows further than the table are the tables that it reads. */
  readonly ahead: number;
  /** A window that is run once more at the end. */
  readonly rerun: number;
}

const DAYS = 7;
const WINDOWS = DAYS + LATENESS;

const below = (limit: number) => fc.nat({ max: limit - 1 });
const version = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  minute: below(3),
  status: fc.constantFrom('captured', 'captured', 'open', 'cancelled'),
  currency: fc.constantFrom('EUR', 'USD'),
  amount: fc.constantFrom(10, 99.99, 100, 250),
});
const again = fc.option(below(WINDOWS), { nil: undefined, freq: 4 });
const rates = fc.array(
  fc
    .record({ day: below(DAYS), delay: below(LATENESS + 1), rate: fc.constantFrom(0, 0.5, 1.25), again })
    .map(({ day, delay, rate, again: repeat }) => ({
      value: { currency: 'USD', day, rate },
      window: day + delay,
      again: repeat,
    })),
  { maxLength: 8 },
);
const run = { ahead: below(3), rerun: below(WINDOWS) };
/** Payments whose newer versions have any later day: the day that a row had is of any age. */
const moving = fc.record({
  ...run,
  rates,
  payments: fc.array(
    fc
      .record({ version, day: below(DAYS), delay: below(LATENESS + 1), again })
      .map(({ version: value, day, delay, again: repeat }) => ({
        value: { ...value, day },
        window: day + delay,
        again: repeat,
      })),
    { minLength: 1, maxLength: 12 },
  ),
});
/** Payments whose versions are all of two days, and here before either is too old. */
const BEGINS: Readonly<Record<string, number>> = { a: 0, b: 2, c: 5 };
const settled = fc.record({
  ...run,
  rates,
  payments: fc.array(
    fc
      .record({ version, next: below(2), delay: below(LATENESS), again })
      .map(({ version: value, next, delay, again: repeat }) => {
        const day = BEGINS[value.id]! + next;
        return { value: { ...value, day }, window: day + delay, again: repeat };
      }),
    { minLength: 1, maxLength: 12 },
  ),
});

function inWindow<V>(deliveries: readonly Delivery<V>[], window: number): V[] {
  return deliveries
    .filter(
      (each) =>
        each.window === window ||
        (each.again !== undefined && each.window < each.again && each.again === window),
    )
    .map(({ value }) => value);
}

/** Runs a table of what is there. */
function fill(table: Table, reads: readonly Table[], silver: Silver, options: RunOptions): Silver {
  const empty = (read: Table) => ({
    columns: read.columns.map(({ name }) => ({ name, type: 'string' })),
    rows: [],
  });
  const inputs = Object.fromEntries(reads.map((read) => [read.name, silver[read.name] ?? empty(read)]));
  return runOnDelta(table, inputs, silver, options).silver;
}

/** How a run departs from what is compiled. */
interface Mutation extends RunOptions {
  /** Days by which too few rows are reread. */
  readonly late?: number;
}

/** Runs all windows of all tables; the tables that are read may be ahead. */
function replay(history: History, { late = 0, ...options }: Mutation): { parts: Silver; whole: Silver } {
  let silver: Silver = {};
  const mapped = (window: number): void => {
    const bronze = delivered(inWindow(history.payments, window), inWindow(history.rates, window));
    if (bronze['payments']!.rows.length + bronze['rates']!.rows.length === 0) return;
    silver = runOnDelta(cleanPayments, bronze, silver).silver;
    silver = runOnDelta(cleanRates, bronze, silver).silver;
  };
  const derived = (window: number): void => {
    const given = { ...options, rangeStart: dayOf(window - LATENESS + late) };
    silver = fill(booked, [cleanPayments, cleanRates], silver, given);
    silver = fill(large, [booked], silver, given);
  };
  for (let window = 0; window < WINDOWS + history.ahead; window++) {
    if (window < WINDOWS) mapped(window);
    if (window >= history.ahead) derived(window - history.ahead);
  }
  derived(history.rerun);
  const one = fill(bookedWhole, [cleanPayments, cleanRates], { ...silver, booked: undefined! }, {});
  return { parts: silver, whole: fill(largeWhole, [booked], { ...one, large: undefined! }, {}) };
}

const leavesTheSame = (histories: fc.Arbitrary<History>, tables: readonly Table[], mutation: Mutation = {}) =>
  fc.property(histories, (history) => {
    const { parts, whole } = replay(history, mutation);
    for (const table of tables)
      expect(rowsIn(parts[table.name], table.columns)).toEqual(rowsIn(whole[table.name], table.columns));
  });

describe('a table of a time range', () => {
  it('is what computing it whole would give, also when a newer version of a row has a later day', () => {
    fc.assert(leavesTheSame(moving, [booked]), { numRuns: 40 });
  });

  it('is what computing it whole would give, also when what it reads has a time range replaced itself', () => {
    fc.assert(leavesTheSame(settled, [booked, large]), { numRuns: 40 });
  });
});

describe('the comparison notices', () => {
  /** What was wrong with the first history that comes out differently. */
  const wrong = (histories: fc.Arbitrary<History>, tables: readonly Table[], mutation: Mutation): string => {
    const { errorInstance } = fc.check(leavesTheSame(histories, tables, mutation), {
      numRuns: 300,
      seed: 7,
      endOnFailure: true,
    });
    return errorInstance instanceof Error ? errorInstance.message : 'nothing';
  };
  const DIFFERENT = /deep equality/;
  /** Replaces what the script must have. */
  const instead = (from: string, to: string): Mutation => ({
    rewrite: (script) => {
      if (!script.includes(from)) throw new Error(`the script has no ${from}`);
      return script.replace(from, to);
    },
  });
  const BOTH = 'range1, sourceKeys1 union(byName: true) ~> replacedKeys1';

  it('rows that are never deleted', () => {
    const kept = instead('deletable: true', 'deletable: false');
    expect(wrong(moving, [booked], kept)).toMatch(DIFFERENT);
  });
  it('a range that is a day too short', () => {
    expect(wrong(settled, [booked], { late: 1 })).toMatch(DIFFERENT);
  });
  it('rows of any age that are not deleted when a newer version of their source is left out', () => {
    const range = instead(
      BOTH,
      `sourceKeys1 filter(false()) ~> none1\n${BOTH.replace('sourceKeys1', 'none1')}`,
    );
    expect(wrong(moving, [booked], range)).toMatch(DIFFERENT);
  });
  it('rows of the range that are not deleted when their source is gone', () => {
    const sources = instead(BOTH, `range1 filter(false()) ~> none1\n${BOTH.replace('range1', 'none1')}`);
    expect(wrong(settled, [booked, large], sources)).toMatch(DIFFERENT);
  });
});
