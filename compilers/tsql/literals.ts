import { type DataType, MAX_STRING_LENGTH } from '../../model';
import { notOffered, type TypeTable } from '../core/target';
import { writeType } from '../core/write';

/** Collation of every text: UTF-8, compared code point by code point like the other engines do. */
export const COLLATION = 'Latin1_General_100_BIN2_UTF8';

/** What each type is in serverless SQL. */
export const TSQL_TYPES: TypeTable = {
  // Four bytes for the widest characters.
  string: ({ length }) => (length > MAX_STRING_LENGTH ? 'VARCHAR(MAX)' : `VARCHAR(${length * 4})`),
  integer: () => 'INT',
  long: () => 'BIGINT',
  decimal: ({ precision, scale }) => `DECIMAL(${precision},${scale})`,
  double: () => 'FLOAT',
  boolean: () => 'BIT',
  date: () => 'DATE',
  timestamp: () => 'DATETIME2(6)',
  array: notOffered(
    'an external table reads single values of a Delta table',
    'read the silver table of the elements, made by mapping() with each',
  ),
};

/** A type as serverless SQL names it. */
export function tsqlType(type: DataType): string {
  return writeType(TSQL_TYPES, type);
}

/** A quoted name. */
export function bracketed(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`;
}

/** A quoted text. */
export function tsqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A constant. */
export function tsqlLiteral(value: string | number | boolean | null, type: DataType): string {
  if (value === null) return `CAST(NULL AS ${tsqlType(type)})`;
  if (type.kind === 'string') return tsqlText(String(value));
  if (type.kind === 'boolean') return `CAST(${value ? 1 : 0} AS BIT)`;
  return `CAST(${typeof value === 'string' ? tsqlText(value) : value} AS ${tsqlType(type)})`;
}

/** Equality that sees trailing spaces: T-SQL's `=` does not, with any collation. */
export function equality(left: string, right: string, type: DataType): string {
  return type.kind === 'string'
    ? `(${left} = ${right} AND DATALENGTH(${left}) = DATALENGTH(${right}))`
    : `${left} = ${right}`;
}

/** Order that sees trailing spaces, too. */
export function ordering(operator: '<' | '<=', left: string, right: string, type: DataType): string {
  if (type.kind !== 'string') return `${left} ${operator} ${right}`;
  return `(${left} < ${right} OR (${left} = ${right} AND DATALENGTH(${left}) ${operator} DATALENGTH(${right})))`;
}

/** The expressions by which rows of equal text, trailing spaces included, come together. */
export function groupKeys(value: string, type: DataType): string[] {
  return type.kind === 'string' ? [value, `DATALENGTH(${value})`] : [value];
}
