import { widenValue } from '../casts';
import type { Evaluation, Expression, FunctionBuilder, FunctionCall } from '../expression-model';
import { arithmetic, type ArithmeticOperator } from '../operators/arithmetic';
import { comparable, compareAs, comparison } from '../operators/comparison';
import { logicalAnd, logicalNot, logicalOr, logicalXor } from '../operators/logic';
import { BOOLEAN, commonType, type DataType, INTEGER, NULL, typeName } from '../types';
import { compareValues, type Value } from '../values';
import { requireCount, scalar } from './define';

const pair =
  (build: (left: Expression, right: Expression) => Expression): FunctionBuilder =>
  (call) => {
    const args = call.compileAll();
    requireCount(call, args, 2, 2);
    const [left, right] = args;
    return left && right ? build(left, right) : call.fail('takes 2 arguments');
  };

const comparing = (operator: string): FunctionBuilder =>
  pair((left, right) => comparison(operator, left, right));
const computing = (operator: ArithmeticOperator): FunctionBuilder =>
  pair((left, right) => arithmetic(operator, left, right));

/** The one type of a conditional's outcomes. */
function outcomeType(call: FunctionCall, outcomes: readonly Expression[]): DataType {
  const types = outcomes.map((outcome) => outcome.type);
  return commonType(types) ?? call.fail(`its values differ in type: ${types.map(typeName).join(', ')}`);
}

function requireCondition(call: FunctionCall, condition: Expression): void {
  const { kind } = condition.type;
  if (kind !== 'boolean' && kind !== 'null')
    call.fail(`a condition must be boolean, it is ${typeName(condition.type)}`);
}

const NOTHING: Expression = { type: NULL, evaluate: () => null };

/** Alternating conditions and values; an even count leaves null for the rest. A null condition does not hold. */
const caseOf: FunctionBuilder = (call) => {
  const args = call.compileAll();
  requireCount(call, args, 2);
  const branches: { when: Expression; then: Expression }[] = [];
  for (let at = 0; at + 1 < args.length; at += 2) {
    const [when = NOTHING, then = NOTHING] = args.slice(at, at + 2);
    requireCondition(call, when);
    branches.push({ when, then });
  }
  const otherwise = args.length % 2 === 1 ? (args.at(-1) ?? NOTHING) : NOTHING;
  const type = outcomeType(call, [...branches.map((branch) => branch.then), otherwise]);
  return {
    type,
    // Only the branch taken is evaluated: a guard protects what it guards.
    evaluate: (on) => {
      const taken = branches.find((branch) => branch.when.evaluate(on) === true)?.then ?? otherwise;
      return widenValue(taken.evaluate(on), taken.type, type);
    },
  };
};

const iif: FunctionBuilder = (call) => {
  requireCount(call, call.compileAll(), 2, 3);
  return caseOf(call);
};

const coalesce: FunctionBuilder = (call) => {
  const args = call.compileAll();
  requireCount(call, args, 1);
  const type = outcomeType(call, args);
  return { type, evaluate: (on) => firstPresent(args, type, on) };
};

function firstPresent(args: readonly Expression[], type: DataType, on: Evaluation): Value {
  for (const argument of args) {
    const value = argument.evaluate(on);
    if (value !== null) return widenValue(value, argument.type, type);
  }
  return null;
}

/** The greatest or the least value; nulls are skipped, as the reference shows for `greatest` and Spark for both. */
const extreme =
  (sign: 1 | -1): FunctionBuilder =>
  (call) => {
    const args = call.compileAll();
    requireCount(call, args, 1);
    const type = outcomeType(call, args);
    return {
      type,
      evaluate: (on) => {
        const values = args.map((argument) => widenValue(argument.evaluate(on), argument.type, type));
        return values.reduce<Value>(
          (best, value) =>
            value === null || (best !== null && compareValues(value, best) * sign <= 0) ? best : value,
          null,
        );
      },
    };
  };

/** `in(items, value)`: null when the value is null, or when it is not found and an item is null (Spark's IN). */
const isIn: FunctionBuilder = (call) => {
  const args = call.compileAll();
  requireCount(call, args, 2, 2);
  const [items = NOTHING, sought = NOTHING] = args;
  const list = items.type;
  if (list.kind !== 'array') return call.fail('argument 1 must be array');
  const type = comparable('in', list.element, sought.type);
  return {
    type: BOOLEAN,
    evaluate: (on) => {
      const [candidates, value] = [items.evaluate(on) as readonly Value[] | null, sought.evaluate(on)];
      if (candidates === null || value === null) return null;
      const present = candidates.filter((candidate) => candidate !== null);
      if (present.some((candidate) => compareAs(type, candidate, list.element, value, sought.type) === 0))
        return true;
      return present.length < candidates.length ? null : false;
    },
  };
};

const between: FunctionBuilder = (call) => {
  const args = call.compileAll();
  requireCount(call, args, 3, 3);
  const [value = NOTHING, low = NOTHING, high = NOTHING] = args;
  return logicalAnd(comparison('>=', value, low), comparison('<=', value, high));
};

const isNull: FunctionBuilder = (call) => {
  const args = call.compileAll();
  requireCount(call, args, 1, 1);
  return { type: BOOLEAN, evaluate: (on) => args[0]?.evaluate(on) === null };
};

/** A function without arguments that gives one value. */
const always =
  (value: Value, type: DataType): FunctionBuilder =>
  (call) => {
    requireCount(call, call.nodes, 0, 0);
    return { type, evaluate: () => value, literal: value };
  };

const not: FunctionBuilder = (call) => {
  const args = call.compileAll();
  requireCount(call, args, 1, 1);
  return logicalNot(args[0] ?? NOTHING);
};

const compare: FunctionBuilder = pair((left, right) => {
  const type = comparable('compare', left.type, right.type);
  return {
    type: INTEGER,
    evaluate: (on) => {
      const [first, second] = [left.evaluate(on), right.evaluate(on)];
      if (first === null || second === null) return null;
      return BigInt(Math.sign(compareAs(type, first, left.type, second, right.type)));
    },
  };
});

export const LOGIC_FUNCTIONS: Readonly<Record<string, FunctionBuilder>> = {
  true: always(true, BOOLEAN),
  false: always(false, BOOLEAN),
  null: always(null, NULL),
  iif,
  case: caseOf,
  iifNull: coalesce,
  coalesce,
  isNull,
  not,
  and: pair(logicalAnd),
  or: pair(logicalOr),
  xor: pair(logicalXor),
  in: isIn,
  between,
  compare,
  equals: comparing('=='),
  notEquals: comparing('!='),
  lesser: comparing('<'),
  lesserOrEqual: comparing('<='),
  greater: comparing('>'),
  greaterOrEqual: comparing('>='),
  equalsIgnoreCase: scalar(
    ['string', 'string'],
    BOOLEAN,
    (left, right) => left.toLowerCase() === right.toLowerCase(),
  ),
  greatest: extreme(1),
  least: extreme(-1),
  add: computing('+'),
  minus: computing('-'),
  multiply: computing('*'),
  divide: computing('/'),
  mod: computing('%'),
};
