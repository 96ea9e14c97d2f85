import { duckDbText, identifier } from '../../compilers/internal';
import { type Display, type Question } from '../../model';
import { type FinishedRun } from '../../preview';
import { goldFile } from '../gold-rows';

/** One row of what a display shows; all as the engine writes it. */
export interface AnswerRow {
  /** The day, the timestamp or the category; empty for a figure. */
  readonly at: string | null;
  /** The number. */
  readonly value: string | null;
  /** The line that it belongs to. */
  readonly series?: string | null;
}

/** What a table answers to a question. */
export interface Answer {
  /** Why there is nothing to show, as a sentence; undefined where there is. */
  readonly nothing?: string;
  /** What is shown: of a line, in order of time; of bars, the largest first. */
  readonly rows: readonly AnswerRow[];
  /** What is left out, as sentences. */
  readonly notes: readonly string[];
}

/** Most points of one line, most lines, and most bars. */
const MOST = { points: 400, series: 6, bars: 15 } as const;

/** Reads what a display shows of a table. */
export async function answerOf(
  run: FinishedRun,
  { reads, shows }: Pick<Question, 'reads' | 'shows'>,
): Promise<Answer> {
  const file = goldFile(run, reads);
  if (file === undefined) return nothing('This run has written no file of the table.');
  const value = identifier(valueOf(shows));
  const [counts] = await run.query(`SELECT count(*) AS n, count(${value}) AS filled FROM ${file}`);
  if (Number(counts?.['n'] ?? 0) === 0) return nothing('The table has no rows.');
  if (Number(counts?.['filled'] ?? 0) === 0) return nothing(`No row has a value in ${valueOf(shows)}.`);
  switch (shows.kind) {
    case 'line':
      return lineAnswer(run, file, shows);
    case 'bars':
      return barAnswer(run, file, shows);
    case 'figure':
      return {
        rows: await rowsOf(run, `SELECT NULL AS point, ${value} AS value FROM ${file} LIMIT 1`),
        notes: [],
      };
  }
}

/** The column of numbers of a display. */
export function valueOf(shows: Display): string {
  return shows.kind === 'line' ? shows.y : shows.value;
}

async function lineAnswer(
  run: FinishedRun,
  file: string,
  shows: Extract<Display, { kind: 'line' }>,
): Promise<Answer> {
  const [x, y] = [identifier(shows.x), identifier(shows.y)];
  const series = shows.series === undefined ? undefined : identifier(shows.series);
  const notes: string[] = [];
  let where = `${x} IS NOT NULL`;
  if (series !== undefined) {
    const all = await run.query(
      `SELECT CAST(${series} AS VARCHAR) AS name FROM ${file} GROUP BY 1 ORDER BY sum(abs(CAST(${y} AS DOUBLE))) DESC NULLS LAST, 1 LIMIT ${MOST.series}`,
    );
    const [counted] = await run.query(
      `SELECT count(DISTINCT ${series}) + max(CASE WHEN ${series} IS NULL THEN 1 ELSE 0 END) AS n FROM ${file}`,
    );
    const total = Number(counted?.['n'] ?? 0);
    if (total > all.length) {
      notes.push(`${all.length} of ${total} lines are drawn: those with the most.`);
      where += ` AND (${all.map(({ name }) => (name === null ? `${series} IS NULL` : `CAST(${series} AS VARCHAR) = ${duckDbText(String(name))}`)).join(' OR ')})`;
    }
  }
  const [distinct] = await run.query(`SELECT count(DISTINCT ${x}) AS n FROM ${file} WHERE ${where}`);
  const points = Number(distinct?.['n'] ?? 0);
  if (points > MOST.points) {
    notes.push(`The newest ${MOST.points} of ${points} points in time are drawn.`);
    where += ` AND ${x} IN (SELECT DISTINCT ${x} FROM ${file} WHERE ${where} ORDER BY 1 DESC LIMIT ${MOST.points})`;
  }
  const rows = await rowsOf(
    run,
    `SELECT ${x} AS point, ${y} AS value${series === undefined ? '' : `, ${series} AS series`} FROM ${file} WHERE ${where} ORDER BY ${x}${series === undefined ? '' : `, ${series}`}`,
    series !== undefined,
  );
  const empty = rows.filter(({ value }) => value === null).length;
  if (empty > 0 && series === undefined)
    notes.push(`${empty} of ${rows.length} points in time have no value.`);
  return rows.some(({ value }) => value !== null)
    ? { rows, notes }
    : nothing(`No row with a value in ${shows.x} has one in ${shows.y}.`);
}

async function barAnswer(
  run: FinishedRun,
  file: string,
  { category, value }: Extract<Display, { kind: 'bars' }>,
): Promise<Answer> {
  const [name, number] = [identifier(category), identifier(value)];
  const rows = await rowsOf(
    run,
    `SELECT ${name} AS point, ${number} AS value FROM ${file} WHERE ${number} IS NOT NULL ORDER BY ${number} DESC, ${name} LIMIT ${MOST.bars}`,
  );
  const [counted] = await run.query(`SELECT count(*) AS n FROM ${file}`);
  const total = Number(counted?.['n'] ?? 0);
  const notes = total > rows.length ? [`The ${rows.length} largest of ${total} are drawn.`] : [];
  return { rows, notes };
}

async function rowsOf(run: FinishedRun, query: string, withSeries = false): Promise<AnswerRow[]> {
  const columns = ['point', 'value', ...(withSeries ? ['series'] : [])];
  const found = await run.query(
    `SELECT ${columns.map((name) => `CAST(${name} AS VARCHAR) AS ${name}`).join(', ')} FROM (${query})`,
  );
  return found.map((row): AnswerRow => ({
    at: row['point'] as string | null,
    value: row['value'] as string | null,
    ...(withSeries && { series: row['series'] as string | null }),
  }));
}

function nothing(sentence: string): Answer {
  return { nothing: sentence, rows: [], notes: [] };
}
