import { type Activity, allActivities } from '../../../compilers/internal';
import { PIPELINE_DEFAULTS, PipelineSet } from '../../../constructs/pipeline-set';
import { CompanyGraph, type Environment } from '../../../model';
import { dev, prod, RUNNING } from '../../support/small-company';
import { type Block, blockOf, resources, synth, testStack } from '../../support/synth';
import { hostsIn, shopIn } from '../lakehouse/layers';
import { cleanOrders, clicks, companyOf, everything, orders, webShop } from '../lakehouse/shop';

interface ActivityBlock {
  readonly name: string;
  readonly type: string;
  readonly typeProperties: Readonly<Record<string, unknown>>;
}

const shops = new Map<Environment, ReturnType<typeof made>>();
function made(environment: Environment) {
  const shop = shopIn(environment);
  return { ...shop, terraform: synth(shop.stack) };
}
/** The shop in an environment, made once. */
function shopFor(environment: Environment) {
  const known = shops.get(environment) ?? made(environment);
  shops.set(environment, known);
  return known;
}
const { pipelines: set, terraform, hosts } = shopFor(dev);

const json = (block: Block, attribute: string) => JSON.parse(String(block[attribute])) as Block;
const activitiesOf = (block: Block) => JSON.parse(String(block.activities_json)) as ActivityBlock[];
const namesOf = (type: string) => resources(terraform, type).map(({ name }) => String(name));

describe('connections', () => {
  test('go to the lake and to SQL as the department, and to each batch source as nobody', () => {
    const services = Object.fromEntries(
      Object.entries(set.linkedServices).map(([name, service]) => {
        const block = blockOf(terraform, service);
        return [name, [block.type, json(block, 'type_properties_json')]];
      }),
    );
    const credential = { referenceName: 'web_shop', type: 'CredentialReference' };
    const http = (url: string) => [
      'HttpServer',
      { url, authenticationType: 'Anonymous', enableServerCertificateValidation: true },
    ];
    expect(services).toEqual({
      web_shop_lake: ['AzureBlobFS', { url: hosts.lake.dfsEndpoint, credential }],
      web_shop_serverless_sql: [
        'AzureSqlDW',
        {
          connectionString: `Integrated Security=False;Encrypt=True;Connection Timeout=30;Data Source=${hosts.synapse.serverlessEndpoint};Initial Catalog=web_shop`,
          credential,
        },
      ],
      web_shop_prices_http: http('https://prices.example.com'),
      web_shop_stock_http: http('https://stock.example.com'),
    });
    expect(hosts.identities['web-shop']!.credentialName).toBe(credential.referenceName);
  });

  test.each([
    [dev, undefined],
    [prod, { name: 'managed-network' }],
  ])('run where the network is: %#', (environment, runtime) => {
    const services = resources(shopFor(environment).terraform, 'azurerm_data_factory_linked_custom_service');
    expect(services).toHaveLength(4);
    for (const { integration_runtime: found } of services) expect(found).toEqual(runtime);
  });

  test('are made only where something uses them', () => {
    const names = (owner: ReturnType<typeof webShop>) =>
      Object.keys(shopIn(dev, owner).pipelines.linkedServices);
    expect(names(webShop({ description: 'Has nothing' }))).toEqual([]);
    // What fails is written down by a query.
    const both = ['web_shop_lake', 'web_shop_serverless_sql'];
    expect(names(webShop({ description: 'Collects', sources: [orders], tables: [cleanOrders] }))).toEqual(
      both,
    );
    expect(names(webShop({ description: 'Collects', sources: [clicks, orders] }))).toEqual(both);
  });
});

