import { problemsOf, WindowFunction } from '../../expressions';
import { call, said } from '../../said';
import { type Kind } from '../../types';
import { type Order, type Relation } from '../relation';
import { find, nameProblems, originOf, unknownColumn } from './columns';
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
  const problems = [
    ...[...by, ...order.map(({ column }) => column)]
      .filter((name) => !find(input, name))
      .map((name) => unknownColumn('window', name, input)),
    ...(order.length === 0 ? ['window needs at least one column in "order"'] : []),
    ...(values.length === 0 ? ['window computes nothing; give a value such as rank()'] : []),
    ...entries
      .filter(([, value]) => !(value instanceof WindowFunction))
      .map(
        ([name]) =>
          `window "${name}" is no window function; compute it with rowNumber(), rank(), lag(), lead() or runningSum()`,
      ),
    ...values.flatMap(({ name, call: { argument } }) =>
      argument ? problemsOf(argument).map((text) => `window "${name}": ${text}`) : [],
    ),
    ...nameProblems(
      'window',
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
    problems,
  };
}
