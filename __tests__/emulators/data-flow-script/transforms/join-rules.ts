import type { Node } from '../ast';
import { resolveColumn, type Schema, type Stream } from '../streams';
import type { Value } from '../values';
import { columnsIn, fail, isConstant } from './transform';

const FIXED_BROADCAST: readonly unknown[] = ['left', 'right', 'both'];

/** Two streams, and the columns of both. */
interface Sides {
  readonly left: Stream;
  readonly schema: Schema;
}

/**
 * Refuses two streams that share a column: "To self-join a data stream with itself, alias an existing stream with a select
 * transformation". What a filter, a window or a group lets through is the column that it was before.
 */
export function requireApart(left: Stream, right: Stream): void {
  const known = new Set(left.schema.columns.map(({ origin }) => origin));
  const shared = right.schema.columns.find(({ origin }) => known.has(origin));
  if (shared)
    fail(`column "${shared.name}" comes from one stream on both sides: alias it with a select between`);
}

/**
 * Refuses a condition that the documentation says can fail.
 *
 * "Non-equi joins require at least one of the two streams to be broadcasted using Fixed broadcasting": that holds for each of
 * the parts that `&&` joins. A condition that no row can change makes a cartesian product, for which the page names the
 * custom cross join; that one wants "at least one column from each side".
 *
 * @param how - `cross`, or how the streams are broadcast
 */
export function requireJoinable(node: Node, sides: Sides, how: Value | undefined): void {
  const parts = partsOf(node);
  if (how === 'cross') {
    if (!parts.some((part) => readsBoth(part, sides)))
      fail('a custom cross join needs a column of each side in its condition');
    return;
  }
  if (FIXED_BROADCAST.includes(how)) return;
  const strange = parts.filter((part) => !isEquality(part, sides));
  if (strange.length === parts.length)
    fail("a condition without an equality needs joinType 'cross', or broadcast left, right or both");
  if (strange.length > 0)
    fail('a part of the condition is no equality of both sides: it needs broadcast left, right or both');
  if (parts.every((part) => isConstant(part, sides.schema)))
    fail("a condition of constants makes a cartesian product: it needs joinType 'cross'");
}

/** What `&&` joins. */
function partsOf(node: Node): readonly Node[] {
  return node.type === 'binary' && node.operator === '&&'
    ? [...partsOf(node.left), ...partsOf(node.right)]
    : [node];
}

/** Whether it equates a value of one side with a value of the other. */
function isEquality(node: Node, sides: Sides): boolean {
  const operands =
    node.type === 'binary' && (node.operator === '==' || node.operator === '<=>')
      ? [node.left, node.right]
      : node.type === 'call' && node.name === 'equals'
        ? node.arguments.flatMap((argument) => (argument.kind === 'positional' ? [argument.node] : []))
        : [];
  const [one, other] = operands.map((operand) => sidesOf(operand, sides));
  return one?.size === 1 && other?.size === 1 && [...one][0] !== [...other][0];
}

function readsBoth(node: Node, sides: Sides): boolean {
  return sidesOf(node, sides).size === 2;
}

function sidesOf(node: Node, { left, schema }: Sides): ReadonlySet<'left' | 'right'> {
  const places = columnsIn(node).map(({ name, stream }) => resolveColumn(schema, name, stream));
  return new Set(places.map((place) => (place < left.schema.columns.length ? 'left' : 'right')));
}
