import { combined, NOTHING, product, type Range } from '../range';

/** What a run of a pipeline is counted by: the first ones are billed, the others are what further figures depend on. */
export type WorkKind =
  /** Activity runs, and starts by triggers. */
  | 'orchestration'
  /** Integration unit hours of copies. */
  | 'copy'
  /** Hours of pipeline activities: lookups, deletions, waits for files. */
  | 'pipeline-activity'
  | 'pipeline-activity-managed'
  /** Hours of activities that something else does: scripts, procedures, calls of the web. */
  | 'external-activity'
  | 'external-activity-managed'
  /** vCore hours of data flows. */
  | 'data-flow-General'
  | 'data-flow-MemoryOptimized'
  | 'copies'
  | 'dataFlowRuns'
  | 'dataFlowMinutes'
  | 'tableRuns'
  | 'queries'
  | 'modelMinutes';

type Mutable<T> = { -readonly [key in keyof T]: T[key] };

/** What runs of pipelines come to, by what it is counted by. */
export class Work {
  /** Nothing. */
  static readonly NONE = new Work(new Map());

  private constructor(private readonly amounts: ReadonlyMap<WorkKind, Range>) {}

  /** Some work of given kinds. */
  static of(amounts: Partial<Readonly<Record<WorkKind, Range>>>): Work {
    return new Work(new Map(Object.entries(amounts) as [WorkKind, Range][]));
  }

  /** All of some work. */
  static sum(works: readonly Work[]): Work {
    const amounts = new Map<WorkKind, Mutable<Range>>();
    for (const work of works)
      for (const [kind, { low, likely, high }] of work.amounts) {
        const sum = amounts.get(kind);
        if (sum === undefined) amounts.set(kind, { low, likely, high });
        else {
          sum.low += low;
          sum.likely += likely;
          sum.high += high;
        }
      }
    return new Work(amounts);
  }

  /** Work of which one is done and nobody knows which: the least, the mean and the most of each kind. */
  static oneOf(works: readonly Work[]): Work {
    if (works.length === 0) return Work.NONE;
    return Work.merged(works, (ranges) => ({
      low: Math.min(...ranges.map(({ low }) => low)),
      likely: ranges.reduce((sum, { likely }) => sum + likely, 0) / ranges.length,
      high: Math.max(...ranges.map(({ high }) => high)),
    }));
  }

  private static merged(works: readonly Work[], merge: (ranges: readonly Range[]) => Range): Work {
    const kinds = new Set(works.flatMap(({ amounts }) => [...amounts.keys()]));
    return new Work(new Map([...kinds].map((kind) => [kind, merge(works.map((work) => work.amount(kind)))])));
  }

  /** How much of a kind. */
  amount(kind: WorkKind): Range {
    return this.amounts.get(kind) ?? NOTHING;
  }

  /** The same so many times. */
  times(times: Range | number): Work {
    return new Work(new Map([...this.amounts].map(([kind, amount]) => [kind, product(amount, times)])));
  }

  /** The same in the low figure, but in the high one nothing less than another. */
  likelyOrAlso(also: Work): Work {
    return Work.merged([this, also], ([one = NOTHING, other = NOTHING]) => ({
      ...one,
      high: Math.max(one.high, other.high),
    }));
  }
}

/** Minutes as hours that are billed: each started minute counts, and one at least. */
export function billedHours(minutes: Range): Range {
  return combined([minutes], (value = 0) => Math.max(1, Math.ceil(value - 1e-9)) / 60);
}

/**
 * Minutes of a data flow's cluster as hours that are billed. What runs report as `billableDuration` is not rounded; that charges are
 * "prorated by the minute and rounded up" is said of integration runtimes: the high figure is. Source: "Plan and manage costs for Azure Data Factory",
 * activity-run level; "Data Factory pricing".
 */
export function clusterHours(minutes: Range): Range {
  return { ...product(minutes, 1 / 60), high: billedHours(minutes).high };
}
