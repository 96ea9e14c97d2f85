import {
  describeInterval,
  type Environment,
  type Interval,
  type Issue,
  isRunning,
  RUNNING_DEFAULTS,
} from '../model';
import { windowsIn } from '../record/windows';
import { pipelineSetsIn } from './environment-stacks';
import type { LakehouseStack } from './lakehouse-stack';
import { markdownTable } from './markdown-table';

/** A trigger, and what it runs when it starts. */
interface FirstRuns {
  readonly department: string;
  readonly trigger: string;
  readonly interval: Interval;
  /** The day with which its first window begins. */
  readonly from: string;
  /** Windows that have ended by then; unknown without a day. */
  readonly windows: number;
}

/** What an environment runs at once when it starts. */
export interface FirstStart {
  /** The environment. */
  readonly environment: Environment;
  /** The day, `YYYY-MM-DD`, at whose beginning in UTC it is counted; without one nothing is. */
  readonly asOf?: string | undefined;
  /** The stacks of the environment. */
  readonly stacks: readonly LakehouseStack[];
}

/** The issue of a first start that runs more windows than it may without a reason. */
export function firstStartIssues(start: FirstStart): Issue[] {
  const { environment, asOf } = start;
  const { running } = environment;
  if (running === undefined || asOf === undefined || !isRunning(environment) || running.backlog) return [];
  const most = running.maxFirstWindows ?? RUNNING_DEFAULTS.maxFirstWindows;
  const windows = total(firstRuns(start));
  if (windows <= most) return [];
  return [
    {
      code: 'LH5012',
      at: `environment ${environment.name}`,
      prop: 'running.from',
      got: `is ${running.from}, so that a first start on ${asOf} runs ${windows} windows at once`,
      allowed: `${most} windows, or a reason for more`,
      change:
        'name a later day, and bring what is before it by the backfill pipelines; or say why in running.backlog',
    },
  ];
}

/** What the first start of an environment runs, as a page. */
export function firstStartPage(start: FirstStart): string {
  const { environment, asOf } = start;
  const { running } = environment;
  const title = [`# First start: ${environment.name}`, ''];
  if (running === undefined)
    return [...title, 'The environment is stopped: nothing runs, and there is no day to run from.', ''].join(
      '\n',
    );
  const state = isRunning(environment) ? 'Triggers run' : 'Triggers are paused, and will run';
  const since = `${state} from ${running.from} on, in UTC.`;
  if (asOf === undefined) {
    const missing =
      'How many windows they run at once when they start depends on the day, and none was given: nothing is counted.';
    return [...title, `${since} ${missing}`, ''].join('\n');
  }
  const runs = firstRuns(start);
  const reason = running.backlog ? ` More are wanted, because: ${running.backlog.reason}` : '';
  const most = running.maxFirstWindows ?? RUNNING_DEFAULTS.maxFirstWindows;
  return [
    ...title,
    `${since} A first start on ${asOf} runs the windows that have ended by the beginning of that day, of each trigger one after the other: ${total(runs)} in all. Without a reason it may be ${most}.${reason}`,
    '',
    '## By department and cadence',
    '',
    ...markdownTable(
      ['department', 'every', 'triggers', 'windows'],
      [...byCadence(runs), ['all', '', runs.length, total(runs)]],
    ),
    '',
    '## By trigger',
    '',
    ...markdownTable(
      ['trigger', 'every', 'from', 'windows'],
      runs.map(({ trigger, interval, from, windows }) => [
        trigger,
        describeInterval(interval),
        from,
        windows,
      ]),
    ),
    '',
  ].join('\n');
}

function byCadence(runs: readonly FirstRuns[]): (string | number)[][] {
  const groups = new Map<string, FirstRuns[]>();
  for (const run of runs) {
    const key = `${run.department} ${run.interval.minutes}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].map((group) => [
    group[0]?.department ?? '',
    describeInterval(group[0]?.interval ?? { minutes: 0 }),
    group.length,
    total(group),
  ]);
}

function firstRuns({ environment, asOf, stacks }: FirstStart): FirstRuns[] {
  const { running } = environment;
  if (running === undefined || asOf === undefined) return [];
  return pipelineSetsIn(stacks).flatMap(({ department, definition }) =>
    definition.triggers.map(({ name, interval, from = running.from }) => ({
      department: department.name,
      trigger: name,
      interval,
      from,
      windows: windowsIn({ from, asOf }, interval.minutes).count ?? 0,
    })),
  );
}

function total(runs: readonly FirstRuns[]): number {
  return runs.reduce((sum, { windows }) => sum + windows, 0);
}
