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
export function shapeMistakes(shape: Shape<unknown>, value: unknown): ShapeMistake[] {
  const found = shape.mistakes(value).flatMap(mostLikely);
  if (found.length === 0) return [];
  const empty = emptyObjects(shape, value, found);
  const unknown = found.flatMap((one) => unknownProperties(shape, value, one));
  // A name that is misspelt is also missing under the right one.
  const misspelt = new Set(unknown.map(({ path, near }) => JSON.stringify([...path.slice(0, -1), near])));
  const isMisspelt = ({ path }: { readonly path: readonly PropertyKey[] }): boolean =>
    misspelt.has(JSON.stringify(path));
  return [
    ...empty.map((path) => wrongValue(shape, value, path)),
    ...unknown.filter((mistake) => !isMisspelt(mistake)),
    ...found
      .filter((one) => !one.unknown && !isMisspelt(one))
      .filter(({ path }) => !empty.some((object) => isDirectlyIn(object, path)))
      .map(({ path, circle }) => (circle ? partOfItself(path) : wrongValue(shape, value, path))),
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
function emptyObjects(shape: Shape<unknown>, value: unknown, found: readonly Found[]): PropertyKey[][] {
  const objects = new Map(
    found
      .filter(({ path }) => path.length > 0)
      .map(({ path }) => [JSON.stringify(path.slice(0, -1)), path.slice(0, -1)]),
  );
  return [...objects.values()].filter((path) => {
    const part = caseAt(shape, value, path);
    if (!(part instanceof ObjectShape)) return false;
    const needed = Object.entries(part.properties).flatMap(([name, property]) =>
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
  shape: Shape<unknown>,
  value: unknown,
  { path, unknown: keys = [] }: Found,
): (ShapeMistake & { readonly near?: string | undefined })[] {
  const part = caseAt(shape, value, path);
  const properties = part instanceof ObjectShape ? Object.keys(part.properties) : [];
  const { known = properties, usedUp = {} }: Words = part ? wordsOf(part) : {};
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

function wrongValue(shape: Shape<unknown>, value: unknown, path: readonly PropertyKey[]): ShapeMistake {
  const found = valueAt(value, path);
  const lacks = found === undefined && typeof path[path.length - 1] !== 'number';
  return { path, ...wrong(found, lacks, wordsAt(shape, value, path)) };
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

function wordsAt(shape: Shape<unknown>, value: unknown, path: readonly PropertyKey[]): Words {
  const own = shapeAt(shape, value, path);
  if (own) return wordsOf(own);
  // Of no case of a union, and so of no shape: what tells the cases apart is what is wrong.
  const around = shapeAt(shape, value, path.slice(0, -1));
  const cases = around && bare(around);
  return cases instanceof CasesShape ? chosenFrom(cases.kinds.map(String)) : {};
}

/** The same, and of a union the case that the value there is of. */
function caseAt(
  shape: Shape<unknown>,
  value: unknown,
  path: readonly PropertyKey[],
): Shape<unknown> | undefined {
  const found = shapeAt(shape, value, path);
  return found && caseOf(bare(found), valueAt(value, path));
}

/** The shape of what is at a path inside of a value. */
function shapeAt(
  shape: Shape<unknown>,
  value: unknown,
  [key, ...rest]: readonly PropertyKey[],
): Shape<unknown> | undefined {
  if (key === undefined) return shape;
  const inner = innerOf(caseOf(bare(shape), value), key);
  return inner && shapeAt(inner, valueAt(value, [key]), rest);
}

function innerOf(shape: Shape<unknown>, key: PropertyKey): Shape<unknown> | undefined {
  if (shape instanceof ObjectShape) return shape.properties[String(key)];
  return shape instanceof ListShape || shape instanceof RecordShape ? shape.item : undefined;
}

/** Of a union, the case that a value is of, or comes nearest to; a kind that is none is of no case. */
function caseOf(shape: Shape<unknown>, value: unknown): Shape<unknown> {
  if (shape instanceof CasesShape) return (isObject(value) && shape.caseOf(value)) || shape;
  if (!(shape instanceof UnionShape)) return shape;
  const mistakes = new Map(shape.options.map((option) => [option, option.mistakes(value).length]));
  const [nearest = shape] = [...shape.options].sort(
    (a, b) => (mistakes.get(a) ?? 0) - (mistakes.get(b) ?? 0),
  );
  return caseOf(bare(nearest), value);
}
