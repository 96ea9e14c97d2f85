import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CI_SCRIPTS } from '../../cli/ci/scripts';
import { DESCRIPTIONS } from '../../cli/descriptions';
import { lakehouseProgram } from '../../cli/program';
import { BUILT_IN_ROLES } from '../../constructs/core';
import { ERASURE_LIST } from '../../model';
import { platformOf } from '../emulators/azure/platform';
import { columnsOf, isExported } from '../emulators/kql';
import { commandsIn, mistakesOf, type ShellCommand } from '../support/azure-commands';
import { personsCompany } from '../support/persons-company';
import { codeBlocks, does, given, runbook } from '../support/runbook-pages';
import { simulatedCompany, terraformOf } from '../support/simulated-company';
import { resources } from '../support/synth';

/** The commands and queries of the runbooks: each is one of its tool, and what it names is in the stacks of a company that has it. */

const ROOT = resolve(__dirname, '../..');
const FOLDER = join(ROOT, 'docs/runbooks');
const pages = readdirSync(FOLDER).sort();
const stacks = [simulatedCompany(), personsCompany].flatMap((company) => terraformOf(company));
const { pipelines, triggers, hubs, jobs } = platformOf(stacks);
const namesOf = (...types: string[]): string[] =>
  stacks.flatMap((stack) => types.flatMap((type) => resources(stack, type).map(({ name }) => String(name))));
const accounts = namesOf('azurerm_storage_account');
const containers = namesOf('azurerm_storage_container', 'azurerm_storage_data_lake_gen2_filesystem');
/** What the bootstrap made, and what has been made by hand. */
const ELSEWHERE = ['states', 'elsewhere'];

/** What people fill in. */
const FILLED_IN = {
  department: 'shop',
  cadence: 'hourly',
  table: 'orders',
  source: 'orders',
  stream: 'orders',
  pipeline: 'shop_wave_hourly',
  trigger: 'shop_wave_hourly',
  container: 'shop-silver',
  lake: accounts[0]!,
  states: 'states',
  vault: 'kv-sim-dev',
  namespace: 'evhns-sim-dev',
  hub: 'orders',
  job: jobs[0]!.name,
  column: 'order_id',
  subject: 'customer',
  key: 'C42',
  minutes: '60',
  check: 'contract',
  window: '2026-01-01T00:00:00Z',
  old: 'shop',
  new: 'buying',
  environment: 'prod',
};
const textOf = (page: string): string =>
  runbook(page, FILLED_IN).replaceAll(
    /<([a-z][a-z ]*)>/g,
    (_, name: string) => `a-${name.replaceAll(' ', '-')}`,
  );
const blocks = pages.flatMap((page) => codeBlocks(textOf(page)).map((block) => ({ ...block, page })));
const inline = pages.flatMap((page) =>
  [
    ...textOf(page)
      .replaceAll(/^```[\s\S]*?^```$/gm, '')
      .matchAll(/`([^`\n]+)`/g),
  ].map(([, code = '']) => ({ page, code })),
);

const scripts = blocks.filter(({ language }) => language === 'sh');
const commands = (...programs: string[]): { readonly page: string; readonly command: ShellCommand }[] =>
  scripts.flatMap(({ page, text }) => commandsIn(text, programs).map((command) => ({ page, command })));

test('every page has code, in languages that are checked here', () => {
  expect([...new Set(blocks.map(({ language }) => language))].sort()).toEqual(['kusto', 'sh', 'sql']);
  expect(pages.filter((page) => !blocks.some((block) => block.page === page))).toEqual([]);
});

test('scripts are bash', () => {
  const script = scripts.map(({ page, text }) => `# ${page}\n${text}`).join('\n');
  expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' }).stderr).toBe('');
});

