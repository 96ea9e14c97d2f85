import { computedOnce, groupBy } from '../../model/collections';
import { type Block, type SynthesizedStacks, textOf, type WrittenResource } from '../synthesized-stacks';
import { activitiesIn, type Activity } from './activity';
import { flowReading, type FlowReading } from './data-flow-script';
import { type Connection } from './steps';

/** A pipeline of a factory. */
export interface Pipeline {
  /** Its name. */
  readonly name: string;
  /** The resource that it is. */
  readonly resource: WrittenResource;
  /** What it runs, read whenever it is asked for. */
  readonly activities: readonly Activity[];
}

/** A trigger of a factory that starts a pipeline again and again. */
export interface Trigger {
  /** Its name. */
  readonly name: string;
  /** The resource that it is. */
  readonly resource: WrittenResource;
  /** The pipeline that it starts. */
  readonly pipeline: string;
  /** Minutes between two runs. */
  readonly minutes: number;
  /** When its first window begins; of one without windows, nothing. */
  readonly from?: string;
  /** Whether it is started. */
  readonly activated: boolean;
}

/** Where an activity runs. */
export interface ActivityPlace {
  /** Whether that is a managed virtual network. */
  readonly isManaged: boolean;
  /** Whether it asks a database of gold. */
  readonly isQuery: boolean;
}

/** How the types of what is in a factory begin. */
export const FACTORY_PREFIX = 'azurerm_data_factory_';
/** The types of triggers that start pipelines again and again. */
export const TRIGGER_TYPES: readonly string[] = [
  `${FACTORY_PREFIX}trigger_tumbling_window`,
  `${FACTORY_PREFIX}trigger_schedule`,
];

/** A data factory with everything in it, in whatever stack it is. */
export class Factory {
  /** Pipelines by name. */
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  /** Triggers that start pipelines again and again. */
  readonly triggers: readonly Trigger[];
  /** A bill reads the stacks again and again. */
  private static readonly known = new WeakMap<SynthesizedStacks, readonly Factory[]>();

  private static readonly byFirst = new WeakMap<WrittenResource, Factory>();

  private readonly parts: readonly WrittenResource[];
  private readonly byType: ReadonlyMap<string, readonly WrittenResource[]>;
  private readonly byName = new Map<string, ReadonlyMap<string, Block>>();
  private readonly places = new Map<Connection, ActivityPlace>();

  /**
   * @param key the factory, as all that refer to it know it.
   * @param parts the resources in it.
   */
  constructor(
    readonly key: string,
    parts: readonly WrittenResource[],
  ) {
    this.parts = parts;
    this.byType = groupBy(parts, ({ type }) => type);
    this.pipelines = new Map(
      this.of('pipeline').map((resource) => [textOf(resource.block, 'name'), pipelineOf(resource)]),
    );
    this.triggers = parts.filter(({ type }) => TRIGGER_TYPES.includes(type)).flatMap(triggersOf);
  }

  /** The factories of some stacks. */
  static in(stacks: SynthesizedStacks): readonly Factory[] {
    return computedOnce(Factory.known, stacks, () => Factory.read(stacks));
  }

  private static read(stacks: SynthesizedStacks): Factory[] {
    const parts = stacks.withPrefix(FACTORY_PREFIX);
    const byFactory = groupBy(parts, ({ stack, block }) => stacks.placeOf(stack, block.data_factory_id).key);
    return [...byFactory].map(([key, own]) => Factory.of(key, own));
  }

  /** A factory; the same where nothing in it was changed. */
  private static of(key: string, parts: readonly WrittenResource[]): Factory {
    const [first] = parts;
    const same = first && Factory.byFirst.get(first);
    if (same?.key === key && same.parts.length === parts.length)
      if (same.parts.every((part, index) => part === parts[index])) return same;
    const factory = new Factory(key, parts);
    if (first && same === undefined) Factory.byFirst.set(first, factory);
    return factory;
  }

  /** How many resources it holds. */
  get size(): number {
    return this.parts.length;
  }

  /** Where an activity runs: in a managed virtual network, where its time costs more; and whether it asks a database. */
  placeOf(connection: Connection): ActivityPlace {
    return computedOnce(this.places, connection, () => {
      const services = this.linkedServicesOf(connection);
      return {
        isManaged:
          connection.runtime === undefined
            ? services.some((service) =>
                this.isManagedRuntime((service.integration_runtime as { name?: string } | undefined)?.name),
              )
            : this.isManagedRuntime(connection.runtime),
        isQuery: services.some((service) => service.type === 'AzureSqlDW'),
      };
    });
  }

  /** The runtime of a name; none, where it is Azure's own. */
  runtime(name: string | undefined): Block | undefined {
    return name === undefined ? undefined : this.named('integration_runtime_azure', name);
  }

  /** What the script of a data flow says of its size; of none, what an empty one says. */
  readingOf(dataFlow: string): FlowReading {
    return flowReading(this.named('data_flow', dataFlow) ?? NO_BLOCK);
  }

  private isManagedRuntime(name: string | undefined): boolean {
    return this.runtime(name)?.virtual_network_enabled === true;
  }

  private linkedServicesOf({ datasets, linkedService }: Connection): Block[] {
    const behind = datasets.map((dataset) => {
      const service = this.named('custom_dataset', dataset)?.linked_service;
      return (service as { name?: string } | undefined)?.name;
    });
    return [...behind, linkedService]
      .map((name) => (name === undefined ? undefined : this.named('linked_custom_service', name)))
      .filter((service) => service !== undefined);
  }

  private of(kind: string): readonly WrittenResource[] {
    return this.byType.get(`${FACTORY_PREFIX}${kind}`) ?? [];
  }

  private named(kind: string, name: string): Block | undefined {
    const blocks = computedOnce(
      this.byName,
      kind,
      () => new Map(this.of(kind).map(({ block }) => [textOf(block, 'name'), block])),
    );
    return blocks.get(name);
  }
}

const NO_BLOCK: Block = Object.freeze({});

function pipelineOf(resource: WrittenResource): Pipeline {
  return {
    name: textOf(resource.block, 'name'),
    resource,
    get activities(): readonly Activity[] {
      return activitiesIn(resource.block.activities_json);
    },
  };
}

const MINUTES: Readonly<Record<string, number>> = {
  Minute: 1,
  Hour: 60,
  Day: 1440,
  Week: 10_080,
  Month: 43_800,
};

function triggersOf(resource: WrittenResource): Trigger[] {
  const { block } = resource;
  const started = [block.pipeline].flat().filter((pipeline) => pipeline !== undefined) as { name?: string }[];
  const names = started.length > 0 ? started.map(({ name }) => name ?? '') : [textOf(block, 'pipeline_name')];
  const interval = typeof block.interval === 'number' ? block.interval : 1;
  const minutes = (MINUTES[textOf(block, 'frequency')] ?? 60) * interval;
  return names.map((pipeline) => ({
    name: textOf(block, 'name'),
    resource,
    pipeline,
    minutes,
    ...(typeof block.start_time === 'string' && { from: block.start_time }),
    activated: block.activated !== false,
  }));
}
