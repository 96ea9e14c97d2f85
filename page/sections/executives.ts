import { type Company, type Department, type Question } from '../../model';
import { EXECUTIVES_ID } from '../anchors';
import { type PageContext } from '../context';
import { type Html, markup } from '../html';
import { questionCard } from '../question-card';
import { type PageSection } from '../section';

/** The questions of the executives, on the first page. */
export async function executivesSection(context: PageContext): Promise<readonly PageSection[]> {
  const asked = firstQuestions(context.company);
  const cards: Html[] = [];
  for (const { department, question } of asked)
    cards.push(await questionCard(context, question, { department, anchored: false }));
  const body =
    cards.length > 0
      ? markup`<div class="cards">${cards}</div>`
      : markup`<p class="nothing">
          No department of ${context.company.name} has declared a question yet. Declare one with
          <code>question(…)</code>; its gold tables are under each department.
        </p>`;
  return [{ id: EXECUTIVES_ID, title: 'Executives', group: 'company', body }];
}

/** Those that are meant for the first page; where none is, the first question of each department. */
function firstQuestions({ departments }: Company): { department: Department; question: Question }[] {
  const all = departments.flatMap((department) =>
    department.questions.map((question) => ({ department, question })),
  );
  const headlines = all.filter(({ question }) => question.headline);
  return headlines.length > 0
    ? headlines
    : all.filter(({ department, question }) => department.questions[0] === question);
}
