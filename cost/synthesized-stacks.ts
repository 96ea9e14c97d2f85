import { groupBy } from './group';
import { computedOnce } from './memo';

/** Attributes of a resource. */
export type Block = Readonly<Record<string, unknown>>;

/** A stack as it was written. */
export interface SynthesizedStack {
  /** Its name. */
  readonly name: string;
  /** The name of its environment; of stacks of none, nothing. */
  readonly environment: string;
  /** Its Terraform JSON. */
  readonly terraform: {
    readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
    readonly output?: Readonly<Record<string, Block>>;
    readonly provider?: Readonly<Record<string, readonly Block[]>>;
  };
}

/** A resource of a stack. */
export interface WrittenResource {
  /** The name of the stack. */
  readonly stack: string;
  /** Its Terraform type. */
  readonly type: string;
  /** Its name within the stack and the type. */
  readonly name: string;
  /** Its attributes. */
  readonly block: Block;
}

/** What an attribute refers to, in whatever stack it is. */
export interface Place {
  /** The same for all that refer to it. */
  readonly key: string;
  /** As people know it. */
  readonly shown: string;
  /** The resource, where a stack makes it. */
  readonly resource?: WrittenResource;
}

const REFERENCE = /^\$\{(azurerm_\w+)\.([\w-]+)\.\w+\}$/;
const REMOTE = /^\$\{data\.terraform_remote_state\.cross-stack-reference-input-([^.]+)\.outputs\.([^}]+)\}$/;
const SUBSCRIPTION = /^\/subscriptions\/([0-9a-f-]{36})\//i;

/** Stacks as they were written, with what refers from one to another. */
export class SynthesizedStacks {
  /** The resources of all stacks. */
  readonly resources: readonly WrittenResource[];
  private readonly byName: ReadonlyMap<string, SynthesizedStack>;
  private readonly byType: ReadonlyMap<string, readonly WrittenResource[]>;
  private readonly departments: ReadonlyMap<string, string>;
  private readonly byTypeAndStack = new Map<string, ReadonlyMap<string, readonly WrittenResource[]>>();
  /** Places by stack and text: a bill asks for each of them again and again. */
  private readonly places = new Map<string, Map<string, Place>>();

  /** @param stacks all that are deployed together. */
  constructor(stacks: readonly SynthesizedStack[]) {
    this.byName = new Map(stacks.map((stack) => [stack.name, stack]));
    this.resources = stacks.flatMap(({ name: stack, terraform }) =>
      Object.entries(terraform.resource ?? {}).flatMap(([type, blocks]) => resourcesIn(stack, type, blocks)),
    );
    const byType = new Map<string, WrittenResource[]>();
    const departments = new Map<string, string>();
    for (const resource of this.resources) {
      const { type, stack, block } = resource;
      const others = byType.get(type);
      if (others === undefined) byType.set(type, [resource]);
      else others.push(resource);
      const department = tagOf(block);
      if (department !== undefined && !departments.has(stack)) departments.set(stack, department);
    }
    this.byType = byType;
    this.departments = departments;
  }

  /** What a value in a stack refers to: a resource, or what a text names. */
  placeOf(stack: string, value: unknown): Place {
    const text = typeof value === 'string' ? value : '';
    const places = computedOnce(this.places, stack, () => new Map());
    return computedOnce(places, text, () => this.findPlace(stack, text));
  }

  private findPlace(stack: string, text: string): Place {
    const [, other = '', output = ''] = REMOTE.exec(text) ?? [];
    const remote = this.byName.get(other)?.terraform.output?.[output]?.value;
    if (remote !== undefined) return this.placeOf(other, remote);
    const [, type = '', name = ''] = REFERENCE.exec(text) ?? [];
    const block = this.byName.get(stack)?.terraform.resource?.[type]?.[name];
    if (block === undefined) return { key: text.toLowerCase(), shown: text.split('/').at(-1) ?? text };
    return {
      key: `${stack} ${type}.${name}`,
      shown: typeof block.name === 'string' ? block.name : `${stack}/${name}`,
      resource: { stack, type, name, block },
    };
  }

