import type { CallNode, Node } from '../ast';
import type { Expression, Scope } from '../expression-model';
import { compile } from '../expressions';
import { newColumn, type Row, type RowAction, type Stream } from '../streams';
import { isIntegral, typeName } from '../types';
import { compareValues, type Value } from '../values';
import {
  condition,
  fail,
  literalOf,
  onlyGroup,
  onlyInput,
  scopeOf,
  sortArguments,
  type Transform,
  type TransformContext,
} from './transform';

/** `filter(condition)`: rows for which it is true; null drops a row. */
export const filter: Transform = (context) => {
  const input = onlyInput(context);
  const { expressions } = sortArguments(context.statement.arguments, { expressions: 1 });
  const holds = condition(expressions[0] ?? fail('needs a condition'), scopeOf(context, input.schema));
  return { schema: input.schema, rows: input.rows.filter(holds) };
};

/** One `asc(expression, nullsFirst)` or `desc(…)`. */
interface SortKey {
  readonly expression: Expression;
  readonly sign: 1 | -1;
  readonly nullsFirst: boolean;
}

/** Reads sort keys, in the order in which they stand. */
export function sortKeys(nodes: readonly Node[], scope: Scope): readonly SortKey[] {
  return nodes.map((node) => {
    if (node.type !== 'call' || (node.name !== 'asc' && node.name !== 'desc'))
      return fail('sort keys are asc(…) and desc(…)');
    const [key, nulls, more] = node.arguments;
    const nullsFirst = nulls?.kind === 'positional' ? literalOf(nulls.node) : undefined;
    if (key?.kind !== 'positional' || typeof nullsFirst !== 'boolean' || more !== undefined) {
      return fail(`${node.name} takes an expression and whether nulls come first`);
    }
    const expression = compile(key.node, { ...scope, mode: 'row' });
    if (['any', 'struct', 'array'].includes(expression.type.kind))
      fail(`cannot sort by ${typeName(expression.type)}`);
    return { expression, sign: node.name === 'asc' ? 1 : -1, nullsFirst };
  });
}

/** Sorts rows by keys; the sort is stable. */
export function sortRows(rows: readonly Row[], keys: readonly SortKey[], ignoreCase = false): readonly Row[] {
  const keyed = rows.map((row) => ({
    row,
    values: keys.map(({ expression }) => folded(expression.evaluate({ row }), ignoreCase)),
  }));
  return keyed.sort((left, right) => compareKeys(left.values, right.values, keys)).map(({ row }) => row);
}

/** Orders two rows by keys: 0 when they sort alike. */
export const orderOf = (left: Row, right: Row, keys: readonly SortKey[]): number =>
  compareKeys(
    keys.map(({ expression }) => expression.evaluate({ row: left })),
    keys.map(({ expression }) => expression.evaluate({ row: right })),
    keys,
  );

const folded = (value: Value, ignoreCase: boolean): Value =>
  ignoreCase && typeof value === 'string' ? value.toLowerCase() : value;

function compareKeys(left: readonly Value[], right: readonly Value[], keys: readonly SortKey[]): number {
  for (const [at, { sign, nullsFirst }] of keys.entries()) {
    const [a, b] = [left[at] ?? null, right[at] ?? null];
    if (a === null || b === null) {
      // Where nulls stand does not follow the direction.
      const order = (Number(b === null) - Number(a === null)) * (nullsFirst ? 1 : -1);
      if (order !== 0) return order;
      continue;
    }
    const order = compareValues(a, b) * sign;
    if (order !== 0) return order;
  }
  return 0;
}

/** The sort keys among a transformation's arguments, which must keep their order across `asc` and `desc`. */
export const sortNodes = (context: TransformContext): readonly CallNode[] =>
  context.statement.arguments.flatMap((argument) =>
    argument.kind === 'positional' &&
    argument.node.type === 'call' &&
    ['asc', 'desc'].includes(argument.node.name)
      ? [argument.node]
      : [],
  );

