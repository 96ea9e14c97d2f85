import {
  activitiesJson,
  type DepartmentPipelines,
  pipelineIssues,
  script,
  triggerInterval,
  windowFolder,
  windowFolderForFlow,
  windowFormat,
} from '../../compilers/internal';
import { days, hours, type Interval, minutes } from '../../model';
import { cleanStock, stock, webShop } from '../constructs/lakehouse/shop';
import {
  activityIn,
  emitted,
  type Json,
  pipelineNamed,
  planOf,
  reference,
  shop,
} from '../constructs/pipeline-set/plans';
import { evaluate } from '../emulators/pipeline-expressions';

describe('the pipelines of a department', () => {
  test('are named after the department, the verb and the thing, without dashes', () => {
    const names = [...shop.pipelines, ...shop.triggers, ...shop.dataFlows, ...shop.datasets].map(
      ({ name }) => name,
    );
    for (const name of names) expect(name).toMatch(/^web_shop_[a-z0-9_]+$/);
    expect(reference.pipelines.map(({ name }) => name)).toEqual([
      'operations_copy_transactions',
      'operations_copy_exchange_rates',
      'operations_fill',
      'operations_wave_hourly',
      'operations_wave_daily',
      'operations_complete_transactions_60',
      'operations_complete_transactions_1440',
      'operations_complete_exchange_rates_1440',
      'operations_wave_booked_transactions',
      'operations_complete_booked_transactions_1440',
      'operations_complete_order_revenue_1440',
      'operations_deploy_gold',
      'operations_materialize_daily_revenue',
      'operations_run_window',
      'operations_backfill',
      'operations_erase',
    ]);
  });

  test('keep every rule of Data Factory', () => {
    expect(
      [...shop.pipelines, ...reference.pipelines].flatMap((pipeline) => pipelineIssues(pipeline)),
    ).toEqual([]);
  });

  test('declare the parameters that they use, and no others', () => {
    const declared = shop.pipelines.map(
      ({ name, parameters }) => [name, Object.keys(parameters).sort()] as const,
    );
    const used = shop.pipelines.map((pipeline) => {
      const found = activitiesJson(pipeline).matchAll(/pipeline\(\)\.parameters\.(\w+)/g);
      return [pipeline.name, [...new Set([...found].map(([, name = '']) => name))].sort()];
    });
    expect(used).toEqual(declared);
    // Even where no flow reads a window: a failure is recorded with it.
    const windowed = declared.filter(([, names]) => names.includes('windowStart'));
    expect(windowed.map(([name]) => name)).toEqual(
      shop.pipelines.map(({ name }) => name).filter((name) => !/_(backfill|erase)$/.test(name)),
    );
  });

  test('are none for a department that has nothing', () => {
    const plan = planOf(webShop({ description: 'Has nothing' }));
    expect([plan.pipelines, plan.triggers, plan.datasets, plan.dataFlows]).toEqual([[], [], [], []]);
    expect(plan.linkedServices.sources.size).toBe(0);
  });
});

describe('windows', () => {
  test.each([
    [minutes(5), 'yyyy/MM/dd/HH/mm', 'Minute', 5],
    [minutes(30), 'yyyy/MM/dd/HH/mm', 'Minute', 30],
    [hours(1), 'yyyy/MM/dd/HH', 'Hour', 1],
    [hours(6), 'yyyy/MM/dd/HH', 'Hour', 6],
    [days(1), 'yyyy/MM/dd', 'Hour', 24],
    [days(7), 'yyyy/MM/dd', 'Hour', 168],
  ] as [Interval, string, string, number][])(
    'of %j have the folder %s and the trigger %s x %d',
    (every, format, frequency, interval) => {
      expect(windowFormat(every)).toBe(format);
      expect(triggerInterval(every)).toEqual({ frequency, interval });
      const window = `formatDateTime(pipeline().parameters.windowStart, '${format}')`;
      expect(windowFolder(every)).toEqual({ value: `@${window}`, type: 'Expression' });
      expect(windowFolder(every, 'orders').value).toBe(`@concat('orders/', ${window})`);
      // In the language of data flows a text has quotes.
      expect(windowFolderForFlow(every).value).toBe(`'@{${window}}'`);
    },
  );

  test.each([
    ['orders', 'yyyy/MM/dd/HH'],
    ['page_clicks', 'yyyy/MM/dd'],
    ['prices', 'yyyy/MM/dd'],
    ['stock', 'yyyy/MM/dd/HH/mm'],
  ])('of %s are read from the folder that they were written to', (source, format) => {
    const written = activityIn(shop, `web_shop_copy_${source}`, 'CompactToBronze').outputs[0]!
      .parameters as Json;
    const flow = shop.dataFlows.find(({ name }) => name === `web_shop_flow_${source}`)!.flow;
    const run = activityIn(shop, 'web_shop_fill', `Fill_${source}`).typeProperties.dataFlow as Json;
    const folder = flow.sources[0]!.location.folder;
    const window = `formatDateTime(pipeline().parameters.windowStart, '${format}')`;
    expect((written.folder as Json).value).toBe(`@concat('${folder}/', ${window})`);
    expect(((run.parameters as Json).window as Json).value).toBe(`'@{${window}}'`);
    expect(flow.sources[0]!.location.fileSystem).toBe('web-shop-bronze');
  });
});

