import { days, type DataContract, department, hours } from '../../model';
import { accounts, crm, leads, planIn, sourceFrom, staff } from '../constructs/pipeline-set/connectors';
import { activityIn, type Json, pipelineNamed } from '../constructs/pipeline-set/plans';
import { evaluate } from '../emulators/pipeline-expressions';

const plan = planIn([crm], crm);
const windowStart = '2026-03-01T06:00:00Z';
const fetched = (source: string) => activityIn(plan, `crm_desk_copy_${source}`, 'FetchToLanding');
const addressOf = (source: string) =>
  evaluate((fetched(source).inputs[0]!.parameters as Json).relativeUrl, { parameters: { windowStart } });
const sourceOf = (source: string) => fetched(source).typeProperties.source as Json;
const compacted = (source: string) => activityIn(plan, `crm_desk_copy_${source}`, 'CompactToBronze');
const planWith = (contract: DataContract) => {
  const owner = department('crm-desk', { description: 'Knows', sources: [contract] });
  return planIn([owner], owner);
};

describe('the copy from a REST interface', () => {
  test('asks for the window, the end not included', () => {
    expect(addressOf('leads')).toBe('v2/leads?from=2026-03-01T06:00:00Z&to=2026-03-02T06:00:00Z');
    expect(addressOf('shop_visits')).toBe('visits/2026-03-01?size=500&page={page}');
    expect(addressOf('staff')).toBe('all');
  });

  test('follows the link to the next answer', () => {
    expect(sourceOf('leads')).toEqual({
      type: 'RestSource',
      httpRequestTimeout: '00:01:40',
      requestInterval: '00.00:00:00.010',
      requestMethod: 'GET',
      paginationRules: {
        AbsoluteUrl: "$['@odata.nextLink']",
        "EndCondition:$['@odata.nextLink']": 'NonExist',
        supportRFC5988: 'false',
      },
    });
  });

  test('counts pages until one comes without records', () => {
    expect(sourceOf('shop_visits').paginationRules).toEqual({
      'QueryParameters.{page}': 'RANGE:0::1',
      "EndCondition:$['data']": 'Empty',
      supportRFC5988: 'false',
    });
    const plain = planWith(
      sourceFrom('one', {
        kind: 'rest',
        baseUrl: 'https://one.example.com',
        path: 'rows',
        records: ['rows'],
        paging: { kind: 'page-number', parameter: 'p', until: 'empty' },
      }),
    );
    const { typeProperties, inputs } = activityIn(plain, 'crm_desk_copy_one', 'FetchToLanding');
    expect((typeProperties.source as Json).paginationRules).toMatchObject({
      'QueryParameters.{page}': 'RANGE:1::1',
    });
    expect((inputs[0]!.parameters as Json).relativeUrl).toBe('rows?p={page}');
  });

  test('follows the links in headers where nothing is said', () => {
    expect(sourceOf('staff').paginationRules).toEqual({ supportRFC5988: 'true' });
  });

  test('keeps the answers as they came, in the folder of the window', () => {
    const { outputs, typeProperties } = fetched('leads');
    expect(typeProperties).not.toHaveProperty('translator');
    expect(typeProperties.sink).toMatchObject({ type: 'JsonSink' });
    const { folder, file } = outputs[0]!.parameters as Json;
    expect([evaluate(folder, { parameters: { windowStart } }), file]).toEqual([
      'leads/2026/03/01',
      'leads.json',
    ]);
    const read = (compacted('leads').typeProperties.source as Json).storeSettings as Json;
    expect(evaluate(read.wildcardFolderPath, { parameters: { windowStart } })).toBe('leads/2026/03/01');
    expect(read.wildcardFileName).toBe('*.json');
  });

  test('makes a row of each record, and says of each where it came from', () => {
    const translator = compacted('leads').typeProperties.translator as Json & {
      mappings: { source: Json; sink: Json }[];
    };
    expect(translator.collectionReference).toBe("$['result']['lead items']");
    expect(translator.mappings.map(({ source }) => source.path)).toEqual([
      "['id']",
      "['Full ] Name']",
      "['amount']",
      "['weight']",
      "['active']",
      "['born_on']",
      "['ModifiedAt']",
      "$['_source_file']",
      "$['_run_id']",
    ]);
    const whole = compacted('staff').typeProperties.translator as Json & { mappings: { source: Json }[] };
    expect(whole).not.toHaveProperty('collectionReference');
    expect(whole.mappings[0]!.source.path).toBe("$['id']");
  });
});

