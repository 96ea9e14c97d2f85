import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { duckDbText, identifier } from '../compilers/internal';
import { type ColumnInfo, type Company, type Table } from '../model';
import { type FinishedRun } from '../preview';
import { isMasked, MASK } from './masking';

/** The rows of a gold table that stand in the page: as the engine writes them, or null. */
export interface GoldRows {
  /** Rows of the table; undefined where the run has written no file of it. */
  readonly count: number | undefined;
  /** The first of them, the newest where the table has a day; a cell for each column. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** The column by which they are the newest. */
  readonly newestBy?: string;
}

/** Most rows of one table in the page. */
export const MAX_ROWS = 1000;
/** Most characters of all rows in the page; tables share what there is, small ones stand in it whole. */
const MAX_CHARACTERS = 500_000;
/** Most characters of one text. */
const MAX_TEXT = 200;

/** The gold Parquet file of a table, as SQL; undefined where the run has not written it. */
export function goldFile({ folder }: Pick<FinishedRun, 'folder'>, table: Table): string | undefined {
  const file = join(folder, 'gold', `${table.name}.parquet`);
  return existsSync(file) ? `read_parquet(${duckDbText(file)})` : undefined;
}

/** Reads what stands in the page, of every gold table. */
export async function readGold(
  company: Company,
  run: FinishedRun,
  showPersonal: boolean,
): Promise<Map<Table, GoldRows>> {
  const read = new Map<Table, GoldRows>();
  const tables = company.departments.flatMap((department) =>
    department.tables.filter(({ zone }) => zone === 'gold'),
  );
  for (const table of tables) read.set(table, await rowsOf(run, table, showPersonal));
  return shared(read);
}

async function rowsOf(run: FinishedRun, table: Table, showPersonal: boolean): Promise<GoldRows> {
  const file = goldFile(run, table);
  if (file === undefined) return { count: undefined, rows: [] };
  const [total] = await run.query(`SELECT count(*) AS n FROM ${file}`);
  const newest = table.columns.find(
    ({ type, classification }) => type.kind === 'date' && classification !== 'personal',
  );
  const order = [
    ...(newest ? [`${identifier(newest.name)} DESC NULLS LAST`] : []),
    ...table.columns.map(({ name }) => identifier(name)),
  ];
  // No column begins with a digit, so that none is taken for another.
  const columns = table.columns.map((column, index) => `${cellOf(column, showPersonal)} AS "${index}"`);
  const found = await run.query(
    `SELECT ${columns.join(', ')} FROM ${file} ORDER BY ${order.join(', ')} LIMIT ${MAX_ROWS}`,
  );
  return {
    count: Number(total?.['n'] ?? 0),
    rows: found.map((row) => table.columns.map((_, index) => row[String(index)] as string | null)),
    ...(newest && { newestBy: newest.name }),
  };
}

function cellOf(column: ColumnInfo, showPersonal: boolean): string {
  const name = identifier(column.name);
  if (isMasked(column, showPersonal)) return `CASE WHEN ${name} IS NOT NULL THEN ${duckDbText(MASK)} END`;
  const text = `CAST(${name} AS VARCHAR)`;
  return `CASE WHEN length(${text}) > ${MAX_TEXT} THEN left(${text}, ${MAX_TEXT}) || '…' ELSE ${text} END`;
}

/** Gives every table an equal part of the room, and what small ones leave to the others. */
function shared(all: ReadonlyMap<Table, GoldRows>): Map<Table, GoldRows> {
  const sizes = new Map([...all].map(([table, { rows }]) => [table, JSON.stringify(rows).length]));
  let room = MAX_CHARACTERS;
  let left = all.size;
  const fitting = new Map<Table, GoldRows>();
  for (const [table] of [...sizes].sort(([, a], [, b]) => a - b)) {
    const rows = all.get(table);
    if (rows === undefined) continue;
    const kept = firstOf(rows, Math.floor(room / left));
    fitting.set(table, kept);
    room -= JSON.stringify(kept.rows).length;
    left -= 1;
  }
  return new Map([...all].map(([table, rows]) => [table, fitting.get(table) ?? rows]));
}

function firstOf(gold: GoldRows, characters: number): GoldRows {
  let used = 2;
  const rows: (readonly (string | null)[])[] = [];
  for (const row of gold.rows) {
    used += JSON.stringify(row).length + 1;
    if (used > characters) break;
    rows.push(row);
  }
  return rows.length === gold.rows.length ? gold : { ...gold, rows };
}