describe('the copy of a stream', () => {
  const copy = activityIn(shop, 'web_shop_copy_orders', 'CompactToBronze');
  test('is all that its pipeline does, unless it fails', () => {
    expect(pipelineNamed(shop, 'web_shop_copy_orders').activities.map(({ name }) => name)).toEqual([
      'CompactToBronze',
      'AcceptNothing',
      'RecordFailure',
      'FailRun',
    ]);
  });

  test('reads all files that were written since the window before, of whatever hour', () => {
    expect(copy.typeProperties.source).toMatchObject({
      type: 'JsonSource',
      storeSettings: {
        type: 'AzureBlobFSReadSettings',
        recursive: true,
        wildcardFolderPath: 'orders',
        wildcardFileName: '*.json',
      },
    });
    const changedIn = (windowStart: string) => {
      const { storeSettings } = copy.typeProperties.source as { storeSettings: Record<string, unknown> };
      return [storeSettings.modifiedDatetimeStart, storeSettings.modifiedDatetimeEnd].map((value) =>
        evaluate(value, { parameters: { windowStart } }),
      );
    };
    // The trigger waits as long after the window.
    expect(changedIn('2026-03-01T10:00:00Z')).toEqual(['2026-03-01T10:15:00Z', '2026-03-01T11:15:00Z']);
    expect(changedIn('2026-03-01T11:00:00Z')[0]).toBe('2026-03-01T11:15:00Z');
    // Nothing is before the first.
    expect(changedIn('2025-01-01T00:00:00Z')[0]).toBe('2000-01-01T00:00:00Z');
  });

  test('writes them as one Parquet file of a fixed name, so that a run again replaces it', () => {
    expect(copy.typeProperties.sink).toEqual({
      type: 'ParquetSink',
      storeSettings: { type: 'AzureBlobFSWriteSettings', copyBehavior: 'MergeFiles' },
      formatSettings: { type: 'ParquetWriteSettings' },
    });
    expect(copy.outputs).toEqual([
      {
        referenceName: 'web_shop_bronze_parquet_file',
        type: 'DatasetReference',
        parameters: {
          folder: {
            value: "@concat('orders/', formatDateTime(pipeline().parameters.windowStart, 'yyyy/MM/dd/HH'))",
            type: 'Expression',
          },
          file: 'window.parquet',
        },
      },
    ]);
  });

  test('says of every row which file and which run it came from', () => {
    expect((copy.typeProperties.source as Json).additionalColumns).toEqual([
      { name: '_source_file', value: '$$FILEPATH' },
      { name: '_run_id', value: { value: '@pipeline().RunId', type: 'Expression' } },
    ]);
  });

  test('maps the names that are delivered to those of the contract, all as text', () => {
    const { mappings } = copy.typeProperties.translator as { mappings: { source: Json; sink: Json }[] };
    expect(mappings.map(({ source, sink }) => [source.path, sink.name, sink.type])).toEqual([
      ["$['order_id']", 'order_id', 'String'],
      ["$['customer_email']", 'customer_email', 'String'],
      ["$['Amount (EUR)']", 'amount', 'String'],
      ["$['item']", 'item', 'String'],
      ["$['placed_at']", 'placed_at', 'String'],
      ["$['_source_file']", '_source_file', 'String'],
      ["$['_run_id']", '_run_id', 'String'],
    ]);
  });

  test('cuts nothing off in silence', () => {
    expect(copy.typeProperties.translator).toMatchObject({
      typeConversion: true,
      typeConversionSettings: { allowDataTruncation: false, treatBooleanAsNumber: false },
    });
    expect(copy.typeProperties).not.toHaveProperty('enableSkipIncompatibleRow');
  });
});