describe('datasets', () => {
  test('are these, by name and type, each over its connection', () => {
    const found = Object.values(set.datasets).map((dataset) => {
      const { name, type, linked_service: service } = blockOf(terraform, dataset);
      return [name, type, (service as Block).name];
    });
    expect(found.sort()).toEqual([
      ['web_shop_bronze_parquet_file', 'Parquet', 'web_shop_lake'],
      ['web_shop_gold_binary', 'Binary', 'web_shop_lake'],
      ['web_shop_landing_binary', 'Binary', 'web_shop_lake'],
      ['web_shop_landing_binary_file', 'Binary', 'web_shop_lake'],
      ['web_shop_landing_delimitedtext', 'DelimitedText', 'web_shop_lake'],
      ['web_shop_landing_delimitedtext_file', 'DelimitedText', 'web_shop_lake'],
      ['web_shop_landing_json', 'Json', 'web_shop_lake'],
      ['web_shop_landing_parquet_file', 'Parquet', 'web_shop_lake'],
      ['web_shop_pepper', 'Json', 'web_shop_lake'],
      ['web_shop_prices_http_file', 'Binary', 'web_shop_prices_http'],
      ['web_shop_quarantine_json_file', 'Json', 'web_shop_lake'],
      ['web_shop_serverless_query', 'AzureSqlDWTable', 'web_shop_serverless_sql'],
      ['web_shop_silver_binary', 'Binary', 'web_shop_lake'],
      ['web_shop_silver_json', 'Json', 'web_shop_lake'],
      ['web_shop_silver_json_file', 'Json', 'web_shop_lake'],
      ['web_shop_stock_http_file', 'Binary', 'web_shop_stock_http'],
    ]);
  });

  test('declare the parameters that they use, and no others', () => {
    for (const dataset of Object.values(set.datasets)) {
      const block = blockOf(terraform, dataset);
      const used = [...String(block.type_properties_json).matchAll(/@dataset\(\)\.(\w+)/g)].map(
        ([, name]) => name,
      );
      expect(Object.keys((block.parameters as Block | undefined) ?? {}).sort()).toEqual(used.sort());
    }
  });

  test('are given a value for each parameter wherever they are used', () => {
    const declared = new Map(
      Object.values(set.datasets).map((dataset) => {
        const { name, parameters } = blockOf(terraform, dataset);
        return [name, Object.keys((parameters as Block | undefined) ?? {}).sort()];
      }),
    );
    const uses = new Set<unknown>();
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      const { type, referenceName, parameters } = value as Block;
      if (type === 'DatasetReference') {
        uses.add(referenceName);
        expect(Object.keys(parameters as Block).sort()).toEqual(declared.get(referenceName));
      }
      Object.values(value).forEach(visit);
    };
    resources(terraform, 'azurerm_data_factory_pipeline').map(activitiesOf).forEach(visit);
    expect(uses).toEqual(new Set(declared.keys()));
  });
});

describe('data flows', () => {
  test('are connected at both ends, and only there', () => {
    const flows = resources(terraform, 'azurerm_data_factory_data_flow');
    expect(flows).toHaveLength(7);
    for (const flow of flows) {
      const ends = [...(flow.source as Block[]), ...(flow.sink as Block[])];
      expect(ends.length).toBeGreaterThan(1);
      for (const { linked_service: service } of ends) expect(service).toEqual({ name: 'web_shop_lake' });
      for (const transformation of flow.transformation as Block[])
        expect(Object.keys(transformation)).toEqual(['name']);
      expect(flow).not.toHaveProperty('script');
    }
  });

  test.each([
    [dev, undefined],
    [prod, { referenceName: 'managed-network', type: 'IntegrationRuntimeReference' }],
  ])('run where the network is: %#', (environment, runtime) => {
    const runs = resources(shopFor(environment).terraform, 'azurerm_data_factory_pipeline')
      .flatMap((pipeline) => allActivities(JSON.parse(String(pipeline.activities_json)) as Activity[]))
      .filter(({ type }) => type === 'ExecuteDataFlow')
      .map(({ typeProperties }) => typeProperties as Block);
    // Each table's own, what is filled together, and erasure.
    expect(runs).toHaveLength(11);
    for (const { integrationRuntime } of runs) expect(integrationRuntime).toEqual(runtime);
  });
});

