import type { Expression } from '../../model';
import { type SqlExpressions, sqlWriter } from '../sql/writer';
import { DUCKDB_FUNCTIONS, type DuckDbWriter } from './functions';
import { duckDbLiteral, duckDbType, identifier } from './literals';

/** What the compiler needs to know beside the flow. */
export interface DuckDbSettings {
  /** Put before a value that is pseudonymised. */
  readonly pepper: string;
}

/** Expressions in DuckDB: a condition is a value like others. */
const DUCKDB: SqlExpressions<DuckDbWriter> = {
  type: duckDbType,
  column: ({ name }) => identifier(name),
  literal: ({ value, type }) => duckDbLiteral(value, type),
  valueOf: (condition) => `(${condition})`,
  conditionOf: (value) => value,
  functions: DUCKDB_FUNCTIONS,
};

/** The writer of expressions for DuckDB. */
export function duckDbWriter({ pepper }: DuckDbSettings): DuckDbWriter {
  return sqlWriter(DUCKDB, { pepper });
}

/** Writes an expression as DuckDB SQL. */
export function duckDbExpression(node: Expression, settings: DuckDbSettings): string {
  return duckDbWriter(settings).value(node);
}
