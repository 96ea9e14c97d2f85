import { type Classification, type ColumnInfo } from '../columns';
import { isObject } from '../said';
import { type DecimalType, type Kind, type StringType } from '../types';
import { type ValueFormat } from './value-format';

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
  | { readonly from: 'range'; readonly low: number; readonly high: number }
  /** Days and timestamps so many days after the day of the row, both ends included. */
  | { readonly from: 'later'; readonly low: number; readonly high: number }
  /** Timestamps of which `every` rows fall into so many minutes, like the page views of a visit. */
  | { readonly from: 'burst'; readonly every: number; readonly minutes: number }
  /**
   * A value that the made-up rows of another source have in a column, so that the two match. With a `skew` of 1 all are
   * picked alike; the greater it is, the more often the first ones are.
   */
  | { readonly from: 'reference'; readonly source: string; readonly column: string; readonly skew?: number };

/** What can stand for a missing value of a kind: days and timestamps as text. */
export type DefaultOf<K extends Kind> = K extends 'string' | 'date' | 'timestamp'
  ? string
  : K extends 'boolean'
    ? boolean
    : K extends 'array'
      ? never
      : number;

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
  /** The kind of person, such as `customer`, whom its values identify. */
  readonly subject?: string;
  /** Name in the source's files, where it is not the contract's. */
  readonly physicalName?: string;
  /** Names of the objects around the value in a JSON document, outermost first, and its own name. */
  readonly path?: readonly string[];
  /** How values are written, where that is not the library's own form. */
  readonly format?: ValueFormat;
  /** Name before the equals sign of the folders that hold the value: `day` for `day=2026-01-01/`. */
  readonly folder?: string;
  /** Stands for a missing value; a row is then never without one. */
  readonly default?: string | number | boolean;
  /** For arrays: what every object in it promises; of single values, the columns of their position and value. */
  readonly elements?: Readonly<Record<string, Column>>;
  /** In an array: not a value of the element, but its place among its siblings, from 1. */
  readonly position?: true;
  /** In an array of single values: the element itself. */
  readonly wholeElement?: true;
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

/** What rows hold in a column of which this is promised; what is no column is kept as it is, for the validation to tell. */
export function columnInfo(name: string, column: Column, lineage: readonly string[]): ColumnInfo {
  if (!isColumn(column)) return column;
  const { type, nullable, classification } = column;
  return { name, type, nullable, classification, lineage };
}

/** A column, and those inside of its elements, each by the way to it: `lines`, `lines.sku`. */
export function columnsWithin(name: string, column: Column): (readonly [way: string, column: Column])[] {
  const inside = isObject(column.elements) ? Object.entries(column.elements) : [];
  return [
    [name, column],
    ...inside.flatMap(([element, within]) =>
      isColumn(within) ? columnsWithin(`${name}.${element}`, within) : [],
    ),
  ];
}

/** Whether something that was kept is a column whose values can be read. */
export function isColumn(column: Column | undefined): column is Column {
  return isObject(column) && isObject(column.type) && typeof column.type.kind === 'string';
}
