import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { programEnvironment } from '../support/program-environment';
import { temporaryFolder } from '../support/temporary-folder';

const ROOT = resolve(__dirname, '../..');
const folder = temporaryFolder('all tests');
const home = temporaryFolder('all tests');

function sniff(...options: string[]) {
  return new Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>(
    (done, fail) => {
      const program = spawn(
        process.execPath,
        ['-r', 'ts-node/register', 'cli/main.ts', 'sniff', ...options],
        {
          cwd: ROOT,
          env: programEnvironment(home.path),
        },
      );
      const printed = { stdout: '', stderr: '' };
      program.stdout.on('data', (chunk: Buffer) => (printed.stdout += chunk.toString()));
      program.stderr.on('data', (chunk: Buffer) => (printed.stderr += chunk.toString()));
      program.on('error', fail);
      program.on('close', (code) => done({ code, ...printed }));
    },
  );
}

beforeAll(() => {
  const rows = Array.from(
    { length: 20 },
    (_, index) => `${index + 1},2026-01-${index + 10} 10:00:00,${index}.50`,
  );
  for (const source of ['orders', 'returns', 'articles'])
    mkdirSync(folder.at('data', source), { recursive: true });
  const lines = ['id,at,amount', ...rows].join('\n');
  writeFileSync(folder.at('data', 'orders', 'a.csv'), `${lines}\n`);
  writeFileSync(folder.at('data', 'returns', 'a.csv'), `${lines}\n21,2026-01-31 10:00:00,free\n`);
  writeFileSync(folder.at('data', 'articles', 'a.csv'), 'price\n1.50\n\n');
});

describe('lakehouse sniff', () => {
  it('prints the contract of one source, and its doubts apart from it', async () => {
    const { code, stdout, stderr } = await sniff(folder.at('data', 'returns'));
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^import \{ dataContract, days, mapping, t \} from 'cdktf-azure-lakehouse\/model';\n/,
    );
    expect(stdout).toContain("export const returns = dataContract('returns', {");
    expect(stdout).toContain('// DOUBT: "free" in 1 row is unlike the others (a.csv line 22): quarantined.');
    expect(stdout).not.toContain('company');
    expect(stderr).toContain('quarantined: 1 by type:amount\n    a.csv line 22: "free"');
  });

  it('writes a company of several sources to a file that is not there yet', async () => {
    const out = folder.at('company.ts');
    const first = await sniff(
      folder.at('data', 'orders', 'a.csv'),
      '--name',
      'Web Orders',
      '--company',
      '--out',
      out,
    );
    expect(first).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(out, 'utf8')).toContain("export const webOrders = dataContract('web-orders', {");
    expect(readFileSync(out, 'utf8')).toContain('sources: [webOrders],');
    const second = await sniff(folder.at('data', 'orders'), '--out', out);
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/LH7205 sniff: "out" is ".*company\.ts", which is there/);
  });

  it('proposes what it can, and says for which sources it cannot', async () => {
    const { code, stdout, stderr } = await sniff(folder.at('data'), '--json');
    expect(code).toBe(1);
    expect(stderr).toContain('LH7204 articles: "columns" have no key');
    expect(stderr).not.toMatch(/^ +at /m);
    const printed = JSON.parse(stdout) as {
      readonly proposals: readonly { readonly name: string }[];
      readonly issues: readonly { readonly code: string }[];
      readonly module: string;
    };
    expect(printed.proposals.map(({ name }) => name)).toEqual(['orders', 'returns']);
    expect(printed.issues.map((issue) => issue.code)).toEqual(['LH7204']);
    expect(printed.module).toContain('sources: [orders, returns],');
  });

  it('says once why there is no contract', async () => {
    const { code, stdout, stderr } = await sniff(folder.at('data', 'articles'));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.match(/LH7204/g)).toHaveLength(1);
  });

  it('names paths that are not there, all at once', async () => {
    const { code, stderr } = await sniff(folder.at('nowhere'), folder.at('neither'));
    expect(code).toBe(1);
    expect(stderr.match(/LH7201/g)).toHaveLength(2);
  });

  it('says how it is used', async () => {
    const help = await sniff('--help');
    expect(help.code).toBe(0);
    expect(help.stdout).toMatch(/Examples:\n {2}\$ lakehouse sniff data\/orders\n/);
    expect(await sniff()).toMatchObject({ code: 2 });
  });
});
