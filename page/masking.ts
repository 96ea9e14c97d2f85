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
