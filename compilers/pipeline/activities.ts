/** Text that Data Factory computes when the pipeline runs. */
export interface PipelineExpression {
  /** The expression, beginning with `@` or holding `@{…}`. */
  readonly value: string;
  readonly type: 'Expression';
}

/** A fixed text, or one that is computed. */
export type Text = string | PipelineExpression;

/** A dataset, with values for its parameters. */
export interface DatasetUse {
  /** Name of the dataset. */
  readonly dataset: string;
  /** Values of its parameters. @default none */
  readonly parameters?: Readonly<Record<string, Text>>;
}

/**
 * One activity of a pipeline in canonical form: what the provider decodes and encodes again comes back unchanged.
 *
 * Numbers and booleans are literal; an expression in their place does not compile.
 */
export interface Activity {
  /** Unique in its pipeline, 55 characters at most. */
  readonly name: string;
  /** Data Factory's type, e.g. `Copy`. */
  readonly type: string;
  /** What must have ended before, and how; empty for what starts at once. */
  readonly dependsOn: readonly {
    readonly activity: string;
    readonly dependencyConditions: readonly Condition[];
  }[];
  /** Always there, always empty: without it the provider adds it. */
  readonly userProperties: readonly never[];
  readonly [key: string]: unknown;
}

/** How an activity before another has ended. */
export type Condition = 'Succeeded' | 'Failed' | 'Skipped' | 'Completed';

interface Common {
  readonly name: string;
  /** Activities that must succeed first. */
  readonly after?: readonly string[];
}

/** What every activity says that runs by a policy. */
export interface Policed extends Common {
  /** Longest run of one try, `d.hh:mm:ss`. @default what {@link ACTIVITY_DEFAULTS} says of its type */
  readonly timeout?: string;
  /** Times to try again. @default 2 */
  readonly retries?: number;
  /** Keeps inputs and outputs out of the run's log. @default none */
  readonly secret?: 'input' | 'output';
}

/** Seconds between two tries. */
export const RETRY_INTERVAL_SECONDS = 60;

/**
 * What applies to activities when nobody decides otherwise.
 *
 * Tries of an activity are a minute apart, and tries of its whole window a quarter of an hour: a short disturbance is
 * ridden out inside the run, a longer one by the trigger.
 */
export const ACTIVITY_DEFAULTS = Object.freeze({
  /** Times that a failed activity is tried again. */
  retries: 2,
  /** Longest run of one try by type, `d.hh:mm:ss`; what is not listed has {@link timeout}. */
  timeouts: Object.freeze<Record<string, string>>({
    Copy: '0.02:00:00',
    ExecuteDataFlow: '0.04:00:00',
    Script: '0.01:00:00',
    Lookup: '0.00:10:00',
    Delete: '0.01:00:00',
  }),
  /** Longest run of one try of everything else. */
  timeout: '0.02:00:00',
});

/** Wraps text that Data Factory computes; it begins with `@`, or holds `@{…}`. */
export function expression(value: string): PipelineExpression {
  return { value, type: 'Expression' };
}

/** Files below a folder of the lake. */
interface LakeFiles {
  readonly folder: Text;
  /** The name of the files, with wildcards. */
  readonly file: string;
  /** Takes files last changed at `from` or later, and before `to`. @default all */
  readonly changed?: { readonly from: Text; readonly to: Text };
}

/** A source of a copy. */
export type CopySource =
  | { readonly from: 'http' }
  | ({
      readonly from: 'lake-json';
      /** Names that lead to the array whose items are the rows. @default none: a document is a row */
      readonly records?: readonly string[];
    } & LakeFiles)
  | ({ readonly from: 'lake-csv' } & LakeFiles)
  /** CSV files of a storage account that is no lake. */
  | ({ readonly from: 'blob-csv' } & LakeFiles)
  /** Answers of a REST interface, kept as they are. */
  | {
      readonly from: 'rest';
      readonly paging: Readonly<Record<string, string>>;
      /** What is sent. @default a GET without a body */
      readonly post?: { readonly body: Text; readonly headers: Readonly<Record<string, string>> };
    }
  /** What a query answers: of Azure SQL Database, or of Synapse. */
  | { readonly from: 'azure-sql' | 'synapse-sql'; readonly query: Text };

/** A column of a copy: its name where it comes from, and where it goes; all values travel as text. */
export interface CopyColumn {
  /** Name of the column as delivered. */
  readonly source: string;
  /** In JSON: the names of the objects around the value, then its own. @default the name alone */
  readonly path?: readonly string[];
  /** Whether it holds an array, which is copied as the JSON text of it. @default false */
  readonly array?: boolean;
  /** Name of the column in bronze. */
  readonly sink: string;
}

