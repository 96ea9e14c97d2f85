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

/** A case of a choice. */
export interface Case {
  /** What is chosen by. */
  readonly value?: unknown;
  /** What runs then. */
  readonly activities: readonly Activity[];
}

/** The activities of a pipeline, by its `activities_json`; none, where they cannot be read. */
export function activitiesIn(json: unknown): readonly Activity[] {
  if (typeof json !== 'string') return [];
  try {
    const parsed: unknown = JSON.parse(json);
    return Array.isArray(parsed) ? (parsed as Activity[]) : [];
  } catch {
    return [];
  }
}

const NONE: readonly never[] = Object.freeze([]);

/** A list of activities inside an activity. */
export function innerActivities(activity: Activity, list: string): readonly Activity[] {
  const inside = activity.typeProperties?.[list];
  return Array.isArray(inside) ? (inside as Activity[]) : NONE;
}

/** The cases of a choice, each with what runs in it. */
export function casesOf({ typeProperties = {} }: Activity): readonly Case[] {
  const { cases } = typeProperties;
  if (!Array.isArray(cases)) return NONE;
  return (cases as Partial<Case>[]).map(({ value, activities = [] }) => ({ value, activities }));
}

/** The name of what an activity refers to by one of its own properties: its `pipeline`, its `dataFlow`. */
export function referredBy({ typeProperties }: Activity, property: string): string | undefined {
  const name = (typeProperties?.[property] as Partial<Reference> | undefined)?.referenceName;
  return typeof name === 'string' ? name : undefined;
}

/** The activities that run when nothing fails, in their order: what waits for a failure does not. */
export function succeedingActivities(activities: readonly Activity[]): readonly Activity[] {
  const outcomes = new Map<string, string>();
  let open = activities;
  let before: number;
  do {
    before = open.length;
    open = open.filter((activity) => {
      const waits = activity.dependsOn?.some(({ activity: name }) => !outcomes.has(name)) ?? false;
      if (!waits) outcomes.set(activity.name, outcomeOf(activity, outcomes));
      return waits;
    });
    // What waits for a circle, or for something that is not there, stays open: Data Factory refuses both.
  } while (open.length < before);
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

/** Whether an activity asks what has failed, so that what is inside of it runs only then. */
export function isRepair({ type, typeProperties = {} }: Activity): boolean {
  if (type !== 'IfCondition' && type !== 'ForEach') return false;
  const asked = type === 'IfCondition' ? typeProperties.expression : undefined;
  const items = type === 'ForEach' ? typeProperties.items : undefined;
  return (
    JSON.stringify(asked ?? '').includes('?.error') ||
    /@if\(.*\brange\(.*\bcreateArray\(\)/s.test(JSON.stringify(items ?? ''))
  );
}
