import { listed, suggestion } from '../errors';
import { columnsOf, Expr, type Expression, invalid, problemsOf, type Summary } from '../expressions';
import { describeType, type Kind, sameType } from '../types';
import { type Readable } from './readable';
import { type Classification, type ColumnInfo, type NamedExpression, type Relation } from './relation';

type Values = Readonly<Record<string, Expr<Kind>>>;

/** Column names that mean the same, unquoted, on every engine. */
const COLUMN_NAME = /^[a-z_][a-z0-9_]{0,62}$/;

/** Begins with what a readable holds. */
export function readRows(from: Readable): Relation {
  const key = from.zone === 'bronze' ? undefined : from.key;
  return { step: 'read', from, columns: from.columns, ...(key && { key }), problems: [] };
}

/** Keeps columns: see `Flow.select`. */
export function select(input: Relation, names: readonly string[]): Relation {
  return project(
    input,
    names.map((name) => ({ name, from: name })),
    'select',
  );
}

/** Renames columns: see `Flow.rename`. */
export function rename(input: Relation, names: Readonly<Record<string, string>>): Relation {
  const unknown = Object.keys(names).filter((name) => !find(input, name));
  const picks = input.columns.map(({ name }) => ({ name: names[name] ?? name, from: name }));
  const renamed = project(input, picks, 'rename');
  return {
    ...renamed,
    problems: [...unknown.map((name) => unknownColumn('rename', name, input)), ...renamed.problems],
  };
}

/** Keeps and renames columns in one step. */
export function project(
  input: Relation,
  picks: readonly { name: string; from: string }[],
  verb: string,
): Relation {
  const columns = picks.flatMap(({ name, from }) => {
    const column = find(input, from);
    return column ? [{ ...column, name }] : [];
  });
  const renamedKey = input.key?.map((column) => picks.find(({ from }) => from === column)?.name);
  const key = renamedKey?.every((name) => name !== undefined) ? renamedKey : undefined;
  const problems = [
    ...picks.filter(({ from }) => !find(input, from)).map(({ from }) => unknownColumn(verb, from, input)),
    ...nameProblems(
      verb,
      picks.map(({ name }) => name),
    ),
    ...(picks.length === 0 ? [`${verb} keeps no column; name at least one`] : []),
  ];
  return { step: 'select', input, picks, columns, ...(key && { key }), problems };
}

/** Adds or replaces columns: see `Flow.derive`. */
export function derive(input: Relation, build: (row: never) => Values): Relation {
  const { values, problems } = evaluate(input, build, 'derive');
  const added = values.map((value) => infoOf(value, input));
  const kept = input.columns.map((column) => added.find(({ name }) => name === column.name) ?? column);
  const columns = [...kept, ...added.filter(({ name }) => !find(input, name))];
  const key = input.key?.some((name) => added.some((column) => column.name === name)) ? undefined : input.key;
  return { step: 'derive', input, values, columns, ...(key && { key }), problems };
}

/** Keeps rows: see `Flow.filter`. */
export function filter(input: Relation, build: (row: never) => Expr<'boolean'>): Relation {
  const { values, problems } = evaluate(input, (row) => ({ condition: build(row) }), 'filter');
  const condition = values[0]?.expression ?? invalid('filter has no condition', { kind: 'boolean' }).node;
  return {
    step: 'filter',
    input,
    condition,
    ...yieldsOf(input),
    problems: [...problems, ...notBoolean('filter', [{ name: 'condition', expression: condition }])],
  };
}

/** Splits rows that break a rule: see `Flow.check`. */
export function check(
  input: Relation,
  name: string,
  build: (row: never) => Values,
  quarantined?: readonly string[],
): Relation {
  const { values: rules, problems } = evaluate(input, build, `check "${name}"`, { anyName: true });
  const kept = quarantined ?? input.columns.map((column) => column.name);
  const unknown = kept
    .filter((column) => !find(input, column))
    .map((column) => unknownColumn(`check "${name}"`, column, input));
  const named = /^[a-z][a-z0-9-]{0,39}$/.test(name)
    ? []
    : [`check "${name}" needs a name of lower-case letters, digits and dashes, 40 at most`];
  return {
    step: 'check',
    input,
    name,
    rules,
    quarantined: kept,
    ...yieldsOf(input),
    problems: [...problems, ...unknown, ...named, ...notBoolean(`check "${name}"`, rules)],
  };
}

