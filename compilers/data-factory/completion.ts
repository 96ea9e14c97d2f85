import { type Interval, zoneOf } from '../../model';
import { type Activity, type PipelineExpression, succeeded } from './activities';
import { validation } from './control-activities';
import { copy } from './copy';
import { queryAnswer } from './copy-sources';
import { type DepartmentDatasets } from './department-datasets';
import { sqlRow } from './sql-row';
import { fits, type StoredTable } from './stored-table';
import { WINDOW_START, windowFolder } from './window';

/** The folder beside tables that says which of their windows are complete; readers of the tables can read it. */
export const COMPLETE_FOLDER = '_complete';
/** The file in a window's folder. */
const COMPLETE_FILE = 'complete.json';
/** Longest wait for another factory, `d.hh:mm:ss`; the trigger's retries wait again. */
export const AWAIT_TIMEOUT = '0.12:00:00';

/**
 * Says that a table is complete for a window, of its own length or `own`, once the activity `after` has succeeded, where one is
 * given: for pipelines in other factories, because triggers cannot wait across factories.
 */
export function markComplete(
  { table, interval }: StoredTable,
  datasets: DepartmentDatasets,
  { after, own = interval }: { readonly after?: string; readonly own?: Interval } = {},
): Activity {
  return copy({
    name: 'MarkComplete',
    ...(after !== undefined && { after: [after] }),
    timeout: '0.00:10:00',
    source: queryAnswer(
      'SqlDWSource',
      sqlRow({
        table: { text: table.name },
        window_start: { value: `pipeline().parameters.${WINDOW_START}` },
        run_id: { value: 'pipeline().RunId' },
        completed_at: { value: "utcNow('yyyy-MM-ddTHH:mm:ssZ')" },
      }),
    ),
    input: { dataset: datasets.serverlessQuery() },
    output: {
      dataset: datasets.inLake(zoneOf(table), 'Json', ['folder', 'file']),
      parameters: { folder: markFolder({ table, interval }, own), file: COMPLETE_FILE },
    },
  });
}

/** The same activities, after waiting for what no trigger can wait for: the first of them, or where some also run after failures all. */
export function afterAwaited(
  steps: readonly Activity[],
  props: {
    readonly awaited: readonly StoredTable[];
    /** The length of the pipeline's windows. */
    readonly own: Interval;
    readonly datasets: DepartmentDatasets;
    /** Which activities wait. @default the first */
    readonly which?: 'first' | 'all';
  },
): readonly Activity[] {
  const { awaited, own, datasets, which = 'first' } = props;
  const once = [...new Map(awaited.map((stored) => [stored.table, stored])).values()];
  const waits = once.map((stored) => awaitStored(stored, own, { datasets }));
  // One after the other: what comes while the first is waited for is there at once, and each hour of each wait is billed.
  const inTurn = waits.map((wait, index) => {
    const before = waits[index - 1];
    return before ? { ...wait, dependsOn: succeeded([before.name]) } : wait;
  });
  const after = succeeded(waits.slice(-1).map(({ name }) => name));
  return [
    ...inTurn,
    ...steps.map((step) =>
      which === 'all' || step.dependsOn.length === 0
        ? { ...step, dependsOn: [...after, ...step.dependsOn] }
        : step,
    ),
  ];
}

/** Waits for a stored table: until the windows in the pipeline's own are complete, or where it has none of these until it is there. */
export function awaitStored(
  stored: StoredTable,
  own: Interval,
  props: {
    readonly datasets: DepartmentDatasets;
    /** Longest wait in minutes, after which it fails. @default {@link AWAIT_TIMEOUT} */
    readonly mostMinutes?: number;
  },
): Activity {
  const { datasets, mostMinutes } = props;
  const timeout = mostMinutes === undefined ? AWAIT_TIMEOUT : timespan(mostMinutes);
  return fits(stored, own)
    ? awaitWindow(stored, own, { datasets, timeout })
    : awaitTable(stored, { datasets, timeout });
}

/** Name of the activity that waits for a stored table. */
export function awaitOf({ table }: Pick<StoredTable, 'table'>): string {
  return `Await_${table.name}`;
}

function timespan(minutes: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${Math.floor(minutes / DAY_MINUTES)}.${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}:00`;
}

const DAY_MINUTES = 24 * 60;

interface Awaiting {
  readonly datasets: DepartmentDatasets;
  readonly timeout: string;
}

/**
 * Waits until every window of a table that lies in the pipeline's own is complete: for the one mark that says so of all of
 * them, because each hour of waiting is billed.
 */
function awaitWindow(
  { department, table, interval }: StoredTable,
  own: Interval,
  { datasets, timeout }: Awaiting,
): Activity {
  return validation({
    name: awaitOf({ table }),
    input: {
      dataset: datasets.inLake(zoneOf(table), 'Json', ['folder', 'file'], { owner: department }),
      parameters: { folder: markFolder({ table, interval }, own), file: COMPLETE_FILE },
    },
    timeout,
    folder: false,
  });
}

/** Waits until a table is there at all, whichever its windows: a view over it can be made then. */
function awaitTable({ department, table }: StoredTable, { datasets, timeout }: Awaiting): Activity {
  return validation({
    name: awaitOf({ table }),
    input: {
      dataset: datasets.inLake(zoneOf(table), 'Binary', ['folder'], { owner: department }),
      parameters: { folder: `${table.name}/_delta_log` },
    },
    timeout,
    folder: true,
  });
}

/** Where the mark of a window is: beside those of the table's own windows where the window is longer. */
function markFolder(
  { table, interval }: Pick<StoredTable, 'table' | 'interval'>,
  own: Interval,
): PipelineExpression {
  const below = `${COMPLETE_FOLDER}/${table.name}`;
  return windowFolder(own, own.minutes === interval.minutes ? below : `${below}/${own.minutes}_minutes`);
}