describe('pipelines', () => {
  test('are these', () => {
    expect(namesOf('azurerm_data_factory_pipeline').sort()).toEqual([
      'web_shop_backfill',
      'web_shop_complete_orders_1440',
      'web_shop_complete_orders_60',
      'web_shop_complete_page_clicks_1440',
      'web_shop_complete_priced_orders_1440',
      'web_shop_complete_prices_1440',
      'web_shop_complete_stock_1440',
      'web_shop_complete_stock_15',
      'web_shop_copy_orders',
      'web_shop_copy_page_clicks',
      'web_shop_copy_prices',
      'web_shop_copy_stock',
      'web_shop_deploy_gold',
      'web_shop_erase',
      'web_shop_fill',
      'web_shop_materialize_daily_sales',
      'web_shop_run_window',
      'web_shop_wave_daily',
      'web_shop_wave_every_15_minutes',
      'web_shop_wave_hourly',
      'web_shop_wave_priced_orders',
    ]);
  });

  test('come after everything that they name', () => {
    const byName = new Map<string, string>();
    for (const [type, blocks] of Object.entries(terraform.resource ?? {}))
      if (/^azurerm_data_factory_(custom_dataset|data_flow|linked_custom_service|pipeline)$/.test(type))
        for (const [id, { name }] of Object.entries(blocks)) byName.set(String(name), `${type}.${id}`);
    for (const block of resources(terraform, 'azurerm_data_factory_pipeline')) {
      const named = [...String(block.activities_json).matchAll(/"referenceName":"(\w+)"/g)].map(
        ([, name]) => name!,
      );
      expect(named.length).toBeGreaterThan(0);
      expect([...(block.depends_on as string[])].sort()).toEqual(
        [...new Set(named)].map((name) => byName.get(name)).sort(),
      );
    }
  });

  test('run one at a time, in the folder of their department', () => {
    for (const block of resources(terraform, 'azurerm_data_factory_pipeline'))
      // Tables that waves fill alone need not wait for each other: each has one writer, by its wave.
      expect([block.name, block.concurrency, block.folder]).toEqual([
        block.name,
        block.name === 'web_shop_fill' ? undefined : 1,
        'web-shop',
      ]);
  });

  test('fail as one list before anything is made, when Data Factory would refuse them', () => {
    const owner = webShop({ ...everything, consumers: [] });
    const stack = testStack(dev, owner.name);
    const shared = hostsIn(stack, [owner]);
    const make = () =>
      new PipelineSet(stack, 'Pipelines', {
        ...shared,
        department: owner,
        graph: new CompanyGraph(companyOf(owner)),
        identity: shared.identities[owner.name]!,
        gold: {
          server: shared.synapse.serverlessEndpoint,
          database: 'web_shop',
          // 40 batches make a script: one more than 120 scripts hold.
          deployment: Array.from({ length: 120 * 40 + 1 }, (_, index) => ({
            name: `batch ${index}`,
            sql: 'SELECT 1',
          })),
        },
      });
    expect(make).toThrow(
      'stack/Pipelines: 1 error\n  - LH7002 web_shop_deploy_gold: "activities" has 123; allowed: 1 to 120; split the pipeline',
    );
    expect(resources(synth(stack), 'azurerm_data_factory_pipeline')).toEqual([]);
  });
});

describe('landing', () => {
  test('is read where the streaming job writes: below the same name, in folders of any hour', () => {
    const written = resources(terraform, 'azurerm_stream_analytics_output_blob').map((output) =>
      String(output.path_pattern)
        .replace('{date}', String(output.date_format))
        .replace('{time}', String(output.time_format)),
    );
    const compact = (pipeline: string) => {
      const block = blockOf(terraform, set.pipelines[pipeline]!);
      const { source } = activitiesOf(block)[0]!.typeProperties;
      const { wildcardFolderPath, recursive } = (source as Block).storeSettings as Block;
      return [wildcardFolderPath, recursive];
    };
    expect(written).toEqual(['orders/yyyy/MM/dd/HH', 'page-clicks/yyyy/MM/dd/HH']);
    expect(compact('web_shop_copy_orders')).toEqual(['orders', true]);
    expect(compact('web_shop_copy_page_clicks')).toEqual(['page-clicks', true]);
  });
});

