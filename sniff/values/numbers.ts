import { type NumberFormat } from '../../model';
import { type Conventions } from './conventions';
import { isCurrency, type NumberParts, numberParts } from './number-parts';
import { areExceptions, rowsOf, type ValueCount } from './value-counts';

/** A column of numbers. */
export interface NumberReading {
  /** What holds all of them. */
  readonly kind: 'long' | 'decimal' | 'double';
  /** Most digits before the decimal sign. */
  readonly whole: number;
  /** Most digits behind it. */
  readonly scale: number;
  /** Whether every fraction is zero. */
  readonly wholeFractions: boolean;
  /** How they are written, where that is not the library's own form. */
  readonly format?: NumberFormat;
  /** What is no number, or none in this form. */
  readonly bad: readonly ValueCount[];
  /** What is not sure about it. */
  readonly doubts: readonly string[];
  /** The sign before fractions, where the values themselves say it. */
  readonly decimal?: '.' | ',' | undefined;
}

interface NumberText {
  readonly value: ValueCount;
  readonly parts: NumberParts;
}

interface Signs {
  readonly decimal: '.' | ',';
  readonly thousands?: string;
}

/** Largest and smallest numbers of 64 bits. */
const [LONGEST, MOST, LEAST] = [19, 2n ** 63n - 1n, -(2n ** 63n)];

/** More digits behind the point than amounts and rates have: what a floating-point number prints. */
const LONGEST_SCALE = 12;

/** Values as numbers; nothing where they are something else, or codes made of digits. */
export function numberReading(
  values: readonly ValueCount[],
  conventions: Conventions = {},
): NumberReading | undefined {
  const taken = values.map((value) => ({ value, parts: numberParts(value.text) }));
  const numbers = taken.filter((number): number is NumberText => number.parts !== undefined);
  if (numbers.length === 0 || !areExceptions(without(values, numbers), values)) return undefined;
  const { signs, doubts, decimal } = signsOf(numbers, conventions);
  const good = numbers.filter(({ parts }) => fits(parts, signs));
  const bad = without(values, good);
  if (good.length === 0 || !areExceptions(bad, values)) return undefined;
  // Zeros in front are part of a code: as a number it would lose them.
  if (good.some(({ parts }) => /^0[0-9]/.test(parts.body))) return undefined;
  const symbols = [...new Set(good.flatMap(({ parts }) => parts.symbols))].sort();
  // Which currency an amount is in would be lost.
  if (symbols.filter(isCurrency).length > 1) return undefined;
  const sizes = good.map(({ parts }) => sizeOf(parts, signs));
  const [whole, scale] = [most(sizes, 'whole'), most(sizes, 'scale')];
  const isWhole = scale === 0 && good.every(({ parts }) => parts.exponent === '');
  if (isWhole && !good.every((number) => isLong(number, signs))) return undefined;
  const negatives = (['trailing-minus', 'parentheses', 'minus-sign'] as const).filter((form) =>
    good.some(({ parts }) => parts.negative === form),
  );
  const format: NumberFormat = {
    ...(signs.decimal === ',' && !isWhole && { decimal: ',' as const }),
    ...(signs.thousands !== undefined && { thousands: signs.thousands }),
    ...(symbols.length > 0 && { symbols }),
    ...(negatives.length > 0 && { negatives }),
    ...(good.some(({ parts }) => parts.body.startsWith(signs.decimal)) && { fractions: ['bare' as const] }),
  };
  // Where points separate thousands, the fraction begins with a comma, even if there is none yet.
  const complete = format.thousands === '.' ? Object.assign({}, format, { decimal: ',' as const }) : format;
  const kind = isWhole ? 'long' : scale > LONGEST_SCALE || whole + scale > 30 ? 'double' : 'decimal';
  return {
    kind,
    whole,
    scale,
    wholeFractions:
      !isWhole && good.every(({ parts }) => fractionOf(parts, signs).replaceAll('0', '') === ''),
    ...(Object.keys(complete).length > 0 && { format: complete }),
    bad,
    doubts,
    decimal,
  };
}