test('every command of the Azure CLI is one, with options that it has', () => {
  const found = commands('az');
  expect(found.length).toBeGreaterThan(35);
  expect(
    found.flatMap(({ page, command }) => mistakesOf(command).map((mistake) => `${page}: ${mistake}`)),
  ).toEqual([]);
  const mentioned = inline
    .filter(({ code }) => code.startsWith('az '))
    .flatMap(({ page, code }) => commandsIn(code, ['az']).map((command) => [page, ...mistakesOf(command)]));
  expect(mentioned.length).toBeGreaterThan(5);
  expect(mentioned.filter(([, ...mistakes]) => mistakes.length > 0)).toEqual([]);
});

/** What an option of a command names, and all that may be named. */
const NAMES: readonly (readonly [RegExp, string, readonly string[]])[] = [
  [/^datafactory pipeline /, 'name', [...pipelines.keys()]],
  [/^datafactory trigger /, 'name', [...triggers.keys()]],
  [/^datafactory trigger-run rerun/, 'trigger-name', [...triggers.keys()]],
  [/^storage (fs|blob|container) /, 'account-name', [...accounts, ...ELSEWHERE]],
  [/^storage account /, 'name', [...accounts, ...ELSEWHERE]],
  [/^storage fs /, 'file-system', containers],
  [/^storage blob /, 'container-name', containers],
  [/^storage container restore/, 'name', containers],
  [/^keyvault (key|secret) /, 'vault-name', namesOf('azurerm_key_vault')],
  [/^keyvault recover/, 'name', namesOf('azurerm_key_vault')],
  [/^eventhubs /, 'namespace-name', namesOf('azurerm_eventhub_namespace')],
  [/^eventhubs eventhub /, 'name', [...hubs.keys()]],
  [/^stream-analytics job /, 'job-name', jobs.map(({ name }) => name)],
  [/^role assignment /, 'role', Object.keys(BUILT_IN_ROLES)],
];

test.each(NAMES.map(([command, option, names]) => ({ command, option, names })))(
  'what $option of $command names is synthesized',
  ({ command: pattern, option, names }) => {
    const found = commands('az').filter(
      ({ command }) => pattern.test(does(command)) && command.options[option] !== undefined,
    );
    expect(found).not.toEqual([]);
    expect(found.filter(({ command }) => !names.includes(given(command, option)))).toEqual([]);
  },
);

test('runs of pipelines are given parameters that these have', () => {
  const runs = commands('az').filter(({ command }) => does(command) === 'datafactory pipeline create-run');
  const wrong = runs.flatMap(({ page, command }) => {
    const name = given(command, 'name');
    const asked = Object.keys(JSON.parse(given(command, 'parameters')) as object);
    const known = Object.keys(pipelines.get(name)!.parameters);
    return asked.filter((each) => !known.includes(each)).map((each) => `${page}: ${name} has no ${each}`);
  });
  expect(runs.length).toBeGreaterThan(4);
  expect(wrong).toEqual([]);
});

test('runs are looked for by what is there', () => {
  const filters = commands('az').filter(({ command }) => command.options['filters'] !== undefined);
  const names = { PipelineName: pipelines, TriggerName: triggers } as const;
  expect(filters).toHaveLength(2);
  for (const { command } of filters) {
    const [operand = '', operator, values = ''] = command.options['filters']!.map(
      (each) => each.split('=')[1],
    );
    expect([operator, names[operand as keyof typeof names].has(values)]).toEqual(['Equals', true]);
  }
});

test('metrics are those that rules look at or diagnostic settings export', () => {
  const rules = stacks.flatMap((stack) => resources(stack, 'azurerm_monitor_metric_alert'));
  const known = (metric: string): boolean =>
    isExported(metric) || JSON.stringify(rules).includes(`"${metric}"`);
  const asked = commands('az').flatMap(({ command }) => command.options['metrics'] ?? []);
  expect(asked.length).toBeGreaterThan(4);
  expect(asked.filter((metric) => !known(metric))).toEqual([]);
});

