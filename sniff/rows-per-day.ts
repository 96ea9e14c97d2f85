import { type DuckDb } from '../preview/duckdb';
import { type ColumnFound } from './column-proposals';
import { type Draft } from './draft';
import { type RowTime } from './row-time';
import { type SampledSource } from './sample/sample';
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

const DAY_MS = 86_400_000;

/** Counts how many rows come in a day, by the column that says when something happened, or in a snapshot. */
export async function rowsPerDay(
  engine: DuckDb,
  { loaded: { written } }: Draft,
  time: RowTime,
  columns: readonly ColumnFound[],
  sample: SampledSource,
): Promise<RowsPerDay> {
  const all = sample.sampleOf(written);
  if (time.eventTime === undefined) {
    const rows = (all ?? written) / time.deliveries;
    return {
      rows: rounded(rows),
      evidence: [counted(time.deliveries, 'delivery', 'deliveries')],
      doubts: [],
    };
  }
  const reading = columns.find(({ proposal }) => proposal.name === time.eventTime)?.reading;
  if (all !== undefined) return ofSample(all === 0 ? written : all, reading?.days);
  return byDays(engine, time, time.eventTime, written, reading?.format.epoch);
}

/** A sample has a part of the rows of some days: what counts is how many days its rows span. */
function ofSample(rows: number, days: readonly [string, string] | undefined): RowsPerDay {
  const [first, last] = (days ?? []).map((day) => Date.parse(day));
  const span = first === undefined || last === undefined ? 1 : Math.max(1, (last - first) / DAY_MS + 1);
  return {
    rows: rounded(rows / span),
    evidence: [`about ${counted(rows, 'row')} on ${counted(Math.round(span), 'day')}`],
    doubts: ['rows of a day are reckoned from a sample'],
  };
}

/** Days are told apart by what is before the time in a text, or by the seconds of a day, so that no form of dates has to be read. */
async function byDays(
  engine: DuckDb,
  { rows: { query } }: RowTime,
  column: string,
  rows: number,
  unit: 'seconds' | 'milliseconds' | 'microseconds' | undefined,
): Promise<RowsPerDay> {
  const perDay = { seconds: 86_400, milliseconds: DAY_MS, microseconds: DAY_MS * 1000 };
  const day =
    unit === undefined
      ? `regexp_replace("${column}", '[T ,]+[0-9]{1,2}:.*$', '')`
      : `floor(TRY_CAST("${column}" AS DOUBLE) / ${perDay[unit]})`;
  const [row = {}] = await engine.rows(
    `SELECT count(*) AS days, median(rows) AS rows FROM (SELECT ${day} AS day, count(*) AS rows FROM (${query}) WHERE "${column}" IS NOT NULL GROUP BY 1)`,
  );
  const dayCount = Math.max(1, Number(row['days']));
  return {
    rows: rounded(Number(row['rows'])),
    evidence: [`${counted(rows, 'row')} on ${counted(dayCount, 'day')}`],
    doubts: dayCount === 1 ? ['rows of a day are counted on one day only'] : [],
  };
}

function rounded(count: number): number {
  const least = Math.max(1, count);
  const digits = Math.max(0, Math.floor(Math.log10(least)) - 1);
  return Math.max(1, Math.ceil(least / 10 ** digits) * 10 ** digits);
}
