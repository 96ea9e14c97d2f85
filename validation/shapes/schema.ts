import * as z from 'zod';
import { type Interval } from '../../model';
import { inWords } from './words';

/** A schema for each property, optional ones included. */
type Entries<T> = { readonly [K in keyof Required<T>]: z.ZodType<T[K]> };
/** Refuses what the model does not have, and what is narrower than the model allows. */
type Exactly<T, E> = {
  readonly [K in keyof E]: K extends keyof T
    ? E[K] extends z.ZodType<infer O>
      ? [T[K]] extends [O]
        ? E[K]
        : never
      : never
    : never;
};

/**
 * The schema of an object that has just the properties of `T`: one that is not in the type does not compile here, nor one that
 * accepts more or less than the type, so that the two cannot drift apart.
 */
export function shapeOf<T>() {
  return <E extends Entries<T>>(entries: E & Exactly<T, E>) =>
    z.strictObject<{ -readonly [K in keyof E]: E[K] }>(entries);
}

/** The case of a union that has a kind. */
export type OfKind<T extends { readonly kind: string }, K extends T['kind']> = Extract<
  T,
  { readonly kind: K }
>;

/** A text. */
export const text = z.string();
/** Why something is as it is. */
export const reason = inWords(z.string(), { allowed: 'a reason in words', code: 'LH0006' });
/** A list of texts. */
export const texts = z.array(text).readonly();
/** Names of columns. */
export const columnNames = inWords(z.array(text).readonly(), { allowed: 'a list of names of columns' });
/** A number, whose range is for the rules to judge: NaN is in none. */
export const number = inWords(
  z.custom<number>((value) => typeof value === 'number'),
  { allowed: 'a number' },
);
/** A number that no rule looks at. */
export const finite = z.number();
/** True or false. */
export const flag = z.boolean();
/** A length of time. */
export const interval = inWords(shapeOf<Interval>()({ minutes: number }), {
  allowed: 'a length of time',
  change: 'make it with minutes(…), hours(…) or days(…)',
});

/** What is looked at by itself, as a definition of its own: see `DefinitionCheck`. */
export function elsewhere<T>() {
  return z.custom<T>(() => true);
}
