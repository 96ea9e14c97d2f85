import {
  DEFAULT_SETTINGS,
  SETTING_GROUPS,
  SETTING_RULES,
  type SettingGroup,
  type SettingOwner,
  type Settings,
} from '../../model';
import { companyIssues } from '../../validation';
import { type Decided, decidingCompany, terraformOf } from '../support/deciding-company';
import { prod } from '../support/small-company';
import { resources, type Terraform } from '../support/synth';

/** Where one setting shows in the synthesized JSON, and four values that it can have, none of them the usual one. */
interface Shown {
  readonly group: SettingGroup;
  readonly name: string;
  readonly type: string;
  /** What an object of the type holds: the value, as Terraform is reported it; or {@link ELSEWHERE}. */
  readonly read: (block: Record<string, never>) => unknown;
  /** Which objects of the type it is about. @default all */
  readonly of?: (block: Record<string, string>) => boolean;
  readonly values: readonly [unknown, unknown, unknown, unknown];
}

const shown = (
  group: SettingGroup,
  name: string,
  type: string,
  read: Shown['read'],
  values: Shown['values'],
  of?: Shown['of'],
): Shown => ({ group, name, type: `azurerm_${type}`, read, values, ...(of && { of }) });

/** Says that another object of the type has the value. */
const ELSEWHERE = Symbol('elsewhere');

const NAMESPACE = 'eventhub_namespace';
const ACCOUNT = 'storage_account';
const JOB = 'stream_analytics_job';
const isRules = ({ name }: Record<string, string>): boolean => name!.endsWith('-rules');
const isLanding = (block: Record<string, string>): boolean => !isRules(block);
const RUNTIME = 'data_factory_integration_runtime_azure';
const RUNTIME_TYPE = `azurerm_${RUNTIME}`;
const CLUSTER = 'machine_learning_compute_cluster';
const FLOW = 'data_factory_data_flow';
const LOGS = 'log_analytics_workspace';
const RULE = 'monitor_scheduled_query_rules_alert_v2';

/** A number that stands in the query of a rule, or in what is said of it. */
const inRule =
  (name: string, pattern: RegExp, beside = 0): Shown['read'] =>
  (block) => {
    const { query } = (block.criteria as unknown as readonly { query: string }[])[0]!;
    if (!String(block.name).startsWith(`${name}-`)) return ELSEWHERE;
    return Number(pattern.exec(`${query} ${String(block.description)}`)?.[1]) - beside;
  };

/** Which requests to storage a setting sends; other settings send other logs. */
const lakeRequests: Shown['read'] = (block) => {
  const logs = block.enabled_log as unknown as readonly { category: string }[];
  if (logs[0]?.category !== 'StorageDelete') return ELSEWHERE;
  return ['deletes', 'changes', 'all'][logs.length - 1];
};

