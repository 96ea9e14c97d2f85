import { Annotations } from 'cdktf';
import type { Construct } from 'constructs';
import { connectorOf, type ManualStep, PEPPER_FILE } from '../compilers/internal';
import { ConsumerAccess } from '../constructs/consumer-access';
import { placementOf, protect, zoneContainer } from '../constructs/core';
import {
  DedicatedHosts,
  type ExistingResourceGroupProps,
  type Hosts,
  type IDepartmentIdentity,
  type IResourceGroup,
  lakeAddress,
  ResourceGroup,
} from '../constructs/hosts';
import { IngestionLayer } from '../constructs/ingestion-layer';
import { Lakehouse } from '../constructs/lakehouse';
import { MachineLearning } from '../constructs/machine-learning';
import { PipelineSet } from '../constructs/pipeline-set';
import { SynapseGold } from '../constructs/synapse-gold';
import { CompanyGraph, type Department, LakehouseError, listed, scoreOf, settingsOf } from '../model';
import { LakehouseStack } from './lakehouse-stack';
import { hasOwnRuntime } from './own-runtime';
import { existingHostSteps } from './existing-host-steps';
import { machineLearningManualSteps, fallbacks } from './machine-learning-manual-steps';
import { managedEndpointApprovals } from './platform-manual-steps';
import type { IPlatform } from './platform';
import { streamingManualSteps } from './streaming-manual-steps';
import { powerBiConnection } from './power-bi-connection';
import { deployedBefore, type FactoryEndpoints, crossLakeEndpoints } from './cross-lake-endpoints';

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
 * A department: its five layers, in the platform's hosts or in hosts of its own. It depends on the platform and on no other
 * department.
 */
export class DepartmentStack extends LakehouseStack {
  /** The department. */
  readonly department: Department;
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
    const { company, environment } = platform;
    super(scope, id, { company, environment, department: department.name });
    const identity = identityOf(platform, department);
    const { observability, network } = platform;
    const graph = new CompanyGraph(company);
    const resourceGroup = props.resourceGroup
      ? ResourceGroup.fromExisting(this, 'ResourceGroup', {
          name: props.resourceGroup.name,
          id: props.resourceGroup.id,
          location: props.resourceGroup.location,
          placement: this.placement,
        })
      : new ResourceGroup(this, 'ResourceGroup', this.placement);
    const started = environment.started;
    const settings = settingsOf(company, environment, department.name);

