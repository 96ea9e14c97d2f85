import { Decimal } from 'decimal.js';

import { dateText, parseIsoDate, parseIsoTimestamp, timestampText } from './calendar';
import { DataFlowScriptError } from './errors';
import { type DataType, typeName } from './types';

/** Exact arithmetic on up to 38 digits never needs more than 77. */
export const Exact = Decimal.clone({
  precision: 80,
  rounding: Decimal.ROUND_HALF_UP,
  toExpNeg: -100,
  toExpPos: 100,
});

/**
 * A value at run time; its type is known from the expression or the column that holds it.
 *
 * `integer`, `long`: bigint. `timestamp`: bigint, microseconds since 1970 in UTC. `date`: number, days since 1970.
 * `array`: its items. `struct`: the values of its fields, in the type's order.
 */
export type Value = null | string | bigint | number | boolean | Decimal | readonly Value[];

/** Reads a value in canonical text form; text that is not canonical for its type is an error. */
export function fromText(text: string | null, type: DataType): Value {
  if (text === null) return null;
  const value = readText(text, type);
  if (value === undefined)
    throw new DataFlowScriptError(`"${text}" is not canonical text of type ${typeName(type)}`);
  return value;
}

function readText(text: string, type: DataType): Value | undefined {
  switch (type.kind) {
    case 'string':
      return text;
    case 'integer':
    case 'long':
      return /^-?\d+$/.test(text) ? BigInt(text) : undefined;
    case 'decimal':
      return /^-?\d+(\.\d+)?$/.test(text) && (text.split('.')[1] ?? '').length === type.scale
        ? new Exact(text)
        : undefined;
    case 'double':
      return text === String(Number(text)) ? Number(text) : undefined;
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : undefined;
    case 'date':
      return parseIsoDate(text);
    case 'timestamp':
      return /\.\d{6}$/.test(text) ? parseIsoTimestamp(text) : undefined;
    case 'array':
    case 'struct':
      return fromJson(JSON.parse(text), type);
    default:
      return undefined;
  }
}

/** Arrays and structures travel as JSON whose leaves are canonical text or null. */
function fromJson(json: unknown, type: DataType): Value {
  if (json === null || json === undefined) return null;
  if (type.kind === 'array' && Array.isArray(json))
    return json.map((item: unknown) => fromJson(item, type.element));
  if (type.kind === 'struct' && typeof json === 'object') {
    const fields = new Map(Object.entries(json));
    return type.fields.map((field) => fromJson(fields.get(field.name), field.type));
  }
  if (typeof json === 'string') return fromText(json, type);
  throw new DataFlowScriptError(`${JSON.stringify(json)} is not canonical JSON of type ${typeName(type)}`);
}

/** Writes a value in canonical text form. */
export function toText(value: Value, type: DataType): string | null {
  if (value === null) return null;
  switch (type.kind) {
    case 'decimal':
      return (value as Decimal).toFixed(type.scale);
    case 'date':
      return dateText(value as number);
    case 'timestamp':
      return timestampText(value as bigint);
    case 'array':
    case 'struct':
      return JSON.stringify(toJson(value, type));
    default:
      // -0 and 0 are one value.
      return String(value);
  }
}

function toJson(value: Value, type: DataType): unknown {
  if (value === null) return null;
  if (type.kind === 'array') return (value as readonly Value[]).map((item) => toJson(item, type.element));
  if (type.kind === 'struct') {
    return Object.fromEntries(
      type.fields.map((field, at) => [field.name, toJson((value as Value[])[at] ?? null, field.type)]),
    );
  }
  return toText(value, type);
}

/** A text that two values share only when they are the same value: for grouping, keys and distinct counts. */
export const identity = (values: readonly Value[], types: readonly DataType[]): string =>
  JSON.stringify(values.map((value, at) => toText(value, types[at] ?? { kind: 'null' })));

/** Orders two non-null values of one type; strings by code point, as Spark orders their UTF-8 bytes. */
export function compareValues(left: Value, right: Value): number {
  if (typeof left === 'string' && typeof right === 'string') return compareStrings(left, right);
  if (Decimal.isDecimal(left) && Decimal.isDecimal(right)) return left.cmp(right);
  if (Array.isArray(left) && Array.isArray(right)) {
    const [a, b] = [left as readonly Value[], right as readonly Value[]];
    for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
      const order = compareNullsFirst(a[at] ?? null, b[at] ?? null);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  if (left === right) return 0;
  return (left as number) < (right as number) ? -1 : 1;
}

function compareNullsFirst(left: Value, right: Value): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  return compareValues(left, right);
}

function compareStrings(left: string, right: string): number {
  const [a, b] = [Array.from(left), Array.from(right)];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const order = (a[at]?.codePointAt(0) ?? 0) - (b[at]?.codePointAt(0) ?? 0);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
