import { type Flaw } from '../errors';
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
  typeFlaw,
} from '../types';
import { type FunctionDefinition, type FunctionName, FUNCTIONS } from './functions';
import { type Expression, flawsOf } from './tree';

/** A result type, or why there is none. */
export type TypeOrFlaw = DataType | { readonly flaw: Flaw };

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
export function callFlaw(
  name: FunctionName,
  nodes: readonly Expression[],
  result: TypeOrFlaw,
): Flaw | undefined {
  for (const [index, node] of nodes.entries()) {
    const kinds = kindsOf(name, nodes, result, index);
    if (node.type.kind === 'array' && !kinds?.includes('array')) {
      return {
        code: 'LH2011',
        got: `gives an array to ${name}()`,
        allowed: 'single values; of arrays isNull() and isNotNull()',
        change: 'make rows of its elements with mapping(…, { each })',
      };
    }
    if (kinds && !kinds.includes(node.type.kind) && flawsOf(node).length === 0) {
      const got = `gives ${describeType(node.type)} to ${name}()`;
      return { code: 'LH2002', got, allowed: kinds.join(', '), change: 'give another value, or cast it' };
    }
  }
  const flaw = 'flaw' in result ? result.flaw : result.kind === 'decimal' ? typeFlaw(result) : undefined;
  return flaw && { ...flaw, got: `${flaw.got} in ${name}()` };
}

/** The kinds that an argument must have, where not every kind will do. */
function kindsOf(
  name: FunctionName,
  nodes: readonly Expression[],
  result: TypeOrFlaw,
  index: number,
): readonly Kind[] | undefined {
  const { takes, others }: FunctionDefinition = FUNCTIONS[name];
  if (name === 'cast' && !('flaw' in result)) return CASTS[result.kind];
  if (name === 'when' && index % 2 === 0 && index < nodes.length - 1) return takes[0];
  return takes[index] ?? others;
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
export function additionType(a: DataType, b: DataType): TypeOrFlaw {
  if (a.kind === 'double' || b.kind === 'double') return bothDouble(a, b);
  const [left, right] = [asDecimal(a), asDecimal(b)];
  const scale = Math.max(left.scale, right.scale);
  const digits = Math.max(left.precision - left.scale, right.precision - right.scale) + 1;
  return fitting(digits + scale, scale, a, b);
}

/** Type of a product of two exact numbers, exact to the last digit. */
export function productType(a: DataType, b: DataType): TypeOrFlaw {
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
export function quotientType(a: DataType, b: DataType, scale: number): TypeOrFlaw {
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
export function roundedType(type: DataType, scale: number): TypeOrFlaw {
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
export function commonType(types: readonly DataType[]): TypeOrFlaw {
  const [first, ...rest] = types;
  if (!first)
    return {
      flaw: { code: 'LH2006', got: 'has no value', allowed: 'one value or more', change: 'give one' },
    };
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
      return mixed(common, type);
    }
  }
  return common;
}

function isExact(type: DataType): boolean {
  return type.kind === 'integer' || type.kind === 'long' || type.kind === 'decimal';
}

function bothDouble(a: DataType, b: DataType): TypeOrFlaw {
  if (a.kind === b.kind) return { kind: 'double' };
  return mixed(a, b);
}

function fitting(precision: number, scale: number, a: DataType, b: DataType): TypeOrFlaw {
  return precision > MAX_PRECISION ? tooWide(precision, a, b) : decimalType(precision, scale);
}

/** An argument that a function does not take. */
export function argumentFlaw(call: string, allowed: string): Flaw {
  return { code: 'LH2006', got: `calls ${call}`, allowed, change: 'change the argument' };
}

/** Why values of two types cannot be compared. */
export function uncomparable(a: DataType, b: DataType): Flaw {
  const got = `compares ${describeType(a)} with ${describeType(b)}`;
  return { code: 'LH2003', got, allowed: 'values of one type', change: 'cast one of them' };
}

/** A type for a result whose values have another, or why they have none. */
export function typed(found: TypeOrFlaw, result: DataType): TypeOrFlaw {
  return 'flaw' in found ? found : result;
}

function mixed(a: DataType, b: DataType): TypeOrFlaw {
  const got = `mixes ${describeType(a)} with ${describeType(b)}`;
  return { flaw: { code: 'LH2003', got, allowed: 'values of one type', change: 'cast one of them' } };
}

function tooWide(precision: number, a: DataType, b: DataType): TypeOrFlaw {
  return {
    flaw: {
      code: 'LH2004',
      got: `needs ${precision} digits for ${describeType(a)} with ${describeType(b)}`,
      allowed: `${MAX_PRECISION} digits, which every engine has`,
      change: 'narrow an operand first with round(scale) or toDecimal(precision, scale)',
    },
  };
}
