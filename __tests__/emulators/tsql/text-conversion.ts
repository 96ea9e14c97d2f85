import { type Decimal } from 'decimal.js';
import { isDate, roundTicks, toDays, toTicks } from './calendar';
import { Exact } from './decimals';
import { ConversionError, notModelled } from './errors';

/** Reads an integer from text: spaces around it are ignored, and nothing but spaces is 0. */
export function integerFromText(text: string, target: string): bigint {
  const trimmed = trimSpaces(text);
  if (trimmed === '') {
    return 0n;
  }
  if (trimmed === '-' || trimmed === '+') {
    throw notModelled(`'${text}' as ${target}: a lone sign converts to 0 in some versions`);
  }
  if (!/^[+-]?\d+$/.test(trimmed)) {
    throw failed(text, target, 245);
  }
  return BigInt(trimmed.replace(/^\+/, ''));
}

/** Reads a bit from text: true, false, or a whole number. */
export function bitFromText(text: string): bigint {
  const word = trimSpaces(text).toLowerCase();
  if (word === 'true' || word === 'false') {
    return word === 'true' ? 1n : 0n;
  }
  return integerFromText(text, 'bit') === 0n ? 0n : 1n;
}

/** Reads a decimal from text; unlike the integers, an empty text is an error. */
export function decimalFromText(text: string, target: string): Decimal {
  const trimmed = trimSpaces(text);
  if (/^[+-]?\.?$/.test(trimmed) && trimmed !== '') {
    throw notModelled(`'${text}' as ${target}`);
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(trimmed)) {
    throw failed(text, target, 8114);
  }
  return new Exact(trimmed.replace(/^\+/, '').replace(/\.$/, ''));
}

/** Reads a float from text; nothing but spaces is 0. */
export function floatFromText(text: string): number {
  const trimmed = trimSpaces(text);
  if (trimmed === '') {
    return 0;
  }
  if (
    /^[+-]?(\d*\.?\d*)([eEdD][+-]?\d*)?$/.test(trimmed) &&
    !/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed)
  ) {
    throw notModelled(`'${text}' as float`);
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed)) {
    throw failed(text, 'float', 8114);
  }
  const value = Number(trimmed);
  if (!Number.isFinite(value)) {
    throw new ConversionError('arithmetic overflow error converting varchar to data type float', 232);
  }
  return value;
}

/** Reads a date from text in a form that no session setting can change. */
export function dateFromText(text: string, style?: number): bigint {
  return parseTemporal(text, 'date', style) / 864_000_000_000n;
}

/** Reads a datetime2 from text in a form that no session setting can change. */
export function dateTimeFromText(text: string, scale: number, style?: number): bigint {
  return roundTicks(parseTemporal(text, 'datetime2', style), scale);
}

const DATE_PATTERN = /^(?:(\d{4})-(\d{2})-(\d{2})|(\d{4})(\d{2})(\d{2}))$/;
const DATE_TIME_PATTERN =
  /^(?:(\d{4})-(\d{2})-(\d{2})|(\d{4})(\d{2})(\d{2}))[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?$/;

/** Styles a CONVERT from text may name, with the form each of them reads. */
const STYLE_PATTERNS: Readonly<Record<number, RegExp>> = {
  23: /^\d{4}-\d{2}-\d{2}$/,
  112: /^\d{8}$/,
  120: /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$/,
  121: /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2}(\.\d{1,7})?)?$/,
  126: /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,7})?)?$/,
};

function parseTemporal(text: string, target: string, style?: number): bigint {
  const trimmed = trimSpaces(text);
  if (style !== undefined && !STYLE_PATTERNS[style]?.test(trimmed)) {
    throw notModelled(`'${text}' as ${target} with style ${style}`);
  }
  if (trimmed === '') {
    // An empty text is midnight of 1900-01-01, the base date.
    return ticks(1900, 1, 1);
  }
  const found = DATE_PATTERN.exec(trimmed) ?? DATE_TIME_PATTERN.exec(trimmed);
  if (!found) {
    throw looksLikeDate(trimmed)
      ? notModelled(`'${text}' as ${target}: its reading may depend on the session`)
      : failed(text, target, 241);
  }
  const [, y1, m1, d1, y2, m2, d2, hour, minute, second, fraction] = found;
  const [year, month, day] = [Number(y1 ?? y2), Number(m1 ?? m2), Number(d1 ?? d2)];
  const [h, mi, s] = [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)];
  if (!isDate(year, month, day) || h > 23 || mi > 59 || s > 59) {
    throw failed(text, target, 241);
  }
  return toTicks({
    year,
    month,
    day,
    hour: h,
    minute: mi,
    second: s,
    ticks: Number((fraction ?? '').padEnd(7, '0')),
  });
}

/** Text that some language or format setting might read as a date or a time. */
function looksLikeDate(text: string): boolean {
  const monthName = /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i.test(text) && /\d/.test(text);
  return (
    monthName ||
    /^\d{1,8}$/.test(text) ||
    /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.test(text) ||
    /^\d{1,2}:\d{2}/.test(text)
  );
}

function ticks(year: number, month: number, day: number): bigint {
  return toDays(year, month, day) * 864_000_000_000n;
}

function trimSpaces(text: string): string {
  if (/[\t\n\r\v\f\u00a0]/.test(text)) {
    throw notModelled('the conversion of text with white space other than the space');
  }
  return text.replace(/^ +| +$/g, '');
}

function failed(text: string, target: string, number: number): ConversionError {
  return new ConversionError(
    `conversion failed when converting the value '${text}' to data type ${target}`,
    number,
  );
}
