import { businessColumns, type ColumnInfo, metadataColumns } from '../../columns';
import { listed } from '../../errors';
import { type DataType, describeType, sameType } from '../../types';
import { type Relation } from '../relation';
import { find, merged, unknownColumn, yieldsOf } from './columns';
import { project } from './rows';

/** Adds the columns of a matching row: see `Flow.join`. */
export function join(
  input: Relation,
  joined: Relation,
  how: 'inner' | 'left',
  on: readonly string[],
): Relation {
  const other = withoutMetadata(joined);
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

/** Keeps rows by whether they have a match: see `Flow.semiJoin` and `Flow.antiJoin`. */
export function semiJoin(
  input: Relation,
  other: Relation,
  keep: 'matched' | 'unmatched',
  on: readonly string[],
): Relation {
  const verb = keep === 'matched' ? 'semiJoin' : 'antiJoin';
  return {
    step: 'semiJoin',
    input,
    other,
    keep,
    on,
    ...yieldsOf(input),
    problems: pairProblems(verb, input, other, on, []),
  };
}

/** Adds the columns of the latest row in time: see `Flow.asOfJoin`. */
export function asOfJoin(
  input: Relation,
  joined: Relation,
  options: { on: readonly string[]; day: string; otherDay: string; maxAgeDays: number },
): Relation {
  const other = withoutMetadata(joined);
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

/** The rows of both: see `Flow.union`. */
export function union(left: Relation, right: Relation): Relation {
  const [input, other] = [withMetadataOf(left, right), withMetadataOf(right, left)];
  const problems = [
    ...other.columns
      .filter(({ name }) => !find(input, name))
      .map(({ name }) => unknownColumn('union', name, input)),
    ...input.columns.flatMap((column) => {
      const same = find(other, column.name);
      if (!same) return [unknownColumn('union', column.name, other)];
      return sameType(longer(same.type, column.type), longer(column.type, same.type))
        ? []
        : [
            `union: "${column.name}" is ${describeType(column.type)} here and ${describeType(same.type)} there; cast one of them`,
          ];
    }),
  ];
  const columns = input.columns.map((column) => {
    const same = find(other, column.name);
    return same
      ? {
          ...column,
          type: longer(column.type, same.type),
          nullable: column.nullable || same.nullable,
          ...merged([column, same]),
        }
      : column;
  });
  return { step: 'union', input, other, columns, problems };
}

/** Of two texts the longer type, which holds both; of anything else the first. */
function longer(type: DataType, other: DataType): DataType {
  return type.kind === 'string' && other.kind === 'string' && other.length > type.length ? other : type;
}

/** What is looked up came from files of its own: a row names those that it began with. */
function withoutMetadata(relation: Relation): Relation {
  if (metadataColumns(relation.columns).length === 0) return relation;
  const picks = businessColumns(relation.columns).map(({ name }) => ({ name, from: name }));
  return project(relation, picks, 'join');
}

/** Rows from a table name no file: beside rows that do, they have null there. */
function withMetadataOf(relation: Relation, beside: Relation): Relation {
  const missing = metadataColumns(beside.columns).filter(({ name }) => !find(relation, name));
  if (missing.length === 0) return relation;
  return {
    step: 'derive',
    input: relation,
    values: missing.map(({ name, type }) => ({
      name,
      expression: { op: 'literal', value: null, type, nullable: true },
    })),
    columns: [...relation.columns, ...missing],
    ...(relation.key && { key: relation.key }),
    problems: [],
  };
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
