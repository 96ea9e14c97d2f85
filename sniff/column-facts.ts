import { type DataType, type ValueFormat } from '../model';
import { type Conventions } from './values/conventions';
import { type ValueCount } from './values/value-counts';

/** What was counted of one column. */
export interface ColumnCounts {
  /** Rows of the source. */
  readonly rows: number;
  /** Rows with a value that is not blank. */
  readonly present: number;
  /** Different values, blank ones left out. */
  readonly distinct: number;
  /** Characters of the longest. */
  readonly longest: number;
  /** Values with their rows, those of most rows first. */
  readonly values: readonly ValueCount[];
}

/** What a column is read as. */
export interface ColumnReading {
  /** The type that holds its values. */
  readonly type: DataType;
  /** How they are written, where that is not the library's own form. */
  readonly format: ValueFormat;
  /** Values that are none of that type. */
  readonly exceptions: readonly ValueCount[];
  /** Rows without a value: blank, or with what stands for one. */
  readonly missing: number;
  /** Texts that stand for a missing value. */
  readonly markers: readonly string[];
  /** What was seen, in words. */
  readonly evidence: readonly string[];
  /** What is not sure, in words. */
  readonly doubts: readonly string[];
  /** Of days and timestamps, the first and the last day. */
  readonly days?: readonly [first: string, last: string];
  /** What it says of how the source writes. */
  readonly conventions: Conventions;
}
