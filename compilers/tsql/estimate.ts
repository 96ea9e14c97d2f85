import { type EstimatedRows, type PlatformEstimate, rowsOfEstimate } from '../../model';
import { bracketed, tsqlLiteral, tsqlType } from './literals';

/** What the platform is estimated to cost, as one query on one line: the rows are constants, and read nothing. */
export function estimateQuery(estimate: PlatformEstimate, all: EstimatedRows): string {
  const { columns } = estimate;
  const select = (row: readonly (string | null)[]): string =>
    `SELECT ${columns
      .map(({ name, type }, at) => {
        const literal = tsqlLiteral(row[at] ?? null, type);
        // A text takes the length of its column, whatever the others of its union hold.
        return `${type.kind === 'string' ? `CAST(${literal} AS ${tsqlType(type)})` : literal} AS ${bracketed(name)}`;
      })
      .join(', ')}`;
  const rows = rowsOfEstimate(estimate, all);
  return rows.length === 0 ? `${select([])} WHERE 1 = 0` : rows.map(select).join(' UNION ALL ');
}
