import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { Eventhub } from '@cdktf/provider-azurerm/lib/eventhub';
import { TerraformStack } from 'cdktf';
import { grant, type Placement, providerFor } from '../../../constructs/core';
import {
  DataFactory,
  DataLake,
  DepartmentIdentity,
  EventHubsNamespace,
  existingContainer,
  type ExistingDnsZones,
  KeyVault,
  managedEndpoint,
  Network,
  Observability,
  ResourceGroup,
  SynapseWorkspace,
} from '../../../constructs/hosts';
import { MachineLearningDnsZones } from '../../../constructs/machine-learning';
import {
  CENTRAL,
  existingId,
  FACTORY,
  identityOf,
  LAKE,
  LOGS,
  NAMESPACE,
  NETWORK,
  VAULT,
  WORKSPACE,
} from '../../support/existing';
import { blockOf, resources, synth, testApp, theResource } from '../../support/synth';

const DNS = { resourceGroupId: `/subscriptions/${CENTRAL}/resourceGroups/rg-dns` };
const placement: Placement = {
  company: 'acme',
  environment: { name: 'dev', location: 'westeurope' },
  department: 'sales',
};
const here = { name: 'rg-sales', placement };

/** A stack of somebody's own, in a subscription of its own. */
function ownStack(subscriptionId = '0f1e2d3c-0000-4000-8000-00000000000b') {
  const stack = new TerraformStack(testApp(), 'own');
  new AzurermProvider(stack, 'Azure', { features: [{}], subscriptionId });
  return stack;
}

function everythingIn(scope: TerraformStack) {
  return {
    group: ResourceGroup.fromExisting(scope, 'Group', here),
    network: Network.fromExisting(scope, 'Network', {
      ...NETWORK,
      endpointSubnet: 'snet-endpoints',
      dns: DNS,
      resourceGroup: ResourceGroup.fromExisting(scope, 'EndpointGroup', here),
    }),
    logs: Observability.fromExisting(scope, 'Logs', LOGS),
    vault: KeyVault.fromExisting(scope, 'Vault', VAULT),
    lake: DataLake.fromExisting(scope, 'Lake', LAKE),
    events: EventHubsNamespace.fromExisting(scope, 'Events', NAMESPACE),
    factory: DataFactory.fromExisting(scope, 'Factory', FACTORY),
    synapse: SynapseWorkspace.fromExisting(scope, 'Synapse', WORKSPACE),
    identity: DepartmentIdentity.fromExisting(scope, 'Identity', identityOf('sales')),
  };
}

