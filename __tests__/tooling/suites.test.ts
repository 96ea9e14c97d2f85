import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { suitesOnEngine } from '../../tooling/tests/on-engine';
import LongestFirst, { LONGEST } from '../../tooling/tests/sequencer';

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

describe('suites that take longest', () => {
  it('are there', () => {
    expect(LONGEST.filter((suite) => !existsSync(join(ROOT, suite)))).toEqual([]);
  });

  it('are begun first, whatever their size', async () => {
    const context = {
      config: { rootDir: ROOT, id: 'none', cacheDirectory: join(ROOT, 'nowhere') },
      hasteFS: { getSize: (path: string) => (path.endsWith('large.test.ts') ? 1000 : 1) },
    };
    const tests = ['large.test.ts', ...LONGEST].map((suite) => ({
      path: join(ROOT, suite),
      context,
    }));
    const options = { contexts: [context], globalConfig: {} };
    const sequencer = new LongestFirst(options as unknown as ConstructorParameters<typeof LongestFirst>[0]);
    const sorted = await sequencer.sort(tests as unknown as Parameters<LongestFirst['sort']>[0]);
    expect(sorted.map(({ path }) => relative(ROOT, path))).toEqual([...LONGEST, 'large.test.ts']);
  });
});
