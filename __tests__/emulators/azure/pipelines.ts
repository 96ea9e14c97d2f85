import { evaluate, type RunContext } from '../pipeline-expressions';
import { attempt, type Run, type World } from './activities';
import { iso, type Process, Signal } from './engine';
import { need, objectIn, textIn, textOr } from './json';
import { ActivityError } from './places';
import { type Activity, caseOf, type Pipeline } from './pipeline';

/** How an activity, or a run, ended. */
export type Ending = 'Succeeded' | 'Failed' | 'Skipped';

/** What a run of a pipeline came to. */
export interface RunResult {
  readonly ending: Ending;
  readonly error: string | undefined;
}

/** What a run keeps in mind. */
interface Memory {
  readonly errors: Record<string, string>;
  readonly outputs: Record<string, unknown>;
  readonly variables: Record<string, unknown>;
}

const MOST_NESTING = 8;

/** Runs pipelines: so many of one at a time as it says, the others in the order in which they were asked for. */
export class Pipelines {
  private runs = 0;
  private readonly busy = new Map<string, number>();
  private readonly queues = new Map<string, Signal[]>();

  constructor(private readonly world: World) {}

  /** Runs a pipeline to its end. */
  *run(
    name: string,
    parameters: Readonly<Record<string, unknown>>,
    window?: RunContext['window'],
    parent?: Run,
  ): Process<RunResult> {
    const depth = parent === undefined ? 0 : parent.depth + 1;
    if (depth > MOST_NESTING) throw new Error(`${name} runs itself`);
    const pipeline = this.world.platform.pipelines.get(name);
    if (pipeline === undefined) return { ending: 'Failed', error: `no pipeline ${name}` };
    yield* this.enter(pipeline);
    const memory: Memory = { errors: {}, outputs: {}, variables: {} };
    const context: Run = {
      ...memory,
      pipeline: name,
      depth,
      triggered: window !== undefined || parent?.triggered === true,
      parameters: { ...pipeline.parameters, ...parameters },
      runId: `${name}-${this.runs++}`,
      now: iso(this.world.engine.now),
      window,
    };
    const ending = yield* this.graph(pipeline.activities, context, memory);
    this.leave(pipeline);
    this.world.ran(name, ending === 'Succeeded' ? ending : 'Failed', parameters);
    if (ending === 'Succeeded') this.world.completed(name, textOr(parameters, 'windowStart', ''));
    const error = ending === 'Failed' ? (Object.values(memory.errors).at(-1) ?? 'failed') : undefined;
    return { ending, error };
  }

  private *enter({ name, concurrency }: Pipeline): Process {
    const running = this.busy.get(name) ?? 0;
    if (running < concurrency) {
      this.busy.set(name, running + 1);
      return;
    }
    const place = new Signal();
    this.queues.set(name, [...(this.queues.get(name) ?? []), place]);
    yield place;
  }

  private leave({ name }: Pipeline): void {
    const next = this.queues.get(name)?.shift();
    if (next === undefined) this.busy.set(name, this.busy.get(name)! - 1);
    else next.give();
  }

  /** Runs activities after those they depend on, and side by side where they do not. */
  private *graph(activities: readonly Activity[], context: Run, memory: Memory): Process<Ending> {
    const endings = new Map<string, Ending>();
    let left = activities;
    let running = 0;
    let changed = new Signal();
    const finish = (activity: Activity, ending: Ending): void => {
      endings.set(activity.name, ending);
    };
    while (left.length > 0 || running > 0) {
      const ready = left.filter(({ dependsOn }) => dependsOn.every(({ activity }) => endings.has(activity)));
      left = left.filter((activity) => !ready.includes(activity));
      if (ready.length === 0 && running === 0) throw new Error('activities wait for each other');
      const starting = ready.filter((activity) => {
        if (starts(activity, endings)) return true;
        finish(activity, 'Skipped');
        return false;
      });
      if (starting.length === 1 && running === 0) {
        finish(starting[0]!, yield* this.activity(starting[0]!, context, memory));
        continue;
      }
      for (const activity of starting) {
        running++;
        this.world.engine.spawn(this.activity(activity, context, memory), (ending) => {
          running--;
          finish(activity, ending);
          changed.give();
        });
      }
      if (running > 0 && ready.length === starting.length) {
        yield changed;
        changed = new Signal();
      }
    }
    return outcome(activities, endings);
  }

