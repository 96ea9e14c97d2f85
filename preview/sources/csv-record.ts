import { type CsvLayout, csvLayout } from '../../model';
import { MAX_RECORD_BYTES } from './window';

const [NEW_LINE, RETURN, SPACE, TAB] = [10, 13, 32, 9];

/** The signs between and around values. */
export type CsvSigns = Pick<CsvLayout, 'delimiter' | 'quote' | 'escape'>;

/** Why a record that is too long cannot be used. */
export const TOO_LONG = `malformed-row: is longer than ${MAX_RECORD_BYTES / 1024 / 1024} MiB`;

/** One record of separated values, as {@link readCsvRecord} finds it; it is filled anew for each. */
export class CsvRecord {
  /** The byte between values. */
  readonly delimiter: number;
  /** The byte around values; -1 where there is none. */
  readonly quote: number;
  /** The byte before a quote inside quotes, or before a delimiter where values have none; -1 where there is none. */
  readonly escape: number;
  /** The escape of values that are never in quotes; -1 where there is none. */
  readonly bareEscape: number;
  /** Place after it, its line end included. */
  end = 0;
  /** How many values it has. */
  values = 0;
  /** Where each value begins and ends; of one in quotes, inside of them. */
  readonly bounds: number[] = [];
  /** Whether it holds no value at all: a line of blanks. */
  blank = false;
  /** Whether another reader may see it otherwise: quotes inside of a value, or blanks around quotes. */
  unusual = false;
  /** Whether a value goes over lines. */
  multiline = false;
  /** Rule and reason, when it cannot be used; it then ends with its first line. */
  broken: string | undefined;
  /** Whether it goes on after `end`, up to the end of its line. */
  open = false;

  /** @param signs what parts values. @default commas and double quotes */
  constructor(private readonly signs: CsvSigns = csvLayout()) {
    this.delimiter = signs.delimiter.charCodeAt(0);
    this.quote = signs.quote === '' ? -1 : signs.quote.charCodeAt(0);
    this.escape = signs.escape === '' ? -1 : signs.escape.charCodeAt(0);
    this.bareEscape = this.quote < 0 ? this.escape : -1;
  }

  /** Its values. */
  fields(bytes: Buffer): string[] {
    const fields: string[] = [];
    for (let index = 0; index < this.bounds.length; index += 2)
      fields.push(this.value(bytes, this.bounds[index] ?? 0, this.bounds[index + 1] ?? 0));
    return fields;
  }

  /** The text between two places, where two signs inside of quotes stand for one. */
  private value(bytes: Buffer, from: number, to: number): string {
    const text = bytes.toString('utf8', from, to);
    if (this.bareEscape >= 0) return this.unescaped(text, this.signs.delimiter);
    if (bytes[from - 1] !== this.quote || bytes[to] !== this.quote) return text;
    const { quote, escape } = this.signs;
    if (quote === escape) return text.replaceAll(quote + quote, quote);
    return this.unescaped(text, quote);
  }

  /** Before any other character a backslash stands for itself: `\N` stays. */
  private unescaped(text: string, sign: string): string {
    return text.replace(/\\(.)/gs, (pair, next: string) => (next === sign || next === '\\' ? next : pair));
  }
}

/**
 * Reads the record that begins at a place: RFC 4180 with the signs of its source, and blanks around quotes. This alone says what a row of CSV is.
 *
 * A record that breaks the rules ends with its first line, so that a quote that is never closed takes no other lines along.
 *
 * @returns whether its end was found; more bytes are needed when not.
 */
