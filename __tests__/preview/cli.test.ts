import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { programEnvironment } from '../support/program-environment';
import { temporaryFolder } from '../support/temporary-folder';

/** The program as a user starts it: what it prints, and with which code it ends. */
const ROOT = resolve(__dirname, '../..');
const folder = temporaryFolder('all tests');
const home = temporaryFolder('all tests');

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string[];
}
function lakehousePreview(...options: string[]): Promise<Outcome> {
  return new Promise((done, fail) => {
    const program = spawn(process.execPath, ['-r', 'ts-node/register', 'preview/cli.ts', ...options], {
      cwd: ROOT,
      env: programEnvironment(home.path),
    });
    const printed = { stdout: '', stderr: '' };
    program.stdout.on('data', (chunk: Buffer) => (printed.stdout += chunk.toString()));
    program.stderr.on('data', (chunk: Buffer) => (printed.stderr += chunk.toString()));
    program.on('error', fail);
    program.on('close', (code) =>
      done({ code, stdout: printed.stdout, stderr: printed.stderr.trimEnd().split('\n') }),
    );
  });
}

describe('lakehouse-preview', () => {
  it('runs the reference company, and prints a line for each table', async () => {
    const out = folder.at('out');
    const { code, stdout, stderr } = await lakehousePreview('--out', out, '--seed', '7');
    expect({ code, last: stderr.at(-1) }).toEqual({
      code: 0,
      last: expect.stringMatching(/^gold {3}executives\/company_totals: 1 rows$/) as string,
    });
    expect(stdout).toMatch(/^\nzone {4}department {4}table /);
    expect(stdout).toMatch(/\nMeridian Goods: \d\d tables in \d+\.\d s, in .*out\n$/);
    expect(JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'))).toMatchObject({
      input: { kind: 'sample', seed: 7 },
    });
  });

  it('says how it is used', async () => {
    const { code, stdout, stderr } = await lakehousePreview('--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: [''] });
    for (const option of ['--app', '--data', '--out', '--seed']) expect(stdout).toContain(`  ${option} <`);
  });

  it('fails on options that it cannot use, a line for each mistake', async () => {
    const out = folder.at('never');
    const data = folder.at('data');
    mkdirSync(join(data, 'transaction'), { recursive: true });
    writeFileSync(folder.at('nothing.js'), 'module.exports = {};');
    const [nowhere, nothing, seed, unknown, wrongData] = await Promise.all([
      lakehousePreview('--out', out, '--app', 'nowhere'),
      lakehousePreview('--out', out, '--app', folder.at('nothing.js')),
      lakehousePreview('--out', out, '--seed', 'x'),
      lakehousePreview('--out', out, '--sead', '1'),
      lakehousePreview('--out', out, '--data', data, '--app', 'bench/company'),
    ]);
    expect([nowhere, nothing, seed, unknown, wrongData].map(({ code, stdout }) => [code, stdout])).toEqual(
      Array.from({ length: 5 }, () => [1, '']),
    );
    expect(nowhere.stderr).toEqual([
      'preview: 1 error',
      `  - LH8004 preview: "app" is "nowhere", which cannot be loaded: Cannot find module '${join(ROOT, 'nowhere')}'; allowed: a module, or a folder with an index, that exports "company"; correct the path`,
    ]);
    expect(nothing.stderr).toEqual([
      'preview: 1 error',
      `  - LH8004 preview: "app" is "${folder.at('nothing.js')}", which exports no company; allowed: an export named "company", made by company(…); export const company = company(…)`,
    ]);
    expect(seed.stderr).toEqual([
      'preview: 1 error',
      '  - LH0002 preview: "seed" is "x"; allowed: a whole number, 0 or more; change the number',
    ]);
    expect(unknown.stderr).toEqual([expect.stringContaining("Unknown option '--sead'")]);
    expect(wrongData.stderr).toEqual([
      'preview: 2 errors',
      `  - LH8002 transactions: "data" has no folder in "${data}" (did you mean "transaction"?); allowed: a folder "transactions"; present: transaction; add the folder, even an empty one`,
      `  - LH8002 exchange-rates: "data" has no folder in "${data}"; allowed: a folder "exchange-rates"; present: transaction; add the folder, even an empty one`,
    ]);
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder.path).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
