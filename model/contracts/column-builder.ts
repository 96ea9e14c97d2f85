import { type Schema } from '../columns';
import { said } from '../said';
import { decimalType, type Kind, stringType } from '../types';
import { type Column, type DefaultOf, type PersonalTreatment, type SampleSpec, type TypeOf } from './column';
import { type BooleanFormat, type EpochUnit, type NumberFormat, type ValueFormat } from './value-format';

/** What `writtenAs` takes for a kind. */
export type WrittenAs<K extends Kind> = K extends 'date' | 'timestamp'
  ? readonly string[]
  : K extends 'boolean'
    ? readonly [BooleanFormat]
    : K extends 'integer' | 'long' | 'decimal' | 'double'
      ? readonly [NumberFormat]
      : never;

/**
 * Describes a column, one promise at a time; every call gives a new builder.
 *
 * The compiler follows whether the column is part of the key, and what an array holds.
 */
export class ColumnBuilder<K extends Kind, Q extends boolean = boolean, E extends ArrayShape = ArrayShape> {
  /** Whether the column is part of the key, for the compiler; never set. */
  declare readonly identifies?: Q;
  /** What an array holds, for the compiler; never set. */
  declare readonly holds?: E;

  /** @param column the promises so far. */
  constructor(readonly column: Column<K>) {}

  /** Values may be missing; without it a missing value breaks the contract. */
  nullable(): ColumnBuilder<K, Q, E> {
    return this.with({ nullable: true });
  }
  /** Part of what identifies a row; in an array, of what identifies an element among its siblings. */
  key(): ColumnBuilder<K, true, E> {
    return new ColumnBuilder<K, true, E>(Object.freeze(Object.assign({}, this.column, { key: true })));
  }
  /** For the company's own use. Columns are internal unless they say otherwise. */
  internal(): ColumnBuilder<K, Q, E> {
    return this.with({ classification: 'internal' });
  }
  /** Known to everybody. */
  public(): ColumnBuilder<K, Q, E> {
    return this.with({ classification: 'public' });
  }
  /** About a person: pseudonymised before it reaches silver, unless a reason is given to keep it. */
  personal(exception?: { readonly keep: true; readonly reason: string }): ColumnBuilder<K, Q, E> {
    const personal: PersonalTreatment = exception
      ? { treatment: 'keep', reason: exception.reason }
      : { treatment: 'pseudonymise' };
    return this.with({ classification: 'personal', personal });
  }
  /**
   * Identifies a person (a data subject), whose data are erased by this value: see `docs/erasure.md`.
   *
   * @param kind the kind of person, such as `customer`: columns of one kind hold the same identifiers, in whichever source.
   */
  subject(kind: string): ColumnBuilder<K, Q, E> {
    return this.with({ subject: kind });
  }
  /** The name of the column in the source's files. */
  physicalName(name: string): ColumnBuilder<K, Q, E> {
    return this.with({ physicalName: name });
  }
  /** Where the value is in a JSON document: `path('shipping', 'city')` for `{"shipping": {"city": …}}`. */
  path(...path: readonly string[]): ColumnBuilder<K, Q, E> {
    return this.with({ path });
  }
  /**
   * The name of the column in the source's files.
   *
   * @deprecated Use {@link physicalName}. Ends in 1.0.
   */
  deliveredAs(name: string): ColumnBuilder<K, Q, E> {
    return this.physicalName(name);
  }
  /**
   * Where the value is in a JSON document.
   *
   * @deprecated Use {@link path}. Ends in 1.0.
   */
  deliveredAt(...path: readonly string[]): ColumnBuilder<K, Q, E> {
    return this.path(...path);
  }
  /**
   * How the source writes values: one pattern or more of days and timestamps (`'dd/MM/yyyy'`), separators and signs of numbers
   * (`{ decimal: ',' }`), words of booleans (`{ true: ['yes'], false: ['no'] }`). What is written otherwise breaks the contract.
   * See `docs/formats.md`. @default the library's own form, or what `writtenAs` of the contract says
   */
  writtenAs(...format: WrittenAs<K>): ColumnBuilder<K, Q, E> {
    const { kind } = this.column.type as { readonly kind: Kind };
    const [of] = format as readonly unknown[];
    if (kind === 'date' || kind === 'timestamp' || typeof of === 'string')
      return this.formatted({ patterns: format as readonly string[] });
    return this.formatted(
      kind === 'boolean' ? { boolean: of as BooleanFormat } : { number: of as NumberFormat },
    );
  }
  /**
   * Timestamps are numbers of these units since 1970-01-01 in UTC; fractions are cut after the millisecond.
   *
   * @param unit what is counted.
   * @param numbers how the numbers are written, such as `{ decimal: ',' }`; what `writtenAs` of the contract says of numbers is not of these. @default a point
   */
  epoch(
    this: ColumnBuilder<'timestamp', Q, E>,
    unit: EpochUnit,
    numbers?: NumberFormat,
  ): ColumnBuilder<'timestamp', Q, E> {
    return this.formatted({ epoch: unit, ...(numbers && { number: numbers }) });
  }
  /**
   * Timestamps without an offset are what the clock of a place shows. Of an hour that comes twice the first is taken; an hour that
   * never comes breaks the contract.
   *
   * @param timeZone an IANA name such as `Europe/Berlin`, for which Windows has a name too.
   */
  clockOf(this: ColumnBuilder<'timestamp', Q, E>, timeZone: string): ColumnBuilder<'timestamp', Q, E> {
    return this.formatted({ clock: timeZone });
  }
  /** Texts that stand for a missing value, as they are written: `N/A`, `\\N`, `9999-12-31`. Blanks always do. */
  nullMarkers(...markers: readonly string[]): ColumnBuilder<K, Q, E> {
    return this.formatted({ nullMarkers: markers });
  }
  /**
   * The value is in the name of a folder around the file, `<folder>=<value>`, as Spark and DuckDB write partitions; of sources whose
   * files are dropped.
   */
  fromFolder(folder: string): ColumnBuilder<K, Q, E> {
    return this.with({ folder });
  }
  /** What stands for a missing value, a day as `YYYY-MM-DD`; a value that cannot be read still breaks the contract. */
  default(value: DefaultOf<K>): ColumnBuilder<K, Q, E> {
    return this.with({ default: value });
  }
  /** What the column means, for the reader of the catalogue. */
  describedAs(description: string): ColumnBuilder<K, Q, E> {
    return this.with({ description });
  }
  /** The only values allowed. */
  oneOf(this: ColumnBuilder<'string', Q, E>, ...values: readonly string[]): ColumnBuilder<'string', Q, E> {
    return this.with({ allowed: values });
  }
  /** Smallest number allowed. */
  atLeast(this: ColumnBuilder<'integer' | 'long' | 'decimal', Q, E>, low: number): ColumnBuilder<K, Q, E> {
    return this.within({ low }) as ColumnBuilder<Kind, Q, E> as ColumnBuilder<K, Q, E>;
  }
  /** Largest number allowed. */
  atMost(this: ColumnBuilder<'integer' | 'long' | 'decimal', Q, E>, high: number): ColumnBuilder<K, Q, E> {
    return this.within({ high }) as ColumnBuilder<Kind, Q, E> as ColumnBuilder<K, Q, E>;
  }
  /** A regular expression that the whole text must match; see `Expr.matches` for what it may contain. */
  matching(this: ColumnBuilder<'string', Q, E>, pattern: RegExp): ColumnBuilder<'string', Q, E> {
    return this.with({ pattern });
  }
  /** How sample data is made for this column. */
  sample(sample: SampleSpec): ColumnBuilder<K, Q, E> {
    return this.with({ sample });
  }

