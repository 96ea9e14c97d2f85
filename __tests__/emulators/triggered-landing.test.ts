import * as fc from 'fast-check';
import { billOf } from '../../cost';
import {
  company,
  dataContract,
  days,
  department,
  describeIssue,
  type Environment,
  hours,
  t,
} from '../../model';
import { companyIssues } from '../../validation';
import { dev } from '../support/small-company';
import { terraformOf } from '../support/simulated-company';
import { type Terraform } from '../support/synth';
import { evaluate, type RunContext } from './pipeline-expressions';
import { StreamLanding } from './stream-landing';

/** Nothing that was sent goes lost where a pipeline starts landing once a day and stops it, whatever fails and whenever it stops. */
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const START = Date.parse('2026-03-01T00:00:00Z');
const LAG: Readonly<Record<string, number>> = { orders: MINUTE, 'page-clicks': 4 * MINUTE };

const stream = (name: string) =>
  dataContract(name, {
    description: name,
    columns: { id: t.string(20).key(), at: t.timestamp() },
    eventTime: 'at',
    delivery: { kind: 'stream', partitions: 1, every: hours(1) },
    expectedRowsPerDay: 1000,
  });
const environment: Environment = {
  ...dev,
  cadence: { atLeast: days(1) },
  landing: { mode: 'triggered' },
  running: { from: '2026-03-01', acknowledged: [] },
};
const shop = department('shop', { description: 'Sells', sources: [stream('orders'), stream('page-clicks')] });
const whole = company('Shop', { code: 'shop', departments: [shop], environments: [environment] });

const [, terraform] = terraformOf(whole) as [Terraform, Terraform];

interface Activity {
  readonly name: string;
  readonly type: string;
  readonly typeProperties: Readonly<Record<string, unknown>> & {
    readonly ifTrueActivities?: readonly Activity[];
    readonly activities?: readonly Activity[];
  };
}

function activitiesOf(pipeline: string): readonly Activity[] {
  const blocks = Object.values(terraform.resource?.azurerm_data_factory_pipeline ?? {});
  const block = blocks.find(({ name }) => name === pipeline);
  return JSON.parse(String(block?.activities_json)) as Activity[];
}

const steps = activitiesOf('shop_land_streams_until_done');
const step = (name: string, among = steps): Activity => among.find((each) => each.name === name)!;
const starts = step('StartUnlessItRuns');
const startJob = step('StartJob', starts.typeProperties.ifTrueActivities);
const quiet = step('WaitUntilLanded').typeProperties.expression;
const CATCH_UP = Number(step('CatchUp').typeProperties.waitTimeInSeconds) * 1000;

/** What is changed of the pipelines, to see it noticed. */
interface Mutant {
  readonly start?: (body: { outputStartMode: string; outputStartTime?: string }) => {
    outputStartMode: string;
    outputStartTime?: string;
  };
  readonly isQuiet?: () => boolean;
  readonly copiesUntil?: (end: number) => number;
}

type Failure = 'none' | 'before the start' | 'before the stop';
interface Plan {
  /** Minutes since the beginning at which an event comes, and where. */
  readonly events: readonly { readonly minute: number; readonly hub: string }[];
  /** How each day's landing fails first, before it is run again a quarter of an hour later. */
  readonly failures: readonly Failure[];
  /** How many minutes late a landing begins. */
  readonly late: readonly number[];
}

const DAYS = 4;
const plans: fc.Arbitrary<Plan> = fc.record({
  events: fc.array(
    fc.record({ minute: fc.nat(DAYS * 1440 - 1), hub: fc.constantFrom(...Object.keys(LAG)) }),
    { maxLength: 40 },
  ),
  failures: fc.array(fc.constantFrom<Failure>('none', 'before the start', 'before the stop'), {
    minLength: DAYS,
    maxLength: DAYS,
  }),
  late: fc.array(fc.nat(90), { minLength: DAYS, maxLength: DAYS }),
});

