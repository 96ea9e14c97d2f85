import { type Department, type Display, type Question, type Table } from '../model';
import { departmentId, questionId, tableId } from './anchors';
import { type PageContext } from './context';
import { cellNumber } from './format';
import { type Html, markup } from './html';
import { type Answer, answerOf, comparisonOf, draw, isDrawn, newestOf, plotWords, seriesOf } from './plots';

/** Where a card stands: one question can stand in two views, and has an address in its department's. */
export interface CardPlace {
  /** The department that asks. */
  readonly department: Department;
  /** Whether the card has the address of the question. */
  readonly anchored: boolean;
}

/** A question, its answer and the table that it is read from. */
export async function questionCard(
  { run }: PageContext,
  question: Question,
  { department, anchored }: CardPlace,
): Promise<Html> {
  const { reads, shows } = question;
  const answer = await answerOf(run, question);
  return markup`<article class="card" ${anchored ? markup` id="${questionId(department, question)}"` : ''}>
    <h3>${question.asks}</h3>
    ${answer.nothing === undefined ? markup`${headline(shows, answer)}${comparisonOf(question, answer)}` : ''}
    ${await plot(shows, answer)}
    <p class="source">
      ${columnsOf(shows)} of <a href="#${tableId(reads)}">${reads.name}</a>,
      <a href="#${departmentId(department)}">${department.name}</a>
    </p>
  </article>`;
}

/** The plot of a table that no question reads, with its words. */
export async function tablePlot({ run }: PageContext, table: Table, shows: Display): Promise<Html> {
  const answer = await answerOf(run, { reads: table, shows });
  // Its rows stand below.
  if (answer.nothing === undefined && !isDrawn(shows, answer)) return markup``;
  return markup`<div class="table-plot">
    <h4>${columnsOf(shows)}</h4>
    ${await plot(shows, answer)}
  </div>`;
}

function headline(shows: Display, answer: Answer): Html {
  const newest = newestOf(shows, answer);
  if (newest === undefined || (shows.kind === 'line' && shows.series !== undefined)) return markup``;
  const when =
    newest.at === null ? '' : markup` <span class="when"><span class="at">${newest.at}</span></span>`;
  return markup`<p class="figure">${cellNumber(newest.value, shows.unit)}${when}</p>`;
}

async function plot(shows: Display, answer: Answer): Promise<Html> {
  if (answer.nothing !== undefined) return markup`<p class="nothing">${answer.nothing}</p>`;
  const notes = answer.notes.map((note) => markup` ${note}`);
  if (shows.kind === 'figure') return markup``;
  const drawn = isDrawn(shows, answer) ? await draw(shows, answer) : markup``;
  return markup`<figure>
    ${legend(shows, answer)}${drawn}
    <figcaption>${plotWords(shows, answer)}<span class="notes">${notes}</span></figcaption>
  </figure>`;
}

/** The lines by name, each with its newest value. */
function legend(shows: Display, answer: Answer): Html {
  if (shows.kind !== 'line' || shows.series === undefined) return markup``;
  const items = seriesOf(answer).map((name, index) => {
    const newest = answer.rows.filter((row) => (row.series ?? '') === name && row.value !== null).at(-1);
    return markup`<li class="series-${index + 1}">
      <span class="name">${name === '' ? 'no value' : name}</span>
      ${newest ? cellNumber(newest.value, shows.unit) : ''}
    </li>`;
  });
  return markup`<ul class="legend" aria-label="newest value of each ${shows.series}">
    ${items}
  </ul>`;
}

function columnsOf(shows: Display): Html {
  const column = (name: string): Html => markup`<code>${name}</code>`;
  switch (shows.kind) {
    case 'line':
      return markup`${column(shows.y)} by
      ${column(shows.x)}${shows.series === undefined ? '' : markup` and ${column(shows.series)}`}`;
    case 'bars':
      return markup`${column(shows.value)} by ${column(shows.category)}`;
    case 'figure':
      return column(shows.value);
  }
}
