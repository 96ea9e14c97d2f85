import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The program as a user starts it: what it prints, and with which code it ends. */
const ROOT = resolve(__dirname, '../..');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'preview-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string[];
}
function lakehousePreview(...options: string[]): Promise<Outcome> {
  return new Promise((done, fail) => {
    const program = spawn(process.execPath, ['-r', 'ts-node/register', 'preview/cli.ts', ...options], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], HOME: tmpdir() },
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
    const out = join(folder, 'out');
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
    const out = join(folder, 'never');
    const data = join(folder, 'data');
    mkdirSync(join(data, 'transaction'), { recursive: true });
    writeFileSync(join(folder, 'nothing.js'), 'module.exports = {};');
    const [nowhere, nothing, seed, unknown, wrongData] = await Promise.all([
      lakehousePreview('--out', out, '--app', 'nowhere'),
      lakehousePreview('--out', out, '--app', join(folder, 'nothing.js')),
      lakehousePreview('--out', out, '--seed', 'x'),
      lakehousePreview('--out', out, '--sead', '1'),
      lakehousePreview('--out', out, '--data', data, '--app', 'bench/company'),
    ]);
    expect([nowhere, nothing, seed, unknown, wrongData].map(({ code, stdout }) => [code, stdout])).toEqual(
      Array.from({ length: 5 }, () => [1, '']),
    );
    expect(nowhere.stderr).toEqual([
      'preview: 1 error',
      `  - preview: "app" is "nowhere", which cannot be loaded: Cannot find module '${join(ROOT, 'nowhere')}'; allowed: a module, or a folder with an index, that exports "company"; correct the path`,
    ]);
    expect(nothing.stderr).toEqual([
      'preview: 1 error',
      `  - preview: "app" is "${join(folder, 'nothing.js')}", which exports no company; allowed: an export named "company", made by company(…); export const company = company(…)`,
    ]);
    expect(seed.stderr).toEqual([
      'preview: 1 error',
      '  - preview: "seed" is "x"; allowed: a whole number, 0 or more; change the number',
    ]);
    expect(unknown.stderr).toEqual([expect.stringContaining("Unknown option '--sead'")]);
    expect(wrongData.stderr).toEqual([
      'preview: 2 errors',
      `  - transactions: "data" has no folder in "${data}" (did you mean "transaction"?); allowed: a folder "transactions"; present: transaction; add the folder, even an empty one`,
      `  - exchange-rates: "data" has no folder in "${data}"; allowed: a folder "exchange-rates"; present: transaction; add the folder, even an empty one`,
    ]);
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
