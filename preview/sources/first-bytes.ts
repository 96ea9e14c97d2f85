import { closeSync, openSync, readSync } from 'node:fs';

/** Bytes at which a kind of file is known. */
const MAGIC = {
  gzip: Buffer.from([0x1f, 0x8b]),
  zip: Buffer.from('PK\x03\x04', 'latin1'),
  parquet: Buffer.from('PAR1'),
  avro: Buffer.from('Obj\x01', 'latin1'),
} as const;

/** What a file holds, by its first bytes; `plain` may be text. */
export type Container = keyof typeof MAGIC | 'plain';

/** Bytes of which zeros are counted. */
const SAMPLE = 2000;

/** By its first bytes, what a file is. */
export function containerIn(start: Buffer): Container {
  const kinds = Object.keys(MAGIC) as (keyof typeof MAGIC)[];
  return kinds.find((kind) => start.subarray(0, MAGIC[kind].length).equals(MAGIC[kind])) ?? 'plain';
}

/** By its first bytes, what a file is. */
export function containerOf(path: string): Container {
  return containerIn(firstBytes(path, 4));
}

/** The first bytes of a file. */
export function firstBytes(path: string, most: number): Buffer {
  const start = Buffer.alloc(most);
  const file = openSync(path, 'r');
  try {
    return start.subarray(0, readSync(file, start));
  } finally {
    closeSync(file);
  }
}

/** The byte order of text in UTF-16, by its mark, or by zeros between letters; nothing where it is in something else. */
export function utf16In(start: Buffer): 'utf-16' | 'utf-16be' | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  const sample = start.subarray(0, SAMPLE);
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries())
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > sample.length / 4 && even === 0) return 'utf-16';
  return even > sample.length / 4 && odd === 0 ? 'utf-16be' : undefined;
}
