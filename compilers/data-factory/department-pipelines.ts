import {
  type CompanyGraph,
  type DataContract,
  type Department,
  describeInterval,
  ERASURE_LIST,
  type Interval,
  type Readable,
  timeRangeRead,
  type Table,
  zoneOf,
} from '../../model';
import { PEPPER_PARAMETER } from '../data-flow-script/functions';
import { DEFAULT_UPKEEP } from '../data-flow-script/delta-upkeep';
import { compileDataFlow, type DataFlow } from '../data-flow-script/flow';
import { RANGE_START_PARAMETER } from '../data-flow-script/time-range';
import { type LakeLocation, WINDOW_PARAMETER } from '../data-flow-script/script-writer';
import { sourceCopy } from '../source-connectors/source-copy';
import { type SqlBatch } from '../tsql/sql-batch';
import * as activities from './activities';
import { afterAwaited, markComplete } from './completion';
import { type DepartmentPipelines } from './department-definition';
import { DepartmentDatasets, PEPPER_FILE, type PipelineZone, underscored } from './department-datasets';
import { departmentErasure } from './erasure';
import { withFailureBranch } from './failure-branch';
import { firstDay } from './first-day';
import { gatedTriggers } from './gates';
import { type LinkedService } from './linked-service';
import { orchestrators, type Step } from './orchestrator';
import { type Pipeline } from './pipeline';
import { delayOf, readyMinutesBehind } from './ready-after';
import { deployActivities, materializeActivities } from './gold-activities';
import { knowsWindow } from './procedure-parameters';
import { referenceExports } from './reference-export';
import {
  type PlacedModel,
  placedModel,
  scoresFolder,
  scoringPipeline,
  type ScoringTarget,
  FALLBACK_LABEL,
  usesFallback,
} from './scoring';
import { type StoredTable, storedBehind, triggerOf } from './stored-table';
import { type TumblingWindow, withoutTransitive } from './trigger';
import { awaitedIntervals, DAY, type Upstream, upstreamOf } from './upstream';
import { earlierDayForFlow, WINDOW_PARAMETERS, windowFolderForFlow } from './window';

/** Where a department's pipelines run and what they find there. */
export interface PipelineTarget {
  /** Finds owners and order of tables. */
  readonly graph: CompanyGraph;
  /** Whose pipelines they are. */
  readonly department: Department;
  /** The container of a department's zone. */
  readonly container: (department: string, zone: PipelineZone) => string;
  /** Whether another department's zones lie in the same account. @default every one's do */
  readonly sameLake?: ((owner: Department) => boolean) | undefined;
  /** Runtime inside the managed network. @default the factory's own */
  readonly integrationRuntime?: string;
  /** What deploys the department's gold, in order. */
  readonly deployment: readonly SqlBatch[];
  /** Days that files which a write of a silver table replaced stay readable. @default {@link DEFAULT_SETTINGS} */
  readonly timeTravelDays?: number;
  /** The day, `YYYY-MM-DD`, with which the first window of every trigger begins that is not in `since`. @default none: triggers are stopped */
  readonly from?: string | undefined;
  /** Later first days, by `<department>.<source or table>` or name of a trigger. @default every trigger begins with `from` */
  readonly since?: Readonly<Record<string, string>> | undefined;
  /** Whether another department's pipelines are in the same factory, where triggers can wait for them. @default all are */
  readonly sameFactory?: ((owner: Department) => boolean) | undefined;
  /** Where the department's models are. @default nowhere: all of them are stood in for */
  readonly scoring?: ScoringTarget;
}

/** Derives the pipelines, data flows and triggers of a department from its sources and tables. */
export function departmentPipelines(target: PipelineTarget): DepartmentPipelines {
  return new Planner(target).plan();
}

class Planner {
  private readonly datasets: DepartmentDatasets;
  private readonly dataFlows: { name: string; description: string; flow: DataFlow }[] = [];
  private readonly pipelines: Pipeline[] = [];
  private readonly triggers: TumblingWindow[] = [];
  private readonly steps: Step[] = [];
  private readonly sources = new Map<DataContract, string>();
  private readonly modelServices = new Map<string, LinkedService>();
  private readonly otherTriggers = new Map<string, Interval>();
  private readonly marked: ReadonlySet<Table>;

