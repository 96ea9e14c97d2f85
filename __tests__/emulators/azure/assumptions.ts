/**
 * What a simulation relies on beyond what a Terraform JSON says: true is what the documentation says and nobody has
 * measured here, or what people do if nothing tells them.
 */
export interface Assumptions {
  /** A job that a deployment starts again skips what came in between, as its start mode says. */
  readonly deploymentSkips: boolean;
  /** A copy of a folder that is not there fails with PathNotFound; if not, it copies nothing. */
  readonly missingFolderFails: boolean;
  /** A Delta table that is not there yet takes every row, also those that are marked for deletion. */
  readonly newTableTakesAll: boolean;
  /** What makes activities fail makes the record of a failure fail as well. */
  readonly recordsFail: boolean;
  /** Nobody runs the days of a stop of a job again. */
  readonly stopsAreForgotten: boolean;
}
