import { compileDataFlow, compileDuckDb, compileGold, duckDbType } from '../../compilers/internal';
import {
  type ColumnInfo,
  type DataType,
  decimalType,
  ERASURE_LIST,
  METADATA_COLUMNS,
  PERSON_COLUMN,
  type Readable,
  SUBJECT_COLUMN,
  type Table,
} from '../../model';
import { type DuckDb } from '../../preview/duckdb';
import { runDataFlowScriptWithActions } from '../emulators/data-flow-script';
import type { TextTable } from '../emulators/text-table';
import { ServerlessPool } from '../emulators/tsql';

/** Rows that a flow reads, by the name of what it reads. */
export type Inputs = Readonly<Record<string, TextTable>>;

/** What a target makes of a table: its rows, and those that each check sends away. */
export interface Outcome {
  readonly rows: string[];
  readonly quarantined: Readonly<Record<string, string[]>>;
}

/** Metadata columns, which only some tables have, and no reader sees. */
const LOADED: readonly string[] = METADATA_COLUMNS;

/** Stands in for the pepper on every target. */
export const PEPPER = 'test-pepper';

/** Runs the flow of a table on DuckDB, as the preview does. */
export async function onDuckDb(
  table: Table,
  inputs: Inputs,
  engine: DuckDb,
  /** The files of a source that is a snapshot, as SQL. */
  deliveries?: string,
): Promise<Outcome> {
  const made: string[] = [];
  try {
    return await runOnDuckDb(table, inputs, engine, { made, deliveries });
  } finally {
    for (const name of made) await engine.run(`DROP TABLE IF EXISTS ${name}`);
  }
}

async function runOnDuckDb(
  table: Table,
  inputs: Inputs,
  engine: DuckDb,
  { made, deliveries }: { readonly made: string[]; readonly deliveries: string | undefined },
): Promise<Outcome> {
  for (const [name, input] of Object.entries(inputs)) {
    const columns = input.columns.map((column) => `"${column.name}" ${duckDbType(typeNamed(column.type))}`);
    made.push(`"in_${name}"`);
    await engine.run(`CREATE TABLE "in_${name}" (${columns.join(', ')})`);
    for (const row of input.rows)
      await engine.run(`INSERT INTO "in_${name}" VALUES (${row.map(sqlText).join(', ')})`);
  }
  const compiled = compileDuckDb(table, {
    pepper: PEPPER,
    prefix: table.name,
    relation: (readable) => erasedOr(readable, inputs) ?? `"in_${readable.name}"`,
    ...(deliveries !== undefined && { deliveries: () => deliveries }),
  });
  const quarantined: Record<string, string[]> = {};
  for (const check of compiled.checks) {
    await engine.run(check.setup);
    made.push(check.table);
    const rows = await engine.rows(check.quarantined);
    quarantined[check.name] = sorted(
      rows.map((row) => Object.values(row).map((value) => (value === null ? null : String(value)))),
    );
  }
  const cells = table.columns.map(({ name, type }) => `${canonicalDuckDb(`"${name}"`, type)} AS "${name}"`);
  const rows = await engine.rows(`SELECT ${cells.join(', ')} FROM (${compiled.query})`);
  return {
    rows: sorted(
      rows.map((row) => table.columns.map(({ name, type }) => canonical(row[name] as string | null, type))),
    ),
    quarantined,
  };
}

/** Runs the flow of a silver table as mapping data flow script; `existing` is what the table already holds. */
export function onDataFlow(table: Table, inputs: Inputs, existing?: TextTable): Outcome {
  const flow = compileDataFlow(table, {
    read: ({ name }) => ({ fileSystem: 'in', folder: name }),
    write: ({ name }) => ({ fileSystem: 'silver', folder: name }),
    quarantine: ({ name }, check) => ({ fileSystem: 'quarantine', folder: `${name}/${check}` }),
  });
  const empty = {
    columns: table.columns.map(({ name, type }) => ({ name, type: scriptName(type) })),
    rows: [],
  };
  const sources = flow.sources.map(({ name, location }) => {
    const own = location.fileSystem === 'silver';
    return [name, own ? (existing ?? empty) : inputOf(inputs, location.folder)] as const;
  });
  const parameters = Object.fromEntries(
    flow.parameters.map((name) => [name, name === 'pepper' ? `'${PEPPER}'` : "'2026/01/05/10'"]),
  );
  const sinks = runDataFlowScriptWithActions(
    flow.scriptLines.join('\n'),
    Object.fromEntries(sources),
    parameters,
  );
  const quarantined: Record<string, string[]> = {};
  let rows: string[] = [];
  for (const { name, location } of flow.sinks) {
    const result = sinks[name];
    if (!result) throw new Error(`the script has no sink ${name}`);
    // A table that is not there yet takes all rows, whatever they are marked for.
    const written = existing ? result.table : result.received;
    if (location.fileSystem === 'quarantine')
      quarantined[location.folder.split('/')[1] ?? ''] = sorted(written.rows);
    else if (location.folder.endsWith('__versions')) continue;
    else rows = sorted(ordered(written, table.columns));
  }
  return { rows, quarantined };
}

