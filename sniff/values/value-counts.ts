/** A text that rows hold, blanks around it left out, and how many do. */
export interface ValueCount {
  /** The text, never empty. */
  readonly text: string;
  /** Rows that have it. */
  readonly rows: number;
}

/** Rows of all of these. */
export function rowsOf(values: readonly ValueCount[]): number {
  return values.reduce((sum, { rows }) => sum + rows, 0);
}

/** Texts that are another kind of value than the rest of their column. */
const MOST_EXCEPTIONS = { texts: 3, share: 0.001, good: 5 } as const;

/** Whether so few rows lack a value that these are mistakes of the source: one, or one in a thousand. */
export function isAlmostAlways(missing: number, rows: number): boolean {
  return (
    missing <= Math.max(1, rows * MOST_EXCEPTIONS.share) && rows - missing > MOST_EXCEPTIONS.good * missing
  );
}

/**
 * Whether values are so few beside the others that they are mistakes of the source, and no part of what a column holds: three texts,
 * and one row or one in a thousand.
 */
export function areExceptions(bad: readonly ValueCount[], all: readonly ValueCount[]): boolean {
  if (bad.length === 0) return true;
  const [badRows, rows] = [rowsOf(bad), rowsOf(all)];
  return (
    bad.length <= MOST_EXCEPTIONS.texts &&
    badRows <= Math.max(1, rows * MOST_EXCEPTIONS.share) &&
    rows - badRows >= MOST_EXCEPTIONS.good * badRows
  );
}