describe('what exists', () => {
  test('is neither made nor looked up', () => {
    const stack = ownStack();
    everythingIn(stack);
    const terraform = synth(stack);
    expect(terraform.resource).toBeUndefined();
    expect(terraform.data).toBeUndefined();
    expect(terraform.provider.azurerm).toHaveLength(1);
  });

  test('is known by its names', () => {
    const { lake, events, vault, synapse, identity, network, factory, logs } = everythingIn(ownStack());
    expect(lake).toMatchObject({
      name: 'stcentrallake',
      resourceGroupName: 'rg-central',
      dfsEndpoint: 'https://stcentrallake.dfs.core.windows.net',
    });
    expect(events).toMatchObject({
      name: 'evhns-central',
      resourceGroupName: 'rg-central',
      fullyQualifiedName: 'evhns-central.servicebus.windows.net',
    });
    expect(vault.uri).toBe('https://kv-central.vault.azure.net');
    expect(synapse.serverlessEndpoint).toBe('syn-central-ondemand.sql.azuresynapse.net');
    expect(identity).toMatchObject({ name: 'id-sales', credentialName: 'sales' });
    expect(network.endpointSubnetId).toBe(`${NETWORK.id}/subnets/snet-endpoints`);
    expect([factory.name, logs.name]).toEqual(['adf-central', 'log-central']);
  });

  test('may be referred to in the app, outside of any stack', () => {
    const app = testApp();
    expect(DataLake.fromExisting(app, 'Lake', LAKE).name).toBe('stcentrallake');
    const synapse = SynapseWorkspace.fromExisting(app, 'Synapse', { id: WORKSPACE.id });
    expect(() => synapse.identityPrincipalId).toThrow(
      'Synapse: "identityPrincipalId" is missing, and there is no stack here to look it up in; allowed: the id itself, or a scope inside of a stack',
    );
  });

  test.each([
    ['lake', (stack: TerraformStack) => DataLake.fromExisting(stack, 'Wrong', VAULT)],
    ['namespace', (stack: TerraformStack) => EventHubsNamespace.fromExisting(stack, 'Wrong', VAULT)],
    ['vault', (stack: TerraformStack) => KeyVault.fromExisting(stack, 'Wrong', LAKE)],
    ['factory', (stack: TerraformStack) => DataFactory.fromExisting(stack, 'Wrong', VAULT)],
    ['workspace', (stack: TerraformStack) => SynapseWorkspace.fromExisting(stack, 'Wrong', VAULT)],
    ['log workspace', (stack: TerraformStack) => Observability.fromExisting(stack, 'Wrong', VAULT)],
    [
      'identity',
      (stack: TerraformStack) =>
        DepartmentIdentity.fromExisting(stack, 'Wrong', { ...VAULT, department: 'x' }),
    ],
  ])('is refused as a %s where it is another type', (_, make) => {
    expect(() => make(ownStack())).toThrow(
      /own\/Wrong: 1 error\n {2}- LH0001 own\/Wrong: "id" is "\/subscriptions/,
    );
  });

  test('is refused where an object id is a name', () => {
    const props = { ...WORKSPACE, identityPrincipalId: 'syn-central' };
    expect(() => SynapseWorkspace.fromExisting(ownStack(), 'Synapse', props)).toThrow(
      'own/Synapse: "identityPrincipalId" is "syn-central"; allowed: a UUID; give the id that Entra ID shows',
    );
  });

  test('is looked up over the Resource Manager where only its id is known, in its own subscription', () => {
    const stack = ownStack();
    const synapse = SynapseWorkspace.fromExisting(stack, 'Synapse', { id: WORKSPACE.id });
    const { id, department } = identityOf('sales');
    const identity = DepartmentIdentity.fromExisting(stack, 'Identity', { id, department });
    const asked = [synapse.identityPrincipalId, identity.principalId, identity.principalId];
    for (const [index, principalId] of asked.entries())
      grant(stack, `Reads${index}`, { scopeId: LAKE.id, role: 'Reader', principalId, reason: 'reads' });
    const terraform = synth(stack);
    const provider = `azurerm.subscription_${CENTRAL.replaceAll('-', '_')}`;
    expect(Object.entries(terraform.data ?? {}).map(([type, named]) => [type, Object.values(named)])).toEqual(
      [
        ['azurerm_synapse_workspace', [{ name: 'syn-central', resource_group_name: 'rg-central', provider }]],
        [
          'azurerm_user_assigned_identity',
          [{ name: 'id-sales', resource_group_name: 'rg-central', provider }],
        ],
      ],
    );
    expect(resources(terraform, 'azurerm_role_assignment').map(({ principal_id: of }) => of)).toEqual([
      expect.stringMatching(/^\$\{data\.azurerm_synapse_workspace\..*\.identity\[0\]\.principal_id\}$/),
      expect.stringMatching(/^\$\{data\.azurerm_user_assigned_identity\..*\.principal_id\}$/),
    ]);
  });
});

