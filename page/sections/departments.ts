import { type Department, type Table } from '../../model';
import { departmentId, tableId } from '../anchors';
import { type PageContext } from '../context';
import { counted } from '../format';
import { type Html, markup } from '../html';
import { isMasked } from '../masking';
import { defaultDisplay } from '../plots';
import { questionCard, tablePlot } from '../question-card';
import { type PageSection } from '../section';
import { goldTable, goldTableData } from '../table-block';

/** Up to so many gold tables in all, those that no question reads have plots: each takes some kilobytes of the page. */
const MOST_TABLES_WITH_PLOTS = 60;

/** Each department: its questions, and all its gold tables. */
export async function departmentSections(context: PageContext): Promise<readonly PageSection[]> {
  const sections: PageSection[] = [];
  for (const department of context.company.departments)
    sections.push(await departmentSection(context, department));
  return sections;
}

async function departmentSection(context: PageContext, department: Department): Promise<PageSection> {
  const tables = department.tables.filter(({ zone }) => zone === 'gold');
  const cards: Html[] = [];
  for (const question of department.questions)
    cards.push(await questionCard(context, question, { department, anchored: true }));
  const blocks: Html[] = [];
  for (const table of tables) blocks.push(await block(context, department, table));
  const questions = cards.length === 0 ? '' : markup`<div class="cards">${cards}</div>`;
  const body = markup`<p class="lead">${department.description}</p>
    ${questions}
    ${
      tables.length === 0
        ? markup`<p class="nothing">
            ${department.name} has no gold tables: there is nothing for people to read here yet.
          </p>`
        : markup`<h3 class="tables-heading">${counted(tables.length, 'gold table')}</h3>
        ${fewPlots(context)}
            ${blocks}`
    }`;
  return {
    id: departmentId(department),
    title: department.name,
    group: 'departments',
    body,
    assets: ['tables.js'],
    data: tables.map((table) => ({ id: tableId(table), ...goldTableData(context, department, table) })),
  };
}

function fewPlots({ company, gold }: PageContext): Html | undefined {
  if (gold.size <= MOST_TABLES_WITH_PLOTS) return undefined;
  return markup`<p class="status">${company.name} has ${gold.size} gold tables: only questions have plots here. Declare one with <code>question(…)</code> to see its plot.</p>`;
}

/** A table with what tells whether it can be trusted; one that no question reads has a plot of its own. */
async function block(context: PageContext, department: Department, table: Table): Promise<Html> {
  const isRead = department.questions.some(({ reads }) => reads === table);
  const masked = table.columns.some((column) => isMasked(column, context.showPersonal));
  const shows =
    isRead || masked || context.gold.size > MOST_TABLES_WITH_PLOTS ? undefined : defaultDisplay(table);
  return goldTable(context, table, shows && (await tablePlot(context, table, shows)));
}
