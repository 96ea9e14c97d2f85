import { Annotations } from 'cdktf';
import type { Construct } from 'constructs';
import { connectorOf, landsByPipeline } from '../compilers/internal';
import { ConsumerAccess } from '../constructs/consumer-access';
import { failAt, placementOf, protect, throwAt } from '../constructs/core';
import {
  DedicatedHosts,
  type ExistingResourceGroupProps,
  type Hosts,
  type IDepartmentIdentity,
  type IResourceGroup,
  lakeAddress,
  ResourceGroup,
  type HostProps,
} from '../constructs/hosts';
import { IngestionLayer } from '../constructs/ingestion-layer';
import { Lakehouse } from '../constructs/lakehouse';
import { MachineLearning } from '../constructs/machine-learning';
import type { ThrottledHub } from '../constructs/monitoring';
import { PipelineSet } from '../constructs/pipeline-set';
import { SynapseGold } from '../constructs/synapse-gold';
import {
  CompanyGraph,
  type Department,
  isRunning,
  LakehouseError,
  listed,
  type ResolvedSettings,
  scoreOf,
  settingsOf,
} from '../model';
import { LakehouseStack } from './lakehouse-stack';
import { hasOwnRuntime } from './own-runtime';
import { type FactoryEndpoints, crossLakeEndpoints } from './cross-lake-endpoints';
import { departmentManualSteps } from './department-manual-steps';
import { hasSmokeTest, smokeIssues } from './smoke-wanted';
import { estimateToken } from './estimate-token';
import { DeploymentOrder } from './deployment-order';
import { endpointsOfAnyName, fallbacks } from './machine-learning-manual-steps';
import { ownThrottledHub } from './own-throttled-hub';
import type { IPlatform } from './platform';

/** What a department's stack is made for. */
export interface DepartmentStackProps {
  /** One of the departments of the platform's company. */
  readonly department: Department;
  /** The platform whose hosts it uses: a `PlatformStack`, or an `ExistingPlatform`. */
  readonly platform: IPlatform;
  /** An existing resource group for what is the department's alone. @default one is made */
  readonly resourceGroup?: Omit<ExistingResourceGroupProps, 'placement'>;
}

/**
 * A department: its five layers, in the platform's hosts or in hosts of its own. It refers to the platform, and to no other
 * department: its stack only comes after those whose triggers or lakes it needs, where they do not need it as well.
 */
export class DepartmentStack extends LakehouseStack {
  /** The department. */
  readonly department: Department;
  /** Whom its pipelines act as. */
  readonly identity: IDepartmentIdentity;
  /** Host name of the namespace that its streams are in. */
  readonly namespace: string;
  /** The resource group of what is the department's alone. */
  readonly resourceGroup: IResourceGroup;
  /** What the layers live in: the platform's, or the department's own. */
  readonly hosts: Hosts;
  /** The zones in the lake. */
  readonly lakehouse: Lakehouse;
  /** The streams. */
  readonly ingestion: IngestionLayer;
  /** The database. */
  readonly gold: SynapseGold;
  /** Who reads what. */
  readonly access: ConsumerAccess;
  /** The models; absent where no table is filled by one. */
  readonly machineLearning?: MachineLearning;
  /** The pipelines. */
  readonly pipelines: PipelineSet;
  /** Watches the department's own namespace, where it has one and somebody is notified. */
  readonly throttledHub?: ThrottledHub;
  /** Private ways of data factories into lakes outside their stack, where departments with hosts of their own read or are read. */
  readonly crossLakeEndpoints: readonly FactoryEndpoints[];

