import { DataFactoryCustomDataset } from '@cdktf/provider-azurerm/lib/data-factory-custom-dataset';
import { DataFactoryDataFlow } from '@cdktf/provider-azurerm/lib/data-factory-data-flow';
import type { DataFactoryIntegrationRuntimeAzure } from '@cdktf/provider-azurerm/lib/data-factory-integration-runtime-azure';
import { DataFactoryLinkedCustomService } from '@cdktf/provider-azurerm/lib/data-factory-linked-custom-service';
import { DataFactoryPipeline } from '@cdktf/provider-azurerm/lib/data-factory-pipeline';
import { DataFactoryTriggerTumblingWindow } from '@cdktf/provider-azurerm/lib/data-factory-trigger-tumbling-window';
import { type ITerraformDependable, Lazy } from 'cdktf';
import { Construct } from 'constructs';
import {
  activitiesJson,
  allActivities,
  type DataFlowEnd,
  type Dataset,
  type DepartmentPipelines,
  type LandingTarget,
  type LinkedService,
  type Pipeline,
  type Redeployable,
  redeployablePipelines,
  type ScoringTarget,
  type SqlBatch,
  triggerInterval,
  type TumblingWindow,
  usesOf,
  WINDOW_START,
} from '../../compilers/internal';
import {
  type CompanyGraph,
  type DeltaSettings,
  type Department,
  describeIssue,
  type IntegrationRuntimeSettings,
  isRunning,
  type Running,
  throwIssues,
} from '../../model';
import { graphFor, providerFor, settingIssues, throwAt, zoneContainer } from '../core';
import {
  dataFlowRuntime,
  type IDataFactory,
  type IDataLake,
  type IDepartmentIdentity,
  type IKeyVault,
} from '../hosts';
import { connections, vaultIssues } from './connections';
import { Definitions } from './definitions';

/** What applies when nobody decides otherwise. */
export const PIPELINE_DEFAULTS = Object.freeze({
  /** Windows of one trigger that run at the same time: one, so that they never overlap and stay in order. */
  maxConcurrency: 1,
  /** Times that a failed window is tried again. */
  retries: 2,
  /** Seconds between two tries of a window. */
  retryIntervalSeconds: 900,
  /** Where windows of triggers without a day begin: so far away that one which is started by hand runs nothing. */
  stoppedFrom: '2100-01-01',
});

/** A database on Synapse serverless, where pipelines write down failures and deploy gold. */
export interface GoldDatabase {
  /** Where it answers, e.g. `syn-acme-dev-ondemand.sql.azuresynapse.net`. */
  readonly server: string;
  /** Its name. */
  readonly database: string;
  /** What deploys gold and the access to it, in order; read when the stack is synthesized, so that late grants count. */
  readonly deployment: readonly SqlBatch[];
}

/** What a department's pipelines are made of. */
export interface PipelineSetProps {
  /** Whose pipelines they are. */
  readonly department: Department;
  /** Finds tables of other departments. @default for a department that reads nobody else's */
  readonly graph?: CompanyGraph;
  /**
   * Lets triggers run, from the beginning of a day in UTC on. Another day makes new triggers, which run every window since;
   * paused ones keep their day, and what they have run. @default they are stopped, and have no day
   */
  readonly running?: Pick<Running, 'from' | 'since' | 'paused'> | undefined;
  /** The factory they are made in. */
  readonly dataFactory: Pick<
    IDataFactory,
    'id' | 'integrationRuntimeName' | 'dataFlowRuntimeName' | 'subscriptionId'
  >;
  /** The account that holds the zones. */
  readonly lake: Pick<IDataLake, 'dfsEndpoint'>;
  /** Where the lake of another department answers. @default in {@link lake} */
  readonly lakeUrl?: (owner: Department) => string;
  /** Whether another department's triggers are in {@link dataFactory}, and can be waited for. @default every one's are */
  readonly sharesFactoryWith?: (department: Department) => boolean;
  /** Whom the pipelines act as. */
  readonly identity: Pick<IDepartmentIdentity, 'credentialName'>;
  /** The department's database on Synapse serverless, and what deploys it: a `SynapseGold`. */
  readonly gold: GoldDatabase;
  /** What the department's data flows run on, in a runtime of their own, with the factory's region. @default the factory's runtime */
  readonly integrationRuntime?: IntegrationRuntimeSettings & { readonly location: string };
  /** The vault that holds the keys of sources. @default no source may need one */
  readonly keyVault?: Pick<IKeyVault, 'uri'>;
  /** How Delta tables are kept. @default {@link DEFAULT_SETTINGS} */
  readonly delta?: DeltaSettings;
  /** Where the department's models are. @default nowhere: all of them are stood in for */
  readonly scoring?: ScoringTarget;
  /** Whether there is a pipeline, started by hand, that takes one row through every layer, in folders of its own. @default false */
  readonly smokeTest?: boolean | undefined;
  /** The job that lands the department's streams, where a pipeline starts and stops it. @default none does */
  readonly landing?: Omit<LandingTarget, 'credential'> | undefined;
}

