import { type DataContract, ERASURE_LIST, type Interval, type Table, TRIGGERED_LANDING } from '../../model';
import { DEFAULT_UPKEEP } from '../data-flow-script/delta-upkeep';
import { sourceCopy } from '../source-connectors/source-copy';
import { type DepartmentPipelines } from './department-definition';
import { type DepartmentDatasets } from './department-datasets';
import { DepartmentPlan, type PlannedPipeline } from './department-plan';
import { type PipelineTarget } from './pipeline-target';
import { departmentErasure } from './erasure';
import { firstDay } from './first-day';
import { deployActivities, materializeActivities } from './gold-activities';
import { LANDING_NOWHERE, landingOf, landingPipelines, landsByPipeline } from './landing';
import { type LinkedService } from './linked-service';
import { orchestrators } from './orchestrator';
import { type Pipeline } from './pipeline';
import { knowsWindow } from './procedure-parameters';
import { delayOf } from './ready-after';
import { referenceExports } from './reference-export';
import { smokeChain } from './smoke-chain';
import { type SmokeTest, smokeTest } from './smoke-test';
import { type PlacedModel, placedModel, scoringPipeline } from './scoring';
import { type StoredTable, storedBehind, triggerOf } from './stored-table';
import { DAY, type Upstream, waitsOf } from './upstream';
import { WavePlanner } from './wave-planner';
import { copyOf, sourcesApart, subjectOf, type Wave, wavesOf } from './waves';

/** Derives the pipelines, data flows and triggers of a department from its sources and tables. */
export function departmentPipelines(target: PipelineTarget): DepartmentPipelines {
  return new Planner(target).plan();
}

/** What a department has in its factory, and the same with something else that deploys gold. */
export interface Redeployable {
  /** What is derived from the department and what deploys gold so far. */
  readonly definition: DepartmentPipelines;
  /** The pipeline that deploys gold, by its name: the only one that is another then. */
  readonly deployedBy?: string | undefined;
  /** The same where something else deploys gold: all that does not depend on it are the same objects. */
  readonly deploying: (deployment: PipelineTarget['deployment']) => DepartmentPipelines;
}

/** {@link departmentPipelines}, for whom grants on gold are still made while the rest is known already. */
export function redeployablePipelines(target: PipelineTarget): Redeployable {
  const planner = new Planner(target);
  const definition = planner.plan();
  return {
    definition,
    deployedBy: planner.deployedBy,
    deploying: (deployment) => planner.redeployed(definition, deployment),
  };
}

class Planner {
  private readonly made: DepartmentPlan;
  private readonly datasets: DepartmentDatasets;
  private readonly waves: readonly Wave[];
  private readonly wavePlanner: WavePlanner;
  private readonly modelServices = new Map<string, LinkedService>();
  private gold?: { readonly name: string; readonly planned: Omit<PlannedPipeline, 'activities'> };

  constructor(private readonly target: PipelineTarget) {
    this.made = new DepartmentPlan(target);
    this.datasets = this.made.datasets;
    this.waves = wavesOf({
      ...target,
      scoredBy: (table) => placedModel(table, target.scoring) && this.made.named('score', table.name),
    });
    this.wavePlanner = new WavePlanner(this.made, this.waves);
  }

