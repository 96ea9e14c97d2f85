/** Encodings of text files. */
export type FileEncoding = 'utf-8' | 'utf-16' | 'utf-16be' | 'windows-1252' | 'iso-8859-1';

/** How the files of a source are written, where that is not plain UTF-8 with commas and a header; see `docs/formats.md`. */
export interface FileOptions {
  /** CSV: one character of ASCII that stands between values. @default ',' */
  readonly delimiter?: string;
  /** CSV: stands around values; `''` where values are never quoted. @default '"' */
  readonly quote?: string;
  /**
   * CSV: stands before a quote inside quotes: a backslash, or the quote itself. Where values are never quoted, a backslash before a
   * delimiter that is part of a value, and before a backslash. @default the quote itself
   */
  readonly escape?: string;
  /**
   * CSV: whether the first line names the columns; without it, files have the columns of the contract, in its order, and no
   * others. @default true
   */
  readonly header?: boolean;
  /** CSV: lines before the header, or before the rows, that are no part of the table; empty ones are not counted. @default 0 */
  readonly skipLines?: number;
  /** Not offered: Data Factory knows no lines of comment. Lines at the start can be skipped by `skipLines`. */
  readonly comment?: string;
  /** JSON: names that lead to the array of records in a document, from the outside in. @default a document is a row */
  readonly records?: readonly string[];
  /** Encoding of the text; a byte order mark is no part of it. @default 'utf-8' */
  readonly encoding?: FileEncoding;
  /** CSV: what the names of files end in behind the point, such as `tsv` or `txt`. @default 'csv' */
  readonly extension?: string;
  /** Each file is compressed, and its name ends in `.gz`. @default it is not */
  readonly compression?: 'gzip';
}

/** How CSV files are written, defaults filled in. */
export interface CsvLayout {
  /** Between values. */
  readonly delimiter: string;
  /** Around values; empty for none. */
  readonly quote: string;
  /** Before a quote inside quotes. */
  readonly escape: string;
  /** Whether the first line names the columns. */
  readonly header: boolean;
  /** Lines before it that are not empty. */
  readonly skipLines: number;
}

/** How the CSV files of a source are written. */
export function csvLayout(options: FileOptions = {}): CsvLayout {
  const { delimiter = ',', quote = '"', header = true, skipLines = 0 } = options;
  return { delimiter, quote, escape: options.escape ?? quote, header, skipLines };
}
