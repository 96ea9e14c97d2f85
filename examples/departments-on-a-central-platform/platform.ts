import {
  DataFactory,
  DataLake,
  DepartmentIdentity,
  EventHubsNamespace,
  type IDepartmentIdentity,
  KeyVault,
  Network,
  Observability,
  ResourceGroup,
  SynapseWorkspace,
} from 'cdktf-azure-lakehouse/constructs';
import type { Company, Environment } from 'cdktf-azure-lakehouse/model';
import { ExistingPlatform } from 'cdktf-azure-lakehouse/stacks';
import type { Construct } from 'constructs';

// The central team's subscriptions: one for data services, one for networks and logs.
const DATA = '/subscriptions/5a5a0000-0000-4000-8000-000000000002/resourceGroups/rg-data-prod/providers';
const HUB = '/subscriptions/5a5a0000-0000-4000-8000-000000000003/resourceGroups';

/** Object ids of the departments' identities, which the central team made. */
const OBJECT_IDS: Readonly<Record<string, string>> = {
  sales: '5a5a0000-0000-4000-8000-000000000021',
  warehouse: '5a5a0000-0000-4000-8000-000000000022',
  audit: '5a5a0000-0000-4000-8000-000000000023',
};

/** The central team's services, by their ids. Nothing here is made, changed or looked up. */
export function centralPlatform(
  app: Construct,
  company: Company,
  environment: Environment,
): ExistingPlatform {
  const identity = (department: string): IDepartmentIdentity =>
    DepartmentIdentity.fromExisting(app, `Identity-${department}`, {
      department,
      id: `${DATA}/Microsoft.ManagedIdentity/userAssignedIdentities/id-prod-${department}`,
      principalId: OBJECT_IDS[department],
    });
  return new ExistingPlatform(app, `central-${environment.name}`, {
    company,
    environment,
    observability: Observability.fromExisting(app, 'Logs', {
      id: `${HUB}/rg-logs/providers/Microsoft.OperationalInsights/workspaces/log-prod`,
    }),
    network: Network.fromExisting(app, 'Network', {
      id: `${HUB}/rg-network/providers/Microsoft.Network/virtualNetworks/vnet-prod`,
      endpointSubnet: 'snet-private-endpoints',
      dns: { resourceGroupId: `${HUB}/rg-dns` },
      // A group of the departments' own subscription: they may not make anything in the central team's.
      resourceGroup: ResourceGroup.fromExisting(app, 'EndpointGroup', {
        name: 'rg-data-endpoints',
        placement: { company: company.code, environment },
      }),
    }),
    keyVault: KeyVault.fromExisting(app, 'Vault', { id: `${DATA}/Microsoft.KeyVault/vaults/kv-prod-data` }),
    lake: DataLake.fromExisting(app, 'Lake', {
      id: `${DATA}/Microsoft.Storage/storageAccounts/stproddata`,
    }),
    eventHubs: EventHubsNamespace.fromExisting(app, 'Events', {
      id: `${DATA}/Microsoft.EventHub/namespaces/evhns-prod`,
    }),
    dataFactory: DataFactory.fromExisting(app, 'Factory', {
      id: `${DATA}/Microsoft.DataFactory/factories/adf-prod`,
      integrationRuntimeName: 'managed-network',
    }),
    synapse: SynapseWorkspace.fromExisting(app, 'Synapse', {
      id: `${DATA}/Microsoft.Synapse/workspaces/syn-prod`,
      identityPrincipalId: '5a5a0000-0000-4000-8000-000000000031',
    }),
    identities: Object.fromEntries(company.departments.map(({ name }) => [name, identity(name)])),
  });
}
