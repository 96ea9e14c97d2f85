import { type DepartmentPipelines, departmentPipelines, timeZoneIssues } from '../../compilers/internal';
import {
  type BatchDelivery,
  CompanyGraph,
  dataContract,
  type DataContract,
  days,
  department,
  type Department,
  describeIssue,
  hours,
  mapping,
  minutes,
  read,
  silverTable,
  t,
  tableReference,
} from '../../model';
import { companyIssues } from '../../validation';
import { PipelineSet } from '../../constructs/pipeline-set';
import { hostsIn } from '../constructs/lakehouse/layers';
import { companyOf } from '../constructs/lakehouse/shop';
import { dev } from '../support/small-company';
import { resources, synth, testStack } from '../support/synth';

type Ready = BatchDelivery['readyAfter'];

const sales = (readyAfter?: Ready, every = days(1)): DataContract =>
  dataContract('sales', {
    description: 'Sales of a day, published on the next',
    columns: { sale_id: t.string(20).key(), at: t.timestamp() },
    eventTime: 'at',
    delivery: {
      kind: 'batch',
      every,
      from: { kind: 'http', baseUrl: 'https://bank.example.com', path: '{date}.csv', format: 'csv' },
      ...(readyAfter && { readyAfter }),
    },
    expectedRowsPerDay: 10,
  });
const selling = (contract: DataContract): Department =>
  department('selling', {
    description: 'Sells',
    sources: [contract],
    tables: [mapping(contract, { published: true })],
  });

/** Minutes that each trigger of a department waits after the end of its windows. */
function delays(owner: Department, others: readonly Department[] = [], near = true) {
  const plan: DepartmentPipelines = departmentPipelines({
    graph: new CompanyGraph(companyOf(owner, ...others)),
    department: owner,
    container: (name, zone) => `${name}-${zone}`,
    deployment: [],
    sameFactory: () => near,
  });
  return Object.fromEntries(plan.triggers.map(({ name, delayMinutes }) => [name, delayMinutes]));
}
const copyDelay = (readyAfter?: Ready): number | undefined =>
  delays(selling(sales(readyAfter))).selling_wave_daily;

/** A gate has no delay of its own: it waits for its table. */
const GATE = { selling_complete_sales_1440: 0 };

describe('a batch that is ready later than its window ends', () => {
  test('is brought so long after it, and what is made of it follows its trigger', () => {
    expect(delays(selling(sales(hours(6))))).toEqual({ ...GATE, selling_wave_daily: 360 });
    expect(delays(selling(sales()))).toEqual({ ...GATE, selling_wave_daily: 0 });
  });

  test.each([
    // 06:30 in winter, 04:30 UTC in summer: the later one.
    ['06:30', 'Europe/Berlin', 5 * 60 + 30],
    ['06:30', 'UTC', 6 * 60 + 30],
    ['00:30', 'Europe/London', 30],
    ['06:30', 'America/New_York', 11 * 60 + 30],
    ['23:59', 'Pacific/Honolulu', 33 * 60 + 59],
    ['06:30', 'Asia/Kolkata', 60],
    // The clocks there show it before the day begins in UTC.
    ['06:30', 'Asia/Tokyo', 0],
    // Its winter is our summer.
    ['06:30', 'America/Santiago', 10 * 60 + 30],
    // Half an hour of summer time.
    ['12:00', 'Australia/Lord_Howe', 90],
  ])('is brought at %s of %s, in the half of the year when that is later', (at, timeZone, expected) => {
    expect(copyDelay({ at, timeZone })).toBe(expected);
  });

  test('is waited for in another factory, where no trigger can be', () => {
    const reader = department('reading', {
      description: 'Reads',
      tables: [
        silverTable('read_sales', {
          key: ['sale_id'],
          write: 'overwrite',
          flow: read(tableReference('selling', 'sales', { sale_id: t.string(20).key() })),
        }),
      ],
    });
    const others = [selling(sales(hours(20)))];
    expect(delays(reader, others, false)).toMatchObject({ reading_wave_daily: 1200 });
    expect(delays(reader, others)).toMatchObject({ reading_wave_daily: 0 });
  });

  test("becomes the trigger's delay, with days before a dot", () => {
    const delayOf = (readyAfter: Ready) => {
      const owner = selling(sales(readyAfter));
      const stack = testStack(dev, owner.name);
      const hosts = hostsIn(stack, [owner]);
      const gold = { server: hosts.synapse.serverlessEndpoint, database: 'selling', deployment: [] };
      new PipelineSet(stack, 'Pipelines', {
        ...hosts,
        department: owner,
        identity: hosts.identities.selling!,
        gold,
      });
      const triggers = resources(synth(stack), 'azurerm_data_factory_trigger_tumbling_window');
      return triggers.find(({ name }) => name === 'selling_wave_daily')?.delay;
    };
    expect(delayOf(hours(6))).toBe('06:00:00');
    expect(delayOf(minutes(36 * 60 + 5))).toBe('1.12:05:00');
    expect(delayOf(undefined)).toBeUndefined();
  });

  test('is late only after that', () => {
    expect(sales(hours(6)).freshnessMinutes).toBe(2 * 1440 + 360);
    expect(sales({ at: '06:30', timeZone: 'Europe/Berlin' }).freshnessMinutes).toBe(3 * 1440);
    expect(sales().freshnessMinutes).toBe(2 * 1440);
  });
});

