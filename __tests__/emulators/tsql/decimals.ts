import { Decimal } from 'decimal.js';
import { ConversionError } from './errors';
import { asDecimal, decimal, MAX_PRECISION, typeName, type SqlType } from './types';

/** Decimal arithmetic wide enough for the exact product of two 38-digit numbers. */
export const Exact = Decimal.clone({ precision: 80, toExpNeg: -200, toExpPos: 200 });

/** The operators whose result precision the documentation tabulates. */
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

/**
 * Gives the decimal type of an arithmetic result.
 *
 * Source: "Precision, scale, and length (Transact-SQL)": the table of operations, then the rules that
 * bring a precision over 38 back, at the cost of scale.
 */
export function arithmeticType(operator: ArithmeticOperator, left: SqlType, right: SqlType): SqlType {
  const { precision: p1, scale: s1 } = asDecimal(left);
  const { precision: p2, scale: s2 } = asDecimal(right);
  switch (operator) {
    case '+':
    case '-':
      return reducedSum(Math.max(p1 - s1, p2 - s2), Math.max(s1, s2), 1);
    case '*':
      return reducedProduct(p1 + p2 + 1, s1 + s2);
    case '/': {
      const scale = Math.max(6, s1 + p2 + 1);
      return reducedProduct(p1 - s1 + s2 + scale, scale);
    }
    case '%': {
      const scale = Math.max(s1, s2);
      return decimal(Math.min(Math.min(p1 - s1, p2 - s2) + scale, MAX_PRECISION), scale);
    }
  }
}

/** Gives the decimal type that holds both sides of a UNION, or all branches of a CASE. */
export function commonDecimal(left: SqlType, right: SqlType): SqlType {
  const { precision: p1, scale: s1 } = asDecimal(left);
  const { precision: p2, scale: s2 } = asDecimal(right);
  return reducedSum(Math.max(p1 - s1, p2 - s2), Math.max(s1, s2), 0);
}

function reducedSum(integral: number, scale: number, carry: number): SqlType {
  const precision = integral + scale + carry;
  if (precision <= MAX_PRECISION) {
    return decimal(precision, scale);
  }
  return decimal(MAX_PRECISION, Math.min(scale, MAX_PRECISION - integral));
}

function reducedProduct(precision: number, scale: number): SqlType {
  if (precision <= MAX_PRECISION) {
    return decimal(precision, scale);
  }
  const integral = precision - scale;
  // Six fraction digits are kept even where the integral part then no longer fits.
  const kept = Math.max(Math.min(scale, MAX_PRECISION - integral), Math.min(scale, 6));
  return decimal(MAX_PRECISION, kept);
}

/** Does decimal arithmetic; division drops the digits beyond its scale, the rest round half away. */
export function arithmetic(
  operator: ArithmeticOperator,
  left: Decimal,
  right: Decimal,
  type: SqlType,
): Decimal {
  switch (operator) {
    case '+':
      return fitDecimal(new Exact(left).plus(right), type);
    case '-':
      return fitDecimal(new Exact(left).minus(right), type);
    case '*':
      return fitDecimal(new Exact(left).times(right), type);
    case '/':
      return divideDecimal(left, right, type);
    case '%':
      return fitDecimal(new Exact(left).mod(right), type);
  }
}

/** Divides and truncates at the scale of the result: 2.0 / 3.0 is 0.666666. */
export function divideDecimal(left: Decimal, right: Decimal, type: SqlType): Decimal {
  const { scale } = asDecimal(type);
  return fitDecimal(new Exact(left).div(right).toDecimalPlaces(scale, Decimal.ROUND_DOWN), type);
}

/** Rounds half away from zero to the type's scale, and fails when the digits do not fit. */
export function fitDecimal(value: Decimal, type: SqlType): Decimal {
  const { precision, scale } = asDecimal(type);
  const rounded = new Exact(value).toDecimalPlaces(scale, Decimal.ROUND_HALF_UP);
  if (rounded.abs().gte(new Exact(10).pow(precision - scale))) {
    throw new ConversionError(`arithmetic overflow error converting to data type ${typeName(type)}`, 8115);
  }
  return rounded.isZero() ? new Exact(0) : rounded;
}
