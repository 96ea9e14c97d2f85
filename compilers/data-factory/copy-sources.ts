import { type Text } from './activities';

/** A source of a copy: its settings, and what it gives. */
export interface CopySource {
  /** As the activity holds them, with Data Factory's type of source. */
  readonly settings: { readonly type: string; readonly [setting: string]: unknown };
  /** Files as they are, the rows of several files, or the rows of one response. */
  readonly gives: 'bytes' | 'files' | 'rows';
  /** Given for files of JSON: the names that lead to the array whose items are the rows. @default a document is a row */
  readonly json?: { readonly records?: readonly string[] };
  /** Whether its values have types, so that how they become text is to be said. @default they are text */
  readonly typed?: boolean;
}

/** Files below a folder. */
export interface FilesBelow {
  /** The folder; files in its sub-folders belong to it. @default that of the dataset */
  readonly folder?: Text;
  /** The name of the files, with wildcards. */
  readonly file: string;
  /** Takes files last changed at `from` or later, and before `to`. @default all */
  readonly changed?: { readonly from: Text; readonly to: Text };
  /** Whether folders named `<column>=<value>` below it give a column each. @default false */
  readonly partitions?: boolean;
}

/** Files that are copied as they are; the settings say where they are kept, and how they are read there. */
export function bytesOf(storeSettings: {
  readonly type: string;
  readonly [setting: string]: unknown;
}): CopySource {
  return { gives: 'bytes', settings: { type: 'BinarySource', storeSettings } };
}

/** JSON files of the lake. */
export function lakeJson(files: FilesBelow, records?: readonly string[]): CopySource {
  const settings = { type: 'JsonSource', storeSettings: storeSettings('AzureBlobFSReadSettings', files) };
  return { gives: 'files', settings, json: records ? { records } : {} };
}

/** Files of the lake whose values have types; source: "Parquet format", "Avro format". */
export function lakeTyped(format: 'parquet' | 'avro', files: FilesBelow): CopySource {
  const type = format === 'parquet' ? 'ParquetSource' : 'AvroSource';
  const settings = { type, storeSettings: storeSettings('AzureBlobFSReadSettings', files) };
  return { gives: 'files', settings, typed: true };
}

/** CSV files of the lake, after so many lines that are not empty. */
export function lakeCsv(files: FilesBelow, skipLines = 0): CopySource {
  const source = csvFiles('AzureBlobFSReadSettings', files);
  if (skipLines === 0) return source;
  // The provider gives back no settings of text without these. They apply to zip alone ("Delimited text format"), which no dataset has.
  const formatSettings = {
    type: 'DelimitedTextReadSettings',
    compressionProperties: { type: 'ZipDeflateReadSettings' },
    skipLineCount: skipLines,
  };
  return { ...source, settings: { ...source.settings, formatSettings } };
}

/** CSV files of a storage account that is no lake. */
export function blobCsv(files: FilesBelow): CopySource {
  return csvFiles('AzureBlobStorageReadSettings', files);
}

/** Responses of a REST interface, kept as they are. */
export function restAnswers(
  paging: Readonly<Record<string, string>>,
  /** What is sent. @default a GET without a body */
  post?: { readonly body?: Text; readonly headers: Readonly<Record<string, string>> },
): CopySource {
  return {
    gives: 'rows',
    settings: {
      type: 'RestSource',
      httpRequestTimeout: '00:01:40',
      requestInterval: '00.00:00:00.010',
      requestMethod: post ? 'POST' : 'GET',
      ...(post && { additionalHeaders: post.headers }),
      ...(post?.body !== undefined && { requestBody: post.body }),
      paginationRules: paging,
    },
  };
}

/** What a query of a database answers, e.g. of Azure SQL Database (`AzureSqlSource`) or Synapse (`SqlDWSource`). */
export function queryAnswer(type: string, query: Text): CopySource {
  return {
    gives: 'rows',
    settings: { type, sqlReaderQuery: query, queryTimeout: '02:00:00', partitionOption: 'None' },
  };
}

function csvFiles(store: string, files: FilesBelow): CopySource {
  const settings = { type: 'DelimitedTextSource', storeSettings: storeSettings(store, files) };
  return { gives: 'files', settings };
}

/** Source of partitions: "Copy and transform data in Azure Data Lake Storage Gen2", by default those below the folder before any wildcard. */
function storeSettings(
  type: string,
  { folder, file, changed, partitions }: FilesBelow,
): Record<string, unknown> {
  return {
    type,
    recursive: true,
    ...(folder !== undefined && { wildcardFolderPath: folder }),
    wildcardFileName: file,
    ...(partitions && { enablePartitionDiscovery: true }),
    ...(changed && { modifiedDatetimeStart: changed.from, modifiedDatetimeEnd: changed.to }),
  };
}
