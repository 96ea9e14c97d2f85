import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { released } from '../../tooling/package/release-notes';

const CHANGELOG =
  '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- One.\n\n## [0.1.0] - 2026-01-01\n\n- Zero.\n';

describe('release notes', () => {
  it('are what was under Unreleased, of which nothing is left', () => {
    expect(released(CHANGELOG, '0.2.0', '2026-12-01')).toBe(
      '# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n\n### Added\n\n- One.\n\n## [0.1.0] - 2026-01-01\n\n- Zero.\n',
    );
  });

  it.each([
    ['the version is there', CHANGELOG, '0.1.0', /has a version 0\.1\.0 already/],
    [
      'nothing changed',
      CHANGELOG.replace('### Added\n\n- One.\n\n', ''),
      '0.2.0',
      /no change that is not released/,
    ],
    ['it has no such heading', '# Changelog\n', '0.2.0', /has to say .* once/],
  ])('are refused where %s', (_why, changelog, version, message) => {
    expect(() => released(changelog, version, '2026-12-01')).toThrow(message);
  });

  it('can be made of the changelog of this repository', () => {
    const own = readFileSync(resolve(__dirname, '../../CHANGELOG.md'), 'utf8');
    expect(released(own, '99.0.0', '2099-01-01')).toContain('## [99.0.0] - 2099-01-01\n\n### ');
  });
});
