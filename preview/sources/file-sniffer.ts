import { extname } from 'node:path';
import { duckDbText } from '../../compilers/internal';
import { type DataContract, type FileFormat, LakehouseError } from '../../model';
import { type DuckDb } from '../duckdb';
import { type OpenedAvro, openAvro } from './avro-file';
import { type CsvForm, type CsvHeader, readCsvHeader } from './csv-file';
import { reasonOf } from './engine-error';
import { type Container, containerIn, firstBytes, utf16In } from './first-bytes';
import { readValue, skipBlanks, isWhole } from './json-text';
import { type LoadError } from './load-error';
import { type ParquetColumns, parquetColumns } from './parquet-schema';
import { type Format, withoutPatterns } from './readers';

/** What the start of a file says of the rest. */
export type SniffedFile =
  | { readonly format: 'csv'; readonly columns: readonly string[]; readonly header: CsvHeader }
  | ({ readonly format: 'parquet'; readonly types: readonly string[] } & ParquetColumns)
  | ({ readonly format: 'avro' } & OpenedAvro)
  /** By extension; of `.json`, by what it begins with. */
  | { readonly format: Exclude<Format, 'csv' | 'parquet'> }
  /** Nothing but blanks. */
  | { readonly format: 'empty' };

/** Formats that are read besides CSV, by extension. */
export const FORMATS: Readonly<Record<string, FileFormat>> = {
  '.json': 'json-lines',
  '.jsonl': 'json-lines',
  '.ndjson': 'json-lines',
  '.parquet': 'parquet',
  '.avro': 'avro',
};

const EXTENSIONS = Object.keys(FORMATS);

/** Extensions that are read of every source. */
export const USUAL_EXTENSIONS: readonly string[] = ['.csv', ...EXTENSIONS];

/** Extensions that files of CSV often have instead. */
export const MAY_BE_CSV: readonly string[] = ['.csv', '.tsv', '.txt', '.tab', '.dat', '.psv'];

/** Extensions of what holds tables or files, and is not looked into. */
const WORKBOOKS = ['.xlsx', '.xls', '.xlsm', '.ods'];
const ARCHIVES = ['.zip', '.tar', '.tgz', '.7z', '.rar', '.bz2', '.xz', '.zst'];

/** What the names of a source's CSV files end in: of one that is fetched, the address says it, and landing has another name. */
export function csvExtensions({ delivery }: DataContract): string[] {
  if (delivery.kind !== 'batch' || !('format' in delivery.from)) return ['.csv'];
  const { kind, options } = delivery.from;
  const declared = options?.extension;
  return declared !== undefined ? [`.${declared}`] : kind === 'http' ? ['.csv', '.tsv', '.txt'] : ['.csv'];
}

/** The extension of a file, before that of a compression. */
export function extensionOf(file: string): string {
  return extname(file.toLowerCase().replace(/\.gz$/, ''));
}

const SAMPLED_BYTES = 64 * 1024;

/** Reads the start of a file. */
export async function sniffFile(
  path: string,
  engine: DuckDb,
  form: CsvForm,
): Promise<SniffedFile | LoadError> {
  const extension = extname(path).toLowerCase();
  const { extensions: csv = ['.csv'] } = form;
  const known = [...csv, ...EXTENSIONS];
  try {
    if (!known.includes(extension)) {
      return {
        rule: 'unknown-format',
        reason: `${extension === '' ? 'has a name without an extension' : `ends in "${extname(path)}"`}; allowed: ${known.join(', ')}${extensionHint(extension)}`,
      };
    }
    const start = firstBytes(path, SAMPLED_BYTES);
    if (start.length === 0) return { format: 'empty' };
    if (extension === '.parquet') return await sniffParquet(path, engine);
    if (extension === '.avro') {
      const opened = openAvro(path);
      return 'rule' in opened ? opened : { format: 'avro', ...opened };
    }
    const noText = textError(start);
    if (noText) return noText;
    if (csv.includes(extension)) return sniffCsv(path, form);
    return { format: extension === '.json' ? jsonFormat(start) : 'json-lines' };
  } catch (error) {
    if (error instanceof LakehouseError) throw error;
    return { rule: 'unreadable-file', reason: reasonOf(error, path) };
  }
}

/** What to do with files of an extension that is not read. */
function extensionHint(extension: string): string {
  if (MAY_BE_CSV.includes(extension))
    return `; if its source delivers CSV so, it says options: { extension: '${extension.slice(1)}' }`;
  if (WORKBOOKS.includes(extension)) return '; save each sheet as CSV';
  return ARCHIVES.includes(extension) ? '; unpack it, or pack each file alone with gzip' : '';
}

/** What files are that are no text, and what makes text of them. */
const NO_TEXT: Readonly<Record<Exclude<Container, 'plain'>, string>> = {
  gzip: "is a gzip; if its source delivers these, name them .gz, and say options: { compression: 'gzip' }",
  zip: 'is an archive of zip, as workbooks of spreadsheets are: unpack it, or save each sheet as CSV',
  parquet: 'is Parquet: name it .parquet',
  avro: 'is Avro: name it .avro',
};

/** Why a file that should be text is none, or is in UTF-16. */
function textError(start: Buffer): LoadError | undefined {
  const container = containerIn(start);
  if (container !== 'plain') return { rule: 'unreadable-file', reason: NO_TEXT[container] };
  const encoding = utf16In(start);
  return (
    encoding && {
      rule: 'not-utf8',
      reason: `is in UTF-16; allowed: UTF-8, unless its source says options: { encoding: '${encoding}' }`,
    }
  );
}

function sniffCsv(path: string, form: CsvForm): SniffedFile | LoadError {
  const header = readCsvHeader(path, form);
  if (header === undefined) return { format: 'empty' };
  if (header.loadError?.startsWith('not-utf8'))
    return {
      rule: 'not-utf8',
      reason:
        "its header holds bytes that are no UTF-8; its source may say options: { encoding: 'windows-1252' }",
    };
  // What is no text is shown to nobody, and no engine takes a NUL in a query.
  if (header.raw.includes(0))
    return { rule: 'missing-header', reason: 'its first line holds NUL characters: it is no text' };
  if (header.loadError !== undefined || header.columns.join('') === '')
    return { rule: 'missing-header', reason: 'its first line names no columns' };
  return { format: 'csv', columns: header.columns, header };
}

/** Files that end in `.json` hold a document to a line, or documents over several lines, or an array of them. */
function jsonFormat(start: Buffer): Exclude<Format, 'csv' | 'parquet'> {
  const lines = start
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const [first = ''] = lines;
  const alone = isDocument(first);
  if (/^\s*\[/.test(first)) return alone && lines.length > 1 ? 'json-lines' : 'json-array';
  return !alone && /^\s*\{/.test(first) && lines.length > 1 ? 'json-documents' : 'json-lines';
}

function isDocument(text: string): boolean {
  const end = readValue(text, skipBlanks(text, 0));
  return end >= 0 && isWhole(text, end);
}

async function sniffParquet(path: string, engine: DuckDb): Promise<SniffedFile> {
  const file = duckDbText(withoutPatterns(path));
  const described = await engine.rows(
    `DESCRIBE SELECT * FROM read_parquet(${file}, hive_partitioning=false)`,
  );
  const schema = await engine.rows(`SELECT name, num_children, precision FROM parquet_schema(${file})`);
  return {
    format: 'parquet',
    ...parquetColumns(schema),
    types: described.map((column) => String(column['column_type'])),
  };
}
