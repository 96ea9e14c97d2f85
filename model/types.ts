import { type Flaw } from './errors';

/** The kinds of value that mean the same on every engine. */
export type Kind =
  | 'string'
  | 'integer'
  | 'long'
  | 'decimal'
  | 'double'
  | 'boolean'
  | 'date'
  | 'timestamp'
  /** Objects in one value of a row: tested for null and unnested into rows of their own, nothing else. */
  | 'array';

/** Kinds of exact numbers: they mix freely in arithmetic and comparisons. */
export type ExactNumber = 'integer' | 'long' | 'decimal';

/** Text; `length` is the longest value in characters that a contract allows. */
export interface StringType {
  readonly kind: 'string';
  /** Most characters of a value, 1 to {@link MAX_TEXT_LENGTH}. */
  readonly length: number;
}

/** An exact decimal number with `precision` digits, `scale` of them behind the point. */
export interface DecimalType {
  readonly kind: 'decimal';
  /** Digits in all, 1 to {@link MAX_PRECISION}. */
  readonly precision: number;
  /** Digits behind the point, 0 to the precision. */
  readonly scale: number;
}

/** A kind that needs no further description. Timestamps are UTC, to the millisecond. */
export interface PlainType {
  /** Any kind without a length or a number of digits. */
  readonly kind: Exclude<Kind, 'string' | 'decimal'>;
}

/** The type of a column or an expression. */
export type DataType = StringType | DecimalType | PlainType;

/** Most digits a decimal can have on every engine (T-SQL, Spark and DuckDB agree on 38). */
export const MAX_PRECISION = 38;

/**
 * Longest text that functions make and compare as one, in characters: serverless SQL's varchar(8000) holds 8,000 bytes, four for the
 * widest character.
 */
export const MAX_STRING_LENGTH = 2000;

/**
 * Longest text of a column, in characters: serverless SQL stores results with values of a megabyte at most ("CETAS with Synapse SQL":
 * LOBs larger than 1MB can't be used), four bytes for the widest character.
 */
export const MAX_TEXT_LENGTH = 250_000;

/** Makes a text type. */
export function stringType(length = 256): StringType {
  return { kind: 'string', length };
}

/** Makes a decimal type. */
export function decimalType(precision: number, scale: number): DecimalType {
  return { kind: 'decimal', precision, scale };
}

/** Writes a type as users know it: `decimal(18,2)`, `string(20)`, `timestamp`. */
export function describeType(type: DataType): string {
  if (type.kind === 'decimal') return `decimal(${type.precision},${type.scale})`;
  if (type.kind === 'string') return `string(${type.length})`;
  return type.kind;
}

/** Whether two types hold the same values. */
export function sameType(a: DataType, b: DataType): boolean {
  return describeType(a) === describeType(b);
}

/** Whether a kind is an exact number. */
export function isExactNumber(kind: Kind): kind is ExactNumber {
  return kind === 'integer' || kind === 'long' || kind === 'decimal';
}

/** The decimal that holds every value of an exact number type. */
export function asDecimal(type: DataType): DecimalType {
  if (type.kind === 'decimal') return type;
  if (type.kind === 'integer') return decimalType(10, 0);
  return decimalType(19, 0);
}

/** What is wrong with a type, or nothing. */
export function typeFlaw(type: DataType): Flaw | undefined {
  const flaw = { code: 'LH1003', got: `is ${describeType(type)}`, change: 'change its size' } as const;
  if (type.kind === 'decimal') {
    const { precision, scale } = type;
    const whole = Number.isInteger(precision) && Number.isInteger(scale);
    if (!whole || precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision)
      return {
        ...flaw,
        allowed: `decimals of 1 to ${MAX_PRECISION} digits, with a scale from 0 to the precision`,
      };
  }
  if (type.kind === 'string') {
    const { length } = type;
    if (!Number.isInteger(length) || length < 1 || length > MAX_TEXT_LENGTH)
      return { ...flaw, allowed: `texts of 1 to ${MAX_TEXT_LENGTH} characters` };
  }
  return undefined;
}
