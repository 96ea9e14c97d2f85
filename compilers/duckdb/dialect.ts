import type { AggregateTable, WindowTable } from '../core/target';
import type { SqlDialect } from '../sql/dialect';
import { duckDbType, identifier } from './literals';

/** The functions of many rows. */
const AGGREGATES: AggregateTable = {
  sum: (value, { type }) => `CAST(sum(${value}) AS ${duckDbType(type)})`,
  count: (value, { argument }) => (argument ? `count(${value})` : 'count(*)'),
  countDistinct: (value) => `count(DISTINCT ${value})`,
  min: (value) => `min(${value})`,
  max: (value) => `max(${value})`,
};

/** The functions of the rows around a row. */
const WINDOWS: WindowTable<[over: string]> = {
  rowNumber: (_value, _call, over) => `row_number() OVER (${over})`,
  rank: (_value, _call, over) => `rank() OVER (${over})`,
  lag: (value, { rows = 1 }, over) => `lag(${value}, ${rows}) OVER (${over})`,
  lead: (value, { rows = 1 }, over) => `lead(${value}, ${rows}) OVER (${over})`,
  runningSum: (value, { type }, over) =>
    `CAST(sum(${value}) OVER (${over} ROWS UNBOUNDED PRECEDING) AS ${duckDbType(type)})`,
};

/** A day as people and pipelines write it in names: 2026-01-31, 2026/01/31, 20260131; what follows may be a time. */
const NAMED_DAY =
  '(?:^|[^0-9])((?:19|20)[0-9]{2}[-_/.]?(?:0[1-9]|1[0-2])[-_/.]?(?:0[1-9]|[12][0-9]|3[01]))(?:(?:[01][0-9]|2[0-3])[0-5][0-9])?(?:[^0-9]|$)';

/** Queries in DuckDB. */
export const DUCKDB_DIALECT: SqlDialect = {
  name: identifier,
  equal: (left, right) => `${left} = ${right}`,
  keys: (value) => [value],
  order: (value, descending) => `${value} ${descending ? 'DESC NULLS LAST' : 'ASC NULLS FIRST'}`,
  deliveryDay: (file) =>
    `TRY_CAST(regexp_replace(regexp_extract(${file}, '${NAMED_DAY}', 1), '[^0-9]', '', 'g') AS INTEGER)`,
  first: (columns, input, place) => `SELECT ${columns} FROM ${input} QUALIFY ${place} = 1`,
  matching: (keep, other, on) => `${keep === 'matched' ? 'SEMI' : 'ANTI'} JOIN ${other} AS r ON ${on}`,
  // The latest row of all is found first, so its age is looked at afterwards.
  asOfJoin: ({ input, kept, other, added, on, day, otherDay, maxAgeDays }) => {
    const values = added.map(
      (name) => `CASE WHEN ${day} - ${otherDay} <= ${maxAgeDays} THEN r.${name} END AS ${name}`,
    );
    const shown = [...kept.map((name) => `l.${name}`), ...values].join(', ');
    return `SELECT ${shown} FROM ${input} AS l ASOF LEFT JOIN ${other} AS r ON ${[...on, `${day} >= ${otherDay}`].join(' AND ')}`;
  },
  aggregates: AGGREGATES,
  windows: WINDOWS,
};
