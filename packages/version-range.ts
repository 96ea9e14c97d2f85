// Not npm's own `semver`: the ranges are those few that our own manifest has, it would be one more package that everybody installs, and DuckDB's
// releases have a suffix (`1.5.5-r.5`) that it takes for something before the release.

/**
 * Whether a version is in a range, of the ranges that manifests of this package have: `*`, `^1.2.3`, `>=1.2`, `<2`, a version, or several of
 * these with blanks between them, which all hold.
 *
 * @param version as a package says it.
 * @param range as a manifest says it.
 */
export function satisfies(version: string, range: string): boolean {
  return range.split(' ').every((part) => isWithin(version, part));
}

/**
 * A package in a range as npm takes it from a shell, which would take some of its signs for its own.
 *
 * @param name the package.
 * @param range as a manifest says it. @default none: the newest
 */
export function specifierOf(name: string, range = '*'): string {
  if (range === '*') return name;
  return /[<> ]/.test(range) ? `"${name}@${range}"` : `${name}@${range}`;
}

function isWithin(version: string, range: string): boolean {
  if (range === '*') return true;
  const [, sign = '', bound = ''] = /^(\^|>=|<)?(.*)$/.exec(range) ?? [];
  const [found, needed] = [numbersOf(version), numbersOf(bound)];
  if (sign === '<') return compare(found, needed) < 0;
  if (compare(found, needed) < 0) return false;
  if (sign === '>=') return true;
  if (sign === '') return compare(found, needed) === 0;
  // The first number that is not 0 may not change.
  const fixed = needed.findIndex((number) => number > 0);
  return needed.slice(0, fixed < 0 ? undefined : fixed + 1).every((number, index) => found[index] === number);
}

function numbersOf(version: string): number[] {
  const [, ...parts] = /(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(version) ?? [];
  return [0, 1, 2].map((index) => Number(parts[index] ?? 0));
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((number, at) => number !== b[at]);
  return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}
