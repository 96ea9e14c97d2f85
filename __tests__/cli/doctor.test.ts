import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Finding, findingLines } from '../../cli/doctor/finding';
import { satisfies } from '../../cli/doctor/version-range';
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

const doctor = (...options: string[]): Promise<Outcome> =>
  nodeProgram([program, 'doctor', ...options], {
    home: home.path,
    cwd: installed.path,
    env: { PATH: [installed.at('bin'), '/usr/bin', '/bin'].join(delimiter) },
  });
async function findings(...options: string[]): Promise<Record<string, Finding>> {
  const { stdout } = await doctor('--json', ...options);
  const { findings: all } = JSON.parse(stdout) as { findings: Finding[] };
  return Object.fromEntries(all.map((finding) => [finding.check, finding]));
}

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
    ['1.2.3', '1.2.3', true],
    ['1.2.4', '1.2.3', false],
  ] as const;
  for (const [version, range, fits] of cases)
    expect([version, range, satisfies(version, range)]).toEqual([version, range, fits]);
});

it('colours statuses only where it is asked to', () => {
  const one: Finding[] = [{ check: 'a', status: 'mend', found: 'b', remedy: 'c' }];
  expect(findingLines(one, false)).toEqual(['mend  a  b', '         → c']);
  expect(findingLines(one, true)[0]).toBe('\u001b[31mmend\u001b[39m  a  b');
});
