import type { AggregateTable, WindowTable } from '../core/target';
import type { SqlDialect } from '../sql/dialect';
import { bracketed, equality, groupKeys, tsqlType } from './literals';

/** The functions of many rows. */
const AGGREGATES: AggregateTable = {
  // A sum of whole numbers would overflow in their own type.
  sum: (value, { type }) => `CAST(SUM(CAST(${value} AS ${tsqlType(type)})) AS ${tsqlType(type)})`,
  count: (value, { argument }) => (argument ? `COUNT_BIG(${value})` : 'COUNT_BIG(*)'),
  // The mark keeps texts apart that differ in trailing spaces only.
  countDistinct: (value, { argument }) =>
    `COUNT_BIG(DISTINCT ${argument?.type.kind === 'string' ? `${value} + '.'` : value})`,
  min: (value) => `MIN(${value})`,
  max: (value) => `MAX(${value})`,
};

/** The functions of the rows around a row. */
const WINDOWS: WindowTable<[over: string]> = {
  rowNumber: (_value, _call, over) => `ROW_NUMBER() OVER (${over})`,
  rank: (_value, _call, over) => `RANK() OVER (${over})`,
  lag: (value, { rows = 1 }, over) => `LAG(${value}, ${rows}) OVER (${over})`,
  lead: (value, { rows = 1 }, over) => `LEAD(${value}, ${rows}) OVER (${over})`,
  runningSum: (value, { type }, over) =>
    `CAST(SUM(CAST(${value} AS ${tsqlType(type)})) OVER (${over} ROWS UNBOUNDED PRECEDING) AS ${tsqlType(type)})`,
};

/** Queries in the T-SQL of serverless pools. */
export const TSQL_DIALECT: SqlDialect = {
  name: bracketed,
  equal: equality,
  keys: groupKeys,
  groupsByConstants: false,
  // Null is lowest in T-SQL: first when ascending, last when descending, which is the order that all engines are held to.
  order: (value, descending) => (descending ? `${value} DESC` : value),
  first: (columns, input, place) =>
    `SELECT ${columns} FROM (SELECT ${columns}, ${place} AS [_n] FROM ${input}) AS n WHERE [_n] = 1`,
  matching: (keep, other, on) =>
    `WHERE ${keep === 'matched' ? '' : 'NOT '}EXISTS (SELECT 1 FROM ${other} AS r WHERE ${on})`,
  asOfJoin: ({ input, kept, other, added, on, day, otherDay, maxAgeDays }) => {
    const inTime = [`${otherDay} <= ${day}`, `DATEADD(DAY, ${maxAgeDays}, ${otherDay}) >= ${day}`];
    const latest = `SELECT TOP (1) ${sided('r', added)} FROM ${other} AS r WHERE ${[...on, ...inTime].join(' AND ')} ORDER BY ${otherDay} DESC`;
    return `SELECT ${sided('l', kept)}, ${sided('a', added)} FROM ${input} AS l OUTER APPLY (${latest}) AS a`;
  },
  aggregates: AGGREGATES,
  windows: WINDOWS,
};

function sided(side: string, names: readonly string[]): string {
  return names.map((name) => `${side}.${name}`).join(', ');
}
