import type { Argument, CallNode } from '../ast';
import type { Expression, Scope } from '../expression-model';
import { compile } from '../expressions';
import {
  type Column,
  freshSchema,
  newColumn,
  NO_ERRORS,
  requireUniqueNames,
  resolveColumn,
  type Row,
} from '../streams';
import { STRING } from '../types';
import { identity, type Value } from '../values';
import { convert } from '../casts';
import {
  columnFor,
  expandEach,
  fail,
  isConstant,
  literalOf,
  onlyGroup,
  onlyInput,
  scopeOf,
  sortArguments,
  targetName,
  type Transform,
} from './transform';

/** A column with the expression that fills it. */
interface Filled {
  readonly column: Column;
  readonly expression: Expression;
}

/** The columns of `groupBy(a, stream@b, c = expression)`. */
function groupColumns(call: CallNode | undefined, scope: Scope): readonly Filled[] {
  return (call?.arguments ?? []).map((argument): Filled => {
    if (argument.kind === 'assignment') {
      const expression = compile(argument.node, scope);
      const column = columnFor(targetName(argument.target), expression);
      return { column: { ...column, constant: isConstant(argument.node, scope.schema) }, expression };
    }
    if (argument.kind !== 'positional' || argument.node.type !== 'column')
      return fail('groupBy takes columns and assignments');
    const source =
      scope.schema.columns[resolveColumn(scope.schema, argument.node.name, argument.node.stream)] ??
      fail(`no column "${argument.node.name}"`);
    // A group is the column itself: it stays the same one, whatever the rows.
    return { column: { ...source, streams: new Set() }, expression: compile(argument.node, scope) };
  });
}

/** The columns that assignments and `each(…)` compute over a group. */
function aggregateColumns(args: readonly Argument[], scope: Scope): readonly Filled[] {
  return args.flatMap((argument): readonly Filled[] => {
    if (argument.kind === 'assignment') {
      const expression = compile(argument.node, scope);
      return [{ column: columnFor(targetName(argument.target), expression), expression }];
    }
    if (argument.kind !== 'positional' || argument.node.type !== 'call') return [];
    return expandEach(argument.node, scope).map((entry) => {
      const expression = compile(entry.value, entry.scope);
      return {
        column: columnFor(entry.name, expression, scope.schema.columns[entry.index]?.drifted ?? false),
        expression,
      };
    });
  });
}

/** Rows with equal group values, nulls being equal to each other, in the order in which groups first occur. */
function groupRows(rows: readonly Row[], groups: readonly Filled[]): readonly (readonly Row[])[] {
  const types = groups.map(({ column }) => column.type);
  const byKey = new Map<string, Row[]>();
  for (const row of rows) {
    const key = identity(
      groups.map(({ expression }) => expression.evaluate({ row })),
      types,
    );
    const group = byKey.get(key);
    if (group) group.push(row);
    else byKey.set(key, [row]);
  }
  return [...byKey.values()];
}

const groupScope = (scope: Scope, groups: readonly Filled[]): Scope => ({
  ...scope,
  mode: 'aggregate',
  grouped: new Map(groups.map(({ column, expression }) => [column.name, expression])),
});

const BLANK: Row = { values: [], errors: NO_ERRORS };

/** `aggregate(groupBy(…), column = expression, each(…))` */
export const aggregate: Transform = (context) => {
  const input = onlyInput(context);
  const args = sortArguments(context.statement.arguments, { groups: ['groupBy'], columns: true });
  const scope = scopeOf(context, input.schema);
  const groups = groupColumns(onlyGroup(args, 'groupBy'), scope);
  const computed = aggregateColumns(args.columns, groupScope(scope, groups));
  if (computed.length === 0) fail('needs an aggregate column');
  const filled = [...groups, ...computed];
  const columns = filled.map(({ column }) => column);
  requireUniqueNames(columns);
  // Without groups there is one, also over no rows at all.
  const grouped = groups.length === 0 ? [input.rows] : groupRows(input.rows, groups);
  const rows = grouped.map((group): Row => {
    const on = { row: group[0] ?? BLANK, group };
    return { values: filled.map(({ expression }) => expression.evaluate(on)), errors: NO_ERRORS };
  });
  return { schema: freshSchema(columns), rows };
};

/**
 * `pivot(groupBy(…), pivotBy(column, ['A', 'B']), value = sum(x), columnNaming: '$N$V', lateral: true)`.
 *
 * In names `$N` is the pivoted value and `$V` the value column. Without a list of values, those of the data are
 * taken, sorted, and their columns are drifted. Where a group has no row for a value, its cells are null.
 */
export const pivot: Transform = (context) => {
  const input = onlyInput(context);
  const args = sortArguments(context.statement.arguments, {
    groups: ['groupBy', 'pivotBy'],
    columns: true,
    options: { columnNaming: 'string', lateral: 'boolean' },
  });
  const scope = scopeOf(context, input.schema);
  const groups = groupColumns(onlyGroup(args, 'groupBy') ?? fail('needs groupBy(…)'), scope);
  const computed = aggregateColumns(args.columns, groupScope(scope, groups));
  const { key, values, listed } = pivotKey(
    onlyGroup(args, 'pivotBy') ?? fail('needs pivotBy(…)'),
    scope,
    input.rows,
  );
  const naming = String(literalOf(args.options.get('columnNaming')) ?? '$N$V');
  const lateral = literalOf(args.options.get('lateral')) === true;

  const cell = (value: string, filled: Filled): { value: string; filled: Filled; column: Column } => {
    const name = naming.replaceAll('$N', value).replaceAll('$V', filled.column.name);
    return { value, filled, column: newColumn(name, filled.column.type, !listed) };
  };
  const cells = lateral
    ? values.flatMap((value) => computed.map((filled) => cell(value, filled)))
    : computed.flatMap((filled) => values.map((value) => cell(value, filled)));
  const columns = [...groups.map(({ column }) => column), ...cells.map(({ column }) => column)];
  requireUniqueNames(columns);

  const rows = groupRows(input.rows, groups).map((group): Row => {
    const first = group[0] ?? BLANK;
    const pivoted = cells.map(({ value, filled }): Value => {
      const members = group.filter((row) => convert(key.evaluate({ row }), key.type, STRING) === value);
      return members.length === 0 ? null : filled.expression.evaluate({ row: first, group: members });
    });
    return {
      values: [...groups.map(({ expression }) => expression.evaluate({ row: first })), ...pivoted],
      errors: NO_ERRORS,
    };
  });
  return { schema: freshSchema(columns), rows };
};

function pivotKey(
  call: CallNode,
  scope: Scope,
  rows: readonly Row[],
): { readonly key: Expression; readonly values: readonly string[]; readonly listed: boolean } {
  const [column, list, more] = call.arguments;
  if (column?.kind !== 'positional' || more !== undefined)
    return fail('pivotBy takes a column and a list of values');
  const key = compile(column.node, scope);
  if (list === undefined) {
    const found = rows
      .map((row) => convert(key.evaluate({ row }), key.type, STRING))
      .filter((value) => value !== null);
    return { key, values: [...new Set(found.map(String))].sort(), listed: false };
  }
  if (list.kind !== 'positional' || list.node.type !== 'array')
    return fail('pivotBy takes a column and a list of values');
  const values = list.node.items.map((item) => {
    const literal = compile(item, scope);
    const text = literal.literal === undefined ? null : convert(literal.literal, literal.type, STRING);
    return typeof text === 'string' ? text : fail('the values of pivotBy must be literals');
  });
  return { key, values, listed: true };
}
