import { ConversionError } from './errors';

/** Ticks of 100 ns in one second, the resolution of datetime2(7). */
export const TICKS_PER_SECOND = 10_000_000n;
/** Ticks of 100 ns in one day. */
export const TICKS_PER_DAY = 86_400n * TICKS_PER_SECOND;

/** The parts of a date and a time of day; `ticks` counts 100 ns within the second. */
export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ticks: number;
}

const MS_PER_DAY = 86_400_000;

/** Days from 0001-01-01 to 1970-01-01, where JavaScript's dates start. */
const EPOCH_DAYS = 719_162n;

/** Number of days in a month of the proleptic Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Tells whether year, month and day name a date T-SQL can hold. */
export function isDate(year: number, month: number, day: number): boolean {
  return (
    year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
  );
}

/** Days from 0001-01-01 to a date: how date values are held. */
export function toDays(year: number, month: number, day: number): bigint {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return BigInt(Math.floor(date.getTime() / MS_PER_DAY)) + EPOCH_DAYS;
}

/** Splits a count of days into year, month and day. */
export function fromDays(days: bigint): {
  readonly year: number;
  readonly month: number;
  readonly day: number;
} {
  const date = new Date(Number(days - EPOCH_DAYS) * MS_PER_DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Splits 100 ns ticks since 0001-01-01 into parts. */
export function fromTicks(value: bigint): DateParts {
  const within = value % TICKS_PER_DAY;
  const seconds = Number(within / TICKS_PER_SECOND);
  return {
    ...fromDays(value / TICKS_PER_DAY),
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    ticks: Number(within % TICKS_PER_SECOND),
  };
}

/** Joins parts into 100 ns ticks since 0001-01-01: how datetime2 values are held. */
export function toTicks(parts: DateParts): bigint {
  const seconds = BigInt(parts.hour * 3600 + parts.minute * 60 + parts.second);
  return (
    toDays(parts.year, parts.month, parts.day) * TICKS_PER_DAY +
    seconds * TICKS_PER_SECOND +
    BigInt(parts.ticks)
  );
}

/** Most minutes between UTC and a clock, as SQL Server holds them. */
const MAX_OFFSET = 840n;
const OFFSETS = 2n * MAX_OFFSET + 1n;

/** Packs a moment in UTC and its zone's offset in minutes: how datetimeoffset values are held. */
export function withOffset(utc: bigint, offset: bigint): bigint {
  return utc * OFFSETS + offset + MAX_OFFSET;
}

/** The moment in UTC of a datetimeoffset. */
export function utcTicks(value: bigint): bigint {
  return value / OFFSETS;
}

/** What the clock of a datetimeoffset shows. */
export function localTicks(value: bigint): bigint {
  return utcTicks(value) + ((value % OFFSETS) - MAX_OFFSET) * 60n * TICKS_PER_SECOND;
}

/** Fails unless a count of days lies between 0001-01-01 and 9999-12-31. */
export function checkDays(days: bigint): bigint {
  if (days < 0n || days > 3_652_058n) {
    throw new ConversionError('adding a value to a date column caused an overflow', 517);
  }
  return days;
}

/** Rounds ticks to a number of fraction digits, as a conversion to a lesser datetime2 does. */
export function roundTicks(value: bigint, scale: number): bigint {
  const unit = 10n ** BigInt(7 - scale);
  const rounded = ((value + unit / 2n) / unit) * unit;
  checkDays(rounded / TICKS_PER_DAY);
  return rounded;
}

/** Writes a date as YYYY-MM-DD. */
export function dateText(days: bigint): string {
  const { year, month, day } = fromDays(days);
  return `${String(year).padStart(4, '0')}-${pad2(month)}-${pad2(day)}`;
}

/** Writes a datetime2 as YYYY-MM-DD HH:MM:SS with `scale` fraction digits (up to 7). */
export function dateTimeText(value: bigint, scale: number, separator: ' ' | 'T' = ' '): string {
  const { hour, minute, second, ticks } = fromTicks(value);
  const fraction = scale === 0 ? '' : `.${String(ticks).padStart(7, '0').slice(0, scale)}`;
  return `${dateText(value / TICKS_PER_DAY)}${separator}${pad2(hour)}:${pad2(minute)}:${pad2(second)}${fraction}`;
}

function pad2(value: number): string {
  return String(value).padStart(2, '0');
}
