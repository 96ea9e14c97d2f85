import { closeSync, openSync, readSync } from 'node:fs';

/** Most bytes of one record; DuckDB gets the same limit. */
export const MAX_RECORD_BYTES = 8 * 1024 * 1024;

/** Bytes read at once; what a record needs beyond them is read as it is needed. */
const READ = 1024 * 1024;

/** Bytes at the start that say "UTF-8" and are no text. */
export function byteOrderMark(bytes: Buffer): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** The part of a file that is held in memory: from the first byte that is still needed, as far as it has been read. */
export class FileWindow {
  /** What is held. */
  bytes: Buffer = Buffer.alloc(0);
  /** Place of the first held byte in the file. */
  offset = 0;
  /** Whether the file goes no further. */
  atEnd = false;

  private constructor(private readonly file: number) {}

  /** Opens a file, behind its byte order mark. Call {@link close} when done. */
  static open(path: string): FileWindow {
    const window = new FileWindow(openSync(path, 'r'));
    window.more(0);
    window.keepFrom(byteOrderMark(window.bytes));
    return window;
  }

  /** Reads on, and lets go of what comes before a place. */
  more(from: number): void {
    const held = this.bytes.length - from;
    const more = Buffer.allocUnsafe(Math.max(READ, Math.min(held, 4 * MAX_RECORD_BYTES)));
    const read = readSync(this.file, more);
    this.atEnd = read === 0;
    this.offset += from;
    this.bytes = Buffer.concat([this.bytes.subarray(from), more.subarray(0, read)]);
  }

  /** Closes the file. */
  close(): void {
    closeSync(this.file);
  }

  private keepFrom(from: number): void {
    this.offset += from;
    this.bytes = this.bytes.subarray(from);
  }
}
