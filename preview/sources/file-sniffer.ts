import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { type CsvLayout } from '../../model';
import { type DuckDb } from '../duckdb';
import { reasonOf } from './engine-error';
import { firstRecord } from './csv-records';
import { byteOrderMark } from './records';
import { documentsOf, type Format, readerOf } from './readers';

/** What the start of a file says of the rest. */
export interface SniffedFile {
  /** By extension; of `.json`, by what it begins with. */
  readonly format: Format;
  /** Names of its columns; of JSON, the keys of its first lines. */
  readonly columns: readonly string[];
  /** Files of a source with the same kind are read together. */
  readonly kind: string;
  /** Whether it begins with a byte order mark. */
  readonly marked: boolean;
  /** Of CSV: lines before the header, or before the rows. @default none */
  readonly skip?: number;
}

/** How the CSV files of a source are written, and the columns that they have without a header. */
export interface CsvForm {
  /** As the source says. */
  readonly layout: CsvLayout;
  /** Those of the contract, in its order. */
  readonly columns: readonly string[];
}

/** Why a file cannot be used. */
export interface LoadError {
  /** By this the report counts. */
  readonly rule: string;
  /** In words. */
  readonly reason: string;
  /** Rows that go with it, when they can be counted. */
  readonly rows?: number;
}

/** Extensions of the formats that are read. */
export const EXTENSIONS = ['.csv', '.json', '.jsonl', '.ndjson', '.parquet'] as const;

/** Documents of a JSON file whose keys are looked at, for the report of ignored ones; of lines, those within the bytes below. */
const SAMPLED_LINES = 100;

const SAMPLED_BYTES = 64 * 1024;

/** Reads the start of a file. */
export async function sniffFile(
  path: string,
  engine: DuckDb,
  form: CsvForm,
): Promise<SniffedFile | LoadError> {
  const extension = extname(path).toLowerCase();
  try {
    if (extension === '.parquet') return await sniffParquet(path, engine);
    if (!EXTENSIONS.some((known) => known === extension))
      return {
        rule: 'unknown-format',
        reason: `ends in "${extname(path)}"; allowed: ${EXTENSIONS.join(', ')}`,
      };
    const start = startOf(path);
    if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff))
      return {
        rule: 'not-utf8',
        reason: "is in UTF-16; allowed: UTF-8, unless its source says options: { encoding: 'utf-16' }",
      };
    return extension === '.csv' ? sniffCsv(path, start, form) : await sniffJson(path, start, engine);
  } catch (error) {
    return { rule: 'unreadable-file', reason: reasonOf(error, path) };
  }
}

function sniffCsv(
  path: string,
  start: Buffer,
  { layout, columns: promised }: CsvForm,
): SniffedFile | LoadError {
  const first = firstRecord(path, layout);
  if (layout.header && first?.loadError?.startsWith('not-utf8'))
    return {
      rule: 'not-utf8',
      reason:
        "its header holds bytes that are no UTF-8; its source may say options: { encoding: 'windows-1252' }",
    };
  const columns = layout.header ? (first?.fields ?? []) : promised;
  if (columns.join('') === '') return { rule: 'missing-header', reason: 'its first line names no columns' };
  const lineEnd = /\r\n|\r|\n/.exec(start.toString('latin1'))?.[0];
  const skip = layout.skipLines === 0 || first === undefined ? layout.skipLines : first.line - 1;
  return {
    format: 'csv',
    columns,
    kind: JSON.stringify(['csv', columns, lineEnd, skip]),
    marked: byteOrderMark(start) > 0,
    skip,
  };
}

async function sniffJson(path: string, start: Buffer, engine: DuckDb): Promise<SniffedFile> {
  const marked = byteOrderMark(start) > 0;
  const lines = start
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const whole = start.length < SAMPLED_BYTES ? lines : lines.slice(0, -1);
  const format = extname(path).toLowerCase() === '.json' ? jsonFormat(lines) : 'json-lines';
  const keys =
    format === 'json-lines'
      ? whole.slice(0, SAMPLED_LINES).flatMap(keysOf)
      : await keysOfDocuments(path, format, engine);
  return { format, columns: [...new Set(keys)].sort(), kind: format, marked };
}

async function keysOfDocuments(path: string, format: Format, engine: DuckDb): Promise<string[]> {
  try {
    const keys = await engine.rows(
      `SELECT DISTINCT unnest(json_keys(json)) AS key FROM (SELECT json FROM ${documentsOf(path, format)} LIMIT ${SAMPLED_LINES})`,
    );
    return keys.map(({ key }) => String(key));
  } catch {
    // Why it cannot be read shows when all of it is.
    return [];
  }
}

/** Files that end in `.json` hold a document to a line, or documents over several lines, or an array of them. */
function jsonFormat(lines: readonly string[]): Format {
  const [first = ''] = lines;
  const alone = parsed(first) !== undefined;
  if (/^\s*\[/.test(first)) return alone && lines.length > 1 ? 'json-lines' : 'json-array';
  return !alone && /^\s*\{/.test(first) && lines.length > 1 ? 'json-documents' : 'json-lines';
}

function keysOf(line: string): string[] {
  const value = parsed(line);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

async function sniffParquet(path: string, engine: DuckDb): Promise<SniffedFile> {
  const described = await engine.rows(`DESCRIBE SELECT * FROM ${readerOf('parquet', [path], [])}`);
  const columns = described.slice(0, -1).map((column) => String(column['column_name']));
  const types = described.map((column) => String(column['column_type']));
  return { format: 'parquet', columns, kind: JSON.stringify(['parquet', columns, types]), marked: false };
}

function startOf(path: string): Buffer {
  const start = Buffer.alloc(Math.min(SAMPLED_BYTES, statSync(path).size));
  const file = openSync(path, 'r');
  try {
    return start.subarray(0, readSync(file, start));
  } finally {
    closeSync(file);
  }
}
