import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { duckDbText, identifier } from '../../compilers/internal';
import { type Company, type DataContract, eventTimeOf, readsOf, type Table } from '../../model';
import { type FinishedRun } from '../../preview';

/** How new the newest row of a source is. */
export interface Freshness {
  /** The owner. */
  readonly department: string;
  /** The source. */
  readonly source: string;
  /** Whether its rows say when they happened; what does not, such as a snapshot, is as new as its delivery. */
  readonly timed: boolean;
  /** The event time of its newest row, as the engine writes it; undefined where there is none. */
  readonly newest: string | undefined;
  /** Minutes from there to what stands for now; of a day, from its end. */
  readonly behind: number | undefined;
  /** Minutes that its contract allows. */
  readonly allowed: number;
}

/**
 * The newest event of each source. A preview has no clock: the middle one of the newest events of all sources stands for now,
 * which a single wrong timestamp in the future does not move.
 */
export async function freshnessOf(company: Company, run: FinishedRun): Promise<Freshness[]> {
  const sources = company.departments.flatMap(({ name, sources: contracts, tables }) =>
    contracts.map((contract) => ({ department: name, contract, table: mappingOf(contract, tables) })),
  );
  const found: { department: string; contract: DataContract; newest: string | undefined }[] = [];
  for (const { department, contract, table } of sources)
    found.push({ department, contract, newest: table && (await newestOf(run, contract, table)) });
  const ends = found
    .flatMap(({ newest }) => (newest === undefined ? [] : [endOf(newest)]))
    .sort((a, b) => a - b);
  const now = ends[Math.floor(ends.length / 2)] ?? 0;
  return found.map(({ department, contract, newest }) => ({
    department,
    source: contract.name,
    timed: contract.eventTime !== undefined,
    newest,
    behind: newest === undefined ? undefined : Math.max(0, Math.round((now - endOf(newest)) / 60_000)),
    allowed: contract.freshnessMinutes,
  }));
}

/** The silver table that has the rows of a source with their event time. */
function mappingOf({ name, eventTime }: DataContract, tables: readonly Table[]): Table | undefined {
  return tables.find(
    ({ relation, columns }) =>
      columns.some((column) => column.name === eventTime) &&
      readsOf(relation).some((read) => read.zone === 'bronze' && read.name === name),
  );
}

async function newestOf(run: FinishedRun, contract: DataContract, table: Table): Promise<string | undefined> {
  const file = join(run.folder, table.zone, `${table.name}.parquet`);
  if (!existsSync(file)) return undefined;
  const [row] = await run.query(
    `SELECT CAST(max(${identifier(eventTimeOf(contract))}) AS VARCHAR) AS newest FROM read_parquet(${duckDbText(file)})`,
  );
  return (row?.['newest'] ?? undefined) as string | undefined;
}

/** When a timestamp is; of a day, when it ends. */
function endOf(text: string): number {
  const day = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  return text.length > 10 ? Date.parse(`${text.replace(' ', 'T')}Z`) : day + 24 * 60 * 60_000;
}