    this.department = department;
    this.resourceGroup = resourceGroup;
    this.hosts =
      department.hosting === 'dedicated'
        ? new DedicatedHosts(this, 'Hosts', {
            department,
            identity,
            resourceGroup,
            observability,
            network,
            settings,
          })
        : platform;
    const { lake, synapse, dataFactory } = this.hosts;
    // A department without streams makes nothing in a namespace.
    const { eventHubs = platform.eventHubs } = this.hosts;
    const lakeUrl = (owner: Department): string => this.lakeUrlOf(owner, platform);
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
      started,
      streamingUnits: settings.streaming.streamingUnits,
      eventTimes: settings.eventTimes,
    });
    this.gold = new SynapseGold(this, 'Gold', {
      department,
      graph,
      synapse,
      lakehouse: this.lakehouse,
      lakeUrl,
      identity,
    });
    this.access = new ConsumerAccess(this, 'Access', {
      department,
      resourceGroup,
      gold: this.gold,
      ingestion: this.ingestion,
    });
    if (department.tables.some((table) => scoreOf(table))) {
      this.machineLearning = new MachineLearning(this, 'MachineLearning', {
        department,
        resourceGroup,
        observability,
        lakehouse: this.lakehouse,
        identity,
        dataFactory,
        // The platform's vault is everybody's; the department's own may serve its workspace as well.
        ...(this.hosts !== platform && { keyVault: this.hosts.keyVault }),
        ...(network && { network }),
        ...(platform.machineLearningDnsZones && { dnsZones: platform.machineLearningDnsZones }),
        settings,
      });
    }
    this.grantToReaders(graph, platform);
    this.pipelines = new PipelineSet(this, 'Pipelines', {
      department,
      graph,
      startDate: environment.startDate,
      started,
      dataFactory,
      lake,
      lakeUrl,
      sharesFactoryWith: (other) => department.hosting === 'shared' && other.hosting === 'shared',
      identity,
      gold: this.gold,
      delta: settings.delta,
      ...(hasOwnRuntime(this) && {
        integrationRuntime: { ...settings.integrationRuntime, location: environment.location },
      }),
      ...(this.machineLearning && { scoring: this.machineLearning.scoring }),
    });
    this.crossLakeEndpoints = crossLakeEndpoints(this, graph, platform);
    this.collectManualSteps(graph, platform);
    this.collectSourceSteps(identity);
    this.collectModelSteps();
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
      const zones = graph.zonesReadingSilverOf(owner, reader);
      const identity = identities[reader.name];
      if (!identity) continue;
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
      const gold = owner.tables.filter(
        (table) =>
          table.zone === 'gold' &&
          reader.tables.some((other) => graph.upstreamOf(other).some((read) => read.table === table)),
      );
      if (gold.length > 0) {
        this.gold.grantReadAcross(gold, {
          name: identity.name,
          kind: 'pipeline identity',
          reason: `pipelines of ${reader.name} store what they make of gold of ${owner.name}`,
        });
      }
    }
  }

  /** Departments whose triggers are waited for, because they are in the same factory. */
  private departmentsWaitedFor(graph: CompanyGraph): string[] {
    const read = this.department.tables.flatMap((table) => graph.upstreamOf(table));
    const others = read.map(({ department }) => department).filter((owner) => owner !== this.department);
    const near = others.filter(({ hosting }) => hosting === 'shared' && this.department.hosting === 'shared');
    return [...new Set(near.map(({ name }) => name))];
  }

  private collectManualSteps(graph: CompanyGraph, platform: IPlatform): void {
    const { name, consumers } = this.department;
    const { synapse } = this.hosts;
    const before = deployedBefore(this.department, graph, platform).map((owner) => owner.name);
    if (before.length > 0) {
      this.manualSteps.push({
        title: `Deploying ${name} after ${listed(before)}`,
        steps: [
          `Deploy the stack of ${listed(before)} before \`${this.node.id}\`: its data factory gets a private endpoint into a lake that has to be there.`,
        ],
      });
    }
    const awaited = this.departmentsWaitedFor(graph);
    if (awaited.length > 0) {
      this.manualSteps.push({
        title: `Triggers of ${name} that wait for others`,
        steps: [
          `Deploy ${listed(awaited)} before \`${this.node.id}\`: a trigger can only wait for one that is there. Where departments wait for each other, deploy them again once all are there.`,
        ],
      });
    }
    for (const { factory, endpoints } of this.crossLakeEndpoints)
      this.manualSteps.push(...managedEndpointApprovals(factory, endpoints));
    if (this.hosts !== platform) {
      const { dataFactory } = this.hosts;
      this.manualSteps.push(...managedEndpointApprovals(dataFactory.name, dataFactory.managedEndpoints));
    }
    if (this.hosts === platform) {
      const identity = identityOf(platform, this.department);
      this.manualSteps.push(...existingHostSteps(this.node.id, this.department, identity, platform));
    }
    // Every pipeline can come to need it: a failure is written down by a query.
    if (this.pipelines.definition.pipelines.length > 0) this.manualSteps.push(this.firstLogin());
    for (const consumer of consumers) {
      if (consumer.kind !== 'group' || consumer.powerBi === undefined) continue;
      const file = `${this.node.id}-${consumer.name}.pbids`;
      const content = powerBiConnection(synapse.serverlessEndpoint, this.gold.database, consumer.powerBi);
      this.manualSteps.push({
        title: `Power BI for ${consumer.name}`,
        steps: [
          `Give \`${file}\` to the members of \`${consumer.name}\`: Power BI Desktop opens it, they sign in as themselves, and see the views they may read.`,
        ],
        files: { [file]: content },
      });
    }
    if (this.pipelines.definition.datasets.some((dataset) => dataset.name.endsWith('_pepper'))) {
      const container = zoneContainer(name, 'secrets');
      this.manualSteps.push({
        title: `Pepper of ${name}`,
        steps: [
          `Put \`${PEPPER_FILE.name}\` into the container \`${container}\` of \`${this.lakehouse.lake.name}\`: one line, \`{"${PEPPER_FILE.field}": "<64 random hexadecimal digits>"}\`. ` +
            'Make the digits with a generator for secrets and keep them: with another pepper every pseudonym changes.',
        ],
      });
    }
    this.manualSteps.push(
      ...streamingManualSteps(this.department, this.environment, this.ingestion.job?.name ?? ''),
    );
  }

  /** Written out with everything else: who reads gold of a database of their own may be granted it late. */
  private firstLogin(): ManualStep {
    const { gold } = this;
    const { synapse } = this.hosts;
    const file = `${this.node.id}.sql`;
    const run = `Run \`${file}\`, beside this file, as a SQL administrator on \`${synapse.serverlessEndpoint}\`, ${this.fromWhere()}. Running it again changes nothing.`;
    return {
      title: `Database and first login of ${this.department.name}`,
      get steps() {
        return [
          run,
          ...(gold.hasReaders
            ? ["Run it again when another department begins to read this one's gold: it makes their logins."]
            : []),
          ...(gold.tables.length > 0
            ? [
                `Give the identity of the workspace \`${synapse.name}\` the role Directory Readers in Entra ID, so that the pipeline can make users for groups and applications.`,
              ]
            : []),
        ];
      },
      get files() {
        return { [file]: gold.bootstrap };
      },
    };
  }

  /** What the owners of sources do, so that pipelines can reach them, and what that lets pipelines do there. */
  private collectSourceSteps(identity: IDepartmentIdentity): void {
    const { id: stack } = this.node;
    const { name: department, sources } = this.department;
    const reader = {
      stack,
      department,
      identity: identity.name,
      lake: this.lakehouse.lake.name,
      landing: zoneContainer(department, 'landing'),
    };
    for (const source of sources) {
      const connector = connectorOf(source);
      if (connector === undefined) continue;
      this.manualSteps.push(...connector.manualSteps(reader));
      for (const { scope, right, mechanism } of connector.externalGrants()) {
        this.externalAccess.push({
          principal: identity.name,
          kind: 'pipeline identity',
          stack,
          reason: `pipelines of ${department} extract ${source.name}`,
          scope,
          right,
          mechanism,
        });
      }
    }
  }

  private collectModelSteps(): void {
    const { department, environment, machineLearning } = this;
    for (const [table, reason] of fallbacks(department, environment)) {
      Annotations.of(this).addWarning(`${table} is computed by its fallback, not by a model: ${reason}`);
    }
    if (!machineLearning) return;
    this.manualSteps.push(
      ...machineLearningManualSteps({
        department,
        environment,
        machineLearning,
        resourceGroup: this.resourceGroup,
        factory: this.hosts.dataFactory.name,
      }),
    );
  }

  /** The firewall of the workspace lets in Azure's own addresses, or the private network, and nothing else. */
  private fromWhere(): string {
    return this.environment.network.kind === 'public'
      ? 'from Azure Cloud Shell'
      : 'from a machine in the private network';
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
