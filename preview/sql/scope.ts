import { type TypedValue } from './values';

/** A column of a table in FROM: the value it has in the select around. */
export interface ScopeColumn {
  /** The table's name in the select; case counts. */
  readonly table: string;
  /** The column's name; case counts, as in a database of a binary collation. */
  readonly name: string;
  /** What it is. */
  readonly value: TypedValue;
}

/** The columns in reach of an expression. */
export interface Scope {
  /** Those of the select itself. */
  readonly columns: readonly ScopeColumn[];
  /** Those of the select around it. */
  readonly outer?: Scope;
}

/** A column that a query gives; one without a name can be used nowhere. */
export interface OutputColumn {
  /** Its name. */
  readonly name: string | undefined;
  /** Its type, and whether its texts end with spaces. */
  readonly value: TypedValue;
}

/** A query written for DuckDB. */
export interface WrittenQuery {
  /** The whole of it. */
  readonly sql: string;
  /** Its columns, in order. */
  readonly columns: readonly OutputColumn[];
}
