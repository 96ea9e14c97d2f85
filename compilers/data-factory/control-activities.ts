import {
  type Activity,
  datasetReference,
  type DatasetUse,
  type PipelineExpression,
  succeeded,
  type Text,
} from './activities';

interface Control {
  readonly name: string;
  /** Activities that must succeed first. @default none */
  readonly after?: readonly string[];
}

/** Runs another pipeline and waits until it has ended; it fails when that one does. */
export function executePipeline(
  props: Control & {
    /** Name of the other pipeline. */
    readonly pipeline: string;
    /** Values of its parameters. */
    readonly parameters: Readonly<Record<string, Text>>;
  },
): Activity {
  return control('ExecutePipeline', props, {
    pipeline: { referenceName: props.pipeline, type: 'PipelineReference' },
    waitOnCompletion: true,
    parameters: props.parameters,
  });
}

/** Runs activities once for each item, one after the other; `@item()` is the item. */
export function forEach(
  props: Control & {
    /** Computes the array. */
    readonly items: PipelineExpression;
    /** What is run for each item. */
    readonly activities: readonly Activity[];
  },
): Activity {
  const { items, activities } = props;
  return control('ForEach', props, { items, isSequential: true, activities });
}

/** Runs activities again and again until a condition holds, which may ask for outputs of theirs; fails when the time is up. */
export function until(
  props: Control & {
    /** Computes a boolean. */
    readonly condition: PipelineExpression;
    /** What is run each time. */
    readonly activities: readonly Activity[];
    /** Longest time for all of it, `d.hh:mm:ss`. */
    readonly timeout: string;
  },
): Activity {
  const { condition: expression, activities, timeout } = props;
  return control('Until', props, { expression, activities, timeout });
}

/** Runs activities where a condition is true, and others where it is not. */
export function ifCondition(
  props: Control & {
    /** Computes a boolean. */
    readonly condition: PipelineExpression;
    /** What is run where it is true. @default nothing */
    readonly then?: readonly Activity[];
    /** What is run where it is false. @default nothing */
    readonly otherwise?: readonly Activity[];
  },
): Activity {
  const { condition, then, otherwise } = props;
  // An empty list would come back as one, and a missing one as none.
  return control('IfCondition', props, {
    expression: condition,
    ...(then && { ifTrueActivities: then }),
    ...(otherwise && { ifFalseActivities: otherwise }),
  });
}

/** Runs the activities of the case that a text is, or others where it is none; 25 cases at most. */
export function switchOn(
  props: Control & {
    /** Computes the text. */
    readonly on: PipelineExpression;
    /** What is run for which text, capitals included. */
    readonly cases: readonly { readonly value: string; readonly activities: readonly Activity[] }[];
    /** What is run for any other. */
    readonly otherwise: readonly Activity[];
  },
): Activity {
  const { on, cases, otherwise } = props;
  return control('Switch', props, { on, cases, defaultActivities: otherwise });
}

/** Ends the run as failed. */
export function fail(props: {
  readonly name: string;
  readonly dependsOn?: Activity['dependsOn'];
  /** What an alert holds. */
  readonly message: Text;
  /** A short word for programs. */
  readonly errorCode: string;
}): Activity {
  const { name, dependsOn = [], message, errorCode } = props;
  return {
    name,
    type: 'Fail',
    dependsOn,
    userProperties: [],
    typeProperties: { message, errorCode },
  };
}

/** Waits until a file is there, or a folder that has something in it; at the top of a pipeline only. */
export function validation(
  props: Control & {
    readonly input: DatasetUse;
    /** Longest wait, `d.hh:mm:ss`. */
    readonly timeout: string;
    /** Whether the dataset is a folder, which must not be empty. */
    readonly folder: boolean;
  },
): Activity {
  return control('Validation', props, {
    dataset: datasetReference(props.input),
    timeout: props.timeout,
    sleep: VALIDATION_SLEEP_SECONDS,
    ...(props.folder && { childItems: true }),
  });
}

/** Seconds between two looks at a file that is waited for. */
export const VALIDATION_SLEEP_SECONDS = 60;

/** These have no policy: the provider would drop one without a word. */
function control(
  type: string,
  { name, after }: Control,
  typeProperties: Readonly<Record<string, unknown>>,
): Activity {
  return { name, type, dependsOn: succeeded(after), userProperties: [], typeProperties };
}
