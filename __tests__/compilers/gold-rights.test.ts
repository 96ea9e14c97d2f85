import fc from 'fast-check';
import { bracketed, readerBatches, READER_ROLE, type SqlReader } from '../../compilers/internal';
import { type Company, group, type GroupConsumer } from '../../model';
import { DepartmentStack, PlatformStack } from '../../stacks';
import { ServerlessPool } from '../emulators/tsql';
import { inventory } from '../emulators/tsql/deployment-fixture';
import { deployAs, runScript } from '../support/gold-pool';
import { payments } from '../support/payments-company';
import { testApp } from '../support/synth';

const PIPELINES = 'id-mrdn-dev-operations';
const DESK = 'id-mrdn-dev-operations-fraud-desk';
const [operations, ...others] = payments.departments;
const analysts = operations!.consumers.find(({ kind }) => kind === 'group') as GroupConsumer;
const refused = operations!.tables.find(({ name }) => name === 'refused_payments')!;

function goldOf(consumers = operations!.consumers, groups: Readonly<Record<string, string>> = {}) {
  const [first, ...rest] = payments.environments;
  const environment = { ...first!, groups: { ...first!.groups, ...groups } };
  const department = { ...operations!, consumers };
  const company: Company = {
    ...payments,
    environments: [environment, ...rest],
    departments: [department, ...others],
  };
  const app = testApp();
  const platform = new PlatformStack(app, 'platform', { company, environment });
  const stack = new DepartmentStack(app, 'operations', { department, platform });
  return { gold: stack.gold, products: stack.lakehouse.urlOf('products'), groups: environment.groups };
}

type Deployed = ReturnType<typeof goldOf>;
const reference = goldOf();

function files({ gold, products }: Deployed) {
  const tables = gold.deployment.flatMap(({ name, sql }) => {
    const folder = /^external table .+\.(\w+)_[0-9a-f]{8}$/.exec(name)?.[1];
    if (folder === undefined) return [];
    const columns = [
      ...sql.matchAll(/\[(\w+)\] (VARCHAR|DECIMAL\(\d+,\d+\)|DATE|DATETIME2|BIT|INT|BIGINT)\b/g),
    ];
    const types: Readonly<Record<string, string>> = {
      VARCHAR: 'string',
      DATETIME2: 'timestamp',
      BIT: 'boolean',
    };
    const typed = columns.map(([, column, type]) => ({
      name: column!,
      type: types[type!] ?? type!.toLowerCase(),
    }));
    return [[`${products}/${folder}/`, { columns: typed, rows: [] }] as const];
  });
  return Object.fromEntries(tables);
}

function deploy(pool: ServerlessPool, { gold }: Deployed): void {
  runScript(pool, gold.bootstrap);
  deployAs(pool, PIPELINES, gold, gold.deployment);
}

function deployed(what: Deployed = reference): ServerlessPool {
  const pool = new ServerlessPool({ entra: what.groups, files: files(what) });
  deploy(pool, what);
  return pool;
}

const ask = (pool: ServerlessPool, from: string, login: string) => () =>
  pool.query('operations', `SELECT * FROM ${from}`, login);
const users = (pool: ServerlessPool) =>
  [...pool.databases.get('operations')!.principals.values()]
    .filter(({ type }) => type === 'E')
    .map(({ name }) => name);
const roles = (pool: ServerlessPool) =>
  [...pool.databases.get('operations')!.principals.keys()].filter((name) => name.startsWith(READER_ROLE));

describe('a consumer', () => {
  const pool = deployed();

  test('reads its views, before they are stored and after', () => {
    expect(ask(pool, '[gold].[daily_revenue]', analysts.name)).not.toThrow();
    pool.execute('operations', "EXEC [gold].[materialize_daily_revenue] @run = 'r1'", PIPELINES);
    expect(ask(pool, '[gold].[daily_revenue]', analysts.name)).not.toThrow();
    expect(ask(pool, '[gold].[refused_payments]', DESK)).not.toThrow();
  });

  test('reads no view that it was not granted', () => {
    expect(ask(pool, '[gold].[daily_revenue]', DESK)).toThrow('SELECT permission was denied on the object');
    expect(ask(pool, '[definition].[daily_revenue]', analysts.name)).toThrow('SELECT permission was denied');
  });

  test('reads nothing beneath a view, though the view does so for it', () => {
    const tables = [...pool.databases.get('operations')!.objects.values()].filter(
      ({ kind }) => kind === 'externalTable',
    );
    expect(tables.length).toBeGreaterThan(3);
    for (const { schema, name } of tables)
      expect(ask(pool, `[${schema}].[${name}]`, analysts.name)).toThrow('SELECT permission was denied');
  });

  test('reads no file of its own choice, though it may use the credential', () => {
    const bulk = `OPENROWSET(BULK 'transactions/', DATA_SOURCE = 'products_operations', FORMAT = 'DELTA') WITH (id INT) AS r`;
    expect(ask(pool, bulk, analysts.name)).toThrow(
      'you do not have permission to use the bulk load statement',
    );
    expect(ask(pool, bulk, PIPELINES)).not.toThrow();
  });

  test('changes nothing, and comes into no other database', () => {
    for (const sql of [
      'CREATE VIEW [gold].[mine] AS SELECT 1 AS x',
      `GRANT SELECT ON OBJECT::[gold].[daily_revenue] TO [${DESK}]`,
      "EXEC [gold].[materialize_daily_revenue] @run = 'r9'",
    ])
      expect(() => pool.execute('operations', sql, analysts.name)).toThrow("denied in database 'operations'");
    pool.execute('master', 'CREATE DATABASE [other] COLLATE Latin1_General_100_BIN2_UTF8');
    expect(() => pool.execute('other', 'SELECT 1 AS x', analysts.name)).toThrow(
      'not able to access the database',
    );
  });

  test('would read a view over OPENROWSET only with rights on all files, which is why there is none', () => {
    const views = reference.gold.deployment.filter(({ sql }) => sql.includes('OPENROWSET'));
    expect(views).toEqual([]);
  });
});

