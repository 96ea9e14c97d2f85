import type { Row } from '../streams';
import { identity } from '../values';
import { columnSettings, settleRow, settleSchema } from './columns';
import { orderOf, sortKeys, sortNodes, sortRows } from './rows';
import { fail, literalOf, onlyGroup, onlyInput, scopeOf, sortArguments, type Transform } from './transform';
import { compile } from '../expressions';

/** How far a frame reaches from the current row: counts of rows, or undefined for the partition's end. */
interface Frame {
  readonly start?: number;
  readonly end?: number;
}

/**
 * `window(over(…), asc(…), startRowOffset: -1L, endRowOffset: 0L, column = expression)`.
 *
 * Without offsets the frame is Spark's: the whole partition, or, when there is an order, from its start to the
 * last row that sorts as the current one does (the documented "fill down" relies on it). With an offset, frames
 * count rows, and a side without one is not bounded.
 */
export const window: Transform = (context) => {
  const input = onlyInput(context);
  const args = sortArguments(context.statement.arguments, {
    groups: ['over', 'asc', 'desc'],
    options: { startRowOffset: 'number', endRowOffset: 'number' },
    columns: true,
  });
  const scope = scopeOf(context, input.schema, 'window');
  const partitioning = (onlyGroup(args, 'over')?.arguments ?? []).map((argument) =>
    argument.kind === 'positional'
      ? compile(argument.node, { ...scope, mode: 'row' })
      : fail('over takes expressions'),
  );
  const keys = sortKeys(sortNodes(context), scope);
  const [start, end] = ['startRowOffset', 'endRowOffset'].map((name) => literalOf(args.options.get(name)));
  const frame: Frame | undefined =
    start === undefined && end === undefined
      ? undefined
      : {
          ...(start === undefined ? {} : { start: Number(start) }),
          ...(end === undefined ? {} : { end: Number(end) }),
        };
  if (frame && keys.length === 0) fail('row offsets need a sort key');
  const settings = columnSettings(args.columns, {
    ...scope,
    window: { sorted: keys.length > 0, framed: frame !== undefined },
  });
  if (settings.length === 0) fail('needs a window column');

  const partitions = new Map<string, Row[]>();
  for (const row of input.rows) {
    const key = identity(
      partitioning.map((part) => part.evaluate({ row })),
      partitioning.map((part) => part.type),
    );
    const members = partitions.get(key);
    if (members) members.push(row);
    else partitions.set(key, [row]);
  }
  const rows = [...partitions.values()].flatMap((members) => {
    const partition = sortRows(members, keys);
    const order = (left: number, right: number): number => {
      const [one, other] = [partition[left], partition[right]];
      return one && other ? orderOf(one, other, keys) : 1;
    };
    return partition.map((row, index) => {
      const group = frameRows(partition, index, frame, keys.length > 0, order);
      const position = { partition, index, order };
      return settleRow(row, settings, (expression) => expression.evaluate({ row, group, window: position }));
    });
  });
  return { schema: settleSchema(input.schema, settings), rows };
};

function frameRows(
  partition: readonly Row[],
  index: number,
  frame: Frame | undefined,
  ordered: boolean,
  order: (left: number, right: number) => number,
): readonly Row[] {
  if (frame) {
    const first = frame.start === undefined ? 0 : Math.max(0, index + frame.start);
    const last = frame.end === undefined ? partition.length : Math.max(0, index + frame.end + 1);
    return partition.slice(first, last);
  }
  if (!ordered) return partition;
  let last = index;
  while (last + 1 < partition.length && order(index, last + 1) === 0) last += 1;
  return partition.slice(0, last + 1);
}
