import { type Activity, expression, wait } from './activities';
import { fail } from './control-activities';
import { copy } from './copy';
import { queryAnswer } from './copy-sources';
import { type DepartmentDatasets } from './department-datasets';
import { ONE_TABLE } from './one-table';
import { type Pipeline } from './pipeline';
import { sqlRow } from './sql-row';
import { WINDOW_START } from './window';

/** Longest error that is recorded, in characters. */
export const MAX_RECORDED_ERROR = 2000;
/** The folder of quarantine that holds the records of failed runs. */
export const FAILURES_FOLDER = '_failures';

/**
 * Ends a pipeline so that a run in which anything fails is written down in quarantine, and fails.
 *
 * The last activity is skipped or fails whichever of those before it failed. Of several last ones all would have to, so
 * they are brought together first. A branch that only records would make the run succeed.
 */
export function withFailureBranch(pipeline: Pipeline, datasets: DepartmentDatasets): Pipeline {
  const steps = joined(pipeline.activities);
  const [last] = leavesOf(steps);
  if (last === undefined) return pipeline;
  const { name } = pipeline;
  // What was tried after a failure says why it is still one.
  const messages = [...steps.filter(isAfterFailure), ...steps.filter((step) => !isAfterFailure(step))].map(
    (activity) => `activity('${activity.name}')?.error?.message`,
  );
  const error = `coalesce(${[...messages, "'an activity ended without a message'"].join(', ')})`;
  const record = copy({
    name: 'RecordFailure',
    timeout: '0.00:10:00',
    source: queryAnswer(
      'SqlDWSource',
      sqlRow({
        pipeline: { text: name },
        ...(ONE_TABLE in pipeline.parameters && {
          table: { value: `pipeline().parameters.${ONE_TABLE}` },
        }),
        run_id: { value: 'pipeline().RunId' },
        window_start: { value: `pipeline().parameters.${WINDOW_START}` },
        error: { value: error, cut: MAX_RECORDED_ERROR },
        failed_at: { value: "utcNow('yyyy-MM-ddTHH:mm:ssZ')" },
      }),
    ),
    input: { dataset: datasets.serverlessQuery() },
    output: {
      dataset: datasets.inLake('quarantine', 'Json', ['folder', 'file']),
      parameters: {
        folder: `${FAILURES_FOLDER}/${name}`,
        file: expression("@concat(pipeline().RunId, '.json')"),
      },
    },
  });
  return {
    ...pipeline,
    activities: [
      ...steps,
      {
        ...record,
        dependsOn: [
          {
            activity: last.name,
            // What runs only after a failure is skipped where there was none.
            dependencyConditions: isAfterFailure(last) ? ['Failed'] : ['Failed', 'Skipped'],
          },
        ],
      },
      fail({
        name: 'FailRun',
        // Where the record cannot be written, the run fails all the same.
        dependsOn: [{ activity: record.name, dependencyConditions: ['Completed'] }],
        message: expression(`@${error}`),
        errorCode: 'ActivityFailed',
      }),
    ],
  };
}

/** Whether an activity runs only where one before it failed, or was not reached. */
function isAfterFailure({ dependsOn }: Activity): boolean {
  return (
    dependsOn.length > 0 &&
    dependsOn.every(({ dependencyConditions }) =>
      dependencyConditions.every((condition) => condition === 'Failed' || condition === 'Skipped'),
    )
  );
}

function joined(activities: readonly Activity[]): readonly Activity[] {
  const leaves = leavesOf(activities);
  if (leaves.length < 2) return activities;
  const join = wait({ name: 'AllDone', seconds: 1 });
  const dependsOn = leaves.map(({ name }) => ({
    activity: name,
    dependencyConditions: ['Succeeded' as const],
  }));
  return [...activities, { ...join, dependsOn }];
}

function leavesOf(activities: readonly Activity[]): Activity[] {
  const before = new Set(activities.flatMap(({ dependsOn }) => dependsOn.map(({ activity }) => activity)));
  return activities.filter(({ name }) => !before.has(name));
}
