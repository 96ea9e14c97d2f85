/** What a letter of a pattern stands for. */
export type DateField =
  | 'year'
  | 'shortYear'
  | 'month'
  | 'monthName'
  | 'day'
  | 'hour'
  | 'halfDayHour'
  | 'halfDay'
  | 'minute'
  | 'second'
  | 'fraction'
  | 'offset';

/** A part of a pattern: a field, or text that stands there as it is. */
export type PatternPart =
  | { readonly field: DateField; readonly letters: string; readonly source: string }
  | { readonly literal: string };

/** English names of months, as `MMM` reads them, in any case. */
export const MONTH_NAMES = [
  'jan',
  'feb',
  'mar',
  'apr',
  'may',
  'jun',
  'jul',
  'aug',
  'sep',
  'oct',
  'nov',
  'dec',
] as const;

/** The same written out, as `MMMM` reads them. */
const LONG_MONTH_NAMES = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const;

const inAnyCase = (text: string): string =>
  Array.from(text, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`).join('');

/** The letters of patterns, as Java, Spark and .NET have them: what each stands for, and what it matches. */
const LETTERS: Readonly<Record<string, readonly [field: DateField, source: string]>> = {
  yyyy: ['year', '[12][0-9]{3}'],
  yy: ['shortYear', '[0-9]{2}'],
  MMM: ['monthName', `(?:${MONTH_NAMES.map(inAnyCase).join('|')})`],
  MMMM: ['monthName', `(?:${LONG_MONTH_NAMES.map(inAnyCase).join('|')})`],
  MM: ['month', '[0-9]{2}'],
  M: ['month', '[0-9]{1,2}'],
  dd: ['day', '[0-9]{2}'],
  d: ['day', '[0-9]{1,2}'],
  HH: ['hour', '[0-9]{2}'],
  H: ['hour', '[0-9]{1,2}'],
  hh: ['halfDayHour', '(?:0[1-9]|1[0-2])'],
  h: ['halfDayHour', '(?:0?[1-9]|1[0-2])'],
  a: ['halfDay', '[AaPp][Mm]'],
  mm: ['minute', '[0-9]{2}'],
  ss: ['second', '[0-9]{2}'],
  X: ['offset', '(?:Z|[+-][0-9]{2}(?:[0-9]{2})?)'],
  XX: ['offset', '(?:Z|[+-][0-9]{4})'],
  XXX: ['offset', '(?:Z|[+-][0-9]{2}:[0-9]{2})'],
};

/** Most digits of a fraction. */
const MOST_FRACTION = 9;

/** What patterns are made of, in words. */
export const PATTERN_LETTERS =
  "yyyy or yy, MM, M, MMM or MMMM, dd or d, HH, H, or hh, h with a, mm, ss, S to SSSSSSSSS, X, XX or XXX, other letters in quotes ('T')";

/** The parts of a pattern, or the letters in it that mean nothing. */
export function partsOf(pattern: string): readonly PatternPart[] | { readonly unknown: string } {
  const parts: PatternPart[] = [];
  for (const [token, quoted, letters] of pattern.matchAll(/'((?:[^']|'')*)'|(([A-Za-z])\3*)|[\s\S]/g)) {
    if (letters === undefined) {
      if (token === "'") return { unknown: 'a quote that is never closed' };
      // Two quotes are one.
      const literal = quoted === undefined ? token : quoted === '' ? "'" : quoted.replaceAll("''", "'");
      parts.push({ literal });
      continue;
    }
    const known = lettersOf(letters);
    if (known === undefined) return { unknown: letters };
    parts.push({ field: known[0], letters, source: known[1] });
  }
  return parts;
}

function lettersOf(letters: string): readonly [DateField, string] | undefined {
  if (/^S+$/.test(letters))
    return letters.length > MOST_FRACTION ? undefined : ['fraction', `[0-9]{${letters.length}}`];
  return Object.hasOwn(LETTERS, letters) ? LETTERS[letters] : undefined;
}

/** The parts of a pattern that has been validated. */
export function soundParts(pattern: string): readonly PatternPart[] {
  const parts = partsOf(pattern);
  return 'unknown' in parts ? [] : parts;
}

/** A regular expression of the texts of a pattern, with a group for each field, in order. */
export function patternSource(parts: readonly PatternPart[]): string {
  return parts
    .map((part) =>
      'field' in part ? `(${part.source})` : part.literal.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
    )
    .join('');
}

/** Whether how long a part is differs from text to text. */
export function isVariable(part: PatternPart): boolean {
  return 'field' in part && ['M', 'd', 'H', 'h'].includes(part.letters);
}

/** Whether a part begins with a digit, so that what is before it has to say where it ends. */
export function beginsWithDigit(part: PatternPart): boolean {
  return 'field' in part
    ? !['monthName', 'halfDay', 'offset'].includes(part.field)
    : /^[0-9]/.test(part.literal);
}

/** Writes a timestamp of UTC, `YYYY-MM-DD HH:MM:SS.fffffffff`, by a pattern; what the pattern does not show is lost. */
export function writeDate(parts: readonly PatternPart[], canonical: string): string {
  const [year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = ''] =
    /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)\.(\d*)$/.exec(canonical)?.slice(1) ?? [];
  const short = (digits: string, letters: string): string =>
    letters.length === 1 ? String(Number(digits)) : digits;
  return parts
    .map((part) => {
      if ('literal' in part) return part.literal;
      const { field, letters } = part;
      const values: Readonly<Record<DateField, string>> = {
        year,
        shortYear: year.slice(2),
        month: short(month, letters),
        monthName: capitalised(
          (letters === 'MMMM' ? LONG_MONTH_NAMES : MONTH_NAMES)[Number(month) - 1] ?? '',
        ),
        day: short(day, letters),
        hour: short(hour, letters),
        halfDayHour: short(String(((Number(hour) + 11) % 12) + 1).padStart(2, '0'), letters),
        halfDay: Number(hour) < 12 ? 'AM' : 'PM',
        minute,
        second,
        fraction: fraction.padEnd(letters.length, '0').slice(0, letters.length),
        offset: 'Z',
      };
      return values[field];
    })
    .join('');
}

/** The fields of a text that has a pattern, as numbers; nothing where it has another. */
export function readDate(parts: readonly PatternPart[], text: string): string | undefined {
  const found = new RegExp(`^(?:${patternSource(parts)})$`).exec(text);
  if (!found) return undefined;
  const fields = parts.flatMap((part) => ('field' in part ? [part] : []));
  const read = new Map(fields.map(({ field }, index) => [field, found[index + 1] ?? '']));
  const two = (field: DateField): string => (read.get(field) ?? '0').padStart(2, '0');
  const shortName = read.get('monthName')?.slice(0, 3).toLowerCase();
  const named = MONTH_NAMES.findIndex((name) => name === shortName);
  const half = read.has('halfDay')
    ? String((Number(two('halfDayHour')) % 12) + (read.get('halfDay')?.toLowerCase() === 'pm' ? 12 : 0))
    : undefined;
  return [
    read.get('year') ?? `20${two('shortYear')}`,
    named < 0 ? two('month') : String(named + 1).padStart(2, '0'),
    two('day'),
    (half ?? two('hour')).padStart(2, '0'),
    two('minute'),
    two('second'),
    (read.get('fraction') ?? '').padEnd(MOST_FRACTION, '0'),
    read.get('offset') ?? '',
  ].join(' ');
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
