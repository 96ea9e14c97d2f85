import { type Department, scoreOf } from '../../model';
import { zoneContainer } from '../core';

/** What happens to the files of some folders as they grow old. */
export interface LifecycleRule {
  /** Letters, digits and dashes; unique in an account. */
  readonly name: string;
  /** Containers or folders, each with its slash: `operations-bronze/` or `operations-bronze/orders/`. */
  readonly prefixes: readonly string[];
  /** Days since the last change after which a file moves to the cool tier. @default never */
  readonly coolAfterDays?: number;
  /** Days since the last change after which a file is deleted. @default never */
  readonly deleteAfterDays?: number;
}

/**
 * How a department's zones let go of data. Landing and quarantine are emptied by age; bronze cools, and is deleted after
 * the longest retention that one of its contracts or models promises. Silver and gold have no rule: their tables decide which
 * files live, not the files' age.
 */
export function lifecycleRules({ name, sources, tables, retention }: Department): LifecycleRule[] {
  const prefixes = (zone: 'landing' | 'bronze' | 'quarantine'): string[] => [`${zoneContainer(name, zone)}/`];
  const quarantine = {
    name: `${name}-quarantine`,
    prefixes: prefixes('quarantine'),
    deleteAfterDays: retention.quarantine,
  };
  const retained = [...sources, ...tables.flatMap((table) => scoreOf(table) ?? [])];
  if (retained.length === 0) return [quarantine];
  const kept = Math.max(...retained.map(({ retentionDays }) => retentionDays));
  return [
    { name: `${name}-landing`, prefixes: prefixes('landing'), deleteAfterDays: retention.landing },
    {
      name: `${name}-bronze`,
      prefixes: prefixes('bronze'),
      // A file that is deleted before it would cool never gets there.
      coolAfterDays: retention.bronzeCool < kept ? retention.bronzeCool : undefined,
      deleteAfterDays: kept,
    },
    quarantine,
  ];
}