describe('the copy from a database', () => {
  const extract = activityIn(plan, 'crm_desk_copy_accounts', 'ExtractToBronze');
  const { parameters } = pipelineNamed(plan, 'crm_desk_copy_accounts');
  const query = (every = accounts, start = windowStart) => {
    const owner = planWith(every);
    const pipeline = pipelineNamed(owner, `crm_desk_copy_${every.name}`);
    const { source } = activityIn(owner, pipeline.name, 'ExtractToBronze').typeProperties;
    return String(
      evaluate((source as Json).sqlReaderQuery, {
        parameters: { ...pipeline.parameters, windowStart: start },
      }),
    );
  };

  test('takes the rows that changed in the window, its start included and its end not', () => {
    expect(query()).toMatch(
      / FROM \[dbo\]\.\[Accounts\] WHERE \[ModifiedAt\] >= CONVERT\(DATETIME2\(0\), '2026-03-01T06:00:00', 126\) AND \[ModifiedAt\] < CONVERT\(DATETIME2\(0\), '2026-03-01T07:00:00', 126\)$/,
    );
    const daily = sourceFrom(
      'people',
      {
        kind: 'sql',
        server: 's.database.windows.net',
        database: 'd',
        schema: 'hr',
        table: 'People',
        watermark: 'born_on',
      },
      days(1),
    );
    expect(query(daily, '2026-02-28T00:00:00Z')).toMatch(
      / FROM \[hr\]\.\[People\] WHERE \[born_on\] >= .+'2026-02-28T00:00:00', 126\) AND \[born_on\] < .+'2026-03-01T00:00:00', 126\)$/,
    );
  });

  test('makes text of every value by its type, and keeps what is of another type', () => {
    expect(query()).toContain(
      'SELECT CONVERT(NVARCHAR(MAX), [id]) AS [id], ' +
        'CONVERT(NVARCHAR(MAX), [Full ]] Name]) AS [name], ' +
        'COALESCE(CONVERT(NVARCHAR(MAX), TRY_CONVERT(DECIMAL(38, 2), [amount])), CONVERT(NVARCHAR(MAX), [amount])) AS [amount], ' +
        'COALESCE(CONVERT(NVARCHAR(MAX), TRY_CONVERT(FLOAT, [weight]), 3), CONVERT(NVARCHAR(MAX), [weight])) AS [weight], ' +
        'CONVERT(NVARCHAR(MAX), [active]) AS [active], ' +
        'COALESCE(CONVERT(NVARCHAR(MAX), TRY_CONVERT(DATE, [born_on], 23), 23), CONVERT(NVARCHAR(MAX), [born_on])) AS [born_on], ' +
        'COALESCE(LEFT(CONVERT(NVARCHAR(MAX), CONVERT(DATETIME2(7), SWITCHOFFSET(TRY_CONVERT(DATETIMEOFFSET(7), [ModifiedAt], 126), 0)), 126), 26), CONVERT(NVARCHAR(MAX), [ModifiedAt])) AS [changed_at] FROM ',
    );
  });

  test('goes straight to bronze, and says which table a row came from', () => {
    expect(pipelineNamed(plan, 'crm_desk_copy_accounts').activities.map(({ name }) => name)).toEqual([
      'ExtractToBronze',
      'RecordFailure',
      'FailRun',
    ]);
    expect(extract.typeProperties.source).toMatchObject({
      type: 'AzureSqlSource',
      partitionOption: 'None',
      additionalColumns: [
        { name: '_source_file', value: 'sql-crm.database.windows.net/crm/dbo.Accounts' },
        { name: '_run_id', value: { value: '@pipeline().RunId' } },
      ],
    });
    expect(extract.typeProperties.sink).toEqual({
      type: 'ParquetSink',
      storeSettings: { type: 'AzureBlobFSWriteSettings' },
      formatSettings: { type: 'ParquetWriteSettings' },
    });
    const { mappings } = extract.typeProperties.translator as { mappings: { source: Json; sink: Json }[] };
    expect(mappings.map(({ source, sink }) => [source.name, sink.name])).toEqual(
      ['id', 'name', 'amount', 'weight', 'active', 'born_on', 'changed_at', '_source_file', '_run_id'].map(
        (name) => [name, name],
      ),
    );
  });

  test('keeps its query in a parameter, so that its expression is short however many columns there are', () => {
    expect(Object.keys(parameters)).toEqual(['windowStart', 'query']);
    const { value } = (extract.typeProperties.source as Json).sqlReaderQuery as { value: string };
    expect(value.length).toBeLessThan(300);
  });
});

