import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { CsvRecord, readCsvRecord } from './csv-record';
import { lineEnds, NOT_UTF8, restOfLine, withoutLineEnd } from './records';
import { type Rejects, type StagedFile } from './staged-file';
import { FileWindow } from './window';

const [NEW_LINE, RETURN] = [10, 13];

/** Bytes that are copied at once. */
const BLOCK = 4 * 1024 * 1024;

/** The first line of a CSV file. */
export interface CsvHeader {
  /** Names of the columns. */
  readonly columns: readonly string[];
  /** Its bytes, without the line end. */
  readonly raw: Buffer;
  /** Place in the file after it. */
  readonly end: number;
  /** Line of the file after it. */
  readonly nextLine: number;
  /** How it ends: lines of the file that end otherwise are written anew. */
  readonly lineEnd: '\n' | '\r\n' | '\r';
  /** Whether the engine can read the file from its first byte on, this line as the header. */
  readonly first: boolean;
  /** Rule and reason, when it cannot be used. */
  readonly loadError?: string;
}

/** The header of a CSV file; nothing when it has none but blank lines. */
export function readCsvHeader(path: string): CsvHeader | undefined {
  const window = FileWindow.open(path);
  const record = new CsvRecord();
  try {
    const start = window.offset;
    let [at, line] = [0, 1];
    for (;;) {
      if (at === window.bytes.length && window.atEnd) return undefined;
      if (!readCsvRecord(window.bytes, at, window.atEnd, record)) {
        window.more(at);
        at = 0;
        continue;
      }
      const whole = window.bytes.subarray(at, record.end);
      line += lineEnds(whole);
      if (!record.blank) {
        const raw = Buffer.from(withoutEnd(whole));
        const loadError = isUtf8(raw) ? record.broken : NOT_UTF8;
        return {
          columns: record.fields(window.bytes),
          raw,
          end: window.offset + record.end,
          nextLine: line,
          lineEnd: lineEndOf(whole),
          first: window.offset + at === start && !record.unusual,
          ...(loadError !== undefined && { loadError }),
        };
      }
      at = record.end;
    }
  } finally {
    window.close();
  }
}

/** What the lines of a file end with after it was looked at: the old ends of a return alone are written anew. */
export function rewrittenEnd({ lineEnd }: CsvHeader): '\n' | '\r\n' {
  return lineEnd === '\r\n' ? lineEnd : '\n';
}

/** What the rows of a CSV file are. */
export interface CsvRows {
  /** Rows that can be used. */
  readonly good: number;
  /** Rows that cannot. */
  readonly bad: number;
  /** Whether a value goes over lines. */
  readonly multiline: boolean;
  /** Bytes of the longest row. */
  readonly longest: number;
}

/** What is done with the rows of a CSV file. */
export interface CsvSink {
  /** Takes what cannot be used. */
  readonly rejects: Rejects;
  /** Opens the file for rows that are written anew; asked for at most once. */
  readonly stage: () => StagedFile;
  /** Writes all rows anew, and not only those from the first on that the engine may read otherwise. @default false */
  readonly all?: boolean;
}

/**
 * Looks at every row of a CSV file in one pass. As long as all of them are what any reader sees alike, nothing is written and
 * the engine reads the file itself; from the first other one on, those that can be used are written anew.
 */
export function scanCsv(path: string, header: CsvHeader, sink: CsvSink): CsvRows {
  return new CsvScan(path, header, sink).run();
}

class CsvScan {
  private readonly record = new CsvRecord();
  private readonly width: number;
  private readonly crlf: boolean;
  private staged: StagedFile | undefined;
  private window!: FileWindow;
  /** Begin of the rows of the window that are to be copied as they are. */
  private kept = 0;
  private line: number;
  private good = 0;
  private bad = 0;
  private multiline = false;
  private longest = 0;

  constructor(
    private readonly path: string,
    private readonly header: CsvHeader,
    private readonly sink: CsvSink,
  ) {
    this.width = header.columns.length;
    this.crlf = rewrittenEnd(header) === '\r\n';
    this.line = header.nextLine;
  }

  run(): CsvRows {
    this.window = FileWindow.open(this.path);
    try {
      if (this.sink.all === true || !this.header.first || this.header.lineEnd === '\r')
        this.staged = this.sink.stage();
      this.rows();
    } finally {
      this.window.close();
      this.staged?.close();
    }
    const { good, bad, multiline, longest } = this;
    return { good, bad, multiline, longest };
  }

