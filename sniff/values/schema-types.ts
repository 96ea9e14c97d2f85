import { type DataType, decimalType } from '../../model';
import { type ColumnCounts, type ColumnReading } from '../column-facts';
import { counted } from '../words';
import { epochReading } from './epochs';
import { rowsOf, type ValueCount } from './value-counts';

/** Types of a file's own schema whose values are those of one type of a contract, by their names in the engine. */
const TYPES: Readonly<Record<string, DataType>> = {
  BOOLEAN: { kind: 'boolean' },
  TINYINT: { kind: 'integer' },
  SMALLINT: { kind: 'integer' },
  INTEGER: { kind: 'integer' },
  UTINYINT: { kind: 'integer' },
  USMALLINT: { kind: 'integer' },
  UINTEGER: { kind: 'long' },
  BIGINT: { kind: 'long' },
  UBIGINT: decimalType(20, 0),
  HUGEINT: decimalType(38, 0),
  FLOAT: { kind: 'double' },
  DOUBLE: { kind: 'double' },
  DATE: { kind: 'date' },
  TIMESTAMP: { kind: 'timestamp' },
  TIMESTAMP_S: { kind: 'timestamp' },
  TIMESTAMP_MS: { kind: 'timestamp' },
  TIMESTAMP_NS: { kind: 'timestamp' },
  'TIMESTAMP WITH TIME ZONE': { kind: 'timestamp' },
};

/** Names of columns that hold amounts, which are exact. */
const AMOUNTS =
  /(?:^|_)(?:amount|price|total|subtotal|sum|cost|tax|vat|balance|net|gross|discount|fee|revenue)(?:$|_)/;

/** Most digits behind the point that amounts have. */
const MOST_SCALE = 6;

/** Text of a number without its decimals, and of these. */
const NUMBER = /^-?([0-9]+)(?:\.([0-9]+))?$/;

/** What floating-point columns hold where there is no number; a copy writes the first, the preview the second. */
const NOT_A_NUMBER = ['NaN', 'nan'] as const;

/**
 * A column as the schema of a file says it; nothing where that says text, bytes or times of a day.
 *
 * @param counts of its values.
 * @param name its name in the contract.
 * @param typed its type, such as `DECIMAL(12,2)`.
 */
export function schemaReading(
  counts: ColumnCounts,
  name: string,
  typed: string | undefined,
): ColumnReading | undefined {
  const type = typed === undefined ? undefined : typeOf(typed);
  if (typed === undefined || type === undefined) return undefined;
  const reading = {
    type,
    format: {},
    exceptions: [],
    markers: [],
    missing: counts.rows - counts.present,
    evidence: [`${typed} in the file`],
    doubts: counts.present === 0 ? ['no value was seen'] : [],
    conventions: {},
  };
  if (counts.present === 0) return reading;
  switch (type.kind) {
    case 'date':
    case 'timestamp':
      return timeReading(reading, counts, typed);
    case 'integer':
    case 'long':
      return epochsIn(reading, counts, name);
    case 'double':
      return doubleReading(reading, counts, name);
    default:
      return reading;
  }
}

function typeOf(typed: string): DataType | undefined {
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(typed);
  return decimal ? decimalType(Number(decimal[1]), Number(decimal[2])) : TYPES[typed];
}

