import { AZURE_LIMITS, type Issue, type IssueCode, sourceOf } from '../../model';
import { computedOnce } from '../../model/collections';
import { type Activity } from './activities';
import { literalFields, valuesAt } from './activity-fields';
import {
  MAX_ACTIVITIES,
  MAX_ACTIVITY_NAME,
  MAX_BATCH_COUNT,
  MAX_EXPRESSION,
  MAX_PIPELINE_NAME,
  type Pipeline,
} from './pipeline';
import { type Uses, usesOf } from './uses';

/** An activity, with what it is in. */
interface Placed {
  readonly activity: Activity;
  /** From the outside in; none at the top. */
  readonly containers: readonly Placed[];
  /** All activities of the same list, itself included. */
  readonly siblings: readonly Activity[];
}

/** The same, with what it uses. */
interface Looked extends Placed {
  readonly uses: Uses;
}

const KNOWN = new WeakMap<Pipeline, readonly Issue[]>();

/** Everything wrong with a pipeline that Data Factory would only report at deployment or in the night. Found once for each. */
export function pipelineIssues(pipeline: Pipeline): readonly Issue[] {
  return computedOnce(KNOWN, pipeline, () => foundIssues(pipeline));
}

function foundIssues(pipeline: Pipeline): Issue[] {
  const { name: at, activities } = pipeline;
  const placed = placedIn(activities, []).map((each) => ({ ...each, uses: usesOf(each.activity) }));
  const names = placed.map(({ activity }) => activity.name);
  const issue = issueAt(at);
  const issues: Issue[] = [];
  if (!/^[A-Za-z0-9_][A-Za-z0-9_-]*$/.test(at) || at.length > MAX_PIPELINE_NAME) {
    const allowed = `1 to ${MAX_PIPELINE_NAME} letters, digits, dashes and underscores`;
    issues.push(issue('LH7001', 'name', `is "${at}"`, allowed, 'shorten the names it is made of'));
  }
  if (placed.length === 0 || placed.length > MAX_ACTIVITIES)
    issues.push(
      issue(
        'LH7002',
        'activities',
        `has ${placed.length}`,
        `1 to ${MAX_ACTIVITIES}`,
        `split the pipeline; ${sourceOf(AZURE_LIMITS.pipelineActivities)}`,
      ),
    );
  for (const name of repeatedIn(names))
    issues.push(issue('LH0003', 'activities', `has "${name}" twice`, 'each name once', 'rename one'));
  for (const each of placed) issues.push(...activityIssues(at, each));
  for (const list of new Set(placed.map(({ siblings }) => siblings))) issues.push(...cycleIssues(at, list));
  issues.push(...parameterIssues(pipeline, placed));
  issues.push(...placed.flatMap((each) => outputIssues(at, each, names)));
  return issues;
}

/** The names that stand before them already, whatever their case. */
function repeatedIn(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => seen.size === seen.add(name.toLowerCase()).size);
}

/** All activities of a list, those inside others included. */
export function allActivities(activities: readonly Activity[]): Activity[] {
  return placedIn(activities, []).map(({ activity }) => activity);
}

/** The lists of activities inside one. */
function listsIn({ typeProperties }: Activity): (readonly Activity[])[] {
  const inside = (typeProperties ?? {}) as Readonly<Record<string, unknown>>;
  const cases = Array.isArray(inside.cases) ? (inside.cases as readonly { activities?: unknown }[]) : [];
  return [
    inside.activities,
    inside.ifTrueActivities,
    inside.ifFalseActivities,
    inside.defaultActivities,
    ...cases.map(({ activities }) => activities),
  ].filter((list): list is readonly Activity[] => Array.isArray(list));
}

function placedIn(siblings: readonly Activity[], containers: readonly Placed[]): Placed[] {
  return siblings.flatMap((activity) => {
    const here = { activity, containers, siblings };
    const inside = listsIn(activity).flatMap((list) => placedIn(list, [...containers, here]));
    return [here, ...inside];
  });
}

function activityIssues(at: string, { activity, containers, siblings, uses }: Looked): Issue[] {
  const { name, type, dependsOn } = activity;
  const issue = issueAt(at);
  const issues: Issue[] = [];
  if (!/^[A-Za-z0-9_][^./?<>*%&:\\+]*$/.test(name) || name.length > MAX_ACTIVITY_NAME) {
    issues.push(
      issue(
        'LH7001',
        'activities',
        `has "${name}", ${name.length} characters`,
        `names of 1 to ${MAX_ACTIVITY_NAME} letters, digits, spaces and underscores`,
        'shorten the name',
      ),
    );
  }
  const where = containers.length === 0 ? 'of this pipeline' : `of "${containers.at(-1)?.activity.name}"`;
  const isBeside = (other: string): boolean => siblings.some((sibling) => sibling.name === other);
  for (const { activity: before } of dependsOn.filter((other) => !isBeside(other.activity))) {
    const got = `has "${name}", which comes after "${before}"`;
    const known = siblings.map((sibling) => sibling.name);
    issues.push(issue('LH7003', 'activities', got, known.join(', '), `name an activity ${where}`));
  }
  issues.push(...nestingIssues(at, activity, containers));
  for (const [path, literal] of Object.entries(literalFields(type)))
    for (const value of valuesAt(activity, path)) {
      const fine = literal === 'integer' ? Number.isInteger(value) : typeof value === 'boolean';
      if (!fine) {
        const got = `has "${name}", where ${path} is ${JSON.stringify(value)}`;
        issues.push(
          issue('LH7005', 'activities', got, `${ARTICLES[literal]} as it is`, 'write the value itself'),
        );
      }
    }
  const batchCount = valuesAt(activity, 'typeProperties.batchCount')[0];
  if (typeof batchCount === 'number' && (batchCount < 1 || batchCount > MAX_BATCH_COUNT)) {
    const got = `has "${name}", which runs ${batchCount} items at once`;
    issues.push(issue('LH0002', 'activities', got, `1 to ${MAX_BATCH_COUNT}`, 'change batchCount'));
  }
  for (const text of uses.expressions.filter(({ length }) => length > MAX_EXPRESSION)) {
    const got = `has "${name}" with an expression of ${text.length} characters`;
    issues.push(
      issue(
        'LH7006',
        'activities',
        got,
        `1 to ${MAX_EXPRESSION}`,
        'shorten it, or pass a part as a parameter',
      ),
    );
  }
  return issues;
}

