/**
 * The one grammar by which delivered text becomes a typed value, on every engine.
 *
 * Engines are lax in different ways (exponents, blanks, 31 February, 24:00), so the text is matched first and only then
 * given to the engine. All are regular expressions that Java, RE2 and JavaScript read alike.
 */
export const TEXT_GRAMMAR = {
  integer: '[+-]?[0-9]+',
  decimal: '[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]{1,3})?',
  double: '[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]{1,3})?',
  date: '[12][0-9]{3}-[0-9]{2}-[0-9]{2}',
  timestamp:
    '[12][0-9]{3}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?( ?(Z|UTC|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?))?',
} as const;

/** What stands around the offset of a timestamp and in it, besides its sign and digits: what is left without it is `+HH`, `+HHMM` or nothing. */
export const BESIDE_OFFSET = '^[^:]*:[0-9]{2}:[0-9.]*| |:|Z|UTC';

/** The offset at the end of a timestamp, with what is before it. */
export const OFFSET_AT_END = ' ?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)$';

/** Text that means true, and text that means false, in lower case. */
export const BOOLEAN_TEXT = { true: ['true', '1'], false: ['false', '0'] } as const;

/** What is cut from both ends of a text: space, tab, carriage return, line feed. */
export const BLANKS = ' \t\r\n';

/** The letters that lower() and upper() change. */
export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** The same letters in lower case. */
export const LOWER = UPPER.toLowerCase();
