import { type Kind } from '../types';

// What can be called, once: the names, the checks of arguments, the targets' tables and the support matrix follow from it.

const EXACT = ['integer', 'long', 'decimal'] as const satisfies readonly Kind[];
const NUMBER = [...EXACT, 'double'] as const satisfies readonly Kind[];
const WHOLE = ['integer', 'long'] as const satisfies readonly Kind[];
const CALENDAR = ['date', 'timestamp'] as const satisfies readonly Kind[];
const ORDERED = [...EXACT, ...CALENDAR, 'string'] as const satisfies readonly Kind[];
/** Everything but objects in one value. */
const SINGLE = [...NUMBER, ...CALENDAR, 'string', 'boolean'] as const satisfies readonly Kind[];
const ANY = [...SINGLE, 'array'] as const satisfies readonly Kind[];
const BOOLEAN = ['boolean'] as const satisfies readonly Kind[];
const TEXT = ['string'] as const satisfies readonly Kind[];
const DATE = ['date'] as const satisfies readonly Kind[];
const TIMESTAMP = ['timestamp'] as const satisfies readonly Kind[];

/** What a function is, whatever computes it. */
export interface FunctionDefinition {
  /** The kinds that each argument can have, in order. */
  readonly takes: readonly (readonly Kind[])[];
  /** The kinds of any number of further arguments. @default there are none */
  readonly others?: readonly Kind[];
  /** How a flow calls it. */
  readonly call: string;
  /** What it gives, in a few words; `docs/semantics.md` says the rest. */
  readonly gives: string;
}

/** The functions that an expression can call. */
export const FUNCTIONS = {
  equals: { takes: [SINGLE, SINGLE], call: '.equals(other)', gives: 'whether both are equal' },
  lessThan: { takes: [SINGLE, SINGLE], call: '.lessThan(other)', gives: 'whether it comes before the other' },
  lessThanOrEqual: {
    takes: [SINGLE, SINGLE],
    call: '.lessThanOrEqual(other)',
    gives: 'whether it is the other or comes before it',
  },
  and: { takes: [BOOLEAN, BOOLEAN], call: '.and(other)', gives: 'whether both are true' },
  or: { takes: [BOOLEAN, BOOLEAN], call: '.or(other)', gives: 'whether either is true' },
  not: { takes: [BOOLEAN], call: '.not()', gives: 'the opposite' },
  isNull: { takes: [ANY], call: '.isNull()', gives: 'whether there is no value' },
  isIn: {
    takes: [SINGLE, SINGLE],
    others: SINGLE,
    call: '.isIn([…])',
    gives: 'whether it is one of the values',
  },
  coalesce: {
    takes: [SINGLE, SINGLE],
    call: '.coalesce(other)',
    gives: 'the value, or the other where it is null',
  },
  when: {
    takes: [BOOLEAN, SINGLE],
    others: SINGLE,
    call: 'when([[condition, value], …], otherwise)',
    gives: 'the first value whose condition is true',
  },
  plus: { takes: [NUMBER, NUMBER], call: '.plus(other)', gives: 'the sum, exact' },
  minus: { takes: [NUMBER, NUMBER], call: '.minus(other)', gives: 'the difference, exact' },
  times: { takes: [NUMBER, NUMBER], call: '.times(other)', gives: 'the product, exact' },
  dividedBy: {
    takes: [EXACT, EXACT],
    call: '.dividedBy(divisor, scale)',
    gives: 'the quotient, rounded half away from zero; null by zero',
  },
  round: { takes: [EXACT], call: '.round(scale)', gives: 'the number, rounded half away from zero' },
  negate: { takes: [EXACT], call: '.negate()', gives: 'the opposite number' },
  abs: { takes: [EXACT], call: '.abs()', gives: 'the number without its sign' },
  floor: { takes: [EXACT], call: '.floor()', gives: 'the largest whole number that is not above it' },
  ceiling: { takes: [EXACT], call: '.ceiling()', gives: 'the smallest whole number that is not below it' },
  modulo: { takes: [WHOLE, WHOLE], call: '.modulo(divisor)', gives: 'what whole division leaves' },
  least: {
    takes: [ORDERED, ORDERED],
    others: ORDERED,
    call: 'least(a, b, …)',
    gives: 'the smallest of several; null when any is',
  },
  greatest: {
    takes: [ORDERED, ORDERED],
    others: ORDERED,
    call: 'greatest(a, b, …)',
    gives: 'the greatest of several; null when any is',
  },
  // Which kinds can be cast to which depends on the result.
  cast: {
    takes: [SINGLE],
    call: '.toDecimal(), .toLong(), .toInteger(), .toText(), .toDate(), .toTimestamp()',
    gives: 'the value as another type; null when it does not fit',
  },
  parse: {
    takes: [TEXT],
    call: 'parse(text, type)',
    gives: 'delivered text as a value of a type; null when it is none',
  },
  trim: { takes: [TEXT], call: '.trim()', gives: 'the text without blanks at both ends' },
  lower: { takes: [TEXT], call: '.lower()', gives: 'the text with A to Z in lower case' },
  upper: { takes: [TEXT], call: '.upper()', gives: 'the text with a to z in upper case' },
  concat: { takes: [TEXT], others: TEXT, call: '.concat(…)', gives: 'the texts one after the other' },
  startsWith: { takes: [TEXT, TEXT], call: '.startsWith(prefix)', gives: 'whether the text begins so' },
  endsWith: { takes: [TEXT, TEXT], call: '.endsWith(suffix)', gives: 'whether the text ends so' },
  contains: {
    takes: [TEXT, TEXT],
    call: '.contains(part)',
    gives: 'whether that stands anywhere in the text',
  },
  length: { takes: [TEXT], call: '.length()', gives: 'the number of characters' },
  substring: {
    takes: [TEXT, EXACT, EXACT],
    call: '.substring(start, length), .left(count)',
    gives: 'a part of the text, by its place',
  },
  right: { takes: [TEXT, EXACT], call: '.right(count)', gives: 'the end of the text' },
  replaceAll: {
    takes: [TEXT, TEXT, TEXT],
    call: '.replaceAll(from, to)',
    gives: 'the text with one part in the place of another',
  },
  mask: { takes: [TEXT, EXACT], call: '.mask(keep)', gives: 'the text with * for all but its end' },
  matches: {
    takes: [TEXT, TEXT],
    call: '.matches(pattern)',
    gives: 'whether the whole text matches a regular expression',
  },
  // Only ever inside what a contract says of how text is written.
  extract: {
    takes: [TEXT, TEXT, EXACT],
    call: 't.date().writtenAs(pattern)',
    gives:
      'the part of a text that a group of a regular expression stands for; null where the whole does not match',
  },
  addMilliseconds: {
    takes: [TIMESTAMP, EXACT],
    call: 't.timestamp().epoch(unit), .clockOf(timeZone)',
    gives: 'the timestamp that many milliseconds later',
  },
  addDays: { takes: [DATE, EXACT], call: '.addDays(days)', gives: 'the day that many days later' },
  daysUntil: { takes: [DATE, DATE], call: '.daysUntil(other)', gives: 'the days from one day to another' },
  minutesUntil: {
    takes: [TIMESTAMP, TIMESTAMP],
    call: '.minutesUntil(other)',
    gives: 'the whole minutes from one timestamp to another',
  },
  startOfWeek: { takes: [DATE], call: '.startOfWeek()', gives: 'the Monday of the week' },
  startOfMonth: { takes: [DATE], call: '.startOfMonth()', gives: 'the first day of the month' },
  year: { takes: [CALENDAR], call: '.year()', gives: 'the year' },
  month: { takes: [CALENDAR], call: '.month()', gives: 'the month, 1 to 12' },
  dayOfMonth: { takes: [CALENDAR], call: '.dayOfMonth()', gives: 'the day of the month, 1 to 31' },
  isoWeek: { takes: [CALENDAR], call: '.isoWeek()', gives: 'the week of ISO 8601, 1 to 53' },
  dayOfWeek: { takes: [CALENDAR], call: '.dayOfWeek()', gives: 'the day of the week, 1 on Monday' },
  // A wrong argument is reported by what is read off the clock: nobody calls this by itself.
  inTimeZone: {
    takes: [SINGLE, TEXT],
    call: '.toDate(timeZone), .hour(timeZone)',
    gives: 'the clock of a place, of which something is read off',
  },
  hour: { takes: [TIMESTAMP], call: '.hour()', gives: 'the hour, 0 to 23' },
  minute: { takes: [TIMESTAMP], call: '.minute()', gives: 'the minute, 0 to 59' },
  pseudonym: { takes: [TEXT], call: '.pseudonym()', gives: 'SHA-256 of the text with a pepper' },
} as const satisfies Readonly<Record<string, FunctionDefinition>>;

