import { type Company, type EstimatedRows } from '../model';
import { type ErasedPersons } from './erasure';
import { type RunReport } from './report';

/** Stands in for the secret pepper. It is in the source code, so it is NOT secret: previews protect nobody's identity. */
export const PREVIEW_PEPPER = 'preview-pepper-not-secret';

/**
 * Most memory of the engine, in MiB, when nobody says: the process stays below 2 GiB with a source of any size, because what the
 * engine and Node.js hold beside it is about half as much.
 */
export const DEFAULT_MEMORY_MIB = 1024;

/** What a preview reads and writes. */
export interface PreviewOptions {
  /** Folder with one sub-folder for each source; sample data is generated when it is left out. */
  readonly data?: string;
  /** Folder for the result. What an earlier run wrote is replaced, once this one has succeeded; other files are left alone. */
  readonly out: string;
  /** Seed of the sample data, a whole number from 0; same seed, same rows. @default 1 */
  readonly seed?: number;
  /** Most memory of the engine, in MiB; beyond it, the engine spills to disk. @default {@link DEFAULT_MEMORY_MIB} */
  readonly memoryMiB?: number;
  /**
   * Persons whose data are erased, as `<department>_erase` does in the lake: what identifies them, by the kind of person of
   * their contract's `.subject()`. @default nobody
   */
  readonly erase?: ErasedPersons;
  /** What the platform is estimated to cost, for gold that reads it. @default nothing is known of it: no rows */
  readonly estimate?: EstimatedRows;
  /** Called as the run goes on, with a line for people. */
  readonly progress?: (line: string) => void;
  /** Adds files of its own to a run that has succeeded, before they take the place of earlier ones: such as the page for people. */
  readonly finish?: (run: FinishedRun) => Promise<void>;
}

/** A run whose tables are all written, and not yet in their place. */
export interface FinishedRun {
  /** The company whose flows have run. */
  readonly company: Company;
  /** What became of its rows, as `run.json` says it. */
  readonly report: RunReport;
  /** The folder with its files, such as `gold/daily_revenue.parquet`; what is written there becomes part of the result. */
  readonly folder: string;
  /** Milliseconds that each table took, by zone and name (`gold/daily_revenue`): measured, and so never the same twice. */
  readonly milliseconds: ReadonlyMap<string, number>;
  /** Asks the engine; whole numbers of 64 bits and decimals come as text. */
  readonly query: (sql: string) => Promise<Record<string, string | number | boolean | null>[]>;
}
