import { type Aggregate, invalid, problemsOf, Summary } from '../../expressions';
import { type Kind } from '../../types';
import { type Relation } from '../relation';
import { infoOf, nameProblems, originOf } from './columns';
import { evaluate, rowOf, type Values } from './evaluation';

/** Stands in for what is no summary, which only the compiler would refuse. */
const NO_SUMMARY: Aggregate = {
  name: 'max',
  argument: invalid('is no summary; compute it with sum(), count(), countDistinct(), min() or max()', {
    kind: 'integer',
  }).node,
  type: { kind: 'integer' },
  nullable: true,
};

/** One row for each group: see `Flow.aggregate`. */
export function aggregate(
  input: Relation,
  buildGroups: (row: never) => Values,
  buildSummaries: (row: never) => Readonly<Record<string, Summary<Kind>>>,
): Relation {
  const { values: groups, problems } = evaluate(input, buildGroups, 'aggregate');
  const summaries = Object.entries(buildSummaries(rowOf(input)) ?? {}).map(([name, value]) => ({
    name,
    aggregate: value instanceof Summary ? value.node : NO_SUMMARY,
  }));
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
    argument ? problemsOf(argument).map((text) => `aggregate "${name}": ${text}`) : [],
  );
  const names = nameProblems(
    'aggregate',
    columns.map(({ name }) => name),
  );
  const none =
    summaries.length === 0 && groups.length === 0
      ? ['aggregate computes nothing; give a group or a summary']
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
