import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommanderError } from 'commander';
import { type CommandName, DESCRIPTIONS } from '../../cli/descriptions';
import { EXIT } from '../../cli/exit-codes';
import { exitCode } from '../../cli/failure';
import { lakehouseProgram as program } from '../../cli/program';
import { lakehouseProgram, type Outcome, ROOT } from '../support/lakehouse-program';
import { temporaryFolder } from '../support/temporary-folder';

/** What holds for every command, in one table. */
const folder = temporaryFolder('all tests');
const home = temporaryFolder('all tests');
const NAMES = Object.keys(DESCRIPTIONS) as CommandName[];
/** A company whose modules are loaded fast, and what nobody has synthesized. */
const APP = ['--app', 'bench/company'];
const nowhere = (): string => folder.at('nowhere');

/** A mistake of each command that it finds by itself, without Azure and without another program, and the code of the issue. */
const MISTAKES: Readonly<Record<CommandName, readonly [code: string, args: () => readonly string[]]>> = {
  init: ['LH9206', () => [folder.at('filled')]],
  doctor: ['LH9350', () => ['--environment', 'dev', '--out', nowhere()]],
  sniff: ['LH7205', () => ['data', '--out', folder.at('filled', 'file')]],
  preview: ['LH8003', () => [...APP, '--data', nowhere(), '--out', nowhere()]],
  synth: ['LH9205', () => ['--app', 'exit 4']],
  cost: ['LH9111', () => ['--out', nowhere()]],
  'move-engine': ['LH9370', () => [folder.at('empty')]],
  guard: ['LH9312', () => [folder.at('empty'), '--out', nowhere()]],
  rehearse: ['LH9356', () => [folder.at('empty'), '--out', nowhere()]],
  ci: ['LH9331', () => ['github', '--out', nowhere()]],
  scan: ['LH9312', () => ['--out', nowhere()]],
  smoke: ['LH9352', () => ['--environment', 'dev', '--out', nowhere()]],
  lineage: ['LH8121', () => ['nothing.at_all', ...APP]],
  access: ['LH8121', () => ['--column', 'nothing.at_all', '--definitions', ...APP]],
  diagram: ['LH8124', () => ['--department', 'nothing', '--synthesis', nowhere(), ...APP]],
};

beforeAll(() => {
  for (const name of ['filled', 'empty']) mkdirSync(folder.at(name), { recursive: true });
  writeFileSync(folder.at('filled', 'file'), '');
});

const optionsOf = (name: CommandName): string[] =>
  program([name])
    .commands.find((command) => command.name() === name)!
    .options.map(({ long }) => long ?? '');

describe.each(NAMES)('lakehouse %s', (name) => {
  const [code, args] = MISTAKES[name];
  let outcome: Outcome;
  beforeAll(async () => {
    outcome = await lakehouseProgram([name, ...args(), '--json'], { home: home.path });
  }, 60_000);

  it('prints for programs, and says where in the code it failed', () => {
    expect(optionsOf(name)).toEqual(expect.arrayContaining(['--json', '--verbose']));
  });

  it('bounds the memory of the engine where it needs one', () => {
    const source = readFileSync(join(ROOT, 'cli', `${name}-command.ts`), 'utf8');
    expect(optionsOf(name).includes('--memory')).toBe(source.includes('@duckdb/node-api'));
  });

  it('ends with 2 for an option that it does not have', async () => {
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const wrong: unknown = await program([name])
      .parseAsync([name, '--nope'], { from: 'user' })
      .catch((error: unknown) => error);
    expect((wrong as CommanderError).name).toBe('CommanderError');
    expect(exitCode(wrong, { verbose: false })).toBe(EXIT.usage);
  });

  it('ends with 1 for a mistake, which is JSON on stdout, and text without colours on stderr', () => {
    const { code: ended, stdout, stderr } = outcome;
    expect([ended, stderr]).toEqual([EXIT.issue, expect.stringContaining(code) as string]);
    const { issues } = JSON.parse(stdout) as { issues: readonly { readonly code: string }[] };
    expect(issues[0]?.code).toMatch(new RegExp(`^${code}`));
    expect(`${stdout}${stderr}`).not.toContain('\u001b');
  });
});
