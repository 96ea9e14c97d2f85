import { isBlank } from './csv-record';
import { type Format } from './readers';
import { type Splitter, splitLines } from './records';
import { MAX_RECORD_BYTES } from './window';

const [QUOTE, BACKSLASH, COMMA, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [34, 92, 44, 123, 125, 91, 93];

/** Most bytes of an answer that holds records. */
const MAX_ANSWER_BYTES = 16 * MAX_RECORD_BYTES;

/** Says that the layout of a file is broken: what follows cannot be told apart. */
export class BrokenLayout extends Error {}

/** What splits a file of JSON into documents; each is looked at by itself then. */
export function splitterOf(
  format: Format,
  /** Whether a document may be as long as an answer with many records. */
  answers: boolean,
): Splitter {
  const most = answers ? MAX_ANSWER_BYTES : MAX_RECORD_BYTES;
  if (format === 'json-array') return splitArray(most);
  return format === 'json-documents' ? splitDocuments(most) : answers ? splitLongLines(most) : splitLines;
}

function splitLongLines(most: number): Splitter {
  return (bytes, from, atEnd) => {
    const found = bytes.indexOf(10, from);
    if (found < 0 && !atEnd && bytes.length - from <= most) return undefined;
    const end = found < 0 ? bytes.length : found + 1;
    return { end, blank: isBlank(bytes, from, end) };
  };
}

/** Documents one after the other, over lines or not. */
function splitDocuments(most: number): Splitter {
  return (bytes, from, atEnd) => {
    const start = afterBlanks(bytes, from);
    if (start === bytes.length) return atEnd ? { end: start, blank: true } : undefined;
    const end = documentEnd(bytes, start, atEnd);
    if (end === start) throw new BrokenLayout('has something else than documents');
    if (end === undefined && (atEnd || bytes.length - start > most))
      throw new BrokenLayout('a document has no end');
    return end === undefined ? undefined : { end };
  };
}

/** The elements of one array. */
function splitArray(most: number): Splitter {
  let state: 'before' | 'first' | 'element' | 'comma' | 'after' = 'before';
  return (bytes, from, atEnd) => {
    const start = afterBlanks(bytes, from);
    if (start === bytes.length) {
      if (!atEnd) return undefined;
      if (state !== 'after') throw new BrokenLayout('the array has no end');
      return { end: start, blank: true };
    }
    const byte = bytes[start];
    const blank = { end: start + 1, blank: true };
    if (state === 'before' && byte === OPEN_LIST) {
      state = 'first';
      return blank;
    }
    if ((state === 'first' || state === 'comma') && byte === CLOSE_LIST) {
      state = 'after';
      return blank;
    }
    if (state === 'comma' && byte === COMMA) {
      state = 'element';
      return blank;
    }
    if (state !== 'first' && state !== 'element') throw new BrokenLayout('is no one array');
    const end = documentEnd(bytes, start, atEnd);
    if (end === start) throw new BrokenLayout('an element of the array is missing');
    if (end === undefined && (atEnd || bytes.length - start > most))
      throw new BrokenLayout('the array has no end');
    if (end === undefined) return undefined;
    state = 'comma';
    return { end };
  };
}

/** The place after the document that begins at a place: by its brackets, or up to what may follow a value. */
function documentEnd(bytes: Buffer, from: number, atEnd: boolean): number | undefined {
  let [at, depth] = [from, 0];
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = stringEnd(bytes, at);
      if (at < 0) return undefined;
      if (depth === 0) return at + 1;
    } else if (byte === OPEN || byte === OPEN_LIST) depth += 1;
    else if (byte === CLOSE || byte === CLOSE_LIST) {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (byte === COMMA || isBlank(bytes, at, at + 1))) return at;
  }
  return depth === 0 && atEnd ? at : undefined;
}

/** The place of the quote that ends a string; less than 0 when it has none. */
function stringEnd(bytes: Buffer, from: number): number {
  for (let at = from + 1; at < bytes.length; at++) {
    if (bytes[at] === BACKSLASH) at += 1;
    else if (bytes[at] === QUOTE) return at;
  }
  return -1;
}

function afterBlanks(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && isBlank(bytes, at, at + 1)) at += 1;
  return at;
}
