import { type RunProgram } from '../../cli/doctor/run-program';
import { runTests, type SmokeResult } from '../../cli/smoke/tests';
import { runPipeline } from '../../cli/smoke/factory';
import { usualCause } from '../../cli/smoke/judge';
import { sendMarked } from '../../cli/smoke/stream';
import {
  type Company,
  company,
  count,
  dataContract,
  days,
  department,
  goldView,
  mapping,
  read,
  sum,
  t,
} from '../../model';
import type { DepartmentStack } from '../../stacks';
import { smokeDocument } from '../../stacks/smoke-document';
import { type World } from '../emulators/azure/activities';
import { dataFlowsOf } from '../emulators/azure/data-flows';
import { Dice, Engine } from '../emulators/azure/engine';
import { Pipelines } from '../emulators/azure/pipelines';
import { ActivityError } from '../emulators/azure/places';
import { type Platform, platformOf } from '../emulators/azure/platform';
import { Lake } from '../emulators/azure/storage';
import { ServerlessPool } from '../emulators/tsql';
import { companyStacks } from '../support/company-stacks';
import { dev } from '../support/small-company';
import { synthAll } from '../support/synth';

const costs = dataContract('costs', {
  description: 'Costs of a day',
  columns: {
    service: t.string(40).key(),
    day: t.date().key(),
    cost: t.decimal(12, 4),
    note: t.string(80).nullable(),
    counted_at: t.timestamp(),
  },
  eventTime: 'counted_at',
  delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'csv' } },
  expectedRowsPerDay: 20,
});
const clean = mapping(costs);
const byService = goldView('cost_by_service', {
  key: ['service'],
  flow: read(clean).aggregate(
    (row) => ({ service: row.service }),
    (row) => ({ days: count(), cost: sum(row.cost) }),
  ),
});
const shop: Company = company('Shop', {
  code: 'shop',
  departments: [
    department('back-office', { description: 'Counts', sources: [costs], tables: [clean, byService] }),
  ],
  environments: [{ ...dev, smokeTest: true }],
});

const stacks = companyStacks(shop, shop.environments[0]!);
const platform: Platform = platformOf(synthAll(stacks));
const document = smokeDocument('dev', stacks)!;
const [place] = document.tests;
const { gold } = stacks[1] as DepartmentStack;

/** What goes wrong: an activity's type, from which of its tries on, and what it says. */
interface Fault {
  readonly type: string;
  readonly from: number;
  readonly message: string;
}

/** An Azure that was deployed, as `az rest` sees it; a fault is in it where one is given. */
function azure(fault?: Fault, changed: (sql: string) => string = (sql) => sql) {
  const engine = new Engine(0);
  const lake = new Lake();
  const runs = new Map<string, { activityName: string; status: string; output?: unknown; error?: unknown }>();
  let said = '';
  let tries = 0;
  let status = '';
  const fail = (type: string): string | undefined => {
    if (fault === undefined || type !== fault.type) return undefined;
    tries += 1;
    if (tries < fault.from) return undefined;
    said = fault.message;
    return fault.message;
  };
  const world: World = {
    engine,
    lake,
    dice: new Dice(1),
    platform,
    dataFlows: dataFlowsOf(platform),
    fetch: () => undefined,
    query: (sql) => {
      try {
        const table = pool(lake).query(gold.database, changed(sql));
        return table.rows.map((row, index) => ({
          id: String(index),
          cells: Object.fromEntries(table.columns.map((name, at) => [nameOf(name), row[at] ?? null])),
        }));
      } catch (error) {
        said = String(error);
        throw error;
      }
    },
    failure: fail,
    broken: () => undefined,
    writesInPart: () => false,
    reads: () => undefined,
    writes: () => () => undefined,
    wrote: () => undefined,
    completed: () => undefined,
    ran: (_, ended) => (status = ended),
    did: (_, { name }, ended, output) =>
      void runs.set(name, {
        activityName: name,
        status: ended,
        output,
        ...(ended === 'Failed' && { error: { message: said } }),
      }),
  };
  const pipelines = new Pipelines(world);
  const asked: string[][] = [];
  const run: RunProgram = (program, options) => {
    asked.push([program, ...options]);
    const url = options[options.indexOf('--url') + 1] ?? '';
    const body = options[options.indexOf('--body') + 1] ?? '{}';
    const answer = (value: unknown) =>
      Promise.resolve({ kind: 'printed' as const, text: JSON.stringify(value) });
    if (options[0] === 'resource') return answer('/subscriptions/s/factories/f');
    if (url.includes('/createRun?')) {
      const name = /pipelines\/(\w+)\//.exec(url)![1]!;
      engine.spawn(pipelines.run(name, JSON.parse(body) as Record<string, string>));
      engine.run(engine.now + 10_000);
      return answer({ runId: 'run-1' });
    }
    if (url.includes('/queryActivityruns?')) return answer({ value: [...runs.values()] });
    return answer({ status });
  };
  return { run, lake, asked, status: () => status };
}

