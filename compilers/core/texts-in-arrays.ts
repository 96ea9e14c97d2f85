import type { ReadArray } from '../../model';

/** How a text of JSON is searched for objects and arrays in the places of texts; patterns are read alike by Java and RE2. */
export interface NestedSearch {
  /** What is taken out before, as it is written: what makes a quote part of a string. */
  readonly escapes: readonly string[];
  /** Matches strings that are taken out then; names of fields are looked for where there is none. */
  readonly strings: string | undefined;
  /** Matches what has no place there. */
  readonly nested: string;
}

const ESCAPES = ['\\\\', '\\"'];
const BLANKS = '[ \t\r\n]*';

/**
 * How to find an object or an array in the place of a text; nothing where no texts are promised.
 *
 * Without its escapes, a quote stands at the ends of strings alone. Of single values, strings are taken out then, and a second bracket opens one of
 * them. Of objects, the name of a text is followed by a bracket; at whatever depth, because no pattern counts brackets.
 */
export function nestedSearch({
  holds,
  fields,
}: Pick<ReadArray, 'holds' | 'fields'>): NestedSearch | undefined {
  const texts = fields.filter(({ text }) => text === true);
  if (texts.length === 0) return undefined;
  if (holds === 'values') return { escapes: ESCAPES, strings: '"[^"]*"', nested: '\\[[^\\[]*\\[|[{]' };
  const names = [...new Set(texts.map(({ path }) => path.at(-1) ?? ''))].map(searched);
  return {
    escapes: ESCAPES,
    strings: undefined,
    nested: `"(${names.join('|')})"${BLANKS}:${BLANKS}(\\[|[{])`,
  };
}

/** A name as a pattern, as documents have it once escapes are taken out. */
function searched(name: string): string {
  const written = ESCAPES.reduce(
    (text, escape) => text.replaceAll(escape, ''),
    JSON.stringify(name).slice(1, -1),
  );
  return written.replace(
    /[^A-Za-z0-9_\u0080-\u{10FFFF}]/gu,
    (sign) => `[${/[\^\\[\]&]/.test(sign) ? '\\' : ''}${sign}]`,
  );
}
