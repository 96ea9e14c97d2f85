import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ColumnInfo, type Company, LakehouseError, type Table } from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { runWith } from '../../preview/run';
import { writeDelivery } from '../../preview/sample-data/delivery';
import { type SmokeTestPlace } from '../../stacks/smoke-document';

/** A row of texts, by column. */
export type TextRow = Readonly<Record<string, string | null>>;

/** What a smoke test sends, and what the preview makes of it. */
export interface Expected {
  /** The row, in the order of the source's columns. */
  readonly row: readonly string[];
  /** The silver rows, in the form of {@link comparable}. */
  readonly silver: readonly TextRow[];
  /** The gold rows. @default the test reads none */
  readonly gold?: readonly TextRow[];
}

/** Most memory of the engine, in MiB, when nobody says: a few rows need no more. */
export const SMOKE_MEMORY_MIB = 256;

/** Rows that are tried until one comes through every layer of the preview. */
const MOST_TRIED = 20;

/** A day of the deliveries that the preview reads. */
const DAY = '2000-01-01';

/**
 * A row of a source that comes through every layer, and what it becomes there, by the preview.
 *
 * @param company whose flows run.
 * @param place which department, source and tables.
 * @param memoryMiB most memory of the engine, in MiB. @default {@link SMOKE_MEMORY_MIB}
 * @throws LakehouseError when there is no such row (LH9352).
 */
export async function expectedRows(
  company: Company,
  place: SmokeTestPlace,
  memoryMiB: number = SMOKE_MEMORY_MIB,
): Promise<Expected> {
  const { reduced, table, gold } = chainOf(company, place);
  const home = mkdtempSync(join(tmpdir(), 'lakehouse-smoke-'));
  try {
    const candidates = await previewed(
      reduced,
      { folder: join(home, 'samples'), memoryMiB },
      (query, folder) => query(`SELECT * FROM '${folder}/bronze/${place.source}.parquet' LIMIT 500`),
    );
    const { source } = reduced;
    const names = Object.keys(source.columns);
    const whole = candidates.filter((row) => names.every((name) => (row[name] ?? '') !== ''));
    for (const [index, found] of whole.slice(0, MOST_TRIED).entries()) {
      const cells = Object.fromEntries(names.map((name) => [name, String(found[name])]));
      const data = join(home, `data-${index}`);
      mkdirSync(join(data, source.name), { recursive: true });
      writeDelivery(source, [cells], join(data, source.name), DAY);
      const rows = await previewed(
        reduced,
        { folder: join(home, `run-${index}`), data, memoryMiB },
        async (query, folder) => ({
          silver: await tableRows(query, `${folder}/silver/${table.name}.parquet`, table),
          ...(gold && { gold: await tableRows(query, `${folder}/gold/${gold.name}.parquet`, gold) }),
        }),
      );
      if (rows.silver.length !== 1 || rows.gold?.length === 0) continue;
      return { row: names.map((name) => cells[name] ?? ''), ...rows };
    }
    throw noSuchRow(place);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** A text that is the same for every engine that means the same value; metadata columns are of a run, and left out. */
export function comparable({ type }: ColumnInfo, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  switch (type.kind) {
    case 'timestamp':
      return text
        .replace(' ', 'T')
        .replace(/(?:Z|[+-]00(?::?00)?)$/, '')
        .replace(/\.(\d*?)0*$/, (_, digits: string) => (digits === '' ? '' : `.${digits}`));
    case 'date':
      return text.slice(0, 10);
    case 'boolean':
      return /^(?:1|true)$/i.test(text) ? 'true' : 'false';
    case 'decimal':
    case 'integer':
      return text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
    case 'double':
      return String(Number(Number(text).toPrecision(12)));
    default:
      return text;
  }
}

/** The columns of a table that say something about the row. */
export function comparedColumns({ columns }: Pick<Table, 'columns'>): readonly ColumnInfo[] {
  return columns.filter(({ name }) => !name.startsWith('_'));
}

/** The part of a company that a smoke test goes through. */
export function chainOf(company: Company, place: SmokeTestPlace) {
  const department = company.departments.find(({ name }) => name === place.department);
  const source = department?.sources.find(({ name }) => name === place.source);
  const tableNamed = (name: string | undefined): Table | undefined =>
    department?.tables.find((table) => table.name === name);
  const [table, gold] = [tableNamed(place.table), tableNamed(place.gold)];
  if (!department || !source || !table || (place.gold !== undefined && !gold))
    throw new LakehouseError('smoke', [
      {
        code: 'LH9352',
        at: 'smoke',
        prop: 'app',
        got: `does not have what was synthesized: ${place.source}, ${place.table} of ${place.department}`,
        allowed: 'the company that was synthesized',
        change: 'synthesize it again, or name another app with --app',
      },
    ]);
  const own = {
    ...department,
    sources: [source],
    tables: [table, ...(gold ? [gold] : [])],
    alerts: [],
    consumers: [],
    questions: [],
  };
  return { reduced: { company: { ...company, departments: [own] }, source }, table, gold };
}

type Query = (sql: string) => Promise<Record<string, string | number | boolean | null>[]>;

interface PreviewPlace {
  readonly folder: string;
  /** @default generated rows */
  readonly data?: string;
  readonly memoryMiB: number;
}

async function previewed<T>(
  { company }: { readonly company: Company },
  { folder, data, memoryMiB }: PreviewPlace,
  look: (query: Query, folder: string) => Promise<T>,
): Promise<T> {
  mkdirSync(folder);
  const engine = await DuckDb.open({ memoryMiB });
  try {
    let result: { readonly value: T } | undefined;
    await runWith(engine, folder, company, {
      out: folder,
      ...(data !== undefined && { data }),
      finish: async (run) => {
        result = { value: await look(run.query, folder) };
      },
    });
    if (result === undefined) throw new Error('the preview has no result');
    return result.value;
  } finally {
    engine.close();
  }
}

async function tableRows(query: Query, file: string, table: Table): Promise<TextRow[]> {
  const columns = comparedColumns(table);
  const selected = columns.map(({ name }) => `CAST("${name}" AS VARCHAR) AS "${name}"`).join(', ');
  const rows = await query(`SELECT ${selected} FROM '${file}'`);
  return rows.map((row) => comparableRow(table, row));
}

/** A row in the form of {@link comparable}. */
export function comparableRow(
  table: Pick<Table, 'columns'>,
  row: Readonly<Record<string, unknown>>,
): TextRow {
  return Object.fromEntries(
    comparedColumns(table).map((column) => [column.name, comparable(column, row[column.name])]),
  );
}

function noSuchRow({ department, source }: SmokeTestPlace): LakehouseError {
  return new LakehouseError('smoke', [
    {
      code: 'LH9352',
      at: 'smoke',
      prop: source,
      got: `has no generated row that comes through every layer of ${department} by itself`,
      allowed: 'a source of which one complete row comes to silver, and to gold where that is read',
      change: 'give its columns samples that fit, or say smokeTest: false for the department',
    },
  ]);
}
