import { scoresFolder } from '../../compilers/internal';
import { type Department, isAboutPersons, scoreOf } from '../../model';
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
 * the longest retention that one of its contracts or models promises; folders with rows about persons, and those of models, after
 * their own. Silver and gold have no rule: their tables decide which files live, not the files' age.
 */
export function lifecycleRules(department: Department): LifecycleRule[] {
  const { name, sources, tables, retention } = department;
  const prefixes = (zone: 'landing' | 'bronze' | 'quarantine'): string[] => [`${zoneContainer(name, zone)}/`];
  const quarantine = {
    name: `${name}-quarantine`,
    prefixes: prefixes('quarantine'),
    deleteAfterDays: retention.quarantine,
  };
  const scores = tables.flatMap((table) => {
    const score = scoreOf(table);
    return score ? [{ folder: scoresFolder(table), days: score.retentionDays }] : [];
  });
  const retained = [...sources.map(({ retentionDays }) => retentionDays), ...scores.map(({ days }) => days)];
  if (retained.length === 0) return [quarantine];
  const kept = Math.max(...retained);
  const sooner = [
    ...sources
      .filter(isAboutPersons)
      .map(({ name: folder, retentionDays }) => ({ folder, days: retentionDays })),
    ...scores,
  ].filter(({ days }) => days < kept);
  return [
    { name: `${name}-landing`, prefixes: prefixes('landing'), deleteAfterDays: retention.landing },
    {
      name: `${name}-bronze`,
      prefixes: prefixes('bronze'),
      // A file that is deleted before it would cool never gets there.
      coolAfterDays: retention.bronzeCool < kept ? retention.bronzeCool : undefined,
      deleteAfterDays: kept,
    },
    // Of several rules that hold for a file, the one that deletes it first does.
    ...[...new Set(sooner.map(({ days }) => days))]
      .sort((a, b) => a - b)
      .map((days) => ({
        name: `${name}-bronze-${days}-days`,
        prefixes: sooner
          .filter((folder) => folder.days === days)
          .map(({ folder }) => `${zoneContainer(name, 'bronze')}/${folder}/`),
        deleteAfterDays: days,
      })),
    quarantine,
  ];
}