describe('a resource group that exists', () => {
  test('has its region from the environment, or one of its own', () => {
    expect(ResourceGroup.fromExisting(ownStack(), 'Group', here).location).toBe('westeurope');
    const elsewhere = { ...here, location: 'northeurope' };
    expect(ResourceGroup.fromExisting(ownStack(), 'Group', elsewhere).location).toBe('northeurope');
  });

  test('is given by its name or its id', () => {
    const id = `/subscriptions/${CENTRAL}/resourceGroups/rg-sales`;
    expect(ResourceGroup.fromExisting(ownStack(), 'Group', { id, placement })).toMatchObject({
      name: 'rg-sales',
      subscriptionId: CENTRAL,
    });
    expect(() => ResourceGroup.fromExisting(ownStack(), 'Group', { ...here, id })).toThrow(
      'own/Group: "name" is there, and so is "id"',
    );
    expect(() => ResourceGroup.fromExisting(ownStack(), 'Group', { placement })).toThrow(
      'own/Group: "name" is missing, and so is "id"',
    );
    expect(() => ResourceGroup.fromExisting(ownStack(), 'Group', { name: 'rg/sales', placement })).toThrow(
      'own/Group: "name" is "rg/sales"',
    );
  });

  test('says that its id is needed where only its name is known', () => {
    expect(() => ResourceGroup.fromExisting(ownStack(), 'Group', here).id).toThrow(
      'own/Group: "name" is "rg-sales" alone, and something needs its resource id',
    );
  });

  test('takes what is made in it into its subscription', () => {
    const stack = ownStack();
    const id = `/subscriptions/${CENTRAL}/resourceGroups/rg-sales`;
    const environment = { ...placement.environment, network: { kind: 'public' as const, reason: 'a test' } };
    const resourceGroup = ResourceGroup.fromExisting(stack, 'Group', {
      id,
      placement: { ...placement, environment },
    });
    const observability = Observability.fromExisting(stack, 'Logs', LOGS);
    const events = new EventHubsNamespace(stack, 'Events', { resourceGroup, observability });
    expect(events.subscriptionId).toBe(CENTRAL);
    expect(theResource(synth(stack), 'azurerm_eventhub_namespace')).toMatchObject({
      resource_group_name: 'rg-sales',
      provider: `azurerm.subscription_${CENTRAL.replaceAll('-', '_')}`,
    });
  });
});

describe('a provider for another subscription', () => {
  const alias = `azurerm.subscription_${CENTRAL.replaceAll('-', '_')}`;
  const hubIn = (stack: TerraformStack, id = 'Hub') => {
    const events = EventHubsNamespace.fromExisting(stack, `Events${id}`, NAMESPACE);
    const provider = providerFor(stack, events);
    return new Eventhub(stack, id, { name: id, namespaceId: events.id, partitionCount: 1, provider });
  };

  test('is made once, registers nothing, and works by identity', () => {
    const stack = ownStack();
    const hubs = [hubIn(stack, 'One'), hubIn(stack, 'Two')];
    const terraform = synth(stack);
    for (const hub of hubs) expect(blockOf(terraform, hub)).toMatchObject({ provider: alias });
    const [, second, ...others] = terraform.provider.azurerm!;
    expect(others).toEqual([]);
    expect(second).toMatchObject({
      subscription_id: CENTRAL,
      resource_provider_registrations: 'none',
      storage_use_azuread: true,
    });
    expect(second).not.toHaveProperty('resource_providers_to_register');
  });

  test("is not made where the stack's own is in that subscription", () => {
    const stack = ownStack(CENTRAL.toUpperCase());
    const hub = hubIn(stack);
    const terraform = synth(stack);
    expect(terraform.provider.azurerm).toHaveLength(1);
    expect(blockOf(terraform, hub)).not.toHaveProperty('provider');
  });

  test('is the one that the stack has already', () => {
    const stack = ownStack();
    new AzurermProvider(stack, 'Theirs', { features: [{}], subscriptionId: CENTRAL, alias: 'theirs' });
    const hub = hubIn(stack);
    const terraform = synth(stack);
    expect(terraform.provider.azurerm).toHaveLength(2);
    expect(blockOf(terraform, hub)).toMatchObject({ provider: 'azurerm.theirs' });
  });
});

