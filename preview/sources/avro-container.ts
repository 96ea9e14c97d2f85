import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

/** A file that breaks the format, in words. */
export class BrokenAvro extends Error {}

/** What the header of a container of Avro says. */
export interface AvroHeader {
  /** The schema of its rows, as JSON. */
  readonly schema: string;
  /** How its blocks are compressed. */
  readonly codec: string;
}

/** Rows that are written together. */
export interface AvroBlock {
  /** How many. */
  readonly rows: number;
  /** Their bytes, one row after the other, unpacked. */
  readonly bytes: () => Buffer;
  /** Where it ends in the file. */
  readonly end: number;
}

/** Begins every container: "Apache Avro Specification", Object Container Files. */
const MAGIC = Buffer.from('Obj\u0001', 'latin1');
/** Bytes that end the header and each block. */
const SYNC = 16;
/** Most bytes of an unpacked block: some hundreds of times what writers make, and a bound on memory. */
const MOST = 256 * 1024 * 1024;
/** Codecs that a copy in Data Factory reads too; source: "Avro format". */
export const AVRO_CODECS = ['null', 'deflate'] as const;

/** A container of Avro, read block by block: a library's stream would take one that is cut off for a whole one. */
export class AvroContainer {
  /** What it says of its rows. */
  readonly header: AvroHeader;
  private readonly file: number;
  private readonly size: number;
  private readonly sync: Buffer;
  private at = 0;

  /**
   * Opens a file. Call {@link close} when done.
   *
   * @throws BrokenAvro when it is none.
   */
  constructor(path: string) {
    this.file = openSync(path, 'r');
    this.size = fstatSync(this.file).size;
    try {
      if (!this.take(MAGIC.length, 'is no Avro').equals(MAGIC)) throw new BrokenAvro('is no Avro');
      const entries = this.entries();
      this.sync = this.take(SYNC);
      const schema = entries.get('avro.schema');
      if (schema === undefined) throw new BrokenAvro('is Avro without a schema');
      this.header = { schema, codec: entries.get('avro.codec') ?? 'null' };
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /**
   * Its blocks, in order; one at a time is held.
   *
   * @throws BrokenAvro when the file is cut off or spoilt.
   */
  *blocks(): Generator<AvroBlock> {
    while (this.at < this.size) {
      const [rows, length] = [this.count(), this.count()];
      const packed = this.take(length);
      if (!this.take(SYNC).equals(this.sync))
        throw new BrokenAvro('is spoilt: a block does not end as it should');
      yield { rows, bytes: () => this.unpacked(packed), end: this.at };
    }
  }

  /** Closes the file. */
  close(): void {
    closeSync(this.file);
  }

  private entries(): Map<string, string> {
    const entries = new Map<string, string>();
    for (;;) {
      let count = this.long();
      if (count === 0) return entries;
      // A negative count is followed by the bytes of the entries.
      if (count < 0) [count] = [-count, this.long()];
      for (; count > 0; count--) entries.set(this.text(), this.text());
    }
  }

  private text(): string {
    return this.take(this.count()).toString('utf8');
  }

  private count(): number {
    const count = this.long();
    if (count < 0) throw new BrokenAvro('is spoilt: it counts below zero');
    return count;
  }

  /** A whole number, seven bits to a byte; counts and lengths are far below what a double holds. */
  private long(): number {
    let [value, factor] = [0, 1];
    for (let bytes = 0; bytes < 10; bytes++, factor *= 128) {
      const [byte = 0] = this.take(1);
      value += (byte & 127) * factor;
      if (byte < 128) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
    throw new BrokenAvro('is spoilt: a length does not end');
  }

  private take(length: number, otherwise = 'is cut off'): Buffer {
    if (length > this.size - this.at) throw new BrokenAvro(otherwise);
    const bytes = Buffer.allocUnsafe(length);
    for (let read = 0; read < length;) {
      const got = readSync(this.file, bytes, read, length - read, this.at + read);
      if (got === 0) throw new BrokenAvro('is cut off');
      read += got;
    }
    this.at += length;
    return bytes;
  }

  private unpacked(packed: Buffer): Buffer {
    if (this.header.codec === 'null') return packed;
    try {
      return inflateRawSync(packed, { maxOutputLength: MOST });
    } catch (error) {
      const isLarge = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
      throw new BrokenAvro(
        isLarge
          ? `has a block of more than ${MOST / 1024 / 1024} MiB`
          : 'is spoilt: a block cannot be unpacked',
      );
    }
  }
}
