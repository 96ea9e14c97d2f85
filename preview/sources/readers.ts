import { duckDbText, identifier } from '../../compilers/internal';
import {
  type Column,
  csvLayout,
  type DataContract,
  formattedColumns,
  hasTypedFiles,
  type Kind,
  pathOf,
  physicalNameOf,
  type ValueFormat,
} from '../../model';
import { type CsvSigns } from './csv-record';
import { engineType } from './engine-type';
import { type TypedValue, typedValue } from './typed-values';

/** How the rows lie in a file. */
export type Format = 'csv' | 'json-lines' | 'json-array' | 'json-documents' | 'parquet';

/** Column by which the engine says from which file a row comes; no source can have it. */
export const FILE = ' file';

/** Column of the number of the file from which a staged row comes; no source can have it. */
export const FILE_NUMBER = ' file number';

/** A column of a contract, and where its value is delivered. */
export interface DeliveredColumn {
  /** Name in the contract. */
  readonly name: string;
  /** Name in the source's files; of a value inside objects, that of the outermost. */
  readonly delivered: string;
  /** Names from the outermost object to the value; the delivered name alone where it is in none. */
  readonly path: readonly string[];
  /** What the folder's name begins with that holds the value, where it is in no file. */
  readonly folder: string | undefined;
  /** Whether every file has to have it. */
  readonly required: boolean;
  /** What the contract promises. */
  readonly kind: Kind;
  /** Digits behind the point of a decimal. */
  readonly scale: number | undefined;
  /** How text of it is written. */
  readonly format: ValueFormat | undefined;
  /** Of an array, what its objects promise. */
  readonly elements: Readonly<Record<string, Column>> | undefined;
}

/** The columns of a contract, in its order. */
export function deliveredColumns(contract: DataContract): DeliveredColumn[] {
  return formattedColumns(contract).map(([name, column]) => ({
    name,
    delivered: physicalNameOf(contract, name),
    path: pathOf(contract, name),
    folder: column.folder,
    required: !column.nullable && column.default === undefined,
    kind: column.type.kind,
    scale: column.type.kind === 'decimal' ? column.type.scale : undefined,
    // A number since 1970 is one in the file; a copy writes what has a type of its own as such.
    format: hasTypedFiles(contract) ? withoutEpoch(column.format) : column.format,
    elements: column.elements,
  }));
}

function withoutEpoch(format: ValueFormat | undefined): ValueFormat | undefined {
  if (format?.epoch === undefined) return format;
  const { epoch: _unused, ...rest } = format;
  return rest;
}

/** The value that a file's folders give a column, as SQL of its path inside the source's folder; null outside of such folders. */
export function folderValue(folder: string, file: string): string {
  // Hive's name of a partition without a value.
  const raw = `nullif(nullif(regexp_extract('/' || ${file}, '/${folder}=([^/]*)/', 1), ''), '__HIVE_DEFAULT_PARTITION__')`;
  return `coalesce(TRY(url_decode(${raw})), ${raw})`;
}

/** What the folders of a file begin with that hold values. */
export function foldersOf(file: string): string[] {
  return file
    .split('/')
    .slice(0, -1)
    .flatMap((part) => (part.includes('=') ? [part.slice(0, part.indexOf('='))] : []));
}

/** CSV files of the same columns that the engine reads together, after every row of them has been looked at. */
export interface CsvGroup {
  /** Paths. */
  readonly paths: readonly string[];
  /** Names of the columns. */
  readonly columns: readonly string[];
  /** What is between and around values; quotes in quotes are doubled. */
  readonly signs: CsvSigns;
  /** Whether the first line of each is the header. */
  readonly header: boolean;
  /** What lines end with; the engine would guess it, and be misled by values that go over lines. */
  readonly lineEnd: '\n' | '\r\n';
  /** Whether values go over lines. */
  readonly multiline: boolean;
  /** Bytes of the longest row. */
  readonly longest: number;
}

/** Bytes of a line that the engine takes without being told. */
const USUAL_LINE = 1024 * 1024;

/** Bytes that the engine holds of a file, and what it needs beside a line. */
const [USUAL_BUFFER, MARGIN] = [32_000_000, 4096];

/** The rows of CSV files, by the contract's names; an empty value is none, in quotes or not. */
export function csvRows(group: CsvGroup, columns: readonly DeliveredColumn[]): string {
  const values = columns.map(({ name, delivered }) => {
    const index = group.columns.indexOf(delivered);
    return `${index < 0 ? 'CAST(NULL AS VARCHAR)' : `c${index}`} AS ${identifier(name)}`;
  });
  return `SELECT ${values.join(', ')}, ${identifier(FILE)} FROM ${readCsv(
    group,
    group.columns.map((_, index) => `c${index}`),
  )}`;
}

