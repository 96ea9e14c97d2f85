import { type Flaw } from '../errors';
import { itemsOf } from '../said';
import {
  asDecimal,
  type DataType,
  decimalType,
  type ExactNumber,
  isExactNumber,
  type Kind,
  stringType,
} from '../types';
import { type FunctionName } from './functions';
import { callNode, constantNode, invalidNode, isMistaken, literalNode, nodeOf, operandTypes } from './nodes';
import {
  additionType,
  argumentFlaw,
  commonType,
  exactTypeOf,
  productType,
  quotientType,
  roundedType,
  typed,
  type TypeOrFlaw,
  uncomparable,
  wholeType,
} from './result-types';
import * as text from './text';
import { inTimeZone } from './time-zone';
import { type Expression } from './tree';

/** What can stand where a value of kind `K` is wanted: an expression of a like kind, or a plain value. */
export type Operand<K extends Kind> =
  | Expr<K extends ExactNumber ? ExactNumber : K>
  | (K extends 'string' | 'date' | 'timestamp' ? string : K extends 'boolean' ? boolean : number);

/** Kind of an arithmetic result: exact numbers give decimals, doubles stay doubles. */
export type Arithmetic<K extends Kind> = K extends 'double' ? 'double' : 'decimal';

type Numeric = ExactNumber | 'double';

/**
 * A typed value computed from a row: a small immutable tree, never text.
 *
 * A mistake (mixing kinds, too many digits) does not throw here: it stays in the tree and is reported at synth, with
 * every other mistake of the definition.
 */
export class Expr<K extends Kind> {
  /** The kind of the value; tells expressions of different kinds apart at compile time. */
  declare readonly kind: K;

  /** @param node the tree behind this value. */
  constructor(readonly node: Expression) {}

  /** True when both are equal; null when either is null. Text is compared exactly: case and trailing spaces count. */
  equals(other: Operand<K>): Expr<'boolean'> {
    return comparison('equals', this, other);
  }
  /** True when both differ; null when either is null. */
  notEquals(other: Operand<K>): Expr<'boolean'> {
    return this.equals(other).not();
  }
  /** True when this comes before the other; null when either is null. Text is ordered by code point. */
  lessThan(other: Operand<K>): Expr<'boolean'> {
    return comparison('lessThan', this, other);
  }
  /** True when this is the other or comes before it; null when either is null. */
  lessThanOrEqual(other: Operand<K>): Expr<'boolean'> {
    return comparison('lessThanOrEqual', this, other);
  }
  /** True when this comes after the other; null when either is null. */
  greaterThan(other: Operand<K>): Expr<'boolean'> {
    return comparison('lessThan', operand(other, this.node.type), this);
  }
  /** True when this is the other or comes after it; null when either is null. */
  greaterThanOrEqual(other: Operand<K>): Expr<'boolean'> {
    return comparison('lessThanOrEqual', operand(other, this.node.type), this);
  }
  /** True when this is neither below `low` nor above `high`; both ends belong to it. Null like `and` of the two. */
  isBetween(low: Operand<K>, high: Operand<K>): Expr<'boolean'> {
    return this.greaterThanOrEqual(low).and(this.lessThanOrEqual(high));
  }
  /** True when this equals one of the values; null when this is null. */
  isIn(values: readonly Operand<K>[]): Expr<'boolean'> {
    const all = [this.node, ...itemsOf(values).map((value) => operand(value, this.node.type).node)];
    if (all.length === 1) return invalid(argumentFlaw('isIn([])', 'one value or more'), { kind: 'boolean' });
    return call('isIn', all, typed(commonType(all.map((node) => node.type)), { kind: 'boolean' }));
  }
  /** True when there is no value; never null. */
  isNull(): Expr<'boolean'> {
    return call('isNull', [this.node], { kind: 'boolean' }, false);
  }
  /** True when there is a value; never null. */
  isNotNull(): Expr<'boolean'> {
    return this.isNull().not();
  }
  /** This value, or the other where this is null. */
  coalesce(other: Operand<K>): Expr<K> {
    const nodes = [this.node, operand(other, this.node.type).node];
    return call(
      'coalesce',
      nodes,
      commonType(operandTypes(nodes)),
      nodes.every((node) => node.nullable),
    );
  }

  /** True when both are; three-valued: false and null is false. */
  and(this: Expr<'boolean'>, other: Expr<'boolean'>): Expr<'boolean'> {
    return call('and', [this.node, operand(other, this.node.type).node], { kind: 'boolean' });
  }
  /** True when either is; three-valued: true or null is true. */
  or(this: Expr<'boolean'>, other: Expr<'boolean'>): Expr<'boolean'> {
    return call('or', [this.node, operand(other, this.node.type).node], { kind: 'boolean' });
  }
  /** The opposite; null stays null. */
  not(this: Expr<'boolean'>): Expr<'boolean'> {
    return call('not', [this.node], { kind: 'boolean' });
  }

