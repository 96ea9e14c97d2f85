import { departmentPipelines, type DepartmentPipelines } from '../../compilers/internal';
import { company, CompanyGraph, dataContract, days, department, mapping, minutes, t } from '../../model';
import { activityIn, pipelineNamed } from '../constructs/pipeline-set/plans';
import { dev } from '../support/small-company';
import { runOf } from '../support/pipeline-runs';
import { derived, errorsInMark, filled, source } from './wave-fixtures';

/** Streams that are landed once a day share a wave with batches, which does without them where landing is late or fails. */
const orders = dataContract('orders', {
  description: 'Orders',
  columns: { id: t.string(9).key(), at: t.timestamp() },
  eventTime: 'at',
  delivery: { kind: 'stream', partitions: 1, every: days(1) },
  expectedRowsPerDay: 1000,
});

function planned(mode: 'triggered' | 'continuous', readyAfter: number): DepartmentPipelines {
  const rates = source('rates', days(1), minutes(readyAfter));
  const [ordered, rated] = [mapping(orders), mapping(rates)];
  const priced = derived('priced', ordered, rated);
  const shop = department('shop', {
    description: 'Sells',
    sources: [orders, rates],
    tables: [ordered, rated, priced],
  });
  const environment = { ...dev, landing: { mode } };
  const whole = company('Shop', { code: 'shop', departments: [shop], environments: [environment] });
  return departmentPipelines({
    graph: new CompanyGraph(whole, environment),
    department: shop,
    container: (name, zone) => `${name}-${zone}`,
    deployment: [],
    from: '2026-03-01',
  });
}

const plan = planned('triggered', 15);
const waits = (of: DepartmentPipelines, name: string) =>
  of.triggers.find((each) => each.name === name)?.dependsOn;
const wave = pipelineNamed(plan, 'shop_wave_daily');
const stopped = (jobState: string) => ({ ReadLanded: { firstRow: { properties: { jobState } } } });
const TABLES = ['orders', 'rates', 'priced'];

describe('a wave of streams that are landed once a day', () => {
  test('is that of batches as well, where these are ready within an hour of it', () => {
    const waves = (of: DepartmentPipelines) =>
      of.triggers.flatMap(({ name, fills, delayMinutes }) =>
        fills ? [[name, delayMinutes, fills.length]] : [],
      );
    expect(waves(plan)).toEqual([['shop_wave_daily', 60, 3]]);
    expect(waves(planned('continuous', 15))).toEqual([['shop_wave_daily', 15, 3]]);
    expect(waves(planned('triggered', 121)).map(([name]) => name)).toEqual([
      'shop_wave_daily',
      'shop_wave_rates',
      'shop_wave_priced',
    ]);
  });

  test('does not wait for landing, for which the gates of its streams wait', () => {
    expect(waits(plan, 'shop_wave_daily')).toEqual([]);
    expect(waits(plan, 'shop_complete_orders_1440')).toEqual(['shop_wave_daily', 'shop_land_streams']);
    expect(waits(plan, 'shop_complete_rates_1440')).toEqual(['shop_wave_daily']);
    expect(waits(plan, 'shop_complete_priced_1440')).toEqual([
      'shop_complete_orders_1440',
      'shop_complete_rates_1440',
    ]);
  });

  test('fills all tables together where its window is landed', () => {
    const run = runOf(wave, [], stopped('Stopped'));
    expect(filled(run, TABLES)).toEqual(TABLES);
    expect(run.endings.FillTogether1).toBe('Succeeded');
  });

  test.each([
    ['has not been landed', runOf(wave, ['ReadLanded'])],
    ['is still being landed', runOf(wave, [], stopped('Stopping'))],
  ])('fills batches alone where its window %s, and marks the others', (_, run) => {
    expect(filled(run, TABLES)).toEqual(['rates']);
    expect(run.endings).toMatchObject({ Landed: 'Failed', Copy_orders: 'Skipped', Fill_rates: 'Succeeded' });
    expect(run.outcome).toBe('Succeeded');
  });

  test('asks nothing of windows of long ago, and nothing where a gate has it fill one table', () => {
    const windowStart = '2026-03-01T00:00:00Z';
    const late = (now: string) =>
      filled(runOf(wave, ['ReadLanded'], {}, { windowStart, now }), TABLES).length;
    expect(late('2026-03-02T23:59:00Z')).toBe(1);
    expect(late('2026-03-03T00:01:00Z')).toBe(3);
    const { endings } = runOf(wave, [], {}, { windowStart, now: '2026-03-02T02:00:00Z', table: 'orders' });
    expect(endings).toMatchObject({ ReadLanded: 'Skipped', FillOne: 'Succeeded' });
  });

  test('reads the answer that landing keeps of its window', () => {
    const loop = activityIn(plan, 'shop_land_streams_until_done', 'WaitUntilStopped');
    const { activities } = loop.typeProperties as { activities: readonly Record<string, unknown>[] };
    const asked = activities.find(({ name }) => name === 'AskStopped')!;
    const { dataset } = activityIn(plan, 'shop_wave_daily', 'ReadLanded').typeProperties;
    expect([dataset]).toEqual(asked.outputs);
  });

  test('begins after loops of landing that look at what they ask themselves', () => {
    for (const name of ['WaitUntilLanded', 'WaitUntilStopped']) {
      const { typeProperties } = activityIn(plan, 'shop_land_streams_until_done', name);
      const { activities, expression } = typeProperties as {
        activities: readonly { readonly name: string }[];
        expression: object;
      };
      const asked = [...JSON.stringify(expression).matchAll(/activity\('(\w+)'\)/g)].map(([, each]) => each);
      expect(asked).not.toEqual([]);
      expect(activities.map((each) => each.name)).toEqual(expect.arrayContaining(asked));
    }
  });

  test('marks a stream with the error of landing, and a batch without', () => {
    const errors = (table: string) => errorsInMark(plan, 'shop_wave_daily', table);
    expect(errors('orders')).toEqual(['Fill_orders', 'FillTogether1', 'Copy_orders', 'Landed']);
    expect(errors('rates')).toEqual(['Fill_rates', 'FillTogether1', 'Copy_rates']);
  });

  test('comes after landing where a day is run by hand', () => {
    const loop = activityIn(plan, 'shop_backfill', 'EachDay');
    const { activities } = loop.typeProperties as { activities: readonly Record<string, unknown>[] };
    const step = activities.find(({ name }) => name === 'wave_daily');
    expect(step?.dependsOn).toEqual([{ activity: 'land_streams', dependencyConditions: ['Succeeded'] }]);
  });
});
