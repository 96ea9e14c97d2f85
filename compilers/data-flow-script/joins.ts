import {
  type AsOfJoin,
  type Expression,
  type Join,
  type Relation,
  type SemiJoin,
  stepsOf,
  walk,
} from '../../model';
import { scriptColumn } from './literals';
import type { ScriptWriter } from './script-writer';
import type { Streams } from './steps';

/** Writes a join by equality. */
export function writeJoin(writer: ScriptWriter, step: Join, streams: Streams): string {
  const input = streams(step.input);
  const other = apart(writer, step, streams);
  const on = equalities(step.on, input, other).join(' && ');
  const product = isProduct(step);
  const joined = writer.emit(
    'join',
    `${input}, ${other} join(${on},\n     joinType:'${product && step.how === 'inner' ? 'cross' : step.how}',\n     matchType:'exact',\n     ignoreSpaces: false,\n     broadcast: ${product ? FIXED : AUTO})`,
  );
  return pickSides(writer, 'joined', joined, step, input, other);
}

/** Writes a semi or anti join. */
export function writeSemiJoin(writer: ScriptWriter, step: SemiJoin, streams: Streams): string {
  const input = streams(step.input);
  const other = apart(writer, step, streams);
  const on = equalities(step.on, input, other).join(' && ');
  const negate = step.keep === 'unmatched';
  return writer.emit(
    'semiJoin',
    `${input}, ${other} exists(${on},\n     negate:${negate},\n     broadcast: ${isProduct(step) ? FIXED : AUTO})`,
  );
}

/**
 * Writes an as-of join: a lookup of the latest row in time. The days are compared by more than equality, for which one side is
 * held by every worker: the one that is looked up, because all rows of the first stay.
 */
export function writeAsOfJoin(writer: ScriptWriter, step: AsOfJoin, streams: Streams): string {
  const input = streams(step.input);
  const other = apart(writer, step, streams);
  const [day, otherDay] = [`${input}@${scriptColumn(step.day)}`, `${other}@${scriptColumn(step.otherDay)}`];
  const on = [
    ...equalities(step.on, input, other),
    `${otherDay} <= ${day}`,
    `addDays(${otherDay}, ${step.maxAgeDays}) >= ${day}`,
  ];
  const looked = writer.emit(
    'asOf',
    `${input}, ${other} lookup(${on.join(' && ')},\n     multiple: false,\n     pickup: 'last',\n     asc(${otherDay}, true),\n     broadcast: ${FIXED})`,
  );
  return pickSides(writer, 'dated', looked, step, input, other);
}

/** Conditions by which columns of two streams are equal; null matches nothing. */
export function equalities(names: readonly string[], left: string, right: string): string[] {
  return names.map((name) => `${left}@${scriptColumn(name)} == ${right}@${scriptColumn(name)}`);
}

/** After a join every column is picked from its side by name. */
function pickSides(
  writer: ScriptWriter,
  label: string,
  joined: string,
  step: Join | AsOfJoin,
  left: string,
  right: string,
): string {
  const onLeft = new Set(step.input.columns.map(({ name }) => name));
  const picks = step.columns.map(({ name }) => ({
    name,
    from: `${onLeft.has(name) ? left : right}@${scriptColumn(name)}`,
  }));
  return writer.project(label, joined, picks);
}

/**
 * The stream of the other side. Where both sides come from one stream, columns that nothing has renamed would be the same
 * columns twice: a select between makes others of them (Data Factory, "Join transformation", self-join).
 */
function apart(writer: ScriptWriter, { input, other }: Join | SemiJoin | AsOfJoin, streams: Streams): string {
  const stream = streams(other);
  const before = new Set(stepsOf(input));
  return stepsOf(other).some((step) => before.has(step))
    ? writer.keep(
        'selfJoinInput',
        stream,
        other.columns.map(({ name }) => name),
      )
    : stream;
}

/** Spark decides which side every worker holds. */
const AUTO = "'auto'";
/** Every worker holds the other side. */
const FIXED = "'right'";

/** Whether all compared columns are constants: every row meets every other one, or none does. */
function isProduct({ on, input, other }: Join | SemiJoin): boolean {
  const [left, right] = [constantColumns(input), constantColumns(other)];
  return on.every((name) => left.has(name) && right.has(name));
}

/** Columns of which the flow itself says that they have one value in all rows. */
function constantColumns(relation: Relation): ReadonlySet<string> {
  switch (relation.step) {
    case 'derive': {
      const kept = constantColumns(relation.input);
      const fixed = new Set(kept);
      for (const { name, expression } of relation.values)
        if (isConstant(expression, kept)) fixed.add(name);
        else fixed.delete(name);
      return fixed;
    }
    case 'select': {
      const kept = constantColumns(relation.input);
      return new Set(relation.picks.flatMap(({ name, from }) => (kept.has(from) ? [name] : [])));
    }
    case 'aggregate': {
      const kept = constantColumns(relation.input);
      return new Set(
        relation.groups.flatMap(({ name, expression }) => (isConstant(expression, kept) ? [name] : [])),
      );
    }
    case 'filter':
    case 'check':
    case 'dedupe':
    case 'semiJoin':
    case 'assertUnique':
    case 'window':
    case 'windowStart':
    case 'acceptSnapshots':
      return constantColumns(relation.input);
    default:
      return new Set();
  }
}

function isConstant(expression: Expression, constants: ReadonlySet<string>): boolean {
  return [...walk(expression)].every((node) => node.op !== 'column' || constants.has(node.name));
}
