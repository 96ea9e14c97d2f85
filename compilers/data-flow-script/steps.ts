import type {
  AggregateRows,
  Check,
  ColumnInfo,
  DataType,
  Dedupe,
  Derive,
  AssertUnique,
  Relation,
  Score,
  WindowRows,
} from '../../model';
import { METADATA_COLUMNS, walk } from '../../model';
import { FALLBACK } from '../core/fallback';
import { sharesTies, tieBreakers, windowTies } from '../core/order';
import type { AggregateTable, WindowTable } from '../core/target';
import { writeAggregate, writeWindow } from '../core/write';
import { scriptExpression } from './expressions';
import { converted, scriptColumn, scriptText } from './literals';
import type { ScriptWriter } from './script-writer';

/** Gives the stream of a relation that has been written. */
export type Streams = (relation: Relation) => string;

/** Writes a derive. Values see the row as it came in, also those beside a column that is replaced. */
export function writeDerive(writer: ScriptWriter, step: Derive, input: string): string {
  const incoming = new Set(step.input.columns.map(({ name }) => name));
  const replaced = new Set(step.values.map(({ name }) => name).filter((name) => incoming.has(name)));
  const clash = step.values.some(({ name, expression }) =>
    [...walk(expression)].some(
      (node) => node.op === 'column' && node.name !== name && replaced.has(node.name),
    ),
  );
  const target = (name: string): string => (clash && replaced.has(name) ? `${name}__new` : name);
  const values = step.values.map(
    ({ name, expression }) => `${scriptColumn(target(name))} = ${scriptExpression(expression)}`,
  );
  const derived = writer.emit('derive', `${input} derive(${values.join(',\n          ')})`);
  if (!clash) return derived;
  return writer.project(
    'replace',
    derived,
    step.columns.map(({ name }) => ({ name, from: target(name) })),
  );
}

/** Writes a check. Returns the streams of the rows that keep all rules, and of those that break one, with `_rule`. */
export function writeCheck(
  writer: ScriptWriter,
  step: Check,
  input: string,
): { readonly kept: string; readonly broken: string } {
  const cases = step.rules.map(
    ({ name, expression }) => `!(${scriptExpression(expression)}), ${scriptText(name)}`,
  );
  const ruled = writer.emit(
    'rule',
    `${input} derive({_rule} = case(${[...cases, 'toString(null())'].join(',\n          ')}))`,
  );
  const [good, bad] = writer.split('check', ruled, 'isNull({_rule})');
  const broken = writer.keep('reject', bad, [...step.quarantined, '_rule']);
  return {
    kept: writer.keep(
      'accept',
      good,
      step.columns.map(({ name }) => name),
    ),
    broken,
  };
}

/** Writes a dedupe. */
export function writeDedupe(writer: ScriptWriter, step: Dedupe, input: string): string {
  return writeNewest(
    writer,
    {
      by: step.by,
      newest: step.newest,
      ties: step.all ? [] : tieBreakers(step),
      columns: step.columns,
      ...(step.all && { all: step.all }),
    },
    input,
  );
}

/** Writes the choice of one row of each key: the newest, ties by the smallest other columns. */
export function writeNewest(
  writer: ScriptWriter,
  {
    by,
    newest,
    ties,
    columns,
    all,
  }: {
    readonly by: readonly string[];
    readonly newest: readonly string[];
    readonly ties: readonly string[];
    readonly columns: readonly ColumnInfo[];
    /** Keeps all rows that are newest. */
    readonly all?: true;
  },
  input: string,
): string {
  const order = [
    ...newest.map((name) => `desc(${scriptColumn(name)}, false)`),
    ...ties.map((name) => `asc(${scriptColumn(name)}, true)`),
  ];
  const numbered = writer.emit(
    'number',
    `${input} window(over(${by.map(scriptColumn).join(', ')}),\n     ${order.join(',\n     ')},\n     {_n} = ${all ? 'rank' : 'rowNumber'}())`,
  );
  const first = writer.emit('newest', `${numbered} filter({_n} == 1)`);
  return writer.keep(
    'dedupe',
    first,
    columns.map(({ name }) => name),
  );
}

/**
 * Writes what a join relies on: of rows with the same values, the second fails the run. It stands in the way of the rows,
 * because Data Factory leaves out what leads to no sink.
 */
export function writeAssertUnique(writer: ScriptWriter, step: AssertUnique, input: string): string {
  const by = step.by.map(scriptColumn);
  const numbered = writer.emit(
    'repeats',
    `${input} window(over(${by.join(', ')}),\n     ${by.map((column) => `asc(${column}, true)`).join(',\n     ')},\n     {_n} = rowNumber())`,
  );
  const alone = ['{_n} == 1', ...by.map((column) => `isNull(${column})`)].join(' || ');
  const message = scriptText(
    `join "${step.name}": rows share ${step.by.join(', ')}, so it would multiply rows`,
  );
  const asserted = writer.emit(
    'assertUnique',
    `${numbered} assert(expectTrue(${alone}, false, ${scriptText(`${step.name} ${numbered}`)}, null, ${message}),\n     abort: true)`,
  );
  return writer.keep(
    'asserted',
    asserted,
    step.columns.map(({ name }) => name),
  );
}

