import type { Readable } from '../../model';
import { notOffered, type StepTable, type Target, writtenApart } from '../core/target';
import { type SqlContext, sqlSteps } from '../sql/steps';
import { TSQL_DIALECT } from './dialect';
import { TSQL_FUNCTIONS } from './functions';
import { bracketed, TSQL_TYPES } from './literals';

/** Writes what stands behind FROM for something that a gold flow reads. */
export type TsqlSource = (readable: Readable) => string;

/** What a step needs to be written. */
export interface TsqlContext extends SqlContext {
  /** What stands behind FROM for something that is read. */
  readonly source: TsqlSource;
}

const NO_ARRAYS = notOffered(
  'an external table reads single values of a Delta table',
  'read the silver table of the elements, made by mapping() with each',
);

const NO_WINDOWS = notOffered(
  'deliveries come window by window, and gold sees none of them',
  'read the silver table, made by mapping() or slowlyChanging()',
);

/** Writes the steps as selects. */
export const TSQL_STEPS: StepTable<TsqlContext> = {
  ...sqlSteps(TSQL_DIALECT),
  read: ({ columns, from }, { source }) =>
    `SELECT ${columns.map(({ name }) => bracketed(name)).join(', ')} FROM ${source(from)}`,
  readTimeRange: notOffered(
    'gold is computed anew each time',
    'read() the whole table, or do this in a silver table',
  ),
  check: notOffered(
    'a view has no place for the rows that break a rule',
    'move the check into the silver table it reads',
  ),
  assertUnique: notOffered(
    'a view cannot fail when rows repeat',
    'dedupe or aggregate the other side by the columns of the join, or join in a silver table',
  ),
  readArray: NO_ARRAYS,
  unnest: NO_ARRAYS,
  windowStart: NO_WINDOWS,
  acceptSnapshots: NO_WINDOWS,
  validity: NO_WINDOWS,
  sql: writtenApart('views and a procedure of its own'),
  score: notOffered('models run in the pipelines that fill silver', 'score in a silver table, and read that'),
};

/** The T-SQL of Synapse serverless: what gold is compiled to. */
export const TSQL: Target = {
  name: 'T-SQL',
  use: 'gold tables',
  functions: TSQL_FUNCTIONS,
  aggregates: TSQL_DIALECT.aggregates,
  windows: TSQL_DIALECT.windows,
  steps: TSQL_STEPS,
  types: TSQL_TYPES,
};
