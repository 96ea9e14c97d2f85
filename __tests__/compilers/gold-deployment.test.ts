import { compileGold, procedureOf, type SqlBatch } from '../../compilers/internal';
import { payments as company } from '../support/payments-company';
import { dailyRevenue } from '../../departments/operations/gold';
import { bookedTransactions, cleanTransactions, orderRevenue } from '../../departments/operations/silver';
import {
  count,
  type DataType,
  goldTable,
  goldView,
  max,
  read,
  sum,
  t,
  type Table,
  tableReference,
} from '../../model';
import { DepartmentStack, PlatformStack } from '../../stacks';
import { deployAs, runScript } from '../support/gold-pool';
import { testApp } from '../support/synth';
import { sorted } from '../support/targets';
import type { TextTable } from '../emulators/text-table';
import { ServerlessPool, TsqlError } from '../emulators/tsql';
import { inventory } from '../emulators/tsql/deployment-fixture';

const [environment] = company.environments;
const app = testApp();
const platform = new PlatformStack(app, 'platform', { company, environment: environment! });
const { gold, lakehouse, access } = new DepartmentStack(app, 'operations', {
  department: company.departments[0]!,
  platform,
});
const PRODUCTS = lakehouse.urlOf('products');
const GOLD = lakehouse.urlOf('gold');

const typeName = (type: DataType) =>
  type.kind === 'decimal' ? `decimal(${type.precision},${type.scale})` : type.kind;

/** Rows of a table: those given, and for every column that they leave out a value of its type. */
function rowsOf(table: Table, ...rows: Readonly<Record<string, string>>[]): TextTable {
  const filler: Readonly<Record<string, string>> = {
    string: 'x',
    decimal: '1.00',
    timestamp: '2026-01-05 10:00:00.000000',
    date: '2026-01-05',
    boolean: 'false',
  };
  return {
    columns: table.columns.map(({ name, type }) => ({ name, type: typeName(type) })),
    rows: rows.map((row) => table.columns.map(({ name, type }) => row[name] ?? filler[type.kind] ?? '1')),
  };
}

const sale = (id: string, day: string, eur: string, kind = 'sale') => ({
  transaction_id: id,
  booking_day: day,
  amount_eur: eur,
  kind,
});
const BOOKED = rowsOf(
  bookedTransactions,
  sale('T1', '2026-01-05', '10.00'),
  sale('T2', '2026-01-05', '4.00', 'refund'),
);
const MORE = rowsOf(bookedTransactions, sale('T1', '2026-01-05', '10.00'), sale('T3', '2026-01-06', '7.50'));
const YET_MORE = rowsOf(bookedTransactions, sale('T4', '2026-01-07', '1.00'));
const DAY_5 = [['2026-01-05', '2', '10.00', '4.00', '6.00']];
const DAYS_5_6 = [
  ['2026-01-05', '1', '10.00', '0.00', '10.00'],
  ['2026-01-06', '1', '7.50', '0.00', '7.50'],
];

function newPool(): ServerlessPool {
  return new ServerlessPool({
    entra: environment!.groups,
    files: {
      [`${PRODUCTS}/booked_transactions/`]: BOOKED,
      [`${PRODUCTS}/order_revenue/`]: rowsOf(orderRevenue, {
        transaction_id: 'T1',
        country: 'DE',
        channel: 'web',
      }),
      [`${PRODUCTS}/transactions/`]: rowsOf(cleanTransactions, {
        transaction_id: 'T9',
        status: 'refused',
        country: 'FR',
      }),
    },
  });
}

const PIPELINES = 'id-mrdn-dev-operations';
const deploy = (pool: ServerlessPool, batches: readonly SqlBatch[] = gold.deployment): void =>
  deployAs(pool, PIPELINES, gold, batches);

function deployed(): ServerlessPool {
  const pool = newPool();
  runScript(pool, gold.bootstrap);
  deploy(pool);
  return pool;
}

const query = (pool: ServerlessPool, sql: string) => sorted(pool.query(gold.database, sql).rows);
const shown = (pool: ServerlessPool) => query(pool, 'SELECT * FROM [gold].[daily_revenue]');
const storedIn = (pool: ServerlessPool) =>
  query(pool, "SELECT name FROM sys.external_tables WHERE SCHEMA_NAME(schema_id) NOT LIKE 'lake%'");
const store = (pool: ServerlessPool, run: string) =>
  pool.execute(gold.database, `EXEC [gold].[${procedureOf(dailyRevenue)}] @run = '${run}'`);
const book = (pool: ServerlessPool, rows: TextTable) =>
  pool.files.set(`${PRODUCTS}/booked_transactions/`, rows);

