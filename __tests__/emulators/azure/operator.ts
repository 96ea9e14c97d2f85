import type { World } from './activities';
import { iso, type Process } from './engine';
import type { Pipelines } from './pipelines';
import type { Plan } from './plan';
import type { Trigger } from './platform';
import type { Assumptions } from './assumptions';
import { type Span, timeOf } from './deliveries';
import type { Streams } from './streams';
import type { Triggers, Window } from './triggers';

/** What an operator works with. */
export interface Tools {
  readonly world: World;
  readonly pipelines: Pipelines;
  readonly streams: Streams;
  readonly triggers: Triggers;
  readonly plan: Plan;
  readonly span: Span;
  readonly assumptions: Assumptions;
}

/** Days without anything done after which nothing more is expected. */
const MOST_IDLE_DAYS = 8;
const MOST_TRIES = 10;

/** Somebody who runs again what failed, as far as there is something to hear of it, and who stops and starts jobs. */
export class Operator {
  private working = 0;

  constructor(private readonly tools: Tools) {}

  /** Begins to look after the environment. */
  work(): void {
    const { world, streams, triggers, plan, span, assumptions } = this.tools;
    for (let day = plan.lookEvery; span.deployed + day * 1440 < span.end; day += plan.lookEvery)
      world.engine.at(span.deployed + day * 1440, () => this.look());
    for (const { at, minutes, triggers: all } of plan.stops) {
      const from = timeOf(span, at);
      const to = Math.min(from + minutes, span.end - 60);
      world.engine.at(from, () => {
        for (const job of streams.names()) streams.stop(job);
        if (all) triggers.stop();
      });
      world.engine.at(to, () => {
        for (const job of streams.names()) streams.start(job, 'LastOutputEventTime');
        if (all) triggers.startAll();
        if (!assumptions.stopsAreForgotten) this.runAgain(from, to);
      });
    }
    for (const { at, daysBack, days } of plan.backfills) {
      const time = timeOf(span, at);
      world.engine.at(time, () =>
        this.backfill(time - daysBack * 1440, time - Math.max(daysBack - days + 1, 1) * 1440),
      );
    }
  }

  /** Lets everything come to rest once the last window is due. */
  settle(): void {
    const { engine } = this.tools.world;
    let fewest = Infinity;
    for (let idle = 0; idle < MOST_IDLE_DAYS; idle++) {
      engine.run(engine.now + 1440);
      const open = [...this.tools.triggers.open()].length;
      if (open === 0 && this.working === 0) return;
      // A table that came later has every window since the start to do, one after the other.
      if (open < fewest) idle = -1;
      fewest = Math.min(fewest, open);
      this.look();
    }
  }

  /** Whether anybody hears that a window failed: it left a record, or what it waited for did. */
  hears(trigger: Trigger, window: Window, depth = 0): boolean {
    const { platform } = this.tools.world;
    if (window.recorded || (window.tried > 0 && platform.alerts.has('PipelineFailedRuns'))) return true;
    if (platform.alerts.has('TriggerFailedRuns')) return true;
    if (depth > 20) return false;
    return trigger.dependencies.some(({ trigger: name, offset, size }) =>
      this.tools.triggers
        .within(name, window.start + offset, window.start + offset + size)
        .some(([other, each]) => other !== trigger && this.hears(other, each, depth + 1)),
    );
  }

  /** Runs again what failed and was heard of. */
  private look(): void {
    const { triggers } = this.tools;
    const failed = [...triggers.open()].filter(([, { state }]) => state === 'failed');
    for (const [trigger, window] of failed) if (this.hears(trigger, window)) triggers.rerun(trigger, window);
  }

  /** Runs the days of a time again on the morning after. */
  private runAgain(from: number, to: number): void {
    const morning = (Math.floor(to / 1440) + 1) * 1440 + 360;
    this.tools.world.engine.at(morning, () => this.backfill(from, to));
  }

  /** Runs days again, in all departments one after the other. */
  private backfill(from: number, to: number): void {
    const { world } = this.tools;
    this.working++;
    world.engine.spawn(this.backfilling({ from: iso(from), to: iso(to) }), () => {
      this.working--;
    });
  }

  private *backfilling(days: Readonly<Record<string, string>>): Process {
    const { world, pipelines } = this.tools;
    for (const name of world.platform.pipelines.keys()) {
      if (!name.endsWith('_backfill')) continue;
      for (let tried = 0; tried < MOST_TRIES; tried++) {
        const { ending } = yield* pipelines.run(name, days);
        if (ending === 'Succeeded') break;
        yield 360;
      }
    }
  }
}
