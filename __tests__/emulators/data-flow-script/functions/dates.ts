import { clockOf } from '../../clock';
import {
  addMonths,
  civilDate,
  civilTime,
  dayNumber,
  dayOf,
  dayOfWeek,
  daysInMonth,
  MICROS_PER_DAY,
  midnight,
  timestampOf,
  weekOfYear,
} from '../calendar';
import { DataFlowScriptError } from '../errors';
import type { FunctionBuilder } from '../expression-model';
import { DATE, type DataType, DOUBLE, INTEGER, LONG, TIMESTAMP } from '../types';
import type { Value } from '../values';
import { scalar } from './define';

/** A field of a date or a timestamp. */
const dateField = (field: (days: number) => number): FunctionBuilder =>
  scalar(['datetime'], INTEGER, (timestamp) => BigInt(field(dayOf(timestamp))));

/** A field of a timestamp's clock; with a time zone, only UTC: the examples with others contradict the text. */
const clockField = (field: (timestamp: bigint) => number): FunctionBuilder =>
  scalar(['timestamp', 'string?'], INTEGER, (timestamp, zone) => {
    if (zone !== undefined && zone !== 'UTC' && zone !== 'GMT') {
      throw new DataFlowScriptError(`time zone "${zone}": shift the timestamp with fromUTC instead`);
    }
    return BigInt(field(timestamp));
  });

/** Moves a date or a timestamp and keeps its type. */
const shift =
  (move: (timestamp: bigint, count: number) => bigint): FunctionBuilder =>
  (call) => {
    const moved = scalar(
      ['datetime', 'integral'],
      (types) => datetimeOf(types[0]),
      (timestamp, by) => move(timestamp, Number(by)),
    )(call);
    return {
      type: moved.type,
      evaluate: (on) => {
        const value = moved.evaluate(on);
        return value !== null && moved.type.kind === 'date' ? dayOf(value as bigint) : value;
      },
    };
  };

const datetimeOf = (type: DataType | undefined): DataType => (type?.kind === 'timestamp' ? TIMESTAMP : DATE);

function shiftMonths(timestamp: bigint, months: number): bigint {
  const days = dayOf(timestamp);
  return midnight(addMonths(days, months)) + (timestamp - midnight(days));
}

const lastDayOfMonth = (timestamp: bigint): number => {
  const { year, month } = civilDate(dayOf(timestamp));
  return dayNumber({ year, month, day: daysInMonth(year, month) });
};

/** Milliseconds in a number of units: `days(2)` is 172800000. */
const duration = (milliseconds: bigint): FunctionBuilder =>
  scalar(['integral'], LONG, (count) => count * milliseconds);

/** What a clock in `zone` reads at a moment of UTC. */
function fromUtc(timestamp: bigint, zone: string): bigint {
  if (zone === 'UTC' || zone === 'GMT') return timestamp;
  const milliseconds = Number((timestamp - (((timestamp % 1000n) + 1000n) % 1000n)) / 1000n);
  const parts = new Map(
    formatter(zone)
      .formatToParts(milliseconds)
      .map((part) => [part.type, Number(part.value)]),
  );
  const local = timestampOf({
    year: parts.get('year') ?? 0,
    month: parts.get('month') ?? 0,
    day: parts.get('day') ?? 0,
    hour: parts.get('hour') ?? 0,
    minute: parts.get('minute') ?? 0,
    second: parts.get('second') ?? 0,
    micros: 0,
  });
  return local + BigInt(civilTime(timestamp).micros);
}

/** The moment of UTC at which a clock in `zone` reads `local`. */
function toUtc(local: bigint, zone: string): bigint {
  const guess = local - (fromUtc(local, zone) - local);
  // Near a change of offset the first guess may be an hour off; a second step settles it.
  const settled = local - (fromUtc(guess, zone) - guess);
  if (fromUtc(settled, zone) !== local) {
    throw new DataFlowScriptError(`toUTC: no clock in ${zone} ever read that time`);
  }
  return settled;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  // Three-letter names are ambiguous, and Java and ICU do not agree on all of them.
  if (!zone.includes('/'))
    throw new DataFlowScriptError(`time zone "${zone}": use UTC or an IANA name such as Europe/Paris`);
  const created = zoneFormatter(zone);
  formatters.set(zone, created);
  return created;
}

function zoneFormatter(timeZone: string): Intl.DateTimeFormat {
  try {
    return clockOf(timeZone);
  } catch {
    throw new DataFlowScriptError(`unknown time zone "${timeZone}"`);
  }
}

const zoned =
  (convert: (timestamp: bigint, zone: string) => bigint): FunctionBuilder =>
  (call) => {
    if (call.nodes.length === 1)
      return call.fail('without a time zone it uses that of the cluster: name one');
    return scalar(['timestamp', 'string'], TIMESTAMP, convert)(call);
  };

const notDeterministic: FunctionBuilder = (call) =>
  call.fail('gives another value at every run, so no test can check it: pass the moment as a parameter');

/** Whole and fractional months, rounded to 8 digits, as Spark's `months_between`. */
function monthsBetween(first: bigint, second: bigint): Value {
  const [a, b] = [civilDate(dayOf(first)), civilDate(dayOf(second))];
  const months = (a.year - b.year) * 12 + a.month - b.month;
  const bothLast = a.day === daysInMonth(a.year, a.month) && b.day === daysInMonth(b.year, b.month);
  if (a.day === b.day || bothLast) return months;
  const clock = (timestamp: bigint): number =>
    Number(timestamp - midnight(dayOf(timestamp))) / Number(MICROS_PER_DAY);
  const fraction = (a.day + clock(first) - b.day - clock(second)) / 31;
  return Math.round((months + fraction) * 1e8) / 1e8;
}

export const DATE_FUNCTIONS: Readonly<Record<string, FunctionBuilder>> = {
  year: dateField((days) => civilDate(days).year),
  month: dateField((days) => civilDate(days).month),
  dayOfMonth: dateField((days) => civilDate(days).day),
  dayOfWeek: dateField(dayOfWeek),
  dayOfYear: dateField((days) => days - dayNumber({ year: civilDate(days).year, month: 1, day: 1 }) + 1),
  weekOfYear: dateField(weekOfYear),
  hour: clockField((timestamp) => civilTime(timestamp).hour),
  minute: clockField((timestamp) => civilTime(timestamp).minute),
  second: clockField((timestamp) => civilTime(timestamp).second),
  millisecond: clockField((timestamp) => Math.floor(civilTime(timestamp).micros / 1000)),
  addDays: shift((timestamp, count) => timestamp + BigInt(count) * MICROS_PER_DAY),
  subDays: shift((timestamp, count) => timestamp - BigInt(count) * MICROS_PER_DAY),
  addMonths: shift(shiftMonths),
  subMonths: shift((timestamp, count) => shiftMonths(timestamp, -count)),
  lastDayOfMonth: scalar(['datetime'], DATE, lastDayOfMonth),
  monthsBetween: scalar(['datetime', 'datetime'], DOUBLE, monthsBetween),
  weeks: duration(604_800_000n),
  days: duration(86_400_000n),
  hours: duration(3_600_000n),
  minutes: duration(60_000n),
  seconds: duration(1000n),
  milliseconds: duration(1n),
  fromUTC: zoned(fromUtc),
  toUTC: zoned(toUtc),
  currentUTC: notDeterministic,
  currentTimestamp: notDeterministic,
  currentDate: notDeterministic,
  uuid: notDeterministic,
  random: notDeterministic,
  nextSequence: notDeterministic,
};
