import { type DataType, decimalType } from '../model';
import { type ColumnCounts, type ColumnReading } from './column-facts';
import { isTime } from './event-time';
import { counted } from './words';

/** Columns from which on a table is one of amounts, such as rates with a column for each currency, and their share of all. */
const [LEAST, SHARE] = [4, 0.8];

/** What most columns of a wide table hold, beside days and columns without any value. */
export interface UsualAmount {
  /** Holds the values of each. */
  readonly type: DataType;
  /** How many columns have one like it. */
  readonly columns: number;
}

/** The decimals that nearly all columns of a table are; nothing where they are of several kinds. */
export function usualAmount(readings: readonly ColumnReading[]): UsualAmount | undefined {
  const known = readings.filter(({ type, evidence }) => !isTime(type) && evidence.length > 0);
  const decimals = known.flatMap(({ type }) => (type.kind === 'decimal' ? [type] : []));
  if (decimals.length < LEAST || decimals.length < known.length * SHARE) return undefined;
  const largest = (part: 'precision' | 'scale'): number => Math.max(...decimals.map((type) => type[part]));
  return { type: decimalType(largest('precision'), largest('scale')), columns: decimals.length };
}

/** A column of nothing but what stands for a missing value: of the type that the others of a wide table have. */
export function withUsualType(
  reading: ColumnReading,
  { rows }: ColumnCounts,
  usual: UsualAmount,
): ColumnReading {
  if (reading.missing < rows || reading.type.kind !== 'string') return reading;
  const why = `decimal, as the ${counted(usual.columns, 'other column')} with values are`;
  return { ...reading, type: usual.type, doubts: [...reading.doubts, why] };
}
