import type { Argument, CallNode, Node } from './ast';
import { DataFlowScriptError } from './errors';
import { arrayOf, columnAt, constant, elementAt, type Expression, type Scope } from './expression-model';
import { FUNCTIONS } from './functions';
import { arithmetic, bitwise, negate } from './operators/arithmetic';
import { comparison } from './operators/comparison';
import { logicalAnd, logicalNot, logicalOr } from './operators/logic';
import { resolveColumn } from './streams';
import { BOOLEAN, type DataType, NULL, STRING, typeName } from './types';
import type { Value } from './values';

/** Checks an expression against the names in scope and gives what evaluates it. */
export function compile(node: Node, scope: Scope): Expression {
  switch (node.type) {
    case 'literal':
      return constant(node.value, node.dataType);
    case 'column':
      return column(node, scope);
    case 'parameter': {
      const parameter = scope.parameters.get(node.name);
      return parameter ?? fail(`unknown parameter "$${node.name}"`);
    }
    case 'current':
      return current(scope);
    case 'item':
      return item(node.name, scope);
    case 'call':
      return call(node, scope);
    case 'unary': {
      const operand = compile(node.operand, scope);
      return node.operator === '-' ? negate(operand) : logicalNot(operand);
    }
    case 'binary':
      return binary(node.operator, compile(node.left, scope), compile(node.right, scope));
    case 'index':
      return elementAt(compile(node.target, scope), compile(node.index, scope));
    case 'field':
      return fieldOf(compile(node.target, scope), node.name);
    case 'array':
      return arrayOf(node.items.map((entry) => compile(entry, scope)));
    case 'struct':
      return structOf(node.fields.map((entry) => ({ name: entry.name, value: compile(entry.value, scope) })));
    case 'pair':
      return fail('maps are not supported');
  }
}

/** Compiles an expression and requires its type. */
export function compileAs(node: Node, scope: Scope, kind: DataType['kind'], what: string): Expression {
  const expression = compile(node, scope);
  if (expression.type.kind !== kind && expression.type.kind !== 'null') {
    fail(`${what} must be ${kind}, it is ${typeName(expression.type)}`);
  }
  return expression;
}

/** The node of a positional argument; any other kind of argument is refused. */
export function positional(argument: Argument, owner: string): Node {
  if (argument.kind === 'positional') return argument.node;
  const text =
    argument.kind === 'assignment' || argument.kind === 'parsed' ? 'an assignment' : `"${argument.name}"`;
  return fail(`${owner} does not take ${text}`);
}

function fail(message: string): never {
  throw new DataFlowScriptError(message);
}

const BARE_LITERALS: Readonly<Record<string, Expression>> = {
  true: constant(true, BOOLEAN),
  false: constant(false, BOOLEAN),
  null: constant(null, NULL),
  NULL: constant(null, NULL),
};

function column(node: Extract<Node, { type: 'column' }>, scope: Scope): Expression {
  const metadata = scope.pattern?.condition && !node.quoted ? patternMetadata(node.name, scope) : undefined;
  if (metadata) return metadata;
  if (node.stream === undefined && scope.mode === 'aggregate') {
    const computed = scope.grouped?.get(node.name);
    if (computed) return computed;
  }
  const bare = node.quoted ? undefined : BARE_LITERALS[node.name];
  // A column may be called "true": it then wins over the literal, as the reference says.
  if (bare && !scope.schema.columns.some((candidate) => candidate.name === node.name)) return bare;
  const index = resolveColumn(scope.schema, node.name, node.stream);
  if (scope.mode === 'aggregate') {
    fail(`column "${node.name}" stands outside an aggregate function and is not grouped by`);
  }
  return columnAt(scope, index);
}

