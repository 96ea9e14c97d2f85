import { departmentPipelines, expectedRuns } from '../../compilers/internal';
import {
  company,
  CompanyGraph,
  dataContract,
  days,
  department,
  type Environment,
  goldView,
  hours,
  mapping,
  minutes,
  read,
  silverTable,
  t,
  tableReference,
} from '../../model';
import { dev } from '../support/small-company';
import { activityIn } from '../constructs/pipeline-set/plans';

const columns = () => ({ id: t.string(20).key(), changed_at: t.timestamp() });
const events = dataContract('events', {
  description: 'Events',
  columns: columns(),
  eventTime: 'changed_at',
  delivery: { kind: 'stream', partitions: 1, every: hours(1) },
  expectedRowsPerDay: 10,
});
const rows = dataContract('rows', {
  description: 'Rows of an interface',
  columns: columns(),
  eventTime: 'changed_at',
  delivery: {
    kind: 'batch',
    every: hours(1),
    readyAfter: minutes(20),
    from: {
      kind: 'rest',
      baseUrl: 'https://shop.example.com',
      path: '/rows?from={windowStart}&to={windowEnd}',
    },
  },
  expectedRowsPerDay: 10,
});
const seen = mapping(events, { name: 'seen', published: true });
const fetched = mapping(rows, { name: 'fetched' });
const known = silverTable('known', {
  flow: read(seen).join(read(fetched).select('id'), { on: ['id'], how: 'inner' }),
  key: ['id'],
  write: 'overwrite',
});
const shop = department('shop', {
  description: 'Sells',
  sources: [events, rows],
  tables: [seen, fetched, known, goldView('all_known', { flow: read(known), key: ['id'] })],
});
const desk = department('desk', {
  description: 'Reads by day, from a factory of its own',
  hosting: 'dedicated',
  tables: [
    silverTable('seen_by_day', {
      flow: read(tableReference('shop', 'seen', columns())),
      key: ['id'],
      write: 'overwrite',
      every: days(1),
    }),
  ],
});

const planned = (owner: typeof shop, environment: Environment) => {
  const graph = new CompanyGraph(
    company('Shop', { code: 'shop', departments: [shop, desk], environments: [environment] }),
    environment,
  );
  const container = (name: string, zone: string): string => `${name}-${zone}`;
  const plan = departmentPipelines({
    graph,
    department: owner,
    container,
    deployment: [],
    sameFactory: ({ hosting }) => hosting === owner.hosting,
  });
  const intervals = Object.fromEntries(plan.triggers.map(({ name, interval }) => [name, interval.minutes]));
  return { plan, intervals, expected: expectedRuns(graph, owner, container) };
};
const daily: Environment = { ...dev, cadence: { atLeast: days(1) } };

describe('an environment that runs by the day', () => {
  test('brings, maps and derives by the day', () => {
    expect(planned(shop, daily).intervals).toEqual({
      shop_complete_fetched_1440: 1440,
      shop_complete_known_1440: 1440,
      shop_complete_seen_1440: 1440,
      shop_deploy_gold: 1440,
      shop_wave_daily: 1440,
    });
  });

  test('asks for a whole day at once, in a folder of the day, when all of it is ready', () => {
    const { plan } = planned(shop, daily);
    const copy = plan.pipelines.find(({ name }) => name === 'shop_copy_rows');
    const text = JSON.stringify(copy?.activities);
    expect(text).toContain("'{windowEnd}', addMinutes(pipeline().parameters.windowStart, 1440,");
    expect(text).toContain("'yyyy/MM/dd')");
    expect(text).not.toContain('yyyy/MM/dd/HH');
    expect(plan.triggers.find(({ name }) => name === 'shop_wave_daily')?.delayMinutes).toBe(20);
    const fill = activityIn(plan, 'shop_fill', 'Fill_fetched');
    expect(JSON.stringify(fill)).toContain("'yyyy/MM/dd')");
  });

  test('takes of a stream what was landed since the day before', () => {
    const copy = planned(shop, daily).plan.pipelines.find(({ name }) => name === 'shop_copy_events');
    const text = JSON.stringify(copy?.activities);
    expect(text).toContain('addMinutes(pipeline().parameters.windowStart, 15,');
    expect(text).toContain('addMinutes(pipeline().parameters.windowStart, 1455,');
  });

  test('has alert rules that wait as long', () => {
    const late = planned(shop, daily).expected.map(({ pipeline, lateAfterMinutes }) => [
      pipeline,
      lateAfterMinutes,
    ]);
    expect(Object.fromEntries(late)).toEqual({
      shop_complete_fetched_1440: 2880,
      shop_complete_known_1440: 2880,
      shop_complete_seen_1440: 2880,
      shop_copy_events: 2880,
      shop_copy_rows: 2900,
      shop_deploy_gold: 2880,
      shop_wave_daily: 2880,
    });
  });
});

describe('a table that is computed less often than what it reads', () => {
  test('waits in another factory until all windows inside of its own are complete', () => {
    expect(planned(desk, dev).intervals).toEqual({
      desk_complete_seen_by_day_1440: 1440,
      desk_wave_daily: 1440,
    });
    expect(planned(shop, dev).intervals).toEqual({
      shop_complete_fetched_60: 60,
      shop_complete_known_1440: 1440,
      shop_complete_seen_1440: 1440,
      shop_complete_seen_60: 60,
      shop_deploy_gold: 1440,
      shop_wave_fetched: 60,
      shop_wave_hourly: 60,
      shop_wave_known: 60,
    });
    const fill = planned(desk, dev).plan.pipelines.find(({ name }) => name === 'desk_wave_daily');
    expect(JSON.stringify(fill?.activities)).toContain('_complete/seen/1440_minutes/');
  });
});
