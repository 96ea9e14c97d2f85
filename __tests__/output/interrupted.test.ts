import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { content, open, plant, refusal, tree, WORK, write } from '../support/output-folders';
import { programEnvironment } from '../support/program-environment';
import { temporaryFolder } from '../support/temporary-folder';

/** A run that is killed at any timestamp costs nothing, and two at once do not harm each other. */
const folder = temporaryFolder();
const out = (...path: readonly string[]): string => folder.at('out', ...path);

const OLD = {
  'access-matrix/dev.md': 'old',
  'manifest.json': 'the same',
  'resources.md': 'the same',
  'stacks/sales-dev/cdk.tf.json': 'old',
  'stacks/shop-dev/cdk.tf.json': 'old',
};
const NEW = {
  'access-matrix/dev.md': 'new',
  'manifest.json': 'the same',
  'resources.md': 'the same',
  'stacks/sales-dev/cdk.tf.json': 'new',
  'stacks/sales-prod/cdk.tf.json': 'new',
};
const STATES = {
  'stacks/sales-dev/terraform.tfstate': 'state',
  'stacks/shop-dev/errored.tfstate': 'errored',
  'stacks/sales-prod/terraform.tfstate.backup': 'backup',
};

/** The number of a process that has ended. */
const ended = (): number => spawnSync(process.execPath, ['--version']).pid;

/** Makes the lock one of another process. */
function lockAs(change: object): void {
  const file = out(WORK, 'lock');
  const own = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...own, ...change }));
}

/** What a process leaves that is killed after each step of a replacement. */
function remainsOfEachStep(): [string, string][] {
  const remains: [string, string][] = [];
  const keep = (step: string): void => {
    const copy = folder.at(`killed ${remains.length}`);
    cpSync(out(), copy, { recursive: true, verbatimSymlinks: true });
    const lock = `${copy}/${WORK}/lock`;
    writeFileSync(lock, JSON.stringify({ ...(JSON.parse(readFileSync(lock, 'utf8')) as object), pid: dead }));
    remains.push([step, copy]);
  };
  const dead = ended();
  write(out(), NEW, { onStep: keep });
  return remains;
}

describe('a run that is killed', () => {
  beforeEach(() => {
    write(out(), OLD);
    plant(out(), STATES);
  });

  test('while it writes leaves what was there', () => {
    const before = tree(out());
    const output = open(out());
    plant(output.draft, NEW);
    lockAs({ pid: ended() });
    expect(content(out())).toEqual({ ...OLD, ...STATES });
    open(out()).close();
    expect(tree(out())).toEqual(before);
    output.close();
  });

  test('at any step of replacing is undone by the next one, and every state is where it was at every timestamp', () => {
    const before = tree(out());
    const remains = remainsOfEachStep();
    expect(remains.map(([step]) => step)).toEqual([
      'begun',
      'taken away: manifest.json',
      'taken away: access-matrix/dev.md',
      'taken away: stacks/sales-dev/cdk.tf.json',
      'taken away: stacks/shop-dev/cdk.tf.json',
      'put in place: access-matrix/dev.md',
      'put in place: stacks/sales-dev/cdk.tf.json',
      'put in place: stacks/sales-prod/cdk.tf.json',
      'put in place: manifest.json',
      'recorded',
    ]);
    for (const [step, copy] of remains) {
      expect([step, content(copy)]).toMatchObject([step, STATES]);
      open(copy).close();
      if (step === 'recorded') expect(content(copy)).toEqual({ ...NEW, ...STATES });
      else expect([step, tree(copy)]).toEqual([step, before]);
      write(copy, NEW);
      expect([step, content(copy)]).toEqual([step, { ...NEW, ...STATES }]);
    }
  });

  test('has the file that readers begin with only where everything is', () => {
    for (const [step, copy] of remainsOfEachStep()) {
      const { 'manifest.json': first, ...others } = content(copy) ?? {};
      const isWhole = [OLD, NEW].some(
        ({ 'manifest.json': _, ...files }) =>
          JSON.stringify(others) ===
          JSON.stringify(Object.fromEntries(Object.entries({ ...files, ...STATES }).sort())),
      );
      expect([step, first !== undefined]).toEqual([step, first !== undefined && isWhole]);
    }
  });

  test('is not undone over a file that somebody put there since', () => {
    const [, copy] = remainsOfEachStep().find(([step]) => step === 'put in place: access-matrix/dev.md')!;
    plant(copy, { 'stacks/shop-dev/cdk.tf.json': 'mine' });
    expect(refusal(() => open(copy))).toContain('are in the way: stacks/shop-dev/cdk.tf.json;');
    expect(content(copy)).toMatchObject({ 'stacks/shop-dev/cdk.tf.json': 'mine' });
    rmSync(`${copy}/stacks/shop-dev/cdk.tf.json`);
    open(copy).close();
    expect(content(copy)).toEqual({ ...OLD, ...STATES });
  });

  test.each([
    ['while it writes', ''],
    ['half-way', 'taken away: stacks/sales-dev/cdk.tf.json'],
    ['before the last file', 'put in place: stacks/sales-prod/cdk.tf.json'],
  ])('by the system, %s, is undone too', async (_, step) => {
    const before = tree(out());
    const program = `
      const { open, plant } = require('./__tests__/support/output-folders');
      const die = (step) => step === ${JSON.stringify(step)} && process.kill(process.pid, 'SIGKILL');
      const output = open(${JSON.stringify(out())}, { onStep: die });
      plant(output.draft, ${JSON.stringify(NEW)});
      die('');
      output.commit();`;
    const child = spawn(process.execPath, ['-r', 'ts-node/register', '-e', program], {
      cwd: resolve(__dirname, '../..'),
      env: programEnvironment(folder.path),
      stdio: 'ignore',
    });
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    expect(content(out())).toMatchObject(STATES);
    expect(JSON.parse(readFileSync(out(WORK, 'lock'), 'utf8'))).toMatchObject({ pid: child.pid });
    open(out()).close();
    expect(tree(out())).toEqual(before);
  });
});

