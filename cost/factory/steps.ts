import {
  type Activity,
  casesOf,
  innerActivities,
  isRepair,
  referredBy,
  succeedingActivities,
} from './activity';

/** What runs of a list of activities when nothing fails, as far as it is billed: the activities can go once it is known. */
export interface Steps {
  /** Runs of activities. */
  readonly activityRuns: number;
  /** Activities that take their time: one entry for all that are alike. */
  readonly timed: readonly TimedStep[];
  /** Integration units of each copy. */
  readonly copies: readonly number[];
  /** Data flows. */
  readonly dataFlows: readonly DataFlowStep[];
  /** Names of pipelines that are started. */
  readonly starts: readonly string[];
  /** What has further activities inside. */
  readonly inside: readonly InnerSteps[];
}

/** The assumption by which an activity takes its time; `queryMinutes` is of what something else does than Data Factory itself. */
export type TimedMinutes = 'lookupMinutes' | 'queryMinutes' | 'waitMinutes';

/** Activities that take their time and are alike. */
export interface TimedStep {
  /** How long each of them takes. */
  readonly minutes: TimedMinutes;
  /** What they connect to. */
  readonly connection: Connection;
  /** How many. */
  readonly count: number;
}

/** What an activity connects to, by names of its factory. */
export interface Connection {
  /** The runtime that it asks for itself. @default that of its linked services */
  readonly runtime: string | undefined;
  /** Datasets. */
  readonly datasets: readonly string[];
  /** The linked service that it names without a dataset. */
  readonly linkedService: string | undefined;
}

/** A run of a data flow. */
export interface DataFlowStep {
  /** Its name. */
  readonly name: string;
  /** The runtime that it runs on. @default Azure's own */
  readonly runtime: string | undefined;
  /** Cores, where its runtime does not say them. */
  readonly coreCount: unknown;
  /** The kind of these. */
  readonly computeType: unknown;
  /** What does its work piece by piece when it fails. */
  readonly fallbacks: readonly Fallback[];
}

/** A pipeline that is started when something has failed. */
export interface Fallback {
  /** Its name. */
  readonly pipeline: string;
  /** The table that it is asked for. */
  readonly table: unknown;
}

/** Steps inside a step. */
export type InnerSteps =
  | { readonly kind: 'loop'; readonly items: Items; readonly steps: Steps }
  | { readonly kind: 'repair'; readonly branches: readonly Steps[] }
  /** Nobody knows whether the other ones run instead. */
  | { readonly kind: 'branch'; readonly steps: Steps; readonly otherwise: Steps | undefined }
  | { readonly kind: 'choice'; readonly cases: readonly Steps[] }
  /** A loop that looks whether a streaming job is done. */
  | { readonly kind: 'landing'; readonly steps: Steps }
  /** A loop that looks whether a model is done, with a wait of so many seconds each time. */
  | { readonly kind: 'model'; readonly seconds: number; readonly steps: Steps };

/** How many items a loop has. */
export type Items =
  /** Parts of its window. */
  | { readonly of: 'window'; readonly count: number }
  /** Parts of its window, of which only those are gone through that have failed. */
  | { readonly of: 'failures'; readonly count: number }
  | { readonly of: 'list'; readonly count: number }
  /** Known only when it runs. */
  | { readonly of: 'unknown' };

/**
 * Integration units of a copy that does not say how many, which are the fewest that can be asked for as well. Source: "Copy activity
 * performance optimization features", since 2024-06-17; before, two could be.
 */
const DEFAULT_UNITS = 4;
/** The same of a copy from REST or HTTP, which takes no more. Source: as above, "from non-file store to file store". */
const WEB_UNITS = 1;

/** Activities that Data Factory itself does. Source: "Data Factory pricing", data pipelines: pipeline activities. */
const PIPELINE_ACTIVITIES: ReadonlySet<string> = new Set(['Lookup', 'GetMetadata', 'Delete', 'Validation']);

