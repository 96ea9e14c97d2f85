import { TsqlError } from './errors';

/** Names of the four character types. */
export type StringKind = 'char' | 'varchar' | 'nchar' | 'nvarchar';

/** Names of the integer types that arithmetic is done in. */
export type IntegerKind = 'tinyint' | 'smallint' | 'int' | 'bigint';

/** A T-SQL data type; `null` is the type of a bare NULL until its context gives it one. */
export type SqlType =
  | { readonly kind: 'null' | 'bit' | IntegerKind | 'float' | 'date' | 'uniqueidentifier' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'datetime2' | 'datetimeoffset'; readonly scale: number }
  | { readonly kind: StringKind | 'varbinary'; readonly length: number | 'max' };

/** A character type with its length in bytes (char, varchar) or byte pairs (nchar, nvarchar). */
export type StringType = { readonly kind: StringKind; readonly length: number | 'max' };

/** The largest number of digits a decimal can hold. */
export const MAX_PRECISION = 38;

export const BIT: SqlType = { kind: 'bit' };
export const INT: SqlType = { kind: 'int' };
export const BIGINT: SqlType = { kind: 'bigint' };
export const FLOAT: SqlType = { kind: 'float' };
export const DATE: SqlType = { kind: 'date' };
export const NULL_TYPE: SqlType = { kind: 'null' };
/** The type of names in catalogue views. */
export const SYSNAME: StringType = { kind: 'nvarchar', length: 128 };

/** Data type precedence, lowest first ("Data type precedence (Transact-SQL)"). */
const PRECEDENCE: readonly SqlType['kind'][] = [
  'null',
  'varbinary',
  'char',
  'varchar',
  'nchar',
  'nvarchar',
  'uniqueidentifier',
  'bit',
  'tinyint',
  'smallint',
  'int',
  'bigint',
  'decimal',
  'float',
  'date',
  'datetime2',
  'datetimeoffset',
];

/** Precision an integer type has when it takes part in decimal arithmetic. */
const INTEGER_PRECISION: Record<IntegerKind, number> = {
  tinyint: 3,
  smallint: 5,
  int: 10,
  bigint: 19,
};

/** Rank of a type in the order of precedence; the higher one wins. */
export function precedence(type: SqlType): number {
  return PRECEDENCE.indexOf(type.kind);
}

/** Tells whether a type is one of the character types. */
export function isString(type: SqlType): type is StringType {
  return type.kind === 'char' || type.kind === 'varchar' || type.kind === 'nchar' || type.kind === 'nvarchar';
}

/** Tells whether a character type holds UTF-16. */
export function isUnicode(type: SqlType): boolean {
  return type.kind === 'nchar' || type.kind === 'nvarchar';
}

/** Tells whether a type is an integer type, bit excluded. */
export function isInteger(type: SqlType): type is { readonly kind: IntegerKind } {
  return type.kind === 'tinyint' || type.kind === 'smallint' || type.kind === 'int' || type.kind === 'bigint';
}

/** Tells whether a type is exact or approximate numeric, bit included. */
export function isNumeric(type: SqlType): boolean {
  return isInteger(type) || type.kind === 'bit' || type.kind === 'decimal' || type.kind === 'float';
}

/** Tells whether a type is a date or a date with a time. */
export function isTemporal(type: SqlType): boolean {
  return type.kind === 'date' || type.kind === 'datetime2';
}

/** Builds a decimal type. */
export function decimal(precision: number, scale: number): SqlType {
  return { kind: 'decimal', precision, scale };
}

/** Builds a varchar type. */
export function varchar(length: number | 'max'): StringType {
  return { kind: 'varchar', length };
}

/** Builds an nvarchar type. */
export function nvarchar(length: number | 'max'): StringType {
  return { kind: 'nvarchar', length };
}

/** Spells a type as T-SQL does, in lower case. */
export function typeName(type: SqlType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'datetime2':
    case 'datetimeoffset':
      return `${type.kind}(${type.scale})`;
    case 'null':
      // SELECT NULL yields an int column.
      return 'int';
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
    case 'varbinary':
      return `${type.kind}(${type.length})`;
    default:
      return type.kind;
  }
}

/** Precision and scale an exact numeric type takes into decimal arithmetic. */
export function asDecimal(type: SqlType): { readonly precision: number; readonly scale: number } {
  if (type.kind === 'decimal') {
    return type;
  }
  if (isInteger(type)) {
    return { precision: INTEGER_PRECISION[type.kind], scale: 0 };
  }
  if (type.kind === 'bit') {
    return { precision: 1, scale: 0 };
  }
  throw new TsqlError(`data type ${typeName(type)} has no precision and scale`, 8116);
}

/** Length a type takes when it is turned into text implicitly ("CONCAT", "CAST and CONVERT"). */
export function textLength(type: SqlType): number | 'max' {
  switch (type.kind) {
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
    case 'varbinary':
      return type.length;
    case 'decimal':
      return 41;
    case 'float':
      return 32;
    case 'date':
      return 10;
    case 'datetime2':
      return type.scale === 0 ? 19 : 20 + type.scale;
    case 'datetimeoffset':
      return type.scale === 0 ? 26 : 27 + type.scale;
    case 'bigint':
      return 24;
    case 'null':
    case 'bit':
      return 1;
    default:
      return 12;
  }
}

/** The character type of a concatenation: the lengths add up, to 8000 bytes unless one is max. */
export function concatenated(left: SqlType, right: SqlType): StringType {
  const unicode = isUnicode(left) || isUnicode(right);
  const [a, b] = [textLength(left), textLength(right)];
  const length = a === 'max' || b === 'max' ? 'max' : Math.min(a + b, unicode ? 4000 : 8000);
  return unicode ? nvarchar(length) : varchar(length);
}
