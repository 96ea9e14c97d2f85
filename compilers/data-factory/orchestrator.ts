import { type Interval } from '../../model';
import { type Activity, expression, type PipelineExpression } from './activities';
import { executePipeline, fail, forEach, ifCondition } from './control-activities';
import { MAX_ACTIVITY_NAME, type Pipeline } from './pipeline';
import { TIMESTAMP_FORMAT, WINDOW_START } from './window';

/** A pipeline of a department as its orchestrator sees it. */
export interface Step {
  /** Name of the pipeline; it has the start of its window as a parameter. */
  readonly pipeline: string;
  /** Length of its windows. */
  readonly interval: Interval;
  /** Pipelines that must have succeeded before. */
  readonly dependsOn: readonly string[];
  /** Whether a run depends on its window; one that does not is run once a day. */
  readonly windowed: boolean;
}

/** What an orchestrator is made for. */
export interface OrchestratorTarget {
  /** Begins the names of the department's pipelines. */
  readonly prefix: string;
  /** The day, `YYYY-MM-DD`, that windows are counted from, before it and after. @default 2000-01-01, while no trigger has a day */
  readonly from?: string | undefined;
}

/** Most activities of one pipeline that runs others; the rest follow in the next. */
export const ACTIVITIES_A_CHUNK = 40;

/** No day before it is run. */
const EARLIEST = '2000-01-01';
const DAY_MINUTES = 24 * 60;
const TICKS_A_MINUTE = 600_000_000;
const FROM = 'startOfDay(pipeline().parameters.from)';
const TO = 'startOfDay(pipeline().parameters.to)';

/** The day that is run, as an expression. */
type Day = (format?: string) => string;

/** The day of the window. */
const dayOfWindow: Day = (format) =>
  `startOfDay(pipeline().parameters.${WINDOW_START}${format === undefined ? '' : `, '${format}'`})`;
/** Each day of a backfill, inside of its loop. */
const dayOfBackfill: Day = (format) =>
  `addDays(${FROM}, item()${format === undefined ? '' : `, '${format}'`})`;

/**
 * The pipelines that run a department by hand: `<department>_backfill` runs all of it for each day from one to another, in the order of its
 * triggers. Where a day has loops of its own, or is too long for one pipeline, `<department>_run_window` runs a day for it: a loop holds no loop. None has a
 * trigger, and each costs something every month.
 *
 * Windows shorter than a day run one after the other. Longer ones run on the day in which they begin. Those that do not
 * divide a day are counted from the day from which triggers run, as triggers count them. Other departments' pipelines are
 * theirs to run.
 */
export function orchestrators(steps: readonly Step[], target: OrchestratorTarget): Pipeline[] {
  if (steps.length === 0) return [];
  const { prefix } = target;
  const name = `${prefix}_run_window`;
  const runsOf = (day: Day): Run[] => steps.map((step) => run(step, day, target, activityName(step, prefix)));
  const runs = runsOf(dayOfWindow);
  const chunks = inChunks(runs, ACTIVITIES_A_CHUNK);
  if (chunks.length === 1 && runs.every(({ activity }) => activity.type !== 'ForEach'))
    return [backfill(prefix, inOrder(runsOf(dayOfBackfill)))];
  const day = { [WINDOW_START]: expression(`@${dayOfWindow(TIMESTAMP_FORMAT)}`) };
  const description = 'Runs all pipelines of a day, each after those it waits for';
  const parts = chunks.map((chunk, index): Pipeline => ({
    name: chunks.length === 1 ? name : `${name}_${index + 1}`,
    description: chunks.length === 1 ? description : `Part ${index + 1} of ${name}`,
    parameters: { [WINDOW_START]: '' },
    activities: inOrder(chunk),
  }));
  const whole =
    parts.length === 1
      ? []
      : [
          {
            name,
            description,
            parameters: { [WINDOW_START]: '' },
            activities: parts.map((part, index) =>
              executePipeline({
                name: `Part${index + 1}`,
                pipeline: part.name,
                parameters: day,
                ...(index > 0 && { after: [`Part${index}`] }),
              }),
            ),
          },
        ];
  const runDay = executePipeline({
    name: 'RunDay',
    pipeline: name,
    parameters: { [WINDOW_START]: expression(`@${dayOfBackfill(TIMESTAMP_FORMAT)}`) },
  });
  return [...parts, ...whole, backfill(prefix, [runDay])];
}

/** Each run after those that it depends on; what is in an earlier part has succeeded before this one begins. */
function inOrder(runs: readonly Run[]): Activity[] {
  const here = new Map(runs.map(({ step, activity }) => [step.pipeline, activity.name]));
  return runs.map(({ step, activity }) => ({
    ...activity,
    dependsOn: step.dependsOn.flatMap((other) => {
      const before = here.get(other);
      return before === undefined ? [] : [{ activity: before, dependencyConditions: ['Succeeded' as const] }];
    }),
  }));
}

