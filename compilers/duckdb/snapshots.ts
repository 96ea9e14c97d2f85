import {
  type AcceptSnapshots,
  NEXT_WINDOW_COLUMN,
  SOURCE_FILE,
  WINDOW_START_COLUMN,
  type WindowStart,
} from '../../model';
import { identifier, text } from './literals';
import type { DuckDbNames } from './names';

/** Why a snapshot is not used, as the rule by which its rows are quarantined. */
export const SNAPSHOT_RULES = { small: 'snapshot:too-small', broken: 'snapshot:broken-file' } as const;

const WINDOW = identifier(WINDOW_START_COLUMN);

/** Writes the start of the window of each row, by its file. */
export function writeWindowStart(step: WindowStart, input: string, names: DuckDbNames): string {
  const kept = step.input.columns.map(({ name }) => `i.${identifier(name)}`).join(', ');
  return `SELECT ${kept}, d.window_start AS ${WINDOW} FROM ${input} AS i JOIN ${deliveriesOf(step, names)} AS d ON d.file = i.${identifier(SOURCE_FILE)}`;
}

/** Writes the rows of the snapshots that are used, with the start of the next one where all are kept. */
export function writeAccept(step: AcceptSnapshots, input: string, names: DuckDbNames): string {
  const kept = step.input.columns.map(({ name }) => `i.${identifier(name)}`).join(', ');
  const next = step.keep === 'all' ? `, a.until AS ${identifier(NEXT_WINDOW_COLUMN)}` : '';
  const accepted = `SELECT window_start, lead(window_start) OVER (ORDER BY window_start) AS until FROM (${judged(step, input, names)}) WHERE accepted`;
  const newest = step.keep === 'newest' ? ' WHERE a.until IS NULL' : '';
  return `SELECT ${kept}${next} FROM ${input} AS i JOIN (${accepted}) AS a ON a.window_start = i.${WINDOW}${newest}`;
}

/** Queries the snapshots that are not used: their window, the rule, their rows, and those of the snapshot that they are compared with. */
export function refusedSnapshots(step: AcceptSnapshots, input: string, names: DuckDbNames): string {
  const rule = `CASE WHEN broken THEN ${text(SNAPSHOT_RULES.broken)} ELSE ${text(SNAPSHOT_RULES.small)} END`;
  return `SELECT window_start AS ${WINDOW}, rows AS _rows, before AS _rows_before, ${rule} AS _rule FROM (${judged(step, input, names)}) WHERE NOT accepted ORDER BY window_start`;
}

/** Every snapshot, in the order of windows, and whether it is used: not where a file of it fails its window, or where it is too small beside the last one that is. */
function judged(step: AcceptSnapshots, input: string, names: DuckDbNames): string {
  const { leastPercent, mayBeMissing } = step;
  const delivered = mayBeMissing ? ' WHERE rows > 0 OR broken' : '';
  const used = `NOT c.broken AND (j.base IS NULL OR c.rows * 100 >= ${leastPercent} * j.base)`;
  return `WITH RECURSIVE windows AS (
    SELECT d.window_start, d.broken, count(i.${WINDOW}) AS rows
    FROM (SELECT window_start, bool_or(broken) AS broken FROM ${deliveriesOf(step, names)} GROUP BY window_start) AS d
    LEFT JOIN ${input} AS i ON i.${WINDOW} = d.window_start GROUP BY d.window_start, d.broken
  ), c AS (
    SELECT *, row_number() OVER (ORDER BY window_start) AS place FROM windows${delivered}
  ), j(place, window_start, rows, broken, before, accepted, base) AS (
    SELECT CAST(0 AS BIGINT), CAST(NULL AS TIMESTAMP), CAST(0 AS BIGINT), false, CAST(NULL AS BIGINT), false, CAST(NULL AS BIGINT)
    UNION ALL
    SELECT c.place, c.window_start, c.rows, c.broken, j.base, ${used}, CASE WHEN ${used} THEN c.rows ELSE j.base END
    FROM j JOIN c ON c.place = j.place + 1
  ) SELECT * FROM j WHERE place > 0`;
}

function deliveriesOf({ source }: { readonly source: string }, { deliveries }: DuckDbNames): string {
  if (deliveries === undefined) throw new Error(`the deliveries of "${source}" are not known here`);
  return deliveries(source);
}
