import {
  asDecimal,
  type DataType,
  decimalType,
  type DecimalType,
  describeType,
  type Kind,
  MAX_PRECISION,
  sameType,
  stringType,
  typeProblem,
} from '../types';
import { type FunctionDefinition, type FunctionName, FUNCTIONS } from './functions';
import { type Expression, problemsOf } from './tree';

/** A result type, or why there is none. */
export type TypeOrProblem = DataType | { readonly problem: string };

const EXACT: readonly Kind[] = ['integer', 'long', 'decimal'];

/** Kinds that can be cast to a kind. */
const CASTS: Readonly<Partial<Record<Kind, readonly Kind[]>>> = {
  integer: EXACT,
  long: EXACT,
  decimal: EXACT,
  string: ['integer', 'long', 'date'],
  date: ['timestamp'],
  timestamp: ['date'],
};

/** Why a function cannot be called with these arguments or give this type, or nothing. The types say so too, but not in JavaScript. */
export function callProblem(
  name: FunctionName,
  nodes: readonly Expression[],
  result: TypeOrProblem,
): string | undefined {
  const { takes, others }: FunctionDefinition = FUNCTIONS[name];
  const array = nodes.some(
    ({ type }, index) => type.kind === 'array' && !(takes[index] ?? others)?.includes('array'),
  );
  if (array)
    return 'cannot take array; test it with isNull() or isNotNull(), or make rows of its elements with mapping(…, { each })';
  const wrong = nodes.find((node, index) => {
    const kinds =
      name === 'cast' && !('problem' in result)
        ? CASTS[result.kind]
        : name === 'when' && index % 2 === 0 && index < nodes.length - 1
          ? takes[0]
          : (takes[index] ?? others);
    return kinds && !kinds.includes(node.type.kind) && problemsOf(node).length === 0;
  });
  if (wrong) return `cannot take ${describeType(wrong.type)}`;
  if ('problem' in result) return result.problem;
  return result.kind === 'decimal' ? typeProblem(result) : undefined;
}

/** Type of an operand in arithmetic: a whole constant is a decimal of just its digits, anything else what it is. */
export function exactTypeOf(node: Expression): DataType {
  if (node.op !== 'literal' || typeof node.value !== 'number') return node.type;
  return decimalType(String(Math.abs(node.value)).length, 0);
}

/**
 * Type of a sum or difference of two exact numbers.
 *
 * Wide enough for every result; one digit is kept free so that T-SQL and Spark never cut the scale.
 */
export function additionType(a: DataType, b: DataType): TypeOrProblem {
  if (a.kind === 'double' || b.kind === 'double') return bothDouble(a, b);
  const [left, right] = [asDecimal(a), asDecimal(b)];
  const scale = Math.max(left.scale, right.scale);
  const digits = Math.max(left.precision - left.scale, right.precision - right.scale) + 1;
  return fitting(digits + scale, scale, a, b);
}

/** Type of a product of two exact numbers, exact to the last digit. */
export function productType(a: DataType, b: DataType): TypeOrProblem {
  if (a.kind === 'double' || b.kind === 'double') return bothDouble(a, b);
  const [left, right] = [asDecimal(a), asDecimal(b)];
  // T-SQL and Spark compute in one digit more than the operands have together.
  return fitting(left.precision + right.precision + 1, left.scale + right.scale, a, b);
}

/**
 * Type of a quotient rounded to `scale`.
 *
 * T-SQL and Spark divide at scale s1 + p2 + 1 when 38 digits allow it, and then rounding their quotient to a scale
 * no larger than s1 gives the exactly rounded result: no quotient but a tie lies nearer to a tie than that.
 */
export function quotientType(a: DataType, b: DataType, scale: number): TypeOrProblem {
  const [dividend, divisor] = [widenedDividend(asDecimal(a), scale), asDecimal(b)];
  const inner =
    dividend.precision - dividend.scale + divisor.scale + Math.max(6, dividend.scale + divisor.precision + 1);
  if (inner > MAX_PRECISION) return tooWide(inner, a, b);
  return decimalType(
    Math.min(MAX_PRECISION, dividend.precision - dividend.scale + divisor.scale + scale),
    scale,
  );
}

/** The dividend with at least the scale of the result: see {@link quotientType}. */
export function widenedDividend(dividend: DecimalType, scale: number): DecimalType {
  const wider = Math.max(dividend.scale, scale);
  return decimalType(dividend.precision - dividend.scale + wider, wider);
}

/** Type of a number rounded to `scale`: one more whole digit, for 9.99 that becomes 10.0. */
export function roundedType(type: DataType, scale: number): TypeOrProblem {
  if (type.kind === 'integer' || type.kind === 'long') return type;
  const decimal = asDecimal(type);
  if (scale >= decimal.scale) return decimal;
  return decimalType(Math.min(MAX_PRECISION, decimal.precision - decimal.scale + scale + 1), scale);
}

/** Type of the next whole number below or above: one more whole digit, for 9.99 is below 10. */
export function wholeType(type: DataType): DataType {
  if (type.kind !== 'decimal' || type.scale === 0) return type;
  return decimalType(type.precision - type.scale + 1, 0);
}

/** The type that holds the values of all branches of a `when` or `coalesce`, and those of `least` and `greatest`. */
export function commonType(types: readonly DataType[]): TypeOrProblem {
  const [first, ...rest] = types;
  if (!first) return { problem: 'needs at least one value' };
  let common: DataType = first;
  for (const type of rest) {
    if (sameType(common, type)) continue;
    if (common.kind === 'string' && type.kind === 'string') {
      common = stringType(Math.max(common.length, type.length));
    } else if (isExact(common) && isExact(type)) {
      const [a, b]: [DecimalType, DecimalType] = [asDecimal(common), asDecimal(type)];
      const scale = Math.max(a.scale, b.scale);
      const precision = Math.max(a.precision - a.scale, b.precision - b.scale) + scale;
      if (precision > MAX_PRECISION) return tooWide(precision, common, type);
      common = decimalType(precision, scale);
    } else {
      return { problem: `cannot mix ${describeType(common)} with ${describeType(type)}; cast one of them` };
    }
  }
  return common;
}

function isExact(type: DataType): boolean {
  return type.kind === 'integer' || type.kind === 'long' || type.kind === 'decimal';
}

function bothDouble(a: DataType, b: DataType): TypeOrProblem {
  if (a.kind === b.kind) return { kind: 'double' };
  return { problem: `cannot mix ${describeType(a)} with ${describeType(b)}; cast one of them` };
}

function fitting(precision: number, scale: number, a: DataType, b: DataType): TypeOrProblem {
  return precision > MAX_PRECISION ? tooWide(precision, a, b) : decimalType(precision, scale);
}

function tooWide(precision: number, a: DataType, b: DataType): TypeOrProblem {
  return {
    problem:
      `${describeType(a)} with ${describeType(b)} needs ${precision} digits, more than the ${MAX_PRECISION} every engine has; ` +
      'narrow an operand first with round(scale) or toDecimal(precision, scale)',
  };
}