  /** Sum; exact, wide enough for every result. */
  plus<N extends Numeric>(this: Expr<N>, other: Operand<N>): Expr<Arithmetic<N>> {
    return arithmetic('plus', this.node, operand(other, this.node.type).node, additionType);
  }
  /** Difference; exact, wide enough for every result. */
  minus<N extends Numeric>(this: Expr<N>, other: Operand<N>): Expr<Arithmetic<N>> {
    return arithmetic('minus', this.node, operand(other, this.node.type).node, additionType);
  }
  /** Product; exact, with the scales of both added. */
  times<N extends Numeric>(this: Expr<N>, other: Operand<N>): Expr<Arithmetic<N>> {
    return arithmetic('times', this.node, operand(other, this.node.type).node, productType);
  }
  /** Quotient rounded half away from zero to `scale` digits; null when the divisor is zero. */
  dividedBy(this: Expr<ExactNumber>, divisor: Operand<ExactNumber>, scale: number): Expr<'decimal'> {
    const right = operand(divisor, this.node.type).node;
    return call(
      'dividedBy',
      [this.node, right],
      quotientType(exactTypeOf(this.node), exactTypeOf(right), scale),
      true,
    );
  }
  /** Rounded half away from zero to `scale` digits behind the point. */
  round<N extends ExactNumber>(this: Expr<N>, scale: number): Expr<N> {
    const type = roundedType(this.node.type, scale);
    return call('round', [this.node], type);
  }
  /** The opposite number, as a decimal that holds it: -2147483648 has no opposite among the integers. Null of null. */
  negate(this: Expr<ExactNumber>): Expr<'decimal'> {
    return call('negate', [this.node], asDecimal(exactTypeOf(this.node)));
  }
  /** The number without its sign, as a decimal that holds it. Null of null. */
  abs(this: Expr<ExactNumber>): Expr<'decimal'> {
    return call('abs', [this.node], asDecimal(exactTypeOf(this.node)));
  }
  /** The largest whole number that is not above it: -1.5 gives -2. Null of null. */
  floor<N extends ExactNumber>(this: Expr<N>): Expr<N> {
    return call('floor', [this.node], wholeType(this.node.type));
  }
  /** The smallest whole number that is not below it: -1.5 gives -1. Null of null. */
  ceiling<N extends ExactNumber>(this: Expr<N>): Expr<N> {
    return call('ceiling', [this.node], wholeType(this.node.type));
  }
  /** What whole division leaves, with the sign of this number; null when either is null or the divisor is zero. */
  modulo<N extends 'integer' | 'long'>(this: Expr<N>, divisor: Expr<'integer' | 'long'> | number): Expr<N> {
    const right = operand(divisor, this.node.type).node;
    const neverZero = right.op === 'literal' && right.value !== 0;
    return call('modulo', [this.node, right], this.node.type, this.node.nullable || !neverZero);
  }

  /** As a decimal of that size, rounded half away from zero; null when it does not fit. */
  toDecimal(this: Expr<ExactNumber>, precision: number, scale: number): Expr<'decimal'> {
    return call('cast', [this.node], decimalType(precision, scale), true);
  }
  /** As a whole number of 64 bits, rounded half away from zero; null when it does not fit. */
  toLong(this: Expr<ExactNumber>): Expr<'long'> {
    return call('cast', [this.node], { kind: 'long' }, true);
  }
  /** As a whole number of 32 bits, rounded half away from zero; null when it does not fit. */
  toInteger(this: Expr<ExactNumber>): Expr<'integer'> {
    return call('cast', [this.node], { kind: 'integer' }, true);
  }
  /** As text: digits of a whole number, `YYYY-MM-DD` of a date. */
  toText(this: Expr<'integer' | 'long' | 'date'>): Expr<'string'> {
    return call('cast', [this.node], stringType(20));
  }
  /**
   * The day of a timestamp in a time zone, by the clocks and summer times of that place; null of null.
   *
   * @param timeZone an IANA name such as `Europe/Berlin`, for which Windows has a name too. @default 'UTC'
   */
  toDate(this: Expr<'timestamp'>, timeZone?: string): Expr<'date'> {
    return call('cast', [inTimeZone(this.node, timeZone)], { kind: 'date' });
  }
  /** Midnight of the day, in UTC; null of null. */
  toTimestamp(this: Expr<'date'>): Expr<'timestamp'> {
    return call('cast', [this.node], { kind: 'timestamp' });
  }
  /** The day that many days later, or earlier when negative. */
  addDays(this: Expr<'date'>, days: number): Expr<'date'> {
    if (!Number.isInteger(days))
      return invalid(argumentFlaw(`addDays(${days})`, 'a whole number of days'), { kind: 'date' });
    return call('addDays', [this.node, literal(days).node], { kind: 'date' });
  }

