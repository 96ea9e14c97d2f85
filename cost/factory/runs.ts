import { computedOnce } from '../../model/collections';
import { type Assumed } from '../assumptions';
import { combined, NOTHING, ONCE, product, type Range, sumOf } from '../range';
import { dailyMegabytes, textMegabytes, volumeOfTable } from '../volumes';
import { type Pipeline } from './factory';
import { type DataFlowStep, type Steps, type TimedMinutes, type TimedStep } from './steps';
import { type RunContext, type StepVisitor, visitRun, visitSteps, type Within } from './walk';
import { billedHours, clusterHours, Work, type WorkKind, type WorkSum } from './work';

/** Cores of a data flow that does not say how many. Source: "Azure Integration Runtime", data flows. */
const DEFAULT_CORES = 8;
const DAY_MINUTES = 1440;

/** What one run of a pipeline comes to, with those that it starts, when its window is so many minutes long. */
export function workOf(pipeline: Pipeline, minutes: number, context: RunContext): Work {
  return Work.added((sum) => visitRun(pipeline, minutes, context, addingTo(sum, context.assumed)));
}

/** The same of a pipeline that a trigger starts, with that start. */
export function triggeredWork(pipeline: Pipeline, minutes: number, context: RunContext): Work {
  return Work.added((sum) => {
    sum.add('orchestration', ONCE, ONCE);
    visitRun(pipeline, minutes, context, addingTo(sum, context.assumed));
  });
}

function addingTo(sum: WorkSum, { modelMinutes }: Assumed): StepVisitor {
  return {
    steps: (steps, within, times) => addSteps(sum, steps, within, times),
    model: (times) => sum.add('modelMinutes', modelMinutes, times),
    // Nobody knows which branch is taken: the first one is likely, no dearer one is ruled out.
    branch: (steps, otherwise, within, times) =>
      sum.addWork(workIn(steps, within).likelyOrAlso(workIn(otherwise, within)), times),
    choice: (cases, within, times) =>
      sum.addWork(Work.oneOf(cases.map((steps) => workIn(steps, within))), times),
  };
}

function workIn(steps: Steps, within: Within): Work {
  return Work.added((sum) => visitSteps(steps, within, ONCE, addingTo(sum, within.assumed)));
}

function addSteps(sum: WorkSum, steps: Steps, within: Within, times: Range): void {
  sum.add('orchestration', ONCE, times, steps.activityRuns);
  for (const step of steps.timed) addTimed(sum, step, within, times);
  for (const units of steps.copies) {
    sum.add('copy', copyHours(units, within), times, units);
    sum.add('copies', ONCE, times);
  }
  for (const step of steps.dataFlows) addDataFlow(sum, step, within, times);
}

/** Hours that are billed of each activity that takes its time. */
const TIMED = new WeakMap<Assumed, Readonly<Record<TimedMinutes, Range>>>();

function addTimed(sum: WorkSum, step: TimedStep, { factory, assumed }: Within, times: Range): void {
  const { minutes, connection, count } = step;
  const { isManaged, isQuery } = factory.placeOf(connection);
  const hours = computedOnce(TIMED, assumed, () => ({
    lookupMinutes: billedHours(assumed.lookupMinutes),
    queryMinutes: billedHours(assumed.queryMinutes),
    waitMinutes: billedHours(assumed.waitMinutes),
  }));
  const kind: WorkKind = `${minutes === 'queryMinutes' ? 'external-activity' : 'pipeline-activity'}${isManaged ? '-managed' : ''}`;
  sum.add(kind, hours[minutes], times, count);
  if (isQuery) sum.add('queries', ONCE, times, count);
}

/** Hours of a copy by so many units: a pipeline brings the rows of the source that it is named after. */
function copyHours(units: number, { plan, assumed, volumes, minutes: window }: Within): Range {
  const volume = volumeOfTable(volumes, plan.copied);
  const megabytes = volume === undefined ? NOTHING : product(textMegabytes(volume), window / DAY_MINUTES);
  const minutes = combined(
    [assumed.copyMinutes, megabytes, assumed.copyMegabytesPerUnitMinute],
    (least, size, speed) => Math.max(least, size / (speed * units)),
  );
  return billedHours(minutes);
}

function addDataFlow(sum: WorkSum, step: DataFlowStep, within: Within, times: Range): void {
  const { isMemoryOptimized, cores, tables, standing, least, reading } = dataFlowOf(step, within);
  const work = combined([least, reading], (first, read) => Math.max(first, read));
  const hours = clusterHours(sumOf([standing, work]));
  sum.add(isMemoryOptimized ? 'data-flow-MemoryOptimized' : 'data-flow-General', hours, times, cores);
  sum.add('dataFlowRuns', ONCE, times);
  sum.add('dataFlowMinutes', hours, times, 60);
  sum.add('tableRuns', ONCE, times, tables);
}

/** A run of a data flow. */
export interface DataFlowRun {
  /** Whether its cores are of the dearer kind. */
  readonly isMemoryOptimized: boolean;
  /** How many it has. */
  readonly cores: number;
  /** Tables that it writes. */
  readonly tables: number;
  /** Minutes that it takes whatever comes: the start of its cluster, its further tables, and what the cluster waits after it. */
  readonly standing: Range;
  /** Minutes that its first table takes at least. */
  readonly least: Range;
  /** Minutes that reading what has come takes, where that is longer. */
  readonly reading: Range;
}

/** What a run of a data flow comes to. */
export function dataFlowOf(step: DataFlowStep, { factory, assumed, volumes, minutes }: Within): DataFlowRun {
  const runtime = factory.runtime(step.runtime);
  // The runtime's own size counts more than the activity's. Source: "Data Flow activity in Azure Data Factory", run on.
  const cores = Number(runtime?.core_count ?? step.coreCount ?? DEFAULT_CORES);
  const kind = runtime?.compute_type ?? step.computeType;
  const { tables, folders } = factory.readingOf(step.name);
  const day = dailyMegabytes(volumes, folders);
  const idle = Number(runtime?.time_to_live_min ?? 0);
  return {
    isMemoryOptimized: kind === 'MemoryOptimized',
    cores,
    tables,
    standing: combined(
      [assumed.clusterStartMinutes, assumed.flowMinutesFurtherTable],
      (start, further) => start + further * (tables - 1) + idle,
    ),
    least: assumed.flowMinutesFirstTable,
    reading: combined(
      [day, assumed.flowMegabytesPerCoreMinute],
      (size, speed) => (size * minutes) / DAY_MINUTES / (speed * cores),
    ),
  };
}