describe('what a contract says of it', () => {
  const wrong = (contract: DataContract) =>
    companyIssues(companyOf(selling(contract)))
      .map(describeIssue)
      .map((issue) => issue.replace('selling/sales: "delivery.readyAfter', '"'));

  test.each<[Ready]>([
    [hours(6)],
    [days(6)],
    [minutes(1)],
    [{ at: '00:00', timeZone: 'UTC' }],
    [{ at: '23:59', timeZone: 'Asia/Almaty' }],
  ])('can be %j', (readyAfter) => {
    expect(wrong(sales(readyAfter))).toEqual([]);
  });

  test.each<[Ready, string]>([
    [days(7), 'LH0002 "" is 10080; allowed: a whole number of minutes from 1 to 8640; change the number'],
    [minutes(0), 'LH0002 "" is 0; allowed: a whole number of minutes from 1 to 8640; change the number'],
    [
      { at: '6:30', timeZone: 'UTC' },
      'LH0001 ".at" is "6:30"; allowed: hours and minutes, 00:00 to 23:59; correct it',
    ],
    [
      { at: '24:00', timeZone: 'UTC' },
      'LH0001 ".at" is "24:00"; allowed: hours and minutes, 00:00 to 23:59; correct it',
    ],
    [
      { at: '06:30', timeZone: 'Europe/Berln' },
      'LH2013 ".timeZone" is "Europe/Berln" (did you mean "Europe/Berlin"?); allowed: UTC, and IANA names of places, such as Europe/Berlin; correct its name',
    ],
    [
      '06:30' as unknown as Ready,
      'LH9003 "" is "06:30"; allowed: a length of time, or a time on the clocks of a place: { at: \'06:30\', timeZone: \'Europe/Berlin\' }; make it with minutes(…), hours(…) or days(…), or name the time and the place',
    ],
  ])('cannot be %j', (readyAfter, sentence) => {
    expect(wrong(sales(readyAfter))).toEqual([sentence]);
  });

  test('is a length of time where windows are no days', () => {
    const byClock = { at: '06:30', timeZone: 'Europe/Berlin' };
    expect(wrong(sales(byClock, days(7)))).toEqual([]);
    expect(wrong(sales(hours(6), hours(1)))).toEqual([]);
    expect(wrong(sales(byClock, hours(1)))).toEqual([
      'LH1016 "" is a time of the day, and windows are 60 minutes long; allowed: a time of the day for windows of whole days, a length of time for all; say how long after the end of a window its rows are there, e.g. minutes(10)',
    ]);
  });

  test('names a place that the time zone database has', () => {
    for (const timeZone of ['EST', '+01:00', '', 'W. Europe Standard Time'])
      expect(timeZoneIssues(companyOf(selling(sales({ at: '06:30', timeZone }))))).toHaveLength(1);
  });
});
