import { widenValue } from '../casts';
import {
  arrayOf,
  elementAt,
  type Evaluation,
  type Expression,
  type FunctionBuilder,
  type FunctionCall,
} from '../expression-model';
import { BOOLEAN, commonType, type DataType, INTEGER, typeName } from '../types';
import { identity, type Value } from '../values';
import { requireCount, scalar } from './define';

/** The array that a function works on, and the type of its items. */
function arrayArgument(call: FunctionCall, at = 0): { list: Expression; element: DataType } {
  // The array itself may be made of columns(), which stands for many arguments.
  const node = call.nodes[at] ?? call.fail(`argument ${at + 1} is missing`);
  const list = call.compile(node);
  return list.type.kind === 'array'
    ? { list, element: list.type.element }
    : call.fail(`argument ${at + 1} must be array, it is ${typeName(list.type)}`);
}

/** An argument evaluated once per item, which it names `#item` (and `#index`, from 1). */
function lambda(call: FunctionCall, at: number, items: Readonly<Record<string, DataType>>): Expression {
  const node = call.nodes[at] ?? call.fail(`argument ${at + 1} is missing`);
  return call.compile(node, { ...call.scope, items: { ...call.scope.items, ...items } });
}

const withItem = (on: Evaluation, items: Readonly<Record<string, Value>>): Evaluation => ({
  ...on,
  items: { ...on.items, ...items },
});

function predicate(call: FunctionCall, element: DataType): Expression {
  const condition = lambda(call, 1, { item: element });
  const { kind } = condition.type;
  return kind === 'boolean' || kind === 'null' ? condition : call.fail('the predicate must be boolean');
}

/** A function of an array and a predicate on its items; a null array gives null. */
const searching =
  (
    result: (list: DataType, element: DataType) => DataType,
    body: (items: readonly Value[], holds: (item: Value) => boolean) => Value,
  ): FunctionBuilder =>
  (call) => {
    requireCount(call, call.nodes, 2, 2);
    const { list, element } = arrayArgument(call);
    const condition = predicate(call, element);
    return {
      type: result(list.type, element),
      evaluate: (on) => {
        const items = list.evaluate(on);
        if (items === null) return null;
        return body(items as readonly Value[], (item) => condition.evaluate(withItem(on, { item })) === true);
      },
    };
  };

const mapping =
  (withIndex: boolean): FunctionBuilder =>
  (call) => {
    requireCount(call, call.nodes, 2, 2);
    const { list, element } = arrayArgument(call);
    const each = lambda(call, 1, withIndex ? { item: element, index: INTEGER } : { item: element });
    return {
      type: { kind: 'array', element: each.type },
      evaluate: (on) => {
        const items = list.evaluate(on) as readonly Value[] | null;
        return items?.map((item, at) => each.evaluate(withItem(on, { item, index: BigInt(at + 1) }))) ?? null;
      },
    };
  };

/** `reduce(array, start, #acc with #item, #result)`. */
const reduce: FunctionBuilder = (call) => {
  requireCount(call, call.nodes, 4, 4);
  const { list, element } = arrayArgument(call);
  const start = call.compile(call.nodes[1] ?? call.fail('argument 2 is missing'));
  const step = lambda(call, 2, { acc: start.type, item: element });
  const type = commonType([start.type, step.type]) ?? call.fail('the accumulator changes its type');
  const finish = lambda(call, 3, { result: type });
  return {
    type: finish.type,
    evaluate: (on) => {
      const items = list.evaluate(on) as readonly Value[] | null;
      if (items === null) return null;
      const result = items.reduce(
        (acc, item) => widenValue(step.evaluate(withItem(on, { acc, item })), step.type, type),
        start.evaluate(on),
      );
      return finish.evaluate(withItem(on, { result }));
    },
  };
};

/** `sort(array, comparison of #item1 with #item2)`. */
const sort: FunctionBuilder = (call) => {
  requireCount(call, call.nodes, 2, 2);
  const { list, element } = arrayArgument(call);
  const order = lambda(call, 1, { item1: element, item2: element });
  return {
    type: list.type,
    evaluate: (on) => {
      const items = list.evaluate(on) as readonly Value[] | null;
      if (items === null) return null;
      return [...items].sort((item1, item2) => Number(order.evaluate(withItem(on, { item1, item2 })) ?? 0));
    },
  };
};

/** Equal items stand where the first of them stood. */
const distinctOf = (items: readonly Value[], element: DataType): readonly Value[] => [
  ...new Map(items.map((item) => [identity([item], [element]), item])).values(),
];

const sets =
  (choose: (item: string, others: ReadonlySet<string>) => boolean, joins = false): FunctionBuilder =>
  (call) => {
    requireCount(call, call.nodes, 2, 2);
    const [first, second] = [arrayArgument(call, 0), arrayArgument(call, 1)];
    const type = commonType([first.list.type, second.list.type]);
    if (type?.kind !== 'array') return call.fail('the arrays differ in type');
    return {
      type,
      evaluate: (on) => {
        const [left, right] = [first, second].map(({ list }) =>
          widenValue(list.evaluate(on), list.type, type),
        );
        if (left === null || right === null) return null;
        const [items, others] = [left as readonly Value[], right as readonly Value[]];
        if (joins) return distinctOf([...items, ...others], type.element);
        const keys = new Set(others.map((item) => identity([item], [type.element])));
        return distinctOf(items, type.element).filter((item) =>
          choose(identity([item], [type.element]), keys),
        );
      },
    };
  };

const at: FunctionBuilder = (call) => {
  const args = call.compileAll();
  requireCount(call, args, 2, 2);
  const [list, index] = args;
  return list && index ? elementAt(list, index) : call.fail('takes 2 arguments');
};

const distinct: FunctionBuilder = (call) => {
  requireCount(call, call.nodes, 1, 1);
  const { list, element } = arrayArgument(call);
  return {
    type: list.type,
    evaluate: (on) => {
      const items = list.evaluate(on) as readonly Value[] | null;
      return items === null ? null : distinctOf(items, element);
    },
  };
};

export const ARRAY_FUNCTIONS: Readonly<Record<string, FunctionBuilder>> = {
  array: (call) => arrayOf(call.compileAll()),
  at,
  size: scalar(['array'], INTEGER, (items) => BigInt(items.length)),
  contains: searching(
    () => BOOLEAN,
    (items, holds) => items.some(holds),
  ),
  filter: searching(
    (list) => list,
    (items, holds) => items.filter(holds),
  ),
  find: searching(
    (_, element) => element,
    (items, holds) => items.find(holds) ?? null,
  ),
  map: mapping(false),
  mapIndex: mapping(true),
  reduce,
  sort,
  slice: scalar(
    ['array', 'integral', 'integral?'],
    (types) => types[0] ?? INTEGER,
    (items, from, count) =>
      items.slice(Number(from) - 1, count === undefined ? undefined : Number(from) - 1 + Number(count)),
  ),
  distinct,
  union: sets(() => true, true),
  intersect: sets((item, others) => others.has(item)),
  except: sets((item, others) => !others.has(item)),
};
