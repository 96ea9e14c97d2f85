import { type Read, type Relation } from './relation';

/** A kind of step as targets tell them apart: reading a time range of a table is not offered wherever reading it is. */
export type StepForm = Relation['step'] | 'readTimeRange';

/** The steps of a form. */
export type StepOf<F extends StepForm> = F extends 'readTimeRange'
  ? Read
  : Extract<Relation, { readonly step: F }>;

/** What the form of a step is, and how it comes into a flow. */
interface StepDefinition {
  /** How a flow gets it. */
  readonly call: string;
  /** What it does, in a few words. */
  readonly does: string;
}

/** The forms of steps. */
export const STEPS: { readonly [F in StepForm]: StepDefinition } = {
  read: { call: 'read()', does: 'reads a table, or the raw rows of a source' },
  readTimeRange: { call: 'readTimeRange()', does: 'reads a time range of a table' },
  select: { call: 'select() or rename()', does: 'keeps and renames columns' },
  derive: { call: 'derive()', does: 'adds or replaces columns' },
  filter: { call: 'filter()', does: 'keeps rows whose condition is true' },
  check: { call: 'check()', does: 'sends rows that break a rule to quarantine' },
  dedupe: { call: 'dedupe()', does: 'keeps the newest row of each key' },
  join: { call: 'join()', does: 'adds the columns of the one matching row' },
  semiJoin: { call: 'semiJoin() or antiJoin()', does: 'keeps rows with a match, or without one' },
  asOfJoin: { call: 'asOfJoin()', does: 'adds the columns of the latest matching row that is not later' },
  aggregate: { call: 'aggregate() or pivot()', does: 'makes one row of each group' },
  window: { call: 'window()', does: 'adds what is computed from the rows around a row' },
  assertUnique: { call: 'a join with a relation', does: 'fails the run when rows share what they must not' },
  union: { call: 'union()', does: 'the rows of both' },
  readArray: { call: 'mapping() with each', does: 'reads text as an array of objects or values' },
  unnest: { call: 'mapping() with each', does: 'makes a row of each element of an array' },
  windowStart: { call: 'mapping() of a snapshot', does: 'adds the start of the window of a delivery' },
  acceptSnapshots: {
    call: 'mapping() of a snapshot',
    does: 'keeps whole snapshots, and fails the run when one shrinks too much',
  },
  validity: { call: 'slowlyChanging()', does: 'says until when a row holds' },
  sql: { call: 'sqlTable()', does: "computes rows by a department's own SQL" },
  score: { call: 'scoredTable()', does: 'the rows that a model gives' },
};

/** The form of a step. */
export function formOf(step: Relation): StepForm {
  return step.step === 'read' && step.timeRange ? 'readTimeRange' : step.step;
}
