import { notOffered } from '../core/target';
import { SQL_FUNCTIONS } from '../sql/functions';
import type { SqlFunctionTable, SqlWriter } from '../sql/writer';

const COMPARE = 'compare the columns of the event as they are';
const NO_DECIMALS = notOffered('it has no decimals, and computes in floating-point numbers', COMPARE);
const TEXTS = notOffered('texts are not shown to be computed as on the other engines', COMPARE);
const LETTERS = notOffered('it changes other letters than A to Z, too', COMPARE);
const ONE_CALENDAR = notOffered('it has one type for dates and timestamps', COMPARE);
const CHOICES = notOffered(
  'a rule compares columns, and computes no values',
  'ask for each case with and() and or()',
);

/**
 * The functions as Stream Analytics writes them: those that it computes as the other engines do.
 *
 * Nothing but columns and constants is compared; see {@link condition}.
 */
export const STREAM_FUNCTIONS: SqlFunctionTable<SqlWriter> = {
  equals: SQL_FUNCTIONS.equals,
  lessThan: SQL_FUNCTIONS.lessThan,
  lessThanOrEqual: SQL_FUNCTIONS.lessThanOrEqual,
  and: SQL_FUNCTIONS.and,
  or: SQL_FUNCTIONS.or,
  not: SQL_FUNCTIONS.not,
  isNull: SQL_FUNCTIONS.isNull,
  isIn: { condition: ([a, ...values]) => `(${values.map((value) => `${a} = ${value}`).join(' OR ')})` },
  coalesce: CHOICES,
  when: CHOICES,
  plus: NO_DECIMALS,
  minus: NO_DECIMALS,
  times: NO_DECIMALS,
  dividedBy: NO_DECIMALS,
  round: NO_DECIMALS,
  negate: NO_DECIMALS,
  abs: NO_DECIMALS,
  floor: NO_DECIMALS,
  ceiling: NO_DECIMALS,
  modulo: NO_DECIMALS,
  least: CHOICES,
  greatest: CHOICES,
  cast: notOffered('values are cast to the types of the contract, and no further', COMPARE),
  parse: notOffered('TRY_CAST reads text by other rules than the one grammar', COMPARE),
  trim: TEXTS,
  lower: LETTERS,
  upper: LETTERS,
  concat: TEXTS,
  startsWith: TEXTS,
  endsWith: TEXTS,
  contains: TEXTS,
  length: TEXTS,
  substring: TEXTS,
  right: TEXTS,
  replaceAll: TEXTS,
  mask: TEXTS,
  matches: TEXTS,
  extract: TEXTS,
  addMilliseconds: ONE_CALENDAR,
  addDays: ONE_CALENDAR,
  daysUntil: ONE_CALENDAR,
  minutesUntil: ONE_CALENDAR,
  startOfWeek: ONE_CALENDAR,
  startOfMonth: ONE_CALENDAR,
  year: ONE_CALENDAR,
  month: ONE_CALENDAR,
  dayOfMonth: ONE_CALENDAR,
  isoWeek: ONE_CALENDAR,
  dayOfWeek: ONE_CALENDAR,
  inTimeZone: notOffered('it knows no time zones', COMPARE),
  hour: ONE_CALENDAR,
  minute: ONE_CALENDAR,
  pseudonym: notOffered(
    'the pepper would stand in the text of the query',
    'group by the column, and report the key',
  ),
};
