import {
  type Company,
  company,
  DEFAULT_SETTINGS,
  department,
  describeIssue,
  mergedTags,
  type ResourceNaming,
  SETTING_GROUPS,
  SETTING_RULES,
  type Settings,
  settingsOf,
} from '../../model';
import { companyIssues } from '../../validation';
import { type Decided, decidingCompany } from '../support/deciding-company';
import { dev, smallCompany } from '../support/small-company';

const issuesOf = (declared: Company): string[] => companyIssues(declared).map(describeIssue);
const issues = (decided: Decided): string[] => issuesOf(decidingCompany(decided));
/** The kinds of mistake; where nothing is said, a number is out of its range. */
const CODES: Readonly<Record<string, string>> = {
  'naming.suffix': 'LH0001',
  'naming.resourceName': 'LH5003',
  'streaming.streamingUnits': 'LH6006',
  'streaming.rulesStreamingUnits': 'LH6006',
  'modelCompute.vmSize': 'LH0001',
  'modelCompute.priority': 'LH0005',
  'logs.tables': 'LH5041',
  'logs.tables.LAQueryLogs': 'LH5042',
  'storage.replication': 'LH0005',
  'eventTimes.lateEvents': 'LH0005',
  'integrationRuntime.computeType': 'LH0005',
  'integrationRuntime.coreCount': 'LH0005',
};
const codeOf = (prop: string): string => {
  if (prop.startsWith('tags')) return 'LH5002';
  return /Days$/.test(prop) && prop.startsWith('logs.tables') ? 'LH5043' : (CODES[prop] ?? 'LH0002');
};
const LOGS = 'source: "Manage data retention in a Log Analytics workspace"';
/** Settings as JavaScript lets them pass. */
const wrong = (settings: object): Settings => settings;

