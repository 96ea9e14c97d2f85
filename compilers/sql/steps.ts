import {
  type Aggregate,
  type AggregateRows,
  type AsOfJoin,
  type ColumnInfo,
  columnsOf,
  type DataType,
  type Dedupe,
  type Join,
  type Relation,
  SOURCE_FILE,
  type WindowRows,
} from '../../model';
import { sharesTies, tieBreakers, windowTies } from '../core/order';
import type { StepTable } from '../core/target';
import { writeAggregate, writeWindow } from '../core/write';
import type { SqlDialect } from './dialect';
import type { SqlWriter } from './writer';

/** What a step needs to be written. */
export interface SqlContext {
  /** The quoted name of the relation that a step before has become. */
  readonly id: (step: Relation) => string;
  /** Writes expressions. */
  readonly write: SqlWriter;
}

/** The steps that every dialect writes alike, as selects. */
export type SqlSteps = Pick<
  StepTable<SqlContext>,
  | 'select'
  | 'derive'
  | 'filter'
  | 'dedupe'
  | 'join'
  | 'semiJoin'
  | 'asOfJoin'
  | 'aggregate'
  | 'window'
  | 'union'
>;

/** The steps of a dialect. */
export function sqlSteps(dialect: SqlDialect): SqlSteps {
  const { name } = dialect;
  const columns = (list: readonly ColumnInfo[]): string => list.map((column) => name(column.name)).join(', ');
  return {
    select: ({ picks, input }, { id }) =>
      `SELECT ${picks.map((pick) => `${name(pick.from)} AS ${name(pick.name)}`).join(', ')} FROM ${id(input)}`,
    derive: (step, { id, write }) => {
      const values = new Map(
        step.values.map((value) => [value.name, `${write.value(value.expression)} AS ${name(value.name)}`]),
      );
      const all = step.columns.map((column) => values.get(column.name) ?? name(column.name));
      return `SELECT ${all.join(', ')} FROM ${id(step.input)}`;
    },
    filter: (step, { id, write }) =>
      `SELECT ${columns(step.columns)} FROM ${id(step.input)} WHERE ${write.condition(step.condition)}`,
    dedupe: (step, { id }) => dialect.first(columns(step.columns), id(step.input), placeOf(step, dialect)),
    join: (step, { id }) => {
      const added = step.other.columns.filter((column) => !step.on.includes(column.name));
      const shown = [...sided('l', step.input.columns, dialect), ...sided('r', added, dialect)].join(', ');
      return `SELECT ${shown} FROM ${id(step.input)} AS l ${step.how.toUpperCase()} JOIN ${id(step.other)} AS r ON ${equalities(step, dialect).join(' AND ')}`;
    },
    semiJoin: (step, { id }) => {
      const matching = dialect.matching(step.keep, id(step.other), equalities(step, dialect).join(' AND '));
      return `SELECT ${sided('l', step.columns, dialect).join(', ')} FROM ${id(step.input)} AS l ${matching}`;
    },
    asOfJoin: (step, { id }) => {
      const added = step.other.columns.filter(
        (column) => !step.on.includes(column.name) && column.name !== step.otherDay,
      );
      return dialect.asOfJoin({
        input: id(step.input),
        kept: step.input.columns.map((column) => name(column.name)),
        other: id(step.other),
        added: added.map((column) => name(column.name)),
        on: equalities(step, dialect),
        day: `l.${name(step.day)}`,
        otherDay: `r.${name(step.otherDay)}`,
        maxAgeDays: step.maxAgeDays,
      });
    },
    aggregate: (step, { id, write }) => aggregate(step, id(step.input), dialect, write),
    window: (step, { id, write }) => window(step, id(step.input), dialect, write),
    union: (step, { id }) =>
      `SELECT ${columns(step.columns)} FROM ${id(step.input)} UNION ALL SELECT ${columns(step.columns)} FROM ${id(step.other)}`,
  };
}

/** Steps as common table expressions, each after those that it reads. */
export function withSteps(
  steps: readonly Relation[],
  id: SqlContext['id'],
  query: (step: Relation) => string,
): string {
  return `WITH ${steps.map((step) => `${id(step)} AS (\n  ${query(step)}\n)`).join(',\n')}\n`;
}

