import { type Block, type Terraform } from '../support/synth';

/** Attributes whose change makes another job. Source: the provider's `azurerm_stream_analytics_job`. */
const FORCE_NEW = ['name', 'resource_group_name', 'location'];
const DAY = 86_400_000;
/** How long an apply stops a job. */
const STOPPED_BY_APPLY = 3 * 60_000;

/** An event in a hub. */
export interface SentEvent {
  readonly id: number;
  readonly hub: string;
  /** When it arrived, in milliseconds. */
  readonly at: number;
}

/** An event in landing: which file holds it, and when it was written there. */
export interface LandedEvent {
  readonly id: number;
  readonly file: string;
  readonly at: number;
}

/** What Azure knows of a job. Source: "How to start an Azure Stream Analytics job". */
interface JobState {
  running: boolean;
  startedAt: number;
  /** Where output begins. */
  outputFrom: number;
  /** Starts so far; each writes files of its own. */
  starts: number;
  /** Up to when each input was read and written when the job last ran; the next event is no earlier. */
  readonly position: Map<string, number>;
  /** Whether it ever gave output. */
  hasOutput: boolean;
}

/**
 * A department's hubs and the job that lands them, as the synthesized JSON says, through applies of further JSON, restarts and
 * stops. Times only go on.
 */
export class StreamLanding {
  /** What was sent. */
  readonly sent: SentEvent[] = [];
  /** What was landed, in order; what comes twice is in it twice. */
  readonly landed: LandedEvent[] = [];
  /** Events that a hub no longer had when they were to be read, or that went with it. */
  readonly expired = new Set<number>();
  private readonly gone = new Set<number>();
  private deployed?: Plan;
  private job: JobState = unstarted();

  /**
   * @param jobOf begins the name of the job in Terraform, e.g. `Ingestion_Job_`.
   * @param lag how far each input is behind its hub, in milliseconds.
   * @param now the time at the beginning, in milliseconds.
   */
  constructor(
    private readonly jobOf: string,
    private readonly lag: (hub: string) => number,
    private now: number,
  ) {}

  /** Names of the hubs that are there, as last applied. */
  get hubs(): string[] {
    return [...(this.deployed?.hubs.keys() ?? [])];
  }

  /** Whether the job runs. */
  get running(): boolean {
    return this.job.running;
  }

  /** The time of the latest event that was ever written, over all outputs: the less careful of the two ways to read the property. */
  get lastOutputEventTime(): string | undefined {
    const landed = new Set(this.landed.map(({ id }) => id));
    const times = this.sent.filter(({ id }) => landed.has(id)).map(({ at }) => at);
    return times.length === 0 ? undefined : new Date(Math.max(...times)).toISOString();
  }

  /** Events that arrived before a time, that the job has to read, and that are in no file yet: what a metric says of a job that runs. */
  backlogAt(time: number): number | undefined {
    if (!this.job.running) return undefined;
    const landed = new Set(this.landed.map(({ id }) => id));
    return this.sent.filter(
      ({ id, at }) => at >= this.job.outputFrom && at < time && !landed.has(id) && !this.gone.has(id),
    ).length;
  }

  /** The time, in milliseconds. */
  get time(): number {
    return this.now;
  }

  /** Lets time pass. */
  wait(milliseconds: number): void {
    this.now += milliseconds;
    this.read();
  }

  /** Sends an event to a hub that is there. */
  send(hub: string): void {
    this.sent.push({ id: this.sent.length, hub, at: this.now });
  }

  /** An operator stops the job. */
  stop(): void {
    this.read();
    this.job.running = false;
  }

  /** An operator starts the job. */
  start(mode: string, startTime?: string): void {
    if (this.job.running) throw new Error('it runs');
    const from = this.outputStart(mode, startTime);
    this.expire();
    this.job.running = true;
    this.job.starts++;
    this.job.startedAt = this.now;
    this.job.outputFrom = from;
    this.job.position.clear();
    for (const hub of this.hubs) this.job.position.set(hub, from);
    this.read();
  }

