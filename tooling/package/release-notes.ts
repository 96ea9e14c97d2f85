/**
 * Gives what is under "Unreleased" in CHANGELOG.md the version of package.json, and begins a new "Unreleased": `npm run version` runs it after
 * changesets have said which version comes next.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const UNRELEASED = '## [Unreleased]';

/**
 * A changelog in which what was not released is a version.
 *
 * @param day the day of the release, `YYYY-MM-DD`.
 * @throws Error when there is nothing to release, or the version is there already.
 */
export function released(changelog: string, version: string, day: string): string {
  const heading = `## [${version}] - ${day}`;
  if (changelog.includes(`## [${version}]`)) throw new Error(`CHANGELOG.md has a version ${version} already`);
  const [before, after, ...further] = changelog.split(UNRELEASED);
  if (before === undefined || after === undefined || further.length > 0)
    throw new Error(`CHANGELOG.md has to say "${UNRELEASED}" once`);
  const [notes = ''] = after.split(/\n## \[/);
  if (notes.trim() === '') throw new Error('CHANGELOG.md says of no change that is not released');
  return `${before}${UNRELEASED}\n\n${heading}${after}`;
}

if (require.main === module) {
  const root = join(__dirname, '..', '..');
  const file = join(root, 'CHANGELOG.md');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  writeFileSync(file, released(readFileSync(file, 'utf8'), version, new Date().toISOString().slice(0, 10)));
}