/** Copies files as they are, rows into one Parquet file, or documents and rows without named columns into one of JSON Lines. */
export function copy(
  props: Policed & {
    readonly source: CopySource;
    readonly input: DatasetUse;
    readonly output: DatasetUse;
    /** Left out to copy bytes or documents as they are. */
    readonly columns?: readonly CopyColumn[];
    /** Columns added to every row. */
    readonly added?: Readonly<Record<string, Text>>;
  },
): Activity {
  const { source, columns, added } = props;
  const additionalColumns = Object.entries(added ?? {}).map(([name, value]) => ({ name, value }));
  const mapped = columns && [
    ...columns,
    ...additionalColumns.map(({ name }) => ({ source: name, sink: name })),
  ];
  return activity('Copy', props, {
    inputs: [datasetReference(props.input)],
    outputs: [datasetReference(props.output)],
    typeProperties: {
      source: copySource(source, additionalColumns, mapped === undefined),
      sink: copySink(source, mapped !== undefined),
      enableStaging: false,
      ...(mapped && { translator: translator(source, mapped) }),
    },
  });
}

/** Reads one row of a small JSON file. */
export function lookup(props: Policed & { readonly input: DatasetUse }): Activity {
  return activity('Lookup', props, {
    typeProperties: {
      source: { type: 'JsonSource', storeSettings: { type: 'AzureBlobFSReadSettings', recursive: false } },
      dataset: datasetReference(props.input),
      firstRowOnly: true,
    },
  });
}

/** Runs a mapping data flow; parameter values are expressions of the data flow's own language. */
export function dataFlow(
  props: Policed & {
    readonly flow: string;
    readonly parameters: Readonly<Record<string, Text>>;
    /** Runtime inside the managed network. @default the factory's own, with the cores given */
    readonly integrationRuntime?: string;
    /** @default 8, the smallest */
    readonly cores?: 8 | 16 | 32 | 48 | 80 | 144 | 272;
  },
): Activity {
  const runtime = props.integrationRuntime;
  return activity('ExecuteDataFlow', props, {
    typeProperties: {
      dataFlow: {
        referenceName: props.flow,
        type: 'DataFlowReference',
        parameters: props.parameters,
        datasetParameters: {},
      },
      ...(runtime !== undefined && {
        integrationRuntime: { referenceName: runtime, type: 'IntegrationRuntimeReference' },
      }),
      compute: { coreCount: props.cores ?? 8, computeType: 'General' },
      traceLevel: 'Coarse',
    },
  });
}

/** Runs SQL batches one after the other; each is an item of its own, because Data Factory knows no `GO`. */
export function script(
  props: Policed & { readonly linkedService: string; readonly batches: readonly string[] },
): Activity {
  return activity('Script', props, {
    linkedServiceName: linkedServiceReference(props.linkedService),
    typeProperties: {
      scripts: props.batches.map((text) => ({ type: 'NonQuery', text: literalText(text) })),
      scriptBlockExecutionTimeout: '01:00:00',
    },
  });
}

/** Calls a stored procedure with named parameters. */
export function storedProcedure(
  props: Policed & {
    readonly linkedService: string;
    readonly procedure: string;
    readonly parameters: Readonly<
      Record<
        string,
        { readonly value: Text; readonly type: 'String' | 'Int64' | 'Decimal' | 'DateTime' | 'Boolean' }
      >
    >;
  },
): Activity {
  return activity('SqlServerStoredProcedure', props, {
    linkedServiceName: linkedServiceReference(props.linkedService),
    typeProperties: { storedProcedureName: props.procedure, storedProcedureParameters: props.parameters },
  });
}

/** Deletes files of a folder that were last changed before a moment. */
export function deleteOlder(
  props: Policed & { readonly input: DatasetUse; readonly before: Text },
): Activity {
  return activity('Delete', props, {
    typeProperties: {
      dataset: datasetReference(props.input),
      enableLogging: false,
      recursive: true,
      storeSettings: { type: 'AzureBlobFSReadSettings', recursive: true, modifiedDatetimeEnd: props.before },
    },
  });
}

/** Does nothing for a while. */
export function wait({ name, seconds }: { readonly name: string; readonly seconds: number }): Activity {
  return {
    name,
    type: 'Wait',
    dependsOn: [],
    userProperties: [],
    typeProperties: { waitTimeInSeconds: seconds },
  };
}

/** An activity with a policy, in canonical form. */
export function activity(type: string, props: Policed, rest: Readonly<Record<string, unknown>>): Activity {
  const { name, after, secret } = props;
  return {
    name,
    type,
    dependsOn: succeeded(after),
    userProperties: [],
    policy: {
      timeout: props.timeout ?? ACTIVITY_DEFAULTS.timeouts[type] ?? ACTIVITY_DEFAULTS.timeout,
      retry: props.retries ?? ACTIVITY_DEFAULTS.retries,
      retryIntervalInSeconds: RETRY_INTERVAL_SECONDS,
      secureInput: secret === 'input',
      secureOutput: secret === 'output',
    },
    ...rest,
  };
}

