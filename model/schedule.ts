import type { Issue } from './errors';

/** How often something runs, as a length of time. */
export interface Interval {
  /** Length in whole minutes. */
  readonly minutes: number;
}

/** So many minutes; Data Factory's tumbling windows need 5 or more. */
export function minutes(count: number): Interval {
  return { minutes: count };
}

/** So many hours. */
export function hours(count: number): Interval {
  return { minutes: count * 60 };
}

/** So many days of 24 hours. */
export function days(count: number): Interval {
  return { minutes: count * 24 * 60 };
}

/** An interval in words, e.g. `24 hours`. */
export function describeInterval({ minutes: length }: Interval): string {
  if (length % 60 !== 0) return `${length} minutes`;
  return length === 60 ? 'hour' : `${length / 60} hours`;
}

/** What is wrong with an interval for a tumbling window, or nothing. Source: "Create a tumbling window trigger". */
export function intervalProblem({
  minutes: length,
}: Interval): Pick<Issue, 'got' | 'allowed' | 'change'> | undefined {
  const isHours = length % 60 === 0 && length >= 60 && length <= 60 * 24 * 31;
  const isPartOfAnHour = Number.isInteger(length) && length >= 5 && length < 60 && 60 % length === 0;
  if (isHours || isPartOfAnHour) return undefined;
  return {
    got: `is ${length} minutes`,
    allowed: '5, 6, 10, 12, 15, 20 or 30 minutes, or 1 to 744 whole hours',
    change: 'change the interval',
  };
}
