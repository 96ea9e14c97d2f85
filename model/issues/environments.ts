import { type IssueKinds } from './kind';

/** LH5xxx: the company and its environments. */
export const ENVIRONMENT_ISSUES = {
  LH5001: {
    title: 'an environment is not declared',
    why: 'What is synthesized, or placed in an environment, names one that the company declares.',
    example: 'ENVIRONMENT=production npm run synth',
    mend: 'ENVIRONMENT=prod npm run synth',
  },
  LH5002: {
    title: 'a tag is one that Azure refuses',
    why: 'Azure has limits for the names and values of tags, keeps some words for itself, and does not tell case apart in names.',
    example: "settings: { tags: { 'azure-owner': 'data' } }",
    mend: "settings: { tags: { owner: 'data' } }",
  },
  LH5003: {
    title: 'a function that names resources gives no name, or not always the same',
    why: 'What is named otherwise at the next synthesis is destroyed and made anew.',
    example: 'settings: { naming: { resourceName: () => `res-${Date.now()}` } }',
    mend: 'settings: { naming: { resourceName: ({ abbreviation, organisation, environment }) => `${abbreviation}-${organisation}-${environment}` } }',
  },
  LH5004: {
    title: 'an environment decides for a department that there is not',
    why: 'What it decides would come to nothing without a word.',
    example: 'departments: { operation: { settings: { … } } }',
    mend: 'departments: { operations: { settings: { … } } }',
  },
  LH5005: {
    title: 'a department decides what is not its own',
    why: "Hosts of the platform are shared: what one department decides of them would hold for all. A department with hosting: 'dedicated' decides for its own.",
    example: "department('marketing', { settings: { storage: { softDeleteDays: 30 } }, … })",
    mend: "department('marketing', { hosting: 'dedicated', settings: { storage: { softDeleteDays: 30 } }, … })",
  },
  LH5006: {
    title: 'a state store lacks what its backend needs, or has what the backend does not know',
    why: 'Terraform would ask for the one, and refuse the other, when the stack is deployed.',
    example: "state: { kind: 'azurerm', containerName: 'state' }",
    mend: "state: { kind: 'azurerm', storageAccountName: 'stacmestate', containerName: 'state' }",
  },
  LH5007: {
    title: 'a secret of a state store is written into a definition',
    why: 'It would be in the output, and in the history of whoever keeps that. Terraform reads each from a variable where it runs.',
    example: "state: { kind: 'pg', connStr: 'postgres://me:secret@db.example.com/terraform' }",
    mend: "state: { kind: 'pg', connStr: 'postgres://db.example.com/terraform' } // and PGUSER, PGPASSWORD",
  },
  LH5008: {
    title: 'a state has no name of its own',
    why: 'Two stacks that write one state destroy each other: what is not in the stack that is deployed is taken for removed.',
    example: "state: { kind: 'azurerm', key: ({ environment }) => `${environment}.tfstate`, … }",
    mend: "state: { kind: 'azurerm', key: ({ stack }) => `${stack}.tfstate`, … }",
  },
  LH5009: {
    title: 'a department has a subscription of its own, and the platform none',
    why: 'What a department makes in the services of the platform is made in their subscription, so that has to be known too.',
    example: "{ name: 'prod', departments: { operations: { subscriptionId: '…' } }, … }",
    mend: "{ name: 'prod', subscriptionId: '…', departments: { operations: { subscriptionId: '…' } }, … }",
  },
  LH5010: {
    title: 'an environment is to run, and a manual step is not acknowledged',
    why: 'What needs a step by hand fails until it is done: pipelines at their first run, a streaming job for ever. The list of manual steps has the id of each.',
    example: "running: { from: '2026-12-01', acknowledged: [] }",
    mend: "running: { from: '2026-12-01', acknowledged: ['operations-prod/first-login'] }",
  },
  LH5011: {
    title: 'a manual step is acknowledged that there is not',
    why: 'It is misspelt, or its stack has another name: the step that was meant is not acknowledged.',
    example: "running: { from: '2026-12-01', acknowledged: ['operations-prod/frist-login'] }",
    mend: "running: { from: '2026-12-01', acknowledged: ['operations-prod/first-login'] }",
  },
  LH5012: {
    title: 'the first start would run a great many windows',
    why: 'A trigger whose day is in the past runs every window since, one after the other, and every run is billed.',
    example: "running: { from: '2020-01-01', … }",
    mend: "running: { from: '2026-12-01', … } // or backlog: { reason: '…' }, and the rest by the backfill pipeline",
  },
  LH5013: {
    title: 'an environment names a later first day of something that there is not',
    why: 'It is misspelt, or not declared any more: what was meant begins with the first day of the environment, months back.',
    example: "running: { from: '2026-12-01', since: { 'operations.refund': '2027-03-01' }, … }",
    mend: "running: { from: '2026-12-01', since: { 'operations.refunds': '2027-03-01' }, … }",
  },
  LH5014: {
    title: 'what was added later begins before the environment runs',
    why: 'A first day of its own is there so that months of windows do not run at once. Older days come by the backfill pipelines, on purpose.',
    example: "running: { from: '2026-12-01', since: { 'operations.refunds': '2026-03-01' }, … }",
    mend: "running: { from: '2026-12-01', since: { 'operations.refunds': '2027-03-01' }, … }",
  },
  LH5015: {
    title: 'a trigger begins before one that it waits for',
    why: 'Windows before the first of the other are windows that never succeed: what waits for them waits for seven days, and fails.',
    example:
      "since: { 'operations.refunds': '2027-03-01', 'marketing.lost_orders': '2027-02-01' }, where lost_orders reads refunds",
    mend: "since: { 'operations.refunds': '2027-03-01', 'marketing.lost_orders': '2027-03-01' }",
  },
  LH5016: {
    title: 'a later first day is out of step with the windows of the environment',
    why: 'Windows that do not divide a day are counted from the first day of the environment. Those of one that is counted otherwise overlap what it reads, and the backfill pipelines run others.',
    example:
      "running: { from: '2026-12-01', since: { 'operations.weekly_refunds': '2027-03-01' }, … }, where windows are a week",
    mend: "running: { from: '2026-12-01', since: { 'operations.weekly_refunds': '2027-03-02' }, … }",
  },
  LH5020: {
    title: 'an environment names nobody who hears of a failure',
    why: 'A pipeline that fails, a table that is late and a bill that grows are noticed by somebody, or by chance. Where nobody has to, the reason is said.',
    example: "{ name: 'prod', notify: {}, … }",
    mend: "{ name: 'prod', notify: { email: ['data-platform@example.com'] }, … }",
  },
  LH5021: {
    title: 'a streaming job may be behind for longer than a hub can afford',
    why: 'A hub forgets events at the end of its retention. The alert has to come while there is time to mend the job: at half of the shortest retention, or earlier.',
    example: 'settings: { monitoring: { streamDelayMinutes: 1440 } } // and a stream with retentionDays: 1',
    mend: 'settings: { monitoring: { streamDelayMinutes: 60 } }',
  },
  LH5022: {
    title: 'the threshold of an alert rule is out of its range, or the rule is off without a reason',
    why: 'A rule with a threshold that nothing can reach is off without anybody knowing.',
    example: 'settings: { monitoring: { failedRuns: 0 } }',
    mend: "settings: { monitoring: { failedRuns: { off: { reason: 'the on-call service watches the factory' } } } }",
  },
  LH5041: {
    title: 'a table of the logs is one that nothing here sends anything to',
    why: 'What is decided of it would come to nothing without a word, and the table that was meant would lose its rows after 30 days.',
    example: 'settings: { logs: { tables: { SqlSecurityAuditEvents: { retentionDays: 365 } } } }',
    mend: 'settings: { logs: { tables: { SQLSecurityAuditEvents: { retentionDays: 365 } } } }',
  },
  LH5042: {
    title: 'a table of the logs is named, and not how long it keeps its rows',
    why: 'A table that is named alone is kept as every other: whoever named it meant something else.',
    example: 'settings: { logs: { tables: { ADFPipelineRun: { days: 90 } } } }',
    mend: 'settings: { logs: { tables: { ADFPipelineRun: { retentionDays: 90 } } } }',
  },
  LH5043: {
    title: 'the retention of a table of the logs is out of its range',
    why: 'Azure keeps rows for 4 to 730 days for queries, and until they are gone for up to 730 days or for 3 to 12 whole years, as days. Terraform refuses others at plan.',
    example: 'settings: { logs: { tables: { SQLSecurityAuditEvents: { totalRetentionDays: 1000 } } } }',
    mend: 'settings: { logs: { tables: { SQLSecurityAuditEvents: { totalRetentionDays: 1095 } } } }',
  },
  LH5044: {
    title: 'days for queries are decided of a table of the plan Basic',
    why: 'Where more than deletes of lakes is logged, the table of these requests is in the plan Basic, which costs a fifth and always keeps rows 30 days for queries.',
    example:
      "settings: { logs: { lakeRequests: 'all', tables: { StorageBlobLogs: { retentionDays: 90 } } } }",
    mend: "settings: { logs: { lakeRequests: 'all', tables: { StorageBlobLogs: { totalRetentionDays: 90 } } } }",
  },
  LH5045: {
    title: 'rows of a table of the logs would be gone before queries stop reading them',
    why: 'The total counts from the day on which a row comes, and holds the days for queries. Those are of the workspace where the table has none of its own.',
    example:
      'settings: { logs: { retentionDays: 90, tables: { ADFActivityRun: { totalRetentionDays: 30 } } } }',
    mend: 'settings: { logs: { retentionDays: 90, tables: { ADFActivityRun: { retentionDays: 30 } } } }',
  },
  LH8021: {
    title: 'the cadence of an environment does not divide a day',
    why: 'Windows are counted from midnight in UTC, and stored gold is made once a day: a day is made of whole windows.',
    example: 'cadence: { atLeast: hours(7) }',
    mend: 'cadence: { atLeast: hours(6) }',
  },
  LH8022: {
    title: 'windows do not fit together at the cadence of an environment',
    why: 'A longer window is made of whole ones of what it stands for, and of what it reads. A source that answers for one window at a time keeps its own, and what its mapping looks up has to be there as often.',
    example: 'cadence: { atLeast: hours(6) }, and a source with every: hours(4)',
    mend: 'cadence: { atLeast: hours(8) }',
  },
  LH5101: {
    title: 'copies of erased persons are kept longer than is promised',
    why: 'What the company promises persons who ask to be forgotten has to hold for every copy: raw files, old files of tables, files that can be brought back.',
    example:
      "company('Acme', { erasureDays: 30, … }), with files that can be brought back for 14 days and bronze of 30",
    mend: "company('Acme', { erasureDays: 60, … })",
  },
  LH5031: {
    title: 'a private environment has consumers or producers that cannot get in',
    why: 'Its services have private addresses only: who comes from outside of its network fails at the first connection. What is a way, and what it costs, is in docs/private-environment.md.',
    example: "network: { kind: 'private', addressSpace: '10.40.0.0/16' }, and groups that read gold",
    mend: "network: { kind: 'private', addressSpace: '10.40.0.0/16', peerings: [{ name: 'hub', … }], reachedFrom: [{ kind: 'peering', for: 'everyone', peering: 'hub' }] }",
  },
  LH5032: {
    title: 'networks that are to be peered overlap',
    why: 'Azure refuses a peering of networks with an address in common, and one network cannot be peered with two that overlap each other.',
    example: "addressSpace: '10.40.0.0/16', peerings: [{ name: 'hub', addressSpaces: ['10.40.8.0/24'], … }]",
    mend: "addressSpace: '10.41.0.0/16', peerings: [{ name: 'hub', addressSpaces: ['10.40.8.0/24'], … }]",
  },
  LH5033: {
    title: "an existing network lacks what is needed of it, or is given what is its owner's",
    why: 'Private endpoints are made in it, and nothing else: where their names are written has to be said, and its peerings and DNS servers are its own.',
    example: "network: { kind: 'private', existing: { … }, peerings: [{ … }], … }",
    mend: "network: { kind: 'private', existing: { … }, dns: { resourceGroupId: '…' }, … }",
  },
  LH5034: {
    title:
      'a way into a private network is for somebody that there is not, or over a peering that there is not',
    why: 'It is misspelt: who was meant has no way in.',
    example: "reachedFrom: [{ kind: 'peering', for: ['operations.analyst'], peering: 'hub' }]",
    mend: "reachedFrom: [{ kind: 'peering', for: ['operations.analysts'], peering: 'hub' }]",
  },
} as const satisfies IssueKinds;
