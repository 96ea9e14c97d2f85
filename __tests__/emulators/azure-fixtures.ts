import type { World } from './azure/activities';
import { dataFlowsOf } from './azure/data-flows';
import { Dice, Engine } from './azure/engine';
import type { StackJson } from './azure/json';
import { Pipelines } from './azure/pipelines';
import { type Platform, platformOf } from './azure/platform';
import { Lake, type Row } from './azure/storage';
import { Triggers, type Window } from './azure/triggers';

/** When everything begins, minutes since 1970. */
export const START = Date.UTC(2026, 0, 5) / 60_000;
/** A row of a file. */
export const row = (id: string, cells: Row['cells'] = {}): Row => ({ id, cells });

/** What an environment has, as far as a test needs it. */
export interface Parts {
  /** Activities of each pipeline. */
  readonly pipelines?: Readonly<Record<string, readonly object[]>>;
  /** Blocks of triggers. */
  readonly triggers?: readonly object[];
  /** Scripts of data flows. */
  readonly flows?: Readonly<Record<string, string>>;
  /** Runs of each pipeline at a time. */
  readonly concurrency?: number;
}

/** An environment of some pipelines, with datasets for a folder of files, for one file, and for a page. */
export function platform({ pipelines = {}, triggers = [], flows = {}, concurrency }: Parts): Platform {
  const location = (place: object): string => JSON.stringify({ location: place });
  const parameter = (name: string): object => ({ value: `@dataset().${name}`, type: 'Expression' });
  const dataset = (name: string, place: object): [string, object] => [
    name,
    { name, type_properties_json: location(place) },
  ];
  const named = <T>(all: Readonly<Record<string, T>>, block: (name: string, value: T) => object) =>
    Object.fromEntries(Object.entries(all).map(([name, value]) => [name, block(name, value)]));
  return platformOf([
    {
      resource: {
        azurerm_data_factory_custom_dataset: Object.fromEntries([
          dataset('zone', { fileSystem: 'zone' }),
          dataset('folder', { fileSystem: 'zone', folderPath: parameter('folder') }),
          dataset('file', {
            fileSystem: 'zone',
            folderPath: parameter('folder'),
            fileName: parameter('file'),
          }),
          dataset('page', { relativeUrl: parameter('url') }),
        ]),
        azurerm_data_factory_pipeline: named(pipelines, (name, activities) => ({
          name,
          concurrency,
          parameters: { windowStart: '' },
          activities_json: JSON.stringify(activities),
        })),
        azurerm_data_factory_data_flow: named(flows, (name, script) => ({
          name,
          script_lines: script.split('\n'),
        })),
        azurerm_data_factory_trigger_tumbling_window: Object.fromEntries(
          triggers.map((trigger, index) => [`t${index}`, trigger]),
        ),
      },
    } as StackJson,
  ]);
}

/** An environment that can be run. */
export class Bench {
  /** Its clock. */
  readonly engine = new Engine(START);
  /** Its files and tables. */
  readonly lake = new Lake();
  /** Types of activities that fail for now. */
  readonly failing = new Set<string>();
  /** Container and folder of tables that cannot be written for now. */
  readonly broken = new Set<string>();
  /** What web servers answer, by the end of the address. */
  readonly pages = new Map<string, readonly Row[]>();
  /** Activities that ended, with how. */
  readonly done: string[] = [];
  /** Its pipelines. */
  readonly runs: Pipelines;
  /** Its triggers. */
  readonly triggers: Triggers;

  /** @param parts what it has, or all of what was synthesized. */
  constructor(parts: Parts | Platform, days = 20) {
    const made = 'stacks' in parts ? parts : platform(parts);
    const world: World = {
      engine: this.engine,
      lake: this.lake,
      dice: new Dice(1),
      platform: made,
      dataFlows: dataFlowsOf(made),
      fetch: (url) => this.pages.get(url) ?? (url === 'there' ? [row('page')] : undefined),
      failure: (type) => (this.failing.has(type) ? `${type} fails` : undefined),
      writesInPart: () => false,
      broken: (folders) => folders.find((folder) => this.broken.has(folder)),
      reads: () => undefined,
      writes: () => () => undefined,
      wrote: () => undefined,
      completed: () => undefined,
      ran: () => undefined,
      did: (_, { name }, status) => this.done.push(`${name} ${status}`),
    };
    this.runs = new Pipelines(world);
    this.triggers = new Triggers(this.engine, this.runs, () => START + days * 1440);
    this.triggers.deploy(made, new Set());
  }

  /** How a run of a pipeline ends, and with which error. */
  run(name: string, parameters: Readonly<Record<string, unknown>> = {}): string {
    let ended = 'never';
    this.engine.spawn(this.runs.run(name, parameters), ({ ending, error }) => {
      ended = error === undefined ? ending : `${ending}: ${error}`;
    });
    this.engine.run(this.engine.now + 3 * 1440);
    return ended;
  }

  /** Windows of a trigger, by their first hour. */
  windows(name: string): Readonly<Record<string, Window>> {
    const own = [...this.triggers.all()].filter(([trigger]) => trigger.name === name);
    return Object.fromEntries(own.map(([, window]) => [String((window.start - START) / 60), window]));
  }
}

/** An activity. */
export const activity = (
  name: string,
  type: string,
  properties: object = {},
  further: object = {},
): object => ({
  name,
  type,
  typeProperties: properties,
  ...further,
});
/** An activity that takes so long. */
export const wait = (name: string, minutes: number): object =>
  activity(name, 'Wait', { waitTimeInSeconds: minutes * 60 });
/** A trigger of one hour that starts the pipeline `work`. */
export const trigger = (name: string, further: object = {}): object => ({
  name,
  frequency: 'Hour',
  interval: 1,
  max_concurrency: 1,
  pipeline: { name: 'work' },
  start_time: '2026-01-05T00:00:00Z',
  activated: true,
  ...further,
});
