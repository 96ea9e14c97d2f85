import type { Expression } from '../../model';
import { type SqlExpressions, type SqlWriter, sqlWriter } from '../sql/writer';
import { TSQL_FUNCTIONS } from './functions';
import { bracketed, tsqlLiteral, tsqlType } from './literals';

/** Expressions in T-SQL: a condition is no value, and becomes a bit. */
const TSQL: SqlExpressions<SqlWriter> = {
  type: tsqlType,
  column: ({ name }) => bracketed(name),
  literal: ({ value, type }) => tsqlLiteral(value, type),
  valueOf: (condition) => `CAST(CASE WHEN ${condition} THEN 1 WHEN NOT (${condition}) THEN 0 END AS BIT)`,
  conditionOf: (value) => `${value} = 1`,
  functions: TSQL_FUNCTIONS,
};

/** The writer of expressions for T-SQL. */
export const TSQL_WRITER = sqlWriter(TSQL, {});

/** Writes an expression as a T-SQL value; a condition becomes a bit. */
export function tsqlValue(node: Expression): string {
  return TSQL_WRITER.value(node);
}

/** Writes a boolean expression as a T-SQL condition. */
export function tsqlPredicate(node: Expression): string {
  return TSQL_WRITER.condition(node);
}