  private *activity(activity: Activity, context: Run, memory: Memory): Process<Ending> {
    for (let tried = 0; ; tried++) {
      const own = { ...context, now: iso(this.world.engine.now) };
      try {
        memory.outputs[activity.name] = yield* this.once(activity, own, memory);
        Reflect.deleteProperty(memory.errors, activity.name);
        this.log(activity, own, 'Succeeded', memory.outputs[activity.name]);
        return 'Succeeded';
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        // What the emulator does not model is nobody's failure.
        if (error.message.includes('not modelled')) throw error;
        memory.errors[activity.name] = error.message;
        this.log(activity, own, 'Failed', {});
        if (tried >= activity.retries || activity.type === 'Fail') return 'Failed';
        yield activity.retryMinutes;
      }
    }
  }

  private log(activity: Activity, { pipeline }: Run, status: 'Succeeded' | 'Failed', output: unknown): void {
    this.world.did(pipeline, activity, status, output);
  }

  private *once(activity: Activity, context: Run, memory: Memory): Process<unknown> {
    const inside = (name: string, item?: unknown): Process<Ending> =>
      this.graph(activity.inner[name] ?? [], item === undefined ? context : { ...context, item }, memory);
    const { properties } = activity;
    switch (activity.type) {
      case 'ExecutePipeline': {
        const given = Object.entries((properties['parameters'] ?? {}) as Readonly<Record<string, unknown>>);
        const parameters = Object.fromEntries(given.map(([name, value]) => [name, evaluate(value, context)]));
        const name = textIn(objectIn(properties, 'pipeline'), 'referenceName');
        const child = this.run(name, parameters, undefined, context);
        // It waits by default.
        if (properties['waitOnCompletion'] === false) {
          this.world.engine.spawn(child);
          return { pipelineName: name };
        }
        const { ending, error } = yield* child;
        if (ending === 'Failed') throw new ActivityError(`${name}: ${error ?? ''}`);
        return { pipelineName: name };
      }
      case 'Switch': {
        must(activity, yield* inside(chosen(activity, evaluate(need(properties, 'on'), context))));
        return {};
      }
      case 'IfCondition': {
        const yes = evaluate(properties['expression'], context) === true;
        must(activity, yield* inside(yes ? 'ifTrueActivities' : 'ifFalseActivities'));
        return {};
      }
      case 'ForEach': {
        const items = evaluate(properties['items'], context) as readonly unknown[];
        // Side by side is modelled one after the other: what differs is only how long it takes.
        let failed = false;
        for (const item of items) failed = (yield* inside('activities', item)) === 'Failed' || failed;
        must(activity, failed ? 'Failed' : 'Succeeded');
        return {};
      }
      case 'Until': {
        do must(activity, yield* inside('activities'));
        while (evaluate(properties['expression'], context) !== true);
        return {};
      }
      case 'SetVariable':
        memory.variables[textIn(properties, 'variableName')] = evaluate(properties['value'], context);
        return {};
      default:
        return yield* attempt(this.world, activity, context);
    }
  }
}

/** The activities of the case that is the value, or those for all other values. */
function chosen({ name, inner }: Activity, value: unknown): string {
  if (typeof value !== 'string') throw new ActivityError(`${name} is given no text`);
  const found = caseOf(value);
  if (found in inner) return found;
  if (Object.keys(inner).some((each) => each.toLowerCase() === found.toLowerCase()))
    throw new Error(`not modelled: a case of ${name} that differs from ${value} in capitals only`);
  return 'defaultActivities';
}

function must({ name }: Activity, ending: Ending): void {
  if (ending === 'Failed') throw new ActivityError(`an activity inside ${name} failed`);
}

/** Dependencies are ANDed, conditions of one are ORed. */
function starts({ dependsOn }: Activity, endings: ReadonlyMap<string, Ending>): boolean {
  return dependsOn.every(({ activity, conditions }) =>
    conditions.some((condition) =>
      condition === 'Completed' ? endings.get(activity) !== 'Skipped' : endings.get(activity) === condition,
    ),
  );
}

/** That of the last activities, or of those before them where these were skipped. */
function outcome(activities: readonly Activity[], endings: ReadonlyMap<string, Ending>): Ending {
  const before = new Set(activities.flatMap(({ dependsOn }) => dependsOn.map(({ activity }) => activity)));
  const byName = new Map(activities.map((activity) => [activity.name, activity]));
  const fine = (name: string): boolean =>
    endings.get(name) === 'Skipped'
      ? byName.get(name)!.dependsOn.every(({ activity }) => fine(activity))
      : endings.get(name) === 'Succeeded';
  return activities.every(({ name }) => before.has(name) || fine(name)) ? 'Succeeded' : 'Failed';
}
