import { AGGREGATES, SCALARS } from './functions';
import { type Named, type Node, parse, type Query, type Step } from './parser';
import {
  compare,
  Dynamic,
  type Given,
  isNull,
  isNumber,
  type Row,
  shown,
  Timespan,
  type Type,
  type Value,
  valueOf,
} from './values';

/** A table: its columns, and rows as a test writes them. */
export interface Table {
  readonly columns: Readonly<Record<string, Type>>;
  readonly rows: readonly Readonly<Record<string, Given>>[];
}

/** What a query is evaluated on. */
export interface Evaluation {
  readonly tables: Readonly<Record<string, Table>>;
  /** The time of the evaluation, in milliseconds. */
  readonly now: number;
}

interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/**
 * The rows that a query gives. Where the documentation leaves open what happens (the sum of nothing; expanding nothing), both
 * are tried, and a query whose answer depends on it is an error.
 */
export function runQuery(text: string, evaluation: Evaluation): Readonly<Record<string, Value>>[] {
  const answers = [new Run(evaluation, 0n), new Run(evaluation, null)].map((run) => run.answer(text));
  const [answer, other] = answers.map((rows) => rows.map((row) => Object.fromEntries(row)));
  const written = (rows: typeof answer): string =>
    JSON.stringify(rows?.map((row) => Object.entries(row).map(([name, value]) => [name, shown(value)])));
  if (answer === undefined || written(answer) !== written(other))
    throw new Error(
      'the answer depends on what the documentation leaves open: the sum, or the parts, of nothing',
    );
  return answer;
}

/** The same queries and tables are asked again and again. */
const parsed = new Map<string, ReturnType<typeof parse>>();
const read = new WeakMap<Table, Rows>();

class Run {
  private readonly named = new Map<string, Rows>();

  constructor(
    private readonly evaluation: Evaluation,
    private readonly emptySum: Value,
  ) {}

  answer(text: string): readonly Row[] {
    let query = parsed.get(text);
    if (query === undefined) parsed.set(text, (query = parse(text)));
    return this.answerOf(query);
  }

  private answerOf({ lets, query }: ReturnType<typeof parse>): readonly Row[] {
    for (const each of lets) this.named.set(each.name, this.rowsOf(each.query));
    return this.rowsOf(query).rows;
  }

  private rowsOf({ source, steps }: Query): Rows {
    const start = source.kind === 'table' ? this.table(source.name) : this.written(source);
    return steps.reduce((rows, step) => this.step(rows, step), start);
  }

  private table(name: string): Rows {
    const known = this.named.get(name);
    if (known) return known;
    const table = this.evaluation.tables[name];
    if (!table) throw new Error(`no such table: ${name}`);
    let rows = read.get(table);
    if (rows === undefined) read.set(table, (rows = this.typed(name, table)));
    return rows;
  }

  private typed(name: string, table: Table): Rows {
    return {
      columns: Object.keys(table.columns),
      rows: table.rows.map((given) => {
        const strange = Object.keys(given).find((column) => !(column in table.columns));
        if (strange !== undefined) throw new Error(`${name} has no column ${strange}`);
        return new Map(
          Object.entries(table.columns).map(([column, type]) => [
            column,
            valueOf(given[column], type, `${name}.${column}`),
          ]),
        );
      }),
    };
  }

  private written({ columns, values }: Extract<Query['source'], { kind: 'datatable' }>): Rows {
    if (values.length % columns.length !== 0) throw new Error('a row of a datatable is not whole');
    const rows = Array.from({ length: values.length / columns.length }, (_, row) => {
      const cells = columns.map(({ name, type }, column): [string, Value] => {
        const node = values[row * columns.length + column];
        const fits =
          node && (type === 'string' ? node.kind === 'text' : type === 'long' && node.kind === 'long');
        if (!node || !fits) throw new Error(`a value of ${name} is no ${type}`);
        return [name, this.value(node, new Map(), [])];
      });
      return new Map(cells);
    });
    return { columns: columns.map(({ name }) => name), rows };
  }

  private step(from: Rows, step: Step): Rows {
    switch (step.kind) {
      case 'where':
        return {
          ...from,
          rows: from.rows.filter((row) => this.value(step.condition, row, from.columns) === true),
        };
      case 'extend':
        return step.columns.reduce((rows, column) => this.extended(rows, column), from);
      case 'project': {
        const columns = step.columns.map(({ name }) => name);
        return {
          columns,
          rows: from.rows.map(
            (row) =>
              new Map(step.columns.map(({ name, value }) => [name, this.value(value, row, from.columns)])),
          ),
        };
      }
      case 'summarize':
        return this.summarized(from, step.aggregates, step.by);
      case 'join':
        return this.joined(from, this.rowsOf(step.right), step.on);
      case 'expand':
        return this.expanded(from, step.column);
      case 'union':
        return united(from, this.table(step.other));
    }
  }

