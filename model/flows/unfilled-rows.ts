import { type ColumnInfo, type Schema } from '../columns';
import { type DataContract } from '../contracts/data-contract';

// What flows read and no flow of theirs fills: what is delivered, what others own, and what the platform itself knows.

/** The raw rows of a source, as text, in bronze. */
export interface BronzeRows {
  /** Distinguishes them from tables, which are typed. */
  readonly zone: 'bronze';
  /** Name of the source, as its contract gives it. */
  readonly name: string;
  /** What the source promises. */
  readonly contract: DataContract;
  /** The contract's columns, all nullable text, then the metadata columns. */
  readonly columns: readonly ColumnInfo[];
}

/** A table of which only the name is known here, because its owner declares it elsewhere. */
export interface TableReference<S extends Schema = Schema> {
  /** Distinguishes it from the table itself. */
  readonly zone: 'reference';
  /** Owner and table, as `department.table`. */
  readonly name: string;
  /** The columns that the reader counts on; the owner's table may have more. */
  readonly columns: readonly ColumnInfo[];
  /** Names of the columns that identify a row. */
  readonly key: readonly string[];
  /** The version of the owner's product that the reader counts on. */
  readonly version: number;
  /** Carries the column types for the compiler; never set. */
  readonly schema?: S;
}

/** The persons whose data are erased, as the department that reads it knows them. */
export interface ErasureList {
  /** Distinguishes it from tables: no flow fills it, the department's erasure does. */
  readonly zone: 'erasures';
  /** Its name. */
  readonly name: '_erasures';
  /** The kind of person, and the pseudonym of what identifies one. */
  readonly columns: readonly ColumnInfo[];
  /** Both columns. */
  readonly key: readonly string[];
}

/** What a synthesis knows of the cost of its environment. */
export interface PlatformEstimate<S extends Schema = Schema> {
  /** Distinguishes it from tables: no flow fills it, the synthesis does. */
  readonly zone: 'estimate';
  /** Name of the view that holds it. */
  readonly name: '_estimated_costs' | '_estimated_savings';
  /** Which of its rows it holds. */
  readonly rows: 'estimatedCosts' | 'estimatedSavings';
  /** The columns, in order. */
  readonly columns: readonly ColumnInfo[];
  /** Names of the columns that identify a row. */
  readonly key: readonly string[];
  /** Carries the column types for the compiler; never set. */
  readonly schema?: S;
}
