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
    '[12][0-9]{3}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?(Z|[+]00:00)?',
} as const;

/** Text that means true, and text that means false, in lower case. */
export const BOOLEAN_TEXT = { true: ['true', '1'], false: ['false', '0'] } as const;

/** What is cut from both ends of a text: space, tab, carriage return, line feed. */
export const BLANKS = ' \t\r\n';

/** The letters that lower() and upper() change. */
export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** The same letters in lower case. */
export const LOWER = UPPER.toLowerCase();