  constructor(private readonly target: PipelineTarget) {
    const { department, container, sameLake } = target;
    this.datasets = new DepartmentDatasets(department, container, sameLake);
    // Gold of another factory's workspace cannot be read, so nobody waits for it.
    this.marked = new Set(department.tables.filter(({ zone, published }) => zone === 'silver' && published));
  }

  plan(): DepartmentPipelines {
    const { graph, department, from } = this.target;
    const { prefix, lake, sql, vault } = this.datasets;
    const own = graph.inOrder().filter((owned) => owned.department === department);
    for (const contract of graph.sourcesOf(department)) this.copy(contract);
    for (const { table } of own) if (table.zone === 'silver') this.fill(table);
    const gold = own.map(({ table }) => table).filter(({ zone }) => zone === 'gold');
    if (gold.length > 0) this.deploy(gold);
    for (const table of gold) if (table.materialized) this.materialize(table);
    this.exportReferences();
    const erasure = this.erase();
    return {
      linkedServices: { lake, otherLakes: this.datasets.otherLakes, sql, vault, sources: this.sources },
      modelServices: [...this.modelServices.values()],
      datasets: this.datasets.all(),
      dataFlows: this.dataFlows,
      pipelines: [...this.pipelines, ...orchestrators(this.steps, { prefix, from }), ...erasure],
      triggers: this.triggers,
      otherTriggers: this.otherTriggers,
    };
  }

  private copy(contract: DataContract): void {
    const { delivery, name } = contract;
    const {
      what,
      activities: steps,
      parameters = {},
      connection,
    } = sourceCopy(
      contract,
      this.datasets,
      firstDay(this.target, this.named('copy', name), this.subject(contract)),
    );
    if (connection !== undefined) this.sources.set(contract, connection);
    this.add({
      name: this.named('copy', name),
      description: `${what} of ${name} into bronze`,
      parameters,
      activities: steps,
      interval: delivery.every,
      of: contract,
      upstream: { triggers: [], awaited: [] },
      delayMinutes: delayOf(contract),
    });
  }

  private fill(table: Table): void {
    const { graph, integrationRuntime } = this.target;
    const name = this.named('fill', table.name);
    const model = placedModel(table, this.target.scoring);
    const description = usesFallback(table, model)
      ? `${table.description} (${FALLBACK_LABEL})`
      : table.description;
    const interval = graph.intervalOf(table);
    const flow = compileDataFlow(
      table,
      {
        read: (readable) => this.locate(readable),
        write: (written) => this.location(this.target.department, zoneOf(written), written.name),
        quarantine: (written, check) =>
          this.location(this.target.department, 'quarantine', `${written.name}/${check}`),
        ...(model && { scores: () => this.location(this.target.department, 'bronze', scoresFolder(table)) }),
      },
      { every: interval, timeTravelDays: this.timeTravelDaysOf(table) },
    );
    const flowName = this.named('flow', table.name);
    this.dataFlows.push({ name: flowName, description, flow });
    const peppered = flow.parameters.includes(PEPPER_PARAMETER);
    const timeRange = timeRangeRead(table.relation)?.timeRange;
    const parameters = {
      ...(flow.parameters.includes(WINDOW_PARAMETER) && {
        [WINDOW_PARAMETER]: windowFolderForFlow(interval),
      }),
      ...(timeRange && { [RANGE_START_PARAMETER]: earlierDayForFlow(timeRange.lookbackDays) }),
      ...(peppered && {
        [PEPPER_PARAMETER]: activities.expression(
          `'@{activity('ReadPepper').output.firstRow.${PEPPER_FILE.field}}'`,
        ),
      }),
    };
    const run = activities.dataFlow({
      name: 'RunDataFlow',
      flow: flowName,
      parameters,
      ...(peppered && { after: ['ReadPepper'], secret: 'input' as const }),
      ...(integrationRuntime !== undefined && { integrationRuntime }),
    });
    const steps = peppered
      ? [
          activities.lookup({
            name: 'ReadPepper',
            input: { dataset: this.datasets.pepper() },
            secret: 'output',
          }),
          run,
        ]
      : [run];
    const stored = { department: this.target.department, table, interval };
    this.add({
      name,
      description: `Fills silver ${table.name}: ${description}`,
      activities: this.marked.has(table)
        ? [...steps, markComplete(stored, this.datasets, { after: run.name })]
        : steps,
      interval,
      upstream: model
        ? { triggers: [this.score(table, model, interval)], awaited: [] }
        : this.upstream(table, interval),
      of: table,
      // Where a time range begins depends on the day alone.
      windowed: flow.parameters.includes(WINDOW_PARAMETER),
    });
    if (this.marked.has(table)) this.complete(stored, name);
  }

