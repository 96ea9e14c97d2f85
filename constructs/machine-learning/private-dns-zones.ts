import { PrivateDnsZone } from '@cdktf/provider-azurerm/lib/private-dns-zone';
import { PrivateDnsZoneVirtualNetworkLink } from '@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link';
import { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import { Construct } from 'constructs';
import { linkedById, placeIn, resourceId, resourceIdOf } from '../core';
import { endpointConfig, type INetwork, type IResourceGroup } from '../hosts';

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

const ZONE_IDS = Object.keys(MACHINE_LEARNING_DNS_ZONES) as readonly ZoneId[];

const ZONES_OF: Readonly<Record<'amlworkspace' | 'file', readonly ZoneId[]>> = {
  amlworkspace: ['MachineLearning', 'Notebooks'],
  file: ['Files'],
};

/** What gets a name: a workspace, or the files of its storage account. */
export interface ModelEndpointProps {
  /** Where the endpoint is made. */
  readonly resourceGroup: IResourceGroup;
  /** Id of the workspace or the account. */
  readonly targetId: string;
  /** The part of it. */
  readonly subresource: 'amlworkspace' | 'file';
  /** The endpoint's name. */
  readonly name: string;
}

/** The names of workspaces in a private network, made here or not. */
export interface IMachineLearningDnsZones {
  /** Gives a workspace, or the files of its storage account, an address in the network. */
  endpoint(scope: Construct, id: string, props: ModelEndpointProps): PrivateEndpoint;
}

/** What the names belong to. */
export interface MachineLearningDnsZonesProps {
  /** Decides where the zones are. */
  readonly resourceGroup: IResourceGroup;
  /** The network in which the names are known. */
  readonly network: INetwork;
}

/** Zones that exist, and are linked to the network. */
export interface ExistingMachineLearningDnsZonesProps {
  /** The network in which the names are known. */
  readonly network: INetwork;
  /** Id of the resource group of the zones, which have their usual names; or in words who else writes the names. */
  readonly dns: { readonly resourceGroupId: string } | { readonly byOthers: string };
}

abstract class LinkedDnsZones extends Construct implements IMachineLearningDnsZones {
  /** The network in which the names are known. */
  protected abstract readonly network: INetwork;
  /** Ids of the zones; `undefined` where somebody else writes the names. */
  protected abstract readonly zoneIds: Readonly<Record<ZoneId, string>> | undefined;

  /** Gives a workspace, or the files of its storage account, an address in the network. */
  endpoint(scope: Construct, id: string, props: ModelEndpointProps): PrivateEndpoint {
    const { network, zoneIds } = this;
    const { resourceGroup, subresource } = props;
    return new PrivateEndpoint(
      scope,
      id,
      endpointConfig(scope, props, {
        resourceGroup,
        subnetId: network.endpointSubnetId,
        zoneIds: zoneIds && ZONES_OF[subresource].map((zone) => zoneIds[zone]),
      }),
    );
  }
}

/** The names of workspaces in a private network: made once, where some department has models. */
export class MachineLearningDnsZones extends LinkedDnsZones {
  /**
   * Zones that exist. Only private endpoints get their names in them.
   *
   * @param scope the stack, or the app, that refers to them.
   * @param id their name below the scope.
   * @param props the network, and where the zones are.
   * @throws LakehouseError when the id is none of a resource group.
   */
  static fromExisting(
    scope: Construct,
    id: string,
    props: ExistingMachineLearningDnsZonesProps,
  ): IMachineLearningDnsZones {
    return new ExistingMachineLearningDnsZones(scope, id, props);
  }

  /** The zones. */
  readonly zones: Readonly<Record<ZoneId, PrivateDnsZone>>;
  /** Their links to the network. */
  readonly links: readonly PrivateDnsZoneVirtualNetworkLink[];
  protected readonly network: INetwork;
  protected readonly zoneIds: Readonly<Record<ZoneId, string>>;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the place and the network.
   */
  constructor(scope: Construct, id: string, { resourceGroup, network }: MachineLearningDnsZonesProps) {
    super(scope, id);
    this.network = network;
    placeIn(this, resourceGroup);
    const resourceGroupName = resourceGroup.nameToken;
    const zones = ZONE_IDS.map((zone) => {
      const name = MACHINE_LEARNING_DNS_ZONES[zone];
      return [zone, new PrivateDnsZone(this, `${zone}Zone`, { name, resourceGroupName })] as const;
    });
    this.zones = Object.fromEntries(zones) as Record<ZoneId, PrivateDnsZone>;
    this.zoneIds = Object.fromEntries(zones.map(([zone, { id: zoneId }]) => [zone, zoneId])) as Record<
      ZoneId,
      string
    >;
    this.links = zones.map(([zone, made]) => {
      const link = new PrivateDnsZoneVirtualNetworkLink(this, `${zone}Link`, {
        name: network.name,
        resourceGroupName,
        privateDnsZoneName: made.name,
        virtualNetworkId: network.id,
        registrationEnabled: false,
      });
      return linkedById(link, made);
    });
  }
}

class ExistingMachineLearningDnsZones extends LinkedDnsZones {
  protected readonly network: INetwork;
  protected readonly zoneIds: Readonly<Record<ZoneId, string>> | undefined;

  constructor(scope: Construct, id: string, { network, dns }: ExistingMachineLearningDnsZonesProps) {
    super(scope, id);
    this.network = network;
    if ('byOthers' in dns) return;
    const prop = 'dns.resourceGroupId';
    const group = resourceIdOf(this, prop, dns.resourceGroupId, 'Microsoft.Resources/resourceGroups');
    const idOf = (zone: ZoneId): string =>
      resourceId('Microsoft.Network/privateDnsZones', { ...group, name: MACHINE_LEARNING_DNS_ZONES[zone] });
    this.zoneIds = Object.fromEntries(ZONE_IDS.map((zone) => [zone, idOf(zone)])) as Record<ZoneId, string>;
  }
}
