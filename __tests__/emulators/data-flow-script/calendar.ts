/** Dates are days since 1970-01-01; timestamps are microseconds since then, in UTC. */
export const MICROS_PER_MILLI = 1000n;
export const MICROS_PER_SECOND = 1_000_000n;
export const MICROS_PER_DAY = 86_400_000_000n;

/** A day of the proleptic Gregorian calendar. */
export interface CivilDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

/** A moment, taken apart. */
export interface CivilTime extends CivilDate {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly micros: number;
}

/** The day's number; months and days out of range roll over, as in a lenient Java calendar. */
export function dayNumber({ year, month, day }: CivilDate): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / 86_400_000);
}

export function civilDate(days: number): CivilDate {
  const date = new Date(days * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Floor division, also for moments before 1970. */
export const floorDivide = (left: bigint, right: bigint): bigint => {
  const quotient = left / right;
  return left % right < 0n ? quotient - 1n : quotient;
};

export const dayOf = (timestamp: bigint): number => Number(floorDivide(timestamp, MICROS_PER_DAY));

export const midnight = (days: number): bigint => BigInt(days) * MICROS_PER_DAY;

export function civilTime(timestamp: bigint): CivilTime {
  const days = dayOf(timestamp);
  const rest = timestamp - midnight(days);
  const seconds = Number(rest / MICROS_PER_SECOND);
  return {
    ...civilDate(days),
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    micros: Number(rest % MICROS_PER_SECOND),
  };
}

/** The timestamp of a moment; every field may be out of range and then rolls over. */
export function timestampOf(time: CivilTime): bigint {
  const seconds = BigInt(time.hour) * 3600n + BigInt(time.minute) * 60n + BigInt(time.second);
  return midnight(dayNumber(time)) + seconds * MICROS_PER_SECOND + BigInt(time.micros);
}

export const daysInMonth = (year: number, month: number): number =>
  civilDate(dayNumber({ year, month: month + 1, day: 0 })).day;

/**
 * Moves a day by whole months.
 *
 * The last day of a month stays the last day: the reference gives `addMonths('2016-09-30', -1)` as 2016-08-31.
 */
export function addMonths(days: number, months: number): number {
  const { year, month, day } = civilDate(days);
  const index = year * 12 + month - 1 + months;
  const [newYear, newMonth] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  const last = daysInMonth(newYear, newMonth);
  const wasLast = day === daysInMonth(year, month);
  return dayNumber({ year: newYear, month: newMonth, day: wasLast ? last : Math.min(day, last) });
}

/** The ISO 8601 week: weeks begin on Monday, and week 1 has the year's first Thursday. */
export function weekOfYear(days: number): number {
  const weekday = (((days + 3) % 7) + 7) % 7;
  const thursday = days - weekday + 3;
  const { year } = civilDate(thursday);
  return Math.floor((thursday - dayNumber({ year, month: 1, day: 1 })) / 7) + 1;
}

/** 1 for Sunday to 7 for Saturday. */
export const dayOfWeek = (days: number): number => ((((days + 4) % 7) + 7) % 7) + 1;

/** `YYYY-MM-DD` of a real day, or undefined. */
export function parseIsoDate(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match ? realDay(Number(match[1]), Number(match[2]), Number(match[3])) : undefined;
}

/** The number of a day that exists, or undefined. */
export function realDay(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return dayNumber({ year, month, day });
}

/** `YYYY-M-D HH:MM:SS[.f…]` of a real moment, or undefined. */
export function parseIsoTimestamp(text: string): bigint | undefined {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2}) (\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,9}))?$/.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const days = realDay(year, month, day);
  if (days === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  const micros = Number((match[7] ?? '').padEnd(6, '0').slice(0, 6));
  return timestampOf({ year, month, day, hour, minute, second, micros });
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

export function dateText(days: number): string {
  const { year, month, day } = civilDate(days);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

export function timestampText(timestamp: bigint): string {
  const time = civilTime(timestamp);
  const clock = `${pad(time.hour, 2)}:${pad(time.minute, 2)}:${pad(time.second, 2)}`;
  return `${dateText(dayOf(timestamp))} ${clock}.${pad(time.micros, 6)}`;
}