/** Rows that were written as CSV, with the number of their file. */
export interface StagedRows extends Pick<CsvGroup, 'multiline' | 'longest'> {
  /** Path of the CSV. */
  readonly path: string;
}

/** The rows of JSON that were written as CSV: the number of the file, then the columns. An empty text is one. */
export function stagedRows(
  { path, multiline, longest }: StagedRows,
  columns: readonly DeliveredColumn[],
): string {
  const names = columns.map((_, index) => `c${index}`);
  const group = {
    paths: [path],
    columns: [],
    signs: csvLayout(),
    header: false,
    lineEnd: '\n',
    multiline,
    longest,
  } as const;
  const values = columns.map(({ name }, index) => `c${index} AS ${identifier(name)}`);
  return `SELECT ${values.join(', ')}, CAST(number AS INTEGER) AS ${identifier(FILE_NUMBER)} FROM ${readCsv(group, ['number', ...names], 'allow_quoted_nulls=false')}`;
}

function readCsv(
  { paths, signs: { delimiter, quote }, header, lineEnd, multiline, longest }: CsvGroup,
  names: readonly string[],
  ...more: string[]
): string {
  const options = [
    `[${paths.map((path) => duckDbText(withoutPatterns(path))).join(', ')}]`,
    `auto_detect=false, delim=${duckDbText(delimiter)}, quote=${duckDbText(quote)}, escape=${duckDbText(quote)}`,
    `header=${header}, new_line='${lineEnd === '\n' ? '\\n' : '\\r\\n'}'`,
    `columns={${names.map((name) => `${name}: 'VARCHAR'`).join(', ')}}`,
    `filename=${duckDbText(FILE)}, hive_partitioning=false`,
    // The engine looks for the begin of a row in the middle of a file, and might take one in quotes for it.
    ...(multiline ? ['parallel=false'] : []),
    ...(longest > USUAL_LINE
      ? [`max_line_size=${longest + MARGIN}, buffer_size=${Math.max(USUAL_BUFFER, 2 * longest + MARGIN)}`]
      : []),
    ...more,
  ];
  return `read_csv(${options.join(', ')})`;
}

/** Parquet files with the same columns. */
export interface ParquetGroup {
  /** Paths. */
  readonly paths: readonly string[];
  /** Names of the columns. */
  readonly columns: readonly string[];
  /** Their types, as the engine writes them. */
  readonly types: readonly string[];
}

/** The rows of Parquet files: queries of those that can be used, and of those that cannot, where there may be any. */
export function parquetRows(
  group: ParquetGroup,
  columns: readonly DeliveredColumn[],
): { readonly good: string; readonly bad?: string } {
  const found = columns.map((column) => ({ column, value: parquetValue(column, group) }));
  const values = found.map(({ column, value }) => `${value.text} AS ${identifier(column.name)}`);
  const paths = group.paths.map((path) => duckDbText(withoutPatterns(path)));
  // By their place: names may differ in case alone.
  const places = group.columns.map((_, index) => placeOf(index));
  const from = `FROM read_parquet([${paths.join(', ')}], filename=${duckDbText(FILE)}, hive_partitioning=false) AS file(${places.join(', ')})`;
  const good = `SELECT ${values.join(', ')}, ${identifier(FILE)} ${from}`;
  const flaws = found.flatMap(({ value }) => value.flaws ?? []);
  if (flaws.length === 0) return { good };
  const reason = `CASE ${flaws.map((flaw) => `WHEN ${flaw.when} THEN ${duckDbText(flaw.reason)}`).join(' ')} END`;
  const names = [...new Set(columns.map(({ delivered }) => delivered))].filter((name) =>
    group.columns.includes(name),
  );
  const shown = names
    .map((name) => `${duckDbText(name)}, ${placeOf(group.columns.indexOf(name))}`)
    .join(', ');
  return {
    good: `${good} WHERE ${reason} IS NULL`,
    bad: `SELECT ${identifier(FILE)}, ${reason} AS reason, CAST(json_object(${shown}) AS VARCHAR) AS text ${from} WHERE ${reason} IS NOT NULL`,
  };
}

function parquetValue(column: DeliveredColumn, { columns, types }: ParquetGroup): TypedValue {
  const index = columns.indexOf(column.delivered);
  if (index < 0) return { text: 'CAST(NULL AS VARCHAR)' };
  return typedValue(column, [placeOf(index), ...column.path.slice(1)], engineType(types[index] ?? ''));
}

function placeOf(index: number): string {
  return `c${index}`;
}

/** The engine takes file names for patterns. */
export function withoutPatterns(path: string): string {
  return path.replace(/[[*?]/g, '[$&]');
}