  /**
   * @param scope the app.
   * @param id its name, e.g. `operations-dev`.
   * @param props the department and the platform.
   * @throws LakehouseError when the department is none of the platform's company, or one of its layers cannot be made.
   */
  constructor(scope: Construct, id: string, props: DepartmentStackProps) {
    const { department, platform } = props;
    const { company, environment, observability } = platform;
    super(scope, id, { company, environment, department: department.name });
    const identity = identityOf(platform, department);
    const graph = CompanyGraph.of(company, environment);
    const resourceGroup = props.resourceGroup
      ? ResourceGroup.fromExisting(this, 'ResourceGroup', {
          name: props.resourceGroup.name,
          id: props.resourceGroup.id,
          location: props.resourceGroup.location,
          placement: this.placement,
        })
      : new ResourceGroup(this, 'ResourceGroup', this.placement);
    const settings = settingsOf(company, environment, department.name);

    this.department = department;
    this.identity = identity;
    this.resourceGroup = resourceGroup;
    this.hosts = department.hosting === 'dedicated' ? this.dedicatedHosts(platform, settings) : platform;
    const { lake, synapse, dataFactory } = this.hosts;
    // A department without streams makes nothing in a namespace.
    const { eventHubs = platform.eventHubs } = this.hosts;
    const lakeUrl = (owner: Department): string => this.lakeUrlOf(owner, platform);
    this.namespace = eventHubs.fullyQualifiedName;
    this.lakehouse = new Lakehouse(this, 'Lakehouse', {
      department,
      lake,
      identity,
      protection: protect(environment),
    });
    this.ingestion = new IngestionLayer(this, 'Ingestion', {
      department,
      resourceGroup,
      eventHubs,
      observability,
      landing: this.lakehouse.container('landing'),
      started: isRunning(environment),
      ...(landsByPipeline(graph, department) && { triggeredBy: identity }),
      streamingUnits: settings.streaming.streamingUnits,
      rulesStreamingUnits: settings.streaming.rulesStreamingUnits,
      eventTimes: settings.eventTimes,
    });
    this.gold = new SynapseGold(this, 'Gold', {
      department,
      graph,
      synapse,
      lakehouse: this.lakehouse,
      lakeUrl,
      identity,
      estimate: (estimate) => estimateToken(this, estimate),
    });
    this.access = new ConsumerAccess(this, 'Access', {
      department,
      resourceGroup,
      groups: environment.groups,
      gold: this.gold,
      ingestion: this.ingestion,
    });
    if (department.tables.some((table) => scoreOf(table)))
      this.machineLearning = this.models(platform, settings);
    this.grantToReaders(graph, platform);
    this.pipelines = new PipelineSet(this, 'Pipelines', {
      department,
      graph,
      running: environment.running,
      smokeTest: hasSmokeTest(environment, department),
      dataFactory,
      lake,
      lakeUrl,
      sharesFactoryWith: (other) => department.hosting === 'shared' && other.hosting === 'shared',
      identity,
      keyVault: this.hosts.keyVault,
      gold: this.gold,
      delta: settings.delta,
      ...(hasOwnRuntime(this) && {
        integrationRuntime: { ...settings.integrationRuntime, location: environment.location },
      }),
      ...(this.machineLearning && { scoring: this.machineLearning.scoring }),
      landing: this.ingestion.job && {
        resourceGroupId: resourceGroup.id,
        job: this.ingestion.job.name,
      },
    });
    throwAt(this, smokeIssues(environment, department, this.pipelines.definition));
    this.throttledHub = ownThrottledHub(this, platform, settings.monitoring);
    this.crossLakeEndpoints = crossLakeEndpoints(this, graph, platform);
    const order = DeploymentOrder.of(platform);
    order.add(this);
    this.manualSteps.push(...departmentManualSteps(this, { platform, identity, order, graph }));
    this.collectSourceAccess(identity);
    this.warnOfModels();
  }

  private models(platform: IPlatform, settings: ResolvedSettings): MachineLearning {
    const { department, resourceGroup, lakehouse, identity, hosts } = this;
    const { observability, network, machineLearningDnsZones: dnsZones } = platform;
    return new MachineLearning(this, 'MachineLearning', {
      department,
      resourceGroup,
      observability,
      lakehouse,
      identity,
      dataFactory: hosts.dataFactory,
      // The platform's vault is everybody's; the department's own may serve its workspace as well.
      ...(hosts !== platform && { keyVault: hosts.keyVault }),
      ...(network && { network }),
      ...(dnsZones && { dnsZones }),
      ...this.encryption(platform),
      settings,
    });
  }

  private dedicatedHosts(platform: IPlatform, settings: ResolvedSettings): DedicatedHosts {
    const { department, identity, resourceGroup } = this;
    const { observability, network } = platform;
    return new DedicatedHosts(this, 'Hosts', {
      department,
      identity,
      resourceGroup,
      observability,
      network,
      settings,
      ...this.encryption(platform),
    });
  }

  /** The key for accounts of this stack, where the environment has one. */
  private encryption({ customerManagedKey, node }: IPlatform): Pick<HostProps, 'customerManagedKey'> {
    if (this.environment.customerManagedKey === undefined) return {};
    if (customerManagedKey !== undefined) return { customerManagedKey };
    return failAt(this, {
      code: 'LH6013',
      prop: 'customerManagedKey',
      got: `is missing in ${node.path}, and environment "${this.environment.name}" asks for one`,
      allowed: 'the key that storage accounts encrypt with, and its identity',
      change: 'add { keyUri, identityId } to the platform, or new CustomerManagedKey(…)',
    });
  }

