import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What is read and counted of Jest's own snapshots, so that files obey the same options and are counted with them. */
interface SnapshotState {
  /** `none` with `--ci`, `all` with `--updateSnapshot`, else `new`. */
  readonly _updateSnapshot: 'all' | 'new' | 'none';
  added: number;
  matched: number;
  updated: number;
}

/**
 * Expects a file to hold this text; a snapshot of its own file, that a review shows as what it is.
 *
 * Like Jest's own: written where it is missing, and never with `--ci`; replaced with `--updateSnapshot` only.
 */
export function expectFile(file: string, text: string): void {
  const { snapshotState } = expect.getState() as unknown as { snapshotState: SnapshotState };
  const found = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const mode = snapshotState._updateSnapshot;
  if (found !== text && (mode === 'all' || (mode === 'new' && found === undefined))) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    snapshotState[found === undefined ? 'added' : 'updated'] += 1;
    return;
  }
  // Line by line, because the difference of two long texts is not shown.
  expect(text.split('\n')).toEqual(found?.split('\n'));
  snapshotState.matched += 1;
}

/** JSON with the keys of every object in order, so that only what was changed differs. */
export function sortedJson(value: unknown): string {
  const sorted = (_: string, each: unknown): unknown =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each;
  return `${JSON.stringify(value, sorted, 2)}\n`;
}
