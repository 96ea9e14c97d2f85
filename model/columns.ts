import { type DataType, type Kind } from './types';

/** Names and kinds of columns, as the compiler checks them. */
export type Schema = Readonly<Record<string, Kind>>;

/** How widely a value may be seen. */
export type Classification = 'public' | 'internal' | 'personal';

/** A column of the rows that a relation yields. */
export interface ColumnInfo {
  /** The same name in files, SQL and data flows: lower-case letters, digits and underscores. */
  readonly name: string;
  /** What its values are, the same on every engine. */
  readonly type: DataType;
  /** Whether a row can be without a value. */
  readonly nullable: boolean;
  /** The strictest classification of what the value was computed from. */
  readonly classification: Classification;
  /** The contract columns the value was computed from, as `source.column`, sorted. */
  readonly lineage: readonly string[];
  /** Set for metadata columns (the file of a row, its run): kept to the end of a mapping, and never read from a table. */
  readonly metadata?: true;
}

/** The columns that readers see: all but the metadata columns. */
export function businessColumns(columns: readonly ColumnInfo[]): ColumnInfo[] {
  return columns.filter(({ metadata: load }) => !load);
}

/** The metadata columns, which say where a row came from. */
export function metadataColumns(columns: readonly ColumnInfo[]): ColumnInfo[] {
  return columns.filter(({ metadata: load }) => load === true);
}
