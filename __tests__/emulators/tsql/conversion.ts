import { Decimal } from 'decimal.js';
import { dateText, dateTimeText, localTicks, roundTicks, TICKS_PER_DAY } from './calendar';
import { convertsExplicitly } from './conversion-rules';
import { Exact, fitDecimal } from './decimals';
import { ConversionError, notModelled, TsqlError } from './errors';
import { uuidBytes } from './uuid';
import {
  bitFromText,
  dateFromText,
  dateTimeFromText,
  decimalFromText,
  floatFromText,
  integerFromText,
} from './text-conversion';
import {
  isInteger,
  isString,
  isUnicode,
  typeName,
  type IntegerKind,
  type SqlType,
  type StringType,
} from './types';
import { bytesOf, decimalOf, floatOf, integerOf, textOf, type SqlValue } from './values';

const RANGES: Record<IntegerKind, readonly [bigint, bigint]> = {
  tinyint: [0n, 255n],
  smallint: [-32_768n, 32_767n],
  int: [-2_147_483_648n, 2_147_483_647n],
  bigint: [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
};

/** Fails when an integer does not fit its type. */
export function fitInteger(value: bigint, kind: IntegerKind): bigint {
  const [low, high] = RANGES[kind];
  if (value < low || value > high) {
    throw new ConversionError(`arithmetic overflow error converting expression to data type ${kind}`, 8115);
  }
  return value;
}

/** Fails when a float has left its range; minus zero becomes zero. */
export function fitFloat(value: number): number {
  if (!Number.isFinite(value)) {
    throw new ConversionError('arithmetic overflow error for type float', 232);
  }
  return value === 0 ? 0 : value;
}

/** Converts a value as CAST does; `style` is CONVERT's. */
export function convertValue(value: SqlValue, from: SqlType, to: SqlType, style?: number): SqlValue {
  if (value === null || from.kind === 'null') {
    return null;
  }
  if (!convertsExplicitly(from, to)) {
    throw new TsqlError(`conversion from data type ${typeName(from)} to ${typeName(to)} is not allowed`, 529);
  }
  if (isString(to)) {
    return fitText(toText(value, from, to, style), from, to);
  }
  if (isInteger(to)) {
    return fitInteger(
      isString(from) ? integerFromText(textOf(value), to.kind) : toWhole(value, from),
      to.kind,
    );
  }
  switch (to.kind) {
    case 'bit':
      return isString(from) ? bitFromText(textOf(value)) : isZero(value) ? 0n : 1n;
    case 'decimal':
      return fitDecimal(toDecimal(value, from, typeName(to)), to);
    case 'float':
      return toFloat(value, from);
    case 'date':
      return isString(from)
        ? dateFromText(textOf(value), style)
        : fromTemporal(integerOf(value), from, 'date');
    case 'datetime2':
      return isString(from)
        ? dateTimeFromText(textOf(value), to.scale, style)
        : roundTicks(fromTemporal(integerOf(value), from, 'datetime2'), to.scale);
    case 'varbinary':
      return toBinary(value, from, to.length, style);
    case 'uniqueidentifier':
      return isString(from) ? uuidBytes(textOf(value)) : value;
    default:
      throw notModelled(`a conversion to ${typeName(to)}`);
  }
}

function isZero(value: SqlValue): boolean {
  return Decimal.isDecimal(value) ? value.isZero() : Number(value) === 0;
}

function toWhole(value: SqlValue, from: SqlType): bigint {
  switch (from.kind) {
    case 'decimal':
      return BigInt(decimalOf(value).trunc().toFixed(0));
    case 'float':
      return BigInt(Math.trunc(floatOf(value)));
    default:
      return integerOf(value);
  }
}

/** A float brings at most 17 digits into a decimal ("Truncating and rounding results"). */
function toDecimal(value: SqlValue, from: SqlType, target: string): Decimal {
  if (isString(from)) {
    return decimalFromText(textOf(value), target);
  }
  switch (from.kind) {
    case 'decimal':
      return decimalOf(value);
    case 'float':
      return new Exact(floatOf(value).toPrecision(17));
    default:
      return new Exact(integerOf(value).toString());
  }
}

function toFloat(value: SqlValue, from: SqlType): number {
  if (isString(from)) {
    return floatFromText(textOf(value));
  }
  return fitFloat(
    from.kind === 'float'
      ? floatOf(value)
      : Number(Decimal.isDecimal(value) ? value.toFixed() : integerOf(value)),
  );
}

function fromTemporal(value: bigint, from: SqlType, to: 'date' | 'datetime2'): bigint {
  // A datetimeoffset gives what its own clock shows ("datetimeoffset (Transact-SQL)", conversions).
  const ticks =
    from.kind === 'date' ? value * TICKS_PER_DAY : from.kind === 'datetimeoffset' ? localTicks(value) : value;
  return to === 'date' ? ticks / TICKS_PER_DAY : ticks;
}

function toBinary(value: SqlValue, from: SqlType, length: number | 'max', style?: number): Buffer {
  if (style !== undefined && style !== 0) {
    throw notModelled(`CONVERT to varbinary with style ${style}`);
  }
  const bytes = isString(from) ? textBytes(textOf(value), from) : bytesOf(value);
  return length === 'max' ? bytes : bytes.subarray(0, length);
}

/** The bytes a character value is stored in: UTF-8 under the modelled collation, UTF-16 for n-types. */
export function textBytes(text: string, type: SqlType): Buffer {
  return Buffer.from(text, isUnicode(type) ? 'utf16le' : 'utf8');
}

function toText(value: SqlValue, from: SqlType, to: StringType, style?: number): string {
  if (isString(from)) {
    return textOf(value);
  }
  switch (from.kind) {
    case 'decimal':
      return decimalOf(value).toFixed(from.scale);
    case 'float':
      if (style !== undefined && style !== 0) {
        throw notModelled(`CONVERT of float with style ${style}`);
      }
      return floatText(floatOf(value));
    case 'date':
      return styledDate(integerOf(value) * TICKS_PER_DAY, 0, style ?? 23, true);
    case 'datetime2':
      return styledDate(integerOf(value), from.scale, style ?? 121, false);
    case 'varbinary':
      return binaryText(bytesOf(value), to, style ?? 0);
    default:
      return String(value);
  }
}

/** Style 0 of float: at most six digits, with an exponent of at least three digits where needed. */
function floatText(value: number): string {
  if (value === 0) {
    return '0';
  }
  const [mantissa = '', exponentText = '0'] = value.toExponential(5).split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) {
    return String(Number(value.toPrecision(6)));
  }
  const digits = mantissa.replace(/\.?0+$/, '');
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(3, '0')}`;
}

function styledDate(ticks: bigint, scale: number, style: number, dateOnly: boolean): string {
  const day = dateText(ticks / TICKS_PER_DAY);
  switch (style) {
    case 23:
      return day;
    case 112:
      return day.replace(/-/g, '');
    case 120:
      return dateOnly ? day : dateTimeText(ticks, 0);
    case 121:
      return dateOnly ? day : dateTimeText(ticks, scale);
    case 126:
      // A fraction of zero is left out ("Date and time styles", note on 126).
      return dateOnly ? day : dateTimeText(ticks, ticks % 10_000_000n === 0n ? 0 : scale, 'T');
    default:
      throw notModelled(`CONVERT of a date with style ${style}`);
  }
}

function binaryText(bytes: Buffer, to: StringType, style: number): string {
  const hex = bytes.toString('hex').toUpperCase();
  if (style === 1 || style === 2) {
    return style === 1 ? `0x${hex}` : hex;
  }
  if (style !== 0 || isUnicode(to) || bytes.some((byte) => byte > 127)) {
    throw notModelled(`varbinary to ${typeName(to)} with style ${style}: use style 2 for hexadecimal digits`);
  }
  return bytes.toString('latin1');
}

/** Cuts text to its type's length; numbers that do not fit are errors, or '*' for integers. */
export function fitText(text: string, from: SqlType, to: StringType): string {
  if (to.length === 'max') {
    return text;
  }
  const size = isUnicode(to) ? text.length : Buffer.byteLength(text, 'utf8');
  if (size <= to.length) {
    return to.kind === 'char' || to.kind === 'nchar' ? text + ' '.repeat(to.length - size) : text;
  }
  if (isInteger(from) || from.kind === 'bit' || from.kind === 'decimal' || from.kind === 'float') {
    if (isInteger(from) && from.kind !== 'bigint' && !isUnicode(to)) {
      return to.kind === 'char' ? '*'.padEnd(to.length) : '*';
    }
    throw new ConversionError(
      `arithmetic overflow error converting ${typeName(from)} to data type ${typeName(to)}`,
      8115,
    );
  }
  return cutText(text, to.length, isUnicode(to));
}

/** Cuts to a number of bytes or byte pairs, never through a character. */
function cutText(text: string, length: number, unicode: boolean): string {
  let [kept, size] = ['', 0];
  for (const character of text) {
    size += unicode ? character.length : Buffer.byteLength(character, 'utf8');
    if (size > length) {
      break;
    }
    kept += character;
  }
  return kept;
}
