import type { Construct } from 'constructs';
import { PEPPER_FILE } from '../compilers';
import { ConsumerAccess } from '../constructs/consumer-access';
import { zoneContainer } from '../constructs/core';
import { type DepartmentIdentity, ResourceGroup } from '../constructs/hosts';
import { IngestionLayer } from '../constructs/ingestion-layer';
import { Lakehouse } from '../constructs/lakehouse';
import { PipelineSet } from '../constructs/pipeline-set';
import { SynapseGold } from '../constructs/synapse-gold';
import { CompanyGraph, type Department, LakehouseError, listed } from '../model';
import { LakehouseStack } from './lakehouse-stack';
import type { PlatformStack } from './platform-stack';
import { sourceHandOver } from './source-hand-over';
import { streamingHandOver } from './streaming-hand-over';

/** What a department's stack is made for. */
export interface DepartmentStackProps {
  /** One of the departments of the platform's company. */
  readonly department: Department;
  /** The platform whose hosts it uses. */
  readonly platform: PlatformStack;
}

/** A department: its five layers, in the platform's hosts. It depends on the platform and on no other department. */
export class DepartmentStack extends LakehouseStack {
  /** The department. */
  readonly department: Department;
  /** The resource group of what is the department's alone. */
  readonly resourceGroup: ResourceGroup;
  /** The zones in the lake. */
  readonly lakehouse: Lakehouse;
  /** The streams. */
  readonly ingestion: IngestionLayer;
  /** The database. */
  readonly gold: SynapseGold;
  /** Who reads what. */
  readonly access: ConsumerAccess;
  /** The pipelines. */
  readonly pipelines: PipelineSet;

  /**
   * @param scope the app.
   * @param id its name, e.g. `operations-dev`.
   * @param props the department and the platform.
   * @throws LakehouseError when the department is none of the platform's company, or one of its layers cannot be made.
   */
  constructor(scope: Construct, id: string, { department, platform }: DepartmentStackProps) {
    const { company, environment } = platform;
    super(scope, id, { company, environment, department: department.name });
    const identity = identityOf(platform, department);
    const { lake, eventHubs, synapse, dataFactory, observability } = platform;
    const graph = new CompanyGraph(company);
    const resourceGroup = new ResourceGroup(this, 'ResourceGroup', this.placement);
    const started = environment.started;

    this.department = department;
    this.resourceGroup = resourceGroup;
    this.lakehouse = new Lakehouse(this, 'Lakehouse', { department, resourceGroup, lake, identity });
    this.ingestion = new IngestionLayer(this, 'Ingestion', {
      department,
      resourceGroup,
      eventHubs,
      observability,
      lakehouse: this.lakehouse,
      started,
    });
    this.gold = new SynapseGold(this, 'Gold', {
      department,
      graph,
      synapse,
      lakehouse: this.lakehouse,
      identity,
    });
    this.access = new ConsumerAccess(this, 'Access', {
      department,
      resourceGroup,
      gold: this.gold,
      ingestion: this.ingestion,
    });
    this.pipelines = new PipelineSet(this, 'Pipelines', {
      department,
      graph,
      environment,
      dataFactory,
      lake,
      synapse,
      identity,
      database: this.gold.database,
      deployment: this.gold.deployment,
    });
    this.grantToReaders(graph, platform);
    this.handOverToPeople(platform);
    this.handOverSources(identity);
  }

  /** Silver that other departments read is granted here, by its owner: to their pipelines, and to Synapse for their gold. */
  private grantToReaders(graph: CompanyGraph, { company, identities, synapse }: PlatformStack): void {
    const owner = this.department;
    for (const reader of company.departments.filter((other) => other !== owner)) {
      const zones = new Set(
        reader.tables
          .filter((table) =>
            graph.upstreamOf(table).some((read) => read.department === owner && read.table.zone === 'silver'),
          )
          .map(({ zone }) => zone),
      );
      const identity = identities[reader.name];
      if (zones.has('silver') && identity) {
        this.lakehouse.grantRead('silver', {
          key: `Pipelines-${reader.name}`,
          principalId: identity.principalId,
          name: identity.name,
          reason: `pipelines of ${reader.name} read silver of ${owner.name}`,
        });
      }
      if (zones.has('gold')) {
        this.lakehouse.grantRead('silver', {
          key: 'Synapse',
          principalId: synapse.identityPrincipalId,
          name: synapse.name,
          reason: `gold views of ${reader.name} read silver of ${owner.name}`,
        });
      }
    }
  }

  private handOverToPeople({ synapse }: PlatformStack): void {
    const { name } = this.department;
    // Every pipeline can come to need it: a failure is written down by a query.
    if (this.pipelines.definition.pipelines.length > 0) {
      const file = `${this.node.id}.sql`;
      this.handOver.push({
        title: `Database and first login of ${name}`,
        steps: [
          `Run \`${file}\`, beside this file, as a SQL administrator on \`${synapse.serverlessEndpoint}\`, ${this.fromWhere()}. Running it again changes nothing.`,
          ...(this.gold.tables.length > 0
            ? [
                `Give the identity of the workspace \`${synapse.name}\` the role Directory Readers in Entra ID, so that the pipeline can make users for groups and applications.`,
              ]
            : []),
        ],
        files: { [file]: this.gold.bootstrap },
      });
    }
    if (this.pipelines.definition.datasets.some((dataset) => dataset.name.endsWith('_pepper'))) {
      const container = zoneContainer(name, 'secrets');
      this.handOver.push({
        title: `Pepper of ${name}`,
        steps: [
          `Put \`${PEPPER_FILE.name}\` into the container \`${container}\` of \`${this.lakehouse.lake.name}\`: one line, \`{"${PEPPER_FILE.field}": "<64 random hexadecimal digits>"}\`. ` +
            'Make the digits with a generator for secrets and keep them: with another pepper every pseudonym changes.',
        ],
      });
    }
    this.handOver.push(
      ...streamingHandOver(this.department, this.environment, this.ingestion.job?.name ?? ''),
    );
  }

  /** What the owners of sources do, so that pipelines can reach them. */
  private handOverSources(identity: DepartmentIdentity): void {
    const { lake } = this.lakehouse;
    for (const source of this.department.sources)
      this.handOver.push(
        ...sourceHandOver(source, {
          stack: this.node.id,
          department: this.department.name,
          identity,
          lake: lake.name,
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

function identityOf(platform: PlatformStack, department: Department): DepartmentIdentity {
  const { name } = department;
  const identity = platform.identities[name];
  // By itself, not by its name: the tables of a copy are nobody's, and would be left out without a word.
  if (identity && platform.company.departments.includes(department)) return identity;
  const known = listed(Object.keys(platform.identities));
  throw new LakehouseError(platform.node.id, [
    {
      at: platform.node.id,
      prop: 'department',
      got: identity ? `is another "${name}" than the company's` : `is "${name}"`,
      allowed: `a department of ${platform.company.name}: ${known}`,
      change: identity ? "pass the company's own" : 'add it to the company',
    },
  ]);
}
