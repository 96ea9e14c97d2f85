import {
  checkDays,
  daysInMonth,
  fromDays,
  isDate,
  localTicks,
  roundTicks,
  TICKS_PER_DAY,
  toDays,
  toTicks,
} from '../calendar';
import { badArgument, coerce, strict, type BoundCall, type BoundExpr, type BuiltIn } from '../bound';
import { fitInteger } from '../conversion';
import { ConversionError, notModelled, TsqlError } from '../errors';
import { BIGINT, DATE, INT, isInteger, isNumeric, isString, isTemporal, type SqlType } from '../types';
import { integerOf, type SqlValue } from '../values';
import { boundariesBetween, datePartOf, isTimePart, partOf, TICKS, type DatePart } from './date-parts';

const DATETIME2: SqlType = { kind: 'datetime2', scale: 7 };

/** Takes a date or a datetime2; text is read as a datetime2 where `text` allows it. */
function requireDate(arg: BoundExpr | undefined, name: string, position: number, text: boolean): BoundExpr {
  if (!arg) {
    throw new TsqlError('internal: an argument is missing');
  }
  if (arg.type.kind === 'null') {
    return coerce(arg, DATETIME2);
  }
  if (isString(arg.type)) {
    if (!text) {
      throw notModelled(`${name} of text, whose result is a datetime: cast it to date or datetime2`);
    }
    return coerce(arg, DATETIME2);
  }
  if (isInteger(arg.type)) {
    throw notModelled(`${name} of a number of days since 1900-01-01: write the date`);
  }
  if (arg.type.kind === 'datetimeoffset' && /^(DATEPART|YEAR|MONTH|DAY)$/.test(name)) {
    return arg;
  }
  if (!isTemporal(arg.type)) {
    throw badArgument(arg.type, name, position);
  }
  return arg;
}

function ticksOf(value: SqlValue | undefined, type: SqlType): bigint {
  if (type.kind === 'datetimeoffset') {
    return localTicks(integerOf(value ?? null));
  }
  return type.kind === 'date' ? integerOf(value ?? null) * TICKS_PER_DAY : integerOf(value ?? null);
}

