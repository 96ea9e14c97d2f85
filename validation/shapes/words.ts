import {
  ChoiceShape,
  LaterShape,
  ListShape,
  LiteralShape,
  ObjectShape,
  OptionalShape,
  type Shape,
  TestedShape,
  UnionShape,
  type Words,
} from './shape';

/** A shape with words of its own; that which others share stays as it is. */
export function inWords<S extends Shape<unknown>>(shape: S, words: Words): S {
  const copy: unknown = Object.create(
    Object.getPrototypeOf(shape) as object,
    Object.getOwnPropertyDescriptors(shape),
  );
  Object.assign(copy as object, { words: { ...shape.words, ...words } });
  return copy as S;
}

/** A shape without what only says that the value may be missing, or that it comes later. */
export function bare(shape: Shape<unknown>): Shape<unknown> {
  if (shape instanceof LaterShape) return bare(shape.shape());
  return shape instanceof OptionalShape ? bare(shape.inner) : shape;
}

/** What a shape accepts, in words. */
export function wordsOf(wrapped: Shape<unknown>): Words {
  const shape = bare(wrapped);
  return { ...ofItself(shape), ...shape.words, ...wrapped.words };
}

function ofItself(shape: Shape<unknown>): Words {
  if (shape instanceof TestedShape) return { allowed: shape.allowed };
  if (shape instanceof ListShape) return { allowed: 'a list' };
  if (shape instanceof ChoiceShape) return chosenFrom(shape.values.map(String));
  if (shape instanceof LiteralShape) return { allowed: shape.values.map(literal).join(' or ') };
  if (shape instanceof ObjectShape) return { allowed: form(shape) };
  if (shape instanceof UnionShape)
    return { allowed: shape.options.map((option) => wordsOf(option).allowed).join(' or ') };
  return { allowed: 'an object' };
}

/** Words of a value that is one of several texts. */
export function chosenFrom(choices: readonly string[]): Words {
  return { allowed: choices.join(', '), choices };
}

/** An object as it is written: `{ kind: 'public', reason, … }`; what may be left out is left out, unless that is all: `{ low?, high? }`. */
function form({ properties }: ObjectShape<unknown>): string {
  const needed = Object.entries(properties).filter(([, property]) => !(property instanceof OptionalShape));
  if (needed.length === 0)
    return `{ ${Object.keys(properties)
      .map((name) => `${name}?`)
      .join(', ')} }`;
  const names = needed.map(([name, property]) =>
    property instanceof LiteralShape ? `${name}: ${property.values.map(literal).join(' | ')}` : name,
  );
  return `{ ${names.join(', ')} }`;
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
