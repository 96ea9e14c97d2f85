import { itemsOf } from '../said';
import { type Kind } from '../types';
import { Expr, invalid } from './expr';
import { callNode, nodeOf, operandTypes } from './nodes';
import { argumentFlaw, commonType } from './result-types';

/** The first value whose condition is true; `otherwise` (null when left out) where none is. */
export function when<K extends Kind>(
  cases: readonly (readonly [condition: Expr<'boolean'>, value: Expr<K>])[],
  otherwise?: Expr<K>,
): Expr<K> {
  const pairs = itemsOf(cases).map((pair) => [nodeOf(itemsOf(pair)[0]), nodeOf(itemsOf(pair)[1])] as const);
  if (pairs.length === 0)
    return invalid(argumentFlaw('when([])', 'one case or more'), nodeOf(otherwise).type);
  const last = otherwise === undefined ? [] : [nodeOf(otherwise)];
  const values = [...pairs.map(([, value]) => value), ...last];
  const nodes = [...pairs.flat(), ...last];
  const isNullable = last.length === 0 || values.some(({ nullable }) => nullable);
  return new Expr(callNode('when', nodes, commonType(operandTypes(values)), isNullable));
}