describe("the reference company's script for administrators", () => {
  test('makes the database and lets the pipelines in as its owner', () => {
    const pool = newPool();
    expect(runScript(pool, gold.bootstrap)).toBe('operations');
    const database = pool.databases.get('operations');
    const login = PIPELINES;
    expect(pool.logins.get(login)?.type).toBe('E');
    expect(database?.principals.get(login)).toMatchObject({ type: 'E', login });
    expect(database?.roleMembers).toEqual([{ role: 'db_owner', member: login }]);
  });

  test('changes nothing when it runs again, before the deployment and after it', () => {
    const pool = newPool();
    runScript(pool, gold.bootstrap);
    const before = inventory(pool);
    runScript(pool, gold.bootstrap);
    expect(inventory(pool)).toBe(before);
    deploy(pool);
    const after = inventory(pool);
    runScript(pool, gold.bootstrap);
    expect(inventory(pool)).toBe(after);
  });
});

describe("the reference company's deployment", () => {
  test('changes nothing when it runs again', () => {
    const pool = deployed();
    const before = inventory(pool);
    deploy(pool);
    expect(inventory(pool)).toBe(before);
  });

  test('goes on where it broke off, wherever that was', () => {
    const whole = inventory(deployed());
    for (let done = 0; done < gold.deployment.length; done++) {
      const pool = newPool();
      runScript(pool, gold.bootstrap);
      deploy(pool, gold.deployment.slice(0, done));
      deploy(pool);
      expect(inventory(pool)).toBe(whole);
    }
  });

  test('makes a view for each gold table, and what stores those that are stored', () => {
    expect([...(deployed().databases.get('operations')?.objects.keys() ?? [])].sort()).toEqual([
      'definition.daily_revenue',
      'gold.daily_revenue',
      'gold.materialize_daily_revenue',
      'gold.refused_payments',
      'gold.revenue_by_country',
      expect.stringMatching(/^lake_products_operations\.booked_transactions_[0-9a-f]{8}$/),
      expect.stringMatching(/^lake_products_operations\.order_revenue_[0-9a-f]{8}$/),
      expect.stringMatching(/^lake_products_operations\.transactions_[0-9a-f]{8}$/),
    ]);
  });

  test('answers from silver', () => {
    const pool = deployed();
    expect(shown(pool)).toEqual(sorted(DAY_5));
    expect(
      query(pool, 'SELECT country, channel, orders, sales_eur FROM [gold].[revenue_by_country]'),
    ).toEqual(sorted([['DE', 'web', '1', '1.00']]));
    expect(query(pool, 'SELECT * FROM [gold].[refused_payments]')).toEqual(
      sorted([['2026-01-05', 'FR', '1']]),
    );
  });

  test('grants each consumer its tables and the credential behind them, and nobody anything else', () => {
    const { permissions = [], principals } = deployed().databases.get('operations') ?? {};
    const desk = access.applications['fraud-desk']!.identity.nameInput!;
    expect(desk).toBe('id-mrdn-dev-operations-fraud-desk');
    expect(
      permissions.map(
        ({ state, permission, securable, principal }) => `${state} ${permission} ${securable} ${principal}`,
      ),
    ).toEqual([
      'DENY ADMINISTER DATABASE BULK OPERATIONS operations lakehouse_reader_operations-analysts',
      'GRANT REFERENCES workspace_identity lakehouse_reader_operations-analysts',
      'GRANT SELECT gold.daily_revenue lakehouse_reader_operations-analysts',
      'GRANT SELECT gold.revenue_by_country lakehouse_reader_operations-analysts',
      'GRANT SELECT gold.refused_payments lakehouse_reader_operations-analysts',
      `DENY ADMINISTER DATABASE BULK OPERATIONS operations lakehouse_reader_${desk}`,
      `GRANT REFERENCES workspace_identity lakehouse_reader_${desk}`,
      `GRANT SELECT gold.refused_payments lakehouse_reader_${desk}`,
    ]);
    expect(principals?.get('operations-analysts')).toMatchObject({ type: 'E' });
  });
});

