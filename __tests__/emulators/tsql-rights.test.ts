import { ServerlessPool } from './tsql';
import { failure, LAKE } from './tsql/deployment-fixture';

const ID = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const ROWS = { columns: [{ name: 'id', type: 'long' }], rows: [['1']] };
const FILES = `OPENROWSET(BULK 'items/', DATA_SOURCE = 'lake', FORMAT = 'DELTA') WITH (id bigint) AS r`;

/** A database with two views over the same files, and somebody who may come in. */
function pool(): ServerlessPool {
  const made = new ServerlessPool({ entra: { ann: ID }, files: { [`${LAKE}/items/`]: ROWS } });
  made.execute('master', 'CREATE DATABASE [dw] COLLATE Latin1_General_100_BIN2_UTF8');
  made.execute('master', 'CREATE LOGIN [ann] FROM EXTERNAL PROVIDER');
  for (const sql of [
    'CREATE USER [ann] FOR LOGIN [ann]',
    'CREATE ROLE [readers]',
    'ALTER ROLE [readers] ADD MEMBER [ann]',
    'CREATE MASTER KEY',
    "CREATE DATABASE SCOPED CREDENTIAL [wsmi] WITH IDENTITY = 'Managed Identity'",
    `CREATE EXTERNAL DATA SOURCE [lake] WITH (LOCATION = '${LAKE}', CREDENTIAL = [wsmi])`,
    'CREATE EXTERNAL FILE FORMAT [delta] WITH (FORMAT_TYPE = DELTA)',
    "CREATE EXTERNAL TABLE [dbo].[items] (id bigint) WITH (LOCATION = 'items', DATA_SOURCE = [lake], FILE_FORMAT = [delta])",
    'CREATE VIEW [dbo].[by_table] AS SELECT id, id + 1 AS next_id FROM [dbo].[items]',
    `CREATE VIEW [dbo].[by_rowset] AS SELECT r.id FROM ${FILES}`,
  ])
    made.execute('dw', sql);
  return made;
}

const ask =
  (made: ServerlessPool, sql: string, database = 'dw') =>
  () =>
    made.query(database, sql, 'ann').rows;

describe('who comes in', () => {
  it('is known by the SID of a login, which is the id in Entra ID', () => {
    const made = pool();
    const sid = `SELECT name FROM sys.database_principals WHERE CAST(sid AS VARBINARY(16)) = CAST(CAST('${ID}' AS UNIQUEIDENTIFIER) AS VARBINARY(16))`;
    expect(made.query('dw', sid).rows).toEqual([['ann']]);
    expect(ask(made, 'SELECT 1 AS x')()).toEqual([['1']]);
    made.entra.set('ann', ID.replace('a', 'b'));
    expect(ask(made, 'SELECT 1 AS x')).toThrow("login failed for user 'ann'");
  });

  it('needs a login, and a user in the database', () => {
    const made = pool();
    expect(() => made.execute('dw', 'SELECT 1 AS x', 'bob')).toThrow('login failed');
    made.execute('master', 'CREATE LOGIN [bob] FROM EXTERNAL PROVIDER');
    expect(() => made.execute('dw', 'SELECT 1 AS x', 'bob')).toThrow('not able to access the database');
    expect(failure(made, 'CREATE USER [bob] FROM EXTERNAL PROVIDER')).toContain('both shows and rules out');
  });

  it('keeps the SID of the login that its user was made for', () => {
    const made = pool();
    made.entra.set('ann', ID.replace('a', 'b'));
    made.execute('master', 'DROP LOGIN [ann]; CREATE LOGIN [ann] FROM EXTERNAL PROVIDER');
    expect(ask(made, 'SELECT 1 AS x')).toThrow('not able to access the database');
    made.execute('dw', 'DROP USER [ann]; CREATE USER [ann] FOR LOGIN [ann]');
    expect(ask(made, 'SELECT 1 AS x')()).toEqual([['1']]);
  });

  it('sees no login but its own, and makes none', () => {
    const made = pool();
    made.execute('master', 'CREATE LOGIN [bob] FROM EXTERNAL PROVIDER');
    const logins = "SELECT name FROM sys.server_principals WHERE type = 'E' ORDER BY name";
    expect(made.query('master', logins).rows).toEqual([['ann'], ['bob']]);
    expect(ask(made, logins)()).toEqual([['ann']]);
    expect(() => made.execute('master', 'CREATE LOGIN [eve] FROM EXTERNAL PROVIDER', 'ann')).toThrow(
      'permission',
    );
  });
});

