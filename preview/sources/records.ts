import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { type CsvLayout, csvLayout } from '../../model';

/** Most bytes of one record; DuckDB gets the same limit. */
export const MAX_RECORD_BYTES = 8 * 1024 * 1024;

/** Bytes read at first; what a record needs beyond them is read as it is needed. */
const FIRST_READ = 64 * 1024;

const [NEW_LINE, RETURN, SPACE, TAB] = [10, 13, 32, 9];

/** One record of a text file, or why there is none. */
export interface TextRecord {
  /** Line on which it begins, from 1. */
  readonly line: number;
  /** Its text; of what is not UTF-8, with a replacement character for each byte that cannot be read. */
  readonly text: string;
  /** Values of a CSV record. */
  readonly fields?: readonly string[];
  /** Rule and reason, when the record cannot be used. */
  readonly loadError?: string;
}

/** What a splitter found at a place: up to where, and what. */
export interface Found {
  /** The place after it. */
  readonly end: number;
  /** Values of a CSV record. */
  readonly fields?: readonly string[];
  /** Rule and reason, when it cannot be used. */
  readonly loadError?: string;
  /** Whether it is none. */
  readonly blank?: boolean;
  /** The record goes on after `end`, up to the end of its line. */
  readonly open?: boolean;
}

/** Finds the record that begins at a place; nothing when that takes more bytes. */
export type Splitter = (bytes: Buffer, from: number, atEnd: boolean) => Found | undefined;

/** Bytes at the start that say "UTF-8" and are no text. */
export function byteOrderMark(bytes: Buffer): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** Reads a text file record by record, holding no more of it than one record needs. */
export function* records(path: string, split: Splitter): Generator<TextRecord> {
  const file = openSync(path, 'r');
  try {
    let bytes = Buffer.alloc(0);
    let [at, line, atEnd, skipping, started] = [0, 1, false, false, false];
    for (;;) {
      const found = !started
        ? undefined
        : skipping
          ? restOfLine(bytes, at)
          : at < bytes.length
            ? split(bytes, at, atEnd)
            : undefined;
      if (found === undefined) {
        if (atEnd) return;
        const more = Buffer.allocUnsafe(Math.max(FIRST_READ, Math.min(bytes.length - at, MAX_RECORD_BYTES)));
        const read = readSync(file, more);
        atEnd = read === 0;
        bytes = Buffer.concat([bytes.subarray(at), more.subarray(0, read)]);
        at = started ? 0 : byteOrderMark(bytes);
        started = true;
        continue;
      }
      const raw = bytes.subarray(at, found.end);
      if (!skipping && !found.blank) {
        const { fields, loadError } = isUtf8(raw)
          ? found
          : { loadError: 'not-utf8: holds bytes that are no UTF-8' };
        const text = withoutLineEnd(raw.toString('utf8'));
        yield { line, text, ...(loadError === undefined ? fields && { fields } : { loadError }) };
      }
      skipping = found.open === true;
      line += lineEnds(raw);
      at = found.end;
    }
  } finally {
    closeSync(file);
  }
}

/** Each line is a record; blank ones are none. */
export const splitLines: Splitter = (bytes, from, atEnd) => {
  const found = physicalLine(bytes, from, atEnd);
  if (found === undefined || found.open) return found && { ...found, loadError: TOO_LONG };
  for (let at = from; at < found.end; at++) {
    const byte = bytes[at];
    if (byte !== SPACE && byte !== TAB && byte !== RETURN && byte !== NEW_LINE) return found;
  }
  return { ...found, blank: true };
};

/** The bytes that part values; none is -1. */
interface Signs {
  readonly delimiter: number;
  readonly quote: number;
  readonly escape: number;
}

/**
 * Records of separated values (RFC 4180), with what DuckDB tolerates: blanks around quotes.
 *
 * A record that breaks the rules ends with its first line, so that a quote that is never closed takes no other lines along.
 *
 * @param columns how many values a record has; any number when it is left out.
 * @param layout the signs between and around values. @default commas and double quotes
 */
