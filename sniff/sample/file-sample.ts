import { closeSync, createReadStream, openSync, readSync, statSync, writeFileSync } from 'node:fs';
import { createGunzip, gzipSync } from 'node:zlib';
import { csvLayout } from '../../model';
import { duckDbText } from '../../compilers/internal';
import { type DuckDb } from '../../preview/duckdb';
import { AvroContainer, BrokenAvro } from '../../preview/sources/avro-container';
import { sniffFile } from '../../preview/sources/file-sniffer';
import { containerOf, utf16In } from '../../preview/sources/first-bytes';
import { withoutPatterns } from '../../preview/sources/readers';

const [NEW_LINE, RETURN, QUOTE] = [10, 13, 34];

/** Bytes by which it is said how long a row is. */
const MEASURED = 1024 * 1024;

/** Places further on from which rows are taken, in half of the sample. */
const PLACES = 16;

/** What was taken of a file. */
export interface FileSample {
  /** Bytes of text that were taken. */
  readonly bytes: number;
  /** Bytes of text that there are; nothing where that is not known. */
  readonly of?: number;
  /** Lines at its beginning that were taken, so that their numbers are those of the file. */
  readonly lines: number;
}

/** Writes a sample of a file; nothing where the whole of it has to be read, or is not much more. */
export async function sampleFile(
  from: string,
  to: string,
  rows: number,
  engine: DuckDb,
): Promise<FileSample | undefined> {
  const container = containerOf(from);
  if (container === 'parquet') return sampleParquet(from, to, rows, engine);
  if (container === 'avro') return sampleAvro(from, to, rows);
  if (container === 'gzip') return sampleGzip(from, to, rows);
  if (container === 'zip' || (await isOneDocument(from, engine))) return undefined;
  return sampleText(from, to, rows);
}

/** Whether a file is JSON that is not cut by lines. */
async function isOneDocument(path: string, engine: DuckDb): Promise<boolean> {
  if (!path.toLowerCase().endsWith('.json')) return false;
  const sniffed = await sniffFile(path, engine, { layout: csvLayout(), columns: [] });
  return 'format' in sniffed && sniffed.format !== 'json-lines';
}

async function sampleParquet(
  from: string,
  to: string,
  rows: number,
  engine: DuckDb,
): Promise<FileSample | undefined> {
  const file = `read_parquet(${duckDbText(withoutPatterns(from))}, hive_partitioning=false)`;
  const all = await engine.number(`SELECT count(*) FROM ${file}`);
  if (all <= 2 * rows) return undefined;
  const bytes = statSync(from).size;
  await engine.run(
    `COPY (SELECT * FROM ${file} LIMIT ${rows}) TO ${duckDbText(to)} (FORMAT parquet, COMPRESSION zstd)`,
  );
  return { bytes: (bytes * rows) / all, of: bytes, lines: Infinity };
}

/** Blocks from the beginning: each holds whole rows. */
function sampleAvro(from: string, to: string, rows: number): FileSample | undefined {
  const { size } = statSync(from);
  let [taken, end] = [0, 0];
  try {
    const container = new AvroContainer(from);
    try {
      for (const block of container.blocks()) {
        [taken, end] = [taken + block.rows, block.end];
        if (taken >= rows || 2 * end >= size) break;
      }
    } finally {
      container.close();
    }
  } catch (error) {
    // One that is cut off or none is read, and named, as a whole.
    if (error instanceof BrokenAvro) return undefined;
    throw error;
  }
  if (end === 0 || 2 * end >= size) return undefined;
  const file = openSync(from, 'r');
  try {
    writeFileSync(to, bytesAt(file, 0, end));
  } finally {
    closeSync(file);
  }
  return { bytes: end, of: size, lines: Infinity };
}

async function sampleGzip(from: string, to: string, rows: number): Promise<FileSample | undefined> {
  const parts: Buffer[] = [];
  let [read, most] = [0, MEASURED];
  const source = createReadStream(from);
  try {
    for await (const chunk of source.pipe(createGunzip()) as AsyncIterable<Buffer>) {
      parts.push(chunk);
      read += chunk.length;
      if (most === MEASURED && read >= MEASURED)
        most = Math.max(MEASURED, rows * rowLength(Buffer.concat(parts)));
      if (read >= most) break;
    }
  } catch {
    // One that is cut off or none is read, and named, as a whole.
    return undefined;
  } finally {
    source.destroy();
  }
  if (read < most) return undefined;
  const whole = wholeRows(Buffer.concat(parts));
  writeFileSync(to, gzipSync(whole, { level: 1 }));
  return { bytes: whole.length, lines: Infinity };
}

