import { type Schema } from '../columns';
import { type DataContract } from '../contracts/data-contract';
import { commonOf, type Condition, eventsOf, neededOf, type RuleBase, type RuleOptions } from './rule';

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
  return Object.freeze({
    kind: 'event' as const,
    ...commonOf(name, source, props),
    relation: neededOf(eventsOf(source), props.when, props.payload),
    payload: props.payload,
  });
}
