import type { Node } from '../ast';
import { compile } from '../expressions';
import { type Column, resolveColumn, type Row, type Schema, type Stream } from '../streams';
import { NULL, sameType, typeName } from '../types';
import { identity, type Value } from '../values';
import { requireApart, requireJoinable } from './join-rules';
import { sortKeys, sortNodes, sortRows } from './rows';
import {
  condition,
  fail,
  literalOf,
  scopeOf,
  sortArguments,
  type Transform,
  type TransformContext,
  twoInputs,
} from './transform';

const BROADCAST = ['auto', 'left', 'right', 'both', 'none', 'off'];

/** Two streams side by side: their columns keep the names and streams they have. */
interface Pairing {
  readonly left: Stream;
  readonly right: Stream;
  readonly schema: Schema;
  readonly join: (left: Row | undefined, right: Row | undefined) => Row;
}

function pairing(context: TransformContext): Pairing {
  const [left, right] = twoInputs(context);
  requireApart(left, right);
  const blank = (columns: readonly Column[]): readonly Value[] => columns.map(() => null);
  return {
    left,
    right,
    schema: {
      columns: [...left.schema.columns, ...right.schema.columns],
      lookedUp: false,
      altered: false,
      assertions: new Set([...left.schema.assertions, ...right.schema.assertions]),
    },
    join: (one, other) => ({
      values: [
        ...(one?.values ?? blank(left.schema.columns)),
        ...(other?.values ?? blank(right.schema.columns)),
      ],
      errors: new Set([...(one?.errors ?? []), ...(other?.errors ?? [])]),
    }),
  };
}

function requireBoolean(node: Node, context: TransformContext, schema: Schema): (row: Row) => boolean {
  const { type } = compile(node, scopeOf(context, schema));
  return type.kind === 'boolean'
    ? condition(node, scopeOf(context, schema))
    : fail(`a condition must be boolean, it is ${typeName(type)}`);
}

/**
 * The right rows that may match a left row: those with equal values in the columns that the condition equates.
 *
 * Only a saving: the condition is still asked of each of them.
 */
function candidates(node: Node, { left, right, schema }: Pairing): (row: Row) => readonly Row[] {
  const width = left.schema.columns.length;
  const pairs = equatedColumns(node, schema).flatMap(
    ([one, other]): readonly (readonly [number, number])[] => {
      const [low, high] = one < other ? [one, other] : [other, one];
      const [lowType, highType] = [schema.columns[low]?.type, schema.columns[high]?.type];
      if (low >= width || high < width || !lowType || !highType || !sameType(lowType, highType)) return [];
      return [[low, high - width]];
    },
  );
  if (pairs.length === 0) return () => right.rows;
  const types = pairs.map(([at]) => left.schema.columns[at]?.type ?? NULL);
  const keyOf = (row: Row, side: 0 | 1): string | undefined => {
    const values = pairs.map((pair) => row.values[pair[side]] ?? null);
    return values.includes(null) ? undefined : identity(values, types);
  };
  const byKey = new Map<string, Row[]>();
  for (const row of right.rows) {
    const key = keyOf(row, 1);
    const known = key === undefined ? undefined : byKey.get(key);
    if (known) known.push(row);
    else if (key !== undefined) byKey.set(key, [row]);
  }
  return (row) => byKey.get(keyOf(row, 0) ?? '') ?? [];
}

/** The places of the columns that `==` compares, among the parts that `&&` joins. */
function equatedColumns(node: Node, schema: Schema): readonly (readonly [number, number])[] {
  if (node.type !== 'binary') return [];
  if (node.operator === '&&')
    return [...equatedColumns(node.left, schema), ...equatedColumns(node.right, schema)];
  if (node.operator !== '==' || node.left.type !== 'column' || node.right.type !== 'column') return [];
  const [left, right] = [node.left, node.right].map(({ name, stream }) =>
    resolveColumn(schema, name, stream),
  );
  return left === undefined || right === undefined ? [] : [[left, right]];
}

/** `left, right join(condition, joinType: …, matchType: 'exact', ignoreSpaces: false, broadcast: …)` */
export const join: Transform = (context) => {
  const pair = pairing(context);
  const args = sortArguments(context.statement.arguments, {
    expressions: 1,
    options: {
      joinType: ['inner', 'left', 'right', 'outer', 'cross'],
      matchType: ['exact'],
      ignoreSpaces: 'boolean',
      broadcast: BROADCAST,
    },
  });
  const type = literalOf(args.options.get('joinType')) ?? fail('needs the option "joinType"');
  if (literalOf(args.options.get('ignoreSpaces')) === true) fail('ignoreSpaces: true is not supported');
  const test = args.expressions[0] ?? fail('needs a condition');
  requireJoinable(test, pair, type === 'cross' ? 'cross' : literalOf(args.options.get('broadcast')));
  const holds = requireBoolean(test, context, pair.schema);
  const mayMatch = candidates(test, pair);

  const rows: Row[] = [];
  const matchedRight = new Set<Row>();
  for (const left of pair.left.rows) {
    const matches = mayMatch(left).filter((right) => holds(pair.join(left, right)));
    for (const right of matches) {
      matchedRight.add(right);
      rows.push(pair.join(left, right));
    }
    if (matches.length === 0 && (type === 'left' || type === 'outer')) rows.push(pair.join(left, undefined));
  }
  if (type === 'right' || type === 'outer') {
    for (const right of pair.right.rows) if (!matchedRight.has(right)) rows.push(pair.join(undefined, right));
  }
  return { schema: pair.schema, rows };
};