  /**
   * Applies synthesized JSON: what changes of the job, its inputs and outputs, what becomes of the schedule by its lifecycle, in
   * Terraform's order. The job takes its time to stop and start, in which `meanwhile` happens.
   */
  apply(terraform: Terraform, meanwhile: () => void = () => undefined): void {
    const [before, after] = [this.deployed, planOf(terraform, this.jobOf)];
    const changes = changesBetween(before, after);
    const starts = after.schedule !== undefined && changes.schedule !== 'none';
    if (before?.schedule && changes.schedule !== 'none') this.stop();
    if (this.job.running && changes.ends.size > 0) throw new Error('a running job cannot be changed');
    if (changes.ends.get(after.jobAddress) === 'replaced') this.job = unstarted();
    if (starts) {
      meanwhile();
      this.wait(STOPPED_BY_APPLY);
    }
    if (!starts) meanwhile();
    this.lose(({ hub }) => before?.hubs.has(hub) === true && !after.hubs.has(hub));
    this.deployed = after;
    if (!starts) return;
    const { start_mode: mode, start_time: time } = after.schedule as Readonly<Record<string, string>>;
    this.start(this.modeOf(mode ?? ''), time);
  }

  /** The start mode that an expression gives; the only one known asks whether the job ever gave output. */
  private modeOf(mode: string): string {
    if (!mode.startsWith('${')) return mode;
    const asks =
      /^\$\{try\(length\(data\.\w+\.\S+\.last_output_time\), 0\) == 0 \? "(\w+)" : "(\w+)"\}$/.exec(mode);
    if (!asks) throw new Error(`not known: ${mode}`);
    return !this.job.hasOutput ? asks[1]! : asks[2]!;
  }

  private outputStart(mode: string, startTime?: string): number {
    switch (mode) {
      case 'JobStartTime':
        return this.now;
      case 'CustomTime':
        if (startTime === undefined) throw new Error('CustomTime needs a time');
        return Date.parse(startTime);
      case 'LastOutputEventTime':
        if (!this.job.hasOutput) throw new Error('LastOutputEventTime needs an output');
        // "Since several input partitions may have different time, the earliest stop time of all partitions is used".
        return Math.min(...this.job.position.values());
      default:
        throw new Error(`no mode ${mode}`);
    }
  }

  /** A job that starts finds what the hubs still keep; while it runs, it is never days behind. */
  private expire(): void {
    this.lose(({ hub, at }) => at + (this.deployed?.hubs.get(hub) ?? Infinity) * DAY < this.now);
  }

  private lose(lost: (event: SentEvent) => boolean): void {
    const landed = new Set(this.landed.map(({ id }) => id));
    for (const { id } of this.sent.filter((event) => !this.gone.has(event.id) && lost(event))) {
      this.gone.add(id);
      if (!landed.has(id)) this.expired.add(id);
    }
  }

  /** What the job lands up to now. */
  private read(): void {
    if (!this.job.running) return;
    for (const hub of this.hubs) {
      const from = this.job.position.get(hub) ?? this.now;
      const until = this.now - this.lag(hub);
      for (const { id, at } of this.sent.filter((event) => event.hub === hub)) {
        if (at < from || at > until || this.gone.has(id)) continue;
        const hour = new Date(at).toISOString().slice(0, 13).replaceAll(/[-T]/g, '/');
        const written = Math.max(at + this.lag(hub), this.job.startedAt);
        this.landed.push({ id, file: `${hub}/${hour}/${this.job.starts}.json`, at: written });
        this.job.hasOutput = true;
      }
      if (until >= from) this.job.position.set(hub, until + 1);
    }
  }
}

function unstarted(): JobState {
  return { running: false, startedAt: 0, outputFrom: 0, starts: 0, position: new Map(), hasOutput: false };
}

