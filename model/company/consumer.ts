import { type Table } from '../flows/relation';
import { type StreamRule } from './stream-rule';

/** People who read gold tables: an Entra group that exists, by its name. */
export interface GroupConsumer {
  readonly kind: 'group';
  /** The group's display name in Entra ID; its object id is given for each environment. */
  readonly name: string;
  /** Gold tables of the department that declares the group, and nothing else. */
  readonly reads: readonly Table[];
  /** Why the access is needed; it is written on every role assignment. */
  readonly reason: string;
}

/** A program outside the platform, with an identity of its own and no key. */
export interface ApplicationConsumer {
  readonly kind: 'application';
  /** Unique among the consumers of its department; its identity and its consumer group are named after it. */
  readonly name: string;
  /** Gold tables of the department that declares the application; may be empty. */
  readonly reads: readonly Table[];
  /** Alerts it receives from Event Hubs, over a consumer group of its own. */
  readonly receives: readonly StreamRule[];
  /** Where it runs outside Azure: the issuer and subject of the tokens that it exchanges for this identity's. */
  readonly federation?: { readonly issuer: string; readonly subject: string };
  /** Why the access is needed; it is written on every role assignment. */
  readonly reason: string;
}

/** Who reads what of a department. */
export type Consumer = GroupConsumer | ApplicationConsumer;

/** Declares a group of people who read gold tables. */
export function group(
  name: string,
  props: { readonly reads: readonly Table[]; readonly reason: string },
): GroupConsumer {
  return Object.freeze({ kind: 'group' as const, name, reads: props.reads, reason: props.reason });
}

/** Declares an external application that reads gold tables or receives alerts. */
export function application(
  name: string,
  props: {
    readonly reads?: readonly Table[];
    readonly receives?: readonly StreamRule[];
    readonly federation?: { readonly issuer: string; readonly subject: string };
    readonly reason: string;
  },
): ApplicationConsumer {
  return Object.freeze({
    kind: 'application' as const,
    name,
    reads: props.reads ?? [],
    receives: props.receives ?? [],
    ...(props.federation && { federation: props.federation }),
    reason: props.reason,
  });
}
