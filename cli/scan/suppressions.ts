import type { Suppression } from '../../constructs/core';
import {
  DATA_FACTORY_SUPPRESSIONS,
  KEY_VAULT_SUPPRESSIONS,
  CONTAINER_SUPPRESSIONS,
  STORAGE_SUPPRESSIONS,
  SYNAPSE_SUPPRESSIONS,
} from '../../constructs/hosts';
import { WORKSPACE_SUPPRESSIONS } from '../../constructs/machine-learning/suppressions';

/** The policies that are not held, each beside what makes its resource, with its reason; `docs/policies.md` is made of it. */
export const SUPPRESSIONS: readonly Suppression[] = Object.freeze([
  ...STORAGE_SUPPRESSIONS,
  ...CONTAINER_SUPPRESSIONS,
  ...DATA_FACTORY_SUPPRESSIONS,
  ...SYNAPSE_SUPPRESSIONS,
  ...KEY_VAULT_SUPPRESSIONS,
  ...WORKSPACE_SUPPRESSIONS,
]);

/** What is not held in stacks with private addresses, or with public ones. */
export function suppressedIn(kind: 'private' | 'public'): Suppression[] {
  return SUPPRESSIONS.filter(({ where }) => where === 'everywhere' || where === kind);
}
