import { MAX_TEXT_LENGTH } from '../../model';
import { rowsOf, type ValueCount } from './value-counts';

/** Lengths that a person would choose, in characters. */
const LENGTHS = [10, 20, 40, 60, 100, 200, 500, 1000, 2000, 4000, 10_000, 50_000, MAX_TEXT_LENGTH];

/** Room for longer texts than were seen. */
const ROOM = 1.5;

/** When a few texts are the only ones: rows in all, rows of each, texts, characters. */
const ENUMERATION = { rows: 30, rowsOfEach: 3, texts: 8, length: 40 } as const;

/** When texts are codes of one form: texts in all, parts of the form, characters. */
const CODES = { texts: 5, parts: 6, length: 40 } as const;

/** The length of a text column, with room. */
export function lengthFor(longest: number): number {
  return LENGTHS.find((length) => length >= longest * ROOM) ?? MAX_TEXT_LENGTH;
}

/** The only texts of a column, where they are few and each comes often; sorted. */
export function enumerationOf(values: readonly ValueCount[], isAll: boolean): readonly string[] | undefined {
  const { rows, rowsOfEach, texts, length } = ENUMERATION;
  const isFew = isAll && values.length > 1 && values.length <= texts && rowsOf(values) >= rows;
  // Names of places and people are few in a sample too: what is chosen from a list is written like a code.
  const isCode = [/^[a-z0-9_-]+$/, /^[A-Z0-9_-]+$/].some((form) =>
    values.every(({ text }) => form.test(text)),
  );
  const isEach = isCode && values.every(({ text, rows: of }) => of >= rowsOfEach && text.length <= length);
  return isFew && isEach ? values.map(({ text }) => text).sort() : undefined;
}

/** A regular expression of codes that all have one form, such as `[A-Z]{2}-[0-9]+`. */
export function codePattern(values: readonly ValueCount[]): RegExp | undefined {
  if (values.length < CODES.texts || values.some(({ text }) => text.length > CODES.length)) return undefined;
  const [first, ...others] = values.map(({ text }) => partsOf(text));
  if (first === undefined || first.length > CODES.parts) return undefined;
  if (!first.some(({ kind }) => kind === '[0-9]')) return undefined;
  const parts = first.map((part) => ({ kind: part.kind, texts: new Set([part.text]) }));
  for (const other of others) {
    if (other.length !== parts.length) return undefined;
    for (const [index, { kind, text }] of other.entries()) {
      const part = parts[index];
      if (part?.kind !== kind) return undefined;
      part.texts.add(text);
    }
  }
  // Running numbers grow: only what has one length and begins with a zero is as long as ever.
  const source = parts.map(({ kind, texts }) => {
    const [one = ''] = texts;
    if (kind === '') return escaped(one);
    if (texts.size === 1 && kind !== '[0-9]') return one;
    const lengths = new Set([...texts].map((text) => text.length));
    const isFixed =
      lengths.size === 1 && (kind !== '[0-9]' || [...texts].some((text) => text.startsWith('0')));
    return isFixed ? `${kind}${one.length === 1 ? '' : `{${one.length}}`}` : `${kind}+`;
  });
  const isSame = parts.every(({ kind, texts }) => kind !== '' || texts.size === 1);
  const isCode = parts.length > 1 || source.join('').includes('{');
  return isSame && isCode ? new RegExp(source.join('')) : undefined;
}

interface CodePart {
  /** The class of its characters; empty for signs that stand there as they are. */
  readonly kind: '[A-Z]' | '[0-9]' | '';
  readonly text: string;
}

function partsOf(text: string): CodePart[] {
  // What holds lower-case letters is words, or random.
  if (/[^A-Z0-9_/.#:-]/.test(text)) return [{ kind: '', text }];
  return [...text.matchAll(/[A-Z]+|[0-9]+|[^A-Z0-9]+/g)].map(([part]) => ({
    kind: /^[A-Z]/.test(part) ? '[A-Z]' : /^[0-9]/.test(part) ? '[0-9]' : '',
    text: part,
  }));
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