describe('what is made on something that exists', () => {
  const networkIn = (stack: TerraformStack, dns: ExistingDnsZones = DNS) =>
    Network.fromExisting(stack, 'Network', {
      ...NETWORK,
      endpointSubnet: 'snet-endpoints',
      dns,
      resourceGroup: ResourceGroup.fromExisting(stack, 'Group', here),
    });
  const toLake = { targetId: LAKE.id, subresource: 'dfs' as const, name: 'pep-lake' };

  test('is a grant on a container', () => {
    const stack = ownStack();
    const container = existingContainer(DataLake.fromExisting(stack, 'Lake', LAKE), 'landing');
    const principalId = identityOf('sales').principalId;
    grant(stack, 'Reads', {
      scopeId: container.id,
      role: 'Storage Blob Data Reader',
      principalId,
      reason: 'reads',
    });
    expect(theResource(synth(stack), 'azurerm_role_assignment')).toMatchObject({
      scope: `${LAKE.id}/blobServices/default/containers/landing`,
      principal_id: principalId,
    });
  });

  test('are diagnostic settings, where somebody asks for them', () => {
    const stack = ownStack();
    const { vault, logs } = everythingIn(stack);
    logs.diagnose(stack, 'Diagnostics', vault.id);
    expect(theResource(synth(stack), 'azurerm_monitor_diagnostic_setting')).toMatchObject({
      target_resource_id: VAULT.id,
      log_analytics_workspace_id: LOGS.id,
    });
  });

  test('is a private endpoint in an existing subnet, with its name in an existing zone', () => {
    const stack = ownStack();
    networkIn(stack).privateEndpoint(stack, 'Endpoint', toLake);
    const terraform = synth(stack);
    expect(theResource(terraform, 'azurerm_private_endpoint')).toMatchObject({
      resource_group_name: 'rg-sales',
      location: 'westeurope',
      subnet_id: `${NETWORK.id}/subnets/snet-endpoints`,
      private_service_connection: { private_connection_resource_id: LAKE.id, is_manual_connection: false },
      private_dns_zone_group: {
        private_dns_zone_ids: [
          `${DNS.resourceGroupId}/providers/Microsoft.Network/privateDnsZones/privatelink.dfs.core.windows.net`,
        ],
      },
    });
    expect(Object.keys(terraform.resource ?? {})).toEqual(['azurerm_private_endpoint']);
  });

  test('is a private endpoint that its owner approves, where that is asked for', () => {
    const stack = ownStack();
    networkIn(stack).privateEndpoint(stack, 'Endpoint', { ...toLake, requestMessage: 'for sales' });
    expect(theResource(synth(stack), 'azurerm_private_endpoint')).toMatchObject({
      private_service_connection: { is_manual_connection: true, request_message: 'for sales' },
    });
  });

  test('is a private endpoint whose name others write, which Terraform then leaves alone', () => {
    const stack = ownStack();
    networkIn(stack, { byOthers: 'a policy' }).privateEndpoint(stack, 'Endpoint', toLake);
    const endpoint = theResource(synth(stack), 'azurerm_private_endpoint');
    expect(endpoint).toMatchObject({ lifecycle: { ignore_changes: ['private_dns_zone_group'] } });
    expect(endpoint).not.toHaveProperty('private_dns_zone_group');
  });

  test('is no private endpoint without its zone, or in another', () => {
    const zone = (name: string) => existingId('Microsoft.Network/privateDnsZones', name, 'rg-dns');
    const stack = ownStack();
    const network = networkIn(stack, { zoneIds: { Blob: zone('privatelink.blob.core.windows.net') } });
    expect(() => network.privateEndpoint(stack, 'Endpoint', toLake)).toThrow(
      'own/Network: "dns.zoneIds.Dfs" is missing, and own needs it; allowed: the id of privatelink.dfs.core.windows.net; add it, or say in "dns.byOthers" who writes the names',
    );
    const wrong = { zoneIds: { Dfs: zone('privatelink.blob.core.windows.net') } };
    expect(() => networkIn(ownStack(), wrong)).toThrow(
      'own/Network: "dns.zoneIds.Dfs" is the id of privatelink.blob.core.windows.net; allowed: the id of privatelink.dfs.core.windows.net',
    );
  });

  test.each([
    ['in existing zones', DNS, ['privatelink.api.azureml.ms', 'privatelink.notebooks.azure.net']],
    ['that others write', { byOthers: 'a policy' }, undefined],
  ])('is the private endpoint of a workspace of models, with names %s', (_, dns, zones) => {
    const stack = ownStack();
    const props = { network: networkIn(stack), dns };
    const names = MachineLearningDnsZones.fromExisting(stack, 'Names', props);
    const resourceGroup = ResourceGroup.fromExisting(stack, 'There', here);
    const targetId = existingId('Microsoft.MachineLearningServices/workspaces', 'mlw-sales');
    names.endpoint(stack, 'Endpoint', {
      resourceGroup,
      targetId,
      subresource: 'amlworkspace',
      name: 'pep-models',
    });
    const terraform = synth(stack);
    const group = theResource(terraform, 'azurerm_private_endpoint').private_dns_zone_group;
    const id = (name: string) => `${DNS.resourceGroupId}/providers/Microsoft.Network/privateDnsZones/${name}`;
    expect(group).toEqual(zones && { name: 'default', private_dns_zone_ids: zones.map(id) });
    expect(Object.keys(terraform.resource ?? {})).toEqual(['azurerm_private_endpoint']);
  });

  test("is a way out of a factory's managed network, in the factory's subscription", () => {
    const stack = ownStack();
    const { factory, lake } = everythingIn(stack);
    managedEndpoint(stack, 'Way', { factory, name: 'lake-dfs', target: lake, subresource: 'dfs' });
    expect(theResource(synth(stack), 'azurerm_data_factory_managed_private_endpoint')).toMatchObject({
      data_factory_id: FACTORY.id,
      target_resource_id: LAKE.id,
      provider: expect.stringMatching(/^azurerm\.subscription_/) as string,
    });
  });
});

