import { type DuckDb } from '../preview/duckdb';
import { type ColumnReading } from './column-reading';
import { type RowsToCount } from './row-counts';
import { counted } from './words';

/** Rows of a day, and how they were counted. */
export interface RowsPerDay {
  /** Rows, with two digits that count. */
  readonly rows: number;
  /** What was counted. */
  readonly evidence: readonly string[];
  /** What is not sure. */
  readonly doubts: readonly string[];
}

/**
 * Counts how many rows come in a day, by the column that says when something happened.
 *
 * Days are told apart by what is before the time in a text, or by the seconds of a day, so that no form of dates has to be read.
 */
export async function rowsPerDay(
  engine: DuckDb,
  { query }: RowsToCount,
  rows: number,
  reading: ColumnReading | undefined,
  column: string,
): Promise<RowsPerDay> {
  const perDay = { seconds: 86_400, milliseconds: 86_400_000, microseconds: 86_400_000_000 };
  const unit = reading?.format.epoch;
  const day =
    unit === undefined
      ? `regexp_replace("${column}", '[T ,]+[0-9]{1,2}:.*$', '')`
      : `floor(TRY_CAST("${column}" AS DOUBLE) / ${perDay[unit]})`;
  const [row = {}] = await engine.rows(
    `SELECT count(*) AS days, median(rows) AS rows FROM (SELECT ${day} AS day, count(*) AS rows FROM (${query}) WHERE "${column}" IS NOT NULL GROUP BY 1)`,
  );
  const dayCount = Math.max(1, Number(row['days']));
  const usual = rounded(Math.max(1, Number(row['rows'])));
  return {
    rows: usual,
    evidence: [`${counted(rows, 'row')} on ${counted(dayCount, 'day')}`],
    doubts: dayCount === 1 ? ['rows of a day are counted on one day only'] : [],
  };
}

function rounded(count: number): number {
  const digits = Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.max(1, Math.ceil(count / 10 ** digits) * 10 ** digits);
}
