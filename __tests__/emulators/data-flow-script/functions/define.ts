import { midnight } from '../calendar';
import { exact } from '../casts';
import type { FunctionBuilder, FunctionCall } from '../expression-model';
import { type DataType, isIntegral, isNumber, typeName } from '../types';
import type { Value } from '../values';

/** What a parameter accepts, and how its value reaches the function's body. */
interface KindValues {
  string: string;
  integral: bigint;
  /** Any number, as a double. */
  double: number;
  boolean: boolean;
  date: number;
  timestamp: bigint;
  /** A date or a timestamp, as a timestamp. */
  datetime: bigint;
  array: readonly Value[];
  any: Value;
}

type Kind = keyof KindValues;
type Parameter = Kind | `${Kind}?`;
type ArgumentOf<P extends Parameter> = P extends `${infer K extends Kind}?`
  ? KindValues[K] | undefined
  : P extends Kind
    ? KindValues[P]
    : never;
type ArgumentsOf<P extends readonly Parameter[]> = { [I in keyof P]: ArgumentOf<P[I]> };

const ACCEPTS: Readonly<Record<Kind, (type: DataType) => boolean>> = {
  string: (type) => type.kind === 'string',
  integral: isIntegral,
  double: isNumber,
  boolean: (type) => type.kind === 'boolean',
  date: (type) => type.kind === 'date',
  timestamp: (type) => type.kind === 'timestamp',
  datetime: (type) => type.kind === 'date' || type.kind === 'timestamp',
  array: (type) => type.kind === 'array',
  any: (type) => type.kind !== 'any',
};

/**
 * A function of a row that gives null when any argument is null, as nearly all do.
 *
 * `result` is the result's type, or what derives it from the arguments' types.
 */
export function scalar<const P extends readonly Parameter[]>(
  parameters: P,
  result: DataType | ((types: readonly DataType[]) => DataType),
  body: (...values: ArgumentsOf<P>) => Value,
): FunctionBuilder {
  const kinds = parameters.map((parameter) => parameter.replace('?', '') as Kind);
  const required = parameters.filter((parameter) => !parameter.endsWith('?')).length;
  return (call) => {
    const args = call.compileAll();
    requireCount(call, args, required, parameters.length);
    for (const [at, { type }] of args.entries()) requireKind(call, type, kinds[at] ?? 'any', at);
    const types = args.map((argument) => argument.type);
    return {
      type: typeof result === 'function' ? result(types) : result,
      evaluate: (on) => {
        const values = args.map((argument) => argument.evaluate(on));
        if (values.includes(null)) return null;
        const taken = values.map((value, at) => taking(value, types[at], kinds[at]));
        return body(...(taken as unknown as ArgumentsOf<P>));
      },
    };
  };
}

function taking(value: Value, type: DataType | undefined, kind: Kind | undefined): Value {
  if (kind === 'double') return exact(value).toNumber();
  return kind === 'datetime' && type?.kind === 'date' ? midnight(value as number) : value;
}

/** Refuses a wrong number of arguments. */
export function requireCount(
  call: FunctionCall,
  args: readonly unknown[],
  minimum: number,
  maximum = Infinity,
): void {
  if (args.length >= minimum && args.length <= maximum) return;
  const wanted = minimum === maximum ? `${minimum}` : `${minimum} to ${maximum}`;
  call.fail(`takes ${wanted} arguments, got ${args.length}`);
}

function requireKind(call: FunctionCall, type: DataType, kind: Kind, at: number): void {
  if (type.kind === 'null' || ACCEPTS[kind](type)) return;
  const hint = type.kind === 'any' ? ' (convert it with a toX function first)' : '';
  call.fail(
    `argument ${at + 1} must be ${kind === 'double' ? 'a number' : kind}, it is ${typeName(type)}${hint}`,
  );
}

/** One argument, which must be text written in the script. */
export function literalText(call: FunctionCall, at: number): string {
  const node = call.nodes[at];
  const value = node === undefined ? undefined : call.compile(node).literal;
  return typeof value === 'string' ? value : call.fail(`argument ${at + 1} must be a literal string`);
}
