import { type Kind } from '../types';
import { Expr, type Operand } from './expr';
import { callNode, constantNode, nodeOf, operandTypes } from './nodes';
import { commonType } from './result-types';

/** Kinds whose values have an order that is the same on every engine. */
type Ordered = Exclude<Kind, 'boolean' | 'double'>;

/** The smallest of several exact numbers, texts, days or timestamps; null when any is null. */
export function least<K extends Ordered>(
  first: Expr<K>,
  second: Operand<K>,
  ...others: readonly Operand<K>[]
): Expr<K> {
  return extreme('least', first, [second, ...others]);
}

/** The greatest of several exact numbers, texts, days or timestamps; null when any is null. */
export function greatest<K extends Ordered>(
  first: Expr<K>,
  second: Operand<K>,
  ...others: readonly Operand<K>[]
): Expr<K> {
  return extreme('greatest', first, [second, ...others]);
}

function extreme<K extends Ordered>(
  name: 'least' | 'greatest',
  first: Expr<K>,
  others: readonly Operand<K>[],
): Expr<K> {
  const node = nodeOf(first);
  const nodes = [
    node,
    ...others.map((other) => (other instanceof Expr ? other.node : constantNode(other, node.type))),
  ];
  return new Expr(callNode(name, nodes, commonType(operandTypes(nodes))));
}