test('costs are asked for by a tag that resources have', () => {
  const [query] = commands('az').filter(({ command }) => given(command, 'url').includes('CostManagement'));
  const { dataset } = JSON.parse(given(query!.command, 'body')) as {
    dataset: { filter: { tags: { name: string } } };
  };
  const [group] = stacks.flatMap((stack) => resources(stack, 'azurerm_resource_group'));
  expect(Object.keys(group!.tags as object)).toContain(dataset.filter.tags.name);
});

test('copies are between containers that are there', () => {
  const urls = commands('azcopy').flatMap(({ command: { words } }) =>
    words.filter((word) => /^https:/.test(word)),
  );
  const places = urls.map((url) =>
    /^https:\/\/([^.]+)\.dfs\.core\.windows\.net\/([^/]+)/.exec(url)!.slice(1, 3),
  );
  expect(places.length).toBeGreaterThan(2);
  expect(
    places.filter(
      ([account = '', container = '']) => !accounts.includes(account) || !containers.includes(container),
    ),
  ).toEqual([]);
});

test('commands of this package, and its scripts, are there', () => {
  const own = [
    ...commands('lakehouse'),
    ...inline.flatMap(({ page, code }) =>
      commandsIn(code, ['lakehouse']).map((command) => ({ page, command })),
    ),
  ];
  expect(own.length).toBeGreaterThan(4);
  for (const { page, command } of own) {
    const [name = ''] = command.words.slice(1);
    expect([page, Object.keys(DESCRIPTIONS)]).toEqual([page, expect.arrayContaining([name])]);
    const made = lakehouseProgram([name]).commands.find((each) => each.name() === name)!;
    const options = made.options.map(({ long }) => long);
    for (const option of Object.keys(command.options)) expect([page, ...options]).toContain(`--${option}`);
  }
  const called = [...scripts.map(({ text }) => text), ...inline.map(({ code }) => code)].flatMap(
    (text) => text.match(/\bci\/[a-z]+\.sh/g) ?? [],
  );
  expect(called.length).toBeGreaterThan(1);
  expect(called.filter((script) => !(script in CI_SCRIPTS))).toEqual([]);
});

describe('queries of logs', () => {
  const queries = blocks.filter(({ language }) => language === 'kusto');
  const STANDARD = ['TimeGenerated', '_ResourceId', '_BilledSize'];
  const WORDS =
    'where project order by desc asc summarize extend mv-expand kind array and or not in has ago bin max sum count tostring tolong tolower parse_json true false';

  test.each(queries.map(({ page, text }, index) => ({ page, text, index })))(
    '$index of $page names columns of its table',
    ({ text }) => {
      const bare = text.replaceAll(/'[^']*'/g, "''").replaceAll(/mv-expand kind=array/g, 'mv-expand');
      const [, table = ''] = /^\s*(\w+)/.exec(bare)!;
      // The page of the cap asks any table that sends much.
      const columns = table === 'orders' ? STANDARD : columnsOf(table);
      expect([table, columns]).not.toEqual([table, undefined]);
      const defined = [...bare.matchAll(/\b(\w+) = /g)].map(([, name = '']) => name);
      const used = [
        ...bare.slice(bare.indexOf(table) + table.length).matchAll(/(?<![\w.])[A-Za-z_][\w-]*/g),
      ].map(([name]) => name);
      const known = [...columns!, ...STANDARD, ...defined, ...WORDS.split(' ')];
      expect(used.length).toBeGreaterThan(2);
      // A sum without a name is called after its column.
      expect(used.filter((name) => !known.includes(name) && !/^(sum|max|count)_/.test(name))).toEqual([]);
    },
  );

  test('name metrics that are exported', () => {
    const metrics = queries.flatMap(({ text }) =>
      [...(/MetricName in \(([^)]*)\)/.exec(text)?.[1]?.matchAll(/'(\w+)'/g) ?? [])].map(
        ([, name = '']) => name,
      ),
    );
    expect(metrics.length).toBeGreaterThan(4);
    expect(metrics.filter((metric) => !isExported(metric))).toEqual([]);
  });
});