  /** Marks longer windows for pipelines in other factories: the trigger waits for all of the table's inside, and costs nothing. */
  private complete(stored: StoredTable, trigger: string): void {
    for (const own of awaitedIntervals(this.target, stored)) {
      this.add({
        name: this.named('complete', `${stored.table.name}_${own.minutes}`),
        description: `Says that silver ${stored.table.name} is complete for all of ${describeInterval(own)}`,
        activities: [markComplete(stored, this.datasets, { own })],
        interval: own,
        of: stored.table,
        upstream: { triggers: [trigger], awaited: [] },
      });
    }
  }

  private timeTravelDaysOf({ timeTravelDays }: Table): number {
    return timeTravelDays ?? this.target.timeTravelDays ?? DEFAULT_UPKEEP.timeTravelDays;
  }

  /** Lets the model of a table run before the table is filled. Returns the name of the trigger. */
  private score(table: Table, model: PlacedModel, interval: Interval): string {
    const { linkedServices, ...pipeline } = scoringPipeline({
      name: this.named('score', table.name),
      table,
      model,
      interval,
      datasets: this.datasets,
    });
    for (const service of linkedServices) this.modelServices.set(service.name, service);
    this.add({ ...pipeline, interval, of: table, upstream: this.upstream(table, interval) });
    return pipeline.name;
  }

  /** What erases persons in the department's tables, by hand. */
  private erase(): Pipeline[] {
    const { graph, department, integrationRuntime } = this.target;
    const { pipelines, dataFlows } = departmentErasure({
      department,
      graph,
      datasets: this.datasets,
      dataFlows: this.dataFlows,
      timeTravelDays: this.timeTravelDays,
      list: this.locate(ERASURE_LIST),
      location: (zone, folder) => this.location(department, zone, folder),
      integrationRuntime,
    });
    this.dataFlows.push(...dataFlows);
    return pipelines;
  }

  private get timeTravelDays(): number {
    return this.target.timeTravelDays ?? DEFAULT_UPKEEP.timeTravelDays;
  }

  private deploy(gold: readonly Table[]): void {
    // Views are checked against the Delta tables they read, so these have to be there; stored gold comes after deployment.
    const own = new Set(gold);
    const upstream = gold.map((table) => this.upstream(table, DAY, (stored) => !own.has(stored.table)));
    this.add({
      name: this.named('deploy', 'gold'),
      description: 'Deploys the views, procedures and grants of gold; running it again changes nothing',
      activities: deployActivities(this.target.deployment, this.datasets),
      interval: DAY,
      upstream: {
        triggers: upstream.flatMap(({ triggers }) => triggers),
        awaited: upstream.flatMap(({ awaited }) => awaited),
      },
      windowed: false,
    });
  }

  private materialize(table: Table): void {
    const interval = this.target.graph.intervalOf(table);
    const upstream = this.upstream(table, interval);
    this.add({
      name: this.named('materialize', table.name),
      description: `Stores gold ${table.name}: ${table.description}`,
      activities: materializeActivities(table, this.datasets),
      interval,
      of: table,
      upstream: { ...upstream, triggers: [this.named('deploy', 'gold'), ...upstream.triggers] },
      windowed: knowsWindow(table),
    });
  }

