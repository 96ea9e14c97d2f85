import { type LoadError } from './load-error';
import { BrokenLayout, splitterOf } from './json-documents';
import { JsonRow } from './json-row';
import { isWhole, readValue, skipBlanks, stringOf, valueEnd } from './json-text';
import { type DeliveredColumn, type Format } from './readers';
import { records, type TextRecord } from './records';
import { type Rejects, type StagedFile } from './staged-file';

/** What the rows of a JSON file are. */
export interface JsonRows {
  /** Rows that can be used. */
  readonly good: number;
  /** Whether a value goes over lines. */
  readonly multiline: boolean;
  /** Bytes of the longest row, as it is written. */
  readonly longest: number;
  /** Rows that cannot. */
  readonly bad: number;
  /** Why the first of those is no document, where one is none. */
  readonly malformed: string | undefined;
  /** Outermost names that the contract does not name. */
  readonly unknown: readonly string[];
  /** Outermost names of the contract that no row has. */
  readonly lacking: readonly string[];
}

/** Documents that hold records. */
export interface Answers {
  /** Names that lead to the array of records. */
  readonly names: readonly string[];
  /** Whether every document is one, because the source says so, and not only those that look so. */
  readonly always: boolean;
}

/** Reads the rows of JSON files, and writes those that can be used as CSV: the number of their file, then bronze's columns. */
export class JsonFiles {
  /**
   * @param delivered the columns of the contract.
   * @param answers where the records are in an answer. @default a document is a row
   * @param allOrNothing whether a row that is no document spoils its file, as it does for the copy in Azure; of a stream, where
   * each event is by itself, it spoils nothing else.
   */
  constructor(
    private readonly delivered: readonly DeliveredColumn[],
    private readonly answers: Answers | undefined,
    private readonly allOrNothing: boolean,
    private readonly rejects: Rejects,
    private readonly target: () => StagedFile,
  ) {}

  /** Reads one file; a load error when none of it is used, or when a required key never comes. */
  read(path: string, format: Format, number: number): JsonRows | LoadError {
    const mark = this.target().mark();
    const rows = this.readRows(path, format, number);
    if ('rule' in rows || !this.allOrNothing || rows.malformed === undefined) return rows;
    this.target().rewind(mark);
    this.rejects.discard();
    return { rule: 'malformed-row', reason: rows.malformed, rows: rows.good + rows.bad };
  }

  private readRows(path: string, format: Format, number: number): JsonRows | LoadError {
    const mark = this.target().mark();
    const tryAs = (layout: Format): JsonRows | LoadError =>
      new JsonFile(this.delivered, this.answers, this.rejects, this.target(), number).read(path, layout);
    const again = (): void => {
      this.target().rewind(mark);
      this.rejects.discard();
    };
    try {
      const rows = tryAs(format);
      if ('rule' in rows) again();
      return rows;
    } catch (error) {
      if (!(error instanceof BrokenLayout)) throw error;
      again();
      if (format === 'json-array') return { rule: 'unreadable-file', reason: error.message };
    }
    // What is no row of documents may be lines.
    const rows = tryAs('json-lines');
    if ('rule' in rows || rows.good > 0) {
      if ('rule' in rows) again();
      return rows;
    }
    again();
    return { rule: 'unreadable-file', reason: 'holds neither JSON documents nor lines of them' };
  }
}

/** How the reasons begin why a row is no document. */
const MALFORMED = 'malformed-row: ';

class JsonFile {
  private readonly row: JsonRow;
  /** Outermost names of the contract that no row had so far. */
  private readonly absent: Set<string>;
  private readonly required: readonly DeliveredColumn[];
  private wrapped: boolean | undefined;
  /** The first document, as text. */
  private first: string | undefined;
  private documents = 0;
  private answered = 0;
  private good = 0;
  private bad = 0;
  private malformed: string | undefined;
  private multiline = false;
  private longest = 0;

  constructor(
    delivered: readonly DeliveredColumn[],
    private readonly answers: Answers | undefined,
    private readonly rejects: Rejects,
    private readonly target: StagedFile,
    private readonly number: number,
  ) {
    this.row = new JsonRow(delivered);
    this.absent = new Set(delivered.map((column) => column.delivered));
    this.required = delivered.filter(({ required }) => required);
    const outermost = answers?.names[0];
    if (answers?.always === true) this.wrapped = true;
    else if (outermost === undefined || delivered.some((column) => column.delivered === outermost))
      this.wrapped = false;
  }

  read(path: string, format: Format): JsonRows | LoadError {
    const isAlways = this.answers?.always === true;
    const mayBeAnswers = this.answers !== undefined && (isAlways || format !== 'json-array');
    if (!mayBeAnswers) this.wrapped = false;
    const numbered = format === 'json-lines';
    for (const record of records(path, splitterOf(format, mayBeAnswers)))
      this.document(record, numbered ? record.line : null);
    if (isAlways && this.documents > 0 && this.answered === 0)
      return { rule: 'missing-records', reason: `has no array at ${this.answers.names.join('.')}` };
    const { good, multiline } = this;
    const missing = this.required.find(({ delivered }) => this.absent.has(delivered));
    if (good > 0 && missing)
      return {
        rule: `missing-column:${missing.delivered}`,
        reason: `none of its documents has the key${wrapperHint(this.first, missing.delivered)}`,
        rows: good + this.bad,
      };
    const { bad, malformed } = this;
    return {
      good,
      bad,
      malformed,
      multiline,
      longest: this.longest,
      unknown: [...this.row.unknown].sort(),
      lacking: [...this.absent],
    };
  }