/** A function that an expression can call. */
export type FunctionName = keyof typeof FUNCTIONS;

/** One `T` for each argument that a function takes. */
export type ForEachArgument<F extends FunctionName, T> = F extends FunctionName
  ? (typeof FUNCTIONS)[F] extends { readonly others: unknown }
    ? readonly [...OneForEach<(typeof FUNCTIONS)[F]['takes'], T>, ...T[]]
    : Readonly<OneForEach<(typeof FUNCTIONS)[F]['takes'], T>>
  : never;

type OneForEach<Takes extends readonly unknown[], T> = Takes extends readonly [unknown, ...infer Rest]
  ? [T, ...OneForEach<Rest, T>]
  : [];

/** What can be computed from many rows, and how it is called and meant. */
interface Computation {
  /** How a flow calls it. */
  readonly call: string;
  /** What it gives, in a few words. */
  readonly gives: string;
}

/** The functions that turn many rows into one value. */
export const AGGREGATES = {
  sum: { call: 'sum(value)', gives: 'the sum of the values that are not null, exact; average() divides it' },
  count: { call: 'count(), count(value)', gives: 'the number of rows, or of those that have the value' },
  countDistinct: { call: 'countDistinct(value)', gives: 'the number of different values' },
  min: { call: 'min(value)', gives: 'the smallest value' },
  max: { call: 'max(value)', gives: 'the largest value' },
} as const satisfies Readonly<Record<string, Computation>>;

/** A function that turns many rows into one value. */
export type AggregateName = keyof typeof AGGREGATES;

/** The functions that look at the rows around a row. */
export const WINDOW_FUNCTIONS = {
  rowNumber: { call: 'rowNumber()', gives: 'the place of the row in its partition' },
  rank: { call: 'rank()', gives: 'its place, which equal rows share' },
  lag: { call: 'lag(value, rows)', gives: 'the value so many rows before' },
  lead: { call: 'lead(value, rows)', gives: 'the value so many rows after' },
  runningSum: { call: 'runningSum(value)', gives: 'the sum up to the row' },
} as const satisfies Readonly<Record<string, Computation>>;

/** A function that looks at the rows around a row. */
export type WindowName = keyof typeof WINDOW_FUNCTIONS;
