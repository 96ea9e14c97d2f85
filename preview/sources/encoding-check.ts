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

/** Bytes that are control characters, and no letters: text that has them is in another encoding. The next line of mainframes (85) is text. */
const NO_LETTERS: Readonly<Record<string, { readonly bytes: RegExp; readonly hint: string }>> = {
  'iso-8859-1': { bytes: /[\x80-\x84\x86-\x9f]/, hint: 'letters and signs in windows-1252: say that' },
  'windows-1252': {
    bytes: /[\x81\x8d\x8f\x90\x9d]/,
    hint: 'letters in code pages of DOS: let its source write UTF-8',
  },
};

/** Every byte is a character there; but letters that make UTF-8 from the first to the last are none, and control characters are no text. */
function singleByteCheck(encoding: FileEncoding): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const strangers = NO_LETTERS[encoding];
  let [isUtf8, isBeyondAscii, isStrange] = [true, false, false];
  const look = (decode: () => void): void => {
    try {
      decode();
    } catch {
      isUtf8 = false;
    }
  };
  return passing(
    (chunk) => {
      isStrange ||= strangers?.bytes.test(chunk.toString('latin1')) === true;
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
      if (isStrange)
        throw new WrongEncoding(
          'unlikely-encoding',
          `holds bytes that are control characters in ${encoding}, as its source says, and ${strangers?.hint}`,
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
