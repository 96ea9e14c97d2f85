import type { Construct } from 'constructs';
import { nameAt } from '../constructs/core';
import { type INetwork, type IResourceGroup, Network, NETWORK_DEFAULTS } from '../constructs/hosts';
import { MachineLearningDnsZones, type IMachineLearningDnsZones } from '../constructs/machine-learning';
import { addressRange, type Environment, type PrivateNetwork, subnetAfter } from '../model';

/** The network of an environment: made, or found; nothing in a public one. */
export function networkFor(
  scope: Construct,
  { network }: Environment,
  resourceGroup: IResourceGroup,
): INetwork | undefined {
  if (network.kind === 'public') return undefined;
  const { existing, dns } = network;
  if (!existing || !dns) return new Network(scope, 'Network', { resourceGroup });
  const { virtualNetworkId: id, endpointSubnet } = existing;
  return Network.fromExisting(scope, 'Network', { id, endpointSubnet, dns, resourceGroup });
}

/** The private names of workspaces of models, in zones that are made, or found where the environment says. */
export function modelZonesFor(
  scope: Construct,
  environment: Environment,
  { resourceGroup, network }: { readonly resourceGroup: IResourceGroup; readonly network: INetwork },
): IMachineLearningDnsZones {
  const dns = environment.network.kind === 'private' ? environment.network.dns : undefined;
  return dns
    ? MachineLearningDnsZones.fromExisting(scope, 'ModelNames', { network, dns })
    : new MachineLearningDnsZones(scope, 'ModelNames', { resourceGroup, network });
}

/** The private network as commands name it: ids of what is made here are known to nobody before the deployment. */
export interface PrivatePlace {
  /** What is decided about it. */
  readonly decided: PrivateNetwork;
  /** Its name. */
  readonly name: string;
  /** The options that name it: subscription, resource group and network. */
  readonly options: string;
  /** Prints its resource id, in a shell. */
  readonly id: string;
  /** A range in it that is free for a small subnet; of a network that exists its owner knows. */
  freeRange(index: number): string;
  /** The name of a small subnet that is made by hand. */
  subnetName(purpose: string): string;
}

/** Prefix of the small subnets that are made by hand: 11 addresses. */
const SMALL = 28;

/** A private network in commands. */
export function privatePlace(
  { network: decided }: Environment,
  network: INetwork,
  group: Pick<IResourceGroup, 'name' | 'subscriptionId' | 'placement'>,
): PrivatePlace | undefined {
  if (decided.kind !== 'private') return undefined;
  const [, , subscription = group.subscriptionId, , resourceGroup = group.name] =
    decided.existing?.virtualNetworkId.split('/') ?? [];
  const inSubscription = subscription === undefined ? '' : ` --subscription ${subscription}`;
  const range = addressRange(decided.addressSpace);
  return {
    decided,
    name: network.name,
    options: `${inSubscription} --resource-group ${resourceGroup} --vnet-name ${network.name}`.trimStart(),
    id: decided.existing
      ? decided.existing.virtualNetworkId
      : `"$(az network vnet show${inSubscription} --resource-group ${resourceGroup} --name ${network.name} --query id --output tsv)"`,
    freeRange: (index) => {
      const taken = NETWORK_DEFAULTS.endpointPrefixLength;
      const free =
        decided.existing || typeof range === 'string'
          ? undefined
          : subnetAfter(range, { taken, wanted: SMALL, index });
      return free ?? `<a free /${SMALL} of ${decided.addressSpace}>`;
    },
    subnetName: (purpose) => nameAt(group.placement, 'subnet', purpose),
  };
}
