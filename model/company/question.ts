import { type Schema } from '../columns';
import { type Table } from '../flows/relation';
import { said, unused } from '../said';
import { type Interval } from '../schedule';

/** What a line shows. */
export interface LineProps<C extends string> {
  /** The column of days or timestamps. */
  readonly x: C;
  /** The column of numbers. */
  readonly y: C;
  /** The column whose every value has a line of its own; needed where it is part of the table's key. @default one line */
  readonly series?: C;
  /** What the numbers count, as for {@link line}. */
  readonly unit: string;
}

/** A line over time: a point for each row of the table. */
export interface LinePlot<C extends string = string> extends LineProps<C> {
  readonly kind: 'line';
}

/** What bars show. */
export interface BarProps<C extends string> {
  /** The column that tells the rows apart: the table's key. */
  readonly category: C;
  /** The column of numbers. */
  readonly value: C;
  /** What the numbers count, as for {@link line}. */
  readonly unit: string;
}

/** A bar for each row of the table, the longest first. */
export interface BarPlot<C extends string = string> extends BarProps<C> {
  readonly kind: 'bars';
}

/** What a figure shows. */
export interface FigureProps<C extends string> {
  /** The column of numbers. */
  readonly value: C;
  /** What the number counts, as for {@link line}. */
  readonly unit: string;
}

/** One number: that of a table with a single row. */
export interface Figure<C extends string = string> extends FigureProps<C> {
  readonly kind: 'figure';
}

/** How the answer to a question is shown; every number is a cell of the table. */
export type Display<C extends string = string> = LinePlot<C> | BarPlot<C> | Figure<C>;

/** What the answer is set beside: the value some time before, or a number that is aimed at. */
export type Comparison =
  | { readonly kind: 'before'; readonly interval: Interval }
  | { readonly kind: 'target'; readonly value: number };

/** A question that a department or the company asks, and the gold table that answers it. */
export interface Question {
  /** Dashed name of 2 to 20 characters, different among the questions of a department; part of the page's address. */
  readonly name: string;
  /** The question in words, with its question mark. */
  readonly asks: string;
  /** A gold table of the department that declares the question. */
  readonly reads: Table;
  /** A line, bars or a single figure. */
  readonly shows: Display;
  /** What the answer is set beside; without it, a line is set beside its row before, and the others stand alone. */
  readonly compare?: Comparison;
  /** Whether more or less of it is good news. */
  readonly better: 'higher' | 'lower';
  /** Whether it stands on the first page, among the questions of the executives. */
  readonly headline: boolean;
}

/** What a department says of a question. */
export interface QuestionProps<S extends Schema> {
  /** The question in words, with its question mark. */
  readonly asks: string;
  /** A gold table of the department. */
  readonly reads: Table<S>;
  /** A {@link line}, {@link bars} or a {@link figure}, of columns of the table. */
  readonly shows: Display<Extract<keyof S, string>>;
  /** The value some time {@link before}, or a {@link target}. @default of a line, the row before; of others, nothing */
  readonly compare?: Comparison;
  /** Whether more or less of it is good news. @default 'higher' */
  readonly better?: 'higher' | 'lower';
  /** Whether it stands on the first page, among the questions of the executives. @default false */
  readonly headline?: boolean;
}

/** Declares a question; the page of a preview answers it from the gold table. */
export function question<S extends Schema>(name: string, props: QuestionProps<S>): Question {
  const { asks, reads, shows, compare, better, headline, ...further } = said(props);
  return Object.freeze({
    ...unused(further),
    name,
    asks,
    reads,
    shows,
    ...(compare !== undefined && { compare }),
    better: better ?? 'higher',
    headline: headline ?? false,
  });
}

/**
 * Shows numbers over time, as a line.
 *
 * @param plot the columns, and what the numbers count: an ISO 4217 code of a currency (`EUR`), `share` for parts of one, which
 * are printed in percent, or a noun in the plural (`orders`).
 */
export function line<const C extends string>(plot: LineProps<C>): LinePlot<C> {
  return Object.freeze({ ...said(plot), kind: 'line' as const });
}

/**
 * Shows numbers of things that are told apart by name, as bars.
 *
 * @param plot the columns, and what the numbers count, as for {@link line}.
 */
export function bars<const C extends string>(plot: BarProps<C>): BarPlot<C> {
  return Object.freeze({ ...said(plot), kind: 'bars' as const });
}

/**
 * Shows one number, of a table with a single row.
 *
 * @param of the column, and what the number counts, as for {@link line}.
 */
export function figure<const C extends string>(of: FigureProps<C>): Figure<C> {
  return Object.freeze({ ...said(of), kind: 'figure' as const });
}

/** Sets the newest value of a line beside the one that is so much older: `before(days(7))`. */
export function before(interval: Interval): Comparison {
  return Object.freeze({ kind: 'before', interval });
}

/** Sets the answer beside a number that is aimed at, in the unit of the column. */
export function target(value: number): Comparison {
  return Object.freeze({ kind: 'target', value });
}

/** The columns that a display names, each with the property that names it. */
export function displayedColumns(
  shows: Display,
): readonly { readonly prop: string; readonly column: string }[] {
  switch (shows.kind) {
    case 'line':
      return [
        { prop: 'x', column: shows.x },
        { prop: 'y', column: shows.y },
        ...(shows.series === undefined ? [] : [{ prop: 'series', column: shows.series }]),
      ];
    case 'bars':
      return [
        { prop: 'category', column: shows.category },
        { prop: 'value', column: shows.value },
      ];
    case 'figure':
      return [{ prop: 'value', column: shows.value }];
  }
}
