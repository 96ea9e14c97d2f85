import { ServerlessPool } from './tsql';
import { deploy, deployed, failure, inventory, LAKE, SOURCE } from './tsql/deployment-fixture';

describe('a deployment', () => {
  it('can run twice and leaves the same behind', () => {
    const pool = deployed();
    const before = inventory(pool);
    deploy(pool);
    expect(inventory(pool)).toBe(before);
  });

  it('makes what it says', () => {
    const database = deployed().databases.get('dw');
    expect([...(database?.objects.keys() ?? [])]).toEqual(['gold.items', 'gold.refresh']);
    expect(database?.dataSources.get('lake')).toMatchObject({ credential: 'wsmi' });
    expect(database?.roleMembers).toEqual([{ role: 'db_datareader', member: 'adf' }]);
    expect(
      database?.permissions.map(
        ({ state, permission, securable, principal }) => `${state} ${permission} ${securable} ${principal}`,
      ),
    ).toEqual([
      'GRANT SELECT gold readers',
      'GRANT SELECT gold.items readers',
      'GRANT SELECT gold.items adf',
      'GRANT REFERENCES wsmi adf',
      'GRANT ADMINISTER DATABASE BULK OPERATIONS dw adf',
      'DENY SELECT gold.items readers',
    ]);
  });

  it('reads through the view', () => {
    expect(deployed().query('dw', 'SELECT * FROM [gold].[items] AS i')).toEqual({
      columns: [
        { name: 'id', type: 'bigint' },
        { name: 'price', type: 'decimal(9,2)' },
      ],
      rows: [['1', '2.50']],
    });
  });

  it('reads another database by its name', () => {
    expect(deployed().query('master', 'SELECT COUNT(*) AS n FROM dw.gold.items').rows).toEqual([['1']]);
  });

  it('writes files from a procedure, and points a view at them', () => {
    const pool = deployed();
    pool.execute('dw', "EXEC [gold].[refresh] @run = 'r1'");
    pool.execute('dw', "EXEC [gold].[refresh] 'r2'");
    expect(pool.files.get(`${LAKE}/gold/items/r1/`)).toEqual({
      columns: [
        { name: 'id', type: 'long' },
        { name: 'price', type: 'decimal(9,2)' },
      ],
      rows: [['1', '2.50']],
    });
    expect(pool.query('dw', 'SELECT id FROM [gold].[current]').rows).toEqual([['1']]);
    expect(pool.query('dw', 'SELECT name FROM sys.external_tables ORDER BY name').rows).toEqual([
      ['items_r1'],
      ['items_r2'],
    ]);
  });

  it('refuses to write into a folder that is there, even after its table is dropped', () => {
    const pool = deployed();
    pool.execute('dw', "EXEC [gold].[refresh] @run = 'r1'");
    expect(failure(pool, "EXEC [gold].[refresh] @run = 'r1'")).toContain('already exists and is not empty');
  });

  it('writes every type under its logical name', () => {
    const pool = deployed();
    pool.execute(
      'dw',
      `CREATE EXTERNAL TABLE [gold].[types] WITH (LOCATION = '/types', DATA_SOURCE = lake, FILE_FORMAT = parquet) AS
       SELECT 'a' AS s, 1 AS i, CAST(1 AS bigint) AS l, 1.50 AS d, 1e0 AS f, CAST(1 AS bit) AS b,
         CAST('2024-01-02' AS date) AS [day], CAST('2024-01-02 03:04:05' AS datetime2(0)) AS t`,
    );
    expect(pool.files.get(`${LAKE}/types/`)).toEqual({
      columns: [
        { name: 's', type: 'string' },
        { name: 'i', type: 'integer' },
        { name: 'l', type: 'long' },
        { name: 'd', type: 'decimal(3,2)' },
        { name: 'f', type: 'double' },
        { name: 'b', type: 'boolean' },
        { name: 'day', type: 'date' },
        { name: 't', type: 'timestamp' },
      ],
      rows: [['a', '1', '1', '1.50', '1', 'true', '2024-01-02', '2024-01-02 03:04:05.000000']],
    });
    expect(pool.query('dw', 'SELECT b, t FROM gold.types').rows).toEqual([
      ['1', '2024-01-02 03:04:05.000000'],
    ]);
  });
});

