import { type Kind } from '../../model';

/** Deepest nesting of a document. */
const DEEPEST = 500;

/** The place after the JSON value that begins at a place; less than 0 where there is none. */
export function valueEnd(
  text: string,
  from: number,
  /** How deep the value lies. */
  depth: number,
): number {
  const first = text.charCodeAt(from);
  if (first === 0x22) return stringEnd(text, from);
  if (first === 0x7b || first === 0x5b) return depth < DEEPEST ? nestedEnd(text, from, depth + 1) : -1;
  if (first === 0x74) return text.startsWith('true', from) ? from + 4 : -1;
  if (first === 0x66) return text.startsWith('false', from) ? from + 5 : -1;
  if (first === 0x6e) return text.startsWith('null', from) ? from + 4 : -1;
  return numberEnd(text, from);
}

/** The same for the outermost value. */
export function readValue(text: string, from: number): number {
  return valueEnd(text, from, 0);
}

/** The first place that is no blank, from a place on. */
export function skipBlanks(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at += 1;
  }
}

/** Whether nothing but blanks follow. */
export function isWhole(text: string, from: number): boolean {
  return skipBlanks(text, from) >= text.length;
}

/** The text that a JSON string stands for. */
export function stringOf(text: string, from: number, end: number): string {
  const inside = text.slice(from + 1, end - 1);
  return inside.includes('\\') ? (JSON.parse(text.slice(from, end)) as string) : inside;
}

/**
 * A JSON number as text without an exponent. Whole numbers keep their digits; others pass through a double, as they do in Data
 * Factory.
 */
export function plainNumber(raw: string): string {
  if (/^-?\d+$/.test(raw)) return raw;
  const value = Number(raw);
  return Number.isFinite(value) ? withoutExponent(String(value)) : raw;
}

/** Types whose values have to be the number that was written. */
const EXACT: readonly Kind[] = ['string', 'decimal', 'long', 'integer'];

/** Most digits that a double keeps of any number. */
const DOUBLE_DIGITS = 15;

/** Powers of ten beyond which a double is 0 or infinite: it loses no digits then, but all. */
const MOST_POWER = 400;

/**
 * Whether a JSON number that passes through a double is still the number that its source wrote: with all its digits where a text is promised, and
 * at the scale of the contract where a number is.
 */
export function keepsNumber(raw: string, kind: Kind, scale = 0): boolean {
  if (/^-?\d+$/.test(raw) || !EXACT.includes(kind)) return true;
  const plain = plainNumber(raw);
  const power = Math.abs(Number(/[eE](.*)/.exec(raw)?.[1] ?? 0));
  if (raw.length <= DOUBLE_DIGITS || power > MOST_POWER || plain === raw) return true;
  const digits = kind === 'string' ? raw.length + power : scale;
  return atScale(raw, digits) === atScale(plain, digits);
}

/** A decimal number of so many digits behind the point, rounded half away from zero, without its point. */
function atScale(number: string, scale: number): bigint {
  const [, sign, whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:[.](\d+))?(?:[eE](.*))?$/.exec(number) ?? [];
  const digits = BigInt(whole + fraction);
  const shift = scale - fraction.length + Number(power);
  const unit = 10n ** BigInt(Math.abs(shift));
  const rounded = shift >= 0 ? digits * unit : (digits + unit / 2n) / unit;
  return sign === '-' ? -rounded : rounded;
}

function withoutExponent(number: string): string {
  const found = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(number);
  if (!found) return number;
  const [, sign = '', whole = '', fraction = '', exponent = ''] = found;
  const digits = whole + fraction;
  const point = 1 + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  const padded = digits.padEnd(point, '0');
  const rest = padded.slice(point);
  return `${sign}${padded.slice(0, point)}${rest === '' ? '' : `.${rest}`}`;
}

function stringEnd(text: string, from: number): number {
  let at = from + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code === 0x5c) {
      const length = escapeLength(text, at);
      if (length === 0) return -1;
      at += length;
      // Control characters are written as escapes; behind the end there is no code.
    } else if (code >= 0x20) at += 1;
    else return -1;
  }
}

function escapeLength(text: string, at: number): number {
  const kind = text[at + 1] ?? '';
  if (kind === 'u') return /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6)) ? 6 : 0;
  return kind !== '' && '"\\/bfnrt'.includes(kind) ? 2 : 0;
}

function nestedEnd(text: string, from: number, depth: number): number {
  const isObject = text.charCodeAt(from) === 0x7b;
  const close = isObject ? 0x7d : 0x5d;
  let at = skipBlanks(text, from + 1);
  if (text.charCodeAt(at) === close) return at + 1;
  for (;;) {
    if (isObject) {
      at = text.charCodeAt(at) === 0x22 ? stringEnd(text, at) : -1;
      if (at < 0) return -1;
      at = skipBlanks(text, at);
      if (text.charCodeAt(at) !== 0x3a) return -1;
      at = skipBlanks(text, at + 1);
    }
    at = valueEnd(text, at, depth);
    if (at < 0) return -1;
    at = skipBlanks(text, at);
    const next = text.charCodeAt(at);
    if (next === close) return at + 1;
    if (next !== 0x2c) return -1;
    at = skipBlanks(text, at + 1);
  }
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function digitsEnd(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at += 1;
  return at > from ? at : -1;
}

function numberEnd(text: string, from: number): number {
  const start = text.charCodeAt(from) === 0x2d ? from + 1 : from;
  // A leading zero stands alone.
  let at = text.charCodeAt(start) === 0x30 ? start + 1 : digitsEnd(text, start);
  if (at >= 0 && text.charCodeAt(at) === 0x2e) at = digitsEnd(text, at + 1);
  if (at >= 0 && (text.charCodeAt(at) | 0x20) === 0x65) {
    const sign = text.charCodeAt(at + 1);
    at = digitsEnd(text, sign === 0x2b || sign === 0x2d ? at + 2 : at + 1);
  }
  return at;
}
