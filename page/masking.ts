import { type ColumnInfo } from '../model';

/** Stands for a personal value. */
export const MASK = '•••';

/** Whether a column's values are masked. */
export function isMasked(
  { classification }: Pick<ColumnInfo, 'classification'>,
  showPersonal: boolean,
): boolean {
  return classification === 'personal' && !showPersonal;
}

/**
 * The form of a value without the value: letters become `x`, digits `0`, and the rest stays (`2026-02-31` is `0000-00-00`). For
 * raw rows about persons: what stands in a wrong column may be personal, too.
 */
export function formOf(text: string): string {
  return text.replaceAll(/\p{L}/gu, 'x').replaceAll(/\p{N}/gu, '0');
}
