import { type Check, type ColumnInfo, METADATA_COLUMNS, type Read } from '../../model';
import { FALLBACK } from '../core/fallback';
import { type StepTable, type Target, writtenApart } from '../core/target';
import { type SqlContext, sqlSteps } from '../sql/steps';
import { DUCKDB_DIALECT } from './dialect';
import { DUCKDB_FUNCTIONS } from './functions';
import { duckDbArray, duckDbElementText } from './json';
import { DUCKDB_TYPES, duckDbType, identifier } from './literals';
import type { DuckDbNames } from './names';
import { writeAccept, writeWindowStart } from './snapshots';

/** What a step needs to be written. */
export interface DuckDbContext extends SqlContext {
  /** What statements may use. */
  readonly names: DuckDbNames;
  /** The quoted name of the table that holds the rows of a check. */
  readonly checkTable: (step: Check) => string;
  /** The columns of each check that the steps after it read. */
  readonly needed: ReadonlyMap<Check, ReadonlySet<string>>;
}

/** Writes the steps as selects. */
export const DUCKDB_STEPS: StepTable<DuckDbContext> = {
  ...sqlSteps(DUCKDB_DIALECT),
  read: ({ columns: read, from }, { names }) => `SELECT ${columns(read)} FROM ${names.relation(from)}`,
  readTimeRange: (step, { names }) =>
    `SELECT ${columns(step.columns)} FROM ${names.relation(step.from)}${timeRange(step, names.rangeStart)}`,
  check: (step, { checkTable, needed }) =>
    `SELECT ${columns(step.columns.filter(({ name }) => needed.get(step)?.has(name)))} FROM ${checkTable(step)} WHERE _rule IS NULL`,
  // Asked for before the rows are.
  assertUnique: ({ input, columns: kept }, { id }) => `SELECT ${columns(kept)} FROM ${id(input)}`,
  readArray: ({ input, text, name, holds, fields }, { id }) =>
    `SELECT ${columns(input.columns)}, ${duckDbArray(identifier(text), { holds, fields })} AS ${identifier(name)} FROM ${id(input)}`,
  unnest: (step, { id }) => {
    const kept = step.input.columns.filter(({ name }) => name !== step.array);
    const fields = step.fields.map(({ name, path, position }) => {
      const value = position === true ? 'CAST(_position AS VARCHAR)' : duckDbElementText('_element', path);
      return `${value} AS ${identifier(name)}`;
    });
    const elements = step.fields.some(({ position }) => position === true)
      ? 'WITH ORDINALITY AS _elements(_element, _position)'
      : 'AS _elements(_element)';
    return `SELECT ${[columns(kept), ...fields].join(', ')} FROM ${id(step.input)}, unnest(${identifier(step.array)}) ${elements}`;
  },
  windowStart: (step, { id, names }) => writeWindowStart(step, id(step.input), names),
  acceptSnapshots: (step, { id, names }) => writeAccept(step, id(step.input), names),
  validity: (step, { id }) => {
    if (step.snapshots) return `SELECT ${columns(step.columns)} FROM ${id(step.input)}`;
    const by = step.by.map(identifier).join(', ');
    const from = identifier(step.from);
    return `SELECT ${columns(step.input.columns)}, lead(${from}) OVER (PARTITION BY ${by} ORDER BY ${from}) AS ${identifier(step.to)} FROM ${id(step.input)}`;
  },
  sql: writtenApart('a translation of its T-SQL, or its DuckDB override'),
  // What a model wrote, or what its fallback yields, as the text that a model would write.
  score: (step, { id, names }) => {
    if (names.scores) return `SELECT ${columns(step.columns)} FROM ${names.scores(step)}`;
    const values = Object.keys(step.contractColumns).map(
      (name) => `CAST(${identifier(name)} AS VARCHAR) AS ${identifier(name)}`,
    );
    const load = METADATA_COLUMNS.map((name) => `'${FALLBACK}' AS ${identifier(name)}`);
    return `SELECT ${[...values, ...load].join(', ')} FROM ${id(step.input)}`;
  },
};

/** DuckDB: what the preview runs. */
export const DUCKDB: Target = {
  name: 'DuckDB',
  use: 'the preview',
  functions: DUCKDB_FUNCTIONS,
  aggregates: DUCKDB_DIALECT.aggregates,
  windows: DUCKDB_DIALECT.windows,
  steps: DUCKDB_STEPS,
  types: DUCKDB_TYPES,
};

/** Quoted names of columns, as a select lists them. */
export function columns(list: readonly ColumnInfo[]): string {
  return list.map(({ name }) => identifier(name)).join(', ');
}

function timeRange(step: Read, rangeStart: string | undefined): string {
  const column = step.columns.find(({ name }) => name === step.timeRange?.timeColumn);
  if (!column || rangeStart === undefined) return '';
  return ` WHERE ${identifier(column.name)} >= CAST('${rangeStart}' AS ${duckDbType(column.type)})`;
}
