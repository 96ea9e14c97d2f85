import type { TextTable } from '../../text-table';
import type { ColumnDefinition, OpenRowset } from '../ast';
import { Exact, fitDecimal } from '../decimals';
import { ConversionError, notModelled, TsqlError } from '../errors';
import { fitInteger } from '../conversion';
import type { Relation } from '../query/context';
import { dateFromText, dateTimeFromText } from '../text-conversion';
import {
  BIGINT,
  BIT,
  DATE,
  decimal,
  FLOAT,
  INT,
  isString,
  isUnicode,
  typeName,
  varchar,
  type SqlType,
} from '../types';
import { canonicalText, type Row, type SqlValue } from '../values';
import type { Database } from './database';
import type { Server } from './server';

/** Brings a location to https form, with a slash at the end. */
export function folderUrl(base: string, path = ''): string {
  const abfss = /^abfss?:\/\/([^@/]+)@([^/]+)(.*)$/.exec(base);
  const https = abfss ? `https://${abfss[2] ?? ''}/${abfss[1] ?? ''}${abfss[3] ?? ''}` : base;
  if (!/^https:\/\/[^/]+\/[^/]/.test(https)) {
    throw new TsqlError(
      `location '${base}' must be https://<account>.dfs.core.windows.net/<file system>/…`,
      46530,
    );
  }
  const joined = [https, path].map((part) => part.replace(/^\/+|\/+$/g, '')).filter((part) => part !== '');
  return `${joined.join('/')}/`;
}

/** Full URL of what BULK names. */
function bulkUrl(ref: OpenRowset, database: Database): string {
  if (ref.dataSource === undefined) {
    return folderUrl(ref.bulk);
  }
  const source = database.dataSources.get(ref.dataSource);
  if (!source) {
    throw new TsqlError(`external data source '${ref.dataSource}' does not exist`, 46525);
  }
  return folderUrl(source.location, ref.bulk);
}

/** Opens OPENROWSET; the files are looked at when rows are read, or for their columns without WITH. */
export function openRowset(ref: OpenRowset, server: Server, database: Database): Relation {
  const url = bulkUrl(ref, database);
  if (ref.format === 'DELTA' && url.includes('*')) {
    throw new TsqlError(`wildcards are not supported with the DELTA format: '${ref.bulk}'`, 13807);
  }
  if (url.includes('*')) {
    throw notModelled(`a wildcard in the path '${ref.bulk}'`);
  }
  return readFolder(url, ref.columns, server);
}

/** Reads a folder as rows of the given columns, or of those the files have. */
export function readFolder(
  url: string,
  columns: readonly ColumnDefinition[] | undefined,
  server: Server,
): Relation {
  const wanted =
    columns ?? folder(url, server).columns.map(({ name, type }) => ({ name, type: inferredType(type) }));
  return { columns: wanted, rows: () => readRows(url, wanted, folder(url, server)) };
}

function folder(url: string, server: Server): TextTable {
  const found = [...server.files].find(([key]) => folderUrl(key) === url);
  if (!found) {
    throw new TsqlError(`content of directory on path '${url}' cannot be listed: it does not exist`, 13807);
  }
  return found[1];
}

function readRows(url: string, columns: readonly ColumnDefinition[], table: TextTable): readonly Row[] {
  const readers = columns.map((column) => {
    // Column names of Parquet are matched with regard to case; one that is missing reads as NULL.
    const index = table.columns.findIndex(({ name }) => name === column.name);
    const source = table.columns[index];
    return source ? { index, read: reader(source.type, column, url) } : undefined;
  });
  return table.rows.map((row) =>
    readers.map((found) => {
      const text = found ? row[found.index] : null;
      return found && text !== null && text !== undefined ? found.read(text) : null;
    }),
  );
}

type LogicalKind = 'string' | 'integer' | 'long' | 'decimal' | 'double' | 'boolean' | 'date' | 'timestamp';

function logical(type: string): {
  readonly kind: LogicalKind;
  readonly precision: number;
  readonly scale: number;
} {
  const [, kind, precision, scale] =
    /^(string|integer|long|decimal|double|boolean|date|timestamp)(?:\((\d+),\s*(\d+)\))?$/.exec(type) ?? [];
  if (kind === undefined || (kind === 'decimal') !== (precision !== undefined)) {
    throw new TsqlError(`'${type}' is not a logical type of a lake file`);
  }
  return { kind: kind as LogicalKind, precision: Number(precision ?? 0), scale: Number(scale ?? 0) };
}

