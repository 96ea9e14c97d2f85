import { said, unused } from '../said';

/** Fixed values that a model gets beside its features, by name. */
export type ModelParameters = Readonly<Record<string, string>>;

/** A pipeline published with version 1 of Azure Machine Learning. */
export interface PublishedPipelineRun {
  readonly kind: 'publishedPipeline';
  /** Under which name its runs are listed. */
  readonly experiment: string;
  /** Fixed values; the pipeline declares parameters of these names. */
  readonly parameters: ModelParameters;
}

/** A batch endpoint of Azure Machine Learning, version 2, with a pipeline component behind it. */
export interface BatchEndpointRun {
  readonly kind: 'batchEndpoint';
  /** The deployment that is asked; the endpoint's default one when left out. */
  readonly deployment?: string;
  /** Fixed values; the pipeline component declares text inputs of these names. */
  readonly parameters: ModelParameters;
}

/** How a model is run: where it stands is said for each environment. */
export type ModelRun = PublishedPipelineRun | BatchEndpointRun;

/** What every model is given: where to read, where to write, and the start of the window, as `YYYY-MM-DDTHH:MM:SSZ`. */
export const MODEL_INPUTS = ['features', 'scores', 'window'] as const;

/** What is behind a scored table in one environment. */
export type ModelBinding =
  /**
   * A model: the name of its batch endpoint, or the id (UUID) of its published pipeline's endpoint. Names of batch endpoints are unique in
   * a region of Azure: begin them with the company, the department and the environment.
   */
  | { readonly endpoint: string }
  /** No model yet: the fallback is computed in its place, for the reason given. */
  | { readonly fallback: string };

/** The machines that a department's models run on; they bill while they run, and none runs between jobs. */
export interface ModelCompute {
  /** Azure's size of a machine. @default 'Standard_D4ds_v4', 4 cores and 16 GiB */
  readonly vmSize?: string;
  /** Most machines at a time, 1 to 100. @default 2 */
  readonly maxNodes?: number;
  /** `LowPriority` costs less, and is taken away when Azure needs the machine. @default 'Dedicated' */
  readonly priority?: 'Dedicated' | 'LowPriority';
}

/**
 * Runs a model behind a batch endpoint: the way that Azure Machine Learning keeps.
 *
 * The endpoint's deployment is a pipeline component with the data input `features`, the data output `scores` and the text
 * input `window`, besides the parameters given here. Source: "Create jobs and input data for batch endpoints".
 */
export function batchEndpoint(
  props: { readonly deployment?: string; readonly parameters?: ModelParameters } = {},
): BatchEndpointRun {
  const { deployment, parameters, ...further } = said(props);
  return Object.freeze({
    ...unused(further),
    kind: 'batchEndpoint' as const,
    ...(deployment !== undefined && { deployment }),
    parameters: parameters ?? {},
  });
}

/**
 * Runs a pipeline that was published with version 1 of Azure Machine Learning, which has no support since 30 June 2026: every synthesis
 * warns of it. New models stand behind a batch endpoint.
 *
 * It declares the text parameters `features`, `scores` and `window`, besides those given here.
 */
export function publishedPipeline(props: {
  readonly experiment: string;
  readonly parameters?: ModelParameters;
}): PublishedPipelineRun {
  const { experiment, parameters, ...further } = said(props);
  return Object.freeze({
    ...unused(further),
    kind: 'publishedPipeline' as const,
    experiment,
    parameters: parameters ?? {},
  });
}
