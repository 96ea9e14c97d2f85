import {
  DEFAULT_SETTINGS,
  DEFAULT_STATE_KEYS,
  NAMED_RESOURCES,
  SETTING_GROUPS,
  SETTING_RULES,
  type SettingGroup,
  type SettingOwner,
  type SettingRule,
  STATE_RULES,
  TAG_LIMITS,
  WORLDWIDE_NAMES,
} from '../../model';
import { table } from './table';

/** Who decides, besides the company and its environments. */
const OWNERS: Readonly<Record<SettingOwner, string>> = {
  'every department': 'every department',
  'dedicated departments': 'departments with hosts of their own',
  'no department': 'nobody else: all departments share it',
};

const GROUPS: Readonly<Record<SettingGroup, string>> = {
  eventHubs: 'The Event Hubs namespace',
  storage: 'Storage accounts: the lake, and those of models',
  keyVault: 'Key vaults',
  streaming: 'The streaming jobs of a department',
  eventTimes: 'How its alert rules treat event times',
  integrationRuntime: 'What data flows run on',
  delta: 'Delta tables of silver',
  modelCompute: 'The machines of models',
  logs: 'The Log Analytics workspace',
  monitoring: 'Alert rules: what has to happen until somebody hears of it',
};

const INTRO = `# Settings

What a company decides about its platform, for all of it, for an environment, for a department, and for a department in one
environment. Everything has a default; the most specific decision wins, setting by setting:

\`\`\`text
the default  <  company  <  environment  <  department  <  department in the environment
\`\`\`

<!-- compiled in
import { company, department, type DepartmentProps, type Environment } from 'cdktf-azure-lakehouse/model';

declare const operations: DepartmentProps;
declare const dev: Environment;
-->

\`\`\`ts
company('Acme', {
  code: 'acme',
  settings: { tags: { 'cost-centre': '4711' }, storage: { replication: 'GZRS' } },
  environments: [
    {
      ...dev,
      settings: { storage: { replication: 'LRS' }, keyVault: { softDeleteDays: 7 } },
      departments: { operations: { settings: { streaming: { streamingUnits: 7 } } } },
    },
  ],
  departments: [
    department('operations', { ...operations, settings: { integrationRuntime: { coreCount: 16 } } }),
  ],
});
\`\`\`

A setting that is out of its limits, or decided where it counts for nothing, is an error of \`validateCompany\`, as all others are.
`;

const SUBSCRIPTIONS = `## Subscriptions

\`subscriptionId\` of an environment is the subscription that everything of it is in; without one it is that of whoever deploys
(\`ARM_SUBSCRIPTION_ID\`). \`departments.<name>.subscriptionId\` of an environment is that of a department's own stack: its resource
group, its hosts where it has any, its streaming jobs and its models. What it makes in the platform's services (containers, hubs,
pipelines, private endpoints) is made by a second provider, in the platform's subscription.`;

/** `docs/settings.md`: every setting with its default, its limits, and who decides. */
export function settingsPage(): string {
  return `${[INTRO.trimEnd(), ...SETTING_GROUPS.map(section), cadence(), notifications(), names(), tags(), SUBSCRIPTIONS, states()].join('\n\n')}\n`;
}

/** A default; alerts may be off, and tables none. */
function defaultText(value: string | number | object | undefined): string {
  if (typeof value !== 'object') return `\`${String(value)}\``;
  return 'off' in value ? 'off' : 'none';
}

function section(group: SettingGroup): string {
  const { owner, settings } = SETTING_RULES[group];
  const defaults: Readonly<Record<string, string | number | object>> = DEFAULT_SETTINGS[group];
  const rows = Object.entries(settings).map(([name, { decides, allowed }]: [string, SettingRule]) => [
    `\`${group}.${name}\``,
    decides,
    defaultText(defaults[name]),
    allowed,
  ]);
  return [
    `## ${GROUPS[group]}`,
    `Besides the company and its environments: ${OWNERS[owner]}.`,
    table(['setting', 'what it decides', 'default', 'allowed'], rows),
  ].join('\n\n');
}

function cadence(): string {
  return [
    '## How often it runs',
    [
      'Contracts and tables say how often people need something. `cadence: { atLeast: days(1) }` of an environment lets it run less often,',
      'without a change of a definition: every window of sources and derived tables is at least that long there. Of streams, databases,',
      'dropped files and addresses with `{date}`, or with both `{windowStart}` and `{windowEnd}`, one window of a day brings what 24 of an',
      'hour would. A source with another address answers for one window at a time and keeps its own; so do windows that are longer already.',
    ].join('\n'),
    [
      'It divides a day (LH8021), and windows fit together at it as they do without (LH8022). A source may be as late as two of its',
      'windows, and `readyAfter`, before an alert rule says so: that it is less fresh than its contract says is what the cadence is for, and no',
      'mistake. Where an environment runs already, another cadence makes new triggers, which run every window since its first day again',
      '(LH8209). The raw rows of a window lie in a folder of its length: with another cadence, older windows are brought anew by the backfill',
      'pipelines. The preview knows no windows, and stays as it is. Only environments decide it.',
    ].join('\n'),
  ].join('\n\n');
}