  plan(): DepartmentPipelines {
    const { graph, department, from } = this.target;
    const { prefix, lake, sql, vault } = this.datasets;
    const { dataFlows, pipelines, triggers, sources, otherTriggers } = this.made;
    this.land();
    for (const contract of sourcesApart(this.target, this.waves)) this.copy(contract);
    for (const wave of this.waves) this.prepare(wave);
    this.wavePlanner.addFills();
    for (const wave of this.waves) this.fill(wave);
    for (const wave of this.waves) this.wavePlanner.addGates(wave);
    const gold = graph.inOrderOf(department).filter(({ zone }) => zone === 'gold');
    if (gold.length > 0) this.deploy(gold);
    for (const table of gold) if (table.materialized) this.materialize(table);
    this.exportReferences();
    for (const wave of this.waves) this.wavePlanner.addOwnGates(wave);
    const erasure = this.erase();
    const smoke = this.smoke();
    return {
      linkedServices: { lake, otherLakes: this.datasets.otherLakes, sql, vault, sources },
      modelServices: [...this.modelServices.values()],
      datasets: this.datasets.all(),
      dataFlows,
      pipelines: [
        ...pipelines,
        ...orchestrators(this.made.steps, { prefix, from }),
        ...erasure,
        ...(smoke ? [smoke.pipeline] : []),
      ],
      triggers,
      otherTriggers,
      ...(smoke && { smokeTest: { ...smoke.chain, pipeline: smoke.pipeline.name } }),
    };
  }

  get deployedBy(): string | undefined {
    return this.gold?.name;
  }

  /** The same with something else that deploys gold: only the pipeline that does so differs. */
  redeployed(definition: DepartmentPipelines, deployment: PipelineTarget['deployment']): DepartmentPipelines {
    const { gold } = this;
    if (gold === undefined) return definition;
    const activities = deployActivities(deployment, this.datasets);
    const pipeline = this.made.pipelineOf({ ...gold.planned, activities });
    return {
      ...definition,
      pipelines: definition.pipelines.map((each) => (each.name === gold.name ? pipeline : each)),
    };
  }

  /** What takes one row through every layer, where it is asked for and one can go through alone. */
  private smoke(): SmokeTest | undefined {
    const { graph, department, smokeTest: wanted } = this.target;
    const chain = wanted === true ? smokeChain(graph, department) : undefined;
    if (chain === undefined) return undefined;
    const made = smokeTest(chain, this.made);
    const { name, description } = made.pipeline;
    this.made.dataFlows.push({ name, description, flow: made.flow });
    return made;
  }

  /** Copies a source by a trigger of its own. */
  private copy(contract: DataContract): void {
    const { department, graph } = this.target;
    const name = copyOf(department, contract);
    this.made.add({
      ...this.copyPipeline(contract, firstDay(this.target, name, subjectOf(department, contract))),
      of: contract,
      upstream:
        contract.delivery.kind === 'stream' && landsByPipeline(graph, department)
          ? { triggers: [landingOf(department)], awaited: [] }
          : NOTHING,
      delayMinutes: delayOf(contract),
    });
  }

  /** Lands streams once a day, where no job does so all day. */
  private land(): void {
    const { department, graph, landing = LANDING_NOWHERE } = this.target;
    if (!landsByPipeline(graph, department)) return;
    const { inner, outer, service } = landingPipelines(department, landing, this.datasets);
    this.modelServices.set(service.name, service);
    const common = { interval: TRIGGERED_LANDING, upstream: NOTHING };
    this.made.addPipeline({ ...inner, ...common });
    this.made.add({ ...outer, ...common });
  }

  private copyPipeline(contract: DataContract, from: string | undefined): PlannedPipeline {
    const {
      what,
      activities,
      parameters = {},
      connection,
    } = sourceCopy(contract, this.datasets, {
      from,
      landing: this.target.graph.landing,
    });
    if (connection !== undefined) this.made.sources.set(contract, connection);
    return {
      name: copyOf(this.target.department, contract),
      description: `${what} of ${contract.name} into bronze`,
      parameters,
      activities,
      interval: contract.delivery.every,
      upstream: NOTHING,
    };
  }

  /** Plans what waves run: a pipeline comes after those that it names. */
  private prepare(wave: Wave): void {
    for (const contract of wave.copies)
      this.made.addPipeline(this.copyPipeline(contract, this.wavePlanner.firstDayOf(wave)));
    this.wavePlanner.prepare(wave);
  }

  private fill(wave: Wave): void {
    for (const { table } of wave.tables) {
      const model = placedModel(table, this.target.scoring);
      if (model) this.score(table, model);
    }
    this.wavePlanner.add(wave);
  }

