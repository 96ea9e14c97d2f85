import { MONTH_NAMES, type PatternPart, patternSource, soundParts } from '../contracts/date-pattern';
import { type BooleanFormat, type NumberFormat, type ValueFormat } from '../contracts/value-format';
import { type Expr, literal, parse, when } from '../expressions';
import { extract, noText } from '../expressions/written';
import { textsOf } from '../said';
import { type DataType } from '../types';

/** A text that no type but text reads: what is not written as it should be. */
const UNREADABLE = '?';

/** Characters of the longest name of a month. */
const LONGEST_MONTH = 9;

/** Most characters of a number, as it is written. */
const LONGEST_NUMBER = 400;

type Case = readonly [condition: Expr<'boolean'>, value: Expr<'string'>];

/** Whether the text of a column is rewritten before it is read. */
export function isRewritten({ patterns, nullMarkers, number, boolean }: ValueFormat): boolean {
  return [patterns, nullMarkers, number, boolean].some((format) => format !== undefined);
}

/**
 * Text as it would be if it were written in the library's own form, from text in the form of a contract; null where it stands for a
 * missing value, and what nothing reads where it has another form.
 *
 * Made of functions that mean the same on every engine, so that no engine's own patterns of dates and numbers are relied on.
 */
export function rewritten(delivered: Expr<'string'>, type: DataType, format: ValueFormat): Expr<'string'> {
  const text = delivered.trim();
  const markers = textsOf(format.nullMarkers ?? []);
  const missing: Case[] = [
    [text.isNull().or(text.equals('')), noText()],
    ...(markers.length > 0 ? [[text.isIn(markers), noText()] as const] : []),
  ];
  const forms = formsOf(text, type, format);
  return when([...missing, ...(forms ?? [])], forms ? literal(UNREADABLE) : text);
}

/** The forms that a text can have, each with the same in the library's own; nothing where it is in that already. */
function formsOf(text: Expr<'string'>, { kind }: DataType, format: ValueFormat): Case[] | undefined {
  if (format.patterns)
    return textsOf(format.patterns).map((pattern) => dateForm(text, soundParts(pattern), kind));
  if (format.boolean) return booleanForms(text, format.boolean);
  return format.number && numberForms(text, format.number, kind);
}

function booleanForms(text: Expr<'string'>, format: BooleanFormat): Case[] {
  return (['true', 'false'] as const).flatMap((value): Case[] => {
    const words = textsOf(format[value]).map(lowerCase);
    return words.length === 0 ? [] : [[text.lower().isIn(words), literal(value)]];
  });
}

