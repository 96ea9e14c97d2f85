import { type Issue } from '../../model';
import { type Activity } from './activities';

/** A pipeline as plain data. */
export interface Pipeline {
  /** Unique in a factory, 140 characters at most. */
  readonly name: string;
  /** What it does, for its reader in Data Factory. */
  readonly description: string;
  /** Names and default values; Data Factory's provider knows text only. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What it does, in any order: dependencies decide. */
  readonly activities: readonly Activity[];
}

/** Most activities of one pipeline. Source: "Azure subscription and service limits", Data Factory. */
export const MAX_ACTIVITIES = 80;
/** Longest name of an activity in characters. */
export const MAX_ACTIVITY_NAME = 55;
/** Longest name of a pipeline in characters. */
export const MAX_PIPELINE_NAME = 140;

/** The activities of a pipeline as the provider takes them: a JSON array. */
export function activitiesJson(pipeline: Pipeline): string {
  return JSON.stringify(pipeline.activities);
}

/** Everything wrong with a pipeline that Data Factory would only tell at deployment or in the night. */
export function pipelineIssues({ name: at, parameters, activities }: Pipeline): Issue[] {
  const names = activities.map(({ name }) => name);
  const issue = (prop: string, got: string, allowed: string, change: string): Issue => ({
    at,
    prop,
    got,
    allowed,
    change,
  });
  const issues: Issue[] = [];
  if (!/^[A-Za-z0-9_][A-Za-z0-9_-]*$/.test(at) || at.length > MAX_PIPELINE_NAME) {
    issues.push(
      issue(
        'name',
        `is "${at}"`,
        `1 to ${MAX_PIPELINE_NAME} letters, digits, dashes and underscores`,
        'shorten the names it is made of',
      ),
    );
  }
  if (activities.length === 0 || activities.length > MAX_ACTIVITIES) {
    issues.push(
      issue('activities', `has ${activities.length}`, `1 to ${MAX_ACTIVITIES}`, 'split the pipeline'),
    );
  }
  for (const name of names.filter((other, index) => names.indexOf(other) !== index)) {
    issues.push(issue('activities', `has "${name}" twice`, 'each name once', 'rename one'));
  }
  for (const { name, dependsOn } of activities) {
    if (!/^[A-Za-z0-9_][^./?<>*%&:\\+]*$/.test(name) || name.length > MAX_ACTIVITY_NAME) {
      issues.push(
        issue(
          'activities',
          `has "${name}", ${name.length} characters`,
          `names of 1 to ${MAX_ACTIVITY_NAME} letters, digits, spaces and underscores`,
          'shorten the name',
        ),
      );
    }
    for (const { activity } of dependsOn.filter(({ activity: before }) => !names.includes(before))) {
      issues.push(
        issue(
          'activities',
          `has "${name}", which comes after "${activity}"`,
          names.join(', '),
          'name an activity of this pipeline',
        ),
      );
    }
  }
  issues.push(...cycleIssues(at, activities), ...referenceIssues(at, parameters, activities));
  return issues;
}

function cycleIssues(at: string, activities: readonly Activity[]): Issue[] {
  const done = new Set<string>();
  let left = [...activities];
  while (left.length > 0) {
    const ready = left.filter(({ dependsOn }) =>
      dependsOn.every(
        ({ activity }) => done.has(activity) || !activities.some(({ name }) => name === activity),
      ),
    );
    if (ready.length === 0) {
      const cycle = left.map(({ name }) => name).join(', ');
      return [
        {
          at,
          prop: 'activities',
          got: `has a cycle among ${cycle}`,
          allowed: 'activities with a first and a last',
          change: 'take one dependency out',
        },
      ];
    }
    ready.forEach(({ name }) => done.add(name));
    left = left.filter((activity) => !ready.includes(activity));
  }
  return [];
}

function referenceIssues(
  at: string,
  parameters: Readonly<Record<string, string>>,
  activities: readonly Activity[],
): Issue[] {
  const text = JSON.stringify(activities);
  const used = new Set(
    [...text.matchAll(/pipeline\(\)\.parameters\.([A-Za-z0-9_]+)/g)].map(([, name = '']) => name),
  );
  const declared = Object.keys(parameters);
  const unknown = [...used].filter((name) => !declared.includes(name));
  const unused = declared.filter((name) => !used.has(name));
  const names = namesIn(activities);
  const outputs = new Set([...text.matchAll(/activity\('([^']+)'\)/g)].map(([, name = '']) => name));
  return [
    ...unknown.map((name) => ({
      at,
      prop: 'parameters',
      got: `lacks "${name}", which an activity uses`,
      allowed: declared.join(', ') || 'none',
      change: 'declare the parameter',
    })),
    ...unused.map((name) => ({
      at,
      prop: 'parameters',
      got: `has "${name}", which no activity uses`,
      allowed: 'parameters that are used',
      change: 'remove it',
    })),
    ...[...outputs]
      .filter((name) => !names.includes(name))
      .map((name) => ({
        at,
        prop: 'activities',
        got: `use the output of "${name}"`,
        allowed: names.join(', '),
        change: 'name an activity of this pipeline',
      })),
  ];
}

/** Names of activities, and of those inside them: a loop's condition asks what is inside it. */
function namesIn(activities: readonly Activity[]): string[] {
  return activities.flatMap((activity) => {
    const {
      activities: looped = [],
      ifTrueActivities = [],
      ifFalseActivities = [],
    } = (activity.typeProperties ?? {}) as Readonly<Record<string, readonly Activity[] | undefined>>;
    return [activity.name, ...namesIn([...looped, ...ifTrueActivities, ...ifFalseActivities])];
  });
}