describe('the copy of a batch', () => {
  test('fetches the file of the window as it is, then compacts it', () => {
    const fetch = activityIn(shop, 'web_shop_copy_prices', 'FetchToLanding');
    const compact = activityIn(shop, 'web_shop_copy_prices', 'CompactToBronze');
    expect(fetch.dependsOn).toEqual([]);
    expect(compact.dependsOn).toEqual([{ activity: 'FetchToLanding', dependencyConditions: ['Succeeded'] }]);
    expect(fetch.typeProperties).toEqual({
      source: { type: 'BinarySource', storeSettings: { type: 'HttpReadSettings', requestMethod: 'GET' } },
      sink: { type: 'BinarySink', storeSettings: { type: 'AzureBlobFSWriteSettings' } },
      enableStaging: false,
    });
    expect(fetch.inputs[0]).toEqual({
      referenceName: 'web_shop_prices_http_file',
      type: 'DatasetReference',
      parameters: {
        relativeUrl: {
          value:
            "@replace('v1/{date}.csv', '{date}', formatDateTime(pipeline().parameters.windowStart, 'yyyy-MM-dd'))",
          type: 'Expression',
        },
      },
    });
  });

  test.each([
    ['prices', 'DelimitedTextSource', 'csv', 'web_shop_landing_delimitedtext'],
    ['stock', 'JsonSource', 'jsonl', 'web_shop_landing_json'],
  ])('of %s compacts what it fetched', (source, type, extension, dataset) => {
    const fetch = activityIn(shop, `web_shop_copy_${source}`, 'FetchToLanding').outputs[0]!
      .parameters as Json;
    const compact = activityIn(shop, `web_shop_copy_${source}`, 'CompactToBronze');
    const { storeSettings, ...rest } = compact.typeProperties.source as Json;
    expect(rest.type).toBe(type);
    expect(compact.inputs[0]!.referenceName).toBe(dataset);
    expect((storeSettings as Json).wildcardFolderPath).toEqual(fetch.folder);
    expect((storeSettings as Json).wildcardFileName).toBe(`*.${extension}`);
    expect(fetch.file).toBe(`${source}.${extension}`);
  });

  test('names the columns of a file with a header by name', () => {
    const { mappings } = activityIn(shop, 'web_shop_copy_prices', 'CompactToBronze').typeProperties
      .translator as {
      mappings: { source: Json; sink: Json }[];
    };
    expect(mappings.map(({ source }) => source)).toEqual(
      ['item', 'price', 'valid_on', '_source_file', '_run_id'].map((name) => ({ name, type: 'String' })),
    );
    expect(shop.datasets.find(({ type }) => type === 'DelimitedText')?.typeProperties).toMatchObject({
      firstRowAsHeader: true,
      quoteChar: '"',
      escapeChar: '"',
      encodingName: 'UTF-8',
    });
  });
});

describe('the pepper', () => {
  test('is read first, and kept out of the logs where it comes from and where it goes', () => {
    const lookup = activityIn(shop, 'web_shop_fill', 'ReadPepper_orders');
    const run = activityIn(shop, 'web_shop_fill', 'Fill_orders');
    expect(lookup.policy).toMatchObject({ secureOutput: true });
    expect(run.policy).toMatchObject({ secureInput: true });
    expect(run.dependsOn).toEqual(
      ['ReadPepper_orders'].map((activity) => ({
        activity,
        dependencyConditions: ['Succeeded'],
      })),
    );
    expect(((run.typeProperties.dataFlow as Json).parameters as Json).pepper).toEqual({
      value: "'@{activity('ReadPepper_orders').output.firstRow.pepper}'",
      type: 'Expression',
    });
    expect(lookup.typeProperties).toMatchObject({
      dataset: { referenceName: 'web_shop_pepper' },
      firstRowOnly: true,
    });
    expect(shop.datasets.find(({ name }) => name === 'web_shop_pepper')?.typeProperties).toEqual({
      location: { type: 'AzureBlobFSLocation', fileSystem: 'web-shop-secrets', fileName: 'pepper.json' },
    });
  });

  test('is read by the pipelines that make pseudonyms, and by no others', () => {
    const readers = shop.pipelines.filter((pipeline) => activitiesJson(pipeline).includes('epper'));
    expect(readers.map(({ name }) => name)).toEqual([
      'web_shop_fill',
      'web_shop_wave_hourly',
      'web_shop_erase',
    ]);
    const plain = planOf(webShop({ description: 'Counts', sources: [stock], tables: [cleanStock] }));
    expect(plain.datasets.map(({ name }) => name)).toEqual([
      'web_shop_stock_http_file',
      'web_shop_landing_binary_file',
      'web_shop_landing_json',
      'web_shop_bronze_parquet_file',
      'web_shop_serverless_query',
      'web_shop_quarantine_json_file',
      'web_shop_silver_json_file',
      'web_shop_silver_binary',
      'web_shop_silver_json',
    ]);
  });
});

