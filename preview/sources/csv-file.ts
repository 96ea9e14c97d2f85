import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { type CsvLayout, csvLayout } from '../../model';
import { CsvRecord, type CsvSigns, isBlank, physicalLine, readCsvRecord } from './csv-record';
import { lineEnds, NOT_UTF8, restOfLine, withoutLineEnd } from './records';
import { type Rejects, type StagedFile } from './staged-file';
import { FileWindow } from './window';

const [NEW_LINE, RETURN] = [10, 13];

/** Bytes that are copied at once. */
const BLOCK = 4 * 1024 * 1024;

/** What comes before the rows of a CSV file, and how these are written. */
export interface CsvHeader {
  /** Names of the columns. */
  readonly columns: readonly string[];
  /** How the file is written, as its source says. */
  readonly layout: CsvLayout;
  /** Bytes of the line that names them, without the line end; none where no line does. */
  readonly raw: Buffer;
  /** Place in the file where the rows begin. */
  readonly end: number;
  /** Line of the file on which they begin. */
  readonly nextLine: number;
  /** How the first line of the table ends: lines of the file that end otherwise are written anew. */
  readonly lineEnd: '\n' | '\r\n' | '\r';
  /** Whether the engine can read the file from its first byte on. */
  readonly first: boolean;
  /** Rule and reason, when it cannot be used. */
  readonly loadError?: string;
}

/** How the CSV files of a source are written, and the columns that they have without a header. */
export interface CsvForm {
  /** As the source says. */
  readonly layout: CsvLayout;
  /** What the names of CSV files end in, points included. @default '.csv' */
  readonly extensions?: readonly string[];
  /** Those of the contract that are in files, in its order. */
  readonly columns: readonly string[];
}

/** The header of a CSV file; nothing when there are nothing but blank lines. */
export function readCsvHeader(path: string, form: CsvForm): CsvHeader | undefined {
  const window = FileWindow.open(path);
  try {
    return new HeaderReader(window, form).read();
  } finally {
    window.close();
  }
}

class HeaderReader {
  private readonly start: number;
  private at = 0;
  private line = 1;

  constructor(
    private readonly window: FileWindow,
    private readonly form: CsvForm,
  ) {
    this.start = window.offset;
  }

  read(): CsvHeader | undefined {
    const { window } = this;
    const { layout } = this.form;
    const skipped = this.skip(layout.skipLines);
    const record = new CsvRecord(layout);
    for (;;) {
      if (this.isAtEnd()) return skipped === 0 ? undefined : this.withoutRows();
      if (!readCsvRecord(window.bytes, this.at, window.atEnd, record)) this.more();
      else if (record.blank) this.pass(record.end);
      else return layout.header ? this.header(record) : this.headless(record.end);
    }
  }

  private header(record: CsvRecord): CsvHeader {
    const { window, at } = this;
    const whole = window.bytes.subarray(at, record.end);
    const raw = Buffer.from(withoutEnd(whole));
    const loadError = isUtf8(raw) ? record.broken : NOT_UTF8;
    return {
      columns: record.fields(window.bytes),
      layout: this.form.layout,
      raw,
      end: window.offset + record.end,
      nextLine: this.line + lineEnds(whole),
      lineEnd: lineEndOf(whole),
      first: window.offset + at === this.start && !record.unusual,
      ...(loadError !== undefined && { loadError }),
    };
  }

  /** The rows begin with the first line of the table. */
  private headless(end: number): CsvHeader {
    const { window, at } = this;
    return {
      columns: this.form.columns,
      layout: this.form.layout,
      raw: Buffer.alloc(0),
      end: window.offset + at,
      nextLine: this.line,
      lineEnd: lineEndOf(window.bytes.subarray(at, end)),
      // A byte order mark would be part of the first value.
      first: window.offset + at === 0,
    };
  }

  /** Of a file that ends with the lines before its table. */
  private withoutRows(): CsvHeader {
    return { ...this.headless(this.at), ...(this.form.layout.header && { columns: [] }) };
  }

