/** A part of what the parser read, of which nothing is known yet. */
export type Tree = unknown;
/** The fields of a node. */
export type Fields = Readonly<Record<string, Tree>>;

/** Says that the preview does not translate something, so that the SQL needs a DuckDB override. */
export class Untranslatable extends Error {
  /**
   * @param construct what it is, ready to follow "uses".
   * @param line the line of the SQL it is on, from 1, where that is known.
   * @param hint what to write instead.
   */
  constructor(
    readonly construct: string,
    readonly line: number | undefined,
    readonly hint?: string,
  ) {
    super(construct);
    this.name = 'Untranslatable';
  }
}

/** Fields that say nothing about the meaning: comments, places, and spellings of the same thing. */
const SPELLING = new Set([
  'span',
  'name',
  'original_name',
  'alias_explicit_as',
  'alias_keyword',
  'alias_first',
  'use_inner_keyword',
  'use_outer_keyword',
  'nesting_group',
  'parenthesized',
  'kind_text',
  'start_side_text',
  'end_side_text',
]);

/** Walks what the parser read, and remembers the line it has come to. */
export class Reader {
  private line: number | undefined;

  /** Ends the translation. */
  refuse(construct: string, hint?: string): never {
    throw new Untranslatable(construct, this.line, hint);
  }

  /** The kind of a node and its fields. */
  node(tree: Tree): { readonly kind: string; readonly fields: Fields } {
    const [entry] = isFields(tree) ? Object.entries(tree) : [];
    if (!entry) return this.refuse('something that was not understood');
    this.line = lineOf(entry[1]) ?? this.line;
    return { kind: entry[0], fields: isFields(entry[1]) ? entry[1] : {} };
  }

  /** Refuses a node that says more than the fields that are looked at. */
  only(what: string, fields: Fields, looked: readonly string[]): void {
    for (const [name, value] of Object.entries(fields))
      if (isSaid(value) && !looked.includes(name) && !SPELLING.has(name) && !name.endsWith('_comments'))
        this.refuse(`${what} with ${name.replaceAll('_', ' ')}`);
  }

  /** A list of nodes. */
  list(tree: Tree): readonly Tree[] {
    return Array.isArray(tree) ? tree : [];
  }

  /** The text of an identifier. */
  name(tree: Tree): string | undefined {
    if (!isFields(tree)) return undefined;
    this.line = lineOf(tree) ?? this.line;
    return typeof tree['name'] === 'string' ? tree['name'] : undefined;
  }
}

/** Whether there is a node of one of these kinds in a tree. */
export function holds(tree: Tree, kinds: readonly string[]): boolean {
  if (Array.isArray(tree)) return tree.some((part) => holds(part, kinds));
  if (!isFields(tree)) return false;
  return Object.entries(tree).some(
    ([name, part]) => (kinds.includes(name) && isFields(part)) || holds(part, kinds),
  );
}

/** Whether something has fields. */
export function isFields(tree: Tree): tree is Fields {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree);
}

function isSaid(value: Tree): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== null && value !== undefined && value !== false && value !== '';
}

/** The first line found in a node or below it. */
function lineOf(tree: Tree): number | undefined {
  if (Array.isArray(tree)) return first(tree);
  if (!isFields(tree)) return undefined;
  const { span } = tree;
  if (isFields(span) && typeof span['line'] === 'number') return span['line'];
  return first(Object.values(tree));
}

function first(trees: readonly Tree[]): number | undefined {
  for (const tree of trees) {
    const line = lineOf(tree);
    if (line !== undefined) return line;
  }
  return undefined;
}
