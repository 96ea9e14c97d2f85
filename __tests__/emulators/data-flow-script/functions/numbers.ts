import { Decimal } from 'decimal.js';

import { exact, toDecimalType } from '../casts';
import { DataFlowScriptError } from '../errors';
import type { Expression, FunctionBuilder } from '../expression-model';
import { arithmetic, negate } from '../operators/arithmetic';
import { type DataType, decimal, DOUBLE, isNumber, LONG, MAX_PRECISION, typeName } from '../types';
import { Exact, type Value } from '../values';
import { requireCount, scalar } from './define';

/** A function of one number, whose result's type follows from the argument's. */
const numeric =
  (result: (type: DataType) => DataType, body: (value: Value, type: DataType) => Value): FunctionBuilder =>
  (call) => {
    const args = call.compileAll();
    requireCount(call, args, 1, 1);
    const argument = args[0] ?? call.fail('takes 1 argument');
    if (!isNumber(argument.type) && argument.type.kind !== 'null')
      call.fail(`takes a number, not ${typeName(argument.type)}`);
    return {
      type: result(argument.type),
      evaluate: (on) => {
        const value = argument.evaluate(on);
        return value === null ? null : body(value, argument.type);
      },
    };
  };

const same = (type: DataType): DataType => type;

/** Spark's type of `floor` and `ceil`: a double gives a long, decimal(p,s) a decimal without fraction. */
function wholeType(type: DataType): DataType {
  if (type.kind === 'double') return LONG;
  return type.kind === 'decimal'
    ? decimal(Math.min(MAX_PRECISION, type.precision - type.scale + 1), 0)
    : type;
}

const toWhole = (mode: Decimal.Rounding): FunctionBuilder =>
  numeric(wholeType, (value, type) => {
    if (typeof value === 'bigint') return value;
    const rounded = exact(value).toDecimalPlaces(0, mode);
    const result = wholeType(type);
    return result.kind === 'decimal' ? toDecimalType(rounded, result) : BigInt(rounded.toFixed(0));
  });

/** The rounding options 1 to 7 of `round`; 8 asserts that nothing is rounded. */
const ROUNDINGS: readonly Decimal.Rounding[] = [
  Decimal.ROUND_UP,
  Decimal.ROUND_DOWN,
  Decimal.ROUND_CEIL,
  Decimal.ROUND_FLOOR,
  Decimal.ROUND_HALF_UP,
  Decimal.ROUND_HALF_DOWN,
  Decimal.ROUND_HALF_EVEN,
];

/** `round(number, scale, option)`: documented to give a double, whatever the number's type. */
const round: FunctionBuilder = (call) => {
  const args = call.compileAll();
  requireCount(call, args, 1, 3);
  const [number, scale, option] = args;
  if (number === undefined || (!isNumber(number.type) && number.type.kind !== 'null'))
    return call.fail('takes a number');
  for (const digits of [scale, option]) {
    if (digits && digits.type.kind !== 'integer' && digits.type.kind !== 'long')
      return call.fail('scale and option must be integral');
  }
  return {
    type: DOUBLE,
    evaluate: (on) => {
      const value = number.evaluate(on);
      const places = scale === undefined ? 0n : scale.evaluate(on);
      const mode = ROUNDINGS[Number(option === undefined ? 5n : option.evaluate(on)) - 1];
      if (value === null || places === null) return null;
      if (mode === undefined) throw new DataFlowScriptError('round: the option must be 1 to 7');
      const factor = new Exact(10).pow(Number(places));
      return exact(value).times(factor).toDecimalPlaces(0, mode).div(factor).toNumber();
    },
  };
};

/** Positive modulus: `pMod(-20, 8)` is 4. */
const positiveModulus: FunctionBuilder = (call) => {
  const [left, right, more] = call.compileAll();
  if (left === undefined || right === undefined || more !== undefined) return call.fail('takes 2 arguments');
  const shifted: Expression = arithmetic('+', arithmetic('%', left, right), right);
  return arithmetic('%', shifted, right);
};

export const NUMBER_FUNCTIONS: Readonly<Record<string, FunctionBuilder>> = {
  abs: numeric(same, (value, type) => {
    if (typeof value === 'bigint')
      return BigInt.asIntN(type.kind === 'integer' ? 32 : 64, value < 0n ? -value : value);
    return Decimal.isDecimal(value) ? value.abs() : Math.abs(value as number);
  }),
  negate: (call) => {
    const [operand, more] = call.compileAll();
    return operand === undefined || more !== undefined ? call.fail('takes 1 argument') : negate(operand);
  },
  floor: toWhole(Decimal.ROUND_FLOOR),
  ceil: toWhole(Decimal.ROUND_CEIL),
  round,
  pMod: positiveModulus,
  power: scalar(['double', 'double'], DOUBLE, (base, exponent) => base ** exponent),
  sqrt: scalar(['double'], DOUBLE, (value) => Math.sqrt(value)),
  cbrt: scalar(['double'], DOUBLE, (value) => Math.cbrt(value)),
  log: scalar(['double', 'double?'], DOUBLE, (value, base) =>
    base === undefined ? Math.log(value) : Math.log(value) / Math.log(base),
  ),
  log10: scalar(['double'], DOUBLE, (value) => Math.log10(value)),
};
