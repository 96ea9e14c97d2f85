import { DEFAULT_SETTINGS, type Interval } from '../../model';

/** What decides how the files of a Delta table are kept. */
export interface DeltaUpkeep {
  /** How often the table is written. */
  readonly every: Interval;
  /** Days that replaced files stay, for readers of older versions. */
  readonly timeTravelDays: number;
}

const DAY_MINUTES = 24 * 60;
const DAY_HOURS = 24;

/** A table that is written daily, kept as nobody decides otherwise. */
export const DEFAULT_UPKEEP: DeltaUpkeep = Object.freeze({
  every: Object.freeze({ minutes: DAY_MINUTES }),
  timeTravelDays: DEFAULT_SETTINGS.delta.timeTravelDays,
});

/**
 * Options of a Delta sink against many small files, and against old ones.
 *
 * Optimised writes run OPTIMIZE after every write, and are advised once a day rather than every hour; what is written more
 * often compacts itself, which happens from 50 small files on. Source: "Delta format in Azure Data Factory".
 */
export function upkeepOptions({ every, timeTravelDays }: DeltaUpkeep): string[] {
  const isDaily = every.minutes >= DAY_MINUTES;
  return [`autoCompact: ${!isDaily}`, `optimizedWrite: ${isDaily}`, `vacuum: ${timeTravelDays * DAY_HOURS}`];
}
