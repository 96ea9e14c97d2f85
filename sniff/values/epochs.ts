import { type EpochUnit } from '../../model';
import { type ValueCount } from './value-counts';

/** Units since 1970 in a second. */
const UNITS: readonly (readonly [unit: EpochUnit, perSecond: number])[] = [
  ['seconds', 1],
  ['milliseconds', 1000],
  ['microseconds', 1_000_000],
];

/** What numbers since 1970 count that are timestamps of our time, in seconds: 2000 to 2060. */
const [EARLIEST, LATEST] = [946_684_800, 2_840_140_800];

/** Parts of names of columns that hold times. */
const NAMED_TIME =
  /(?:^|_)(?:at|on|time|timestamp|ts|date|day|datetime|created|updated|modified|changed|epoch|expires|start|end|since|until|arrival|period)(?:$|_)/;

/** A column of numbers that count from 1970 on. */
export interface EpochReading {
  /** What they count. */
  readonly unit: EpochUnit;
  /** The days of the smallest and the largest. */
  readonly days: readonly [first: string, last: string];
  /** What counts something else. */
  readonly bad: readonly ValueCount[];
  /** Whether the name says that it is a time. */
  readonly named: boolean;
}

/** Numbers as units since 1970; nothing where they are none, or count different ones. */
export function epochReading(name: string, values: readonly ValueCount[]): EpochReading | undefined {
  const read = UNITS.map(([unit, perSecond]) => ({
    unit,
    perSecond,
    bad: values.filter(({ text }) => !isTime(Number(text) / perSecond)),
  }));
  const best = read.reduce((a, b) => (b.bad.length < a.bad.length ? b : a));
  const isOne = best.bad.length === 0 || (best.bad.length <= 3 && best.bad.length * 20 < values.length);
  if (values.length === 0 || !isOne) return undefined;
  const seconds = values
    .filter((value) => !best.bad.includes(value))
    .map(({ text }) => Number(text) / best.perSecond)
    .sort((a, b) => a - b);
  const day = (second: number | undefined): string =>
    new Date((second ?? 0) * 1000).toISOString().slice(0, 10);
  return {
    unit: best.unit,
    days: [day(seconds[0]), day(seconds.at(-1))],
    bad: best.bad,
    named: NAMED_TIME.test(name),
  };
}

/** Of a column that is named as a time, the units since 1970 that its numbers count, when they are several. */
export function mixedEpochs(name: string, values: readonly ValueCount[]): readonly EpochUnit[] {
  if (!NAMED_TIME.test(name)) return [];
  const counts = values.map(
    ({ text }) => UNITS.find(([, perSecond]) => isTime(Number(text) / perSecond))?.[0],
  );
  const units = UNITS.map(([unit]) => unit).filter((unit) => counts.includes(unit));
  return units.length > 1 && !counts.includes(undefined) ? units : [];
}

function isTime(seconds: number): boolean {
  return seconds >= EARLIEST && seconds <= LATEST;
}
