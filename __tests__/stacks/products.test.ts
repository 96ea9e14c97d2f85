import { grantsOf } from '../../constructs/core';
import { goldTable, goldView, read } from '../../model';
import type { DepartmentStack } from '../../stacks';
import { crossingCompany, dailyRevenue, salesByDay, stacksIn } from '../support/crossing-company';
import { deployAs, runScript } from '../support/gold-pool';
import { synth } from '../support/synth';
import type { TextTable } from '../emulators/text-table';
import { ServerlessPool, TsqlError } from '../emulators/tsql';

const { departments, platform } = stacksIn('dev');
const { selling, directing } = departments as Record<'selling' | 'directing', DepartmentStack>;
const PRODUCTS = selling.lakehouse.urlOf('products');
const SILVER = selling.lakehouse.urlOf('silver');

function deploy(pool: ServerlessPool, { gold, department }: DepartmentStack): void {
  runScript(pool, gold.bootstrap);
  deployAs(pool, platform.identities[department.name]!.name, gold, gold.deployment);
}

const table = (
  columns: readonly (readonly [string, string])[],
  ...rows: readonly (readonly string[])[]
): TextTable => ({ columns: columns.map(([name, type]) => ({ name, type })), rows });

const revenue = table(
  [
    ['day', 'date'],
    ['revenue', 'decimal(22,2)'],
  ],
  ['2026-01-05', '10.00'],
  ['2026-01-06', '2.50'],
);
const files = {
  [`${PRODUCTS}/sales_by_day/`]: revenue,
  [`${SILVER}/sales/`]: table(
    [
      ['sale_id', 'string'],
      ['email', 'string'],
      ['amount', 'decimal(12,2)'],
      ['day', 'date'],
    ],
    ['S1', 'jo@example.com', '12.50', '2026-01-05'],
  ),
  'https://stcrossdevwatchinglake.dfs.core.windows.net/watching-products/visits/': table(
    [
      ['visit_id', 'string'],
      ['page', 'string'],
    ],
    ['V1', '/'],
    ['V2', '/basket'],
  ),
};

describe('a product in silver', () => {
  const write = (stack: DepartmentStack, flow: string) =>
    stack.pipelines.definition.dataFlows.find(({ name }) => name === flow)!.flow.sinks.at(-1)!.location;

  test('is written to the container of products, and what is not published stays in silver', () => {
    expect(write(selling, 'selling_flow_sales_by_day')).toEqual({
      fileSystem: 'selling-products',
      folder: salesByDay.name,
    });
    expect(write(selling, 'selling_flow_sales')).toEqual({ fileSystem: 'selling-silver', folder: 'sales' });
  });

  test("lets no reader into the owner's other zones", () => {
    const readers = ['watching', 'counting', 'directing'].map((name) => platform.identities[name]!.name);
    const zones = Object.values(departments)
      .flatMap((stack) => grantsOf(stack))
      .filter(({ to, on }) => readers.includes(to) && !on.startsWith(to.replace('id-cross-dev-', '')))
      .map(({ on, role }) => [on, role]);
    expect(zones).toEqual([
      ['selling-products', 'Storage Blob Data Reader'],
      ['watching-products', 'Storage Blob Data Reader'],
      ['watching-products', 'Storage Blob Data Reader'],
    ]);
  });
});

