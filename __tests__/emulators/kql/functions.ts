import { compare, Datetime, Dynamic, isNull, shown, Timespan, type Value } from './values';

const MINUTE = 60_000;

/** A scalar function, given the time of the evaluation. */
type Scalar = (args: readonly Value[], now: number) => Value;

/** The scalar functions that are modelled; those that need more than values are the interpreter's. */
export const SCALARS: Readonly<Record<string, Scalar>> = {
  now: (args, now) => only(args, 0) && new Datetime(now),
  ago: ([span], now) => {
    if (!(span instanceof Timespan)) throw new Error('ago() takes the literal of a timespan');
    return new Datetime(now - span.milliseconds);
  },
  // Counts the boundaries between two: from 23:00:59 to 23:05:01 are five minutes.
  datetime_diff: ([part, one, other]) => {
    if (part !== 'minute') throw new Error(`not modelled: datetime_diff of ${shown(part ?? null)}`);
    if (one === undefined || other === undefined || isNull(one) || isNull(other)) return null;
    return BigInt(minutes(one) - minutes(other));
  },
  isnull: ([value]) => isNull(value ?? null) && typeof value !== 'string',
  isnotempty: ([value]) => value !== undefined && value !== '' && !isNull(value),
  // The first match of a regular expression; its parts count from 1. What is not there is an empty text.
  extract: ([pattern, part, text]) => {
    if (typeof pattern !== 'string' || typeof text !== 'string') throw new Error('extract() takes texts');
    return new RegExp(pattern).exec(text)?.[Number(part)] ?? '';
  },
  strcat: (parts) => parts.map((part) => (typeof part === 'string' ? part : shown(part))).join(''),
  iff: ([condition, then, otherwise]) => (condition === true ? (then ?? null) : (otherwise ?? null)),
  case: (args) => {
    if (args.length % 2 === 0) throw new Error('case() ends with what applies otherwise');
    const found = args.findIndex(
      (value, index) => index % 2 === 0 && index < args.length - 1 && value === true,
    );
    return (found === -1 ? args.at(-1) : args[found + 1]) ?? null;
  },
  coalesce: (args) => args.find((value) => !isNull(value)) ?? null,
  tolower: ([text]) => textOf(text).toLowerCase(),
  tostring: ([value]) => {
    if (value instanceof Dynamic)
      return typeof value.json === 'string'
        ? value.json
        : value.json === null
          ? ''
          : JSON.stringify(value.json);
    return value === undefined || isNull(value) ? '' : shown(value);
  },
  tolong: ([value]) => wholeOf(value ?? null),
  toint: ([value]) => wholeOf(value ?? null),
  parse_json: ([value]) => {
    if (value instanceof Dynamic) return value;
    const text = textOf(value);
    if (text === '') return new Dynamic(null);
    return new Dynamic(JSON.parse(text) as unknown);
  },
};

/** An aggregate over the values of a group; `sum` of nothing is either of two, so queries are judged with both. */
type Aggregate = (values: readonly Value[], emptySum: Value) => Value;

/** The aggregates that are modelled; those with `if` look at the rows of which the second argument is true. */
export const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  count: (values) => BigInt(values.length),
  max: (values) => furthest(values, 1),
  min: (values) => furthest(values, -1),
  sum: (values, emptySum) => {
    const there = values.filter((value) => !isNull(value));
    if (there.length === 0) return emptySum;
    if (there.every((value) => typeof value === 'bigint'))
      return there.reduce((sum, value) => sum + value, 0n);
    if (there.every((value) => typeof value === 'number'))
      return there.reduce((sum, value) => sum + value, 0);
    throw new Error('not modelled: a sum of anything but long and real');
  },
};

function furthest(values: readonly Value[], sign: number): Value {
  return values.reduce<Value>((found, value) => {
    if (isNull(value)) return found;
    return isNull(found) || sign * (compare(value, found) ?? 0) > 0 ? value : found;
  }, null);
}

function minutes(value: Value): number {
  if (!(value instanceof Datetime)) throw new Error(`not a datetime: ${shown(value)}`);
  return Math.floor(value.milliseconds / MINUTE);
}

function textOf(value: Value | undefined): string {
  if (typeof value !== 'string') throw new Error(`not a string: ${shown(value ?? null)}`);
  return value;
}

function wholeOf(value: Value): Value {
  const inner = value instanceof Dynamic ? value.json : value;
  if (inner === null || inner === undefined || inner === '') return null;
  if (typeof inner === 'bigint') return inner;
  if (typeof inner === 'number' || (typeof inner === 'string' && /^-?\d+$/.test(inner)))
    return BigInt(Math.trunc(Number(inner)));
  throw new Error(`not modelled: a number of ${JSON.stringify(inner)}`);
}

function only(args: readonly Value[], count: number): true {
  if (args.length !== count) throw new Error(`takes ${count} values`);
  return true;
}