describe('a setting', () => {
  test.each<[string, object, string]>([
    [
      'eventHubs.throughputUnits',
      { eventHubs: { throughputUnits: 0 } },
      'is 0; allowed: a whole number from 1 to 40; change the number; source: "Azure Event Hubs quotas and limits, Standard"',
    ],
    [
      'eventHubs.throughputUnits',
      { eventHubs: { throughputUnits: 1.5 } },
      'is 1.5; allowed: a whole number from 1 to 40; change the number; source: "Azure Event Hubs quotas and limits, Standard"',
    ],
    [
      'eventHubs.throughputUnits',
      { eventHubs: { throughputUnits: '2' } },
      'is "2"; allowed: a whole number from 1 to 40; change the number; source: "Azure Event Hubs quotas and limits, Standard"',
    ],
    [
      'eventHubs.autoInflateTo',
      { eventHubs: { autoInflateTo: 41 } },
      'is 41; allowed: a whole number from 1 to 40, not below the throughput units, or "off"; change the number; source: "Azure Event Hubs quotas and limits, Standard"',
    ],
    [
      'storage.replication',
      { storage: { replication: 'RAGRS' } },
      'is "RAGRS"; allowed: GRS, GZRS, LRS, ZRS; choose one',
    ],
    [
      'storage.softDeleteDays',
      { storage: { softDeleteDays: 366 } },
      'is 366; allowed: a whole number of days from 1 to 365; change the number',
    ],
    [
      'keyVault.softDeleteDays',
      { keyVault: { softDeleteDays: 6 } },
      'is 6; allowed: a whole number of days from 7 to 90; change the number',
    ],
    [
      'streaming.streamingUnits',
      { streaming: { streamingUnits: 6 } },
      'is 6; allowed: 3, 7, or a multiple of 10 up to 120; change the number',
    ],
    [
      'streaming.rulesStreamingUnits',
      { streaming: { rulesStreamingUnits: 1 } },
      'is 1; allowed: 3, 7, or a multiple of 10 up to 120; change the number',
    ],
    [
      'eventTimes.lateArrivalSeconds',
      { eventTimes: { lateArrivalSeconds: 1_814_400 } },
      'is 1814400; allowed: a whole number of seconds from 0 to 1814399; change the number',
    ],
    [
      'eventTimes.outOfOrderSeconds',
      { eventTimes: { outOfOrderSeconds: 600 } },
      'is 600; allowed: a whole number of seconds from 0 to 599; change the number',
    ],
    [
      'eventTimes.lateEvents',
      { eventTimes: { lateEvents: 'Keep' } },
      'is "Keep"; allowed: Adjust, Drop; choose one',
    ],
    [
      'integrationRuntime.computeType',
      { integrationRuntime: { computeType: 'ComputeOptimized' } },
      'is "ComputeOptimized"; allowed: General, MemoryOptimized; choose one',
    ],
    [
      'integrationRuntime.coreCount',
      { integrationRuntime: { coreCount: 12 } },
      'is 12; allowed: 8, 16, 32, 48, 80, 144, 272; choose one',
    ],
    [
      'integrationRuntime.timeToLiveMinutes',
      { integrationRuntime: { timeToLiveMinutes: 241 } },
      'is 241; allowed: a whole number of minutes from 0 to 240; change the number',
    ],
    [
      'modelCompute.vmSize',
      { modelCompute: { vmSize: 'large' } },
      'is "large"; allowed: a size of machine, e.g. Standard_D4ds_v4; choose another name',
    ],
    [
      'modelCompute.maxNodes',
      { modelCompute: { maxNodes: 0 } },
      'is 0; allowed: a whole number from 1 to 100; change the number; no machine runs between jobs',
    ],
    [
      'modelCompute.priority',
      { modelCompute: { priority: 'Spot' } },
      'is "Spot"; allowed: Dedicated, LowPriority; choose one',
    ],
    [
      'logs.retentionDays',
      { logs: { retentionDays: 7 } },
      'is 7; allowed: a whole number of days from 30 to 730; change the number',
    ],
    [
      'logs.tables',
      { logs: { tables: { ADFPipelineRuns: { retentionDays: 90 } } } },
      'has "ADFPipelineRuns", which nothing here sends logs to (did you mean "ADFPipelineRun"?); allowed: ADFActivityRun, ADFPipelineRun, AmlComputeClusterEvent, AmlComputeJobEvent, AmlRunStatusChangedEvent, AzureDiagnostics, AzureMetrics, LAQueryLogs, SQLSecurityAuditEvents, StorageBlobLogs, SynapseBuiltinSqlPoolRequestsEnded, SynapseRbacOperations; correct the name, or take it out',
    ],
    [
      'logs.tables.LAQueryLogs',
      { logs: { tables: { LAQueryLogs: {} } } },
      'has nothing; allowed: retentionDays, totalRetentionDays or both; say how long its rows are kept',
    ],
    [
      'logs.tables.LAQueryLogs',
      { logs: { tables: { LAQueryLogs: { days: 90 } } } },
      'has days; allowed: retentionDays, totalRetentionDays or both; say how long its rows are kept',
    ],
    ...[3, 731, 30.5, '90', Number.NaN].map((days): [string, object, string] => [
      'logs.tables.AzureMetrics.retentionDays',
      { logs: { tables: { AzureMetrics: { retentionDays: days } } } },
      `is ${typeof days === 'string' ? `"${days}"` : days}; allowed: a whole number of days from 4 to 730; change the number, or keep rows longer by totalRetentionDays; ${LOGS}`,
    ]),
    ...[3, 1000, 4384].map((days): [string, object, string] => [
      'logs.tables.AzureMetrics.totalRetentionDays',
      { logs: { tables: { AzureMetrics: { totalRetentionDays: days } } } },
      `is ${days}; allowed: a whole number of days from 4 to 730, or 1095, 1460, 1826, 2191, 2556, 2922, 3288, 3653, 4018, 4383; change the number; ${LOGS}`,
    ]),
    [
      'logs.dailyQuotaGb',
      { logs: { dailyQuotaGb: Number.POSITIVE_INFINITY } },
      'is Infinity; allowed: a number of gigabytes above 0; change the number',
    ],
    [
      'naming.suffix',
      { naming: { suffix: 'X-1' } },
      'is "X-1"; allowed: 1 to 8 lower-case letters and digits; choose a short one: names of vaults and storage accounts have at most 24 characters',
    ],
    [
      'naming.resourceName',
      { naming: { resourceName: 'rg-{name}' } },
      'is "rg-{name}"; allowed: a function from the parts of a name to the name; give a function, or leave it out',
    ],
    [
      'tags.cost/centre',
      { tags: { 'cost/centre': '1' } },
      'has a name of 11 characters, "cost/centre"; allowed: 1 to 512 characters, without < > % & \\ ? /; rename the tag',
    ],
    [
      'tags.Azure-owner',
      { tags: { 'Azure-owner': 'me' } },
      'begins with a word that Azure keeps for itself; allowed: names that begin with none of microsoft, azure and windows; rename the tag',
    ],
    [
      'tags.owner',
      { tags: { owner: 'x'.repeat(257) } },
      'has 257 characters; allowed: a text of at most 256 characters; write it shorter, or into several tags',
    ],
    [
      'tags.owner',
      { tags: { owner: 7 } },
      'is 7; allowed: a text of at most 256 characters; write it shorter, or into several tags',
    ],
    [
      'tags',
      { tags: { owner: 'a', Owner: 'b' } },
      'has "Owner" twice, in upper and lower case; allowed: each name once: Azure does not tell case apart; remove one',
    ],
  ])('%s is refused wherever it is decided (%#)', (prop, settings, sentence) => {
    const code = codeOf(prop);
    expect(issues({ company: wrong(settings) })).toContain(
      `${code} Deciding: "settings.${prop}" ${sentence}`,
    );
    expect(issues({ environment: wrong(settings) })).toContain(
      `${code} environment dev: "settings.${prop}" ${sentence}`,
    );
    if ('logs' in settings) return;
    expect(issues({ department: wrong(settings) })).toContain(`${code} labs: "settings.${prop}" ${sentence}`);
    expect(issues({ here: wrong(settings) })).toContain(
      `${code} environment dev: "departments.labs.settings.${prop}" ${sentence}`,
    );
  });

  test('of how long tables of the logs are kept fits what else is decided of them, wherever that is', () => {
    expect(
      issues({
        company: {
          logs: {
            tables: { ADFActivityRun: { totalRetentionDays: 60 }, StorageBlobLogs: { retentionDays: 90 } },
          },
        },
        environment: { logs: { retentionDays: 90, lakeRequests: 'all' } },
      }),
    ).toEqual([
      'LH5045 environment dev: "settings.logs.tables.ADFActivityRun.totalRetentionDays" is 60, and queries read its rows for 90 days; allowed: 90 or more; say retentionDays of the table, too, or raise it',
      'LH5044 environment dev: "settings.logs.tables.StorageBlobLogs.retentionDays" is 90, and lakeRequests "all" puts the table into the plan Basic; allowed: 30, which that plan always has; take it out and keep rows longer by totalRetentionDays, or log deletes alone',
    ]);
    expect(issues({ company: { logs: { tables: { ADFActivityRun: { totalRetentionDays: 60 } } } } })).toEqual(
      [],
    );
    expect(issues({ company: { logs: { tables: { ADFActivityRun: undefined } } } })).toEqual([]);
  });

  test('has a rule that its default keeps', () => {
    for (const group of SETTING_GROUPS)
      for (const [name, rule] of Object.entries(SETTING_RULES[group].settings))
        expect([
          name,
          rule.allows((DEFAULT_SETTINGS[group] as unknown as Record<string, unknown>)[name]),
        ]).toEqual([name, true]);
  });

  test('may be left undefined', () => {
    expect(issues({ company: wrong({ storage: { replication: undefined }, tags: undefined }) })).toEqual([]);
  });

  test('has all mistakes of all levels in one list', () => {
    const settings = wrong({ storage: { softDeleteDays: 0 }, streaming: { streamingUnits: 1 } });
    expect(
      issues({ company: settings, environment: settings, department: settings, here: settings }),
    ).toHaveLength(2 + 2 + 3 + 3);
  });
});