describe('a stored table', () => {
  test('is computed until it is stored for the first time', () => {
    const pool = deployed();
    book(pool, MORE);
    expect(shown(pool)).toEqual(sorted(DAYS_5_6));
  });

  test('shows what was stored until the next run, then that', () => {
    const pool = deployed();
    store(pool, 'run-1');
    expect(shown(pool)).toEqual(sorted(DAY_5));
    book(pool, MORE);
    expect(shown(pool)).toEqual(sorted(DAY_5));
    store(pool, 'run-2');
    expect(shown(pool)).toEqual(sorted(DAYS_5_6));
    expect(storedIn(pool)).toEqual(sorted([['daily_revenue_run-2']]));
    const folders = [...pool.files.keys()].filter((url) => url.startsWith(GOLD));
    expect(folders.sort()).toEqual([`${GOLD}/daily_revenue/run-1/`, `${GOLD}/daily_revenue/run-2/`]);
  });

  test('shows no rows when the result has none, and rows again after that', () => {
    const pool = deployed();
    book(pool, rowsOf(bookedTransactions));
    store(pool, 'none');
    // There is a file all the same: a folder without one could not be read.
    expect(pool.files.get(`${GOLD}/daily_revenue/none/`)?.rows).toHaveLength(1);
    expect(shown(pool)).toEqual([]);
    book(pool, BOOKED);
    store(pool, 'some');
    expect(shown(pool)).toEqual(sorted(DAY_5));
  });

  test('has the same columns and types computed and stored', () => {
    const pool = deployed();
    const columns = () => pool.query(gold.database, 'SELECT * FROM [gold].[daily_revenue]').columns;
    const computed = columns();
    store(pool, 'run-1');
    expect(columns()).toEqual(computed);
    expect(computed.map(({ name }) => name)).toEqual(dailyRevenue.columns.map(({ name }) => name));
  });

  test('stays stored when gold is deployed again', () => {
    const pool = deployed();
    store(pool, 'run-1');
    book(pool, MORE);
    deploy(pool);
    expect(shown(pool)).toEqual(sorted(DAY_5));
    store(pool, 'run-2');
    expect(shown(pool)).toEqual(sorted(DAYS_5_6));
  });

  test('keeps its grants when it is stored', () => {
    const pool = deployed();
    const before = JSON.stringify(pool.databases.get('operations')?.permissions);
    store(pool, 'run-1');
    expect(JSON.stringify(pool.databases.get('operations')?.permissions)).toBe(before);
  });

  test('keeps showing the last result when a run fails, and the run after that works', () => {
    const pool = deployed();
    store(pool, 'run-1');
    book(pool, MORE);
    expect(() => store(pool, 'run-1')).toThrow(TsqlError);
    expect(shown(pool)).toEqual(sorted(DAY_5));
    store(pool, 'run-2');
    expect(shown(pool)).toEqual(sorted(DAYS_5_6));
  });

  test('is stored after a run that broke off half-way', () => {
    const pool = deployed();
    pool.execute(
      gold.database,
      `CREATE EXTERNAL TABLE [definition].[daily_revenue_build] WITH (LOCATION = 'daily_revenue/broken/', DATA_SOURCE = [gold], FILE_FORMAT = [parquet]) AS SELECT 1 AS n`,
    );
    book(pool, YET_MORE);
    store(pool, 'run-1');
    expect(shown(pool)).toEqual(sorted([['2026-01-07', '1', '1.00', '0.00', '1.00']]));
    expect(storedIn(pool)).toEqual(sorted([['daily_revenue_run-1']]));
  });
});

describe('the order of a deployment', () => {
  const items = tableReference('shop', 'items', { id: t.string(9).key(), price: t.decimal(9, 2) });
  const first = goldTable('zz_first', {
    key: ['id'],
    flow: read(items).aggregate(
      (row) => ({ id: row.id }),
      (row) => ({ price: max(row.price) }),
    ),
  });
  const second = goldView('mm_second', {
    key: ['price'],
    flow: read(first).aggregate(
      (row) => ({ price: row.price }),
      () => ({ n: count() }),
    ),
  });
  const third = goldView('aa_third', {
    key: [],
    flow: read(second).aggregate(
      () => ({}),
      (row) => ({ n: sum(row.n) }),
    ),
  });

  const batches = (tables: readonly Table[]) =>
    compileGold(tables, {
      sources: [{ name: 'lake', location: 'https://lake.dfs.core.windows.net/gold' }],
      goldSource: 'lake',
      locate: ({ name, zone }) =>
        zone === 'gold' ? `[gold].[${name}]` : { dataSource: 'lake', folder: name.replace('shop.', '') },
    });
  const poolWith = (tables: readonly Table[]) => {
    const files = {
      'https://lake.dfs.core.windows.net/gold/items/': {
        columns: [
          { name: 'id', type: 'string' },
          { name: 'price', type: 'decimal(9,2)' },
        ],
        rows: [
          ['a', '1.00'],
          ['b', '1.00'],
        ],
      },
    };
    const pool = new ServerlessPool({ files });
    pool.execute('master', 'CREATE DATABASE [dw] COLLATE Latin1_General_100_BIN2_UTF8');
    for (const { sql } of batches(tables)) pool.execute('dw', sql);
    return pool;
  };

  test('puts each view after what it reads', () => {
    const pool = poolWith([first, second, third]);
    expect(pool.query('dw', 'SELECT n FROM [gold].[aa_third]').rows).toEqual([['2']]);
    // The pool notices: serverless checks a view's sources when it is made.
    expect(() => poolWith([second, first, third])).toThrow("invalid object name 'gold.zz_first'");
    expect(() => poolWith([first, third, second])).toThrow("invalid object name 'gold.mm_second'");
  });

  test('lets a view read what is stored of a table', () => {
    const pool = poolWith([first, second, third]);
    pool.execute('dw', "EXEC [gold].[materialize_zz_first] 'r1'");
    pool.files.delete('https://lake.dfs.core.windows.net/gold/items/');
    expect(pool.query('dw', 'SELECT n FROM [gold].[aa_third]').rows).toEqual([['2']]);
  });
});
