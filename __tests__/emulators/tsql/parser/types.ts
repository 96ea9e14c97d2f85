import { notModelled, TsqlError } from '../errors';
import { decimal, nvarchar, varchar, type SqlType } from '../types';
import type { TokenStream } from './token-stream';

const NOT_MODELLED = new Set(
  `DATETIME SMALLDATETIME DATETIMEOFFSET TIME MONEY SMALLMONEY REAL BINARY XML SQL_VARIANT TEXT
  NTEXT IMAGE`.split(/\s+/),
);

/**
 * Reads a data type.
 *
 * `defaultLength` is what char and varchar get without a length: 30 in CAST and CONVERT, 1 in a
 * declaration ("char and varchar (Transact-SQL)").
 */
export function parseType(stream: TokenStream, defaultLength: 1 | 30): SqlType {
  const token = stream.peek();
  // A bracketed type name is legal, and brackets do not change its meaning.
  const name = token.kind === 'quoted' ? token.text.toUpperCase() : token.upper;
  if ((token.kind !== 'word' && token.kind !== 'quoted') || name === '') {
    throw stream.syntaxError('a data type');
  }
  stream.next();
  switch (name) {
    case 'BIT':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
    case 'DATE':
      return { kind: name.toLowerCase() as 'bit' | 'tinyint' | 'smallint' | 'int' | 'bigint' | 'date' };
    case 'INTEGER':
      return { kind: 'int' };
    case 'FLOAT':
      return parseFloatType(stream);
    case 'DECIMAL':
    case 'NUMERIC':
    case 'DEC':
      return parseDecimalType(stream);
    case 'DATETIME2':
      return { kind: 'datetime2', scale: bounded(stream, 'datetime2', 7, 0, 7) };
    case 'CHAR':
    case 'NCHAR':
      return {
        kind: name === 'CHAR' ? 'char' : 'nchar',
        length: bounded(stream, name, defaultLength, 1, name === 'CHAR' ? 8000 : 4000),
      };
    case 'VARCHAR':
      return varchar(lengthOf(stream, name, defaultLength, 8000));
    case 'NVARCHAR':
      return nvarchar(lengthOf(stream, name, defaultLength, 4000));
    case 'VARBINARY':
      return { kind: 'varbinary', length: lengthOf(stream, name, defaultLength, 8000) };
    case 'UNIQUEIDENTIFIER':
      return { kind: 'uniqueidentifier' };
    case 'SYSNAME':
      return nvarchar(128);
    default:
      throw NOT_MODELLED.has(name)
        ? notModelled(`data type ${name.toLowerCase()}`)
        : new TsqlError(`type ${token.text} is not a defined system type`, 243);
  }
}

function parseFloatType(stream: TokenStream): SqlType {
  if (stream.takeSymbol('(')) {
    const bits = stream.integerConstant();
    stream.expectSymbol(')');
    if (bits < 25 || bits > 53) {
      throw notModelled(`float(${bits}), which is real`);
    }
  }
  return { kind: 'float' };
}

function parseDecimalType(stream: TokenStream): SqlType {
  let [precision, scale] = [18, 0];
  if (stream.takeSymbol('(')) {
    precision = stream.integerConstant();
    scale = stream.takeSymbol(',') ? stream.integerConstant() : 0;
    stream.expectSymbol(')');
  }
  if (precision < 1 || precision > 38 || scale > precision) {
    throw new TsqlError(
      `decimal(${precision},${scale}) is not a valid type: 1 <= precision <= 38, scale <= precision`,
      1002,
    );
  }
  return decimal(precision, scale);
}

function bounded(stream: TokenStream, name: string, fallback: number, low: number, high: number): number {
  if (!stream.takeSymbol('(')) {
    return fallback;
  }
  const value = stream.integerConstant();
  stream.expectSymbol(')');
  if (value < low || value > high) {
    throw new TsqlError(
      `the size ${value} given to type ${name.toLowerCase()} is not between ${low} and ${high}`,
      131,
    );
  }
  return value;
}

function lengthOf(stream: TokenStream, name: string, fallback: number, high: number): number | 'max' {
  if (stream.isSymbol('(') && stream.peek(1).upper === 'MAX') {
    stream.next();
    stream.next();
    stream.expectSymbol(')');
    return 'max';
  }
  return bounded(stream, name, fallback, 1, high);
}
