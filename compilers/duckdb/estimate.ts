import { type EstimatedRows, type PlatformEstimate, rowsOfEstimate } from '../../model';
import { duckDbLiteral, duckDbType, identifier } from './literals';

/** What the platform is estimated to cost, as SQL behind FROM. */
export function estimateRows(estimate: PlatformEstimate, all: EstimatedRows): string {
  const { columns, name } = estimate;
  const rows = rowsOfEstimate(estimate, all);
  if (rows.length === 0) {
    const nothing = columns.map(
      ({ name: column, type }) => `${duckDbLiteral(null, type)} AS ${identifier(column)}`,
    );
    return `(SELECT ${nothing.join(', ')} WHERE false)`;
  }
  const values = rows.map(
    (row) => `(${columns.map(({ type }, at) => duckDbLiteral(row[at] ?? null, type)).join(', ')})`,
  );
  const list = columns.map(({ name: column }) => identifier(column)).join(', ');
  const typed = columns.map(
    ({ name: column, type }) => `CAST(${identifier(column)} AS ${duckDbType(type)}) AS ${identifier(column)}`,
  );
  return `(SELECT ${typed.join(', ')} FROM (VALUES ${values.join(', ')}) AS ${identifier(name)}(${list}))`;
}
