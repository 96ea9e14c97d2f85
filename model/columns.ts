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
}
