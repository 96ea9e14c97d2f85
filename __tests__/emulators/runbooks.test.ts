import { does, given } from '../support/runbook-pages';
import { iso, type Process } from './azure/engine';
import { type Tools } from './azure/operator';
import { afterwards, carriedOut, commandsOf, DAY, platform, windowsRun } from './runbook-fixtures';

/** Runbooks, carried out on the simulator by their own commands: what they mend is out of order without them, and in order afterwards. */

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
    const [command, ...others] = commandsOf('backfill.md', {}, 'Do');
    expect([others, Object.keys(JSON.parse(given(command!, 'parameters')) as object)]).toEqual([
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
  for (const command of commandsOf('replay.md', { container, table, cadence }, 'Do: a table')) {
    const name = given(command, 'name');
    if (leftOut.test(`${does(command)} ${name}`)) continue;
    if (command.options['parameters'] === undefined) yield* carriedOut(tools, command);
    else
      for (const windowStart of windowsRun(tools, name)) yield* carriedOut(tools, command, { windowStart });
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
    for (const command of commandsOf('replay.md', { job, from: lost }, 'Do: a stream'))
      yield* carriedOut(tools, command);
    yield 30;
    const [again] = commandsOf('README.md', {}, 'Run windows again');
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
    for (const command of commandsOf('lost-job.md', { job, 'last output': lastOutput }, 'Do'))
      yield* carriedOut(tools, command);
    const [again] = commandsOf('README.md', {}, 'Run windows again');
    yield 30;
    const { start } = tools.span;
    yield* carriedOut(tools, again!, { from: iso(start + 3 * DAY), to: iso(start + 4 * DAY) });
  });
  expect(found).toEqual([]);
});
