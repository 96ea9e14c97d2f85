/** A column that rows are ordered by. */
export interface Order {
  /** Name of the column. */
  readonly column: string;
  /** Greatest first, nulls last; otherwise smallest first, nulls first. */
  readonly descending: boolean;
}
