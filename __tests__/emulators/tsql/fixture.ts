import { ServerlessPool, TsqlError, type TextTable } from '.';

/** Where the sample lake lies. */
export const LAKE = 'https://acc.dfs.core.windows.net/lake';

const ORDERS: TextTable = {
  columns: [
    { name: 'id', type: 'integer' },
    { name: 'customer', type: 'string' },
    { name: 'amount', type: 'decimal(18,2)' },
    { name: 'qty', type: 'long' },
    { name: 'paid', type: 'boolean' },
    { name: 'day', type: 'date' },
    { name: 'at', type: 'timestamp' },
    { name: 'score', type: 'double' },
  ],
  rows: [
    ['1', 'a', '10.00', '1', 'true', '2024-01-01', '2024-01-01 10:00:00.000000', '1.5'],
    ['2', 'a ', '20.50', '2', 'false', '2024-01-02', '2024-01-02 23:59:59.999999', '2.5'],
    ['3', 'B', null, '3', null, '2024-02-29', '2024-02-29 00:00:00.000000', null],
    ['4', null, '-5.25', '4', 'true', null, null, '0.1'],
  ],
};

const COLUMNS = `WITH (id int, customer varchar(8) COLLATE Latin1_General_100_BIN2_UTF8, amount decimal(18,2),
  qty bigint, paid bit, [day] date, [at] datetime2(6), score float)`;
/** The sample orders as a row set named o. */
export const ROWSET = `OPENROWSET(BULK 'orders/', DATA_SOURCE = 'lake', FORMAT = 'DELTA') ${COLUMNS} AS o`;

/** A pool with a database, a data source and a file format. */
function newPool(files: Record<string, TextTable> = {}): ServerlessPool {
  const pool = new ServerlessPool({ files: { [`${LAKE}/orders/`]: ORDERS, ...files } });
  pool.execute('master', 'CREATE DATABASE [dw] COLLATE Latin1_General_100_BIN2_UTF8');
  pool.execute('dw', "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'a-test-only-word'");
  pool.execute('dw', "CREATE DATABASE SCOPED CREDENTIAL [wsmi] WITH IDENTITY = 'Managed Identity'");
  pool.execute('dw', `CREATE EXTERNAL DATA SOURCE [lake] WITH (LOCATION = '${LAKE}', CREDENTIAL = [wsmi])`);
  pool.execute('dw', 'CREATE EXTERNAL FILE FORMAT [parquet] WITH (FORMAT_TYPE = PARQUET)');
  pool.execute('dw', 'CREATE SCHEMA [gold]');
  return pool;
}

/** The pool that the expressions and queries of the tests run in. */
export const pool = newPool();

/** The value and the type of one expression. */
export function evaluate(expression: string): string {
  const { columns, rows } = pool.query('dw', `SELECT ${expression} AS v`);
  return `${rows[0]?.[0] ?? 'NULL'} ${columns[0]?.type ?? ''}`;
}

/** The value of one expression. */
export function value(expression: string): string | null {
  return pool.query('dw', `SELECT ${expression} AS v`).rows[0]?.[0] ?? null;
}

/** Whether a predicate is true, false or unknown. */
export function truth(predicate: string): string | null {
  return value(`CASE WHEN ${predicate} THEN 'true' WHEN NOT (${predicate}) THEN 'false' ELSE 'unknown' END`);
}

/** The rows a query returns. */
export function rowsOf(sql: string): TextTable['rows'] {
  return pool.query('dw', sql).rows;
}

/** The message of the error a batch fails with. */
export function failure(sql: string, database = 'dw', target = pool): string {
  try {
    target.execute(database, sql);
  } catch (error) {
    if (error instanceof TsqlError) {
      return error.message;
    }
    throw error;
  }
  return 'no error';
}