describe('a host that is made beside what exists', () => {
  test('takes its network, or a reason for none', () => {
    const stack = ownStack();
    const resourceGroup = ResourceGroup.fromExisting(stack, 'Group', here);
    const observability = Observability.fromExisting(stack, 'Logs', LOGS);
    expect(() => new KeyVault(stack, 'Open', { resourceGroup, observability })).toThrow(
      `own/Open: "network" is missing; allowed: a network, or an environment that says why it is public, { kind: 'public', reason: '…' }; pass a network, or say so in environment "dev" of the placement`,
    );
    const network = everythingIn(new TerraformStack(testApp(), 'other')).network;
    new KeyVault(stack, 'Vault', { resourceGroup, observability, network });
    const terraform = synth(stack);
    expect(theResource(terraform, 'azurerm_key_vault')).toMatchObject({
      public_network_access_enabled: false,
      tenant_id: expect.stringMatching(/data\.azurerm_client_config\..*tenant_id/) as string,
    });
    expect(resources(terraform, 'azurerm_private_endpoint')).toHaveLength(1);
  });

  test('is a Synapse workspace on an existing container, and needs somebody to administer SQL', () => {
    const stack = ownStack();
    const { logs: observability, network, lake } = everythingIn(stack);
    const resourceGroup = ResourceGroup.fromExisting(stack, 'Here', here);
    const props = { resourceGroup, observability, network, files: existingContainer(lake, 'synapse') };
    expect(() => new SynapseWorkspace(stack, 'Nobody', props)).toThrow(
      'own/Nobody: "sqlAdministrators" is missing',
    );
    const sqlAdministrators = { name: 'admins', objectId: identityOf('sales').principalId };
    new SynapseWorkspace(stack, 'Workspace', { ...props, sqlAdministrators });
    expect(theResource(synth(stack), 'azurerm_synapse_workspace')).toMatchObject({
      storage_data_lake_gen2_filesystem_id: 'https://stcentrallake.dfs.core.windows.net/synapse',
    });
  });
});
