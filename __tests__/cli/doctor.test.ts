import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Finding, findingLines } from '../../cli/doctor/finding';
import { satisfies, specifierOf } from '../../packages/version-range';
import { installCompiled } from '../support/compiled-package';
import { nodeProgram, type Outcome } from '../support/lakehouse-program';
import { temporaryFolder } from '../support/temporary-folder';

const installed = temporaryFolder('all tests');
const home = temporaryFolder('all tests');
let program: string;
beforeAll(() => {
  program = installCompiled(installed.path);
  mkdirSync(installed.at('bin'));
  const answers = {
    terraform: 'echo Terraform v1.9.8',
    az: 'case "$1 $2" in "version --query") echo 2.66.0;; "account show") exit 1;; *) exit 1;; esac',
  };
  for (const [name, script] of Object.entries(answers)) {
    writeFileSync(installed.at('bin', name), `#!/bin/sh\n${script}\n`);
    chmodSync(installed.at('bin', name), 0o755);
  }
});

const doctorWith = (bin: string, options: readonly string[]): Promise<Outcome> =>
  nodeProgram([program, 'doctor', ...options], {
    home: home.path,
    cwd: installed.path,
    env: { PATH: [installed.at(bin), '/usr/bin', '/bin'].join(delimiter) },
  });
const doctor = (...options: string[]): Promise<Outcome> => doctorWith('bin', options);
async function findings(...options: string[]): Promise<Record<string, Finding>> {
  const { stdout } = await doctor('--json', ...options);
  const { findings: all } = JSON.parse(stdout) as { findings: Finding[] };
  return Object.fromEntries(all.map((finding) => [finding.check, finding]));
}

describe('lakehouse doctor --environment', () => {
  const proof = (query: string) => [
    {
      shows: `${query} holds`,
      program: 'az',
      options: ['ad', query],
      expected: { atLeast: 1 },
    },
  ];
  const step = (id: string, query: string) => ({
    stack: 'shop-dev',
    title: id,
    ids: [`shop-dev/${id}`],
    acknowledged: [],
    steps: [],
    commands: [],
    proof: proof(query),
    files: [],
  });
  const write = (...steps: readonly ReturnType<typeof step>[]) => {
    mkdirSync(installed.at('synthesized', 'manual-steps'), { recursive: true });
    mkdirSync(installed.at('azure'), { recursive: true });
    writeFileSync(
      installed.at('synthesized', 'manual-steps', 'dev.json'),
      JSON.stringify({ format: 1, environment: 'dev', tenantId: 'a', steps }),
    );
    writeFileSync(
      installed.at('azure', 'az'),
      [
        '#!/bin/sh',
        'case "$*" in',
        '  "version "*) echo 2.66.0 ;;',
        '  *join*) echo \'"a/b"\' ;;',
        "  'ad yes') echo 1 ;;",
        "  'ad no') echo 0 ;;",
        "  *) echo 'ERROR: (AuthorizationFailed) The client does not have authorization' >&2; exit 1 ;;",
        'esac',
        '',
      ].join('\n'),
    );
    chmodSync(installed.at('azure', 'az'), 0o755);
  };
  const prove = (...options: string[]) =>
    doctorWith('azure', ['--environment', 'dev', '--out', installed.at('synthesized'), ...options]);

  it('ends with 0 when every step is done, and ticks each off', async () => {
    write(step('one', 'yes'), step('two', 'yes'));
    const { code, stdout } = await prove();
    expect(stdout).toMatch(/^ok +shop-dev\/one +yes holds$/m);
    expect(stdout).toContain('2 steps: 2 done, 0 not done, 0 not known, 0 without a proof.');
    expect(code).toBe(0);
  });

  it('ends with 1 when one is not done, also where another one is not known', async () => {
    write(step('one', 'no'), step('two', 'secret'));
    const { code, stdout } = await prove('--json');
    expect(code).toBe(1);
    const { environment, steps } = JSON.parse(stdout) as {
      environment: string;
      steps: { state: string }[];
    };
    expect([environment, steps.map(({ state }) => state)]).toEqual(['dev', ['open', 'unknown']]);
  });

  it('ends with 3 when one cannot be looked at from here', async () => {
    write(step('one', 'yes'), step('two', 'secret'));
    expect((await prove()).code).toBe(3);
  });

  it('says which environments were not synthesized', async () => {
    const { code, stderr } = await prove('--environment', 'prod');
    expect(code).toBe(1);
    expect(stderr).toContain('LH9350');
  });
});