/** The separators under which the most values are numbers. */
function signsOf(
  numbers: readonly NumberText[],
  conventions: Conventions,
): { readonly signs: Signs; readonly doubts: readonly string[]; readonly decimal?: '.' | ',' | undefined } {
  const seen = new Set(numbers.flatMap(({ parts }) => parts.body.replaceAll(/[0-9]/g, '').split('')));
  const separators = [...seen].filter((sign) => sign !== '').sort();
  const candidates: Signs[] = (['.', ','] as const).flatMap((decimal) => [
    { decimal },
    ...separators.filter((sign) => sign !== decimal).map((thousands) => ({ decimal, thousands })),
  ]);
  const rated = candidates.map((signs) => ({
    signs,
    broken: rowsOf(numbers.filter(({ parts }) => !fits(parts, signs)).map(({ value }) => value)),
  }));
  const least = Math.min(...rated.map(({ broken }) => broken));
  // Of signs that read alike, those that say less: separators that no value needs are none.
  const best = rated.filter(({ broken }) => broken === least).map(({ signs }) => signs);
  const plain = best.filter(
    ({ decimal, thousands }) =>
      (thousands === undefined || numbers.some(({ parts }) => parts.body.includes(thousands))) &&
      (decimal === '.' || seen.has(decimal) || thousands === '.'),
  );
  const readings = plain.length > 0 ? plain : best;
  const [first = { decimal: '.' as const }] = readings;
  const other = readings.find((signs) =>
    numbers.some(({ parts }) => canonical(parts, signs) !== canonical(parts, first)),
  );
  if (other === undefined) {
    const shown = numbers.some(({ parts }) => fits(parts, first) && fractionOf(parts, first) !== '');
    return { signs: first, doubts: [], decimal: shown || first.thousands ? first.decimal : undefined };
  }
  const example = numbers.find(
    ({ parts }) => canonical(parts, first) !== canonical(parts, other),
  ) as NumberText;
  const usual = conventions.decimal ?? (conventions.semicolons === true ? ',' : undefined);
  const chosen =
    readings.find(({ decimal }) => decimal === usual) ??
    readings.find(({ decimal, thousands }) => decimal === '.' && (thousands === ',' || !seen.has(','))) ??
    first;
  const readable = [first, other].map((signs) => canonical(example.parts, signs)).sort();
  const why =
    conventions.decimal !== undefined
      ? `other columns have "${conventions.decimal}" before fractions`
      : conventions.semicolons === true
        ? 'files with semicolons mostly have "," before fractions'
        : 'nothing says which';
  return {
    signs: chosen,
    doubts: [
      `${JSON.stringify(example.value.text)} is ${readable.join(' or ')}: ${why}; proposed: ${canonical(example.parts, chosen)}`,
    ],
  };
}

function fits({ body, exponent }: NumberParts, { decimal, thousands }: Signs): boolean {
  // Nobody parts thousands of a number with an exponent.
  if (exponent !== '' && thousands !== undefined && body.includes(thousands)) return false;
  const group = thousands === undefined ? '' : escaped(thousands);
  const whole = thousands === undefined ? '[0-9]+' : `(?:[0-9]+|[1-9][0-9]{0,2}(?:${group}[0-9]{3})+)`;
  const fraction = `${escaped(decimal)}[0-9]+`;
  return new RegExp(`^(?:${whole}(?:${fraction})?|${fraction})$`, 'u').test(body);
}

function fractionOf({ body }: NumberParts, { decimal }: Signs): string {
  const at = body.lastIndexOf(decimal);
  return at < 0 ? '' : body.slice(at + 1);
}

function canonical(parts: NumberParts, signs: Signs): string {
  const fraction = fractionOf(parts, signs);
  const end = fraction === '' ? parts.body.length : parts.body.length - fraction.length - 1;
  // A fraction without a digit before it is one of zero.
  const whole = parts.body.slice(0, end) || '0';
  const digits = signs.thousands === undefined ? whole : whole.replaceAll(signs.thousands, '');
  return fraction === '' ? digits : `${digits}.${fraction}`;
}

function sizeOf(parts: NumberParts, signs: Signs): { readonly whole: number; readonly scale: number } {
  const [digits = '', fraction = ''] = canonical(parts, signs).split('.');
  const shift = parts.exponent === '' ? 0 : Number(parts.exponent.slice(1));
  return {
    whole: Math.max(1, digits.replace(/^0+/, '').length + shift),
    scale: Math.max(0, fraction.length - shift),
  };
}

function isLong({ parts }: NumberText, signs: Signs): boolean {
  const digits = canonical(parts, signs);
  if (digits.length > LONGEST) return false;
  const number = parts.negative === undefined ? BigInt(digits) : -BigInt(digits);
  return number <= MOST && number >= LEAST;
}

function most<K extends string>(sizes: readonly Readonly<Record<K, number>>[], key: K): number {
  return sizes.reduce((largest, size) => Math.max(largest, size[key]), 0);
}

function without(values: readonly ValueCount[], numbers: readonly NumberText[]): ValueCount[] {
  const known = new Set(numbers.map(({ value }) => value));
  return values.filter((value) => !known.has(value));
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
