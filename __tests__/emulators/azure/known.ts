import type { Assumptions } from './assumptions';

/** What the documentation says, and nobody has measured here: a simulation goes by it, unless it is told otherwise. */
export const DOCUMENTED: Assumptions = {
  deploymentSkips: true,
  missingFolderFails: true,
  newTableTakesAll: true,
  recordsFail: true,
  stopsAreForgotten: true,
};

/** Flaws of what is deployed that are known: each is spared, and a test says that it is still there. */
export const KNOWN: Readonly<Partial<Record<keyof Assumptions, string>>> = {
  deploymentSkips:
    'the schedule of a streaming job has the start mode JobStartTime and is replaced with every change of the job: what is ' +
    'sent between its stop and its start is landed by nothing',
  missingFolderFails:
    'a copy reads the folder of an hour without looking whether it is there: an hour without events has none, its window ' +
    'fails each time, and what waits for it never runs',
  newTableTakesAll:
    'a table of a time range marks keys for deletion in its first run too: a Delta table that is not there yet takes them ' +
    'as rows of nothing but a key',
  recordsFail:
    'the row that records a failure is written by the same lake and database that may be out of order, and no alert ' +
    'watches runs of pipelines and triggers',
  stopsAreForgotten:
    'events that came during a stop of a streaming job are landed in the folders of their hours, when these have been ' +
    'copied to bronze: unless somebody runs those days again, they stay in landing',
};

/** What simulations go by: the documentation, without the flaws that are known. */
export const SPARED: Assumptions = {
  ...DOCUMENTED,
  ...Object.fromEntries(Object.keys(KNOWN).map((name) => [name, false])),
};