/** Keeps the newest row of each key: see `Flow.dedupe`. */
export function dedupe(input: Relation, by: readonly string[], newest: readonly string[]): Relation {
  const unknown = [...by, ...newest]
    .filter((name) => !find(input, name))
    .map((name) => unknownColumn('dedupe', name, input));
  const empty = by.length === 0 ? ['dedupe needs at least one column in "by"'] : [];
  return {
    step: 'dedupe',
    input,
    by,
    newest,
    columns: input.columns,
    key: by,
    problems: [...unknown, ...empty],
  };
}

/** Adds the columns of a matching row: see `Flow.join`. */
export function join(
  input: Relation,
  other: Relation,
  how: 'inner' | 'left',
  on: readonly string[],
): Relation {
  const added = other.columns.filter(({ name }) => !on.includes(name));
  const problems = [...pairProblems('join', input, other, on, added)];
  if (!other.key || !other.key.every((name) => on.includes(name))) {
    problems.push(
      `join on ${listed(on)} could multiply rows: the other side is ${other.key ? `identified by ${listed(other.key)}` : 'not known to be unique'}; ` +
        'join on all of its key, or aggregate or dedupe it by the columns of "on" first',
    );
  }
  const columns = [
    ...input.columns,
    ...added.map((column) => (how === 'left' ? { ...column, nullable: true } : column)),
  ];
  return { step: 'join', input, other, how, on, columns, ...(input.key && { key: input.key }), problems };
}

/** Adds the columns of the latest row in time: see `Flow.asOfJoin`. */
export function asOfJoin(
  input: Relation,
  other: Relation,
  options: { on: readonly string[]; day: string; otherDay: string; maxAgeDays: number },
): Relation {
  const { on, day, otherDay, maxAgeDays } = options;
  const added = other.columns.filter(({ name }) => !on.includes(name) && name !== otherDay);
  const problems = [...pairProblems('asOfJoin', input, other, on, added)];
  for (const [side, name] of [
    [input, day],
    [other, otherDay],
  ] as const) {
    const column = find(side, name);
    if (!column) problems.push(unknownColumn('asOfJoin', name, side));
    else if (column.type.kind !== 'date')
      problems.push(
        `asOfJoin needs a date in "${name}", found ${describeType(column.type)}; derive one with toDate()`,
      );
  }
  if (!Number.isInteger(maxAgeDays) || maxAgeDays < 0)
    problems.push(`asOfJoin: maxAgeDays is ${maxAgeDays}; give a whole number of days, 0 or more`);
  if (!other.key?.every((name) => name === otherDay || on.includes(name))) {
    problems.push(
      `asOfJoin on ${listed(on)} and "${otherDay}" could match two rows of one day: dedupe the other side by these columns first`,
    );
  }
  const columns = [...input.columns, ...added.map((column) => ({ ...column, nullable: true }))];
  return {
    step: 'asOfJoin',
    input,
    other,
    on,
    day,
    otherDay,
    maxAgeDays,
    columns,
    ...(input.key && { key: input.key }),
    problems,
  };
}

