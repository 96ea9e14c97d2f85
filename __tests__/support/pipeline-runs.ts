import { type Activity, type Pipeline } from '../../compilers/internal';

/** How an activity ended. */
export type Ending = 'Succeeded' | 'Failed' | 'Skipped';

/** A run: how each activity ended, and the whole. */
export interface Run {
  readonly endings: Readonly<Record<string, Ending>>;
  readonly outcome: 'Succeeded' | 'Failed';
}

/**
 * Runs the top activities of a pipeline by the rules of Data Factory: dependencies are ANDed, conditions of one are ORed,
 * and the outcome is that of the last activities, or of those before them where these were skipped.
 *
 * @param broken names of the activities that fail when they run; a Fail activity always does.
 */
export function runOf({ activities }: Pipeline, broken: readonly string[] = []): Run {
  const endings: Record<string, Ending> = {};
  const left = [...activities];
  while (left.length > 0) {
    const index = left.findIndex(({ dependsOn }) =>
      dependsOn.every(({ activity }) => endings[activity] !== undefined),
    );
    if (index < 0) throw new Error('a cycle');
    const [next] = left.splice(index, 1);
    endings[next!.name] = ending(next!, endings, broken);
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

function ending(
  { name, type, dependsOn }: Activity,
  endings: Readonly<Record<string, Ending>>,
  broken: readonly string[],
): Ending {
  const starts = dependsOn.every(({ activity, dependencyConditions }) =>
    dependencyConditions.some((condition) =>
      condition === 'Completed' ? endings[activity] !== 'Skipped' : endings[activity] === condition,
    ),
  );
  if (!starts) return 'Skipped';
  return type === 'Fail' || broken.includes(name) ? 'Failed' : 'Succeeded';
}
