import {
  type BatchEndpointRun,
  type Interval,
  type ModelRun,
  type ModelBinding,
  type PublishedPipelineRun,
  type Score,
  scoreOf,
  type Table,
  zoneOf,
} from '../../model';
import * as activities from './activities';
import { fail, ifCondition, until } from './control-activities';
import { copy } from './copy';
import { blobCsv } from './copy-sources';
import { blobCsvDataset, restDataset } from './datasets';
import { type DepartmentDatasets } from './department-datasets';
import { type LinkedService } from './linked-service';
import { type Pipeline } from './pipeline';
import { callRest, machineLearningPipeline } from './scoring-activities';
import { WINDOW_START, windowFolder, windowFormat } from './window';

/** The zones that features can lie in: silver, or what is published of it. */
export type FeaturesZone = 'silver' | 'products';

/** Where a department's models are, what they read, and where they write. */
export interface ScoringTarget {
  /** What is behind each scored table. */
  readonly bindings: Readonly<Record<string, ModelBinding>>;
  /** The region of the endpoints, e.g. `westeurope`. */
  readonly location: string;
  /** The workspace, by its id and by the parts of it. */
  readonly workspace: {
    readonly id: string;
    readonly name: string;
    readonly resourceGroup: string;
    readonly subscriptionId: string;
  };
  /** Names of the workspace's datastores: the zones that features lie in, and the container that models write to. */
  readonly datastores: { readonly features: Readonly<Record<FeaturesZone, string>>; readonly scores: string };
  /** The storage account that models write to, and the container in it. */
  readonly storage: { readonly blobEndpoint: string; readonly container: string };
  /** Name of the credential by which the factory acts as the department. */
  readonly credential: string;
}

/** A model that is there: what it promises, and where it is. */
export interface PlacedModel {
  /** What it reads and gives. */
  readonly score: Score;
  /** Name or id of its endpoint. */
  readonly endpoint: string;
  /** Everything around it. */
  readonly target: ScoringTarget;
}

/** What every description says of a table whose model is not there. */
export const FALLBACK_LABEL = 'computed by the fallback, not by the model';
/** Longest run of a model, `d.hh:mm:ss`. */
export const MODEL_TIMEOUT = '0.12:00:00';
/** Seconds between two looks at a running model. */
export const MODEL_POLL_SECONDS = 60;
/** The states in which a job of Azure Machine Learning stays. */
const ENDED = ['Completed', 'Failed', 'Canceled'];
/** Whom a token for Azure Machine Learning is asked for. Source: "Authorization on batch endpoints". */
const MACHINE_LEARNING = 'https://ml.azure.com';

/** The model of a table, where it has one and one is there. */
export function placedModel(table: Table, target: ScoringTarget | undefined): PlacedModel | undefined {
  const score = scoreOf(table);
  const binding = target?.bindings[table.name];
  if (!score || !target || !binding || 'fallback' in binding) return undefined;
  return { score, endpoint: binding.endpoint, target };
}

/** The zone that the features of a model lie in. */
export function featuresZone({ features }: Score): FeaturesZone {
  return features.zone === 'silver' && zoneOf(features) === 'products' ? 'products' : 'silver';
}

/** Whether a table is filled by a fallback. */
export function usesFallback(table: Table, model: PlacedModel | undefined): boolean {
  return model === undefined && scoreOf(table) !== undefined;
}

/** The folder of bronze that holds what a table's model wrote; no source has an underscore in its name. */
export function scoresFolder({ name }: Pick<Table, 'name'>): string {
  return `${name}_scores`;
}

/** Whether some table's model is a published pipeline, for which the factory needs a role. */
export function runsPublished(tables: readonly Table[], target: Pick<ScoringTarget, 'bindings'>): boolean {
  return tables.some((table) => {
    const binding = target.bindings[table.name];
    return scoreOf(table)?.run.kind === 'publishedPipeline' && binding !== undefined && 'endpoint' in binding;
  });
}

/** What a scoring pipeline is made of. */
export interface ScoringProps {
  /** Name of the pipeline. */
  readonly name: string;
  /** The table that the model fills. */
  readonly table: Table;
  /** Its model. */
  readonly model: PlacedModel;
  /** Length of its windows. */
  readonly interval: Interval;
  /** The department's datasets, to which those of the pipeline are added. */
  readonly datasets: DepartmentDatasets;
}