  private formatted(change: ValueFormat): ColumnBuilder<K, Q, E> {
    return this.with({ format: Object.freeze(Object.assign({}, this.column.format, change)) });
  }

  private within(change: Column['range']): ColumnBuilder<K, Q, E> {
    return this.with({ range: Object.assign({}, this.column.range, change) });
  }

  private with(change: Partial<Column<K>>): ColumnBuilder<K, Q, E> {
    return new ColumnBuilder<K, Q, E>(Object.freeze(Object.assign({}, this.column, change)));
  }
}

/** Columns of each type: `t.decimal(12, 2)`. A column is required and internal until it says otherwise. */
export const t = {
  /** Text of at most `length` characters, 250,000 at most; default 256. */
  string: (length = 256) => column(stringType(length)),
  /** Whole number of 32 bits. */
  integer: () => column({ kind: 'integer' }),
  /** Whole number of 64 bits. */
  long: () => column({ kind: 'long' }),
  /** Exact decimal number. */
  decimal: (precision: number, scale: number) => column(decimalType(precision, scale)),
  /** Floating-point number; never for money. */
  double: () => column({ kind: 'double' }),
  /** True or false; delivered as true, false, 1 or 0, or as `writtenAs` says. */
  boolean: () => column({ kind: 'boolean' }),
  /** A day, delivered as `YYYY-MM-DD`, or as `writtenAs` says. */
  date: () => column({ kind: 'date' }),
  /** A timestamp, delivered as `YYYY-MM-DD HH:MM:SS`, with `T`, fraction and offset if present; UTC without one. */
  timestamp: () => column({ kind: 'timestamp' }),
  /**
   * The place of an element in its array, counted from 1, and part of its key: for elements that have no key of their own. What
   * identifies an element by its place is another element when one before it goes.
   */
  position: () =>
    new ColumnBuilder<'integer', true>(
      Object.assign({}, column({ kind: 'integer' }).column, { key: true, position: true as const }),
    ),
  array,
} as const;

