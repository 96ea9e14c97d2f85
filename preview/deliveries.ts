import { duckDbText, identifier } from '../compilers/internal';
import { type DataContract, type Interval } from '../model';
import { type DuckDb } from './duckdb';
import { type LoadedSource } from './sources';
import { NOT_LOOKED_AT, windowFailures } from './window-failures';

/** The window of files whose path names no day: they are one delivery, before all others. */
const UNDATED = '1970-01-01 00:00:00';

const DAY_MINUTES = 24 * 60;

/** A day, and a time right after it, as people and pipelines write them in names: 2026-01-31, 2026/01/31/06, 20260131T0600. */
const NAMED_TIME =
  /(?<!\d)((?:19|20)\d\d)[-_/.]?(0[1-9]|1[0-2])[-_/.]?(0[1-9]|[12]\d|3[01])(?:[-_/. T]?([01]\d|2[0-3])(?:[-_/.:h]?([0-5]\d))?(?!-?\d))?(?!\d)/g;

/**
 * The start of the window that a file was delivered in, as `YYYY-MM-DD HH:MM:SS`, by the first day that its path names; where windows are
 * shorter than a day, by the time after it too.
 */
export function windowOf(file: string, { minutes: length }: Interval): string {
  for (const [, year = '', month = '', day = '', hour = '00', minute = '00'] of file.matchAll(NAMED_TIME)) {
    const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
    // Days that no month has.
    if (date.getUTCDate() !== Number(day)) continue;
    if (length >= DAY_MINUTES) return `${year}-${month}-${day} 00:00:00`;
    const minutes = Math.floor((Number(hour) * 60 + Number(minute)) / length) * length;
    return new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  }
  return UNDATED;
}

/** The relation with the files of a source that is a snapshot, each with its window. */
export function deliveriesRelation(source: string): string {
  return identifier(`${source} deliveries`);
}

/** What has been loaded of a source. */
export interface LoadedDelivery {
  /** Its files, as paths inside its folder, also those with nothing in them. */
  readonly files: readonly string[];
  /** What became of them. */
  readonly loaded: LoadedSource;
  /** Parquet file of the rows and files that cannot be used. */
  readonly quarantine: string;
}

/** Makes the relation of a source's deliveries: in which window each file came, and whether its window fails in Azure. */
export async function recordDeliveries(
  engine: DuckDb,
  contract: DataContract,
  { files, loaded, quarantine }: LoadedDelivery,
): Promise<void> {
  const fails = windowFailures(contract, loaded);
  // No pipeline looks at files of another extension.
  const unread = new Set(
    loaded.files.flatMap(({ file, rule }) => (NOT_LOOKED_AT.includes(rule) ? [file] : [])),
  );
  const rules = fails.map((rule) => `starts_with(_reason, ${duckDbText(`${rule}: `)})`);
  const broken = new Set(
    fails.length === 0
      ? []
      : (
          await engine.rows(
            `SELECT DISTINCT _source_file AS file FROM read_parquet(${duckDbText(quarantine)}) WHERE ${rules.join(' OR ')}`,
          )
        ).map(({ file }) => String(file)),
  );
  const relation = deliveriesRelation(contract.name);
  await engine.run(`CREATE TEMP TABLE ${relation} (file VARCHAR, window_start TIMESTAMP, broken BOOLEAN)`);
  const rows = files
    .filter((file) => !unread.has(file))
    .map(
      (file) =>
        `(${duckDbText(file)}, ${duckDbText(windowOf(file, contract.delivery.every))}, ${broken.has(file)})`,
    );
  if (rows.length > 0) await engine.run(`INSERT INTO ${relation} VALUES ${rows.join(', ')}`);
}