/**
 * The pipeline that lets a model run for a window and brings what it wrote into bronze, as text.
 *
 * The model reads the whole table of features, as Delta, and writes CSV files with a header into a folder of this run's
 * own: a job that is started twice never meets its own files.
 */
export function scoringPipeline(props: ScoringProps): Pick<
  Pipeline,
  'name' | 'description' | 'activities'
> & {
  readonly linkedServices: readonly LinkedService[];
} {
  const { name, table, model, interval, datasets } = props;
  const { prefix } = datasets;
  const { score, target } = model;
  const storage: LinkedService = {
    name: `${prefix}_models_storage`,
    type: 'AzureBlobStorage',
    typeProperties: {
      serviceEndpoint: target.storage.blobEndpoint,
      accountKind: 'StorageV2',
      credential: { referenceName: target.credential, type: 'CredentialReference' },
    },
  };
  const written = datasets.add(
    blobCsvDataset(`${prefix}_scores_csv`, storage.name, target.storage.container),
  );
  const started = start(props, score.run);
  const columns = Object.keys(score.contractColumns);
  const toBronze = copy({
    name: 'ScoresToBronze',
    after: [started.last],
    source: blobCsv({ folder: activities.expression(runFolder(table, interval)), file: '*.csv' }),
    input: { dataset: written },
    output: {
      dataset: datasets.inLake('bronze', 'Parquet', ['folder', 'file']),
      parameters: { folder: windowFolder(interval, scoresFolder(table)), file: 'window.parquet' },
    },
    columns: columns.map((column) => ({
      source: score.contractColumns[column]?.physicalName ?? column,
      sink: column,
    })),
    added: { _source_file: '$$FILEPATH', _run_id: activities.expression('@pipeline().RunId') },
  });
  return {
    name,
    description: `Lets the model of ${table.name} run, and brings what it wrote into bronze`,
    activities: [...started.activities, toBronze],
    linkedServices: [storage, ...started.linkedServices],
  };
}

interface Start {
  readonly activities: readonly activities.Activity[];
  /** The activity after which the scores are there. */
  readonly last: string;
  readonly linkedServices: readonly LinkedService[];
}

function start(props: ScoringProps, run: ModelRun): Start {
  return run.kind === 'batchEndpoint' ? startJob(props, run) : startPublished(props, run);
}

/**
 * Starts a job and waits for its end. Web activities with authentication do not come back from the provider as they were
 * written; copies over a connection by identity do, so that the answers are files beside what lands.
 */
function startJob({ table, model, interval, datasets }: ScoringProps, run: BatchEndpointRun): Start {
  const { endpoint, target } = model;
  const service: LinkedService = {
    name: `${datasets.prefix}_${table.name}_model`,
    type: 'RestService',
    typeProperties: {
      url: `https://${endpoint}.${target.location}.inference.ml.azure.com/`,
      enableServerCertificateValidation: true,
      authenticationType: 'ManagedServiceIdentity',
      aadResourceId: MACHINE_LEARNING,
      credential: { referenceName: target.credential, type: 'CredentialReference' },
    },
  };
  const dataset = datasets.add(restDataset(`${service.name}_jobs`, service.name));
  const jobs = (relativeUrl: activities.Text): activities.DatasetUse => ({
    dataset,
    parameters: { relativeUrl },
  });
  const answer = (file: string): activities.DatasetUse => ({
    dataset: datasets.inLake('landing', 'Json', ['folder', 'file']),
    parameters: { folder: activities.expression(`${table.name}_jobs/@{pipeline().RunId}`), file },
  });
  const job = "activity('ReadJob').output.firstRow.name";
  const state = (name: string): string => `activity('${name}').output.firstRow.properties.status`;
  const briefly = { timeout: '0.00:10:00' };
  const steps = [
    callRest({
      name: 'StartModel',
      input: jobs('jobs'),
      output: answer('started.json'),
      post: {
        body: activities.expression(jobRequest({ table, model, interval }, run)),
        headers: {
          'Content-Type': 'application/json',
          ...(run.deployment !== undefined && { 'azureml-model-deployment': run.deployment }),
        },
      },
      ...briefly,
      // A second try would start a second job.
      retries: 0,
    }),
    activities.lookup({ name: 'ReadJob', after: ['StartModel'], input: answer('started.json') }),
    until({
      name: 'WaitForModel',
      after: ['ReadJob'],
      condition: activities.expression(
        `@contains(createArray(${ENDED.map((ended) => `'${ended}'`).join(', ')}), ${state('ReadState')})`,
      ),
      activities: [
        activities.wait({ name: 'Pause', seconds: MODEL_POLL_SECONDS }),
        callRest({
          name: 'AskForState',
          after: ['Pause'],
          input: jobs(activities.expression(`@concat('jobs/', ${job})`)),
          output: answer('state.json'),
          ...briefly,
        }),
        activities.lookup({
          name: 'ReadState',
          after: ['AskForState'],
          input: answer('state.json'),
        }),
      ],
      timeout: MODEL_TIMEOUT,
    }),
    // What is inside a loop cannot be asked from outside; the file can be read again.
    activities.lookup({
      name: 'ReadOutcome',
      after: ['WaitForModel'],
      input: answer('state.json'),
    }),
    ifCondition({
      name: 'ModelSucceeded',
      after: ['ReadOutcome'],
      condition: activities.expression(`@equals(${state('ReadOutcome')}, 'Completed')`),
      otherwise: [
        fail({
          name: 'ModelFailed',
          message: activities.expression(
            `@concat('the model of ${table.name} ended as ', ${state('ReadOutcome')}, ', job ', ${job})`,
          ),
          errorCode: 'ModelFailed',
        }),
      ],
    }),
  ];
  return { activities: steps, last: 'ModelSucceeded', linkedServices: [service] };
}

