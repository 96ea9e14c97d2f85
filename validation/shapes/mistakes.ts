import * as z from 'zod';
import { type IssueCode, listed, nearest, suggestion } from '../../model';
import { isObject, shown, valueAt } from './values';
import { bare, chosenFrom, optionsOf, propertiesOf, type Words, wordsOf } from './words';

/** What is wrong with the shape of one value, and where inside of it. */
export interface ShapeMistake {
  /** The kind of mistake. */
  readonly code: IssueCode;
  /** From the value inwards; empty for the value itself. */
  readonly path: readonly PropertyKey[];
  /** What was found there. */
  readonly got: string;
  /** What would have been accepted. */
  readonly allowed: string;
  /** What to change. */
  readonly change: string;
  /** Set where nothing was found. */
  readonly lacks?: true | undefined;
}

type Found = z.core.$ZodIssue;

/** Where the functions that make definitions keep what they have no place for. */
const FURTHER = 'further';

/** Schemas are not turned into code first: most are used a few times, which takes less. */
const ONCE = { jitless: true } as const;

/** Everything wrong with the shape of a value, each mistake once. */
export function shapeMistakes(schema: z.ZodType, value: unknown): ShapeMistake[] {
  const found = schema.safeParse(value, ONCE).error?.issues.flatMap(mostLikely) ?? [];
  if (found.length === 0) return [];
  const empty = emptyObjects(schema, value, found);
  const unknown = found.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? unknownProperties(schema, value, issue) : [],
  );
  // A name that is misspelt is also missing under the right one.
  const misspelt = new Set(unknown.map(({ path, near }) => JSON.stringify([...path.slice(0, -1), near])));
  const isMisspelt = ({ path }: { readonly path: readonly PropertyKey[] }): boolean =>
    misspelt.has(JSON.stringify(path));
  return [
    ...empty.map((path) => wrongValue(schema, value, path)),
    ...unknown.filter((mistake) => !isMisspelt(mistake)),
    ...found
      .filter((issue) => issue.code !== 'unrecognized_keys' && !isMisspelt(issue))
      .filter(({ path }) => !empty.some((object) => isDirectlyIn(object, path)))
      .map(({ path }) => wrongValue(schema, value, path)),
  ];
}

/** Of a union whose cases no property tells apart, what is wrong with the case that was most likely meant. */
function mostLikely(issue: Found): Found[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const [nearest = []] = [...issue.errors].sort((a, b) => a.length - b.length);
  return nearest.flatMap((inner) =>
    mostLikely(Object.assign({}, inner, { path: [...issue.path, ...inner.path] })),
  );
}

/** Objects that lack everything they need: that is one mistake, and not one for each property. */
function emptyObjects(schema: z.ZodType, value: unknown, found: readonly Found[]): PropertyKey[][] {
  const objects = new Map(
    found
      .filter(({ path }) => path.length > 0)
      .map(({ path }) => [JSON.stringify(path.slice(0, -1)), path.slice(0, -1)]),
  );
  return [...objects.values()].filter((path) => {
    const shape = caseAt(schema, value, path);
    if (!(shape instanceof z.ZodObject)) return false;
    const needed = Object.entries(propertiesOf(shape)).flatMap(([name, property]) =>
      property instanceof z.ZodOptional ? [] : [name],
    );
    const object = valueAt(value, path);
    return needed.length > 1 && needed.every((name) => valueAt(object, [name]) === undefined);
  });
}

function isDirectlyIn(object: readonly PropertyKey[], path: readonly PropertyKey[]): boolean {
  return path.length === object.length + 1 && object.every((key, index) => key === path[index]);
}

function unknownProperties(
  schema: z.ZodType,
  value: unknown,
  { path, keys }: Extract<Found, { readonly code: 'unrecognized_keys' }>,
): (ShapeMistake & { readonly near?: string | undefined })[] {
  const shape = caseAt(schema, value, path);
  const properties = shape instanceof z.ZodObject ? Object.keys(propertiesOf(shape)) : [];
  const { known = properties, usedUp = {} }: Words = shape ? wordsOf(shape) : {};
  const object = valueAt(value, path);
  const entries = keys.flatMap((key): [string, unknown][] => {
    const found = valueAt(object, [key]);
    const kept = key === FURTHER && isObject(found) ? Object.entries(found) : [];
    return kept.length > 0 ? kept : [[key, found]];
  });
  const names = [
    ...new Set([...known, ...entries.flatMap(([key]) => (Object.hasOwn(usedUp, key) ? [key] : []))]),
  ];
  return entries.map(([key, found]) => {
    const allowed = Object.hasOwn(usedUp, key) ? usedUp[key] : undefined;
    return allowed === undefined
      ? unknownProperty([...path, key], key, names)
      : { path: [...path, key], ...wrong(found, found === undefined, { allowed }), lacks: undefined };
  });
}

