import { isUtf8 } from 'node:buffer';
import { identifier } from '../../compilers/internal';
import { BrokenAvro } from './avro-container';
import { type AvroType } from './avro-schema';
import { isoDay, isoTimestamp, plainNumber, timeOfDay } from './avro-times';

/** How values of a type of Avro reach the engine. */
export interface AvroValue {
  /** The type that the engine reads them by. */
  readonly type: string;
  /** One as JSON, which the engine reads by that type. */
  readonly json: (value: unknown) => string;
  /** Of single values: one as text. */
  readonly text?: (value: unknown) => string;
  /** Of bytes outside of any other value: they need not be text, and come as hexadecimal digits. */
  readonly isBytes?: boolean;
}

/** Why values of a type cannot be read, in words. */
export class UnreadableAvroType extends Error {}

/** Text that is not UTF-8. */
export class AvroNotUtf8 extends Error {}

/** Most digits of a decimal of the engine. */
const MOST_DIGITS = 38;

/**
 * How values of a type reach the engine.
 *
 * @throws UnreadableAvroType for a type that holds itself, and for a choice between lists or objects.
 */
export function avroValue(type: AvroType, around: readonly AvroType[] = []): AvroValue {
  if (around.includes(type)) throw new UnreadableAvroType('is a record that holds itself');
  const within = (of: AvroType): AvroValue => avroValue(of, [...around, type]);
  const inside = (of: AvroType): AvroValue => asText(within(of));
  const { typeName } = type;
  const { underlyingType, types, itemsType, valuesType, fields = [] } = type;
  if (underlyingType) return logicalValue(type, underlyingType);
  if (types) return choice(types, within);
  if (itemsType) return listOf(inside(itemsType));
  if (valuesType) return mapOf(inside(valuesType));
  return typeName === 'record'
    ? recordOf(fields.map((field) => [field.name, inside(field.type)]))
    : primitive(typeName);
}

function listOf(of: AvroValue): AvroValue {
  return {
    type: `${of.type}[]`,
    json: (value) => `[${(value as unknown[]).map(of.json).join(',')}]`,
  };
}

function mapOf(of: AvroValue): AvroValue {
  return {
    type: `MAP(VARCHAR, ${of.type})`,
    json: (value) => objectOf(Object.entries(value as object).map(([key, item]) => [key, of.json(item)])),
  };
}

function recordOf(fields: readonly (readonly [name: string, of: AvroValue])[]): AvroValue {
  if (fields.length === 0) throw new UnreadableAvroType('is a record without fields');
  return {
    type: `STRUCT(${fields.map(([name, of]) => `${identifier(name)} ${of.type}`).join(', ')})`,
    json: (value) =>
      objectOf(fields.map(([name, of]) => [name, of.json((value as Record<string, unknown>)[name])])),
  };
}

function primitive(typeName: string): AvroValue {
  const plain = (type: string, text: (value: unknown) => string): AvroValue => ({ type, json: text, text });
  switch (typeName) {
    case 'null':
      return { type: 'VARCHAR', json: () => 'null' };
    case 'boolean':
      return plain('BOOLEAN', String);
    case 'int':
      return plain('INTEGER', String);
    case 'long':
    case 'abstract:long':
      return plain('BIGINT', String);
    case 'float':
    case 'double':
      return {
        type: typeName === 'float' ? 'FLOAT' : 'DOUBLE',
        json: doubleJson,
        text: (value) => plainNumber(Number(value)),
      };
    case 'enum':
      return quoted('VARCHAR', String);
    case 'string':
      return quoted('VARCHAR', utf8);
    // Bytes, and those of a fixed number.
    default:
      return {
        type: 'VARCHAR',
        isBytes: true,
        json: (value) => `"${(value as Buffer).toString('hex')}"`,
        text: utf8,
      };
  }
}

/** Inside of other values, bytes are text. */
function asText(value: AvroValue): AvroValue {
  const { isBytes, text = String } = value;
  if (isBytes !== true) return value;
  return { type: 'VARCHAR', text, json: (bytes) => (bytes === null ? 'null' : JSON.stringify(text(bytes))) };
}