/** The request that starts a job. Source: "Create jobs and input data for batch endpoints", REST. */
function jobRequest(
  { table, model, interval }: Pick<ScoringProps, 'table' | 'model' | 'interval'>,
  run: BatchEndpointRun,
): string {
  const { workspace, datastores } = model.target;
  const path = (datastore: string, below: string): string =>
    `${workspace.id}/datastores/${datastore}/paths/${below}`;
  const literals = { window: windowStart, ...run.parameters };
  const inputs = Object.entries(literals).map(([name, value]) => [
    name,
    { JobInputType: 'Literal', Value: value },
  ]);
  const request = {
    properties: {
      InputData: {
        features: {
          JobInputType: 'UriFolder',
          Uri: path(datastores.features[featuresZone(model.score)], model.score.features.name),
        },
        ...(Object.fromEntries(inputs) as object),
      },
      OutputData: {
        scores: { JobOutputType: 'UriFolder', Uri: path(datastores.scores, runFolder(table, interval)) },
      },
    },
  };
  return JSON.stringify(request);
}

/** A published pipeline waits for its own end. The connection knows the factory's own identity only. */
function startPublished(
  { table, model, interval, datasets }: ScoringProps,
  run: PublishedPipelineRun,
): Start {
  const { endpoint, target } = model;
  const { workspace, datastores } = target;
  const service: LinkedService = {
    name: `${datasets.prefix}_models`,
    type: 'AzureMLService',
    typeProperties: {
      subscriptionId: workspace.subscriptionId,
      resourceGroupName: workspace.resourceGroup,
      mlWorkspaceName: workspace.name,
      authentication: 'MSI',
    },
  };
  const uri = (datastore: string, path: string): string => `azureml://datastores/${datastore}/paths/${path}`;
  const step = machineLearningPipeline({
    name: 'RunModel',
    linkedService: service.name,
    endpointId: endpoint,
    experiment: run.experiment,
    parameters: {
      features: uri(datastores.features[featuresZone(model.score)], model.score.features.name),
      scores: uri(datastores.scores, runFolder(table, interval)),
      window: windowStart,
      ...run.parameters,
    },
    timeout: MODEL_TIMEOUT,
    retries: 0,
  });
  return { activities: [step], last: 'RunModel', linkedServices: [service] };
}

const windowStart = `@{pipeline().parameters.${WINDOW_START}}`;

/** Where a run writes: by table, window and run. */
function runFolder({ name }: Pick<Table, 'name'>, interval: Interval): string {
  const window = `@{formatDateTime(pipeline().parameters.${WINDOW_START}, '${windowFormat(interval)}')}`;
  return `${name}/${window}/@{pipeline().RunId}`;
}
