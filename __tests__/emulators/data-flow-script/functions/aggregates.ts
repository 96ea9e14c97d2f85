import { type Decimal } from 'decimal.js';

import { exact, toDecimalType } from '../casts';
import type { Evaluation, Expression, FunctionBuilder, FunctionCall } from '../expression-model';
import {
  BOOLEAN,
  type DataType,
  decimal,
  DOUBLE,
  isIntegral,
  isNumber,
  LONG,
  MAX_PRECISION,
  typeName,
} from '../types';
import { compareValues, Exact, identity, type Value } from '../values';
import { requireCount } from './define';

/** The rows that an aggregate function sees, each as something to evaluate its arguments on. */
const rowsOf = (on: Evaluation): readonly Evaluation[] => (on.group ?? []).map((row) => ({ row }));

/** The arguments of an aggregate function, which are expressions of a row. */
function rowArguments(call: FunctionCall, minimum: number, maximum = Infinity): readonly Expression[] {
  if (call.scope.mode === 'row')
    return call.fail('is an aggregate: it belongs in aggregate, window or pivot, and not inside another');
  const { grouped: _, ...scope } = call.scope;
  const args = call.nodes.map((node) => call.compile(node, { ...scope, mode: 'row' }));
  requireCount(call, args, minimum, maximum);
  for (const { type } of args)
    if (type.kind === 'any') call.fail('convert its argument with a toX function first');
  return args;
}

/** Spark: "distinct window functions are not supported". */
function refuseInWindow(call: FunctionCall, distinct: boolean): void {
  if (distinct && call.scope.mode === 'window') call.fail('counts distinct values, which a window cannot');
}

/** A condition before the other arguments: the `…If` functions. */
function requireCondition(call: FunctionCall, condition: Expression | undefined): Expression {
  if (condition?.type.kind !== 'boolean' && condition?.type.kind !== 'null')
    return call.fail('argument 1 must be a condition');
  return condition;
}

interface NumericAggregate {
  readonly type: (type: DataType) => DataType;
  /** The result over the values that are not null, of which there is at least one. */
  readonly over: (values: readonly Value[], type: DataType, result: DataType) => Value;
}

/** An aggregate of one number, with or without a condition; without any value it is null. */
const ofNumber =
  ({ type, over }: NumericAggregate, conditional: boolean, distinct = false): FunctionBuilder =>
  (call) => {
    refuseInWindow(call, distinct);
    const args = rowArguments(call, conditional ? 2 : 1, conditional ? 2 : 1);
    const condition = conditional ? requireCondition(call, args[0]) : undefined;
    const argument = args.at(-1) ?? call.fail('takes a number');
    if (!isNumber(argument.type)) return call.fail(`takes a number, not ${typeName(argument.type)}`);
    const result = type(argument.type);
    return {
      type: result,
      evaluate: (on) => {
        const rows = rowsOf(on).filter((row) => condition === undefined || condition.evaluate(row) === true);
        const values = rows.map((row) => argument.evaluate(row)).filter((value) => value !== null);
        const taken = distinct
          ? [...new Map(values.map((value) => [identity([value], [argument.type]), value])).values()]
          : values;
        return taken.length === 0 ? null : over(taken, argument.type, result);
      },
    };
  };

/** Spark's types: whole numbers add up to a long that wraps, decimals gain ten digits. */
const SUM: NumericAggregate = {
  type: (type) => {
    if (type.kind === 'decimal') return decimal(Math.min(MAX_PRECISION, type.precision + 10), type.scale);
    return isIntegral(type) ? LONG : DOUBLE;
  },
  over: (values, _, result) => {
    if (result.kind === 'decimal') return toDecimalType(total(values), result);
    if (result.kind === 'double') return values.reduce<number>((sum, value) => sum + (value as number), 0);
    return BigInt.asIntN(
      64,
      values.reduce<bigint>((sum, value) => sum + (value as bigint), 0n),
    );
  },
};

/** Spark's types: decimals gain four digits on either side of the point, all else gives a double. */
const AVERAGE: NumericAggregate = {
  type: (type) =>
    type.kind === 'decimal'
      ? decimal(Math.min(MAX_PRECISION, type.precision + 4), Math.min(MAX_PRECISION, type.scale + 4))
      : DOUBLE,
  over: (values, type, result) => {
    if (result.kind === 'decimal') return toDecimalType(total(values).div(values.length), result);
    const sum =
      type.kind === 'double'
        ? values.reduce<number>((all, value) => all + (value as number), 0)
        : total(values).toNumber();
    return sum / values.length;
  },
};

const total = (values: readonly Value[]): Decimal =>
  values.reduce<Decimal>((sum, value) => sum.plus(exact(value)), new Exact(0));

