import { type BooleanFormat } from '../../model';
import { areExceptions, type ValueCount } from './value-counts';

/** Words for true and for false, in languages that shops write. */
const PAIRS: readonly (readonly [yes: string, no: string])[] = [
  ['true', 'false'],
  ['yes', 'no'],
  ['y', 'n'],
  ['t', 'f'],
  ['on', 'off'],
  ['ja', 'nein'],
  ['j', 'n'],
  ['ja', 'nee'],
  ['ja', 'nej'],
  ['oui', 'non'],
  ['o', 'n'],
  ['si', 'no'],
  ['sí', 'no'],
  ['sì', 'no'],
  ['sim', 'não'],
  ['tak', 'nie'],
  ['ano', 'ne'],
  ['da', 'nu'],
  ['evet', 'hayır'],
  ['wahr', 'falsch'],
  ['vrai', 'faux'],
  ['verdadero', 'falso'],
  ['vero', 'falso'],
];

/** A column of yes and no. */
export interface BooleanReading {
  /** The words, where they are not the library's own. */
  readonly format?: BooleanFormat;
  /** What is neither. */
  readonly bad: readonly ValueCount[];
  /** What is not sure about it. */
  readonly doubts: readonly string[];
  /** The pair of words, `yes/no`. */
  readonly words: string;
  /** Whether only one of them was seen. */
  readonly isGuess: boolean;
}

/**
 * Values as yes and no; nothing where they are something else. `1` and `0` alone are numbers.
 *
 * @param values of a column.
 * @param usual the words of other columns, `yes/no`, which say what one word alone is.
 */
export function booleanReading(values: readonly ValueCount[], usual?: string): BooleanReading | undefined {
  const words = new Set(values.map(({ text }) => lower(text)));
  const fits = PAIRS.map(([yes, no]) => ({
    yes,
    no,
    bad: values.filter(({ text }) => lower(text) !== yes && lower(text) !== no),
    both: words.has(yes) && words.has(no),
  })).filter(({ bad }) => bad.length < words.size && areExceptions(bad, values));
  const asUsual = fits.find(({ yes, no }) => `${yes}/${no}` === usual);
  const found =
    fits.find(({ both }) => both) ?? asUsual ?? fits.find(({ yes, no }) => isClear(yes, no, words));
  if (found === undefined) return undefined;
  const { yes, no, bad, both } = found;
  const [seen, unseen] = words.has(yes) ? [yes, no] : [no, yes];
  const why = found === asUsual ? 'is what other columns have' : 'is a guess';
  const doubts = both ? [] : [`only ${JSON.stringify(seen)} was seen: ${JSON.stringify(unseen)} ${why}`];
  const said = { bad, words: `${yes}/${no}`, isGuess: !both };
  if (yes === 'true') return { ...said, doubts: [] };
  return { ...said, format: { true: [yes], false: [no] }, doubts };
}

/** One word alone says yes or no where it is no abbreviation, and no word of another kind. */
function isClear(yes: string, no: string, words: ReadonlySet<string>): boolean {
  const clear = ['true', 'false', 'yes', 'ja', 'nein', 'oui', 'non', 'wahr', 'falsch'];
  return [yes, no].some((word) => words.has(word) && clear.includes(word));
}

/** As the library compares words: A to Z in any case. */
function lower(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
