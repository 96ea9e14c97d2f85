import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { duckDbText, identifier } from '../compilers/internal';
import {
  type AlertRule,
  type Company,
  type DataContract,
  type EstimatedRows,
  type Table,
  throwIssues,
  type Issue,
} from '../model';
import { type DuckDb } from '../preview/duckdb';
import { runWith } from '../preview/run';
import { type Cells } from '../preview/sample-data/files';
import { writeDelivery } from '../preview/sample-data/delivery';
import { withEngine } from './engine';
import { cellsOf } from './given-rows';
import { type ComparedRow, comparedValue } from './values';

/** The rows that a window delivers, by source. */
export type Delivery = ReadonlyMap<DataContract, readonly Readonly<Record<string, unknown>>[]>;

/** Rows that broke a rule. */
export interface QuarantinedRows {
  /** The table whose check it is, or the source whose file could not be read. */
  readonly from: string;
  /** The rows as they arrived, with `rule`. */
  readonly rows: readonly ComparedRow[];
}

/** What became of deliveries. */
export interface FlowOutcome {
  /** The rows of the table in the end. */
  readonly rows: readonly ComparedRow[];
  /** What broke a rule on the way. */
  readonly quarantined: readonly QuarantinedRows[];
  /** What alert rules would have raised, by rule. */
  readonly raised: ReadonlyMap<AlertRule, readonly ComparedRow[]>;
}

/** What is run. */
export interface FlowRun {
  /** The tables, sources and alert rules. */
  readonly company: Company;
  /** The table that is looked at. */
  readonly table: Table;
  /** The deliveries, window by window. */
  readonly windows: readonly Delivery[];
  /** What the platform is estimated to cost. @default no rows */
  readonly estimate?: EstimatedRows;
}

/**
 * Runs deliveries through all flows up to a table, by the code of the preview, in memory.
 *
 * @throws LakehouseError when rows cannot be delivered as they were given (LH8141, LH8143).
 */
export function runFlows({ company, table, windows, estimate }: FlowRun): Promise<FlowOutcome> {
  return withEngine(async (engine, folder) => {
    const data = join(folder, 'data');
    deliver(company, windows, data);
    await runWith(engine, folder, company, {
      data,
      out: join(folder, 'out'),
      ...(estimate && { estimate }),
    });
    const tables = await engine.rows('SELECT table_name AS name FROM duckdb_tables() ORDER BY name');
    const names = tables.map(({ name }) => String(name));
    return {
      rows: await rowsOf(engine, join(folder, table.zone, `${table.name}.parquet`), table),
      quarantined: await quarantineOf(engine, join(folder, 'quarantine'), names),
      raised: await raisedBy(engine, company, folder, names),
    };
  });
}

function deliver(company: Company, windows: readonly Delivery[], data: string): void {
  const issues: Issue[] = [];
  // A table that only reads what the platform is estimated to cost has no source.
  mkdirSync(data, { recursive: true });
  for (const contract of company.departments.flatMap(({ sources }) => sources)) {
    const home = join(data, contract.name);
    mkdirSync(home, { recursive: true });
    // What is delivered twice is the same both times, also where it is made up.
    const made = new Map<Delivery, Cells[]>();
    let row = 0;
    for (const [window, delivery] of windows.entries()) {
      const cells =
        made.get(delivery) ??
        (delivery.get(contract) ?? []).map((given) =>
          cellsOf(contract, given, { window, row: row++ }, issues),
        );
      made.set(delivery, cells);
      // A later delivery has the greater path, as windows have in the lake.
      if (cells.length > 0 && issues.length === 0)
        writeDelivery(contract, cells, home, `window-${String(window + 1).padStart(4, '0')}`);
    }
  }
  throwIssues('flow test', issues);
}

async function rowsOf(
  engine: DuckDb,
  file: string,
  { columns }: Pick<Table, 'columns'>,
): Promise<ComparedRow[]> {
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const rows = await engine.rows(`SELECT * FROM ${engine.written(file)} ORDER BY ALL`);
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, comparedValue(value, types.get(name))]),
    ),
  );
}

async function quarantineOf(
  engine: DuckDb,
  folder: string,
  names: readonly string[],
): Promise<QuarantinedRows[]> {
  const found: QuarantinedRows[] = [];
  for (const name of names.filter((each) => each.startsWith(folder))) {
    const [from = ''] = name.slice(folder.length + 1).split('.');
    const rows = await rowsOf(engine, name, { columns: [] });
    if (rows.length > 0) found.push({ from, rows: rows.map(withRule) });
  }
  return found;
}

/** Of a row that cannot be read, the rule begins the reason. */
function withRule({ _rule: rule, _reason: reason, ...row }: ComparedRow): ComparedRow {
  return { rule: rule ?? reason?.split(': ', 1)[0] ?? null, ...row };
}

async function raisedBy(
  engine: DuckDb,
  { departments }: Company,
  folder: string,
  names: readonly string[],
): Promise<Map<AlertRule, ComparedRow[]>> {
  const raised = new Map<AlertRule, ComparedRow[]>();
  for (const { name, alerts } of departments)
    for (const rule of alerts) {
      const file = join(folder, 'alerts', `${name}.${rule.name}.parquet`);
      if (!names.includes(file)) continue;
      const types = await engine.rows(
        `SELECT column_name AS name, data_type AS type FROM duckdb_columns() WHERE table_name = ${duckDbText(file)}`,
      );
      const timestamps = types.filter(({ type }) => String(type).startsWith('TIMESTAMP'));
      const rows = await engine.rows(`SELECT * FROM ${identifier(file)}`);
      raised.set(
        rule,
        rows.map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([column, value]) => [
              column,
              comparedValue(
                value,
                timestamps.some((each) => each['name'] === column) ? { kind: 'timestamp' } : undefined,
              ),
            ]),
          ),
        ),
      );
    }
  return raised;
}
