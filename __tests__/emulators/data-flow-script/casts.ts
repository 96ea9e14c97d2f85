import { Decimal } from 'decimal.js';

import {
  dateText,
  dayOf,
  floorDivide,
  MICROS_PER_MILLI,
  midnight,
  parseIsoTimestamp,
  realDay,
  timestampText,
} from './calendar';
import { formatByPattern, parseByPattern } from './date-patterns';
import { DataFlowScriptError } from './errors';
import { type DataType, type DecimalType, typeName } from './types';
import { Exact, type Value } from './values';

const INTEGER_BITS = 32;
const LONG_BITS = 64;

const fits = (value: bigint, bits: number): boolean => BigInt.asIntN(bits, value) === value;

/** A decimal at its type's scale, rounded half up; null when it has too many digits, as Spark outside ANSI mode. */
export function toDecimalType(value: Decimal, type: DecimalType): Decimal | null {
  const rounded = value.toDecimalPlaces(type.scale, Decimal.ROUND_HALF_UP);
  return rounded.abs().lt(new Exact(10).pow(type.precision - type.scale)) ? rounded : null;
}

/** Puts a value into a wider type that `commonType` has chosen. */
export function widenValue(value: Value, from: DataType, to: DataType): Value {
  if (
    value === null ||
    from.kind === 'null' ||
    (from.kind === to.kind && to.kind !== 'decimal' && to.kind !== 'array')
  )
    return value;
  if (to.kind === 'array' && from.kind === 'array') {
    return (value as readonly Value[]).map((item) => widenValue(item, from.element, to.element));
  }
  if (to.kind === 'decimal') return toDecimalType(exact(value), to);
  if (to.kind === 'double') return exact(value).toNumber();
  return value;
}

/** Any number as an exact decimal; a double by its shortest digits, as Spark converts it. */
export function exact(value: Value): Decimal {
  if (Decimal.isDecimal(value)) return value;
  if (typeof value === 'bigint' || typeof value === 'number') return new Exact(value.toString());
  throw new DataFlowScriptError(`${String(value)} is not a number`);
}

/**
 * Converts a value as the `toX` functions do: what cannot be converted is null.
 *
 * From text, numbers follow Spark's casts: white space around them is ignored, and a fraction given for a whole
 * number is cut off.
 */
export function convert(value: Value, from: DataType, to: DataType, format?: string): Value {
  if (value === null || from.kind === 'null') return null;
  if (from.kind === 'any') return convert(value, from.actual, to, format);
  switch (to.kind) {
    case 'string':
      return textOf(value, from, format);
    case 'integer':
      return whole(value, from, INTEGER_BITS);
    case 'long':
      return whole(value, from, LONG_BITS);
    case 'double': {
      const number = numeric(value, from);
      return number === null ? null : number.toNumber();
    }
    case 'decimal': {
      const number = numeric(value, from);
      return number === null ? null : toDecimalType(number, to);
    }
    case 'boolean':
      return truth(value, from);
    case 'date':
      return day(value, from, format);
    case 'timestamp':
      return moment(value, from, format);
    default:
      return refuse(from, to);
  }
}

function refuse(from: DataType, to: DataType): never {
  throw new DataFlowScriptError(`cannot convert ${typeName(from)} to ${typeName(to)}`);
}

function numeric(value: Value, from: DataType): Decimal | null {
  switch (from.kind) {
    case 'string': {
      const text = (value as string).trim();
      return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? new Exact(text) : null;
    }
    case 'integer':
    case 'long':
    case 'decimal':
      return exact(value);
    case 'double':
      return Number.isFinite(value) ? exact(value) : null;
    default:
      return refuse(from, { kind: 'double' });
  }
}

function whole(value: Value, from: DataType, bits: number): bigint | null {
  // Spark reads no exponent into a whole number, though it does into a decimal.
  if (from.kind === 'string' && !/^[+-]?(\d+\.?\d*|\.\d+)$/.test((value as string).trim())) return null;
  const number = numeric(value, from);
  if (number === null) return null;
  const truncated = BigInt(number.trunc().toFixed(0));
  return fits(truncated, bits) ? truncated : null;
}

const TRUE_TEXTS = ['t', 'true', 'y', 'yes', '1'];
const FALSE_TEXTS = ['f', 'false', 'n', 'no', '0'];