test('queries of SQL read what gold reads, and the list of erased persons', () => {
  const text = JSON.stringify(stacks);
  const queries = blocks.filter(({ language }) => language === 'sql').map(({ text: sql }) => sql);
  const sources = queries.flatMap((sql) => [...sql.matchAll(/BULK '(\w+)\/', DATA_SOURCE = '(\w+)'/g)]);
  expect(sources).toHaveLength(3);
  for (const [, folder = '', source = ''] of sources)
    expect([
      text.includes(`DATA SOURCE [${source}]`),
      folder === 'orders' || folder === ERASURE_LIST.name,
    ]).toEqual([true, true]);
  const list = /BULK '_erasures[^(]*\(([^)]*\)[^)]*)\)/.exec(queries.join('\n'))?.[1] ?? '';
  expect(
    [...list.matchAll(/(\w+) VARCHAR\((\d+)/g)].map(([, name, length]) => [name, Number(length)]),
  ).toEqual(ERASURE_LIST.columns.map(({ name, type }) => [name, (type as { length?: number }).length]));
});

test('pipelines, containers, outputs and settings that the text names are there', () => {
  const outputs = readFileSync(join(ROOT, 'docs/outputs.md'), 'utf8').replaceAll('<environment>', 'prod');
  const settings = readFileSync(join(ROOT, 'docs/settings.md'), 'utf8');
  const wrong = inline.flatMap(({ page, code }) => {
    const is = (kind: string, there: boolean): string[] => (there ? [] : [`${page}: no ${kind} ${code}`]);
    const [, container = ''] = /^((?:shop|buying)-[a-z]+)(?:\/|$)/.exec(code) ?? [];
    if (container !== '') return is('container', containers.includes(container));
    if (/^shop_\w+…$/.test(code))
      return is(
        'pipeline',
        [...pipelines.keys()].some((name) => name.startsWith(code.slice(0, -1))),
      );
    if (/^shop_\w+$/.test(code)) return is('pipeline', pipelines.has(code));
    if (/^[a-z-]+\/prod\.md$/.test(code)) return is('output', outputs.includes(`\`${code}\``));
    const [, setting = ''] =
      /^(?:settings\.)?((?:storage|keyVault|monitoring|logs|eventHubs|streaming)\.\w+)/.exec(code) ?? [];
    return setting === '' ? [] : is('setting', settings.includes(`\`${setting}\``));
  });
  expect(wrong).toEqual([]);
});

test('tests that the text names are there', () => {
  const suites = inline.flatMap(({ code }) => (/\.test\.ts$/.test(code) ? [code] : []));
  expect(suites.length).toBeGreaterThan(3);
  // After the first of a folder they are named without it.
  const places = suites.map((suite) => (suite.includes('/') ? suite : `__tests__/emulators/${suite}`));
  expect(places.filter((suite) => !existsSync(join(ROOT, suite)))).toEqual([]);
});

test('what is late has a trigger of its name, but for copies, which waves run', () => {
  const late = stacks
    .flatMap((stack) => resources(stack, 'azurerm_monitor_scheduled_query_rules_alert_v2'))
    .filter(({ name }) => String(name).startsWith('late-tables'))
    .flatMap((rule) =>
      [...JSON.stringify(rule.criteria).matchAll(/'(\w+)', \d+/g)].map(([, name = '']) => name),
    );
  expect(late.some((name) => /_copy_/.test(name))).toBe(true);
  expect(late.filter((name) => !triggers.has(name) && !/^\w+_copy_\w+$/.test(name))).toEqual([]);
  expect(late.filter((name) => triggers.has(name) && /_copy_/.test(name))).toEqual([]);
});
