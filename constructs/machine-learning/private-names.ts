import { PrivateDnsZone } from '@cdktf/provider-azurerm/lib/private-dns-zone';
import { PrivateDnsZoneVirtualNetworkLink } from '@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link';
import { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import { Construct } from 'constructs';
import type { Network, ResourceGroup } from '../hosts';

/**
 * The private DNS zones that machine learning needs besides the platform's.
 *
 * Source: "Azure Private Endpoint private DNS zone values".
 */
export const MACHINE_LEARNING_DNS_ZONES = Object.freeze({
  Files: 'privatelink.file.core.windows.net',
  MachineLearning: 'privatelink.api.azureml.ms',
  Notebooks: 'privatelink.notebooks.azure.net',
} as const);

type ZoneId = keyof typeof MACHINE_LEARNING_DNS_ZONES;

const ZONES_OF: Readonly<Record<'amlworkspace' | 'file', readonly ZoneId[]>> = {
  amlworkspace: ['MachineLearning', 'Notebooks'],
  file: ['Files'],
};

/** What the names belong to. */
export interface PrivateModelNamesProps {
  /** Decides where the zones are. */
  readonly resourceGroup: ResourceGroup;
  /** The network in which the names are known. */
  readonly network: Network;
}

/** The names of workspaces in a private network: made once, where some department has models. */
export class PrivateModelNames extends Construct {
  /** The zones. */
  readonly zones: Readonly<Record<ZoneId, PrivateDnsZone>>;
  /** Their links to the network. */
  readonly links: readonly PrivateDnsZoneVirtualNetworkLink[];
  private readonly network: Network;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the place and the network.
   */
  constructor(scope: Construct, id: string, { resourceGroup, network }: PrivateModelNamesProps) {
    super(scope, id);
    this.network = network;
    const ids = Object.keys(MACHINE_LEARNING_DNS_ZONES) as ZoneId[];
    const zones = ids.map((zone) => {
      const name = MACHINE_LEARNING_DNS_ZONES[zone];
      const resourceGroupName = resourceGroup.resource.name;
      return [zone, new PrivateDnsZone(this, `${zone}Zone`, { name, resourceGroupName })] as const;
    });
    this.zones = Object.fromEntries(zones) as Record<ZoneId, PrivateDnsZone>;
    this.links = zones.map(
      ([zone, { name }]) =>
        new PrivateDnsZoneVirtualNetworkLink(this, `${zone}Link`, {
          name: network.name,
          resourceGroupName: resourceGroup.resource.name,
          privateDnsZoneName: name,
          virtualNetworkId: network.id,
          registrationEnabled: false,
        }),
    );
  }

  /** Gives a workspace, or the files of its storage account, an address in the network. */
  endpoint(
    scope: Construct,
    id: string,
    props: {
      readonly resourceGroup: ResourceGroup;
      readonly targetId: string;
      readonly subresource: 'amlworkspace' | 'file';
      readonly name: string;
    },
  ): PrivateEndpoint {
    const { resourceGroup, targetId, subresource, name } = props;
    return new PrivateEndpoint(scope, id, {
      name,
      location: resourceGroup.location,
      resourceGroupName: resourceGroup.resource.name,
      subnetId: this.network.endpointSubnet.id,
      privateServiceConnection: {
        name,
        isManualConnection: false,
        privateConnectionResourceId: targetId,
        subresourceNames: [subresource],
      },
      privateDnsZoneGroup: {
        name: 'default',
        privateDnsZoneIds: ZONES_OF[subresource].map((zone) => this.zones[zone].id),
      },
    });
  }
}
