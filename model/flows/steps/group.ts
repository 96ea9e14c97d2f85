import { type Aggregate, Expr, invalid, literal, problemsOf, Summary, when } from '../../expressions';
import { call, said } from '../../said';
import { asDecimal, type Kind, MAX_PRECISION } from '../../types';
import { type NamedExpression, type Relation } from '../relation';
import { find, infoOf, nameProblems, originOf, unknownColumn } from './columns';
import { columnOf, evaluate, rowOf, type Values } from './evaluation';
import { derive, select } from './rows';

/** Stands in for what is no summary, which only the compiler would refuse. */
const NO_SUMMARY: Aggregate = {
  name: 'max',
  argument: invalid(
    'is no summary; compute it with sum(), count(), countDistinct(), average(), min() or max()',
    {
      kind: 'integer',
    },
  ).node,
  type: { kind: 'integer' },
  nullable: true,
};

/** Summaries of a group by the name of their column. */
type Summaries = Readonly<Record<string, Summary<Kind>>>;

/** One row for each group: see `Flow.aggregate`. */
export function aggregate(
  input: Relation,
  buildGroups: (row: never) => Values,
  buildSummaries: (row: never) => Summaries,
): Relation {
  const { values: groups, problems } = evaluate(input, buildGroups, 'aggregate');
  return summarise('aggregate', input, groups, call(buildSummaries, rowOf(input)) ?? {}, problems);
}

/** A summary of each of several values of a column, side by side: see `Flow.pivot`. */
export function pivot(
  input: Relation,
  by: readonly string[],
  column: string,
  values: Readonly<Record<string, string>>,
  buildSummary: (row: never) => Summary<Kind>,
): Relation {
  const unknown = [...by, column].filter((name) => !find(input, name));
  const groups = by.flatMap((name) => {
    const { node } = columnOf<Kind>(input, name);
    return node.op === 'column' ? [{ name, expression: node }] : [];
  });
  const built = call(buildSummary, rowOf(input));
  const summaries = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      built instanceof Summary ? onlyWhere(built, columnOf<'string'>(input, column).equals(value)) : built,
    ]),
  ) as Summaries;
  return summarise('pivot', input, groups, summaries, [
    ...unknown.map((name) => unknownColumn('pivot', name, input)),
    ...(Object.keys(values).length === 0 ? ['pivot needs at least one value; name a column for each'] : []),
  ]);
}

/** The summary of those rows only for which a condition is true. */
function onlyWhere(summary: Summary<Kind>, condition: Expr<'boolean'>): Summary<Kind> {
  const narrowed = (node: Aggregate): Aggregate => ({
    ...node,
    argument: when([[condition, node.argument ? new Expr(node.argument) : literal(1)]]).node,
    nullable: node.nullable || (node.name !== 'count' && node.name !== 'countDistinct'),
  });
  const { node, mean } = summary;
  return new Summary(narrowed(node), mean && { count: narrowed(mean.count), scale: mean.scale });
}

function summarise(
  verb: string,
  input: Relation,
  groups: readonly NamedExpression[],
  summaries: Summaries,
  problems: readonly string[],
): Relation {
  const asked = Object.entries(said(summaries)).map(([name, value]) => ({
    name,
    summary: value instanceof Summary ? value : new Summary(NO_SUMMARY),
  }));
  const computed = grouped(
    verb,
    input,
    groups,
    asked.flatMap(({ name, summary: { node, mean } }) =>
      mean
        ? [
            { name: totalOf(name), aggregate: node },
            { name: countOf(name), aggregate: mean.count },
          ]
        : [{ name, aggregate: node }],
    ),
    problems,
  );
  if (asked.every(({ summary }) => !summary.mean)) return computed;
  const averaged = derive(computed, () =>
    Object.fromEntries(
      asked.flatMap(({ name, summary: { mean } }) =>
        mean ? [[name, meanOf(computed, name, mean.scale)]] : [],
      ),
    ),
  );
  return select(
    averaged,
    [...groups, ...asked].map(({ name }) => name),
  );
}

/** Columns that an average is computed from; they are not kept. */
const totalOf = (name: string): string => `_${name}_total`;
const countOf = (name: string): string => `_${name}_count`;

/** Digits of a number of values: groups have fewer than two billion. */
const COUNT_DIGITS = 10;

/** The sum by the number; both are narrowed to what every engine divides exactly. */
function meanOf(computed: Relation, name: string, scale: number): Expr<'decimal'> {
  const total = columnOf<'decimal'>(computed, totalOf(name));
  const { scale: own } = asDecimal(total.node.type);
  const widest = Math.max(own, scale);
  const whole = MAX_PRECISION - Math.max(6, widest + COUNT_DIGITS + 1);
  const narrow =
    asDecimal(total.node.type).precision - own <= whole ? total : total.toDecimal(whole + own, own);
  return narrow.dividedBy(columnOf<'long'>(computed, countOf(name)).toInteger(), scale);
}

function grouped(
  verb: string,
  input: Relation,
  groups: readonly NamedExpression[],
  summaries: readonly { readonly name: string; readonly aggregate: Aggregate }[],
  problems: readonly string[],
): Relation {
  const columns = [
    ...groups.map((group) => infoOf(group, input)),
    ...summaries.map(({ name, aggregate: { argument, type, nullable } }) => ({
      ...originOf(argument ? [argument] : [], input),
      name,
      type,
      nullable: nullable || groups.length === 0,
    })),
  ];
  const found = summaries.flatMap(({ name, aggregate: { argument } }) =>
    argument ? problemsOf(argument).map((text) => `${verb} "${name}": ${text}`) : [],
  );
  const names = nameProblems(
    verb,
    columns.map(({ name }) => name),
  );
  const none =
    summaries.length === 0 && groups.length === 0
      ? [`${verb} computes nothing; give a group or a summary`]
      : [];
  return {
    step: 'aggregate',
    input,
    groups,
    summaries,
    columns,
    key: groups.map(({ name }) => name),
    problems: [...problems, ...found, ...names, ...none],
  };
}
