import { type Column, columnInfo, isColumn } from '../contracts/column';
import { type ColumnBuilder, columnMade, columnsMade } from '../contracts/column-builder';
import { type Mistake } from '../errors';
import { said, unused } from '../said';
import { type Kind } from '../types';
import { type Flow, relationOf } from './flow';
import { type SqlRows, type Table } from './relation';
import { type SqlParameter, type WindowDay } from './sql/parameter';

type Builders = Readonly<Record<string, ColumnBuilder<Kind>>>;

/** A typed parameter of a department's SQL. */
export interface SqlParameterProps {
  /** Its type, as of a column: `t.decimal(12, 2)`; a double is not offered, for engines write it differently. */
  readonly type: ColumnBuilder<Kind>;
  /**
   * What the pipeline passes: a constant, decimals as text (`'10.00'`), days as `YYYY-MM-DD`, timestamps as
   * `YYYY-MM-DD HH:MM:SS` in UTC; or {@link windowDay}.
   */
  readonly value: string | number | boolean | WindowDay;
}

/** What a department says of a gold table that its own T-SQL computes. */
export interface SqlTableProps<B extends Builders> {
  /** What its rows hold. @default the table's name */
  readonly description?: string;
  /**
   * One SELECT in T-SQL, common table expressions allowed; it reads its inputs as `input.<name>` and its parameters as
   * `@<name>`, and nothing else. Usually the content of a file: `readFileSync(join(__dirname, 'x.sql'), 'utf8')`.
   */
  readonly text: string;
  /**
   * The same SELECT in DuckDB's SQL, with the same inputs and parameters, for the preview. Needed where the text uses
   * something that the preview does not translate; it says so. @default the preview translates the text
   */
  readonly duckDbOverride?: string;
  /** What the SQL reads; text comes without trailing spaces, which T-SQL leaves out of comparisons. */
  readonly reads: Readonly<Record<string, Flow<never> | Flow<Record<string, Kind>>>>;
  /** The columns it gives: types, `.nullable()`, `.key()` and classification; checked after each run, rules are not offered. */
  readonly columns: B;
  /** Typed parameters. @default none */
  readonly parameters?: Readonly<Record<string, SqlParameterProps>>;
  /** Whether other departments may read it. @default false */
  readonly published?: boolean;
}

/**
 * The first day, in UTC, of the window that the pipeline runs for, as the value of a parameter of type date. Before the
 * first run, people see the table computed for yesterday.
 *
 * @param preview the day that the preview takes, as `YYYY-MM-DD`: it knows no windows, and reads no clock.
 */
export function windowDay(preview: string): WindowDay {
  return { from: 'window', preview };
}

/**
 * Declares a gold table that a department's own T-SQL computes: a stored procedure runs it once a day, after what it reads
 * is fresh, and stores the result behind a view that always shows the last whole one.
 *
 * A result that breaks its declaration (a missing value, a key twice, text that is too long) fails the run and is not shown.
 * What is wrong with the text is reported at synth, with everything else.
 */
export function sqlTable<B extends Builders>(
  name: string,
  props: SqlTableProps<B>,
): Table<{ readonly [C in keyof B]: B[C] extends ColumnBuilder<infer K> ? K : never }> {
  const { description, text, duckDbOverride, reads, columns, parameters, published, ...further } =
    said(props);
  const inputs = Object.entries(said(reads)).map(([input, flow]) => ({
    name: input,
    relation: relationOf(flow),
  }));
  const lineage = [
    ...new Set(inputs.flatMap(({ relation }) => relation.columns.flatMap((column) => column.lineage))),
  ].sort();
  const declared = Object.entries(columnsMade(columns));
  // What the SQL computes a column from is not known here: all that it reads may be in it.
  const infos = declared.map(([column, promise]) => columnInfo(column, promise, lineage));
  const promises = declared.filter(([, promise]) => isColumn(promise));
  const key = promises.flatMap(([column, promise]) => (promise.key ? [column] : []));
  const relation: SqlRows = {
    step: 'sql',
    inputs,
    text,
    ...(duckDbOverride !== undefined && { duckDbOverride }),
    parameters: Object.entries(said(parameters ?? {})).map(([parameter, given]) =>
      sqlParameter(parameter, given),
    ),
    columns: infos,
    ...(key.length > 0 && { key }),
    mistakes: promises.flatMap(([column, promise]) => ruleMistakes(column, promise)),
  };
  return Object.freeze({
    ...unused(further),
    zone: 'gold' as const,
    name,
    description: description ?? name,
    columns: infos,
    key,
    write: 'overwrite' as const,
    materialized: true,
    published: published ?? false,
    relation,
  });
}

function sqlParameter(name: string, props: SqlParameterProps): SqlParameter {
  const { type, value, ...further } = said(props);
  return {
    ...unused(further),
    name,
    type: said(columnMade(type)).type,
    value:
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? String(value)
        : value,
  };
}

/** A promise that nobody keeps would be worse than none. */
function ruleMistakes(name: string, column: Column): Mistake[] {
  const rules = [
    ...(column.allowed ? ['oneOf()'] : []),
    ...(column.range ? ['atLeast() or atMost()'] : []),
    ...(column.pattern ? ['matching()'] : []),
    ...(column.physicalName === undefined ? [] : ['physicalName()']),
    ...(column.sample ? ['sample()'] : []),
  ];
  return rules.map((rule): Mistake => ({
    code: 'LH3011',
    prop: `columns.${name}`,
    got: `is declared with ${rule}, which is for columns of sources`,
    allowed: 'types, nullable(), key() and a classification',
    change: 'take it out, and put the condition into the SQL',
  }));
}
