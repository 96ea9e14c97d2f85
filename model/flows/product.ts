/** A personal column that readers of a product get, and why. */
export interface ExposedColumn {
  /** Name of the column. */
  readonly column: string;
  /** Why readers need it, in words. */
  readonly reason: string;
}

/** What the owner of a published table promises to other departments. */
export interface Product {
  /** Whole number from 1 on; raised with every change that breaks readers, who say which one they count on. */
  readonly version: number;
  /** The personal columns that it shows; every one of the table has to be here. */
  readonly exposes: readonly ExposedColumn[];
}
