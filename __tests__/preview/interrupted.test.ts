import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { thisProcess } from '../../output/process-identity';
import { plant, WORK } from '../support/output-folders';
import { programEnvironment } from '../support/program-environment';
import { temporaryFolder } from '../support/temporary-folder';

/** A run that is killed, stopped or out of disk leaves the earlier result as it was, and the next run tidies up. */
const ROOT = resolve(__dirname, '../..');
const LINES = 150_000;

const { at } = temporaryFolder('all tests');
let before: string;

beforeAll(async () => {
  mkdirSync(at('tmp'));
  deliver('large', LINES);
  deliver('small', 10);
  expect(await ended(start('small'))).toMatchObject({ code: 0 });
  before = digest(at('out'));
});

function deliver(name: string, lines: number): void {
  for (const source of ['transactions', 'exchange-rates']) mkdirSync(at(name, source), { recursive: true });
  const payment = (index: number): string =>
    JSON.stringify({
      transaction_id: `T${index}`,
      order_id: `O${index % 1000}`,
      kind: 'sale',
      status: 'captured',
      amount: ((index * 37) % 10_000) / 100,
      currency: 'EUR',
      country: 'DE',
      channel: 'web',
      customer_email: `person${index}@example.com`,
      occurred_at: '2026-01-05T10:00:00Z',
    });
  writeFileSync(
    at(name, 'transactions', 'a.jsonl'),
    `${Array.from({ length: lines }, (_, index) => payment(index)).join('\n')}\n`,
  );
  writeFileSync(at(name, 'exchange-rates', 'a.csv'), 'rate_date,currency,rate\n2026-01-05,USD,0.9\n');
}

/** Starts the program; `limit` is the most that a file may hold, in KiB. */
function start(data: string, limit?: number): ChildProcess {
  const program = [
    process.execPath,
    '-r',
    'ts-node/register',
    'cli/main.ts',
    'preview',
    '--app',
    'bench/company',
    '--data',
    at(data),
    '--out',
    at('out'),
  ];
  const limited = ['bash', '-c', `ulimit -f ${limit} && exec "$@"`, 'bash', ...program];
  const [command = '', ...options] = limit === undefined ? program : limited;
  return spawn(command, options, {
    cwd: ROOT,
    env: { ...programEnvironment(at('tmp')), TS_NODE_TRANSPILE_ONLY: 'true' },
  });
}

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}
/** Waits for the end; `onLine` is called once, with the first line of progress. */
function ended(program: ChildProcess, onLine?: () => void): Promise<End> {
  let stderr = '';
  let isFirst = true;
  program.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    if (isFirst && stderr.includes('bronze')) {
      isFirst = false;
      onLine?.();
    }
  });
  program.stdout?.resume();
  return new Promise((done, fail) => {
    program.on('error', fail);
    program.on('close', (code, signal) => done({ code, signal, stderr }));
  });
}

/** What lies in a folder; of the page nothing, which says how long each step took. */
function digest(path: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && !each.parentPath.includes(WORK) && each.name !== 'index.html')
    .map((each) => join(each.parentPath, each.name))
    .sort())
    hash.update(entry).update(readFileSync(entry));
  return hash.digest('hex');
}
/** What runs have not finished. */
const orphanedFolders = (): string[] =>
  readdirSync(at('out', WORK))
    .filter((name) => name !== 'written.json')
    .sort();
const temporary = (): string[] =>
  readdirSync(at('tmp'))
    .filter((name) => name.startsWith('lakehouse-preview-'))
    .sort();

it('that is killed leaves the earlier result; the next run removes what it left, and no spilled rows of live ones', async () => {
  const program = start('large');
  const end = await ended(program, () => program.kill('SIGKILL'));
  expect(end).toMatchObject({ code: null, signal: 'SIGKILL' });
  expect(end.stderr).not.toContain('gold');
  expect(digest(at('out'))).toBe(before);
  expect(orphanedFolders()).toEqual(['draft', 'lock']);
  expect(temporary()).toHaveLength(1);

  // Like those of another machine or container that shares the temporary folder, or of one that is about to begin.
  plant(at('tmp'), {
    'lakehouse-preview-live/process.json': JSON.stringify(thisProcess()),
    'lakehouse-preview-elsewhere/process.json': JSON.stringify({ machine: 'elsewhere', pid: program.pid }),
    'lakehouse-preview-new/rows': '',
  });
  const kept = ['lakehouse-preview-elsewhere', 'lakehouse-preview-live', 'lakehouse-preview-new'];
  expect(await ended(start('small'))).toMatchObject({ code: 0 });
  expect(orphanedFolders()).toEqual([]);
  expect(temporary()).toEqual(kept);
  expect(digest(at('out'))).toBe(before);
  for (const name of kept) rmSync(at('tmp', name), { recursive: true });
});

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('that gets %s leaves the earlier result and nothing else', async (signal, code) => {
  const program = start('large');
  expect(await ended(program, () => program.kill(signal))).toMatchObject({ code });
  expect(digest(at('out'))).toBe(before);
  expect([orphanedFolders(), temporary()]).toEqual([[], []]);
});

it('that cannot write leaves the earlier result, and says so without a trace', async () => {
  const { code, stderr } = await ended(start('large', 256));
  expect(code).toBe(1);
  expect(stderr.trimEnd().split('\n').slice(-2)).toEqual([
    'preview: 1 error',
    '  - LH8006 preview: "out" cannot be written: the disk is full, or a file is larger than is allowed here; allowed: room for the result and for temporary files; make room, or choose another folder; an earlier result is as it was',
  ]);
  expect(digest(at('out'))).toBe(before);
  expect([orphanedFolders(), temporary()]).toEqual([[], []]);
});
