import { type DriftedColumn } from './column-drift';

/** A file of which no row is used. */
export interface QuarantinedFile {
  /** Name of the source. */
  readonly source: string;
  /** Path inside the source's folder, with forward slashes. */
  readonly file: string;
  /** What it broke, such as `unreadable-file` or `missing-column:id`. */
  readonly rule: string;
  /** Why, in words. */
  readonly reason: string;
  /** Size of the file. */
  readonly bytes: number;
  /** Rows in it; null when they cannot be counted. */
  readonly rows: number | null;
}

/** What became of the files of a source. */
export interface LoadedSource {
  /** Rows in bronze. */
  readonly written: number;
  /** Rows that are not, by rule. A quarantined file counts as its rows, or as one when they cannot be counted. */
  readonly quarantined: Readonly<Record<string, number>>;
  /** Files of which no row is used. */
  readonly files: readonly QuarantinedFile[];
  /** Columns that the contract does not name, by file; those in the names of folders end with an equals sign. */
  readonly ignored: Readonly<Record<string, readonly string[]>>;
  /** Columns that come and go: those that the contract does not name, and those that files lack. */
  readonly drift: readonly DriftedColumn[];
  /** Files in which there is nothing. */
  readonly empty: readonly string[];
  /** Columns of Parquet and Avro that hold lists, objects or other types that a copy in Data Factory does not read. */
  readonly complex: readonly string[];
}

/** Where the rows of a source are read from and written to. */
export interface LoadPaths {
  /** The source's folder. */
  readonly home: string;
  /** Its files, as paths inside it. */
  readonly names: readonly string[];
  /** Parquet file of the rows. */
  readonly bronze: string;
  /** Parquet file of the rows and files that cannot be used. */
  readonly quarantine: string;
}
