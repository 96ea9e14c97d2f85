import { isAscii } from 'node:buffer';
import { Transform } from 'node:stream';
import { TextDecoder } from 'node:util';
import { type FileEncoding } from '../../model';
import { utf16In } from './first-bytes';

/** Bytes that are not in the encoding that their source says. */
export class WrongEncoding extends Error {
  /**
   * @param rule by which the report counts.
   * @param message in words.
   */
  constructor(
    readonly rule: 'wrong-encoding' | 'unlikely-encoding',
    message: string,
  ) {
    super(message);
  }
}

/** Lets bytes through, and fails where they are sure, or all but sure, to be in another encoding than is declared. */
export function encodingCheck(encoding: FileEncoding = 'utf-8'): Transform {
  if (encoding === 'utf-16' || encoding === 'utf-16be') return utf16Check(encoding);
  return encoding === 'utf-8' ? passing(() => undefined) : singleByteCheck(encoding);
}

function utf16Check(encoding: 'utf-16' | 'utf-16be'): Transform {
  let isFirst = true;
  return passing((chunk) => {
    if (!isFirst) return;
    isFirst = false;
    const found = utf16In(chunk);
    if (found !== undefined && found !== encoding)
      throw new WrongEncoding('wrong-encoding', `begins as ${found} does, and its source says ${encoding}`);
    // Line ends and signs between values are ASCII in every language, and half of each is a zero.
    if (found === undefined && !chunk.includes(0))
      throw new WrongEncoding(
        'wrong-encoding',
        `holds no zeros, as text in UTF-16 does, and its source says ${encoding}`,
      );
  });
}

/** Every byte is a letter there; but letters that make UTF-8 from the first to the last are none. */
function singleByteCheck(encoding: FileEncoding): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let [isUtf8, isBeyondAscii] = [true, false];
  const look = (decode: () => void): void => {
    try {
      decode();
    } catch {
      isUtf8 = false;
    }
  };
  return passing(
    (chunk) => {
      if (!isUtf8) return;
      isBeyondAscii ||= !isAscii(chunk);
      look(() => decoder.decode(chunk, { stream: true }));
    },
    () => {
      if (isUtf8) look(() => decoder.decode());
      if (isUtf8 && isBeyondAscii)
        throw new WrongEncoding(
          'unlikely-encoding',
          `is UTF-8 from the first letter to the last, and its source says ${encoding}: remove that encoding`,
        );
    },
  );
}

function passing(look: (chunk: Buffer) => void, atEnd: () => void = () => undefined): Transform {
  const settle = (done: (error?: Error | null, chunk?: Buffer) => void, act: () => void, chunk?: Buffer) => {
    try {
      act();
      done(null, chunk);
    } catch (error) {
      done(error as Error);
    }
  };
  return new Transform({
    transform: (chunk: Buffer, _, done) => settle(done, () => look(chunk), chunk),
    flush: (done) => settle(done, atEnd),
  });
}