/**
 * A department's pipelines, derived from its sources and tables: copy, fill (mapping data flows), deployment of gold,
 * stored procedures, a tumbling window trigger for each, and two that run them all by hand.
 */
export class PipelineSet extends Construct {
  /** Connections that something uses, by name; all by identity. */
  readonly linkedServices: Readonly<Record<string, DataFactoryLinkedCustomService>>;
  /** Datasets, by name. */
  readonly datasets: Readonly<Record<string, DataFactoryCustomDataset>>;
  /** Mapping data flows, by name. */
  readonly dataFlows: Readonly<Record<string, DataFactoryDataFlow>>;
  /** Pipelines, by name. */
  readonly pipelines: Readonly<Record<string, DataFactoryPipeline>>;
  /** Triggers, by name. */
  readonly triggers: Readonly<Record<string, DataFactoryTriggerTumblingWindow>>;
  /** What deploys gold, and where. */
  readonly gold: GoldDatabase;
  /** The runtime that is the department's own, where one was decided on. */
  readonly integrationRuntime?: DataFactoryIntegrationRuntimeAzure;
  /** Whose pipelines they are. */
  readonly department: Department;
  private readonly props: PipelineSetProps;
  private readonly graph: CompanyGraph;
  private readonly definitions: Definitions;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the department and the hosts it uses.
   * @throws LakehouseError when a pipeline would break a rule of Data Factory.
   */
  constructor(scope: Construct, id: string, props: PipelineSetProps) {
    super(scope, id);
    this.props = props;
    this.department = props.department;
    this.gold = props.gold;
    this.graph = graphFor(this, props.department, props.graph);
    this.definitions = new Definitions(() => this.derive(), this.gold);
    throwAt(this, settingIssues('delta', props.delta ?? {}, 'delta.'));
    throwIssues(this.node.path, [...this.definitions.issues, ...vaultIssues(this.node.path, props)]);
    // Once more at the end: grants that came later may have made it too long.
    this.node.addValidation({ validate: () => this.definitions.issues.map(describeIssue) });
    this.integrationRuntime = this.runtime();
    this.linkedServices = this.connect();
    const { datasets, dataFlows, pipelines, triggers } = this.definition;
    this.datasets = Object.fromEntries(datasets.map((dataset) => [dataset.name, this.dataset(dataset)]));
    this.dataFlows = Object.fromEntries(dataFlows.map((flow) => [flow.name, this.dataFlow(flow)]));
    const runnable: Record<string, DataFactoryPipeline> = {};
    for (const pipeline of pipelines) runnable[pipeline.name] = this.pipeline(pipeline, runnable);
    this.pipelines = runnable;
    const made: Record<string, DataFactoryTriggerTumblingWindow> = {};
    for (const trigger of triggers) made[trigger.name] = this.trigger(trigger, made);
    this.triggers = made;
  }

  /** What is derived, as plain data: with everything that deploys gold by now. */
  get definition(): DepartmentPipelines {
    return this.definitions.current;
  }

  private derive(): Redeployable {
    const { department, dataFactory, running, sharesFactoryWith, scoring, lake, landing, identity } =
      this.props;
    return redeployablePipelines({
      graph: this.graph,
      department,
      deployment: this.gold.deployment,
      container: zoneContainer,
      sameLake: (owner) => this.lakeUrlOf(owner) === lake.dfsEndpoint,
      sameFactory: sharesFactoryWith,
      integrationRuntime: this.props.integrationRuntime
        ? ownRuntimeName(department)
        : (dataFactory.dataFlowRuntimeName ?? dataFactory.integrationRuntimeName),
      timeTravelDays: this.props.delta?.timeTravelDays,
      from: running?.from,
      since: running?.since,
      smokeTest: this.props.smokeTest,
      ...(scoring && { scoring }),
      ...(landing && { landing: { ...landing, credential: identity.credentialName } }),
    });
  }

