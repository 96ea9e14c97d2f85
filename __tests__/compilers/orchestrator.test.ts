import {
  ACTIVITIES_A_CHUNK,
  allActivities,
  type Activity,
  orchestrators,
  type Pipeline,
  pipelineIssues,
  type Step,
} from '../../compilers/internal';
import { days, hours, type Interval, minutes } from '../../model';
import { crm, finance, planIn } from '../constructs/pipeline-set/connectors';
import { type Json, reference, shop } from '../constructs/pipeline-set/plans';
import { evaluate } from '../emulators/pipeline-expressions';

const START = '2026-01-01';
const target = { prefix: 'shop', from: START };
const step = (
  name: string,
  interval: Interval,
  dependsOn: readonly string[] = [],
  windowed = true,
): Step => ({
  pipeline: `shop_${name}`,
  interval,
  dependsOn: dependsOn.map((other) => `shop_${other}`),
  windowed,
});

/** A pipeline that was run, with its window. */
type Ran = readonly [pipeline: string, windowStart: string | undefined];

/** Runs a pipeline that runs others, as Data Factory would: what is run, in an order that its dependencies allow. */
function run(
  pipelines: readonly Pipeline[],
  name: string,
  parameters: Readonly<Record<string, string>>,
): Ran[] {
  const pipeline = pipelines.find((each) => each.name === name);
  if (!pipeline) return [[name, parameters.windowStart]];
  const done = new Set<string>();
  const left = [...pipeline.activities];
  const ran: Ran[] = [];
  while (left.length > 0) {
    const ready = left.findIndex(({ dependsOn }) => dependsOn.every(({ activity }) => done.has(activity)));
    const [next] = left.splice(ready, 1);
    ran.push(...perform(pipelines, next!, parameters, undefined));
    done.add(next!.name);
  }
  return ran;
}

function perform(
  pipelines: readonly Pipeline[],
  { type, typeProperties }: Activity,
  parameters: Readonly<Record<string, string>>,
  item: unknown,
): Ran[] {
  const properties = typeProperties as Json;
  const inside = (list: unknown, each: unknown): Ran[] =>
    ((list ?? []) as Activity[]).flatMap((activity) => perform(pipelines, activity, parameters, each));
  switch (type) {
    case 'ForEach':
      return (evaluate(properties.items, { parameters }) as unknown[]).flatMap((each) =>
        inside(properties.activities, each),
      );
    case 'IfCondition':
      return evaluate(properties.expression, { parameters, item }) === true
        ? inside(properties.ifTrueActivities, item)
        : inside(properties.ifFalseActivities, item);
    case 'ExecutePipeline': {
      const values = Object.entries(properties.parameters as Json).map(([name, value]) => [
        name,
        String(evaluate(value, { parameters, item })),
      ]);
      const { referenceName } = properties.pipeline as { referenceName: string };
      return run(pipelines, referenceName, Object.fromEntries(values) as Record<string, string>);
    }
    default:
      throw new Error(String(evaluate(properties.message, { parameters })));
  }
}

/** Runs a day by hand: by the backfill of that day alone, or by what that runs for a day. */
function runDay(pipelines: readonly Pipeline[], day: string, prefix = 'shop'): Ran[] {
  const ran = run(pipelines, `${prefix}_backfill`, { from: day, to: day });
  const whole = `${prefix}_run_window`;
  if (pipelines.some(({ name }) => name === whole))
    expect(run(pipelines, whole, { windowStart: day })).toEqual(ran);
  return ran;
}

/** The windows that begin in a day, counted from a first day, before it and after. */
function windowsOf({ minutes: length }: Interval, day: string, first = START): string[] {
  const from = Date.parse(`${first}T00:00:00Z`);
  const [begin, end] = [Date.parse(day), Date.parse(day) + 86_400_000];
  const found: string[] = [];
  const windows = Math.ceil((begin - from) / (length * 60_000));
  for (let at = from + windows * length * 60_000; at < end; at += length * 60_000)
    found.push(new Date(at).toISOString().replace('.000', ''));
  return found;
}

/** Before the first day of triggers, and after. */
const DAYS = [
  '2000-01-01',
  '2019-12-30',
  '2025-12-31',
  '2026-01-01',
  '2026-01-02',
  '2026-01-08',
  '2026-02-01',
  '2027-03-14',
  '2028-02-29',
];