/** What the JSON says of a job. */
interface Plan {
  /** Days that each hub keeps events, by its name; those that the query lands. */
  readonly hubs: ReadonlyMap<string, number>;
  readonly jobAddress: string;
  /** The job, its inputs and outputs, by address. */
  readonly ends: ReadonlyMap<string, Block>;
  readonly schedule: Block | undefined;
}

function planOf(terraform: Terraform, jobOf: string): Plan {
  const all = Object.entries(terraform.resource ?? {}).flatMap(([type, named]) =>
    Object.entries(named).map(([name, block]) => ({ type, name, block })),
  );
  const own = all.filter(
    ({ type, name }) => type.startsWith('azurerm_stream_analytics_') && name.startsWith(jobOf),
  );
  const job = own.find(({ type }) => type === 'azurerm_stream_analytics_job');
  if (!job) throw new Error(`no job ${jobOf}`);
  const schedule = own.find(({ type }) => type === 'azurerm_stream_analytics_job_schedule');
  const ends = own.filter((one) => one !== schedule);
  const named = (kind: RegExp) => ends.filter(({ type }) => kind.test(type)).map(({ block }) => block);
  const outputs = new Set(named(/_output_/).map(({ name }) => name));
  const landed = [
    ...String(job.block.transformation_query).matchAll(/^SELECT \*\nINTO \[(.+)\]\nFROM \[(.+)\]$/gm),
  ]
    .filter(([, output]) => outputs.has(output))
    .map(([, , input]) => input);
  const hubs = named(/_stream_input_/)
    .filter(({ name }) => landed.includes(String(name)))
    .map(({ eventhub_name: reference }): [string, number] => {
      const address = /^\$\{azurerm_eventhub\.(.+)\.name\}$/.exec(String(reference))?.[1] ?? '';
      const hub = terraform.resource?.azurerm_eventhub?.[address];
      return [String(hub?.name), Number(hub?.message_retention)];
    });
  return {
    hubs: new Map(hubs),
    jobAddress: `${job.type}.${job.name}`,
    ends: new Map(ends.map(({ type, name, block }) => [`${type}.${name}`, block])),
    schedule: schedule?.block,
  };
}

type Change = 'created' | 'updated' | 'replaced' | 'destroyed';

/** What Terraform does of a schedule: by its own attributes, and those that it is replaced by. */
function changesBetween(
  before: Plan | undefined,
  after: Plan,
): { readonly ends: ReadonlyMap<string, Change>; readonly schedule: 'none' | 'again' } {
  const ends = new Map<string, Change>();
  for (const address of new Set([...(before?.ends.keys() ?? []), ...after.ends.keys()])) {
    const [old, made] = [before?.ends.get(address), after.ends.get(address)];
    if (!old) ends.set(address, 'created');
    else if (!made) ends.set(address, 'destroyed');
    else if (JSON.stringify(old) !== JSON.stringify(made))
      ends.set(address, FORCE_NEW.some((name) => old[name] !== made[name]) ? 'replaced' : 'updated');
  }
  const [old, made] = [before?.schedule, after.schedule];
  if (!old || !made) return { ends, schedule: old === made ? 'none' : 'again' };
  const { replace_triggered_by: causes = [], ignore_changes: ignored = [] } = (made.lifecycle ?? {}) as {
    readonly replace_triggered_by?: readonly string[];
    readonly ignore_changes?: readonly string[];
  };
  // What is created triggers nothing. Source: Terraform, "replace_triggered_by".
  const replaced = causes.some((cause) => ['updated', 'replaced'].includes(ends.get(cause) ?? ''));
  const changed = ['start_mode', 'start_time'].some(
    (name) => !ignored.includes(name) && JSON.stringify(old[name]) !== JSON.stringify(made[name]),
  );
  return { ends, schedule: replaced || changed ? 'again' : 'none' };
}
