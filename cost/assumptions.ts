import { type AssumedRange, type Issue, listed, suggestion } from '../model';
import { type Range } from './range';

/** What a bill assumes because neither the definitions nor Azure's documentation say it. */
export interface Assumption {
  /** What is assumed, with its unit. */
  readonly what: string;
  /** The figures. */
  readonly range: Range;
}

const assume = (what: string, low: number, likely: number, high: number): Assumption => ({
  what,
  range: { low, likely, high },
});

/** Everything that bills assume, by name. An environment's `cost.assumptions` may replace each. */
export const ASSUMPTIONS = Object.freeze({
  clusterStartMinutes: assume(
    'minutes that the start of a data flow cluster takes, which are billed',
    2,
    3,
    5,
  ),
  flowMinutesFirstTable: assume(
    'minutes of work of a data flow for its first table and little to read',
    1,
    1,
    2,
  ),
  flowMinutesFurtherTable: assume(
    'minutes for each further table of the same data flow: small writes overlap',
    0.1,
    0.25,
    1,
  ),
  flowMegabytesPerCoreMinute: assume(
    'megabytes of new rows that a core of a data flow works through in a minute; the low figure is the fast one',
    600,
    200,
    50,
  ),
  copyMinutes: assume('minutes of a copy of little; a minute at least is billed', 1, 1, 2),
  copyMegabytesPerUnitMinute: assume(
    'megabytes that an integration unit copies in a minute; the low figure is the fast one',
    600,
    240,
    60,
  ),
  lookupMinutes: assume('minutes of a lookup, a deletion or the like', 1, 1, 2),
  queryMinutes: assume('minutes of a script, a stored procedure or a call of the web', 1, 1, 3),
  waitMinutes: assume('minutes that a validation activity waits for a file', 1, 5, 20),
  modelMinutes: assume('minutes that a model runs for a window', 3, 10, 30),
  landingLooks: assume(
    'times that a landing job is looked at until it is done, and until it has stopped',
    1,
    3,
    20,
  ),
  triggeredLandingMinutes: assume(
    'minutes that a landing job runs which a pipeline starts and stops, with its start and up to 12 minutes of reading; what takes longer adds to them',
    18,
    25,
    90,
  ),
  forEachItems: assume('items of a loop whose number is known only when it runs', 1, 1, 5),
  failedRunsShare: assume('share of runs that are repeated because they fail', 0, 0.005, 0.05),
  plansPerMonth: assume("times in a month that Terraform reads a factory's resources", 4, 20, 60),
  rowTextFill: assume('share of the longest allowed text that a value has', 0.1, 0.3, 1),
  parquetShare: assume('size of rows as Parquet, of what their values take', 0.3, 0.5, 1),
  silverPerBronze: assume(
    'size of silver tables, with the versions that time travel keeps, of that of bronze',
    0.5,
    1.5,
    4,
  ),
  goldPerSilver: assume('size of gold tables, of that of silver', 0.01, 0.1, 0.5),
  quarantineShare: assume('share of rows that is kept in quarantine', 0, 0.01, 0.05),
  writesPerCopy: assume('write operations of a copy', 5, 10, 50),
  writesPerTable: assume('write operations of a data flow for each table', 20, 60, 400),
  readsPerRun: assume('read operations of a copy, or of a data flow for each table', 20, 100, 1000),
  writesPerJobHour: assume('write operations of a streaming job in an hour, for each output', 60, 360, 3600),
  gigabytesPerQuery: assume(
    'gigabytes that a query on gold reads; 10 MB at least are billed',
    0.01,
    0.02,
    0.5,
  ),
  consumerQueriesPerDay: assume(
    'queries of people and applications a day, for each gold database',
    10,
    100,
    1000,
  ),
  linkPasses: assume('times that new rows pass a private endpoint, from source to gold', 2, 4, 10),
  peeringGigabytes: assume('gigabytes a month through each virtual network peering', 0, 1, 20),
  logBytesPerActivity: assume(
    'bytes of logs for each activity run, with its share of the run',
    1000,
    3000,
    8000,
  ),
  logBytesPerRequest: assume(
    'bytes of logs for each request to a lake, where more than deletes are logged',
    700,
    1000,
    1500,
  ),
  logMegabytesPerSource: assume('megabytes of logs a day for each resource that sends them', 0.5, 3, 30),
  metricMegabytesPerSource: assume('megabytes of metrics a day for each resource that sends them', 1, 4, 15),
  furtherSeries: assume('further series that a log rule reports at the same time', 0, 0.2, 10),
  vaultOperations: assume('operations of a key vault a month', 500, 5000, 100_000),
  peakOfMean: assume('events of the busiest second of a day, of the mean', 2, 5, 20),
  jobHoursPerDay: assume('hours a day that a streaming job runs', 24, 24, 24),
} satisfies Readonly<Record<string, Assumption>>);