  private warnOfModels(): void {
    const { department, environment, company } = this;
    for (const [table, reason] of fallbacks(department, environment)) {
      Annotations.of(this).addWarning(`${table} is computed by its fallback, not by a model: ${reason}`);
    }
    for (const endpoint of endpointsOfAnyName(department, environment, company.code)) {
      Annotations.of(this).addWarning(
        `the batch endpoint "${endpoint}" has a name that others may have in the region: begin it with "${company.code}-${environment.name}-"`,
      );
    }
  }

  /** Where a department's lake answers, by its name: a dedicated owner's stack is not referred to. */
  private lakeUrlOf({ name, hosting }: Department, { lake }: IPlatform): string {
    if (hosting === 'shared') return lake.dfsEndpoint;
    return lakeAddress(placementOf(this.company, this.environment, name)).dfsEndpoint;
  }

  /**
   * Products are granted here, by their owner: silver to the readers' pipelines, and to Synapse for their gold; gold to the
   * readers' pipelines, which store what they make of it.
   */
  private grantToReaders(graph: CompanyGraph, { company, identities, synapse }: IPlatform): void {
    const owner = this.department;
    for (const reader of company.departments.filter((other) => other !== owner)) {
      const reads = graph.tablesRead(owner, reader);
      const identity = identities[reader.name];
      if (reads.size === 0 || !identity) continue;
      const zones = graph.zonesReadingSilverOf(owner, reader);
      // What deploys gold in another factory waits for the owner's tables by looking.
      if (zones.has('silver') || (zones.has('gold') && owner.hosting !== reader.hosting)) {
        this.lakehouse.grantRead('products', {
          key: `Pipelines-${reader.name}`,
          principalId: identity.principalId,
          name: identity.name,
          kind: 'pipeline identity',
          reason: `pipelines of ${reader.name} read products of ${owner.name}`,
        });
      }
      if (zones.has('gold')) {
        this.lakehouse.grantRead('products', {
          key: this.hosts.synapse === synapse ? 'Synapse' : 'PlatformSynapse',
          principalId: synapse.identityPrincipalId,
          name: synapse.name,
          reason: `gold views of ${reader.name} read products of ${owner.name}`,
        });
      }
      const gold = owner.tables.filter((table) => table.zone === 'gold' && reads.has(table));
      if (gold.length > 0) {
        this.gold.grantRead(gold, {
          name: identity.name,
          kind: 'pipeline identity',
          reason: `pipelines of ${reader.name} store what they make of gold of ${owner.name}`,
        });
      }
    }
  }

  /** What the scripts of sources' owners let pipelines do there. */
  private collectSourceAccess(identity: IDepartmentIdentity): void {
    const { name: department, sources } = this.department;
    const grants = sources.flatMap((source) =>
      (connectorOf(source)?.externalGrants() ?? []).map((grant) => ({ ...grant, source: source.name })),
    );
    // What sources of one database have in common is given once.
    const keyOf = ({ scope, right, mechanism }: (typeof grants)[number]): string =>
      JSON.stringify([scope, right, mechanism]);
    const once = new Map(grants.map((grant) => [keyOf(grant), grant]));
    for (const [key, { scope, right, mechanism }] of once) {
      const extracted = grants.filter((grant) => keyOf(grant) === key).map(({ source }) => source);
      this.externalAccess.push({
        principal: identity.name,
        kind: 'pipeline identity',
        stack: this.node.id,
        reason: `pipelines of ${department} extract ${extracted.join(', ')}`,
        scope,
        right,
        mechanism,
      });
    }
  }
}

function identityOf(platform: IPlatform, department: Department): IDepartmentIdentity {
  const { name } = department;
  const identity = platform.identities[name];
  // By itself, not by its name: the tables of a copy are nobody's, and would be left out without a word.
  if (identity && platform.company.departments.includes(department)) return identity;
  const known = listed(Object.keys(platform.identities));
  throw new LakehouseError(platform.node.id, [
    {
      code: 'LH6007',
      at: platform.node.id,
      prop: 'department',
      got: identity ? `is another "${name}" than the company's` : `is "${name}"`,
      allowed: `a department of ${platform.company.name}: ${known}`,
      change: identity ? "pass the company's own" : 'add it to the company',
    },
  ]);
}