function timeReading(reading: ColumnReading, { values: all }: ColumnCounts, typed: string): ColumnReading {
  const { type, evidence, doubts } = reading;
  const values = all.filter(({ text }) => !OPEN_END.test(text));
  const days = values.map(({ text }) => text.slice(0, 10)).sort();
  const [first = '', last = ''] = [days[0], days.at(-1)];
  const ends = all.filter(({ text }) => OPEN_END.test(text));
  const isMidnight = values.every(({ text }) => text.slice(10) === ' 00:00:00');
  const isLocal = type.kind === 'timestamp' && !typed.endsWith('WITH TIME ZONE');
  return {
    ...reading,
    ...(ends.length > 0 && { format: { nullMarkers: ends.flatMap(({ text }) => writtenEnds(text)).sort() } }),
    missing: reading.missing + rowsOf(ends),
    markers: ends.map(({ text }) => text),
    evidence: [
      ...evidence,
      ...(values.length > 0 ? [`${first} to ${last}`] : []),
      ...ends.map(
        ({ text, rows }) =>
          `${JSON.stringify(text)} in ${counted(rows, 'row')} is no day that is kept, and becomes a missing value`,
      ),
    ],
    doubts: [
      ...doubts,
      ...(type.kind === 'timestamp' && isMidnight && values.length > 0
        ? ['every time is midnight: t.date() reads it as the day that it may be']
        : []),
      ...(isLocal && !isMidnight
        ? ['no zone in the file: read as UTC; where it is the clock of a place, let the source write UTC']
        : []),
    ],
    ...(values.length > 0 && { days: [first, last] as const }),
  };
}

/** Days that stand for "never" or "unknown". */
const OPEN_END = /^(?:0000|0001|9999)-/;

/** An open end as the preview writes it, and as a copy does. */
function writtenEnds(text: string): string[] {
  const [day = '', time = '00:00:00'] = text.split(' ');
  const [whole = '', fraction = ''] = time.split('.');
  const copied = `${day} ${whole}.${fraction.padEnd(6, '0').slice(0, 6)}`;
  return [text, copied, `${copied}+00:00`];
}

/** Whole numbers that count from 1970 on, where the name is that of a time. */
function epochsIn(reading: ColumnReading, { values }: ColumnCounts, name: string): ColumnReading {
  const is01 = values.length === 2 && values.every(({ text }) => text === '0' || text === '1');
  if (is01) return { ...reading, doubts: [...reading.doubts, '0 and 1 alone: it may be t.boolean()'] };
  const epoch = epochReading(name, values);
  if (epoch?.named !== true) return reading;
  return {
    ...reading,
    type: { kind: 'timestamp' },
    format: { epoch: epoch.unit },
    exceptions: epoch.bad,
    evidence: [...reading.evidence, `${epoch.unit} since 1970: ${epoch.days[0]} to ${epoch.days[1]}`],
    days: epoch.days,
  };
}

/** Doubles stay doubles, but for whole numbers with gaps, which many write so, and for amounts. */
function doubleReading(reading: ColumnReading, counts: ColumnCounts, name: string): ColumnReading {
  const none = counts.values.filter(({ text }) => text.toLowerCase() === 'nan');
  const parts = counts.values.filter((value) => !none.includes(value)).map(({ text }) => NUMBER.exec(text));
  const whole = longest(parts.map((part) => part?.[1]));
  const scale = longest(parts.map((part) => part?.[2]));
  const isNumber = parts.length > 0 && parts.every((part) => part !== null);
  const read = none.length > 0 ? withoutNumber(reading, none) : reading;
  if (!isNumber) return read;
  if (scale === 0 && whole < 16)
    return {
      ...read,
      type: { kind: 'long' },
      doubts: [...read.doubts, 'no fraction was seen: whole numbers with gaps are written so, or t.double()'],
    };
  if (!AMOUNTS.test(name) || scale > MOST_SCALE || whole > 14) return read;
  const behind = Math.max(2, scale);
  return {
    ...read,
    type: decimalType(Math.max(12, whole + behind + 2), behind),
    doubts: [
      ...read.doubts,
      `an amount of up to ${counted(scale, 'digit')} behind the point, in doubles: let the source write decimals`,
    ],
  };
}

function withoutNumber(reading: ColumnReading, none: readonly ValueCount[]): ColumnReading {
  const rows = rowsOf(none);
  return {
    ...reading,
    format: { nullMarkers: [...NOT_A_NUMBER] },
    missing: reading.missing + rows,
    markers: none.map(({ text }) => text),
    evidence: [...reading.evidence, `not a number in ${counted(rows, 'row')} stands for a missing value`],
  };
}

function longest(digits: readonly (string | undefined)[]): number {
  return digits.reduce((most, text = '') => Math.max(most, text.length), 0);
}