/** Columns of an array's elements, made with `t`: values, and arrays inside of an element. */
export type ElementBuilders = Readonly<Record<string, ColumnBuilder<Kind>>>;

/** Names of the columns that elements of single values have. */
export interface ElementNames<P extends string = string, V extends string = string> {
  /** Of the place in the array, from 1. @default 'position' */
  readonly position?: P;
  /** Of the value. @default 'value' */
  readonly value?: V;
}

/** The columns of an array of single values. */
export type ValueElements<K extends Kind, P extends string, V extends string> = {
  readonly [C in P]: ColumnBuilder<'integer', true>;
} & { readonly [C in V]: ColumnBuilder<K, false> };

/** An array inside a JSON document of single values, such as tags: each has its place, from 1, which is its key. */
function array<K extends Exclude<Kind, 'array'>, P extends string = 'position', V extends string = 'value'>(
  value: ColumnBuilder<K>,
  names?: ElementNames<P, V>,
): ColumnBuilder<'array', false, ElementsOf<ValueElements<K, P, V>>>;
/**
 * An array inside a JSON document of objects, such as the lines of an order; one or more of their columns identify an element among
 * its siblings. `mapping(contract, { each: … })` makes a table of them. Arrays may be inside of the objects.
 */
function array<B extends ElementBuilders>(elements: B): ColumnBuilder<'array', false, ElementsOf<B>>;
function array(
  elements: ColumnBuilder<Kind> | ElementBuilders,
  { position = 'position', value = 'value' }: ElementNames = {},
): ColumnBuilder<'array', false> {
  const columns =
    elements instanceof ColumnBuilder
      ? { [position]: t.position().column, [value]: wholeElement(elements.column) }
      : columnsMade(elements);
  const personal = Object.values(columns).some((element) => element?.classification === 'personal');
  return new ColumnBuilder({
    ...column<'array'>({ kind: 'array' }).column,
    ...(personal && { classification: 'personal' as const }),
    elements: Object.freeze(columns),
  });
}

function wholeElement(value: Column): Column {
  return Object.freeze(Object.assign({}, value, { wholeElement: true as const }));
}

/** What the compiler knows of the elements of one array. */
export interface ElementShape {
  /** Names and kinds of their columns. */
  readonly schema: Schema;
  /** Names of the columns that identify one among its siblings. */
  readonly key: string;
}

/** What an array holds, and what the arrays inside of its elements do: by the way to them, `''` for its own elements. */
export type ArrayShape = Readonly<Record<string, ElementShape>>;

/** What an array with these columns holds. */
export type ElementsOf<B> = {
  readonly [P in '' | ArrayPaths<B>]: P extends '' ? ShapeOfElements<B> : ArrayAt<B, P>;
};

type ShapeOfElements<B> = {
  readonly schema: { readonly [C in keyof B]: B[C] extends ColumnBuilder<infer K> ? K : never };
  readonly key: { [C in keyof B & string]: B[C] extends ColumnBuilder<Kind, true> ? C : never }[keyof B &
    string];
};

/** The ways to arrays of columns, and to those inside of their elements: `lines`, `lines.taxes`. */
export type ArrayPaths<B> = {
  [C in keyof B & string]: B[C] extends ColumnBuilder<'array', boolean, infer E>
    ? C | `${C}.${Exclude<keyof E & string, ''>}`
    : never;
}[keyof B & string];

/** What the array holds to which a way leads. */
export type ArrayAt<B, P extends string> = P extends keyof B
  ? B[P] extends ColumnBuilder<'array', boolean, infer E>
    ? E['']
    : never
  : P extends `${infer C}.${infer R}`
    ? C extends keyof B
      ? B[C] extends ColumnBuilder<'array', boolean, infer E>
        ? E[R]
        : never
      : never
    : never;

/** The columns that builders describe, by name; what is no builder is kept as it is, for the validation to tell. */
export function columnsMade(builders: Readonly<Record<string, ColumnBuilder<Kind>>>): Record<string, Column> {
  return Object.fromEntries(
    Object.entries(said(builders)).map(([name, builder]) => [name, columnMade(builder)]),
  );
}

/** The column that a builder describes; what is no builder is kept as it is, for the validation to tell. */
export function columnMade(builder: ColumnBuilder<Kind>): Column {
  return builder instanceof ColumnBuilder ? builder.column : builder;
}

function column<K extends Kind>(type: TypeOf<K>): ColumnBuilder<K, false> {
  return new ColumnBuilder<K, false>({
    type,
    nullable: false,
    key: false,
    classification: 'internal',
    description: '',
  });
}