describe('a product in gold', () => {
  test("is granted to the identity of the reader's pipelines, view by view, by its owner", () => {
    const forReader = selling.gold.access.filter(
      ({ principal }) => principal.name === 'id-cross-dev-directing',
    );
    expect(forReader.map(({ on, right, by, principal }) => [on, right, by, principal.kind])).toEqual([
      ['server', 'connect', 'SQL login', 'pipeline identity'],
      ['database', 'connect', 'SQL user', 'pipeline identity'],
      ['credential workspace_identity', 'REFERENCES', 'SQL grant', 'pipeline identity'],
      [`gold.${dailyRevenue.name}`, 'SELECT', 'SQL grant', 'pipeline identity'],
    ]);
    expect(selling.gold.deployment.map(({ sql }) => sql)).toContain(
      "IF EXISTS (SELECT 1 FROM sys.database_principals WHERE name = 'id-cross-dev-directing')\n  EXEC('ALTER ROLE [lakehouse_reader_id-cross-dev-directing] ADD MEMBER [id-cross-dev-directing]')",
    );
    // The grants travel with the pipeline, not beside it.
    expect(JSON.stringify(synth(selling))).toContain('id-cross-dev-directing]');
  });

  test("waits for the reader's login without holding up the owner, and is there once the script has run", () => {
    const pool = new ServerlessPool({ files });
    const reads = () =>
      pool.databases.get('selling')!.roleMembers.some(({ member }) => member === 'id-cross-dev-directing');
    // The owner's script as it was before anybody read its gold.
    const withoutReader = stacksIn('dev', crossingCompany([selling.department])).departments.selling!;
    runScript(pool, withoutReader.gold.bootstrap);
    deployAs(pool, platform.identities.selling!.name, selling.gold, selling.gold.deployment);
    expect(reads()).toBe(false);
    deploy(pool, selling);
    expect(reads()).toBe(true);
    expect(pool.databases.get('selling')!.principals.get('id-cross-dev-directing')).toMatchObject({
      login: 'id-cross-dev-directing',
    });
    expect(selling.manualSteps[0]?.steps[1]).toBe(
      'Run it again when a consumer or another department begins to read gold: it makes their logins and users, and the deployment of gold their rights.',
    );
  });

  test('is read across databases, and what is made of it is stored and needs no right of its readers on it', () => {
    const pool = new ServerlessPool({ files });
    deploy(pool, selling);
    deploy(pool, directing);
    pool.execute('selling', "EXEC [gold].[materialize_daily_revenue] @run = 'one'");
    pool.execute('directing', "EXEC [gold].[materialize_revenue_to_date] @run = 'two'");
    const total = () => pool.query('directing', 'SELECT days, revenue FROM [gold].[revenue_to_date]').rows;
    expect(total()).toEqual([['2', '12.50']]);
    // Stored: the owner's files may go, the answer stays.
    pool.files.delete(`${PRODUCTS}/sales_by_day/`);
    for (const url of [...pool.files.keys()].filter((key) => key.includes('selling-gold')))
      pool.files.delete(url);
    expect(total()).toEqual([['2', '12.50']]);
  });

  test("is refused where the owner's view is not there yet", () => {
    const pool = new ServerlessPool({ files });
    runScript(pool, selling.gold.bootstrap);
    expect(() => deploy(pool, directing)).toThrow(TsqlError);
    expect(() => deploy(pool, directing)).toThrow("invalid object name 'selling.gold.daily_revenue'");
  });

  test("waits for the deployment of the owner's view, or for the result that the owner stores", () => {
    const shown = goldView('shown', { key: ['day'], published: true, flow: read(dailyRevenue) });
    const made = goldTable('made', { key: ['day'], flow: read(shown) });
    const owner = { ...selling.department, tables: [...selling.department.tables, shown] };
    const reader = { ...directing.department, tables: [made] };
    const stacks = stacksIn('dev', crossingCompany([owner, reader])).departments;
    const waits = (trigger: string) =>
      stacks.directing!.pipelines.definition.triggers.find(({ name }) => name === trigger)?.dependsOn;
    expect(waits('directing_deploy_gold')).toEqual([
      'selling_deploy_gold',
      'selling_materialize_daily_revenue',
    ]);
    expect(stacks.selling!.gold.deployment.map(({ name }) => name)).toContain(
      'rights of id-cross-dev-directing',
    );
  });

  test('of silver in another lake is counted where it lies', () => {
    const pool = new ServerlessPool({ files });
    deploy(pool, selling);
    deploy(pool, directing);
    expect(pool.query('directing', 'SELECT visits FROM [gold].[all_visits]').rows).toEqual([['2']]);
  });
});

describe('a personal column in gold', () => {
  test('is kept from who is not named for it, in the grants that the pool checks', () => {
    const pool = new ServerlessPool({ files });
    deploy(pool, selling);
    const ask = (columns: string, login: string) => () =>
      pool.query('selling', `SELECT ${columns} FROM [gold].[customers]`, login).columns.length;
    const printer = 'id-cross-dev-selling-printer';
    expect([ask('purchases, spent', 'analysts')(), ask('*', 'writers')()]).toEqual([2, 3]);
    expect(ask('purchases, spent', printer)()).toBe(2);
    for (const login of ['analysts', printer]) {
      expect(ask('email', login)).toThrow("the SELECT permission was denied on the column 'email'");
      expect(ask('*', login)).toThrow('SELECT permission was denied on the column');
    }
  });

  test('is lost by who had the whole view before', () => {
    const pool = new ServerlessPool({ files });
    deploy(pool, selling);
    pool.execute('selling', 'GRANT SELECT ON OBJECT::[gold].[customers] TO [lakehouse_reader_analysts]');
    expect(pool.query('selling', 'SELECT email FROM [gold].[customers]', 'analysts').rows).toHaveLength(1);
    deploy(pool, selling);
    expect(() => pool.query('selling', 'SELECT email FROM [gold].[customers]', 'analysts')).toThrow('denied');
    expect(pool.query('selling', 'SELECT spent FROM [gold].[customers]', 'analysts').rows).toHaveLength(1);
  });
});

describe('a connection for Power BI', () => {
  const item = selling.manualSteps.find(({ title }) => title === 'Power BI for analysts')!;

  test('names a server, a database and a mode, and holds nothing that lets anybody in', () => {
    expect(Object.keys(item.files!)).toEqual(['selling-dev-analysts.pbids']);
    expect(JSON.parse(item.files!['selling-dev-analysts.pbids']!)).toEqual({
      version: '0.1',
      connections: [
        {
          details: {
            protocol: 'tds',
            address: { server: 'syn-cross-dev-ondemand.sql.azuresynapse.net', database: 'selling' },
          },
          options: {},
          mode: 'DirectQuery',
        },
      ],
    });
  });

  test('is written for groups that ask for it only', () => {
    const files = Object.values(departments).flatMap((stack) =>
      stack.manualSteps.flatMap((each) => Object.keys(each.files ?? {})),
    );
    expect(files.filter((name) => name.endsWith('.pbids'))).toEqual(['selling-dev-analysts.pbids']);
  });
});