  /** Days from this day to the other, negative when the other is earlier; null when either is null. */
  daysUntil(this: Expr<'date'>, other: Operand<'date'>): Expr<'integer'> {
    return call('daysUntil', [this.node, operand(other, this.node.type).node], { kind: 'integer' });
  }
  /** Whole minutes from this timestamp to the other, cut toward zero, negative when the other is earlier; null when either is null. */
  minutesUntil(this: Expr<'timestamp'>, other: Operand<'timestamp'>): Expr<'long'> {
    return call('minutesUntil', [this.node, operand(other, this.node.type).node], { kind: 'long' });
  }
  /** The Monday of the week; null of null. */
  startOfWeek(this: Expr<'date'>): Expr<'date'> {
    return call('startOfWeek', [this.node], { kind: 'date' });
  }
  /** The first day of the month; null of null. */
  startOfMonth(this: Expr<'date'>): Expr<'date'> {
    return call('startOfMonth', [this.node], { kind: 'date' });
  }
  /** The year, in UTC; null of null. */
  year(this: Expr<'date' | 'timestamp'>): Expr<'integer'> {
    return call('year', [this.node], { kind: 'integer' });
  }
  /** The month from 1 to 12, in UTC; null of null. */
  month(this: Expr<'date' | 'timestamp'>): Expr<'integer'> {
    return call('month', [this.node], { kind: 'integer' });
  }
  /** The day of the month from 1 to 31, in UTC; null of null. */
  dayOfMonth(this: Expr<'date' | 'timestamp'>): Expr<'integer'> {
    return call('dayOfMonth', [this.node], { kind: 'integer' });
  }
  /** The week of ISO 8601 from 1 to 53, in UTC: weeks begin on Monday, week 1 has the year's first Thursday. Null of null. */
  isoWeek(this: Expr<'date' | 'timestamp'>): Expr<'integer'> {
    return call('isoWeek', [this.node], { kind: 'integer' });
  }
  /** The day of the week from 1, Monday, to 7, Sunday, in UTC; null of null. */
  dayOfWeek(this: Expr<'date' | 'timestamp'>): Expr<'integer'> {
    return call('dayOfWeek', [this.node], { kind: 'integer' });
  }
  /**
   * The hour from 0 to 23 in a time zone, by the clocks and summer times of that place; null of null.
   *
   * @param timeZone an IANA name such as `Europe/Berlin`, for which Windows has a name too. @default 'UTC'
   */
  hour(this: Expr<'timestamp'>, timeZone?: string): Expr<'integer'> {
    return call('hour', [inTimeZone(this.node, timeZone)], { kind: 'integer' });
  }
  /** The minute from 0 to 59; null of null. */
  minute(this: Expr<'timestamp'>): Expr<'integer'> {
    return call('minute', [this.node], { kind: 'integer' });
  }

