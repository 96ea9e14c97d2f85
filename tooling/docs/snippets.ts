/** A block of TypeScript in a page, as a module that can be compiled. */
export interface Snippet {
  /** Path of its module: what its first line says (`// company.ts`), or a number on the page. */
  readonly file: string;
  /** The line of the page that the block begins at, counted from 1. */
  readonly line: number;
  /** What the page shows, inside of what its hidden comment gives. */
  readonly code: string;
  /** Whether it stands for itself: what is only declared around it cannot run. */
  readonly runs: boolean;
}

/** Before a block, and not shown: what the reader knows from the text around, with {@link PLACE} where the block stands, or else before it. */
const BLOCK = /(?:<!-- compiled in\n([\s\S]*?)-->\s*)?^( *)```ts\n([\s\S]*?)^ *```$/gm;
const PLACE = /^ *\/\/ the block$/m;
const FILE_NAME = /^\/\/ ([\w./-]+\.ts)\n/;

/** The blocks of TypeScript in a page, in order. */
export function snippetsOf(markdown: string): Snippet[] {
  return [...markdown.matchAll(BLOCK)].map((match, index) => {
    const [whole, around = '', indent = '', block = ''] = match;
    const code = block.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    const placed = PLACE.test(around) ? around.replace(PLACE, () => code) : around + code;
    return {
      file: FILE_NAME.exec(code)?.[1] ?? `block-${String(index + 1)}.ts`,
      line: markdown.slice(0, match.index + whole.indexOf('```ts')).split('\n').length,
      code: placed,
      runs: !/^\s*declare /m.test(around),
    };
  });
}