const ARTICLES = { integer: 'a whole number', boolean: 'true or false' } as const;

/** Loops never stand inside anything, choices never inside choices, and a validation only at the top. */
function nestingIssues(at: string, { name, type }: Activity, containers: readonly Placed[]): Issue[] {
  const choices = ['IfCondition', 'Switch'];
  const inside = containers.find(({ activity }) => {
    if (['ForEach', 'Until', 'Validation'].includes(type)) return true;
    return choices.includes(type) && choices.includes(activity.type);
  });
  if (inside === undefined) return [];
  const { activity } = inside;
  const got = `has the ${type} "${name}" inside the ${activity.type} "${activity.name}"`;
  return [
    issueAt(at)('LH7004', 'activities', got, 'it outside of that', 'put it into a pipeline of its own'),
  ];
}

function cycleIssues(at: string, activities: readonly Activity[]): Issue[] {
  const done = new Set<string>();
  let left = [...activities];
  while (left.length > 0) {
    const ready = left.filter(({ dependsOn }) =>
      dependsOn.every(
        ({ activity }) => done.has(activity) || !activities.some(({ name }) => name === activity),
      ),
    );
    if (ready.length === 0) {
      const got = `has a cycle among ${left.map(({ name }) => name).join(', ')}`;
      const allowed = 'activities with a first and a last';
      return [issueAt(at)('LH7007', 'activities', got, allowed, 'take one dependency out')];
    }
    ready.forEach(({ name }) => done.add(name));
    left = left.filter((activity) => !ready.includes(activity));
  }
  return [];
}

function parameterIssues({ name: at, parameters }: Pipeline, placed: readonly Looked[]): Issue[] {
  const used = new Set(placed.flatMap(({ uses }) => [...uses.parameters]));
  const declared = Object.keys(parameters);
  const issue = issueAt(at);
  return [
    ...[...used]
      .filter((name) => !declared.includes(name))
      .map((name) =>
        issue(
          'LH7008',
          'parameters',
          `lacks "${name}", which an activity uses`,
          declared.join(', ') || 'none',
          'declare the parameter',
        ),
      ),
    ...declared
      .filter((name) => !used.has(name))
      .map((name) =>
        issue(
          'LH7008',
          'parameters',
          `has "${name}", which no activity uses`,
          'parameters that are used',
          'remove it',
        ),
      ),
  ];
}

/** An output is there for what comes after: in the same list, and inside what comes after. */
function outputIssues(at: string, placed: Looked, names: readonly string[]): Issue[] {
  const { activity } = placed;
  const used = placed.uses.outputs;
  if (used.size === 0) return [];
  const issue = issueAt(at);
  // A loop asks for its condition when what is inside it has run.
  const looped =
    activity.type === 'Until'
      ? listsIn(activity)
          .flat()
          .map(({ name }) => name)
      : [];
  const before = new Set([
    ...[...placed.containers, placed].flatMap((each) => [...upstreamOf(each)]),
    ...looped,
  ]);
  return [...used].flatMap((name): Issue[] => {
    if (!names.includes(name)) {
      const got = `use the output of "${name}"`;
      return [issue('LH7009', 'activities', got, names.join(', '), 'name an activity of this pipeline')];
    }
    if (before.has(name)) return [];
    const got = `has "${activity.name}", which uses the output of "${name}"`;
    const allowed = [...before].join(', ') || 'none: it comes first';
    return [issue('LH7009', 'activities', got, allowed, `let it come after "${name}"`)];
  });
}

function upstreamOf({ activity, siblings }: Placed): Set<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    const sibling = siblings.find((other) => other.name === name);
    for (const { activity: before } of sibling?.dependsOn ?? []) {
      if (!found.has(before)) {
        found.add(before);
        visit(before);
      }
    }
  };
  visit(activity.name);
  return found;
}

function issueAt(at: string) {
  return (code: IssueCode, prop: string, got: string, allowed: string, change: string): Issue => ({
    code,
    at,
    prop,
    got,
    allowed,
    change,
  });
}
