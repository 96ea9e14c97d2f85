import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ISSUE_KINDS } from '../../model';

const ROOT = join(__dirname, '../..');
const KINDS = Object.entries(ISSUE_KINDS);
const CODES = KINDS.map(([code]) => code);

/** The codes that files of some folders name, each with one of the files. */
function named(...folders: readonly string[]): Map<string, string> {
  const files = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }).flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      const isRegistry = relative(ROOT, path).startsWith(join('model', 'issues'));
      return entry.isFile() && /\.(?:ts|md)$/.test(entry.name) && !isRegistry ? [path] : [];
    }),
  );
  return new Map(
    files.flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/\bLH\d+\b/g)].map(
        ([code]) => [code, relative(ROOT, path)] as const,
      ),
    ),
  );
}

const PUBLISHED = [
  ...['model', 'compilers', 'record', 'validation', 'constructs', 'cost', 'stacks', 'preview', 'output'],
  ...['page', 'sniff', 'testing', 'cli'],
];

describe('the codes of mistakes', () => {
  it('have four digits', () => {
    expect(CODES.filter((code) => !/^LH\d{4}$/.test(code))).toEqual([]);
  });

  it('are all given by some code', () => {
    const given = named(...PUBLISHED);
    expect(CODES.filter((code) => !given.has(code))).toEqual([]);
  });

  it('are all registered, wherever they are named', () => {
    const all = named(...PUBLISHED, '__tests__', 'docs', 'examples');
    expect([...all].filter(([code]) => !CODES.includes(code))).toEqual([]);
  });

  it('each stand for another mistake', () => {
    const titles = KINDS.map(([, { title }]) => title);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  it.each(KINDS)(
    '%s says what it is in one line, why, and how to mend it',
    (_, { title, why, example, mend }) => {
      expect(title).toMatch(/^(?:[a-z"]|SQL).*[^.]$/);
      expect(why).toMatch(/^["A-Za-z].*\.$/);
      expect(mend).not.toBe(example);
      expect([title, why, example, mend].join('')).not.toContain('\n');
    },
  );
});
