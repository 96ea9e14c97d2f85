import type { DataType } from '../../model';
import { BESIDE_OFFSET, BOOLEAN_TEXT, OFFSET_AT_END, TEXT_GRAMMAR } from '../core/grammar';
import { notOffered, type TypeTable } from '../core/target';
import { writeType } from '../core/write';
import { duckDbType, text, trim } from './literals';

/** How text without blanks becomes a value of each type. */
const PARSED: TypeTable<[clean: string]> = {
  string: ({ length }, clean) => `CASE WHEN length(${clean}) BETWEEN 1 AND ${length} THEN ${clean} END`,
  integer: (type, clean) => matching(TEXT_GRAMMAR.integer, type, clean),
  long: (type, clean) => matching(TEXT_GRAMMAR.integer, type, clean),
  decimal: (type, clean) =>
    `CASE WHEN regexp_full_match(${clean}, '${TEXT_GRAMMAR.decimal}') THEN TRY_CAST(${withoutExponent(clean)} AS ${duckDbType(type)}) END`,
  double: (type, clean) => {
    const number = matching(TEXT_GRAMMAR.double, type, clean);
    // What fits no double is infinite there.
    return `CASE WHEN isfinite(${number}) THEN ${number} END`;
  },
  boolean: (_type, clean) => {
    const lower = `lower(${clean})`;
    return `CASE WHEN ${lower} IN (${BOOLEAN_TEXT.true.map(text).join(', ')}) THEN TRUE WHEN ${lower} IN (${BOOLEAN_TEXT.false.map(text).join(', ')}) THEN FALSE END`;
  },
  date: (type, clean) => matching(TEXT_GRAMMAR.date, type, clean),
  timestamp: (_type, clean) => {
    // Cut as text: a cast rounds what is beyond the microsecond.
    const cut = `regexp_replace(regexp_replace(${clean}, '${OFFSET_AT_END}', ''), '([.][0-9]{3})[0-9]+$', '\\1')`;
    const local = `TRY_CAST(${cut} AS TIMESTAMP)`;
    return `CASE WHEN regexp_full_match(${clean}, '${TEXT_GRAMMAR.timestamp}') THEN ${local} - to_minutes(${offsetMinutes(clean)}) END`;
  },
  array: notOffered('a value of one row is parsed here', 'read an array by a step of its own'),
};

/** Text read by the one grammar as a value of a type; null when it is none. */
export function parsed(value: string, type: DataType): string {
  return writeType(PARSED, type, trim(value));
}

function matching(grammar: string, type: DataType, clean: string): string {
  return `CASE WHEN regexp_full_match(${clean}, '${grammar}') THEN TRY_CAST(${clean} AS ${duckDbType(type)}) END`;
}

/** How far the clock of a timestamp is before UTC, in minutes; 0 where it does not say. */
function offsetMinutes(clean: string): string {
  const digits = `rpad(regexp_replace(${clean}, '${BESIDE_OFFSET}', '', 'g'), 5, '0')`;
  const part = (start: number): string => `TRY_CAST(substr(${digits}, ${start}, 2) AS BIGINT)`;
  return `CASE WHEN starts_with(${digits}, '-') THEN -1 ELSE 1 END * (${part(2)} * 60 + ${part(4)})`;
}

/** The same number, as text, with its point moved: casts of text with an exponent do not round as others do. */
export function withoutExponent(number: string): string {
  const part = (pattern: string): string => `regexp_extract(${number}, '${pattern}')`;
  const digits = `regexp_replace(regexp_replace(${number}, '[eE].*', ''), '[^0-9]', '', 'g')`;
  const exponent = `TRY_CAST(regexp_replace(${number}, '.*[eE][+]?', '') AS INTEGER)`;
  // Places before the point.
  const point = `(len(${part('[0-9]+')}) + ${exponent})`;
  const padded = `${digits} || repeat('0', ${point} - len(${digits}))`;
  return (
    `CASE WHEN NOT contains(lower(${number}), 'e') THEN ${number} ` +
    `WHEN ${point} <= 0 THEN ${part('^-')} || '0.' || repeat('0', -${point}) || ${digits} ` +
    `ELSE ${part('^-')} || left(${padded}, ${point}) || '.' || substr(${digits}, ${point} + 1) || '0' END`
  );
}
