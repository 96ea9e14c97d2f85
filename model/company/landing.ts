import { type Interval } from '../schedule';

/** How streaming jobs that only land events run: all day, or once a day until nothing is left to land. */
export const LANDING_MODES = ['continuous', 'triggered'] as const;

/** One of the {@link LANDING_MODES}. */
export type LandingMode = (typeof LANDING_MODES)[number];

/** How streams are landed in an environment. */
export interface Landing {
  /**
   * `continuous`: jobs run all day, and bill by the hour. `triggered`: a pipeline starts each department's job once a day, ahead of its copies, and stops it
   * when nothing is left to land; every stream's windows have to be a day long here, by `cadence` or by themselves. Jobs of alert rules
   * run all day in any case. @default 'continuous'
   */
  readonly mode: LandingMode;
}

/** The windows of what lands once a day. */
export const TRIGGERED_LANDING: Interval = { minutes: 24 * 60 };

/** How a job goes on that is started to land a day of events, in minutes. */
export const TRIGGERED_LANDING_RUN = Object.freeze({
  /** Before it is asked what is left: it takes some to start, and to read from where it stopped. */
  catchUp: 12,
  /** Until nothing is left, after these: the longest that a run waits. */
  mostToCatchUp: 3 * 60,
  /** After a window's end, all tries of its landing included. */
  allTries: 12 * 60,
  /** Before the window that is landed: so much is read twice. */
  overlap: 60,
});

/** Days that a hub has to keep events where they are landed once a day: one that is landed, and two in which that failed and somebody mends it. */
export const TRIGGERED_LANDING_DAYS = 3;