  private extended(from: Rows, { name, value }: Named): Rows {
    return {
      columns: [...new Set([...from.columns, name])],
      rows: from.rows.map((row) => new Map([...row, [name, this.value(value, row, from.columns)]])),
    };
  }

  private summarized(from: Rows, aggregates: readonly Named[], by: readonly Named[]): Rows {
    const groups = new Map<string, { keys: Value[]; rows: Row[] }>();
    for (const row of from.rows) {
      const keys = by.map(({ value }) => this.value(value, row, from.columns));
      const key = JSON.stringify(keys.map(shown));
      const group = groups.get(key) ?? { keys, rows: [] };
      group.rows.push(row);
      groups.set(key, group);
    }
    const names = [...by, ...aggregates].map(({ name }) => name);
    const rows = [...groups.values()].map(
      (group) =>
        new Map([
          ...by.map(({ name }, index): [string, Value] => [name, group.keys[index] ?? null]),
          ...aggregates.map(({ name, value }): [string, Value] => [
            name,
            this.aggregate(value, group.rows, from.columns),
          ]),
        ]),
    );
    // Checks names also where there is no row to compute anything of.
    for (const { value } of [...aggregates, ...by]) this.check(value, from.columns);
    return { columns: names, rows };
  }

  private aggregate(node: Node, rows: readonly Row[], columns: readonly string[]): Value {
    if (node.kind !== 'call') throw new Error('not modelled: an aggregate of an expression');
    const conditional = node.name.endsWith('if');
    const aggregate = AGGREGATES[conditional ? node.name.slice(0, -2) : node.name];
    if (!aggregate) throw new Error(`not modelled: the aggregate ${node.name}`);
    const [value, condition] = conditional && node.args.length === 1 ? [undefined, node.args[0]] : node.args;
    if (conditional !== (condition !== undefined)) throw new Error(`${node.name} takes other values`);
    const counted = rows.filter((row) => !condition || this.value(condition, row, columns) === true);
    return aggregate(
      counted.map((row) => (value ? this.value(value, row, columns) : 0n)),
      this.emptySum,
    );
  }

  /** Every row of the left, with those of the right that have its key, or with nulls. */
  private joined(left: Rows, right: Rows, on: readonly string[]): Rows {
    const renamed = (name: string): string => (left.columns.includes(name) ? `${name}1` : name);
    for (const { columns } of [left, right])
      for (const name of on) if (!columns.includes(name)) throw new Error(`no column ${name} to join on`);
    const nothing = right.columns.map((name): [string, Value] => [renamed(name), null]);
    return {
      columns: [...left.columns, ...right.columns.map(renamed)],
      rows: left.rows.flatMap((row) => {
        const matching = right.rows.filter((other) =>
          on.every((name) => compare(other.get(name) ?? null, row.get(name) ?? null) === 0),
        );
        if (matching.length === 0) return [new Map([...row, ...nothing])];
        return matching.map(
          (other) =>
            new Map([...row, ...[...other].map(([name, value]): [string, Value] => [renamed(name), value])]),
        );
      }),
    };
  }

  /** A property bag becomes a row for each of its properties, a pair of the name and the value. */
  private expanded(from: Rows, { name, value }: Named): Rows {
    return {
      columns: [...new Set([...from.columns, name])],
      rows: from.rows.flatMap((row): Row[] => {
        const bag = this.value(value, row, from.columns);
        const json = bag instanceof Dynamic ? bag.json : undefined;
        if (json === undefined) throw new Error('mv-expand takes a dynamic value');
        if (json === null || (typeof json === 'object' && Object.keys(json).length === 0))
          return this.emptySum === null ? [new Map([...row, [name, new Dynamic(null)]])] : [];
        if (typeof json !== 'object' || Array.isArray(json))
          throw new Error('not modelled: expanding no bag');
        return Object.entries(json).map((pair) => new Map([...row, [name, new Dynamic(pair)]]));
      }),
    };
  }

  private check(node: Node, columns: readonly string[]): void {
    if (node.kind === 'column') this.columnOf(node.name, columns);
    if (node.kind === 'member' || node.kind === 'element') this.check(node.of, columns);
    if (node.kind === 'in') [node.value, ...node.list].forEach((each) => this.check(each, columns));
    if (node.kind === 'operator' || node.kind === 'call') {
      if (node.kind === 'call' && node.name === 'column_ifexists') return;
      node.args.forEach((each) => this.check(each, columns));
    }
  }

