import { type Scope } from './scope';
import { type Reader, type Tree } from './syntax-tree';
import { type Meaning, type TypedValue, type Value } from './values';

/** What functions and aggregates need of whoever writes the expressions inside them. */
export interface ValueWriter {
  /** Reads nodes, and refuses what is not known. */
  readonly reader: Reader;
  /** What operators and conversions mean. */
  readonly meaning: Meaning;
  /** A value; a condition is refused, as T-SQL does. */
  value(tree: Tree, scope: Scope): Value;
  /** A value that is no bare NULL. */
  typed(tree: Tree, scope: Scope, where: string): TypedValue;
  /** Values one of which is shown, in the type that holds them all. */
  unified(values: readonly Value[], where: string): TypedValue;
  /** A number of characters, days or places: a constant. */
  constant(tree: Tree, what: string, low: number, high: number): number;
}
