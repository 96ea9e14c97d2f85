import { type Assumed, type AssumptionName } from '../assumptions';
import { computedOnce } from '../memo';
import { combined, exactly, product, type Range, sumOf } from '../range';
import { MEGABYTE, type Volume, volumeOfTable, volumesNamed } from '../volumes';
import { type Activity, innerActivities, isRepair, succeedingActivities } from './activity';
import { type ActivityPlace, type Factory, type Pipeline } from './factory';
import { billedHours, clusterHours, Work, type WorkKind } from './work';

/**
 * Integration units of a copy that does not say how many, which are the fewest that can be asked for as well. Source: "Copy activity
 * performance optimization features", since 2024-06-17; before, two could be.
 */
const DEFAULT_UNITS = 4;
/** The same of a copy from REST or HTTP, which takes no more. Source: as above, "from non-file store to file store". */
const WEB_UNITS = 1;
/** Cores of a data flow that does not say how many. Source: "Azure Integration Runtime", data flows. */
const DEFAULT_CORES = 8;

/** Activities that Data Factory itself does. Source: "Data Factory pricing", data pipelines: pipeline activities. */
const PIPELINE_ACTIVITIES: ReadonlySet<string> = new Set(['Lookup', 'GetMetadata', 'Delete', 'Validation']);
/** Activities that cost only their run: they decide, wait or start others. */
const CONTROL_ACTIVITIES: ReadonlySet<string> = new Set([
  'AppendVariable',
  'Fail',
  'Filter',
  'SetVariable',
  'Wait',
]);

/** Activities that move rows, or that others are inside of. */
const COMPOSED_ACTIVITIES: ReadonlySet<string> = new Set([
  'Copy',
  'ExecuteDataFlow',
  'ExecutePipeline',
  'ForEach',
  'IfCondition',
  'Switch',
  'Until',
]);

/** What runs of pipelines are computed from. */
export interface RunContext {
  /** The factory that they are in. */
  readonly factory: Factory;
  /** What is assumed. */
  readonly assumed: Assumed;
  /** How much of each source comes. */
  readonly volumes: readonly Volume[];
  /** Items of a loop over the days of a backfill. @default as assumed */
  readonly days?: number;
}

/** What one run of a pipeline comes to, with those that it starts, when its window is so many minutes long. */
export function workOf(
  pipeline: Pipeline,
  minutes: number,
  context: RunContext,
  started: readonly string[] = [],
): Work {
  // A pipeline that starts itself never ends; it is counted once.
  if (started.includes(pipeline.name)) return Work.NONE;
  return listWork(pipeline.activities, {
    ...context,
    minutes,
    pipeline,
    started: [...started, pipeline.name],
  });
}

interface Within extends RunContext {
  readonly minutes: number;
  readonly pipeline: Pipeline;
  readonly started: readonly string[];
}

function listWork(activities: readonly Activity[], within: Within): Work {
  return Work.sum(succeedingActivities(activities).map((activity) => activityWork(activity, within)));
}

const ONE_RUN = Work.of({ orchestration: exactly(1) });

function activityWork(activity: Activity, within: Within): Work {
  const { type } = activity;
  if (CONTROL_ACTIVITIES.has(type)) return ONE_RUN;
  if (!COMPOSED_ACTIVITIES.has(type)) return timedWork(activity, within);
  return Work.sum([ONE_RUN, composedWork(activity, within)]);
}

/** What an activity comes to that moves rows, or that others are inside of. */
function composedWork(activity: Activity, within: Within): Work {
  const { type, typeProperties = {} } = activity;
  const { factory } = within;
  switch (type) {
    case 'Copy':
      return copyWork(activity, within);
    case 'ExecuteDataFlow':
      return dataFlowWork(activity, within);
    case 'ExecutePipeline': {
      const name = (typeProperties.pipeline as { referenceName?: string } | undefined)?.referenceName ?? '';
      const child = factory.pipelines.get(name);
      return child === undefined ? Work.NONE : workOf(child, within.minutes, within, within.started);
    }
    case 'ForEach': {
      const { items, parts } = itemsOf(typeProperties.items, within);
      const inside = { ...within, minutes: within.minutes / parts };
      return listWork(innerActivities(activity, 'activities'), inside).times(items);
    }
    case 'IfCondition':
      return branchWork(activity, within);
    case 'Switch':
      return Work.oneOf(casesOf(activity).map((branch) => listWork(branch, within)));
    case 'Until':
      return untilWork(activity, within);
    default:
      return Work.NONE;
  }
}