describe('a right that leaves the code', () => {
  const fewer = goldOf([group(analysts.name, { reads: [refused], reason: 'less' })]);

  test('is revoked by the next deployment, with the reader that is gone, its role and its user', () => {
    const pool = deployed();
    expect(ask(pool, '[gold].[daily_revenue]', analysts.name)).not.toThrow();
    deploy(pool, fewer);
    expect(ask(pool, '[gold].[daily_revenue]', analysts.name)).toThrow('SELECT permission was denied');
    expect(ask(pool, '[gold].[refused_payments]', analysts.name)).not.toThrow();
    expect(ask(pool, '[gold].[refused_payments]', DESK)).toThrow('not able to access the database');
    expect(roles(pool)).toEqual([`${READER_ROLE}${analysts.name}`]);
    expect(users(pool)).toEqual([PIPELINES, analysts.name]);
  });

  test('comes back with the code', () => {
    const pool = deployed();
    deploy(pool, fewer);
    deploy(pool, reference);
    expect(ask(pool, '[gold].[daily_revenue]', analysts.name)).not.toThrow();
    expect(ask(pool, '[gold].[refused_payments]', DESK)).not.toThrow();
  });

  test('leaves what others granted by hand, and the user that has it', () => {
    const pool = deployed();
    pool.execute('operations', `GRANT SELECT ON OBJECT::[gold].[daily_revenue] TO [${DESK}]`);
    pool.execute('operations', 'CREATE ROLE [auditors]');
    pool.execute('operations', `ALTER ROLE [auditors] ADD MEMBER [${analysts.name}]`);
    pool.execute('operations', 'GRANT SELECT ON OBJECT::[gold].[revenue_by_country] TO [auditors]');
    deploy(pool, goldOf([]));
    expect(roles(pool)).toEqual([]);
    expect(users(pool)).toEqual([PIPELINES, analysts.name, DESK]);
    const { permissions } = pool.databases.get('operations')!;
    expect(permissions.map(({ principal, securable }) => `${principal} ${securable}`)).toEqual([
      `${DESK} gold.daily_revenue`,
      'auditors gold.revenue_by_country',
    ]);
  });

  test('is taken from a role of ours whoever put it there: a view, a schema, a member', () => {
    const pool = deployed();
    const before = inventory(pool);
    const role = `[${READER_ROLE}${analysts.name}]`;
    pool.execute('operations', `GRANT SELECT ON SCHEMA::[gold] TO ${role}`);
    pool.execute('operations', `GRANT SELECT ON OBJECT::[definition].[daily_revenue] TO ${role}`);
    pool.execute('operations', `ALTER ROLE ${role} ADD MEMBER [${DESK}]`);
    pool.execute('operations', `GRANT ADMINISTER DATABASE BULK OPERATIONS TO ${role}`);
    deploy(pool, reference);
    expect(inventory(pool)).toBe(before);
  });

  test('is gone whatever was granted before, and what is granted is there', () => {
    const columns = ['a', 'b', 'c'];
    const grantArbitrary = fc.option(fc.subarray(columns, { minLength: 1 }), { nil: undefined });
    const readers = fc.dictionary(
      fc.constantFrom('ann', 'bob', "o'neill]"),
      fc.dictionary(fc.constantFrom('v', 'w'), grantArbitrary, { minKeys: 1 }),
    );
    fc.assert(
      fc.property(fc.array(readers, { minLength: 1, maxLength: 4 }), (states) => {
        const pool = smallPool();
        for (const state of states) {
          const wanted = Object.entries(state).map(([name, grants]): SqlReader => ({
            principal: { name, kind: 'group', reason: 'looks' },
            grants: Object.entries(grants).map(([table, list]) => ({
              table,
              ...(list && { columns: list }),
            })),
          }));
          letIn(pool, ...PEOPLE);
          for (const { sql } of readerBatches(wanted)) pool.execute('dw', sql, 'owner');
          expect(readable(pool, columns)).toEqual(expected(wanted, columns));
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** Two views and three people who may come in and do nothing yet. */
function smallPool(): ServerlessPool {
  const pool = new ServerlessPool();
  pool.execute('master', 'CREATE DATABASE [dw] COLLATE Latin1_General_100_BIN2_UTF8');
  for (const sql of [
    'CREATE MASTER KEY',
    "CREATE DATABASE SCOPED CREDENTIAL [workspace_identity] WITH IDENTITY = 'Managed Identity'",
    'CREATE SCHEMA [gold]',
    'CREATE VIEW [gold].[v] AS SELECT 1 AS a, 2 AS b, 3 AS c',
    'CREATE VIEW [gold].[w] AS SELECT 1 AS a, 2 AS b, 3 AS c',
  ])
    pool.execute('dw', sql);
  letIn(pool, 'owner', ...PEOPLE);
  pool.execute('dw', 'ALTER ROLE db_owner ADD MEMBER [owner]');
  return pool;
}

const PEOPLE = ['ann', 'bob', "o'neill]"];

/** What the script of logins does. */
function letIn(pool: ServerlessPool, ...names: readonly string[]): void {
  for (const name of names) {
    const quoted = bracketed(name);
    if (!pool.logins.has(name)) pool.execute('master', `CREATE LOGIN ${quoted} FROM EXTERNAL PROVIDER`);
    if (pool.databases.get('dw')!.principals.has(name)) continue;
    pool.execute('dw', `CREATE USER ${quoted} FOR LOGIN ${quoted}`);
  }
}

/** What each of them can select, tried out. */
function readable(pool: ServerlessPool, columns: readonly string[]): string[] {
  return PEOPLE.flatMap((name) =>
    ['v', 'w'].flatMap((view) =>
      columns.flatMap((column) => {
        try {
          pool.query('dw', `SELECT ${column} FROM [gold].[${view}]`, name);
          return [`${name} ${view}.${column}`];
        } catch {
          return [];
        }
      }),
    ),
  );
}

function expected(readers: readonly SqlReader[], columns: readonly string[]): string[] {
  return PEOPLE.flatMap((name) =>
    ['v', 'w'].flatMap((view) => {
      const grants = readers.find(({ principal }) => principal.name === name)?.grants ?? [];
      const granted = grants.find(({ table }) => table === view);
      const seen = granted ? (granted.columns ?? columns) : [];
      return columns.filter((column) => seen.includes(column)).map((column) => `${name} ${view}.${column}`);
    }),
  );
}

describe('somebody who was deleted and made again', () => {
  const NEW = '77777777-7777-4777-8777-777777777777';
  const withClientId = (script: string, index: number) =>
    script.replace(`@client_id_${index} VARCHAR(36) = ''`, `@client_id_${index} VARCHAR(36) = '${NEW}'`);

  test('is not let in under the old name', () => {
    const pool = deployed();
    pool.entra.set(DESK, NEW);
    expect(ask(pool, '[gold].[refused_payments]', DESK)).toThrow('login failed');
    deploy(pool, reference);
    expect(ask(pool, '[gold].[refused_payments]', DESK)).toThrow('login failed');
  });

  test.each([
    ['a group, by its id in the environment', analysts.name, (script: string) => script],
    ['an application, by the client id that is put in', DESK, (script: string) => withClientId(script, 3)],
  ])('reads again once the script has run: %s', (_, name, change) => {
    const pool = deployed();
    pool.entra.set(name, NEW);
    const again = goldOf(undefined, name === analysts.name ? { [name]: NEW } : {});
    runScript(pool, change(again.gold.bootstrap));
    deployAs(pool, PIPELINES, again.gold, again.gold.deployment);
    expect(ask(pool, '[gold].[refused_payments]', name)).not.toThrow();
    const after = inventory(pool);
    runScript(pool, change(again.gold.bootstrap));
    expect(inventory(pool)).toBe(after);
  });

  test('deploys again: the identity of the pipelines owns nothing that its user could not be dropped for', () => {
    const pool = deployed();
    pool.entra.set(PIPELINES, NEW);
    expect(() => deploy(pool, reference)).toThrow('login failed');
    runScript(pool, withClientId(reference.gold.bootstrap, 1));
    deploy(pool, reference);
    pool.execute('operations', "EXEC [gold].[materialize_daily_revenue] @run = 'r2'", PIPELINES);
    expect(ask(pool, '[gold].[daily_revenue]', analysts.name)).not.toThrow();
  });
});

describe('a table whose contract changed', () => {
  test('is read by a new external table, and the old one is dropped once no view reads it', () => {
    const pool = deployed();
    const tables = () =>
      pool.query(
        'operations',
        "SELECT name FROM sys.external_tables WHERE SCHEMA_NAME(schema_id) LIKE 'lake%'",
      ).rows;
    const before = tables();
    pool.execute(
      'operations',
      "CREATE EXTERNAL TABLE [lake_products_operations].[transactions_00000000] ([x] INT) WITH (LOCATION = 'transactions', DATA_SOURCE = [products_operations], FILE_FORMAT = [delta])",
    );
    expect(tables()).toHaveLength(before.length + 1);
    deploy(pool, reference);
    expect(tables()).toEqual(before);
  });
});