/** `name`, `type`, `stream` and `position` of the column that a pattern looks at. */
function patternMetadata(name: string, scope: Scope): Expression | undefined {
  const index = scope.pattern?.index ?? 0;
  const matched = scope.schema.columns[index];
  if (matched === undefined) return undefined;
  switch (name) {
    case 'name':
      return constant(matched.name, STRING);
    case 'type':
      return constant(matched.type.kind, STRING);
    case 'stream':
      return constant([...matched.streams].at(-1) ?? '', STRING);
    case 'position':
      return constant(BigInt(index + 1), { kind: 'integer' });
    default:
      return undefined;
  }
}

function current(scope: Scope): Expression {
  if (scope.pattern === undefined || scope.pattern.condition)
    return fail('"$$" has a meaning only inside each(match(…), …)');
  const { index } = scope.pattern;
  if (scope.pattern.current === 'name') return constant(scope.schema.columns[index]?.name ?? '', STRING);
  if (scope.mode === 'aggregate') return fail('"$$" stands outside an aggregate function');
  return columnAt(scope, index);
}

function item(name: string, scope: Scope): Expression {
  const type = scope.items?.[name] ?? fail(`"#${name}" has no meaning here`);
  return { type, evaluate: ({ items }) => items?.[name] ?? null };
}

function call(node: CallNode, scope: Scope): Expression {
  const build = Object.hasOwn(FUNCTIONS, node.name) ? FUNCTIONS[node.name] : undefined;
  if (build === undefined) return fail(`unknown function "${node.name}"`);
  const nodes = node.arguments.map((argument) => positional(argument, `function "${node.name}"`));
  const compileIn = (argument: Node, inner: Scope = scope): Expression => compile(argument, inner);
  return build({
    name: node.name,
    nodes,
    scope,
    compile: compileIn,
    compileAll: () => nodes.flatMap((argument) => expandColumns(argument, scope) ?? [compileIn(argument)]),
    fail: (message) => fail(`function "${node.name}": ${message}`),
  });
}

/** `columns()`, alone or inside a function of one argument, stands for one argument per column. */
function expandColumns(node: Node, scope: Scope): readonly Expression[] | undefined {
  if (node.type !== 'call' || node.arguments.length > 1) return undefined;
  const names = node.arguments.map((argument) => positional(argument, node.name));
  const [only] = names;
  if (node.name === 'columns') {
    const stream = only?.type === 'literal' ? String(only.value) : undefined;
    return scope.schema.columns.flatMap((candidate, at) =>
      stream === undefined || candidate.streams.has(stream) ? [columnAt(scope, at)] : [],
    );
  }
  if (only?.type !== 'call' || !Object.hasOwn(FUNCTIONS, node.name)) return undefined;
  return expandColumns(only, scope)?.map((_, at) => {
    const inner: Scope = { ...scope, pattern: { index: at, current: 'value', condition: false } };
    return compile({ ...node, arguments: [{ kind: 'positional', node: { type: 'current' } }] }, inner);
  });
}

function binary(operator: string, left: Expression, right: Expression): Expression {
  switch (operator) {
    case '&&':
      return logicalAnd(left, right);
    case '||':
      return logicalOr(left, right);
    case '^':
    case '&':
    case '|':
      return bitwise(operator, left, right);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(operator, left, right);
    default:
      return comparison(operator, left, right);
  }
}

function fieldOf(target: Expression, name: string): Expression {
  if (target.type.kind !== 'struct') return fail(`${typeName(target.type)} has no field "${name}"`);
  const at = target.type.fields.findIndex((field) => field.name === name);
  const field = target.type.fields[at] ?? fail(`unknown field "${name}"`);
  return {
    type: field.type,
    evaluate: (on) => {
      const value = target.evaluate(on);
      return value === null ? null : ((value as readonly Value[])[at] ?? null);
    },
  };
}

function structOf(fields: readonly { readonly name: string; readonly value: Expression }[]): Expression {
  return {
    type: { kind: 'struct', fields: fields.map((field) => ({ name: field.name, type: field.value.type })) },
    evaluate: (on) => fields.map((field) => field.value.evaluate(on)),
  };
}