/** Activities that cost only their run, and what is told of them apart: they decide, wait, start others, move rows, or have others inside. */
const UNTIMED_ACTIVITIES: ReadonlySet<string> = new Set([
  'AppendVariable',
  'Copy',
  'ExecuteDataFlow',
  'ExecutePipeline',
  'Fail',
  'Filter',
  'ForEach',
  'IfCondition',
  'SetVariable',
  'Switch',
  'Until',
  'Wait',
]);

/**
 * The steps of a list of activities.
 *
 * @param activities the list.
 * @param outermost the list that it is inside of: the pipeline's.
 */
export function stepsOf(activities: readonly Activity[], outermost = activities): Steps {
  const running = succeedingActivities(activities);
  const ofType = (wanted: string): Activity[] => running.filter(({ type }) => type === wanted);
  return {
    activityRuns: running.length,
    timed: timedSteps(running, outermost),
    copies: ofType('Copy').map(unitsOf),
    dataFlows: ofType('ExecuteDataFlow').map((activity) => dataFlowStep(activity, activities)),
    starts: ofType('ExecutePipeline').map((activity) => referredBy(activity, 'pipeline') ?? ''),
    inside: running.flatMap((activity) => innerSteps(activity, outermost)),
  };
}

function timedSteps(running: readonly Activity[], outermost: readonly Activity[]): TimedStep[] {
  const steps = new Map<string, TimedStep>();
  for (const activity of running) {
    if (UNTIMED_ACTIVITIES.has(activity.type)) continue;
    const minutes = minutesOf(activity, outermost);
    const connection = connectionOf(activity);
    const key = [minutes, connection.runtime, connection.linkedService, ...connection.datasets].join('\n');
    steps.set(key, { minutes, connection, count: (steps.get(key)?.count ?? 0) + 1 });
  }
  return [...steps.values()];
}

function minutesOf(activity: Activity, outermost: readonly Activity[]): TimedMinutes {
  if (!PIPELINE_ACTIVITIES.has(activity.type)) return 'queryMinutes';
  return activity.type === 'Validation' && !followsWait(activity, outermost)
    ? 'waitMinutes'
    : 'lookupMinutes';
}

/** Whether something was waited for before: what is waited for then came meanwhile. */
function followsWait({ dependsOn = [] }: Activity, activities: readonly Activity[]): boolean {
  const before = new Set(dependsOn.map(({ activity }) => activity));
  return activities.some(({ type, name }) => type === 'Validation' && before.has(name));
}

function connectionOf(activity: Activity): Connection {
  const { inputs = [], outputs = [], linkedServiceName } = activity;
  const dataset = referredBy(activity, 'dataset');
  return {
    runtime: referredBy(activity, 'connectVia'),
    datasets: [
      ...[...inputs, ...outputs].map(({ referenceName }) => referenceName),
      ...(dataset === undefined ? [] : [dataset]),
    ],
    linkedService: linkedServiceName?.referenceName,
  };
}

function unitsOf({ typeProperties: { dataIntegrationUnits: given, source } = {} }: Activity): number {
  const { type, storeSettings } = (source ?? {}) as { type?: string; storeSettings?: { type?: string } };
  if (type === 'RestSource' || storeSettings?.type === 'HttpReadSettings') return WEB_UNITS;
  return typeof given === 'number' ? Math.max(DEFAULT_UNITS, given) : DEFAULT_UNITS;
}

/** A data flow of a list of activities. */
export function dataFlowStep(activity: Activity, list: readonly Activity[]): DataFlowStep {
  const compute = activity.typeProperties?.compute as
    { readonly coreCount?: unknown; readonly computeType?: unknown } | undefined;
  return {
    name: referredBy(activity, 'dataFlow') ?? '',
    runtime: referredBy(activity, 'integrationRuntime'),
    coreCount: compute?.coreCount,
    computeType: compute?.computeType,
    fallbacks: list.filter((other) => fallsBack(other, activity)).map(fallbackOf),
  };
}