const SHOWN: readonly Shown[] = [
  shown('eventHubs', 'throughputUnits', NAMESPACE, (block) => block.capacity, [2, 3, 4, 5]),
  shown('eventHubs', 'autoInflateTo', NAMESPACE, (block) => block.maximum_throughput_units, [5, 6, 7, 8]),
  shown('storage', 'replication', ACCOUNT, (block) => block.account_replication_type, [
    'LRS',
    'GRS',
    'GZRS',
    'LRS',
  ]),
  shown('storage', 'softDeleteDays', ACCOUNT, (block) => softDelete(block), [1, 30, 90, 365]),
  shown(
    'keyVault',
    'softDeleteDays',
    'key_vault',
    (block) => block.soft_delete_retention_days,
    [7, 14, 30, 60],
  ),
  shown('streaming', 'streamingUnits', JOB, (block) => block.streaming_units, [7, 10, 20, 120], isLanding),
  shown('streaming', 'rulesStreamingUnits', JOB, (block) => block.streaming_units, [30, 40, 50, 60], isRules),
  shown(
    'eventTimes',
    'lateArrivalSeconds',
    JOB,
    (block) => block.events_late_arrival_max_delay_in_seconds,
    [0, 1, 2, 3],
    isRules,
  ),
  shown(
    'eventTimes',
    'outOfOrderSeconds',
    JOB,
    (block) => block.events_out_of_order_max_delay_in_seconds,
    [0, 1, 2, 3],
    isRules,
  ),
  shown(
    'eventTimes',
    'lateEvents',
    JOB,
    (block) => block.events_out_of_order_policy,
    ['Drop', 'Drop', 'Drop', 'Drop'],
    isRules,
  ),
  shown(
    'integrationRuntime',
    'computeType',
    RUNTIME,
    (block) => block.compute_type,
    Array(4).fill('MemoryOptimized') as never,
  ),
  shown('integrationRuntime', 'coreCount', RUNTIME, (block) => block.core_count, [16, 32, 48, 80]),
  shown(
    'integrationRuntime',
    'timeToLiveMinutes',
    RUNTIME,
    (block) => block.time_to_live_min,
    [10, 20, 30, 240],
  ),
  shown('delta', 'timeTravelDays', FLOW, (block) => vacuumDays(block), [8, 14, 21, 30]),
  shown('modelCompute', 'vmSize', CLUSTER, (block) => block.vm_size, [
    'Standard_A1',
    'Standard_B1',
    'Standard_C1',
    'Standard_D1',
  ]),
  shown('modelCompute', 'maxNodes', CLUSTER, (block) => scale(block), [1, 3, 4, 100]),
  shown(
    'modelCompute',
    'priority',
    CLUSTER,
    (block) => block.vm_priority,
    Array(4).fill('LowPriority') as never,
  ),
  shown('logs', 'retentionDays', LOGS, (block) => block.retention_in_days, [31, 60, 90, 730]),
  shown(
    'logs',
    'tables',
    'log_analytics_workspace_table',
    ({ name, retention_in_days: retentionDays, total_retention_in_days: totalRetentionDays }) =>
      name === 'StorageBlobLogs' ? ELSEWHERE : { [String(name)]: { retentionDays, totalRetentionDays } },
    [
      { ADFPipelineRun: { retentionDays: 40, totalRetentionDays: 1095 } },
      { ADFActivityRun: { retentionDays: 4, totalRetentionDays: 4 } },
      { AzureMetrics: { retentionDays: 730, totalRetentionDays: 4383 } },
      { LAQueryLogs: { retentionDays: 30, totalRetentionDays: 31 } },
    ],
  ),
  shown('logs', 'dailyQuotaGb', LOGS, (block) => block.daily_quota_gb, [0.5, 2, 3, 4]),
  shown('logs', 'lakeRequests', 'monitor_diagnostic_setting', lakeRequests, [
    'changes',
    'all',
    'all',
    'changes',
  ]),
  shown('monitoring', 'failedRuns', RULE, inRule('failed-pipelines', /FailedRuns >= (\d+)/), [2, 3, 4, 5]),
  shown(
    'monitoring',
    'lateByMinutes',
    RULE,
    inRule('late-tables', /'shops_copy_shops_events', (\d+)/, 120),
    [10, 20, 30, 40],
  ),
  shown('monitoring', 'zeroRowsFrom', RULE, inRule('zero-rows', /expects (\d+) a day/), [11, 20, 50, 100]),
  shown(
    'monitoring',
    'quarantinedPercent',
    RULE,
    inRule('quarantined-rows', /Percent > (\d+)/),
    [1, 2, 3, 4],
  ),
  shown(
    'monitoring',
    'throttledRequests',
    'monitor_metric_alert',
    (block) => (block.criteria as unknown as readonly { threshold: number }[])[0]!.threshold,
    [1, 2, 3, 4],
  ),
  shown(
    'monitoring',
    'streamDelayMinutes',
    RULE,
    inRule('stream-delay', /ago\((\d+)m\)/),
    [30, 90, 120, 720],
  ),
  shown('monitoring', 'refusedRequests', RULE, inRule('refused-by-vault', /Refused > (\d+)/), [0, 1, 2, 3]),
  shown(
    'monitoring',
    'logCapPercent',
    RULE,
    inRule('log-cap', /more than (\d+) percent of [\d.]+ GB/),
    [1, 50, 90, 100],
  ),
];