/** A to Z alone, as the engines do it. */
function lowerCase(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function dateForm(text: Expr<'string'>, parts: readonly PatternPart[], kind: DataType['kind']): Case {
  const source = patternSource(parts);
  const fields = parts.flatMap((part) => ('field' in part ? [part.field] : []));
  const field = (name: (typeof fields)[number], longest = 2): Expr<'string'> | undefined => {
    const index = fields.indexOf(name);
    return index < 0 ? undefined : extract(text, source, index + 1, longest);
  };
  const shortYear = field('shortYear');
  const year = field('year', 4) ?? (shortYear ? literal('20').concat(shortYear) : literal('0000'));
  // Of a name that is written out, its first letters.
  const monthName = field('monthName', LONGEST_MONTH)?.left(3);
  const month = monthName ? monthNumber(monthName) : twoDigits(field('month'));
  const date = year.concat('-', month, '-', twoDigits(field('day')));
  const condition = text.matches(new RegExp(source));
  if (kind === 'date') return [condition, date];
  const halfDay = field('halfDay');
  const hour = halfDay ? hourOfDay(field('halfDayHour') ?? literal('0'), halfDay) : twoDigits(field('hour'));
  const time = hour.concat(':', twoDigits(field('minute')), ':', twoDigits(field('second')));
  const fraction = field('fraction', 9);
  const offset = field('offset', 6);
  const further = [...(fraction ? [literal('.').concat(fraction)] : []), ...(offset ? [offset] : [])];
  return [condition, date.concat(' ', time, ...further)];
}

function twoDigits(digits: Expr<'string'> | undefined): Expr<'string'> {
  return digits === undefined ? literal('00') : literal('0').concat(digits).right(2);
}

function monthNumber(name: Expr<'string'>): Expr<'string'> {
  return MONTH_NAMES.reduce<Expr<'string'>>(
    (text, month, index) => text.replaceAll(month, String(index + 1).padStart(2, '0')),
    name.lower(),
  );
}

/** 12 AM is 0, 12 PM is 12. */
function hourOfDay(hour: Expr<'string'>, halfDay: Expr<'string'>): Expr<'string'> {
  const ofHalf = parse(hour, { kind: 'integer' }).modulo(12);
  const isAfternoon = halfDay.lower().equals('pm');
  return twoDigits(when([[isAfternoon, ofHalf.plus(12).toInteger().toText()]], ofHalf.toText()));
}

/** Blanks and no-break spaces between a number and what stands beside it. */
const GAP = '[ \u00A0\u202F]*';

/** The minus of typesetting, U+2212. */
const MINUS_SIGN = '\u2212';

/** Digits of a number as they may be written: an expression with groups, and what these are in the library's own form. */
interface Digits {
  readonly source: string;
  readonly own: (group: (index: number) => Expr<'string'>) => readonly [Expr<'string'>, ...Expr<'string'>[]];
}

function numberForms(text: Expr<'string'>, format: NumberFormat, kind: DataType['kind']): Case[] {
  const [symbols, negatives] = [textsOf(format.symbols ?? []), textsOf(format.negatives ?? [])];
  const symbol = symbols.map(escaped).join('|');
  const before = symbols.length > 0 ? `(?:(?:${symbol})${GAP})?` : '';
  const after = symbols.length > 0 ? `(?:${GAP}(?:${symbol}))?` : '';
  const form = (source: string, first: number, sign: Expr<'string'>, own: Digits['own']): Case => {
    const group = (index: number): Expr<'string'> => extract(text, source, first + index, LONGEST_NUMBER);
    return [text.matches(new RegExp(source)), sign.concat(...own(group))];
  };
  const isTypeset = negatives.includes('minus-sign');
  const signs = isTypeset ? `([+${MINUS_SIGN}-]?)` : '([+-]?)';
  return digitForms(format, kind).flatMap(({ source: digits, own }) => {
    const leading = `${before}${signs}${symbols.length > 0 ? GAP : ''}${before}${digits}${after}`;
    const sign = extract(text, leading, 1, 1);
    return [
      form(leading, 2, isTypeset ? sign.replaceAll(MINUS_SIGN, '-') : sign, own),
      ...(negatives.includes('trailing-minus')
        ? [form(`${before}${digits}${after}${GAP}-${after}`, 1, literal('-'), own)]
        : []),
      ...(negatives.includes('parentheses')
        ? [form(`${before}[(]${GAP}${before}${digits}${after}${GAP}[)]${after}`, 1, literal('-'), own)]
        : []),
    ];
  });
}

function digitForms(format: NumberFormat, kind: DataType['kind']): Digits[] {
  const { decimal = '.', thousands } = format;
  const fractions = textsOf(format.fractions ?? []);
  const [point, exponent] = [escaped(decimal), '((?:[eE][+-]?[0-9]{1,3})?)'];
  const whole = thousands === undefined ? '[0-9]+' : `[0-9]+|[0-9]{1,3}(?:${escaped(thousands)}[0-9]{3})+`;
  const digits = (text: Expr<'string'>): Expr<'string'> =>
    thousands === undefined ? text : text.replaceAll(thousands, '');
  if (kind === 'integer' || kind === 'long') {
    const nothing = fractions.includes('zero') ? `(?:${point}0+)?` : '';
    return [{ source: `(${whole})${nothing}`, own: (group) => [digits(group(0))] }];
  }
  const usual: Digits = {
    // Groups that are always there: what one that is left out gives, is not documented.
    source: `(${whole})((?:${point}[0-9]+)?)${exponent}`,
    own: (group) => [digits(group(0)), fraction(group(1), decimal), group(2)],
  };
  const bare: Digits = {
    source: `(${point}[0-9]+)${exponent}`,
    own: (group) => [literal('0'), fraction(group(0), decimal), group(1)],
  };
  return fractions.includes('bare') ? [usual, bare] : [usual];
}

function fraction(text: Expr<'string'>, decimal: string): Expr<'string'> {
  return decimal === '.' ? text : text.replaceAll(decimal, '.');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
