import type { Argument, CallNode, ColumnNode, Node, Statement } from '../ast';
import { DataFlowScriptError } from '../errors';
import type { Expression, Mode, Scope } from '../expression-model';
import { compile, compileAs } from '../expressions';
import { type Column, newColumn, resolveColumn, type Row, type Schema, type Stream } from '../streams';
import { typeName } from '../types';
import type { Value } from '../values';

/** What a transformation works with. */
export interface TransformContext {
  readonly statement: Statement;
  readonly inputs: readonly Stream[];
  readonly parameters: ReadonlyMap<string, Expression>;
}

/** A transformation with one output. */
export type Transform = (context: TransformContext) => Stream;

export function fail(message: string): never {
  throw new DataFlowScriptError(message);
}

/** The kinds of value that an option takes, or the texts it may be. */
export type OptionKind = 'boolean' | 'string' | 'number' | 'list' | 'any' | readonly string[];

/** The arguments of a transformation, sorted by kind; what is not foreseen is refused. */
export interface SortedArguments {
  /** Calls by their name, such as `output(…)` and `mapColumn(…)`. */
  readonly groups: ReadonlyMap<string, readonly CallNode[]>;
  readonly options: ReadonlyMap<string, Node>;
  /** Plain expressions. */
  readonly expressions: readonly Node[];
  /** Assignments and `each(…)`, in order. */
  readonly columns: readonly Argument[];
}

/** Sorts a statement's arguments. */
export function sortArguments(
  args: readonly Argument[],
  allowed: {
    readonly groups?: readonly string[];
    readonly options?: Readonly<Record<string, OptionKind>>;
    readonly expressions?: number;
    readonly columns?: boolean;
  },
): SortedArguments {
  const groups = new Map<string, CallNode[]>();
  const options = new Map<string, Node>();
  const expressions: Node[] = [];
  const columns: Argument[] = [];
  for (const argument of args) {
    if (argument.kind === 'named') {
      const kind = Object.hasOwn(allowed.options ?? {}, argument.name)
        ? allowed.options?.[argument.name]
        : undefined;
      if (kind === undefined) fail(`unknown option "${argument.name}"`);
      else requireOption(argument.name, argument.node, kind);
      if (options.has(argument.name)) fail(`option "${argument.name}" is given twice`);
      options.set(argument.name, argument.node);
    } else if (
      argument.kind === 'positional' &&
      argument.node.type === 'call' &&
      allowed.groups?.includes(argument.node.name)
    ) {
      groups.set(argument.node.name, [...(groups.get(argument.node.name) ?? []), argument.node]);
    } else if (allowed.columns && (argument.kind === 'assignment' || isEach(argument))) {
      columns.push(argument);
    } else if (argument.kind === 'positional' && expressions.length < (allowed.expressions ?? 0)) {
      expressions.push(argument.node);
    } else fail(`does not take ${describe(argument)}`);
  }
  return { groups, options, expressions, columns };
}

function describe(argument: Argument): string {
  if (argument.kind === 'typed') return `"${argument.name} as ${typeName(argument.dataType)}"`;
  if (argument.kind === 'assignment' || argument.kind === 'parsed') return 'an assignment';
  return argument.kind === 'positional' && argument.node.type === 'call'
    ? `"${argument.node.name}(…)"`
    : 'a plain expression';
}

const isEach = (argument: Argument): boolean =>
  argument.kind === 'positional' && argument.node.type === 'call' && argument.node.name === 'each';

/** The value of an option written as a literal, or undefined. */
export function literalOf(node: Node | undefined): Value | undefined {
  if (node?.type === 'literal') return node.value;
  if (node?.type === 'unary' && node.operator === '-') {
    const value = literalOf(node.operand);
    return typeof value === 'bigint' ? -value : undefined;
  }
  const word =
    node?.type === 'column' || (node?.type === 'call' && node.arguments.length === 0) ? node.name : undefined;
  return word === 'true' || word === 'false' ? word === 'true' : undefined;
}

function requireOption(name: string, node: Node, kind: OptionKind): void {
  if (kind === 'any') return;
  const value = literalOf(node);
  if (typeof kind !== 'string') {
    if (typeof value !== 'string' || !kind.includes(value))
      fail(`option "${name}" must be one of ${kind.join(', ')}`);
  } else if (
    kind === 'list'
      ? node.type !== 'array'
      : kind === 'number'
        ? typeof value !== 'bigint'
        : typeof value !== kind
  ) {
    fail(`option "${name}" must be a ${kind}`);
  }
}

/** The one call of that name, where at most one may stand. */
export function onlyGroup(args: SortedArguments, name: string): CallNode | undefined {
  const calls = args.groups.get(name) ?? [];
  if (calls.length > 1) fail(`"${name}(…)" is given twice`);
  return calls[0];
}

/** The scope in which a transformation's expressions are read. */
export const scopeOf = (context: TransformContext, schema: Schema, mode: Mode = 'row'): Scope => ({
  schema,
  parameters: context.parameters,
  mode,
});

