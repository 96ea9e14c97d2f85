import {
  type Aggregate,
  type AggregateRows,
  type AsOfJoin,
  type ColumnInfo,
  type Dedupe,
  type Join,
  type SemiJoin,
  type Readable,
  type Relation,
  stepsOf,
  type WindowCall,
  type WindowRows,
} from '../../model';
import { sharesTies, tieBreakers, windowTies } from '../core/order';
import { bracketed, equality, groupKeys, tsqlPredicate, tsqlType, tsqlValue } from './expressions';

/** Writes what stands behind FROM for something that a gold flow reads. */
export type TsqlSource = (readable: Readable) => string;

/**
 * Compiles the flow of a gold table to one T-SQL query for Synapse serverless.
 *
 * @param relation the last step of the flow.
 * @param source what stands behind FROM for something that the flow reads.
 * @param shown the select list over the columns of the last step.
 */
export function compileTsqlQuery(
  relation: Relation,
  source: TsqlSource,
  shown: string = columns(relation.columns),
): string {
  const steps = stepsOf(relation);
  const ids = new Map(steps.map((step, index) => [step, `[s${index}_${step.step.toLowerCase()}]`]));
  const id = (step: Relation): string => ids.get(step) ?? '';
  const expressions = steps.map((step) => `${id(step)} AS (\n  ${stepQuery(step, id, source)}\n)`);
  return `WITH ${expressions.join(',\n')}\nSELECT ${shown} FROM ${id(relation)}`;
}

function stepQuery(step: Relation, id: (step: Relation) => string, source: TsqlSource): string {
  const input = 'input' in step ? id(step.input) : '';
  switch (step.step) {
    case 'read':
      if (step.timeRange) throw new Error('not validated: recent rows in gold');
      return `SELECT ${columns(step.columns)} FROM ${source(step.from)}`;
    case 'select':
      return `SELECT ${step.picks.map(({ name, from }) => `${bracketed(from)} AS ${bracketed(name)}`).join(', ')} FROM ${input}`;
    case 'derive': {
      const values = new Map(
        step.values.map(({ name, expression }) => [name, `${tsqlValue(expression)} AS ${bracketed(name)}`]),
      );
      return `SELECT ${step.columns.map(({ name }) => values.get(name) ?? bracketed(name)).join(', ')} FROM ${input}`;
    }
    case 'filter':
      return `SELECT ${columns(step.columns)} FROM ${input} WHERE ${tsqlPredicate(step.condition)}`;
    case 'dedupe':
      return dedupe(step, input);
    case 'join':
      return join(step, input, id(step.other));
    case 'semiJoin':
      return semiJoin(step, input, id(step.other));
    case 'window':
      return window(step, input);
    case 'asOfJoin':
      return asOfJoin(step, input, id(step.other));
    case 'aggregate':
      return aggregate(step, input);
    case 'union':
      return `SELECT ${columns(step.columns)} FROM ${input} UNION ALL SELECT ${columns(step.columns)} FROM ${id(step.other)}`;
    case 'assertUnique':
      throw new Error(`not validated: join "${step.name}" in gold`);
    case 'score':
      throw new Error('not validated: a model in gold');
    case 'check':
      throw new Error(`not validated: check "${step.name}" in gold`);
    case 'readArray':
    case 'unnest':
      throw new Error('not validated: an array in gold');
    case 'sql':
      throw new Error('not validated: SQL inside a flow');
  }
}

function dedupe(step: Dedupe, input: string): string {
  const typed = (names: readonly string[]): ColumnInfo[] =>
    names.flatMap((name) => step.columns.find((column) => column.name === name) ?? []);
  const keys = (names: readonly string[], direction: string): string[] =>
    typed(names).flatMap(({ name, type }) =>
      groupKeys(bracketed(name), type).map((key) => `${key}${direction}`),
    );
  // T-SQL puts null lowest: last when descending, first when ascending, which is the order that all engines are held to.
  const order = [...keys(step.newest, ' DESC'), ...keys(tieBreakers(step), '')];
  if (step.all) throw new Error('not validated: versions of a whole in gold');
  const numbered = `ROW_NUMBER() OVER (PARTITION BY ${keys(step.by, '').join(', ')} ORDER BY ${order.join(', ') || '(SELECT NULL)'}) AS [_n]`;
  return `SELECT ${columns(step.columns)} FROM (SELECT ${columns(step.columns)}, ${numbered} FROM ${input}) AS n WHERE [_n] = 1`;
}

function join(step: Join, input: string, other: string): string {
  const added = step.other.columns.filter(({ name }) => !step.on.includes(name));
  const on = step.on.map((name) => equalOn(step.input, name)).join(' AND ');
  return `SELECT ${sided(step.input.columns, 'l')}${added.length > 0 ? `, ${sided(added, 'r')}` : ''} FROM ${input} AS l ${step.how.toUpperCase()} JOIN ${other} AS r ON ${on}`;
}

