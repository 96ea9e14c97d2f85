import { deliveredText, duckDbText } from '../../compilers/internal';
import { type CsvLayout, csvLayout, type DataContract, physicalNameOf, pathOf } from '../../model';
import { MAX_RECORD_BYTES } from './records';

/** How the rows lie in a file. */
export type Format = 'csv' | 'json-lines' | 'json-array' | 'json-documents' | 'parquet';

/** Column by which the engine says from which file a row comes; no source can have it. */
export const FILE = ' file';

/** A column of a contract, and where its value is delivered. */
export interface DeliveredColumn {
  /** Name in the contract. */
  readonly name: string;
  /** Name in the source's files; of a value inside objects, that of the outermost. */
  readonly delivered: string;
  /** Names from the outermost object to the value; the delivered name alone where it is in none. */
  readonly path: readonly string[];
  /** Whether every file has to have it. */
  readonly required: boolean;
}

/** The columns of a contract, in its order. */
export function deliveredColumns(contract: DataContract): DeliveredColumn[] {
  return Object.entries(contract.columns).map(([name, column]) => ({
    name,
    delivered: physicalNameOf(contract, name),
    path: pathOf(contract, name),
    required: !column.nullable && column.default === undefined,
  }));
}

/** The table function that reads files of one kind, with all values of CSV and JSON as text. */
export function readerOf(
  format: Format,
  paths: readonly string[],
  columns: readonly string[],
  csv: CsvReading = { layout: csvLayout(), skip: 0 },
): string {
  const files = `[${paths.map((path) => duckDbText(withoutPatterns(path))).join(', ')}]`;
  const common = `filename=${duckDbText(FILE)}, hive_partitioning=false`;
  const types = (names: readonly string[]): string =>
    `columns={${names.map((name) => `${duckDbText(name)}: 'VARCHAR'`).join(', ')}}`;
  if (format === 'parquet') return `read_parquet(${files}, ${common})`;
  if (format === 'csv')
    return `read_csv(${files}, ${csvOptions(csv)}, ${types(columns.map((_, index) => `c${index}`))}, ${common})`;
  return `read_json(${files}, format='${JSON_FORMATS[format]}', records=true, maximum_object_size=${MAX_RECORD_BYTES}, ${types(columns)}, ${common})`;
}

/**
 * The CSV files of which a row does not have as many values as the header, by the column {@link FILE}. The engine leaves out
 * empty values at the end of a row that has too many, so it is asked for one more: with nothing read as null but what is not
 * there, a row is whole when its last value is there and no further one is.
 */
export function unevenCsv(paths: readonly string[], columns: number, csv: CsvReading): string {
  const names = Array.from({ length: columns + 1 }, (_, index) => `c${index}`);
  const types = names.map((name) => `${duckDbText(name)}: 'VARCHAR'`).join(', ');
  const files = `[${paths.map((path) => duckDbText(withoutPatterns(path))).join(', ')}]`;
  return (
    `SELECT DISTINCT "${FILE}" AS name FROM read_csv(${files}, ${csvOptions(csv)}, null_padding=true, nullstr=chr(1), parallel=false, columns={${types}}, filename=${duckDbText(FILE)}, hive_partitioning=false) ` +
    `WHERE c${columns - 1} IS NULL OR c${columns} IS NOT NULL`
  );
}

/** How CSV files are read, and how many lines lie before their header or their rows. */
export interface CsvReading {
  /** As the source says. */
  readonly layout: CsvLayout;
  /** Lines of the file, empty ones too. */
  readonly skip: number;
}

function csvOptions({ layout: { delimiter, quote, escape, header }, skip }: CsvReading): string {
  const signs = `delim=${duckDbText(delimiter)}, quote=${duckDbText(quote)}, escape=${duckDbText(escape)}`;
  return `auto_detect=false, ${signs}, header=${header}${skip > 0 ? `, skip=${skip}` : ''}`;
}

/** The documents of a JSON file, one to a row. */
export function documentsOf(path: string, format: Format): string {
  const layout = format === 'json-array' ? 'array' : 'unstructured';
  return `read_json_objects(${duckDbText(withoutPatterns(path))}, format='${layout}')`;
}

const JSON_FORMATS = {
  'json-lines': 'newline_delimited',
  'json-array': 'array',
  'json-documents': 'unstructured',
} as const;

/** How the value of a delivered column is read; nothing when files of this kind do not have it. */
export function valueOf(
  { delivered, path }: DeliveredColumn,
  format: Format,
  columns: readonly string[],
): string | undefined {
  if (format !== 'csv')
    return format !== 'parquet' || columns.includes(delivered) ? deliveredText(path) : undefined;
  const index = columns.indexOf(delivered);
  return index < 0 ? undefined : `c${index}`;
}

/** The engine takes file names for patterns. */
export function withoutPatterns(path: string): string {
  return path.replace(/[[*?]/g, '[$&]');
}
