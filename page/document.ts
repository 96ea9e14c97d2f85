import { createHash } from 'node:crypto';
import { personalColumns } from '../model';
import { pageAsset, tableLibrary } from './assets';
import { type PageContext } from './context';
import { Html, jsonText, markup } from './html';
import { type PageSection, SECTION_GROUPS } from './section';

/** The parts of the navigation, as people read them. */
const GROUP_TITLES: Readonly<Record<PageSection['group'], string>> = {
  company: 'Company',
  departments: 'Departments',
  platform: 'Platform',
  run: 'This run',
};

/**
 * Puts sections together to one document that needs nothing else: its policy forbids every request, and every script and rule
 * of style but those that are in it.
 */
export function pageDocument(context: PageContext, sections: readonly PageSection[]): string {
  const { company, run, showPersonal } = context;
  const library = tableLibrary();
  const assets = [
    ...new Set(['page.css', 'page.js', ...sections.flatMap(({ assets: names = [] }) => names)]),
  ];
  const styles = assets
    .filter((name) => name.endsWith('.css'))
    .map(pageAsset)
    .join('\n');
  const scripts = [library.code, ...assets.filter((name) => name.endsWith('.js')).map(pageAsset)];
  const input =
    run.report.input.kind === 'sample'
      ? `generated rows, seed ${run.report.input.seed}`
      : 'the rows of delivered files';
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(scripts, styles)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${company.name}</title>
<style>${Html.trusted(styles)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<h1 class="company">${company.name}</h1>
<p class="input">A preview of ${input}. ${personalWords(context)}</p>
<div class="tools" hidden>
<label for="find">Find a table or a question</label>
<input id="find" type="search" autocomplete="off" aria-controls="found">
<ul id="found" hidden></ul>
<button type="button" id="theme">Theme: system</button>
</div>
</header>
<nav aria-label="Views">${navigation(sections)}</nav>
<main id="main" tabindex="-1" data-personal="${showPersonal ? 'shown' : 'masked'}">
<noscript><p class="nothing">Without its script the page shows everything but the rows of tables.</p></noscript>
${sections.map(view)}</main>
<footer>
<p>Every figure is a cell of a gold table; <code>run.json</code> and the Parquet files beside this page have all of them. Days and times are UTC.</p>
<details><summary>Software in this page</summary><p>${library.name}. Plots were drawn with Observable Plot.</p><pre>${library.licence}</pre></details>
</footer>
${sections.map(dataOf)}${scripts.map((script) => markup`<script>${Html.trusted(script)}</script>\n`)}</body>
</html>
`.toString();
}

function dataOf({ id, data }: PageSection): Html | undefined {
  if (data === undefined) return undefined;
  return markup`<script type="application/json" id="data-${id}">${Html.trusted(jsonText(data))}</script>\n`;
}

function view({ id, title, body }: PageSection): Html {
  return markup`<section class="view" id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title" tabindex="-1">${title}</h2>
    ${Html.trusted(withoutGaps(body.toString()))}
  </section> `;
}

/** Lines and indentation before parts of tables and pictures: a blank means the same there, and they are much of a page. */
const GAPS = /\n\s*(?=<\/?(?:table|caption|thead|tbody|tr|th|td|g|rect|path|text|marker|defs)\b)/g;

function withoutGaps(html: string): string {
  return html.replace(GAPS, ' ');
}

function navigation(sections: readonly PageSection[]): Html[] {
  return SECTION_GROUPS.flatMap((group) => {
    const entries = sections.filter((section) => section.group === group);
    if (entries.length === 0) return [];
    const items = entries.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`);
    return [
      markup`<p class="group" id="nav-${group}">${GROUP_TITLES[group]}</p>
        <ul aria-labelledby="nav-${group}">
          ${items}
        </ul>`,
    ];
  });
}

function personalWords({ company, showPersonal }: PageContext): string {
  const personal = company.departments.some(
    ({ sources, tables }) =>
      sources.some((contract) => personalColumns(contract).length > 0) ||
      tables.some(({ columns }) => columns.some(({ classification }) => classification === 'personal')),
  );
  if (!personal) return '';
  return showPersonal ? 'It shows personal data: keep it as such.' : 'Personal data are masked.';
}

/** Nothing is fetched, and nothing runs but what stands in the page. */
function policy(scripts: readonly string[], styles: string): string {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    `script-src ${scripts.map(hash).join(' ')}`,
    `style-src ${hash(styles)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
