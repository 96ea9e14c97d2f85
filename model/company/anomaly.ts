import { type Schema } from '../columns';
import { type DataContract } from '../contracts/data-contract';
import { notOf, said, textsOf, unused } from '../said';
import { type Interval } from '../schedule';
import { type ExactNumber } from '../types';
import { commonOf, type Condition, eventsOf, neededOf, type RuleBase, type RuleOptions } from './rule';

/** A rule on how much happens in each minute or hour, by a model that learns what is usual while it runs. */
export interface Anomaly extends RuleBase {
  readonly kind: 'anomaly';
  /** The column whose values are watched one by one; empty when all events are watched together. */
  readonly by: readonly [] | readonly [string];
  /** The column whose average is watched. @default the number of events is */
  readonly average?: string;
  /** Length of the intervals that are compared. */
  readonly every: Interval;
  /** How far back the model learns. */
  readonly history: Interval;
  /** How sure the model must be, in percent. */
  readonly confidence: number;
  /** What is unusual. */
  readonly mode: 'spikes' | 'dips' | 'both';
}

/** What a department says of an {@link anomaly} rule. */
export interface AnomalyProps<S extends Schema> extends RuleOptions {
  /** The column whose values are watched one by one. A personal one may group, but cannot be in the payload. @default all events together */
  readonly by?: readonly [Extract<keyof S, string>];
  /** Which events are watched. @default all that have a value in `by` */
  readonly when?: Condition<S>;
  /** A number whose average is watched instead of the number of events. @default the number of events */
  readonly average?: Extract<
    { [C in keyof S]: S[C] extends ExactNumber | 'double' ? C : never }[keyof S],
    string
  >;
  /** Length of the intervals that are compared, in whole minutes. @default 1 minute */
  readonly every?: Interval;
  /** How far back the model learns: 10 to 7,200 intervals, 7 days at most. @default 120 intervals */
  readonly history?: Interval;
  /** How sure the model must be, 1 to 100 percent; a lower one fires more often. @default 95 */
  readonly confidence?: number;
  /** What is unusual. @default both */
  readonly mode?: 'spikes' | 'dips' | 'both';
  /** Whether the alert names which value of `by` it is about. @default true, and refused where `by` is personal */
  readonly includeKey?: boolean;
}

/** What applies to an anomaly rule unless said otherwise. */
export const ANOMALY_DEFAULTS = Object.freeze({
  /** Minutes of an interval. */
  everyMinutes: 1,
  /** Intervals that the model learns from. */
  intervals: 120,
  /** Percent. */
  confidence: 95,
});

const DEFAULT_EVERY: Interval = Object.freeze({ minutes: ANOMALY_DEFAULTS.everyMinutes });

/**
 * Declares a rule such as unusually many clicks in a minute.
 *
 * The model knows no seasons, and an interval without events is no dip but no interval at all. Source: "Anomaly detection
 * in Azure Stream Analytics".
 */
export function anomaly<S extends Schema>(
  name: string,
  source: DataContract<S>,
  props: AnomalyProps<S>,
): Anomaly {
  const { description, to, powerBi, when, average, history, confidence, mode, ...others } = said(props);
  const { by = [] as const, every = DEFAULT_EVERY, includeKey = true, ...further } = others;
  const needed = textsOf([...textsOf(by), ...(average === undefined ? [] : [average])]);
  return Object.freeze({
    ...unused(further, {
      ...notOf('function', when === undefined ? {} : { when }),
      ...notOf('boolean', { includeKey }),
    }),
    kind: 'anomaly' as const,
    ...commonOf(name, source, { description, to, powerBi }),
    // A count needs no column of its own: the event time is there in any case.
    relation: neededOf(eventsOf(source), when, needed.length > 0 ? needed : timeOf(source)),
    by,
    payload: includeKey ? by : [],
    ...(average !== undefined && { average }),
    every,
    history: history ?? { minutes: said(every).minutes * ANOMALY_DEFAULTS.intervals },
    confidence: confidence ?? ANOMALY_DEFAULTS.confidence,
    mode: mode ?? 'both',
  });
}

function timeOf(source: DataContract): string[] {
  const { eventTime } = said(source);
  return typeof eventTime === 'string' ? [eventTime] : [];
}
