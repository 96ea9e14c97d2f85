import { type Schema } from '../columns';
import { contractColumns, type DataContract } from '../contracts/data-contract';
import { columnsOf, type AggregateExpr } from '../expressions';
import { type Row } from '../flows/flow';
import { type Relation } from '../flows/relation';
import * as steps from '../flows/steps';
import { notOf, said, textsOf, unused } from '../said';
import { type Kind } from '../types';
import { type Interval } from '../schedule';
import { commonOf, type Condition, eventsOf, neededOf, type RuleBase, type RuleOptions } from './rule';

/** Visits made of single events: those of one visitor that follow each other without a long pause. */
export interface Sessions extends RuleBase {
  readonly kind: 'sessions';
  /** The column whose values tell visitors apart. */
  readonly by: readonly [string];
  /** The longest pause inside a session. */
  readonly gap: Interval;
  /** The length at which a session is closed though it goes on. */
  readonly maxDuration: Interval;
  /** What an alert on a session holds: `by`, and the aggregates. */
  readonly aggregation: Relation;
}

/** What a department says of {@link sessions}. */
export interface SessionsProps<S extends Schema> extends RuleOptions {
  /** The column whose values tell visitors apart. A personal one may group, but cannot be in the payload. */
  readonly by: readonly [Extract<keyof S, string>];
  /** Which events belong to sessions. @default all that have a value in `by` */
  readonly when?: Condition<S>;
  /** The longest pause inside a session, 1 minute to 7 days. */
  readonly gap: Interval;
  /**
   * The length at which a session is closed though it goes on, from `gap` to 7 days. It is looked at in steps of this
   * length, so a session can be up to twice as long. Source: "Session window (Azure Stream Analytics)". @default 12 hours
   */
  readonly maxDuration?: Interval;
  /** Whether the alert names the visitor. @default true, and refused where `by` is personal */
  readonly includeKey?: boolean;
  /** What an alert on a session holds beside `session_start`, `session_end` and `events`: count, countDistinct, sum, min, max of columns. @default nothing */
  readonly aggregates?: (event: Row<S>) => Readonly<Record<string, AggregateExpr<Kind>>>;
}

/** Longest session unless said otherwise, in minutes. */
export const DEFAULT_SESSION_MINUTES = 12 * 60;

/** Declares sessions on a streamed source; each raises one alert, when it is over. */
export function sessions<S extends Schema>(
  name: string,
  source: DataContract<S>,
  props: SessionsProps<S>,
): Sessions {
  const { description, to, powerBi, by, when, gap, maxDuration, includeKey = true, ...others } = said(props);
  const { aggregates = () => ({}), ...further } = others;
  const visitors = textsOf(by);
  const events = eventsOf(source);
  const aggregation = steps.aggregate(
    neededOf(
      events,
      when,
      contractColumns(source).map(([column]) => column),
    ),
    () => Object.fromEntries(visitors.map((visitor) => [visitor, steps.columnOf(events, visitor)])),
    aggregates,
  );
  const computed = aggregation.step === 'aggregate' ? aggregation.aggregates : [];
  const used = computed.flatMap(({ aggregate: { argument } }) => (argument ? columnsOf(argument) : []));
  return Object.freeze({
    ...unused(further, {
      ...notOf('function', when === undefined ? { aggregates } : { when, aggregates }),
      ...notOf('boolean', { includeKey }),
    }),
    kind: 'sessions' as const,
    ...commonOf(name, source, { description, to, powerBi }, 'lake'),
    relation: neededOf(events, when, [...visitors, ...used]),
    by,
    payload: includeKey ? visitors : [],
    gap,
    maxDuration: maxDuration ?? { minutes: DEFAULT_SESSION_MINUTES },
    aggregation,
  });
}
