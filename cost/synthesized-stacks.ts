import { computedOnce, groupBy } from '../model/collections';

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

const NONE: readonly never[] = Object.freeze([]);

/** Stacks as they were written, with what refers from one to another. */
export class SynthesizedStacks {
  private readonly stacks: readonly SynthesizedStack[];
  private readonly byName: ReadonlyMap<string, SynthesizedStack>;
  private readonly byType = new Map<string, readonly WrittenResource[]>();
  private readonly departments = new Map<string, string>();
  private readonly byTypeAndStack = new Map<string, ReadonlyMap<string, readonly WrittenResource[]>>();
  /** Places by stack and text: a bill asks for each of them again and again. */
  private readonly places = new Map<string, Map<string, Place>>();

  /** @param stacks all that are deployed together. */
  constructor(stacks: readonly SynthesizedStack[]) {
    this.stacks = stacks;
    this.byName = new Map(stacks.map((stack) => [stack.name, stack]));
  }

  /** The resources of all stacks. */
  get resources(): readonly WrittenResource[] {
    return this.withPrefix('');
  }

  /** The resources of all types that begin so. */
  withPrefix(prefix: string): readonly WrittenResource[] {
    return this.stacks.flatMap(({ name, terraform: { resource = {} } }) =>
      Object.keys(resource)
        .filter((type) => type.startsWith(prefix))
        .flatMap((type) => resourcesIn(name, type, resource[type] ?? {})),
    );
  }

  /** The types of all resources. */
  get types(): readonly string[] {
    const types = new Set(this.stacks.flatMap(({ terraform }) => Object.keys(terraform.resource ?? {})));
    return [...types].filter((type) => this.ofType(type).length > 0);
  }

  /** The names of the stacks that have resources. */
  get names(): readonly string[] {
    return this.stacks.filter((stack) => someResource(stack, () => true)).map(({ name }) => name);
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
    return this.stacks.flatMap(({ terraform: { resource = {} } }) =>
      Object.keys(resource)
        .filter((type) => type.startsWith(prefix))
        .map((type) => resource[type]),
    );
  }

  /** The resources of a type. */
  ofType(type: string): readonly WrittenResource[] {
    return computedOnce(this.byType, type, () =>
      this.stacks.flatMap(({ name, terraform }) => {
        const blocks = terraform.resource?.[type];
        return blocks === undefined ? [] : resourcesIn(name, type, blocks);
      }),
    );
  }

  /** The resources of a type in one stack. */
  ofTypeIn(type: string, stack: string): readonly WrittenResource[] {
    const byStack = computedOnce(this.byTypeAndStack, type, () =>
      groupBy(this.ofType(type), (resource) => resource.stack),
    );
    return byStack.get(stack) ?? NONE;
  }

  /** The department that a stack's resources are tagged with; of the shared ones, `platform`. */
  departmentOf(stack: string): string {
    return computedOnce(this.departments, stack, () => departmentIn(this.byName.get(stack)) ?? 'platform');
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

/** The first resource of a stack that is wanted. */
function someResource(
  { name, terraform: { resource = {} } }: SynthesizedStack,
  isWanted: (resource: WrittenResource) => boolean,
): WrittenResource | undefined {
  for (const [type, blocks] of Object.entries(resource)) {
    const found = resourcesIn(name, type, blocks).find(isWanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The department that the first tagged resource of a stack names. */
function departmentIn(stack: SynthesizedStack | undefined): string | undefined {
  const tagged = stack && someResource(stack, ({ block }) => tagOf(block) !== undefined);
  return tagged && tagOf(tagged.block);
}

function tagOf({ tags }: Block): string | undefined {
  const department = (tags as Block | undefined)?.department;
  return typeof department === 'string' ? department : undefined;
}

/** What made a resource, as its construct path says, without the stack's name. */
export function pathOf({ block, name, stack }: WrittenResource): string {
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
