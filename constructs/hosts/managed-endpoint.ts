import { DataFactoryManagedPrivateEndpoint } from '@cdktf/provider-azurerm/lib/data-factory-managed-private-endpoint';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import { type InSubscription, type Placement, providerFor } from '../core';
import { lakeAddress } from './data-lake';
import { type IResourceGroup, resourceGroupName } from './resource-group';

/** What a managed private endpoint leads to. */
export interface EndpointTarget extends InSubscription {
  /** Its name. */
  readonly name: string;
  /** Its resource id, a token. */
  readonly id: string;
  /** The name of its resource group. */
  readonly resourceGroupName: string;
  /** Whether a stack of the same company makes it: who deploys it may let others into it. @default false */
  readonly isMadeHere?: true;
}

/** A managed private endpoint: somebody has to approve it at its target. */
export interface ManagedEndpoint {
  /** What it leads to. */
  readonly target: EndpointTarget;
  /** Azure's type of the target, e.g. `Microsoft.Storage/storageAccounts`. */
  readonly targetType: string;
  /** The part of the target. */
  readonly subresource: string;
  /** The endpoint. */
  readonly resource: DataFactoryManagedPrivateEndpoint;
}

/** Azure's types of the targets, by the part that is reached. */
const TARGET_TYPES = Object.freeze({
  dfs: 'Microsoft.Storage/storageAccounts',
  blob: 'Microsoft.Storage/storageAccounts',
  SqlOnDemand: 'Microsoft.Synapse/workspaces',
  sqlServer: 'Microsoft.Sql/servers',
  amlworkspace: 'Microsoft.MachineLearningServices/workspaces',
} as const);

/** What a managed private endpoint is made of. */
export interface ManagedEndpointProps {
  /** The factory whose managed network it leads out of. */
  readonly factory: { readonly id: string } & InSubscription;
  /** Unique in the factory. */
  readonly name: string;
  /** What it leads to. */
  readonly target: EndpointTarget;
  /** The part of the target. */
  readonly subresource: keyof typeof TARGET_TYPES;
}

/** Makes a managed private endpoint of a factory. It waits for approval at its target. */
export function managedEndpoint(scope: Construct, id: string, props: ManagedEndpointProps): ManagedEndpoint {
  const { factory, name, target, subresource } = props;
  const resource = new DataFactoryManagedPrivateEndpoint(scope, id, {
    name,
    dataFactoryId: factory.id,
    provider: providerFor(scope, factory),
    targetResourceId: target.id,
    subresourceName: subresource,
  });
  return { target, targetType: TARGET_TYPES[subresource], subresource, resource };
}

/**
 * The lake of a place as the target of an endpoint, known without the lake's stack: by its names, in the subscription of
 * a resource group that is at hand.
 */
export function lakeByName(placement: Placement, { id }: Pick<IResourceGroup, 'id'>): EndpointTarget {
  const { name } = lakeAddress(placement);
  const group = resourceGroupName(placement);
  // `/subscriptions/<subscription>/resourceGroups/<name>`: between the first two slashes there is the word alone.
  const subscription = placement.subscriptionId ?? (Fn.element(Fn.split('/', id), 2) as string);
  return {
    name,
    resourceGroupName: group,
    subscriptionId: placement.subscriptionId,
    isMadeHere: true,
    id: `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Storage/storageAccounts/${name}`,
  };
}
