import { notModelled } from './errors';

/** The one collation whose comparisons this interpreter models. */
export const COLLATION = 'Latin1_General_100_BIN2_UTF8';

/** Fails for a collation other than the one modelled. */
export function checkCollation(collation: string): void {
  if (collation.toLowerCase() !== COLLATION.toLowerCase() && collation.toUpperCase() !== 'DATABASE_DEFAULT') {
    throw notModelled(`collation ${collation}; only ${COLLATION} is`);
  }
}
