import type { CallNode, Node } from '../ast';
import type { Scope } from '../expression-model';
import { compile, compileAs } from '../expressions';
import type { Row, Schema, Stream } from '../streams';
import { identity } from '../values';
import { fail, literalOf, scopeOf, sortArguments, type Transform, type TransformContext } from './transform';

/** The five arguments of every expectation. */
interface Expectation {
  readonly kind: string;
  readonly test: Node;
  readonly ignoreNulls: boolean;
  readonly id: string;
  readonly filter?: Node;
  readonly message?: Node;
}

const KINDS = ['expectTrue', 'expectUnique', 'expectExists'];

/**
 * `stream[, other] assert(expectTrue(test, ignoreNulls, 'id', filter, message), …, abort: …)`.
 *
 * Rows carry on and remember what they failed, unless `abort: true`, which fails the run. Of rows that share a
 * value that should be unique, all are marked: which of them the service marks is not documented.
 */
export const assert: Transform = (context) => {
  const [input, other, third] = context.inputs;
  if (input === undefined || third !== undefined) return fail('takes one input or two');
  const args = sortArguments(context.statement.arguments, { groups: KINDS, options: { abort: 'boolean' } });
  const expectations = [...args.groups.values()].flat().map(expectation);
  if (expectations.length === 0) fail('needs an expectation');
  const ids = expectations.map(({ id }) => id);
  const repeated = ids.find((id, at) => ids.indexOf(id) !== at || input.schema.assertions.has(id));
  if (repeated !== undefined) fail(`assertion id "${repeated}" is used twice`);

  const scope = scopeOf(context, input.schema);
  const errors = new Map<Row, Set<string>>();
  for (const entry of expectations) {
    const passes = checker(entry, context, input, other);
    const applies = entry.filter === undefined ? () => true : filterOf(entry.filter, scope);
    if (entry.message) compileAs(entry.message, scope, 'string', 'the message');
    for (const row of input.rows) {
      if (!applies(row) || passes(row)) continue;
      errors.set(row, (errors.get(row) ?? new Set()).add(entry.id));
      if (literalOf(args.options.get('abort')) === true)
        fail(`assertion "${entry.id}" failed, and abort is set`);
    }
  }
  return {
    schema: { ...input.schema, assertions: new Set([...input.schema.assertions, ...ids]) },
    rows: input.rows.map((row) => ({ ...row, errors: new Set([...row.errors, ...(errors.get(row) ?? [])]) })),
  };
};

function expectation(call: CallNode): Expectation {
  const nodes = call.arguments.map((argument) =>
    argument.kind === 'positional' ? argument.node : fail(`${call.name} takes plain arguments`),
  );
  const [test, nulls, id, filter, message] = nodes;
  const ignoreNulls = literalOf(nulls);
  const name = literalOf(id);
  if (nodes.length !== 5 || test === undefined)
    return fail(`${call.name} takes five arguments, got ${nodes.length}`);
  if (typeof ignoreNulls !== 'boolean') return fail(`${call.name}: argument 2 must be true or false`);
  if (typeof name !== 'string') return fail(`${call.name}: argument 3 must be a literal id`);
  return {
    kind: call.name,
    test,
    ignoreNulls,
    id: name,
    ...(filter === undefined || isNothing(filter) ? {} : { filter }),
    ...(message === undefined || isNothing(message) ? {} : { message }),
  };
}

const isNothing = (node: Node): boolean =>
  (node.type === 'column' && !node.quoted && node.name.toLowerCase() === 'null') ||
  (node.type === 'call' && node.name === 'null');

function filterOf(node: Node, scope: Scope): (row: Row) => boolean {
  const filter = compileAs(node, scope, 'boolean', 'the filter');
  return (row) => filter.evaluate({ row }) === true;
}

function checker(
  entry: Expectation,
  context: TransformContext,
  input: Stream,
  other: Stream | undefined,
): (row: Row) => boolean {
  const scope = scopeOf(context, input.schema);
  if (entry.kind === 'expectExists') return existence(entry, context, input, other);
  if (entry.kind === 'expectUnique') {
    const value = compile(entry.test, scope);
    const counts = new Map<string, number>();
    const keyOf = (row: Row): string => identity([value.evaluate({ row })], [value.type]);
    for (const row of input.rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
    return (row) => (entry.ignoreNulls && value.evaluate({ row }) === null) || counts.get(keyOf(row)) === 1;
  }
  const test = compileAs(entry.test, scope, 'boolean', 'the expectation');
  return (row) => {
    const value = test.evaluate({ row });
    return value === null ? entry.ignoreNulls : value === true;
  };
}

function existence(
  entry: Expectation,
  context: TransformContext,
  input: Stream,
  other: Stream | undefined,
): (row: Row) => boolean {
  if (other === undefined) return fail('expectExists needs a second stream');
  const schema: Schema = { ...input.schema, columns: [...input.schema.columns, ...other.schema.columns] };
  const test = compileAs(entry.test, scopeOf(context, schema), 'boolean', 'the expectation');
  return (row) =>
    other.rows.some((candidate) => {
      const value = test.evaluate({ row: { ...row, values: [...row.values, ...candidate.values] } });
      return value === true || (value === null && entry.ignoreNulls);
    });
}
