import { duckDbText, identifier } from '../compilers/internal';
import { type DuckDb } from '../preview/duckdb';
import { type ColumnCounts } from './column-facts';

/** Values of a column that are kept: those of most rows, then any, and the longest. */
const [MOST_VALUES, LONGEST_VALUES] = [20_000, 20];

/** Different values that are counted in one query, at most: the engine keeps each in memory. */
const AT_ONCE = 16;

/** What a model trims. */
const BLANKS = "' ' || chr(9) || chr(10) || chr(13)";

/** The rows of a source, as a query with a column for each column; `row` numbers the rows that elements belong to. */
export interface RowsToCount {
  /** The query. */
  readonly query: string;
  /** Names of its columns. */
  readonly columns: readonly string[];
}

/** The rows of a Parquet file in bronze. */
export function bronzeQuery(path: string, columns: readonly string[]): RowsToCount {
  const values = columns.map((name) => trimmed(identifier(name), name));
  return { query: `SELECT ${values.join(', ')} FROM read_parquet(${duckDbText(path)})`, columns };
}

/** Counts the values of each column. */
export async function countColumns(
  engine: DuckDb,
  { query, columns }: RowsToCount,
): Promise<Map<string, ColumnCounts>> {
  const counts = new Map<string, ColumnCounts>();
  for (let from = 0; from < columns.length; from += AT_ONCE)
    await countSome(engine, query, columns.slice(from, from + AT_ONCE), counts);
  return counts;
}

async function countSome(
  engine: DuckDb,
  query: string,
  columns: readonly string[],
  counts: Map<string, ColumnCounts>,
): Promise<void> {
  const asked = columns.flatMap((name, index) => [
    `count(${identifier(name)}) AS present${index}`,
    `count(DISTINCT ${identifier(name)}) AS distinct${index}`,
    `coalesce(max(length(${identifier(name)})), 0) AS longest${index}`,
  ]);
  const [row = {}] = await engine.rows(`SELECT count(*) AS rows, ${asked.join(', ')} FROM (${query})`);
  for (const [index, name] of columns.entries())
    counts.set(name, {
      rows: Number(row['rows']),
      present: Number(row[`present${index}`]),
      distinct: Number(row[`distinct${index}`]),
      longest: Number(row[`longest${index}`]),
      values: await valuesOf(engine, query, name),
    });
}

async function valuesOf(engine: DuckDb, query: string, name: string): Promise<ColumnCounts['values']> {
  const groups = `SELECT ${identifier(name)} AS text, count(*) AS rows FROM (${query}) WHERE ${identifier(name)} IS NOT NULL GROUP BY 1`;
  const found = await engine.rows(
    `WITH groups AS MATERIALIZED (${groups})
     SELECT text, rows FROM (
       (SELECT * FROM groups ORDER BY rows DESC, hash(text), text LIMIT ${MOST_VALUES})
       UNION (SELECT * FROM groups ORDER BY length(text) DESC, text LIMIT ${LONGEST_VALUES})
       UNION (SELECT * FROM groups ORDER BY text LIMIT ${LONGEST_VALUES})
       UNION (SELECT * FROM groups ORDER BY text DESC LIMIT ${LONGEST_VALUES})
     ) ORDER BY rows DESC, text`,
  );
  return found.map(({ text, rows }) => ({ text: String(text), rows: Number(rows) }));
}

/** Rows that differ, and how many different values columns have together in these; null in one of them is none. */
export async function countTogether(
  engine: DuckDb,
  { query, columns }: RowsToCount,
  sets: readonly (readonly string[])[],
  /** Further columns of the query that tell rows apart. */
  beside: readonly string[] = [],
): Promise<{ readonly rows: number; readonly distinct: readonly number[] }> {
  const all = [...beside, ...columns].map(identifier).join(', ');
  // Rows that come again as they are are one; two elements of one array that are alike are two.
  const different = `SELECT ${beside.length > 0 ? '' : 'DISTINCT '}${all} FROM (${query})`;
  const rows = await engine.number(`SELECT count(*) FROM (${different})`);
  const distinct: number[] = [];
  for (let from = 0; from < sets.length; from += AT_ONCE) {
    const asked = sets.slice(from, from + AT_ONCE).map((set, index) => {
      // One value alone is no tuple.
      const values = [...[...beside, ...set].map(identifier), '0'].join(', ');
      return `count(DISTINCT (${values})) AS distinct${index}`;
    });
    const [row = {}] = await engine.rows(`SELECT ${asked.join(', ')} FROM (${different})`);
    distinct.push(...asked.map((_, index) => Number(row[`distinct${index}`])));
  }
  return { rows, distinct };
}

/** A value without blanks around it, under a name; nothing where nothing is left. */
export function trimmed(value: string, name: string): string {
  return `nullif(trim(${value}, ${BLANKS}), '') AS ${identifier(name)}`;
}