/**
 * Writes a window. One transformation has one order and one frame, so ranks, positions and running sums are written one
 * after the other; none reads what another adds.
 */
export function writeWindowRows(writer: ScriptWriter, step: WindowRows, input: string): string {
  const order = step.order.map(({ column, descending }) =>
    descending ? `desc(${scriptColumn(column)}, false)` : `asc(${scriptColumn(column)}, true)`,
  );
  const ties = windowTies(step).map((name) => `asc(${scriptColumn(name)}, true)`);
  const partition = step.by.length > 0 ? [`over(${step.by.map(scriptColumn).join(', ')})`] : [];
  const write = (stream: string, values: WindowRows['values'], settings: readonly string[]): string => {
    if (values.length === 0) return stream;
    const computed = values.map(
      ({ name, call }) => `${scriptColumn(name)} = ${writeWindow(SCRIPT_WINDOWS, call, scriptExpression)}`,
    );
    return writer.emit(
      'window',
      `${stream} window(${[...partition, ...settings, ...computed].join(',\n     ')})`,
    );
  };
  const sums = step.values.filter(({ call }) => call.name === 'runningSum');
  const ranks = step.values.filter(({ call }) => sharesTies(call));
  const positions = step.values.filter(({ call }) => !sharesTies(call) && call.name !== 'runningSum');
  const ranked = write(input, ranks, order);
  const placed = write(ranked, positions, [...order, ...ties]);
  const summed = write(placed, sums, [...order, ...ties, 'endRowOffset: 0L']);
  const typed = step.values.filter(({ call }) => call.name !== 'lag' && call.name !== 'lead');
  const whole = typed.map(
    ({ name, call }) => `${scriptColumn(name)} = ${converted(scriptColumn(name), call.type)}`,
  );
  const typedStream =
    whole.length > 0 ? writer.emit('typed', `${summed} derive(${whole.join(',\n          ')})`) : summed;
  return writer.keep(
    'windowed',
    typedStream,
    step.columns.map(({ name }) => name),
  );
}

/** The functions of the rows around a row. */
export const SCRIPT_WINDOWS: WindowTable = {
  rowNumber: () => 'rowNumber()',
  rank: () => 'rank()',
  lag: (value, { rows = 1 }) => `lag(${value}, ${rows})`,
  lead: (value, { rows = 1 }) => `lead(${value}, ${rows})`,
  runningSum: (value) => `sum(${value})`,
};

/** Writes what a fallback yields as the text that a model would write. */
export function writeFallback(writer: ScriptWriter, step: Score, input: string): string {
  const texts = step.input.columns.map(
    ({ name, type }) => `${scriptColumn(name)} = ${delivered(scriptColumn(name), type)}`,
  );
  const load = METADATA_COLUMNS.map((name) => `${scriptColumn(name)} = ${scriptText(FALLBACK)}`);
  const derived = writer.emit('fallback', `${input} derive(${[...texts, ...load].join(',\n          ')})`);
  return writer.keep(
    'scores',
    derived,
    step.columns.map(({ name }) => name),
  );
}

/** A value as text of the one grammar. */
function delivered(value: string, { kind }: DataType): string {
  if (kind === 'string') return value;
  if (kind === 'date') return `toString(${value}, 'yyyy-MM-dd')`;
  return kind === 'timestamp' ? `toString(${value}, 'yyyy-MM-dd HH:mm:ss.SSS')` : `toString(${value})`;
}

/** Writes an aggregation. */
export function writeAggregateRows(writer: ScriptWriter, step: AggregateRows, input: string): string {
  const groups = step.groups.map(({ name, expression }) =>
    expression.op === 'column' && expression.name === name
      ? scriptColumn(name)
      : `${scriptColumn(name)} = ${scriptExpression(expression)}`,
  );
  const aggregates = step.aggregates.map(
    ({ name, aggregate }) =>
      `${scriptColumn(name)} = ${writeAggregate(SCRIPT_AGGREGATES, aggregate, scriptExpression)}`,
  );
  const grouped = groups.length > 0 ? `groupBy(${groups.join(', ')}),\n     ` : '';
  return writer.emit('aggregate', `${input} aggregate(${grouped}${aggregates.join(',\n     ')})`);
}

/** The functions of many rows. */
export const SCRIPT_AGGREGATES: AggregateTable = {
  sum: (value, { type }) => converted(`sum(${value})`, type),
  count: (value) => `count(${value})`,
  countDistinct: (value) => `countDistinct(${value})`,
  min: (value) => `min(${value})`,
  max: (value) => `max(${value})`,
};
