import { createReadStream, createWriteStream, mkdirSync, openSync, closeSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { type FileOptions } from '../../model';
import { type LoadError } from './file-sniffer';

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
    const order = this.wrongOrder(path);
    if (order) return order;
    const target = join(this.folder, name.slice(0, name.length - this.suffix.length));
    mkdirSync(dirname(target), { recursive: true });
    try {
      const { compression } = this.options;
      const source = createReadStream(path);
      const decoded = this.decoder();
      const written = createWriteStream(target);
      if (compression === 'gzip') await pipeline(source, createGunzip(), decoded, written);
      else await pipeline(source, decoded, written);
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

  /** A mark of the other byte order; of a compressed file nothing is known before it is unpacked. */
  private wrongOrder(path: string): LoadError | undefined {
    const { encoding, compression } = this.options;
    if (compression !== undefined || (encoding !== 'utf-16' && encoding !== 'utf-16be')) return undefined;
    const start = Buffer.alloc(2);
    const file = openSync(path, 'r');
    readSync(file, start);
    closeSync(file);
    const other = encoding === 'utf-16' ? 'utf-16be' : 'utf-16';
    const [first, second] = other === 'utf-16be' ? [0xfe, 0xff] : [0xff, 0xfe];
    return start[0] === first && start[1] === second
      ? { rule: 'wrong-encoding', reason: `begins as ${other} does, and its source says ${encoding}` }
      : undefined;
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
