import { nameAt, type Placement } from '../core';

/** Longest names of the types that are cut. */
const LONGEST = { keyVault: 24, machineLearningWorkspace: 33, storageAccount: 24 } as const;

/**
 * The name of a department's own resource of a type whose names are short. A company's function is asked as it is; the
 * library's own name has the department in it where that fits, else three letters and digits that stand for it, always the
 * same for one department.
 */
export function shortNameAt(placement: Placement, kind: keyof typeof LONGEST): string {
  const { department = '', naming } = placement;
  const purpose = kind === 'machineLearningWorkspace' ? undefined : 'ml';
  if (naming?.resourceName !== undefined) return nameAt(placement, kind, purpose);
  const words = [placement.company, placement.environment.name, department, purpose, naming?.suffix];
  // The longest abbreviation, "mlw", and a dash before every word.
  const length = words.reduce((sum, word) => sum + (word === undefined ? 0 : word.length + 1), 3);
  // Without dashes, as accounts are named, "a-b" and "ab" would be one name.
  const cut = length > LONGEST[kind] || (kind === 'storageAccount' && department.includes('-'));
  return cut
    ? nameAt(
        { ...placement, department: undefined },
        kind,
        `${kind === 'storageAccount' ? 'ml' : ''}${digest(department)}`,
      )
    : nameAt(placement, kind, purpose);
}

/** Three letters and digits of a text. Source: FNV-1a, 32 bits. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(36).padStart(3, '0').slice(-3);
}
