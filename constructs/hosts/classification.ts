import type { Classification, DataContract } from '../../model';

/** The most confidential classification among the columns of contracts; nothing without contracts. */
export function classificationOf(contracts: readonly DataContract[]): Classification | undefined {
  const found = new Set(
    contracts.flatMap(({ columns }) => Object.values(columns).map(({ classification }) => classification)),
  );
  return (['personal', 'internal', 'public'] as const).find((classification) => found.has(classification));
}