describe('the copy of files that are dropped', () => {
  test('takes those that were written in the window, in any folder below the source', () => {
    const { typeProperties, inputs, dependsOn } = compacted('surveys');
    const { storeSettings } = typeProperties.source as { storeSettings: Json };
    expect(dependsOn).toEqual([]);
    expect(inputs[0]!.referenceName).toBe('crm_desk_landing_delimitedtext');
    expect(storeSettings).toMatchObject({
      recursive: true,
      wildcardFolderPath: 'surveys',
      wildcardFileName: '*.csv',
    });
    expect(
      ['modifiedDatetimeStart', 'modifiedDatetimeEnd'].map((key) =>
        evaluate(storeSettings[key], { parameters: { windowStart } }),
      ),
    ).toEqual(['2026-03-01T06:00:00Z', '2026-03-02T06:00:00Z']);
  });

  test('leaves out rows that cannot be read, and writes them into a log of quarantine', () => {
    const { enableSkipIncompatibleRow, logSettings } = compacted('surveys').typeProperties;
    expect(enableSkipIncompatibleRow).toBe(true);
    const { logLocationSettings, ...log } = logSettings as { logLocationSettings: Json };
    expect(log).toEqual({
      enableCopyActivityLog: true,
      copyActivityLogSettings: { logLevel: 'Warning', enableReliableLogging: true },
    });
    expect(logLocationSettings.linkedServiceName).toMatchObject({ referenceName: 'crm_desk_lake' });
    expect(evaluate(logLocationSettings.path, { parameters: { windowStart } })).toBe(
      'crm-desk-quarantine/surveys.delivery/2026/03/01',
    );
    for (const source of ['leads', 'staff'])
      expect(compacted(source).typeProperties).not.toHaveProperty('enableSkipIncompatibleRow');
  });

  test('reads JSON Lines by their extension', () => {
    const json = planWith(sourceFrom('notes', { kind: 'files', format: 'json-lines' }, hours(1)));
    const { storeSettings } = activityIn(json, 'crm_desk_copy_notes', 'CompactToBronze').typeProperties
      .source as { storeSettings: Json };
    expect(storeSettings.wildcardFileName).toBe('*.jsonl');
  });
});

test('sources that are elsewhere have a connection of their own', () => {
  expect([...plan.linkedServices.sources].map(([contract, name]) => [contract.name, name])).toEqual([
    ['leads', 'crm_desk_leads_rest'],
    ['staff', 'crm_desk_staff_rest'],
    ['shop-visits', 'crm_desk_shop_visits_rest'],
    ['accounts', 'crm_desk_accounts_sql'],
  ]);
  expect(new Set(plan.linkedServices.sources.keys()).has(leads)).toBe(true);
  expect(plan.datasets.find(({ type }) => type === 'AzureSqlTable')?.typeProperties).toEqual({
    schema: 'dbo',
    table: 'Accounts',
  });
  expect(plan.linkedServices.sources.has(staff)).toBe(true);
});
