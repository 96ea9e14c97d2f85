import { Decimal } from 'decimal.js';
import { dateText, dateTimeText } from './calendar';
import { notModelled, TsqlError } from './errors';
import { asDecimal, isString, type SqlType } from './types';

/**
 * A value, whose static type says how to read it.
 *
 * Integers, bit, date (days) and datetime2 (100 ns ticks since 0001-01-01) are bigint; decimal is
 * Decimal; float is number; character types are string; varbinary and uniqueidentifier are Buffer.
 */
export type SqlValue = null | bigint | Decimal | number | string | Buffer;

/** One row of values, in the order of the columns. */
export type Row = readonly SqlValue[];

/** Narrows a value to text. */
export function textOf(value: SqlValue): string {
  if (typeof value !== 'string') {
    throw new TsqlError('internal: a character value was expected');
  }
  return value;
}

/** Narrows a value to an integer, a bit, a date or a datetime2. */
export function integerOf(value: SqlValue): bigint {
  if (typeof value !== 'bigint') {
    throw new TsqlError('internal: an integer value was expected');
  }
  return value;
}

/** Narrows a value to a decimal. */
export function decimalOf(value: SqlValue): Decimal {
  if (!Decimal.isDecimal(value)) {
    throw new TsqlError('internal: a decimal value was expected');
  }
  return value;
}

/** Narrows a value to a float. */
export function floatOf(value: SqlValue): number {
  if (typeof value !== 'number') {
    throw new TsqlError('internal: a float value was expected');
  }
  return value;
}

/** Narrows a value to bytes. */
export function bytesOf(value: SqlValue): Buffer {
  if (!Buffer.isBuffer(value)) {
    throw new TsqlError('internal: a varbinary value was expected');
  }
  return value;
}

/** Drops trailing spaces (U+0020 only), which comparisons and LEN do not see. */
export function withoutTrailingSpaces(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0x20) {
    end -= 1;
  }
  return text.slice(0, end);
}

/**
 * Compares text under Latin1_General_100_BIN2_UTF8.
 *
 * Code points decide, and the shorter text is padded with spaces first: 'a' equals 'a ', and a tab
 * after 'a' sorts before 'a'.
 */
export function compareText(left: string, right: string): number {
  const [a, b] = [[...left], [...right]];
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const difference = codePoint(a[i]) - codePoint(b[i]);
    if (difference !== 0) {
      return Math.sign(difference);
    }
  }
  return 0;
}

function codePoint(character: string | undefined): number {
  return character === undefined ? 0x20 : (character.codePointAt(0) ?? 0x20);
}

/** Compares two values of one type; NULL sorts below everything. */
export function compareValues(left: SqlValue, right: SqlValue): number {
  if (left === null || right === null) {
    return (left === null ? 0 : 1) - (right === null ? 0 : 1);
  }
  if (typeof left === 'string' && typeof right === 'string') {
    return compareText(left, right);
  }
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    return left < right ? -1 : left > right ? 1 : 0;
  }
  if (typeof left === 'number' && typeof right === 'number') {
    return left < right ? -1 : left > right ? 1 : 0;
  }
  if (Decimal.isDecimal(left) && Decimal.isDecimal(right)) {
    return left.cmp(right);
  }
  if (Buffer.isBuffer(left) && Buffer.isBuffer(right)) {
    return Buffer.compare(left, right);
  }
  throw new TsqlError('internal: values of two types were compared');
}

/** Key under which values that compare equal meet: for GROUP BY, DISTINCT and set operations. */
export function keyOf(values: Row): string {
  return JSON.stringify(values.map(keyPart));
}

function keyPart(value: SqlValue): string | null {
  if (value === null) {
    return null;
  }
  if (typeof value === 'string') {
    return withoutTrailingSpaces(value);
  }
  return Buffer.isBuffer(value) ? value.toString('hex') : String(value === 0 ? 0 : value);
}

/** Writes a value in the canonical text of its type. */
export function canonicalText(value: SqlValue, type: SqlType): string | null {
  if (value === null) {
    return null;
  }
  if (isString(type)) {
    return textOf(value);
  }
  switch (type.kind) {
    case 'decimal':
      return decimalOf(value).toFixed(asDecimal(type).scale);
    case 'float':
      return String(floatOf(value));
    case 'date':
      return dateText(integerOf(value));
    case 'datetime2':
      if (integerOf(value) % 10n !== 0n) {
        throw notModelled('a datetime2 with a seventh fraction digit in a result');
      }
      return dateTimeText(integerOf(value), 6);
    case 'datetimeoffset':
    case 'uniqueidentifier':
      throw notModelled(`a ${type.kind} in a result`);
    case 'varbinary':
      return `0x${bytesOf(value).toString('hex').toUpperCase()}`;
    default:
      return String(value);
  }
}
