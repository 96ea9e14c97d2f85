/** What a source's other columns say of values that can be read in two ways. */
export interface Conventions {
  /** The sign before fractions. */
  readonly decimal?: '.' | ',' | undefined;
  /** Whether semicolons stand between values: spreadsheets write them where a comma is the decimal sign. */
  readonly semicolons?: boolean | undefined;
  /** Whether days stand before months. */
  readonly dayFirst?: boolean | undefined;
  /** Texts that stand for a missing value among numbers and days. */
  readonly markers?: readonly string[] | undefined;
  /** The words for yes and no, `yes/no`, where a column has both. */
  readonly words?: string | undefined;
  /** The same where a column has one of them only. */
  readonly guessedWords?: string | undefined;
  /** The place whose clock timestamps without an offset show. */
  readonly clock?: string | undefined;
}
