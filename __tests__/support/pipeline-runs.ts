import { type Activity, type Pipeline } from '../../compilers/internal';
import { evaluate } from '../emulators/pipeline-expressions';

/** How an activity ended. */
export type Ending = 'Succeeded' | 'Failed' | 'Skipped';

/** A run: how each activity ended, and the whole. */
export interface Run {
  readonly endings: Readonly<Record<string, Ending>>;
  readonly outcome: 'Succeeded' | 'Failed';
}

/** When a run is, and the window that it is for, both in UTC. */
export interface Time {
  readonly windowStart: string;
  readonly now: string;
  /** The only table that a wave is asked to fill. @default all of its tables */
  readonly table?: string;
  /** Whether the window's bronze is fetched again for it. @default nothing is said */
  readonly bronze?: string;
}

/**
 * Runs the top activities of a pipeline by the rules of Data Factory: dependencies are ANDed, conditions of one are ORed,
 * and the outcome is that of the last activities, or of those before them where these were skipped.
 *
 * @param broken names of the activities that fail when they run, each with its message where one is given; a Fail activity
 *   always does, and so does an If Condition or a Switch that comes to one.
 * @param outputs what activities give, by name.
 * @param time when it runs, and for which window.
 */
export function runOf(
  { activities }: Pipeline,
  broken: readonly string[] | Readonly<Record<string, string>> = [],
  outputs: Readonly<Record<string, unknown>> = {},
  time: Time = { windowStart: '2026-01-01T00:00:00Z', now: '2026-01-02T00:00:00Z' },
): Run {
  const failing: Readonly<Record<string, string>> = isNames(broken)
    ? Object.fromEntries(broken.map((name) => [name, 'broken']))
    : broken;
  const endings: Record<string, Ending> = {};
  const left = [...activities];
  while (left.length > 0) {
    const index = left.findIndex(({ dependsOn }) =>
      dependsOn.every(({ activity }) => endings[activity] !== undefined),
    );
    if (index < 0) throw new Error('a cycle');
    const [next] = left.splice(index, 1);
    endings[next!.name] = ending(next!, endings, failing, outputs, time);
  }
  const before = new Set(activities.flatMap(({ dependsOn }) => dependsOn.map(({ activity }) => activity)));
  const fine = (name: string): boolean => {
    if (endings[name] !== 'Skipped') return endings[name] === 'Succeeded';
    return activities
      .find((activity) => activity.name === name)!
      .dependsOn.every(({ activity }) => fine(activity));
  };
  const leaves = activities.map(({ name }) => name).filter((name) => !before.has(name));
  return { endings, outcome: leaves.every(fine) ? 'Succeeded' : 'Failed' };
}

const isNames = (broken: readonly string[] | Readonly<Record<string, string>>): broken is readonly string[] =>
  Array.isArray(broken);

function ending(
  activity: Activity,
  endings: Readonly<Record<string, Ending>>,
  failing: Readonly<Record<string, string>>,
  outputs: Readonly<Record<string, unknown>>,
  { windowStart, now, table = '', bronze = '' }: Time,
): Ending {
  const { name, type, dependsOn } = activity;
  const starts = dependsOn.every(({ activity: other, dependencyConditions }) =>
    dependencyConditions.some((condition) =>
      condition === 'Completed' ? endings[other] !== 'Skipped' : endings[other] === condition,
    ),
  );
  if (!starts) return 'Skipped';
  if (name in failing || type === 'Fail') return 'Failed';
  if (type !== 'IfCondition' && type !== 'Switch') return 'Succeeded';
  const ended = (how: Ending): string[] => Object.keys(endings).filter((other) => endings[other] === how);
  const state = {
    parameters: { windowStart, table, bronze },
    now,
    errors: Object.fromEntries(ended('Failed').map((other) => [other, failing[other] ?? ''])),
    outputs: Object.fromEntries(
      ended('Succeeded').map((other) => [other, outputs[other] ?? { filesRead: 1, count: 1 }]),
    ),
  };
  const taken = takenBy(activity, (expression) => evaluate(expression, state));
  return taken?.some((inner) => inner.type === 'Fail' || inner.name in failing) ? 'Failed' : 'Succeeded';
}

function takenBy(
  { type, typeProperties }: Activity,
  value: (expression: unknown) => unknown,
): readonly Activity[] | undefined {
  if (type === 'Switch') {
    const { on, cases, defaultActivities } = typeProperties as Choice;
    return cases.find((each) => each.value === value(on))?.activities ?? defaultActivities;
  }
  const { expression, ifTrueActivities, ifFalseActivities } = typeProperties as Condition;
  return value(expression) ? ifTrueActivities : ifFalseActivities;
}

interface Choice {
  readonly on: unknown;
  readonly cases: readonly { readonly value: string; readonly activities: readonly Activity[] }[];
  readonly defaultActivities: readonly Activity[];
}

interface Condition {
  readonly expression: { readonly value: string };
  readonly ifTrueActivities?: readonly Activity[];
  readonly ifFalseActivities?: readonly Activity[];
}
