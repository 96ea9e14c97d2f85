/** Microseconds in a day. */
const DAY = 86_400_000_000n;

/** Days of the engine's earliest and latest timestamp that are whole, since 1970: about 290,000 years around it. */
const [FIRST_DAY, LAST_DAY] = [-106_751_900n, 106_751_900n];

/** A day, of a number of days since 1970, as the engine reads it: years before the first with their era. */
export function isoDay(days: number): string {
  // By Howard Hinnant's method, from the 1st of March of the year 0: a date of JavaScript ends too soon.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const two = (part: number): string => String(part).padStart(2, '0');
  const written = `${String(year > 0 ? year : 1 - year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  return year > 0 ? written : `${written} (BC)`;
}

/**
 * A timestamp, of a number since 1970 in units of so many digits behind the second, cut after the microsecond. What is further away
 * than the engine knows is the last day that it knows, which no contract takes.
 */
export function isoTimestamp(count: bigint, digits: 3 | 6 | 9): string {
  const micros = digits === 3 ? count * 1000n : digits === 6 ? count : floored(count, 1000n);
  const day = floored(micros, DAY);
  if (day < FIRST_DAY) return isoTimestamp(FIRST_DAY * DAY, 6);
  if (day > LAST_DAY) return isoTimestamp(LAST_DAY * DAY, 6);
  const date = isoDay(Number(day));
  const time = timeOfDay(micros - day * DAY);
  // The engine has the era behind the time.
  return date.endsWith(' (BC)') ? `${date.slice(0, -5)} ${time} (BC)` : `${date} ${time}`;
}

/** A time of the day, of its microseconds; a fraction without the zeros that end it. */
export function timeOfDay(micros: bigint): string {
  const seconds = floored(micros, 1_000_000n);
  const fraction = String(micros - seconds * 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const parts = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${parts.join(':')}${fraction === '' ? '' : `.${fraction}`}`;
}

/** A number without an exponent. */
export function plainNumber(value: number): string {
  const [, sign = '', whole = '', fraction = '', power] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  if (power === undefined) return String(value);
  const digits = `${whole}${fraction}`;
  const point = whole.length + Number(power);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return point >= digits.length
    ? `${sign}${digits.padEnd(point, '0')}`
    : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function floored(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value < 0n && quotient * by !== value ? quotient - 1n : quotient;
}
