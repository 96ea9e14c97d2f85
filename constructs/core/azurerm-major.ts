import type { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import type { PrivateDnsZone } from '@cdktf/provider-azurerm/lib/private-dns-zone';
import type { PrivateDnsZoneVirtualNetworkLink } from '@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link';
import type { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { type TerraformResource, TerraformStack } from 'cdktf';
import { AZURERM_DEFAULT, type AzurermMajor } from '../../model';

/** The versions that stacks of the later major ask for: the least one was tried with `terraform validate`. */
export const AZURERM_5_VERSIONS = '~> 5.2';

const five = new WeakSet<TerraformStack>();

/** Says which major version of the provider a stack is written for, before anything is made in it. */
export function writeForAzurerm(stack: TerraformStack, major: AzurermMajor = AZURERM_DEFAULT): void {
  if (major !== 5) return;
  five.add(stack);
  // The bindings know one version, and would write that.
  stack.addOverride('terraform.required_providers.azurerm.version', AZURERM_5_VERSIONS);
}

/**
 * Writes a resource as azurerm 5 takes it, in stacks that are written for it. The engines' bindings are of azurerm 4.
 *
 * @param resource as azurerm 4 takes it.
 * @param removed arguments that azurerm 5 does not know.
 * @param added what it takes in their place.
 * @returns the resource.
 */
export function inAzurerm5<T extends TerraformResource>(
  resource: T,
  removed: readonly string[],
  added: Readonly<Record<string, unknown>>,
): T {
  if (!five.has(TerraformStack.of(resource))) return resource;
  for (const argument of removed) resource.addOverride(argument, undefined);
  for (const [argument, value] of Object.entries(added)) resource.addOverride(argument, value);
  return resource;
}

/** A link to a private DNS zone, which azurerm 5 takes by the zone's id. */
export function linkedById(
  link: PrivateDnsZoneVirtualNetworkLink,
  zone: PrivateDnsZone,
): PrivateDnsZoneVirtualNetworkLink {
  return inAzurerm5(link, ['private_dns_zone_name', 'resource_group_name'], { private_dns_zone_id: zone.id });
}

/** A federated credential of an identity, which azurerm 5 takes by a name of its own. */
export function federatedById(
  federation: FederatedIdentityCredential,
  identity: UserAssignedIdentity,
): FederatedIdentityCredential {
  return inAzurerm5(federation, ['parent_id', 'resource_group_name'], {
    user_assigned_identity_id: identity.id,
  });
}
