import { listed } from '../../errors';
import { count, type Expr, literal } from '../../expressions';
import { type Kind } from '../../types';
import { type Relation } from '../relation';
import { find, unknownColumn, yieldsOf } from './columns';
import { join } from './combine';
import { columnOf } from './evaluation';
import { aggregate } from './group';
import { check, project, select } from './rows';

/** Counts the rows of the other side while a check is made; not kept. */
const FOUND = '_found';

/** Sends rows to quarantine whose values another row has too: see `Flow.checkUnique`. */
export function checkUnique(input: Relation, name: string, columns: readonly string[]): Relation {
  const mistakes = unknownIn(name, columns, input);
  if (mistakes.length > 0) return mistaken(input, name, mistakes);
  const counted = numberOf(input, columns);
  const joined = join(input, counted, 'left', columns);
  // A row with a null among the values matches none, and repeats nobody's.
  const alone = columnOf<'long'>(joined, FOUND)
    .isNull()
    .or(columnOf<'long'>(joined, FOUND).lessThanOrEqual(1));
  return without(input, name, joined, { [`unique:${columns.join(',')}`]: alone });
}

/** Sends rows to quarantine whose values no row of another relation has: see `Flow.checkReference`. */
export function checkReference(
  input: Relation,
  name: string,
  other: Relation,
  on: readonly string[],
): Relation {
  const mistakes = [...unknownIn(name, on, input), ...unknownIn(name, on, other)];
  if (mistakes.length > 0) return mistaken(input, name, mistakes);
  const joined = join(input, numberOf(other, on), 'left', on);
  const none = on
    .map((column) => columnOf<Kind>(joined, column).isNull())
    .reduce((a, b) => a.or(b), literal(false));
  const known = columnOf<'long'>(joined, FOUND).isNotNull();
  return without(input, name, joined, { [`reference:${on.join(',')}`]: none.or(known) });
}

/** Holds a relation to what a join relies on: no two rows with the same values. See `JoinOptions.relation`. */
function assertUnique(input: Relation, name: string, by: readonly string[]): Relation {
  const { columns } = yieldsOf(input);
  const named = /^[a-z][a-z0-9-]{0,39}$/.test(name)
    ? []
    : [`join "${name}" needs a name of lower-case letters, digits and dashes, 40 at most`];
  const unknown = by
    .filter((column) => !find(input, column))
    .map((column) => unknownColumn(`join "${name}"`, column, input));
  return { step: 'assertUnique', input, name, by, columns, key: by, problems: [...named, ...unknown] };
}

/** A join that is held to its relation where the flows do not prove it: see `Flow.join`. */
export function namedJoin(
  input: Relation,
  other: Relation,
  options: {
    readonly on: readonly string[];
    readonly how: 'inner' | 'left';
    readonly name: string | undefined;
    readonly relation: 'one-to-one' | 'many-to-one' | undefined;
  },
): Relation {
  const { on, how, relation } = options;
  const name = options.name ?? on.join('-').replaceAll('_', '-').slice(0, 40);
  if (relation === undefined) return join(input, other, how, on);
  const left = relation === 'one-to-one' && !isUniqueBy(input, on) ? assertUnique(input, name, on) : input;
  const right = isUniqueBy(other, on) ? other : assertUnique(other, name, on);
  const joined = join(left, right, how, on);
  // What identified a row before still does.
  return input.key ? { ...joined, key: input.key } : joined;
}

/** Whether the columns are known to identify a row. */
function isUniqueBy({ key }: Relation, columns: readonly string[]): boolean {
  return key?.every((name) => columns.includes(name)) ?? false;
}

function unknownIn(name: string, columns: readonly string[], relation: Relation): string[] {
  const verb = `check "${name}"`;
  return columns.length === 0
    ? [`${verb} needs at least one column`]
    : columns
        .filter((column) => !find(relation, column))
        .map((column) => unknownColumn(verb, column, relation));
}

/** The rows as they came in, with what is wrong with the check that would have followed. */
function mistaken(input: Relation, name: string, problems: readonly string[]): Relation {
  return { ...check(input, name, () => ({})), problems };
}

function numberOf(relation: Relation, columns: readonly string[]): Relation {
  return aggregate(
    relation,
    () => Object.fromEntries(columns.map((name) => [name, columnOf<Kind>(relation, name)])),
    () => ({ [FOUND]: count() }),
  );
}

function without(
  input: Relation,
  name: string,
  joined: Relation,
  rules: Readonly<Record<string, Expr<'boolean'>>>,
): Relation {
  const names = input.columns.map((column) => column.name);
  const taken = names.includes(FOUND)
    ? [`check "${name}": a column is named "${FOUND}"; allowed: ${listed(names)}; rename it`]
    : [];
  const checked = check(joined, name, () => rules, names);
  const kept = input.key ? select(checked, names) : project(checked, names.map(same), 'check');
  return { ...kept, problems: [...kept.problems, ...taken] };
}

const same = (name: string): { name: string; from: string } => ({ name, from: name });
