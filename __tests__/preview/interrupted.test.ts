import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A run that is killed, told to stop or out of disk leaves the earlier result as it was, and the next run tidies up. */
const ROOT = resolve(__dirname, '../..');
const LINES = 150_000;

let folder: string;
let before: string;
const at = (...path: readonly string[]): string => join(folder, ...path);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'preview-interrupted-'));
  mkdirSync(at('tmp'));
  deliver('large', LINES);
  deliver('small', 10);
  expect(await ended(start('small'))).toMatchObject({ code: 0 });
  before = digest(at('out'));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
    'preview/cli.ts',
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
    env: { PATH: process.env['PATH'], HOME: tmpdir(), TMPDIR: at('tmp'), TS_NODE_TRANSPILE_ONLY: 'true' },
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

function digest(path: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name))
    .sort())
    hash.update(entry).update(readFileSync(entry));
  return hash.digest('hex');
}
const leftovers = (): string[] => readdirSync(folder).filter((name) => name.startsWith('.'));
const temporary = (): string[] =>
  readdirSync(at('tmp')).filter((name) => name.startsWith('lakehouse-preview-'));

it('that is killed leaves the earlier result; the next run removes what it left, and nothing of live ones', async () => {
  const program = start('large');
  const end = await ended(program, () => program.kill('SIGKILL'));
  expect(end).toMatchObject({ code: null, signal: 'SIGKILL' });
  expect(end.stderr).not.toContain('gold');
  expect(digest(at('out'))).toBe(before);
  expect(leftovers()).toEqual([`.out.${program.pid}.partial`]);
  expect(temporary()).toHaveLength(1);

  const live = `.out.${process.pid}.partial`;
  mkdirSync(at(live));
  mkdirSync(at('tmp', `lakehouse-preview-${process.pid}-x`));
  expect(await ended(start('small'))).toMatchObject({ code: 0 });
  expect(leftovers()).toEqual([live]);
  expect(temporary()).toEqual([`lakehouse-preview-${process.pid}-x`]);
  expect(digest(at('out'))).toBe(before);
  rmSync(at(live), { recursive: true });
  rmSync(at('tmp', `lakehouse-preview-${process.pid}-x`), { recursive: true });
}, 120_000);

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  'that gets %s leaves the earlier result and nothing else',
  async (signal, code) => {
    const program = start('large');
    expect(await ended(program, () => program.kill(signal))).toMatchObject({ code });
    expect(digest(at('out'))).toBe(before);
    expect([leftovers(), temporary()]).toEqual([[], []]);
  },
  120_000,
);

it('that cannot write leaves the earlier result, and says so without a trace', async () => {
  const { code, stderr } = await ended(start('large', 256));
  expect(code).toBe(1);
  expect(stderr.trimEnd().split('\n').slice(-2)).toEqual([
    'preview: 1 error',
    '  - preview: "out" cannot be written: the disk is full, or a file is larger than is allowed here; allowed: room for the result and for temporary files; make room, or choose another folder; an earlier result is as it was',
  ]);
  expect(digest(at('out'))).toBe(before);
  expect([leftovers(), temporary()]).toEqual([[], []]);
}, 120_000);

it('that was killed while it put its result in place is undone by the next run', async () => {
  const program = spawn(process.execPath, ['--version']);
  await ended(program);
  renameSync(at('out'), at(`.out.${program.pid}.previous`));
  rmSync(at('small', 'exchange-rates'), { recursive: true });
  expect(await ended(start('small'))).toMatchObject({ code: 1 });
  expect(digest(at('out'))).toBe(before);
  expect(leftovers()).toEqual([]);
}, 120_000);
