import { widenValue } from '../casts';
import type { Expression, FunctionBuilder, FunctionCall, WindowPosition } from '../expression-model';
import { commonType, type DataType, INTEGER, typeName } from '../types';
import type { Value } from '../values';
import { requireCount } from './define';

/** Spark refuses these functions in a window without an order, and in one whose frame is not their own. */
function requireWindow(call: FunctionCall): void {
  const { mode, window } = call.scope;
  if (mode !== 'window' || window === undefined) return call.fail('belongs in a window transformation');
  if (!window.sorted) call.fail('needs a window with a sort key');
  if (window.framed) call.fail('cannot stand in a window with row offsets');
}

const position =
  (body: (window: WindowPosition) => number): FunctionBuilder =>
  (call) => {
    requireWindow(call);
    requireCount(call, call.nodes, 0, 0);
    return { type: INTEGER, evaluate: ({ window }) => (window === undefined ? null : BigInt(body(window))) };
  };

/** The first row of the partition that sorts as this one does. */
function firstPeer({ index, order }: WindowPosition): number {
  let first = index;
  while (first > 0 && order(first - 1, index) === 0) first -= 1;
  return first;
}

function denseRank({ index, order }: WindowPosition): number {
  let rank = 1;
  for (let at = 1; at <= index; at += 1) if (order(at - 1, at) !== 0) rank += 1;
  return rank;
}

/** Rows are dealt to buckets as evenly as can be; the first buckets get the rest. */
const nTile: FunctionBuilder = (call) => {
  requireWindow(call);
  requireCount(call, call.nodes, 1, 1);
  const node = call.nodes[0];
  const buckets = Number(node === undefined ? 0 : call.compile(node).literal);
  if (!(buckets >= 1)) return call.fail('argument 1 must be a positive literal integer');
  return {
    type: INTEGER,
    evaluate: ({ window }) => {
      if (window === undefined) return null;
      const size = Math.floor(window.partition.length / buckets);
      const larger = window.partition.length % buckets;
      const inLarger = larger * (size + 1);
      const { index } = window;
      return BigInt(
        index < inLarger
          ? Math.floor(index / (size + 1)) + 1
          : larger + Math.floor((index - inLarger) / size) + 1,
      );
    },
  };
};

/** The value so many rows before or after this one, within the partition whatever the frame. */
const neighbour =
  (direction: 1 | -1): FunctionBuilder =>
  (call) => {
    requireWindow(call);
    requireCount(call, call.nodes, 1, 3);
    const compiled = call.nodes.map((node) => call.compile(node, { ...call.scope, mode: 'row' }));
    const [value, distance, otherwise] = compiled;
    if (!value) return call.fail('takes a value');
    const step = distance === undefined ? 1n : distance.literal;
    if (typeof step !== 'bigint') return call.fail('argument 2 must be a literal integer');
    const type: DataType =
      commonType([value.type, ...(otherwise ? [otherwise.type] : [])]) ??
      call.fail(`the default must be ${typeName(value.type)}`);
    return {
      type,
      evaluate: (on) => {
        if (on.window === undefined) return null;
        const row = on.window.partition[on.window.index + direction * Number(step)];
        if (row === undefined) return widened(otherwise, on, type);
        return widened(value, { row }, type);
      },
    };
  };

const widened = (
  expression: Expression | undefined,
  on: Parameters<Expression['evaluate']>[0],
  type: DataType,
): Value => (expression === undefined ? null : widenValue(expression.evaluate(on), expression.type, type));

export const WINDOW_FUNCTIONS: Readonly<Record<string, FunctionBuilder>> = {
  rowNumber: position(({ index }) => index + 1),
  rank: position((window) => firstPeer(window) + 1),
  denseRank: position(denseRank),
  nTile,
  lag: neighbour(-1),
  lead: neighbour(1),
};
