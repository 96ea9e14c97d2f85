import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { simulatedCompany, terraformOf } from '../support/simulated-company';
import { iso, type Process } from './azure/engine';
import { violations } from './azure/invariants';
import { type Tools } from './azure/operator';
import { type Plan } from './azure/plan';
import { platformOf } from './azure/platform';
import { simulate } from './azure/simulation';

/** Runbooks, carried out on the simulator by their own commands: what they mend is out of order without them, and in order afterwards. */

const platform = platformOf(terraformOf(simulatedCompany()));
const subject = { platform, next: platform, rows: true };

/** A quiet week, in which nobody but a runbook mends anything. */
const WEEK: Plan = {
  seed: 7,
  days: 7,
  deployedAfter: 0,
  orders: Array.from({ length: 40 }, (_, index) => ({
    at: 250 * index,
    order: index,
    late: 0,
    status: 'placed',
    amount: 100 + index,
    currency: 'EUR',
    lines: [{ product: index % 3, quantity: 1 }],
    again: undefined,
  })),
  rates: [],
  counts: [],
  lateFiles: [],
  outages: [],
  transient: 0,
  latency: 1,
  stops: [],
  deployments: [],
  backfills: [],
  broken: [],
  lookEvery: 100,
};

/** The commands of a part of a runbook, with what people fill in; each option by its name. */
function commandsOf(
  page: string,
  filledIn: Readonly<Record<string, string>>,
  heading = /^/,
): { readonly does: string; readonly options: Readonly<Record<string, string>> }[] {
  const text = readFileSync(resolve(__dirname, '../../docs', page), 'utf8');
  const part = text.slice(text.search(heading));
  const [, block = ''] =
    /```sh\n(az (?:datafactory (?:trigger|pipeline)|stream-analytics job st)[\s\S]*?)```/.exec(part) ?? [];
  if (block === '') throw new Error(`no commands in ${page}`);
  return block
    .replaceAll('\\\n', ' ')
    .trim()
    .split('\n')
    .map((line) => line.replaceAll(/<[^>]+>/g, (placeholder) => filledIn[placeholder] ?? placeholder))
    .map((line) => ({
      does: /^az ([a-z -]+?)(?= --)/.exec(line)?.[1] ?? line,
      options: Object.fromEntries(
        [...line.matchAll(/--([a-z-]+) ('[^']*'|"[^"]*"|[^\s-]\S*)/g)].map(([, name = '', value = '']) => [
          name,
          value.replaceAll(/^'|'$/g, ''),
        ]),
      ),
    }));
}

/** Does what a command says; one that is not known here was never tried. */
function* carriedOut(
  { pipelines, streams }: Tools,
  { does, options }: ReturnType<typeof commandsOf>[number],
  parameters?: Readonly<Record<string, string>>,
): Process {
  switch (does) {
    case 'datafactory pipeline create-run': {
      const given = JSON.parse(options.parameters ?? '{}') as Readonly<Record<string, string>>;
      if (!platform.pipelines.has(options.name ?? '')) throw new Error(`no pipeline ${options.name ?? ''}`);
      const { ending } = yield* pipelines.run(options.name ?? '', { ...given, ...parameters });
      expect([options.name, ending]).toEqual([options.name, 'Succeeded']);
      return;
    }
    case 'stream-analytics job stop':
      streams.stop(options['job-name'] ?? '');
      return;
    case 'stream-analytics job start':
      expect(options['output-start-mode']).toBe('CustomTime');
      streams.start(options['job-name'] ?? '', 'CustomTime', options['output-start-time']);
      return;
    default:
      throw new Error(`never tried: ${does}`);
  }
}

const DAY = 1440;

/** What is out of order after the week: with something broken on the third day, and with its runbook on the fifth or without. */
function afterwards(damage: (tools: Tools) => void, runbook?: (tools: Tools) => Process): string[] {
  let done = runbook === undefined;
  const outcome = simulate(subject, WEEK, (tools) => {
    const { engine } = tools.world;
    engine.at(tools.span.deployed + 3 * DAY, () => damage(tools));
    if (runbook !== undefined)
      engine.at(tools.span.deployed + 5 * DAY + 30, () =>
        engine.spawn(runbook(tools), () => {
          done = true;
        }),
      );
  });
  expect(done).toBe(true);
  // Whoever stops triggers makes tables late, and knows it.
  return violations(outcome)
    .map(({ invariant }) => invariant)
    .filter((invariant) => invariant !== 'alone');
}

const LINES = 'shop-products/order_lines';
const wave = [...platform.pipelines.keys()].filter((name) => /^shop_wave_/.test(name));
const jobs = platform.jobs.map(({ name }) => name);

test('a week without anything is in order', () => {
  expect(afterwards(() => undefined)).toEqual([]);
  expect([wave.length > 0, jobs.length]).toEqual([true, 1]);
});

test('backfill: days that no window ran are there afterwards', () => {
  // Somebody deleted a table, and windows of before run no more.
  const damage = ({ world }: Tools): void => world.lake.drop(LINES);
  expect(afterwards(damage)).toContain('tables');
  const found = afterwards(damage, function* (tools) {
    const [command, ...others] = commandsOf('runbooks/backfill.md', { '<department>': 'shop' });
    expect([others, Object.keys(JSON.parse(command!.options.parameters!) as object)]).toEqual([
      [],
      ['from', 'to'],
    ]);
    const { start } = tools.span;
    yield* carriedOut(tools, command!, { from: iso(start), to: iso(start + 4 * DAY) });
  });
  expect(found).toEqual([]);
});

test('a job that was lost: what came in between is landed, and in the tables', () => {
  const [job = ''] = jobs;
  let lastOutput = '';
  // It was deleted, and the next deployment made it anew five hours later, from then on.
  const damage = ({ world, streams }: Tools): void => {
    lastOutput = iso(world.engine.now);
    streams.stop(job);
    world.engine.at(world.engine.now + 1500, () => streams.start(job, 'JobStartTime'));
  };
  expect(afterwards(damage)).not.toEqual([]);
  const found = afterwards(damage, function* (tools) {
    for (const command of commandsOf('runbooks/lost-job.md', { '<job>': job, '<last output>': lastOutput }))
      yield* carriedOut(tools, command);
    const [again] = commandsOf('runbooks/README.md', { '<department>': 'shop' });
    yield 30;
    const { start } = tools.span;
    yield* carriedOut(tools, again!, { from: iso(start + 3 * DAY), to: iso(start + 4 * DAY) });
  });
  expect(found).toEqual([]);
});
