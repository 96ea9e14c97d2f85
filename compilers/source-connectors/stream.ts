import { type DataContract, type Interval, type LandingMode } from '../../model';
import { expression } from '../data-factory/activities';
import { type FilesBelow } from '../data-factory/copy-sources';
import { type DepartmentDatasets } from '../data-factory/department-datasets';
import { LANDING_MINUTES } from '../data-factory/landing';
import { acceptNothing, NOTHING_THERE } from '../data-factory/quiet-window';
import { STREAM_DELAY_MINUTES } from '../data-factory/ready-after';
import { TIMESTAMP_FORMAT, windowEnd, windowStart } from '../data-factory/window';
import { type SourceCopy } from './connector';
import { compactToBronze } from './to-bronze';

/** How events come into landing. */
export interface LandedBy {
  /** The day, `YYYY-MM-DD`, of the first window; absent while triggers are stopped. */
  readonly from: string | undefined;
  /** Whether all day, or once a day by a pipeline. */
  readonly landing: LandingMode;
}

/** Before anything was ever landed. */
const EVER = '2000-01-01T00:00:00Z';

/**
 * Brings into bronze what was landed since the window before: files of whatever hour, by when they were last written. What a
 * restart or a backlog writes into the folder of an hour that was copied already comes with the next window; a file that
 * grew since is brought again, whole.
 */
export function streamCopy(
  contract: DataContract,
  datasets: DepartmentDatasets,
  landed: LandedBy,
): SourceCopy {
  const toBronze = compactToBronze(contract, datasets, {
    format: 'json-lines',
    file: '*.json',
    folder: contract.name,
    changed: landedSince(contract.delivery.every, landed),
  });
  // The first event of a stream makes its folder.
  const activities = acceptNothing([toBronze], NOTHING_THERE.lake);
  return { what: 'Compacts the events landed in a window', activities };
}

/** From where the window before ended; of the first window, since ever. The end is the trigger's: no file of the window comes later. */
function landedSince(
  { minutes }: Interval,
  { from: firstDay, landing }: LandedBy,
): NonNullable<FilesBelow['changed']> {
  const start = windowStart(TIMESTAMP_FORMAT);
  const before = windowEnd({ minutes: STREAM_DELAY_MINUTES }, TIMESTAMP_FORMAT);
  // What is landed once a day is written after its window's end. The begin stays: whichever way the window before was landed, nothing is left between them.
  const ended = landing === 'triggered' ? LANDING_MINUTES : STREAM_DELAY_MINUTES;
  return {
    from: expression(
      firstDay === undefined
        ? `@${before}`
        : `@if(equals(${start}, '${firstDay}T00:00:00Z'), '${EVER}', ${before})`,
    ),
    to: expression(`@${windowEnd({ minutes: minutes + ended }, TIMESTAMP_FORMAT)}`),
  };
}