function softDelete(
  block: Record<
    string,
    { delete_retention_policy: { days: number }; container_delete_retention_policy: { days: number } }
  >,
) {
  const { delete_retention_policy: files, container_delete_retention_policy: containers } =
    block.blob_properties!;
  expect(files.days).toBe(containers.days);
  return files.days;
}

/** Days that the sinks of a data flow keep what they replaced. */
function vacuumDays(block: Record<string, readonly string[]>) {
  const hours = [...block.script_lines!.join('\n').matchAll(/vacuum: (\d+)/g)].map(([, found]) =>
    Number(found),
  );
  expect(new Set(hours).size).toBe(1);
  return hours[0]! / 24;
}

function scale(block: Record<string, { max_node_count: number }>) {
  return block.scale_settings!.max_node_count;
}

const LEVELS = ['company', 'environment', 'department', 'here'] as const;

/** Everything at once: each level that decides gives every setting a value of its own. */
function decide(levels: readonly (keyof Decided)[]): Decided {
  return Object.fromEntries(
    levels.map((level) => [
      level,
      settingsWith((one) => one.values[LEVELS.indexOf(level)], LEVELS.indexOf(level) < 2),
    ]),
  );
}

function settingsWith(value: (one: Shown) => unknown, withLogs: boolean): Settings {
  const groups = SETTING_GROUPS.filter((group) => withLogs || SETTING_RULES[group].owner !== 'no department');
  return Object.fromEntries(
    groups.map((group) => [
      group,
      Object.fromEntries(SHOWN.filter((one) => one.group === group).map((one) => [one.name, value(one)])),
    ]),
  );
}

/** The values that the resources of a stack have; all of one type have the same. */
function valuesIn(terraform: Terraform, { type, read, of = () => true }: Shown): unknown[] {
  const about = resources(terraform, type).filter((block) => of(block as Record<string, string>));
  const values = about.map((block) => read(block as Record<string, never>));
  return [...new Set(values.filter((value) => value !== ELSEWHERE))];
}

/** What resources have where nothing is decided; nothing, where there is none then. */
function usual({ group, name }: Shown): readonly unknown[] {
  if (group === 'eventHubs' && name === 'autoInflateTo') return [undefined];
  const value = (DEFAULT_SETTINGS[group] as unknown as Record<string, unknown>)[name];
  return typeof value === 'object' ? [] : [value];
}

test('every setting is looked for, and has a default and a rule', () => {
  const names = (groups: Readonly<Record<SettingGroup, object>>) =>
    SETTING_GROUPS.flatMap((group) => Object.keys(groups[group]).map((name) => `${group}.${name}`));
  const rules = Object.fromEntries(SETTING_GROUPS.map((group) => [group, SETTING_RULES[group].settings]));
  expect(SHOWN.map(({ group, name }) => `${group}.${name}`)).toEqual(names(DEFAULT_SETTINGS));
  expect(names(rules as never)).toEqual(names(DEFAULT_SETTINGS));
});

