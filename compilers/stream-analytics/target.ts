import { notOffered, type StepTable, type Target, writtenApart } from '../core/target';
import { STREAM_TYPES } from './conditions';
import { STREAM_FUNCTIONS } from './functions';

const RULES = writtenApart('the query of the rule');
const ONE_EVENT = notOffered('a rule looks at events one by one', 'judge the event, or do this in a table');
const NO_QUARANTINE = notOffered(
  'events land as they arrive',
  'check the rows in the silver table that the source is mapped to',
);

const NO_SNAPSHOTS = notOffered(
  'snapshots come in batches',
  'look the rows up in gold, with referenceAlert()',
);

const steps: StepTable<never> = {
  read: RULES,
  readTimeRange: notOffered('a stream has no older rows', 'watch the source itself'),
  select: RULES,
  derive: notOffered('a rule reports columns as they arrive', 'report the columns that the value is made of'),
  filter: RULES,
  check: NO_QUARANTINE,
  dedupe: ONE_EVENT,
  join: notOffered('streams are joined by time only', 'look the rows up in gold, with referenceAlert()'),
  semiJoin: notOffered('streams are joined by time only', 'look the rows up in gold, with referenceAlert()'),
  asOfJoin: notOffered('streams are joined by time only', 'look the rows up in gold, with referenceAlert()'),
  // Of sessions.
  aggregate: RULES,
  window: notOffered('rows are not numbered in a stream', 'count events with velocity() or sessions()'),
  assertUnique: NO_QUARANTINE,
  union: ONE_EVENT,
  readArray: ONE_EVENT,
  unnest: ONE_EVENT,
  windowStart: NO_SNAPSHOTS,
  acceptSnapshots: NO_SNAPSHOTS,
  validity: NO_SNAPSHOTS,
  sql: notOffered("a department's own SQL is T-SQL", 'declare an alert rule'),
  score: notOffered('models run over tables', 'score in a silver table'),
};

const NO_WINDOW = notOffered(
  'rows are not numbered in a stream',
  'count events with velocity() or sessions()',
);

/** Stream Analytics: what alert rules are compiled to. */
export const STREAM_ANALYTICS: Target = {
  name: 'Stream Analytics',
  use: 'alert rules',
  functions: STREAM_FUNCTIONS,
  aggregates: { sum: RULES, count: RULES, countDistinct: RULES, min: RULES, max: RULES },
  windows: { rowNumber: NO_WINDOW, rank: NO_WINDOW, lag: NO_WINDOW, lead: NO_WINDOW, runningSum: NO_WINDOW },
  steps,
  types: STREAM_TYPES,
};