describe('a department', () => {
  const deciding = (settings: object, hosting: 'shared' | 'dedicated' = 'shared'): string[] =>
    issuesOf(
      smallCompany({
        departments: [department('sales', { description: 'Sells', hosting, settings: wrong(settings) })],
      }),
    );

  test.each(['eventHubs', 'storage', 'keyVault'])('that shares hosts decides nothing about %s', (group) => {
    expect(deciding({ [group]: {} })).toEqual([
      `LH5005 sales: "settings.${group}" is decided for sales, which has no such host of its own; ` +
        'allowed: the company, an environment, or a department that is hosted dedicated; ' +
        'decide it for the environment, or host the department dedicated',
    ]);
    expect(deciding({ [group]: {} }, 'dedicated')).toEqual([]);
  });

  test.each(['shared', 'dedicated'] as const)('that is %s decides nothing about logs', (hosting) => {
    expect(deciding({ logs: { retentionDays: 60 } }, hosting)).toEqual([
      'LH5005 sales: "settings.logs" is decided for a department; ' +
        'allowed: the company or an environment: all departments share it; decide it there',
    ]);
  });

  test('that an environment decides about is one of the company', () => {
    const here = { ...dev, departments: { sale: {}, 'board-room': { settings: { tags: { 'a?': '' } } } } };
    expect(issuesOf(smallCompany({ environments: [here] }))).toEqual([
      'LH5004 environment dev: "departments" has "sale", which is no department (did you mean "sales"?); ' +
        'allowed: board-room, sales; name a department of the company, or remove it',
      'LH5002 environment dev: "departments.board-room.settings.tags.a?" has a name of 2 characters, "a?"; ' +
        'allowed: 1 to 512 characters, without < > % & \\ ? /; rename the tag',
    ]);
  });
});

