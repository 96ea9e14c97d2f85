import {
  type BatchDelivery,
  company,
  CompanyGraph,
  dataContract,
  type DataContract,
  days,
  department,
  describeIssue,
  type Environment,
  goldTable,
  hours,
  type Interval,
  mapping,
  minutes,
  read,
  silverTable,
  type StreamDelivery,
  t,
  type Table,
} from '../../model';
import { companyIssues } from '../../validation';
import { dev } from '../support/small-company';

type Delivery = StreamDelivery | BatchDelivery;

const HOURLY: StreamDelivery = { kind: 'stream', partitions: 1, every: hours(1) };

const contract = (name: string, delivery: Delivery, freshnessMinutes?: number): DataContract =>
  dataContract(name, {
    description: 'Rows',
    columns: { id: t.long().key(), changed_at: t.timestamp() },
    eventTime: 'changed_at',
    delivery,
    expectedRowsPerDay: 10,
    ...(freshnessMinutes !== undefined && { freshnessMinutes }),
  });
const files = (every: Interval, readyAfter?: Interval): BatchDelivery => ({
  kind: 'batch',
  every,
  from: { kind: 'files', format: 'csv' },
  ...(readyAfter && { readyAfter }),
});
const at = (path: string, kind: 'http' | 'rest' = 'http'): BatchDelivery => ({
  kind: 'batch',
  every: hours(1),
  from:
    kind === 'http'
      ? { kind, baseUrl: 'https://shop.example.com', path, format: 'csv' }
      : { kind, baseUrl: 'https://shop.example.com', path },
});
const running = (atLeast?: Interval): Environment => ({ ...dev, ...(atLeast && { cadence: { atLeast } }) });
const owner = (sources: readonly DataContract[], tables: readonly Table[] = []) =>
  department('sales', { description: 'Sells', sources, tables });
const issues = (atLeast: Interval | undefined, sources: readonly DataContract[], tables: readonly Table[]) =>
  companyIssues(
    company('Acme', {
      code: 'acme',
      departments: [owner(sources, tables)],
      environments: [running(atLeast)],
    }),
  ).map(describeIssue);

describe('a source at the cadence of an environment', () => {
  const here = (source: DataContract, atLeast: Interval | undefined = days(1)): DataContract => {
    const sales = owner([source]);
    const acme = company('Acme', { code: 'acme', departments: [sales], environments: [] });
    return new CompanyGraph(acme, running(atLeast)).sourcesOf(sales)[0]!;
  };
  const everyOf = (delivery: Delivery): number => here(contract('rows', delivery)).delivery.every.minutes;

  test('runs that often, where it would run more often', () => {
    expect(everyOf(HOURLY)).toBe(1440);
    expect(everyOf(files(minutes(15)))).toBe(1440);
    expect(everyOf(files(days(2)))).toBe(2880);
  });

  test('is as it is declared where an environment has none', () => {
    const source = contract('rows', HOURLY);
    const sales = owner([source]);
    const acme = company('Acme', { code: 'acme', departments: [sales], environments: [] });
    expect(new CompanyGraph(acme, running()).sourcesOf(sales)).toEqual([source]);
  });

  test.each([
    ['a file of a day', '/{date}.csv', 1440],
    ['rows between two times', '/rows?from={windowStart}&to={windowEnd}', 1440],
    ['a file of an hour', '/{windowStart}.csv', 60],
    ['whatever is there', '/latest.csv', 60],
  ])('keeps its windows where a longer one would lose rows: %s', (_, path, expected) => {
    expect(everyOf(at(path))).toBe(expected);
    expect(everyOf(at(path, 'rest'))).toBe(expected);
  });

  test('is late after two windows, and what it waits for; never earlier than its contract says', () => {
    expect(here(contract('rows', HOURLY, 90)).freshnessMinutes).toBe(2880);
    expect(here(contract('rows', files(hours(1), minutes(30)))).freshnessMinutes).toBe(2910);
    expect(here(contract('rows', HOURLY, 9000)).freshnessMinutes).toBe(9000);
    expect(here(contract('rows', files(days(1)), 300)).freshnessMinutes).toBe(300);
  });
});

