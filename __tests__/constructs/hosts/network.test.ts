import { App } from 'cdktf';
import {
  Network,
  NETWORK_DEFAULTS,
  PRIVATE_DNS_ZONES,
  ResourceGroup,
  type Subresource,
} from '../../../constructs/hosts';
import type { Environment, PrivateNetwork } from '../../../model';
import { LakehouseStack } from '../../../stacks';
import { dev, prod, smallCompany } from '../../support/small-company';
import { blockOf, resources, synth, testStack } from '../../support/synth';

function networkIn(environment: Environment) {
  const stack = testStack(environment);
  const resourceGroup = new ResourceGroup(stack, 'Group', stack.placement);
  return { stack, network: new Network(stack, 'Network', { resourceGroup }) };
}
const RESOURCES = '/subscriptions/6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e20/resourceGroups/rg-central';
const withNetwork = (change: Partial<PrivateNetwork>): Environment => ({
  ...prod,
  network: { kind: 'private', addressSpace: '10.20.0.0/16', ...change },
});
const withAddresses = (addressSpace: string): Environment => ({
  ...prod,
  network: { kind: 'private', addressSpace },
});

describe('Network', () => {
  test("spans the environment's addresses and keeps the first 64 for private endpoints", () => {
    const { stack, network } = networkIn(prod);
    const terraform = synth(stack);
    expect(NETWORK_DEFAULTS.endpointPrefixLength).toBe(26);
    expect(blockOf(terraform, network.resource)).toMatchObject({
      name: 'vnet-small-prod',
      address_space: ['10.20.0.0/16'],
    });
    expect(blockOf(terraform, network.endpointSubnet)).toMatchObject({
      name: 'snet-small-prod-endpoints',
      address_prefixes: ['10.20.0.0/26'],
      default_outbound_access_enabled: false,
    });
  });

  test('lets only the network in, and only to the ports of the services', () => {
    const { stack, network } = networkIn(prod);
    const terraform = synth(stack);
    expect(blockOf(terraform, network.endpointSubnet).private_endpoint_network_policies).toBe('Enabled');
    expect(blockOf(terraform, network.allowRule)).toMatchObject({
      access: 'Allow',
      direction: 'Inbound',
      source_address_prefix: 'VirtualNetwork',
      destination_port_ranges: ['443', '1433', '1443', '5671', '5672', '9093'],
    });
    expect(blockOf(terraform, network.denyRule)).toMatchObject({
      access: 'Deny',
      direction: 'Inbound',
      priority: 4096,
      source_address_prefix: '*',
      destination_port_range: '*',
    });
    expect(blockOf(terraform, network.securityGroupAssociation).subnet_id).toMatch(
      /azurerm_subnet\.Network_EndpointSubnet/,
    );
  });

  test('makes an endpoint of its own stack once the subnet is under its security group, and of another as it is', () => {
    const { stack, network } = networkIn(prod);
    const other = new LakehouseStack(App.of(stack), 'other', { company: smallCompany(), environment: prod });
    const endpointIn = (scope: LakehouseStack) => {
      const name = `pep-${scope.node.id}`;
      return network.privateEndpoint(scope, 'Endpoint', { targetId: 'id', subresource: 'dfs', name });
    };
    const [near, far] = [endpointIn(stack), endpointIn(other)];
    expect(blockOf(synth(stack), near).depends_on).toEqual(
      [network.securityGroupAssociation, network.allowRule, network.denyRule].map(
        (resource) => `${resource.terraformResourceType}.${resource.friendlyUniqueId}`,
      ),
    );
    expect(blockOf(synth(other), far)).not.toHaveProperty('depends_on');
  });

  test('has a linked zone for every service, without registration of machines', () => {
    const { stack } = networkIn(prod);
    const terraform = synth(stack);
    const zones = resources(terraform, 'azurerm_private_dns_zone').map(({ name }) => name);
    expect(zones.sort()).toEqual(Object.values(PRIVATE_DNS_ZONES).sort());
    const links = resources(terraform, 'azurerm_private_dns_zone_virtual_network_link');
    expect(links).toHaveLength(zones.length);
    expect(links.every((link) => link.registration_enabled === false)).toBe(true);
  });

  test.each([
    ['dfs', 'Dfs'],
    ['blob', 'Blob'],
    ['namespace', 'EventHubs'],
    ['vault', 'KeyVault'],
    ['SqlOnDemand', 'SynapseSql'],
    ['Dev', 'SynapseDev'],
  ] as const)('gives %s an address and its usual name', (subresource: Subresource, zone) => {
    const { stack, network } = networkIn(prod);
    const endpoint = network.privateEndpoint(stack, 'Endpoint', {
      targetId: 'target',
      subresource,
      name: 'pep',
    });
    expect(blockOf(synth(stack), endpoint)).toMatchObject({
      subnet_id: expect.stringContaining('azurerm_subnet.Network_EndpointSubnet') as string,
      private_service_connection: {
        is_manual_connection: false,
        private_connection_resource_id: 'target',
        subresource_names: [subresource],
      },
      private_dns_zone_group: {
        private_dns_zone_ids: [expect.stringContaining(`azurerm_private_dns_zone.Network_${zone}Zone`)],
      },
    });
  });

  test('is peered with other networks from its side, and asks its own DNS servers', () => {
    const hub = `${RESOURCES}/providers/Microsoft.Network/virtualNetworks/vnet-hub`;
    const { stack, network } = networkIn(
      withNetwork({
        dnsServers: ['10.0.0.4', '10.0.0.5'],
        peerings: [
          { name: 'hub', virtualNetworkId: hub, useRemoteGateways: true },
          { name: 'office', virtualNetworkId: hub.replace('hub', 'office') },
        ],
      }),
    );
    const terraform = synth(stack);
    expect(blockOf(terraform, network.resource).dns_servers).toEqual(['10.0.0.4', '10.0.0.5']);
    expect(blockOf(terraform, network.peerings['hub']!)).toMatchObject({
      name: 'hub',
      remote_virtual_network_id: hub,
      use_remote_gateways: true,
      allow_forwarded_traffic: true,
    });
    expect(blockOf(terraform, network.peerings['office']!).use_remote_gateways).toBe(false);
  });

  test('has neither peerings nor DNS servers of its own where nothing is said', () => {
    const { stack, network } = networkIn(prod);
    const terraform = synth(stack);
    expect(resources(terraform, 'azurerm_virtual_network_peering')).toEqual([]);
    expect(blockOf(terraform, network.resource)).not.toHaveProperty('dns_servers');
  });

  test.each<[string, PrivateNetwork['dns'], string | undefined]>([
    [
      'central zones',
      { resourceGroupId: RESOURCES },
      `${RESOURCES}/providers/Microsoft.Network/privateDnsZones/privatelink.dfs.core.windows.net`,
    ],
    ['no zone, where others write the names', { byOthers: 'a policy' }, undefined],
  ])('names endpoints in %s, and makes none', (_, dns, zone) => {
    const { stack, network } = networkIn(withNetwork({ dns }));
    const endpoint = network.privateEndpoint(stack, 'Endpoint', {
      targetId: 'id',
      subresource: 'dfs',
      name: 'pep',
    });
    const terraform = synth(stack);
    expect(resources(terraform, 'azurerm_private_dns_zone')).toEqual([]);
    expect(resources(terraform, 'azurerm_private_dns_zone_virtual_network_link')).toEqual([]);
    expect(blockOf(terraform, endpoint).private_dns_zone_group).toEqual(
      zone === undefined ? undefined : { name: 'default', private_dns_zone_ids: [zone] },
    );
  });

  test('is refused in a public environment', () => {
    expect(() => networkIn(dev)).toThrow(
      'stack/Network: "network" is public; allowed: a network of kind "private" in environment "dev"',
    );
  });

  test.each([
    ['10.20.0.300/16', 'not an IPv4 range'],
    ['10.20.1.0/16', 'not the beginning of its range, 10.20.0.0/16'],
    ['10.20.0.0/28', 'too small'],
  ])('refuses the addresses %s', (addressSpace, reason) => {
    expect(() => networkIn(withAddresses(addressSpace))).toThrow(
      `"network.addressSpace" is "${addressSpace}", ${reason}; allowed: the first address of an IPv4 range and its length`,
    );
  });
});