/**
 * `left, right lookup(condition, multiple: …, pickup: …, asc(…), broadcast: …)`: every left row, with its matches.
 *
 * With `pickup: 'any'` the service may take any match; here it is the first.
 */
export const lookup: Transform = (context) => {
  const pair = pairing(context);
  const args = sortArguments(context.statement.arguments, {
    expressions: 1,
    groups: ['asc', 'desc'],
    options: { multiple: 'boolean', pickup: ['any', 'first', 'last'], broadcast: BROADCAST },
  });
  const multiple = literalOf(args.options.get('multiple'));
  const pickup = literalOf(args.options.get('pickup'));
  if (typeof multiple !== 'boolean') fail('needs the option "multiple"');
  if (multiple === (pickup !== undefined))
    fail('needs the option "pickup" when "multiple" is false, and only then');
  const keys = sortKeys(sortNodes(context), scopeOf(context, pair.schema));
  if ((pickup === 'first' || pickup === 'last') !== keys.length > 0)
    fail('pickup first and last need a sort key, and no other does');
  const test = args.expressions[0] ?? fail('needs a condition');
  requireJoinable(test, pair, literalOf(args.options.get('broadcast')));
  const holds = requireBoolean(test, context, pair.schema);
  const mayMatch = candidates(test, pair);

  const rows = pair.left.rows.flatMap((left): readonly Row[] => {
    const kept = left.action === undefined ? {} : { action: left.action };
    const joined = mayMatch(left)
      .map((right) => pair.join(left, right))
      .filter(holds);
    if (joined.length === 0) return [{ ...pair.join(left, undefined), ...kept, matched: false }];
    const sorted = sortRows(joined, keys);
    const taken = multiple ? sorted : [pickup === 'last' ? sorted.at(-1) : sorted[0]];
    return taken.flatMap((row) => (row === undefined ? [] : [{ ...row, ...kept, matched: true }]));
  });
  return { schema: { ...pair.schema, lookedUp: true, altered: pair.left.schema.altered }, rows };
};

/** `left, right exists(condition, negate: …, broadcast: …)`: the left rows that have a match, or have none. */
export const exists: Transform = (context) => {
  const pair = pairing(context);
  const args = sortArguments(context.statement.arguments, {
    expressions: 1,
    options: { negate: 'boolean', broadcast: BROADCAST },
  });
  const test = args.expressions[0] ?? fail('needs a condition');
  requireJoinable(test, pair, literalOf(args.options.get('broadcast')));
  const holds = requireBoolean(test, context, pair.schema);
  const mayMatch = candidates(test, pair);
  const wanted = literalOf(args.options.get('negate')) !== true;
  return {
    schema: pair.left.schema,
    rows: pair.left.rows.filter(
      (left) => mayMatch(left).some((right) => holds(pair.join(left, right))) === wanted,
    ),
  };
};

/** `first, second, … union(byName: …)` */
export const union: Transform = (context) => {
  const [first, ...others] = context.inputs;
  if (first === undefined || others.length === 0) return fail('takes two inputs or more');
  const args = sortArguments(context.statement.arguments, { options: { byName: 'boolean' } });
  const byName = literalOf(args.options.get('byName'));
  if (typeof byName !== 'boolean') fail('needs the option "byName"');
  const columns = byName ? columnsByName(context.inputs) : columnsByPosition(first, others);
  const rows = context.inputs.flatMap(({ schema, rows: given }) => {
    const places = columns.map((column, at) =>
      byName ? schema.columns.findIndex(({ name }) => name === column.name) : at,
    );
    return given.map((row): Row => ({ ...row, values: places.map((at) => row.values[at] ?? null) }));
  });
  const { inputs } = context;
  return {
    schema: {
      columns,
      lookedUp: inputs.every(({ schema }) => schema.lookedUp),
      altered: inputs.some(({ schema }) => schema.altered),
      assertions: new Set(inputs.flatMap(({ schema }) => [...schema.assertions])),
    },
    rows,
  };
};

/** All names, in the order in which they first occur; a stream without a column has nulls in it. */
function columnsByName(inputs: readonly Stream[]): readonly Column[] {
  const columns = new Map<string, Column>();
  for (const { schema } of inputs) {
    const names = schema.columns.map(({ name }) => name);
    if (new Set(names).size < names.length)
      fail('an input has two columns of one name: select before the union');
    for (const column of schema.columns) {
      const known = columns.get(column.name);
      if (known) requireSameType(known, column);
      else columns.set(column.name, { ...column, streams: new Set(), constant: false });
    }
  }
  return [...columns.values()];
}

function columnsByPosition(first: Stream, others: readonly Stream[]): readonly Column[] {
  for (const { schema } of others) {
    if (schema.columns.length !== first.schema.columns.length)
      fail('the inputs differ in their number of columns');
    for (const [at, column] of first.schema.columns.entries()) {
      const other = schema.columns[at];
      if (other) requireSameType(column, other);
    }
  }
  return first.schema.columns.map((column) => ({ ...column, streams: new Set<string>(), constant: false }));
}

function requireSameType(one: Column, other: Column): void {
  if (typeName(one.type) !== typeName(other.type)) {
    fail(
      `column "${other.name}" is ${typeName(one.type)} in one input and ${typeName(other.type)} in another`,
    );
  }
}
