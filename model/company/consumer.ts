import { type Table } from '../flows/relation';
import { said, unused } from '../said';
import { type AlertRule } from './alert-rule';

/** Personal columns of a gold table that a consumer is named for; without this it gets the table's other columns. */
export interface PersonalAccess {
  /** One of the tables that the consumer reads. */
  readonly table: Table;
  /** Names of its personal columns. */
  readonly columns: readonly string[];
  /** Why this consumer needs the values themselves, in words. */
  readonly reason: string;
}

/** How Power BI reads: a copy that is refreshed, or a query for every look, each billed by the data it reads. */
export type PowerBiMode = 'Import' | 'DirectQuery';

/** People who read gold tables: an Entra group that exists, by its name. */
export interface GroupConsumer {
  readonly kind: 'group';
  /** The group's display name in Entra ID; its object id is given for each environment. */
  readonly name: string;
  /** Gold tables of the department that declares the group, and nothing else. */
  readonly reads: readonly Table[];
  /** The personal columns among them that it is named for. */
  readonly personal: readonly PersonalAccess[];
  /** Writes a connection file for Power BI Desktop, which opens the database in this mode. */
  readonly powerBi?: PowerBiMode;
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
  /** The personal columns among them that it is named for. */
  readonly personal: readonly PersonalAccess[];
  /** Alerts it receives from Event Hubs, over a consumer group of its own. */
  readonly receives: readonly AlertRule[];
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
  props: {
    readonly reads: readonly Table[];
    readonly personal?: readonly PersonalAccess[];
    readonly powerBi?: PowerBiMode;
    readonly reason: string;
  },
): GroupConsumer {
  const { reads, personal, powerBi, reason, ...further } = said(props);
  return Object.freeze({
    ...unused(further),
    kind: 'group' as const,
    name,
    reads,
    personal: personal ?? [],
    ...(powerBi !== undefined && { powerBi }),
    reason,
  });
}

/** Declares an external application that reads gold tables or receives alerts. */
export function application(
  name: string,
  props: {
    readonly reads?: readonly Table[];
    readonly personal?: readonly PersonalAccess[];
    readonly receives?: readonly AlertRule[];
    readonly federation?: { readonly issuer: string; readonly subject: string };
    readonly reason: string;
  },
): ApplicationConsumer {
  const { reads, personal, receives, federation, reason, ...further } = said(props);
  return Object.freeze({
    ...unused(further),
    kind: 'application' as const,
    name,
    reads: reads ?? [],
    personal: personal ?? [],
    receives: receives ?? [],
    ...(federation !== undefined && { federation }),
    reason,
  });
}

/** The columns of a table that a consumer gets: all but the personal ones that it is not named for. */
export function readableColumns(consumer: Consumer, table: Table): readonly string[] {
  const named = new Set(
    consumer.personal.filter((access) => access.table === table).flatMap(({ columns }) => columns),
  );
  return table.columns
    .filter(({ name, classification }) => classification !== 'personal' || named.has(name))
    .map(({ name }) => name);
}
