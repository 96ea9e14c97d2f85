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

/** A schema with words of its own; that which others share stays as it is. */
export function inWords<S extends Shape<unknown>>(schema: S, words: Words): S {
  const copy: unknown = Object.create(
    Object.getPrototypeOf(schema) as object,
    Object.getOwnPropertyDescriptors(schema),
  );
  Object.assign(copy as object, { words: { ...schema.words, ...words } });
  return copy as S;
}

/** A schema without what only says that the value may be missing, or that it comes later. */
export function bare(schema: Shape<unknown>): Shape<unknown> {
  if (schema instanceof LaterShape) return bare(schema.shape());
  return schema instanceof OptionalShape ? bare(schema.inner) : schema;
}

/** What a schema accepts, in words. */
export function wordsOf(wrapped: Shape<unknown>): Words {
  const schema = bare(wrapped);
  return { ...ofItself(schema), ...schema.words, ...wrapped.words };
}

function ofItself(schema: Shape<unknown>): Words {
  if (schema instanceof TestedShape) return { allowed: schema.allowed };
  if (schema instanceof ListShape) return { allowed: 'a list' };
  if (schema instanceof ChoiceShape) return chosenFrom(schema.values.map(String));
  if (schema instanceof LiteralShape) return { allowed: schema.values.map(literal).join(' or ') };
  if (schema instanceof ObjectShape) return { allowed: form(schema) };
  if (schema instanceof UnionShape)
    return { allowed: schema.options.map((option) => wordsOf(option).allowed).join(' or ') };
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