/** One of several types; of null and one other, that one. */
function choice(types: readonly AvroType[], within: (of: AvroType) => AvroValue): AvroValue {
  const branches = types.map((type) => ({ name: type.branchName ?? '', of: within(type) }));
  const others = branches.filter(({ name }) => name !== 'null');
  const [only] = others;
  const chosen = (write: (of: AvroValue, value: unknown) => string) => (value: unknown) => {
    const [[name, held] = ['', null]] = Object.entries((value ?? {}) as Readonly<Record<string, unknown>>);
    const branch = branches.find((one) => one.name === name);
    return branch === undefined ? 'null' : write(branch.of, held);
  };
  const json = chosen((of, value) => of.json(value));
  const text = chosen((of, value) => of.text?.(value) ?? '');
  if (others.length === 1 && only !== undefined) return { ...only.of, json, ...(only.of.text && { text }) };
  if (others.some(({ of }) => of.text === undefined))
    throw new UnreadableAvroType('is a choice between several types that are not all single values');
  return { type: 'VARCHAR', json: chosen((of, value) => JSON.stringify(of.text?.(value) ?? '')), text };
}

function logicalValue(type: AvroType, underlyingType: AvroType): AvroValue {
  switch (type.typeName.slice('logical:'.length)) {
    case 'decimal':
      return decimal(type);
    case 'date':
      return quoted('DATE', (value) => isoDay(Number(value)));
    case 'time-millis':
      return quoted('VARCHAR', (value) => timeOfDay(BigInt(value as number) * 1000n));
    case 'time-micros':
      return quoted('VARCHAR', (value) => timeOfDay(value as bigint));
    case 'timestamp-millis':
      return quoted('TIMESTAMP WITH TIME ZONE', (value) => `${isoTimestamp(value as bigint, 3)}+00`);
    case 'timestamp-micros':
      return quoted('TIMESTAMP WITH TIME ZONE', (value) => `${isoTimestamp(value as bigint, 6)}+00`);
    case 'timestamp-nanos':
      return quoted('TIMESTAMP WITH TIME ZONE', (value) => `${isoTimestamp(value as bigint, 9)}+00`);
    case 'local-timestamp-millis':
      return quoted('TIMESTAMP', (value) => isoTimestamp(value as bigint, 3));
    case 'local-timestamp-micros':
      return quoted('TIMESTAMP', (value) => isoTimestamp(value as bigint, 6));
    case 'local-timestamp-nanos':
      return quoted('TIMESTAMP', (value) => isoTimestamp(value as bigint, 9));
    case 'uuid':
      return underlyingType.typeName === 'fixed' ? quoted('VARCHAR', uuid) : quoted('VARCHAR', utf8);
    default:
      return primitive(underlyingType.typeName);
  }
}

function decimal({ precision = 0, scale = 0 }: AvroType): AvroValue {
  const type = precision <= MOST_DIGITS ? `DECIMAL(${precision},${scale})` : 'VARCHAR';
  return quoted(type, (value) => {
    const bytes = value as Buffer;
    const unscaled =
      bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
    const sign = unscaled < 0n ? '-' : '';
    const digits = String(unscaled < 0n ? -unscaled : unscaled);
    if (digits.length > precision)
      throw new BrokenAvro('is spoilt: a decimal has more digits than its schema says');
    const padded = digits.padStart(scale + 1, '0');
    const whole = padded.slice(0, padded.length - scale);
    return scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${padded.slice(-scale)}`;
  });
}

function quoted(type: string, text: (value: unknown) => string): AvroValue {
  return { type, text, json: (value) => JSON.stringify(text(value)) };
}

function doubleJson(value: unknown): string {
  const number = value as number;
  if (!Number.isFinite(number)) return `"${number}"`;
  return Object.is(number, -0) ? '-0.0' : String(number);
}

function utf8(value: unknown): string {
  if (typeof value === 'string') return value;
  const bytes = value as Buffer;
  if (!isUtf8(bytes)) throw new AvroNotUtf8('holds bytes that are no UTF-8');
  return bytes.toString('utf8');
}

function uuid(value: unknown): string {
  return (value as Buffer).toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function objectOf(entries: readonly (readonly [string, string])[]): string {
  return `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
}