  /** Lets the model of a table run before the table is filled. */
  private score(table: Table, model: PlacedModel): void {
    const interval = this.target.graph.intervalOf(table);
    const { linkedServices, ...pipeline } = scoringPipeline({
      name: this.made.named('score', table.name),
      table,
      model,
      interval,
      datasets: this.datasets,
    });
    for (const service of linkedServices) this.modelServices.set(service.name, service);
    this.made.add({ ...pipeline, interval, of: table, upstream: this.upstream(table, interval) });
  }

  /** What erases persons in the department's tables, by hand. */
  private erase(): Pipeline[] {
    const { graph, department, integrationRuntime, timeTravelDays } = this.target;
    const { pipelines, dataFlows } = departmentErasure({
      department,
      graph,
      datasets: this.datasets,
      dataFlows: this.made.dataFlows,
      timeTravelDays: timeTravelDays ?? DEFAULT_UPKEEP.timeTravelDays,
      list: this.made.locate(ERASURE_LIST),
      location: (zone, folder) => this.made.location(department, zone, folder),
      integrationRuntime,
    });
    this.made.dataFlows.push(...dataFlows);
    return pipelines;
  }

  private deploy(gold: readonly Table[]): void {
    // Views are checked against the Delta tables they read, so these have to be there; stored gold comes after deployment.
    const own = new Set(gold);
    const upstream = gold.map((table) => this.upstream(table, DAY, (stored) => !own.has(stored.table)));
    const planned = {
      name: this.made.named('deploy', 'gold'),
      description: 'Deploys the views, procedures and grants of gold; running it again changes nothing',
      interval: DAY,
      upstream: {
        triggers: upstream.flatMap(({ triggers }) => triggers),
        awaited: upstream.flatMap(({ awaited }) => awaited),
      },
      windowed: false,
    };
    this.made.add({ ...planned, activities: deployActivities(this.target.deployment, this.datasets) });
    this.gold = { name: planned.name, planned };
  }

  private materialize(table: Table): void {
    const interval = this.target.graph.intervalOf(table);
    const upstream = this.upstream(table, interval);
    this.made.add({
      name: this.made.named('materialize', table.name),
      description: `Stores gold ${table.name}: ${table.description}`,
      activities: materializeActivities(table, this.datasets),
      interval,
      of: table,
      upstream: { ...upstream, triggers: [this.made.named('deploy', 'gold'), ...upstream.triggers] },
      windowed: knowsWindow(table),
    });
  }

  /** Writes out the gold tables that alert rules look up, as often as they change. */
  private exportReferences(): void {
    const { graph, department } = this.target;
    for (const { table, pipeline } of referenceExports(department, this.datasets)) {
      const interval = graph.intervalOf(table);
      // A shorter window cannot wait for the daily deployment; it finds the view from the first deployment on.
      const deployed = interval.minutes === DAY.minutes ? [this.made.named('deploy', 'gold')] : [];
      // A view shows what is there: where a table was not filled, the next window's rows are written out.
      const filled = storedBehind(graph, { department, table }).map(
        (read) => this.wavePlanner.waveOf(read.table)?.name ?? triggerOf(read, interval),
      );
      this.made.add({
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
    const { department } = this.target;
    const { sources, deployments, stored, awaited, others } = waitsOf(this.target, { table, own, where });
    others.forEach((interval, name) => this.made.otherTriggers.set(name, interval));
    return {
      triggers: [
        ...sources.map((name) => copyOf(department, { name })),
        ...deployments,
        ...this.triggersOf(stored, own),
      ],
      awaited,
    };
  }

  /** The triggers that say of tables that they are complete; those of the department's own silver are planned by it. */
  private triggersOf(stored: readonly StoredTable[], own: Interval): string[] {
    return stored.map((read) =>
      read.department === this.target.department && read.table.zone === 'silver'
        ? this.wavePlanner.gate(read, own)
        : triggerOf(read, own),
    );
  }
}

const NOTHING: Upstream = { triggers: [], awaited: [] };
