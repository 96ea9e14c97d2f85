import { evaluate } from '../pipeline-expressions';
import { type Engine, iso } from './engine';
import type { Pipelines, RunResult } from './pipelines';
import type { Platform, Trigger } from './platform';

/** Where a window of a trigger stands. */
export interface Window {
  readonly start: number;
  readonly end: number;
  state: 'waiting' | 'running' | 'retrying' | 'succeeded' | 'failed';
  /** When it began to wait. */
  since: number;
  tried: number;
  error: string | undefined;
  /** When it failed first, since it began to wait. */
  brokenAt: number | undefined;
}

/** How long a window waits for others. Source: "Create a tumbling window trigger dependency". */
const LONGEST_WAIT = 7 * 1440;

interface State {
  trigger: Trigger;
  readonly windows: Map<number, Window>;
  /** Windows that have not succeeded yet. */
  readonly open: Set<Window>;
  /** Windows that wait, from the oldest. */
  waiting: Window[];
  running: number;
  next: number;
  started: boolean;
}

/** Tumbling window triggers: they make windows, start runs for those that are ready, and try again what failed. */
export class Triggers {
  /** Windows that failed after all tries, and why each did: also those that were run again since. */
  readonly failed: (readonly [Trigger, Window, readonly string[]])[] = [];
  private readonly errors = new Map<Window, string[]>();
  private readonly states = new Map<string, State>();
  private dependents = new Map<string, State[]>();

  /** @param last - the end of the last window that is made */
  constructor(
    private readonly engine: Engine,
    private readonly pipelines: Pipelines,
    private readonly last: () => number,
  ) {}

  /** Makes, changes and replaces triggers as a deployment does: one that is replaced forgets its windows. */
  deploy({ triggers }: Platform, replaced: ReadonlySet<string>): void {
    for (const [name, state] of this.states)
      if (!triggers.has(name) || replaced.has(name)) {
        state.started = false;
        this.states.delete(name);
      }
    for (const trigger of triggers.values()) {
      const known = this.states.get(trigger.name);
      if (known !== undefined) known.trigger = trigger;
      else this.add(trigger);
    }
    this.dependents = new Map();
    for (const state of this.states.values())
      for (const { trigger } of state.trigger.dependencies)
        this.dependents.set(trigger, [...(this.dependents.get(trigger) ?? []), state]);
    this.startAll();
  }

  /** All windows that were made so far. */
  *all(): Generator<readonly [Trigger, Window]> {
    for (const { trigger, windows } of this.states.values())
      for (const window of windows.values()) yield [trigger, window];
  }

  /** The windows that have not succeeded yet. */
  *open(): Generator<readonly [Trigger, Window]> {
    for (const { trigger, open } of this.states.values()) for (const window of open) yield [trigger, window];
  }

  /** The windows of a trigger inside a time, as far as they were made. */
  within(name: string, from: number, to: number): (readonly [Trigger, Window])[] {
    const state = this.states.get(name);
    if (state === undefined) return [];
    const { start, length } = state.trigger;
    const found: (readonly [Trigger, Window])[] = [];
    for (let at = start + Math.ceil((from - start) / length) * length; at + length <= to; at += length) {
      const window = state.windows.get(at);
      if (window !== undefined) found.push([state.trigger, window]);
    }
    return found;
  }

  /** Whether all windows of a trigger inside a time have succeeded; those before its first are none. */
  succeeded(name: string, from: number, to: number): boolean {
    const state = this.states.get(name);
    if (state === undefined) return false;
    const { start, length } = state.trigger;
    let at = start + Math.floor((from - start) / length) * length;
    for (at = Math.max(at, start); at < to; at += length)
      if (state.windows.get(at)?.state !== 'succeeded') return false;
    return true;
  }

  /** Stops all triggers: their windows are made, and wait. */
  stop(): void {
    for (const state of this.states.values()) state.started = false;
  }

  /** Starts the triggers that were started: they go on where they stopped. */
  startAll(): void {
    for (const state of this.states.values()) {
      state.started = state.trigger.activated;
      this.go(state);
    }
  }

