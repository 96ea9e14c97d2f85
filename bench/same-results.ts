import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** The gold tables, and the type by which each column is compared: contenders keep money in different ones. */
const GOLD = {
  daily_revenue: {
    booking_day: 'DATE',
    payments: 'BIGINT',
    sales_eur: 'DECIMAL(38,2)',
    refunds_eur: 'DECIMAL(38,2)',
    revenue_eur: 'DECIMAL(38,2)',
  },
  revenue_by_country: {
    country: 'VARCHAR',
    channel: 'VARCHAR',
    orders: 'BIGINT',
    sales: 'BIGINT',
    sales_eur: 'DECIMAL(38,2)',
    last_day: 'DATE',
  },
  refused_payments: { refusal_day: 'DATE', country: 'VARCHAR', payments: 'BIGINT' },
} as const;

/** The silver tables; of these, rows are counted. */
const SILVER = ['transactions', 'exchange_rates', 'booked_transactions', 'order_revenue'] as const;

/**
 * Compares results, so that contenders are only timed when they do the same work.
 *
 * @param folders results by the name of their contender; all are compared with the first.
 * @returns what differs, a line for each table.
 */
export async function differences(folders: ReadonlyMap<string, string>): Promise<string[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const number = async (sql: string): Promise<number> =>
    Number((await connection.runAndReadAll(sql)).getRows()[0]?.[0]);
  const [[first, expected] = ['', ''], ...others] = folders;
  const found: string[] = [];
  for (const [name, folder] of others) {
    for (const [table, columns] of Object.entries(GOLD)) {
      const rows = (from: string): string =>
        `SELECT ${Object.entries(columns)
          .map(([column, type]) => `CAST(${column} AS ${type})`)
          .join(', ')} FROM ${parquetOf(join(from, 'gold', table))}`;
      const only = async (left: string, right: string): Promise<number> =>
        number(`SELECT count(*) FROM (${rows(left)} EXCEPT ALL ${rows(right)})`);
      const [missing, surplus] = [await only(expected, folder), await only(folder, expected)];
      if (missing + surplus > 0)
        found.push(`gold ${table}: ${missing} rows only in ${first}, ${surplus} only in ${name}`);
      else if ((await number(`SELECT count(*) FROM (${rows(folder)})`)) === 0)
        found.push(`gold ${table}: no rows`);
    }
    for (const table of SILVER) {
      const count = async (from: string): Promise<number> =>
        number(`SELECT count(*) FROM ${parquetOf(join(from, 'silver', table))}`);
      const [left, right] = [await count(expected), await count(folder)];
      if (left !== right) found.push(`silver ${table}: ${left} rows in ${first}, ${right} in ${name}`);
    }
  }
  connection.closeSync();
  instance.closeSync();
  return found;
}

/** Spark writes a folder of files where others write one. */
function parquetOf(table: string): string {
  const path = `${table}.parquet`;
  return `read_parquet('${statSync(path).isDirectory() ? join(path, '*.parquet') : path}')`;
}
