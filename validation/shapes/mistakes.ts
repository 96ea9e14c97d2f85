import { type IssueCode, listed, nearest, suggestion } from '../../model';
import {
  CasesShape,
  type Found,
  ListShape,
  ObjectShape,
  OptionalShape,
  RecordShape,
  type Shape,
  UnionShape,
  type Words,
} from './shape';
import { isObject, shown, valueAt } from './values';
import { bare, chosenFrom, wordsOf } from './words';

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

/** Where the functions that make definitions keep what they have no place for. */
const FURTHER = 'further';

/** Everything wrong with the shape of a value, each mistake once. */
export function shapeMistakes(schema: Shape<unknown>, value: unknown): ShapeMistake[] {
  const found = schema.mistakes(value).flatMap(mostLikely);
  if (found.length === 0) return [];
  const empty = emptyObjects(schema, value, found);
  const unknown = found.flatMap((one) => unknownProperties(schema, value, one));
  // A name that is misspelt is also missing under the right one.
  const misspelt = new Set(unknown.map(({ path, near }) => JSON.stringify([...path.slice(0, -1), near])));
  const isMisspelt = ({ path }: { readonly path: readonly PropertyKey[] }): boolean =>
    misspelt.has(JSON.stringify(path));
  return [
    ...empty.map((path) => wrongValue(schema, value, path)),
    ...unknown.filter((mistake) => !isMisspelt(mistake)),
    ...found
      .filter((one) => !one.unknown && !isMisspelt(one))
      .filter(({ path }) => !empty.some((object) => isDirectlyIn(object, path)))
      .map(({ path, circle }) => (circle ? partOfItself(path) : wrongValue(schema, value, path))),
  ];
}

function partOfItself(path: readonly PropertyKey[]): ShapeMistake {
  const got = 'goes round in a circle: it is part of itself';
  return { code: 'LH9008', path, got, allowed: 'values with an end', change: 'correct it' };
}

/** Of a union whose cases no property tells apart, what is wrong with the case that was most likely meant. */
function mostLikely(one: Found): readonly Found[] {
  if (!one.cases) return [one];
  const [nearest = []] = [...one.cases].sort((a, b) => a.length - b.length);
  return nearest.flatMap(mostLikely);
}

/** Objects that lack everything they need: that is one mistake, and not one for each property. */
function emptyObjects(schema: Shape<unknown>, value: unknown, found: readonly Found[]): PropertyKey[][] {
  const objects = new Map(
    found
      .filter(({ path }) => path.length > 0)
      .map(({ path }) => [JSON.stringify(path.slice(0, -1)), path.slice(0, -1)]),
  );
  return [...objects.values()].filter((path) => {
    const shape = caseAt(schema, value, path);
    if (!(shape instanceof ObjectShape)) return false;
    const needed = Object.entries(shape.properties).flatMap(([name, property]) =>
      property instanceof OptionalShape ? [] : [name],
    );
    const object = valueAt(value, path);
    return needed.length > 1 && needed.every((name) => valueAt(object, [name]) === undefined);
  });
}

function isDirectlyIn(object: readonly PropertyKey[], path: readonly PropertyKey[]): boolean {
  return path.length === object.length + 1 && object.every((key, index) => key === path[index]);
}

function unknownProperties(
  schema: Shape<unknown>,
  value: unknown,
  { path, unknown: keys = [] }: Found,
): (ShapeMistake & { readonly near?: string | undefined })[] {
  const shape = caseAt(schema, value, path);
  const properties = shape instanceof ObjectShape ? Object.keys(shape.properties) : [];
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

function wrongValue(schema: Shape<unknown>, value: unknown, path: readonly PropertyKey[]): ShapeMistake {
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

function wordsAt(schema: Shape<unknown>, value: unknown, path: readonly PropertyKey[]): Words {
  const own = schemaAt(schema, value, path);
  if (own) return wordsOf(own);
  // Of no case of a union, and so of no schema: what tells the cases apart is what is wrong.
  const cases = schemaAt(schema, value, path.slice(0, -1));
  const shape = cases && bare(cases);
  return shape instanceof CasesShape ? chosenFrom(shape.kinds.map(String)) : {};
}

/** The same, and of a union the case that the value there is of. */
function caseAt(
  schema: Shape<unknown>,
  value: unknown,
  path: readonly PropertyKey[],
): Shape<unknown> | undefined {
  const found = schemaAt(schema, value, path);
  return found && caseOf(bare(found), valueAt(value, path));
}

/** The schema of what is at a path inside of a value. */
function schemaAt(
  schema: Shape<unknown>,
  value: unknown,
  [key, ...rest]: readonly PropertyKey[],
): Shape<unknown> | undefined {
  if (key === undefined) return schema;
  const inner = innerOf(caseOf(bare(schema), value), key);
  return inner && schemaAt(inner, valueAt(value, [key]), rest);
}

function innerOf(schema: Shape<unknown>, key: PropertyKey): Shape<unknown> | undefined {
  if (schema instanceof ObjectShape) return schema.properties[String(key)];
  return schema instanceof ListShape || schema instanceof RecordShape ? schema.item : undefined;
}

/** Of a union, the case that a value is of, or comes nearest to; a kind that is none is of no case. */
function caseOf(schema: Shape<unknown>, value: unknown): Shape<unknown> {
  if (schema instanceof CasesShape) return (isObject(value) && schema.caseOf(value)) || schema;
  if (!(schema instanceof UnionShape)) return schema;
  const mistakes = new Map(schema.options.map((option) => [option, option.mistakes(value).length]));
  const [nearest = schema] = [...schema.options].sort(
    (a, b) => (mistakes.get(a) ?? 0) - (mistakes.get(b) ?? 0),
  );
  return caseOf(bare(nearest), value);
}
