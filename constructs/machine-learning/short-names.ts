import { azureName, type Placement } from '../core';

/** Longest names of the types that are cut. */
const LONGEST = { keyVault: 24, machineLearningWorkspace: 33, storageAccount: 24 } as const;

/**
 * The name of a department's own resource of a type whose names are short: with the department in it where that fits, else
 * with three letters and digits that stand for it, always the same for one department.
 */
export function shortNameAt(placement: Placement, kind: keyof typeof LONGEST): string {
  const { company, environment, department = '' } = placement;
  const parts = { company, environment: environment.name };
  const purpose = kind === 'machineLearningWorkspace' ? undefined : 'ml';
  const words = [company, environment.name, department, purpose].filter((word) => word !== undefined);
  // The longest prefix, "mlw", and a dash before every word.
  const length = 3 + words.reduce((sum, word) => sum + word.length + 1, 0);
  // Without dashes, as accounts are named, "a-b" and "ab" would be one name.
  const cut = length > LONGEST[kind] || (kind === 'storageAccount' && department.includes('-'));
  return cut
    ? azureName(kind, { ...parts, purpose: `${kind === 'storageAccount' ? 'ml' : ''}${digest(department)}` })
    : azureName(kind, { ...parts, department, ...(purpose !== undefined && { purpose }) });
}

/** Three letters and digits of a text. Source: FNV-1a, 32 bits. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(36).padStart(3, '0').slice(-3);
}