  /** Writes out the gold tables that alert rules look up, as often as they change. */
  private exportReferences(): void {
    const { graph, department } = this.target;
    for (const { table, pipeline } of referenceExports(department, this.datasets)) {
      const interval = graph.intervalOf(table);
      // A shorter window cannot wait for the daily deployment; it finds the view from the first deployment on.
      const deployed = interval.minutes === DAY.minutes ? [this.named('deploy', 'gold')] : [];
      const filled = storedBehind(graph, { department, table }).map(triggerOf);
      this.add({
        ...pipeline,
        interval,
        of: table,
        upstream: { triggers: [...deployed, ...filled], awaited: [] },
        windowed: false,
      });
    }
  }

  /** What must be there before a table can be computed for a window. */
  private upstream(table: Table, own: Interval, where?: (stored: StoredTable) => boolean): Upstream {
    const { triggers, awaited, others } = upstreamOf(this.target, { table, own, where });
    for (const [name, interval] of others) this.otherTriggers.set(name, interval);
    return { triggers, awaited };
  }

  private add(props: {
    readonly name: string;
    readonly description: string;
    /** Besides the window. */
    readonly parameters?: Readonly<Record<string, string>>;
    readonly activities: readonly activities.Activity[];
    readonly interval: Interval;
    /** What it runs for. @default several tables */
    readonly of?: { readonly name: string };
    readonly upstream: Upstream;
    readonly delayMinutes?: number;
    /** Whether a run depends on its window. @default true */
    readonly windowed?: boolean;
  }): void {
    const { name, description, interval, upstream, windowed = true } = props;
    // Who cannot wait for a trigger waits for a file, and not for ever: no sooner than it can be there.
    const ready = upstream.awaited.map(({ table }) => readyMinutesBehind(this.target.graph, table));
    const delayMinutes = Math.max(props.delayMinutes ?? 0, ...ready);
    const pipeline = withFailureBranch(
      {
        name,
        description,
        parameters: { ...WINDOW_PARAMETERS, ...props.parameters },
        activities: afterAwaited(props.activities, {
          awaited: upstream.awaited,
          own: interval,
          datasets: this.datasets,
        }),
      },
      this.datasets,
    );
    this.pipelines.push(pipeline);
    const known = new Map(this.triggers.map((trigger) => [trigger.name, trigger.dependsOn]));
    const dependsOn = withoutTransitive(upstream.triggers, (other) => known.get(other) ?? []);
    this.steps.push({ pipeline: name, interval, dependsOn, windowed });
    const subject = props.of && this.subject(props.of);
    const gated = gatedTriggers(pipeline, {
      interval,
      dependsOn,
      delayMinutes,
      subject,
      awaits: [...new Set(upstream.awaited.map(triggerOf))],
      firstDay: (...triggers) => firstDay(this.target, ...triggers, subject),
    });
    this.pipelines.push(...gated.gates);
    this.triggers.push(...gated.triggers);
  }

  private subject({ name }: { readonly name: string }): string {
    return `${this.target.department.name}.${name}`;
  }

  private locate(readable: Readable): LakeLocation {
    if (readable.zone === 'bronze') return this.location(this.target.department, 'bronze', readable.name);
    if (readable.zone === 'erasures') return this.location(this.target.department, 'silver', readable.name);
    const found = this.target.graph.tableOf(readable);
    if (!found) throw new Error(`not validated: nobody fills "${readable.name}"`);
    return this.location(found.department, zoneOf(found.table), found.table.name);
  }

  private location(department: Department, zone: PipelineZone, folder: string): LakeLocation {
    const location = { fileSystem: this.target.container(department.name, zone), folder };
    const connection = this.datasets.lakeOf(department);
    return connection === this.datasets.lake ? location : { ...location, connection };
  }

  private named(verb: string, thing: string): string {
    return `${this.datasets.prefix}_${verb}_${underscored(thing)}`;
  }
}
