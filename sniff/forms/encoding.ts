import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { type FileOptions } from '../../model';

/** Bytes at which a kind of file is known. */
const [GZIP, ZIP, PARQUET] = [
  Buffer.from([0x1f, 0x8b]),
  Buffer.from('PK\x03\x04', 'latin1'),
  Buffer.from('PAR1'),
];

/** What the first bytes of a file are. */
export type Container = 'gzip' | 'zip' | 'parquet' | 'plain';

/** By its first bytes, what a file is. */
export function containerOf(path: string): Container {
  const start = Buffer.alloc(4);
  const file = openSync(path, 'r');
  try {
    readSync(file, start);
  } finally {
    closeSync(file);
  }
  if (start.subarray(0, 2).equals(GZIP)) return 'gzip';
  if (start.equals(ZIP)) return 'zip';
  return start.equals(PARQUET) ? 'parquet' : 'plain';
}

/** Bytes that texts are looked through for, at most: what comes later may be in another encoding. */
const MOST = 64 * 1024 * 1024;

/** Bytes that Windows-1252 gives no character. */
const UNDEFINED = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/** How the text of a file is encoded, and what is not sure about it. */
export interface EncodingReading {
  /** The encoding. */
  readonly encoding: NonNullable<FileOptions['encoding']>;
  /** Whether it holds nothing but ASCII, which most encodings write alike. */
  readonly ascii: boolean;
  /** Why it may be another. */
  readonly doubts: readonly string[];
}

/** Finds the encoding of a text file: by its mark, by zeros between letters, or by whether it is UTF-8. */
export async function encodingOf(path: string, compressed: boolean): Promise<EncodingReading> {
  const source = createReadStream(path);
  const bytes = compressed ? source.pipe(createGunzip()) : source;
  const decoder = new TextDecoder('utf-8');
  let [read, beyondAscii, broken, undefinedBytes] = [0, 0, 0, false];
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      const marked = read === 0 ? byMarkOrZeros(chunk) : undefined;
      if (marked) return { encoding: marked, ascii: false, doubts: [] };
      read += chunk.length;
      const text = decoder.decode(chunk, { stream: true });
      for (const letter of text) {
        if (letter > '\u007f') beyondAscii += 1;
        if (letter === '\ufffd') broken += 1;
      }
      if (broken > 0) undefinedBytes ||= chunk.some((byte) => UNDEFINED.has(byte));
      if (read >= MOST) break;
    }
  } catch {
    // A gzip that is cut off or none: reading it will say so.
  } finally {
    source.destroy();
  }
  // A few spoilt lines do not make another encoding of it.
  if (broken * 4 <= beyondAscii - broken) return { encoding: 'utf-8', ascii: beyondAscii === 0, doubts: [] };
  const encoding = undefinedBytes ? 'iso-8859-1' : 'windows-1252';
  const doubt = `no UTF-8; any byte is a letter in ${encoding}: look whether these are the right ones`;
  return { encoding, ascii: false, doubts: [doubt] };
}

function byMarkOrZeros(start: Buffer): EncodingReading['encoding'] | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  const sample = start.subarray(0, 2000);
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries())
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > sample.length / 4 && even === 0) return 'utf-16';
  return even > sample.length / 4 && odd === 0 ? 'utf-16be' : undefined;
}
