import { emptyMistakes } from '../../checks';
import { type Mistake, mistakeIf } from '../../errors';
import { WindowFunction } from '../../expressions';
import { call, said } from '../../said';
import { type Kind } from '../../types';
import { type Order } from '../order';
import { type Relation } from '../relation';
import { mistakesOf, nameMistakes, originOf, unknownColumns } from './columns';
import { rowOf } from './evaluation';

/** Adds columns computed from the rows around a row: see `Flow.window`. */
export function window(
  input: Relation,
  by: readonly string[],
  order: readonly Order[],
  build: (row: never) => Readonly<Record<string, WindowFunction<Kind>>>,
): Relation {
  const entries = Object.entries(said(call(build, rowOf(input)) ?? {}));
  const values = entries.flatMap(([name, value]) =>
    value instanceof WindowFunction ? [{ name, call: value.node }] : [],
  );
  const columns = [
    ...input.columns,
    ...values.map(({ name, call: { argument, type, nullable } }) => ({
      ...originOf(argument ? [argument] : [], input),
      name,
      type,
      nullable,
    })),
  ];
  const mistakes = [
    ...unknownColumns('flow.window', [...by, ...order.map(({ column }) => column)], input),
    ...emptyMistakes('flow.window.order', order, 'one column or more', 'say what rows are ordered by'),
    ...mistakeIf(values.length === 0, {
      code: 'LH0004',
      prop: 'flow.window',
      got: 'computes nothing',
      allowed: 'one value or more',
      change: 'give a value such as rank()',
    }),
    ...entries
      .filter(([, value]) => !(value instanceof WindowFunction))
      .map(([name]): Mistake => ({
        code: 'LH2012',
        prop: `flow.window.${name}`,
        got: 'is no window function',
        allowed: 'rowNumber(), rank(), lag(), lead() and runningSum()',
        change: 'compute it with one of these',
      })),
    ...values.flatMap(({ name, call }) => mistakesOf(`flow.window.${name}`, call.argument)),
    ...nameMistakes(
      'flow.window',
      columns.map(({ name }) => name),
    ),
  ];
  return {
    step: 'window',
    input,
    by,
    order,
    values,
    columns,
    ...(input.key && { key: input.key }),
    mistakes,
  };
}
