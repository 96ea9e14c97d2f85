import { type Interval } from '../../model';
import {
  type Activity,
  deleteFiles,
  expression,
  lookupAll,
  type PipelineExpression,
  succeeded,
} from './activities';
import { executePipeline, forEach, ifCondition } from './control-activities';
import { copy } from './copy';
import { queryAnswer } from './copy-sources';
import { type DepartmentDatasets } from './department-datasets';
import { MAX_RECORDED_ERROR } from './failure-branch';
import { FETCH, fillOne } from './one-table';
import { NOTHING_THERE } from './quiet-window';
import { type StoredTable } from './stored-table';
import { sqlRow } from './sql-row';
import { TIMESTAMP_FORMAT, WINDOW_START, windowFormat, windowStart } from './window';

/** The folder of silver with a mark for each window of a table that was not filled together with others, nor alone. */
export const FAILED_FOLDER = '_failed';
/** The file in a window's folder. */
const FAILED_FILE = 'failed.json';
/** Folders of marks go down to the minute, whichever the cadence: a table's cadence may change. */
const MARK_FORMAT = windowFormat({ minutes: 1 });
const DAY_MINUTES = 24 * 60;
const HOUR_MINUTES = 60;

/** Says that a table of a wave is not filled for the window. */
export function markFailed(
  { name }: { readonly name: string },
  datasets: DepartmentDatasets,
  props: {
    readonly dependsOn: Activity['dependsOn'];
    /** Activities of which one may have ended with an error; the first that has counts. */
    readonly errors: readonly string[];
  },
): Activity {
  const messages = props.errors.map((activity) => `activity('${activity}')?.error?.message`);
  const mark = copy({
    name: markOf(name),
    timeout: '0.00:10:00',
    source: queryAnswer(
      'SqlDWSource',
      sqlRow({
        table: { text: name },
        run_id: { value: 'pipeline().RunId' },
        window_start: { value: `pipeline().parameters.${WINDOW_START}` },
        error: {
          value: `coalesce(${[...messages, "'what it reads was not filled'"].join(', ')})`,
          cut: MAX_RECORDED_ERROR,
        },
        failed_at: { value: `utcNow('${TIMESTAMP_FORMAT}')` },
      }),
    ),
    input: { dataset: datasets.serverlessQuery() },
    output: {
      dataset: datasets.inLake('silver', 'Json', ['folder', 'file']),
      parameters: { folder: marksFolder(name, MARK_FORMAT), file: FAILED_FILE },
    },
  });
  return { ...mark, dependsOn: props.dependsOn };
}

/** Name of the activity that marks a table; it is skipped where the table is filled. */
export function markOf(table: string): string {
  return `MarkFailed_${table}`;
}

/** Lets a wave fill one table for the window where a mark says that it was not filled, and takes the mark away. */
export function repairWindow(
  table: { readonly name: string },
  wave: string,
  datasets: DepartmentDatasets,
): Activity[] {
  const { name } = table;
  // It may have failed because its sources were not brought.
  const fill = fillOne('Fill', wave, table, FETCH);
  const remove = deleteFiles({
    name: 'RemoveMark',
    after: [fill.name],
    input: {
      dataset: datasets.inLake('silver', 'Binary', ['folder']),
      parameters: { folder: marksFolder(name, MARK_FORMAT) },
    },
  });
  const find = findMarks('FindMark', { table: name, format: MARK_FORMAT }, datasets);
  const repair = ifCondition({
    name: 'Repair',
    condition: expression(`@${marked(find)}`),
    then: [fill, remove],
  });
  return [find, { ...repair, dependsOn: ended(find) }];
}

/**
 * Lets `repair` look at each window of a table inside of a longer one: only where there is a mark in its folder, if it is one.
 *
 * @param repair the pipeline of {@link repairWindow}.
 */
export function repairWindows(
  { table, interval }: StoredTable,
  own: Interval,
  { repair, datasets }: { readonly repair: string; readonly datasets: DepartmentDatasets },
): Activity[] {
  const windows = `range(0, ${own.minutes / interval.minutes})`;
  const at = `addMinutes(pipeline().parameters.${WINDOW_START}, mul(item(), ${interval.minutes}), '${TIMESTAMP_FORMAT}')`;
  const each = (items: string): Activity =>
    forEach({
      name: 'EachWindow',
      items: expression(`@${items}`),
      activities: [
        executePipeline({
          name: 'RepairWindow',
          pipeline: repair,
          parameters: { [WINDOW_START]: expression(`@${at}`) },
        }),
      ],
    });
  // Longer than a day, or five hours: its windows lie in folders with others.
  if (own.minutes !== DAY_MINUTES && own.minutes !== HOUR_MINUTES) return [each(windows)];
  const find = findMarks('FindMarks', { table: table.name, format: windowFormat(own) }, datasets);
  return [find, { ...each(`if(${marked(find)}, ${windows}, createArray())`), dependsOn: ended(find) }];
}

/**
 * Looks for marks by reading them: a look-up is billed as a pipeline activity, a copy as four integration units for a minute, which is two
 * hundred times as much outside of managed networks. Get Metadata comes back from the provider changed.
 */
function findMarks(
  name: string,
  { table, format }: { readonly table: string; readonly format: string },
  datasets: DepartmentDatasets,
): Activity {
  return lookupAll({
    name,
    timeout: '0.00:10:00',
    // The folder is not there before the first failure; what else fails counts as a mark.
    retries: 0,
    files: '*.json',
    input: {
      dataset: datasets.inLake('silver', 'Json', ['folder']),
      parameters: { folder: marksFolder(table, format) },
    },
  });
}

function marked({ name }: Activity): string {
  // The documentation shows the number as a text.
  const found = `not(equals(string(coalesce(activity('${name}')?.output?.count, 0)), '0'))`;
  const nothing = `contains(coalesce(activity('${name}')?.error?.message, ''), '${NOTHING_THERE.lake}')`;
  return `or(${found}, not(or(equals(activity('${name}')?.Status, 'Succeeded'), ${nothing})))`;
}

function ended({ name }: Activity): Activity['dependsOn'] {
  return succeeded([name]).map(({ activity }) => ({
    activity,
    dependencyConditions: ['Succeeded', 'Failed'],
  }));
}

function marksFolder(table: string, format: string): PipelineExpression {
  return expression(`@concat('${FAILED_FOLDER}/${table}/', ${windowStart(format)})`);
}
