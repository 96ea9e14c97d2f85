/**
 * Whether a version is in a range, of the ranges that this package's manifest has: `*`, `^1.2.3`, `>=1.2`, or a version.
 *
 * @param version as a package says it.
 * @param range as a manifest says it.
 */
export function satisfies(version: string, range: string): boolean {
  if (range === '*') return true;
  const [, sign = '', least = ''] = /^(\^|>=)?(.*)$/.exec(range) ?? [];
  const [found, needed] = [numbersOf(version), numbersOf(least)];
  if (compare(found, needed) < 0) return false;
  if (sign === '>=') return true;
  if (sign === '') return compare(found, needed) === 0;
  // The first number that is not 0 may not change.
  const fixed = needed.findIndex((number) => number > 0);
  return needed.slice(0, fixed + 1).every((number, index) => found[index] === number);
}

function numbersOf(version: string): number[] {
  const [, ...parts] = /(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(version) ?? [];
  return [0, 1, 2].map((index) => Number(parts[index] ?? 0));
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((number, at) => number !== b[at]);
  return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}
