import {
  type DataType,
  type FileFormat,
  type FileOptions,
  type ValueFormat,
  type ValueFormats,
} from '../model';
import { type ValueCount } from './values/value-counts';

/** A value inside of a definition. */
export type Literal =
  string | number | boolean | RegExp | readonly Literal[] | { readonly [name: string]: Literal | undefined };

/** A call in the definition of a column, such as `.matching(/[A-Z]{3}/)`. */
export interface Call {
  /** Name of the method. */
  readonly method: string;
  /** What it is called with. */
  readonly values: readonly Literal[];
}

/** A column as it is proposed. */
export interface ColumnProposal {
  /** Name in the contract. */
  readonly name: string;
  /** Where its values are in the files, as a person would say it. */
  readonly place: string;
  /** What every value is read as. */
  readonly type: DataType;
  /** How its values are written. */
  readonly format: ValueFormat;
  /** What else is promised of it, in the order in which it is written. */
  readonly calls: readonly Call[];
  /** Of an array, what its objects hold. */
  readonly elements?: readonly ColumnProposal[];
  /** Of an array of single values, these, and the names of the columns that their table has. */
  readonly single?: {
    readonly value: ColumnProposal;
    readonly names: { readonly position: string; readonly value: string };
  };
  /** Whether it is the place of an element in its array. */
  readonly isPosition?: true;
  /** What was seen. */
  readonly evidence: readonly string[];
  /** Some values; of personal columns, masked. */
  readonly examples: readonly string[];
  /** What is not sure. */
  readonly doubts: readonly string[];
  /** Values that are none of the type, with where the first of each is. */
  readonly exceptions: readonly ExceptionFound[];
}

/** A value that is not like the others of its column. */
export interface ExceptionFound extends ValueCount {
  /** File and line where it is first; nothing where lines are not known, as in Parquet. */
  readonly at?: string;
}

/** Something in the files of which no column is made. */
export interface Omitted {
  /** Where it is in the files. */
  readonly place: string;
  /** Why. */
  readonly why: string;
}

/** Rows that a preview of the proposal sends to quarantine. */
export interface BrokenRows {
  /** The rule that they break, such as `type:amount`. */
  readonly rule: string;
  /** How many there are. */
  readonly rows: number;
  /** The first few, with file, line and what is wrong, in words. */
  readonly examples: readonly string[];
}

/** A data contract as it is proposed, with why. */
export interface ContractProposal {
  /** Name of the source. */
  readonly name: string;
  /** Files that were read, and how much of them, in words. */
  readonly files: string;
  /** Rows that were read. */
  readonly rows: number;
  /** Rows that there are, about, where only a sample was read; 0 where that is not known. @default all were read */
  readonly sampleOf?: number;
  /** How the files are written. */
  readonly format: FileFormat;
  /** What a connector says of the files. */
  readonly options: FileOptions;
  /** How values are written in all columns. */
  readonly writtenAs: ValueFormats;
  /** Columns in the order of the files. */
  readonly columns: readonly ColumnProposal[];
  /** The column that says when something happened; nothing of a snapshot, each delivery of which is the whole of it. */
  readonly eventTime?: string;
  /** Rows of a day. */
  readonly expectedRowsPerDay: number;
  /** What was seen of files, keys and times. */
  readonly evidence: readonly string[];
  /** What is not sure of them; that which could be wrong in silence comes first. */
  readonly doubts: readonly string[];
  /** What no column is made of. */
  readonly omitted: readonly Omitted[];
  /** What a preview of the proposal found in the same files. */
  readonly broken: readonly BrokenRows[];
}
