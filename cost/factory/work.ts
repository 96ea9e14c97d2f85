import { combined, exactly, NOTHING, ONCE, product, type Range } from '../range';

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

/** Where the three figures of each kind stand. */
const PLACES: Readonly<Record<WorkKind, number>> = {
  orchestration: 0,
  copy: 3,
  'pipeline-activity': 6,
  'pipeline-activity-managed': 9,
  'external-activity': 12,
  'external-activity-managed': 15,
  'data-flow-General': 18,
  'data-flow-MemoryOptimized': 21,
  copies: 24,
  dataFlowRuns: 27,
  dataFlowMinutes: 30,
  tableRuns: 33,
  queries: 36,
  modelMinutes: 39,
};
const SIZE = 42;

/** What adds up work. */
export interface WorkSum {
  /** Adds so many times so much of a kind, that of each of some that are alike. */
  add(kind: WorkKind, amount: Range, times: Range, alike?: number): void;
  /** Adds some work so many times. */
  addWork(work: Work, times: Range): void;
}

/** What runs of pipelines come to, by what it is counted by. */
export class Work {
  /** Nothing. */
  static readonly NONE = new Work(new Float64Array(SIZE));

  private constructor(private readonly figures: Float64Array) {}

  /** All that is added. */
  static added(addTo: (sum: WorkSum) => void): Work {
    const figures = new Float64Array(SIZE);
    const add = (index: number, amount: number): void => {
      figures[index] = (figures[index] ?? 0) + amount;
    };
    addTo({
      add: (kind, { low, likely, high }, times, alike = 1) => {
        const place = PLACES[kind];
        add(place, low * times.low * alike);
        add(place + 1, likely * times.likely * alike);
        add(place + 2, high * times.high * alike);
      },
      addWork: ({ figures: each }, { low, likely, high }) => {
        for (let place = 0; place < SIZE; place += 3) {
          add(place, (each[place] ?? 0) * low);
          add(place + 1, (each[place + 1] ?? 0) * likely);
          add(place + 2, (each[place + 2] ?? 0) * high);
        }
      },
    });
    return new Work(figures);
  }

  /** All of some work. */
  static sum(works: readonly Work[]): Work {
    return Work.added((sum) => {
      for (const work of works) sum.addWork(work, ONCE);
    });
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
    const merged = new Float64Array(SIZE);
    for (let place = 0; place < SIZE; place += 3) {
      const { low, likely, high } = merge(works.map((work) => work.at(place)));
      merged.set([low, likely, high], place);
    }
    return new Work(merged);
  }

  /** How much of a kind. */
  amount(kind: WorkKind): Range {
    return this.at(PLACES[kind]);
  }

  private at(place: number): Range {
    const { figures } = this;
    return { low: figures[place] ?? 0, likely: figures[place + 1] ?? 0, high: figures[place + 2] ?? 0 };
  }

  /** The same so many times. */
  times(times: Range | number): Work {
    const each = typeof times === 'number' ? exactly(times) : times;
    return Work.added((sum) => sum.addWork(this, each));
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
  return combined([minutes], (value) => Math.max(1, Math.ceil(value - 1e-9)) / 60);
}

/**
 * Minutes of a data flow's cluster as hours that are billed. What runs report as `billableDuration` is not rounded; that charges are
 * "prorated by the minute and rounded up" is said of integration runtimes: the high figure is. Source: "Plan and manage costs for Azure Data Factory",
 * activity-run level; "Data Factory pricing".
 */
export function clusterHours(minutes: Range): Range {
  return { ...product(minutes, 1 / 60), high: billedHours(minutes).high };
}