/** Plays days of landing by the expressions of the pipeline, and the copy of each window after its landing. */
function play({ events, failures, late }: Plan, mutant: Mutant = {}) {
  const landing = new StreamLanding('Ingestion_Job_', (hub) => LAG[hub]!, START);
  const waiting = [...events].sort((one, other) => one.minute - other.minute);
  landing.apply(terraform);
  const until = (time: number): void => {
    for (let next = waiting[0]; next && START + next.minute * MINUTE <= time; next = waiting[0]) {
      landing.wait(START + next.minute * MINUTE - landing.time);
      landing.send(next.hub);
      waiting.shift();
    }
    landing.wait(Math.max(0, time - landing.time));
  };
  const copied = new Set<number>();
  let minutesRun = 0;
  for (let day = 0; day <= DAYS; day++) {
    const windowStart = new Date(START + (day - 1) * DAY).toISOString().replace('.000Z', 'Z');
    until(START + day * DAY + (late[day - 1] ?? 0) * MINUTE);
    if (day === 0) continue;
    const parameters = { windowStart };
    const context = (): RunContext => ({ parameters, now: new Date(landing.time).toISOString() });
    const land = (failure: Failure): boolean => {
      if (failure === 'before the start') return false;
      const state = {
        jobState: landing.running ? 'Running' : 'Stopped',
        ...(landing.lastOutputEventTime && { lastOutputEventTime: landing.lastOutputEventTime }),
      };
      const read: RunContext = { ...context(), outputs: { ReadState: { firstRow: { properties: state } } } };
      if (evaluate(starts.typeProperties.expression, read) === true) {
        const { requestBody } = startJob.typeProperties.source as { requestBody: unknown };
        const asked = JSON.parse(String(evaluate(requestBody, read))) as {
          outputStartMode: string;
          outputStartTime?: string;
        };
        const { outputStartMode, outputStartTime } = mutant.start?.(asked) ?? asked;
        landing.start(outputStartMode, outputStartTime);
      }
      const from = landing.time;
      until(landing.time + MINUTE + CATCH_UP);
      for (let isQuiet = false, rounds = 0; !isQuiet; rounds++) {
        if (rounds > 200) throw new Error('it never catches up');
        until(landing.time + MINUTE);
        const maximum = landing.backlogAt(landing.time - 8 * MINUTE);
        const output = { firstRow: { value: [{ timeseries: [{ data: [{ maximum }] }] }] } };
        isQuiet =
          mutant.isQuiet?.() ?? evaluate(quiet, { ...context(), outputs: { ReadBacklog: output } }) === true;
      }
      if (failure === 'before the stop') return false;
      landing.stop();
      minutesRun += (landing.time - from) / MINUTE;
      return true;
    };
    if (!land(failures[day - 1]!)) {
      until(landing.time + 15 * MINUTE);
      land('none');
    }
    for (const id of copiedFor(landing, windowStart, mutant)) copied.add(id);
  }
  return { landing, copied, minutesRun };
}

/** What the copies of a window bring, by when files were last written. */
function copiedFor(landing: StreamLanding, windowStart: string, { copiesUntil }: Mutant): number[] {
  return Object.keys(LAG).flatMap((hub) => {
    const [{ typeProperties }] = activitiesOf(`shop_copy_${hub.replace('-', '_')}`) as [Activity];
    const { storeSettings } = typeProperties.source as { storeSettings: Readonly<Record<string, unknown>> };
    const at = (text: unknown): number => Date.parse(String(evaluate(text, { parameters: { windowStart } })));
    const from = at(storeSettings.modifiedDatetimeStart);
    const to = copiesUntil?.(Date.parse(windowStart) + DAY) ?? at(storeSettings.modifiedDatetimeEnd);
    const own = landing.landed.filter(({ file }) => file.startsWith(`${hub}/`));
    const written = new Map<string, number>();
    for (const { file, at: time } of own) written.set(file, Math.max(time, written.get(file) ?? 0));
    return own
      .filter(({ file }) => written.get(file)! >= from && written.get(file)! < to)
      .map(({ id }) => id);
  });
}

