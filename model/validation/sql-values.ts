import { type DataType, describeType } from '../types';

const RANGES = {
  integer: [-2147483648n, 2147483647n],
  long: [-9223372036854775808n, 9223372036854775807n],
} as const;

/** What a constant of a type has to look like, where it does not; the words end "allowed: ". */
export function valueProblem(type: DataType, value: string): string | undefined {
  switch (type.kind) {
    case 'string':
      return [...value].length <= type.length && !/\p{Cc}/u.test(value)
        ? undefined
        : `text of ${type.length} characters at most, without control characters`;
    case 'integer':
    case 'long': {
      const [low, high] = RANGES[type.kind];
      return /^-?\d{1,19}$/.test(value) && BigInt(value) >= low && BigInt(value) <= high
        ? undefined
        : `a whole number from ${low} to ${high}`;
    }
    case 'decimal': {
      const [, whole = '', fraction = ''] = /^-?0*(\d+)(?:\.(\d+))?$/.exec(value) ?? [];
      const digits = whole === '0' ? 0 : whole.length;
      return whole !== '' && digits <= type.precision - type.scale && fraction.length <= type.scale
        ? undefined
        : `a number that fits ${describeType(type)}, with a point`;
    }
    case 'boolean':
      return value === 'true' || value === 'false' ? undefined : 'true or false';
    case 'date':
      return isDay(value) ? undefined : 'a day that exists, as YYYY-MM-DD, years 1000 to 2999';
    case 'timestamp': {
      const [, day = '', time] = /^(.{10}) (.+)$/.exec(value) ?? [];
      return isDay(day) && /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?$/.test(time ?? '')
        ? undefined
        : 'a timestamp in UTC, as YYYY-MM-DD HH:MM:SS';
    }
    case 'double':
    case 'array':
      return `no ${type.kind}`;
  }
}

function isDay(value: string): boolean {
  if (!/^[12]\d{3}-\d{2}-\d{2}$/.test(value)) return false;
  const timestamp = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(timestamp.getTime()) && timestamp.toISOString().startsWith(value);
}