/** One row for each group: see `Flow.aggregate`. */
export function aggregate(
  input: Relation,
  buildGroups: (row: never) => Values,
  buildSummaries: (row: never) => Readonly<Record<string, Summary<Kind>>>,
): Relation {
  const { values: groups, problems } = evaluate(input, buildGroups, 'aggregate');
  const summaries = Object.entries(buildSummaries(rowOf(input))).map(([name, { node }]) => ({
    name,
    aggregate: node,
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

/** The rows of both: see `Flow.union`. */
export function union(input: Relation, other: Relation): Relation {
  const problems = [
    ...other.columns
      .filter(({ name }) => !find(input, name))
      .map(({ name }) => unknownColumn('union', name, input)),
    ...input.columns.flatMap((column) => {
      const match = find(other, column.name);
      if (!match) return [unknownColumn('union', column.name, other)];
      return sameType(match.type, column.type)
        ? []
        : [
            `union: "${column.name}" is ${describeType(column.type)} here and ${describeType(match.type)} there; cast one of them`,
          ];
    }),
  ];
  const columns = input.columns.map((column) => {
    const match = find(other, column.name);
    return match
      ? { ...column, nullable: column.nullable || match.nullable, ...merged([column, match]) }
      : column;
  });
  return { step: 'union', input, other, columns, problems };
}

/** The columns of a relation as expressions; a name that is not there gives a mistake instead of undefined. */
export function rowOf(relation: Relation): never {
  const known = new Map<string, Expr<Kind>>(
    relation.columns.map(({ name, type, nullable }) => [
      name,
      new Expr({ op: 'column', name, type, nullable }),
    ]),
  );
  return new Proxy(Object.fromEntries(known), {
    get: (_, name) =>
      typeof name !== 'string'
        ? undefined
        : (known.get(name) ?? invalid(unknownColumn('row', name, relation), { kind: 'integer' })),
  }) as never;
}

/** A column of a relation as an expression, for code that composes steps by name. */
export function columnOf<K extends Kind>(relation: Relation, name: string): Expr<K> {
  return (rowOf(relation) as Readonly<Record<string, Expr<K>>>)[name] as Expr<K>;
}

function evaluate(
  input: Relation,
  build: (row: never) => Values,
  verb: string,
  { anyName = false } = {},
): { values: NamedExpression[]; problems: string[] } {
  const entries = Object.entries(build(rowOf(input)) ?? {});
  const values = entries.map(([name, value]) => ({
    name,
    expression:
      value instanceof Expr
        ? value.node
        : invalid(`"${name}" is not an expression of the row`, { kind: 'integer' }).node,
  }));
  const problems = values.flatMap(({ name, expression }) =>
    problemsOf(expression).map((problem) => `${verb} "${name}": ${problem}`),
  );
  return {
    values,
    problems: anyName
      ? problems
      : [
          ...problems,
          ...nameProblems(
            verb,
            values.map(({ name }) => name),
          ),
        ],
  };
}

function infoOf({ name, expression }: NamedExpression, input: Relation): ColumnInfo {
  return { name, type: expression.type, nullable: expression.nullable, ...originOf([expression], input) };
}

/** A pseudonym of a personal value no longer is the person's; everything else inherits the strictest classification. */
function originOf(
  expressions: readonly Expression[],
  input: Relation,
): Pick<ColumnInfo, 'classification' | 'lineage'> {
  const sources = expressions.flatMap((expression) =>
    columnsOf(expression).flatMap((name) => find(input, name) ?? []),
  );
  const { classification, lineage } = merged(sources);
  const pseudonymised = expressions.every((node) => node.op === 'call' && node.name === 'pseudonym');
  return {
    classification:
      classification === 'personal' && pseudonymised && expressions.length > 0 ? 'internal' : classification,
    lineage,
  };
}

function merged(columns: readonly ColumnInfo[]): Pick<ColumnInfo, 'classification' | 'lineage'> {
  const ranks: readonly Classification[] = ['public', 'internal', 'personal'];
  const rank = Math.max(0, ...columns.map(({ classification }) => ranks.indexOf(classification)));
  return {
    classification: ranks[rank] ?? 'public',
    lineage: [...new Set(columns.flatMap(({ lineage }) => lineage))].sort(),
  };
}

function yieldsOf({ columns, key }: Relation): Pick<Relation, 'columns' | 'key'> {
  return { columns, ...(key && { key }) };
}

function find(relation: Relation, name: string): ColumnInfo | undefined {
  return relation.columns.find((column) => column.name === name);
}

function pairProblems(
  verb: string,
  input: Relation,
  other: Relation,
  on: readonly string[],
  added: readonly ColumnInfo[],
): string[] {
  const clashes = added.filter(({ name }) => find(input, name)).map(({ name }) => name);
  return [
    ...(on.length === 0 ? [`${verb} needs at least one column in "on"`] : []),
    ...(clashes.length > 0
      ? [`${verb}: both sides have ${listed(clashes)}; rename or leave out those of one side`]
      : []),
    ...on.flatMap((name) => {
      const [left, right] = [find(input, name), find(other, name)];
      if (!left || !right) return [unknownColumn(verb, name, left ? other : input)];
      return left.type.kind === right.type.kind
        ? []
        : [
            `${verb}: "${name}" is ${describeType(left.type)} here and ${describeType(right.type)} there; cast one of them`,
          ];
    }),
  ];
}

function notBoolean(verb: string, values: readonly NamedExpression[]): string[] {
  return values
    .filter(({ expression }) => expression.op !== 'invalid' && expression.type.kind !== 'boolean')
    .map(({ name, expression }) => `${verb} "${name}" is ${describeType(expression.type)}; give a condition`);
}

function nameProblems(verb: string, names: readonly string[]): string[] {
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...names
      .filter((name) => !COLUMN_NAME.test(name))
      .map(
        (name) =>
          `${verb}: the column name "${name}" is not made of lower-case letters, digits and underscores, 63 at most, not beginning with a digit`,
      ),
    ...[...new Set(twice)].map((name) => `${verb}: two columns are named "${name}"; rename one`),
  ];
}

function unknownColumn(verb: string, name: string, relation: Relation): string {
  const known = relation.columns.map((column) => column.name);
  return `${verb}: there is no column "${name}"${suggestion(name, known)}; columns: ${listed(known)}`;
}
