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
/** Texts that the engine may read as a token: an encoded one, the value of an encoded map, an encoded number. */
const MAY_BE_TOKEN = /Token|e\+/;
/** Numbers that encode tokens are below this, and that of a map is one that nobody writes. */
const TOKEN_NUMBERS = -1e200;
const MAP_NUMBER = -123456789;

/**
 * Lets a stack find what refers to other stacks. The engine resolves every value for that, three quarters of which hold no token: it is given those that do.
 *
 * @param stack the stack.
 * @param prepare the engine's own work, which asks every element for its Terraform.
 */
export function preparedOnce(stack: TerraformStack, prepare: () => void): void {
  withTerraformOf(elementsOf(stack), tokensIn, prepare);
}

/**
 * The Terraform of a stack as the engine puts it together, with each resource resolved once: the engine resolves all of it again at the end, which changes
 * nothing.
 *
 * @param stack the stack.
 * @param assemble the engine's own work.
 */
export function resolvedOnce(stack: TerraformStack, assemble: () => unknown): unknown {
  const blocks: Block[] = [];
  const kept = (terraform: unknown): unknown => {
    const place = placeOf(terraform);
    if (place === undefined) return terraform;
    const mark = `block ${blocks.length} of ${stack.node.path}`;
    blocks.push({ ...place, mark, block: resolved(stack, place.block) });
    return { ...(terraform as Json), resource: { [place.type]: { [place.id]: mark } } };
  };
  const whole = withTerraformOf(elementsOf(stack), kept, assemble) as { readonly resource?: Resources };
  const { resource = {} } = whole;
  // What the stack itself overrides in a resource has to meet the resource.
  if (!blocks.every(({ type, id, mark }) => resource[type]?.[id] === mark)) return assemble();
  for (const { type, id, block } of blocks) (resource[type] ?? {})[id] = block;
  return whole;
}

type Resources = Record<string, Record<string, unknown> | undefined>;

interface Place {
  readonly type: string;
  readonly id: string;
  readonly block: unknown;
}

interface Block extends Place {
  readonly mark: string;
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
  return MAY_BE_TOKEN.test(text);
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

/** The values that hold tokens, in their order. */
function tokensIn(value: unknown): unknown[] {
  if (isForEngine(value)) return [value];
  if (typeof value !== 'object' || value === null || value instanceof Date) return [];
  return Object.values(value).flatMap(tokensIn);
}

/** A value as the engine resolves it. */
function resolved(scope: TerraformStack, value: unknown): unknown {
  if (isForEngine(value)) return Tokenization.resolve(value, { scope, resolver: RESOLVER });
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value))
    return value.map((each) => resolved(scope, each)).filter((each) => each !== undefined);
  const known: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(value)) {
    const inner = resolved(scope, each);
    if (inner !== undefined) known[key] = inner;
  }
  return known;
}
