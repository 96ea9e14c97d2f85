import { TerraformStack } from 'cdktf';
import { type Department, type Environment, group } from '../../model';
import { type AccessLine, accessMatrix, DepartmentStack, PlatformStack } from '../../stacks';
import { accessFiles } from '../../stacks/access-matrix';
import { referenceStacks } from '../support/reference-stacks';
import { crossingCompany, stacksIn } from '../support/crossing-company';
import { modelling, placed, planning, reorder } from '../support/models';
import { dev, prod } from '../support/small-company';
import { resources, synthAll, type Terraform, testApp } from '../support/synth';

const synthesized = new Map<TerraformStack, Terraform>();

/** What a stack becomes; every one is asked for several times. */
function terraformOf(stack: DepartmentStack | PlatformStack): Terraform {
  if (!synthesized.has(stack)) {
    const all = stack.node.root.node.findAll().filter((node) => TerraformStack.isStack(node));
    for (const [index, terraform] of synthAll(all).entries()) synthesized.set(all[index]!, terraform);
  }
  return synthesized.get(stack)!;
}

/** All SQL that a stack's pipelines run, and what people run for it. */
function sqlOf(stack: DepartmentStack | PlatformStack): string {
  const pipelines = resources(terraformOf(stack), 'azurerm_data_factory_pipeline');
  const scripts = pipelines.flatMap(({ activities_json: json }) =>
    [...JSON.stringify(JSON.parse(String(json))).matchAll(/"text":"((?:[^"\\]|\\.)*)"/g)].map(
      ([, text]) => JSON.parse(`"${text ?? ''}"`) as string,
    ),
  );
  const manualScripts = stack.manualSteps.flatMap(({ files }) => Object.values(files ?? {}));
  return [...scripts, ...manualScripts].join('\n');
}

/** What SQL lets somebody do, found in its text: `principal: right on securable`. */
function foundIn(sql: string): string[] {
  const plain = sql.replaceAll("''", "'");
  const grants = [...plain.matchAll(/GRANT (\w+) ON ([^\n]+?) TO \[(?:lakehouse_reader_)?([^\]]+)\]/g)].map(
    ([, right, on, to]) => `${to}: ${right} on ${on}`,
  );
  const roles = [...plain.matchAll(/ALTER ROLE (\w+) ADD MEMBER \[([^\]]+)\]/g)].map(
    ([, role, to]) => `${to}: ${role} on database`,
  );
  const users = [...plain.matchAll(/CREATE (USER|LOGIN) \[([^\]]+)\]/g)].map(
    ([, what, to]) => `${to}: connect on ${what === 'USER' ? 'database' : 'server'}`,
  );
  return [...grants, ...roles, ...users].sort();
}

/** The lines of the matrix that are SQL's, in the same words. */
function listedAsSql(lines: readonly AccessLine[]): string[] {
  const words = ({ principal, right, scope: on, mechanism: by }: AccessLine) => {
    const [, , ...rest] = on.split('/');
    const place = rest.join('/');
    if (by === 'SQL login') return `${principal}: ${right} on server`;
    if (place === '') return `${principal}: ${right} on database`;
    if (place.startsWith('credential '))
      return `${principal}: ${right} on DATABASE SCOPED CREDENTIAL::[${place.slice('credential '.length)}]`;
    const [, schema, table, columns] = /^(\w+)\.(\w+)(?: \((.+)\))?$/.exec(place) ?? [];
    const named = columns === undefined ? '' : ` ([${columns.split(', ').join('], [')}])`;
    return `${principal}: ${right} on OBJECT::[${schema}].[${table}]${named}`;
  };
  return lines
    .filter(({ mechanism: by }) => by.startsWith('SQL') || by === 'role membership')
    .map(words)
    .sort();
}

function modelStacks(base: Environment, hosting: Department['hosting'] = 'shared') {
  const groups = { buyers: '55555555-5555-5555-5555-555555555555' };
  const environment = { ...base, groups, models: placed };
  const consumers = [group('buyers', { reads: [reorder], reason: 'order what will be sold' })];
  const company = modelling([environment], planning({ hosting, consumers }));
  const app = testApp();
  const platform = new PlatformStack(app, 'platform', { company, environment });
  const [owner] = company.departments;
  return [platform, new DepartmentStack(app, 'planning', { department: owner!, platform })];
}