function semiJoin(step: SemiJoin, input: string, other: string): string {
  const on = step.on.map((name) => equalOn(step.input, name)).join(' AND ');
  const exists = `${step.keep === 'matched' ? '' : 'NOT '}EXISTS (SELECT 1 FROM ${other} AS r WHERE ${on})`;
  return `SELECT ${sided(step.columns, 'l')} FROM ${input} AS l WHERE ${exists}`;
}

function window(step: WindowRows, input: string): string {
  const keys = (name: string, suffix = ''): string[] => {
    const type = step.input.columns.find((column) => column.name === name)?.type ?? {
      kind: 'integer' as const,
    };
    return groupKeys(bracketed(name), type).map((key) => `${key}${suffix}`);
  };
  // Null is lowest in T-SQL: first when ascending, last when descending, as on the other engines.
  const order = step.order.flatMap(({ column, descending }) => keys(column, descending ? ' DESC' : ''));
  const ties = windowTies(step).flatMap((name) => keys(name));
  const partition =
    step.by.length > 0 ? `PARTITION BY ${step.by.flatMap((name) => keys(name)).join(', ')} ` : '';
  const values = step.values.map(({ name, call }) => {
    const over = `${partition}ORDER BY ${[...order, ...(sharesTies(call) ? [] : ties)].join(', ')}`;
    return `${windowCall(call, over)} AS ${bracketed(name)}`;
  });
  return `SELECT ${[columns(step.input.columns), ...values].join(', ')} FROM ${input}`;
}

function windowCall({ name, argument, rows = 1, type }: WindowCall, over: string): string {
  const value = argument ? tsqlValue(argument) : '';
  switch (name) {
    case 'rowNumber':
      return `ROW_NUMBER() OVER (${over})`;
    case 'rank':
      return `RANK() OVER (${over})`;
    case 'lag':
    case 'lead':
      return `${name.toUpperCase()}(${value}, ${rows}) OVER (${over})`;
    case 'runningSum':
      return `CAST(SUM(CAST(${value} AS ${tsqlType(type)})) OVER (${over} ROWS UNBOUNDED PRECEDING) AS ${tsqlType(type)})`;
  }
}

function asOfJoin(step: AsOfJoin, input: string, other: string): string {
  const added = step.other.columns.filter(({ name }) => !step.on.includes(name) && name !== step.otherDay);
  const [day, otherDay] = [`l.${bracketed(step.day)}`, `r.${bracketed(step.otherDay)}`];
  const matching = [
    ...step.on.map((name) => equalOn(step.input, name)),
    `${otherDay} <= ${day}`,
    `DATEADD(DAY, ${step.maxAgeDays}, ${otherDay}) >= ${day}`,
  ];
  const latest = `SELECT TOP (1) ${sided(added, 'r')} FROM ${other} AS r WHERE ${matching.join(' AND ')} ORDER BY ${otherDay} DESC`;
  return `SELECT ${sided(step.input.columns, 'l')}, ${sided(added, 'a')} FROM ${input} AS l OUTER APPLY (${latest}) AS a`;
}

function aggregate(step: AggregateRows, input: string): string {
  const groups = step.groups.map(({ name, expression }) => `${tsqlValue(expression)} AS ${bracketed(name)}`);
  const aggregates = step.aggregates.map(
    ({ name, aggregate: node }) => `${aggregateCall(node)} AS ${bracketed(name)}`,
  );
  const by = step.groups
    .filter(({ expression }) => expression.op !== 'literal')
    .flatMap(({ expression }) => groupKeys(tsqlValue(expression), expression.type));
  return `SELECT ${[...groups, ...aggregates].join(', ')} FROM ${input}${by.length > 0 ? ` GROUP BY ${by.join(', ')}` : ''}`;
}

function aggregateCall({ name, argument, type }: Aggregate): string {
  if (!argument) return 'COUNT_BIG(*)';
  const value = tsqlValue(argument);
  switch (name) {
    case 'sum':
      // A sum of whole numbers would overflow in their own type.
      return `CAST(SUM(CAST(${value} AS ${tsqlType(type.kind === 'decimal' ? { kind: 'decimal', precision: type.precision, scale: type.scale } : type)})) AS ${tsqlType(type)})`;
    case 'count':
      return `COUNT_BIG(${value})`;
    case 'countDistinct':
      // The mark keeps texts apart that differ in trailing spaces only.
      return `COUNT_BIG(DISTINCT ${argument.type.kind === 'string' ? `${value} + '.'` : value})`;
    default:
      return `${name.toUpperCase()}(${value})`;
  }
}

function equalOn(relation: Relation, name: string): string {
  const type = relation.columns.find((column) => column.name === name)?.type ?? { kind: 'integer' };
  return equality(`l.${bracketed(name)}`, `r.${bracketed(name)}`, type);
}

function columns(list: readonly ColumnInfo[]): string {
  return list.map(({ name }) => bracketed(name)).join(', ');
}

function sided(list: readonly ColumnInfo[], side: string): string {
  return list.map(({ name }) => `${side}.${bracketed(name)}`).join(', ');
}