/** The only input of a transformation that has one. */
export function onlyInput(context: TransformContext): Stream {
  const [input, second] = context.inputs;
  if (input === undefined || second !== undefined)
    return fail(`takes one input, got ${context.inputs.length}`);
  return input;
}

/** The two inputs of a transformation that combines streams. */
export function twoInputs(context: TransformContext): readonly [Stream, Stream] {
  const [left, right, third] = context.inputs;
  if (left === undefined || right === undefined || third !== undefined) {
    return fail(`takes two inputs, got ${context.inputs.length}`);
  }
  const [first, second] = context.statement.inputs;
  // Its columns could not be told apart: the documentation asks for a select that renames the stream.
  if (first?.name === second?.name && first?.branch === second?.branch)
    fail('reads one stream twice: alias it with a select');
  return [left, right];
}

/** A condition on a row: true, or not. */
export function condition(node: Node, scope: Scope): (row: Row) => boolean {
  const expression = compileAs(node, scope, 'boolean', 'a condition');
  return (row) => expression.evaluate({ row }) === true;
}

/** A column that an expression fills; a value without a definite type cannot fill one. */
export function columnFor(name: string, expression: Expression, drifted = false): Column {
  if (expression.type.kind === 'any')
    fail(`column "${name}" needs a conversion: byName gives a value of any type`);
  if (expression.type.kind === 'null')
    fail(`column "${name}" is an untyped null: write toString(null()) or its like`);
  return newColumn(name, expression.type, drifted);
}

/** The name on the left of an assignment. */
export function targetName(target: Node): string {
  if (target.type === 'column' && target.stream === undefined) return target.name;
  return fail('the left side of "=" must be a column');
}

/** One entry of an `each(match(condition), name = value)`, for one matching column. */
export interface PatternAssignment {
  readonly index: number;
  readonly name: string;
  readonly value: Node;
  readonly scope: Scope;
}

/** Expands `each(match(condition), name = value, …)` over the columns it matches. */
export function expandEach(call: CallNode, scope: Scope): readonly PatternAssignment[] {
  const [match, ...assignments] = call.arguments;
  const pattern =
    match?.kind === 'positional' && match.node.type === 'call' && match.node.name === 'match'
      ? match.node
      : undefined;
  const test = pattern?.arguments[0];
  if (pattern?.arguments.length !== 1 || test?.kind !== 'positional')
    return fail('each must begin with match(condition)');
  const blank: Row = { values: [], errors: new Set() };
  return scope.schema.columns.flatMap((column, index) => {
    const conditionScope: Scope = {
      ...scope,
      mode: 'row',
      pattern: { index, current: 'value', condition: true },
    };
    if (compileAs(test.node, conditionScope, 'boolean', 'a pattern').evaluate({ row: blank }) !== true)
      return [];
    const nameScope: Scope = { ...scope, mode: 'row', pattern: { index, current: 'name', condition: false } };
    const valueScope: Scope = { ...scope, pattern: { index, current: 'value', condition: false } };
    // each(match(…)) alone, in a mapping, keeps the column as it is.
    if (assignments.length === 0)
      return [{ index, name: column.name, value: { type: 'current' }, scope: valueScope }];
    return assignments.map((assignment): PatternAssignment => {
      if (assignment.kind !== 'assignment') return fail('each takes match(condition) and assignments');
      const name = compile(assignment.target, nameScope).evaluate({ row: blank });
      if (typeof name !== 'string') return fail('each must compute a name on the left of "="');
      return { index, name, value: assignment.node, scope: valueScope };
    });
  });
}

/** Refuses an expression that reads a column which the same transformation has set before it. */
export function refuseReads(node: Node, assigned: ReadonlySet<string>): void {
  for (const { name } of columnsIn(node)) {
    if (assigned.has(name)) {
      fail(
        `reads "${name}", which the same transformation sets: whether it sees the old value or the new is not documented`,
      );
    }
  }
}

/** The columns that an expression names, as it names them. */
export function columnsIn(node: Node): readonly ColumnNode[] {
  switch (node.type) {
    case 'column':
      return [node];
    case 'call':
      return node.arguments.flatMap((argument) =>
        argument.kind === 'typed' ? [] : columnsIn(argument.node),
      );
    case 'unary':
      return columnsIn(node.operand);
    case 'binary':
      return [...columnsIn(node.left), ...columnsIn(node.right)];
    case 'index':
      return [...columnsIn(node.target), ...columnsIn(node.index)];
    case 'field':
      return columnsIn(node.target);
    case 'array':
      return node.items.flatMap(columnsIn);
    case 'struct':
      return node.fields.flatMap((field) => columnsIn(field.value));
    default:
      return [];
  }
}

/** Whether an expression has one value for all rows: it reads no column, or none that differs between rows. */
export function isConstant(node: Node, schema: Schema): boolean {
  return columnsIn(node).every(
    ({ name, stream, quoted }) =>
      (!quoted && WORDS.includes(name.toLowerCase())) ||
      schema.columns[resolveColumn(schema, name, stream)]?.constant === true,
  );
}

/** Values that are written as columns are. */
const WORDS: readonly string[] = ['true', 'false', 'null'];
