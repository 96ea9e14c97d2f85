import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, EXIT_MEANINGS } from '../../cli/exit-codes';
import { type CommandName, DESCRIPTIONS } from '../../cli/descriptions';
import { lakehouseProgram as program } from '../../cli/program';
import { lakehouseProgram, type Outcome, ROOT } from '../support/lakehouse-program';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('all tests');
const home = temporaryFolder('all tests');
const lakehouse = (...options: string[]): Promise<Outcome> => lakehouseProgram(options, { home: home.path });
const COMMANDS = (Object.keys(DESCRIPTIONS) as CommandName[]).map(
  (name) => [name, program([name]).commands.find((command) => command.name() === name)] as const,
);

describe('lakehouse', () => {
  it('says how it is used, and which version it is', async () => {
    const [all, version] = await Promise.all([lakehouse('--help'), lakehouse('--version')]);
    expect(all.code).toBe(0);
    expect(all.stdout).toMatch(/Exit codes:\n {2}0 {3}done\n/);
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each(COMMANDS)('shows examples of %s that its options allow', async (name, command) => {
    const { code, stdout } = await lakehouse(name, '--help');
    expect(code).toBe(0);
    const examples = [...stdout.matchAll(/^ {2}\$ lakehouse (\S+)(.*)$/gm)];
    expect(examples.length).toBeGreaterThan(0);
    for (const [, called, rest = ''] of examples) {
      expect(called).toBe(name);
      const used = [...rest.matchAll(/(?<= )--[a-z-]+/g)].map(([option]) => option);
      const known = command?.options.map(({ long }) => long) ?? [];
      expect(used.filter((option) => !known.includes(option))).toEqual([]);
    }
  });

  it('ends with 2 for options and commands that it does not have', async () => {
    const [option, command] = await Promise.all([lakehouse('cost', '--nope'), lakehouse('bill')]);
    expect(option).toMatchObject({
      code: EXIT.usage,
      stderr: expect.stringContaining("unknown option '--nope'") as string,
    });
    expect(command).toMatchObject({
      code: EXIT.usage,
      stderr: expect.stringContaining("unknown command 'bill'") as string,
    });
  });

  it('ends with 3 on a Node.js that is too old, before it loads anything', async () => {
    const old = folder.at('old.js');
    writeFileSync(
      old,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.8.1' } });
       Object.defineProperty(process, 'version', { value: 'v20.8.1' });`,
    );
    const node = ['-r', old];
    expect(await lakehouseProgram(['--version'], { home: home.path, node })).toEqual({
      code: EXIT.missing,
      stdout: '',
      stderr:
        'lakehouse: 1 error\n  - LH9203 lakehouse: "node" is v20.8.1; allowed: 20.9 or later; install a newer Node.js, or choose it with your version manager: nvm install --lts\n',
    });
    expect(readFileSync(join(ROOT, 'package.json'), 'utf8')).toContain('"node": ">=20.9"');
  });

  it('ends with 70 when it is none of that, and says where that happened when asked', async () => {
    const broken = folder.at('broken.js');
    writeFileSync(
      broken,
      `require('node:fs').readdirSync = () => { throw new Error('the disk is on fire'); };`,
    );
    const node = ['-r', broken];
    // A folder each: one run at a time writes into one.
    const into = (name: string): string[] => ['preview', '--app', 'bench/company', '--out', folder.at(name)];
    const [plain, verbose, debug] = await Promise.all([
      lakehouseProgram(into('plain'), { home: home.path, node }),
      lakehouseProgram([...into('verbose'), '--verbose'], { home: home.path, node }),
      lakehouseProgram(into('debug'), { home: home.path, node, env: { DEBUG: '1' } }),
    ]);
    expect(plain).toEqual({
      code: EXIT.failure,
      stdout: '',
      stderr: 'the disk is on fire\nRun it with --verbose to see where that happened.\n',
    });
    for (const { stderr } of [verbose, debug])
      expect(stderr).toMatch(/^Error: the disk is on fire\n {4}at .*broken\.js/);
  });

  it('has the codes of docs/command.md', () => {
    const page = readFileSync(join(ROOT, 'docs/command.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `(\d+)` +\| (.*?) +\|$/gm)].map(([, code, meaning]) => [
      Number(code),
      meaning,
    ]);
    expect(rows).toEqual(EXIT_MEANINGS.map(([code, meaning]) => [code, meaning]));
    expect(rows.map(([code]) => code)).toEqual(Object.values(EXIT));
  });

  it.each(COMMANDS)('has a section on %s in docs/command.md', (name) => {
    expect(readFileSync(join(ROOT, 'docs/command.md'), 'utf8')).toMatch(
      new RegExp(`^## \`lakehouse ${name}\``, 'm'),
    );
  });
});