describe('lakehouse doctor', () => {
  it('finds nothing to mend where all is there, and says what is only absent', async () => {
    const { code, stdout } = await doctor();
    expect(code).toBe(0);
    expect(stdout).toContain('\nNothing is to be mended.\n');
    const found = await findings();
    expect(found).toMatchObject({
      'Node.js': { status: 'ok' },
      cdktf: { status: 'ok', found: '0.21.0' },
      'copies of constructs': { status: 'ok' },
      terraform: { status: 'ok', found: '1.9.8' },
      az: { status: 'ok', found: '2.66.0' },
      'az login': { status: 'note', remedy: 'az login' },
    });
  });

  it('finds the other engine beside this one', async () => {
    const other = installed.at('node_modules/cdktn');
    mkdirSync(other);
    writeFileSync(
      join(other, 'package.json'),
      JSON.stringify({ name: 'cdktn', version: '0.24.0', main: 'index.js' }),
    );
    writeFileSync(join(other, 'index.js'), '');
    const { code } = await doctor();
    const { engines } = await findings();
    rmSync(other, { recursive: true });
    expect(code).toBe(1);
    expect(engines).toMatchObject({
      status: 'mend',
      found: 'cdktf, and of the other engine cdktn',
      remedy: 'npm uninstall cdktn, or move the project: npx lakehouse move-engine',
    });
    expect(await findings()).not.toHaveProperty('engines');
  });

  it('ends with 1 when something is to be mended, each with its remedy', async () => {
    const modules = installed.at('node_modules');
    rmSync(join(modules, 'cdktf'));
    rmSync(join(modules, 'constructs'));
    for (const [folder, version] of [
      ['constructs', '10.3.0'],
      ['cdktf', '0.20.0'],
      ['cdktf/node_modules/constructs', '10.4.2'],
    ] as const) {
      mkdirSync(join(modules, folder), { recursive: true });
      const name = folder.split('/').at(-1);
      writeFileSync(
        join(modules, folder, 'package.json'),
        JSON.stringify({ name, version, main: 'index.js' }),
      );
      writeFileSync(join(modules, folder, 'index.js'), '');
    }
    const { code, stdout } = await doctor();
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^mend +cdktf +0\.20\.0, and \^0\.21\.0 is needed\n +→ npm install cdktf@\^0\.21\.0$/m,
    );
    const found = await findings();
    expect(found['copies of constructs']?.status).toBe('mend');
    expect(found['copies of constructs']?.found).toMatch(/10\.3\.0 in .*10\.4\.2 in /);
  });
});

it('knows the ranges of the manifest', () => {
  const cases = [
    ['1.5.5-r.5', '*', true],
    ['0.21.0', '^0.21.0', true],
    ['0.21.9', '^0.21.0', true],
    ['0.22.0', '^0.21.0', false],
    ['14.30.0', '^14.23.1', true],
    ['14.23.0', '^14.23.1', false],
    ['15.0.0', '^14.23.1', false],
    ['v20.9.0', '>=20.9', true],
    ['v20.8.1', '>=20.9', false],
    ['0.0.0', '^0.0.0', true],
    ['0.0.1', '^0.0.0', false],
    ['1.2.3', '1.2.3', true],
    ['1.2.4', '1.2.3', false],
    ['0.24.9', '>=0.23.0 <0.25.0', true],
    ['0.25.0', '>=0.23.0 <0.25.0', false],
    ['0.22.9', '>=0.23.0 <0.25.0', false],
    ['1.5.5-r.5', '>=1.4 <2', true],
    ['2.0.0-r.1', '>=1.4 <2', false],
  ] as const;
  for (const [version, range, fits] of cases)
    expect([version, range, satisfies(version, range)]).toEqual([version, range, fits]);
});

it('quotes what a shell would take for its own', () => {
  expect(['^0.21.0', '>=0.23.0 <0.25.0', '*'].map((range) => specifierOf('a', range))).toEqual([
    'a@^0.21.0',
    '"a@>=0.23.0 <0.25.0"',
    'a',
  ]);
});

it('colours statuses only where it is asked to', () => {
  const one: Finding[] = [{ check: 'a', status: 'mend', found: 'b', remedy: 'c' }];
  expect(findingLines(one, false)).toEqual(['mend  a  b', '         → c']);
  expect(findingLines(one, true)[0]).toBe('\u001b[31mmend\u001b[39m  a  b');
});
