import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CompanyGraph } from '../model';
import { type FinishedRun } from '../preview';
import { type PageContext, type PageOptions } from './context';
import { pageDocument } from './document';
import { readGold } from './gold-rows';
import { type PageSection } from './section';
import { SECTIONS } from './sections';

/** Name of the page, in the folder of the run. */
export const PAGE_FILE = 'index.html';

/**
 * Writes `index.html` into the folder of a run: one file for people, which needs no network. For `PreviewOptions.finish`:
 * `preview(company, { out, finish: (run) => writePage(run) })`.
 */
export async function writePage(run: FinishedRun, options: PageOptions = {}): Promise<void> {
  const showPersonal = options.showPersonal ?? false;
  const { company } = run;
  const context: PageContext = {
    company,
    graph: new CompanyGraph(company),
    run,
    gold: await readGold(company, run, showPersonal),
    showPersonal,
    ...(options.synthesis !== undefined && { synthesis: options.synthesis }),
  };
  const sections: PageSection[] = [];
  for (const make of SECTIONS) sections.push(...(await make(context)));
  writeFileSync(join(run.folder, PAGE_FILE), pageDocument(context, sections));
}
