import { describeInterval, type Interval, type Issue, type IssueCode, listed, suggestion } from '../../model';
import { type Activity } from './activities';
import { type DepartmentPipelines } from './department-definition';
import { allActivities, pipelineIssues } from './pipeline-issues';
import { MAX_DEPENDENCIES, type TumblingWindow } from './trigger';
import { usesOf } from './uses';

/** What a pipeline can refer to, by Data Factory's type of the reference. */
type Names = Readonly<Record<string, ReadonlySet<string>>>;

/** Everything wrong with what a department has in its factory: its pipelines, what they refer to, and its triggers. */
export function factoryIssues(definition: DepartmentPipelines): Issue[] {
  const { linkedServices, modelServices, datasets, dataFlows, pipelines, triggers, otherTriggers } =
    definition;
  const names: Names = {
    DatasetReference: new Set(datasets.map(({ name }) => name)),
    DataFlowReference: new Set(dataFlows.map(({ name }) => name)),
    PipelineReference: new Set(pipelines.map(({ name }) => name)),
    LinkedServiceReference: new Set([
      linkedServices.lake,
      linkedServices.sql,
      ...linkedServices.otherLakes.values(),
      ...linkedServices.sources.values(),
      ...modelServices.map(({ name }) => name),
    ]),
  };
  return [
    ...pipelines.flatMap((pipeline) => pipelineIssues(pipeline)),
    ...pipelines.flatMap(({ name, activities }) => referenceIssues(name, activities, names)),
    ...triggerIssues(triggers, otherTriggers),
  ];
}

const WORDS: Readonly<Record<string, string>> = {
  DatasetReference: 'dataset',
  DataFlowReference: 'data flow',
  PipelineReference: 'pipeline',
  LinkedServiceReference: 'linked service',
};

/** References to what is not in the factory: names are texts, so nothing else notices before the deployment. */
export function referenceIssues(at: string, activities: readonly Activity[], names: Names): Issue[] {
  return allActivities(activities).flatMap((activity) =>
    usesOf(activity).references.flatMap(({ type, referenceName }): Issue[] => {
      const known = names[type];
      if (known === undefined || known.has(referenceName)) return [];
      return [
        {
          code: 'LH7010',
          at,
          prop: 'activities',
          got: `has "${activity.name}", which uses the ${WORDS[type] ?? type} "${referenceName}"${suggestion(referenceName, known)}`,
          allowed: listed(known),
          change: 'name one that is there',
        },
      ];
    }),
  );
}

/**
 * Everything wrong with what triggers wait for.
 *
 * A window waits for the windows of others that lie inside it, so it must be made of whole ones. Source: "Create a
 * tumbling window trigger dependency", for the rest.
 *
 * @param triggers the triggers of one department.
 * @param others windows of triggers that belong to somebody else, by name.
 */
export function triggerIssues(
  triggers: readonly TumblingWindow[],
  others: ReadonlyMap<string, Interval> = new Map(),
): Issue[] {
  const intervals = new Map([...others, ...triggers.map(({ name, interval }) => [name, interval] as const)]);
  return triggers.flatMap(({ name: at, interval, dependsOn }) => {
    const issue = (code: IssueCode, prop: string, got: string, allowed: string, change: string): Issue => ({
      code,
      at,
      prop,
      got,
      allowed,
      change,
    });
    const issues: Issue[] = [];
    if (!(Number.isInteger(interval.minutes) && interval.minutes > 0))
      issues.push(
        issue('LH0002', 'interval', `is ${interval.minutes} minutes`, 'a length above 0', 'change it'),
      );
    if (dependsOn.length > MAX_DEPENDENCIES) {
      const got = `waits for ${dependsOn.length} triggers`;
      issues.push(
        issue('LH7011', 'dependsOn', got, `at most ${MAX_DEPENDENCIES}`, 'wait for some through another'),
      );
    }
    for (const other of dependsOn) {
      const length = intervals.get(other);
      if (other === at) {
        issues.push(issue('LH7012', 'dependsOn', 'waits for itself', 'other triggers', 'take it out'));
      } else if (length === undefined) {
        const got = `waits for "${other}", which is not there${suggestion(other, intervals.keys())}`;
        issues.push(issue('LH7012', 'dependsOn', got, listed(intervals.keys()), 'name one that is there'));
      } else if (interval.minutes % length.minutes !== 0) {
        const got = `waits every ${describeInterval(interval)} for "${other}", which runs every ${describeInterval(length)}`;
        const allowed = 'triggers whose windows fill its own without a rest';
        issues.push(issue('LH7013', 'dependsOn', got, allowed, 'change one of the intervals'));
      }
    }
    return issues;
  });
}
