import {
  type Activity,
  activity,
  datasetReference,
  type DatasetUse,
  linkedServiceReference,
  type WithPolicy,
  type Text,
} from './activities';
import { type CopySource } from './copy-sources';

/** A column of a copy: its name where it comes from, and where it goes; all values travel as text. */
export interface CopyColumn {
  /** Name of the column as delivered. */
  readonly source: string;
  /** In CSV without a header: its place, from 1. @default it is found by its name */
  readonly ordinal?: number;
  /** In JSON: the names of the objects around the value, then its own. @default the name alone */
  readonly path?: readonly string[];
  /** Whether it holds an array, which is copied as the JSON text of it. @default false */
  readonly array?: boolean;
  /** Name of the column in bronze. */
  readonly sink: string;
}

/** Where the rows go that a copy leaves out. */
export interface SkippedRows {
  /** Name of the connection to the account. */
  readonly linkedService: string;
  /** Container and folder; Data Factory adds folders of the activity and the run, and writes CSV. */
  readonly path: Text;
}

/**
 * Copies files as they are, rows into one Parquet file, documents and rows without named columns into one of JSON Lines, or the rows of files
 * of text into a file of JSON Lines for each, by the names that it has.
 */
export function copy(
  props: WithPolicy & {
    readonly source: CopySource;
    readonly input: DatasetUse;
    readonly output: DatasetUse;
    /** Left out to copy bytes or documents as they are. */
    readonly columns?: readonly CopyColumn[];
    /** Columns added to every row. */
    readonly added?: Readonly<Record<string, Text>>;
    /** Leaves out rows that do not fit the columns, and writes them into a log where one is given. @default such a row fails the copy */
    readonly skipped?: SkippedRows | 'unlogged';
  },
): Activity {
  const { source, columns, added, skipped } = props;
  const additionalColumns = Object.entries(added ?? {}).map(([name, value]) => ({ name, value }));
  const mapped = columns && [
    ...columns,
    ...additionalColumns.map(({ name }) => ({ source: name, sink: name })),
  ];
  return activity('Copy', props, {
    inputs: [datasetReference(props.input)],
    outputs: [datasetReference(props.output)],
    typeProperties: {
      source: { ...source.settings, ...(additionalColumns.length > 0 && { additionalColumns }) },
      sink: copySink(source, mapped !== undefined),
      enableStaging: false,
      ...(mapped && { translator: translator(source, mapped) }),
      ...(skipped && faultTolerance(skipped)),
    },
  });
}

/** Source: "Fault tolerance of copy activity", copying tabular data; "Session log in a Copy activity". */
function faultTolerance(skipped: SkippedRows | 'unlogged'): Record<string, unknown> {
  if (skipped === 'unlogged') return { enableSkipIncompatibleRow: true };
  const { linkedService, path } = skipped;
  return {
    enableSkipIncompatibleRow: true,
    logSettings: {
      enableCopyActivityLog: true,
      // Reliable: a row that is in neither place would be lost.
      copyActivityLogSettings: { logLevel: 'Warning', enableReliableLogging: true },
      logLocationSettings: { linkedServiceName: linkedServiceReference(linkedService), path },
    },
  };
}

function copySink({ gives }: CopySource, toColumns: boolean): Record<string, unknown> {
  const storeSettings = { type: 'AzureBlobFSWriteSettings' };
  if (toColumns) {
    return {
      type: 'ParquetSink',
      // Many files become one; a table is one already.
      storeSettings: gives === 'files' ? { ...storeSettings, copyBehavior: 'MergeFiles' } : storeSettings,
      formatSettings: { type: 'ParquetWriteSettings' },
    };
  }
  if (gives === 'bytes') return { type: 'BinarySink', storeSettings };
  return {
    type: 'JsonSink',
    // Each file by itself: files differ in their columns.
    storeSettings:
      gives === 'files' ? { ...storeSettings, copyBehavior: 'PreserveHierarchy' } : storeSettings,
    formatSettings: { type: 'JsonWriteSettings', filePattern: 'setOfObjects' },
  };
}

/**
 * How a copy writes days and times as text; source: "Schema and data type mapping in copy activity", custom format strings of .NET, which cut.
 * Numbers have the point of the culture, and may have an exponent, which the mapping reads.
 */
const TYPED_AS_TEXT = {
  dateTimeFormat: 'yyyy-MM-dd HH:mm:ss.ffffff',
  dateTimeOffsetFormat: 'yyyy-MM-dd HH:mm:ss.ffffffzzz',
  culture: 'en-us',
} as const;

function translator({ json, typed }: CopySource, columns: readonly CopyColumn[]): Record<string, unknown> {
  const records = json?.records;
  // Inside the array, paths begin at its items; what is added to every row stays at the root.
  const root = (name: string): string => (records === undefined || name.startsWith('_') ? '$' : '');
  return {
    type: 'TabularTranslator',
    mappings: columns.map((column) => ({
      source: json
        ? { path: `${root(column.sink)}${jsonSteps(column.path ?? [column.source])}` }
        : column.ordinal === undefined
          ? { name: column.source, ...(!typed && { type: 'String' }) }
          : { ordinal: column.ordinal, type: 'String' },
      sink: { name: column.sink, type: 'String' },
    })),
    ...(columns.some(({ array }) => array) && { mapComplexValuesToString: true }),
    ...(records && { collectionReference: jsonPath(records) }),
    typeConversion: true,
    typeConversionSettings: {
      allowDataTruncation: false,
      treatBooleanAsNumber: false,
      ...(typed && TYPED_AS_TEXT),
    },
  };
}

/** A path into a JSON document; in brackets, because names can hold dots and at signs. */
export function jsonPath(names: readonly string[]): string {
  return `$${jsonSteps(names)}`;
}

function jsonSteps(names: readonly string[]): string {
  return names.map((name) => `['${name}']`).join('');
}
