import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { type FileOptions } from '../../model';
import { encodingCheck, WrongEncoding } from './encoding-check';
import { type LoadError } from './load-error';
import { containerOf } from './first-bytes';

/** Ends the names of compressed files. */
const GZIP = '.gz';

/** Files of a source as plain UTF-8, where they are delivered otherwise. */
export class DecodedFiles {
  /** Ends the name of each file as it was delivered, and not as it is read. */
  readonly suffix: string;

  /**
   * @param home the source's folder.
   * @param options how its files are written.
   * @param folder where the files are written as plain UTF-8.
   */
  constructor(
    private readonly home: string,
    private readonly options: FileOptions = {},
    private readonly folder: string,
  ) {
    this.suffix = options.compression === 'gzip' ? GZIP : '';
  }

  /** The folder that files are read from. */
  get root(): string {
    return this.isPlain ? this.home : this.folder;
  }

  /** The path of a file to be read, or why it cannot be. */
  async readable(name: string): Promise<string | LoadError> {
    const path = join(this.home, name);
    if (this.isPlain)
      return name.toLowerCase().endsWith(GZIP)
        ? {
            rule: 'unknown-format',
            reason: `ends in "${GZIP}"; if its source delivers gzip, say so: options: { compression: 'gzip' }`,
          }
        : path;
    if (!name.toLowerCase().endsWith(this.suffix))
      return { rule: 'unknown-format', reason: `does not end in "${this.suffix}", as files with gzip do` };
    if (this.options.compression === 'gzip' && containerOf(path) === 'zip')
      return { rule: 'unreadable-file', reason: 'is no gzip, but an archive of zip: unpack it' };
    const target = join(this.folder, name.slice(0, name.length - this.suffix.length));
    mkdirSync(dirname(target), { recursive: true });
    try {
      const { compression } = this.options;
      const source = createReadStream(path);
      const steps = [
        encodingCheck(this.options.encoding),
        this.decoder(),
        createWriteStream(target),
      ] as const;
      if (compression === 'gzip') await pipeline(source, createGunzip(), ...steps);
      else await pipeline(source, ...steps);
      if (compression === 'gzip' && containerOf(target) === 'gzip')
        return {
          rule: 'unreadable-file',
          reason: 'is a gzip around another gzip: let its source compress it once',
        };
      return target;
    } catch (error) {
      const reason = decodingError(error);
      if (reason === undefined) throw error;
      return reason;
    }
  }

  private get isPlain(): boolean {
    const { compression, encoding = 'utf-8' } = this.options;
    return compression === undefined && encoding === 'utf-8';
  }

  private decoder(): Transform {
    const { encoding = 'utf-8' } = this.options;
    if (encoding === 'utf-8') return new Transform({ transform: (chunk, _, done) => done(null, chunk) });
    // What browsers call ISO-8859-1 is Windows-1252.
    if (encoding === 'iso-8859-1')
      return new Transform({ transform: (chunk: Buffer, _, done) => done(null, chunk.toString('latin1')) });
    const decoder = new TextDecoder(encoding === 'utf-16' ? 'utf-16le' : encoding, { fatal: true });
    return new Transform({
      transform: (chunk: Buffer, _, done) => decodeInto(done, () => decoder.decode(chunk, { stream: true })),
      flush: (done) => decodeInto(done, () => decoder.decode()),
    });
  }
}

function decodeInto(done: (error?: Error | null, text?: string) => void, decode: () => string): void {
  try {
    done(null, decode());
  } catch (error) {
    done(error as Error);
  }
}

function decodingError(error: unknown): LoadError | undefined {
  if (error instanceof WrongEncoding) return { rule: error.rule, reason: error.message };
  const { code } = (error ?? {}) as { readonly code?: string };
  if (code === 'Z_BUF_ERROR') return { rule: 'unreadable-file', reason: 'is a gzip that is cut off' };
  if (code?.startsWith('Z_')) return { rule: 'unreadable-file', reason: 'is no gzip, or one that is spoilt' };
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return {
      rule: 'wrong-encoding',
      reason: 'holds bytes that are no text of the encoding that its source says',
    };
  return undefined;
}
