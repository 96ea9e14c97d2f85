import { type Json, listIn, textIn } from './json';

/** A pipeline with its activities, read once. */
export interface Pipeline {
  readonly name: string;
  /** Runs at a time; the others queue. */
  readonly concurrency: number;
  readonly parameters: Json;
  readonly variables: Json;
  readonly activities: readonly Activity[];
}

/** An activity of a pipeline. */
export interface Activity {
  readonly name: string;
  readonly type: string;
  readonly dependsOn: readonly { readonly activity: string; readonly conditions: readonly string[] }[];
  readonly retries: number;
  readonly retryMinutes: number;
  readonly properties: Json;
  readonly inputs: readonly DatasetReference[];
  readonly outputs: readonly DatasetReference[];
  /** Activities inside, by the property that holds them. */
  readonly inner: Readonly<Record<string, readonly Activity[]>>;
}

/** A dataset with values for its parameters, which may be expressions. */
export interface DatasetReference {
  readonly name: string;
  readonly parameters: Json;
}

/** Reads a pipeline's block. */
export function pipelineOf(block: Json): Pipeline {
  return {
    name: textIn(block, 'name'),
    concurrency: Number(block['concurrency'] ?? Infinity),
    parameters: (block['parameters'] ?? {}) as Json,
    variables: (block['variables'] ?? {}) as Json,
    activities: (JSON.parse(textIn(block, 'activities_json')) as readonly Json[]).map(activityOf),
  };
}

const INNER = ['activities', 'ifTrueActivities', 'ifFalseActivities', 'defaultActivities'];

function activityOf(block: Json): Activity {
  const policy = (block['policy'] ?? {}) as Json;
  const properties = (block['typeProperties'] ?? {}) as Json;
  return {
    name: textIn(block, 'name'),
    type: textIn(block, 'type'),
    dependsOn: listIn(block, 'dependsOn').map((each) => ({
      activity: textIn(each, 'activity'),
      conditions: each['dependencyConditions'] as readonly string[],
    })),
    retries: Number(policy['retry'] ?? 0),
    retryMinutes: Number(policy['retryIntervalInSeconds'] ?? 30) / 60,
    properties,
    inputs: listIn(block, 'inputs').map(referenceOf),
    outputs: listIn(block, 'outputs').map(referenceOf),
    inner: Object.fromEntries([
      ...INNER.filter((name) => properties[name] !== undefined).map(
        (name) => [name, listIn(properties, name).map(activityOf)] as const,
      ),
      ...listIn(properties, 'cases').map(
        (each) => [caseOf(textIn(each, 'value')), listIn(each, 'activities').map(activityOf)] as const,
      ),
    ]),
  };
}

/** The name under which an activity has those inside that belong to a case. */
export function caseOf(value: string): string {
  return `case ${value}`;
}

/** Activities with those inside of them. */
export function everyActivity(activities: readonly Activity[]): Activity[] {
  return activities.flatMap((activity) => [
    activity,
    ...Object.values(activity.inner).flatMap((inner) => everyActivity(inner)),
  ]);
}

/** A reference to a dataset, as activities have it. */
export function referenceOf(block: Json): DatasetReference {
  return { name: textIn(block, 'referenceName'), parameters: (block['parameters'] ?? {}) as Json };
}