/** A branch that fails is not taken. Of one that does something else, nobody knows: the first one is likely, no dearer one is ruled out. */
function branchWork(activity: Activity, within: Within): Work {
  const branches = ['ifTrueActivities', 'ifFalseActivities'].map((list) => innerActivities(activity, list));
  const [yes = Work.NONE, no = Work.NONE] = branches.map((branch) =>
    branch.some(({ type }) => type === 'Fail') ? Work.NONE : listWork(branch, within),
  );
  if (isRepair(activity)) return Work.sum([yes, no]).times(within.assumed.failedRunsShare);
  return yes.likelyOrAlso(no);
}

function casesOf(activity: Activity): (readonly Activity[])[] {
  const { cases } = activity.typeProperties ?? {};
  const named = Array.isArray(cases)
    ? (cases as { activities?: readonly Activity[] }[]).map(({ activities = [] }) => activities)
    : [];
  return [...named, innerActivities(activity, 'defaultActivities')].filter(
    (branch) => branch.length > 0 && !branch.some(({ type }) => type === 'Fail'),
  );
}

/** A loop that asks whether a model is done, as often as it waits while the model runs; or whether a streaming job is. */
function untilWork(activity: Activity, within: Within): Work {
  const inside = innerActivities(activity, 'activities');
  if (JSON.stringify(inside).includes('streamingjobs/'))
    return listWork(inside, within).times(within.assumed.landingLooks);
  const waits = inside.filter(({ type }) => type === 'Wait');
  const seconds = waits.reduce((sum, { typeProperties }) => {
    const wait = typeProperties?.waitTimeInSeconds;
    return sum + (typeof wait === 'number' ? wait : 0);
  }, 0);
  if (seconds === 0) return listWork(inside, within);
  const { modelMinutes } = within.assumed;
  const rounds = combined([modelMinutes], (minutes = 0) => Math.max(1, Math.ceil((minutes * 60) / seconds)));
  return Work.sum([listWork(inside, within).times(rounds), Work.of({ modelMinutes })]);
}

/** Runs of activities that take their time: few differ, and most of a pipeline are such. */
const TIMED = new WeakMap<Assumed, Map<string, Work>>();

function timedWork(activity: Activity, { factory, assumed, pipeline }: Within): Work {
  const { isManaged, isQuery } = factory.placeOf(activity);
  const isPipeline = PIPELINE_ACTIVITIES.has(activity.type);
  const works = computedOnce(TIMED, assumed, () => new Map());
  const minutes: AssumptionName =
    activity.type === 'Validation' && !followsWait(activity, pipeline)
      ? 'waitMinutes'
      : isPipeline
        ? 'lookupMinutes'
        : 'queryMinutes';
  const key = `${minutes} ${isManaged} ${isQuery}`;
  return computedOnce(works, key, () => timed(assumed[minutes], isPipeline, { isManaged, isQuery }));
}

/** Whether something was waited for before: what is waited for then came meanwhile. */
function followsWait({ dependsOn = [] }: Activity, { activities }: Pipeline): boolean {
  const before = new Set(dependsOn.map(({ activity }) => activity));
  return activities.some(({ type, name }) => type === 'Validation' && before.has(name));
}

function timed(minutes: Range, isPipeline: boolean, { isManaged, isQuery }: ActivityPlace): Work {
  const kind: WorkKind = `${isPipeline ? 'pipeline-activity' : 'external-activity'}${isManaged ? '-managed' : ''}`;
  return Work.sum([
    ONE_RUN,
    Work.of({ [kind]: billedHours(minutes), ...(isQuery && { queries: exactly(1) }) }),
  ]);
}

function copyWork({ typeProperties = {} }: Activity, within: Within): Work {
  const { assumed } = within;
  const units = unitsOf(typeProperties);
  const megabytes = copiedMegabytes(within);
  const minutes = combined(
    [assumed.copyMinutes, megabytes, assumed.copyMegabytesPerUnitMinute],
    (least = 0, size = 0, speed = 1) => Math.max(least, size / (speed * units)),
  );
  return Work.of({ copy: product(billedHours(minutes), units), copies: exactly(1) });
}

