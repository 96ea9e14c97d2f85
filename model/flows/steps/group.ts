import { emptyMistakes } from '../../checks';
import { type Mistake, mistakeIf } from '../../errors';
import { type Aggregate, AggregateExpr, Expr, invalid, literal, when } from '../../expressions';
import { call, said } from '../../said';
import { asDecimal, type Kind, MAX_PRECISION } from '../../types';
import { type NamedExpression, type Relation } from '../relation';
import { infoOf, mistakesOf, nameMistakes, originOf, unknownColumns } from './columns';
import { columnOf, evaluate, rowOf, type Values } from './evaluation';
import { derive, select } from './rows';

/** Placeholder for what is no aggregate, which only the compiler would refuse. */
const NO_AGGREGATE: Aggregate = {
  name: 'max',
  argument: invalid(
    {
      code: 'LH2012',
      got: 'is no aggregate',
      allowed: 'sum(), count(), countDistinct(), average(), min() and max()',
      change: 'compute it with one of these',
    },
    { kind: 'integer' },
  ).node,
  type: { kind: 'integer' },
  nullable: true,
};

/** Aggregates of a group by the name of their column. */
type Aggregates = Readonly<Record<string, AggregateExpr<Kind>>>;

/** One row for each group: see `Flow.aggregate`. */
export function aggregate(
  input: Relation,
  buildGroups: (row: never) => Values,
  buildAggregates: (row: never) => Aggregates,
): Relation {
  const { values: groups, mistakes } = evaluate(input, buildGroups, 'flow.aggregate');
  return aggregateBy('flow.aggregate', input, groups, call(buildAggregates, rowOf(input)) ?? {}, mistakes);
}

/** An aggregate of each of several values of a column, side by side: see `Flow.pivot`. */
export function pivot(
  input: Relation,
  by: readonly string[],
  column: string,
  values: Readonly<Record<string, string>>,
  buildAggregate: (row: never) => AggregateExpr<Kind>,
): Relation {
  const groups = by.flatMap((name) => {
    const { node } = columnOf<Kind>(input, name);
    return node.op === 'column' ? [{ name, expression: node }] : [];
  });
  const built = call(buildAggregate, rowOf(input));
  const aggregates = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      built instanceof AggregateExpr
        ? onlyWhere(built, columnOf<'string'>(input, column).equals(value))
        : built,
    ]),
  ) as Aggregates;
  return aggregateBy('flow.pivot', input, groups, aggregates, [
    ...unknownColumns('flow.pivot', [...by, column], input),
    ...emptyMistakes('flow.pivot.values', Object.keys(values), 'one value or more', 'name a column for each'),
  ]);
}

/** The aggregate of those rows only for which a condition is true. */
function onlyWhere(expr: AggregateExpr<Kind>, condition: Expr<'boolean'>): AggregateExpr<Kind> {
  const narrowed = (node: Aggregate): Aggregate => ({
    ...node,
    argument: when([[condition, node.argument ? new Expr(node.argument) : literal(1)]]).node,
    nullable: node.nullable || (node.name !== 'count' && node.name !== 'countDistinct'),
  });
  const { node, mean } = expr;
  return new AggregateExpr(narrowed(node), mean && { count: narrowed(mean.count), scale: mean.scale });
}

function aggregateBy(
  prop: string,
  input: Relation,
  groups: readonly NamedExpression[],
  aggregates: Aggregates,
  mistakes: readonly Mistake[],
): Relation {
  const asked = Object.entries(said(aggregates)).map(([name, value]) => ({
    name,
    expr: value instanceof AggregateExpr ? value : new AggregateExpr(NO_AGGREGATE),
  }));
  const computed = grouped(
    prop,
    input,
    groups,
    asked.flatMap(({ name, expr: { node, mean } }) =>
      mean
        ? [
            { name: totalOf(name), aggregate: node },
            { name: countOf(name), aggregate: mean.count },
          ]
        : [{ name, aggregate: node }],
    ),
    [...mistakes, ...asked.flatMap(({ name, expr }) => mistakesOf(`${prop}.${name}`, expr.node.argument))],
  );
  if (asked.every(({ expr }) => !expr.mean)) return computed;
  const averaged = derive(computed, () =>
    Object.fromEntries(
      asked.flatMap(({ name, expr: { mean } }) => (mean ? [[name, meanOf(computed, name, mean.scale)]] : [])),
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
  prop: string,
  input: Relation,
  groups: readonly NamedExpression[],
  aggregates: readonly { readonly name: string; readonly aggregate: Aggregate }[],
  mistakes: readonly Mistake[],
): Relation {
  const columns = [
    ...groups.map((group) => infoOf(group, input)),
    ...aggregates.map(({ name, aggregate: { argument, type, nullable } }) => ({
      ...originOf(argument ? [argument] : [], input),
      name,
      type,
      nullable: nullable || groups.length === 0,
    })),
  ];
  return {
    step: 'aggregate',
    input,
    groups,
    aggregates,
    columns,
    key: groups.map(({ name }) => name),
    mistakes: [
      ...mistakes,
      ...nameMistakes(
        prop,
        columns.map(({ name }) => name),
      ),
      ...mistakeIf(columns.length === 0, {
        code: 'LH0004',
        prop,
        got: 'computes nothing',
        allowed: 'a group or an aggregate',
        change: 'give one',
      }),
    ],
  };
}