/** Runs the flow of a gold table as T-SQL on a serverless pool. */
export function onServerless(table: Table, inputs: Inputs): Outcome {
  const lake = 'https://lake.dfs.core.windows.net';
  const files = Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [`${lake}/in/${name}/`, input]),
  );
  const pool = new ServerlessPool({ files });
  pool.execute('master', 'CREATE DATABASE [test] COLLATE Latin1_General_100_BIN2_UTF8');
  const view = { ...table, materialized: false };
  const batches = compileGold([view], {
    sources: [{ name: 'in', location: `${lake}/in` }],
    goldSource: 'in',
    locate: ({ name }) => ({ dataSource: 'in', folder: name }),
  });
  for (const { sql } of batches) pool.execute('test', sql);
  const columns = table.columns.map(({ name }) => `[${name}]`).join(', ');
  const result = pool.query('test', `SELECT ${columns} FROM [gold].[${table.name}]`);
  return {
    rows: sorted(
      result.rows.map((row) => row.map((cell, index) => canonical(cell, table.columns[index]?.type))),
    ),
    quarantined: {},
  };
}

/** A table from its columns and rows; `null` for null, everything else as canonical text. */
export function textTable(
  columns: Readonly<Record<string, string>>,
  ...rows: readonly (readonly (string | null)[])[]
): TextTable {
  return { columns: Object.entries(columns).map(([name, type]) => ({ name, type })), rows };
}

/** Rows as they are compared: one line each, sorted. */
export function sorted(rows: readonly (readonly (string | null)[])[]): string[] {
  return rows.map((row) => row.map((cell) => (cell === null ? 'NULL' : `'${cell}'`)).join(' | ')).sort();
}

/** Nobody is erased, where a test says nothing of it. */
const NOBODY = textTable({ [SUBJECT_COLUMN]: 'string', [PERSON_COLUMN]: 'string' });

function erasedOr({ zone, name }: Readable, inputs: Inputs): string | undefined {
  if (zone !== 'erasures' || inputs[name]) return undefined;
  return `(SELECT '' AS ${SUBJECT_COLUMN}, '' AS ${PERSON_COLUMN} WHERE false)`;
}

/** The rows that a flow reads. */
export function inputOf(inputs: Inputs, name: string): TextTable {
  if (name === ERASURE_LIST.name) return inputs[name] ?? NOBODY;
  const input = inputs[name];
  if (!input) throw new Error(`no rows for ${name}`);
  return input;
}

function ordered(written: TextTable, columns: readonly ColumnInfo[]): (string | null)[][] {
  const places = columns.map(({ name }) => written.columns.findIndex((column) => column.name === name));
  const extra = written.columns.filter(({ name }) => !columns.some((column) => column.name === name));
  if (places.includes(-1) || extra.some(({ name }) => !LOADED.includes(name))) {
    throw new Error(`the sink has ${written.columns.map(({ name }) => name).join(', ')}`);
  }
  return written.rows.map((row) =>
    places.map((place, index) => canonical(row[place] ?? null, columns[index]?.type)),
  );
}

function canonical(cell: string | null, type: DataType | undefined): string | null {
  if (cell === null) return null;
  if (type?.kind === 'boolean') return cell === '1' ? 'true' : cell === '0' ? 'false' : cell;
  return type?.kind === 'double' ? String(Number(cell)) : cell;
}

function canonicalDuckDb(column: string, { kind }: DataType): string {
  return kind === 'timestamp' ? `strftime(${column}, '%Y-%m-%d %H:%M:%S.%f')` : `CAST(${column} AS VARCHAR)`;
}

function scriptName(type: DataType): string {
  return type.kind === 'decimal' ? `decimal(${type.precision},${type.scale})` : type.kind;
}

function typeNamed(name: string): DataType {
  const [, precision, scale] = /^decimal\((\d+),(\d+)\)$/.exec(name) ?? [];
  if (precision !== undefined) return decimalType(Number(precision), Number(scale));
  return name === 'string' ? { kind: 'string', length: 256 } : { kind: name as 'integer' };
}

function sqlText(value: string | null): string {
  return value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
}
