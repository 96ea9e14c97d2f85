import { type Schema } from '../columns';
import { type Mistake, mistakeIf } from '../errors';
import { said, unused } from '../said';
import { describeInterval, type Interval } from '../schedule';
import { describeType } from '../types';
import { Flow } from './flow';
import { type TimeRange } from './lookback';
import { type Read, type Readable, type Relation, type Table } from './relation';
import { type TableReference } from './unfilled-rows';
import * as steps from './steps';
import { find, unknownColumn } from './steps/columns';

/** Which rows of a table {@link readTimeRange} begins with, as in an incremental model by time range. */
export interface TimeRangeOptions<D extends string> {
  /** The column that dates a row: a date or a timestamp that is never null. */
  readonly timeColumn: D;
  /** How long before the start of the pipeline's window it may lie: whole days, 1 to {@link MAX_LOOKBACK_DAYS}. */
  readonly lookback: Interval;
}

/** Most days that {@link readTimeRange} goes back: what is older than ten years is read whole. */
export const MAX_LOOKBACK_DAYS = 3650;

const DAY_MINUTES = 24 * 60;

type DayName<S extends Schema> = Extract<
  { [C in keyof S]: S[C] extends 'date' | 'timestamp' ? C : never }[keyof S],
  string
>;

/**
 * Begins a flow with a time range of a silver table, up to its newest rows: it declares how late rows come, or change.
 *
 * The table that the flow fills is written by replacing these rows, and is what reading everything would give, as long as
 * nothing changes that is dated longer before the window that brings the change. The steps after it look at one row at a
 * time, and at whole other tables; they keep the column `by`. The preview is one window, which reads everything.
 *
 * @param table a silver table of the department, or a reference to one that another department publishes.
 * @param options the time range.
 */
export function readTimeRange<S extends Schema>(
  table: Table<S> | TableReference<S>,
  options: TimeRangeOptions<DayName<S>>,
): Flow<S> {
  const { timeColumn, lookback, ...further } = said(options);
  const whole = steps.readRows(table);
  return new Flow({
    ...whole,
    timeRange: { ...unused(further), timeColumn, lookbackDays: said(lookback).minutes / DAY_MINUTES },
    mistakes: [
      ...whole.mistakes,
      ...tableMistakes(table),
      ...timeColumnMistakes(whole, timeColumn),
      ...lookbackMistakes(lookback),
    ],
  });
}

/** The read that a flow begins with, where it reads a time range; what is looked up or united on the way is not it. */
export function timeRangeRead(relation: Relation): TimeRangeRead | undefined {
  const [first] = drivingInput(relation);
  return first?.step === 'read' && first.timeRange ? { read: first, timeRange: first.timeRange } : undefined;
}

/** What a flow of a time range begins with. */
export interface TimeRangeRead {
  /** The step, as the flow has it. */
  readonly read: Read;
  /** Which rows it reads. */
  readonly timeRange: TimeRange;
}

/** The steps from what a flow begins with to its end, first to last, without what is looked up or united on the way. */
export function drivingInput(relation: Relation): Relation[] {
  return 'input' in relation ? [...drivingInput(relation.input), relation] : [relation];
}

/** Columns that hold, unchanged, one of what the flow begins with: their name, and the name it has there. */
export function passThroughColumns(relation: Relation): ReadonlyMap<string, string> {
  switch (relation.step) {
    case 'read':
      return new Map(relation.columns.map(({ name }) => [name, name]));
    case 'select':
      return renamed(
        passThroughColumns(relation.input),
        relation.picks.map(({ name, from }) => [name, from]),
      );
    case 'derive': {
      const values = new Map(relation.values.map(({ name, expression }) => [name, expression]));
      const sources = relation.columns.flatMap(({ name }): [string, string][] => {
        const value = values.get(name);
        if (value === undefined) return [[name, name]];
        return value.op === 'column' ? [[name, value.name]] : [];
      });
      return renamed(passThroughColumns(relation.input), sources);
    }
    case 'filter':
    case 'check':
    case 'semiJoin':
    case 'join':
    case 'asOfJoin':
      return passThroughColumns(relation.input);
    default:
      return new Map();
  }
}

function renamed(
  before: ReadonlyMap<string, string>,
  sources: readonly (readonly [name: string, from: string])[],
): ReadonlyMap<string, string> {
  return new Map(
    sources.flatMap(([name, from]): [string, string][] => {
      const origin = before.get(from);
      return origin === undefined ? [] : [[name, origin]];
    }),
  );
}

function tableMistakes(table: Readable): Mistake[] {
  return mistakeIf(said(table).zone === 'bronze', {
    code: 'LH3301',
    prop: 'flow.readTimeRange',
    got: 'reads raw rows',
    allowed: 'silver tables',
    change: 'declare a mapping, which reads the rows of its window, and read that',
  });
}

function timeColumnMistakes(read: Relation, timeColumn: string): Mistake[] {
  const prop = 'flow.readTimeRange.timeColumn';
  const column = find(read, timeColumn);
  if (!column) return [unknownColumn(prop, timeColumn, read)];
  const { kind } = column.type;
  if (kind !== 'date' && kind !== 'timestamp') {
    return [
      {
        code: 'LH3306',
        prop,
        got: `is "${timeColumn}", which is ${describeType(column.type)}`,
        allowed: 'a date or a timestamp',
        change: 'name the column that dates a row',
      },
    ];
  }
  return mistakeIf(column.nullable, {
    code: 'LH3306',
    prop,
    got: `is "${timeColumn}", which can be null`,
    allowed: 'a column that is never null',
    change: 'give it a value in the table that is read, or name another',
  });
}

function lookbackMistakes(lookback: Interval): Mistake[] {
  const days = said(lookback).minutes / DAY_MINUTES;
  return mistakeIf(!(Number.isInteger(days) && days >= 1 && days <= MAX_LOOKBACK_DAYS), {
    code: 'LH0002',
    prop: 'flow.readTimeRange.lookback',
    got: `is ${describeInterval({ minutes: days * DAY_MINUTES })}`,
    allowed: `whole days, 1 to ${MAX_LOOKBACK_DAYS}`,
    change: 'give it as days(14)',
  });
}
