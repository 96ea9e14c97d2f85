import { metadataColumns } from '../../columns';
import { emptyMistakes, type Form, formMistakes } from '../../checks';
import { type Mistake } from '../../errors';
import { type Expr, nodeOf } from '../../expressions';
import { call, isObject, itemsOf, said, textsOf } from '../../said';
import { describeType } from '../../types';
import { type NamedExpression, type Read, type Readable, type Relation, type Select } from '../relation';
import { find, infoOf, nameMistakes, unknownColumns, yieldsOf } from './columns';
import { evaluate, type Values } from './evaluation';

/** Begins with what a readable holds; what is none, the validation tells. */
export function readRows(from: Readable): Read {
  const columns = itemsOf(said(from).columns).filter(isObject);
  return { step: 'read', from, columns, ...keyIn(from), mistakes: [] };
}

/** What identifies a row, where that is known: a reference that names no key knows of none, and a table without one is a total. */
function keyIn(from: Readable): Pick<Read, 'key'> {
  const readable = said(from);
  if (readable.zone === 'bronze' || !('key' in readable)) return {};
  const key = textsOf(readable.key);
  return readable.zone === 'reference' && key.length === 0 ? {} : { key };
}

/** Keeps columns, and always those that say where a row came from: see `Flow.select`. */
export function select(input: Relation, names: readonly string[]): Relation {
  const load = names.length > 0 ? metadataColumns(input.columns).map(({ name }) => name) : [];
  return project(
    input,
    [...names, ...load.filter((name) => !names.includes(name))].map((name) => ({ name, from: name })),
    'flow.select',
  );
}

/** Renames columns: see `Flow.rename`. */
export function rename(input: Relation, names: Readonly<Record<string, string>>): Relation {
  const renamings = new Map(Object.entries(names));
  const picks = input.columns.map(({ name }) => ({ name: renamings.get(name) ?? name, from: name }));
  const renamed = project(input, picks, 'flow.rename');
  return {
    ...renamed,
    mistakes: [...unknownColumns('flow.rename', Object.keys(names), input), ...renamed.mistakes],
  };
}

/** Keeps and renames columns in one step. */
export function project(
  input: Relation,
  picks: readonly { name: string; from: string }[],
  prop: string,
): Select {
  const columns = picks.flatMap(({ name, from }) => {
    const column = find(input, from);
    return column ? [{ ...column, name }] : [];
  });
  const renamedKey = input.key?.map((column) => picks.find(({ from }) => from === column)?.name);
  const key = renamedKey?.every((name) => name !== undefined) ? renamedKey : undefined;
  const [names, origins] = [picks.map(({ name }) => name), picks.map(({ from }) => from)];
  const mistakes = [
    ...unknownColumns(prop, origins, input),
    ...nameMistakes(prop, names),
    ...emptyMistakes(prop, names, 'one column or more', 'name what is kept'),
  ];
  return { step: 'select', input, picks, columns, ...(key && { key }), mistakes };
}

/** Adds or replaces columns: see `Flow.derive`. */
export function derive(input: Relation, build: (row: never) => Values): Relation {
  const { values, mistakes } = evaluate(input, build, 'flow.derive');
  const added = values.map((value) => infoOf(value, input));
  const kept = input.columns.map((column) => added.find(({ name }) => name === column.name) ?? column);
  const columns = [...kept, ...added.filter(({ name }) => !find(input, name))];
  const key = input.key?.some((name) => added.some((column) => column.name === name)) ? undefined : input.key;
  return { step: 'derive', input, values, columns, ...(key && { key }), mistakes };
}

/** Keeps rows: see `Flow.filter`. */
export function filter(input: Relation, build: (row: never) => Expr<'boolean'>): Relation {
  const { values, mistakes } = evaluate(
    input,
    (row) => ({ condition: call<never, Expr<'boolean'>>(build, row) as Expr<'boolean'> }),
    'flow.filter',
  );
  const condition = values[0]?.expression ?? nodeOf(undefined);
  return {
    step: 'filter',
    input,
    condition,
    ...yieldsOf(input),
    mistakes: [...mistakes, ...notBoolean('flow.filter', values)],
  };
}

/** Splits rows that break a rule: see `Flow.check`. */
export function check(
  input: Relation,
  name: string,
  build: (row: never) => Values,
  quarantined?: readonly string[],
): Relation {
  const prop = `flow.check.${name}`;
  const { values: rules, mistakes } = evaluate(input, build, prop, { anyName: true });
  const kept = quarantined ?? input.columns.map((column) => column.name);
  return {
    step: 'check',
    input,
    name,
    rules,
    quarantined: kept,
    ...yieldsOf(input),
    mistakes: [
      ...mistakes,
      ...unknownColumns(prop, kept, input),
      ...formMistakes('flow.check', name, STEP_NAME),
      ...notBoolean(prop, rules),
    ],
  };
}

/** Keeps the newest row of each key: see `Flow.dedupe`. */
export function dedupe(input: Relation, by: readonly string[], newest: readonly string[]): Relation {
  return {
    step: 'dedupe',
    input,
    by,
    newest,
    columns: input.columns,
    key: by,
    mistakes: [
      ...unknownColumns('flow.dedupe', [...by, ...newest], input),
      ...emptyMistakes('flow.dedupe.by', by, 'one column or more', 'name what identifies a row'),
    ],
  };
}

/** Keeps of each key all rows that are newest: the children of one version of a parent. */
export function dedupeAll(input: Relation, by: readonly string[], newest: readonly string[]): Relation {
  const { mistakes } = dedupe(input, by, newest);
  return { step: 'dedupe', input, by, newest, all: true, columns: input.columns, mistakes };
}

function notBoolean(prop: string, values: readonly NamedExpression[]): Mistake[] {
  return values
    .filter(({ expression }) => expression.op !== 'invalid' && expression.type.kind !== 'boolean')
    .map(({ name, expression }): Mistake => ({
      code: 'LH3001',
      prop: `${prop}.${name}`,
      got: `is ${describeType(expression.type)}`,
      allowed: 'a condition, which is true or false',
      change: 'compare it with something',
    }));
}

/** Names of checks and of joins: of files, and of steps in Data Factory. */
export const STEP_NAME: Form = {
  pattern: /^[a-z][a-z0-9-]{0,39}$/,
  allowed: 'lower-case letters, digits and dashes, beginning with a letter, 40 at most',
  change: 'choose another name',
};
