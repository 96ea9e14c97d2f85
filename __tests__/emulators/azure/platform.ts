import { refused } from './documented';
import { type Pipeline, pipelineOf } from './pipeline';
import { type Json, listIn, minutesOf, need, objectIn, type StackJson, textIn, textOr } from './json';

/** A tumbling window trigger. */
export interface Trigger {
  readonly name: string;
  readonly pipeline: string;
  readonly parameters: Json;
  /** Start of the first window, minutes since 1970. */
  readonly start: number;
  /** Length of a window, minutes. */
  readonly length: number;
  readonly delay: number;
  readonly maxConcurrency: number;
  readonly retries: number;
  readonly retryMinutes: number;
  readonly activated: boolean;
  readonly dependencies: readonly Dependency[];
}

/** Windows of a trigger that must have succeeded before one starts. */
export interface Dependency {
  /** The other trigger, or this one itself. */
  readonly trigger: string;
  readonly offset: number;
  readonly size: number;
}

/** A dataset: where something lies. */
export interface Dataset {
  readonly name: string;
  readonly location: Json;
}

/** A mapping data flow. */
export interface DataFlow {
  readonly name: string;
  readonly script: string;
}

/** A hub of events. */
export interface Hub {
  readonly name: string;
  /** How long events stay, minutes. */
  readonly retention: number;
}

/** A Stream Analytics job that lands events in a lake. */
export interface Job {
  readonly address: string;
  readonly name: string;
  readonly landings: readonly Landing[];
  /** How Terraform starts it: a start mode, or an expression that gives one, and a time. @default an operator starts it */
  readonly start?: { readonly mode: string; readonly time: string };
}

/** Events of a hub that a job writes as they are to a lake. */
export interface Landing {
  readonly hub: string;
  readonly fileSystem: string;
  readonly path: string;
  readonly dateFormat: string;
  readonly timeFormat: string;
}

/** What an environment is made of, as its Terraform JSON says. */
export interface Platform {
  readonly stacks: readonly StackJson[];
  readonly triggers: ReadonlyMap<string, Trigger>;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly datasets: ReadonlyMap<string, Dataset>;
  readonly dataFlows: ReadonlyMap<string, DataFlow>;
  readonly hubs: ReadonlyMap<string, Hub>;
  readonly jobs: readonly Job[];
}

/** Reads the Terraform JSON of all stacks of an environment. */
export function platformOf(stacks: readonly StackJson[]): Platform {
  const all = (type: string): [string, Json][] =>
    stacks.flatMap(({ resource = {} }) => Object.entries(resource[type] ?? {}));
  const byName = <T extends { readonly name: string }>(found: readonly T[]): ReadonlyMap<string, T> =>
    new Map(found.map((each) => [each.name, each]));
  const of = <T extends { readonly name: string }>(type: string, read: (block: Json) => T) =>
    byName(all(type).map(([, block]) => read(block)));
  return {
    stacks,
    triggers: of('azurerm_data_factory_trigger_tumbling_window', triggerOf),
    pipelines: of('azurerm_data_factory_pipeline', acceptedPipelineOf),
    datasets: of('azurerm_data_factory_custom_dataset', datasetOf),
    dataFlows: of('azurerm_data_factory_data_flow', dataFlowOf),
    hubs: of('azurerm_eventhub', hubOf),
    jobs: stacks.flatMap((stack) => jobsOf(stack)),
  };
}

function triggerOf(block: Json): Trigger {
  const name = textIn(block, 'name');
  const unit = textIn(block, 'frequency') === 'Hour' ? 60 : 1;
  const length = Number(need(block, 'interval')) * unit;
  const retry = (block['retry'] ?? {}) as Json;
  const pipeline = objectIn(block, 'pipeline');
  return {
    name,
    pipeline: textIn(pipeline, 'name'),
    parameters: (pipeline['parameters'] ?? {}) as Json,
    start: Date.parse(textIn(block, 'start_time')) / 60_000,
    length,
    delay: block['delay'] === undefined ? 0 : minutesOf(block['delay']),
    maxConcurrency: Number(block['max_concurrency'] ?? 50),
    retries: Number(retry['count'] ?? 0),
    retryMinutes: Number(retry['interval'] ?? 30) / 60,
    activated: block['activated'] !== false,
    dependencies: listIn(block, 'trigger_dependency').map((each) => ({
      trigger: textOr(each, 'trigger_name', name),
      offset: each['offset'] === undefined ? 0 : minutesOf(each['offset']),
      size: each['size'] === undefined ? length : minutesOf(each['size']),
    })),
  };
}

function acceptedPipelineOf(block: Json): Pipeline {
  const pipeline = pipelineOf(block);
  const [mistake] = refused(pipeline);
  if (mistake !== undefined) throw new Error(`a factory refuses it: ${mistake}`);
  return pipeline;
}

function datasetOf(block: Json): Dataset {
  const properties = JSON.parse(textIn(block, 'type_properties_json')) as Json;
  return { name: textIn(block, 'name'), location: (properties['location'] ?? {}) as Json };
}

function dataFlowOf(block: Json): DataFlow {
  return { name: textIn(block, 'name'), script: (block['script_lines'] as readonly string[]).join('\n') };
}

function hubOf(block: Json): Hub {
  const days = Number(block['message_retention'] ?? 1);
  return { name: textIn(block, 'name'), retention: days * 1440 };
}

function jobsOf({ resource = {} }: StackJson): Job[] {
  const named = (type: string) => Object.entries(resource[type] ?? {});
  /** A literal, or what `${type.name.attribute}` refers to in the same stack. */
  const resolve = (value: unknown): string => {
    const [, type, name, attribute] = /^\$\{([a-z_0-9]+)\.([^.]+)\.([a-z_]+)\}$/.exec(String(value)) ?? [];
    if (type === undefined) return String(value);
    return String(resource[type]?.[name!]?.[attribute!] ?? value);
  };
  return named('azurerm_stream_analytics_job').map(([id, job]) => {
    const address = `azurerm_stream_analytics_job.${id}`;
    const own = ([, block]: readonly [string, Json]): boolean =>
      JSON.stringify(block).includes(`${address}.`);
    const inputs = new Map(
      named('azurerm_stream_analytics_stream_input_eventhub_v2')
        .filter(own)
        .map(([, block]) => [textIn(block, 'name'), resolve(block['eventhub_name'])]),
    );
    const reads = new Map(
      [
        ...textIn(job, 'transformation_query').matchAll(/SELECT \*\s+INTO \[([^\]]+)\]\s+FROM \[([^\]]+)\]/g),
      ].map(([, output, input]) => [output!, input!]),
    );
    const landings = named('azurerm_stream_analytics_output_blob')
      .filter(own)
      .flatMap(([, block]) => {
        const hub = inputs.get(reads.get(textIn(block, 'name')) ?? '');
        if (hub === undefined) return [];
        return {
          hub,
          fileSystem: resolve(block['storage_container_name']),
          path: textIn(block, 'path_pattern'),
          dateFormat: textOr(block, 'date_format', ''),
          timeFormat: textOr(block, 'time_format', ''),
        };
      });
    const schedule = named('azurerm_stream_analytics_job_schedule').find(own);
    return {
      address,
      name: textIn(job, 'name'),
      landings,
      ...(schedule && {
        start: { mode: textIn(schedule[1], 'start_mode'), time: textOr(schedule[1], 'start_time', '') },
      }),
    };
  });
}
