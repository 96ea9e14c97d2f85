import { type Schema } from '../columns';
import { type DataContract } from '../contracts/data-contract';
import { notOf, said, textsOf, unused } from '../said';
import { type ExactNumber } from '../types';
import { type Interval } from '../schedule';
import { commonOf, type Condition, eventsOf, neededOf, type RuleBase, type RuleOptions } from './rule';

/** A rule on how much happens to one thing in a short time, judged at every event. */
export interface Velocity extends RuleBase {
  readonly kind: 'velocity';
  /** Columns whose values say what the thing is: events with the same ones are counted together. */
  readonly by: readonly string[];
  /** How far back is looked from an event. */
  readonly within: Interval;
  /** Events that are enough, the one at hand included. */
  readonly atLeast?: number;
  /** A column whose sum is enough when it reaches a value. */
  readonly sum?: { readonly of: string; readonly atLeast: number };
}

/** What a department says of a {@link velocity} rule. */
export interface VelocityProps<S extends Schema> extends RuleOptions {
  /** What is counted together, e.g. a card. A personal column may group, but cannot be in the payload. */
  readonly by: readonly Extract<keyof S, string>[];
  /** Which events count. @default all that have values in `by` */
  readonly when?: Condition<S>;
  /** How far back is looked, 1 minute to 7 days. Source: "Windowing functions", maximum size of windows. */
  readonly within: Interval;
  /** Events that are enough, 2 or more. @default any number, when `sum` decides */
  readonly atLeast?: number;
  /** The sum that is enough; with `atLeast` both must be reached. @default none */
  readonly sum?: { readonly of: ExactName<S>; readonly atLeast: number };
  /** Columns of the event at hand that an alert holds beside `events` and `total`; personal ones are refused. */
  readonly payload: readonly Extract<keyof S, string>[];
}

type ExactName<S extends Schema> = Extract<
  { [C in keyof S]: S[C] extends ExactNumber ? C : never }[keyof S],
  string
>;

/**
 * Declares a rule such as five payments with one card in ten minutes: raised at the event that makes it true, and at each
 * further one while it stays true.
 */
export function velocity<S extends Schema>(
  name: string,
  source: DataContract<S>,
  props: VelocityProps<S>,
): Velocity {
  const { description, to, powerBi, by, when, within, atLeast, sum, payload, ...further } = said(props);
  const summed = sum === undefined ? [] : textsOf([said(sum).of]);
  return Object.freeze({
    ...unused(further, notOf('function', when === undefined ? {} : { when })),
    kind: 'velocity' as const,
    ...commonOf(name, source, { description, to, powerBi }),
    relation: neededOf(eventsOf(source), when, [...textsOf(by), ...textsOf(payload), ...summed]),
    by,
    payload,
    within,
    ...(atLeast !== undefined && { atLeast }),
    ...(sum !== undefined && { sum }),
  });
}
