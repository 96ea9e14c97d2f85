/** How a delivery tells that a row is deleted, which it still has. */
export interface DeleteMarker<C extends string = string> {
  /**
   * The column: a text that has one of `values`, a boolean that is true, or a date or timestamp that is there. Personal columns that
   * become pseudonyms, and parts of the key, are none.
   */
  readonly column: C;
  /** For a text: what it is in deleted rows. */
  readonly values?: readonly string[];
}

/** What a source without a time promises: each delivery holds all rows that there are. */
export interface Snapshot {
  /**
   * The least number of keys of a delivery, in percent of those of the delivery before it, 0 to 100: a smaller one is refused, and
   * changes nothing. 0 lets the table become empty.
   */
  readonly leastPercent: number;
  /** Rows that are delivered and deleted all the same. @default none: what is deleted is no longer delivered */
  readonly deleteMarker?: DeleteMarker;
}

/** What a department says of a source without a time; see {@link Snapshot}. */
export interface SnapshotProps<C extends string> {
  /** The least number of keys of a delivery, in percent of those of the delivery before it, 0 to 100. @default 50 */
  readonly leastPercent?: number;
  /** Rows that are delivered and deleted all the same. @default none: what is deleted is no longer delivered */
  readonly deleteMarker?: DeleteMarker<C>;
}

/** The least part of the delivery before it that a snapshot has, in percent, when a contract does not say. */
export const DEFAULT_LEAST_PERCENT = 50;
