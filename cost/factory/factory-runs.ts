import { computedOnce, groupBy } from '../../model/collections';
import { type Assumed, beforeJobHours } from '../assumptions';
import { MONTH_HOURS } from '../prices/meters';
import { combined, product, type Range } from '../range';
import { type Block, type SynthesizedStacks, type WrittenResource } from '../synthesized-stacks';
import { type Volume } from '../volumes';
import { Factory, FACTORY_PREFIX, type Pipeline, type Trigger } from './factory';
import { planOf, type PipelinePlan } from './plan';
import { triggeredWork, workOf } from './runs';
import { Work } from './work';

const MONTH_MINUTES = MONTH_HOURS * 60;

/** What a trigger has a factory do. */
export interface TriggeredRuns {
  /** The factory. */
  readonly factory: Factory;
  /** The trigger. */
  readonly trigger: Trigger;
  /** The pipeline that it starts. */
  readonly pipeline: Pipeline;
  /** What one run comes to, with the start by the trigger. */
  readonly run: Work;
  /** Runs of a month, with those that are repeated. */
  readonly perMonth: Range;
}

/** A pipeline that is billed for doing nothing. */
export interface InactivePipeline {
  /** The pipeline. */
  readonly pipeline: Pipeline;
  /** Whether it does nothing whatever fails. */
  readonly always: boolean;
}

/** What runs in the data factories of an environment. */
export class FactoryRuns {
  private static readonly known = new WeakMap<Assumed, Known>();

  /**
   * What runs in an environment. One bill is priced again and again with one thing changed: where that leaves the factories as they were the first
   * time, so are the runs.
   */
  static of(
    stacks: SynthesizedStacks,
    assuming: Assumed,
    volumes: readonly Volume[],
    running: boolean,
  ): FactoryRuns {
    const assumed = beforeJobHours(assuming);
    const madeOf = [volumes, running, ...stacks.recordsOf(FACTORY_PREFIX)];
    const known = FactoryRuns.known.get(assumed);
    if (known && isSame(known.madeOf, madeOf)) return known.runs;
    const runs = new FactoryRuns(stacks, assumed, volumes, running);
    if (known === undefined) FactoryRuns.known.set(assumed, { madeOf, runs });
    return runs;
  }

  /** The factories. */
  readonly factories: readonly Factory[];
  /** What each trigger does. */
  readonly triggered: readonly TriggeredRuns[];

  private readonly byTrigger: ReadonlyMap<Block, readonly TriggeredRuns[]>;
  private readonly byStack: ReadonlyMap<string, readonly TriggeredRuns[]>;
  private readonly assumed: Assumed;
  private readonly volumes: readonly Volume[];
  private readonly months = new Map<string | undefined, Work>();
  private readonly backfills = new Map<number, Work>();
  private querying: readonly string[] | undefined;
  private inactive: readonly InactivePipeline[] | undefined;
  private inactiveBlocks: ReadonlyMap<Block, InactivePipeline> | undefined;

  /**
   * @param stacks the stacks of the environment.
   * @param assumed what is assumed.
   * @param volumes how much of each source comes.
   * @param running whether triggers run.
   */
  private constructor(
    stacks: SynthesizedStacks,
    assumed: Assumed,
    volumes: readonly Volume[],
    private readonly running: boolean,
  ) {
    this.assumed = assumed;
    this.volumes = volumes;
    this.factories = Factory.in(stacks);
    this.triggered = this.factories.flatMap((factory) =>
      factory.triggers.flatMap((trigger) => this.runsOf(factory, trigger)),
    );
    this.byTrigger = groupBy(this.triggered, ({ trigger }) => trigger.resource.block);
    this.byStack = groupBy(this.triggered, ({ pipeline }) => pipeline.resource.stack);
  }

  /** The stacks whose pipelines triggers start. */
  get stacks(): readonly string[] {
    return [...this.byStack.keys()];
  }

  /** What a stack's pipelines come to in a month; nothing, where triggers are stopped. */
  monthOf(stack?: string): Work {
    if (!this.running) return Work.NONE;
    return computedOnce(this.months, stack, () => this.computedMonth(stack));
  }

