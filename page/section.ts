import { type PageContext } from './context';
import { type Html } from './html';

/** The parts of the navigation, in this order. */
export const SECTION_GROUPS = ['company', 'departments', 'platform', 'run'] as const;

/**
 * One view of the page: it has an entry in the navigation and an address of its own, and is shown alone; without the script
 * of the page, and for programs that read it, all views stand below each other.
 *
 * To add one:
 * 1. write `page/sections/<name>.ts`, which exports a {@link SectionMaker}, and add it to `SECTIONS` in `page/sections/index.ts`;
 * 2. make the body with `markup`, which escapes every value. Its first heading is the section's title, an `<h2>`; number
 *    formats, masks and links to tables are in `format.ts`, `masking.ts` and `anchors.ts`;
 * 3. where it needs a script or rules of style, write `page/browser/<file>` and name it in `assets`. A script stands in the
 *    page once, runs after the whole document is there, finds its elements by `data-…` attributes, and makes text with
 *    `textContent`. Handlers and `style="…"` in attributes do not work: the page's policy forbids them;
 * 4. where the script needs data, put them into `data`: it reads `document.getElementById('data-<id>').textContent` as JSON.
 */
export interface PageSection {
  /** Dashed name, different from all others: the address of the view (`index.html#<id>`). */
  readonly id: string;
  /** Its heading, and its entry in the navigation. */
  readonly title: string;
  /** The part of the navigation in which it stands. */
  readonly group: (typeof SECTION_GROUPS)[number];
  /** What it shows, below its heading. */
  readonly body: Html;
  /** Names of files in `page/browser` that it needs, `.js` and `.css`; each stands in the page once. @default none */
  readonly assets?: readonly string[];
  /** What its script reads; anything that JSON can hold. @default nothing */
  readonly data?: unknown;
}

/** Makes sections of a run: none, where there is nothing to show. */
export type SectionMaker = (context: PageContext) => readonly PageSection[] | Promise<readonly PageSection[]>;
