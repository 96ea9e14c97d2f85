import { convertValue } from './conversion';
import { requireImplicit } from './conversion-rules';
import { TsqlError } from './errors';
import {
  isNumeric,
  isString,
  NULL_TYPE,
  textLength,
  typeName,
  varchar,
  type SqlType,
  type StringType,
} from './types';
import type { Row, SqlValue } from './values';

/** What an expression is evaluated against: a row, and the rows around it for correlated sub-queries. */
export interface Env {
  readonly row: Row;
  /** Results of the group's aggregates, in the order they were bound. */
  readonly aggregates: Row;
  /** Results of the window functions for this row, in the order they were bound. */
  readonly windows: Row;
  readonly outer: Env | undefined;
}

/** An expression whose names and type are resolved. */
export interface BoundExpr {
  readonly type: SqlType;
  /** The value, for a constant written in the text. */
  readonly constant?: SqlValue;
  evaluate(env: Env): SqlValue;
}

/** A predicate whose names are resolved; null stands for unknown. */
export type BoundPredicate = (env: Env) => boolean | null;

/** What a built-in function gets when it is bound. */
export interface BoundCall {
  readonly name: string;
  readonly args: readonly BoundExpr[];
  /** The date part, for functions whose first argument names one. */
  readonly part: string;
  readonly session: FunctionSession;
}

/** What system functions may ask about the session. */
export interface FunctionSession {
  readonly database: string;
  readonly user: string;
  readonly now: () => Date;
  readonly error: { readonly message: string; readonly number: number } | undefined;
  /** Id of a schema, an object, a database or a principal of the current database. */
  lookUp(what: 'schema' | 'object' | 'database' | 'principal', name: string, type?: string): bigint | null;
  /** Name of a schema or an object by its id. */
  nameOf(what: 'schema' | 'object', id: bigint): string | null;
}

/** A built-in function: how many arguments it takes, and how it is bound. */
export interface BuiltIn {
  readonly min: number;
  readonly max: number;
  /** The first argument is the name of a date part, not an expression. */
  readonly datePart?: boolean;
  bind(call: BoundCall): BoundExpr;
}

/** Wraps an expression so that it yields another type, failing if no implicit conversion exists. */
export function coerce(expr: BoundExpr, to: SqlType): BoundExpr {
  requireImplicit(expr.type, to);
  return convertBound(expr, to);
}

/** Wraps an expression in a conversion that was checked before. */
export function convertBound(expr: BoundExpr, to: SqlType): BoundExpr {
  if (typeName(expr.type) === typeName(to) && expr.type.kind !== 'null') {
    return expr;
  }
  return { type: to, evaluate: (env) => convertValue(expr.evaluate(env), expr.type, to) };
}

/** Builds an expression over arguments that is NULL as soon as one of them is. */
export function strict(
  type: SqlType,
  args: readonly BoundExpr[],
  apply: (values: readonly Exclude<SqlValue, null>[]) => SqlValue,
): BoundExpr {
  return {
    type,
    evaluate: (env) => {
      const values: Exclude<SqlValue, null>[] = [];
      for (const arg of args) {
        const value = arg.evaluate(env);
        if (value === null) {
          return null;
        }
        values.push(value);
      }
      return apply(values);
    },
  };
}

/** Coerces an argument to text, as string functions do with numbers; dates must be cast first. */
export function asText(
  expr: BoundExpr,
  name: string,
  position: number,
): BoundExpr & { readonly type: StringType } {
  const { type } = expr;
  if (isString(type)) {
    return { ...expr, type };
  }
  if (type.kind !== 'null' && !isNumeric(type)) {
    throw badArgument(type, name, position);
  }
  const text = varchar(textLength(type));
  return { ...coerce(expr, text), type: text };
}

/** Fails unless an argument is text already. */
export function requireText(
  expr: BoundExpr,
  name: string,
  position: number,
): BoundExpr & { readonly type: StringType } {
  if (expr.type.kind === 'null') {
    return asText(expr, name, position);
  }
  if (!isString(expr.type)) {
    throw badArgument(expr.type, name, position);
  }
  return { ...expr, type: expr.type };
}

/** The error for an argument of the wrong type. */
export function badArgument(type: SqlType, name: string, position: number): TsqlError {
  return new TsqlError(
    `argument data type ${typeName(type)} is invalid for argument ${position} of ${name.toLowerCase()} function`,
    8116,
  );
}

/** A NULL of no type. */
export const NULL_EXPR: BoundExpr = { type: NULL_TYPE, constant: null, evaluate: () => null };
