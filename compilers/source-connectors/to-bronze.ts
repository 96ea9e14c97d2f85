import {
  csvLayout,
  type DataContract,
  type FileFormat,
  type FileOptions,
  isTypedFormat,
  pathOf,
  physicalNameOf,
} from '../../model';
import { type Activity, type DatasetUse, expression, type Text } from '../data-factory/activities';
import { copy, type CopyColumn, type SkippedRows } from '../data-factory/copy';
import { type CopySource, type FilesBelow, lakeCsv, lakeJson, lakeTyped } from '../data-factory/copy-sources';
import { FILE_TYPES, type FileLayout } from '../data-factory/datasets';
import { type DepartmentDatasets, underscored } from '../data-factory/department-datasets';
import { windowFolder } from '../data-factory/window';
import { ENCODING_NAMES } from './file-options';

/** Name of the activity that brings a window from its source into landing, where there is one. */
export const FETCH = 'FetchToLanding';
/** Name of the activity that brings a window from landing into bronze. */
export const COMPACT = 'CompactToBronze';

/** Which files of landing become a window of bronze. */
export interface Compaction {
  /** What they are written in. */
  readonly format: FileFormat;
  /** How they are written. @default UTF-8; CSV with commas and a header */
  readonly options?: FileOptions | undefined;
  /** The names of the files, with wildcards. */
  readonly file: string;
  /** Where they lie. @default the folder of the window */
  readonly folder?: string;
  /** Takes files last changed at `from` or later, and before `to`. @default all */
  readonly changed?: FilesBelow['changed'];
  /** Names that lead to the array of records in a document. @default a document is a row */
  readonly records?: readonly string[] | undefined;
  /** Name of the activity that brings them. @default they are there already */
  readonly after?: string;
}

/** Brings files of landing into bronze: one Parquet file, all values as the text that was delivered. */
export function compactToBronze(
  contract: DataContract,
  datasets: DepartmentDatasets,
  compaction: Compaction,
): Activity {
  const { format, after } = compaction;
  return copy({
    name: COMPACT,
    ...(after !== undefined && { after: [after] }),
    ...compactedFiles(contract, datasets, compaction),
    output: bronzeFile(contract, datasets),
    added: metadataColumns('$$FILEPATH'),
    // Of JSON a copy leaves out no single row.
    ...(format === 'csv' && { skipped: malformedRows(contract, datasets) }),
  });
}

/** The files that become a window of bronze, and their columns. */
export function compactedFiles(
  contract: DataContract,
  datasets: DepartmentDatasets,
  { format, options, file, folder, changed, records }: Compaction,
): { readonly source: CopySource; readonly input: DatasetUse; readonly columns: readonly CopyColumn[] } {
  const files = {
    folder: folder ?? windowFolder(contract.delivery.every, contract.name),
    file,
    ...(changed && { changed }),
    ...(Object.values(contract.columns).some((column) => column?.folder !== undefined) && {
      partitions: true,
    }),
  };
  const { header, skipLines } = csvLayout(options);
  return {
    source: isTypedFormat(format)
      ? lakeTyped(format, files)
      : format === 'csv'
        ? lakeCsv(files, skipLines)
        : lakeJson(files, records),
    input: {
      dataset: datasets.inLake('landing', FILE_TYPES[format].type, [], {
        layout: layoutOf(format, options, underscored(contract.name)),
      }),
    },
    columns: Object.keys(contract.columns).map((column, index) => ({
      source: physicalNameOf(contract, column),
      ...(format === 'csv' && !header && { ordinal: index + 1 }),
      path: pathOf(contract, column),
      array: contract.columns[column]?.type.kind === 'array',
      sink: column,
    })),
  };
}

/** The extension of a source's files, without the point before it. */
export function extensionOf(format: FileFormat, options: FileOptions = {}): string {
  const { extension = FILE_TYPES[format].extension } = options;
  return options.compression === undefined ? extension : `${extension}.gz`;
}

/** How a dataset reads the files of a source; nothing where they are as those of others. Source: "Delimited text format", "JSON format". */
function layoutOf(
  format: FileFormat,
  options: FileOptions | undefined,
  name: string,
): FileLayout | undefined {
  if (options === undefined || isTypedFormat(format)) return undefined;
  const encodingName = ENCODING_NAMES[options.encoding ?? 'utf-8'];
  const { compression } = options;
  const { delimiter, quote, escape, header } = csvLayout(options);
  const properties =
    format === 'csv'
      ? {
          columnDelimiter: delimiter,
          quoteChar: quote,
          escapeChar: escape,
          firstRowAsHeader: header,
          encodingName,
          ...(compression && { compressionCodec: compression }),
        }
      : { encodingName, ...(compression && { compression: { type: compression } }) };
  return { name, properties };
}

/** The folder of quarantine that takes the rows which cannot be read at all, beside those that break the contract. */
function deliveryFolder({ name }: DataContract): string {
  return `${name}.delivery`;
}

/** Where the rows go that a copy of a window cannot read. */
export function malformedRows(contract: DataContract, datasets: DepartmentDatasets): SkippedRows {
  const folder = datasets.inQuarantine(deliveryFolder(contract));
  return { linkedService: datasets.lake, path: windowFolder(contract.delivery.every, folder) };
}

/** The file of a window in bronze. A fixed name: a run again replaces the file. */
export function bronzeFile({ delivery, name }: DataContract, datasets: DepartmentDatasets): DatasetUse {
  return {
    dataset: datasets.inLake('bronze', 'Parquet', ['folder', 'file']),
    parameters: { folder: windowFolder(delivery.every, name), file: 'window.parquet' },
  };
}

/** Values of the metadata columns. */
export function metadataColumns(sourceFile: string): Readonly<Record<string, Text>> {
  return { _source_file: sourceFile, _run_id: expression('@pipeline().RunId') };
}
