import { ServerlessPool, TsqlError, type TextTable } from '.';

/** Where the deployment's lake lies. */
export const LAKE = 'https://acc.dfs.core.windows.net/lake';
const ITEMS: TextTable = {
  columns: [
    { name: 'id', type: 'long' },
    { name: 'price', type: 'decimal(9,2)' },
    { name: 'live', type: 'boolean' },
  ],
  rows: [
    ['1', '2.50', 'true'],
    ['2', null, 'false'],
  ],
};
/** The deployment's items as a row set named r. */
export const SOURCE = `OPENROWSET(BULK 'items/', DATA_SOURCE = 'lake', FORMAT = 'DELTA')
  WITH (id bigint, price decimal(9,2), live bit) AS r`;

/** What a deployment runs, batch by batch; every batch may run again. */
const DEPLOYMENT: readonly (readonly [string, string])[] = [
  [
    'master',
    "IF NOT EXISTS (SELECT 1 FROM sys.databases WHERE name = 'dw') CREATE DATABASE [dw] COLLATE Latin1_General_100_BIN2_UTF8;",
  ],
  [
    'master',
    "IF NOT EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'adf') CREATE LOGIN [adf] FROM EXTERNAL PROVIDER;",
  ],
  [
    'dw',
    `IF NOT EXISTS (SELECT 1 FROM sys.symmetric_keys WHERE name = '##MS_DatabaseMasterKey##')
       CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'a-test-only-word';
     IF NOT EXISTS (SELECT 1 FROM sys.database_scoped_credentials WHERE name = 'wsmi')
       CREATE DATABASE SCOPED CREDENTIAL [wsmi] WITH IDENTITY = 'Managed Identity';
     IF NOT EXISTS (SELECT 1 FROM sys.external_data_sources WHERE name = 'lake')
       CREATE EXTERNAL DATA SOURCE [lake] WITH (LOCATION = 'abfss://lake@acc.dfs.core.windows.net', CREDENTIAL = [wsmi]);
     IF NOT EXISTS (SELECT 1 FROM sys.external_file_formats WHERE name = 'parquet')
       CREATE EXTERNAL FILE FORMAT [parquet] WITH (FORMAT_TYPE = PARQUET);`,
  ],
  ['dw', "IF SCHEMA_ID('gold') IS NULL EXEC('CREATE SCHEMA [gold]');"],
  ['dw', `CREATE OR ALTER VIEW [gold].[items] AS SELECT r.id, r.price FROM ${SOURCE} WHERE r.live = 1;`],
  [
    'dw',
    `CREATE OR ALTER PROCEDURE [gold].[refresh] @run varchar(36) AS
     BEGIN
       SET NOCOUNT ON;
       DECLARE @table nvarchar(max) = QUOTENAME(N'gold') + N'.' + QUOTENAME(N'items_' + @run);
       DECLARE @sql nvarchar(max) = N'CREATE EXTERNAL TABLE ' + @table + N' WITH (LOCATION = ''gold/items/' + @run
         + N'/'', DATA_SOURCE = [lake], FILE_FORMAT = [parquet]) AS SELECT id, price FROM [gold].[items]';
       IF OBJECT_ID(@table, 'U') IS NOT NULL
       BEGIN
         SET @sql = N'DROP EXTERNAL TABLE ' + @table + N'; ' + @sql;
       END;
       EXEC sp_executesql @sql;
       SET @sql = N'CREATE OR ALTER VIEW [gold].[current] AS SELECT id, price FROM ' + @table;
       EXEC (@sql);
     END`,
  ],
  [
    'dw',
    `IF NOT EXISTS (SELECT 1 FROM sys.database_principals WHERE name = 'readers' AND type = 'R') CREATE ROLE [readers];
     IF DATABASE_PRINCIPAL_ID('adf') IS NULL CREATE USER [adf] FROM LOGIN [adf];
     ALTER ROLE [db_datareader] ADD MEMBER [adf];
     GRANT SELECT ON SCHEMA::[gold] TO [readers];
     GRANT SELECT ON OBJECT::[gold].[items] TO [readers], [adf];
     GRANT REFERENCES ON DATABASE SCOPED CREDENTIAL::[wsmi] TO [adf];
     GRANT ADMINISTER DATABASE BULK OPERATIONS TO [adf];
     DENY SELECT ON [gold].[items] ([price]) TO [readers];`,
  ],
];

/** Runs the deployment in a pool. */
export function deploy(pool: ServerlessPool): void {
  DEPLOYMENT.forEach(([database, batch]) => pool.execute(database, batch));
}

/** A pool in which the deployment has run once. */
export function deployed(): ServerlessPool {
  const pool = new ServerlessPool({ files: { [`${LAKE}/items/`]: ITEMS } });
  deploy(pool);
  return pool;
}

/** What exists in a pool, as text. */
export function inventory(pool: ServerlessPool): string {
  return JSON.stringify([...pool.databases.values(), ...pool.logins.values()], (_key, value: unknown) => {
    if (typeof value === 'bigint') {
      return String(value);
    }
    return value instanceof Map ? [...value.entries()] : value;
  });
}

/** The message of the error a batch fails with in a pool. */
export function failure(pool: ServerlessPool, sql: string, database = 'dw'): string {
  try {
    pool.execute(database, sql);
  } catch (error) {
    if (error instanceof TsqlError) {
      return error.message;
    }
    throw error;
  }
  return 'no error';
}