function nameOf(column: string | { readonly name: string }): string {
  return typeof column === 'string' ? column : column.name;
}

/** Serverless SQL over what lies in the lake now, with the data sources that the deployment of gold makes. */
function pool(lake: Lake): ServerlessPool {
  const found = new ServerlessPool();
  const database = gold.database;
  found.execute('master', `CREATE DATABASE [${database}] COLLATE Latin1_General_100_BIN2_UTF8`);
  found.execute(database, 'CREATE MASTER KEY');
  for (const { sql } of gold.deployment)
    if (/EXTERNAL DATA SOURCE|SCOPED CREDENTIAL/.test(sql)) found.execute(database, sql);
  const table = lake.table(`${place!.containers.silver}/_smoke/${place!.table}`);
  if (table)
    found.files.set(
      `https://stshopdevlake.dfs.core.windows.net/${place!.containers.silver}/_smoke/${place!.table}/`,
      table,
    );
  return found;
}

const waiting = { pollMs: 1, longestMs: 1000, sleep: () => Promise.resolve() };
const smoke = async (az: ReturnType<typeof azure>): Promise<SmokeResult> => {
  const [result] = await runTests(shop, document.tests, { run: az.run, waiting });
  return result!;
};
const statuses = ({ layers }: SmokeResult) =>
  Object.fromEntries(layers.map(({ layer, status }) => [layer, status]));

