import {
  type Aggregate,
  type Call,
  type DataType,
  type Expression,
  formOf,
  type Relation,
  type WindowCall,
} from '../../model';
import type {
  AggregateTable,
  CallWriter,
  Offer,
  StepTable,
  TypeTable,
  WindowTable,
  WrittenApart,
} from './target';

// What a table holds for a name takes just what the name stands for: `as never` hands it over, once for each table.

/**
 * What writes something that a target offers.
 *
 * @throws Error where it offers none: validation comes first, and reports all of them with their places.
 */
export function offered<Writer extends object>(offer: Offer<Writer>, what: string): Writer {
  if ('notOffered' in offer) throw new Error(`not validated: ${what}: ${offer.notOffered.reason}`);
  return offer;
}

/** Writes a call by a writer that takes its arguments written: the model has counted them. */
export function withArguments<Write>(
  writer: (args: never, call: Call, write: Write) => string,
  args: readonly string[],
  call: Call,
  write: Write,
): string {
  return writer(args as never, call, write);
}

/** Writes a call by a writer of either form; `value` writes arguments. */
export function writeCall<Write>(
  writer: ((args: never, call: Call, write: Write) => string) | CallWriter<Write>,
  call: Call,
  value: (argument: Expression) => string,
  write: Write,
): string {
  return typeof writer === 'function'
    ? withArguments(writer, call.arguments.map(value), call, write)
    : writer.nodes(call, write);
}

/** Writes a type, or what depends on one, by a table. */
export function writeType<Args extends readonly unknown[]>(
  types: TypeTable<Args>,
  type: DataType,
  ...args: Args
): string {
  const what = `a column of type ${type.kind}`;
  return hereWritten(offered(types[type.kind], what), what)(type as never, ...args);
}

/** Writes a step by a table. */
export function writeStep<Context, Written>(
  steps: StepTable<Context, Written>,
  step: Relation,
  context: Context,
): Written {
  const form = formOf(step);
  return hereWritten(offered(steps[form], form), form)(step as never, context);
}

/** Writes a function of many rows by a table; `value` writes what is computed for each of them. */
export function writeAggregate(
  aggregates: AggregateTable,
  aggregate: Aggregate,
  value: (argument: Expression) => string,
): string {
  const { name, argument } = aggregate;
  return hereWritten(offered(aggregates[name], name), name)(argument ? value(argument) : '', aggregate);
}

/** Writes a function of the rows around a row by a table; `value` writes what is computed for each of them. */
export function writeWindow<Args extends readonly unknown[]>(
  windows: WindowTable<Args>,
  call: WindowCall,
  value: (argument: Expression) => string,
  ...args: Args
): string {
  const { name, argument } = call;
  return offered(windows[name], name)(argument ? value(argument) : '', call, ...args);
}

function hereWritten<Writer extends object>(writer: Writer | WrittenApart, what: string): Writer {
  if ('writtenApart' in writer)
    throw new Error(`not validated: ${what} is written by ${writer.writtenApart}`);
  return writer;
}
