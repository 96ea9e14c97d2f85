import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import { Aspects, TerraformResource, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { PROVIDER_SETTINGS } from './azure-provider';

/** Something that may be in another subscription than the stack that uses it. */
export interface InSubscription {
  /** The subscription it is in. @default that of the stack which uses it */
  readonly subscriptionId?: string;
}

const further = new WeakMap<TerraformStack, Map<string, AzurermProvider>>();

/**
 * The Azure provider that makes resources inside of something that exists; nothing where the stack's own does.
 *
 * The provider looks for hubs, containers, pipelines and whatever else lies inside of another resource in its own
 * subscription, no matter what the id of that resource says. So a stack gets a second one, with an alias, for each further
 * subscription that it makes something in; one that the stack has for it already is used as it is.
 *
 * @param scope a construct of the stack that makes the resources.
 * @param host what they are made in.
 */
export function providerFor(
  scope: Construct,
  { subscriptionId }: InSubscription,
): AzurermProvider | undefined {
  if (subscriptionId === undefined) return undefined;
  const stack = TerraformStack.of(scope);
  const found = further.get(stack) ?? new Map<string, AzurermProvider>();
  further.set(stack, found);
  const provider = found.get(subscriptionId) ?? providerIn(stack, subscriptionId);
  found.set(subscriptionId, provider);
  return provider.alias === undefined ? undefined : provider;
}

function providerIn(stack: TerraformStack, subscriptionId: string): AzurermProvider {
  const known = stack.node.findAll().filter((node) => node instanceof AzurermProvider);
  const there = known.find(({ subscriptionId: other }) => other?.toLowerCase() === subscriptionId);
  if (there) return there;
  return new AzurermProvider(stack, `Azure-${subscriptionId}`, {
    ...PROVIDER_SETTINGS,
    alias: `subscription_${subscriptionId.replaceAll('-', '_')}`,
    subscriptionId,
    tenantId: known.find(({ alias }) => alias === undefined)?.tenantId,
  });
}

/**
 * Makes everything below a construct in the subscription of its resource group. Private endpoints are left alone: they are
 * where their network is.
 */
export function placeIn(scope: Construct, resourceGroup: InSubscription): void {
  const provider = providerFor(scope, resourceGroup);
  if (provider === undefined) return;
  Aspects.of(scope).add({
    visit: (node) => {
      if (!TerraformResource.isTerraformResource(node) || node instanceof PrivateEndpoint) return;
      node.provider ??= provider;
    },
  });
}