  private rows(): void {
    const { window, record } = this;
    while (window.offset + window.bytes.length < this.header.end && !window.atEnd)
      window.more(window.bytes.length);
    let at = (this.kept = this.header.end - window.offset);
    let skipping = false;
    let sound = isSound(window.bytes, at);
    for (;;) {
      const { bytes, atEnd } = window;
      if (at >= bytes.length && atEnd) break;
      if (skipping && at < bytes.length) {
        const { end, open } = restOfLine(bytes, at) ?? { end: bytes.length };
        skipping = open === true;
        this.kept = at = end;
        if (!skipping) this.line += 1;
      } else if (at < bytes.length && readCsvRecord(bytes, at, atEnd, record, this.width)) {
        this.take(at, sound);
        skipping = record.open;
        at = record.end;
      } else {
        this.copyKept(at);
        window.more(at);
        this.kept = at = 0;
        sound = isSound(window.bytes, 0);
      }
    }
    this.copyKept(at);
  }

  private take(from: number, sound: boolean): void {
    const { record } = this;
    const { bytes } = this.window;
    const { end } = record;
    const whole = bytes.subarray(from, end);
    const loadError = (sound ? undefined : flawOf(whole)) ?? record.broken ?? this.repetition(whole);
    if (loadError !== undefined) {
      this.write(from, end);
      this.sink.rejects.add(this.line, loadError, withoutLineEnd(whole.toString('utf8')));
      this.bad += 1;
    } else if (record.blank && this.width > 1) {
      // A line with nothing on it is none to any reader, one with blanks is to some.
      const isUsual = (bytes[from] === NEW_LINE || bytes[from] === RETURN) && this.endsAsHeader(end);
      if (!isUsual) this.write(from, end);
    } else {
      this.good += 1;
      this.multiline ||= record.multiline;
      this.longest = Math.max(this.longest, end - from);
      if (record.unusual || !this.endsAsHeader(end) || (record.blank && this.width === 1))
        this.write(from, end, this.canonical());
    }
    this.line += record.multiline || record.broken !== undefined ? (record.open ? 0 : lineEnds(whole)) : 1;
  }

  /** Files that were put together have the first line of each. */
  private repetition(whole: Buffer): string | undefined {
    const { raw } = this.header;
    if (whole.length < raw.length || whole.length > raw.length + 2 || this.width === 1) return undefined;
    return whole.subarray(0, raw.length).equals(raw) && withoutEnd(whole).length === raw.length
      ? 'malformed-row: repeats the header'
      : undefined;
  }

  private endsAsHeader(end: number): boolean {
    const { bytes, atEnd } = this.window;
    if (bytes[end - 1] === NEW_LINE) return (bytes[end - 2] === RETURN) === this.crlf;
    return bytes[end - 1] !== RETURN && atEnd;
  }

  /** Writes something in place of a row, or nothing; what came before stays as it is. */
  private write(from: number, end: number, instead?: string): void {
    if (this.staged === undefined) {
      this.staged = this.sink.stage();
      copyRange(this.path, this.header.end, this.window.offset + this.kept, this.staged);
    }
    this.copyKept(from);
    if (instead !== undefined) this.staged.write(Buffer.from(instead));
    this.kept = end;
  }

  private copyKept(to: number): void {
    if (this.staged !== undefined && to > this.kept)
      this.staged.write(this.window.bytes.subarray(this.kept, to));
    this.kept = to;
  }

  private canonical(): string {
    const values = this.record
      .fields(this.window.bytes)
      .map((value) => (value === '' && this.width > 1 ? '' : `"${value.replaceAll('"', '""')}"`));
    return `${values.join(',')}${this.crlf ? '\r\n' : '\n'}`;
  }
}

/** Whether no row of a window needs to be looked at for bytes that are no text. */
function isSound(bytes: Buffer, from: number): boolean {
  const whole = bytes.subarray(from, bytes.lastIndexOf(NEW_LINE) + 1);
  return whole.length > 0 && isUtf8(whole) && !bytes.includes(0, from);
}

function flawOf(row: Buffer): string | undefined {
  if (!isUtf8(row)) return NOT_UTF8;
  return row.includes(0) ? 'malformed-row: holds a NUL character' : undefined;
}

function copyRange(path: string, from: number, to: number, target: StagedFile): void {
  const file = openSync(path, 'r');
  try {
    const block = Buffer.allocUnsafe(Math.min(BLOCK, Math.max(1, to - from)));
    for (let at = from; at < to;) {
      const read = readSync(file, block, 0, Math.min(block.length, to - at), at);
      if (read === 0) return;
      target.write(Buffer.from(block.subarray(0, read)));
      at += read;
    }
  } finally {
    closeSync(file);
  }
}

function lineEndOf(row: Buffer): CsvHeader['lineEnd'] {
  if (row.at(-1) === RETURN) return '\r';
  return row.at(-2) === RETURN && row.at(-1) === NEW_LINE ? '\r\n' : '\n';
}

function withoutEnd(row: Buffer): Buffer {
  let end = row.length;
  if (row[end - 1] === NEW_LINE) end -= 1;
  if (row[end - 1] === RETURN) end -= 1;
  return row.subarray(0, end);
}
