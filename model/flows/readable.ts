import { type Kind } from '../types';
import { type ColumnInfo, type Relation } from './relation';

/** Names and kinds of columns, as the compiler checks them. */
export type Schema = Readonly<Record<string, Kind>>;

/** The raw rows of a source, as text, in bronze. */
export interface BronzeRows {
  readonly zone: 'bronze';
  readonly name: string;
  readonly columns: readonly ColumnInfo[];
}

/** How the rows of a run change a table. */
export type WriteMode = 'upsert' | 'append' | 'overwrite';

/** A silver or gold table and the flow that fills it. */
export interface Table<S extends Schema = Schema> {
  readonly zone: 'silver' | 'gold';
  readonly name: string;
  readonly description: string;
  readonly columns: readonly ColumnInfo[];
  /** Names of the columns that identify a row. */
  readonly key: readonly string[];
  readonly write: WriteMode;
  /** For upserts: of two versions of a row, the one with the greater value stays. */
  readonly newestBy?: string;
  /** For gold: computed at each query, or stored by a procedure. */
  readonly materialized: boolean;
  /** Whether other departments may read it. */
  readonly published: boolean;
  readonly relation: Relation;
  /** Carries the column types for the compiler; never set. */
  readonly schema?: S;
}

/** A table of which only the name is known here, because its owner declares it elsewhere. */
export interface TableReference<S extends Schema = Schema> {
  readonly zone: 'reference';
  /** Owner and table, as `department.table`. */
  readonly name: string;
  readonly columns: readonly ColumnInfo[];
  readonly key: readonly string[];
  /** Carries the column types for the compiler; never set. */
  readonly schema?: S;
}

/** What a flow can read. */
export type Readable = BronzeRows | Table | TableReference;
