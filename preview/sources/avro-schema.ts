import type * as avro from 'avsc';
import { LakehouseError } from '../../model';
import { optionalPackage } from '../../packages/optional-package';
import { BrokenAvro } from './avro-container';

/** A type of Avro, as far as values are read by it. */
export interface AvroType {
  /** Such as `int`, `record`, `union:wrapped` and `logical:date`. */
  readonly typeName: string;
  /** How a value of it is named in a union. */
  readonly branchName?: string;
  /** Of a union. */
  readonly types?: readonly AvroType[];
  /** Of an array. */
  readonly itemsType?: AvroType;
  /** Of a map. */
  readonly valuesType?: AvroType;
  /** Of a record. */
  readonly fields?: readonly AvroField[];
  /** Of a type with a meaning: what it is written as. */
  readonly underlyingType?: AvroType;
  /** Of a decimal: all its digits. */
  readonly precision?: number;
  /** Of a decimal: its digits behind the point. */
  readonly scale?: number;
}

/** A field of a record. */
export interface AvroField {
  /** Name. */
  readonly name: string;
  /** What it holds. */
  readonly type: AvroType;
}

/** The type of the rows of a file. */
export interface AvroRowType {
  /** Its columns. */
  readonly fields: readonly AvroField[];
  /** Reads the row at a place; an offset below zero where the bytes end within it. */
  decode(
    bytes: Buffer,
    at: number,
  ): { readonly value: Readonly<Record<string, unknown>>; readonly offset: number };
}

/** Types that a copy reads: "Avro format" leaves out records, enums, arrays, maps, unions and fixed. */
const PLAIN = ['null', 'boolean', 'int', 'long', 'abstract:long', 'float', 'double', 'bytes', 'string'];

/** Whether a copy reads values of a type: a union with null is how a copy itself writes a column that may be missing. */
export function isPlain(type: AvroType): boolean {
  if (type.types !== undefined) {
    const others = type.types.filter(({ typeName }) => typeName !== 'null');
    return others.length <= 1 && others.every(isPlain);
  }
  if (type.underlyingType !== undefined) return isPlain(type.underlyingType);
  return PLAIN.includes(type.typeName);
}

/** Meanings of values that are told apart; others are those of the type below. */
const MEANINGS = [
  'decimal',
  'date',
  'time-millis',
  'time-micros',
  'timestamp-millis',
  'timestamp-micros',
  'timestamp-nanos',
  'local-timestamp-millis',
  'local-timestamp-micros',
  'local-timestamp-nanos',
  'uuid',
] as const;

/**
 * The type of a file's rows; nothing when they are no records.
 *
 * @throws LakehouseError when the package that reads Avro is not installed.
 */
export function avroRowType(text: string): AvroRowType | undefined {
  const library = loadLibrary();
  const meaning = meaningClass(library);
  try {
    const schema = withoutDefaults(JSON.parse(text)) as avro.Schema;
    const type = library.Type.forSchema(schema, {
      wrapUnions: 'always',
      omitRecordMethods: true,
      logicalTypes: Object.fromEntries(MEANINGS.map((name) => [name, meaning])),
      typeHook: exactLongs(library),
    });
    return type.typeName === 'record' ? (type as unknown as AvroRowType) : undefined;
  } catch (error) {
    throw new BrokenAvro(`has a schema that cannot be read: ${(error as Error).message}`);
  }
}

/** Whole numbers of 64 bits with all their digits. */
function exactLongs(library: typeof avro): (schema: avro.Schema) => avro.Type | undefined {
  const long = library.types.LongType.__with({
    fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
    toBuffer: (value: bigint) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(value);
      return bytes;
    },
    fromJSON: (value: number) => BigInt(value),
    toJSON: Number,
    isValid: (value: unknown) => typeof value === 'bigint',
    compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
  });
  const met = new WeakSet();
  return (schema) => {
    if (schema === 'long') return long;
    const { type, logicalType } = schema as LogicalSchema;
    if (type !== 'long') return undefined;
    // One with a meaning is asked for twice: whole, and then for what is below it.
    const isWhole = MEANINGS.some((name) => name === logicalType) && !met.has(schema as object);
    met.add(schema as object);
    return isWhole ? undefined : long;
  };
}

/** A value with a meaning, which stays as it is; a schema that contradicts itself has none, as the specification says. */
function meaningClass(
  library: typeof avro,
): new (schema: avro.Schema, options?: object) => avro.types.LogicalType {
  return class extends library.types.LogicalType {
    readonly precision: number;
    readonly scale: number;

    constructor(schema: avro.Schema, options?: object) {
      const logical = schema as unknown as LogicalSchema;
      if (!isSound(logical)) throw new Error('contradicts itself');
      super(schema, options);
      [this.precision, this.scale] = [logical.precision ?? 0, logical.scale ?? 0];
    }

    protected override _fromValue(value: unknown): unknown {
      return value;
    }
  };
}

interface LogicalSchema {
  readonly type: unknown;
  readonly logicalType?: string;
  readonly precision?: number;
  readonly scale?: number;
  readonly size?: number | undefined;
}

/** Whether a meaning belongs to its type; source: "Apache Avro Specification", Logical Types. */
function isSound({ type, logicalType = '', precision = 0, scale = 0, size = 0 }: LogicalSchema): boolean {
  if (logicalType === 'decimal')
    return (type === 'bytes' || type === 'fixed') && precision > 0 && scale >= 0 && scale <= precision;
  if (logicalType === 'uuid') return type === 'string' || (type === 'fixed' && size === 16);
  return type === (logicalType === 'date' || logicalType === 'time-millis' ? 'int' : 'long');
}

/** Defaults are for readers of another schema. */
function withoutDefaults(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutDefaults);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { default: _unused, ...rest } = schema as Record<string, unknown>;
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, withoutDefaults(value)]));
}

/** Most sources deliver no Avro. */
function loadLibrary(): typeof avro {
  return optionalPackage(
    'avsc',
    (why) =>
      new LakehouseError('preview', [
        {
          code: 'LH7110',
          at: 'preview',
          prop: 'avsc',
          got: `is not installed, or does not load: ${why}`,
          allowed: 'the package that reads Avro, which a source delivers',
          change: 'npm install avsc',
        },
      ]),
  ) as typeof avro;
}
