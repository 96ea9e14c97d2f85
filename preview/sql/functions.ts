import { DATE_FUNCTIONS } from './date-functions';
import { FunctionCall } from './function-call';
import { NULL_FUNCTIONS } from './null-functions';
import { NUMBER_FUNCTIONS } from './number-functions';
import { type Scope } from './scope';
import { type Fields } from './syntax-tree';
import { TEXT_FUNCTIONS } from './text-functions';
import { type ValueWriter } from './value-writer';
import { type Value } from './values';

/** Kinds of nodes that are calls of functions. */
const NODES: Readonly<Record<string, { readonly name: string; readonly arguments: readonly string[] }>> = {
  abs: { name: 'ABS', arguments: ['this'] },
  floor: { name: 'FLOOR', arguments: ['this'] },
  ceil: { name: 'CEILING', arguments: ['this'] },
  length: { name: 'LEN', arguments: ['this'] },
  substring: { name: 'SUBSTRING', arguments: ['this', 'start', 'length'] },
  trim: { name: 'TRIM', arguments: ['this'] },
  year: { name: 'YEAR', arguments: ['this'] },
  month: { name: 'MONTH', arguments: ['this'] },
  day: { name: 'DAY', arguments: ['this'] },
};

/** The checked list: what each function is in DuckDB, by its name. */
const FUNCTIONS = new Map<string, (call: FunctionCall) => Value>(
  [NULL_FUNCTIONS, NUMBER_FUNCTIONS, TEXT_FUNCTIONS, DATE_FUNCTIONS].flatMap((some) => Object.entries(some)),
);

/** Whether a node is a call of a function that is no aggregate. */
export function isFunction(kind: string): boolean {
  return kind in NODES || kind === 'coalesce' || kind === 'function';
}

/** Writes a call of a function on the checked list. */
export function callFunction(writer: ValueWriter, kind: string, fields: Fields, scope: Scope): Value {
  const call = new FunctionCall(writer, ...calledBy(writer, kind, fields), scope);
  return FUNCTIONS.get(call.name)?.(call) ?? writer.reader.refuse(`${call.name}()`);
}

function calledBy(
  { reader }: ValueWriter,
  kind: string,
  fields: Fields,
): [name: string, args: FunctionCall['args']] {
  const node = NODES[kind];
  if (node) {
    reader.only(node.name, fields, [...node.arguments, ...(kind === 'trim' ? ['position'] : [])]);
    return [node.name, node.arguments.map((name) => fields[name])];
  }
  const [name, list] =
    kind === 'coalesce' ? ['COALESCE', 'expressions'] : [String(fields['name']).toUpperCase(), 'args'];
  reader.only(name, fields, [list]);
  return [name, reader.list(fields[list])];
}