/** The name of an assumption. */
export type AssumptionName = keyof typeof ASSUMPTIONS;

/** The figures of every assumption. */
export type Assumed = Readonly<Record<AssumptionName, Range>>;

/** The library's assumptions, with a user's in their place. */
export function assumedWith(own: Readonly<Record<string, AssumedRange>> = {}): Assumed {
  const names = Object.keys(ASSUMPTIONS) as AssumptionName[];
  return Object.fromEntries(names.map((name) => [name, own[name] ?? ASSUMPTIONS[name].range])) as Assumed;
}

/** What assumptions were made of that say something else of streaming jobs alone. */
const ORIGINALS = new WeakMap<Assumed, Assumed>();

/** The same assumptions with streaming jobs that run so many hours a day. */
export function withJobHours(assumed: Assumed, jobHoursPerDay: Range): Assumed {
  const changed = { ...assumed, jobHoursPerDay };
  ORIGINALS.set(changed, beforeJobHours(assumed));
  return changed;
}

/** The assumptions before {@link withJobHours}: sources and pipelines do not know of jobs, and stay what they were. */
export function beforeJobHours(assumed: Assumed): Assumed {
  return ORIGINALS.get(assumed) ?? assumed;
}

/** Assumptions that a low bill takes from their larger figure: speed, not effort. */
const FALLING: ReadonlySet<string> = new Set<AssumptionName>([
  'flowMegabytesPerCoreMinute',
  'copyMegabytesPerUnitMinute',
]);

/** Above it figures are mistakes, and their products no numbers. */
const TRILLION = 1e12;

/** What is wrong with a user's assumptions. */
export function assumptionIssues(own: Readonly<Record<string, AssumedRange>>, at: string): Issue[] {
  return Object.entries(own).flatMap(([name, { low, likely, high }]) => {
    const prop = `cost.assumptions.${name}`;
    if (!Object.hasOwn(ASSUMPTIONS, name))
      return [
        {
          code: 'LH9105' as const,
          at,
          prop,
          got: `is none that bills make${suggestion(name, Object.keys(ASSUMPTIONS))}`,
          allowed: listed(Object.keys(ASSUMPTIONS)),
          change: 'correct the name, or take it out',
        },
      ];
    const falls = FALLING.has(name);
    const [least, most] = falls ? [high, low] : [low, high];
    const fits =
      [low, likely, high].every((value) => value >= 0 && value < TRILLION) &&
      least <= likely &&
      likely <= most &&
      (!falls || least > 0);
    if (fits) return [];
    return [
      {
        code: 'LH9105' as const,
        at,
        prop,
        got: `is ${low}, ${likely}, ${high}`,
        allowed: falls
          ? 'three numbers above 0 and below a trillion, of which low is the largest: it is a speed'
          : 'three numbers of 0 or more and below a trillion, low to high',
        change: 'give them in this order',
      },
    ];
  });
}
