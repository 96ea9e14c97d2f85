import { fromDays, fromTicks, TICKS_PER_DAY, toDays, type DateParts } from '../calendar';
import { notModelled, TsqlError } from '../errors';

/** The parts of a date that DATEADD, DATEDIFF and DATEPART name. */
export type DatePart =
  | 'year'
  | 'quarter'
  | 'month'
  | 'dayofyear'
  | 'day'
  | 'week'
  | 'weekday'
  | 'hour'
  | 'minute'
  | 'second'
  | 'millisecond'
  | 'microsecond'
  | 'nanosecond'
  | 'iso_week';

const NAMES: Readonly<Record<string, DatePart>> = {
  year: 'year',
  yy: 'year',
  yyyy: 'year',
  quarter: 'quarter',
  qq: 'quarter',
  q: 'quarter',
  month: 'month',
  mm: 'month',
  m: 'month',
  dayofyear: 'dayofyear',
  dy: 'dayofyear',
  y: 'dayofyear',
  day: 'day',
  dd: 'day',
  d: 'day',
  week: 'week',
  wk: 'week',
  ww: 'week',
  weekday: 'weekday',
  dw: 'weekday',
  w: 'weekday',
  hour: 'hour',
  hh: 'hour',
  minute: 'minute',
  mi: 'minute',
  n: 'minute',
  second: 'second',
  ss: 'second',
  s: 'second',
  millisecond: 'millisecond',
  ms: 'millisecond',
  microsecond: 'microsecond',
  mcs: 'microsecond',
  nanosecond: 'nanosecond',
  ns: 'nanosecond',
  iso_week: 'iso_week',
  isowk: 'iso_week',
  isoww: 'iso_week',
};

/** 100 ns ticks in each part of fixed length; nanosecond is finer than a tick. */
export const TICKS: Readonly<Partial<Record<DatePart, bigint>>> = {
  week: 7n * TICKS_PER_DAY,
  day: TICKS_PER_DAY,
  dayofyear: TICKS_PER_DAY,
  weekday: TICKS_PER_DAY,
  hour: 36_000_000_000n,
  minute: 600_000_000n,
  second: 10_000_000n,
  millisecond: 10_000n,
  microsecond: 10n,
};

/** Tells whether a part is smaller than a day, which a date does not have. */
export function isTimePart(part: DatePart): boolean {
  return ['hour', 'minute', 'second', 'millisecond', 'microsecond', 'nanosecond'].includes(part);
}

/** Resolves a date part or one of its abbreviations. */
export function datePartOf(name: string, functionName: string): DatePart {
  const part = NAMES[name.toLowerCase()];
  if (!part) {
    throw new TsqlError(`'${name}' is not a recognized ${functionName.toLowerCase()} option`, 155);
  }
  return part;
}

/** Reads one part of a point in time. */
export function partOf(part: DatePart, ticks: bigint): bigint {
  const parts = fromTicks(ticks);
  switch (part) {
    case 'quarter':
      return BigInt(Math.ceil(parts.month / 3));
    case 'dayofyear':
      return ticks / TICKS_PER_DAY - toDays(parts.year, 1, 1) + 1n;
    case 'iso_week':
      return isoWeek(ticks / TICKS_PER_DAY);
    case 'millisecond':
      return BigInt(Math.floor(parts.ticks / 10_000));
    case 'microsecond':
      return BigInt(Math.floor(parts.ticks / 10));
    case 'nanosecond':
      return BigInt(parts.ticks) * 100n;
    case 'week':
    case 'weekday':
      throw notModelled(`DATEPART(${part}), which depends on the session's DATEFIRST`);
    default:
      return BigInt(parts[part]);
  }
}

/** ISO 8601 week: the week of the year that holds this week's Thursday. */
function isoWeek(days: bigint): bigint {
  // 0001-01-01 was a Monday.
  const thursday = days - (days % 7n) + 3n;
  return (thursday - toDays(fromDays(thursday).year, 1, 1)) / 7n + 1n;
}

/** Counts the boundaries of a part between two points in time. */
export function boundariesBetween(part: DatePart, start: bigint, end: bigint): bigint {
  const [from, to] = [fromTicks(start), fromTicks(end)];
  switch (part) {
    case 'year':
      return BigInt(to.year - from.year);
    case 'quarter':
      return BigInt(quarters(to) - quarters(from));
    case 'month':
      return BigInt((to.year - from.year) * 12 + to.month - from.month);
    case 'week':
      // Weeks start on Sunday here, whatever DATEFIRST says; 0001-01-01 was a Monday.
      return (end / TICKS_PER_DAY + 1n) / 7n - (start / TICKS_PER_DAY + 1n) / 7n;
    case 'nanosecond':
      return (end - start) * 100n;
    case 'iso_week':
      throw new TsqlError('iso_week is not supported by date function datediff', 9810);
    default: {
      const unit = TICKS[part] ?? 1n;
      return end / unit - start / unit;
    }
  }
}

function quarters(parts: DateParts): number {
  return parts.year * 4 + Math.ceil(parts.month / 3);
}
