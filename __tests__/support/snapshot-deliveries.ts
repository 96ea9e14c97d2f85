import { type DataContract, type Table } from '../../model';
import { type DuckDb } from '../../preview/duckdb';
import { rowsIn, runOnDelta, type Silver } from './delta-runs';
import { onDuckDb, type Outcome, textTable } from './targets';
import type { TextTable } from '../emulators/text-table';

/** The rows of one window, as text; what a row does not have is missing. */
export interface Delivery {
  /** The day of the window, `YYYY-MM-DD`. */
  readonly day: string;
  /** The rows; the file that each is in may stand in `_source_file`. */
  readonly rows: readonly Readonly<Record<string, string | null>>[];
}

/** Rows of bronze. */
function raw(contract: DataContract, deliveries: readonly Delivery[]): TextTable {
  const names = [...Object.keys(contract.columns), '_source_file', '_run_id'];
  const cells = deliveries.flatMap(({ day, rows }) =>
    rows.map((row) =>
      names.map(
        (name) => row[name] ?? (name === '_source_file' ? `${day}.csv` : name === '_run_id' ? 'r' : null),
      ),
    ),
  );
  return textTable(Object.fromEntries(names.map((name) => [name, 'string'])), ...cells);
}

/** All deliveries at once, as the preview has them. */
export async function previewed(
  table: Table,
  contract: DataContract,
  deliveries: readonly Delivery[],
  engine: DuckDb,
): Promise<Outcome> {
  const files = deliveries.flatMap(({ day, rows }) =>
    [...new Set([`${day}.csv`, ...rows.flatMap((row) => row['_source_file'] ?? [])])].map(
      (file) => `('${file}', TIMESTAMP '${day} 00:00:00', false)`,
    ),
  );
  const relation =
    files.length === 0
      ? `(SELECT '' AS file, TIMESTAMP '2026-01-01' AS window_start, false AS broken WHERE false)`
      : `(SELECT * FROM (VALUES ${files.join(', ')}) AS d(file, window_start, broken))`;
  return onDuckDb(table, { [contract.name]: raw(contract, deliveries) }, engine, relation);
}

/** Window by window, in the order that is given, as the pipelines run them. */
export function runInWindows(
  table: Table,
  contract: DataContract,
  deliveries: readonly Delivery[],
  silver: Silver = {},
): Silver {
  return deliveries.reduce<Silver>(
    (before, delivery) =>
      runOnDelta(table, { [contract.name]: raw(contract, [delivery]) }, before, {
        window: delivery.day.replaceAll('-', '/'),
      }).silver,
    silver,
  );
}

/** The rows of the table after all windows. */
export function inWindows(table: Table, contract: DataContract, deliveries: readonly Delivery[]): string[] {
  return rowsIn(runInWindows(table, contract, deliveries)[table.name], table.columns);
}