  /** Without spaces, tabs and line ends at both ends. Silver only: what is in silver has been trimmed. */
  trim(this: Expr<'string'>): Expr<'string'> {
    return call('trim', [this.node], this.node.type);
  }
  /** In lower case (A to Z only: other letters differ between engines and stay as they are). */
  lower(this: Expr<'string'>): Expr<'string'> {
    return call('lower', [this.node], this.node.type);
  }
  /** In upper case (a to z only: other letters differ between engines and stay as they are). */
  upper(this: Expr<'string'>): Expr<'string'> {
    return call('upper', [this.node], this.node.type);
  }
  /** This text followed by the others; null when any is null. */
  concat(this: Expr<'string'>, ...others: readonly Operand<'string'>[]): Expr<'string'> {
    return new Expr(text.concat([this.node, ...others.map((other) => operand(other, this.node.type).node)]));
  }
  /** True when this text begins with that one, trailing spaces included; null of null. */
  startsWith(this: Expr<'string'>, prefix: string): Expr<'boolean'> {
    return new Expr(text.search('startsWith', this.node, prefix));
  }
  /** True when this text ends with that one, trailing spaces included; null of null. */
  endsWith(this: Expr<'string'>, suffix: string): Expr<'boolean'> {
    return new Expr(text.search('endsWith', this.node, suffix));
  }
  /** True when that text stands anywhere in this one, case and trailing spaces counted; null of null. */
  contains(this: Expr<'string'>, part: string): Expr<'boolean'> {
    return new Expr(text.search('contains', this.node, part));
  }
  /** Number of characters (code points), trailing spaces included; 0 of the empty text, null of null. */
  length(this: Expr<'string'>): Expr<'integer'> {
    return call('length', [this.node], { kind: 'integer' });
  }
  /**
   * At most `length` characters from the one at `start`, the first being 1; null of null.
   *
   * What lies past the end is left out, so that a start past it gives the empty text.
   */
  substring(this: Expr<'string'>, start: number, length: number): Expr<'string'> {
    return new Expr(text.substring(this.node, start, length));
  }
  /** The first `count` characters, or the whole text when it has fewer; null of null. */
  left(this: Expr<'string'>, count: number): Expr<'string'> {
    return new Expr(text.left(this.node, count));
  }
  /** The last `count` characters, or the whole text when it has fewer; null of null. */
  right(this: Expr<'string'>, count: number): Expr<'string'> {
    return new Expr(text.right(this.node, count));
  }
  /** With every `from` replaced by `to`, left to right; both are taken as they are written. Null of null. */
  replaceAll(this: Expr<'string'>, from: string, to: string): Expr<'string'> {
    return new Expr(text.replaceAll(this.node, from, to));
  }
  /** With `*` for every character but the last `keep`; as long as before, as personal as before. Null of null. */
  mask(this: Expr<'string'>, keep: number): Expr<'string'> {
    return new Expr(text.mask(this.node, keep));
  }
  /**
   * True when the whole text matches a regular expression. Silver only: T-SQL has none.
   *
   * Character classes, groups, alternatives and counts mean the same on all engines; look-around and back references
   * are refused at synth.
   */
  matches(this: Expr<'string'>, pattern: RegExp): Expr<'boolean'> {
    return new Expr(text.matches(this.node, pattern));
  }
  /** A stable pseudonym of a personal value: SHA-256 with a pepper, 64 lower-case hexadecimal digits. Silver only. */
  pseudonym(this: Expr<'string'>): Expr<'string'> {
    return call('pseudonym', [this.node], stringType(64));
  }
}

/**
 * A constant of the library's types.
 *
 * Whole numbers within 32 bits are integers, larger ones longs, fractions decimals of just their digits.
 */
export function literal(value: string): Expr<'string'>;
export function literal(value: number): Expr<ExactNumber>;
export function literal(value: boolean): Expr<'boolean'>;
export function literal(value: string | number | boolean): Expr<Kind>;
export function literal(value: string | number | boolean): Expr<Kind> {
  return new Expr(literalNode(value));
}

/** Text read as a value of a type by the library's one grammar; null when it is not one. See `docs/semantics.md`. */
export function parse<K extends Kind>(value: Expr<'string'>, type: DataType & { readonly kind: K }): Expr<K> {
  return call('parse', [nodeOf(value)], type, true);
}

/** An expression that is a mistake: reported at synth, with its place. */
export function invalid<K extends Kind>(flaw: Flaw, type: DataType): Expr<K> {
  return new Expr(invalidNode(flaw, type));
}

/** Turns an operand into an expression; text beside a date or a timestamp is read as one. */
function operand<K extends Kind>(value: Operand<K>, beside: DataType): Expr<Kind> {
  return value instanceof Expr ? value : new Expr(constantNode(value, beside));
}

function comparison(
  name: 'equals' | 'lessThan' | 'lessThanOrEqual',
  left: Expr<Kind>,
  right: unknown,
): Expr<'boolean'> {
  const other = operand(right as Operand<Kind>, left.node.type);
  const [a, b] = [left.node.type, other.node.type];
  const alike = a.kind === b.kind || (isExactNumber(a.kind) && isExactNumber(b.kind));
  if (!alike && !isMistaken([left.node, other.node])) return invalid(uncomparable(a, b), { kind: 'boolean' });
  return call(name, [left.node, other.node], { kind: 'boolean' });
}

function arithmetic<K extends Kind>(
  name: FunctionName,
  left: Expression,
  right: Expression,
  resultType: (a: DataType, b: DataType) => TypeOrFlaw,
): Expr<K> {
  return call(name, [left, right], resultType(exactTypeOf(left), exactTypeOf(right)));
}

function call<K extends Kind>(
  name: FunctionName,
  nodes: readonly Expression[],
  type: TypeOrFlaw,
  nullable?: boolean,
): Expr<K> {
  return new Expr(callNode(name, nodes, type, nullable));
}
