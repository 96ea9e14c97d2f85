/** What a number of a moment counts, since 1970-01-01 00:00:00 UTC. */
export type EpochUnit = 'seconds' | 'milliseconds' | 'microseconds';

/** Ways to write that a number is below zero, besides a minus of ASCII before it: `minus-sign` is that of typesetting, U+2212, in the same place. */
export type NegativeForm = 'trailing-minus' | 'parentheses' | 'minus-sign';

/**
 * Ways to write fractions: `bare` has no digit before the sign (`.50`, as bcp and Oracle write it), `zero` is a whole number with a fraction of
 * nothing (`17850.0`, as pandas writes whole numbers with gaps).
 */
export type FractionForm = 'bare' | 'zero';

/** How numbers are written. What is written otherwise breaks the contract; a minus, a plus and an exponent are always read. */
export interface NumberFormat {
  /** Stands before the fraction. @default '.' */
  readonly decimal?: '.' | ',';
  /** Stands between groups of three digits: one of `.`, `,`, `'`, `’`, `_`, a blank, or a no-break space. @default none */
  readonly thousands?: string;
  /**
   * Texts that may stand before or after the number, such as `€`, `EUR` or `%`: they are left out, and `12 %` is the number 12.
   * @default none
   */
  readonly symbols?: readonly string[];
  /** Other forms of a number below zero: `5.00-`, `(5.00)`, `−5.00`. @default none */
  readonly negatives?: readonly NegativeForm[];
  /** Other forms of fractions: `.50` of decimals and doubles, `17.0` of whole numbers. @default none */
  readonly fractions?: readonly FractionForm[];
}

/** The texts that mean true, and those that mean false; A to Z in any case. */
export interface BooleanFormat {
  /** Such as `yes` and `y`. */
  readonly true: readonly string[];
  /** Such as `no` and `n`. */
  readonly false: readonly string[];
}

/** How the values of a column are written, where that is not the library's own form; see `docs/formats.md`. */
export interface ValueFormat {
  /** Of days and timestamps: the patterns, of which a value has one. */
  readonly patterns?: readonly string[];
  /** Of timestamps: a number of these units. */
  readonly epoch?: EpochUnit;
  /** Of timestamps without an offset: the place whose clock they show, by its IANA name. */
  readonly clock?: string;
  /** Texts that stand for a missing value, as they are written. */
  readonly nullMarkers?: readonly string[];
  /** Of numbers, those of an epoch too. */
  readonly number?: NumberFormat;
  /** Of booleans. */
  readonly boolean?: BooleanFormat;
}

/** How the values of a source are written, for all its columns that do not say otherwise. */
export interface ValueFormats {
  /** Texts that stand for a missing value in every column, such as `N/A` or `\N`. @default none: nothing but blanks is missing */
  readonly nullMarkers?: readonly string[];
  /** The patterns of days, such as `dd/MM/yyyy`. @default `YYYY-MM-DD` */
  readonly dates?: readonly string[];
  /** The patterns of timestamps, such as `MM/dd/yy HH:mm`. @default `YYYY-MM-DD HH:MM:SS` and the like */
  readonly timestamps?: readonly string[];
  /** The place whose clock timestamps without an offset show, such as `Europe/Berlin`. @default 'UTC' */
  readonly clock?: string;
  /** Decimals, doubles and whole numbers. @default a point, and no thousands separators */
  readonly numbers?: NumberFormat;
  /** Booleans. @default true, false, 1 and 0 */
  readonly booleans?: BooleanFormat;
}