function unitsOf({ dataIntegrationUnits: given, source }: NonNullable<Activity['typeProperties']>): number {
  const { type, storeSettings } = (source ?? {}) as { type?: string; storeSettings?: { type?: string } };
  if (type === 'RestSource' || storeSettings?.type === 'HttpReadSettings') return WEB_UNITS;
  return typeof given === 'number' ? Math.max(DEFAULT_UNITS, given) : DEFAULT_UNITS;
}

/** What a pipeline brings in a window: rows of the source that it is named after. */
function copiedMegabytes({ pipeline, minutes, volumes }: Within): Range {
  const [, source = ''] = /_copy_(\w+)$/.exec(pipeline.name) ?? [];
  const volume = volumeOfTable(volumes, source);
  return volume === undefined ? exactly(0) : megabytesOf(volume, minutes);
}

function megabytesOf(volume: Volume, minutes: number): Range {
  return product(volume.textBytes, (volume.rowsPerDay * minutes) / 1440 / MEGABYTE);
}

function dataFlowWork({ typeProperties = {} }: Activity, within: Within): Work {
  const { factory, assumed, volumes, minutes: window } = within;
  const runtimeName = (typeProperties.integrationRuntime as { referenceName?: string } | undefined)
    ?.referenceName;
  const runtime = factory.runtime(runtimeName);
  const compute = typeProperties.compute as { coreCount?: unknown; computeType?: unknown } | undefined;
  // The runtime's own size counts more than the activity's. Source: "Data Flow activity in Azure Data Factory", run on.
  const cores = Number(runtime?.core_count ?? compute?.coreCount ?? DEFAULT_CORES);
  const kind = runtime?.compute_type ?? compute?.computeType;
  const name = (typeProperties.dataFlow as { referenceName?: string } | undefined)?.referenceName ?? '';
  const { tables, folders } = factory.readingOf(name);
  const read = volumesNamed(volumes, folders);
  const work = combined(
    [
      assumed.flowMinutesFirstTable,
      product(assumed.flowMinutesFurtherTable, tables - 1),
      sumOf(read.map((volume) => megabytesOf(volume, window))),
      assumed.flowMegabytesPerCoreMinute,
    ],
    (first = 0, further = 0, size = 0, speed = 1) => Math.max(first, size / (speed * cores)) + further,
  );
  const idle = Number(runtime?.time_to_live_min ?? 0);
  const minutes = sumOf([assumed.clusterStartMinutes, work, exactly(idle)]);
  const meter: WorkKind = kind === 'MemoryOptimized' ? 'data-flow-MemoryOptimized' : 'data-flow-General';
  return Work.of({
    [meter]: product(clusterHours(minutes), cores),
    dataFlowRuns: exactly(1),
    dataFlowMinutes: product(clusterHours(minutes), 60),
    tableRuns: exactly(tables),
  });
}

const RANGE = /^@range\(\s*\d+\s*,\s*(\d+)\s*\)$/;
const UNLESS_EMPTY = /^@if\(.*\brange\(\s*\d+\s*,\s*(\d+)\s*\).*\bcreateArray\(\)/s;
const ARRAY = /^@createArray\((.*)\)$/s;

/** How many items a loop has, as its expression says, else as assumed; counted ones are the parts of a window. */
function itemsOf(items: unknown, { assumed, days }: Within): { items: Range; parts: number } {
  const value = (items as { value?: unknown } | undefined)?.value;
  const text = typeof value === 'string' ? value : '';
  const [, counted] = RANGE.exec(text) ?? [];
  if (counted !== undefined) return { items: exactly(Number(counted)), parts: Math.max(1, Number(counted)) };
  // Items only where something has failed: the gates that look for failures.
  const [, ifFailed] = UNLESS_EMPTY.exec(text) ?? [];
  if (ifFailed !== undefined)
    return {
      items: product(assumed.failedRunsShare, Number(ifFailed)),
      parts: Math.max(1, Number(ifFailed)),
    };
  const [, listed] = ARRAY.exec(text) ?? [];
  if (listed !== undefined) return { items: exactly(listed === '' ? 0 : listed.split(',').length), parts: 1 };
  return { items: days === undefined ? assumed.forEachItems : exactly(days), parts: 1 };
}
