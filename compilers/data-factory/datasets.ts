import { type FileFormat } from '../../model';

/** Data Factory's types of files. */
export type FileType = 'Json' | 'Parquet' | 'Avro' | 'DelimitedText' | 'Binary';

/** A dataset as plain data: what a pipeline reads or writes, with parameters for what differs from run to run. */
export interface Dataset {
  /** Unique in a factory; letters, digits and underscores. */
  readonly name: string;
  /** Data Factory's type, e.g. a {@link FileType} or `RestResource`. */
  readonly type: string;
  /** Name of the connection it goes through. */
  readonly linkedService: string;
  /** Where the files are and how they are written. */
  readonly typeProperties: Readonly<Record<string, unknown>>;
  /** Names of its parameters. */
  readonly parameters: readonly string[];
}

/** How files are written, where that is not as most are. */
export interface FileLayout {
  /** Tells their dataset from others. */
  readonly name: string;
  /** What stands in the dataset, beside its location. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Files in a container: the folder, and the file where one is named, are parameters. */
export function lakeDataset(
  name: string,
  type: FileType,
  linkedService: string,
  fileSystem: string,
  parameters: readonly ('folder' | 'file')[],
  layout: FileLayout['properties'] = FORMATS[type],
): Dataset {
  const location = {
    type: 'AzureBlobFSLocation',
    fileSystem,
    ...(parameters.includes('folder') && { folderPath: parameter('folder') }),
    ...(parameters.includes('file') && { fileName: parameter('file') }),
  };
  return { name, type, linkedService, parameters, typeProperties: { location, ...layout } };
}

/** One file in a container. */
export function fileDataset(
  name: string,
  linkedService: string,
  fileSystem: string,
  fileName: string,
): Dataset {
  return {
    name,
    type: 'Json',
    linkedService,
    parameters: [],
    typeProperties: { location: { type: 'AzureBlobFSLocation', fileSystem, fileName } },
  };
}

/** CSV files in a container of a storage account that is no lake. */
export function blobCsvDataset(name: string, linkedService: string, container: string): Dataset {
  const location = { type: 'AzureBlobStorageLocation', container };
  return {
    name,
    type: 'DelimitedText',
    linkedService,
    parameters: [],
    typeProperties: { location, ...FORMATS.DelimitedText },
  };
}

/** What a REST interface answers. */
export function restDataset(name: string, linkedService: string): Dataset {
  return {
    name,
    type: 'RestResource',
    linkedService,
    parameters: ['relativeUrl'],
    typeProperties: { relativeUrl: parameter('relativeUrl') },
  };
}

/** A table of a database; a query of the activity that uses it takes its place. */
export function tableDataset(
  name: string,
  type: string,
  linkedService: string,
  schema: string,
  table: string,
): Dataset {
  return { name, type, linkedService, parameters: [], typeProperties: { schema, table } };
}

/** The dataset type and file extension of a format. */
export const FILE_TYPES: Readonly<
  Record<FileFormat, { readonly type: FileType; readonly extension: string }>
> = {
  csv: { type: 'DelimitedText', extension: 'csv' },
  'json-lines': { type: 'Json', extension: 'jsonl' },
  parquet: { type: 'Parquet', extension: 'parquet' },
  avro: { type: 'Avro', extension: 'avro' },
};

/** What each type needs beside its location. Text is UTF-8; quotes inside quotes are doubled. */
const FORMATS: Readonly<Record<FileType, Readonly<Record<string, unknown>>>> = {
  Json: { encodingName: 'UTF-8' },
  Parquet: { compressionCodec: 'snappy' },
  // A copy finds the codec of what it reads by itself.
  Avro: {},
  DelimitedText: {
    columnDelimiter: ',',
    quoteChar: '"',
    escapeChar: '"',
    firstRowAsHeader: true,
    encodingName: 'UTF-8',
  },
  Binary: {},
};

/** A parameter's value, in the properties of its dataset. */
export function parameter(name: string): { readonly value: string; readonly type: 'Expression' } {
  return { value: `@dataset().${name}`, type: 'Expression' };
}
