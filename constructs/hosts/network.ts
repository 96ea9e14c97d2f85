import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { NetworkSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-rule';
import { PrivateDnsZone } from '@cdktf/provider-azurerm/lib/private-dns-zone';
import { PrivateDnsZoneVirtualNetworkLink } from '@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link';
import { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import { VirtualNetworkPeering } from '@cdktf/provider-azurerm/lib/virtual-network-peering';
import { type ITerraformDependable, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { addressRange, firstSubnet, type NetworkPeering, type PrivateNetwork } from '../../model';
import { failAt, linkedById, nameAt, placeIn } from '../core';
import { ExistingNetwork, type ExistingNetworkProps, existingZones } from './existing-network';
import { PRIVATE_DNS_ZONES, type PrivateDnsZoneId, ZONE_OF_SUBRESOURCE } from './private-dns';
import { endpointConfig, type INetwork, type PrivateEndpointProps } from './private-endpoint';
import type { IResourceGroup } from './resource-group';

/** What is fixed about the network. */
export const NETWORK_DEFAULTS = Object.freeze({
  /** The subnet of private endpoints is the first /26 of the address space: 59 endpoints, and room for others behind it. */
  endpointPrefixLength: 26,
  /** What fits into that subnet; Azure keeps five addresses of every one. */
  endpoints: 59,
  /**
   * HTTPS, SQL, Synapse Studio, and the two protocols of Event Hubs: AMQP (5672 upgrades to TLS as well) and Kafka.
   *
   * Sources: "Azure Synapse Analytics IP firewall rules", "Event Hubs frequently asked questions".
   */
  ports: Object.freeze(['443', '1433', '1443', '5671', '5672', '9093']),
});

/** What is decided about a network; its addresses are the environment's. */
export interface NetworkProps {
  /** Decides the region, the names and the addresses. */
  readonly resourceGroup: IResourceGroup;
}

/** The virtual network of a private environment: its private endpoints and the names that lead to them. */
export class Network extends Construct implements INetwork {
  /**
   * A virtual network that exists, with a subnet for private endpoints, and private DNS zones. Only private endpoints are
   * made in it.
   *
   * @param scope the stack, or the app, that refers to it.
   * @param id its name below the scope.
   * @param props the network, the subnet, the zones, and where private endpoints are made.
   * @throws LakehouseError when an id is none of its kind.
   */
  static fromExisting(scope: Construct, id: string, props: ExistingNetworkProps): INetwork {
    return new ExistingNetwork(scope, id, props);
  }

  /** Its name. */
  readonly name: string;
  /** Its resource id, a token. */
  readonly id: string;
  /** The virtual network. */
  readonly resource: VirtualNetwork;
  /** The subnet of the private endpoints. */
  readonly endpointSubnet: Subnet;
  /** Id of that subnet, a token. */
  readonly endpointSubnetId: string;
  /** What may reach the private endpoints. */
  readonly securityGroup: NetworkSecurityGroup;
  /** Lets the network and what it is peered with reach the services' ports. */
  readonly allowRule: NetworkSecurityRule;
  /** Keeps everything else out. */
  readonly denyRule: NetworkSecurityRule;
  /** Puts the subnet under the security group. */
  readonly securityGroupAssociation: SubnetNetworkSecurityGroupAssociation;
  /** The private DNS zones; none where the environment says where they are. */
  readonly zones: Readonly<Partial<Record<PrivateDnsZoneId, PrivateDnsZone>>>;
  /** The links of the zones to the network. */
  readonly links: Readonly<Partial<Record<PrivateDnsZoneId, PrivateDnsZoneVirtualNetworkLink>>>;
  /** Its peerings with other networks, from this side, by name. */
  readonly peerings: Readonly<Record<string, VirtualNetworkPeering>>;

  private readonly zoneIds: Readonly<Partial<Record<PrivateDnsZoneId, string>>> | undefined;
  private readonly resourceGroup: IResourceGroup;
  private endpoints = 0;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the place; its environment must be private.
   * @throws LakehouseError when the environment is not private, or its address space is no range of its own.
   */
  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    this.resourceGroup = props.resourceGroup;
    placeIn(this, props.resourceGroup);
    const { placement, location, nameToken: resourceGroupName } = props.resourceGroup;
    const { addressSpace, dns, dnsServers, peerings = [] } = this.decided();
    const endpointRange = this.endpointRange(addressSpace);

    this.name = nameAt(placement, 'virtualNetwork');
    this.resource = new VirtualNetwork(this, 'Resource', {
      name: this.name,
      location,
      resourceGroupName,
      addressSpace: [addressSpace],
      dnsServers: dnsServers && [...dnsServers],
    });
    this.id = this.resource.id;
    this.securityGroup = new NetworkSecurityGroup(this, 'SecurityGroup', {
      name: nameAt(placement, 'networkSecurityGroup', 'endpoints'),
      location,
      resourceGroupName,
    });
    this.allowRule = this.inboundRule('Allow', {
      priority: 100,
      protocol: 'Tcp',
      destinationPortRanges: [...NETWORK_DEFAULTS.ports],
      sourceAddressPrefix: 'VirtualNetwork',
    });
    this.denyRule = this.inboundRule('Deny', {
      priority: 4096,
      protocol: '*',
      destinationPortRange: '*',
      sourceAddressPrefix: '*',
    });
    this.endpointSubnet = new Subnet(this, 'EndpointSubnet', {
      name: nameAt(placement, 'subnet', 'endpoints'),
      resourceGroupName,
      virtualNetworkName: this.resource.name,
      addressPrefixes: [endpointRange],
      // Without it the security group would not apply to private endpoints.
      privateEndpointNetworkPolicies: 'Enabled',
      defaultOutboundAccessEnabled: false,
    });
    this.endpointSubnetId = this.endpointSubnet.id;
    this.securityGroupAssociation = new SubnetNetworkSecurityGroupAssociation(
      this,
      'SecurityGroupAssociation',
      {
        subnetId: this.endpointSubnet.id,
        networkSecurityGroupId: this.securityGroup.id,
      },
    );
    const made = dns === undefined ? forEachZone((zone) => this.zone(zone)) : undefined;
    this.zones = made ?? {};
    this.links = made ? forEachZone((zone) => this.link(zone, made[zone])) : {};
    this.zoneIds = dns ? existingZones(this, dns) : made && forEachZone((zone) => made[zone].id);
    this.peerings = Object.fromEntries(peerings.map((peering) => [peering.name, this.peering(peering)]));
  }

  /**
   * Gives a part of a service an address in this network, under its usual name.
   *
   * @throws LakehouseError when the subnet is full.
   */
  privateEndpoint(scope: Construct, id: string, props: PrivateEndpointProps): PrivateEndpoint {
    this.endpoints += 1;
    if (this.endpoints > NETWORK_DEFAULTS.endpoints) {
      failAt(scope, {
        code: 'LH6005',
        prop: 'hosting',
        got: `needs a private endpoint more than the subnet of ${this.name} has addresses for`,
        allowed: `${NETWORK_DEFAULTS.endpoints} endpoints: eight of the platform, and up to eight of each dedicated department`,
        change: 'host a department shared',
      });
    }
    const zoneId = this.zoneIds?.[ZONE_OF_SUBRESOURCE[props.subresource]];
    return new PrivateEndpoint(scope, id, {
      ...endpointConfig(scope, props, {
        resourceGroup: this.resourceGroup,
        subnetId: this.endpointSubnetId,
        zoneIds: zoneId === undefined ? undefined : [zoneId],
      }),
      dependsOn: this.subnetChangesBefore(scope),
    });
  }

  /**
   * A subnet that is still being put under its security group refuses an endpoint. Another stack is deployed later, when
   * that is done, and must not refer to this one for it.
   */
  private subnetChangesBefore(scope: Construct): ITerraformDependable[] | undefined {
    return TerraformStack.of(scope) === TerraformStack.of(this)
      ? [this.securityGroupAssociation, this.allowRule, this.denyRule]
      : undefined;
  }

  private decided(): PrivateNetwork {
    const { network, name } = this.resourceGroup.placement.environment;
    if (network?.kind !== 'private') {
      const allowed = `a network of kind "private" in environment "${name}"`;
      failAt(this, {
        code: 'LH6003',
        prop: 'network',
        got: network === undefined ? 'is missing' : 'is public',
        allowed,
        change: 'make no Network for this environment',
      });
    }
    return network;
  }

  private endpointRange(addressSpace: string): string {
    const { name } = this.resourceGroup.placement.environment;
    const range = addressRange(addressSpace);
    if (typeof range === 'string' || range.length > NETWORK_DEFAULTS.endpointPrefixLength) {
      const got = `is "${addressSpace}", ${typeof range === 'string' ? range : 'too small'}`;
      const allowed = 'the first address of an IPv4 range and its length, at most /26, e.g. 10.20.0.0/16';
      failAt(this, {
        code: 'LH6004',
        prop: 'network.addressSpace',
        got,
        allowed,
        change: `correct it in environment "${name}"`,
      });
    }
    return firstSubnet(range, NETWORK_DEFAULTS.endpointPrefixLength);
  }

  private inboundRule(
    access: 'Allow' | 'Deny',
    rule: {
      priority: number;
      protocol: string;
      destinationPortRange?: string;
      destinationPortRanges?: string[];
      sourceAddressPrefix: string;
    },
  ): NetworkSecurityRule {
    return new NetworkSecurityRule(this, `${access}Inbound`, {
      name: `${access}Inbound`,
      resourceGroupName: this.resourceGroup.nameToken,
      networkSecurityGroupName: this.securityGroup.name,
      direction: 'Inbound',
      access,
      priority: rule.priority,
      protocol: rule.protocol,
      sourceAddressPrefix: rule.sourceAddressPrefix,
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: rule.destinationPortRange,
      destinationPortRanges: rule.destinationPortRanges,
    });
  }

  private zone(zone: PrivateDnsZoneId): PrivateDnsZone {
    return new PrivateDnsZone(this, `${zone}Zone`, {
      name: PRIVATE_DNS_ZONES[zone],
      resourceGroupName: this.resourceGroup.nameToken,
    });
  }

  private peering({ name, virtualNetworkId, useRemoteGateways }: NetworkPeering): VirtualNetworkPeering {
    return new VirtualNetworkPeering(this, `Peering-${name}`, {
      name,
      resourceGroupName: this.resourceGroup.nameToken,
      virtualNetworkName: this.resource.name,
      remoteVirtualNetworkId: virtualNetworkId,
      allowVirtualNetworkAccess: true,
      // What comes in over the other network's gateway or firewall is not from that network itself.
      allowForwardedTraffic: true,
      useRemoteGateways: useRemoteGateways ?? false,
    });
  }

  private link(zone: PrivateDnsZoneId, made: PrivateDnsZone): PrivateDnsZoneVirtualNetworkLink {
    const link = new PrivateDnsZoneVirtualNetworkLink(this, `${zone}Link`, {
      name: this.name,
      resourceGroupName: this.resourceGroup.nameToken,
      privateDnsZoneName: made.name,
      virtualNetworkId: this.id,
      registrationEnabled: false,
    });
    return linkedById(link, made);
  }
}

function forEachZone<T>(make: (zone: PrivateDnsZoneId) => T): Readonly<Record<PrivateDnsZoneId, T>> {
  const zones = Object.keys(PRIVATE_DNS_ZONES) as PrivateDnsZoneId[];
  return Object.freeze(Object.fromEntries(zones.map((zone) => [zone, make(zone)]))) as Readonly<
    Record<PrivateDnsZoneId, T>
  >;
}
