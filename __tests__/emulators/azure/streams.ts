import { type Engine, iso } from './engine';
import type { Job, Landing, Platform } from './platform';
import type { Lake, Row } from './storage';

/** How a job is started. Source: "How to start an Azure Stream Analytics job". */
export type StartMode = 'JobStartTime' | 'LastOutputEventTime' | 'CustomTime';

interface Event {
  readonly at: number;
  readonly row: Row;
}

interface JobState {
  job: Job;
  running: boolean;
  /** Counts starts: each makes files of its own. */
  session: number;
  /** Whether it ever gave output. */
  hasOutput: boolean;
  /** By hub: arrival of the last event that was written, or where the first start began. */
  readonly reached: Map<string, number>;
  /** When it began to run, and when it stopped. */
  readonly ran: { readonly from: number; to: number }[];
}

/** Hubs that keep events for some days, and jobs that land them. */
export class Streams {
  private readonly events = new Map<string, Event[]>();
  private readonly jobs = new Map<string, JobState>();
  private platform!: Platform;

  /** @param latency - minutes from the arrival of an event until it lies in a file */
  constructor(
    private readonly engine: Engine,
    private readonly lake: Lake,
    private readonly latency: number,
  ) {}

  /** Makes hubs and jobs as a deployment does, and starts again the jobs whose schedules it replaces: by their addresses. */
  deploy(platform: Platform, restarted: ReadonlySet<string>): void {
    this.platform = platform;
    for (const job of platform.jobs) {
      const known = this.jobs.get(job.name);
      const state = known ?? unstarted(job);
      state.job = job;
      this.jobs.set(job.name, state);
      const { start } = job;
      // Without a schedule, an operator starts a new job by hand.
      if (known === undefined)
        this.start(job.name, start ? modeOf(start.mode, state) : 'JobStartTime', start?.time);
      else if (restarted.has(job.address) && start !== undefined) {
        this.stop(job.name);
        // Terraform asks for the last output when the job has stopped and was changed.
        this.engine.at(this.engine.now + 4, () =>
          this.start(job.name, modeOf(start.mode, state), start.time),
        );
      }
    }
  }

  /** Sends an event to a hub. */
  send(hub: string, row: Row): void {
    const event = { at: this.engine.now, row };
    this.events.set(hub, [...(this.events.get(hub) ?? []), event]);
    for (const state of this.jobs.values()) if (state.running) this.read(state, [event], hub);
  }

  /** Stops a job: what it has not written yet, it has not read. */
  stop(name: string): void {
    const state = this.jobs.get(name)!;
    if (state.running) state.ran.at(-1)!.to = this.engine.now;
    state.running = false;
  }

  /** An operator starts a job: where it stopped, or with all that the hubs keep where that is refused. */
  goOn(name: string): void {
    if (!this.start(name, 'LastOutputEventTime')) this.start(name, 'CustomTime', '2000-01-01T00:00:00Z');
  }

  /** Starts a job from now, from a time, or from where its output ended, which is refused while there was none. */
  start(name: string, mode: StartMode, time = ''): boolean {
    const state = this.jobs.get(name)!;
    if (state.running) return true;
    if (!state.hasOutput && mode === 'LastOutputEventTime') return false;
    const { now } = this.engine;
    const from = this.beginning(state, mode, time);
    state.running = true;
    state.session++;
    state.ran.push({ from: now, to: Infinity });
    for (const hub of hubsOf(state)) {
      if (!state.reached.has(hub)) state.reached.set(hub, from);
      const kept = now - (this.platform.hubs.get(hub)?.retention ?? 0);
      // The last event may come twice: output is at least once after a restart.
      this.read(
        state,
        (this.events.get(hub) ?? []).filter(({ at }) => at >= from && at >= kept),
        hub,
      );
    }
    return true;
  }

  /** Names of all jobs. */
  names(): string[] {
    return [...this.jobs.keys()];
  }

  /** Whether a job ran at a time. */
  ran(name: string, time: number): boolean {
    return this.jobs.get(name)!.ran.some(({ from, to }) => time >= from && time < to);
  }

  /** Whether a job ran at any time after another. */
  ranSince(name: string, time: number): boolean {
    return this.jobs.get(name)!.ran.some(({ to }) => to > time);
  }

  private beginning(state: JobState, mode: StartMode, time: string): number {
    switch (mode) {
      case 'JobStartTime':
        return this.engine.now;
      case 'CustomTime':
        return Date.parse(time) / 60_000;
      case 'LastOutputEventTime':
        // "The earliest stop time of all partitions is used": of those that are read still.
        return Math.min(...hubsOf(state).map((hub) => state.reached.get(hub) ?? Infinity));
    }
  }

  private read(state: JobState, events: readonly Event[], hub: string): void {
    if (events.length === 0) return;
    const { session } = state;
    this.engine.at(this.engine.now + this.latency, () => {
      if (!state.running || state.session !== session) return;
      for (const landing of state.job.landings.filter((each) => each.hub === hub))
        for (const event of events) this.land(landing, event, session);
      state.hasOutput = true;
      const reached = Math.max(state.reached.get(hub) ?? 0, ...events.map(({ at }) => at));
      state.reached.set(hub, reached);
    });
  }

  /** Appends an event to the file of its hour: without TIMESTAMP BY, an event's time is that of its arrival. */
  private land(
    { fileSystem, path, dateFormat, timeFormat }: Landing,
    { at, row }: Event,
    session: number,
  ): void {
    const time = iso(at);
    const part = (format: string): string =>
      format
        .replaceAll('yyyy', time.slice(0, 4))
        .replaceAll('MM', time.slice(5, 7))
        .replaceAll('dd', time.slice(8, 10))
        .replaceAll('HH', time.slice(11, 13));
    const folder = `${fileSystem}/${path.replace('{date}', part(dateFormat)).replace('{time}', part(timeFormat))}`;
    const name = `${session}_1.json`;
    const before = this.lake.file(folder, name)?.rows ?? [];
    this.lake.write(folder, name, [...before, row], this.engine.now);
  }
}

function unstarted(job: Job): JobState {
  return { job, running: false, session: 0, hasOutput: false, reached: new Map(), ran: [] };
}

function hubsOf({ job }: JobState): string[] {
  return [...new Set(job.landings.map(({ hub }) => hub))];
}

/** The start mode that an expression gives; the only one known asks whether the job ever gave output. */
function modeOf(mode: string, { hasOutput }: JobState): StartMode {
  const asks = /^\$\{try\(length\(data\.\w+\.\S+\.last_output_time\), 0\) == 0 \? "(\w+)" : "(\w+)"\}$/.exec(
    mode,
  );
  if (mode.startsWith('${') && asks === null) throw new Error(`not modelled: a start mode ${mode}`);
  return (asks === null ? mode : asks[hasOutput ? 2 : 1]) as StartMode;
}
