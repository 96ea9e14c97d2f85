import { Decimal } from 'decimal.js';
import { badArgument, coerce, strict, type BoundExpr, type BuiltIn } from '../bound';
import { fitFloat, fitInteger } from '../conversion';
import { Exact, fitDecimal } from '../decimals';
import { notModelled, TsqlError } from '../errors';
import { decimal, FLOAT, INT, isInteger, isString, type IntegerKind, type SqlType } from '../types';
import { decimalOf, floatOf, integerOf, type SqlValue } from '../values';

/** A function of one number, given per representation. */
interface NumberRules {
  readonly integer: (value: bigint) => bigint;
  readonly decimal: (value: Decimal) => Decimal;
  readonly float: (value: number) => number;
  /** The result's type for a decimal; by default the argument's. */
  readonly decimalType?: (precision: number, scale: number) => SqlType;
}

function requireNumber(arg: BoundExpr | undefined, name: string): BoundExpr {
  if (!arg) {
    throw new TsqlError('internal: an argument is missing');
  }
  if (isString(arg.type)) {
    throw notModelled(`${name} of text: cast it first`);
  }
  if (arg.type.kind === 'null') {
    return coerce(arg, INT);
  }
  if (!isInteger(arg.type) && arg.type.kind !== 'decimal' && arg.type.kind !== 'float') {
    throw badArgument(arg.type, name, 1);
  }
  return arg;
}

/** tinyint and smallint arguments come back as int. */
function integerResult(type: SqlType): { readonly kind: IntegerKind } {
  return { kind: type.kind === 'bigint' ? 'bigint' : 'int' };
}

function numberFunction(name: string, rules: NumberRules): BuiltIn {
  return {
    min: 1,
    max: 1,
    bind: ({ args }) => {
      const arg = requireNumber(args[0], name);
      if (isInteger(arg.type)) {
        const type = integerResult(arg.type);
        return strict(type, [arg], ([value]) =>
          fitInteger(rules.integer(integerOf(value ?? null)), type.kind),
        );
      }
      if (arg.type.kind === 'decimal') {
        const type = rules.decimalType?.(arg.type.precision, arg.type.scale) ?? arg.type;
        return strict(type, [arg], ([value]) => fitDecimal(rules.decimal(decimalOf(value ?? null)), type));
      }
      return strict(FLOAT, [arg], ([value]) => fitFloat(rules.float(floatOf(value ?? null))));
    },
  };
}

function roundTo(value: SqlValue, type: SqlType, places: number, truncate: boolean): SqlValue {
  if (type.kind === 'float') {
    // Doubles are scaled, rounded and scaled back: 2.675 is a little less than its digits say.
    const factor = 10 ** places;
    const scaled = Math.abs(floatOf(value)) * factor;
    return fitFloat((Math.sign(floatOf(value)) * Math.floor(truncate ? scaled : scaled + 0.5)) / factor);
  }
  const exact = new Exact(type.kind === 'decimal' ? decimalOf(value) : integerOf(value).toString());
  const unit = new Exact(10).pow(-places);
  const rounded = exact
    .div(unit)
    .toDecimalPlaces(0, truncate ? Decimal.ROUND_DOWN : Decimal.ROUND_HALF_UP)
    .times(unit);
  if (type.kind === 'decimal') {
    return fitDecimal(places > type.scale ? exact : rounded, type);
  }
  return fitInteger(BigInt(places >= 0 ? exact.toFixed(0) : rounded.toFixed(0)), integerResult(type).kind);
}

const ROUND: BuiltIn = {
  min: 2,
  max: 3,
  bind: ({ name, args }) => {
    const arg = requireNumber(args[0], name);
    const [, places, mode] = args;
    const rest = [places, mode].filter((part) => part !== undefined).map((part) => coerce(part, INT));
    const type = isInteger(arg.type) ? integerResult(arg.type) : arg.type;
    return strict(type, [arg, ...rest], ([value, digits, truncate]) =>
      roundTo(
        value ?? null,
        arg.type,
        Number(integerOf(digits ?? null)),
        truncate !== undefined && truncate !== 0n,
      ),
    );
  },
};

function floatFunction(apply: (value: number) => number, allowed: (value: number) => boolean): BuiltIn {
  return {
    min: 1,
    max: 1,
    bind: ({ name, args }) =>
      strict(FLOAT, [coerce(requireNumber(args[0], name), FLOAT)], ([value]) => {
        if (!allowed(floatOf(value ?? null))) {
          throw new TsqlError('an invalid floating point operation occurred', 3623);
        }
        return fitFloat(apply(floatOf(value ?? null)));
      }),
  };
}

/** POWER yields the type of its first argument. */
const POWER: BuiltIn = {
  min: 2,
  max: 2,
  bind: ({ name, args }) => {
    const base = requireNumber(args[0], name);
    if (base.type.kind === 'decimal') {
      throw notModelled('POWER of a decimal: cast it to float');
    }
    const exponent = coerce(requireNumber(args[1], name), FLOAT);
    if (base.type.kind === 'float') {
      return strict(FLOAT, [base, exponent], ([x, y]) => fitFloat(floatOf(x ?? null) ** floatOf(y ?? null)));
    }
    const type = integerResult(base.type);
    return strict(type, [base, exponent], ([x, y]) =>
      fitInteger(BigInt(Math.trunc(Number(integerOf(x ?? null)) ** floatOf(y ?? null))), type.kind),
    );
  },
};

/** Mathematical functions. */
export const NUMBER_FUNCTIONS: Readonly<Record<string, BuiltIn>> = {
  ABS: numberFunction('ABS', {
    integer: (value) => (value < 0n ? -value : value),
    decimal: (value) => value.abs(),
    float: Math.abs,
  }),
  FLOOR: numberFunction('FLOOR', {
    integer: (value) => value,
    decimal: (value) => value.floor(),
    float: Math.floor,
    decimalType: (precision) => decimal(precision, 0),
  }),
  CEILING: numberFunction('CEILING', {
    integer: (value) => value,
    decimal: (value) => value.ceil(),
    float: Math.ceil,
    decimalType: (precision) => decimal(precision, 0),
  }),
  SIGN: numberFunction('SIGN', {
    integer: (value) => (value > 0n ? 1n : value < 0n ? -1n : 0n),
    decimal: (value) => new Exact(value.isZero() ? 0 : value.isNegative() ? -1 : 1),
    float: Math.sign,
  }),
  ROUND,
  POWER,
  SQRT: floatFunction(Math.sqrt, (value) => value >= 0),
  EXP: floatFunction(Math.exp, () => true),
  LOG: floatFunction(Math.log, (value) => value > 0),
};
