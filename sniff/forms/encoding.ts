import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { type FileOptions } from '../../model';
import { containerIn, utf16In } from '../../preview/sources/first-bytes';

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
      // An archive is no text, and is named as what it is where it is read.
      if (read === 0 && containerIn(chunk) !== 'plain') break;
      const marked = read === 0 ? utf16In(chunk) : undefined;
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
