import { deflateRawSync } from 'node:zlib';
import * as avro from 'avsc';

/** How a file is written. */
interface Container {
  /** @default 'null' */
  readonly codec?: string;
  /** Rows of a block. @default all */
  readonly rowsPerBlock?: number;
}

/** Ends each block. */
export const SYNC = Buffer.from('0123456789abcdef');

/** A file of Avro with these rows: longs are bigints, other values those of the type below a meaning, and unions are wrapped. */
export function avroFile(
  fields: Readonly<Record<string, unknown>>,
  rows: readonly object[],
  { codec = 'null', rowsPerBlock = rows.length }: Container = {},
): Buffer {
  const schema = {
    type: 'record',
    name: 'Row',
    fields: Object.entries(fields).map(([name, type]) => ({ name, type })),
  };
  const type = avro.Type.forSchema(schema as avro.Schema, {
    wrapUnions: 'always',
    typeHook: (part) =>
      part === 'long' || (part as { readonly type?: unknown }).type === 'long' ? LONG : undefined,
  });
  const meta = { 'avro.schema': Buffer.from(JSON.stringify(schema)), 'avro.codec': Buffer.from(codec) };
  const parts = [Buffer.from('Obj\u0001', 'latin1'), META.toBuffer(meta), SYNC];
  for (let at = 0; at < rows.length; at += rowsPerBlock) {
    const block = rows.slice(at, at + rowsPerBlock);
    const bytes = Buffer.concat(block.map((row) => type.toBuffer(row)));
    const packed = codec === 'deflate' ? deflateRawSync(bytes) : bytes;
    parts.push(COUNT.toBuffer(block.length), COUNT.toBuffer(packed.length), packed, SYNC);
  }
  return Buffer.concat(parts);
}

const META = avro.Type.forSchema({ type: 'map', values: 'bytes' });
const COUNT = avro.Type.forSchema('long');
const LONG = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
});
