import { type DataContract, physicalNameOf, type DataType, type SqlConnector } from '../../model';
import { bracketed } from '../tsql/literals';

/** The schema of a table when a source does not say. */
export const DEFAULT_SCHEMA = 'dbo';
/** Stands for the window's start in the query. */
export const QUERY_START = '{windowStart}';
/** Stands for the window's end in the query; it is not part of the window. */
export const QUERY_END = '{windowEnd}';

/**
 * The query of a window of a table: the rows whose watermark is at its start or later, and before its end, with every
 * value as text that mappings read. Of a snapshot it is all rows.
 */
export function extractQuery(contract: DataContract, from: SqlConnector): string {
  const columns = Object.entries(contract.columns).map(([name, { type }]) => {
    const source = bracketed(physicalNameOf(contract, name));
    return `${asText(source, type)} AS ${bracketed(name)}`;
  });
  const table = `${bracketed(from.schema ?? DEFAULT_SCHEMA)}.${bracketed(from.table)}`;
  const all = `SELECT ${columns.join(', ')} FROM ${table}`;
  if (from.watermark === undefined) return all;
  const watermark = bracketed(physicalNameOf(contract, from.watermark));
  const timestamp = (placeholder: string): string => `CONVERT(DATETIME2(0), '${placeholder}', 126)`;
  return `${all} WHERE ${watermark} >= ${timestamp(QUERY_START)} AND ${watermark} < ${timestamp(QUERY_END)}`;
}

/**
 * A value as text in the grammar of delivered text. A value that is not what the contract says travels as the database
 * writes it, and the mapping quarantines it.
 */
function asText(column: string, type: DataType): string {
  const plain = `CONVERT(NVARCHAR(MAX), ${column})`;
  const or = (typed: string): string => `COALESCE(${typed}, ${plain})`;
  switch (type.kind) {
    case 'string':
    case 'integer':
    case 'long':
    case 'boolean':
      return plain;
    case 'decimal':
      // Money and floats write too few digits by themselves.
      return or(`CONVERT(NVARCHAR(MAX), TRY_CONVERT(DECIMAL(38, ${type.scale}), ${column}))`);
    case 'double':
      // Style 3: all 17 digits.
      return or(`CONVERT(NVARCHAR(MAX), TRY_CONVERT(FLOAT, ${column}), 3)`);
    case 'array':
      throw new Error('not validated: an array from a database');
    case 'date':
      return or(`CONVERT(NVARCHAR(MAX), TRY_CONVERT(DATE, ${column}, 23), 23)`);
    case 'timestamp':
      // In UTC; a timestamp without an offset is in UTC. Of seven digits of a second six are kept, cut and not rounded.
      return or(
        `LEFT(CONVERT(NVARCHAR(MAX), CONVERT(DATETIME2(7), SWITCHOFFSET(TRY_CONVERT(DATETIMEOFFSET(7), ${column}, 126), 0)), 126), 26)`,
      );
  }
}
