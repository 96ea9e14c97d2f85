import { type CompanyGraph, type OwnedTable } from '../company/graph';
import { type Issue } from '../errors';
import { type IssueCode } from '../issues';
import { passThroughColumns, drivingInput, type TimeRangeRead, timeRangeRead } from '../flows/time-range';
import { type Read, type Relation } from '../flows/relation';
import { STEPS } from '../flows/step-forms';
import { stepsOf } from '../flows/traversal';

/** Steps that make of a row what this row alone, and whole other tables, say; with every other step values may depend on rows that are not read. */
const ROW_BY_ROW: ReadonlySet<Relation['step']> = new Set([
  'read',
  'select',
  'derive',
  'filter',
  'check',
  'join',
  'semiJoin',
  'asOfJoin',
]);

const WHOLE = "read(…) the whole table, with write: 'overwrite'";

/** Everything wrong with a table whose flow reads a time range; nothing for other tables. */
export function timeRangeIssues(graph: CompanyGraph, { table }: OwnedTable, at: string): Issue[] {
  const { relation } = table;
  const ranged = stepsOf(relation).filter(
    (step): step is Read => step.step === 'read' && step.timeRange !== undefined,
  );
  // Gold reads whole tables: what T-SQL does not offer is for the targets to tell.
  if (ranged.length === 0 || table.zone === 'gold') return [];
  const flow = (code: IssueCode, got: string, allowed: string, change: string): Issue => ({
    code,
    at,
    prop: 'flow',
    got,
    allowed,
    change,
  });
  const begin = timeRangeRead(relation);
  const strays = ranged
    .filter((read) => read !== begin?.read)
    .map(({ from }) =>
      flow(
        'LH3301',
        `looks up only a time range of "${from.name}"`,
        'a time range as what a flow begins with, and whole tables beside them',
        'read(…) what is looked up',
      ),
    );
  if (!begin) return strays;
  return [...strays, ...stepIssues(flow, relation, begin), ...writeIssues(graph, table, begin, at)];
}

function stepIssues(
  flow: (code: IssueCode, got: string, allowed: string, change: string) => Issue,
  relation: Relation,
  { read, timeRange }: TimeRangeRead,
): Issue[] {
  const { from } = read;
  const line = drivingInput(relation);
  const allowed = 'steps that look at one row at a time, and at whole other tables';
  const change = `${WHOLE}, or do this in a table that reads this one`;
  const forbidden = line
    .filter(({ step }) => !ROW_BY_ROW.has(step))
    .map(({ step }) =>
      flow('LH3302', `has ${STEPS[step].call} on only a time range of "${from.name}"`, allowed, change),
    );
  const compared = line
    .filter((step) => 'other' in step && step.step !== 'union' && stepsOf(step.other).includes(read))
    .map(() =>
      flow(
        'LH3302',
        `compares the rows of a time range of "${from.name}" with each other (checkUnique, or a join with what the flow begins with)`,
        allowed,
        change,
      ),
    );
  if (forbidden.length > 0 || !read.columns.some(({ name }) => name === timeRange.timeColumn))
    return [...forbidden, ...compared];
  const kept = [...passThroughColumns(relation).values()].includes(timeRange.timeColumn);
  const lost = flow(
    'LH3303',
    `reads a time range of "${from.name}" by "${timeRange.timeColumn}", which the table does not have unchanged`,
    'a flow that keeps the column, so that the rows to replace are found',
    'keep it, and give what is computed from it another name',
  );
  return [...compared, ...(kept ? [] : [lost])];
}

function writeIssues(
  graph: CompanyGraph,
  { write, newestBy }: OwnedTable['table'],
  { read: { from }, timeRange }: TimeRangeRead,
  at: string,
): Issue[] {
  const issues: Issue[] = [];
  if (write !== 'upsert') {
    issues.push({
      code: 'LH3304',
      at,
      prop: 'write',
      got: `is ${write}, and the flow reads only a time range of "${from.name}"`,
      allowed: 'upsert, which replaces these rows and leaves older ones alone',
      change: 'leave "write" out, or read(…) the whole table',
    });
  }
  if (newestBy !== undefined) {
    issues.push({
      code: 'LH3304',
      at,
      prop: 'newestBy',
      got: `is "${newestBy}", and the flow reads only a time range of "${from.name}"`,
      allowed: 'none: a row of the time range replaces the one that is there, whatever that says',
      change: 'leave it out',
    });
  }
  const above = graph.tableOf(from)?.table;
  const own = above && timeRangeRead(above.relation)?.timeRange;
  if (own && own.lookbackDays > timeRange.lookbackDays) {
    issues.push({
      code: 'LH3305',
      at,
      prop: 'flow',
      got: `reads the last ${timeRange.lookbackDays} days of "${from.name}", whose own rows change for ${own.lookbackDays}`,
      allowed: `${own.lookbackDays} days or more`,
      change: `say lookback: days(${own.lookbackDays})`,
    });
  }
  return issues;
}
