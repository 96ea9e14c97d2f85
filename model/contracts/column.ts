import { type Classification } from '../columns';
import { type DecimalType, decimalType, type Kind, type StringType, stringType } from '../types';

/** How a mapping treats a personal column. */
export type PersonalTreatment =
  | { readonly treatment: 'pseudonymise' }
  /** Kept as it is; the reason is part of the contract and of the access documents. */
  | { readonly treatment: 'keep'; readonly reason: string };

/** How sample data for a column is made, where its rules say too little. */
export type SampleSpec =
  /** `prefix` and a running number; `every` rows share one. */
  | { readonly from: 'sequence'; readonly prefix: string; readonly every?: number }
  /** One of the values, those with a higher weight more often. */
  | { readonly from: 'values'; readonly values: readonly string[]; readonly weights?: readonly number[] }
  /** Numbers between both, with the scale of the column. */
  | { readonly from: 'range'; readonly low: number; readonly high: number };

/** The types of one kind. */
export type TypeOf<K extends Kind> = K extends 'string'
  ? StringType
  : K extends 'decimal'
    ? DecimalType
    : { readonly kind: K };

/** A promise about one column of a source. */
export interface Column<K extends Kind = Kind> {
  /** What every value must be readable as. */
  readonly type: TypeOf<K>;
  /** Whether a value may be missing; where not, a row without it goes to quarantine. */
  readonly nullable: boolean;
  /** Whether the column is part of what identifies a row. */
  readonly key: boolean;
  /** How widely its values may be seen; carried along to everything computed from them. */
  readonly classification: Classification;
  /** For personal columns: pseudonymised, or kept for a reason. */
  readonly personal?: PersonalTreatment;
  /** Name in the source's files, where it is not the contract's. */
  readonly deliveredAs?: string;
  /** What it means, in words; empty when not given. */
  readonly description: string;
  /** The only values allowed. */
  readonly allowed?: readonly string[];
  /** Smallest and largest number allowed. */
  readonly range?: { readonly low?: number; readonly high?: number };
  /** What the whole text must match. */
  readonly pattern?: RegExp;
  /** How sample data is made for it; from its type and rules when not given. */
  readonly sample?: SampleSpec;
}

/** Describes a column, one promise at a time; every call gives a new builder. */
export class ColumnBuilder<K extends Kind> {
  /** @param column the promises so far. */
  constructor(readonly column: Column<K>) {}

  /** Values may be missing; without it a missing value breaks the contract. */
  nullable(): ColumnBuilder<K> {
    return this.with({ nullable: true });
  }
  /** Part of what identifies a row. */
  key(): ColumnBuilder<K> {
    return this.with({ key: true });
  }
  /** For the company's own use. Columns are internal unless they say otherwise. */
  internal(): ColumnBuilder<K> {
    return this.with({ classification: 'internal' });
  }
  /** Known to everybody. */
  public(): ColumnBuilder<K> {
    return this.with({ classification: 'public' });
  }
  /** About a person: pseudonymised before it reaches silver, unless a reason is given to keep it. */
  personal(exception?: { readonly keep: true; readonly reason: string }): ColumnBuilder<K> {
    const personal: PersonalTreatment = exception
      ? { treatment: 'keep', reason: exception.reason }
      : { treatment: 'pseudonymise' };
    return this.with({ classification: 'personal', personal });
  }
  /** The name of the column in the source's files. */
  deliveredAs(name: string): ColumnBuilder<K> {
    return this.with({ deliveredAs: name });
  }
  /** What the column means, for the reader of the catalogue. */
  describedAs(description: string): ColumnBuilder<K> {
    return this.with({ description });
  }
  /** The only values allowed. */
  oneOf(this: ColumnBuilder<'string'>, ...values: readonly string[]): ColumnBuilder<'string'> {
    return this.with({ allowed: values });
  }
  /** Smallest number allowed. */
  atLeast(this: ColumnBuilder<'integer' | 'long' | 'decimal'>, low: number): ColumnBuilder<K> {
    return this.with({ range: { ...this.column.range, low } }) as ColumnBuilder<Kind> as ColumnBuilder<K>;
  }
  /** Largest number allowed. */
  atMost(this: ColumnBuilder<'integer' | 'long' | 'decimal'>, high: number): ColumnBuilder<K> {
    return this.with({ range: { ...this.column.range, high } }) as ColumnBuilder<Kind> as ColumnBuilder<K>;
  }
  /** A regular expression that the whole text must match; see `Expr.matches` for what it may contain. */
  matching(this: ColumnBuilder<'string'>, pattern: RegExp): ColumnBuilder<'string'> {
    return this.with({ pattern });
  }
  /** How sample data is made for this column. */
  sample(sample: SampleSpec): ColumnBuilder<K> {
    return this.with({ sample });
  }

  private with(change: Partial<Column<K>>): ColumnBuilder<K> {
    return new ColumnBuilder<K>(Object.freeze(Object.assign({}, this.column, change)));
  }
}

/** Columns of each type: `t.decimal(12, 2)`. A column is required and internal until it says otherwise. */
export const t = {
  /** Text of at most `length` characters; default 256. */
  string: (length = 256) => column(stringType(length)),
  /** Whole number of 32 bits. */
  integer: () => column({ kind: 'integer' }),
  /** Whole number of 64 bits. */
  long: () => column({ kind: 'long' }),
  /** Exact decimal number. */
  decimal: (precision: number, scale: number) => column(decimalType(precision, scale)),
  /** Floating-point number; never for money. */
  double: () => column({ kind: 'double' }),
  /** True or false; delivered as true, false, 1 or 0. */
  boolean: () => column({ kind: 'boolean' }),
  /** A day, delivered as `YYYY-MM-DD`. */
  date: () => column({ kind: 'date' }),
  /** A moment in UTC, delivered as `YYYY-MM-DD HH:MM:SS`, with `T`, fraction and `Z` if present. */
  timestamp: () => column({ kind: 'timestamp' }),
} as const;

function column<K extends Kind>(type: TypeOf<K>): ColumnBuilder<K> {
  return new ColumnBuilder<K>({
    type,
    nullable: false,
    key: false,
    classification: 'internal',
    description: '',
  });
}
