import { type Department, type Display, type Question, type Table } from '../model';
import { departmentId, questionId, tableId } from './anchors';
import { type PageContext } from './context';
import { cellNumber } from './format';
import { html, type Html } from './html';
import { type Answer, answerOf, comparisonOf, draw, newestOf, plotWords, seriesOf } from './plots';

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
  return html`<article class="card" ${anchored ? html` id="${questionId(department, question)}"` : ''}>
    <h3>${question.asks}</h3>
    ${answer.nothing === undefined ? html`${headline(shows, answer)}${comparisonOf(question, answer)}` : ''}
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
  return html`<div class="table-plot">
    <h4>${columnsOf(shows)}</h4>
    ${await plot(shows, answer)}
  </div>`;
}

function headline(shows: Display, answer: Answer): Html {
  const newest = newestOf(shows, answer);
  if (newest === undefined || (shows.kind === 'line' && shows.series !== undefined)) return html``;
  const when =
    newest.at === null ? '' : html` <span class="when"><span class="at">${newest.at}</span></span>`;
  return html`<p class="figure">${cellNumber(newest.value, shows.unit)}${when}</p>`;
}

async function plot(shows: Display, answer: Answer): Promise<Html> {
  if (answer.nothing !== undefined) return html`<p class="nothing">${answer.nothing}</p>`;
  const notes = answer.notes.map((note) => html` ${note}`);
  if (shows.kind === 'figure') return html``;
  return html`<figure>
    ${legend(shows, answer)}${await draw(shows, answer)}
    <figcaption>${plotWords(shows, answer)}<span class="notes">${notes}</span></figcaption>
  </figure>`;
}

/** The lines by name, each with its newest value. */
function legend(shows: Display, answer: Answer): Html {
  if (shows.kind !== 'line' || shows.series === undefined) return html``;
  const items = seriesOf(answer).map((name, index) => {
    const newest = answer.rows.filter((row) => (row.series ?? '') === name && row.value !== null).at(-1);
    return html`<li class="series-${index + 1}">
      <span class="name">${name === '' ? 'no value' : name}</span>
      ${newest ? cellNumber(newest.value, shows.unit) : ''}
    </li>`;
  });
  return html`<ul class="legend" aria-label="newest value of each ${shows.series}">
    ${items}
  </ul>`;
}

function columnsOf(shows: Display): Html {
  const column = (name: string): Html => html`<code>${name}</code>`;
  switch (shows.kind) {
    case 'line':
      return html`${column(shows.y)} by
      ${column(shows.x)}${shows.series === undefined ? '' : html` and ${column(shows.series)}`}`;
    case 'bars':
      return html`${column(shows.value)} by ${column(shows.category)}`;
    case 'figure':
      return column(shows.value);
  }
}
