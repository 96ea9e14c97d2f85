/** Why a file cannot be used. */
export interface LoadError {
  /** By this the report counts. */
  readonly rule: string;
  /** In words. */
  readonly reason: string;
  /** Rows that go with it, when they can be counted. */
  readonly rows?: number;
}
