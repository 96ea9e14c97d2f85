import { type Expression } from '../expressions';
import { type Columns, type Made } from './made';

/** An expression without the cases that cannot come up, because columns have the same value in all rows. */
export function simplified(node: Expression, columns: Columns): Expression {
  if (node.op !== 'call') return node;
  if (node.name !== 'when')
    return { ...node, arguments: node.arguments.map((argument) => simplified(argument, columns)) };
  const kept: Expression[] = [];
  const { arguments: all } = node;
  for (let index = 0; index + 1 < all.length; index += 2) {
    const [condition, value] = [all[index], all[index + 1]];
    if (condition === undefined || value === undefined) break;
    const truth = truthOf(condition, columns);
    if (truth === false) continue;
    const shown = simplified(value, columns);
    if (truth === true) return kept.length === 0 ? shown : { ...node, arguments: [...kept, shown] };
    kept.push(condition, shown);
  }
  const otherwise = all.length % 2 === 1 ? all.at(-1) : undefined;
  const last = otherwise && simplified(otherwise, columns);
  if (kept.length === 0) return last ?? { op: 'literal', value: null, type: node.type, nullable: true };
  return { ...node, arguments: last ? [...kept, last] : kept };
}

/** Whether a condition is the same for all rows: `undefined` where it is not known, false where it is false or null. */
export function truthOf(node: Expression, columns: Columns): boolean | undefined {
  if (node.op !== 'call' || node.name !== 'equals') return undefined;
  const [left, right] = node.arguments.map((argument) => constantOf(argument, columns));
  if (left === undefined || right === undefined) return undefined;
  return left !== null && right !== null && left === right;
}

/** The value of an expression that is the same for all rows, where that is known. */
export function constantOf(node: Expression, columns: Columns): Made['constant'] {
  if (node.op === 'literal') return node.value;
  return node.op === 'column' ? columns.get(node.name)?.constant : undefined;
}
