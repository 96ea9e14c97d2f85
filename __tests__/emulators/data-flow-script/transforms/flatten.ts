import type { Argument, Node } from '../ast';
import type { Expression, Scope } from '../expression-model';
import { compile } from '../expressions';
import { type Column, requireUniqueNames, resolveColumn, type Row } from '../streams';
import type { Value } from '../values';
import {
  columnFor,
  fail,
  onlyGroup,
  onlyInput,
  scopeOf,
  sortArguments,
  targetName,
  type Transform,
} from './transform';

/**
 * `foldDown(unroll(items), mapColumn(id, quantity = items.quantity), skipDuplicateMapInputs: …)`: a row per item.
 *
 * In the mapping the unrolled column means one item. A row whose array is null or empty gives one row with nulls
 * for the item, as the documentation of the flatten transformation says.
 */
export const foldDown: Transform = (context) => {
  const input = onlyInput(context);
  const args = sortArguments(context.statement.arguments, {
    groups: ['unroll', 'mapColumn'],
    options: { skipDuplicateMapInputs: 'boolean', skipDuplicateMapOutputs: 'boolean' },
  });
  const unrolled = onlyGroup(args, 'unroll')?.arguments ?? fail('needs unroll(…)');
  const path =
    unrolled.length === 1 && unrolled[0]?.kind === 'positional'
      ? unrolled[0].node
      : fail('unroll takes one array');
  if (path.type !== 'column')
    return fail('unroll takes a column; an array inside a structure must be derived first');
  const place = resolveColumn(input.schema, path.name, path.stream);
  const list = input.schema.columns[place];
  if (list?.type.kind !== 'array') return fail(`column "${path.name}" is not an array`);

  // Inside the mapping the column holds an item instead of the array.
  const element = list.type.element;
  const itemSchema = {
    ...input.schema,
    columns: input.schema.columns.map((column, at) => (at === place ? { ...column, type: element } : column)),
  };
  const mapping = onlyGroup(args, 'mapColumn') ?? fail('needs mapColumn(…)');
  const mapped = mapping.arguments.map((argument) => mappedColumn(argument, scopeOf(context, itemSchema)));
  const columns = mapped.map(({ column }) => column);
  requireUniqueNames(columns);

  const rows = input.rows.flatMap((row): readonly Row[] => {
    const items = row.values[place] as readonly Value[] | null | undefined;
    const unfolded = items === null || items === undefined || items.length === 0 ? [null] : items;
    return unfolded.map((item) => {
      const on: Row = { ...row, values: row.values.map((value, at) => (at === place ? item : value)) };
      return { ...row, values: mapped.map(({ expression }) => expression.evaluate({ row: on })) };
    });
  });
  return { schema: { ...input.schema, columns }, rows };
};

function mappedColumn(
  argument: Argument,
  scope: Scope,
): { readonly column: Column; readonly expression: Expression } {
  const node = argument.kind === 'positional' || argument.kind === 'assignment' ? argument.node : undefined;
  if (node === undefined || !isPath(node))
    return fail('mapColumn takes columns and fields of the unrolled item');
  if (argument.kind !== 'assignment' && node.type !== 'column')
    return fail('a field needs a name: name = items.field');
  const expression = compile(node, scope);
  const name =
    argument.kind === 'assignment' ? targetName(argument.target) : node.type === 'column' ? node.name : '';
  return { column: columnFor(name, expression), expression };
}

const isPath = (node: Node): boolean =>
  node.type === 'field' ? isPath(node.target) : node.type === 'column';