/** Types the service infers for files ("Type mapping for Parquet"). */
function inferredType(type: string): SqlType {
  const { kind, precision, scale } = logical(type);
  switch (kind) {
    case 'string':
      return varchar(8000);
    case 'integer':
      return INT;
    case 'long':
      return BIGINT;
    case 'decimal':
      return decimal(precision, scale);
    case 'double':
      return FLOAT;
    case 'boolean':
      return BIT;
    case 'date':
      return DATE;
    case 'timestamp':
      return { kind: 'datetime2', scale: 7 };
  }
}

function isCompatible(source: ReturnType<typeof logical>, target: SqlType): boolean {
  switch (source.kind) {
    case 'string':
      return target.kind === 'varchar' || target.kind === 'nvarchar';
    case 'integer':
      return target.kind === 'int' || target.kind === 'bigint';
    case 'decimal':
      return (
        target.kind === 'decimal' &&
        target.scale >= source.scale &&
        target.precision - target.scale >= source.precision - source.scale
      );
    default:
      return target.kind === inferredType(source.kind).kind;
  }
}

function reader(sourceType: string, column: ColumnDefinition, url: string): (text: string) => SqlValue {
  const source = logical(sourceType);
  const { type } = column;
  if (!isCompatible(source, type)) {
    throw new TsqlError(
      `column '${column.name}' of type '${typeName(type)}' is not compatible with external data type '${sourceType}', please try with '${typeName(inferredType(sourceType))}': ${url}`,
      13812,
    );
  }
  return (text) => {
    try {
      return readValue(text, source.kind, type);
    } catch (error) {
      if (error instanceof ConversionError || error instanceof SyntaxError) {
        throw new TsqlError(
          `column '${column.name}' of ${url} holds '${text}', which is no ${typeName(type)}: ${error.message}`,
          13812,
        );
      }
      throw error;
    }
  };
}

function readValue(text: string, kind: LogicalKind, type: SqlType): SqlValue {
  switch (kind) {
    case 'integer':
    case 'long':
      return fitInteger(BigInt(text), kind === 'integer' ? 'int' : 'bigint');
    case 'decimal':
      return fitDecimal(new Exact(text), type);
    case 'double':
      return Number(text);
    case 'boolean':
      if (text !== 'true' && text !== 'false') {
        throw new ConversionError('a boolean is true or false');
      }
      return text === 'true' ? 1n : 0n;
    case 'date':
      return dateFromText(text);
    case 'timestamp':
      return readTimestamp(text, type);
    case 'string':
      return readText(text, type);
  }
}

function readTimestamp(text: string, type: SqlType): bigint {
  const value = dateTimeFromText(text, 7);
  if (type.kind === 'datetime2' && value % 10n ** BigInt(7 - type.scale) !== 0n) {
    throw notModelled(`timestamp '${text}' read as ${typeName(type)}, which cannot hold it`);
  }
  return value;
}

function readText(text: string, type: SqlType): string {
  const size = isUnicode(type) ? text.length : Buffer.byteLength(text, 'utf8');
  if (isString(type) && type.length !== 'max' && size > type.length) {
    throw new ConversionError('string or binary data would be truncated while reading column');
  }
  return text;
}

/** Writes a query's result as files: what CETAS does. */
export function writeFolder(url: string, relation: Relation, server: Server): void {
  const taken = [...server.files.keys()].map((key) => folderUrl(key)).find((key) => key.startsWith(url));
  if (taken !== undefined) {
    throw new TsqlError(`external table location '${url}' already exists and is not empty`, 15842);
  }
  const columns = relation.columns.map(({ name, type }) => ({ name, type: logicalName(type, name) }));
  const found = relation.rows(undefined);
  // Whether a file is written is not documented, and a folder without one cannot be read.
  if (found.length === 0) throw notModelled('CREATE EXTERNAL TABLE AS SELECT of no rows');
  const rows = found.map((row) =>
    row.map((value, i) => {
      const type = relation.columns[i]?.type;
      const text = type ? canonicalText(value, type) : null;
      return type?.kind === 'bit' && text !== null ? (text === '1' ? 'true' : 'false') : text;
    }),
  );
  server.files.set(url, { columns, rows });
}

function logicalName(type: SqlType, column: string): string {
  if (isString(type)) {
    return 'string';
  }
  switch (type.kind) {
    case 'bigint':
      return 'long';
    case 'decimal':
      return typeName(type);
    case 'float':
      return 'double';
    case 'bit':
      return 'boolean';
    case 'date':
      return 'date';
    case 'datetime2':
      return 'timestamp';
    case 'varbinary':
      throw notModelled(`column '${column}' of type ${typeName(type)} in CREATE EXTERNAL TABLE AS SELECT`);
    default:
      return 'integer';
  }
}
