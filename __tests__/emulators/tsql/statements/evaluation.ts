import type { Expr } from '../ast';
import type { Env } from '../bound';
import { TsqlError } from '../errors';
import { ExpressionBinder } from '../query/binder';
import type { Variable } from '../query/context';
import { Scope } from '../query/scope';
import type { SqlType } from '../types';
import type { SqlValue } from '../values';
import { MAX_NESTING, queryContext, rejectMixedUse, type Session } from './session';

/** The row of an expression outside any query. */
export const NO_ROW: Env = { row: [], aggregates: [], windows: [], outer: undefined };

/** Binds and evaluates an expression outside any query. */
export function evaluate(session: Session, expr: Expr): { readonly type: SqlType; readonly value: SqlValue } {
  const context = queryContext(session);
  const bound = new ExpressionBinder(new Scope([], undefined), context, 'an expression').scalar(expr);
  rejectMixedUse(context.usage);
  return { type: bound.type, value: bound.evaluate(NO_ROW) };
}

/** Opens the session of a batch or procedure that another one executes; a USE inside ends with it. */
export function nested(session: Session, variables: Map<string, Variable>): Session {
  if (session.depth >= MAX_NESTING) {
    throw new TsqlError(`maximum procedure nesting level exceeded (limit ${MAX_NESTING})`, 217);
  }
  return { ...session, variables, depth: session.depth + 1 };
}
