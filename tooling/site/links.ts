import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Links of a built site that lead nowhere: pages, files, and places in them. What is elsewhere than on the site is not followed. */
export async function deadLinks(folder: string, base = '/'): Promise<string[]> {
  const { parseHTML } = await import('linkedom');
  const parse = (file: string): Searchable =>
    (parseHTML(readFileSync(file, 'utf8')) as unknown as { readonly document: Searchable }).document;
  const files = new Set(
    readdirSync(folder, { recursive: true, withFileTypes: true, encoding: 'utf8' })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .replaceAll('\\', '/'),
      ),
  );
  const pages = [...files].filter((file) => file.endsWith('.html'));
  const read = new Map(pages.map((page) => [page, contentsOf(parse(join(folder, page)))]));
  return pages.flatMap((page) =>
    (read.get(page)?.targets ?? []).flatMap((target) => {
      const [path = '', anchor = ''] = target.split('#');
      const to = path === '' ? page : fileOf(page, path, base);
      if (!files.has(to)) return [`${page}: ${target}: there is no such page`];
      const ids = read.get(to)?.ids;
      const missing = anchor !== '' && ids !== undefined && !ids.has(decodeURIComponent(anchor));
      return missing ? [`${page}: ${target}: the page has no such heading`] : [];
    }),
  );
}

/** As much of a document as is asked of it: the types of a browser's are not those of this project. */
interface Searchable {
  querySelectorAll(selector: string): Iterable<{ getAttribute(name: string): string | null }>;
}

function contentsOf(document: Searchable): {
  readonly ids: ReadonlySet<string>;
  readonly targets: readonly string[];
} {
  const all = (selector: string, attribute: string): string[] =>
    [...document.querySelectorAll(selector)].map((element) => element.getAttribute(attribute) ?? '');
  return {
    ids: new Set(all('[id]', 'id')),
    targets: [...all('a[href]', 'href'), ...all('img[src]', 'src'), ...all('link[href]', 'href')].filter(
      (target) => target !== '' && !/^([a-z]+:|\/\/)/.test(target),
    ),
  };
}

function fileOf(page: string, path: string, base: string): string {
  const absolute = path.startsWith('/') ? path.slice(base.length) : posix.join(posix.dirname(page), path);
  const file = posix.normalize(decodeURIComponent(absolute) || '.');
  if (file === '.' || path.endsWith('/')) return posix.join(file, 'index.html');
  return posix.extname(file) === '' ? `${file}.html` : file;
}
