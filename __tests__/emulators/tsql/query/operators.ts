import type { Decimal } from 'decimal.js';
import type { BinaryOperator, ComparisonOperator } from '../ast';
import { convertBound, type BoundExpr, type BoundPredicate, type Env } from '../bound';
import { fitFloat, fitInteger, fitText } from '../conversion';
import { requireImplicit } from '../conversion-rules';
import { arithmetic, arithmeticType, Exact } from '../decimals';
import { notModelled, TsqlError } from '../errors';
import {
  concatenated,
  decimal,
  FLOAT,
  INT,
  isInteger,
  isNumeric,
  isString,
  isTemporal,
  precedence,
  typeName,
  type IntegerKind,
  type SqlType,
} from '../types';
import { compareValues, decimalOf, floatOf, integerOf, textOf, type SqlValue } from '../values';

/** Binds an operator on two values. */
export function bindBinary(operator: BinaryOperator, left: BoundExpr, right: BoundExpr): BoundExpr {
  const [a, b] = [withType(left, right), withType(right, left)];
  if (operator === '+' && isString(a.type) && isString(b.type)) {
    return bindConcatenation(a, b);
  }
  const [x, y] = numericOperands(a, b, operator);
  if (operator === '&' || operator === '|' || operator === '^') {
    return bindBitwise(operator, x, y);
  }
  if (x.type.kind === 'float' || y.type.kind === 'float') {
    return bindFloat(operator, x, y);
  }
  if (x.type.kind === 'decimal' || y.type.kind === 'decimal') {
    return bindDecimal(operator, x, y);
  }
  return bindInteger(operator, x, y);
}

/** A bare NULL takes the type of the other side. */
function withType(expr: BoundExpr, other: BoundExpr): BoundExpr {
  return expr.type.kind === 'null' ? { ...expr, type: other.type.kind === 'null' ? INT : other.type } : expr;
}

function incompatible(left: SqlType, right: SqlType, operator: string): TsqlError {
  return new TsqlError(
    `the data types ${typeName(left)} and ${typeName(right)} are incompatible in the '${operator}' operator`,
    402,
  );
}

function numericOperands(
  left: BoundExpr,
  right: BoundExpr,
  operator: BinaryOperator,
): readonly [BoundExpr, BoundExpr] {
  const bothBits = left.type.kind === 'bit' && right.type.kind === 'bit';
  const [x, y] = [fromText(left, right.type, operator), fromText(right, left.type, operator)];
  if (!isNumeric(x.type) || !isNumeric(y.type) || bothBits) {
    throw incompatible(left.type, right.type, operator);
  }
  return [x, y];
}

/** Text next to a number becomes that number's type. */
function fromText(expr: BoundExpr, other: SqlType, operator: BinaryOperator): BoundExpr {
  if (!isString(expr.type) || !isNumeric(other)) {
    return expr;
  }
  if (other.kind === 'decimal') {
    throw notModelled(`text with a decimal in the '${operator}' operator: cast the text`);
  }
  return convertBound(expr, other);
}

function bindConcatenation(left: BoundExpr, right: BoundExpr): BoundExpr {
  const type = concatenated(left.type, right.type);
  return nullable(type, left, right, (a, b) => fitText(textOf(a) + textOf(b), type, type));
}

function nullable(
  type: SqlType,
  left: BoundExpr,
  right: BoundExpr,
  apply: (left: SqlValue, right: SqlValue) => SqlValue,
): BoundExpr {
  return {
    type,
    evaluate: (env: Env) => {
      const [a, b] = [left.evaluate(env), right.evaluate(env)];
      return a === null || b === null ? null : apply(a, b);
    },
  };
}

function higherInteger(left: SqlType, right: SqlType): { readonly kind: IntegerKind } {
  const high = precedence(left) >= precedence(right) ? left : right;
  return isInteger(high) ? high : { kind: 'int' };
}

function bindInteger(operator: BinaryOperator, left: BoundExpr, right: BoundExpr): BoundExpr {
  const type = higherInteger(left.type, right.type);
  return nullable(type, left, right, (a, b) =>
    fitInteger(integerResult(operator, integerOf(a), integerOf(b)), type.kind),
  );
}

function integerResult(operator: BinaryOperator, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    default:
      requireDivisor(b === 0n);
      return operator === '/' ? a / b : a % b;
  }
}

function requireDivisor(isZero: boolean): void {
  if (isZero) {
    throw new TsqlError('divide by zero error encountered', 8134);
  }
}

