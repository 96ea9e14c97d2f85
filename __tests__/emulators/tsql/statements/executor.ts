import type { Expr, Query, Select } from '../ast';
import { convertBound, type BoundExpr } from '../bound';
import { requireImplicit } from '../conversion-rules';
import { convertValue } from '../conversion';
import { TsqlError } from '../errors';
import { parseBatch } from '../parser/statements';
import { ExpressionBinder } from '../query/binder';
import type { Relation, Variable } from '../query/context';
import { bindBinary } from '../query/operators';
import { Scope } from '../query/scope';
import type { Statement } from '../statement-ast';
import { isString, nvarchar, typeName, type SqlType } from '../types';
import { canonicalText, integerOf, textOf } from '../values';
import {
  createDatabase,
  createCredential,
  createDataSource,
  createExternalTable,
  createFileFormat,
  createMasterKey,
  createProcedure,
  createSchema,
  createView,
} from './objects';
import { drop } from './drops';
import { evaluate, nested, NO_ROW } from './evaluation';
import { callProcedure, type Runner } from './procedures';
import { alterRole, createLogin, createRole, createUser, setPermission } from './security';
import { requireOwner, userIn } from './rights';
import { findDatabase } from './server';
import { queryContext, rejectMixedUse, type Session } from './session';

/** How procedures run what they hold; handed down, since they are called from here. */
const RUNNER: Runner = { statements: runAll, text: runBatch };

/** Parses and runs a batch in a session. */
export function runBatch(session: Session, source: string): void {
  runAll(session, parseBatch(source));
}

/** Runs statements one after another; true tells that RETURN was met. */
export function runAll(session: Session, statements: readonly Statement[]): boolean {
  return statements.some((statement) => run(session, statement));
}

function run(session: Session, statement: Statement): boolean {
  switch (statement.kind) {
    case 'if':
      return runIf(session, statement);
    case 'block':
      return runAll(session, statement.statements);
    case 'try':
      return runTry(session, statement);
    case 'return':
      return true;
    default:
      runSimple(session, statement);
      return false;
  }
}

type Flow = 'if' | 'block' | 'try' | 'return';

/** What anybody may do who may come in; the rest is the owner's of the database. */
const OPEN_TO_ALL: readonly Statement['kind'][] = [
  'nothing',
  'query',
  'declare',
  'set',
  'throw',
  'print',
  'use',
  'execText',
];

function runSimple(session: Session, statement: Exclude<Statement, { kind: Flow }>): void {
  if (!OPEN_TO_ALL.includes(statement.kind)) {
    requireOwner(session.caller, session.database, statement.kind);
  }
  switch (statement.kind) {
    case 'nothing':
      return;
    case 'query':
      return runQuery(session, statement.query);
    case 'declare':
      return statement.variables.forEach(({ name, type, value }) => declare(session, name, type, value));
    case 'set':
      return assign(session, statement.name, statement.value, statement.append);
    case 'throw':
      return raise(session, statement.args);
    case 'print':
      session.server.messages.push(textValue(session, statement.value) ?? '');
      return;
    case 'use':
      session.database = findDatabase(session.server, statement.database);
      if (session.caller !== undefined) userIn(session.caller, session.database);
      return;
    case 'execText':
      return executeText(session, statement.parts);
    case 'execProcedure':
      return callProcedure(session, statement.name, statement.args, RUNNER);
    case 'createDatabase':
      return createDatabase(session, statement);
    case 'createSchema':
      return createSchema(session, statement);
    case 'createMasterKey':
      return createMasterKey(session);
    case 'createCredential':
      return createCredential(session, statement);
    case 'createDataSource':
      return createDataSource(session, statement);
    case 'createFileFormat':
      return createFileFormat(session, statement);
    case 'createExternalTable':
      return createExternalTable(session, statement);
    case 'createView':
      return createView(session, statement);
    case 'createProcedure':
      return createProcedure(session, statement);
    case 'createLogin':
      return createLogin(session, statement);
    case 'createUser':
      return createUser(session, statement);
    case 'createRole':
      return createRole(session, statement);
    case 'alterRole':
      return alterRole(session, statement);
    case 'drop':
      return drop(session, statement);
    case 'permission':
      return setPermission(session, statement);
  }
}

function runIf(
  session: Session,
  { condition, then, otherwise }: Extract<Statement, { kind: 'if' }>,
): boolean {
  const context = queryContext(session);
  const test = new ExpressionBinder(new Scope([], undefined), context, 'IF').predicate(condition);
  rejectMixedUse(context.usage);
  if (test(NO_ROW) === true) {
    return run(session, then);
  }
  return otherwise ? run(session, otherwise) : false;
}

