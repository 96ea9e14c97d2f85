import { type DataType } from '../../types';

/** A parameter of a department's SQL. */
export interface SqlParameter {
  /** Name in the SQL, without the at sign. */
  readonly name: string;
  /** Its type, the same in the procedure. */
  readonly type: DataType;
  /** A constant as text, or the day of the pipeline's window. */
  readonly value: string | WindowDay;
}

/** Stands for the first day, in UTC, of the window that a pipeline runs for. */
export interface WindowDay {
  readonly from: 'window';
  /** The day that the preview takes, as `YYYY-MM-DD`: it knows no windows. */
  readonly preview: string;
}
