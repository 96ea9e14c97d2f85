import { isUtf8 } from 'node:buffer';
import { CsvRecord, isBlank, physicalLine, readCsvRecord, TOO_LONG } from './csv-record';
import { FileWindow } from './window';

const [NEW_LINE, RETURN] = [10, 13];

/** What is said of bytes that are no text. */
export const NOT_UTF8 = 'not-utf8: holds bytes that are no UTF-8';

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
interface Found {
  readonly end: number;
  readonly fields?: readonly string[];
  readonly loadError?: string;
  readonly blank?: boolean;
  /** The record goes on after `end`, up to the end of its line. */
  readonly open?: boolean;
}

/** Finds the record that begins at a place; nothing when that takes more bytes. */
export type Splitter = (bytes: Buffer, from: number, atEnd: boolean) => Found | undefined;

/** Reads a text file record by record, holding no more of it than one record needs. */
export function* records(path: string, split: Splitter): Generator<TextRecord> {
  const window = FileWindow.open(path);
  try {
    let [at, line, skipping] = [0, 1, false];
    for (;;) {
      const { bytes, atEnd } = window;
      const found = at < bytes.length ? (skipping ? restOfLine : split)(bytes, at, atEnd) : undefined;
      if (found === undefined) {
        if (atEnd) return;
        window.more(at);
        at = 0;
        continue;
      }
      const raw = bytes.subarray(at, found.end);
      if (!skipping && !found.blank) {
        const { fields, loadError } = isUtf8(raw) ? found : { loadError: NOT_UTF8 };
        const text = withoutLineEnd(raw.toString('utf8'));
        yield { line, text, ...(loadError === undefined ? fields && { fields } : { loadError }) };
      }
      skipping = found.open === true;
      line += lineEnds(raw);
      at = found.end;
    }
  } finally {
    window.close();
  }
}

/** Each line is a record; blank ones are none. */
export const splitLines: Splitter = (bytes, from, atEnd) => {
  const found = physicalLine(bytes, from, atEnd);
  if (found === undefined || found.open) return found && { ...found, loadError: TOO_LONG };
  return isBlank(bytes, from, found.end) ? { ...found, blank: true } : found;
};

/** Records of comma-separated values; blank lines before the header are none. */
export function splitCsv(columns?: number): Splitter {
  const record = new CsvRecord();
  return (bytes, from, atEnd) => {
    if (!readCsvRecord(bytes, from, atEnd, record, columns)) return undefined;
    const { end, blank, broken, open } = record;
    if (broken !== undefined) return { end, loadError: broken, open };
    return blank && columns !== 1 ? { end, blank } : { end, fields: record.fields(bytes) };
  };
}

/** What is left of a line that was too long. */
export function restOfLine(bytes: Buffer, from: number): Found | undefined {
  const found = bytes.indexOf(NEW_LINE, from);
  return found >= 0 ? { end: found + 1 } : { end: bytes.length, open: true };
}

/** How many lines end in some bytes. */
export function lineEnds(bytes: Buffer): number {
  const end = bytes.includes(NEW_LINE) ? NEW_LINE : RETURN;
  let count = 0;
  for (let at = bytes.indexOf(end); at >= 0; at = bytes.indexOf(end, at + 1)) count += 1;
  return count;
}

/** Text without the line end behind it. */
export function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$|\r$/, '');
}
