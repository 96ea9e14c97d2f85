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

/** One, for certain: what is done once. */
export const ONCE: Range = Object.freeze({ low: 1, likely: 1, high: 1 });

/** A figure that is known. */
export function exactly(value: number): Range {
  return { low: value, likely: value, high: value };
}

/** The same computed of the three figures of some ranges, three at most. */
export function combined(
  [first, second = NOTHING, third = NOTHING]: readonly [Range, Range?, Range?],
  of: (first: number, second: number, third: number) => number,
): Range {
  return {
    low: of(first.low, second.low, third.low),
    likely: of(first.likely, second.likely, third.likely),
    high: of(first.high, second.high, third.high),
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
  return {
    low: lowOf(first) * lowOf(second) * lowOf(third),
    likely: likelyOf(first) * likelyOf(second) * likelyOf(third),
    high: highOf(first) * highOf(second) * highOf(third),
  };
}

// Bills multiply hundreds of thousands of them: a number is none that has to be made into a range first.
const lowOf = (factor: Range | number): number => (typeof factor === 'number' ? factor : factor.low);
const likelyOf = (factor: Range | number): number => (typeof factor === 'number' ? factor : factor.likely);
const highOf = (factor: Range | number): number => (typeof factor === 'number' ? factor : factor.high);

/** Whether a range is nothing, whatever happens. */
export function isNothing({ low, likely, high }: Range): boolean {
  return low === 0 && likely === 0 && high === 0;
}