/** Events of all days that are over, and are in no file, or in none that was copied. */
function missing({ landing, copied }: ReturnType<typeof play>): number[] {
  const landed = new Set(landing.landed.map(({ id }) => id));
  return landing.sent
    .filter(({ at }) => at < START + DAYS * DAY - 10 * MINUTE)
    .map(({ id }) => id)
    .filter((id) => !landed.has(id) || !copied.has(id));
}

const nothingMissing = (mutant?: Mutant) =>
  fc.property(plans, (plan) => missing(play(plan, mutant)).length === 0);
const isNoticed = (mutant: Mutant): boolean =>
  fc.check(nothingMissing(mutant), { numRuns: 300, seed: 1 }).failed;

describe('landing that a pipeline starts once a day', () => {
  test('has all that was sent in bronze, whatever fails', () => {
    fc.assert(nothingMissing(), { numRuns: 300 });
  });

  test('runs for less than an hour a day', () => {
    const { minutesRun } = play({
      events: [{ minute: 5, hub: 'orders' }],
      failures: ['none', 'none', 'none', 'none'],
      late: [0, 0, 0, 0],
    });
    expect(minutesRun).toBeGreaterThan(DAYS * 5);
    expect(minutesRun).toBeLessThan(DAYS * 60);
  });

  test('loses events where it begins with what arrives from now on', () => {
    expect(isNoticed({ start: () => ({ outputStartMode: 'JobStartTime' }) })).toBe(true);
  });

  test('loses events where it begins with the last output alone, should that be the latest of all outputs', () => {
    const last: Mutant['start'] = (asked) => ({
      ...asked,
      outputStartTime: lastOnly(asked.outputStartTime!),
    });
    // The overlap taken away: an hour before the window becomes its end.
    const lastOnly = (time: string): string => new Date(Date.parse(time) + DAY + 61 * MINUTE).toISOString();
    expect(isNoticed({ start: last })).toBe(true);
  });

  test('leaves events out of bronze where a copy takes what was written by the quarter of an hour alone', () => {
    expect(isNoticed({ copiesUntil: (end) => end + 15 * MINUTE })).toBe(true);
  });
});

describe('what is declared', () => {
  const wrong = (change: Partial<Environment>, ...sources: ReturnType<typeof stream>[]): string =>
    companyIssues(
      company('Shop', {
        code: 'shop',
        departments: [department('shop', { description: 'Sells', sources })],
        environments: [{ ...environment, ...change }],
      }),
    )
      .map(describeIssue)
      .filter((text) => /LH9131|LH9132/.test(text))
      .join('\n');

  test('is refused where windows are not a day', () => {
    const hourly: Partial<Environment> = { cadence: { atLeast: hours(1) } };
    expect(wrong(hourly, stream('orders'))).toContain(
      'LH9131 environment dev: "landing.mode" is "triggered", once a day, and windows of "orders" come every hour',
    );
    expect(wrong({ ...hourly, landing: { mode: 'continuous' } }, stream('orders'))).toBe('');
    // A cadence that is wrong itself is one mistake, not two.
    expect(wrong({ cadence: { atLeast: { minutes: 420 } } }, stream('orders'))).toBe('');
  });

  test('is refused where a hub keeps events for too short', () => {
    const short = dataContract('orders', {
      description: 'orders',
      columns: { id: t.string(20).key(), at: t.timestamp() },
      eventTime: 'at',
      delivery: {
        kind: 'stream',
        partitions: 1,
        every: hours(1),
        retentionDays: 2,
        shortRetention: { reason: 'a test' },
      },
      expectedRowsPerDay: 1000,
    });
    expect(wrong({}, short)).toContain(
      'LH9132 environment dev: "landing.mode" is "triggered", and the hub of "orders" keeps events for 2 days',
    );
    expect(wrong({}, stream('orders'))).toBe('');
  });
});

