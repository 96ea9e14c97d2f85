import { type CivilTime, civilTime, dayOf, dayOfWeek, timestampOf } from './calendar';
import { DataFlowScriptError } from './errors';

/** A run of one pattern letter, or literal text. */
type Part = { readonly letter: string; readonly width: number } | { readonly text: string };

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const NUMERIC = 'yMdHhmsS';
const patterns = new Map<string, readonly Part[]>();

/**
 * Reads text by a Java `SimpleDateFormat` pattern, or gives undefined when it does not fit.
 *
 * As in `SimpleDateFormat`: a number takes as many digits as there are, unless another number follows at once;
 * days and months out of range roll over; text after the pattern's end is ignored; what the pattern does not
 * name comes from 1970-01-01 00:00:00 UTC.
 */
export function parseByPattern(text: string, pattern: string): bigint | undefined {
  const parts = partsOf(pattern);
  let position = 0;
  let offsetMinutes = 0;
  const found: Record<string, number> = { y: 1970, M: 1, d: 1, H: 0, m: 0, s: 0, S: 0 };

  for (const [at, part] of parts.entries()) {
    if ('text' in part) {
      if (!text.startsWith(part.text, position)) return undefined;
      position += part.text.length;
      continue;
    }
    const next = parts[at + 1];
    const abuts = next !== undefined && 'letter' in next && isNumeric(next);
    const read = readPart(text.slice(position), part, abuts);
    if (read === undefined) return undefined;
    position += read.length;
    if (part.letter === 'X' || part.letter === 'Z') offsetMinutes = read.value;
    else found[part.letter] = read.value;
  }
  const hour = found.h === undefined ? (found.H ?? 0) : (found.h % 12) + 12 * (found.a ?? 0);
  const time: CivilTime = {
    year: found.y ?? 1970,
    month: found.M ?? 1,
    day: found.d ?? 1,
    hour,
    minute: (found.m ?? 0) - offsetMinutes,
    second: found.s ?? 0,
    micros: (found.S ?? 0) * 1000,
  };
  return timestampOf(time);
}

/** Writes a timestamp by a Java `SimpleDateFormat` pattern, in UTC. */
export function formatByPattern(timestamp: bigint, pattern: string): string {
  const time = civilTime(timestamp);
  return partsOf(pattern)
    .map((part) => ('text' in part ? part.text : formatPart(part, time, dayOf(timestamp))))
    .join('');
}

function isNumeric(part: { letter: string; width: number }): boolean {
  return NUMERIC.includes(part.letter) && !(part.letter === 'M' && part.width >= 3);
}

function readPart(
  text: string,
  part: { letter: string; width: number },
  abuts: boolean,
): { length: number; value: number } | undefined {
  if (part.letter === 'a') {
    const half = /^(am|pm)/i.exec(text)?.[0];
    return half === undefined ? undefined : { length: 2, value: half.toLowerCase() === 'pm' ? 1 : 0 };
  }
  if (part.letter === 'X' || part.letter === 'Z') return readOffset(text, part);
  if (!isNumeric(part)) {
    const names = part.letter === 'M' ? MONTHS : WEEKDAYS;
    const at = names.findIndex((name) => text.toLowerCase().startsWith(name.slice(0, 3).toLowerCase()));
    const name = names[at];
    if (name === undefined) return undefined;
    return { length: text.toLowerCase().startsWith(name.toLowerCase()) ? name.length : 3, value: at + 1 };
  }
  const digits = (abuts ? new RegExp(`^\\d{${part.width}}`) : /^\d+/).exec(text)?.[0];
  if (digits === undefined) return undefined;
  // SimpleDateFormat reads S as a count of milliseconds, newer formatters as a fraction: both agree on three digits.
  if (part.letter === 'S' && digits.length !== 3) {
    throw new DataFlowScriptError(
      `pattern SSS reads "${digits}" as milliseconds or as a fraction: give it three digits`,
    );
  }
  if (part.letter === 'y' && part.width === 2 && digits.length === 2)
    return { length: 2, value: century(Number(digits)) };
  return { length: digits.length, value: Number(digits) };
}

/** Java puts a two-digit year within 80 years before and 20 after now; near that edge the result would drift. */
function century(year: number): number {
  if (year >= 40 && year < 60)
    throw new DataFlowScriptError(`pattern yy is ambiguous for "${year}": use yyyy`);
  return year < 40 ? 2000 + year : 1900 + year;
}

function readOffset(
  text: string,
  part: { letter: string; width: number },
): { length: number; value: number } | undefined {
  if (part.letter === 'X' && text.startsWith('Z')) return { length: 1, value: 0 };
  const shape = part.letter === 'X' && part.width === 3 ? /^([+-])(\d{2}):(\d{2})/ : /^([+-])(\d{2})(\d{2})/;
  const match = (part.letter === 'X' && part.width === 1 ? /^([+-])(\d{2})/ : shape).exec(text);
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return { length: match[0].length, value: match[1] === '-' ? -minutes : minutes };
}

function formatPart(part: { letter: string; width: number }, time: CivilTime, days: number): string {
  const { letter, width } = part;
  if (letter === 'a') return time.hour < 12 ? 'AM' : 'PM';
  if (letter === 'X') return 'Z';
  if (letter === 'Z') return '+0000';
  if (letter === 'E') return nameOf(WEEKDAYS[dayOfWeek(days) - 1], width);
  if (letter === 'M' && width >= 3) return nameOf(MONTHS[time.month - 1], width);
  if (letter === 'y' && width === 2) return String(time.year).slice(-2);
  const values: Readonly<Record<string, number>> = {
    y: time.year,
    M: time.month,
    d: time.day,
    H: time.hour,
    h: time.hour % 12 || 12,
    m: time.minute,
    s: time.second,
    S: Math.floor(time.micros / 1000),
  };
  return String(values[letter] ?? '').padStart(width, '0');
}

const nameOf = (name: string | undefined, width: number): string =>
  width >= 4 ? (name ?? '') : (name ?? '').slice(0, 3);

function partsOf(pattern: string): readonly Part[] {
  const known = patterns.get(pattern);
  if (known) return known;
  const parts: Part[] = [];
  for (const [token] of pattern.matchAll(/'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+|'/g)) {
    if (token === "'") throw new DataFlowScriptError(`date pattern "${pattern}" has an open quote`);
    if (token === "''") parts.push({ text: "'" });
    else if (token.startsWith("'")) parts.push({ text: token.slice(1, -1).replaceAll("''", "'") });
    else if (/^[A-Za-z]/.test(token)) parts.push(checkedLetter(token, pattern));
    else parts.push({ text: token });
  }
  patterns.set(pattern, parts);
  return parts;
}

/** Letters that mean something else than they seem (Y is the week's year, D the day of the year) are refused. */
function checkedLetter(token: string, pattern: string): Part {
  const letter = token.charAt(0);
  const allowed = letter === 'S' ? token.length === 3 : 'yMdHhmsaEXZ'.includes(letter);
  if (!allowed) throw new DataFlowScriptError(`date pattern "${pattern}": "${token}" is not supported`);
  return { letter, width: token.length };
}
