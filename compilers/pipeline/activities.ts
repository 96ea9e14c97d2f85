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

interface Policed extends Common {
  /** Longest run, `d.hh:mm:ss`. @default '0.02:00:00' */
  readonly timeout?: string;
  /** Times to try again. @default 2 */
  readonly retries?: number;
  /** Keeps inputs and outputs out of the run's log. @default none */
  readonly secret?: 'input' | 'output';
}

/** Seconds between two tries. */
export const RETRY_INTERVAL_SECONDS = 60;

/** Wraps text that Data Factory computes; it begins with `@`, or holds `@{…}`. */
export function expression(value: string): PipelineExpression {
  return { value, type: 'Expression' };
}

/** A file source of a copy. */
export type CopySource =
  | { readonly from: 'http' }
  | { readonly from: 'lake-json'; readonly folder: Text; readonly file: string }
  | { readonly from: 'lake-csv'; readonly folder: Text; readonly file: string };

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

/** Copies files as they are, or the rows in them into one Parquet file. */
export function copy(
  props: Policed & {
    readonly source: CopySource;
    readonly input: DatasetUse;
    readonly output: DatasetUse;
    /** Left out to copy bytes. */
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
      sink: mapped
        ? {
            type: 'ParquetSink',
            storeSettings: { type: 'AzureBlobFSWriteSettings', copyBehavior: 'MergeFiles' },
            formatSettings: { type: 'ParquetWriteSettings' },
          }
        : { type: 'BinarySink', storeSettings: { type: 'AzureBlobFSWriteSettings' } },
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
      scriptBlockExecutionTimeout: '02:00:00',
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

function activity(type: string, props: Policed, rest: Readonly<Record<string, unknown>>): Activity {
  const { name, after = [], timeout = '0.02:00:00', retries = 2, secret } = props;
  return {
    name,
    type,
    dependsOn: after.map((before) => ({ activity: before, dependencyConditions: ['Succeeded' as const] })),
    userProperties: [],
    policy: {
      timeout,
      retry: retries,
      retryIntervalInSeconds: RETRY_INTERVAL_SECONDS,
      secureInput: secret === 'input',
      secureOutput: secret === 'output',
    },
    ...rest,
  };
}

function copySource(
  source: CopySource,
  additionalColumns: readonly unknown[],
  binary: boolean,
): Record<string, unknown> {
  if (source.from === 'http')
    return { type: 'BinarySource', storeSettings: { type: 'HttpReadSettings', requestMethod: 'GET' } };
  const storeSettings = {
    type: 'AzureBlobFSReadSettings',
    recursive: true,
    wildcardFolderPath: source.folder,
    wildcardFileName: source.file,
  };
  const type = binary ? 'BinarySource' : source.from === 'lake-json' ? 'JsonSource' : 'DelimitedTextSource';
  return { type, storeSettings, ...(additionalColumns.length > 0 && { additionalColumns }) };
}

function translator(source: CopySource, columns: readonly CopyColumn[]): Record<string, unknown> {
  const json = source.from === 'lake-json';
  return {
    type: 'TabularTranslator',
    mappings: columns.map((column) => ({
      source: json ? { path: jsonPath(column) } : { name: column.source, type: 'String' },
      sink: { name: column.sink, type: 'String' },
    })),
    ...(columns.some(({ array }) => array) && { mapComplexValuesToString: true }),
    typeConversion: true,
    typeConversionSettings: { allowDataTruncation: false, treatBooleanAsNumber: false },
  };
}

function jsonPath({ source, path = [source] }: CopyColumn): string {
  return `$${path.map((name) => `['${name}']`).join('')}`;
}

function datasetReference({ dataset, parameters }: DatasetUse): Record<string, unknown> {
  return { referenceName: dataset, type: 'DatasetReference', parameters: parameters ?? {} };
}

function linkedServiceReference(name: string): Record<string, unknown> {
  return { referenceName: name, type: 'LinkedServiceReference' };
}

/** Text is text, whatever it holds: an at sign would make Data Factory compute it. */
export function literalText(text: string): string {
  return text.replaceAll('@{', '@@{').replace(/^@(?!@\{)/, '@@');
}
