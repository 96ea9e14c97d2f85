import type { OpenRowset, Query } from '../ast';
import type { Env, FunctionSession } from '../bound';
import type { SqlType } from '../types';
import type { Row, SqlValue } from '../values';
import type { Scope } from './scope';

/** A column of a query's result or of a table. */
export interface Column {
  readonly name: string;
  readonly type: SqlType;
  /** May not be selected by whoever runs the query. */
  readonly isDenied?: boolean;
}

/** Anything that yields rows: a table, a view, a query. */
export interface Relation {
  readonly columns: readonly Column[];
  rows(outer: Env | undefined): readonly Row[];
}

/** A declared variable and its value. */
export interface Variable {
  readonly type: SqlType;
  value: SqlValue;
}

/** What the binding of one statement shares: names in reach, and what kinds of data it touches. */
export interface QueryContext {
  readonly functions: FunctionSession;
  /** Variables by lower-case name; none inside a view. */
  readonly variables: ReadonlyMap<string, Variable> | undefined;
  readonly ctes: ReadonlyMap<string, Relation>;
  /** Serverless cannot mix files with catalogue views in one query. */
  readonly usage: { files: boolean; catalogue: boolean };
  resolveTable(name: readonly string[], context: QueryContext): Relation;
  openFiles(ref: OpenRowset, context: QueryContext): Relation;
  bindQuery(query: Query, context: QueryContext, parent: Scope | undefined, nested: boolean): Relation;
}

/** Reads a relation's rows once, for relations that depend on nothing outside them. */
export function cached(relation: Relation): Relation {
  let rows: readonly Row[] | undefined;
  return { columns: relation.columns, rows: () => (rows ??= relation.rows(undefined)) };
}