  private document({ text, loadError }: TextRecord, line: number | null): void {
    if (loadError !== undefined) {
      this.reject(line, loadError, text);
      return;
    }
    const names = this.answers?.names ?? [];
    // The first document decides; what is none says nothing of the others.
    if (this.wrapped === undefined && readValue(text, skipBlanks(text, 0)) >= 0)
      this.wrapped = memberOf(text, skipBlanks(text, 0), names[0] ?? '') !== undefined;
    if (this.wrapped !== true) {
      this.take(text, line);
      return;
    }
    const items = recordsOf(text, names);
    if (items === undefined) {
      this.reject(line, `${MALFORMED}is no whole JSON value`, text, this.answers?.always !== true);
      return;
    }
    this.documents += 1;
    // An answer without any gives no rows, as in Data Factory.
    if (items === 'none') return;
    this.answered += 1;
    for (const item of items) this.take(item, null);
  }

  private take(text: string, line: number | null): void {
    const reason = this.row.read(text);
    if (reason !== undefined) {
      this.reject(line, reason, text);
      return;
    }
    this.good += 1;
    this.first ??= text;
    for (const name of this.absent) if (this.row.has(name)) this.absent.delete(name);
    let staged = String(this.number);
    for (const value of this.row.values) {
      if (value === null) staged += ',';
      else staged += `,"${value.includes('"') ? value.replaceAll('"', '""') : value}"`;
    }
    // One test for all values: a row that is no line has another line end.
    this.multiline ||= staged.includes('\n') || staged.includes('\r');
    const bytes = Buffer.from(`${staged}\n`);
    this.longest = Math.max(this.longest, bytes.length);
    this.target.write(bytes);
  }

  private reject(line: number | null, reason: string, text: string, inAnswer = this.wrapped === true): void {
    this.bad += 1;
    // An answer that can be read is a document, whatever its records are.
    if (!inAnswer && reason.startsWith(MALFORMED))
      this.malformed ??= `${line === null ? 'a row' : `line ${line}`} ${reason.slice(MALFORMED.length)}`;
    this.rejects.add(line, reason, text);
  }
}

/** Levels of objects below which rows are looked for. */
const DEEPEST = 3;

/** Where the rows are, in a document that is none because it holds them. */
function wrapperHint(document: string | undefined, key: string): string {
  const path = document === undefined ? undefined : arrayWith(JSON.parse(document), key, []);
  if (path === undefined) return '';
  const names = path.map((name) => `'${name.replaceAll("'", "\\'")}'`).join(', ');
  return `; the objects of an array inside have it: if these are the rows, say options: { records: [${names}] }`;
}

function arrayWith(value: unknown, key: string, path: readonly string[]): readonly string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    const [first] = value as readonly unknown[];
    return typeof first === 'object' && first !== null && Object.hasOwn(first, key) ? path : undefined;
  }
  if (path.length === DEEPEST) return undefined;
  for (const [name, inside] of Object.entries(value)) {
    const found = arrayWith(inside, key, [...path, name]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The items of the array that names lead to; `none` where they lead to no array, nothing where the document is no JSON. */
function recordsOf(text: string, names: readonly string[]): string[] | 'none' | undefined {
  const start = skipBlanks(text, 0);
  const end = readValue(text, start);
  if (end < 0 || !isWhole(text, end)) return undefined;
  let at: number | undefined = start;
  for (const name of names) at = at === undefined ? undefined : memberOf(text, at, name);
  if (at === undefined || text.charCodeAt(at) !== 0x5b) return 'none';
  const items: string[] = [];
  let from = skipBlanks(text, at + 1);
  while (text.charCodeAt(from) !== 0x5d) {
    const itemEnd = valueEnd(text, from, 1);
    if (itemEnd < 0) return undefined;
    items.push(text.slice(from, itemEnd));
    from = skipBlanks(text, itemEnd);
    if (text.charCodeAt(from) === 0x2c) from = skipBlanks(text, from + 1);
  }
  return items;
}

/** Where the value of a member of the object begins that begins at a place; the last of that name. */
function memberOf(text: string, from: number, name: string): number | undefined {
  if (text.charCodeAt(from) !== 0x7b) return undefined;
  let at = skipBlanks(text, from + 1);
  let found: number | undefined;
  while (text.charCodeAt(at) === 0x22) {
    const nameEnd = valueEnd(text, at, 0);
    if (nameEnd < 0) return undefined;
    const value = skipBlanks(text, skipBlanks(text, nameEnd) + 1);
    if (stringOf(text, at, nameEnd) === name) found = value;
    const end = valueEnd(text, value, 1);
    if (end < 0) return undefined;
    at = skipBlanks(text, end);
    if (text.charCodeAt(at) === 0x2c) at = skipBlanks(text, at + 1);
  }
  return found;
}
