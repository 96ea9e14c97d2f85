import { type Schema } from '../columns';
import { type DataContract } from '../contracts/data-contract';
import * as steps from '../flows/steps';
import { notOf, said, textsOf, unused } from '../said';
import { commonOf, type Condition, eventsOf, type RuleBase, type RuleOptions } from './rule';

/** A rule on single events, raised the moment it is true. */
export interface Alert extends RuleBase {
  readonly kind: 'event';
}

/** What a department says of an alert. */
export interface AlertProps<S extends Schema> extends RuleOptions {
  /** The rule on one event, every column typed and possibly null; raised when it is true, not when it is null. */
  readonly when: Condition<S>;
  /** The columns of the alert's payload; personal ones are refused. */
  readonly payload: readonly Extract<keyof S, string>[];
}

/** Declares an alert on a streamed source: seconds after the event, without waiting for a pipeline. */
export function alert<S extends Schema>(name: string, source: DataContract<S>, props: AlertProps<S>): Alert {
  const { description, to, powerBi, when, payload, ...further } = said(props);
  return Object.freeze({
    ...unused(further, notOf('function', { when })),
    kind: 'event' as const,
    ...commonOf(name, source, { description, to, powerBi }),
    relation: steps.select(steps.filter(eventsOf(source), when), [...new Set(textsOf(payload))]),
    payload,
  });
}