describe.each([
  ['nobody decides', []],
  ['the company decides', ['company']],
  ['the environment decides', ['environment']],
  ['the department decides', ['department']],
  ['it is decided for the department in the environment', ['here']],
  ['the company and the environment decide', ['company', 'environment']],
  ['the company, the environment and the department decide', ['company', 'environment', 'department']],
  ['all decide', [...LEVELS]],
] as const)('where %s', (_, levels) => {
  const decided = decidingCompany(decide(levels), { ...prod, notify: { email: ['data@example.com'] } });
  const { platform, shops, labs } = terraformOf(decided);
  /** The last of some levels that decides; the value is its. */
  const expected = (one: Shown, among: readonly (keyof Decided)[]): readonly unknown[] => {
    const [last] = levels.filter((level) => among.includes(level)).slice(-1);
    return last === undefined ? usual(one) : [one.values[LEVELS.indexOf(last)]];
  };
  const owned = (...owners: readonly SettingOwner[]) =>
    SHOWN.filter(({ group }) => owners.includes(SETTING_RULES[group].owner));
  const found = (terraform: Terraform, all: readonly Shown[]) =>
    all.map((one) => [`${one.group}.${one.name}`, ...valuesIn(terraform, one)]);

  test('that is allowed', () => {
    expect(companyIssues(decided)).toEqual([]);
  });

  test("the platform's hosts and logs are as the environment or else the company decides", () => {
    const all = owned('dedicated departments', 'no department');
    expect(found(platform, all)).toEqual(
      all.map((one) => [`${one.group}.${one.name}`, ...expected(one, ['company', 'environment'])]),
    );
  });

  test('a department with hosts of its own decides about all of them', () => {
    const all = owned('dedicated departments', 'every department');
    expect(found(labs, all)).toEqual(
      all.map((one) => [`${one.group}.${one.name}`, ...expected(one, LEVELS)]),
    );
  });

  test('a department that shares hosts decides about its job, its models and its data flows', () => {
    const decides = levels.some((level) => level === 'department' || level === 'here');
    const all = owned('every department').filter(({ group }) => decides || group !== 'integrationRuntime');
    expect(found(shops, all)).toEqual(
      all.map((one) => [`${one.group}.${one.name}`, ...expected(one, LEVELS)]),
    );
    const runtimes = resources(shops, RUNTIME_TYPE).map(({ name }) => name);
    expect(runtimes).toEqual(decides ? ['shops-data-flows'] : []);
  });
});

describe('what a department that shares hosts decides about its data flows', () => {
  const decided: Decided = { department: { integrationRuntime: { coreCount: 16 } } };

  test('makes a runtime of its own in the factory that it shares, and its pipelines use it', () => {
    const { shops } = terraformOf(decidingCompany(decided));
    expect(resources(shops, RUNTIME_TYPE)).toMatchObject([
      { name: 'shops-data-flows', virtual_network_enabled: false, core_count: 16, compute_type: 'General' },
    ]);
    expect(JSON.stringify(resources(shops, 'azurerm_data_factory_pipeline'))).toContain(
      '{\\"referenceName\\":\\"shops-data-flows\\",\\"type\\":\\"IntegrationRuntimeReference\\"}',
    );
    for (const linked of resources(shops, 'azurerm_data_factory_linked_custom_service'))
      expect(linked).not.toHaveProperty('integration_runtime');
  });

  test('leaves connections in a managed network to the runtime of the factory', () => {
    const { shops } = terraformOf(decidingCompany(decided, prod));
    expect(resources(shops, RUNTIME_TYPE)).toMatchObject([{ virtual_network_enabled: true }]);
    const linked = resources(shops, 'azurerm_data_factory_linked_custom_service');
    expect(linked.length).toBeGreaterThan(0);
    for (const { integration_runtime: runtime } of linked)
      expect(runtime).toEqual({ name: 'managed-network' });
  });
});

test('a public environment has a runtime for data flows only where one is decided on', () => {
  expect(resources(terraformOf(decidingCompany({})).platform, RUNTIME_TYPE)).toEqual([]);
  const decided = { environment: { integrationRuntime: { timeToLiveMinutes: 15 } } };
  const { platform, shops } = terraformOf(decidingCompany(decided));
  expect(resources(platform, RUNTIME_TYPE)).toMatchObject([
    { name: 'data-flows', virtual_network_enabled: false, time_to_live_min: 15, core_count: 8 },
  ]);
  expect(JSON.stringify(resources(shops, 'azurerm_data_factory_pipeline'))).toContain(
    '{\\"referenceName\\":\\"data-flows\\"',
  );
});

test('auto-inflate that the company wants is switched off for one environment', () => {
  const { platform } = terraformOf(
    decidingCompany({
      company: { eventHubs: { throughputUnits: 2, autoInflateTo: 10 } },
      environment: { eventHubs: { autoInflateTo: 'off' } },
    }),
  );
  const [namespace] = resources(platform, 'azurerm_eventhub_namespace');
  expect(namespace).toMatchObject({ capacity: 2, auto_inflate_enabled: false });
  expect(namespace).not.toHaveProperty('maximum_throughput_units');
});
