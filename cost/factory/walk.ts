import { type Assumed } from '../assumptions';
import { combined, exactly, ONCE, product, type Range } from '../range';
import { type Volume } from '../volumes';
import { type Factory, type Pipeline } from './factory';
import { type PipelinePlan, planOf } from './plan';
import { type InnerSteps, type Items, type Steps } from './steps';

/** What runs of pipelines are computed from. */
export interface RunContext {
  /** The factory that they are in. */
  readonly factory: Factory;
  /** What is assumed. */
  readonly assumed: Assumed;
  /** How much of each source comes. */
  readonly volumes: readonly Volume[];
  /** Items of a loop over the days of a backfill. @default as assumed */
  readonly days?: number;
}

/** Where steps are. */
export interface Within extends RunContext {
  /** How long their window is. */
  readonly minutes: number;
  /** What the pipeline does that they are in. */
  readonly plan: PipelinePlan;
  /** The names of that pipeline, and of those that it was started by. */
  readonly started: readonly string[];
}

/** What is told of all steps of a run, with how often each of them is done. */
export interface StepVisitor {
  /** Steps, as far as nothing is inside of them. */
  readonly steps: (steps: Steps, within: Within, times: Range) => void;
  /** A model that is waited for. */
  readonly model: (times: Range) => void;
  /** Steps in place of which others may be done. */
  readonly branch: (steps: Steps, otherwise: Steps, within: Within, times: Range) => void;
  /** Steps of which one is done. */
  readonly choice: (cases: readonly Steps[], within: Within, times: Range) => void;
}

/** Goes through all steps of a pipeline whose window is so many minutes long, and of those that it starts. */
export function visitRun(
  pipeline: Pipeline,
  minutes: number,
  context: RunContext,
  visitor: StepVisitor,
): void {
  visitPipeline(pipeline, { ...context, minutes, started: [] }, ONCE, visitor);
}

function visitPipeline(
  { name, resource }: Pipeline,
  within: Omit<Within, 'plan'>,
  times: Range,
  visitor: StepVisitor,
): void {
  // A pipeline that starts itself never ends; it is counted once.
  if (within.started.includes(name)) return;
  const plan = planOf(resource.block);
  visitSteps(plan.steps, { ...within, plan, started: [...within.started, name] }, times, visitor);
}

/** Goes through steps, and through all inside of them. */
export function visitSteps(steps: Steps, within: Within, times: Range, visitor: StepVisitor): void {
  visitor.steps(steps, within, times);
  for (const name of steps.starts) {
    const child = within.factory.pipelines.get(name);
    if (child !== undefined) visitPipeline(child, within, times, visitor);
  }
  for (const inner of steps.inside) visitInner(inner, within, times, visitor);
}

function visitInner(inner: InnerSteps, within: Within, times: Range, visitor: StepVisitor): void {
  const { assumed, minutes } = within;
  switch (inner.kind) {
    case 'loop': {
      const inside = { ...within, minutes: minutes / partsOf(inner.items) };
      visitSteps(inner.steps, inside, product(times, itemsOf(inner.items, within)), visitor);
      return;
    }
    case 'repair': {
      const repaired = product(times, assumed.failedRunsShare);
      for (const branch of inner.branches) visitSteps(branch, within, repaired, visitor);
      return;
    }
    case 'branch':
      if (inner.otherwise === undefined) visitSteps(inner.steps, within, times, visitor);
      else visitor.branch(inner.steps, inner.otherwise, within, times);
      return;
    case 'choice':
      visitor.choice(inner.cases, within, times);
      return;
    case 'landing':
      visitSteps(inner.steps, within, product(times, assumed.landingLooks), visitor);
      return;
    case 'model':
      visitSteps(inner.steps, within, product(times, looksAtModel(inner.seconds, assumed)), visitor);
      if (inner.seconds > 0) visitor.model(times);
  }
}

/** As often as a loop waits while a model runs. */
function looksAtModel(seconds: number, { modelMinutes }: Assumed): Range {
  if (seconds === 0) return ONCE;
  return combined([modelMinutes], (minutes) => Math.max(1, Math.ceil((minutes * 60) / seconds)));
}

/** How many items a loop has. */
function itemsOf(items: Items, { assumed, days }: RunContext): Range {
  switch (items.of) {
    case 'window':
    case 'list':
      return exactly(items.count);
    case 'failures':
      return product(assumed.failedRunsShare, items.count);
    case 'unknown':
      return days === undefined ? assumed.forEachItems : exactly(days);
  }
}

/** Into how many parts a loop divides its window. */
function partsOf(items: Items): number {
  return items.of === 'window' || items.of === 'failures' ? Math.max(1, items.count) : 1;
}