const companies: [string, () => (DepartmentStack | PlatformStack)[]][] = [
  ['the reference company in dev', () => referenceStacks('dev')],
  ['the reference company in prod', () => referenceStacks('prod')],
  ['departments that read each other, public', () => stacksIn('dev').all],
  ['departments that read each other, private', () => stacksIn('prod').all],
  ['a department with models, public', () => modelStacks(dev)],
  ['a department with models in hosts of its own, private', () => modelStacks(prod, 'dedicated')],
];

describe.each(companies)('the access matrix of %s', (_, make) => {
  const stacks = make();
  const matrix = accessMatrix(stacks);

  test('lists every role assignment that is synthesized, and no other', () => {
    const made = stacks.flatMap((stack) =>
      resources(terraformOf(stack), 'azurerm_role_assignment').map(
        ({ role_definition_name: role, description }) =>
          `${stack.node.id}: ${String(role)}, ${String(description)}`,
      ),
    );
    const listed = matrix
      .filter(({ mechanism: by }) => by === 'role assignment')
      .map(({ stack, right, reason: why }) => `${stack}: ${right}, ${why}`);
    expect(listed.sort()).toEqual(made.sort());
    expect(made.length).toBeGreaterThan(10);
  });

  test('lists every grant, user, login and membership in the SQL of pipelines and of the manual steps, and no other', () => {
    for (const stack of stacks) {
      const found = foundIn(sqlOf(stack));
      expect(listedAsSql(matrix.filter((line) => line.stack === stack.node.id))).toEqual(found);
    }
    expect(foundIn(stacks.map(sqlOf).join('\n')).length).toBeGreaterThan(5);
  });

  test('knows every principal by a name, and gives a reason for every line', () => {
    for (const { principal, scope: on, reason: why } of matrix) {
      expect(`${principal} ${on}`).not.toMatch(/\$\{|TfToken/);
      expect(why).toMatch(/\w+ \w+/);
    }
  });

  test('lists who administers SQL of each workspace', () => {
    const workspaces = stacks.flatMap((stack) =>
      resources(terraformOf(stack), 'azurerm_synapse_workspace_sql_aad_admin'),
    );
    const administrators = matrix.filter(({ mechanism: by }) => by === 'administrator');
    expect(administrators).toHaveLength(workspaces.length);
    for (const { login } of workspaces)
      expect(administrators.map(({ principal }) => principal)).toContain(login);
  });
});

describe('the access matrix', () => {
  const { all } = stacksIn('dev');
  const matrix = accessMatrix(all);
  const of = (principal: string) =>
    matrix
      .filter((line) => line.principal === principal)
      .map(({ kind, scope: on, right, mechanism: by }) => [kind, on, right, by]);
  const database = 'syn-cross-dev-ondemand.sql.azuresynapse.net/selling';

  test('keeps people, programs and pipelines apart', () => {
    const kinds = Object.fromEntries(matrix.map(({ principal, kind }) => [principal, kind]));
    expect(kinds).toMatchObject({
      analysts: 'group',
      'sql-administrators': 'group',
      'id-cross-dev-selling-printer': 'application',
      'id-cross-dev-selling': 'pipeline identity',
      'syn-cross-dev': 'service identity',
      'asa-cross-dev-watching': 'service identity',
    });
  });

  test('names what models and their pipelines may do', () => {
    const lines = accessMatrix(modelStacks(dev))
      .filter(({ scope: on, principal }) => /mlw|ml$|ml\/|models/.test(`${on} ${principal}`))
      .map(({ principal, kind, scope: on, right }) => [principal, kind, on, right]);
    expect(lines).toEqual([
      ['adf-mdl-dev', 'service identity', 'mlw-mdl-dev-planning', 'AzureML Data Scientist'],
      ['id-mdl-dev-planning', 'pipeline identity', 'mlw-mdl-dev-planning', 'AzureML Data Scientist'],
      [
        'id-mdl-dev-planning',
        'pipeline identity',
        'stmdldevplanningml/scores',
        'Storage Blob Data Contributor',
      ],
      ['id-mdl-dev-planning-models', 'service identity', 'planning-silver', 'Storage Blob Data Reader'],
      [
        'id-mdl-dev-planning-models',
        'service identity',
        'stmdldevplanningml',
        'Storage Blob Data Contributor',
      ],
      ['mlw-mdl-dev-planning', 'service identity', 'id-mdl-dev-planning-models', 'act as'],
    ]);
  });

  test('says which columns a group sees', () => {
    expect(of('analysts')).toEqual([
      ['group', 'syn-cross-dev-ondemand.sql.azuresynapse.net', 'connect', 'SQL login'],
      ['group', database, 'connect', 'SQL user'],
      ['group', `${database}/credential workspace_identity`, 'REFERENCES', 'SQL grant'],
      ['group', `${database}/gold.customers (purchases, spent)`, 'SELECT', 'SQL grant'],
      ['group', `${database}/gold.daily_revenue`, 'SELECT', 'SQL grant'],
    ]);
    expect(of('writers')).toContainEqual(['group', `${database}/gold.customers`, 'SELECT', 'SQL grant']);
  });

  test('says who can act as whom: a database its workspace, a factory its pipelines, a cluster its jobs, a platform outside', () => {
    const acts = matrix
      .filter(({ right }) => right === 'act as')
      .map(({ principal, scope: on, mechanism: by }) => [principal, on, by]);
    expect(acts).toContainEqual(['id-cross-dev-selling', 'syn-cross-dev', 'workspace identity']);
    expect(acts).toContainEqual(['id-cross-dev-watching', 'syn-cross-dev-watching', 'workspace identity']);
    expect(acts).toContainEqual(['adf-cross-dev', 'id-cross-dev-selling', 'factory credential']);
    expect(acts).toContainEqual(['adf-cross-dev-watching', 'id-cross-dev-watching', 'factory credential']);
    const others = [...accessMatrix(modelStacks(dev)), ...accessMatrix(referenceStacks('dev'))];
    const ways = others.filter(({ right }) => right === 'act as').map(({ mechanism: by }) => by);
    expect(new Set(ways)).toEqual(
      new Set(['workspace identity', 'factory credential', 'compute identity', 'federated credential']),
    );
  });

  test('is sorted, and the same whenever it is made', () => {
    const keys = matrix.map(({ principal, scope: on }) => [principal, on]);
    expect(keys).toEqual([...keys].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)));
    expect(accessFiles('dev', stacksIn('dev').all)).toEqual(accessFiles('dev', all));
  });

  test('is a page for people and the same lines for programs', () => {
    const files = accessFiles('dev', all);
    expect(Object.keys(files)).toEqual(['dev.md', 'dev.json', 'dev-reach.md', 'dev-reach.json']);
    expect(JSON.parse(files['dev.json']!)).toEqual(matrix);
    const rows = files['dev.md']!.split('\n').filter((line) => line.startsWith('| '));
    expect(rows).toHaveLength(matrix.length + 2);
    expect(files['dev.md']).toContain(
      `| analysts | group | ${database}/gold.daily_revenue | SELECT | SQL grant | selling-dev | Follow sales |`,
    );
  });

  test('names the administrators of a capacity', () => {
    const company = crossingCompany([]);
    const { all: platformOnly } = stacksIn('dev', company, {
      powerBiCapacity: {
        sku: 'F2',
        administrators: ['jo@example.com', '44444444-4444-4444-4444-444444444444'],
        reason: 'reports for all',
      },
    });
    expect(
      accessMatrix(platformOnly)
        .filter(({ scope: on }) => on === 'fccrossdev')
        .map(({ principal, kind, right, reason: why }) => [principal, kind, right, why]),
    ).toEqual([
      [
        '44444444-4444-4444-4444-444444444444',
        'service identity',
        'capacity administrator',
        'reports for all',
      ],
      ['jo@example.com', 'person', 'capacity administrator', 'reports for all'],
    ]);
  });
});

test('what several sources need of one database is one line, which names them all', () => {
  const lines = accessMatrix(referenceStacks('dev')).filter(
    ({ principal, mechanism: by }) => principal === 'id-mrdn-dev-marketing' && by.startsWith('SQL'),
  );
  const reasonOf = (on: string): string[] =>
    lines
      .filter(({ scope }) => scope === `sql-crm.database.windows.net/crm${on}`)
      .map(({ reason }) => reason);
  expect(reasonOf('')).toEqual([
    'pipelines of marketing extract crm-customers, crm-contacts, crm-preferences, crm-interactions, crm-feedback',
  ]);
  expect(reasonOf('/dbo.contacts')).toEqual(['pipelines of marketing extract crm-contacts']);
});
