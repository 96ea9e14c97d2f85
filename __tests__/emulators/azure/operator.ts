import type { World } from './activities';
import { iso, type Process } from './engine';
import type { Marks } from './marks';
import type { Pipelines } from './pipelines';
import type { Plan } from './plan';
import type { Trigger } from './platform';
import { type Span, timeOf } from './deliveries';
import type { Faults } from './faults';
import type { Streams } from './streams';
import type { Triggers, Window } from './triggers';
import type { Watch } from './watch';

/** What an operator works with. */
export interface Tools {
  readonly world: World;
  readonly pipelines: Pipelines;
  readonly streams: Streams;
  readonly triggers: Triggers;
  readonly watch: Watch;
  readonly faults: Faults;
  readonly marks: Marks;
  readonly plan: Plan;
  readonly span: Span;
}

/** Days without anything done after which nothing more is expected. */
const MOST_IDLE_DAYS = 8;
const MOST_TRIES = 10;

/** Minutes that rules look back. */
const LOOKED_BACK = 2 * 1440;
/** Minutes after which an alert has fired about what fails again and again. */
const HEARD_WITHIN = 60;
/** A job that stands still for so many minutes has to be reported. */
const STANDS_STILL = 120;

/** Somebody who runs again what failed, as far as an alert tells of it, and who stops and starts jobs. */
export class Operator {
  /** Alerts that did not fire and should have, and the other way round. */
  readonly misheard: string[] = [];
  /** When somebody last did something to the environment. */
  private touched: number;
  private working = 0;

  constructor(private readonly tools: Tools) {
    this.touched = tools.span.deployed;
  }

  /** Begins to look after the environment. */
  work(): void {
    const { world, streams, triggers, plan, span } = this.tools;
    for (let day = plan.lookEvery; span.deployed + day * 1440 < span.end; day += plan.lookEvery)
      world.engine.at(span.deployed + day * 1440, () => this.look());
    const stops = plan.stops.map(({ at, minutes, triggers: all }) => {
      const from = timeOf(span, at);
      return { from, to: Math.min(from + minutes, span.end - 60), all };
    });
    for (const { from, to, all } of stops) {
      // Jobs that somebody else still wants to stand still are not started.
      const goesOn = stops.some((other) => other.from < to && other.to > to);
      world.engine.at(from, () => {
        this.touched = to;
        for (const job of streams.names()) streams.stop(job);
        if (all) triggers.stop();
      });
      // Before anybody starts jobs again, also whoever ends another stop at the same minute.
      if (to - from >= STANDS_STILL) world.engine.at(to - 1, () => this.mustHear(from));
      world.engine.at(to, () => {
        if (!goesOn) for (const job of streams.names()) streams.goOn(job);
        if (all) triggers.startAll();
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
      const open = [...this.tools.triggers.open()].length + this.tools.marks.pending().length;
      if (open === 0 && this.working === 0) return;
      // A table that came later has every window since the start to do, one after the other.
      if (open < fewest) idle = -1;
      fewest = Math.min(fewest, open);
      this.look();
    }
  }

  /** Whether an alert told of a window that failed or waits: about its own pipeline, or one that it waits for. */
  hears(trigger: Trigger, window: Window, depth = 0): boolean {
    const { watch, triggers } = this.tools;
    if (window.state === 'succeeded') return false;
    if ((watch.last(trigger.pipeline) ?? -Infinity) >= (window.brokenAt ?? window.end)) return true;
    if (depth > 20) return false;
    return trigger.dependencies.some(({ trigger: name, offset, size }) =>
      triggers
        .within(name, window.start + offset, window.start + offset + size)
        .some(([other, each]) => other !== trigger && this.hears(other, each, depth + 1)),
    );
  }

  /** Something is deployed. */
  deployed(): void {
    this.touched = Math.max(this.touched, this.tools.world.engine.now);
  }

  /** Whether nothing failed, and nobody did anything, for as long as rules look back; and nothing is left to do. */
  private isCalm(): boolean {
    const { watch, triggers, world, span } = this.tools;
    const { now } = world.engine;
    const since = now - LOOKED_BACK;
    return (
      now < span.end &&
      Math.max(watch.lastFailure, this.touched) < since &&
      [...triggers.open()].every(([, { end }]) => end > now - 60)
    );
  }

  /** Jobs that have stood still since a time are reported. */
  private mustHear(since: number): void {
    const { watch, streams } = this.tools;
    watch.look();
    for (const job of streams.names())
      // One that was deployed in the meantime has run.
      if (!streams.ranSince(job, since) && (watch.last(job) ?? -Infinity) < since)
        this.misheard.push(`${job} stood still from ${iso(since)} on, and no alert fired`);
  }

  /** Mends tables that cannot be written, as far as alerts tell of them: about a pipeline in which one failed. */
  private mend(): void {
    const { watch, faults, world } = this.tools;
    for (const table of faults.tables) {
      const { folder, struck, mended } = table;
      if (struck === undefined || mended) continue;
      table.mended = [...struck.pipelines].some((name) => (watch.last(name) ?? -Infinity) >= struck.at);
      if (!table.mended && world.engine.now > struck.at + HEARD_WITHIN)
        this.misheard.push(`${folder} failed from ${iso(struck.at)} on, and no alert fired`);
    }
  }

  /** Mends, and runs again what failed and was heard of. */
  private look(): void {
    const { triggers, watch, marks } = this.tools;
    this.mend();
    const failed = [...triggers.open()].filter(([, { state }]) => state === 'failed');
    if (failed.length > 0) watch.look();
    else if (this.isCalm())
      for (const alert of watch.look()) this.misheard.push(`${alert} fired, and nothing was out of order`);
    for (const [trigger, window] of failed) if (this.hears(trigger, window)) triggers.rerun(trigger, window);
    if (!marks.mending && marks.pending().length > 0) this.does(marks.mend());
  }

  /** Runs days again, in all departments one after the other. */
  private backfill(from: number, to: number): void {
    // There is nothing before the first window.
    const first = Math.max(from, this.tools.span.start);
    if (to >= first) this.does(this.backfilling({ from: iso(first), to: iso(to) }));
  }

  private does(work: Process): void {
    this.working++;
    this.tools.world.engine.spawn(work, () => {
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
