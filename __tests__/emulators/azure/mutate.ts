import { type Json, type StackJson } from './json';

/** Stacks that may be changed. */
export type Draft = Record<string, unknown>;

/** A copy of stacks with a change. */
export function changed(stacks: readonly StackJson[], change: (draft: Drafts) => void): StackJson[] {
  const copy = JSON.parse(JSON.stringify(stacks)) as StackJson[];
  const drafts = new Drafts(copy);
  change(drafts);
  if (drafts.changes === 0)
    throw new Error('the mutant changes nothing: what it looks for is not there any more');
  return copy;
}

/** Finds resources by type and name, and changes them. */
export class Drafts {
  /** How many resources were changed. */
  changes = 0;

  constructor(private readonly stacks: readonly StackJson[]) {}

  /** Changes resources of a type whose name fits. */
  of(type: string, name: RegExp, change: (block: Draft) => void): void {
    for (const { resource = {} } of this.stacks)
      for (const block of Object.values(resource[type] ?? {}) as Draft[]) {
        if (!name.test(String(block['name']))) continue;
        const before = JSON.stringify(block);
        change(block);
        if (JSON.stringify(block) !== before) this.changes++;
      }
  }

  /** Changes triggers. */
  triggers(name: RegExp, change: (block: Draft) => void): void {
    this.of('azurerm_data_factory_trigger_tumbling_window', name, change);
  }

  /** Changes the activities of pipelines. */
  activities(name: RegExp, change: (activities: Draft[]) => Draft[]): void {
    this.of('azurerm_data_factory_pipeline', name, (block) => {
      const activities = JSON.parse(String(block['activities_json'])) as Draft[];
      block['activities_json'] = JSON.stringify(change(activities));
    });
  }

  /** Changes the text of the activities of pipelines. */
  text(name: RegExp, from: string | RegExp, to: string): void {
    this.of('azurerm_data_factory_pipeline', name, (block) => {
      block['activities_json'] = String(block['activities_json']).replaceAll(from, to);
    });
  }

  /** Changes the scripts of data flows. */
  script(name: RegExp, from: string | RegExp, to: string): void {
    this.of('azurerm_data_factory_data_flow', name, (block) => {
      const script = (block['script_lines'] as string[]).join('\n').replaceAll(from, to);
      block['script_lines'] = script.split('\n');
    });
  }
}

/** Activities without some of them: what came after these comes after what they came after. */
export function without(activities: Draft[], name: RegExp): Draft[] {
  const gone = activities.filter((activity) => name.test(String(activity['name'])));
  return activities
    .filter((activity) => !gone.includes(activity))
    .map((activity) => ({
      ...activity,
      dependsOn: (activity['dependsOn'] as Json[]).filter((each) => !name.test(String(each['activity']))),
    }));
}

/**
 * Activities as if nothing asked whether there is something to do: those inside of conditions without what comes before, and
 * without a condition that forgives a copy its error.
 */
export function unconditional(activities: Draft[]): Draft[] {
  const forgives = activities.find(
    (activity) => activity['type'] === 'IfCondition' && JSON.stringify(activity).includes('error?.message'),
  );
  return forgives === undefined ? opened(activities) : unforgiven(activities, forgives);
}

function opened(activities: Draft[]): Draft[] {
  return activities.flatMap((activity) => {
    const inner = (activity['typeProperties'] as Json)['ifTrueActivities'] as Draft[] | undefined;
    if (inner === undefined || !JSON.stringify(inner).includes('"Copy"')) return [activity];
    // The condition's name stays, because others wait for it.
    return inner.map((each, index) => ({
      ...each,
      ...(index === inner.length - 1 ? { name: activity['name'] } : {}),
      dependsOn: index === 0 ? activity['dependsOn'] : each['dependsOn'],
    }));
  });
}

function unforgiven(activities: Draft[], { name, dependsOn }: Draft): Draft[] {
  const [judged] = dependsOn as Json[];
  return activities
    .filter((activity) => activity['name'] !== name)
    .map((activity) => ({
      ...activity,
      dependsOn: (activity['dependsOn'] as Json[]).map((each) =>
        each['activity'] === name ? { ...each, activity: judged?.['activity'] } : each,
      ),
    }));
}