function truth(value: Value, from: DataType): boolean | null {
  if (from.kind === 'boolean') return value as boolean;
  if (from.kind !== 'string') return refuse(from, { kind: 'boolean' });
  const text = (value as string).trim().toLowerCase();
  if (TRUE_TEXTS.includes(text)) return true;
  return FALSE_TEXTS.includes(text) ? false : null;
}

function day(value: Value, from: DataType, format: string | undefined): number | null {
  if (from.kind === 'date') return value as number;
  if (from.kind === 'timestamp') return dayOf(value as bigint);
  if (from.kind !== 'string') return refuse(from, { kind: 'date' });
  if (format !== undefined) {
    const parsed = parseByPattern(value as string, format);
    return parsed === undefined ? null : dayOf(parsed);
  }
  // Documented forms: yyyy, yyyy-[M]M, yyyy-[M]M-[d]d, yyyy-[M]M-[d]dT*.
  const match = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:T.*)?)?)?$/.exec(value as string);
  return match ? (realDay(Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)) ?? null) : null;
}

function moment(value: Value, from: DataType, format: string | undefined): bigint | null {
  if (from.kind === 'timestamp') return value as bigint;
  if (from.kind === 'date') return midnight(value as number);
  if (from.kind !== 'string') return refuse(from, { kind: 'timestamp' });
  const text = value as string;
  const parsed = format === undefined ? parseIsoTimestamp(text) : parseByPattern(text, format);
  // "Timestamp supports up to millisecond accuracy": finer digits of a text are lost.
  return parsed === undefined ? null : floorDivide(parsed, MICROS_PER_MILLI) * MICROS_PER_MILLI;
}

function textOf(value: Value, from: DataType, format: string | undefined): string {
  if (format !== undefined) return formatted(value, from, format);
  switch (from.kind) {
    case 'string':
      return value as string;
    case 'double':
      return javaDouble(value as number);
    case 'decimal':
      return (value as Decimal).toFixed(from.scale);
    case 'date':
      return dateText(value as number);
    case 'timestamp':
      // Spark drops the fraction's trailing zeros, and the point with them.
      return timestampText(value as bigint).replace(/\.0+$|(?<=\.\d*[1-9])0+$/, '');
    case 'integer':
    case 'long':
    case 'boolean':
      return String(value);
    default:
      return refuse(from, { kind: 'string' });
  }
}

function formatted(value: Value, from: DataType, format: string): string {
  if (from.kind === 'date') return formatByPattern(midnight(value as number), format);
  if (from.kind === 'timestamp') return formatByPattern(value as bigint, format);
  if (from.kind === 'string' || from.kind === 'boolean')
    throw new DataFlowScriptError(`${from.kind} takes no format`);
  return formatNumber(exact(value), format);
}

/** The common part of Java's `DecimalFormat`: digits (`0`, `#`), grouping and a fraction; it rounds half to even. */
function formatNumber(value: Decimal, format: string): string {
  const match = /^([#0,]+)(?:\.(0*)(#*))?$/.exec(format);
  if (!match) throw new DataFlowScriptError(`number format "${format}" is not supported`);
  const [, integer = '', zeros = '', hashes = ''] = match;
  const rounded = value.toDecimalPlaces(zeros.length + hashes.length, Decimal.ROUND_HALF_EVEN);
  const [digits = '', fraction = ''] = rounded
    .abs()
    .toFixed(zeros.length + hashes.length)
    .split('.');
  const group = integer.includes(',') ? integer.length - integer.lastIndexOf(',') - 1 : 0;
  let left = (digits === '0' ? '' : digits).padStart(integer.replace(/[^0]/g, '').length, '0');
  if (group > 0) left = left.replace(new RegExp(`\\B(?=(\\d{${group}})+$)`, 'g'), ',');
  const right = fraction.replace(new RegExp(`0{0,${hashes.length}}$`), '');
  const text = right === '' ? left || '0' : `${left}.${right}`;
  return rounded.isNegative() && !rounded.isZero() ? `-${text}` : text;
}

/** A double as Java's `Double.toString` writes it: always a fraction, and an exponent outside 10⁻³ to 10⁷. */
export function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e7))
    return Number.isInteger(value) ? `${value}.0` : String(value);
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}
