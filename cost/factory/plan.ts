import { computedOnce } from '../../model/collections';
import { type Block, textOf } from '../synthesized-stacks';
import {
  activitiesIn,
  type Activity,
  casesOf,
  innerActivities,
  isRepair,
  referredBy,
  succeedingActivities,
} from './activity';
import { type DataFlowStep, dataFlowStep, type Steps, stepsOf } from './steps';

/** What a pipeline does, as far as bills ask. */
export interface PipelinePlan {
  /** What runs when nothing fails. */
  readonly steps: Steps;
  /** The source that it copies, as tables and pipelines write it; of one that copies none, nothing. */
  readonly copied: string;
  /** Pipelines that it starts when nothing fails. */
  readonly usuallyStarts: readonly string[];
  /** Pipelines that it starts, whatever fails. */
  readonly possiblyStarts: readonly string[];
  /** Data flows of its choices, by what is chosen by. */
  readonly cases: readonly { readonly value: unknown; readonly dataFlows: readonly DataFlowStep[] }[];
}

const PLANS = new WeakMap<Block, PipelinePlan>();

/** What a pipeline does. Its activities are read once, and go: they are many times as large, and a company has thousands of pipelines. */
export function planOf(pipeline: Block): PipelinePlan {
  return computedOnce(PLANS, pipeline, () => readPlan(pipeline));
}

/**
 * A pipeline that runs other data flows in place of its own; itself, where they are as many as its own: then nothing ran several tables at once. Only its plan is
 * changed, which is all that bills read: its `activities_json` stays as it was.
 *
 * @param pipeline the pipeline.
 * @param inPlace the data flows that run in place of one.
 */
export function withDataFlows(
  pipeline: Block,
  inPlace: (own: DataFlowStep) => readonly DataFlowStep[],
): Block {
  const plan = planOf(pipeline);
  const { steps } = plan;
  const dataFlows = steps.dataFlows.flatMap(inPlace);
  const further = dataFlows.length - steps.dataFlows.length;
  if (further === 0) return pipeline;
  const changed = { ...pipeline };
  const activityRuns = steps.activityRuns + further;
  PLANS.set(changed, { ...plan, steps: { ...steps, activityRuns, dataFlows } });
  return changed;
}

/** The data flows of a pipeline's choices, for what is chosen by; of all cases, where that is not known. */
export function dataFlowsFor({ cases }: PipelinePlan, value: unknown): readonly DataFlowStep[] {
  return cases
    .filter((each) => value === undefined || each.value === value)
    .flatMap(({ dataFlows }) => dataFlows);
}

function readPlan(pipeline: Block): PipelinePlan {
  const activities = activitiesIn(pipeline.activities_json);
  const [, copied = ''] = /_copy_(\w+)$/.exec(textOf(pipeline, 'name')) ?? [];
  return {
    steps: stepsOf(activities),
    copied,
    usuallyStarts: startedBy(activities, usuallyRun),
    possiblyStarts: startedBy(activities, possiblyRun),
    cases: activities
      .flatMap(casesOf)
      .map((one) => ({ value: one.value, dataFlows: dataFlowsIn(one.activities) })),
  };
}

function dataFlowsIn(activities: readonly Activity[]): DataFlowStep[] {
  return activities
    .filter(({ type }) => type === 'ExecuteDataFlow')
    .map((activity) => dataFlowStep(activity, activities));
}

type Chosen = (activities: readonly Activity[]) => readonly Activity[];

const usuallyRun: Chosen = (activities) =>
  succeedingActivities(activities).filter((activity) => !isRepair(activity));
const possiblyRun: Chosen = (activities) => activities;

const INNER_LISTS = ['activities', 'ifTrueActivities', 'ifFalseActivities', 'defaultActivities'] as const;

/** The pipelines that chosen activities start. */
function startedBy(activities: readonly Activity[], chosen: Chosen): readonly string[] {
  const started = new Set<string>();
  const collect = (list: readonly Activity[]): void => {
    if (list.length === 0) return;
    for (const activity of chosen(list)) {
      const own = referredBy(activity, 'pipeline');
      if (own !== undefined) started.add(own);
      for (const inside of INNER_LISTS) collect(innerActivities(activity, inside));
      for (const one of casesOf(activity)) collect(one.activities);
    }
  };
  collect(activities);
  return [...started];
}
