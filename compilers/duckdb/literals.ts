import type { DataType } from '../../model';
import { BLANKS } from '../core/grammar';
import { type TypeTable } from '../core/target';
import { writeType } from '../core/write';

/** What each type is in DuckDB. */
export const DUCKDB_TYPES: TypeTable = {
  string: () => 'VARCHAR',
  integer: () => 'INTEGER',
  long: () => 'BIGINT',
  decimal: ({ precision, scale }) => `DECIMAL(${precision},${scale})`,
  double: () => 'DOUBLE',
  boolean: () => 'BOOLEAN',
  date: () => 'DATE',
  timestamp: () => 'TIMESTAMP',
  array: () => 'JSON[]',
};

/** A type as DuckDB names it. */
export function duckDbType(type: DataType): string {
  return writeType(DUCKDB_TYPES, type);
}

/** A quoted name. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A quoted text. */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A constant. */
export function duckDbLiteral(value: string | number | boolean | null, type: DataType): string {
  if (value === null) return `CAST(NULL AS ${duckDbType(type)})`;
  if (type.kind === 'string') return text(String(value));
  if (type.kind === 'boolean') return String(value).toUpperCase();
  return `CAST(${typeof value === 'string' ? text(value) : value} AS ${duckDbType(type)})`;
}

/** Without the blanks at both ends. */
export function trim(value: string): string {
  const blanks = Array.from(BLANKS, (character) => `chr(${character.codePointAt(0)})`).join(' || ');
  return `trim(${value}, ${blanks})`;
}
