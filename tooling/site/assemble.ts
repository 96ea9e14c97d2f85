import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, extname, join, posix } from 'node:path';
import { codeBlock, titleOf, withTargets } from './markdown';
import { GROUPS, type Group, type Page } from './navigation';
import { ENTRIES } from './reference';

interface SideBarItem {
  readonly text: string;
  readonly link?: string;
  readonly collapsed?: boolean;
  readonly items?: readonly SideBarItem[];
}

/** Pages of a repository, and where they stand on the site. */
export class Assembly {
  /** From the path in the repository to the one below the folder of pages. */
  private readonly pages = new Map<string, string>();
  private readonly sources = new Set<string>();

  /**
   * @param root the repository.
   * @param folder where the pages are written; what was there goes.
   */
  constructor(
    private readonly root: string,
    private readonly folder: string,
  ) {}

  /** Writes all pages, the start page, and what the navigation reads. Throws Error when a page of docs/ is in no group. */
  write(description: string): void {
    rmSync(this.folder, { recursive: true, force: true });
    for (const group of GROUPS) for (const [path] of this.pagesOf(group)) this.pages.set(path, placeOf(path));
    this.refuseForgotten();
    this.refuseSamePlace();
    for (const [path, place] of this.pages) this.put(place, this.translated(path, this.text(path)));
    this.put('index.md', this.translated('site/home.md', this.text('site/home.md')));
    for (const path of this.sources) this.writeSource(path);
    // For pages, which name them relatively, and for the start page, which names them by their place on the site.
    for (const place of ['images', 'public/images'])
      cpSync(join(this.root, 'docs/images'), join(this.folder, place), { recursive: true });
    this.put('navigation.json', JSON.stringify(this.navigation(description)));
  }

  private pagesOf({ pages }: Group): (readonly [path: string, name: string])[] {
    return pages.flatMap((page) => (isFolder(page) ? this.others(page, pages) : [this.named(page)]));
  }

  private others(folder: string, pages: readonly Page[]): (readonly [string, string])[] {
    const own = pages.map((page) => (typeof page === 'string' ? page : page[0]));
    return readdirSync(join(this.root, folder))
      .filter((name) => name.endsWith('.md') && !own.includes(folder + name))
      .sort()
      .map((name) => this.named(folder + name));
  }

  private named(page: Page): readonly [string, string] {
    return typeof page === 'string' ? [page, titleOf(this.text(page)) ?? page] : page;
  }

  private text(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  private refuseForgotten(): void {
    const forgotten = readdirSync(join(this.root, 'docs'), { recursive: true, encoding: 'utf8' })
      .map((name) => `docs/${name.replaceAll('\\', '/')}`)
      .filter((path) => path.endsWith('.md') && !this.pages.has(path));
    if (forgotten.length > 0)
      throw new Error(`the navigation (tooling/site/navigation.ts) lacks ${forgotten.join(', ')}`);
  }

  private refuseSamePlace(): void {
    const places = [...this.pages.values()];
    const twice = places.filter((place, index) => places.indexOf(place) !== index);
    if (twice.length > 0) throw new Error(`two pages would be ${twice.join(', ')}: one would be lost`);
  }

  private translated(path: string, markdown: string): string {
    return withTargets(markdown, (written) => this.target(path, written));
  }

  private target(from: string, written: string): string {
    if (/^([a-z]+:|#|\/)/.test(written)) return written;
    const [file = '', anchor] = written.split('#');
    const path = posix.normalize(posix.join(posix.dirname(from), file)).replace(/\/$/, '');
    const to = this.placeOfTarget(path, `${from} links to ${written}`);
    const here = posix.dirname(
      from === 'site/home.md' ? 'index.md' : (this.pages.get(from) ?? sourcePage(from)),
    );
    const relative = posix.relative(here, to);
    return `${relative.startsWith('.') ? '' : './'}${relative}${anchor === undefined ? '' : `#${anchor}`}`;
  }

  private placeOfTarget(path: string, link: string): string {
    if (path === 'README.md') return 'index.md';
    if (path.startsWith('docs/images/')) return path.slice('docs/'.length);
    const page = this.pages.get(path) ?? this.pages.get(`${path}/README.md`);
    if (page !== undefined) return page;
    if (!existsSync(join(this.root, path))) throw new Error(`${link}, which is not there`);
    this.sources.add(path);
    return sourcePage(path);
  }

  /** A file that pages link to, as it is; of a folder, a list of its files. */
  private writeSource(path: string): void {
    const head = `---\nsearch: false\neditLink: false\n---\n\n# ${path.replaceAll('_', '\\_')}\n\n`;
    const full = join(this.root, path);
    if (!statSync(full).isDirectory()) {
      const language = extname(path).slice(1) || 'text';
      this.put(sourcePage(path), head + codeBlock(language, this.text(path)));
      return;
    }
    const files = readdirSync(full, { recursive: true, withFileTypes: true, encoding: 'utf8' })
      .filter((entry) => entry.isFile() && /\.(ts|sql|md)$/.test(entry.name))
      .map((entry) => posix.join(path, entry.parentPath.slice(full.length), entry.name))
      .sort();
    for (const file of files) this.sources.add(file);
    const list = files.map((file) => `- [\`${file}\`](/${sourcePage(file)})`);
    this.put(sourcePage(path), `${head}${list.join('\n')}\n`);
  }

  private navigation(description: string): object {
    const groups = GROUPS.map((group): SideBarItem => ({
      text: group.title,
      ...(group.folded ? { collapsed: true } : {}),
      items: this.pagesOf(group).map(([path, text]) => ({ text, link: `/${this.pages.get(path) ?? ''}` })),
    }));
    const entries: SideBarItem = {
      text: 'Entries',
      items: Object.keys(ENTRIES).map((entry) => ({
        text: entry === 'index' ? 'all of the above' : entry,
        link: `/api/${entry}/`,
      })),
    };
    return {
      title: 'cdktf-azure-lakehouse',
      description,
      nav: [
        { text: 'Guides', link: '/start', activeMatch: '^/(?!api)' },
        { text: 'API', link: '/api/', activeMatch: '^/api/' },
        { text: 'Changes', link: '/changelog' },
      ],
      sidebar: { '/api/': [entries], '/': groups },
    };
  }

  private put(place: string, text: string): void {
    const file = join(this.folder, place);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function isFolder(page: Page): page is string {
  return typeof page === 'string' && page.endsWith('/');
}

/** Where a page stands: docs/ is the root of the site, and what a README says is the page of its folder. */
function placeOf(path: string): string {
  const below = path.replace(/^docs\//, '');
  // docs/security.md is about the platform.
  if (path === 'SECURITY.md') return 'security-policy.md';
  if (!below.includes('/') && path === below) return below.toLowerCase();
  return below.replace(/README\.md$/, 'index.md');
}

function sourcePage(path: string): string {
  return `source/${path}.md`;
}