/** `sort(asc(key, nullsFirst), …, caseInsensitive: …)` */
export const sort: Transform = (context) => {
  const input = onlyInput(context);
  const args = sortArguments(context.statement.arguments, {
    groups: ['asc', 'desc', 'partitionBy'],
    options: { caseInsensitive: 'boolean' },
  });
  const keys = sortKeys(sortNodes(context), scopeOf(context, input.schema));
  if (keys.length === 0) fail('needs a sort key');
  const ignoreCase = literalOf(args.options.get('caseInsensitive')) === true;
  return { schema: input.schema, rows: sortRows(input.rows, keys, ignoreCase) };
};

/**
 * `split(condition, …, disjoint: …) ~> name@(branch, …, rest)`: one branch more than conditions.
 *
 * A row goes to the first branch whose condition is true, or with `disjoint: true` to each of them; the last
 * branch takes the rows that no condition took.
 */
export function split(context: TransformContext): ReadonlyMap<string, Stream> {
  const input = onlyInput(context);
  const { branches } = context.statement;
  const args = sortArguments(context.statement.arguments, {
    expressions: Infinity,
    options: { disjoint: 'boolean' },
  });
  const conditions = args.expressions.map((node) => condition(node, scopeOf(context, input.schema)));
  if (conditions.length === 0) fail('needs a condition');
  if (branches.length !== conditions.length + 1) {
    fail(
      `has ${conditions.length} conditions, so it needs ${conditions.length + 1} branches, not ${branches.length}`,
    );
  }
  const disjoint = literalOf(args.options.get('disjoint'));
  if (typeof disjoint !== 'boolean') fail('needs the option "disjoint"');
  const rows: Row[][] = branches.map(() => []);
  for (const row of input.rows) {
    const holding = conditions.flatMap((holds, at) => (holds(row) ? [at] : []));
    const taking = holding.length === 0 ? [conditions.length] : disjoint ? holding : holding.slice(0, 1);
    for (const at of taking) rows[at]?.push(row);
  }
  return new Map(branches.map((branch, at) => [branch, { schema: input.schema, rows: rows[at] ?? [] }]));
}

const POLICIES: Readonly<Record<string, RowAction>> = {
  insertIf: 'insert',
  updateIf: 'update',
  deleteIf: 'delete',
  upsertIf: 'upsert',
};

/** `alterRow(upsertIf(condition), …)`: the first policy that holds marks the row. */
export const alterRow: Transform = (context) => {
  const input = onlyInput(context);
  const scope = scopeOf(context, input.schema);
  const policies = context.statement.arguments.map((argument) => {
    const call = argument.kind === 'positional' && argument.node.type === 'call' ? argument.node : undefined;
    const action = call && POLICIES[call.name];
    const test = call?.arguments[0];
    if (action === undefined || test?.kind !== 'positional' || call?.arguments.length !== 1) {
      return fail('takes insertIf, updateIf, deleteIf and upsertIf, each with a condition');
    }
    return { action, holds: condition(test.node, scope) };
  });
  if (policies.length === 0) fail('needs a policy');
  const rows = input.rows.map((row): Row => {
    const { action: _, ...unmarked } = row;
    const action = policies.find(({ holds }) => holds(row))?.action;
    return action === undefined ? unmarked : { ...unmarked, action };
  });
  return { schema: { ...input.schema, altered: true }, rows };
};

/** `keyGenerate(output(key as long), startAt: 1L, stepValue: 1L)`: a number for each row, in row order. */
export const keyGenerate: Transform = (context) => {
  const input = onlyInput(context);
  const args = sortArguments(context.statement.arguments, {
    groups: ['output'],
    options: { startAt: 'number', stepValue: 'number' },
  });
  const key = onlyGroup(args, 'output')?.arguments[0];
  if (key?.kind !== 'typed' || !isIntegral(key.dataType)) return fail('needs output(name as long)');
  if (input.schema.columns.some((column) => column.name === key.name))
    fail(`column "${key.name}" exists already`);
  const [start = 1n, step = 1n] = ['startAt', 'stepValue'].map(
    (name) => literalOf(args.options.get(name)) as bigint | undefined,
  );
  return {
    schema: { ...input.schema, columns: [...input.schema.columns, newColumn(key.name, key.dataType)] },
    rows: input.rows.map((row, at) => ({ ...row, values: [...row.values, start + BigInt(at) * step] })),
  };
};