/** Dependencies on the success of others. */
export function succeeded(after: readonly string[] = []): Activity['dependsOn'] {
  return after.map((activity) => ({ activity, dependencyConditions: ['Succeeded'] }));
}

function copySource(
  source: CopySource,
  additionalColumns: readonly unknown[],
  binary: boolean,
): Record<string, unknown> {
  const added = additionalColumns.length > 0 && { additionalColumns };
  switch (source.from) {
    case 'http':
      return { type: 'BinarySource', storeSettings: { type: 'HttpReadSettings', requestMethod: 'GET' } };
    case 'rest':
      return {
        type: 'RestSource',
        httpRequestTimeout: '00:01:40',
        requestInterval: '00.00:00:00.010',
        requestMethod: source.post ? 'POST' : 'GET',
        ...(source.post && { additionalHeaders: source.post.headers, requestBody: source.post.body }),
        paginationRules: source.paging,
      };
    case 'azure-sql':
    case 'synapse-sql':
      return {
        type: source.from === 'azure-sql' ? 'AzureSqlSource' : 'SqlDWSource',
        sqlReaderQuery: source.query,
        queryTimeout: '02:00:00',
        partitionOption: 'None',
        ...added,
      };
    case 'lake-json':
    case 'lake-csv':
    case 'blob-csv': {
      const { folder, file, changed } = source;
      const storeSettings = {
        type: source.from === 'blob-csv' ? 'AzureBlobStorageReadSettings' : 'AzureBlobFSReadSettings',
        recursive: true,
        wildcardFolderPath: folder,
        wildcardFileName: file,
        ...(changed && { modifiedDatetimeStart: changed.from, modifiedDatetimeEnd: changed.to }),
      };
      const rows = source.from === 'lake-json' ? 'JsonSource' : 'DelimitedTextSource';
      return { type: binary ? 'BinarySource' : rows, storeSettings, ...added };
    }
  }
}

function copySink({ from }: CopySource, toColumns: boolean): Record<string, unknown> {
  const storeSettings = { type: 'AzureBlobFSWriteSettings' };
  if (toColumns) {
    const files = from === 'lake-json' || from === 'lake-csv' || from === 'blob-csv';
    return {
      type: 'ParquetSink',
      // Many files become one; a table is one already.
      storeSettings: files ? { ...storeSettings, copyBehavior: 'MergeFiles' } : storeSettings,
      formatSettings: { type: 'ParquetWriteSettings' },
    };
  }
  if (from === 'rest' || from === 'azure-sql' || from === 'synapse-sql') {
    const formatSettings = { type: 'JsonWriteSettings', filePattern: 'setOfObjects' };
    return { type: 'JsonSink', storeSettings, formatSettings };
  }
  return { type: 'BinarySink', storeSettings };
}

function translator(source: CopySource, columns: readonly CopyColumn[]): Record<string, unknown> {
  const json = source.from === 'lake-json';
  const records = source.from === 'lake-json' ? source.records : undefined;
  // Inside the array, paths begin at its items; what is added to every row stays at the root.
  const root = (name: string): string => (records === undefined || name.startsWith('_') ? '$' : '');
  return {
    type: 'TabularTranslator',
    mappings: columns.map((column) => ({
      source: json
        ? { path: `${root(column.sink)}${inside(column.path ?? [column.source])}` }
        : { name: column.source, type: 'String' },
      sink: { name: column.sink, type: 'String' },
    })),
    ...(columns.some(({ array }) => array) && { mapComplexValuesToString: true }),
    ...(records && { collectionReference: jsonPath(records) }),
    typeConversion: true,
    typeConversionSettings: { allowDataTruncation: false, treatBooleanAsNumber: false },
  };
}

/** A path into a JSON document; in brackets, because names can hold dots and at signs. */
export function jsonPath(names: readonly string[]): string {
  return `$${inside(names)}`;
}

function inside(names: readonly string[]): string {
  return names.map((name) => `['${name}']`).join('');
}

/** A dataset as activities refer to it. */
export function datasetReference({ dataset, parameters }: DatasetUse): Record<string, unknown> {
  return { referenceName: dataset, type: 'DatasetReference', parameters: parameters ?? {} };
}

/** How an activity names a connection. */
export /** A connection as activities refer to it. */
function linkedServiceReference(name: string): Record<string, unknown> {
  return { referenceName: name, type: 'LinkedServiceReference' };
}

/** Text is text, whatever it holds: an at sign would make Data Factory compute it. */
export function literalText(text: string): string {
  return text.replaceAll('@{', '@@{').replace(/^@(?!@\{)/, '@@');
}
