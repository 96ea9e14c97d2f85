import { type DataContract, isAboutPersons, PERSONAL_RETENTION_DAYS } from '../contracts/data-contract';
import { type Table } from '../flows/relation';
import { isObject, itemsOf, said, unused } from '../said';
import { type Consumer } from './consumer';
import { type Question } from './question';
import { type DepartmentSettings } from './settings';
import { type AlertRule } from './alert-rule';

/** Days after which each zone lets go of data; silver and gold never expire by age. */
export interface ZoneRetention {
  /** Days that landed events and fetched files stay. @default 7 */
  readonly landing: number;
  /** Days until bronze moves to the cool tier. @default 30 */
  readonly bronzeCool: number;
  /** Days that rows stay in quarantine to be looked into. @default 90; 30 where sources are about persons */
  readonly quarantine: number;
  /** Why landing or quarantine keep rows about persons longer than 30 days; asked for only then. */
  readonly reason?: string;
}

/**
 * Where a department's layers live: in the platform's hosts, or in an Event Hubs namespace, a lake, a Synapse workspace, a
 * data factory and a key vault of its own.
 */
export type Hosting = 'shared' | 'dedicated';

/** Part of the company that owns sources and answers questions with them. */
export interface Department {
  /** Dashed name of 2 to 20 characters; part of every resource name. */
  readonly name: string;
  /** What it does for the company, in a sentence. */
  readonly description: string;
  /** The platform's hosts, or its own. */
  readonly hosting: Hosting;
  /** The contracts it owns; a source has one owner. */
  readonly sources: readonly DataContract[];
  /** All its silver and gold tables, in any order. */
  readonly tables: readonly Table[];
  /** Rules on its own streams. */
  readonly alerts: readonly AlertRule[];
  /** Who reads its gold tables or receives its alerts. */
  readonly consumers: readonly Consumer[];
  /** What it asks of its gold tables; the page of a preview answers. */
  readonly questions: readonly Question[];
  /** Days for every zone, defaults filled in. */
  readonly retention: ZoneRetention;
  /** What is decided for it in every environment. */
  readonly settings?: DepartmentSettings;
}

/** Retention when a department does not say. */
export const DEFAULT_RETENTION: ZoneRetention = Object.freeze({ landing: 7, bronzeCool: 30, quarantine: 90 });

/** What a department says of itself. */
export interface DepartmentProps {
  /** What the department does for the company, in a sentence. */
  readonly description: string;
  /** `dedicated` gives it hosts of its own, which bill a second time what bills by the hour. @default 'shared' */
  readonly hosting?: Hosting;
  /** The sources it owns; each source has one owner. @default none */
  readonly sources?: readonly DataContract[];
  /** All its silver and gold tables. @default none */
  readonly tables?: readonly Table[];
  /** Rules on its own streams. @default none */
  readonly alerts?: readonly AlertRule[];
  /** Who reads its gold tables or receives its alerts. @default none */
  readonly consumers?: readonly Consumer[];
  /** What it asks of its gold tables; the page of a preview answers. @default none: the page shows its gold tables */
  readonly questions?: readonly Question[];
  /** Days for the zones that keep data shorter or longer than usual. @default {@link DEFAULT_RETENTION}, zone by zone; quarantine 30 where sources are about persons */
  readonly retention?: Partial<ZoneRetention>;
  /** What is decided for it in every environment. @default as for each environment */
  readonly settings?: DepartmentSettings;
}

/** Declares a department. */
export function department(name: string, props: DepartmentProps): Department {
  const {
    description,
    hosting,
    sources,
    tables,
    alerts,
    consumers,
    questions,
    retention,
    settings,
    ...further
  } = said(props);
  return Object.freeze({
    ...unused(further),
    name,
    description,
    hosting: hosting ?? 'shared',
    sources: sources ?? [],
    tables: tables ?? [],
    alerts: alerts ?? [],
    consumers: consumers ?? [],
    questions: questions ?? [],
    retention: zoneRetention(
      retention,
      itemsOf(sources ?? [])
        .filter(isObject)
        .some(isAboutPersons),
    ),
    ...(settings !== undefined && { settings }),
  });
}

function zoneRetention(retention: Partial<ZoneRetention> = {}, personal: boolean): ZoneRetention {
  const { landing, bronzeCool, quarantine, reason, ...further } = said(retention);
  const usual = personal ? PERSONAL_RETENTION_DAYS : DEFAULT_RETENTION.quarantine;
  const days: ZoneRetention = {
    ...unused(further),
    landing: landing ?? DEFAULT_RETENTION.landing,
    bronzeCool: bronzeCool ?? DEFAULT_RETENTION.bronzeCool,
    quarantine: quarantine ?? usual,
    ...(reason !== undefined && { reason }),
  };
  return isObject(retention) ? days : retention;
}
