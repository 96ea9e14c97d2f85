import type { Argument, CallNode } from '../ast';
import { convert } from '../casts';
import type { Expression, Scope } from '../expression-model';
import { compile } from '../expressions';
import { requireConvertible } from '../functions/conversions';
import { CAST_ERROR, type Column, newColumn, resolveColumn, type Row, type Schema } from '../streams';
import type { Value } from '../values';
import {
  columnFor,
  expandEach,
  fail,
  isConstant,
  literalOf,
  onlyGroup,
  onlyInput,
  refuseReads,
  scopeOf,
  sortArguments,
  targetName,
  type Transform,
} from './transform';

/** A column to set: in the place of one that exists, or after the last. */
export interface ColumnSetting {
  /** The place of the column that it replaces. */
  readonly index?: number;
  readonly column: Column;
  readonly expression: Expression;
}

/**
 * The settings that assignments and `each(…)` ask for.
 *
 * Every expression reads the input; one that reads a column set before it in the same list is refused.
 */
export function columnSettings(args: readonly Argument[], scope: Scope): readonly ColumnSetting[] {
  const settings: ColumnSetting[] = [];
  const assigned = new Set<string>();
  const set = (
    name: string,
    expression: Expression,
    index: number | undefined,
    { drifted = false, constant = false },
  ): void => {
    if (assigned.has(name)) fail(`column "${name}" is set twice`);
    assigned.add(name);
    settings.push({
      ...(index === undefined ? {} : { index }),
      column: { ...columnFor(name, expression, drifted), constant },
      expression,
    });
  };
  for (const argument of args) {
    if (argument.kind === 'assignment') {
      const name = targetName(argument.target);
      refuseReads(argument.node, assigned);
      const exists = scope.schema.columns.some((column) => column.name === name);
      set(name, compile(argument.node, scope), exists ? resolveColumn(scope.schema, name) : undefined, {
        constant: scope.mode === 'row' && isConstant(argument.node, scope.schema),
      });
    } else if (argument.kind === 'positional' && argument.node.type === 'call') {
      for (const entry of expandEach(argument.node, scope)) {
        refuseReads(entry.value, assigned);
        const matched = scope.schema.columns[entry.index];
        const same = matched?.name === entry.name;
        const other = scope.schema.columns.findIndex((column) => column.name === entry.name);
        const index = same ? entry.index : other < 0 ? undefined : other;
        set(entry.name, compile(entry.value, entry.scope), index, {
          drifted: matched?.drifted ?? false,
        });
      }
    }
  }
  return settings;
}

/** The schema with settings applied. */
export function settleSchema(schema: Schema, settings: readonly ColumnSetting[]): Schema {
  const columns = [...schema.columns];
  for (const { index, column } of settings) {
    const replaced = index === undefined ? undefined : columns[index];
    if (index !== undefined && replaced) columns[index] = { ...column, streams: replaced.streams };
    else columns.push(column);
  }
  return { ...schema, columns };
}

/** A row with settings applied. */
export function settleRow(
  row: Row,
  settings: readonly ColumnSetting[],
  evaluate: (expression: Expression) => Value,
): Row {
  const values = [...row.values];
  for (const { index, expression } of settings) {
    const value = evaluate(expression);
    if (index === undefined) values.push(value);
    else values[index] = value;
  }
  return { ...row, values };
}

/** `derive(column = expression, each(…))` */
export const derive: Transform = (context) => {
  const input = onlyInput(context);
  const { columns } = sortArguments(context.statement.arguments, { columns: true });
  const settings = columnSettings(columns, scopeOf(context, input.schema));
  return {
    schema: settleSchema(input.schema, settings),
    rows: input.rows.map((row) => settleRow(row, settings, (expression) => expression.evaluate({ row }))),
  };
};

/** One column that a mapping lets through, under its new name. */
export interface MappedColumn {
  readonly index: number;
  readonly column: Column;
}

/**
 * Reads `mapColumn(a, new = old, each(match(…)))`.
 *
 * The two flags only thin out what patterns add: two entries written one by one that clash are a mistake that a
 * service would hide, so they are refused.
 */
