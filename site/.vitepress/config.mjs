import { readFileSync } from 'node:fs';
import { slug } from 'github-slugger';
import { defineConfig } from 'vitepress';

/** Written by tooling/site: the navigation. */
const { title, description, nav, sidebar } = JSON.parse(
  readFileSync(new URL('../pages/navigation.json', import.meta.url), 'utf8'),
);

/** Three layers, in the colour of links. */
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="#3451b2"><path d="M1 2h14v3H1zM1 6.5h14v3H1zM1 11h14v3H1z"/></svg>';

/** Of the reference and of source code, a search finds the name and what it is in a line; of all other pages, every word. */
function searched(source, env, md) {
  const html = md.render(source, env);
  if (env.frontmatter?.search === false) return '';
  if (!env.relativePath.startsWith('api/')) return html;
  const first = (tag) => new RegExp(`<${tag}[ >][\\s\\S]*?</${tag}>`).exec(html)?.[0] ?? '';
  return first('h1') + first('p');
}

export default defineConfig({
  title,
  description,
  lang: 'en',
  base: process.env.SITE_BASE ?? '/',
  head: [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: `data:image/svg+xml,${encodeURIComponent(ICON)}` }],
    // Names of entries stay in one line where there is room.
    ['style', {}, '@media (min-width: 640px) { .vp-doc td:first-child a > code { white-space: nowrap } }'],
  ],
  srcDir: 'pages',
  outDir: '../site.out',
  cacheDir: '.vitepress/.cache',
  // Nothing is asked of the network: the fonts and the search index are files of the site.
  metaChunk: true,
  // The search index is one file, loaded when somebody searches.
  vite: { build: { chunkSizeWarningLimit: 4000 } },
  markdown: {
    html: true,
    theme: { light: 'github-light', dark: 'github-dark' },
    // Headings have the anchors that they have where the pages are read as Markdown.
    anchor: { slugify: slug },
  },
  themeConfig: {
    nav,
    sidebar,
    outline: [2, 3],
    search: {
      provider: 'local',
      options: {
        detailedView: 'auto',
        _render: searched,
        miniSearch: { searchOptions: { fuzzy: 0.2, prefix: true, boost: { title: 4, text: 2, titles: 1 } } },
      },
    },
    footer: { message: 'Apache-2.0' },
  },
});
