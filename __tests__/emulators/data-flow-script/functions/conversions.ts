import { convert } from '../casts';
import { DataFlowScriptError } from '../errors';
import type { Expression, FunctionBuilder, FunctionCall } from '../expression-model';
import {
  BOOLEAN,
  DATE,
  type DataType,
  decimal,
  DOUBLE,
  INTEGER,
  LONG,
  STRING,
  TIMESTAMP,
  typeName,
} from '../types';
import { requireCount } from './define';

/** The optional format argument: text, never computed from the row's own columns. */
function formatOf(call: FunctionCall, at: number): Expression | undefined {
  const node = call.nodes[at];
  if (node === undefined) return undefined;
  const format = call.compile(node);
  return format.type.kind === 'string'
    ? format
    : call.fail(`argument ${at + 1} must be a format, it is ${typeName(format.type)}`);
}

/** The conversion itself: bad values become null. */
function converting(call: FunctionCall, to: DataType, format?: Expression): Expression {
  const source = call.compileAll()[0] ?? call.fail('takes an argument');
  requireConvertible(call, source.type, to);
  return {
    type: to,
    evaluate: (on) => {
      const pattern = format?.evaluate(on);
      return convert(source.evaluate(on), source.type, to, typeof pattern === 'string' ? pattern : undefined);
    },
  };
}

const NUMBERS = ['integer', 'long', 'decimal', 'double'];
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  string: [...NUMBERS, 'string', 'boolean', 'date', 'timestamp'],
  integer: [...NUMBERS, 'string'],
  long: [...NUMBERS, 'string'],
  double: [...NUMBERS, 'string'],
  decimal: [...NUMBERS, 'string'],
  boolean: ['string', 'boolean'],
  date: ['string', 'date', 'timestamp'],
  timestamp: ['string', 'date', 'timestamp'],
};

/** Refuses a conversion that no value could go through. */
export function requireConvertible(
  call: { readonly fail: (message: string) => never },
  from: DataType,
  to: DataType,
): void {
  const actual = from.kind === 'any' ? from.actual : from;
  if (actual.kind === 'null' || SOURCES[to.kind]?.includes(actual.kind)) return;
  call.fail(`cannot convert ${typeName(actual)} to ${typeName(to)}`);
}

const toNumber =
  (to: DataType): FunctionBuilder =>
  (call) => {
    if (call.nodes.length > 1) return call.fail('number formats are not supported');
    requireCount(call, call.nodes, 1, 1);
    return converting(call, to);
  };

/** The reference gives two defaults for precision and scale, (10,0) and (10,2): a script must name them. */
const toDecimal: FunctionBuilder = (call) => {
  if (call.nodes.length !== 3) return call.fail('takes a value, a precision and a scale');
  const [precision, scale] = [1, 2].map((at) => {
    const node = call.nodes[at];
    const value = node === undefined ? undefined : call.compile(node).literal;
    return typeof value === 'bigint'
      ? Number(value)
      : call.fail(`argument ${at + 1} must be a literal integer`);
  });
  const source = call.nodes[0] ?? call.fail('takes a value');
  return converting({ ...call, nodes: [source] }, decimal(precision ?? 0, scale ?? 0));
};

const toDateType =
  (to: DataType, maximum: number): FunctionBuilder =>
  (call) => {
    requireCount(call, call.nodes, 1, maximum);
    const zone = call.nodes[2] === undefined ? undefined : call.compile(call.nodes[2]).literal;
    // The documented example with 'PST' gives back the time as written, against its own text: only UTC is clear.
    if (call.nodes.length > 2 && zone !== 'UTC') return call.fail('the time zone must be the literal UTC');
    const format = formatOf(call, 1);
    const source = call.compile(call.nodes[0] ?? call.fail('takes a value'));
    if (
      format &&
      source.type.kind !== 'string' &&
      source.type.kind !== 'any' &&
      source.type.kind !== 'null'
    ) {
      return call.fail(`a format needs a string, not ${typeName(source.type)}`);
    }
    return converting(call, to, format);
  };

const toText: FunctionBuilder = (call) => {
  requireCount(call, call.nodes, 1, 2);
  return converting(call, STRING, formatOf(call, 1));
};

/** `isX(text)`: whether `toX(text)` would give a value. What it gives for null is not documented. */
const convertible =
  (to: DataType, takesFormat = false): FunctionBuilder =>
  (call) => {
    requireCount(call, call.nodes, 1, takesFormat ? 2 : 1);
    const format = formatOf(call, 1);
    const source = call.compile(call.nodes[0] ?? call.fail('takes a value'));
    if (source.type.kind !== 'string') return call.fail(`takes a string, not ${typeName(source.type)}`);
    return {
      type: BOOLEAN,
      evaluate: (on) => {
        const text = source.evaluate(on);
        if (text === null)
          throw new DataFlowScriptError(`${call.name}(null) is not documented: guard it with isNull`);
        const pattern = format?.evaluate(on);
        return convert(text, STRING, to, typeof pattern === 'string' ? pattern : undefined) !== null;
      },
    };
  };

export const CONVERSION_FUNCTIONS: Readonly<Record<string, FunctionBuilder>> = {
  toString: toText,
  toInteger: toNumber(INTEGER),
  toLong: toNumber(LONG),
  toDouble: toNumber(DOUBLE),
  toDecimal,
  toBoolean: toNumber(BOOLEAN),
  toDate: toDateType(DATE, 2),
  toTimestamp: toDateType(TIMESTAMP, 3),
  isInteger: convertible(INTEGER),
  isLong: convertible(LONG),
  isDouble: convertible(DOUBLE),
  isDecimal: convertible(DOUBLE),
  isBoolean: convertible(BOOLEAN),
  isDate: convertible(DATE, true),
  isTimestamp: convertible(TIMESTAMP, true),
};