describe('what it costs', () => {
  const written = (mode: 'continuous' | 'triggered') => {
    const one: Environment = { ...environment, landing: { mode } };
    const shops = company('Shop', { code: 'shop', departments: [shop], environments: [one] });
    const stacks = terraformOf(shops).map((each, index) => ({
      name: index === 0 ? 'platform' : 'shop',
      environment: 'dev',
      terraform: each,
    }));
    return billOf({ stacks, company: shops, environment: one, running: true });
  };
  const ofJob = (bill: ReturnType<typeof written>): number =>
    bill.lines
      .filter(({ resource }) => resource.startsWith('azurerm_stream_analytics_job.'))
      .reduce((sum, { cost }) => sum + cost.likely, 0);

  test('is the minutes that the job runs, and what starts it', () => {
    const [always, daily] = [written('continuous'), written('triggered')];
    expect(ofJob(always)).toBeGreaterThan(150);
    // 25 minutes of 1,440.
    expect(ofJob(daily)).toBeCloseTo((ofJob(always) * 25) / 1440, 5);
    const saved = always.total.likely - daily.total.likely;
    expect(saved).toBeGreaterThan(140);
    expect(saved).toBeLessThan(ofJob(always) - ofJob(daily));
  });
});

describe('what is synthesized', () => {
  const resource = terraform.resource ?? {};
  const named = (type: string) => Object.values(resource[type] ?? {});

  test('leaves the job stopped, and lets the pipelines start and stop this one alone', () => {
    expect(named('azurerm_stream_analytics_job_schedule')).toEqual([]);
    const grants = named('azurerm_role_assignment').filter(
      ({ role_definition_name: role }) => role === 'Lakehouse Landing Operator',
    );
    expect(grants).toHaveLength(1);
    expect(String(grants[0]!.scope)).toMatch(/^\$\{azurerm_stream_analytics_job\.Ingestion_Job_\w+\.id\}$/);
  });

  test('has copies wait for it', () => {
    const triggers = named('azurerm_data_factory_trigger_tumbling_window');
    const copies = triggers.filter(({ name }) => /^shop_copy_/.test(String(name)));
    expect(copies).toHaveLength(2);
    for (const { trigger_dependency: waits } of copies)
      expect(waits).toEqual([{ trigger_name: 'shop_land_streams', size: '1.00:00:00' }]);
  });

  test('asks Resource Manager as the department, for one job', () => {
    const [service] = named('azurerm_data_factory_linked_custom_service').filter(
      ({ type }) => type === 'RestService',
    );
    expect(JSON.parse(String(service!.type_properties_json))).toMatchObject({
      authenticationType: 'ManagedServiceIdentity',
      aadResourceId: 'https://management.azure.com/',
      url: expect.stringMatching(
        /^https:\/\/management\.azure\.com\$\{azurerm_resource_group\.\w+\.id\}\/providers\/Microsoft\.StreamAnalytics\/$/,
      ) as string,
    });
    const urls = JSON.stringify(steps).match(/streamingjobs\/[\w-]+/g)!;
    expect(new Set(urls)).toEqual(new Set(['streamingjobs/asa-shop-dev-shop']));
  });

  test('does nothing for windows of long ago', () => {
    const [newest] = activitiesOf('shop_land_streams') as [Activity];
    const at = (now: string) =>
      evaluate(newest.typeProperties.expression, {
        parameters: { windowStart: '2026-03-01T00:00:00Z' },
        now,
      });
    expect(at('2026-03-02T00:05:00Z')).toBe(true);
    expect(at('2026-03-02T23:59:00Z')).toBe(true);
    expect(at('2026-03-03T00:01:00Z')).toBe(false);
  });
});