interface Run {
  readonly step: Step;
  readonly activity: Activity;
  /** Activities, those inside included. */
  readonly size: number;
}

function run(step: Step, day: Day, target: OrchestratorTarget, name: string): Run {
  const { pipeline, interval, windowed } = step;
  const { minutes } = interval;
  const execute = (as: string, start: string): Activity =>
    executePipeline({
      name: as,
      pipeline,
      parameters: { [WINDOW_START]: expression(`@${start}`) },
    });
  const inside = insideName(name);
  if (DAY_MINUTES % minutes === 0) {
    const windows = DAY_MINUTES / minutes;
    if (windows === 1) return { step, size: 1, activity: execute(name, day(TIMESTAMP_FORMAT)) };
    if (!windowed)
      return { step, size: 1, activity: execute(name, addMinutes(day(), `${DAY_MINUTES - minutes}`)) };
    const items = expression(`@range(0, ${windows})`);
    const each = execute(inside, addMinutes(day(), `mul(item(), ${minutes})`));
    return { step, size: 2, activity: forEach({ name, items, activities: [each] }) };
  }
  // Counted from one long ago, those that begin in the day are the ones from `first` on, `count` of them.
  const start = `'${longAgo(target.from, minutes)}'`;
  const since = `div(sub(ticks(${day()}), ticks(${start})), ${TICKS_A_MINUTE})`;
  const first = `div(add(${since}, ${minutes - 1}), ${minutes})`;
  const count = `sub(div(add(${since}, ${DAY_MINUTES + minutes - 1}), ${minutes}), ${first})`;
  const at = (index: string): string => addMinutes(start, `mul(${index}, ${minutes})`);
  if (minutes > DAY_MINUTES) {
    const condition = expression(`@greater(${count}, 0)`);
    return {
      step,
      size: 2,
      activity: ifCondition({ name, condition, then: [execute(inside, at(first))] }),
    };
  }
  if (!windowed) return { step, size: 1, activity: execute(name, at(`sub(add(${first}, ${count}), 1)`)) };
  const items = expression(`@range(${first}, ${count})`);
  return {
    step,
    size: 2,
    activity: forEach({ name, items, activities: [execute(inside, at('item()'))] }),
  };
}

function backfill(prefix: string, activities: readonly Activity[]): Pipeline {
  const days = `add(div(sub(ticks(${TO}), ticks(${FROM})), ${TICKS_A_MINUTE * DAY_MINUTES}), 1)`;
  const items: PipelineExpression = expression(`@range(0, ${days})`);
  return {
    name: `${prefix}_backfill`,
    description:
      'Runs all pipelines for each day from one to another, both included, one day after the other, each pipeline after those it waits for',
    parameters: { from: '', to: '' },
    activities: [
      ifCondition({
        name: 'CheckDays',
        condition: expression(`@lessOrEquals(ticks(${FROM}), ticks(${TO}))`),
        otherwise: [
          fail({
            name: 'DaysOutOfOrder',
            message: expression(
              "@concat('from is ', pipeline().parameters.from, ', which is after to, ', pipeline().parameters.to)",
            ),
            errorCode: 'DaysOutOfOrder',
          }),
        ],
      }),
      forEach({ name: 'EachDay', after: ['CheckDays'], items, activities }),
    ],
  };
}

/** The start of a window before all days that are run, among those that are counted from a day: division cuts towards zero. */
function longAgo(from: string | undefined, minutes: number): string {
  const length = minutes * 60_000;
  const earliest = Date.parse(EARLIEST);
  const day = Date.parse(from ?? EARLIEST);
  const start = day - Math.ceil((day - earliest) / length) * length;
  return `${new Date(start).toISOString().slice(0, 19)}Z`;
}

function addMinutes(from: string, minutes: string): string {
  return `addMinutes(${from}, ${minutes}, '${TIMESTAMP_FORMAT}')`;
}

/** The pipeline's name without the department's, which fits: an activity has 55 characters. */
function activityName({ pipeline }: Step, prefix: string): string {
  return pipeline.slice(prefix.length + 1);
}

/** What a loop or a choice runs: with the first letter of its verb, where the whole is too long. */
function insideName(name: string): string {
  const whole = `do_${name}`;
  return whole.length <= MAX_ACTIVITY_NAME ? whole : `do_${name.replace(/^([a-z])[a-z]*/, '$1')}`;
}

/** In the order given, so that what a run waits for is in the same chunk or an earlier one. */
function inChunks(runs: readonly Run[], most: number): Run[][] {
  const chunks: Run[][] = [[]];
  let size = 0;
  for (const each of runs) {
    if (size + each.size > most) {
      chunks.push([]);
      size = 0;
    }
    chunks.at(-1)?.push(each);
    size += each.size;
  }
  return chunks;
}