export function readCsvRecord(
  bytes: Buffer,
  from: number,
  atEnd: boolean,
  record: CsvRecord,
  /** How many values a record has. @default any number */
  width?: number,
): boolean {
  record.values = record.bounds.length = 0;
  record.blank = record.unusual = record.multiline = record.open = false;
  record.broken = undefined;
  const { length } = bytes;
  const { delimiter, quote: sign, bareEscape } = record;
  let at = from;
  let quoted = false;
  for (;;) {
    const quote = quoteAt(bytes, at, sign);
    if (quote < 0) {
      const start = at;
      let byte = bytes[at];
      while (at < length && byte !== delimiter && byte !== NEW_LINE && byte !== RETURN) {
        if (byte === sign) record.unusual = true;
        if (byte === bareEscape && (bytes[at + 1] === delimiter || bytes[at + 1] === bareEscape)) at += 1;
        byte = bytes[++at];
      }
      record.bounds.push(start, at);
    } else {
      const close = closingQuote(bytes, quote, record);
      if (close < 0 || (close + 1 === length && !atEnd)) {
        if (!atEnd && length - from <= MAX_RECORD_BYTES) return false;
        return broken(bytes, from, atEnd, record, 'malformed-row: has a quote that is never closed');
      }
      quoted = true;
      record.bounds.push(quote + 1, close);
      record.multiline ||= hasLineEnd(bytes, quote, close);
      const after = withoutSpaces(bytes, close + 1);
      record.unusual ||= quote !== at || after !== close + 1;
      at = after;
      if (at < length && bytes[at] !== delimiter && bytes[at] !== NEW_LINE && bytes[at] !== RETURN)
        return broken(bytes, from, atEnd, record, 'malformed-row: has text after a closing quote');
    }
    record.values += 1;
    if (bytes[at] !== delimiter) break;
    at += 1;
  }
  if (!atEnd && (at === length || (at + 1 === length && bytes[at] === RETURN))) {
    if (length - from <= MAX_RECORD_BYTES) return false;
    return broken(bytes, from, atEnd, record, TOO_LONG);
  }
  record.end = Math.min(length, at + (bytes[at] === RETURN && bytes[at + 1] === NEW_LINE ? 2 : 1));
  if (record.end - from > MAX_RECORD_BYTES) return broken(bytes, from, atEnd, record, TOO_LONG);
  record.blank = record.values === 1 && !quoted && isBlank(bytes, from, at);
  if (width !== undefined && record.values !== width && !record.blank)
    return broken(bytes, from, atEnd, record, `malformed-row: has ${record.values} of ${width} values`);
  return true;
}

/** The line that begins at a place; nothing when its end has not been read. */
export function physicalLine(
  bytes: Buffer,
  from: number,
  atEnd: boolean,
): { readonly end: number; readonly open?: boolean } | undefined {
  let found = bytes.indexOf(NEW_LINE, from);
  if (found < 0) found = bytes.indexOf(RETURN, from);
  if (found >= 0 && found - from <= MAX_RECORD_BYTES) return { end: found + 1 };
  if (bytes.length - from > MAX_RECORD_BYTES) return { end: from + MAX_RECORD_BYTES, open: true };
  return atEnd ? { end: bytes.length } : undefined;
}

/** Whether there are nothing but blanks and line ends between two places. */
export function isBlank(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (byte !== SPACE && byte !== TAB && byte !== RETURN && byte !== NEW_LINE) return false;
  }
  return true;
}

function broken(bytes: Buffer, from: number, atEnd: boolean, record: CsvRecord, why: string): boolean {
  const line = physicalLine(bytes, from, atEnd);
  if (line === undefined) return false;
  record.end = line.end;
  record.open = line.open === true;
  record.broken = record.open ? TOO_LONG : why;
  return true;
}

/** The place of the quote that a value begins with; less than 0 when it begins otherwise. */
function quoteAt(bytes: Buffer, at: number, sign: number): number {
  const byte = bytes[at];
  if (byte === sign) return at;
  if (byte !== SPACE) return -1;
  const start = withoutSpaces(bytes, at);
  return bytes[start] === sign ? start : -1;
}

/** The place of the quote that ends a value; -1 where there is none. */
function closingQuote(bytes: Buffer, from: number, { quote, escape }: CsvRecord): number {
  if (quote === escape) {
    let at = bytes.indexOf(quote, from + 1);
    while (at >= 0 && bytes[at + 1] === quote) at = bytes.indexOf(quote, at + 2);
    return at;
  }
  for (let at = from + 1; at < bytes.length; at++) {
    if (bytes[at] === escape) at += 1;
    else if (bytes[at] === quote) return at;
  }
  return -1;
}

function hasLineEnd(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] === NEW_LINE || bytes[at] === RETURN) return true;
  return false;
}

function withoutSpaces(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === SPACE) at += 1;
  return at;
}
