import { DataFlowScriptError } from './errors';

/** The types that carry no parameters. */
export type SimpleKind = 'string' | 'integer' | 'long' | 'double' | 'boolean' | 'date' | 'timestamp' | 'null';

/** One field of a structure. */
export interface Field {
  readonly name: string;
  readonly type: DataType;
}

/**
 * A data flow type.
 *
 * `null` is the type of `null()`. `any` is what `byName` and its like return: a value that must go through a
 * conversion function before anything else may be done with it.
 */
export type DataType =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'array'; readonly element: DataType }
  | { readonly kind: 'struct'; readonly fields: readonly Field[] }
  | { readonly kind: 'any'; readonly actual: DataType };

export type DecimalType = Extract<DataType, { kind: 'decimal' }>;

export const STRING: DataType = { kind: 'string' };
export const INTEGER: DataType = { kind: 'integer' };
export const LONG: DataType = { kind: 'long' };
export const DOUBLE: DataType = { kind: 'double' };
export const BOOLEAN: DataType = { kind: 'boolean' };
export const DATE: DataType = { kind: 'date' };
export const TIMESTAMP: DataType = { kind: 'timestamp' };
export const NULL: DataType = { kind: 'null' };

/** Spark's limit on the digits of a decimal. */
export const MAX_PRECISION = 38;

const SIMPLE: Readonly<Record<string, DataType>> = {
  string: STRING,
  integer: INTEGER,
  long: LONG,
  double: DOUBLE,
  boolean: BOOLEAN,
  date: DATE,
  timestamp: TIMESTAMP,
};

/** The type of that name, for names without parameters. */
export function simpleType(name: string): DataType {
  const type = SIMPLE[name];
  if (type === undefined) throw new DataFlowScriptError(`type "${name}" is not known to this interpreter`);
  return type;
}

/** A decimal type, within Spark's bounds. */
export function decimal(precision: number, scale: number): DecimalType {
  if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
    throw new DataFlowScriptError(`decimal(${precision},${scale}) is out of bounds`);
  }
  return { kind: 'decimal', precision, scale };
}

/** The spelling of a type in a script. */
export function typeName(type: DataType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'array':
      return `${typeName(type.element)}[]`;
    case 'struct':
      return `(${type.fields.map((field) => `${field.name} as ${typeName(field.type)}`).join(', ')})`;
    default:
      return type.kind;
  }
}

export const isIntegral = (type: DataType): boolean => type.kind === 'integer' || type.kind === 'long';

export const isNumber = (type: DataType): boolean =>
  isIntegral(type) || type.kind === 'decimal' || type.kind === 'double';

export const sameType = (left: DataType, right: DataType): boolean => typeName(left) === typeName(right);

/** The decimal that holds every value of an integral type: Spark's `DecimalType.forType`. */
export function asDecimalType(type: DataType): DecimalType {
  if (type.kind === 'decimal') return type;
  return type.kind === 'long' ? decimal(20, 0) : decimal(10, 0);
}

/** The one type that values of all the given types fit in, or undefined: only numbers widen. */
export function commonType(types: readonly DataType[]): DataType | undefined {
  let common: DataType = NULL;
  for (const type of types) {
    const next = widen(common, type);
    if (next === undefined) return undefined;
    common = next;
  }
  return common;
}

function widen(left: DataType, right: DataType): DataType | undefined {
  if (left.kind === 'any' || right.kind === 'any') return undefined;
  if (left.kind === 'null') return right;
  if (right.kind === 'null' || sameType(left, right)) return left;
  if (left.kind === 'array' && right.kind === 'array') {
    const element = widen(left.element, right.element);
    return element && { kind: 'array', element };
  }
  if (!isNumber(left) || !isNumber(right)) return undefined;
  if (left.kind === 'double' || right.kind === 'double') return DOUBLE;
  if (left.kind !== 'decimal' && right.kind !== 'decimal') return LONG;
  const [a, b] = [asDecimalType(left), asDecimalType(right)];
  const scale = Math.max(a.scale, b.scale);
  const whole = Math.max(a.precision - a.scale, b.precision - b.scale);
  return decimal(Math.min(MAX_PRECISION, whole + scale), Math.min(MAX_PRECISION, scale));
}