/** Variance or standard deviation; of one value the sample forms are null, as Spark's outside legacy mode. */
const deviation = (sample: boolean, root: boolean): NumericAggregate => ({
  type: () => DOUBLE,
  over: (values) => {
    const numbers = values.map((value) => exact(value).toNumber());
    const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const divisor = sample ? numbers.length - 1 : numbers.length;
    if (divisor === 0) return null;
    return root ? Math.sqrt(squares / divisor) : squares / divisor;
  },
});

/** The least or greatest value; nulls are skipped. */
const extreme =
  (sign: 1 | -1, conditional: boolean): FunctionBuilder =>
  (call) => {
    const args = rowArguments(call, conditional ? 2 : 1, conditional ? 2 : 1);
    const condition = conditional ? requireCondition(call, args[0]) : undefined;
    const argument = args.at(-1) ?? call.fail('takes a value');
    return {
      type: argument.type,
      evaluate: (on) => {
        const rows = rowsOf(on).filter((row) => condition === undefined || condition.evaluate(row) === true);
        return rows.reduce<Value>((best, row) => {
          const value = argument.evaluate(row);
          return value === null || (best !== null && compareValues(value, best) * sign <= 0) ? best : value;
        }, null);
      },
    };
  };

/** Rows counted; with arguments, those in which none of them is null. */
const counting =
  (conditional: boolean, nulls: boolean, distinct: boolean): FunctionBuilder =>
  (call) => {
    refuseInWindow(call, distinct);
    const args = rowArguments(call, (conditional ? 1 : 0) + (distinct ? 1 : 0));
    const condition = conditional ? requireCondition(call, args[0]) : undefined;
    const counted = conditional ? args.slice(1) : args;
    const types = counted.map((argument) => argument.type);
    return {
      type: LONG,
      evaluate: (on) => {
        const rows = rowsOf(on).filter((row) => condition === undefined || condition.evaluate(row) === true);
        const values = rows.map((row) => counted.map((argument) => argument.evaluate(row)));
        const taken = nulls ? values : values.filter((items) => !items.includes(null));
        return BigInt(distinct ? new Set(taken.map((items) => identity(items, types))).size : taken.length);
      },
    };
  };

/** The value of the first or the last row; the second argument leaves nulls out. */
const edge =
  (last: boolean): FunctionBuilder =>
  (call) => {
    const args = rowArguments(call, 1, 2);
    const [argument, ignore] = args;
    if (!argument) return call.fail('takes a value');
    const ignoreNulls = ignore === undefined ? false : ignore.literal;
    if (typeof ignoreNulls !== 'boolean') return call.fail('argument 2 must be true() or false()');
    return {
      type: argument.type,
      evaluate: (on) => {
        const values = rowsOf(on)
          .map((row) => argument.evaluate(row))
          .filter((value) => !ignoreNulls || value !== null);
        return (last ? values.at(-1) : values[0]) ?? null;
      },
    };
  };

const collecting =
  (unique: boolean): FunctionBuilder =>
  (call) => {
    const [argument] = rowArguments(call, 1, 1);
    if (!argument) return call.fail('takes a value');
    return {
      type: { kind: 'array', element: argument.type },
      evaluate: (on) => {
        const values = rowsOf(on).map((row) => argument.evaluate(row));
        if (!unique) return values;
        return [...new Map(values.map((value) => [identity([value], [argument.type]), value])).values()];
      },
    };
  };

/** Whether every value occurs once. */
const isDistinct: FunctionBuilder = (call) => {
  const args = rowArguments(call, 1);
  const types = args.map((argument) => argument.type);
  return {
    type: BOOLEAN,
    evaluate: (on) => {
      const values = rowsOf(on).map((row) => args.map((argument) => argument.evaluate(row)));
      const present = values.filter((items) => !items.includes(null));
      return new Set(present.map((items) => identity(items, types))).size === present.length;
    },
  };
};

export const AGGREGATE_FUNCTIONS: Readonly<Record<string, FunctionBuilder>> = {
  sum: ofNumber(SUM, false),
  sumIf: ofNumber(SUM, true),
  sumDistinct: ofNumber(SUM, false, true),
  avg: ofNumber(AVERAGE, false),
  avgIf: ofNumber(AVERAGE, true),
  mean: ofNumber(AVERAGE, false),
  stddev: ofNumber(deviation(true, true), false),
  stddevSample: ofNumber(deviation(true, true), false),
  stddevPopulation: ofNumber(deviation(false, true), false),
  variance: ofNumber(deviation(true, false), false),
  varianceSample: ofNumber(deviation(true, false), false),
  variancePopulation: ofNumber(deviation(false, false), false),
  min: extreme(-1, false),
  minIf: extreme(-1, true),
  max: extreme(1, false),
  maxIf: extreme(1, true),
  count: counting(false, false, false),
  countIf: counting(true, false, false),
  countAll: counting(false, true, false),
  countDistinct: counting(false, false, true),
  countAllDistinct: counting(false, true, true),
  first: edge(false),
  last: edge(true),
  collect: collecting(false),
  collectUnique: collecting(true),
  isDistinct,
};
