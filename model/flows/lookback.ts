/** The rows of a table that may have come or changed since the last run; older ones no longer do. */
export interface TimeRange {
  /** The column that dates a row: a date or a timestamp, never null. */
  readonly timeColumn: string;
  /** Whole days before that of the start of the pipeline's window. */
  readonly lookbackDays: number;
}
