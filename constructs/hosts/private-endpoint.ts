import type { PrivateEndpoint, PrivateEndpointConfig } from '@cdktf/provider-azurerm/lib/private-endpoint';
import type { Construct } from 'constructs';
import { providerFor } from '../core';
import type { Subresource } from './private-dns';
import type { IResourceGroup } from './resource-group';

/** What a private endpoint leads to. */
export interface PrivateEndpointProps {
  /** Id of the resource. */
  readonly targetId: string;
  /** The part of the resource. */
  readonly subresource: Subresource;
  /** Its name, see `nameAt(…, 'privateEndpoint', …)`. */
  readonly name: string;
  /**
   * What its owner is reported, who has to approve the endpoint then: for a resource that whoever deploys may not approve
   * endpoints of. @default it is approved as it is made
   */
  readonly requestMessage?: string;
}

/** A virtual network that private endpoints are made in, made here or not. */
export interface INetwork {
  /** Its name. */
  readonly name: string;
  /** Its resource id. */
  readonly id: string;
  /** Id of the subnet of private endpoints. */
  readonly endpointSubnetId: string;
  /** Gives a part of a service an address in this network, under its usual name. */
  privateEndpoint(scope: Construct, id: string, props: PrivateEndpointProps): PrivateEndpoint;
}

/** Where a private endpoint is made, and what makes its name known. */
export interface EndpointPlace {
  /** Where it is made. */
  readonly resourceGroup: Pick<IResourceGroup, 'nameToken' | 'location' | 'subscriptionId'>;
  /** The subnet it takes its address from. */
  readonly subnetId: string;
  /** The private DNS zones of its name; `undefined` where somebody else writes the names. */
  readonly zoneIds: readonly string[] | undefined;
}

/** A private endpoint as the provider takes it. */
export function endpointConfig(
  scope: Construct,
  {
    targetId,
    subresource,
    name,
    requestMessage,
  }: Omit<PrivateEndpointProps, 'subresource'> & {
    readonly subresource: string;
  },
  { resourceGroup, subnetId, zoneIds }: EndpointPlace,
): PrivateEndpointConfig {
  return {
    name,
    location: resourceGroup.location,
    resourceGroupName: resourceGroup.nameToken,
    provider: providerFor(scope, resourceGroup),
    subnetId,
    privateServiceConnection: {
      name,
      isManualConnection: requestMessage !== undefined,
      requestMessage,
      privateConnectionResourceId: targetId,
      subresourceNames: [subresource],
    },
    privateDnsZoneGroup:
      zoneIds === undefined ? undefined : { name: 'default', privateDnsZoneIds: [...zoneIds] },
    // A policy that writes the names adds a group of its own, which would be taken away again.
    lifecycle: zoneIds === undefined ? { ignoreChanges: ['private_dns_zone_group'] } : undefined,
  };
}