describe('a smoke test', () => {
  test('takes a row through every layer, as the preview does, and leaves nothing', async () => {
    const az = azure();
    const result = await smoke(az);
    expect(result.layers.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(result.layers.map(({ layer }) => layer)).toEqual([
      'landing',
      'bronze',
      'silver',
      'gold',
      'removal',
    ]);
    for (const zone of ['landing', 'bronze', 'silver', 'quarantine']) {
      expect(az.lake.hasFolder(`back-office-${zone}`)).toBe(false);
      expect(az.lake.table(`back-office-${zone}/_smoke/costs`)).toBeUndefined();
    }
  });

  test('never touches what is real', () => {
    const activities = platform.pipelines.get(place!.pipeline)!.activities;
    const flow = platform.dataFlows.get(place!.pipeline)!.script;
    for (const folder of flow.matchAll(/folderPath: (.*?),?$/gm)) expect(folder[1]).toContain('_smoke/');
    expect([...flow.matchAll(/folderPath: /g)].length).toBeGreaterThan(2);
    for (const { type, inputs, outputs, properties } of activities) {
      const places = [...inputs, ...outputs].filter(({ name }) => !name.includes('serverless'));
      for (const { parameters } of places)
        if ('folder' in parameters) expect(JSON.stringify(parameters['folder'])).toContain('_smoke');
      if (type === 'Delete') expect(JSON.stringify(properties)).toContain('"folder":"_smoke"');
    }
    expect([...platform.triggers.values()].map(({ pipeline }) => pipeline)).not.toContain(place!.pipeline);
  });

  const forbidden =
    'This request is not authorized to perform this operation using this permission, Forbidden';
  test.each<[string, Fault, Record<string, string>, RegExp]>([
    [
      'landing',
      { type: 'Copy', from: 1, message: "Login failed for user '<token-identified principal>'." },
      {
        landing: 'failed',
        bronze: 'notReached',
        silver: 'notReached',
        gold: 'notReached',
        removal: 'passed',
      },
      /the login of id-shop-dev-back-office on syn-shop-dev-ondemand.*: manual step "Database and logins/,
    ],
    [
      'bronze',
      { type: 'Copy', from: 2, message: forbidden },
      { landing: 'passed', bronze: 'failed', silver: 'notReached', gold: 'notReached', removal: 'passed' },
      /Storage Blob Data Contributor of id-shop-dev-back-office on back-office-bronze of stshopdevlake/,
    ],
    [
      'silver',
      {
        type: 'ExecuteDataFlow',
        from: 1,
        message: 'AuthorizationFailure: the private endpoint is not approved',
      },
      { landing: 'passed', bronze: 'passed', silver: 'failed', gold: 'notReached', removal: 'passed' },
      /private endpoints of adf-shop-dev to stshopdevlake \(dfs, blob\)/,
    ],
    [
      'silver',
      { type: 'Lookup', from: 1, message: "Content of directory on path 'https://x' cannot be listed." },
      { landing: 'passed', bronze: 'passed', silver: 'failed', gold: 'notReached', removal: 'passed' },
      /Storage Blob Data Reader of the workspace syn-shop-dev on back-office-silver/,
    ],
    [
      'gold',
      { type: 'Lookup', from: 2, message: 'Cannot find the external data source' },
      { landing: 'passed', bronze: 'passed', silver: 'passed', gold: 'failed', removal: 'passed' },
      /gold is not deployed: run back_office_deploy_gold in adf-shop-dev/,
    ],
    [
      'removal',
      { type: 'Delete', from: 2, message: forbidden },
      { landing: 'passed', bronze: 'passed', silver: 'passed', gold: 'passed', removal: 'failed' },
      /Storage Blob Data Contributor of id-shop-dev-back-office on the containers/,
    ],
  ])(
    'names %s where it alone falls short, with the role or the route',
    async (layer, fault, expected, usually) => {
      const az = azure(fault);
      const result = await smoke(az);
      expect(statuses(result)).toEqual(expected);
      const [failed, ...others] = result.layers.filter(({ status }) => status === 'failed');
      expect(others).toEqual([]);
      expect(failed?.layer).toBe(layer);
      expect(failed?.usually).toMatch(usually);
      // No alert about failed pipelines rings for it: what is left is removed, and the run is over.
      if (layer !== 'removal') expect(az.status()).toBe('Succeeded');
    },
  );

  test('names the layer whose row is another than the preview has', async () => {
    const wrong = azure(undefined, (sql) => sql.replace('COUNT_BIG(*)', 'COUNT_BIG(*) + 1'));
    const result = await smoke(wrong);
    expect(statuses(result)).toMatchObject({ silver: 'passed', gold: 'failed' });
    expect(result.layers.find(({ layer }) => layer === 'gold')?.found).toBe(
      'days is "2", and the preview has "1"',
    );
  });

  test('sends its row as data: a quote in it ends no text', async () => {
    const az = azure();
    const service = "x'; DROP DATABASE y; --";
    const row = [service, '2026-01-05', '1', "it's", '2026-01-05T00:00:00Z'];
    const { factory, pipeline } = place!;
    const runs = await runPipeline(
      { factory, pipeline, parameters: { row: JSON.stringify(row) } },
      az.run,
      waiting,
    );
    const silver = runs.find(({ activityName }) => activityName === 'ReadSilver')?.output as {
      value: unknown[];
    };
    expect(silver.value).toEqual([expect.objectContaining({ service, note: "it's" })]);
  });
});

describe('a smoke test that cannot be run', () => {
  const { factory, pipeline } = place!;
  const start = (run: RunProgram) => runPipeline({ factory, pipeline, parameters: {} }, run, waiting);
  test.each<[string, Awaited<ReturnType<RunProgram>>, RegExp]>([
    ['without az', { kind: 'missing' }, /LH9354 smoke: "az" is not installed/],
    [
      'without a login',
      { kind: 'failed', errors: "Please run 'az login' to setup account." },
      /LH9354 smoke: "az" has nobody logged in/,
    ],
    ['without its factory', { kind: 'printed', text: '' }, /LH9352.*no data factory adf-shop-dev/],
    [
      'without the right to',
      { kind: 'failed', errors: 'ERROR: (AuthorizationFailed) no' },
      /LH9352.*AuthorizationFailed/,
    ],
    ['without an answer', { kind: 'timeout', seconds: 120 }, /LH9352.*120 s/],
    ['by what is no JSON', { kind: 'printed', text: '<html>' }, /LH9352.*no JSON/],
  ])('says so %s', async (_, answer, message) => {
    await expect(start(() => Promise.resolve(answer))).rejects.toThrow(message);
  });

  test('says so when it has no end', async () => {
    const endless: RunProgram = (_, options) =>
      Promise.resolve({
        kind: 'printed',
        text: JSON.stringify(options[0] === 'resource' ? '/f' : { runId: 'r', status: 'InProgress' }),
      });
    await expect(start(endless)).rejects.toThrow(/LH9352.*has no end/);
  });
});

test('an error that is not known has no usual cause', () => {
  expect(usualCause('something else', 'bronze', place!)).toBeUndefined();
});

describe('a marked event', () => {
  const stream = {
    department: 'shop',
    hub: 'orders',
    namespace: 'ns.servicebus.windows.net',
    lake: 'lake',
    landing: 'shop-landing',
  };
  const token: RunProgram = () => Promise.resolve({ kind: 'printed', text: 'secret\n' });

  test('is sent by the identity of whoever is logged in, and has nothing but the mark', async () => {
    const sent: unknown[] = [];
    const found = await sendMarked(stream, 'mark-1', {
      run: token,
      send: (url, { headers, body }) => {
        sent.push(url, headers['Authorization'], body);
        return Promise.resolve({ status: 201 });
      },
    });
    expect(sent).toEqual([
      'https://ns.servicebus.windows.net/orders/messages?timeout=60&api-version=2014-01',
      'Bearer secret',
      '{"_smoke":"mark-1"}',
    ]);
    expect(found).toContain('shop-landing of lake');
    expect(found).not.toContain('secret');
  });

  test.each<[number | 'unreachable', RegExp]>([
    [401, /LH9353.*refused it with 401.*Azure Event Hubs Data Sender/],
    [404, /LH9353.*answered 404.*deploy/],
    ['unreachable', /LH9353.*cannot be reached.*443/],
  ])('says which role or route is missing (%s)', async (status, message) => {
    const send = () =>
      status === 'unreachable' ? Promise.reject(new ActivityError('ENOTFOUND')) : Promise.resolve({ status });
    await expect(sendMarked(stream, 'm', { run: token, send })).rejects.toThrow(message);
  });
});
