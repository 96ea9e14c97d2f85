import { metadataColumns } from '../../columns';
import { type Expr, invalid } from '../../expressions';
import { call, isObject, itemsOf, said, textsOf } from '../../said';
import { describeType } from '../../types';
import { type NamedExpression, type Read, type Readable, type Relation, type Select } from '../relation';
import { find, infoOf, nameProblems, unknownColumn, yieldsOf } from './columns';
import { evaluate, type Values } from './evaluation';

/** Begins with what a readable holds; what is none, the validation tells. */
export function readRows(from: Readable): Read {
  const columns = itemsOf(said(from).columns).filter(isObject);
  return { step: 'read', from, columns, ...keyIn(from), problems: [] };
}

/** What identifies a row, where that is known: a reference that names no key knows of none, and a table without one is a total. */
function keyIn(from: Readable): Pick<Read, 'key'> {
  const readable = said(from);
  if (readable.zone !== 'silver' && readable.zone !== 'gold' && readable.zone !== 'reference') return {};
  const key = textsOf(readable.key);
  return readable.zone === 'reference' && key.length === 0 ? {} : { key };
}

/** Keeps columns, and always those that say where a row came from: see `Flow.select`. */
export function select(input: Relation, names: readonly string[]): Relation {
  const load = names.length > 0 ? metadataColumns(input.columns).map(({ name }) => name) : [];
  return project(
    input,
    [...names, ...load.filter((name) => !names.includes(name))].map((name) => ({ name, from: name })),
    'select',
  );
}

/** Renames columns: see `Flow.rename`. */
export function rename(input: Relation, names: Readonly<Record<string, string>>): Relation {
  const unknown = Object.keys(names).filter((name) => !find(input, name));
  const renamings = new Map(Object.entries(names));
  const picks = input.columns.map(({ name }) => ({ name: renamings.get(name) ?? name, from: name }));
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
): Select {
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
  const { values, problems } = evaluate(
    input,
    (row) => ({ condition: call<never, Expr<'boolean'>>(build, row) as Expr<'boolean'> }),
    'filter',
  );
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

/** Keeps of each key all rows that are newest: the children of one version of a parent. */
export function dedupeAll(input: Relation, by: readonly string[], newest: readonly string[]): Relation {
  const { problems } = dedupe(input, by, newest);
  return { step: 'dedupe', input, by, newest, all: true, columns: input.columns, problems };
}

function notBoolean(verb: string, values: readonly NamedExpression[]): string[] {
  return values
    .filter(({ expression }) => expression.op !== 'invalid' && expression.type.kind !== 'boolean')
    .map(({ name, expression }) => `${verb} "${name}" is ${describeType(expression.type)}; give a condition`);
}
