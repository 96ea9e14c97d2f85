import { type Assumed } from './assumptions';
import { type BillLine } from './bill';
import { type OneTime } from './one-time';
import { type Range } from './range';
import { type Saving } from './savings';

/** A month of a bill, as its file has it. */
export interface BilledMonth {
  /** The sum of the lines. */
  readonly total: Range;
  /** What the total leaves out or cannot be sure of. */
  readonly reservations: readonly string[];
  /** The lines, the most likely ones first. */
  readonly lines: readonly BillLine[];
}

/** The bills of an environment, as `cost/<environment>.json` has them. */
export interface BillDocument {
  /** The environment. */
  readonly environment: string;
  /** Its region. */
  readonly region: string;
  /** The currency of all figures. */
  readonly currency: string;
  /** Which of the two months is that of the environment as it is deployed. */
  readonly state: 'running' | 'idle';
  /** The subscriptions that its stacks name; none, where whoever deploys chooses one. */
  readonly subscriptions: readonly string[];
  /** A month in which everything runs. */
  readonly running: BilledMonth;
  /** A month in which everything is there and stopped. */
  readonly idle: BilledMonth;
  /** What each department pays of the running month. */
  readonly byDepartment: Readonly<Record<string, Range>>;
  /** What changes would save of the running month. */
  readonly savings: readonly Saving[];
  /** What it costs to bring a year again. */
  readonly backfillOfAYear: OneTime;
  /** What a first start costs, where a day was given. */
  readonly firstStart?: OneTime;
  /** What is assumed. */
  readonly assumptions: Assumed;
}
