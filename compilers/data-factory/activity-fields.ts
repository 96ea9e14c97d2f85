/** What Data Factory takes as it is written: an expression there is refused at deployment. */
export type Literal = 'integer' | 'boolean';

/** Fields by their path inside an activity; `[]` is every item of a list. */
type Fields = Readonly<Record<string, Literal>>;

const POLICY: Fields = {
  'policy.retry': 'integer',
  'policy.retryIntervalInSeconds': 'integer',
  'policy.secureInput': 'boolean',
  'policy.secureOutput': 'boolean',
};

const READ: Fields = {
  maxConcurrentConnections: 'integer',
  disableMetricsCollection: 'boolean',
  sourceRetryCount: 'integer',
  'storeSettings.maxConcurrentConnections': 'integer',
  'storeSettings.disableMetricsCollection': 'boolean',
  'storeSettings.recursive': 'boolean',
  'storeSettings.enablePartitionDiscovery': 'boolean',
  'storeSettings.deleteFilesAfterCompletion': 'boolean',
};

const WRITE: Fields = {
  maxConcurrentConnections: 'integer',
  disableMetricsCollection: 'boolean',
  sinkRetryCount: 'integer',
  writeBatchSize: 'integer',
  'storeSettings.blockSizeInMB': 'integer',
  'storeSettings.maxConcurrentConnections': 'integer',
  'storeSettings.disableMetricsCollection': 'boolean',
  'formatSettings.maxRowsPerFile': 'integer',
  'formatSettings.quoteAllText': 'boolean',
  allowCopyCommand: 'boolean',
  allowPolyBase: 'boolean',
  sqlWriterUseTableLock: 'boolean',
};

function below(path: string, fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([field, literal]) => [`${path}.${field}`, literal]));
}

/**
 * The integers and booleans of every type of activity, by their path.
 *
 * Source: the structures that azurerm 4.55 decodes pipelines into, resource manager version 2018-06-01.
 */
const FIELDS: Readonly<Record<string, Fields>> = {
  Copy: {
    ...POLICY,
    ...below('typeProperties.source', READ),
    ...below('typeProperties.sink', WRITE),
    ...below('typeProperties', {
      enableStaging: 'boolean',
      'stagingSettings.enableCompression': 'boolean',
      parallelCopies: 'integer',
      dataIntegrationUnits: 'integer',
      enableSkipIncompatibleRow: 'boolean',
      validateDataConsistency: 'boolean',
      'skipErrorFile.fileMissing': 'boolean',
      'skipErrorFile.dataInconsistency': 'boolean',
      'logSettings.enableCopyActivityLog': 'boolean',
      'logSettings.copyActivityLogSettings.enableReliableLogging': 'boolean',
    }),
  },
  Lookup: {
    ...POLICY,
    ...below('typeProperties.source', READ),
    'typeProperties.firstRowOnly': 'boolean',
    'typeProperties.treatDecimalAsString': 'boolean',
  },
  GetMetadata: { ...POLICY },
  Delete: {
    ...POLICY,
    'typeProperties.enableLogging': 'boolean',
    'typeProperties.recursive': 'boolean',
    'typeProperties.maxConcurrentConnections': 'integer',
    'typeProperties.storeSettings.recursive': 'boolean',
    'typeProperties.storeSettings.maxConcurrentConnections': 'integer',
  },
  ExecuteDataFlow: {
    ...POLICY,
    'typeProperties.compute.coreCount': 'integer',
    'typeProperties.continueOnError': 'boolean',
    'typeProperties.runConcurrently': 'boolean',
    'typeProperties.sourceStagingConcurrency': 'integer',
  },
  Script: {
    ...POLICY,
    'typeProperties.returnMultistatementResult': 'boolean',
    'typeProperties.treatDecimalAsString': 'boolean',
    'typeProperties.scripts[].parameters[].size': 'integer',
  },
  SqlServerStoredProcedure: { ...POLICY },
  WebActivity: {
    ...POLICY,
    'typeProperties.disableCertValidation': 'boolean',
    'typeProperties.turnOffAsync': 'boolean',
  },
  AzureMLExecutePipeline: { ...POLICY, 'typeProperties.continueOnStepFailure': 'boolean' },
  SynapseNotebook: { ...POLICY, 'typeProperties.numExecutors': 'integer' },
  SetVariable: {
    'policy.secureInput': 'boolean',
    'policy.secureOutput': 'boolean',
    'typeProperties.setSystemVariable': 'boolean',
  },
  ExecutePipeline: { 'policy.secureInput': 'boolean', 'typeProperties.waitOnCompletion': 'boolean' },
  ForEach: { 'typeProperties.isSequential': 'boolean', 'typeProperties.batchCount': 'integer' },
  Until: {},
  Wait: { 'typeProperties.waitTimeInSeconds': 'integer' },
  Validation: {
    'typeProperties.sleep': 'integer',
    'typeProperties.minimumSize': 'integer',
    'typeProperties.childItems': 'boolean',
  },
};

/** The integers and booleans of a type of activity, by their path; of a type that is not listed those of its policy. */
export function literalFields(type: string): Fields {
  return FIELDS[type] ?? POLICY;
}

/** The values at a path of {@link literalFields}; none where it is left out. */
export function valuesAt(activity: unknown, path: string): unknown[] {
  return valuesBelow(activity, stepsOf(path), 0);
}

/** A step to a member, and whether it goes on to every item of it. */
interface Step {
  readonly key: string;
  readonly isList: boolean;
}

const STEPS = new Map<string, readonly Step[]>();

function stepsOf(path: string): readonly Step[] {
  const known =
    STEPS.get(path) ??
    path.split('.').map((step) => ({ key: step.replace(/\[\]$/, ''), isList: step.endsWith('[]') }));
  STEPS.set(path, known);
  return known;
}

function valuesBelow(value: unknown, steps: readonly Step[], index: number): unknown[] {
  const step = steps[index];
  if (step === undefined) return [value];
  if (typeof value !== 'object' || value === null) return NONE;
  const member = (value as Readonly<Record<string, unknown>>)[step.key];
  if (member === undefined) return NONE;
  if (!step.isList) return valuesBelow(member, steps, index + 1);
  return Array.isArray(member) ? member.flatMap((item) => valuesBelow(item, steps, index + 1)) : NONE;
}

const NONE: unknown[] = [];