describe('what somebody may do', () => {
  it('is nothing at first', () => {
    const made = pool();
    for (const name of ['by_table', 'by_rowset', 'items'])
      expect(ask(made, `SELECT * FROM [dbo].[${name}]`)).toThrow(
        `SELECT permission was denied on the object '${name}'`,
      );
    for (const sql of [
      'CREATE ROLE [mine]',
      'GRANT SELECT ON [dbo].[by_table] TO [ann]',
      'DROP VIEW [dbo].[by_table]',
    ])
      expect(() => made.execute('dw', sql, 'ann')).toThrow("permission denied in database 'dw'");
  });

  it('is to read a view over an external table, with the use of its credential and without a right on it', () => {
    const made = pool();
    made.execute('dw', 'GRANT SELECT ON [dbo].[by_table] TO [readers]');
    expect(ask(made, 'SELECT id FROM [dbo].[by_table]')).toThrow("cannot find the CREDENTIAL 'wsmi'");
    made.execute('dw', 'GRANT REFERENCES ON DATABASE SCOPED CREDENTIAL::[wsmi] TO [readers]');
    expect(ask(made, 'SELECT id FROM [dbo].[by_table]')()).toEqual([['1']]);
    expect(ask(made, 'SELECT id FROM [dbo].[items]')).toThrow('SELECT permission was denied');
  });

  it('is to read files, in a view too, only with the right to bulk operations', () => {
    const made = pool();
    made.execute('dw', 'GRANT SELECT ON [dbo].[by_rowset] TO [readers]');
    made.execute('dw', 'GRANT REFERENCES ON DATABASE SCOPED CREDENTIAL::[wsmi] TO [readers]');
    for (const from of ['[dbo].[by_rowset]', FILES])
      expect(ask(made, `SELECT * FROM ${from}`)).toThrow('permission to use the bulk load statement');
    made.execute('dw', 'GRANT ADMINISTER DATABASE BULK OPERATIONS TO [ann]');
    for (const from of ['[dbo].[by_rowset]', FILES])
      expect(ask(made, `SELECT * FROM ${from}`)()).toEqual([['1']]);
    made.execute('dw', 'DENY ADMINISTER DATABASE BULK OPERATIONS TO [readers]');
    expect(ask(made, `SELECT * FROM ${FILES}`)).toThrow('permission to use the bulk load statement');
  });

  it('is as much of a view as its columns that are granted', () => {
    const made = pool();
    made.execute('dw', 'GRANT REFERENCES ON DATABASE SCOPED CREDENTIAL::[wsmi] TO [ann]');
    made.execute('dw', 'GRANT SELECT ON [dbo].[by_table] (next_id) TO [readers]');
    expect(ask(made, 'SELECT next_id FROM [dbo].[by_table]')()).toEqual([['2']]);
    for (const columns of ['id', '*', 'COUNT(id) AS n'])
      expect(ask(made, `SELECT ${columns} FROM [dbo].[by_table]`)).toThrow('denied on the column');
    expect(ask(made, 'SELECT next_id FROM [dbo].[by_table] WHERE id = 1')).toThrow('denied on the column');
    made.execute('dw', 'REVOKE SELECT ON [dbo].[by_table] FROM [readers]');
    expect(ask(made, 'SELECT next_id FROM [dbo].[by_table]')).toThrow('denied on the object');
  });

  it('is everything in a database for its owner, and nothing of the server', () => {
    const made = pool();
    made.execute('dw', 'ALTER ROLE db_owner ADD MEMBER [ann]');
    made.execute('dw', 'CREATE SCHEMA [mine]', 'ann');
    expect(ask(made, `SELECT id FROM ${FILES}`)()).toEqual([['1']]);
    expect(() =>
      made.execute('master', 'CREATE DATABASE [x] COLLATE Latin1_General_100_BIN2_UTF8', 'ann'),
    ).toThrow('permission denied');
    expect(failure(made, 'DROP USER [ann]')).toContain("owns 'mine', and cannot be dropped");
  });

  it('is in the catalogue, column by column, with the right to connect', () => {
    const made = pool();
    made.execute('dw', 'GRANT SELECT ON [dbo].[by_table] (next_id) TO [readers]');
    const rows = `SELECT u.name, p.class, o.name AS object, c.name AS column_name, p.permission_name
      FROM sys.database_permissions AS p JOIN sys.database_principals AS u ON u.principal_id = p.grantee_principal_id
      LEFT JOIN sys.objects AS o ON o.object_id = p.major_id
      LEFT JOIN sys.columns AS c ON c.object_id = p.major_id AND c.column_id = p.minor_id`;
    expect(made.query('dw', rows).rows).toEqual([
      ['ann', '0', null, null, 'CONNECT'],
      ['readers', '1', 'by_table', 'next_id', 'SELECT'],
    ]);
  });
});
