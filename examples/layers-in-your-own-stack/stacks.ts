import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack } from 'cdktf';
import {
  azureProvider,
  ConsumerAccess,
  DataFactory,
  DataLake,
  DepartmentIdentity,
  EventHubsNamespace,
  existingContainer,
  IngestionLayer,
  Lakehouse,
  Network,
  Observability,
  PipelineSet,
  type Placement,
  ResourceGroup,
  SynapseGold,
  SynapseWorkspace,
} from 'cdktf-azure-lakehouse/constructs';
import type { Construct } from 'constructs';
import * as existing from './existing';
import { sales } from './sales';

/** How what is made is named, and where it is; no layer needs to know more of an environment. */
const placement: Placement = {
  company: 'acme',
  environment: { name: 'dev', location: 'westeurope' },
  department: sales.name,
};

/** Streams: hubs in the central team's namespace, a job in a resource group that was there, events into a container that was. */
export class StreamsStack extends TerraformStack {
  /** The layer. */
  readonly ingestion: IngestionLayer;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzurermProvider(this, 'Azure', { features: [{}], subscriptionId: existing.SUBSCRIPTION });
    const lake = DataLake.fromExisting(this, 'Lake', { id: existing.LAKE });
    this.ingestion = new IngestionLayer(this, 'Ingestion', {
      department: sales,
      resourceGroup: ResourceGroup.fromExisting(this, 'Group', { name: existing.GROUP, placement }),
      eventHubs: EventHubsNamespace.fromExisting(this, 'Events', { id: existing.NAMESPACE }),
      landing: existingContainer(lake, 'incoming'),
    });
  }
}

/** Zones: a lake of one's own in the central team's network, with a container for each zone. */
export class ZonesStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    azureProvider(this);
    const resourceGroup = new ResourceGroup(this, 'Group', placement);
    const observability = Observability.fromExisting(this, 'Logs', { id: existing.LOGS });
    const network = Network.fromExisting(this, 'Network', {
      id: existing.NETWORK,
      endpointSubnet: 'snet-endpoints',
      dns: { resourceGroupId: existing.DNS_GROUP },
      resourceGroup,
    });
    const lake = new DataLake(this, 'Lake', { resourceGroup, observability, network });
    new Lakehouse(this, 'Lakehouse', { department: sales, lake });
  }
}

/** Gold: views and procedures for a workspace that is there, over zones that are. Pipelines deploy them. */
export class GoldStack extends TerraformStack {
  /** The layer. */
  readonly gold: SynapseGold;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    azureProvider(this);
    const lake = DataLake.fromExisting(this, 'Lake', { id: existing.LAKE });
    this.gold = new SynapseGold(this, 'Gold', {
      department: sales,
      lakehouse: Lakehouse.fromExisting(this, 'Lakehouse', { department: sales, lake }),
      synapse: SynapseWorkspace.fromExisting(this, 'Synapse', {
        id: existing.WORKSPACE,
        identityPrincipalId: existing.WORKSPACE_IDENTITY,
      }),
      identity: { name: 'id-sales' },
    });
  }
}

/** Pipelines: in a data factory that is there, as an identity that is. They deploy the gold of another stack. */
export class PipelinesStack extends TerraformStack {
  constructor(scope: Construct, id: string, { gold }: GoldStack) {
    super(scope, id);
    new AzurermProvider(this, 'Azure', { features: [{}], subscriptionId: existing.SUBSCRIPTION });
    new PipelineSet(this, 'Pipelines', {
      department: sales,
      dataFactory: DataFactory.fromExisting(this, 'Factory', { id: existing.FACTORY }),
      lake: DataLake.fromExisting(this, 'Lake', { id: existing.LAKE }),
      identity: DepartmentIdentity.fromExisting(this, 'Identity', {
        id: existing.IDENTITY,
        department: sales.name,
        principalId: existing.IDENTITY_OBJECT,
      }),
      gold,
    });
  }
}

/** Consumers: who reads gold of one stack, and receives the alerts of another. */
export class ConsumersStack extends TerraformStack {
  constructor(scope: Construct, id: string, { gold }: GoldStack, { ingestion }: StreamsStack) {
    super(scope, id);
    azureProvider(this);
    const resourceGroup = ResourceGroup.fromExisting(this, 'Group', { name: existing.GROUP, placement });
    new ConsumerAccess(this, 'Access', { department: sales, resourceGroup, gold, ingestion });
  }
}