function notifications(): string {
  return [
    '## Who is notified',
    [
      "`notify` of an environment that runs has no default: `{ email: ['…'], webhooks: [{ name, url }] }`, or `{ nobody: { reason } }`. Addresses of webhooks",
      'begin with https; a secret in one is kept in the state, and warned of. Messages have the common alert schema. Without receivers no rule',
      'is made. A rule of `monitoring` is switched off by `{ off: { reason } }` in the place of its number.',
    ].join('\n'),
    [
      '`budget: { monthlyAmount, from }` of an environment notifies at 80 and 100 percent, and of a forecast above 100. `from` is the first month,',
      '`YYYY-MM`; Azure makes no budget that begins before the current month. Without it there is none: no amount fits every company.',
    ].join('\n'),
  ].join('\n\n');
}

function names(): string {
  const rows = Object.entries(NAMED_RESOURCES).map(([type, abbreviation]) => [
    `\`${type}\``,
    `\`${abbreviation}\``,
    WORLDWIDE_NAMES.some((name) => name === type) ? 'in the world' : '',
  ]);
  return [
    '## Names of Azure resources',
    [
      '`naming.resourceName` is a function from the parts of a name to the name, and `naming.suffix` a text that ends the names that are',
      'unique in the world (1 to 8 lower-case letters and digits; default: none). Besides the company and its environments: every',
      'department.',
    ].join('\n'),
    [
      '<!-- compiled in',
      "import type { ResourceNaming } from 'cdktf-azure-lakehouse/model';",
      '-->',
      '',
      '```ts',
      'const resourceName: ResourceNaming = ({ type, abbreviation, department, purpose, environment, suffix }) => {',
      "  const words = [abbreviation, department ?? 'data', purpose, environment, 'weu', suffix ?? '001'];",
      "  return words.filter((word) => word !== undefined).join(type === 'storageAccount' ? '' : '-');",
      '};',
      '```',
    ].join('\n'),
    [
      'Without it a name is the abbreviation, the company’s code, the environment, the department, the purpose and the suffix, joined by',
      'dashes. The function is asked twice and has to answer the same; a name is held against the rules that Azure has for its type, and',
      'an error says which it breaks. Manual steps, linked services and SQL follow: they take the names from the same place. Containers,',
      'hubs, pipelines and databases are not named by it: they have the names of what they hold.',
    ].join('\n'),
    table(['type', 'abbreviation', 'unique'], rows),
  ].join('\n\n');
}

function tags(): string {
  return [
    '## Tags',
    [
      'Besides the company and its environments: every department. Tags add up, and the most specific value of a name counts; Azure does',
      'not tell upper from lower case in names, so nor does this. Every resource has `company`, `environment`, `department` and',
      '`managed-by`, whose values may be decided otherwise, and where the data in it is known `data-classification`.',
    ].join('\n'),
    [
      `Azure allows ${TAG_LIMITS.tags} tags of a resource, names of ${TAG_LIMITS.nameLength} characters without \`< > % & \\ ? /\`, not beginning with \`microsoft\`, \`azure\` or`,
      `\`windows\`, and values of ${TAG_LIMITS.valueLength} characters. A Synapse workspace keeps the tags that it was made with.`,
    ].join('\n'),
  ].join('\n\n');
}

function states(): string {
  const parts = { stack: 'sales-dev', environment: 'dev', department: 'sales' };
  const rows = Object.entries(STATE_RULES).map(([kind, { needs, may, secrets }]) => [
    `\`${kind}\``,
    words(needs),
    words(may.filter((option) => option !== 'key')),
    kind === 'http'
      ? 'said by `address`'
      : `\`${DEFAULT_STATE_KEYS[kind as keyof typeof DEFAULT_STATE_KEYS](parts)}\``,
    words(Object.values(secrets)),
  ]);
  return [
    '## State',
    [
      '`state` of an environment: any backend that the engine has. `key` is a function from the stack, the environment and the department',
      'to the name of the state; every stack of every environment has a state of its own, which is checked. No secret is written down:',
      'Terraform reads each from a variable where it runs. Containers of Azure are reached by identity (`useAzureadAuth`), and what S3,',
      'COS and OSS keep is encrypted there (`encrypt`), unless it is decided otherwise.',
    ].join('\n'),
    [
      '<!-- compiled in',
      "import type { StateStore } from 'cdktf-azure-lakehouse/model';",
      '-->',
      '',
      '```ts',
      "const inAzure: StateStore = { kind: 'azurerm', storageAccountName: 'stacmestate', containerName: 'state' };",
      "const inS3: StateStore = { kind: 's3', bucket: 'states', key: ({ stack }) => `lakehouse/${stack}.tfstate` };",
      '```',
    ].join('\n'),
    table(['kind', 'needs', 'may say', 'name of the state of sales-dev', 'secrets, by variables only'], rows),
  ].join('\n\n');
}

function words(all: readonly string[]): string {
  return all.map((word) => `\`${word}\``).join(', ');
}
