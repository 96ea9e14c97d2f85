/** A figure that is not known exactly: as low as it may be, as it is likely to be, and as high as it may be. */
export interface Range {
  /** The least that is to be expected. */
  readonly low: number;
  /** What is to be expected. */
  readonly likely: number;
  /** The most that is to be expected. */
  readonly high: number;
}

/** Nothing, for certain. */
export const NOTHING: Range = Object.freeze({ low: 0, likely: 0, high: 0 });

/** A figure that is known. */
export function exactly(value: number): Range {
  return { low: value, likely: value, high: value };
}

/** The same computed of the three figures of some ranges. */
export function combined(ranges: readonly Range[], of: (...values: number[]) => number): Range {
  return {
    low: of(...ranges.map(({ low }) => low)),
    likely: of(...ranges.map(({ likely }) => likely)),
    high: of(...ranges.map(({ high }) => high)),
  };
}

/** The sum of ranges. */
export function sumOf(ranges: readonly Range[]): Range {
  // Bills add up hundreds of thousands of them: figure by figure, without a list of each.
  let [low, likely, high] = [0, 0, 0];
  for (const range of ranges) {
    low += range.low;
    likely += range.likely;
    high += range.high;
  }
  return { low, likely, high };
}

/** The product of ranges and numbers. */
export function product(first: Range | number, second: Range | number, third: Range | number = 1): Range {
  const [a, b, c] = [rangeOf(first), rangeOf(second), rangeOf(third)];
  return {
    low: a.low * b.low * c.low,
    likely: a.likely * b.likely * c.likely,
    high: a.high * b.high * c.high,
  };
}

function rangeOf(factor: Range | number): Range {
  return typeof factor === 'number' ? exactly(factor) : factor;
}

/** Whether a range is nothing, whatever happens. */
export function isNothing({ low, likely, high }: Range): boolean {
  return low === 0 && likely === 0 && high === 0;
}
