import { DataFactoryManagementClient, type PipelineResource } from '@azure/arm-datafactory';
import { allActivities } from '../../../compilers/internal';
import { crm, finance, planIn } from './connectors';
import { emitted, type Json, manySources, modelPlan, pipelineNamed, planOf, reference, shop } from './plans';

const models = modelPlan();

const counting = finance();
/** A department that collects from everywhere, and one that waits for it from another factory. */
const collecting = planIn([crm, counting], crm);
const apart = planIn([crm, counting], counting, [crm]);
const plans = [shop, reference, planOf(manySources(6)), collecting, apart, models];

/** Calls a function for every key in a value, with the type of the object it is in. */
function walkKeys(value: unknown, visit: (key: string, value: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (!Array.isArray(value)) visit(key, inner);
    walkKeys(inner, visit);
  }
}

/** What a published pipeline gets from the pipeline that starts it. */
const PARAMETERS = { features: true, scores: true, window: true };

describe('the canonical form', () => {
  const WITH_POLICY = new Set([
    'Copy',
    'Lookup',
    'ExecuteDataFlow',
    'Script',
    'SqlServerStoredProcedure',
    'Delete',
    'AzureMLExecutePipeline',
  ]);
  const INTEGERS = new Set([
    'retry',
    'retryIntervalInSeconds',
    'coreCount',
    'waitTimeInSeconds',
    'parallelCopies',
    'dataIntegrationUnits',
    'batchCount',
    'maxConcurrentConnections',
    'sourceRetryCount',
    'maxRowsPerFile',
    'size',
  ]);
  const BOOLEANS = new Set([
    'secureInput',
    'secureOutput',
    'enableStaging',
    'recursive',
    'firstRowOnly',
    'enableLogging',
    'isSequential',
    'waitOnCompletion',
    'enablePartitionDiscovery',
    'deleteFilesAfterCompletion',
    'continueOnStepFailure',
    'enableSkipIncompatibleRow',
  ]);
  /** What the provider's own types know; it drops every other key without a word. */
  const KNOWN: Readonly<Record<string, readonly string[]>> = {
    Copy: ['source', 'sink', 'enableStaging', 'translator', 'enableSkipIncompatibleRow', 'logSettings'],
    Lookup: ['source', 'dataset', 'firstRowOnly'],
    ExecuteDataFlow: ['dataFlow', 'integrationRuntime', 'compute', 'traceLevel'],
    Script: ['scripts', 'scriptBlockExecutionTimeout'],
    SqlServerStoredProcedure: ['storedProcedureName', 'storedProcedureParameters'],
    Delete: ['dataset', 'enableLogging', 'recursive', 'storeSettings'],
    Wait: ['waitTimeInSeconds'],
    ExecutePipeline: ['pipeline', 'waitOnCompletion', 'parameters'],
    ForEach: ['items', 'isSequential', 'activities'],
    Until: ['expression', 'activities', 'timeout'],
    IfCondition: ['expression', 'ifTrueActivities', 'ifFalseActivities'],
    Switch: ['on', 'cases', 'defaultActivities'],
    Fail: ['message', 'errorCode'],
    Validation: ['dataset', 'timeout', 'sleep', 'childItems'],
    AzureMLExecutePipeline: [
      'mlPipelineEndpointId',
      'experimentName',
      'mlPipelineParameters',
      'continueOnStepFailure',
    ],
  };
  const activities = plans
    .flatMap(({ pipelines }) => pipelines)
    .flatMap((pipeline) => allActivities(emitted(pipeline)) as ReturnType<typeof emitted>);
  /** Sources and sinks that are no files, and have no settings of a store. */
  const NO_STORE = ['RestSource', 'AzureSqlSource', 'SqlDWSource'];

  test('holds every kind of activity that is ever emitted', () => {
    expect(new Set(activities.map(({ type }) => type))).toEqual(new Set(Object.keys(KNOWN)));
  });

  test('always says what comes before and what is noted, and has a policy only where it belongs', () => {
    for (const activity of activities) {
      expect(Array.isArray(activity.dependsOn)).toBe(true);
      expect(activity.userProperties).toEqual([]);
      expect(
        Object.keys(activity).filter((key) => !/^(inputs|outputs|linkedServiceName)$/.test(key)),
      ).toEqual([
        'name',
        'type',
        'dependsOn',
        'userProperties',
        ...(WITH_POLICY.has(activity.type) ? ['policy'] : []),
        'typeProperties',
      ]);
      if (WITH_POLICY.has(activity.type))
        expect(Object.keys(activity.policy as Json)).toEqual([
          'timeout',
          'retry',
          'retryIntervalInSeconds',
          'secureInput',
          'secureOutput',
        ]);
      expect('inputs' in activity).toBe(activity.type === 'Copy');
      expect('outputs' in activity).toBe(activity.type === 'Copy');
    }
  });

  test("has no key that the provider's types lack, and none that comes back as null", () => {
    for (const { type, typeProperties } of activities) {
      const unknown = Object.keys(typeProperties).filter((key) => !KNOWN[type]?.includes(key));
      expect([type, unknown]).toEqual([type, []]);
      walkKeys(typeProperties, (key, value) => {
        expect([key, value]).not.toEqual([key, null]);
        if (
          ['source', 'sink'].includes(key) &&
          typeof value === 'object' &&
          'type' in value! &&
          /(Source|Sink)$/.test(String(value.type)) &&
          !NO_STORE.includes(String(value.type))
        )
          expect(value).toHaveProperty('storeSettings');
      });
      const source = typeProperties.source as Json | undefined;
      expect(source ?? {}).not.toHaveProperty('formatSettings');
    }
  });

  test('writes integers and booleans as they are: an expression there fails at deployment', () => {
    let seen = 0;
    for (const activity of activities)
      walkKeys(activity, (key, value) => {
        if (INTEGERS.has(key))
          expect([activity.name, key, Number.isInteger(value)]).toEqual([activity.name, key, true]);
        if (BOOLEANS.has(key))
          expect([activity.name, key, typeof value]).toEqual([activity.name, key, 'boolean']);
        if (INTEGERS.has(key) || BOOLEANS.has(key)) seen++;
      });
    expect(seen).toBeGreaterThan(100);
  });

  test('computes nothing in a plain text, and something in every expression', () => {
    for (const activity of activities)
      walkKeys(activity, (key, value) => {
        // The provider knows these as plain text only, and the service computes them all the same.
        if (activity.type === 'AzureMLExecutePipeline' && key in PARAMETERS) return;
        if (typeof value === 'string' && key !== 'value') expect(value).not.toMatch(/^@|@\{/);
        const { type, value: text } = (value ?? {}) as Json;
        if (type === 'Expression') expect(text).toMatch(/^@\w|@\{.+\}/);
      });
  });

  test('tries again within the limits of the service', () => {
    for (const { policy } of activities.filter(({ type }) => WITH_POLICY.has(type))) {
      const { retryIntervalInSeconds: interval, timeout } = policy as Json;
      expect(Number(interval)).toBeGreaterThanOrEqual(30);
      expect(Number(interval)).toBeLessThanOrEqual(86400);
      expect(timeout).toMatch(/^\d+\.\d\d:\d\d:\d\d$/);
    }
  });
});

describe("Microsoft's own types", () => {
  let stored: unknown;
  let sent: unknown;
  const client = new DataFactoryManagementClient(
    { getToken: () => Promise.resolve({ token: 'none', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) },
    'subscription',
    {
      httpClient: {
        sendRequest: (request) => {
          if (request.method === 'PUT') sent = JSON.parse(request.body as string);
          request.headers.set('content-type', 'application/json');
          const bodyAsText = JSON.stringify(request.method === 'PUT' ? sent : stored);
          return Promise.resolve({ request, status: 200, headers: request.headers, bodyAsText });
        },
      },
    },
  );

  /** What is left of a pipeline after it was read into the types and written from them. */
  async function afterRoundTrip(properties: Json): Promise<unknown> {
    stored = { name: 'pipeline', properties };
    const model: PipelineResource = await client.pipelines.get('group', 'factory', 'pipeline');
    await client.pipelines.createOrUpdate('group', 'factory', 'pipeline', model);
    return (sent as { properties: unknown }).properties;
  }

  test('notice a key that they do not know', async () => {
    const [activity] = emitted(pipelineNamed(shop, 'web_shop_fill'));
    const odd = { ...activity, typeProperties: { ...activity!.typeProperties, madeUp: true } };
    expect(await afterRoundTrip({ activities: [odd] })).toEqual({ activities: [activity] });
  });

  test.each(
    [shop, reference, collecting, apart, models]
      .flatMap(({ pipelines }) => pipelines)
      .map((pipeline) => [pipeline.name, pipeline] as const),
  )('give %s back unchanged', async (_, pipeline) => {
    const activities = emitted(pipeline);
    expect(await afterRoundTrip({ activities })).toEqual({ activities });
  });

  test.each(
    [shop, reference, collecting, apart, models]
      .flatMap(({ datasets }) => datasets)
      .map((dataset) => [dataset.name, dataset] as const),
  )('give the dataset %s back unchanged', async (_, { type, linkedService, typeProperties }) => {
    const properties = {
      type,
      linkedServiceName: { referenceName: linkedService, type: 'LinkedServiceReference' },
      typeProperties,
    };
    stored = { name: 'dataset', properties };
    await client.datasets.createOrUpdate('g', 'f', 'd', await client.datasets.get('g', 'f', 'd'));
    expect((sent as { properties: unknown }).properties).toEqual(properties);
  });
});