/** Whether an activity starts a pipeline where another one has failed. */
function fallsBack({ type, dependsOn = [] }: Activity, { name }: Activity): boolean {
  return (
    type === 'ExecutePipeline' &&
    dependsOn.some(
      ({ activity, dependencyConditions }) => activity === name && dependencyConditions.includes('Failed'),
    )
  );
}

function fallbackOf(activity: Activity): Fallback {
  const { table } = (activity.typeProperties?.parameters ?? {}) as { readonly table?: unknown };
  return { pipeline: referredBy(activity, 'pipeline') ?? '', table };
}

function innerSteps(activity: Activity, outermost: readonly Activity[]): InnerSteps[] {
  const stepsIn = (list: string): Steps => stepsOf(innerActivities(activity, list), outermost);
  switch (activity.type) {
    case 'ForEach':
      return [{ kind: 'loop', items: itemsIn(activity), steps: stepsIn('activities') }];
    case 'IfCondition':
      return branchSteps(activity, outermost);
    case 'Switch': {
      const lists = [
        ...casesOf(activity).map((one) => one.activities),
        innerActivities(activity, 'defaultActivities'),
      ];
      const cases = lists.filter((list) => list.length > 0 && !fails(list));
      return [{ kind: 'choice', cases: cases.map((list) => stepsOf(list, outermost)) }];
    }
    case 'Until':
      return [untilSteps(activity, stepsIn('activities'))];
    default:
      return [];
  }
}

/** A branch that fails is not taken. */
function branchSteps(activity: Activity, outermost: readonly Activity[]): InnerSteps[] {
  const [yes, no] = ['ifTrueActivities', 'ifFalseActivities'].map((list) => {
    const inside = innerActivities(activity, list);
    return inside.length === 0 || fails(inside) ? undefined : stepsOf(inside, outermost);
  });
  if (isRepair(activity))
    return [{ kind: 'repair', branches: [yes, no].filter((branch) => branch !== undefined) }];
  return [{ kind: 'branch', steps: yes ?? NO_STEPS, otherwise: no }];
}

const NO_STEPS: Steps = stepsOf([]);

function fails(activities: readonly Activity[]): boolean {
  return activities.some(({ type }) => type === 'Fail');
}

function untilSteps(activity: Activity, steps: Steps): InnerSteps {
  const inside = innerActivities(activity, 'activities');
  if (JSON.stringify(inside).includes('streamingjobs/')) return { kind: 'landing', steps };
  const waits = inside.filter(({ type }) => type === 'Wait');
  const seconds = waits.reduce((sum, { typeProperties }) => {
    const wait = typeProperties?.waitTimeInSeconds;
    return sum + (typeof wait === 'number' ? wait : 0);
  }, 0);
  return { kind: 'model', seconds, steps };
}

const RANGE = /^@range\(\s*\d+\s*,\s*(\d+)\s*\)$/;
const UNLESS_EMPTY = /^@if\(.*\brange\(\s*\d+\s*,\s*(\d+)\s*\).*\bcreateArray\(\)/s;
const ARRAY = /^@createArray\((.*)\)$/s;

/** How many items a loop has, as its expression says. */
function itemsIn({ typeProperties }: Activity): Items {
  const value = (typeProperties?.items as { value?: unknown } | undefined)?.value;
  const text = typeof value === 'string' ? value : '';
  const [, counted] = RANGE.exec(text) ?? [];
  if (counted !== undefined) return { of: 'window', count: Number(counted) };
  // Items only where something has failed: the gates that look for failures.
  const [, ifFailed] = UNLESS_EMPTY.exec(text) ?? [];
  if (ifFailed !== undefined) return { of: 'failures', count: Number(ifFailed) };
  const [, listed] = ARRAY.exec(text) ?? [];
  if (listed !== undefined) return { of: 'list', count: listed === '' ? 0 : listed.split(',').length };
  return { of: 'unknown' };
}
