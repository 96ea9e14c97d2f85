/** The days that windows are counted for: never read from the clock. */
export interface WindowRange {
  /** Start of the first window of all, as `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly from: string;
  /** The day, `YYYY-MM-DD`, before which windows have ended. @default not known: windows are not counted */
  readonly asOf?: string;
}

/** Windows of one length, in order. */
export interface Windows {
  /** Start of the first; there where it is known. */
  readonly first?: string;
  /** Start of the last; there where it is known. */
  readonly last?: string;
  /** How many; there where it is known. */
  readonly count?: number;
}

const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;

/**
 * The windows that have ended, of those that are not older than so many days.
 *
 * @param range the first window, and the day until which to count.
 * @param everyMinutes length of a window.
 * @param keptDays days that what the windows read is kept. @default for ever
 */
export function windowsIn({ from, asOf }: WindowRange, everyMinutes: number, keptDays?: number): Windows {
  if (asOf === undefined) return { first: from };
  const start = Date.parse(from);
  const end = Date.parse(`${asOf}T00:00:00Z`);
  const oldest = keptDays === undefined ? start : end - keptDays * DAY_MINUTES * MINUTE;
  const length = everyMinutes * MINUTE;
  const skipped = Math.max(0, Math.ceil((oldest - start) / length));
  const count = Math.max(0, Math.floor((end - start) / length) - skipped);
  const at = (index: number): string => timestamp(start + (skipped + index) * length);
  return { first: at(0), ...(count > 0 && { last: at(count - 1) }), count };
}

/** In words, e.g. `24 windows, 2026-01-01T00:00:00Z to 2026-01-01T23:00:00Z`. */
export function describeWindows({ first, last, count }: Windows): string {
  if (count === 0) return 'no window yet';
  if (count === 1) return first === undefined ? 'its last window' : `the window of ${first}`;
  return count === undefined ? `all windows from ${first} on` : `${count} windows, ${first} to ${last}`;
}

function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}
