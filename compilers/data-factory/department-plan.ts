import { type Department, type DataContract, type Interval, type Readable, zoneOf } from '../../model';
import { type DataFlow } from '../data-flow-script/flow';
import { type LakeLocation } from '../data-flow-script/script-writer';
import { type Activity } from './activities';
import { afterAwaited } from './completion';
import { DepartmentDatasets, type PipelineZone, underscored } from './department-datasets';
import { withFailureBranch } from './failure-branch';
import { firstDay } from './first-day';
import { gatedTriggers } from './gates';
import { type Step } from './orchestrator';
import { type Pipeline } from './pipeline';
import { type PipelineTarget } from './pipeline-target';
import { readyMinutesBehind } from './ready-after';
import { triggerOf } from './stored-table';
import { type TumblingWindow, withoutTransitive } from './trigger';
import { type Upstream } from './upstream';
import { subjectOf } from './waves';
import { WINDOW_PARAMETERS } from './window';

/** A pipeline that is planned. */
export interface PlannedPipeline {
  /** Unique in a factory. */
  readonly name: string;
  /** What it does, for its reader in Data Factory. */
  readonly description: string;
  /** Besides the window. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Whether several runs go at a time. @default false: further ones queue */
  readonly atOnce?: boolean;
  /** What it does, besides waiting and recording failures. */
  readonly activities: readonly Activity[];
  /** Length of its windows. */
  readonly interval: Interval;
  /** What no trigger can wait for. */
  readonly upstream: Pick<Upstream, 'awaited'>;
  /** Which activities come after what no trigger can wait for. @default the first */
  readonly awaiting?: 'first' | 'all';
}

/** A pipeline that a trigger starts. */
export interface TriggeredPipeline extends PlannedPipeline, Pick<TumblingWindow, 'fills' | 'copies'> {
  /** What it runs for. @default several tables */
  readonly of?: { readonly name: string };
  /** What must be there before. */
  readonly upstream: Upstream;
  /** Pipelines for whose triggers its own does not wait, and which come before it where both are run by hand. @default none */
  readonly comesAfter?: readonly string[];
  /** Minutes to wait after a window's end. @default none */
  readonly delayMinutes?: number;
  /** Names of triggers or subjects whose first day holds where it has none of its own. @default that of what it runs for */
  readonly since?: readonly string[];
  /** Whether a run depends on its window. @default true */
  readonly windowed?: boolean;
}

/** What is planned of a department so far. */
export class DepartmentPlan {
  /** Its datasets. */
  readonly datasets: DepartmentDatasets;
  /** Its data flows. */
  readonly dataFlows: { readonly name: string; readonly description: string; readonly flow: DataFlow }[] = [];
  /** Its pipelines. */
  readonly pipelines: Pipeline[] = [];
  /** Its triggers. */
  readonly triggers: TumblingWindow[] = [];
  /** Its pipelines as orchestrators see them. */
  readonly steps: Step[] = [];
  /** Connections to the sources that have one. */
  readonly sources = new Map<DataContract, string>();
  /** Triggers of other departments that its own wait for. */
  readonly otherTriggers = new Map<string, Interval>();

  /** @param target where it runs. */
  constructor(readonly target: PipelineTarget) {
    const { department, container, sameLake } = target;
    this.datasets = new DepartmentDatasets(department, container, sameLake);
  }

  /** Adds a pipeline that something else starts. */
  addPipeline(props: PlannedPipeline): Pipeline {
    const pipeline = this.pipelineOf(props);
    this.pipelines.push(pipeline);
    return pipeline;
  }

  /** A pipeline as it is planned, with what it waits for and what it does when it fails. */
  pipelineOf(props: PlannedPipeline): Pipeline {
    const { name, description, atOnce, activities, interval, upstream, awaiting = 'first' } = props;
    return withFailureBranch(
      {
        name,
        description,
        parameters: { ...WINDOW_PARAMETERS, ...props.parameters },
        ...(atOnce !== undefined && { atOnce }),
        activities: afterAwaited(activities, {
          awaited: upstream.awaited,
          own: interval,
          datasets: this.datasets,
          which: awaiting,
        }),
      },
      this.datasets,
    );
  }

  /** Adds a pipeline with a trigger, and with what that waits through. */
  add(props: TriggeredPipeline): void {
    const { name, interval, upstream, windowed = true, fills, copies } = props;
    // Who cannot wait for a trigger waits for a file, and not for ever: no sooner than it can be there.
    const ready = upstream.awaited.map(({ table }) => readyMinutesBehind(this.target.graph, table));
    const pipeline = this.pipelines.find((other) => other.name === name) ?? this.addPipeline(props);
    const known = new Map(this.triggers.map((trigger) => [trigger.name, trigger.dependsOn]));
    const dependsOn = withoutTransitive(upstream.triggers, (other) => known.get(other) ?? []);
    const before = [...dependsOn, ...(props.comesAfter ?? [])];
    this.steps.push({ pipeline: name, interval, dependsOn: before, windowed });
    const subject = props.of && subjectOf(this.target.department, props.of);
    const gated = gatedTriggers(pipeline, {
      interval,
      dependsOn,
      delayMinutes: Math.max(props.delayMinutes ?? 0, ...ready),
      subject,
      fills,
      copies,
      awaits: [...new Set(upstream.awaited.map((read) => triggerOf(read, interval)))],
      firstDay: (...triggers) => firstDay(this.target, ...triggers, ...(props.since ?? []), subject),
    });
    this.pipelines.push(...gated.gates);
    this.triggers.push(...gated.triggers);
  }

  /** Where the rows lie that something reads. */
  locate(readable: Readable): LakeLocation {
    const { department, graph } = this.target;
    if (readable.zone === 'bronze') return this.location(department, 'bronze', readable.name);
    if (readable.zone === 'erasures') return this.location(department, 'silver', readable.name);
    const found = graph.tableOf(readable);
    if (!found) throw new Error(`not validated: nobody fills "${readable.name}"`);
    return this.location(found.department, zoneOf(found.table), found.table.name);
  }

  /** A folder of a department's zone. */
  location(department: Department, zone: PipelineZone, folder: string): LakeLocation {
    const location = { fileSystem: this.target.container(department.name, zone), folder };
    const connection = this.datasets.lakeOf(department);
    return connection === this.datasets.lake ? location : { ...location, connection };
  }

  /** Name of a pipeline, trigger or data flow. */
  named(verb: string, thing: string): string {
    return `${this.datasets.prefix}_${verb}_${underscored(thing)}`;
  }
}
