import { type Schema } from '../columns';
import { contractColumns, type DataContract } from '../contracts/data-contract';
import { columnsOf, type Summary } from '../expressions';
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
  /** What is told of a session: `by`, and the summaries. */
  readonly summary: Relation;
}

/** What a department says of {@link sessions}. */
export interface SessionsProps<S extends Schema> extends RuleOptions {
  /** The column whose values tell visitors apart. A personal one may group, but cannot be told. */
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
  /** Whether the session tells whose it is. @default true, and refused where `by` is personal */
  readonly tellsWhose?: boolean;
  /** What is told of a session beside `session_start`, `session_end` and `events`: count, countDistinct, sum, min, max of columns. @default nothing */
  readonly summaries?: (event: Row<S>) => Readonly<Record<string, Summary<Kind>>>;
}

/** Longest session unless said otherwise, in minutes. */
export const DEFAULT_SESSION_MINUTES = 12 * 60;

/** Declares sessions on a streamed source; each is told once, when it is over. */
export function sessions<S extends Schema>(
  name: string,
  source: DataContract<S>,
  props: SessionsProps<S>,
): Sessions {
  const { description, to, powerBi, by, when, gap, maxDuration, tellsWhose = true, ...others } = said(props);
  const { summaries = () => ({}), ...further } = others;
  const visitors = textsOf(by);
  const events = eventsOf(source);
  const summary = steps.aggregate(
    neededOf(
      events,
      when,
      contractColumns(source).map(([column]) => column),
    ),
    () => Object.fromEntries(visitors.map((visitor) => [visitor, steps.columnOf(events, visitor)])),
    summaries,
  );
  const summarised = summary.step === 'aggregate' ? summary.summaries : [];
  const used = summarised.flatMap(({ aggregate: { argument } }) => (argument ? columnsOf(argument) : []));
  return Object.freeze({
    ...unused(further, {
      ...notOf('function', when === undefined ? { summaries } : { when, summaries }),
      ...notOf('boolean', { tellsWhose }),
    }),
    kind: 'sessions' as const,
    ...commonOf(name, source, { description, to, powerBi }, 'lake'),
    relation: neededOf(events, when, [...visitors, ...used]),
    by,
    tells: tellsWhose ? visitors : [],
    gap,
    maxDuration: maxDuration ?? { minutes: DEFAULT_SESSION_MINUTES },
    summary,
  });
}