describe('a first run that is killed', () => {
  test('leaves nothing once the next one has ended, whatever the step', () => {
    const dead = ended();
    const copies: string[] = [];
    write(out(), NEW, {
      onStep: (step) => {
        const copy = folder.at(step.replaceAll('/', '-'));
        cpSync(out(), copy, { recursive: true });
        copies.push(copy);
      },
    });
    for (const copy of copies.slice(0, -1)) {
      const lock = `${copy}/${WORK}/lock`;
      writeFileSync(
        lock,
        JSON.stringify({ ...(JSON.parse(readFileSync(lock, 'utf8')) as object), pid: dead }),
      );
      open(copy).close();
      expect([copy, content(copy)]).toEqual([copy, {}]);
    }
    expect(copies).toHaveLength(7);
  });
});

describe('two runs at once', () => {
  test('are refused to the second, which is reported who is first and disturbs nothing', () => {
    const output = open(out());
    plant(output.draft, NEW);
    expect(refusal(() => open(out()))).toBe(
      `LH8010 synthesis: "outdir" is "${out()}", which process ${process.pid} on ${hostname()} is writing; allowed: one run at a time; wait until it has ended; if it ended long ago, delete "${out(WORK, 'lock')}"`,
    );
    output.commit();
    output.close();
    expect(content(out())).toEqual(NEW);
    open(out()).close();
  });

  test.each([
    [
      'of another machine or container, whose processes nobody here knows',
      { machine: 'elsewhere', pid: 1 },
      'process 1 on elsewhere',
    ],
    ['that does not say whose it is yet', { pid: 'x' }, 'another process'],
  ])('are refused where there is a lock %s', (_, lock, who) => {
    const output = open(out());
    lockAs(lock);
    expect(refusal(() => open(out()))).toContain(`which ${who} is writing;`);
    rmSync(out(WORK, 'lock'));
    open(out()).close();
    output.close();
  });

  test('are not meant where a later process has the number of one that was killed', () => {
    write(out(), OLD);
    const killed = open(out());
    lockAs({ began: '1' });
    write(out(), NEW);
    expect(content(out())).toEqual(NEW);
    killed.close();
  });

  test('that find the lock of a dead one do not both take it', () => {
    write(out(), OLD);
    const killed = open(out());
    lockAs({ pid: ended() });
    // The other one is about to remove it.
    writeFileSync(out(WORK, 'lock.removal'), readFileSync(out(WORK, 'lock')));
    plant(out(WORK), { 'lock.removal': JSON.stringify({ machine: 'elsewhere', pid: 1 }) });
    expect(refusal(() => open(out()))).toContain('which process 1 on elsewhere is writing;');
    plant(out(WORK), { 'lock.removal': readFileSync(out(WORK, 'lock'), 'utf8') });
    open(out()).close();
    killed.close();
  });

  test('that begin in the same timestamp: one writes, the others are refused or come after it', async () => {
    write(out(), OLD);
    const program = `
      const { write } = require('./__tests__/support/output-folders');
      process.stdin.once('data', () => {
        try {
          write(${JSON.stringify(out())}, { 'manifest.json': String(process.pid), [process.pid]: '' });
          process.exit(0);
        } catch (error) {
          process.stderr.write(error.message);
          process.exit(error.message.includes('is writing') ? 1 : 2);
        }
      });
      process.stdout.write('ready');`;
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['-r', 'ts-node/register', '-e', program], {
        cwd: resolve(__dirname, '../..'),
        env: programEnvironment(folder.path),
      }),
    );
    const exits = children.map((child) => once(child, 'exit'));
    await Promise.all(children.map((child) => once(child.stdout, 'data')));
    for (const child of children) child.stdin.end('go');
    const codes = (await Promise.all(exits)).map(([code]) => code as number | null);
    expect(codes).toContain(0);
    expect(codes.filter((code) => code !== 0 && code !== 1)).toEqual([]);
    const winner = content(out())?.['manifest.json'] ?? '';
    expect(content(out())).toEqual({ 'manifest.json': winner, [winner]: '' });
    open(out()).close();
  });
});
