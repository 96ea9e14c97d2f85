import { type Interval } from '../../model';
import {
  CasesShape,
  ChoiceShape,
  LaterShape,
  ListShape,
  LiteralShape,
  ObjectShape,
  RecordShape,
  type Shape,
  TestedShape,
  UnionShape,
  type Words,
} from './shape';
import { inWords } from './words';

/** The type of the values of a shape. */
type Of<S extends Shape<unknown>> = S['type'];
type Properties = Readonly<Record<string, Shape<unknown>>>;
/** Names of the properties that may be left out. */
type Optional<E extends Properties> = { [K in keyof E]: undefined extends Of<E[K]> ? K : never }[keyof E];
type ObjectOf<E extends Properties> = { readonly [K in Exclude<keyof E, Optional<E>>]: Of<E[K]> } & {
  readonly [K in Optional<E>]?: Of<E[K]>;
};

/** A shape for each property, optional ones included. */
type Entries<T> = { readonly [K in keyof Required<T>]: Shape<T[K]> };
/** Refuses what the model does not have, and what is narrower than the model allows. */
type Exactly<T, E> = {
  readonly [K in keyof E]: K extends keyof T
    ? E[K] extends Shape<infer O>
      ? [T[K]] extends [O]
        ? E[K]
        : never
      : never
    : never;
};

/**
 * The shape of an object that has just the properties of `T`: one that is not in the type does not compile here, nor one that
 * accepts more or less than the type, so that the two cannot drift apart.
 */
export function shapeOf<T>() {
  return <E extends Entries<T>>(entries: E & Exactly<T, E>) =>
    new ObjectShape<{ readonly [K in keyof T]: T[K] }>(entries);
}

/** The shape of an object whose type has no name. */
export function object<const E extends Properties>(properties: E): ObjectShape<ObjectOf<E>> {
  return new ObjectShape(properties);
}

/** The case of a union that has a kind. */
export type OfKind<T extends { readonly kind: string }, K extends T['kind']> = Extract<
  T,
  { readonly kind: K }
>;

/** These values. */
export function literal<const V extends readonly (string | number | boolean)[]>(
  ...values: V
): LiteralShape<V[number]> {
  return new LiteralShape(values);
}

/** One of these texts. */
export function choice<const T extends string>(values: readonly T[] | (() => readonly T[])): ChoiceShape<T> {
  return new ChoiceShape(values);
}

/** A list of at least so many items. */
export function list<T>(item: Shape<T>, least = 0): ListShape<T> {
  return new ListShape(item, least);
}

/** What is known by names of the user's own choice. */
export function record<T>(item: Shape<T>): RecordShape<T> {
  return new RecordShape(item);
}

/** What is of one of several shapes. */
export function union<const S extends readonly Shape<unknown>[]>(options: S): UnionShape<Of<S[number]>> {
  return new UnionShape(options);
}

/** An object of one of several shapes, which a property tells; and what messages say of each. */
export function cases<const S extends readonly ObjectShape<unknown>[]>(
  kind: string,
  options: S,
  words: Words = {},
): CasesShape<Of<S[number]>> {
  return new CasesShape(
    kind,
    options.map((option) => inWords(option, words)),
  );
}

/** What a test tells. */
export function tested<T>(test: (value: unknown) => boolean): Shape<T> {
  return new TestedShape<T>(test);
}

/** What is part of itself. */
export function later<T>(shape: () => Shape<T>): Shape<T> {
  return new LaterShape(shape);
}

/** A text. */
export const text: Shape<string> = new TestedShape((value) => typeof value === 'string', 'a text');
/** Why something is as it is. */
export const reason = inWords(text, { allowed: 'a reason in words', code: 'LH0006' });
/** A list of texts. */
export const texts = inWords(list(text), { allowed: 'a list of texts' });
/** Names of columns. */
export const columnNames = inWords(list(text), { allowed: 'a list of names of columns' });
/** A number, whose range is for the rules to judge: NaN is in none. */
export const number: Shape<number> = new TestedShape((value) => typeof value === 'number', 'a number');
/** A number that no rule looks at. */
export const finite: Shape<number> = new TestedShape(Number.isFinite, 'a number');
/** True or false. */
export const flag: Shape<boolean> = new TestedShape((value) => typeof value === 'boolean', 'true or false');
/** A length of time. */
export const interval = inWords(shapeOf<Interval>()({ minutes: number }), {
  allowed: 'a length of time',
  change: 'make it with minutes(…), hours(…) or days(…)',
});

/** What is looked at by itself, as a definition of its own: see `DefinitionCheck`. */
export function elsewhere<T>(): Shape<T> {
  return tested<T>(() => true);
}