  private runtime(): DataFactoryIntegrationRuntimeAzure | undefined {
    const { department, dataFactory: factory, integrationRuntime } = this.props;
    if (integrationRuntime === undefined || this.definition.dataFlows.length === 0) return undefined;
    const { location, ...settings } = integrationRuntime;
    throwAt(this, settingIssues('integrationRuntime', settings, 'integrationRuntime.'));
    return dataFlowRuntime(this, 'IntegrationRuntime', {
      name: ownRuntimeName(department),
      factory,
      location,
      settings,
    });
  }

  private connect(): Record<string, DataFactoryLinkedCustomService> {
    const { lake, identity, gold, keyVault } = this.props;
    const others = [...this.definition.linkedServices.otherLakes];
    const made = connections(this.definition, {
      credentialName: identity.credentialName,
      dfsEndpoint: lake.dfsEndpoint,
      otherLakes: others.map(([owner, name]) => ({ name, dfsEndpoint: this.lakeUrlOf(owner) })),
      serverlessEndpoint: gold.server,
      vaultUri: keyVault?.uri,
      database: gold.database,
      deploys: gold.deployment.length > 0,
    });
    // What others refer to comes first.
    return made.reduce<Record<string, DataFactoryLinkedCustomService>>((services, service) => {
      services[service.name] = this.linkedService(service, services);
      return services;
    }, {});
  }

  private lakeUrlOf(owner: Department): string {
    const { lake, lakeUrl } = this.props;
    return lakeUrl?.(owner) ?? lake.dfsEndpoint;
  }

  private linkedService(
    { name, type, typeProperties, refersTo }: LinkedService,
    made: Readonly<Record<string, DataFactoryLinkedCustomService>>,
  ): DataFactoryLinkedCustomService {
    const { dataFactory } = this.props;
    const runtime = dataFactory.integrationRuntimeName;
    return new DataFactoryLinkedCustomService(this, `LinkedService-${name}`, {
      name,
      dataFactoryId: dataFactory.id,
      provider: providerFor(this, dataFactory),
      type,
      typePropertiesJson: JSON.stringify(typeProperties),
      integrationRuntime: runtime === undefined ? undefined : { name: runtime },
      // By name only: the engine sees no reference.
      ...(refersTo !== undefined && { dependsOn: [this.one(made, refersTo)] }),
    });
  }

  private dataset({
    name,
    type,
    linkedService,
    typeProperties,
    parameters,
  }: Dataset): DataFactoryCustomDataset {
    return new DataFactoryCustomDataset(this, `Dataset-${name}`, {
      name,
      dataFactoryId: this.props.dataFactory.id,
      provider: providerFor(this, this.props.dataFactory),
      folder: this.props.department.name,
      type,
      linkedService: { name: linkedService },
      parameters:
        parameters.length === 0
          ? undefined
          : Object.fromEntries(parameters.map((parameter) => [parameter, ''])),
      typePropertiesJson: JSON.stringify(typeProperties),
      // By name only: the engine sees no reference.
      dependsOn: [this.one(this.linkedServices, linkedService)],
    });
  }

  private dataFlow({
    name,
    description,
    flow,
  }: DepartmentPipelines['dataFlows'][number]): DataFactoryDataFlow {
    const { lake } = this.definition.linkedServices;
    const at = (end: DataFlowEnd): { name: string } => ({ name: end.location.connection ?? lake });
    const connections = new Set([...flow.sources, ...flow.sinks].map((end) => at(end).name));
    return new DataFactoryDataFlow(this, `DataFlow-${name}`, {
      name,
      description,
      dataFactoryId: this.props.dataFactory.id,
      provider: providerFor(this, this.props.dataFactory),
      folder: this.props.department.name,
      source: flow.sources.map((source) => ({ name: source.name, linkedService: at(source) })),
      transformation: flow.transformations.map((transformation) => ({ name: transformation })),
      sink: flow.sinks.map((sink) => ({ name: sink.name, linkedService: at(sink) })),
      scriptLines: [...flow.scriptLines],
      dependsOn: [...connections].map((name) => this.one(this.linkedServices, name)),
    });
  }

