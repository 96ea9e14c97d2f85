import { DEFAULT_SETTINGS } from '../../model';

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
export interface WithPolicy extends Common {
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

/** Reads one row of a small JSON file. */
export function lookup(props: WithPolicy & { readonly input: DatasetUse }): Activity {
  return activity('Lookup', props, {
    typeProperties: {
      source: { type: 'JsonSource', storeSettings: { type: 'AzureBlobFSReadSettings', recursive: false } },
      dataset: datasetReference(props.input),
      firstRowOnly: true,
    },
  });
}

/** Reads the rows of small JSON files below a folder, up to 5,000 and 4 MB; `output.count` is how many. Source: "Lookup activity". */
export function lookupAll(
  props: WithPolicy & {
    /** The folder. */
    readonly input: DatasetUse;
    /** The names of the files, with wildcards. */
    readonly files: string;
  },
): Activity {
  return activity('Lookup', props, {
    typeProperties: {
      source: {
        type: 'JsonSource',
        storeSettings: {
          type: 'AzureBlobFSReadSettings',
          recursive: true,
          wildcardFileName: props.files,
        },
      },
      dataset: datasetReference(props.input),
      firstRowOnly: false,
    },
  });
}

/** The smallest cluster of the runtime that every factory has. */
const DATA_FLOW_COMPUTE = Object.freeze({
  coreCount: DEFAULT_SETTINGS.integrationRuntime.coreCount,
  computeType: DEFAULT_SETTINGS.integrationRuntime.computeType,
});

/** Runs a mapping data flow; parameter values are expressions of the data flow's own language. */
export function dataFlow(
  props: WithPolicy & {
    readonly flow: string;
    readonly parameters: Readonly<Record<string, Text>>;
    /** The runtime that it runs on. @default the factory's own, with its smallest cluster */
    readonly integrationRuntime?: string;
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
      // For the factory's own runtime only: any other has its size decided in settings.
      compute: DATA_FLOW_COMPUTE,
      traceLevel: 'Coarse',
    },
  });
}

/** Runs SQL batches one after the other; each is an item of its own, because Data Factory knows no `GO`. */
export function script(
  props: WithPolicy & { readonly linkedService: string; readonly batches: readonly string[] },
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
  props: WithPolicy & {
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

/** Deletes the files of a folder, or one file. */
export function deleteFiles(
  props: WithPolicy & {
    readonly input: DatasetUse;
    /** Only what was last changed before this timestamp. @default all of it */
    readonly before?: Text;
  },
): Activity {
  return activity('Delete', props, {
    typeProperties: {
      dataset: datasetReference(props.input),
      enableLogging: false,
      recursive: true,
      storeSettings: {
        type: 'AzureBlobFSReadSettings',
        recursive: true,
        ...(props.before !== undefined && { modifiedDatetimeEnd: props.before }),
      },
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
export function activity(type: string, props: WithPolicy, rest: Readonly<Record<string, unknown>>): Activity {
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

/** A dataset as activities refer to it. */
export function datasetReference({ dataset, parameters }: DatasetUse): Record<string, unknown> {
  return { referenceName: dataset, type: 'DatasetReference', parameters: parameters ?? {} };
}

/** A connection as activities refer to it. */
export function linkedServiceReference(name: string): Record<string, unknown> {
  return { referenceName: name, type: 'LinkedServiceReference' };
}

/** Text is text, whatever it holds: an at sign would make Data Factory compute it. */
export function literalText(text: string): string {
  return text.replaceAll('@{', '@@{').replace(/^@(?!@\{)/, '@@');
}