/** Errors for what is not modelled pass through CATCH: they are no behaviour of the server. */
function runTry(session: Session, { body, handler }: Extract<Statement, { kind: 'try' }>): boolean {
  try {
    return runAll(session, body);
  } catch (error) {
    if (!(error instanceof TsqlError) || error.number === 0) {
      throw error;
    }
    const before = session.error;
    session.error = error;
    const returned = runAll(session, handler);
    session.error = before;
    return returned;
  }
}

function raise(session: Session, args: readonly [Expr, Expr, Expr] | undefined): void {
  if (!args) {
    throw (
      session.error ??
      new TsqlError('to rethrow an error, a THROW statement must be used inside a CATCH block', 10704)
    );
  }
  const [number, message, state] = args.map((arg) => evaluate(session, arg));
  const code = Number(integerOf(number?.value ?? null));
  if (code < 50_000) {
    throw new TsqlError(
      `error number ${code} in the THROW statement is outside the valid range: 50000 and above`,
      35100,
    );
  }
  throw new TsqlError(
    message?.value === null ? '' : textOf(message?.value ?? null),
    code,
    Number(integerOf(state?.value ?? null)),
  );
}

function textValue(session: Session, expr: Expr): string | null {
  const { type, value } = evaluate(session, expr);
  const text = convertValue(value, type, nvarchar('max'));
  return text === null ? null : textOf(text);
}

function declare(session: Session, name: string, type: SqlType, value: Expr | undefined): void {
  if (session.variables.has(name.toLowerCase())) {
    throw new TsqlError(`the variable name '${name}' has already been declared`, 134);
  }
  const variable: Variable = { type, value: null };
  session.variables.set(name.toLowerCase(), variable);
  if (value) {
    assign(session, name, value, false);
  }
}

function variableOf(session: Session, name: string): Variable {
  const variable = session.variables.get(name.toLowerCase());
  if (!variable) {
    throw new TsqlError(`must declare the scalar variable '${name}'`, 137);
  }
  return variable;
}

function assign(session: Session, name: string, expr: Expr, append: boolean): void {
  const variable = variableOf(session, name);
  const context = queryContext(session);
  const value = new ExpressionBinder(new Scope([], undefined), context, 'SET').scalar(expr);
  rejectMixedUse(context.usage);
  const current: BoundExpr = { type: variable.type, evaluate: () => variable.value };
  const result = append ? bindBinary('+', current, value) : value;
  requireImplicit(result.type, variable.type);
  variable.value = convertBound(result, variable.type).evaluate(NO_ROW);
}

function runQuery(session: Session, query: Query): void {
  const context = queryContext(session);
  const assignments = assignmentsOf(query);
  const bound = context.bindQuery(assignments ? assignments.query : query, context, undefined, false);
  rejectMixedUse(context.usage);
  if (assignments) {
    assignFromRows(session, assignments.names, bound);
    return;
  }
  session.results.push({
    columns: bound.columns.map(({ name, type }) => ({ name, type: typeName(type) })),
    rows: bound
      .rows(undefined)
      .map((row) => row.map((value, i) => canonicalText(value, bound.columns[i]?.type ?? nvarchar('max')))),
  });
}

/** Turns SELECT @x = … into a query and the names of the variables, unless it returns rows. */
function assignmentsOf(
  query: Query,
): { readonly query: Query; readonly names: readonly string[] } | undefined {
  const { body } = query;
  if (body.kind !== 'select' || !body.items.every((item) => item.kind === 'assign')) {
    return undefined;
  }
  const names = body.items.flatMap((item) => (item.kind === 'assign' ? [item.variable] : []));
  const select: Select = {
    ...body,
    items: body.items.flatMap((item) =>
      item.kind === 'assign' ? [{ kind: 'expr' as const, expr: item.expr }] : [],
    ),
  };
  return { query: { ...query, body: select }, names };
}

/** The last row wins, and no row leaves the variables as they are; several rows are a mistake here. */
function assignFromRows(session: Session, names: readonly string[], relation: Relation): void {
  const rows = relation.rows(undefined);
  if (rows.length > 1) {
    throw new TsqlError(
      'not modelled by this interpreter: SELECT @variable over several rows, which keeps an arbitrary one',
      0,
    );
  }
  rows.forEach((row) =>
    names.forEach((name, i) => {
      const variable = variableOf(session, name);
      const type = relation.columns[i]?.type ?? variable.type;
      requireImplicit(type, variable.type);
      variable.value = convertValue(row[i] ?? null, type, variable.type);
    }),
  );
}

/** EXEC ('…'): a batch of its own, which sees none of the caller's variables. */
function executeText(session: Session, parts: readonly Expr[]): void {
  const texts = parts.map((part) => {
    const { type, value } = evaluate(session, part);
    if (!isString(type) && type.kind !== 'null') {
      throw new TsqlError(`EXEC takes text, not ${typeName(type)}`, 8116);
    }
    return value === null ? '' : textOf(value);
  });
  runBatch(nested(session, new Map()), texts.join(''));
}