describe('auto-inflate', () => {
  test('begins at the throughput units, wherever the two are decided', () => {
    const below =
      'comes to 5, below the 8 throughput units that it begins with; allowed: the throughput units or more, or "off"';
    expect(
      issues({
        company: { eventHubs: { autoInflateTo: 5 } },
        department: { eventHubs: { throughputUnits: 8 } },
      }),
    ).toEqual([
      `LH0002 environment dev/labs: "settings.eventHubs.autoInflateTo" ${below}; raise it, or lower the throughput units, where they are decided`,
    ]);
    expect(
      issues({
        company: { eventHubs: { autoInflateTo: 5 } },
        environment: { eventHubs: { throughputUnits: 8 } },
      }),
    ).toHaveLength(2);
    expect(
      issues({
        company: { eventHubs: { autoInflateTo: 8 } },
        environment: { eventHubs: { throughputUnits: 8 } },
      }),
    ).toEqual([]);
    expect(
      issues({
        company: { eventHubs: { autoInflateTo: 5 } },
        environment: { eventHubs: { throughputUnits: 8, autoInflateTo: 'off' } },
      }),
    ).toEqual([]);
  });
});

describe('settingsOf', () => {
  const first: ResourceNaming = () => 'first';
  const decided = company('Deciding', {
    code: 'dcd',
    departments: [
      department('labs', {
        description: 'Tries',
        settings: { tags: { Owner: 'labs' }, storage: { softDeleteDays: 3 }, naming: { suffix: 'labs' } },
      }),
    ],
    environments: [],
    settings: {
      tags: { owner: 'company', cost: '1' },
      storage: { replication: 'LRS', softDeleteDays: 1 },
      naming: { resourceName: first, suffix: 'co' },
    },
  });
  const environment = {
    settings: { storage: { replication: 'GRS', softDeleteDays: undefined } },
    departments: { labs: { settings: { tags: { cost: '2' } } } },
  } as const;

  test('takes each setting from the most specific level that decides it', () => {
    expect(settingsOf(decided, environment).storage).toEqual({ replication: 'GRS', softDeleteDays: 1 });
    expect(settingsOf(decided, environment, 'labs').storage).toEqual({
      replication: 'GRS',
      softDeleteDays: 3,
    });
    expect(settingsOf(decided, {}, 'labs').storage).toEqual({ replication: 'LRS', softDeleteDays: 3 });
  });

  test('takes the function of names and their suffix one by one', () => {
    expect(settingsOf(decided, environment).naming).toEqual({ resourceName: first, suffix: 'co' });
    expect(settingsOf(decided, environment, 'labs').naming).toEqual({ resourceName: first, suffix: 'labs' });
  });

  test('adds up the tags, without telling upper from lower case', () => {
    expect(settingsOf(decided, environment).tags).toEqual({ owner: 'company', cost: '1' });
    expect(settingsOf(decided, environment, 'labs').tags).toEqual({ Owner: 'labs', cost: '2' });
    expect(mergedTags({ a: '1' }, undefined, { A: '2', b: '3' })).toEqual({ A: '2', b: '3' });
  });

  test('gives the defaults where nothing is decided, and never changes them', () => {
    const { naming, tags, ...groups } = settingsOf({ departments: [] }, {});
    expect([naming, tags]).toEqual([{}, {}]);
    expect(groups).toEqual(DEFAULT_SETTINGS);
    for (const group of SETTING_GROUPS) expect(Object.isFrozen(DEFAULT_SETTINGS[group])).toBe(true);
  });
});