describe('tables', () => {
  const source = contract('rows', HOURLY);
  const mapped = mapping(source);
  const derived = (every?: Interval): Table =>
    silverTable('derived', {
      flow: read(mapped),
      key: ['id'],
      write: 'overwrite',
      ...(every !== undefined && { every }),
    });
  const intervals = (tables: readonly Table[], atLeast?: Interval): Record<string, number> => {
    const acme = company('Acme', { code: 'acme', departments: [owner([source], tables)], environments: [] });
    const graph = new CompanyGraph(acme, running(atLeast));
    return Object.fromEntries(tables.map((table) => [table.name, graph.intervalOf(table).minutes]));
  };

  test('are computed as often as people need them', () => {
    expect(intervals([mapped, derived()])).toEqual({ rows: 60, derived: 60 });
    expect(intervals([mapped, derived(days(1))])).toEqual({ rows: 60, derived: 1440 });
    expect(issues(undefined, [source], [mapped, derived(days(7))])).toEqual([]);
  });

  test('follow the cadence of an environment, and what reads them', () => {
    const above = derived(hours(12));
    expect(intervals([mapped, above], hours(6))).toEqual({ rows: 360, derived: 720 });
    expect(intervals([mapped, above], days(1))).toEqual({ rows: 1440, derived: 1440 });
  });

  test('are not computed more often than what they read', () => {
    expect(issues(undefined, [source], [mapped, derived(minutes(30))])).toEqual([
      'LH1021 sales/derived: "every" is 30 minutes, and "rows" is filled every hour; allowed: an interval that is not shorter than those of what is read; change it, or leave it out',
    ]);
    expect(issues(undefined, [source], [mapped, derived(minutes(7))])[0]).toMatch(
      /^LH1009 sales\/derived: "every" is 7/,
    );
  });

  test('have windows of whole ones of what they read', () => {
    const slow = contract('slow', files(hours(8)));
    const of = mapping(slow);
    const table = silverTable('both', { flow: read(of), key: ['id'], write: 'overwrite', every: hours(12) });
    expect(issues(undefined, [slow], [of, table])).toEqual([
      'LH3113 sales/both: "flow" is computed every 12 hours and reads "slow", which is filled every 8 hours; allowed: windows that are made of whole windows of what is read; change every of the table to a multiple',
    ]);
  });

  test('say it only where they are derived silver', () => {
    const gold = goldTable('stored', { flow: read(mapped), key: ['id'] });
    const said = [mapped, gold].map((table) => ({ ...table, every: days(1) }));
    expect(issues(undefined, [source], said).filter((issue) => issue.startsWith('LH1022'))).toEqual([
      'LH1022 sales/rows: "every" is said of a mapping; allowed: silver tables that are derived from others; leave it out; a mapping follows its source\'s delivery.every',
      'LH1022 sales/stored: "every" is said of a gold table; allowed: silver tables that are derived from others; leave it out; a mapping follows its source\'s delivery.every',
    ]);
  });
});

describe('the cadence of an environment', () => {
  const source = contract('rows', HOURLY);

  test.each([minutes(30), hours(6), days(1)])('divides a day: %j', (atLeast) => {
    expect(issues(atLeast, [source], [mapping(source)])).toEqual([]);
  });

  test.each([hours(7), days(2), minutes(7), minutes(0)])('that does not is reported: %j', (atLeast) => {
    expect(issues(atLeast, [source], [])).toEqual([
      `LH8021 environment dev: "cadence.atLeast" is ${atLeast.minutes} minutes; allowed: 5, 6, 10, 12, 15, 20 or 30 minutes, 1, 2, 3, 4, 6, 8 or 12 hours, or a day; change it, e.g. to days(1)`,
    ]);
  });

  test('is a whole multiple of the windows that it makes longer', () => {
    expect(issues(hours(6), [contract('rows', files(hours(4)))], [])).toEqual([
      'LH8022 environment dev: "cadence.atLeast" is 6 hours, and windows of "rows" are 4 hours; allowed: a whole multiple of every window that it makes longer, and of all that is read together; change the cadence, or delivery.every of the source',
    ]);
  });

  test('lets windows fit together', () => {
    const mapped = mapping(source);
    const table = silverTable('slow', {
      flow: read(mapped),
      key: ['id'],
      write: 'overwrite',
      every: hours(8),
    });
    expect(issues(hours(6), [source], [mapped, table])[0]).toContain(
      'is 6 hours, and "slow" is computed every 8 hours and reads "rows", which is filled every 6 hours',
    );
  });

  test('leaves a stream windows that landing outlasts', () => {
    const landing = (stream: DataContract, kept: number, atLeast?: Interval): string[] =>
      companyIssues(
        company('Acme', {
          code: 'acme',
          departments: [
            department('sales', { description: 'Sells', sources: [stream], retention: { landing: kept } }),
          ],
          environments: [running(atLeast)],
        }),
      ).map(describeIssue);
    expect(landing(source, 1)).toEqual([]);
    expect(landing(source, 2, days(1))).toEqual([]);
    expect(landing(source, 1, days(1))).toEqual([
      'LH1023 environment dev: "cadence.atLeast" makes windows of 24 hours for "rows", and landing of sales keeps events for 24 hours; allowed: windows that are shorter than what landing keeps; raise retention.landing of sales',
    ]);
    expect(landing(contract('rows', { ...HOURLY, every: days(1) }), 1, days(1))).toEqual([
      'LH1023 sales/rows: "delivery.every" makes windows of 24 hours for "rows", and landing of sales keeps events for 24 hours; allowed: windows that are shorter than what landing keeps; raise retention.landing of sales',
    ]);
  });

  test('leaves what a mapping looks up there as often as the mapping', () => {
    const hourly = contract('latest', at('/{windowStart}.csv'));
    const mapped = mapping(source);
    const looking = mapping(hourly, {
      name: 'looking',
      then: (rows) => rows.join(read(mapped).select('id'), { on: ['id'], how: 'inner' }),
    });
    expect(issues(undefined, [source, hourly], [mapped, looking])).toEqual([]);
    expect(issues(days(1), [source, hourly], [mapped, looking])[0]).toContain(
      '"looking" maps windows of 60 minutes and reads "rows", which is filled every 1440',
    );
  });
});