describe('a day', () => {
  test.each<[Interval]>([
    [minutes(15)],
    [hours(1)],
    [hours(6)],
    [hours(7)],
    [hours(24)],
    [hours(36)],
    [days(7)],
    [days(31)],
  ])('runs the windows of %j that begin in the day, in order', (interval) => {
    const pipelines = orchestrators([step('copy', interval)], target);
    for (const day of DAYS) {
      const ran = runDay(pipelines, day);
      expect([day, ran.map(([, window]) => window)]).toEqual([day, windowsOf(interval, day)]);
    }
  });

  test('counts from the same day always, as long as triggers have none', () => {
    const pipelines = orchestrators([step('copy', hours(36))], { prefix: 'shop' });
    for (const day of DAYS) {
      const ran = runDay(pipelines, day);
      expect(ran.map(([, window]) => window)).toEqual(windowsOf(hours(36), day, '2000-01-01'));
    }
  });

  test('takes any timestamp of the day for the day', () => {
    const pipelines = orchestrators([step('copy', hours(12))], target);
    for (const windowStart of ['2026-03-01', '2026-03-01T00:00:00Z', '2026-03-01T17:30:00Z'])
      expect(runDay(pipelines, windowStart)).toEqual([
        ['shop_copy', '2026-03-01T00:00:00Z'],
        ['shop_copy', '2026-03-01T12:00:00Z'],
      ]);
  });

  test.each<[Interval, string]>([
    [hours(1), '2026-03-02T23:00:00Z'],
    [hours(7), windowsOf(hours(7), '2026-03-02').at(-1)!],
  ])('runs once a day, for its last window, what does not depend on it: %j', (interval, last) => {
    const pipelines = orchestrators([step('fill', interval, [], false)], target);
    expect(runDay(pipelines, '2026-03-02')).toEqual([['shop_fill', last]]);
  });

  test.each([shop, reference, planIn([crm, finance()], crm)])(
    'runs every pipeline of a department after those that its trigger waits for: %#',
    ({ pipelines, triggers }) => {
      const [whole] = pipelines.map(({ name }) => name).filter((name) => name.endsWith('_backfill'));
      const byHand = pipelines.filter(({ name }) => /_(run_window(_\d+)?|backfill)$/.test(name));
      const order = runDay(byHand, '2026-03-02', whole!.replace(/_backfill$/, '')).map(([name]) => name);
      expect(new Set(order)).toEqual(new Set(triggers.map(({ name }) => name)));
      for (const { name, dependsOn } of triggers)
        for (const other of dependsOn)
          expect([name, other, order.lastIndexOf(other) < order.indexOf(name)]).toEqual([name, other, true]);
    },
  );

  test('is run in parts where it is too long for one pipeline, each after the one before', () => {
    const chain = Array.from({ length: 130 }, (_, index) =>
      step(`s${index}`, index % 3 === 0 ? hours(1) : days(1), index === 0 ? [] : [`s${index - 1}`]),
    );
    const pipelines = orchestrators(chain, target);
    const sizes = pipelines.map(({ name, activities }) => [name, allActivities(activities).length] as const);
    expect(sizes.map(([name]) => name)).toEqual([
      'shop_run_window_1',
      'shop_run_window_2',
      'shop_run_window_3',
      'shop_run_window_4',
      'shop_run_window_5',
      'shop_run_window',
      'shop_backfill',
    ]);
    for (const [, size] of sizes) expect(size).toBeLessThanOrEqual(ACTIVITIES_A_CHUNK);
    expect(pipelines.flatMap((pipeline) => pipelineIssues(pipeline))).toEqual([]);
    const order = runDay(pipelines, '2026-03-02').map(([name]) => name);
    expect([...new Set(order)]).toEqual(chain.map(({ pipeline }) => pipeline));
  });

  test('is not there where nothing is to run', () => {
    expect(orchestrators([], target)).toEqual([]);
  });
});

describe('backfill', () => {
  const pipelines = orchestrators([step('copy', days(1)), step('fill', days(1), ['copy'])], target);

  test('runs a day itself where nothing in it is a loop, because another pipeline would cost something each month', () => {
    expect(pipelines.map(({ name }) => name)).toEqual(['shop_backfill']);
    expect(pipelines.flatMap((pipeline) => pipelineIssues(pipeline))).toEqual([]);
    const hourly = orchestrators([step('copy', hours(1)), step('fill', days(1), ['copy'])], target);
    expect(hourly.map(({ name }) => name)).toEqual(['shop_run_window', 'shop_backfill']);
  });

  test('runs day after day, the first and the last included', () => {
    expect(run(pipelines, 'shop_backfill', { from: '2026-02-27', to: '2026-03-01' })).toEqual(
      ['2026-02-27', '2026-02-28', '2026-03-01'].flatMap((day) => [
        ['shop_copy', `${day}T00:00:00Z`],
        ['shop_fill', `${day}T00:00:00Z`],
      ]),
    );
    expect(run(pipelines, 'shop_backfill', { from: '2026-03-01', to: '2026-03-01' })).toHaveLength(2);
  });

  test('fails where the days are the wrong way round', () => {
    expect(() => run(pipelines, 'shop_backfill', { from: '2026-03-02', to: '2026-03-01' })).toThrow(
      'from is 2026-03-02, which is after to, 2026-03-01',
    );
  });
});
