import type { DataType } from '../../model';
import { BESIDE_OFFSET, BOOLEAN_TEXT, OFFSET_AT_END, TEXT_GRAMMAR } from '../core/grammar';
import { notOffered, type TypeTable } from '../core/target';
import { writeType } from '../core/write';
import { converted, scriptText, scriptTrim, typedNull } from './literals';

/** How text without blanks becomes a value of each type. */
const PARSED: TypeTable<[clean: string]> = {
  string: (type, clean) =>
    `iif(length(${clean}) >= 1 && length(${clean}) <= ${type.length}, ${clean}, ${typedNull(type)})`,
  integer: (type, clean) => number(TEXT_GRAMMAR.integer, type, clean),
  long: (type, clean) => number(TEXT_GRAMMAR.integer, type, clean),
  decimal: (type, clean) => number(TEXT_GRAMMAR.decimal, type, clean),
  double: (type, clean) => {
    const value = converted(clean, type);
    // What fits no double is infinite there.
    return `iif(${matching(clean, TEXT_GRAMMAR.double)} && abs(${value}) <= toDouble('${Number.MAX_VALUE}'), ${value}, ${typedNull(type)})`;
  },
  boolean: (type, clean) => {
    const among = (texts: readonly string[]): string =>
      texts.map((text) => `lower(${clean}) == '${text}'`).join(' || ');
    return `case(${among(BOOLEAN_TEXT.true)}, true(), ${among(BOOLEAN_TEXT.false)}, false(), ${typedNull(type)})`;
  },
  date: (type, clean) => {
    const date = `toDate(${clean}, 'yyyy-MM-dd')`;
    // Written back and compared: a lenient reader makes 3 March of 31 February.
    return `iif(${matching(clean, TEXT_GRAMMAR.date)} && toString(${date}, 'yyyy-MM-dd') == ${clean}, ${date}, ${typedNull(type)})`;
  },
  timestamp: (type, clean) => {
    const local = `regexReplace(${clean}, '${OFFSET_AT_END}', '')`;
    const fraction = `iif(length(${local}) == 19, concat(${local}, '.'), ${local})`;
    const normal = `replace(left(rpad(${fraction}, 29, '0'), 23), 'T', ' ')`;
    const read = `toTimestamp(${normal}, 'yyyy-MM-dd HH:mm:ss.SSS')`;
    return `iif(${matching(clean, TEXT_GRAMMAR.timestamp)} && toString(${read}, 'yyyy-MM-dd') == left(${clean}, 10), ${read} - minutes(${offsetMinutes(clean)}), ${typedNull(type)})`;
  },
  array: notOffered('a value of one row is parsed here', 'read an array by a step of its own'),
};

/** Text read by the one grammar as a value of a type; null when it is none. */
export function parsed(value: string, type: DataType): string {
  return writeType(PARSED, type, scriptTrim(value));
}

/** How far the clock of a timestamp is before UTC, in minutes; 0 where it does not say. */
function offsetMinutes(clean: string): string {
  const digits = `rpad(regexReplace(${clean}, '${BESIDE_OFFSET}', ''), 5, '0')`;
  const part = (start: number): string => `toInteger(substring(${digits}, ${start}, 2))`;
  return `iif(startsWith(${digits}, '-'), -1, 1) * (${part(2)} * 60 + ${part(4)})`;
}

function number(grammar: string, type: DataType, clean: string): string {
  return `iif(${matching(clean, grammar)}, ${converted(clean, type)}, ${typedNull(type)})`;
}

function matching(value: string, grammar: string): string {
  return `regexMatch(${value}, ${scriptText(`^(?:${grammar})$`)})`;
}
