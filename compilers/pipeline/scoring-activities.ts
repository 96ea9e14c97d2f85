import {
  type Activity,
  activity,
  type DatasetUse,
  datasetReference,
  type PipelineExpression,
  linkedServiceReference,
  type Policed,
  type Text,
} from './activities';

/**
 * Asks an API and keeps what it answers as a JSON file: look-ups read files, and no API.
 *
 * Sources: "Copy and transform data from and to a REST endpoint", "Lookup activity".
 */
export function ask(
  props: Policed & {
    readonly method: 'GET' | 'POST';
    readonly input: DatasetUse;
    readonly output: DatasetUse;
    readonly body?: Text;
    readonly headers?: Readonly<Record<string, string>>;
  },
): Activity {
  const { method, input, output, body, headers } = props;
  return activity('Copy', props, {
    inputs: [datasetReference(input)],
    outputs: [datasetReference(output)],
    typeProperties: {
      source: {
        type: 'RestSource',
        httpRequestTimeout: '00:01:40',
        requestMethod: method,
        ...(headers && { additionalHeaders: headers }),
        ...(body !== undefined && { requestBody: body }),
      },
      sink: {
        type: 'JsonSink',
        storeSettings: { type: 'AzureBlobFSWriteSettings' },
        formatSettings: { type: 'JsonWriteSettings', filePattern: 'setOfObjects' },
      },
      enableStaging: false,
    },
  });
}

/** Does the same things again until a condition holds. */
export function until(props: {
  readonly name: string;
  readonly after: string;
  readonly condition: PipelineExpression;
  readonly activities: readonly Activity[];
  readonly timeout: string;
}): Activity {
  const { condition: expression, activities, timeout } = props;
  return container('Until', props, { expression, activities, timeout });
}

/** Fails the pipeline where a condition does not hold. */
export function assure(props: {
  readonly name: string;
  readonly after: string;
  readonly condition: PipelineExpression;
  readonly message: Text;
  /** Name of the failure, and its code. */
  readonly failure: string;
}): Activity {
  const { condition: expression, message, failure: name } = props;
  const failure = {
    name,
    type: 'Fail',
    dependsOn: [],
    userProperties: [] as never[],
    typeProperties: { message, errorCode: name },
  };
  return container('IfCondition', props, { expression, ifFalseActivities: [failure] });
}

/** Runs a published pipeline of Azure Machine Learning to its end; the provider knows parameters as plain text only. */
export function machineLearningPipeline(
  props: Policed & {
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

/** What holds other activities has no policy: the provider would drop it. */
function container(
  type: string,
  { name, after }: { readonly name: string; readonly after: string },
  typeProperties: Readonly<Record<string, unknown>>,
): Activity {
  const dependsOn = [{ activity: after, dependencyConditions: ['Succeeded' as const] }];
  return { name, type, dependsOn, userProperties: [], typeProperties };
}
