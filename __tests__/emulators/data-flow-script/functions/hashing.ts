import { createHash } from 'node:crypto';

import type { Expression, FunctionBuilder, FunctionCall } from '../expression-model';
import { type DataType, LONG, STRING, typeName } from '../types';
import type { Value } from '../values';
import { requireCount } from './define';

/**
 * The bytes that a value adds to a digest.
 *
 * Found from the reference's examples, all four of which it reproduces: text in UTF-8, an integer in 4 bytes and
 * a double in 8 (low byte first), a boolean in 1, a date as its day number in 4; nothing between them. Other
 * types have no example, so they are refused. A null adds nothing.
 */
function bytesOf(value: Value, type: DataType): Buffer {
  if (value === null) return Buffer.alloc(0);
  switch (type.kind) {
    case 'integer':
    case 'date': {
      const bytes = Buffer.alloc(4);
      bytes.writeInt32LE(Number(value));
      return bytes;
    }
    case 'double': {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleLE(value as number);
      return bytes;
    }
    case 'boolean':
      return Buffer.from([value === true ? 1 : 0]);
    default:
      return Buffer.from(String(value), 'utf8');
  }
}

const HASHABLE = ['string', 'integer', 'double', 'boolean', 'date', 'null'];

function requireHashable(call: FunctionCall, args: readonly Expression[]): void {
  for (const { type } of args) {
    if (!HASHABLE.includes(type.kind))
      call.fail(`how ${typeName(type)} is hashed is not documented: convert it with toString`);
  }
}

const bytesOfAll = (args: readonly Expression[], on: Parameters<Expression['evaluate']>[0]): Buffer =>
  Buffer.concat(args.map((argument) => bytesOf(argument.evaluate(on), argument.type)));

const digest =
  (algorithm: string): FunctionBuilder =>
  (call) => {
    const args = call.compileAll();
    requireCount(call, args, 1);
    requireHashable(call, args);
    return {
      type: STRING,
      evaluate: (on) => createHash(algorithm).update(bytesOfAll(args, on)).digest('hex'),
    };
  };

const LENGTHS: Readonly<Record<string, string>> = {
  '0': 'sha256',
  '224': 'sha224',
  '256': 'sha256',
  '384': 'sha384',
  '512': 'sha512',
};

const sha2: FunctionBuilder = (call) => {
  const [length, ...args] = call.compileAll();
  const algorithm = LENGTHS[String(length?.literal)];
  if (algorithm === undefined) return call.fail('argument 1 must be 0, 224, 256, 384 or 512');
  requireCount(call, args, 1);
  requireHashable(call, args);
  return { type: STRING, evaluate: (on) => createHash(algorithm).update(bytesOfAll(args, on)).digest('hex') };
};

/** CRC-32 as zip files use it; the result is a long, and every argument counts, the first one too. */
const crc32: FunctionBuilder = (call) => {
  const args = call.compileAll();
  requireCount(call, args, 1);
  requireHashable(call, args);
  return { type: LONG, evaluate: (on) => BigInt(cyclicRedundancy(bytesOfAll(args, on))) };
};

function cyclicRedundancy(bytes: Buffer): number {
  let register = ~0;
  for (const byte of bytes) {
    register ^= byte;
    for (let bit = 0; bit < 8; bit += 1) register = (register >>> 1) ^ (0xedb88320 & -(register & 1));
  }
  return ~register >>> 0;
}

export const HASH_FUNCTIONS: Readonly<Record<string, FunctionBuilder>> = {
  sha1: digest('sha1'),
  md5: digest('md5'),
  sha2,
  crc32,
};
