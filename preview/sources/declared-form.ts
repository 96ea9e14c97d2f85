import { duckDbText } from '../../compilers/internal';
import {
  type DateField,
  type EpochUnit,
  type Kind,
  type PatternPart,
  soundParts,
  type ValueFormat,
} from '../../model';

/** What a contract promises of a single value, and how its source writes it. */
export interface DeclaredValue {
  /** What it is. */
  readonly kind: Kind;
  /** How text is written that stands for it. */
  readonly format?: ValueFormat | undefined;
}

/** Types of numbers, and of days and times, as the engine names them. */
const NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL)$/;
const TIME = /^(DATE|TIMESTAMP.*)$/;

/**
 * The text of a value that has a type, in the form that its source declares for text: a value with a type needs no pattern to be
 * understood, and the mapping reads one form. What a pattern would lose, such as seconds, stays in the library's own form, which the
 * mapping refuses.
 *
 * @param text its canonical text, as SQL.
 * @param type the type that the file has.
 */
export function inDeclaredForm(text: string, type: string, { kind, format = {} }: DeclaredValue): string {
  const { boolean, patterns = [], epoch, clock } = format;
  if (NUMBER.test(type)) {
    const isNumber = ['integer', 'long', 'decimal', 'double'].includes(kind) || epoch !== undefined;
    return isNumber ? withDeclaredPoint(text, format) : text;
  }
  if (type === 'BOOLEAN' && kind === 'boolean' && boolean !== undefined) {
    const [yes = 'true', no = 'false'] = [boolean.true[0], boolean.false[0]];
    return `CASE ${text} WHEN 'true' THEN ${duckDbText(yes)} WHEN 'false' THEN ${duckDbText(no)} END`;
  }
  if (!TIME.test(type) || (kind !== 'date' && kind !== 'timestamp')) return text;
  const time = `TRY_CAST(${text} AS TIMESTAMP)`;
  if (epoch !== undefined) return withDeclaredPoint(`CAST(${EPOCHS[epoch](time)} AS VARCHAR)`, format);
  if (patterns.length > 0) return byPattern(time, text, patterns.map(soundParts));
  // One instant, whatever the clock of the place shows.
  return type === 'TIMESTAMP WITH TIME ZONE' && clock !== undefined ? `${text} || 'Z'` : text;
}

function withDeclaredPoint(text: string, { number }: ValueFormat): string {
  return number?.decimal === ',' ? `replace(${text}, '.', ',')` : text;
}

const EPOCHS: Readonly<Record<EpochUnit, (time: string) => string>> = {
  // Exact: a quotient would be a double.
  seconds: (time) => `epoch_us(${time}) * CAST(0.000001 AS DECIMAL(7,6))`,
  milliseconds: (time) => `epoch_us(${time}) * CAST(0.001 AS DECIMAL(4,3))`,
  microseconds: (time) => `epoch_us(${time})`,
};

/** By the first pattern that loses nothing. */
function byPattern(time: string, text: string, patterns: readonly (readonly PatternPart[])[]): string {
  const cases = patterns.map((parts) => `WHEN ${keeps(time, parts)} THEN ${written(time, parts)}`);
  return `CASE ${cases.join(' ')} ELSE ${text} END`;
}

/** Whether a pattern shows all of a timestamp. */
function keeps(time: string, parts: readonly PatternPart[]): string {
  const fields = parts.flatMap((part) => ('field' in part ? [part.field] : []));
  const has = (...names: readonly DateField[]): boolean => names.some((name) => fields.includes(name));
  const unit = has('fraction')
    ? 'microsecond'
    : has('second')
      ? 'second'
      : has('minute')
        ? 'minute'
        : has('hour', 'halfDayHour')
          ? 'hour'
          : 'day';
  const digits = parts.reduce(
    (most, part) => ('field' in part && part.field === 'fraction' ? part.letters.length : most),
    0,
  );
  return [
    `date_trunc('${unit}', ${time}) = ${time}`,
    ...(has('fraction') && digits < 6 ? [`epoch_us(${time}) % ${10 ** (6 - digits)} = 0`] : []),
    ...(has('shortYear') ? [`year(${time}) BETWEEN 2000 AND 2099`] : []),
  ].join(' AND ');
}

function written(time: string, parts: readonly PatternPart[]): string {
  return parts
    .map((part) => ('field' in part ? fieldOf(time, part.field, part.letters) : duckDbText(part.literal)))
    .join(' || ');
}

function fieldOf(time: string, field: DateField, letters: string): string {
  if (field === 'offset') return "'Z'";
  if (field === 'fraction') return `left(strftime(${time}, '%n'), ${letters.length})`;
  if (letters === 'MMMM') return `strftime(${time}, '%B')`;
  const sign = letters.length === 1 && field !== 'halfDay' ? '%-' : '%';
  return `strftime(${time}, '${sign}${SIGNS[field]}')`;
}

const SIGNS: Readonly<Record<Exclude<DateField, 'offset' | 'fraction'>, string>> = {
  year: 'Y',
  shortYear: 'y',
  month: 'm',
  monthName: 'b',
  day: 'd',
  hour: 'H',
  halfDayHour: 'I',
  halfDay: 'p',
  minute: 'M',
  second: 'S',
};