  /** For each stack, the resources of each type that begins so, as the stack has them: the same objects where nothing was changed. */
  recordsOf(prefix: string): readonly unknown[] {
    return [...this.byName.values()].flatMap(({ terraform }) =>
      Object.entries(terraform.resource ?? {})
        .filter(([type]) => type.startsWith(prefix))
        .map(([, records]) => records),
    );
  }

  /** The resources of a type. */
  ofType(type: string): readonly WrittenResource[] {
    return this.byType.get(type) ?? [];
  }

  /** The resources of a type in one stack. */
  ofTypeIn(type: string, stack: string): readonly WrittenResource[] {
    const byStack = computedOnce(this.byTypeAndStack, type, () =>
      groupBy(this.ofType(type), (resource) => resource.stack),
    );
    return byStack.get(stack) ?? [];
  }

  /** The department that a stack's resources are tagged with; of the shared ones, `platform`. */
  departmentOf(stack: string): string {
    return this.departments.get(stack) ?? 'platform';
  }

  /** What an attribute of a resource refers to; of what no stack makes, itself. */
  placeOfParent(place: Place, attribute: string): Place {
    const { resource } = place;
    return resource === undefined ? place : this.placeOf(resource.stack, resource.block[attribute]);
  }

  /** The subscription that something is in; where none is decided on, that of whoever deploys the environment. */
  subscriptionOf(stack: string, { key, resource }: Place): Place {
    const [, named] = SUBSCRIPTION.exec(key) ?? [];
    const found =
      named ?? this.providerOf(resource?.stack ?? stack, resource?.block.provider)?.subscription_id;
    const environment = this.byName.get(stack)?.environment ?? '';
    return typeof found === 'string'
      ? { key: found.toLowerCase(), shown: `subscription ${found}` }
      : { key: `of ${environment}`, shown: `the subscription of ${environment}` };
  }

  /** The subscriptions that providers of the stacks name. */
  get subscriptions(): string[] {
    const providers = [...this.byName.values()].flatMap(({ terraform }) => terraform.provider?.azurerm ?? []);
    const named = providers.map(({ subscription_id: id }) => id).filter((id) => typeof id === 'string');
    return [...new Set(named)].sort();
  }

  private providerOf(stack: string, named: unknown): Block | undefined {
    const providers = this.byName.get(stack)?.terraform.provider?.azurerm ?? [];
    const alias = typeof named === 'string' ? named.replace('azurerm.', '') : undefined;
    return providers.find((provider) => provider.alias === alias);
  }
}

/** The same resources are the same objects, as long as nothing of their type in their stack was changed. */
const RESOURCES = new WeakMap<Readonly<Record<string, Block>>, readonly WrittenResource[]>();

function resourcesIn(
  stack: string,
  type: string,
  blocks: Readonly<Record<string, Block>>,
): readonly WrittenResource[] {
  const known = RESOURCES.get(blocks);
  if (known?.[0]?.stack === stack && known[0].type === type) return known;
  const resources = Object.entries(blocks).map(([name, block]) => ({ stack, type, name, block }));
  RESOURCES.set(blocks, resources);
  return resources;
}

function tagOf({ tags }: Block): string | undefined {
  const department = (tags as Block | undefined)?.department;
  return typeof department === 'string' ? department : undefined;
}

const PATHS = new WeakMap<WrittenResource, string>();

/** What made a resource, as its construct path says, without the stack's name. */
export function pathOf(resource: WrittenResource): string {
  return computedOnce(PATHS, resource, () => foundPath(resource));
}

function foundPath({ block, name, stack }: WrittenResource): string {
  const metadata = (block['//'] as { metadata?: { path?: unknown } } | undefined)?.metadata?.path;
  return typeof metadata === 'string' ? metadata.replace(`${stack}/`, '') : name;
}

/** The address of a resource, as Terraform writes it. */
export function addressOf({ type, name }: WrittenResource): string {
  return `${type}.${name}`;
}

/** A text attribute; of another one, nothing. */
export function textOf(block: Block, attribute: string): string {
  const value = block[attribute];
  return typeof value === 'string' ? value : '';
}

/** A number attribute; of another one, what is given in its place. */
export function numberOf(block: Block, attribute: string, otherwise = 0): number {
  const value = block[attribute];
  return typeof value === 'number' ? value : otherwise;
}
