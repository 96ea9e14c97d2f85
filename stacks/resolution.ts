import {
  DefaultTokenResolver,
  StringConcat,
  TerraformElement,
  type TerraformStack,
  Tokenization,
} from 'cdktf';
import { type IConstruct } from 'constructs';

// The engine asks each element for its Terraform while it prepares a stack and while it assembles it, and resolves the answer two times each. It offers
// no place to answer otherwise: an aspect runs before, and changes constructs, not what they give; a synthesizer of one's own comes after both, and would
// have to repeat annotations, validations and the manifest. `toTerraform` is what it documents as an element's answer, so that is what elements give in
// another shape, for as long as the engine's own work lasts. What it gives in the end is compared with the engine's own in the tests.

type Json = Readonly<Record<string, unknown>>;

const RESOLVER = new DefaultTokenResolver(new StringConcat());
/** What stands in texts that the engine may read as a token: in an encoded one and in the value of an encoded map, and in an encoded number. */
const [TOKEN, EXPONENT] = ['Token', 'e+'] as const;
/** A list that is encoded as its only text. */
const LIST = /#\{TfToken\[/;
/** Numbers that encode tokens are below this, and that of a map is one that nobody writes. */
const TOKEN_NUMBERS = -1e200;
const MAP_NUMBER = -123456789;

/**
 * Lets a stack find what refers to other stacks. The engine resolves every value for that, most of which hold no token or refer to the same stack: it is
 * given the others, and each text once.
 *
 * @param stack the stack.
 * @param prepare the engine's own work, which asks every element for its Terraform.
 */
export function preparedOnce(stack: TerraformStack, prepare: () => void): void {
  const seen = new Set<string>();
  withTerraformOf(elementsOf(stack), (terraform) => unprepared(terraform, { stack, seen }), prepare);
}

/**
 * The Terraform of a stack as the engine puts it together, with each resource resolved once: the engine merges resources into one another and resolves all
 * of it again at the end, which changes nothing of them.
 *
 * @param stack the stack.
 * @param assemble the engine's own work.
 */
export function resolvedOnce(stack: TerraformStack, assemble: () => unknown): unknown {
  const terraform = assembled(stack, assemble);
  ASSEMBLED.set(stack, terraform);
  return terraform;
}

/** The Terraform of each stack as it was assembled last. */
const ASSEMBLED = new WeakMap<TerraformStack, unknown>();

/** The Terraform of a stack as it was assembled last, which is what the engine wrote out of it; nothing, where the engine alone has done it. */
export function assembledLast(stack: TerraformStack): unknown {
  return ASSEMBLED.get(stack);
}

function assembled(stack: TerraformStack, assemble: () => unknown): unknown {
  const resources: Resources = {};
  const values = new Values(stack);
  let isEngines = false;
  const kept = (terraform: unknown): unknown => {
    const place = placeOf(terraform);
    if (place === undefined) return terraform;
    const ofType = (resources[place.type] ??= {});
    isEngines ||= place.id in ofType;
    ofType[place.id] = values.resolved(place.block);
    const { resource: _kept, ...others } = terraform as Json;
    return others;
  };
  const whole = withTerraformOf(elementsOf(stack), kept, assemble) as Assembled;
  // What the stack itself overrides in a resource has to meet the resource, and so has another element of the same name.
  if (isEngines || whole['//']?.metadata?.overrides?.stack?.includes('resource')) return assemble();
  for (const [type, others] of Object.entries(whole.resource ?? {})) {
    const ofType = (resources[type] ??= {});
    if (Object.keys(others ?? {}).some((id) => id in ofType)) return assemble();
    Object.assign(ofType, others);
  }
  return Object.keys(resources).length === 0 ? whole : { ...whole, resource: resources };
}

type Resources = Record<string, Record<string, unknown> | undefined>;

/** What the engine puts together, as far as it is looked at. */
interface Assembled {
  readonly resource?: Resources;
  readonly '//'?: { readonly metadata?: { readonly overrides?: { readonly stack?: readonly string[] } } };
}

interface Place {
  readonly type: string;
  readonly id: string;
  readonly block: unknown;
}

/** Where the only resource of an element's Terraform is. */
function placeOf(terraform: unknown): Place | undefined {
  const { resource } = terraform as { readonly resource?: Readonly<Record<string, Json>> };
  const [[type, blocks] = [], ...otherTypes] = Object.entries(resource ?? {});
  const [[id, block] = [], ...otherBlocks] = Object.entries(blocks ?? {});
  if (type === undefined || id === undefined || mayBeToken(type) || mayBeToken(id)) return undefined;
  return otherTypes.length + otherBlocks.length === 0 ? { type, id, block } : undefined;
}

/** The elements of a stack, without those of stacks inside. */
function elementsOf(node: IConstruct): TerraformElement[] {
  return node.node
    .findAll()
    .filter((each): each is TerraformElement => TerraformElement.isTerraformElement(each));
}

