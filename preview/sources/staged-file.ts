import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { duckDbText } from '../../compilers/internal';

/** Most characters of a row that quarantine keeps. */
export const MAX_TEXT = 2000;

/** Bytes that are written at once. */
const BLOCK = 1024 * 1024;

/** A file of the temporary folder that is written from begin to end, and read by the engine then. */
export class StagedFile {
  private readonly file: number;
  private waiting: Buffer[] = [];
  private bytes = 0;
  private written = 0;

  /** Makes the file. */
  constructor(readonly path: string) {
    this.file = openSync(path, 'w');
  }

  /** Appends bytes; they are not copied unless they wait for more. */
  write(bytes: Buffer): void {
    if (bytes.length >= BLOCK) {
      this.flush();
      this.put(bytes);
      return;
    }
    this.waiting.push(bytes);
    this.bytes += bytes.length;
    if (this.bytes >= BLOCK) this.flush();
  }

  /** How far it has been written. */
  mark(): number {
    return this.written + this.bytes;
  }

  /** Takes back what was written since a mark. */
  rewind(mark: number): void {
    this.flush();
    ftruncateSync(this.file, mark);
    this.written = mark;
  }

  /** Writes what waits. */
  flush(): void {
    const all = Buffer.concat(this.waiting);
    this.waiting = [];
    this.bytes = 0;
    this.put(all);
  }

  /** Writes what waits, and closes the file. */
  close(): void {
    this.flush();
    closeSync(this.file);
  }

  private put(bytes: Buffer): void {
    for (let at = 0; at < bytes.length;) {
      const count = writeSync(this.file, bytes, at, bytes.length - at, this.written);
      at += count;
      this.written += count;
    }
  }
}

/** Rows that cannot be used, as they are found; the engine reads them when quarantine is written. */
export class Rejects {
  private readonly counts = new Map<string, number>();
  private staged: StagedFile | undefined;
  private file = '';
  private ofFile = new Map<string, number>();
  private start = 0;

  /** @param path where they wait. */
  constructor(private readonly path: string) {}

  /** Says whose rows come next. */
  begin(file: string): void {
    this.file = file;
    this.ofFile = new Map();
    this.start = this.staged?.mark() ?? 0;
  }

  /** Takes a row: `reason` begins with the rule that it broke. */
  add(line: number | null, reason: string, text: string): void {
    this.staged ??= new StagedFile(this.path);
    const [rule = ''] = reason.split(': ', 1);
    this.ofFile.set(rule, (this.ofFile.get(rule) ?? 0) + 1);
    // Encoded once, because a cut may fall into a character.
    const shown = Buffer.from(text.slice(0, 2 * MAX_TEXT).replace(/[\uD800-\uDBFF]$/, '')).toString();
    this.staged.write(Buffer.from(`${JSON.stringify({ file: this.file, line, reason, text: shown })}\n`));
  }

  /** Counts the rows of the file. */
  accept(): void {
    for (const [rule, rows] of this.ofFile) this.counts.set(rule, (this.counts.get(rule) ?? 0) + rows);
    this.ofFile = new Map();
  }

  /** Forgets the rows of the file. */
  discard(): void {
    this.ofFile = new Map();
    this.staged?.rewind(this.start);
  }

  /** How many there are, by rule. */
  byRule(): ReadonlyMap<string, number> {
    return this.counts;
  }

  /** Query of them, in the columns of quarantine; nothing when there are none. */
  query(): string | undefined {
    this.staged?.close();
    if (this.counts.size === 0) return undefined;
    return `SELECT file AS _source_file, line AS _line, reason AS _reason, left(text, ${MAX_TEXT}) AS _text
      FROM read_json(${duckDbText(this.path)}, format='newline_delimited', columns={file: 'VARCHAR', line: 'BIGINT', reason: 'VARCHAR', text: 'VARCHAR'})`;
  }
}
