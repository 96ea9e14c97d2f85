import { type ColumnBuilder, type Kind, t, type ValueFormat } from '../model';
import { type Call, type ColumnProposal, type Literal } from './proposal';

type Builder = ColumnBuilder<Kind>;
type Methods = Readonly<Record<string, (...values: readonly unknown[]) => Builder>>;

/** The calls that describe a column, from its type on: `t.<the first>(…).<the others>(…)`. */
export function callsOf({
  type,
  format,
  calls,
  isPosition,
}: ColumnProposal): readonly [type: Call, ...others: Call[]] {
  return [
    isPosition ? call('position') : typeCall(type),
    ...placeCalls(calls),
    ...formatCalls(format),
    ...otherCalls(calls),
  ];
}

/** Keys, places and forms stand in one order in every column. */
const PLACES: readonly string[] = ['key', 'nullable', 'physicalName', 'path', 'fromFolder'];

function placeCalls(calls: readonly Call[]): Call[] {
  return PLACES.flatMap((method) => calls.filter((call) => call.method === method));
}

function otherCalls(calls: readonly Call[]): Call[] {
  return calls.filter(({ method }) => !PLACES.includes(method));
}

function typeCall(type: ColumnProposal['type']): Call {
  if (type.kind === 'string') return call('string', type.length);
  if (type.kind === 'decimal') return call('decimal', type.precision, type.scale);
  return call(type.kind);
}

function formatCalls({ patterns, epoch, clock, nullMarkers, number, boolean }: ValueFormat): Call[] {
  return [
    ...(patterns ? [call('writtenAs', ...patterns)] : []),
    ...(number ? [call('writtenAs', { ...number })] : []),
    ...(boolean ? [call('writtenAs', { ...boolean })] : []),
    ...(epoch === undefined ? [] : [call('epoch', epoch)]),
    ...(clock === undefined ? [] : [call('clockOf', clock)]),
    ...(nullMarkers ? [call('nullMarkers', ...nullMarkers)] : []),
  ];
}

/** A call of a method with these values. */
export function call(method: string, ...values: readonly Literal[]): Call {
  return { method, values };
}

/** The columns of a contract, as the library makes them of a proposal. */
export function builders(columns: readonly ColumnProposal[]): Readonly<Record<string, Builder>> {
  return Object.fromEntries(columns.map((column) => [column.name, builder(column)]));
}

function builder(column: ColumnProposal): Builder {
  const [type, ...others] = callsOf(column);
  const made = typeBuilder(column, type);
  return others.reduce<Builder>((soFar, { method, values }) => {
    const found = (soFar as unknown as Methods)[method];
    if (found === undefined) throw new Error(`a column has no ${method}`);
    return found.apply(soFar, values as unknown[]);
  }, made);
}

function typeBuilder({ elements, single, isPosition }: ColumnProposal, type: Call): Builder {
  if (isPosition) return t.position();
  if (single) return t.array(builder(single.value) as ColumnBuilder<'string'>, single.names);
  if (elements) return t.array(builders(elements));
  const made = (t as Readonly<Record<string, unknown>> as Methods)[type.method];
  if (made === undefined) throw new Error(`no type ${type.method}`);
  return made(...type.values);
}