/** Names for the steps of a flow. */
export function stepNames(steps: readonly Relation[], name: SqlDialect['name']): SqlContext['id'] {
  const ids = new Map(steps.map((step, index) => [step, name(`s${index}_${step.step.toLowerCase()}`)]));
  return (step) => ids.get(step) ?? '';
}

/** The place of a row among those of its key: the first is kept. */
function placeOf(step: Dedupe, dialect: SqlDialect): string {
  const ordered = (names: readonly string[], descending: boolean): string[] =>
    names.flatMap((name) => orderOf(name, descending, step.columns, dialect));
  const by = step.by.flatMap((name) => keysOf(name, step.columns, dialect));
  const newest = step.newest.flatMap((name) => [
    ...(name === SOURCE_FILE && dialect.deliveryDay
      ? [dialect.order(dialect.deliveryDay(dialect.name(name)), true)]
      : []),
    ...ordered([name], true),
  ]);
  const order = [...newest, ...(step.all ? [] : ordered(tieBreakers(step), false))];
  return `${step.all ? 'RANK' : 'ROW_NUMBER'}() OVER (PARTITION BY ${by.join(', ')} ORDER BY ${order.join(', ')})`;
}

function window(step: WindowRows, input: string, dialect: SqlDialect, write: SqlWriter): string {
  const { columns } = step.input;
  const order = step.order.flatMap(({ column, descending }) => orderOf(column, descending, columns, dialect));
  const ties = windowTies(step).flatMap((name) => orderOf(name, false, columns, dialect));
  const by = step.by.flatMap((name) => keysOf(name, columns, dialect));
  const partition = by.length > 0 ? `PARTITION BY ${by.join(', ')} ` : '';
  const values = step.values.map(({ name, call }) => {
    const over = `${partition}ORDER BY ${[...order, ...(sharesTies(call) ? [] : ties)].join(', ')}`;
    return `${writeWindow(dialect.windows, call, write.value, over)} AS ${dialect.name(name)}`;
  });
  return `SELECT ${[...columns.map(({ name }) => dialect.name(name)), ...values].join(', ')} FROM ${input}`;
}

/** The number of rows of a group. */
const ROW_COUNT: Aggregate = { name: 'count', type: { kind: 'long' }, nullable: false };

function aggregate(step: AggregateRows, input: string, dialect: SqlDialect, write: SqlWriter): string {
  const groups = step.groups.map(
    ({ name, expression }) => `${write.value(expression)} AS ${dialect.name(name)}`,
  );
  const values = step.aggregates.map(
    ({ name, aggregate: node }) =>
      `${writeAggregate(dialect.aggregates, node, write.value)} AS ${dialect.name(name)}`,
  );
  // SQL groups by columns only. Without any, no rows at all would give one.
  const by = step.groups
    .filter(({ expression }) => columnsOf(expression).length > 0)
    .flatMap(({ expression }) => dialect.keys(write.value(expression), expression.type));
  const rows = writeAggregate(dialect.aggregates, ROW_COUNT, write.value);
  const grouped =
    by.length > 0 ? ` GROUP BY ${by.join(', ')}` : groups.length > 0 ? ` HAVING ${rows} > 0` : '';
  return `SELECT ${[...groups, ...values].join(', ')} FROM ${input}${grouped}`;
}

/** Conditions by which columns of `l` and `r` are equal; null matches nothing. */
function equalities({ on, input }: Pick<Join | AsOfJoin, 'on' | 'input'>, dialect: SqlDialect): string[] {
  return on.map((name) =>
    dialect.equal(`l.${dialect.name(name)}`, `r.${dialect.name(name)}`, typeOf(name, input.columns)),
  );
}

function keysOf(name: string, columns: readonly ColumnInfo[], dialect: SqlDialect): readonly string[] {
  return dialect.keys(dialect.name(name), typeOf(name, columns));
}

function orderOf(
  name: string,
  descending: boolean,
  columns: readonly ColumnInfo[],
  dialect: SqlDialect,
): string[] {
  return keysOf(name, columns, dialect).map((key) => dialect.order(key, descending));
}

function typeOf(name: string, columns: readonly ColumnInfo[]): DataType {
  const column = columns.find((each) => each.name === name);
  if (!column) throw new Error(`not validated: no column "${name}"`);
  return column.type;
}

function sided(side: 'l' | 'r', columns: readonly ColumnInfo[], { name }: SqlDialect): string[] {
  return columns.map((column) => `${side}.${name(column.name)}`);
}