  /** The stacks whose pipelines ask a database of gold. */
  get queryingStacks(): readonly string[] {
    // Every workspace of a bill asks for them.
    this.querying ??= this.stacks.filter((stack) => this.monthOf(stack).amount('queries').high > 0);
    return this.querying;
  }

  /** What a trigger does. */
  of({ block }: WrittenResource): readonly TriggeredRuns[] {
    return this.byTrigger.get(block) ?? [];
  }

  /**
   * Pipelines that have no trigger and do not run in a month, and whether that is so whatever fails: what runs only when something has failed is
   * likely not to. Source: "Data Factory pricing", inactive pipelines.
   */
  inactivePipelines(): readonly InactivePipeline[] {
    // Every pipeline of a bill asks for its own.
    this.inactive ??= this.findInactive();
    return this.inactive;
  }

  /** Whether a pipeline is one of them. */
  inactiveOf({ block }: WrittenResource): InactivePipeline | undefined {
    this.inactiveBlocks ??= new Map(
      this.inactivePipelines().map((inactive) => [inactive.pipeline.resource.block, inactive]),
    );
    return this.inactiveBlocks.get(block);
  }

  private computedMonth(stack: string | undefined): Work {
    if (stack === undefined) return Work.sum(this.stacks.map((each) => this.monthOf(each)));
    return Work.added((sum) => {
      for (const { run, perMonth } of this.byStack.get(stack) ?? []) sum.addWork(run, perMonth);
    });
  }

  private findInactive(): InactivePipeline[] {
    return this.factories.flatMap((factory) => {
      const started = factory.triggers.map(({ pipeline }) => pipeline);
      const usual = this.running ? reachedFrom(factory, started, 'usuallyStarts') : new Set(started);
      const possible = this.running ? reachedFrom(factory, started, 'possiblyStarts') : usual;
      return [...factory.pipelines.values()]
        .filter(({ name }) => !usual.has(name))
        .map((pipeline) => ({ pipeline, always: !possible.has(pipeline.name) }));
    });
  }

  /** What days of a backfill come to, by the pipelines that take days from one to another. */
  backfill(days: number): Work {
    return computedOnce(this.backfills, days, () => this.computedBackfill(days));
  }

  private computedBackfill(days: number): Work {
    return Work.sum(
      this.factories.flatMap((factory) =>
        [...factory.pipelines.values()]
          .filter(isBackfill)
          .map((pipeline) =>
            workOf(pipeline, 1440, { factory, assumed: this.assumed, volumes: this.volumes, days }),
          ),
      ),
    );
  }

  private runsOf(factory: Factory, trigger: Trigger): TriggeredRuns[] {
    const pipeline = factory.pipelines.get(trigger.pipeline);
    if (pipeline === undefined) return [];
    const { assumed, volumes } = this;
    const computeRun = (): Work => triggeredWork(pipeline, trigger.minutes, { factory, assumed, volumes });
    const repeated = combined([assumed.failedRunsShare], (share) => 1 + share);
    const perMonth = product(repeated, MONTH_MINUTES / trigger.minutes);
    let run: Work | undefined;
    return [
      {
        factory,
        trigger,
        pipeline,
        // Of what is stopped nobody asks.
        get run() {
          return (run ??= computeRun());
        },
        perMonth,
      },
    ];
  }
}

interface Known {
  readonly madeOf: readonly unknown[];
  readonly runs: FactoryRuns;
}

function isSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((each, index) => each === others[index]);
}

function isBackfill({ resource }: Pipeline): boolean {
  const parameters = resource.block.parameters as Record<string, unknown> | undefined;
  return parameters !== undefined && 'from' in parameters && 'to' in parameters;
}

/** The pipelines that some pipelines start, one after the other, with themselves. */
function reachedFrom(
  { pipelines }: Factory,
  names: readonly string[],
  starts: keyof Pick<PipelinePlan, 'usuallyStarts' | 'possiblyStarts'>,
): Set<string> {
  const reached = new Set<string>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    const pipeline = pipelines.get(name);
    if (pipeline !== undefined) open.push(...planOf(pipeline.resource.block)[starts]);
  }
  return reached;
}