describe('what exists already', () => {
  test.each([
    ['CREATE SCHEMA [gold]', "the schema 'gold' already exists"],
    ['CREATE MASTER KEY', 'already a master key'],
    ["CREATE DATABASE SCOPED CREDENTIAL [wsmi] WITH IDENTITY = 'Managed Identity'", "'wsmi' already exists"],
    [`CREATE EXTERNAL DATA SOURCE [lake] WITH (LOCATION = '${LAKE}')`, "'lake' already exists"],
    ['CREATE EXTERNAL FILE FORMAT [parquet] WITH (FORMAT_TYPE = PARQUET)', "'parquet' already exists"],
    ['CREATE VIEW [gold].[items] AS SELECT 1 AS x', 'already an object named'],
    ['CREATE OR ALTER VIEW [gold].[refresh] AS SELECT 1 AS x', 'already an object named'],
    ['CREATE PROCEDURE [gold].[refresh] AS SELECT 1 AS x', 'already an object named'],
    ['CREATE USER [adf] FROM EXTERNAL PROVIDER', "'adf' already exists"],
    ['CREATE ROLE [readers]', "'readers' already exists"],
    ['CREATE DATABASE [DW] COLLATE Latin1_General_100_BIN2_UTF8', "database 'DW' already exists"],
  ])('%s fails', (sql, message) => {
    expect(failure(deployed(), sql)).toContain(message);
  });

  it('fails for a login that exists, or outside master', () => {
    expect(failure(deployed(), 'CREATE LOGIN [adf] FROM EXTERNAL PROVIDER', 'master')).toContain(
      'already exists',
    );
    expect(failure(deployed(), 'CREATE LOGIN [x] FROM EXTERNAL PROVIDER')).toContain('master');
  });
});

describe('what is missing', () => {
  test.each([
    [`CREATE VIEW [gold].[v] AS SELECT r.nope FROM ${SOURCE}`, "'r.nope' could not be bound"],
    [
      `CREATE VIEW [gold].[v] AS SELECT r.id FROM ${SOURCE.replace("'lake'", "'pond'")}`,
      "external data source 'pond' does not exist",
    ],
    ['CREATE VIEW [gold].[v] AS SELECT * FROM [gold].[nope]', 'invalid object name'],
    ['CREATE VIEW [silver].[v] AS SELECT 1 AS x', "schema name 'silver' does not exist"],
    ['CREATE VIEW [gold].[v] AS SELECT 1', 'no column name was specified'],
    ['CREATE VIEW [gold].[v] AS SELECT @x AS x', 'cannot use variables'],
    ['ALTER VIEW [gold].[v] AS SELECT 1 AS x', 'invalid object name'],
    [
      `CREATE EXTERNAL DATA SOURCE [x] WITH (LOCATION = '${LAKE}', CREDENTIAL = [nope])`,
      "cannot find the credential 'nope'",
    ],
    [
      "CREATE EXTERNAL TABLE gold.t WITH (LOCATION = 'x/', DATA_SOURCE = nope, FILE_FORMAT = parquet) AS SELECT 1 AS x",
      "data source 'nope'",
    ],
    [
      "CREATE EXTERNAL TABLE gold.t WITH (LOCATION = 'x/', DATA_SOURCE = lake, FILE_FORMAT = nope) AS SELECT 1 AS x",
      "file format 'nope'",
    ],
    [
      "CREATE EXTERNAL TABLE gold.t WITH (LOCATION = 'x/', DATA_SOURCE = lake, FILE_FORMAT = parquet) AS SELECT 1",
      'needs a name of its own',
    ],
    [
      "CREATE EXTERNAL TABLE gold.t WITH (LOCATION = 'items/', DATA_SOURCE = lake, FILE_FORMAT = parquet) AS SELECT 1 AS x",
      'not empty',
    ],
    ['GRANT SELECT ON OBJECT::[gold].[nope] TO [readers]', "cannot find the object 'gold.nope'"],
    ['GRANT SELECT ON SCHEMA::[gold] TO [nobody]', "cannot find the user 'nobody'"],
    ['GRANT SELECT ON [gold].[items] ([nope]) TO [readers]', "column name 'nope' does not exist"],
    ['GRANT FLY ON SCHEMA::[gold] TO [readers]', "'FLY'"],
    ['ALTER ROLE [nope] ADD MEMBER [adf]', "cannot find the role 'nope'"],
    ['ALTER ROLE [readers] ADD MEMBER [nobody]', "cannot find the principal 'nobody'"],
    ['CREATE USER [x] FROM LOGIN [nobody]', "'nobody' is not a valid login"],
    ['EXEC [gold].[nope]', 'could not find stored procedure'],
    ['EXEC [gold].[refresh]', "expects parameter '@run'"],
    ["EXEC [gold].[refresh] @nope = 'x'", "'@nope' is not a parameter"],
    ["EXEC [gold].[refresh] 'x', 'y'", 'too many arguments'],
    ['DROP VIEW [gold].[nope]', 'cannot drop the view'],
    ['DROP SCHEMA [gold]', 'being referenced'],
    ['DROP DATABASE SCOPED CREDENTIAL [wsmi]', "being referenced by 'lake'"],
    ['USE [nope]', "database 'nope' does not exist"],
    ['SELECT * FROM sys.nope', "invalid object name 'sys.nope'"],
  ])('%s fails', (sql, message) => {
    expect(failure(deployed(), sql)).toContain(message);
  });

  it('needs a master key before a credential', () => {
    const pool = new ServerlessPool();
    pool.execute('master', 'CREATE DATABASE dw COLLATE Latin1_General_100_BIN2_UTF8');
    expect(failure(pool, "CREATE DATABASE SCOPED CREDENTIAL c WITH IDENTITY = 'Managed Identity'")).toContain(
      'master key',
    );
  });

  it('drops what is there, and says nothing of the rest with IF EXISTS', () => {
    const pool = deployed();
    pool.execute(
      'dw',
      'DROP VIEW IF EXISTS [gold].[nope]; DROP VIEW IF EXISTS [gold].[items]; DROP PROCEDURE [gold].[refresh]',
    );
    pool.execute(
      'dw',
      'DROP EXTERNAL DATA SOURCE lake; DROP DATABASE SCOPED CREDENTIAL wsmi; DROP SCHEMA gold; DROP USER adf',
    );
    expect(pool.databases.get('dw')?.objects.size).toBe(0);
  });

  it('notices a view whose base changed under it', () => {
    const pool = deployed();
    pool.execute('dw', 'CREATE VIEW gold.outer_view AS SELECT * FROM gold.items');
    pool.execute('dw', `CREATE OR ALTER VIEW gold.items AS SELECT r.id, r.price, r.live FROM ${SOURCE}`);
    expect(failure(pool, 'SELECT id FROM gold.outer_view')).toContain('make it again');
  });
});

