import { deployed, failure } from './tsql/deployment-fixture';

describe('control of flow', () => {
  const pool = deployed();
  const values = (sql: string): readonly (string | null)[] =>
    pool.execute('dw', sql).map(({ rows }) => rows[0]?.[0] ?? null);

  it('chooses a branch, and takes unknown for false', () => {
    expect(values("IF 1 = 2 SELECT 'a' AS x ELSE SELECT 'b' AS x")).toEqual(['b']);
    expect(values("IF NULL = 1 SELECT 'a' AS x; ELSE BEGIN SELECT 'b' AS x; SELECT 'c' AS x END")).toEqual([
      'b',
      'c',
    ]);
  });

  it('keeps variables, cut to their types', () => {
    expect(
      values(
        "DECLARE @a varchar(3) = 'abcdef', @b int; SET @b = 2; SET @a += 'x'; SELECT @A + CAST(@b AS varchar(5)) AS x",
      ),
    ).toEqual(['abc2']);
    expect(values('DECLARE @n int; SELECT @n = COUNT(*) FROM gold.items; SELECT @n AS n')).toEqual(['1']);
  });

  it('hides variables from dynamic SQL, but passes parameters and outputs', () => {
    expect(failure(pool, "DECLARE @a int = 1; EXEC('SELECT @a AS x')")).toContain(
      "must declare the scalar variable '@a'",
    );
    expect(
      values(
        "DECLARE @n int; EXEC sp_executesql N'SET @m = @k + 1', N'@k int, @m int OUTPUT', @k = 4, @m = @n OUTPUT; SELECT @n AS n",
      ),
    ).toEqual(['5']);
  });

  it('ends a USE with its dynamic batch', () => {
    expect(values("EXEC('USE master; SELECT DB_NAME() AS d'); SELECT DB_NAME() AS d")).toEqual([
      'master',
      'dw',
    ]);
  });

  it('throws, catches and throws again', () => {
    expect(failure(pool, "THROW 50001, 'rows are missing', 1")).toBe('rows are missing');
    expect(failure(pool, "THROW 1, 'x', 1")).toContain('outside the valid range');
    expect(
      values(
        "BEGIN TRY SELECT 1 / 0 AS x END TRY BEGIN CATCH SELECT CONCAT(ERROR_NUMBER(), ' ', ERROR_MESSAGE()) AS m END CATCH",
      ),
    ).toEqual(['8134 divide by zero error encountered']);
    expect(failure(pool, 'BEGIN TRY SELECT 1 / 0 AS x END TRY BEGIN CATCH THROW END CATCH')).toContain(
      'divide by zero',
    );
  });

  it('does not let CATCH hide what is not modelled', () => {
    expect(
      failure(pool, "BEGIN TRY EXEC('SELECT GETDATE() AS x') END TRY BEGIN CATCH PRINT 'hidden' END CATCH"),
    ).toContain('not modelled');
  });

  it('prints and returns', () => {
    pool.execute('dw', "PRINT 'before'; RETURN; PRINT 'after'");
    expect(pool.messages).toEqual(['before']);
  });

  it('limits how deep calls nest', () => {
    pool.execute('dw', 'CREATE OR ALTER PROCEDURE gold.loop AS EXEC gold.loop');
    expect(failure(pool, 'EXEC gold.loop')).toContain('nesting level');
  });

  it('finds objects by name and type', () => {
    expect(
      values(
        "SELECT CASE WHEN OBJECT_ID('gold.items', 'V') IS NOT NULL AND OBJECT_ID('gold.items', 'P') IS NULL THEN 1 ELSE 0 END AS x",
      ),
    ).toEqual(['1']);
    expect(
      values(
        `SELECT s.name + '.' + v.name AS x FROM sys.views AS v INNER JOIN sys.schemas AS s ON s.schema_id = v.schema_id`,
      ),
    ).toEqual(['gold.items']);
    expect(
      values(
        "SELECT COUNT(*) AS n FROM sys.objects WHERE type IN ('V', 'P') AND object_id = OBJECT_ID(N'[gold].[items]')",
      ),
    ).toEqual(['1']);
    expect(values("SELECT DB_ID('dw') - DB_ID('DW') AS x")).toEqual(['0']);
  });
});
