import {
  type ArrayShape,
  type Column,
  type DataContract,
  formattedColumns,
  type Issue,
  type Kind,
  listed,
  suggestion,
} from '../model';
import { type Cells } from '../preview/sample-data/files';

/** A text in place of a value, as a source would write it: see {@link asWritten}. */
export class WrittenText {
  /** @param text as it is delivered. */
  constructor(readonly text: string) {}
}

/** A text in place of a value of any type, such as one that cannot be read: `amount: asWritten('n/a')`. */
export function asWritten(text: string): WrittenText {
  return new WrittenText(text);
}

type Digits = `${number}`;
type Day = `${number}-${number}-${number}`;

/** What stands for a value of a kind in a test: exact numbers also as text, days and timestamps as text or as a date. */
export type TestValue<K extends Kind> = {
  readonly string: string;
  readonly integer: number;
  readonly long: number | bigint | Digits;
  readonly decimal: number | Digits;
  readonly double: number;
  readonly boolean: boolean;
  readonly date: Day | Date;
  readonly timestamp: Day | `${Day}${'T' | ' '}${string}` | Date;
  readonly array: readonly object[];
}[K];

type GivenValue<K extends Kind> = TestValue<K> | null | WrittenText;
/** The elements of an array, by the way to it among the arrays of a contract. */
type GivenElements<A extends ArrayShape, W extends string> = readonly {
  readonly [F in keyof A[W]['schema']]?: A[W]['schema'][F] extends 'array'
    ? GivenElements<A, `${W}.${Extract<F, string>}`> | null | WrittenText
    : GivenValue<A[W]['schema'][F]>;
}[];

/** A row of a source in a test: the columns that matter; the others are filled in. */
export type GivenRow<D> =
  D extends DataContract<infer S, infer N>
    ? {
        readonly [C in keyof S]?: S[C] extends 'array'
          ? GivenElements<N['elements'], Extract<C, string>> | null | WrittenText
          : GivenValue<S[C]>;
      }
    : never;

/** Where a given row stands among those of a test. */
export interface RowPlace {
  /** The window that delivers it, from 0. */
  readonly window: number;
  /** Its number among all rows of its source, from 0. */
  readonly row: number;
}

const FIRST_DAY = Date.UTC(2026, 0, 1);

/**
 * A given row with everything that a source delivers.
 *
 * What is not given is filled in: nothing where a column is nullable or has a default; the first allowed value; the least allowed number, or 0;
 * `false`; the column's own name as text; the day of the window, 1 January 2026 for the first and a day more for each further one. Keys
 * are counted, so that each row is a row of its own. Texts that have to match a pattern are not made up.
 *
 * @param contract the source.
 * @param given the columns that matter.
 * @param place where the row stands.
 * @param issues takes what is wrong with the row.
 */
export function cellsOf(
  contract: DataContract,
  given: Readonly<Record<string, unknown>>,
  place: RowPlace,
  issues: Issue[],
): Cells {
  const columns = Object.fromEntries(formattedColumns(contract));
  return cellsIn(columns, given, { ...place, at: contract.name, issues });
}

interface Filling extends RowPlace {
  readonly at: string;
  readonly issues: Issue[];
}

function cellsIn(
  columns: Readonly<Record<string, Column>>,
  given: Readonly<Record<string, unknown>>,
  filling: Filling,
): Cells {
  for (const name of Object.keys(given).filter((key) => columns[key] === undefined))
    filling.issues.push({
      code: 'LH8143',
      at: filling.at,
      prop: 'given',
      got: `names "${name}", which is no column${suggestion(name, Object.keys(columns))}`,
      allowed: listed(Object.keys(columns)),
      change: 'name a column of the contract',
    });
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]): [string, Cells[string]] => {
      const value = given[name];
      if (value === undefined) return [name, madeUp(name, column, filling)];
      if (value === null) return [name, null];
      if (value instanceof WrittenText) return [name, value.text];
      if (column.elements && Array.isArray(value)) {
        const { elements } = column;
        return [
          name,
          value.map((element: Readonly<Record<string, unknown>>, row) =>
            cellsIn(elements, element, { ...filling, at: `${filling.at}.${name}`, row }),
          ),
        ];
      }
      return [name, textOf(value, column) ?? unfit(name, column, value, filling)];
    }),
  );
}

/** A value as the text that the library's own form has for it; nothing where it is none of the column's kind. */
export function textOf(value: unknown, { type }: Pick<Column, 'type'>): string | undefined {
  const text = scalarText(value);
  switch (type.kind) {
    case 'string':
      return typeof value === 'string' ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? text : undefined;
    case 'integer':
    case 'long':
      return /^-?\d+$/.test(text) && (typeof value !== 'number' || Number.isSafeInteger(value))
        ? text
        : undefined;
    case 'decimal':
      if (typeof value === 'number') return Number.isFinite(value) ? plain(value) : undefined;
      return /^-?\d+(\.\d+)?$/.test(text) ? text : undefined;
    case 'double':
      return typeof value === 'number' && Number.isFinite(value) ? text : undefined;
    case 'date':
      return value instanceof Date ? text.slice(0, 10) : /^\d{4}-\d\d-\d\d$/.test(text) ? text : undefined;
    case 'timestamp':
      return /^\d{4}-\d\d-\d\d$/.test(text)
        ? `${text}T00:00:00Z`
        : /^\d{4}-\d\d-\d\d[T ]/.test(text)
          ? text
          : undefined;
    case 'array':
      return undefined;
  }
}

/** A scalar as text; what is none has no text that any type has. */
export function scalarText(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  return JSON.stringify([value]).slice(1, -1);
}

/** A number without an exponent, with all the digits that JavaScript knows of it. */
function plain(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text;
}

function madeUp(name: string, column: Column, { window, row, ...filling }: Filling): Cells[string] {
  if (column.nullable || column.default !== undefined) return null;
  const { type, key, allowed, range, pattern } = column;
  if (allowed) return allowed[0] ?? null;
  const day = new Date(FIRST_DAY + window * 86_400_000).toISOString();
  switch (type.kind) {
    case 'string': {
      if (pattern) {
        filling.issues.push({
          code: 'LH8141',
          at: filling.at,
          prop: 'given',
          got: `has a row without "${name}", and no value is made up that matches ${String(pattern)}`,
          change: `give "${name}" in each row`,
        });
        return null;
      }
      return key ? `${name}-${row + 1}`.slice(-type.length) : name.slice(0, type.length);
    }
    case 'boolean':
      return 'false';
    case 'date':
      return day.slice(0, 10);
    case 'timestamp':
      return day;
    case 'array':
      return [];
    default: {
      const least = range?.low ?? Math.min(0, range?.high ?? 0);
      return plain(key ? least + row + 1 : least);
    }
  }
}

function unfit(name: string, { type }: Column, value: unknown, { at, issues }: Filling): null {
  issues.push({
    code: 'LH8143',
    at,
    prop: 'given',
    got: `has ${typeof value === 'string' ? `"${value}"` : scalarText(value)} as "${name}", which is no ${type.kind}`,
    allowed: `a value of the kind ${type.kind}`,
    change: 'correct the value; a text that cannot be read is given by asWritten(…)',
  });
  return null;
}
