import type { Activity, Pipeline } from './pipeline';

/** Activities that hold others. */
const NESTING = ['ForEach', 'IfCondition', 'Switch', 'Until'];
/** Activities without a policy: nothing tries them again. */
const CONTROL = [...NESTING, 'ExecutePipeline', 'Fail', 'SetVariable', 'Wait'];
/** Source: "Switch activity". */
const MOST_CASES = 25;

/** What a factory refuses in a pipeline. Sources: "Nested activities", "Pipeline failure and error message", the page of each activity. */
export function refused({ name, activities }: Pipeline): string[] {
  const inner = activities.flatMap(({ inner: lists }) => Object.values(lists).flat());
  return [
    ...inner.filter(({ type }) => NESTING.includes(type)).map((each) => `${each.name} is nested twice`),
    ...inner.filter(({ type }) => type === 'Validation').map((each) => `${each.name} is nested`),
    ...[activities, ...activities.flatMap((each) => Object.values(each.inner))].flatMap(unclear),
    ...[...activities, ...inner].flatMap(alone),
  ].map((mistake) => `${name}: ${mistake}`);
}

function alone({ name, type, retries, inner }: Activity): string[] {
  const cases = Object.keys(inner).filter((list) => list.startsWith('case ')).length;
  return [
    ...(CONTROL.includes(type) && retries > 0 ? [`${name} is tried again, and has no policy`] : []),
    ...(cases > MOST_CASES ? [`${name} has ${cases} cases`] : []),
  ];
}

/** Dependencies on what is not there, and paths upon completion beside those upon success or failure. */
function unclear(activities: readonly Activity[]): string[] {
  const conditions = new Map<string, Set<string>>(activities.map(({ name }) => [name, new Set()]));
  const lost: string[] = [];
  for (const { name, dependsOn } of activities)
    for (const { activity, conditions: own } of dependsOn) {
      const all = conditions.get(activity);
      if (all === undefined) lost.push(`${name} comes after ${activity}, which is not there`);
      for (const each of own) all?.add(each);
    }
  const both = [...conditions].filter(
    ([, all]) => all.has('Completed') && (all.has('Succeeded') || all.has('Failed')),
  );
  return [
    ...lost,
    ...both.map(([name]) => `what comes after ${name} says Completed beside another condition`),
  ];
}
