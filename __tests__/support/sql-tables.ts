import { compileGold, duckDbType, procedureOf } from '../../compilers/internal';
import { type Readable, read, t, type Table, tableReference } from '../../model';
import type { DuckDb } from '../../preview/duckdb';
import { dropSqlTable, runSqlTable } from '../../preview/sql/sql-table';
import { type Inputs, sorted } from './targets';
import { ServerlessPool } from '../emulators/tsql';

/** What the tables of these tests read: stock by shop and item, and sales by day. */
export const stock = read(
  tableReference('test', 'stock', {
    id: t.integer().key(),
    shop: t.string(20).nullable(),
    pieces: t.integer().nullable(),
    price: t.decimal(12, 2).nullable(),
    counted_on: t.date().nullable(),
    live: t.boolean().nullable(),
  }),
);
export const shops = read(tableReference('test', 'shops', { shop: t.string(20).key(), city: t.string(40) }));

/** The columns of {@link stock} and {@link shops} as the lake holds them. */
export const STOCK = {
  id: 'integer',
  shop: 'string',
  pieces: 'integer',
  price: 'decimal(12,2)',
  counted_on: 'date',
  live: 'boolean',
} as const;
export const SHOPS = { shop: 'string', city: 'string' } as const;

const LAKE = 'https://lake.dfs.core.windows.net';
const quoted = (value: string | null) => (value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`);

/** A serverless pool with the table deployed, over the inputs. */
export function deployedPool(table: Table, inputs: Inputs): ServerlessPool {
  const files = Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [`${LAKE}/in/${name}/`, input]),
  );
  const pool = new ServerlessPool({ files });
  pool.execute('master', 'CREATE DATABASE [test] COLLATE Latin1_General_100_BIN2_UTF8');
  for (const { sql } of batchesOf(table)) pool.execute('test', sql);
  return pool;
}

/** The deployment of a table. */
export function batchesOf(table: Table) {
  return compileGold([table], {
    sources: [
      { name: 'in', location: `${LAKE}/in` },
      { name: 'gold', location: `${LAKE}/gold` },
    ],
    goldSource: 'gold',
    locate: ({ name }) => ({ dataSource: 'in', folder: name }),
  });
}

/** What people see of a table. */
export function shownOn(pool: ServerlessPool, table: Table): string[] {
  const columns = table.columns.map(({ name }) => `[${name}]`).join(', ');
  return sorted(pool.query('test', `SELECT ${columns} FROM [gold].[${table.name}]`).rows);
}

/** Runs the procedure of a table, with further arguments as T-SQL. */
export function store(pool: ServerlessPool, table: Table, run: string, args = ''): void {
  pool.execute('test', `EXEC [gold].[${procedureOf(table)}] @run = '${run}'${args}`);
}

/** The rows of a table that SQL computes, as the preview does it. */
export async function inPreview(table: Table, inputs: Inputs, engine: DuckDb): Promise<string[]> {
  if (table.relation.step !== 'sql') throw new Error('no SQL table');
  const made: string[] = [];
  try {
    for (const [name, input] of Object.entries(inputs)) {
      const columns = input.columns.map(({ name: column, type }) => `"${column}" ${typeNamed(type)}`);
      made.push(`"in_${name}"`);
      await engine.run(`CREATE TABLE "in_${name}" (${columns.join(', ')})`);
      for (const row of input.rows)
        await engine.run(`INSERT INTO "in_${name}" VALUES (${row.map(quoted).join(', ')})`);
    }
    const { query } = await runSqlTable(engine, {
      at: `test/${table.name}`,
      table,
      step: table.relation,
      relation: ({ name }: Readable) => `"in_${name}"`,
      pepper: 'test',
    });
    const rows = await engine.rows(query);
    return sorted(
      rows.map((row) =>
        table.columns.map(({ name, type }) => {
          const value = row[name] ?? null;
          if (value === null) return null;
          return type.kind === 'boolean' ? (value === true ? '1' : '0') : String(value);
        }),
      ),
    );
  } finally {
    await dropSqlTable(engine);
    for (const name of made) await engine.run(`DROP TABLE IF EXISTS ${name}`);
  }
}

function typeNamed(name: string): string {
  return name === 'string' ? duckDbType({ kind: 'string', length: 20 }) : name.toUpperCase();
}
