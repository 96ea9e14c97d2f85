import type { DataType } from '../../model';
import { notOffered, type TypeTable, writtenApart } from '../core/target';
import { writeType } from '../core/write';

/** What each type is in data flow scripts. */
export const SCRIPT_TYPES: TypeTable = {
  string: () => 'string',
  integer: () => 'integer',
  long: () => 'long',
  decimal: ({ precision, scale }) => `decimal(${precision},${scale})`,
  double: () => 'double',
  boolean: () => 'boolean',
  date: () => 'date',
  timestamp: () => 'timestamp',
  array: writtenApart('the transformation that reads it from text'),
};

/** How a constant of each type is written, from its text. */
const LITERALS: TypeTable<[value: string]> = {
  string: (_type, value) => scriptText(value),
  integer: (_type, value) => value,
  long: (_type, value) => `${value}L`,
  decimal: (type, value) => converted(scriptText(value), type),
  double: (type, value) => converted(scriptText(value), type),
  boolean: (_type, value) => `${value}()`,
  date: (_type, value) => `toDate(${scriptText(value)}, 'yyyy-MM-dd')`,
  timestamp: (_type, value) => `toTimestamp(${scriptText(value)}, 'yyyy-MM-dd HH:mm:ss')`,
  array: notOffered('an array is no constant', 'read it from text'),
};

/** A type as data flow scripts name it. */
export function scriptType(type: DataType): string {
  return writeType(SCRIPT_TYPES, type);
}

/** A column name, in braces where it does not begin with a letter. */
export function scriptColumn(name: string): string {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(name) ? name : `{${name}}`;
}

/** A quoted text. */
export function scriptText(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\t', '\\t').replaceAll('\r', '\\r').replaceAll('\n', '\\n')}'`;
}

/** A constant. */
export function scriptLiteral(value: string | number | boolean | null, type: DataType): string {
  return value === null ? typedNull(type) : writeType(LITERALS, type, String(value));
}

/** Null as a value of a type. */
export function typedNull(type: DataType): string {
  return converted('null()', type);
}

/** A value converted to a type; what does not fit is null. */
export function converted(value: string, type: DataType): string {
  if (type.kind === 'decimal') return `toDecimal(${value}, ${type.precision}, ${type.scale})`;
  return `to${type.kind.charAt(0).toUpperCase()}${type.kind.slice(1)}(${value})`;
}

/** Without the blanks at both ends. */
export function scriptTrim(value: string): string {
  return `trim(${value}, ' \\t\\r\\n')`;
}