describe('a mapping data flow', () => {
  test('runs on the smallest cluster, in the managed network where there is one', () => {
    const run = (plan: DepartmentPipelines) => activityIn(plan, 'web_shop_fill', 'Fill_stock').typeProperties;
    expect(run(shop)).toMatchObject({
      compute: { coreCount: 8, computeType: 'General' },
      traceLevel: 'Coarse',
    });
    expect(run(shop)).not.toHaveProperty('integrationRuntime');
    expect(run(planOf(webShop(), 'inside')).integrationRuntime).toEqual({
      referenceName: 'inside',
      type: 'IntegrationRuntimeReference',
    });
  });
});

describe('gold', () => {
  test('is deployed batch by batch, forty in a script, one script after the other', () => {
    const scripts = emitted(pipelineNamed(reference, 'operations_deploy_gold')).filter(
      ({ type }) => type === 'Script',
    );
    expect(scripts.map(({ name, dependsOn }) => [name, dependsOn.map(({ activity }) => activity)])).toEqual([
      ['DeployGold1', []],
      ['DeployGold2', ['DeployGold1']],
    ]);
    const texts = scripts.flatMap(({ typeProperties }) =>
      (typeProperties.scripts as Json[]).map(({ text }) => text),
    );
    expect(texts).toEqual(Array.from({ length: 41 }, (_, index) => `SELECT ${index} AS n`));
  });

  test('is stored under the id of the run, and never tried again into the folder that is half there', () => {
    const store = activityIn(shop, 'web_shop_materialize_daily_sales', 'StoreResult');
    expect(store).toMatchObject({
      type: 'SqlServerStoredProcedure',
      linkedServiceName: { referenceName: 'web_shop_serverless_sql', type: 'LinkedServiceReference' },
      typeProperties: {
        storedProcedureName: '[gold].[materialize_daily_sales]',
        storedProcedureParameters: {
          run: { value: { value: '@pipeline().RunId', type: 'Expression' }, type: 'String' },
        },
      },
      policy: { retry: 0 },
    });
  });

  test('lets go of what it showed a week ago, once the new result is there', () => {
    const clean = activityIn(shop, 'web_shop_materialize_daily_sales', 'DeleteSuperseded');
    expect(clean.dependsOn).toEqual([{ activity: 'StoreResult', dependencyConditions: ['Succeeded'] }]);
    expect(clean.typeProperties).toMatchObject({
      dataset: { referenceName: 'web_shop_gold_binary', parameters: { folder: 'daily_sales' } },
      storeSettings: {
        modifiedDatetimeEnd: {
          value: "@formatDateTime(addDays(pipeline().TriggerTime, -7), 'yyyy-MM-ddTHH:mm:ssZ')",
        },
      },
    });
  });
});

describe('SQL in a script', () => {
  /** What Data Factory makes of a plain text: a leading `@@` and an `@@{` are escapes, what is left of `@` computes. */
  function asRun(text: string): string {
    if (/^@(?!@)/.test(text)) throw new Error(`computed: ${text}`);
    const plain = text.replace(/^@@/, '@');
    if (/(?<!@)@\{/.test(plain)) throw new Error(`interpolated: ${text}`);
    return plain.replaceAll('@@{', '@{');
  }

  test.each([
    ['SELECT 1'],
    ["@variable = 'x'"],
    ["SELECT '@{pipeline().RunId}' AS a, '@{b}' AS b"],
    ['PRINT @@ROWCOUNT'],
    ["SELECT 'somebody@example.com' AS mail"],
    ['DECLARE @run VARCHAR(64)'],
  ])('arrives as it was written: %s', (sql) => {
    const { typeProperties } = script({ name: 'Run', linkedService: 'sql', batches: [sql] });
    const [{ text }] = (typeProperties as { scripts: [{ text: string }] }).scripts;
    expect(asRun(text)).toBe(sql);
  });
});
