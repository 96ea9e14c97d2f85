import { type Node, parseQuery, type Query, type Select, type Window } from './parser';
import { cast, compare, keyOf, Moment, type Value } from './values';

/** An event as it is delivered. */
export interface Delivered {
  /** When the hub got it, in milliseconds. */
  readonly arrival: number;
  readonly payload: Readonly<Record<string, Value>>;
}

/** What a job reads: streams in the order of arrival, and files of reference data. */
export interface JobInputs {
  readonly streams: Readonly<Record<string, readonly Delivered[]>>;
  readonly references?: Readonly<Record<string, readonly Readonly<Record<string, Value>>[]>>;
}

/** A row inside the job: values with the name of what they come from, and the time of the row. */
interface Row {
  readonly at: number;
  readonly values: Readonly<Record<string, Readonly<Record<string, Value>>>>;
}

const MINUTE = 60_000;

/**
 * Runs a query as its documentation describes it, over events that are all in time.
 *
 * Windows have their end and not their beginning. A session takes in events up to its timeout, the last moment of the
 * timeout included, and is closed at the first multiple of its longest duration that finds it that old.
 */
export function runJob(text: string, inputs: JobInputs): Record<string, Record<string, Value>[]> {
  return new Job(parseQuery(text), inputs).run();
}

class Job {
  private readonly done = new Map<string, readonly Row[]>();
  private readonly times = new Map<string, boolean>();

  constructor(
    private readonly query: Query,
    private readonly inputs: JobInputs,
  ) {}

  run(): Record<string, Record<string, Value>[]> {
    const outputs: Record<string, Record<string, Value>[]> = {};
    for (const statement of this.query.statements) {
      const { into } = statement;
      if (into === undefined) throw new Error('a statement goes nowhere');
      outputs[into] = [
        ...(outputs[into] ?? []),
        ...this.select(statement, into).map(({ values }) => ({ ...values[into] })),
      ];
    }
    return outputs;
  }

  private select(select: Select, name: string): Row[] {
    let rows = this.read(select);
    if (select.join) rows = this.join(rows, select.join);
    const { where } = select;
    if (where) rows = rows.filter((row) => truth(evaluate(where, row, rows)) === true);
    if (select.window) return this.group(rows, select, select.window, name);
    return rows.map((row) => ({ at: row.at, values: { [name]: project(select, row, rows) } }));
  }

  private read({ from, timestamp }: Select): Row[] {
    const step = this.query.steps.get(from);
    if (step) {
      if (timestamp) throw new Error('TIMESTAMP BY is for inputs');
      const known = this.done.get(from) ?? this.select(step, from);
      this.done.set(from, known);
      return [...known];
    }
    // Stream Analytics refuses an input that has event times here and arrival times there.
    const timed = timestamp !== undefined;
    if ((this.times.get(from) ?? timed) !== timed)
      throw new Error(`${from} is read both with and without TIMESTAMP BY`);
    this.times.set(from, timed);
    const events = this.inputs.streams[from];
    if (!events) throw new Error(`no input ${from}`);
    return events.flatMap(({ arrival, payload }): Row[] => {
      const row = { at: arrival, values: { [from]: payload } };
      if (!timestamp) return [row];
      const time = evaluate(timestamp, row, []);
      return time instanceof Moment ? [{ at: time.at, values: row.values }] : [];
    });
  }

  private join(rows: readonly Row[], { left, name, on }: NonNullable<Select['join']>): Row[] {
    const reference = this.inputs.references?.[name];
    if (!reference) throw new Error(`no reference data ${name}`);
    const columns = Object.keys(reference[0] ?? {});
    const none = Object.fromEntries(columns.map((column) => [column, null]));
    return rows.flatMap((row) => {
      const both = reference.map((values): Row => ({
        at: row.at,
        values: { ...row.values, [name]: values },
      }));
      const matched = both.filter((pair) => truth(evaluate(on, pair, [])) === true);
      return matched.length === 0 && left
        ? [{ at: row.at, values: { ...row.values, [name]: none } }]
        : matched;
    });
  }