/** Moves a date by months; a day the month lacks becomes its last one. */
function addMonths(days: bigint, months: number): bigint {
  const { year, month, day } = fromDays(days);
  const index = year * 12 + month - 1 + months;
  const [newYear, newMonth] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  if (newYear < 1 || newYear > 9999) {
    throw new ConversionError('adding a value to a date column caused an overflow', 517);
  }
  return toDays(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

const MONTHS: Readonly<Partial<Record<DatePart, number>>> = { year: 12, quarter: 3, month: 1 };

function dateAdd({ name, args, part: partName }: BoundCall): BoundExpr {
  const part = datePartOf(partName, name);
  const date = requireDate(args[1], name, 3, false);
  const amount = args[0];
  if (!amount || part === 'iso_week') {
    throw new TsqlError(`${partName} is not supported by date function dateadd`, 9810);
  }
  if (date.type.kind === 'date' && isTimePart(part)) {
    throw new TsqlError(
      `the datepart ${part} is not supported by date function dateadd for data type date`,
      9810,
    );
  }
  if (amount.type.kind === 'decimal' || amount.type.kind === 'float' || isString(amount.type)) {
    throw notModelled('DATEADD of a number that is not an integer, which is truncated');
  }
  return strict(date.type, [coerce(amount, INT), date], ([count, value]) => {
    const [n, ticks] = [integerOf(count ?? null), ticksOf(value, date.type)];
    const months = MONTHS[part];
    const moved =
      months === undefined
        ? ticks + (part === 'nanosecond' ? n / 100n : n * (TICKS[part] ?? 1n))
        : addMonths(ticks / TICKS_PER_DAY, Number(n) * months) * TICKS_PER_DAY + (ticks % TICKS_PER_DAY);
    checkDays(moved < 0n ? -1n : moved / TICKS_PER_DAY);
    return date.type.kind === 'datetime2' ? roundTicks(moved, date.type.scale) : moved / TICKS_PER_DAY;
  });
}

function dateDiff(type: 'int' | 'bigint'): BuiltIn {
  return {
    min: 3,
    max: 3,
    datePart: true,
    bind: ({ name, args, part: partName }) => {
      const part = datePartOf(partName, name);
      const [start, end] = [requireDate(args[0], name, 2, true), requireDate(args[1], name, 3, true)];
      return strict(type === 'int' ? INT : BIGINT, [start, end], ([from, to]) => {
        const count = boundariesBetween(part, ticksOf(from, start.type), ticksOf(to, end.type));
        try {
          return fitInteger(count, type);
        } catch {
          throw new TsqlError('the datediff function resulted in an overflow', 535);
        }
      });
    },
  };
}

function singlePart(part: 'year' | 'month' | 'day'): BuiltIn {
  return {
    min: 1,
    max: 1,
    bind: ({ name, args }) => {
      const date = requireDate(args[0], name, 1, true);
      return strict(INT, [date], ([value]) => partOf(part, ticksOf(value, date.type)));
    },
  };
}

function datePart({ name, args, part: partName }: BoundCall): BoundExpr {
  const part = datePartOf(partName, name);
  const date = requireDate(args[0], name, 2, true);
  if (part === 'week' || part === 'weekday') {
    throw notModelled(`DATEPART(${part}), which depends on the session's DATEFIRST`);
  }
  if (date.type.kind === 'date' && isTimePart(part)) {
    throw new TsqlError(
      `the datepart ${part} is not supported by date function datepart for data type date`,
      9810,
    );
  }
  return strict(INT, [date], ([value]) => partOf(part, ticksOf(value, date.type)));
}

function endOfMonth({ name, args }: BoundCall): BoundExpr {
  const date = requireDate(args[0], name, 1, true);
  const months = args[1] ? [coerce(args[1], INT)] : [];
  return strict(DATE, [date, ...months], ([value, count]) => {
    const moved = addMonths(ticksOf(value, date.type) / TICKS_PER_DAY, Number(count ?? 0n));
    const { year, month } = fromDays(moved);
    return toDays(year, month, daysInMonth(year, month));
  });
}

function fromParts({ name, args }: BoundCall): BoundExpr {
  const parts = args.map((arg) => requireInteger(arg, name));
  return strict(DATE, parts, (values) => {
    const [year = 0, month = 0, day = 0] = values.map(Number);
    if (!isDate(year, month, day)) {
      throw new TsqlError(
        'cannot construct data type date, some of the arguments have values which are not valid',
        289,
      );
    }
    return toDays(year, month, day);
  });
}

function requireInteger(arg: BoundExpr, name: string): BoundExpr {
  if (arg.type.kind !== 'null' && !isInteger(arg.type)) {
    throw isNumeric(arg.type)
      ? notModelled(`${name} of a number that is not an integer`)
      : badArgument(arg.type, name, 1);
  }
  return coerce(arg, INT);
}

function dateTimeFromParts({ name, args }: BoundCall): BoundExpr {
  const scale = args[7]?.constant;
  if (typeof scale !== 'bigint' || scale < 0n || scale > 7n) {
    throw new TsqlError('scale argument is not valid for datetime2fromparts: a constant from 0 to 7', 10760);
  }
  const parts = args.slice(0, 7).map((arg) => requireInteger(arg, name));
  return strict({ kind: 'datetime2', scale: Number(scale) }, parts, (values) => {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, fraction = 0] = values.map(Number);
    const time =
      [hour, minute, second, fraction].every((n) => n >= 0) && hour < 24 && minute < 60 && second < 60;
    if (!isDate(year, month, day) || !time || fraction >= 10 ** Number(scale)) {
      throw new TsqlError(
        'cannot construct data type datetime2, some of the arguments have values which are not valid',
        289,
      );
    }
    return toTicks({ year, month, day, hour, minute, second, ticks: fraction * 10 ** (7 - Number(scale)) });
  });
}

function clock({ session }: BoundCall): BoundExpr {
  return {
    type: DATETIME2,
    evaluate: () => {
      const now = session.now();
      const days = toDays(now.getUTCFullYear(), now.getUTCMonth() + 1, now.getUTCDate());
      return days * TICKS_PER_DAY + BigInt(now.getTime() % 86_400_000) * 10_000n;
    },
  };
}

/** Date and time functions. */
export const DATE_FUNCTIONS: Readonly<Record<string, BuiltIn>> = {
  DATEADD: { min: 3, max: 3, datePart: true, bind: dateAdd },
  DATEDIFF: dateDiff('int'),
  DATEDIFF_BIG: dateDiff('bigint'),
  DATEPART: { min: 2, max: 2, datePart: true, bind: datePart },
  YEAR: singlePart('year'),
  MONTH: singlePart('month'),
  DAY: singlePart('day'),
  EOMONTH: { min: 1, max: 2, bind: endOfMonth },
  DATEFROMPARTS: { min: 3, max: 3, bind: fromParts },
  DATETIME2FROMPARTS: { min: 8, max: 8, bind: dateTimeFromParts },
  SYSUTCDATETIME: { min: 0, max: 0, bind: clock },
};