function unknownProperty(
  path: readonly PropertyKey[],
  key: string,
  known: readonly string[],
): ShapeMistake & { readonly near?: string | undefined } {
  const others = known.filter((name) => name !== key);
  const isElsewhere = others.length < known.length;
  return {
    code: 'LH9002',
    path,
    near: isElsewhere ? undefined : nearest(key, others),
    got: isElsewhere ? 'cannot be said here' : `is no property that is known here${suggestion(key, others)}`,
    allowed: listed(others),
    change: isElsewhere ? 'take it out' : 'correct its name, or take it out',
  };
}

function wrongValue(schema: z.ZodType, value: unknown, path: readonly PropertyKey[]): ShapeMistake {
  const found = valueAt(value, path);
  const lacks = found === undefined && typeof path[path.length - 1] !== 'number';
  return { path, ...wrong(found, lacks, wordsAt(schema, value, path)) };
}

function wrong(
  found: unknown,
  lacks: boolean,
  { allowed = 'another value', choices = [], change, code }: Words,
): Omit<ShapeMistake, 'path'> {
  return {
    code: code ?? codeOf(found, lacks, choices.length > 0),
    got: `${lacks ? 'is missing' : `is ${shown(found)}`}${typeof found === 'string' ? suggestion(found, choices) : ''}`,
    allowed,
    change: change ?? (lacks ? 'add it' : choices.length > 0 ? 'choose one' : 'correct it'),
    ...(lacks && { lacks }),
  };
}

function codeOf(found: unknown, lacks: boolean, isChoice: boolean): IssueCode {
  if (lacks) return 'LH9001';
  if (Array.isArray(found) && found.length === 0) return 'LH0004';
  return isChoice && typeof found === 'string' ? 'LH0005' : 'LH9003';
}

function wordsAt(schema: z.ZodType, value: unknown, path: readonly PropertyKey[]): Words {
  const own = schemaAt(schema, value, path);
  if (own) return wordsOf(own);
  // Of no case of a union, and so of no schema: what tells the cases apart is what is wrong.
  const cases = schemaAt(schema, value, path.slice(0, -1));
  return cases instanceof z.ZodDiscriminatedUnion ? chosenFrom(kindsOf(cases)) : {};
}

/** The same, and of a union the case that the value there is of. */
function caseAt(schema: z.ZodType, value: unknown, path: readonly PropertyKey[]): z.ZodType | undefined {
  const found = schemaAt(schema, value, path);
  return found && caseOf(bare(found), valueAt(value, path));
}

/** The schema of what is at a path inside of a value. */
function schemaAt(
  schema: z.ZodType,
  value: unknown,
  [key, ...rest]: readonly PropertyKey[],
): z.ZodType | undefined {
  if (key === undefined) return schema;
  const inner = innerOf(caseOf(bare(schema), value), key);
  return inner && schemaAt(inner, valueAt(value, [key]), rest);
}

function innerOf(schema: z.ZodType, key: PropertyKey): z.ZodType | undefined {
  if (schema instanceof z.ZodObject) return propertiesOf(schema)[String(key)];
  if (schema instanceof z.ZodArray) return schema.element as z.ZodType;
  return schema instanceof z.ZodRecord ? (schema.valueType as z.ZodType) : undefined;
}

/** Of a union, the case that a value is of, or comes nearest to; a kind that is none is of no case. */
function caseOf(schema: z.ZodType, value: unknown): z.ZodType {
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const kind = valueAt(value, [schema.def.discriminator]);
    return (
      optionsOf(schema).find((option) => kindsIn(option, schema.def.discriminator).includes(kind)) ?? schema
    );
  }
  if (!(schema instanceof z.ZodUnion)) return schema;
  const mistakes = (option: z.ZodType): number => option.safeParse(value, ONCE).error?.issues.length ?? 0;
  const [nearest = schema] = optionsOf(schema).sort((a, b) => mistakes(a) - mistakes(b));
  return caseOf(bare(nearest), value);
}

function kindsOf(schema: z.ZodDiscriminatedUnion): string[] {
  return optionsOf(schema).flatMap((option) => kindsIn(option, schema.def.discriminator).map(String));
}

function kindsIn(option: z.ZodType, discriminator: string): unknown[] {
  const kind = option instanceof z.ZodObject ? propertiesOf(option)[discriminator] : undefined;
  if (kind instanceof z.ZodLiteral) return [...kind.values];
  return kind instanceof z.ZodEnum ? kind.options : [];
}
