import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { suitesOnEngine } from '../../tooling/tests/on-engine';
import { LONGEST } from '../../tooling/tests/sequencer';

const ROOT = join(__dirname, '../..');

describe('suites that load the engine', () => {
  const suites = suitesOnEngine(ROOT);

  it('are those that import it, themselves or through the sources', () => {
    expect(suites).toEqual(
      expect.arrayContaining([
        '__tests__/constructs/hosts/key-vault.test.ts',
        '__tests__/stacks/reference-stacks.test.ts',
        '__tests__/emulators/azure.test.ts',
      ]),
    );
  });

  it('are those that import the package by its name', () => {
    expect(suites.filter((suite) => suite.startsWith('examples/')).length).toBeGreaterThan(0);
  });

  it('are none of what knows nothing of Terraform, nor of what imports types only', () => {
    expect(suites.filter((suite) => /^__tests__\/(preview|page|sniff)\//.test(suite))).toEqual([]);
    expect(suites).not.toContain('__tests__/tooling/suites.test.ts');
  });
});

it('those that are begun first are there', () => {
  expect(LONGEST.filter((suite) => !existsSync(join(ROOT, suite)))).toEqual([]);
});
