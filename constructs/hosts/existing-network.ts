import { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import { Construct } from 'constructs';
import { type Form, formMistakes } from '../../model';
import { failAt, resourceId, resourceIdOf, throwAt } from '../core';
import { PRIVATE_DNS_ZONES, type PrivateDnsZoneId, ZONE_OF_SUBRESOURCE } from './private-dns';
import { endpointConfig, type INetwork, type PrivateEndpointProps } from './private-endpoint';
import type { IResourceGroup } from './resource-group';

/** Where the private DNS zones are that lead to private endpoints, or who else sees to the names. */
export type ExistingDnsZones =
  /** All in one resource group, under their usual names. */
  | { readonly resourceGroupId: string }
  /** One by one, by resource id; those that nothing needs may be left out. */
  | { readonly zoneIds: Readonly<Partial<Record<PrivateDnsZoneId, string>>> }
  /** Nowhere: something else writes the names, usually a policy of the company. */
  | { readonly byOthers: string };

/** A virtual network that exists. */
export interface ExistingNetworkProps {
  /** Its resource id. */
  readonly id: string;
  /** The name of the subnet that private endpoints take their addresses from. */
  readonly endpointSubnet: string;
  /** The private DNS zones, or in words who writes the names of endpoints. */
  readonly dns: ExistingDnsZones;
  /** Where private endpoints are made; its region must be the network's. */
  readonly resourceGroup: IResourceGroup;
}

/** A virtual network that exists: private endpoints are made in it, and nothing else. */
export class ExistingNetwork extends Construct implements INetwork {
  /** Its name. */
  readonly name: string;
  /** Its resource id. */
  readonly id: string;
  /** Id of the subnet of private endpoints. */
  readonly endpointSubnetId: string;
  private readonly zoneIds: Readonly<Partial<Record<PrivateDnsZoneId, string>>> | undefined;
  private readonly resourceGroup: IResourceGroup;

  /**
   * @param scope the stack that refers to it.
   * @param id its name below the scope.
   * @param props the network, the subnet, the zones, and where private endpoints are made.
   * @throws LakehouseError when an id is none of its kind.
   */
  constructor(scope: Construct, id: string, props: ExistingNetworkProps) {
    super(scope, id);
    throwAt(this, formMistakes('endpointSubnet', props.endpointSubnet, SUBNET));
    const known = resourceIdOf(this, 'id', props.id, 'Microsoft.Network/virtualNetworks');
    this.name = known.name;
    this.id = known.id;
    this.endpointSubnetId = `${known.id}/subnets/${props.endpointSubnet}`;
    this.zoneIds = existingZones(this, props.dns);
    this.resourceGroup = props.resourceGroup;
  }

  /**
   * Gives a part of a service an address in this network.
   *
   * @throws LakehouseError when the zone of its name was not given.
   */
  privateEndpoint(scope: Construct, id: string, props: PrivateEndpointProps): PrivateEndpoint {
    const { resourceGroup, endpointSubnetId: subnetId, zoneIds } = this;
    const zone = ZONE_OF_SUBRESOURCE[props.subresource];
    const zoneId = zoneIds?.[zone];
    if (zoneIds !== undefined && zoneId === undefined) {
      failAt(this, {
        code: 'LH6013',
        prop: `dns.zoneIds.${zone}`,
        got: `is missing, and ${scope.node.path} needs it`,
        allowed: `the id of ${PRIVATE_DNS_ZONES[zone]}`,
        change: 'add it, or say in "dns.byOthers" who writes the names',
      });
    }
    const place = { resourceGroup, subnetId, zoneIds: zoneId === undefined ? undefined : [zoneId] };
    return new PrivateEndpoint(scope, id, endpointConfig(scope, props, place));
  }
}

/**
 * The ids of zones that exist; `undefined` where somebody else writes the names.
 *
 * @throws LakehouseError when an id is none of its kind.
 */
export function existingZones(
  scope: Construct,
  dns: ExistingDnsZones,
): Readonly<Partial<Record<PrivateDnsZoneId, string>>> | undefined {
  if ('byOthers' in dns) return undefined;
  if ('zoneIds' in dns) {
    const given = Object.entries(dns.zoneIds).filter(([, zone]) => zone !== undefined);
    return Object.fromEntries(
      given.map(([zone, zoneId]) => [zone, zoneIdOf(scope, zone as PrivateDnsZoneId, zoneId)]),
    );
  }
  const prop = 'dns.resourceGroupId';
  const group = resourceIdOf(scope, prop, dns.resourceGroupId, 'Microsoft.Resources/resourceGroups');
  return Object.fromEntries(
    Object.entries(PRIVATE_DNS_ZONES).map(([zone, name]) => [
      zone,
      resourceId('Microsoft.Network/privateDnsZones', { ...group, name }),
    ]),
  );
}

/** The id of the right zone: another one would take the endpoint's name, and lead nobody to it. */
function zoneIdOf(scope: Construct, zone: PrivateDnsZoneId, id: string): string {
  const prop = `dns.zoneIds.${zone}`;
  const expected = PRIVATE_DNS_ZONES[zone];
  if (expected === undefined) {
    failAt(scope, {
      code: 'LH0005',
      prop,
      got: 'is no zone that is used',
      allowed: Object.keys(PRIVATE_DNS_ZONES).join(', '),
      change: 'remove it',
    });
  }
  const known = resourceIdOf(scope, prop, id, 'Microsoft.Network/privateDnsZones');
  if (known.name.toLowerCase() === expected) return known.id;
  return failAt(scope, {
    code: 'LH6017',
    prop,
    got: `is the id of ${known.name}`,
    allowed: `the id of ${expected}`,
    change: 'give the id of that zone',
  });
}

const SUBNET: Form = {
  pattern: /^[a-zA-Z0-9][\w.-]{0,78}\w$/,
  allowed: 'the name of a subnet of the network: 2 to 80 letters, digits, dashes, dots and underscores',
  change: 'give the name alone',
};
