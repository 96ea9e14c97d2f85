import { type Display, type Question } from '../../model';
import { cellNumber } from '../format';
import { type Html, markup } from '../html';
import { type Answer, type AnswerRow } from './answer';

const MINUTES_A_DAY = 24 * 60;

/** The newest row of a line that has a value; the first of bars, which is the largest; the only one of a figure. */
export function newestOf(shows: Display, { rows }: Answer): AnswerRow | undefined {
  const filled = rows.filter(({ value }) => value !== null);
  return shows.kind === 'line' ? filled.at(-1) : filled[0];
}

/** What the newest value is set beside, in words; every number in it is a cell of the table, or the target. */
export function comparisonOf(
  { shows, compare, better }: Pick<Question, 'shows' | 'compare' | 'better'>,
  answer: Answer,
): Html | undefined {
  const newest = newestOf(shows, answer);
  if (newest === undefined || newest.value === null) return undefined;
  if (compare?.kind === 'target')
    return markup`<p class="compare">
      target:
      <span class="target">${cellNumber(String(compare.value), shows.unit)}</span>
      ${verdict(Number(newest.value) - compare.value, better)}
    </p>`;
  if (shows.kind !== 'line' || shows.series !== undefined) return undefined;
  const earlier = earlierThan(newest, answer, compare?.interval.minutes);
  const when =
    compare === undefined
      ? markup`the one before`
      : markup`<span class="span">${spanOf(compare.interval.minutes)}</span> before`;
  if (earlier === undefined || earlier.value === null)
    return markup`<p class="compare">${when}: no value</p>`;
  return markup`<p class="compare">
    ${when}, <time>${earlier.at}</time>: ${cellNumber(earlier.value, shows.unit)}
    ${verdict(Number(newest.value) - Number(earlier.value), better)}
  </p>`;
}

/** What a plot shows, in words. */
export function plotWords(shows: Display, answer: Answer): Html {
  const filled = answer.rows.filter(({ value }) => value !== null);
  const ordered = [...filled].sort((a, b) => Number(a.value) - Number(b.value));
  const [least, most] = [ordered[0], ordered.at(-1)];
  if (least === undefined || most === undefined) return markup``;
  const said = (row: AnswerRow, unit = shows.unit): Html =>
    markup`${cellNumber(row.value, unit)}
    (${row.series === undefined || row.series === null ? '' : markup`<span class="at">${row.series}</span>, `}${atOf(row)})`;
  if (filled.length === 1) return markup`One value: ${said(least)}.`;
  const range =
    shows.kind === 'line'
      ? markup`<time>${answer.rows[0]?.at}</time> to <time>${answer.rows.at(-1)?.at}</time>. `
      : '';
  return markup`${range}Lowest ${said(least, shows.unit === 'share' ? 'share' : '')}, highest ${said(most)}.`;
}

function atOf({ at }: AnswerRow): Html {
  if (at === null) return markup`no value`;
  return /^\d{4}-\d\d-\d\d/.test(at)
    ? markup`<time class="at">${at}</time>`
    : markup`<span class="at">${at}</span>`;
}

function verdict(difference: number, better: Question['better']): Html {
  if (difference === 0) return markup`<span class="verdict">the same</span>`;
  const direction = difference > 0 ? 'higher' : 'lower';
  const good = direction === better;
  return markup`<span class="verdict ${good ? 'good' : 'bad'}"
    >now ${direction}: ${good ? 'better' : 'worse'}</span
  >`;
}

function earlierThan(newest: AnswerRow, { rows }: Answer, minutes?: number): AnswerRow | undefined {
  if (minutes === undefined) return rows[rows.indexOf(newest) - 1];
  const wanted = millisecondsOf(newest.at) - minutes * 60_000;
  return rows.find(({ at }) => millisecondsOf(at) === wanted);
}

function millisecondsOf(at: string | null): number {
  const text = at ?? '';
  return Date.parse(`${text.slice(0, 10)}T${text.slice(11) === '' ? '00:00:00' : text.slice(11)}Z`);
}

function spanOf(minutes: number): string {
  const [count, unit] =
    minutes % MINUTES_A_DAY === 0
      ? [minutes / MINUTES_A_DAY, 'day']
      : minutes % 60 === 0
        ? [minutes / 60, 'hour']
        : [minutes, 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