function bindBitwise(operator: '&' | '|' | '^', left: BoundExpr, right: BoundExpr): BoundExpr {
  if (!isInteger(left.type) || !isInteger(right.type)) {
    throw incompatible(left.type, right.type, operator);
  }
  return nullable(higherInteger(left.type, right.type), left, right, (a, b) => {
    const [x, y] = [integerOf(a), integerOf(b)];
    return operator === '&' ? x & y : operator === '|' ? x | y : x ^ y;
  });
}

function bindFloat(operator: BinaryOperator, left: BoundExpr, right: BoundExpr): BoundExpr {
  if (operator === '%') {
    throw incompatible(left.type, right.type, operator);
  }
  return nullable(FLOAT, convertBound(left, FLOAT), convertBound(right, FLOAT), (a, b) => {
    const [x, y] = [floatOf(a), floatOf(b)];
    if (operator === '/') {
      requireDivisor(y === 0);
      return fitFloat(x / y);
    }
    return fitFloat(operator === '+' ? x + y : operator === '-' ? x - y : x * y);
  });
}

function bindDecimal(operator: BinaryOperator, left: BoundExpr, right: BoundExpr): BoundExpr {
  if (operator === '&' || operator === '|' || operator === '^') {
    throw incompatible(left.type, right.type, operator);
  }
  const type = arithmeticType(operator, operandType(left), operandType(right));
  return nullable(type, left, right, (a, b) => {
    const [x, y] = [toExact(a), toExact(b)];
    if (operator === '/' || operator === '%') {
      requireDivisor(y.isZero());
    }
    return arithmetic(operator, x, y, type);
  });
}

/** An integer constant next to a decimal is a decimal of just its digits: 1.0 / 3 is 0.333333. */
function operandType(expr: BoundExpr): SqlType {
  return typeof expr.constant === 'bigint' && isInteger(expr.type)
    ? decimal(expr.constant.toString().replace('-', '').length, 0)
    : expr.type;
}

function toExact(value: SqlValue): Decimal {
  return typeof value === 'bigint' ? new Exact(value.toString()) : decimalOf(value);
}

/** Binds a sign. */
export function bindSign(operator: '-' | '+', operand: BoundExpr): BoundExpr {
  const { type } = withType(operand, operand);
  if (!isNumeric(type) || type.kind === 'bit') {
    throw new TsqlError(`operand data type ${typeName(type)} is invalid for the '${operator}' sign`, 8117);
  }
  if (operator === '+') {
    return operand;
  }
  const negate = (value: SqlValue): SqlValue => {
    if (typeof value === 'bigint') {
      return fitInteger(-value, isInteger(type) ? type.kind : 'int');
    }
    return value === null ? null : typeof value === 'number' ? fitFloat(-value) : toExact(value).negated();
  };
  return {
    type,
    ...(operand.constant !== undefined && { constant: negate(operand.constant) }),
    evaluate: (env) => negate(operand.evaluate(env)),
  };
}

const TESTS: Record<ComparisonOperator, (sign: number) => boolean> = {
  '=': (sign) => sign === 0,
  '<>': (sign) => sign !== 0,
  '<': (sign) => sign < 0,
  '<=': (sign) => sign <= 0,
  '>': (sign) => sign > 0,
  '>=': (sign) => sign >= 0,
};

/** Binds a comparison: the side of lower precedence is converted to the other's type. */
export function bindComparison(
  operator: ComparisonOperator,
  left: BoundExpr,
  right: BoundExpr,
): BoundPredicate {
  const compare = bindOrder(left, right);
  return (env) => {
    const sign = compare(env);
    return sign === null ? null : TESTS[operator](sign);
  };
}

function bindOrder(left: BoundExpr, right: BoundExpr): (env: Env) => number | null {
  const [a, b] = [withType(left, right), withType(right, left)];
  const [high, low] = precedence(a.type) >= precedence(b.type) ? [a.type, b.type] : [b.type, a.type];
  requireImplicit(low, high);
  if (isTemporal(high) && isNumeric(low)) {
    throw incompatible(a.type, b.type, 'comparison');
  }
  const exact = high.kind === 'decimal';
  if (exact && isString(low)) {
    throw notModelled('a comparison of text with a decimal: cast the text');
  }
  // Decimals compare exactly, whatever their scales; converting one to the other's type might round it.
  const target = high.kind === 'datetime2' ? ({ kind: 'datetime2', scale: 7 } as const) : high;
  const direct = exact || isString(high);
  const [x, y] = direct ? [a, b] : [convertBound(a, target), convertBound(b, target)];
  return (env) => {
    const [p, q] = [x.evaluate(env), y.evaluate(env)];
    if (p === null || q === null) {
      return null;
    }
    return exact ? toExact(p).cmp(toExact(q)) : compareValues(p, q);
  };
}