/** The own Terraform of elements that give it in another shape now: what is resolved may ask for all stacks again. */
const OWN = new WeakMap<TerraformElement, () => unknown>();

/** Some work in which elements give their Terraform in another shape. */
function withTerraformOf<T>(
  elements: readonly TerraformElement[],
  shaped: (terraform: unknown) => unknown,
  work: () => T,
): T {
  const restored = elements.map((element) => reshaped(element, shaped));
  try {
    return work();
  } finally {
    for (const restore of restored) restore();
  }
}

function reshaped(element: TerraformElement, shaped: (terraform: unknown) => unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(element, 'toTerraform');
  const outer = OWN.get(element);
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on its element only
  const method = element.toTerraform;
  const own = outer ?? (() => method.call(element) as unknown);
  OWN.set(element, own);
  Object.defineProperty(element, 'toTerraform', { ...HIDDEN, value: () => shaped(own()) });
  return () => {
    if (outer === undefined) OWN.delete(element);
    // An object that loses a property takes several times as much memory from then on: its class's own method is put in the place of it.
    Object.defineProperty(element, 'toTerraform', before ?? { ...HIDDEN, value: method });
  };
}

const HIDDEN = { configurable: true, enumerable: false, writable: true } as const;

function mayBeToken(text: string): boolean {
  // Texts of pipelines are long, and this finds nothing in them faster than a pattern does.
  return text.includes(TOKEN) || text.includes(EXPONENT);
}

/** What the engine has to resolve as a whole: tokens, lists and objects that encode one, and what it refuses. */
function isForEngine(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
      return mayBeToken(value);
    case 'number':
      return value < TOKEN_NUMBERS || value === MAP_NUMBER;
    case 'object':
      if (value === null || value instanceof Date) return false;
      if (Array.isArray(value)) return value.some((each) => typeof each !== 'object' && isForEngine(each));
      return Tokenization.isResolvable(value) || '_children' in value || Object.keys(value).some(mayBeToken);
    default:
      return typeof value === 'function';
  }
}

/** Where values that refer to other stacks are looked for. */
interface Search {
  readonly stack: TerraformStack;
  /** Texts that were found already. */
  readonly seen: Set<string>;
}

/** The values that may refer to another stack, in their order. */
function unprepared(terraform: unknown, search: Search): unknown[] {
  const found: unknown[] = [];
  const look = (value: unknown): void => {
    if (isLeaving(value, search)) found.push(value);
    else if (typeof value === 'object' && value !== null && !(value instanceof Date))
      Object.values(value).forEach(look);
  };
  look(terraform);
  return found;
}

function isLeaving(value: unknown, search: Search): boolean {
  if (typeof value === 'string') return mayLeave(value, search);
  if (Array.isArray(value) && value.every((each) => typeof each === 'string'))
    return value.some((each) => mayLeave(each, search));
  return isForEngine(value);
}

/** Whether a text may refer to another stack: it holds tokens, which are not all references within its own. */
function mayLeave(text: string, { stack, seen }: Search): boolean {
  if (!mayBeToken(text) || seen.has(text)) return false;
  seen.add(text);
  return referencesIn(text)?.every(({ originStack }) => originStack === stack) !== true;
}

/** A token that refers to something, of which the stack is known that makes it. */
interface Reference {
  readonly originStack?: unknown;
}

/** The references in a text; nothing, where it holds another token, or none. */
function referencesIn(text: string): readonly Reference[] | undefined {
  const tokens: readonly object[] = text.includes(EXPONENT) ? [] : Tokenization.reverseString(text).tokens;
  return tokens.length > 0 && tokens.every((token) => 'originStack' in token) ? tokens : undefined;
}

/** Values as the engine resolves them, by the engine where they hold tokens. */
class Values {
  /** Texts that refer to something: most stand in many resources. */
  private readonly references = new Map<string, string>();

  constructor(private readonly stack: TerraformStack) {}

  resolved(value: unknown): unknown {
    if (typeof value === 'string') return mayBeToken(value) ? this.text(value) : value;
    const isList =
      Array.isArray(value) && value.every((each) => typeof each === 'string' && !LIST.test(each));
    if (!isList && isForEngine(value)) return this.byEngine(value);
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    if (Array.isArray(value))
      return value.map((each) => this.resolved(each)).filter((each) => each !== undefined);
    const known: Record<string, unknown> = {};
    for (const [key, each] of Object.entries(value)) {
      const inner = this.resolved(each);
      if (inner !== undefined) known[key] = inner;
    }
    return known;
  }

  private text(text: string): unknown {
    const known = this.references.get(text);
    if (known !== undefined) return known;
    const found = this.byEngine(text);
    if (typeof found === 'string' && referencesIn(text) !== undefined) this.references.set(text, found);
    return found;
  }

  private byEngine(value: unknown): unknown {
    return Tokenization.resolve(value, { scope: this.stack, resolver: RESOLVER });
  }
}