export function splitCsv(columns?: number, layout: CsvLayout = csvLayout()): Splitter {
  const byteOf = (sign: string): number => (sign === '' ? -1 : sign.charCodeAt(0));
  const signs: Signs = {
    delimiter: byteOf(layout.delimiter),
    quote: byteOf(layout.quote),
    escape: byteOf(layout.escape),
  };
  return (bytes, from, atEnd) => {
    const broken = (loadError: string): Found | undefined => {
      const found = physicalLine(bytes, from, atEnd);
      return found && { ...found, loadError: found.open ? TOO_LONG : loadError };
    };
    const fields: string[] = [];
    let at = from;
    let quoted = false;
    for (;;) {
      const field = csvField(bytes, at, signs);
      if (field === 'broken') return broken('malformed-row: has text after a closing quote');
      if (field === 'open' || (field.end >= bytes.length && !atEnd)) {
        if (!atEnd && bytes.length - from <= MAX_RECORD_BYTES) return undefined;
        return broken('malformed-row: has a quote that is never closed');
      }
      fields.push(field.value);
      quoted ||= field.quoted;
      at = field.end;
      if (bytes[at] !== signs.delimiter) break;
      at += 1;
    }
    if (bytes[at] === RETURN && at + 1 === bytes.length && !atEnd) return undefined;
    const end = Math.min(bytes.length, at + (bytes[at] === RETURN && bytes[at + 1] === NEW_LINE ? 2 : 1));
    const blank = fields.length === 1 && fields[0] === '' && !quoted;
    if (columns === undefined) return { end, fields };
    if (blank && columns > 1) return { end, blank };
    if (fields.length !== columns) return broken(`malformed-row: has ${fields.length} of ${columns} values`);
    return { end, fields };
  };
}

const TOO_LONG = `malformed-row: is longer than ${MAX_RECORD_BYTES / 1024 / 1024} MiB`;

interface Field {
  readonly value: string;
  readonly end: number;
  readonly quoted: boolean;
}

function csvField(bytes: Buffer, from: number, signs: Signs): Field | 'open' | 'broken' {
  const isEnd = (at: number): boolean => bytes[at] === signs.delimiter || isLineEnd(bytes, at);
  let at = from;
  while (bytes[at] === SPACE) at += 1;
  if (bytes[at] !== signs.quote) {
    while (at < bytes.length && !isEnd(at)) at += 1;
    return { value: bytes.toString('utf8', from, at), end: at, quoted: false };
  }
  const start = at + 1;
  at = closingQuote(bytes, start, signs);
  if (at < 0) return 'open';
  const [quote, escape] = [signs.quote, signs.escape].map((sign) => String.fromCharCode(sign));
  const text = bytes.toString('utf8', start, at);
  const value =
    quote === escape
      ? text.replaceAll(`${quote}${quote}`, quote ?? '')
      : text.replace(/\\(.)/gs, (pair, next: string) => (next === quote || next === escape ? next : pair));
  at += 1;
  while (bytes[at] === SPACE) at += 1;
  if (at < bytes.length && !isEnd(at)) return 'broken';
  return { value, end: at, quoted: true };
}

/** The place of the quote that ends a value; -1 where there is none. */
function closingQuote(bytes: Buffer, start: number, { quote, escape }: Signs): number {
  if (quote === escape) {
    let at = bytes.indexOf(quote, start);
    while (at >= 0 && bytes[at + 1] === quote) at = bytes.indexOf(quote, at + 2);
    return at;
  }
  for (let at = start; at < bytes.length; at++) {
    if (bytes[at] === escape) at += 1;
    else if (bytes[at] === quote) return at;
  }
  return -1;
}

/** A return alone ends a line too: old spreadsheets write files so. */
function isLineEnd(bytes: Buffer, at: number): boolean {
  return bytes[at] === NEW_LINE || bytes[at] === RETURN;
}

function physicalLine(bytes: Buffer, from: number, atEnd: boolean): Found | undefined {
  let found = bytes.indexOf(NEW_LINE, from);
  if (found < 0) found = bytes.indexOf(RETURN, from);
  if (found >= 0 && found - from <= MAX_RECORD_BYTES) return { end: found + 1 };
  if (bytes.length - from > MAX_RECORD_BYTES) return { end: from + MAX_RECORD_BYTES, open: true };
  return atEnd ? { end: bytes.length } : undefined;
}

function restOfLine(bytes: Buffer, from: number): Found | undefined {
  if (from >= bytes.length) return undefined;
  const found = bytes.indexOf(NEW_LINE, from);
  return found >= 0 ? { end: found + 1 } : { end: bytes.length, open: true };
}

function lineEnds(bytes: Buffer): number {
  const end = bytes.includes(NEW_LINE) ? NEW_LINE : RETURN;
  let count = 0;
  for (let at = bytes.indexOf(end); at >= 0; at = bytes.indexOf(end, at + 1)) count += 1;
  return count;
}

function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$|\r$/, '');
}
