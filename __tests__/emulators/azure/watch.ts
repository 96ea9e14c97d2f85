import { alertsFired, type Logs } from '../kql';
import { aboutOf } from './parts';
import type { Activity } from './pipeline';
import type { Engine } from './engine';
import type { StackJson } from './json';
import type { Streams } from './streams';

type LogRow = NonNullable<Logs['ADFPipelineRun']>[number] & { readonly TimeGenerated: Date };

/** Rules are evaluated every quarter of an hour. */
const EVERY = 15;
/** No rule looks back further. */
const LONGEST = 2 * 1440;
/** Metrics are given for so long, every so many minutes: no rule of metrics looks back further by default. */
const METRICS = { back: 360, every: 15 };
/** Rules about rows: what they say depends on what a plan sends, and few of its rows are real. */
const ABOUT_ROWS = /^(zero|quarantined)-rows-/;
const JOB = { ResourceProvider: 'MICROSOFT.STREAMANALYTICS' };

/**
 * What the logs of an environment say, and what its alert rules make of it. They are evaluated when a run has failed, and when
 * somebody looks: in between, nothing could fire that would not fire then.
 */
export class Watch {
  /** When a run failed last. */
  lastFailure = -Infinity;
  /** By what it is about: when an alert fired last. */
  private readonly fired = new Map<string, number>();
  /** By what it is about, too: the windows that failed and have not succeeded since. */
  private readonly open = new Map<string, Set<string>>();
  private runs: LogRow[] = [];
  private activities: LogRow[] = [];
  private due: number | undefined;

  /** @param stacks - what is deployed now */
  constructor(
    private readonly engine: Engine,
    private readonly streams: Streams,
    private readonly stacks: () => readonly StackJson[],
  ) {}

  /** A run of a pipeline ended. */
  ran(
    PipelineName: string,
    Status: 'Succeeded' | 'Failed',
    parameters: Readonly<Record<string, unknown>>,
  ): void {
    const { now } = this.engine;
    const Parameters = JSON.stringify(parameters);
    const about = aboutOf(PipelineName, parameters);
    this.runs.push({ PipelineName, Status, Parameters, TimeGenerated: this.time() });
    const open = this.open.get(about) ?? new Set();
    this.open.set(about, open);
    if (Status === 'Succeeded') {
      open.delete(Parameters);
      return;
    }
    this.lastFailure = now;
    if (open.size > 0 && this.firedLately(about)) this.fired.set(about, now);
    else this.soon();
    open.add(Parameters);
  }

  /** An activity ended. */
  did(PipelineName: string, { name, type }: Activity, Status: 'Succeeded' | 'Failed', output: unknown): void {
    if (type !== 'Copy' && type !== 'ExecuteDataFlow') return;
    const Output = JSON.stringify(output);
    this.activities.push({
      ...{ PipelineName, ActivityName: name, ActivityType: type, Status, Output },
      TimeGenerated: this.time(),
    });
  }

  /** When an alert about a pipeline, one for a table, or a job fired last, if one did. */
  last(about: string): number | undefined {
    return this.fired.get(about);
  }

  /** Evaluates all rules, and gives what fires about runs and jobs. */
  look(): string[] {
    const { now } = this.engine;
    this.runs = this.since(this.runs);
    this.activities = this.since(this.activities);
    const logs = {
      ADFPipelineRun: this.runs,
      ADFActivityRun: this.activities,
      AzureMetrics: this.metrics(),
      AzureDiagnostics: [],
    };
    const stacks = this.stacks() as Parameters<typeof alertsFired>[0];
    const alerts = alertsFired(stacks, { now: this.time(), ...logs }).filter(
      (alert) => !ABOUT_ROWS.test(alert),
    );
    for (const alert of alerts) {
      const [, about = ''] = /: (.*)$/.exec(alert) ?? [];
      this.fired.set(about, now);
    }
    return alerts;
  }

  /** Whether an alert about something, of which a window is open, fires still: the failure is in what the rule sees. */
  private firedLately(about: string): boolean {
    return (this.fired.get(about) ?? -Infinity) > this.engine.now - 720;
  }

  /** Evaluates at the next quarter of an hour. */
  private soon(): void {
    const next = (Math.floor(this.engine.now / EVERY) + 1) * EVERY;
    if (this.due === next) return;
    this.due = next;
    this.engine.at(next, () => this.look());
  }

  private since(rows: readonly LogRow[]): LogRow[] {
    const from = (this.engine.now - LONGEST) * 60_000;
    return rows.filter(({ TimeGenerated }) => TimeGenerated.getTime() > from);
  }

  private time(): Date {
    return new Date(this.engine.now * 60_000);
  }

  private metrics(): Logs['AzureMetrics'] {
    const { now } = this.engine;
    const times = Array.from(
      { length: METRICS.back / METRICS.every },
      (_, index) => now - index * METRICS.every,
    );
    return this.streams.names().flatMap((name) =>
      times
        .filter((time) => this.streams.ran(name, time))
        .flatMap((time) => {
          const of = { ...JOB, Resource: name.toUpperCase(), TimeGenerated: new Date(time * 60_000) };
          return [
            { ...of, MetricName: 'OutputWatermarkDelaySeconds', Maximum: 5 },
            { ...of, MetricName: 'InputEventsSourcesBacklogged', Maximum: 0 },
          ];
        }),
    );
  }
}
