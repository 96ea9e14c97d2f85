import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { failAt } from './errors';

/** What a resource id says. */
export interface ResourceId {
  /** The id, its fixed words spelt as Azure spells them: the provider knows them in no other case. */
  readonly id: string;
  /** The subscription, a UUID in lower case. */
  readonly subscriptionId: string;
  /** The name of the resource group. */
  readonly resourceGroupName: string;
  /** The name of the resource, which is the group's own for the id of a resource group. */
  readonly name: string;
}

/** The types of resources whose ids are taken, as Azure spells them. */
export type ResourceType =
  | 'Microsoft.DataFactory/factories'
  | 'Microsoft.EventHub/namespaces'
  | 'Microsoft.Insights/actionGroups'
  | 'Microsoft.KeyVault/vaults'
  | 'Microsoft.ManagedIdentity/userAssignedIdentities'
  | 'Microsoft.Network/privateDnsZones'
  | 'Microsoft.Network/virtualNetworks'
  | 'Microsoft.OperationalInsights/workspaces'
  | 'Microsoft.Resources/resourceGroups'
  | 'Microsoft.Sql/servers'
  | 'Microsoft.Storage/storageAccounts'
  | 'Microsoft.Synapse/workspaces';

const SUBSCRIPTION = String.raw`/subscriptions/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})`;
const GROUP = String.raw`/resourceGroups/([\w().-]{0,89}[\w()-])`;
const NAME = String.raw`([\w().-]+)`;

/**
 * Reads the id of a resource that exists.
 *
 * @param scope the construct that was given the id.
 * @param prop the prop it was given as.
 * @param id the id, e.g. `/subscriptions/…/resourceGroups/rg-data/providers/Microsoft.Storage/storageAccounts/stlake`.
 * @param type what it must be the id of.
 * @throws LakehouseError when it is not known at synth, or no id of such a resource.
 */
export function resourceIdOf(scope: Construct, prop: string, id: string, type: ResourceType): ResourceId {
  const change = `copy the id from the JSON view of the resource in the portal`;
  const allowed = `${example(type)}, in full`;
  if (typeof id !== 'string')
    failAt(scope, { code: 'LH0001', prop, got: `is ${String(id)}`, allowed, change });
  if (Token.isUnresolved(id)) {
    failAt(scope, {
      code: 'LH6016',
      prop,
      got: 'is known only after deployment',
      allowed: 'an id as text: names in it get into pipelines, scripts and documents',
      change: 'write the id out',
    });
  }
  const [, subscription, resourceGroupName, name = resourceGroupName] = pattern(type).exec(id) ?? [];
  if (subscription === undefined || resourceGroupName === undefined || name === undefined)
    failAt(scope, { code: 'LH0001', prop, got: `is "${id}"`, allowed, change });
  const subscriptionId = subscription.toLowerCase();
  return {
    id: written(type, subscriptionId, resourceGroupName, name),
    subscriptionId,
    resourceGroupName,
    name,
  };
}

/** The id of a resource of that type by its names. */
export function resourceId(
  type: ResourceType,
  { subscriptionId, resourceGroupName, name }: Omit<ResourceId, 'id'>,
): string {
  return written(type, subscriptionId, resourceGroupName, name);
}

function pattern(type: ResourceType): RegExp {
  const tail = isGroup(type) ? '' : String.raw`/providers/${type.replaceAll('.', String.raw`\.`)}/${NAME}`;
  return new RegExp(`^${SUBSCRIPTION}${GROUP}${tail}$`, 'i');
}

function example(type: ResourceType): string {
  return `an id of the form ${written(type, '<subscription>', '<resource group>', '<name>')}`;
}

function written(type: ResourceType, subscription: string, group: string, name: string): string {
  const scope = `/subscriptions/${subscription}/resourceGroups/${group}`;
  return isGroup(type) ? scope : `${scope}/providers/${type}/${name}`;
}

function isGroup(type: ResourceType): boolean {
  return type === 'Microsoft.Resources/resourceGroups';
}
