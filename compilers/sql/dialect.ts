import type { DataType, SemiJoin } from '../../model';
import type { AggregateTable, WindowTable } from '../core/target';

/** What an as-of join is made of. `l` stands for the rows, `r` for those that are looked up. */
export interface AsOfParts {
  /** The rows. */
  readonly input: string;
  /** The columns of the rows. */
  readonly kept: readonly string[];
  /** The rows that are looked up. */
  readonly other: string;
  /** The columns that come from them. */
  readonly added: readonly string[];
  /** What makes rows match, apart from time. */
  readonly on: readonly string[];
  /** The day of a row. */
  readonly day: string;
  /** The day of a row that is looked up. */
  readonly otherDay: string;
  /** Most days between them. */
  readonly maxAgeDays: number;
}

/** What differs between dialects in the steps of a flow. Names are quoted, and values written, already. */
export interface SqlDialect {
  /** A quoted name. */
  readonly name: (name: string) => string;
  /** Equality of two values of a type, to the last trailing space. */
  readonly equal: (left: string, right: string, type: DataType) => string;
  /** The values by which rows of equal values come together. */
  readonly keys: (value: string, type: DataType) => readonly string[];
  /** A value that rows are ordered by: nulls first when ascending, last when descending. */
  readonly order: (value: string, descending: boolean) => string;
  /** The day that the path of a file names, by which deliveries are ordered before their paths. @default paths alone order them */
  readonly deliveryDay?: (file: string) => string;
  /** The rows of which a window function gives 1. */
  readonly first: (columns: string, input: string, place: string) => string;
  /** What keeps the rows `l` by whether rows `r` match. */
  readonly matching: (keep: SemiJoin['keep'], other: string, on: string) => string;
  /** The rows with the columns of the latest matching row in time. */
  readonly asOfJoin: (parts: AsOfParts) => string;
  /** The functions of many rows. */
  readonly aggregates: AggregateTable;
  /** The functions of the rows around a row, given what stands behind OVER. */
  readonly windows: WindowTable<[over: string]>;
}