  /** Passes lines that are no part of the table; how many there are. */
  private skip(lines: number): number {
    let skipped = 0;
    let inside = false;
    while (skipped < lines && !this.isAtEnd()) {
      const { bytes, atEnd } = this.window;
      const found: { readonly end: number; readonly open?: boolean } | undefined =
        this.at === bytes.length
          ? undefined
          : inside
            ? restOfLine(bytes, this.at)
            : physicalLine(bytes, this.at, atEnd);
      if (found === undefined) {
        this.more();
        continue;
      }
      const counts = inside || !isBlank(bytes, this.at, found.end);
      inside = found.open === true;
      this.pass(found.end);
      if (counts && !inside) skipped += 1;
    }
    return skipped;
  }

  private isAtEnd(): boolean {
    return this.at === this.window.bytes.length && this.window.atEnd;
  }

  private more(): void {
    this.window.more(this.at);
    this.at = 0;
  }

  private pass(end: number): void {
    this.line += lineEnds(this.window.bytes.subarray(this.at, end));
    this.at = end;
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

/**
 * The signs of the rows that the engine reads, of a file or of what is written anew. Backslashes, and values that are never quoted,
 * are not left to the engine: it is handed commas and double quotes.
 */
export function readSigns({ layout }: CsvHeader): CsvSigns {
  return isRewritten(layout) ? csvLayout() : layout;
}

function isRewritten({ quote, escape }: CsvLayout): boolean {
  return quote === '' || escape !== quote;
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
  private readonly record: CsvRecord;
  private readonly signs: CsvSigns;
  private readonly rewritten: boolean;
  private readonly width: number;
  private readonly crlf: boolean;
  private readonly firstName: Buffer;
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
    this.record = new CsvRecord(header.layout);
    this.signs = readSigns(header);
    this.rewritten = isRewritten(header.layout);
    this.width = header.columns.length;
    this.crlf = rewrittenEnd(header) === '\r\n';
    this.line = header.nextLine;
    this.firstName = Buffer.from(header.columns[0] ?? '');
  }

  run(): CsvRows {
    this.window = FileWindow.open(this.path);
    try {
      if (this.sink.all === true || this.rewritten || !this.header.first || this.header.lineEnd === '\r')
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
    const loadError = (sound ? undefined : flawOf(whole)) ?? record.broken ?? this.repetition();
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
      const isUsual = !record.unusual && this.endsAsHeader(end) && !(record.blank && this.width === 1);
      if (this.rewritten || !isUsual) this.write(from, end, this.canonical());
    }
    this.line += record.multiline || record.broken !== undefined ? (record.open ? 0 : lineEnds(whole)) : 1;
  }

  /** Files that were put together have the first line of each, in quotes or not. */
  private repetition(): string | undefined {
    const { columns, raw } = this.header;
    if (raw.length === 0 || this.width === 1 || this.record.blank || !this.beginsAsHeader()) return undefined;
    const values = this.record.fields(this.window.bytes);
    return values.every((value, index) => value === columns[index])
      ? 'malformed-row: repeats the header'
      : undefined;
  }

  private beginsAsHeader(): boolean {
    const [from = 0, to = 0] = this.record.bounds;
    // Most rows do not even begin with the same byte.
    return (
      this.window.bytes[from] === this.firstName[0] &&
      (this.record.bareEscape >= 0 || this.firstName.equals(this.window.bytes.subarray(from, to)))
    );
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
    if (instead !== undefined) {
      const bytes = Buffer.from(instead);
      this.longest = Math.max(this.longest, bytes.length);
      this.staged.write(bytes);
    }
    this.kept = end;
  }

  private copyKept(to: number): void {
    if (this.staged !== undefined && to > this.kept)
      this.staged.write(this.window.bytes.subarray(this.kept, to));
    this.kept = to;
  }

  private canonical(): string {
    const { delimiter, quote } = this.signs;
    const values = this.record
      .fields(this.window.bytes)
      .map((value) =>
        value === '' && this.width > 1 ? '' : `${quote}${value.replaceAll(quote, quote + quote)}${quote}`,
      );
    return `${values.join(delimiter)}${this.crlf ? '\r\n' : '\n'}`;
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