export function mapColumns(
  call: CallNode,
  scope: Scope,
  skip: { readonly inputs: boolean; readonly outputs: boolean },
): readonly MappedColumn[] {
  const mapped: MappedColumn[] = [];
  const clash = (index: number, name: string): string | undefined => {
    if (skip.inputs && mapped.some((entry) => entry.index === index)) return 'input';
    return mapped.some((entry) => entry.column.name === name) ? 'output' : undefined;
  };
  const add = (index: number, name: string): void => {
    const source = scope.schema.columns[index] ?? fail(`no column at ${index}`);
    mapped.push({ index, column: newColumn(name, source.type, source.drifted, source.constant) });
  };
  for (const argument of call.arguments) {
    if (argument.kind === 'positional' && argument.node.type === 'call' && argument.node.name === 'each') {
      for (const entry of expandEach(argument.node, scope)) {
        if (entry.value.type !== 'current') fail('a mapping renames columns, it does not compute them');
        const found = clash(entry.index, entry.name);
        if (found === 'output' && !skip.outputs) fail(`column "${entry.name}" is mapped twice`);
        if (found === undefined) add(entry.index, entry.name);
      }
      continue;
    }
    const node = argument.kind === 'positional' || argument.kind === 'assignment' ? argument.node : undefined;
    if (node?.type !== 'column') return fail('mapColumn takes columns, renamed columns and each(…)');
    const index = resolveColumn(scope.schema, node.name, node.stream);
    const name = argument.kind === 'assignment' ? targetName(argument.target) : node.name;
    const found = clash(index, name);
    if (found !== undefined)
      fail(`column "${name}": its ${found} is mapped twice, and one of the two would be lost`);
    add(index, name);
  }
  return mapped;
}

/** Applies a mapping; qualified names end here. */
export const mapRow = (row: Row, mapped: readonly MappedColumn[]): Row => ({
  ...row,
  values: mapped.map(({ index }) => row.values[index] ?? null),
});

/** `select(mapColumn(…), skipDuplicateMapInputs: …, skipDuplicateMapOutputs: …)` */
export const select: Transform = (context) => {
  const input = onlyInput(context);
  const args = sortArguments(context.statement.arguments, {
    groups: ['mapColumn'],
    options: { skipDuplicateMapInputs: 'boolean', skipDuplicateMapOutputs: 'boolean' },
  });
  const mapping = onlyGroup(args, 'mapColumn') ?? fail('needs mapColumn(…)');
  const mapped = mapColumns(mapping, scopeOf(context, input.schema), {
    inputs: literalOf(args.options.get('skipDuplicateMapInputs')) === true,
    outputs: literalOf(args.options.get('skipDuplicateMapOutputs')) === true,
  });
  return {
    schema: { ...input.schema, columns: mapped.map(({ column }) => column) },
    rows: input.rows.map((row) => mapRow(row, mapped)),
  };
};

/** `cast(output(column as type 'format'), errors: true)`: what cannot be converted is null, and marked if asked. */
export const cast: Transform = (context) => {
  const input = onlyInput(context);
  const args = sortArguments(context.statement.arguments, {
    groups: ['output'],
    options: { errors: 'boolean' },
  });
  const output = onlyGroup(args, 'output') ?? fail('needs output(…)');
  const marks = literalOf(args.options.get('errors')) === true;
  const casts = output.arguments.map((argument) => {
    if (argument.kind !== 'typed') return fail('output takes "column as type"');
    const index = resolveColumn(input.schema, argument.name);
    const from = input.schema.columns[index]?.type ?? argument.dataType;
    requireConvertible(
      { fail: (message) => fail(`column "${argument.name}": ${message}`) },
      from,
      argument.dataType,
    );
    return { index, from, to: argument.dataType, format: argument.format };
  });
  const columns = input.schema.columns.map((column, at) => {
    const to = casts.find(({ index }) => index === at)?.to;
    return to === undefined ? column : { ...column, type: to };
  });
  const assertions = marks ? new Set([...input.schema.assertions, CAST_ERROR]) : input.schema.assertions;
  const rows = input.rows.map((row): Row => {
    const values = [...row.values];
    for (const { index, from, to, format } of casts)
      values[index] = convert(row.values[index] ?? null, from, to, format);
    const failed =
      marks && casts.some(({ index }) => values[index] === null && (row.values[index] ?? null) !== null);
    return { ...row, values, errors: failed ? new Set([...row.errors, CAST_ERROR]) : row.errors };
  });
  return { schema: { ...input.schema, columns, assertions }, rows };
};
