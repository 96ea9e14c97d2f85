import { computedOnce } from '../memo';
import { type Block } from '../synthesized-stacks';

/** An activity of a pipeline, as its JSON has it. */
export interface Activity {
  /** Its name, unique in its pipeline. */
  readonly name: string;
  /** What it does. */
  readonly type: string;
  /** What it waits for. */
  readonly dependsOn?: readonly {
    readonly activity: string;
    readonly dependencyConditions: readonly string[];
  }[];
  /** Whether it is switched off. */
  readonly state?: string;
  /** What it counts as when it is switched off. */
  readonly onInactiveMarkAs?: string;
  /** What it connects to. */
  readonly linkedServiceName?: Reference;
  /** What a copy reads. */
  readonly inputs?: readonly Reference[];
  /** What a copy writes. */
  readonly outputs?: readonly Reference[];
  /** What is particular to its type. */
  readonly typeProperties?: Readonly<Record<string, unknown>>;
}

/** A reference to something else in the factory. */
export interface Reference {
  /** Its name. */
  readonly referenceName: string;
}

/** The activities of a pipeline; none, where they cannot be read. */
function activitiesIn(json: unknown): readonly Activity[] {
  if (typeof json !== 'string') return [];
  try {
    const parsed: unknown = JSON.parse(json);
    return Array.isArray(parsed) ? (parsed as Activity[]) : [];
  } catch {
    return [];
  }
}

const READ = new WeakMap<Block, readonly Activity[]>();

/** The activities of a pipeline, parsed once: a bill reads them again and again. */
export function activitiesOf(pipeline: Block): readonly Activity[] {
  return computedOnce(READ, pipeline, () => activitiesIn(pipeline.activities_json));
}

/** A list of activities inside an activity. */
export function innerActivities(activity: Activity, list: string): readonly Activity[] {
  const inside = activity.typeProperties?.[list];
  return Array.isArray(inside) ? (inside as Activity[]) : [];
}

/** The activities of a choice's cases, or of the one for a value. */
export function caseActivities({ typeProperties = {} }: Activity, value?: unknown): readonly Activity[] {
  const { cases } = typeProperties;
  if (!Array.isArray(cases)) return [];
  return (cases as { readonly value?: unknown; readonly activities?: readonly Activity[] }[])
    .filter((each) => value === undefined || each.value === value)
    .flatMap(({ activities = [] }) => activities);
}

const SUCCEEDING = new WeakMap<readonly Activity[], readonly Activity[]>();

/** The activities that run when nothing fails, in their order: what waits for a failure does not. Found once for each list. */
export function succeedingActivities(activities: readonly Activity[]): readonly Activity[] {
  return computedOnce(SUCCEEDING, activities, () => foundSucceeding(activities));
}

function foundSucceeding(activities: readonly Activity[]): Activity[] {
  const outcomes = new Map<string, string>();
  let open = [...activities];
  while (open.length > 0) {
    const ready = open.filter(({ dependsOn = [] }) =>
      dependsOn.every(({ activity }) => outcomes.has(activity)),
    );
    // A circle, or something that is not there: Data Factory refuses both.
    if (ready.length === 0) break;
    for (const activity of ready) outcomes.set(activity.name, outcomeOf(activity, outcomes));
    open = open.filter(({ name }) => !outcomes.has(name));
  }
  return activities.filter(({ name }) => outcomes.get(name) === 'Succeeded');
}

/** Source: "Pipelines and activities in Azure Data Factory", activity dependency: conditions of one are alternatives, all others are met. */
function outcomeOf(
  { dependsOn = [], state, onInactiveMarkAs }: Activity,
  outcomes: ReadonlyMap<string, string>,
): string {
  const runs = dependsOn.every(({ activity, dependencyConditions }) => {
    const outcome = outcomes.get(activity) ?? '';
    return (
      dependencyConditions.includes(outcome) || (isRun(outcome) && dependencyConditions.includes('Completed'))
    );
  });
  if (!runs) return 'Skipped';
  // What is switched off costs nothing, and lets others go on.
  return state === 'Inactive' ? `Inactive ${onInactiveMarkAs ?? 'Succeeded'}` : 'Succeeded';
}

function isRun(outcome: string): boolean {
  return outcome === 'Succeeded' || outcome === 'Failed';
}

const REPAIRS = new WeakMap<Activity, boolean>();

/** Whether an activity asks what has failed, so that what is inside of it runs only then. Found once for each. */
export function isRepair(activity: Activity): boolean {
  return computedOnce(REPAIRS, activity, () => asksForFailures(activity));
}

function asksForFailures({ type, typeProperties = {} }: Activity): boolean {
  if (type !== 'IfCondition' && type !== 'ForEach') return false;
  const asked = type === 'IfCondition' ? typeProperties.expression : undefined;
  const items = type === 'ForEach' ? typeProperties.items : undefined;
  return (
    JSON.stringify(asked ?? '').includes('?.error') ||
    /@if\(.*\brange\(.*\bcreateArray\(\)/s.test(JSON.stringify(items ?? ''))
  );
}