function sampleText(from: string, to: string, rows: number): FileSample | undefined {
  const { size } = statSync(from);
  const file = openSync(from, 'r');
  try {
    const measured = bytesAt(file, 0, MEASURED);
    const budget = Math.max(MEASURED, rows * rowLength(measured));
    if (size <= 2 * budget) return undefined;
    // A value over lines, or letters of two bytes: a place in the middle is no begin of a line.
    const isCutAnywhere = utf16In(measured) === undefined && !hasValuesOverLines(measured);
    const head = wholeRows(bytesAt(file, 0, isCutAnywhere ? budget / 2 : budget));
    const places = isCutAnywhere ? placesOf(head.length, size, budget / 2 / PLACES) : [];
    const parts = [head, ...places.map(([at, length]) => inner(bytesAt(file, at, length)))];
    writeFileSync(to, Buffer.concat(parts));
    return {
      bytes: parts.reduce((sum, { length }) => sum + length, 0),
      of: size,
      lines: linesIn(head),
    };
  } finally {
    closeSync(file);
  }
}

/** Begins of parts that lie evenly apart, the last of which ends with the file. */
function placesOf(from: number, size: number, length: number): [at: number, length: number][] {
  const step = (size - length - from) / PLACES;
  return Array.from({ length: PLACES }, (_, index) => [
    Math.floor(from + step * (index + 1)),
    Math.ceil(length),
  ]);
}

function bytesAt(file: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(Math.ceil(length));
  return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, at));
}

/** The beginning of a file without the row that is cut off: a line that ends outside of quotes ends one. */
function wholeRows(bytes: Buffer): Buffer {
  const sign = signOf(bytes);
  let quotes = quotesIn(bytes);
  let end = bytes.length;
  for (let at = bytes.lastIndexOf(sign); at > 0; at = bytes.lastIndexOf(sign, at - 1)) {
    quotes -= quotesIn(bytes.subarray(at, end));
    end = at;
    if (quotes % 2 === 0) return bytes.subarray(0, at + lineEndLength(bytes));
  }
  return bytes;
}

function quotesIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(QUOTE); at >= 0; at = bytes.indexOf(QUOTE, at + 1)) count += 1;
  return count;
}

/** Lines that are whole; of the end of a file, the last may have no end. */
function inner(bytes: Buffer): Buffer {
  const end = endOfLines(bytes);
  const from = bytes.indexOf(signOf(bytes)) + 1;
  return bytes.subarray(Math.min(from, end), end);
}

function endOfLines(bytes: Buffer): number {
  const at = bytes.lastIndexOf(signOf(bytes));
  return at < 0 ? bytes.length : at + 1;
}

/** Half of the sign comes after it in UTF-16. */
function lineEndLength(bytes: Buffer): number {
  return utf16In(bytes) === 'utf-16' ? 2 : 1;
}

function signOf(bytes: Buffer): number {
  return bytes.includes(NEW_LINE) ? NEW_LINE : RETURN;
}

function linesIn(bytes: Buffer): number {
  const sign = signOf(bytes);
  let count = 0;
  for (let at = bytes.indexOf(sign); at >= 0; at = bytes.indexOf(sign, at + 1)) count += 1;
  return count;
}

function rowLength(bytes: Buffer): number {
  return Math.max(1, Math.ceil(bytes.length / Math.max(1, linesIn(bytes))));
}

function hasValuesOverLines(bytes: Buffer): boolean {
  const sign = signOf(bytes);
  let [quotes, from] = [0, 0];
  for (let at = bytes.indexOf(QUOTE); at >= 0; at = bytes.indexOf(QUOTE, at + 1)) {
    const end = bytes.indexOf(sign, from);
    if (end >= 0 && end < at) {
      if (quotes % 2 === 1) return true;
      [quotes, from] = [0, bytes.lastIndexOf(sign, at) + 1];
    }
    quotes += 1;
  }
  return false;
}