  private group(rows: readonly Row[], select: Select, window: Window, name: string): Row[] {
    const groups = new Map<string, Row[]>();
    for (const row of rows) {
      const key = select.groups.map((node) => keyOf(evaluate(node, row, rows))).join('|');
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    if (window.name === 'SESSIONWINDOW') {
      const own = window.by.map((node) => JSON.stringify(node)).sort();
      if (
        own.join() !==
        select.groups
          .map((node) => JSON.stringify(node))
          .sort()
          .join()
      )
        throw new Error('sessions are of other things than the groups');
    }
    return [...groups.values()].flatMap((members) =>
      windowsOf(members, window).map(({ end, inside }) => ({
        at: end,
        values: {
          [name]: Object.fromEntries(
            select.columns.map((column) => [column.name, aggregate(column.value, inside, end)]),
          ),
        },
      })),
    );
  }
}

function windowsOf(rows: readonly Row[], { name, minutes }: Window): { end: number; inside: Row[] }[] {
  const ordered = [...rows].sort((a, b) => a.at - b.at);
  const windows: { start: number; end: number; inside: Row[] }[] = [];
  const [first = 0, second = 0] = minutes.map((length) => length * MINUTE);
  for (const row of ordered) {
    const open = windows.at(-1);
    if (name === 'TUMBLINGWINDOW') {
      const end = Math.ceil(row.at / first) * first;
      if (open?.end === end) open.inside.push(row);
      else windows.push({ start: end - first, end, inside: [row] });
    } else if (open && row.at <= open.end) {
      open.inside.push(row);
      open.end = Math.min(row.at + first, closing(open.start, second));
    } else {
      windows.push({ start: row.at, end: Math.min(row.at + first, closing(row.at, second)), inside: [row] });
    }
  }
  return windows;
}

/** Looks at every multiple of the longest duration whether a session is that old. */
function closing(start: number, longest: number): number {
  let look = 0;
  while (look - start < longest) look += longest;
  return look;
}

function project(select: Select, row: Row, rows: readonly Row[]): Record<string, Value> {
  const cells = select.columns.flatMap(({ name, value }): [string, Value][] =>
    value.kind === 'all'
      ? Object.values(row.values).flatMap((values) => Object.entries(values))
      : [[name, evaluate(value, row, rows)]],
  );
  return Object.fromEntries(cells);
}

function aggregate(node: Node, rows: readonly Row[], end: number): Value {
  const [first] = rows;
  if (node.kind === 'cast') return cast(aggregate(node.value, rows, end), node.type);
  if (node.kind !== 'call') {
    if (!first) throw new Error('a window without events');
    return evaluate(node, first, rows);
  }
  if (node.name === 'SYSTEM.TIMESTAMP') return new Moment(end);
  const [argument] = node.arguments;
  if (!argument) throw new Error(`${node.name} of nothing`);
  if (argument.kind === 'all') return rows.length;
  return summary(
    node.name,
    node.distinct,
    rows.map((row) => evaluate(argument, row, rows)),
  );
}

function summary(name: string, distinct: boolean, all: readonly Value[]): Value {
  const present = all.filter((value) => value !== null);
  if (name === 'COUNT') return distinct ? new Set(present.map(keyOf)).size : present.length;
  if (present.length === 0) return null;
  const sorted = [...present].sort((a, b) => compare(a, b) ?? 0);
  switch (name) {
    case 'SUM':
      return present.reduce<number>((sum, value) => sum + Number(value), 0);
    case 'AVG':
      return present.reduce<number>((sum, value) => sum + Number(value), 0) / present.length;
    case 'MIN':
      return sorted[0] ?? null;
    case 'MAX':
      return sorted.at(-1) ?? null;
    default:
      throw new Error(`no aggregate ${name}`);
  }
}

function evaluate(node: Node, row: Row, rows: readonly Row[]): Value {
  switch (node.kind) {
    case 'constant':
      return node.value;
    case 'column':
      return columnOf(node, row);
    case 'cast':
      return cast(evaluate(node.value, row, rows), node.type);
    case 'isNull':
      return (evaluate(node.value, row, rows) === null) !== node.negated;
    case 'not': {
      const value = truth(evaluate(node.value, row, rows));
      return value === null ? null : !value;
    }
    case 'binary':
      return binary(node, row, rows);
    case 'call':
      return call(node, row, rows);
    case 'all':
      throw new Error('* is no value');
  }
}

function call(node: Extract<Node, { kind: 'call' }>, row: Row, rows: readonly Row[]): Value {
  if (node.name === 'SYSTEM.TIMESTAMP') return new Moment(row.at);
  const { over } = node;
  const [argument] = node.arguments;
  if (!over || !argument || node.name !== 'SUM') throw new Error(`cannot run ${node.name}`);
  const mine = over.by.map((key) => keyOf(evaluate(key, row, rows))).join('|');
  const seen = rows.filter(
    (other) =>
      other.at <= row.at &&
      other.at > row.at - over.minutes * MINUTE &&
      over.by.map((key) => keyOf(evaluate(key, other, rows))).join('|') === mine,
  );
  return summary(
    node.name,
    false,
    seen.map((other) => evaluate(argument, other, rows)),
  );
}

function binary(
  { operator, left, right }: Extract<Node, { kind: 'binary' }>,
  row: Row,
  rows: readonly Row[],
): boolean | null {
  if (operator === 'AND' || operator === 'OR') {
    const decides = operator === 'OR';
    const [a, b] = [truth(evaluate(left, row, rows)), truth(evaluate(right, row, rows))];
    if (a === decides || b === decides) return decides;
    return a === null || b === null ? null : !decides;
  }
  const order = compare(evaluate(left, row, rows), evaluate(right, row, rows));
  if (order === null) return null;
  return { '=': order === 0, '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[
    operator as '='
  ];
}

function columnOf({ of, name }: Extract<Node, { kind: 'column' }>, row: Row): Value {
  const found = of === undefined ? Object.values(row.values) : [row.values[of]];
  if (found.length !== 1 || !found[0]) throw new Error(`which [${of ?? ''}].[${name}]?`);
  const value = found[0][name];
  // An event may lack a field; a step may not lack a column.
  if (value === undefined && !Object.keys(row.values).some((source) => /^(timed_)?[a-z-]+$/.test(source)))
    throw new Error(`no column ${name}`);
  return value ?? null;
}

function truth(value: Value): boolean | null {
  if (value === null || typeof value === 'boolean') return value;
  throw new Error('a condition that is none');
}