  private columnOf(name: string, columns: readonly string[]): void {
    if (!columns.includes(name)) throw new Error(`no column ${name}; there are ${columns.join(', ')}`);
  }

  private value(node: Node, row: Row, columns: readonly string[]): Value {
    switch (node.kind) {
      case 'text':
      case 'long':
      case 'real':
        return node.value;
      case 'timespan':
        return new Timespan(node.milliseconds);
      case 'column':
        this.columnOf(node.name, columns);
        return row.get(node.name) ?? null;
      case 'member':
        return inside(this.value(node.of, row, columns), node.name);
      case 'element':
        return inside(this.value(node.of, row, columns), node.index);
      case 'in': {
        const value = this.value(node.value, row, columns);
        return node.list.some((each) => compare(value, this.value(each, row, columns)) === 0);
      }
      case 'call':
        return this.call(node.name, node.args, row, columns);
      case 'operator': {
        const [left, right] = node.args.map((each) => this.value(each, row, columns));
        return operated(node.name, left ?? null, right ?? null);
      }
    }
  }

  private call(name: string, args: readonly Node[], row: Row, columns: readonly string[]): Value {
    if (name === 'column_ifexists') {
      const [column, otherwise] = args;
      if (column?.kind !== 'text' || !otherwise)
        throw new Error('column_ifexists() takes a name and a value');
      return columns.includes(column.value)
        ? (row.get(column.value) ?? null)
        : this.value(otherwise, row, columns);
    }
    const scalar = SCALARS[name];
    if (!scalar) throw new Error(`not modelled: ${name}()`);
    if (name === 'ago' && args[0]?.kind !== 'timespan')
      throw new Error('ago() takes the literal of a timespan');
    return scalar(
      args.map((each) => this.value(each, row, columns)),
      this.evaluation.now,
    );
  }
}

/** All rows of both; columns that only one of them has are not modelled. */
function united(from: Rows, other: Rows): Rows {
  if (String([...from.columns].sort()) !== String([...other.columns].sort()))
    throw new Error(`not modelled: a union of ${String(from.columns)} and ${String(other.columns)}`);
  return { ...from, rows: [...from.rows, ...other.rows] };
}

function inside(value: Value, part: string | number): Dynamic {
  if (!(value instanceof Dynamic)) throw new Error(`${shown(value)} has no parts`);
  const { json } = value;
  if (typeof json !== 'object' || json === null) return new Dynamic(null);
  const found = Object.entries(json).find(([name]) => name === String(part));
  return new Dynamic(found?.[1] ?? null);
}

function operated(name: string, left: Value, right: Value): Value {
  switch (name) {
    case 'and':
      return left === false || right === false ? false : left === true && right === true ? true : null;
    case 'or':
      return left === true || right === true ? true : left === false && right === false ? false : null;
    case '==':
    case '!=':
    case '>':
    case '>=':
    case '<':
    case '<=':
      return compared(name, left, right);
    case '=~':
    case 'startswith':
    case 'endswith':
    case 'contains': {
      if (typeof left !== 'string' || typeof right !== 'string') throw new Error(`${name} compares texts`);
      const [one, other] = [left.toLowerCase(), right.toLowerCase()];
      if (name === '=~') return one === other;
      if (name === 'contains') return one.includes(other);
      return name === 'startswith' ? one.startsWith(other) : one.endsWith(other);
    }
    default:
      return calculated(name, left, right);
  }
}

function compared(name: string, left: Value, right: Value): boolean | null {
  if (isNull(left) || isNull(right)) return null;
  const order = compare(left, right);
  if (order === undefined) return false;
  if (name === '==') return order === 0;
  if (name === '!=') return order !== 0;
  if (name === '>') return order > 0;
  if (name === '>=') return order >= 0;
  return name === '<' ? order < 0 : order <= 0;
}

/** Whole numbers stay whole; with one of `real` everything is. */
function calculated(name: string, left: Value, right: Value): Value {
  if (isNull(left) || isNull(right)) return null;
  if (!isNumber(left) || !isNumber(right)) throw new Error(`${name} calculates with numbers`);
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    if (name === '+') return left + right;
    if (name === '-') return left - right;
    if (name === '*') return left * right;
    if (right === 0n) throw new Error('not modelled: a division of whole numbers by zero');
    return left / right;
  }
  const [one, other] = [Number(left), Number(right)];
  if (name === '+') return one + other;
  if (name === '-') return one - other;
  return name === '*' ? one * other : one / other;
}
