import fc from 'fast-check';

/**
 * What happens in a simulated time, as data: it can be printed, and made smaller. A time `at` is in ten-thousandths of the
 * whole, so that a shorter time has the same happenings.
 */
export interface Plan {
  /** For how long each step takes, and for what fails once. */
  readonly seed: number;
  readonly days: number;
  /** Days from the environment's start date until it is deployed: so many windows are in the past by then. */
  readonly deployedAfter: number;
  readonly orders: readonly SentOrder[];
  readonly rates: readonly LateRate[];
  readonly counts: readonly StockCount[];
  readonly lateFiles: readonly LateFile[];
  readonly outages: readonly Outage[];
  /** Of a thousand attempts, so many fail for no reason. */
  readonly transient: number;
  /** Minutes from the arrival of an event until it lies in landing. */
  readonly latency: number;
  readonly stops: readonly Stop[];
  readonly deployments: readonly { readonly at: number; readonly next: boolean }[];
  readonly backfills: readonly Backfill[];
  readonly broken: readonly BrokenTable[];
  /** Days between two looks at what failed. */
  readonly lookEvery: number;
}

/** A version of an order that is sent. */
export interface SentOrder {
  readonly at: number;
  readonly order: number;
  /** Minutes from what happened until it is sent. */
  readonly late: number;
  readonly status: 'placed' | 'cancelled';
  readonly amount: number;
  readonly currency: 'EUR' | 'USD';
  readonly lines: readonly { readonly product: number; readonly quantity: number }[];
  /** When it is sent once more. */
  readonly again: number | undefined;
}

/** A day whose rate is published late. */
export interface LateRate {
  readonly day: number;
  readonly minutes: number;
}

/** A day whose file comes late. */
export interface LateFile {
  readonly day: number;
  readonly minutes: number;
}

/** A file with a count of stock. */
export interface StockCount {
  readonly at: number;
  readonly product: number;
  readonly counted: number;
  /** When the same file is put there once more. */
  readonly again: number | undefined;
}

/** A time in which activities of a type fail. */
export interface Outage {
  readonly at: number;
  readonly minutes: number;
  readonly type: 'Copy' | 'ExecuteDataFlow' | 'Script' | 'all';
  /** Whether data flows write some of their sinks before they fail. */
  readonly inPart: boolean;
}

/** A table that cannot be written for windows of a time, together with others or alone, until somebody mends what is wrong. */
export interface BrokenTable {
  readonly at: number;
  readonly minutes: number;
  /** Which one: tables are counted by their names, again and again. */
  readonly table: number;
}

/** A time in which streaming jobs do not run. */
export interface Stop {
  readonly at: number;
  readonly minutes: number;
  /** Whether triggers are stopped as well: the whole environment. */
  readonly triggers: boolean;
}

/** Days that are run again by hand. */
export interface Backfill {
  readonly at: number;
  readonly daysBack: number;
  readonly days: number;
}

/** Some times are the same for several happenings: an event comes just when a job is stopped. */
const at = fc.oneof(
  { weight: 2, arbitrary: fc.nat({ max: 9999 }) },
  fc.nat({ max: 9 }).map((tenth) => tenth * 1000),
);
const again = fc.option(at, { nil: undefined, freq: 4 });
const product = fc.nat({ max: 2 });

const order: fc.Arbitrary<SentOrder> = fc.record({
  at,
  order: fc.nat({ max: 4 }),
  late: fc.oneof(fc.constant(0), fc.nat({ max: 120 }), fc.nat({ max: 2 * 1440 })),
  status: fc.constantFrom('placed', 'placed', 'placed', 'cancelled'),
  amount: fc.constantFrom(10, 99, 100, 250),
  currency: fc.constantFrom('EUR', 'USD'),
  lines: fc.array(fc.record({ product, quantity: fc.integer({ min: 1, max: 9 }) }), { maxLength: 3 }),
  again,
});

const broken: fc.Arbitrary<BrokenTable> = fc.record({
  at,
  minutes: fc.oneof(fc.nat({ max: 90 }), fc.nat({ max: 3 * 1440 })),
  table: fc.nat({ max: 999 }),
});

const plans = (days: fc.Arbitrary<number>): fc.Arbitrary<Plan> =>
  fc.record({
    seed: fc.integer(),
    days,
    deployedAfter: fc.nat({ max: 2 }),
    orders: fc.array(order, { maxLength: 16, size: 'max' }),
    rates: fc.array(fc.record({ day: fc.nat({ max: 20 }), minutes: fc.nat({ max: 3000 }) }), {
      maxLength: 3,
    }),
    counts: fc.array(fc.record({ at, product, counted: fc.nat({ max: 99 }), again }), {
      maxLength: 6,
      size: 'max',
    }),
    lateFiles: fc.array(fc.record({ day: fc.nat({ max: 20 }), minutes: fc.nat({ max: 3000 }) }), {
      maxLength: 1,
    }),
    outages: fc.array(
      fc.record({
        at,
        minutes: fc.oneof(fc.nat({ max: 90 }), fc.nat({ max: 600 }), fc.nat({ max: 4320 })),
        type: fc.constantFrom('Copy', 'ExecuteDataFlow', 'Script', 'all'),
        inPart: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
    transient: fc.constantFrom(0, 0, 5, 30),
    latency: fc.integer({ min: 1, max: 12 }),
    // Shorter than events stay in the hub.
    stops: fc.array(
      fc.record({
        at,
        minutes: fc.oneof(fc.nat({ max: 90 }), fc.nat({ max: 3600 })),
        triggers: fc.boolean(),
      }),
      {
        maxLength: 2,
      },
    ),
    deployments: fc.array(fc.record({ at, next: fc.boolean() }), { maxLength: 2 }),
    backfills: fc.array(
      fc.record({ at, daysBack: fc.integer({ min: 1, max: 4 }), days: fc.integer({ min: 1, max: 2 }) }),
      { maxLength: 2 },
    ),
    lookEvery: fc.integer({ min: 1, max: 9 }),
    broken: fc.array(broken, { maxLength: 1 }),
  });

/** Some days, some weeks, and now and then a season. */
export const anyPlan: fc.Arbitrary<Plan> = plans(
  fc.oneof(
    { weight: 60, arbitrary: fc.integer({ min: 2, max: 6 }) },
    { weight: 30, arbitrary: fc.integer({ min: 7, max: 14 }) },
    { weight: 9, arbitrary: fc.integer({ min: 15, max: 40 }) },
    { weight: 1, arbitrary: fc.integer({ min: 41, max: 120 }) },
  ),
);

/** Some days in which nothing is out of order but tables that cannot be written, which nobody mends. */
export const anyCalmPlan: fc.Arbitrary<Plan> = fc
  .tuple(plans(fc.integer({ min: 3, max: 5 })), fc.array(broken, { minLength: 1, maxLength: 2 }))
  .map(([plan, broken]) => ({
    ...plan,
    broken,
    deployedAfter: 0,
    transient: 0,
    ...{ rates: [], lateFiles: [], outages: [], stops: [], deployments: [], backfills: [] },
    lookEvery: 99,
  }));

/** Some days in which nothing is out of order, and activities fail now and then for no reason. */
export const anyUnsteadyPlan: fc.Arbitrary<Plan> = plans(fc.integer({ min: 3, max: 5 })).map((plan) => ({
  ...plan,
  deployedAfter: 0,
  transient: 30,
  ...{ rates: [], lateFiles: [], outages: [], stops: [], deployments: [], backfills: [], broken: [] },
  lookEvery: 99,
}));

/** A year. */
export const anyYear: fc.Arbitrary<Plan> = plans(fc.constant(365));
