import {
  type BatchDelivery,
  type DataContract,
  type StreamDelivery,
  waitOf,
} from '../contracts/data-contract';
import { type Interval } from '../schedule';

/** How often an environment runs at most, whatever its sources and tables ask for. */
export interface Cadence {
  /** The shortest window there is: a length that divides a day, e.g. `hours(6)` or `days(1)`. */
  readonly atLeast: Interval;
}

/**
 * A source as an environment runs it: its windows are at least as long as the cadence, and it is late only after two of them.
 *
 * Windows that are longer already stay, and so do those of a source that answers for one window at a time.
 */
export function contractAt(contract: DataContract, cadence: Cadence | undefined): DataContract {
  if (cadence === undefined || !isStretched(contract, cadence)) return contract;
  const delivery = { ...contract.delivery, every: cadence.atLeast };
  const freshnessMinutes = Math.max(
    contract.freshnessMinutes,
    2 * cadence.atLeast.minutes + waitOf(contract.delivery),
  );
  return Object.freeze({ ...contract, delivery, freshnessMinutes });
}

/** Whether a source's windows become longer by a cadence. */
export function isStretched({ delivery }: Pick<DataContract, 'delivery'>, { atLeast }: Cadence): boolean {
  return delivery.every.minutes < atLeast.minutes && takesLongerWindows(delivery);
}

/**
 * Whether one longer window brings what the shorter ones inside of it would: rows and files are chosen by time, or by the day.
 * An address for each window, or one without a time, answers for a single one: a longer window would ask once, and lose the rest.
 */
function takesLongerWindows(delivery: StreamDelivery | BatchDelivery): boolean {
  if (delivery.kind === 'stream') return true;
  const { from } = delivery;
  // Without an address for the window, what changed in it is asked for, or was dropped in it.
  if (!('path' in from)) return true;
  const has = (placeholder: string): boolean => from.path.includes(`{${placeholder}}`);
  if (has('windowStart') || has('windowEnd')) return has('windowStart') && has('windowEnd');
  return has('date');
}
