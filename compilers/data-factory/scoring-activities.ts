import {
  type Activity,
  activity,
  type DatasetUse,
  linkedServiceReference,
  type WithPolicy,
  type Text,
} from './activities';
import { copy } from './copy';
import { restAnswers } from './copy-sources';

/**
 * Calls an API and keeps its response as a JSON file: look-ups read files, and no API.
 *
 * Sources: "Copy and transform data from and to a REST endpoint", "Lookup activity".
 */
export function callRest(
  props: WithPolicy & {
    readonly input: DatasetUse;
    readonly output: DatasetUse;
    /** What is sent. @default a GET without a body */
    readonly post?: { readonly body?: Text; readonly headers: Readonly<Record<string, string>> };
  },
): Activity {
  const { post } = props;
  // One response: following links in its header would call again.
  const paging = { supportRFC5988: 'false' };
  return copy({ ...props, source: restAnswers(paging, post) });
}

/** Runs a published pipeline of Azure Machine Learning to its end; the provider knows parameters as plain text only. */
export function machineLearningPipeline(
  props: WithPolicy & {
    readonly linkedService: string;
    readonly endpointId: string;
    readonly experiment: string;
    readonly parameters: Readonly<Record<string, string>>;
  },
): Activity {
  return activity('AzureMLExecutePipeline', props, {
    linkedServiceName: linkedServiceReference(props.linkedService),
    typeProperties: {
      mlPipelineEndpointId: props.endpointId,
      experimentName: props.experiment,
      mlPipelineParameters: props.parameters,
      continueOnStepFailure: false,
    },
  });
}
