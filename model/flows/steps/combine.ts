import { businessColumns, type ColumnInfo, metadataColumns } from '../../columns';
import { countMistakes, emptyMistakes } from '../../checks';
import { listed, type Mistake, mistakeIf } from '../../errors';
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
  const mistakes = pairMistakes('flow.join', input, other, on, added);
  if (!other.key || !other.key.every((name) => on.includes(name))) {
    mistakes.push({
      code: 'LH3002',
      prop: 'flow.join.on',
      got: `is ${listed(on)}, which could multiply rows`,
      allowed: other.key
        ? `columns that identify a row of the other side: ${listed(other.key)}`
        : 'columns that identify a row of the other side, which is not known to be unique',
      change: 'join on all of its key, or aggregate or dedupe it by the columns of "on" first',
    });
  }
  const columns = [
    ...input.columns,
    ...added.map((column) => (how === 'left' ? { ...column, nullable: true } : column)),
  ];
  return { step: 'join', input, other, how, on, columns, ...(input.key && { key: input.key }), mistakes };
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
    mistakes: pairMistakes(`flow.${verb}`, input, other, on, []),
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
  const mistakes = pairMistakes('flow.asOfJoin', input, other, on, added);
  for (const [side, name] of [
    [input, day],
    [other, otherDay],
  ] as const) {
    const column = find(side, name);
    if (!column) mistakes.push(unknownColumn('flow.asOfJoin', name, side));
    else if (column.type.kind !== 'date')
      mistakes.push({
        code: 'LH3005',
        prop: 'flow.asOfJoin',
        got: `goes by "${name}", which is ${describeType(column.type)}`,
        allowed: 'dates',
        change: 'derive one with toDate()',
      });
  }
  mistakes.push(...countMistakes('flow.asOfJoin.maxAgeDays', maxAgeDays, { least: 0, of: 'days' }));
  if (!other.key?.every((name) => name === otherDay || on.includes(name))) {
    mistakes.push({
      code: 'LH3002',
      prop: 'flow.asOfJoin',
      got: `goes by ${listed([...on, otherDay])}, which could match two rows of one day`,
      allowed: 'columns that identify a row of the other side',
      change: 'dedupe the other side by these columns first',
    });
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
    mistakes,
  };
}

/** The rows of both: see `Flow.union`. */
export function union(left: Relation, right: Relation): Relation {
  const [input, other] = [withMetadataOf(left, right), withMetadataOf(right, left)];
  const mistakes = [
    ...other.columns
      .filter(({ name }) => !find(input, name))
      .map(({ name }) => unknownColumn('flow.union', name, input)),
    ...input.columns.flatMap((column) => {
      const match = find(other, column.name);
      if (!match) return [unknownColumn('flow.union', column.name, other)];
      return sameType(longer(match.type, column.type), longer(column.type, match.type))
        ? []
        : [unlike('flow.union', column, match)];
    }),
  ];
  const columns = input.columns.map((column) => {
    const match = find(other, column.name);
    return match
      ? {
          ...column,
          type: longer(column.type, match.type),
          nullable: column.nullable || match.nullable,
          ...merged([column, match]),
        }
      : column;
  });
  return { step: 'union', input, other, columns, mistakes };
}

/** Of two texts the longer type, which holds both; of anything else the first. */
function longer(type: DataType, other: DataType): DataType {
  return type.kind === 'string' && other.kind === 'string' && other.length > type.length ? other : type;
}

/** What is looked up came from files of its own: a row names those that it began with. */
function withoutMetadata(relation: Relation): Relation {
  if (metadataColumns(relation.columns).length === 0) return relation;
  const picks = businessColumns(relation.columns).map(({ name }) => ({ name, from: name }));
  return project(relation, picks, 'flow.join');
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
    mistakes: [],
  };
}

function pairMistakes(
  prop: string,
  input: Relation,
  other: Relation,
  on: readonly string[],
  added: readonly ColumnInfo[],
): Mistake[] {
  const clashes = added.filter(({ name }) => find(input, name)).map(({ name }) => name);
  return [
    ...emptyMistakes(`${prop}.on`, on, 'one column or more', 'name the columns that must be equal'),
    ...clashMistakes(prop, clashes),
    ...on.flatMap((name) => {
      const [left, right] = [find(input, name), find(other, name)];
      if (!left || !right) return [unknownColumn(prop, name, left ? other : input)];
      return left.type.kind === right.type.kind ? [] : [unlike(prop, left, right)];
    }),
  ];
}

/** The mistake of columns that both of two sides have, and the result would have twice. */
export function clashMistakes(prop: string, names: readonly string[]): Mistake[] {
  return mistakeIf(names.length > 0, {
    code: 'LH3003',
    prop,
    got: `has ${listed(names)} on both sides`,
    allowed: 'each column on one side',
    change: 'rename or leave out those of one side',
  });
}

function unlike(prop: string, column: ColumnInfo, other: ColumnInfo): Mistake {
  return {
    code: 'LH3004',
    prop,
    got: `has "${column.name}", ${describeType(column.type)} here and ${describeType(other.type)} there`,
    allowed: 'one type on both sides',
    change: 'cast one of them',
  };
}