describe('triggers', () => {
  const triggers = Object.fromEntries(
    Object.entries(set.triggers).map(([name, trigger]) => [name, blockOf(terraform, trigger)]),
  );

  const byHand = ['web_shop_backfill', 'web_shop_erase', 'web_shop_run_window'];
  const called = new Set(
    resources(terraform, 'azurerm_data_factory_pipeline').flatMap(({ activities_json: text }) =>
      [...String(text).matchAll(/"referenceName":"(\w+)","type":"PipelineReference"/g)].map(
        ([, name]) => name!,
      ),
    ),
  );

  test('start one pipeline each, every one but those that are run by hand or by others', () => {
    const started = Object.values(triggers).map(({ pipeline }) => String((pipeline as Block).name));
    const others = namesOf('azurerm_data_factory_pipeline').filter((name) => !started.includes(name));
    expect(new Set(started).size).toBe(started.length);
    expect(others.filter((name) => !called.has(name)).sort()).toEqual([
      'web_shop_backfill',
      'web_shop_erase',
    ]);
    for (const name of byHand) expect(started).not.toContain(name);
  });

  test('are tumbling windows that never overlap, and try again', () => {
    expect(PIPELINE_DEFAULTS).toMatchObject({ maxConcurrency: 1, retries: 2, retryIntervalSeconds: 900 });
    for (const trigger of Object.values(triggers)) {
      expect(trigger).toMatchObject({
        max_concurrency: 1,
        retry: { count: 2, interval: 900 },
        start_time: '2100-01-01T00:00:00Z',
      });
    }
  });

  test('write days as 24 hours, because Data Factory knows no days here', () => {
    const intervals = Object.entries(triggers).map(([name, { frequency, interval }]) => [
      name.replace('web_shop_', ''),
      `${String(frequency)} x ${String(interval)}`,
    ]);
    expect(Object.fromEntries(intervals)).toEqual({
      wave_hourly: 'Hour x 1',
      wave_daily: 'Hour x 24',
      wave_priced_orders: 'Hour x 24',
      wave_every_15_minutes: 'Minute x 15',
      complete_orders_1440: 'Hour x 24',
      complete_prices_1440: 'Hour x 24',
      complete_priced_orders_1440: 'Hour x 24',
      complete_stock_1440: 'Hour x 24',
      complete_page_clicks_1440: 'Hour x 24',
      deploy_gold: 'Hour x 24',
      materialize_daily_sales: 'Hour x 24',
    });
  });

  test('wait for the last file of a stream, and for nothing else', () => {
    const delays = Object.entries(triggers).flatMap(([name, { delay }]) =>
      delay === undefined ? [] : [[name, delay]],
    );
    expect(delays).toEqual([
      ['web_shop_wave_hourly', '00:15:00'],
      ['web_shop_wave_daily', '00:15:00'],
    ]);
  });

  test('pass the window to the pipelines that have a parameter for it, and to no others', () => {
    const started = resources(terraform, 'azurerm_data_factory_pipeline').filter(
      ({ name }) => triggers[String(name)] !== undefined,
    );
    for (const pipeline of started) {
      const trigger = triggers[String(pipeline.name)]!;
      const passed = (trigger.pipeline as Block).parameters as Block | undefined;
      // Which one table a wave fills, and from which bronze, is asked for by gates, and by hand.
      expect(Object.keys(passed ?? {})).toEqual(
        Object.keys((pipeline.parameters as Block | undefined) ?? {}).filter(
          (name) => name !== 'table' && name !== 'bronze',
        ),
      );
      if (passed)
        expect(passed).toEqual({
          windowStart: "@formatDateTime(trigger().outputs.windowStartTime, 'yyyy-MM-ddTHH:mm:ssZ')",
        });
    }
  });

  test('come after their pipeline and after the triggers that they wait for', () => {
    const addressOf = (type: string, name: string) => {
      const blocks = terraform.resource?.[type] ?? {};
      return `${type}.${Object.keys(blocks).find((id) => blocks[id]?.name === name)}`;
    };
    for (const [name, trigger] of Object.entries(triggers)) {
      const waited = ((trigger.trigger_dependency ?? []) as Block[]).map(({ trigger_name: other }) =>
        String(other),
      );
      expect(trigger.depends_on).toEqual([
        addressOf('azurerm_data_factory_pipeline', name),
        ...waited.map((other) => addressOf('azurerm_data_factory_trigger_tumbling_window', other)),
      ]);
    }
  });

  test('wait for all windows of the other that lie inside their own', () => {
    const sizes = Object.values(triggers).flatMap(({ frequency, interval, trigger_dependency: others }) =>
      ((others ?? []) as Block[]).map(
        ({ size }) => `${String(frequency)} x ${String(interval)}: ${String(size)}`,
      ),
    );
    expect([...new Set(sizes)].sort()).toEqual(['Hour x 24: 1.00:00:00']);
  });

  test.each([
    [RUNNING, true, '2025-01-01T00:00:00Z'],
    [{ ...RUNNING, paused: false }, true, '2025-01-01T00:00:00Z'],
    // As long as the first window stays, Data Factory knows what has run.
    [{ ...RUNNING, paused: true }, false, '2025-01-01T00:00:00Z'],
    // Started by hand, they would run nothing.
    [undefined, false, '2100-01-01T00:00:00Z'],
  ])('run for %j: %p, from %s', (running, activated, from) => {
    const found = resources(
      synth(shopIn({ ...dev, ...(running && { running }) }).stack),
      'azurerm_data_factory_trigger_tumbling_window',
    );
    expect(found).toHaveLength(11);
    for (const trigger of found) expect(trigger).toMatchObject({ activated, start_time: from });
  });
});