  /** Stops one trigger: what runs already runs to its end. */
  stopOne(name: string): void {
    this.named(name).started = false;
  }

  /** Starts one trigger: it goes on where it stopped. */
  startOne(name: string): void {
    const state = this.named(name);
    state.started = true;
    this.go(state);
  }

  /** Runs a failed window again, as an operator does: it waits for its dependencies anew. */
  rerun(trigger: Trigger, window: Window): void {
    window.tried = 0;
    this.errors.delete(window);
    this.wait(this.states.get(trigger.name)!, window);
  }

  private named(name: string): State {
    const state = this.states.get(name);
    if (state === undefined) throw new Error(`no trigger ${name}`);
    return state;
  }

  private add(trigger: Trigger): void {
    const state: State = {
      trigger,
      windows: new Map(),
      open: new Set(),
      waiting: [],
      running: 0,
      next: trigger.start,
      started: false,
    };
    this.states.set(trigger.name, state);
    this.schedule(state);
  }

  private schedule(state: State): void {
    const { length } = state.trigger;
    const due = state.next + length + state.trigger.delay;
    if (state.next + length > this.last()) return;
    this.engine.at(due, () => {
      if (this.states.get(state.trigger.name) !== state) return;
      const window: Window = {
        start: state.next,
        end: state.next + length,
        state: 'waiting',
        since: this.engine.now,
        tried: 0,
        error: undefined,
        brokenAt: undefined,
      };
      state.windows.set(window.start, window);
      state.open.add(window);
      state.next += length;
      this.wait(state, window);
      this.schedule(state);
    });
  }

  private wait(state: State, window: Window): void {
    window.state = 'waiting';
    window.since = this.engine.now;
    window.brokenAt = undefined;
    const at = state.waiting.findIndex((other) => other.start > window.start);
    state.waiting.splice(at < 0 ? state.waiting.length : at, 0, window);
    if (state.trigger.dependencies.length > 0) {
      const { since } = window;
      this.engine.at(since + LONGEST_WAIT, () => {
        if (window.state === 'waiting' && window.since === since && !this.ready(state, window))
          this.giveUp(state, window);
      });
    }
    this.go(state);
  }

  private giveUp(state: State, window: Window): void {
    state.waiting = state.waiting.filter((other) => other !== window);
    window.state = 'failed';
    window.error = 'waited seven days for another trigger';
    window.brokenAt ??= this.engine.now;
  }

  private ready({ trigger }: State, { start }: Window): boolean {
    return trigger.dependencies.every(({ trigger: name, offset, size }) =>
      this.succeeded(name, start + offset, start + offset + size),
    );
  }

  private go(state: State): void {
    while (state.started && state.running < state.trigger.maxConcurrency) {
      const at = state.waiting.findIndex((window) => this.ready(state, window));
      if (at < 0) return;
      const [window] = state.waiting.splice(at, 1);
      this.start(state, window!);
    }
  }

  private start(state: State, window: Window): void {
    const { pipeline, parameters } = state.trigger;
    const span = { start: iso(window.start), end: iso(window.end) };
    window.state = 'running';
    state.running++;
    const given = Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, evaluate(value, { window: span })]),
    );
    this.engine.spawn(this.pipelines.run(pipeline, given, span), (result) => this.end(state, window, result));
  }

  private end(state: State, window: Window, { ending, error }: RunResult): void {
    state.running--;
    window.error = error;
    if (ending !== 'Succeeded') {
      window.brokenAt ??= this.engine.now;
      this.errors.set(window, [...(this.errors.get(window) ?? []), error ?? '']);
    }
    if (ending === 'Succeeded') {
      window.state = 'succeeded';
      state.open.delete(window);
      for (const dependent of this.dependents.get(state.trigger.name) ?? []) this.go(dependent);
    } else if (window.tried < state.trigger.retries) {
      window.tried++;
      window.state = 'retrying';
      state.running++;
      this.engine.at(this.engine.now + state.trigger.retryMinutes, () => {
        state.running--;
        this.start(state, window);
      });
    } else {
      window.state = 'failed';
      this.failed.push([state.trigger, window, this.errors.get(window) ?? []]);
    }
    this.go(state);
  }
}
