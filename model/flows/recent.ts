import { type Schema } from '../columns';
import { said, unused } from '../said';
import { describeInterval, type Interval } from '../schedule';
import { describeType } from '../types';
import { Flow } from './flow';
import {
  type Read,
  type Readable,
  type RecentRows,
  type Relation,
  type Table,
  type TableReference,
} from './relation';
import * as steps from './steps';
import { find, unknownColumn } from './steps/columns';

/** Which rows of a table {@link readRecent} begins with. */
export interface RecentOptions<D extends string> {
  /** The day or moment of a row: a date or a timestamp that is never null. */
  readonly by: D;
  /** How long before the start of the pipeline's window it may lie: whole days, 1 to {@link MAX_RECENT_DAYS}. */
  readonly within: Interval;
}

/** Most days that {@link readRecent} goes back: what is older than ten years is read whole. */
export const MAX_RECENT_DAYS = 3650;

const DAY_MINUTES = 24 * 60;

type DayName<S extends Schema> = Extract<
  { [C in keyof S]: S[C] extends 'date' | 'timestamp' ? C : never }[keyof S],
  string
>;

/**
 * Begins a flow with the recent rows of a silver table only: it declares how late rows come, or change.
 *
 * The table that the flow fills is written by replacing these rows, and is what reading everything would give, as long as
 * nothing changes that is dated longer before the window that brings the change. The steps after it look at one row at a
 * time, and at whole other tables; they keep the column `by`. The preview is one window, which reads everything.
 *
 * @param table a silver table of the department, or a reference to one that another department publishes.
 * @param options which rows are recent.
 */
export function readRecent<S extends Schema>(
  table: Table<S> | TableReference<S>,
  options: RecentOptions<DayName<S>>,
): Flow<S> {
  const { by, within, ...further } = said(options);
  const whole = steps.readRows(table);
  return new Flow({
    ...whole,
    recent: { ...unused(further), column: by, days: said(within).minutes / DAY_MINUTES },
    problems: [
      ...whole.problems,
      ...tableProblems(table),
      ...dayProblems(whole, by),
      ...withinProblems(within),
    ],
  });
}

/** The read that a flow begins with, where it reads recent rows only; what is looked up or united on the way is not it. */
export function recentStart(relation: Relation): RecentStart | undefined {
  const [first] = mainLine(relation);
  return first?.step === 'read' && first.recent ? { read: first, recent: first.recent } : undefined;
}

/** What a flow of recent rows begins with. */
export interface RecentStart {
  /** The step, as the flow has it. */
  readonly read: Read;
  /** Which rows it reads. */
  readonly recent: RecentRows;
}

/** The steps from what a flow begins with to its end, first to last, without what is looked up or united on the way. */
export function mainLine(relation: Relation): Relation[] {
  return 'input' in relation ? [...mainLine(relation.input), relation] : [relation];
}

/** Columns that hold, unchanged, one of what the flow begins with: their name, and the name it has there. */
export function carriedColumns(relation: Relation): ReadonlyMap<string, string> {
  switch (relation.step) {
    case 'read':
      return new Map(relation.columns.map(({ name }) => [name, name]));
    case 'select':
      return renamed(
        carriedColumns(relation.input),
        relation.picks.map(({ name, from }) => [name, from]),
      );
    case 'derive': {
      const values = new Map(relation.values.map(({ name, expression }) => [name, expression]));
      const sources = relation.columns.flatMap(({ name }): [string, string][] => {
        const value = values.get(name);
        if (value === undefined) return [[name, name]];
        return value.op === 'column' ? [[name, value.name]] : [];
      });
      return renamed(carriedColumns(relation.input), sources);
    }
    case 'filter':
    case 'check':
    case 'match':
    case 'join':
    case 'asOfJoin':
      return carriedColumns(relation.input);
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

function tableProblems(table: Readable): string[] {
  return said(table).zone === 'bronze'
    ? [
        'readRecent reads raw rows; allowed: silver tables; declare a mapping, which reads the rows of its window, and read that',
      ]
    : [];
}

function dayProblems(read: Relation, by: string): string[] {
  const column = find(read, by);
  if (!column) return [unknownColumn('readRecent', by, read)];
  const { kind } = column.type;
  if (kind !== 'date' && kind !== 'timestamp')
    return [
      `readRecent goes by "${by}", which is ${describeType(column.type)}; allowed: a date or a timestamp; name the column that dates a row`,
    ];
  return column.nullable
    ? [
        `readRecent goes by "${by}", which can be null; allowed: a column that is never null; give it a value in the table that is read, or name another`,
      ]
    : [];
}

function withinProblems(within: Interval): string[] {
  const days = said(within).minutes / DAY_MINUTES;
  return Number.isInteger(days) && days >= 1 && days <= MAX_RECENT_DAYS
    ? []
    : [
        `readRecent goes back ${describeInterval({ minutes: days * DAY_MINUTES })}; allowed: whole days, 1 to ${MAX_RECENT_DAYS}; give within as days(14)`,
      ];
}
