import { type Engine, iso } from './engine';
import type { Job, Landing, Platform } from './platform';
import type { Lake, Row } from './storage';

/** How a job is started. Source: "How to start an Azure Stream Analytics job". */
export type StartMode = 'JobStartTime' | 'LastOutputEventTime';

interface Event {
  readonly at: number;
  readonly row: Row;
}

interface JobState {
  job: Job;
  running: boolean;
  /** Counts starts: each makes files of its own. */
  session: number;
  /** Arrival of the last event that a landing wrote, or the job's first start. */
  readonly reached: Map<string, number>;
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

  /** Makes hubs and jobs as a deployment does, and starts again the jobs that Terraform starts. */
  deploy(platform: Platform, restarted: ReadonlySet<string>): void {
    this.platform = platform;
    for (const job of platform.jobs) {
      const known = this.jobs.get(job.name);
      if (known !== undefined) known.job = job;
      else this.jobs.set(job.name, { job, running: false, session: 0, reached: new Map() });
      const mode = job.startMode as StartMode | undefined;
      // Without a schedule, an operator starts a new job by hand.
      if (known === undefined) this.start(job.name, mode ?? 'JobStartTime');
      else if (restarted.has(job.address) && mode !== undefined) {
        this.stop(job.name);
        this.engine.at(this.engine.now + 4, () => this.start(job.name, mode));
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
    this.jobs.get(name)!.running = false;
  }

  /** Starts a job from now, or from where it stopped. It cannot go on where it never was. */
  start(name: string, mode: StartMode): boolean {
    const state = this.jobs.get(name)!;
    if (state.running) return true;
    const { now } = this.engine;
    const never = state.session === 0;
    if (never && mode === 'LastOutputEventTime') return false;
    state.running = true;
    state.session++;
    for (const { hub } of state.job.landings) {
      const from = mode === 'JobStartTime' ? now : (state.reached.get(hub) ?? now);
      if (!state.reached.has(hub)) state.reached.set(hub, now);
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

  private read(state: JobState, events: readonly Event[], hub: string): void {
    if (events.length === 0) return;
    const { session } = state;
    this.engine.at(this.engine.now + this.latency, () => {
      if (!state.running || state.session !== session) return;
      for (const landing of state.job.landings.filter((each) => each.hub === hub))
        for (const event of events) this.land(landing, event, session);
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