describe('what serverless does not have', () => {
  test.each([
    ['CREATE TABLE t (x int)', 'CREATE TABLE is not supported'],
    ['INSERT INTO t VALUES (1)', 'INSERT is not supported'],
    ['UPDATE t SET x = 1', 'UPDATE is not supported'],
    ['DELETE FROM t', 'DELETE is not supported'],
    ['MERGE t USING s ON 1 = 1', 'MERGE is not supported'],
    ['SELECT 1 AS x INTO t', 'SELECT INTO is not supported'],
    ['CREATE INDEX i ON t (x)', 'CREATE INDEX is not supported'],
    ['CREATE TRIGGER t', 'CREATE TRIGGER is not supported'],
    ['SELECT x FROM #t', 'temporary table'],
    ['DECLARE @t TABLE (x int)', 'TABLE variable is not supported'],
    ['SELECT 1 AS x\nGO\nSELECT 2 AS x', 'GO is not T-SQL'],
    ['DROP EXTERNAL TABLE IF EXISTS gold.t', 'has no IF EXISTS'],
    ['SELECT 1 AS x; CREATE VIEW gold.v AS SELECT 1 AS x', 'must be the first statement'],
    ['IF 1 = 1 CREATE VIEW gold.v AS SELECT 1 AS x', 'must be the first statement'],
    ['CREATE VIEW gold.v AS SELECT 1 AS x; SELECT 2 AS y', 'the end of the batch'],
    ['CREATE SCHEMA s; SELECT 1 AS x', 'must be alone in its batch'],
    ['SELECT 1 AS x CREATE SCHEMA s', 'must be the first statement'],
    [
      'CREATE VIEW gold.v AS SELECT x FROM (VALUES (1)) AS t(x) ORDER BY x',
      'ORDER BY clause is invalid in views',
    ],
    ['CREATE VIEW dw.gold.v AS SELECT 1 AS x', 'prefix to the object name'],
    ['CREATE DATABASE y', 'collation'],
    [`CREATE VIEW gold.v AS SELECT r.id FROM ${SOURCE} CROSS JOIN sys.objects AS s`, 'cannot be mixed'],
    ["EXEC('SELECT ' + QUOTENAME('x'))", 'expressions are not allowed here'],
    ["DECLARE @x varchar(9) = 'x'; EXEC gold.refresh @run = @x + 'y'", "incorrect syntax near '+'"],
    ["DECLARE @s varchar(99) = 'SELECT 1 AS x'; EXEC sp_executesql @s", "of type 'ntext/nchar/nvarchar'"],
    ['EXEC sp_rename 1', 'system procedure sp_rename'],
    ["PRINT 1 THROW 50000, 'x', 1", 'semicolon'],
    ['SELECT 1 AS x WITH a AS (SELECT 1 AS y) SELECT y FROM a', 'semicolon'],
    ['items', 'no statement starts so'],
    ['SELECT (1', 'end of the batch'],
  ])('%s fails', (sql, message) => {
    expect(failure(deployed(), sql)).toContain(message);
  });

  it('keeps user objects out of master', () => {
    expect(failure(deployed(), 'CREATE SCHEMA s', 'master')).toContain('in the master database');
  });

  it('writes no Delta', () => {
    const pool = deployed();
    pool.execute('dw', 'CREATE EXTERNAL FILE FORMAT delta WITH (FORMAT_TYPE = DELTA)');
    const sql =
      "CREATE EXTERNAL TABLE gold.t WITH (LOCATION = 'x/', DATA_SOURCE = lake, FILE_FORMAT = delta) AS SELECT 1 AS x";
    expect(failure(pool, sql)).toContain('format DELTA');
  });

  it('parses the whole batch before it runs any of it', () => {
    const pool = deployed();
    expect(failure(pool, 'CREATE ROLE a; SELECT FROM')).toContain('FROM');
    expect(pool.databases.get('dw')?.principals.has('a')).toBe(false);
  });
});