  private pipeline(
    pipeline: Pipeline,
    made: Readonly<Record<string, DataFactoryPipeline>>,
  ): DataFactoryPipeline {
    const { name, description, parameters } = pipeline;
    return new DataFactoryPipeline(this, `Pipeline-${name}`, {
      name,
      description,
      dataFactoryId: this.props.dataFactory.id,
      provider: providerFor(this, this.props.dataFactory),
      folder: this.props.department.name,
      concurrency: pipeline.atOnce === true ? undefined : PIPELINE_DEFAULTS.maxConcurrency,
      parameters: Object.keys(parameters).length === 0 ? undefined : { ...parameters },
      // Only when everything is written out: grants on gold that are made later are still deployed.
      activitiesJson: this.definitions.mayChange(name)
        ? Lazy.stringValue({ produce: () => activitiesJson(this.pipelineNamed(name)) })
        : activitiesJson(pipeline),
      dependsOn: this.referencesOf(pipeline, made),
    });
  }

  private pipelineNamed(name: string): Pipeline {
    const found = this.definition.pipelines.find((pipeline) => pipeline.name === name);
    if (found === undefined) throw new Error(`no such pipeline in this set: ${name}`);
    return found;
  }

  /** What a pipeline names: it must be there first, and cannot go before the pipeline does. */
  private referencesOf(
    pipeline: Pipeline,
    made: Readonly<Record<string, DataFactoryPipeline>>,
  ): ITerraformDependable[] {
    const names = new Set(
      allActivities(pipeline.activities).flatMap((activity) =>
        usesOf(activity).references.map(({ referenceName }) => referenceName),
      ),
    );
    return [...names]
      .sort()
      .flatMap(
        (name) =>
          this.datasets[name] ??
          this.dataFlows[name] ??
          this.linkedServices[name] ??
          made[name] ??
          this.ownRuntime(name),
      );
  }

  private ownRuntime(name: string): ITerraformDependable[] {
    const runtime = this.integrationRuntime;
    return runtime !== undefined && runtime.nameInput === name ? [runtime] : [];
  }

  private trigger(
    window: TumblingWindow,
    made: Readonly<Record<string, DataFactoryTriggerTumblingWindow>>,
  ): DataFactoryTriggerTumblingWindow {
    const { dataFactory, running } = this.props;
    const { frequency, interval } = triggerInterval(window.interval);
    const upstream = window.dependsOn.flatMap((name) => made[name] ?? []);
    return new DataFactoryTriggerTumblingWindow(this, `Trigger-${window.name}`, {
      name: window.name,
      dataFactoryId: dataFactory.id,
      provider: providerFor(this, dataFactory),
      frequency,
      interval,
      startTime: `${window.from ?? PIPELINE_DEFAULTS.stoppedFrom}T00:00:00Z`,
      delay: window.delayMinutes === 0 ? undefined : timespan(window.delayMinutes),
      maxConcurrency: PIPELINE_DEFAULTS.maxConcurrency,
      retry: { count: PIPELINE_DEFAULTS.retries, interval: PIPELINE_DEFAULTS.retryIntervalSeconds },
      activated: isRunning({ running }),
      pipeline: {
        name: window.pipeline,
        parameters: window.passesWindow
          ? { [WINDOW_START]: "@formatDateTime(trigger().outputs.windowStartTime, 'yyyy-MM-ddTHH:mm:ssZ')" }
          : undefined,
      },
      triggerDependency:
        window.dependsOn.length === 0
          ? undefined
          : // All windows of the other trigger inside this one, however many there are.
            window.dependsOn.map((triggerName) => ({ triggerName, size: timespan(window.interval.minutes) })),
      dependsOn: [this.one(this.pipelines, window.pipeline), ...upstream],
    });
  }

  private one<T>(made: Readonly<Record<string, T>>, name: string): T {
    const found = made[name];
    if (found === undefined) throw new Error(`no such thing in this factory: ${name}`);
    return found;
  }
}

/** The name of the runtime that is a department's own, in a factory that it shares. */
function ownRuntimeName({ name }: Department): string {
  return `${name}-data-flows`;
}

/** Minutes as a timespan of Data Factory, `hh:mm:ss`, with `d.` before it from a day on. */
function timespan(minutes: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  const days = Math.floor(minutes / 1440);
  return `${days === 0 ? '' : `${days}.`}${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}:00`;
}
