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
  { world: { engine, lake }, span, pipelines, streams, triggers }: Tools,
  { does, options }: ReturnType<typeof commandsOf>[number],
  parameters?: Readonly<Record<string, string>>,
): Process {
  const { name = '' } = options;
  switch (does) {
    case 'datafactory trigger stop': {
      triggers.stopOne(name);
      const inProgress = (): boolean =>
        triggers
          .within(name, span.start, engine.now)
          .some(([, { state }]) => state === 'running' || state === 'retrying');
      while (inProgress()) yield 5;
      return;
    }
    case 'datafactory trigger start':
      triggers.startOne(name);
      return;
    case 'storage fs directory delete': {
      const folder = `${options['file-system'] ?? ''}/${name}`;
      expect([folder, lake.table(folder)]).not.toEqual([folder, undefined]);
      lake.drop(folder);
      return;
    }
    case 'datafactory pipeline create-run': {
      const given = JSON.parse(options.parameters ?? '{}') as Readonly<Record<string, string>>;
      if (!platform.pipelines.has(name)) throw new Error(`no pipeline ${name}`);
      const { ending } = yield* pipelines.run(name, { ...given, ...parameters });
      expect([name, ending]).toEqual([name, 'Succeeded']);
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

/** Begins a table anew by the page's commands, without those that are left out. */
function* replayed(
  tools: Tools,
  [container = '', table = '']: readonly string[],
  cadence: string,
  leftOut: RegExp = /^$/,
): Process {
  const filledIn = {
    '<department>': 'shop',
    '<lake>': 'lake',
    '<container>': container,
    '<table>': table,
    '<cadence>': cadence,
  };
  const { span, triggers, world } = tools;
  for (const command of commandsOf('runbooks/replay.md', filledIn, /^## Do: a table/m)) {
    if (leftOut.test(`${command.does} ${command.options.name ?? ''}`)) continue;
    if (command.options.parameters === undefined) {
      yield* carriedOut(tools, command);
      continue;
    }
    // "To the last that the trigger has run".
    const ran = triggers
      .within(command.options.name ?? '', span.start, world.engine.now)
      .filter(([, { state }]) => state === 'succeeded');
    for (const [, { start }] of ran) yield* carriedOut(tools, command, { windowStart: iso(start) });
  }
}

/** A row is there under a key that the flow of today does not give. */
function withOneOfBefore({ world: { lake } }: Tools, folder: string, key: string): void {
  const { columns, rows } = lake.table(folder)!;
  const place = columns.findIndex(({ name }) => name === key);
  const before = rows[0]!.map((value, index) => (index === place ? 'of before' : value));
  lake.commit(folder, { columns, rows: [...rows, before] });
}

describe('replay of a table of elements, which is published', () => {
  const folder = LINES.split('/');
  const damage = (tools: Tools): void => {
    withOneOfBefore(tools, LINES, 'order_id');
    // A later version of the first order, without lines, that the flow of today does not take.
    const { lake } = tools.world;
    const { columns, rows } = lake.table(`${LINES}__versions`)!;
    const id = columns.findIndex(({ name }) => name === 'order_id');
    const order = rows[0]![id]!;
    const later = rows.map((row) =>
      row[id] === order ? row.map((value, at) => (at === id ? value : '2026-01-07 00:00:00.000000')) : row,
    );
    lake.commit(`${LINES}__versions`, { columns, rows: later });
    const lines = lake.table(LINES)!;
    const place = lines.columns.findIndex(({ name }) => name === 'order_id');
    lake.commit(LINES, { ...lines, rows: lines.rows.filter((row) => row[place] !== order) });
  };

  test('it has the rows of every window, and no others', () => {
    expect(afterwards(damage)).toContain('tables');
    expect(afterwards(damage, (tools) => replayed(tools, folder, 'hourly'))).toEqual([]);
  });

  test.each([
    ['its folder is not deleted', /directory delete order_lines$/],
    ['its versions are not deleted', /__versions$/],
    ['its windows are not run', /create-run/],
    ['its trigger is not started', /trigger start/],
  ])('it is out of order where %s', (_, leftOut) => {
    expect(afterwards(damage, (tools) => replayed(tools, folder, 'hourly', leftOut))).toContain('tables');
  });
});

test('replay of a table that is not published', () => {
  const damage = (tools: Tools): void => withOneOfBefore(tools, 'shop-silver/rates', 'currency');
  expect(afterwards(damage)).toContain('tables');
  const found = afterwards(damage, (tools) =>
    // It has no versions.
    replayed(tools, ['shop-silver', 'rates'], 'daily', /__versions$/),
  );
  expect(found).toEqual([]);
});

test('replay of a stream: what was landed is landed again, and is one row', () => {
  const [job = ''] = jobs;
  // What was landed on a day is lost, also in bronze and in the tables.
  let lost = '';
  const damage = ({ world: { lake, engine } }: Tools): void => {
    const day = iso(engine.now).slice(0, 10);
    lost = `${day}T00:00:00Z`;
    for (const zone of ['shop-landing', 'shop-bronze'])
      lake.delete(
        lake.files(zone).filter(({ rows }) => rows.some(({ cells }) => cells['placed_at']?.startsWith(day))),
      );
    lake.drop(LINES);
  };
  expect(afterwards(damage)).toEqual(expect.arrayContaining(['bronze', 'tables']));
  const found = afterwards(damage, function* (tools) {
    for (const command of commandsOf(
      'runbooks/replay.md',
      { '<job>': job, '<from>': lost },
      /^## Do: a stream/m,
    ))
      yield* carriedOut(tools, command);
    yield 30;
    const [again] = commandsOf('runbooks/README.md', { '<department>': 'shop' });
    const { start } = tools.span;
    yield* carriedOut(tools, again!, { from: iso(start), to: iso(start + 5 * DAY) });
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
