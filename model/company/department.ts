import { type DataContract } from '../contracts/data-contract';
import { type Table } from '../flows/readable';
import { type Alert } from './alert';
import { type Consumer } from './consumer';

/** Days after which each zone lets go of data; silver and gold never expire by age. */
export interface ZoneRetention {
  /** @default 7 */
  readonly landing: number;
  /** Days until bronze moves to the cool tier. @default 30 */
  readonly bronzeCool: number;
  /** @default 90 */
  readonly quarantine: number;
}

/** Part of the company that owns sources and answers questions with them. */
export interface Department {
  readonly name: string;
  readonly description: string;
  readonly sources: readonly DataContract[];
  readonly tables: readonly Table[];
  readonly alerts: readonly Alert[];
  readonly consumers: readonly Consumer[];
  readonly retention: ZoneRetention;
}

/** Retention when a department does not say. */
export const DEFAULT_RETENTION: ZoneRetention = Object.freeze({ landing: 7, bronzeCool: 30, quarantine: 90 });

/** What a department says of itself. */
export interface DepartmentProps {
  readonly description: string;
  /** The sources it owns; each source has one owner. @default none */
  readonly sources?: readonly DataContract[];
  /** All its silver and gold tables. @default none */
  readonly tables?: readonly Table[];
  /** @default none */
  readonly alerts?: readonly Alert[];
  /** @default none */
  readonly consumers?: readonly Consumer[];
  /** @default {@link DEFAULT_RETENTION}, zone by zone */
  readonly retention?: Partial<ZoneRetention>;
}

/** Declares a department. */
export function department(name: string, props: DepartmentProps): Department {
  const retention = props.retention ?? {};
  return Object.freeze({
    name,
    description: props.description,
    sources: props.sources ?? [],
    tables: props.tables ?? [],
    alerts: props.alerts ?? [],
    consumers: props.consumers ?? [],
    retention: {
      landing: retention.landing ?? DEFAULT_RETENTION.landing,
      bronzeCool: retention.bronzeCool ?? DEFAULT_RETENTION.bronzeCool,
      quarantine: retention.quarantine ?? DEFAULT_RETENTION.quarantine,
    },
  });
}
