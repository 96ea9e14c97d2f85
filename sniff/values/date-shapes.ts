/** Which numbers of a date stand where: of two that can be day and month, `a` is the first. */
type DateOrder = 'y-m-d' | 'a-b-y' | 'd-mon-y' | 'mon-d-y';

/** A text that is a day or a timestamp, taken apart. */
export interface DateShape {
  /** The order of its numbers. */
  readonly order: DateOrder;
  /** What stands between them. */
  readonly separator: string;
  /** Year, of two digits or four. */
  readonly year: string;
  /** Month, or the first of two numbers; a name in letters. */
  readonly first: string;
  /** Day, or the second of two numbers. */
  readonly second: string;
  /** Text between day and time; nothing where there is no time. */
  readonly gap?: string;
  /** Digits of the hour. */
  readonly hour?: string;
  /** Between hours, minutes and seconds: a colon, or nothing. */
  readonly colon?: string;
  /** Digits of the minute. */
  readonly minute?: string;
  /** Digits of the second. */
  readonly second60?: string;
  /** The sign before a fraction, and its digits. */
  readonly fraction?: string;
  /** A blank, or nothing, and AM or PM. */
  readonly half?: string;
  /** A blank, or nothing, and the offset. */
  readonly offset?: string;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';

/** The dates at the beginning of a text: year, first and second are named. */
const DATES: readonly (readonly [order: DateOrder, pattern: RegExp])[] = [
  ['y-m-d', /^(?<year>\d{4})(?<separator>[-/. ])(?<first>\d{1,2})\k<separator>(?<second>\d{1,2})(?!\d)/],
  [
    'a-b-y',
    /^(?<first>\d{1,2})(?<separator>[-/. ])(?<second>\d{1,2})\k<separator>(?<year>\d{4}|\d{2})(?!\d)/,
  ],
  [
    'd-mon-y',
    new RegExp(
      `^(?<second>\\d{1,2})(?<separator>[-/. ]?)(?<first>${MONTH})\\k<separator>(?<year>\\d{4}|\\d{2})(?!\\d)`,
      'i',
    ),
  ],
  [
    'mon-d-y',
    new RegExp(`^(?<first>${MONTH}) (?<second>\\d{1,2})(?<separator>,? )(?<year>\\d{4})(?!\\d)`, 'i'),
  ],
  ['y-m-d', /^(?<year>\d{4})(?<separator>)(?<first>\d{2})(?<second>\d{2})(?!\d)/],
];

const TIME =
  /^(?<gap>T|, | )(?<hour>\d{1,2})(?<colon>:?)(?<minute>\d{2})(?:\k<colon>(?<second60>\d{2})(?<fraction>[.,]\d{1,9})?)?(?<half> ?[AaPp][Mm])?(?<offset> ?(?:Z|UTC|[+-]\d{2}(?::?\d{2})?))?$/;

/** Fourteen digits that are a timestamp. */
const DIGITS = /^(\d{8})(\d{6})$/;

/** Takes a day or timestamp apart; nothing where the text is neither. */
export function dateShape(text: string): DateShape | undefined {
  const digits = DIGITS.exec(text);
  if (digits) {
    const found = dateShape(`${digits[1] ?? ''}T${digits[2] ?? ''}`);
    return found && { ...found, gap: '' };
  }
  for (const [order, pattern] of DATES) {
    const found = pattern.exec(text);
    const { year, first, second, separator } = found?.groups ?? {};
    if (found === null || year === undefined || first === undefined || second === undefined) continue;
    const day = { order, separator: separator ?? '', year, first, second };
    const rest = text.slice(found[0].length);
    if (rest === '') return day;
    const time = TIME.exec(rest)?.groups;
    if (time === undefined) continue;
    const present = Object.fromEntries(Object.entries(time).filter(([, part]) => part !== undefined));
    return { ...day, ...present };
  }
  return undefined;
}

/** Whether there is such a day and time, between the years 1000 and 2999. */
export function isReal(shape: DateShape, dayFirst: boolean): boolean {
  const { year, month, day } = numbersOf(shape, dayFirst);
  const { hour = '0', minute = '0', second60 = '0', half } = shape;
  if (year < 1000 || year > 2999 || month < 1 || month > 12 || day < 1) return false;
  if (day > new Date(Date.UTC(2000, month, 0)).getUTCDate()) return false;
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return false;
  const hours = Number(hour);
  const isHour = half === undefined ? hours <= 23 : hours >= 1 && hours <= 12;
  return isHour && Number(minute) <= 59 && Number(second60) <= 59;
}

/** The day as `YYYY-MM-DD`. */
export function dayOf(shape: DateShape, dayFirst: boolean): string {
  const { year, month, day } = numbersOf(shape, dayFirst);
  return [String(year).padStart(4, '0'), ...[month, day].map((part) => String(part).padStart(2, '0'))].join(
    '-',
  );
}

function numbersOf(
  { order, year, first, second }: DateShape,
  dayFirst: boolean,
): { readonly year: number; readonly month: number; readonly day: number } {
  const full = Number(year.length === 2 ? `20${year}` : year);
  const named = MONTHS.indexOf(first.slice(0, 3).toLowerCase()) + 1;
  const [a, b] = [named > 0 ? named : Number(first), Number(second)];
  return order === 'a-b-y' && dayFirst ? { year: full, month: b, day: a } : { year: full, month: a, day: b };
}

/** The pattern of texts that are alike but for how many digits day, month and hour have. */
export function patternOf(shapes: readonly DateShape[], dayFirst: boolean): string {
  // An offset with a colon says more than a Z.
  const shape = shapes.find(({ offset }) => offset?.includes(':')) ?? shapes[0];
  if (shape === undefined) return '';
  const { order, separator, year } = shape;
  const letters = (of: 'first' | 'second' | 'hour', letter: string): string =>
    letter.repeat(shapes.some((one) => one[of]?.length === 1) ? 1 : 2);
  const years = 'y'.repeat(year.length);
  const month = isWrittenOut(shape) ? 'MMMM' : 'MMM';
  const date = {
    'y-m-d': () => [years, letters('first', 'M'), letters('second', 'd')].join(separator),
    'a-b-y': () => {
      const [first, second] = dayFirst ? ['d', 'M'] : ['M', 'd'];
      return [letters('first', first ?? ''), letters('second', second ?? ''), years].join(separator);
    },
    'd-mon-y': () => [letters('second', 'd'), month, years].join(separator),
    'mon-d-y': () => `${month} ${letters('second', 'd')}${separator}${years}`,
  }[order]();
  return `${date}${timePattern(shape, letters)}`;
}

function timePattern(
  { gap, colon = '', minute, second60, fraction, half, offset }: DateShape,
  letters: (of: 'hour', letter: string) => string,
): string {
  if (minute === undefined) return '';
  const between = gap === 'T' ? "'T'" : (gap ?? '');
  const hour = letters('hour', half === undefined ? 'H' : 'h');
  const seconds = second60 === undefined ? '' : `${colon}ss`;
  const digits = fraction === undefined ? '' : `${fraction.charAt(0)}${'S'.repeat(fraction.length - 1)}`;
  const halves = half === undefined ? '' : `${half.startsWith(' ') ? ' ' : ''}a`;
  return `${between}${hour}${colon}mm${seconds}${digits}${halves}${offsetPattern(offset)}`;
}

function offsetPattern(offset: string | undefined): string {
  if (offset === undefined) return '';
  const blank = offset.startsWith(' ') ? ' ' : '';
  const name = offset.trim();
  if (name === 'UTC') return `${blank}'UTC'`;
  if (name.includes(':')) return `${blank}XXX`;
  return `${blank}X`;
}

function isWrittenOut({ order, first }: DateShape): boolean {
  return order.includes('mon') && first.length > 3;
}

/** Texts with one of these are written by one pattern. */
export function patternKey(shape: DateShape): string {
  const { order, separator, year, gap, colon, second60, fraction, half, offset } = shape;
  const zone = offset?.replace(/Z|[+-]\d{2}:\d{2}$/, 'hh:mm').replace(/[+-]\d{2,4}$/, 'hhmm');
  const parts = [
    order,
    isWrittenOut(shape),
    separator,
    year.length,
    gap,
    colon,
    second60?.length,
    fraction?.length,
  ];
  return [...parts, fraction?.charAt(0), half?.charAt(0) === ' ', half !== undefined, zone].join('|');
}

/** Whether the library reads a text as it is. */
export function isOwnForm(shape: DateShape): boolean {
  const { order, separator, first, second, gap, hour, colon, second60, fraction, half } = shape;
  const isDay = order === 'y-m-d' && separator === '-' && first.length === 2 && second.length === 2;
  if (!isDay || half !== undefined || gap === ', ') return false;
  if (hour === undefined) return true;
  return hour.length === 2 && colon === ':' && second60 !== undefined && !fraction?.startsWith(',');
}
