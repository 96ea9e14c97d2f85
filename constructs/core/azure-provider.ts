import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { Lazy, TerraformResource, type TerraformStack } from 'cdktf';
import type { Environment } from '../../model';

/**
 * The Azure resource provider of each Terraform type, by the beginning of the type's name; the longest one counts.
 * `none` where every subscription has it. The names are case-sensitive.
 */
const RESOURCE_PROVIDERS: Readonly<Record<string, string>> = Object.freeze({
  azurerm_application_insights: 'microsoft.insights',
  azurerm_consumption: 'Microsoft.Consumption',
  azurerm_data_factory: 'Microsoft.DataFactory',
  azurerm_data_factory_trigger_blob_event: 'Microsoft.EventGrid',
  azurerm_eventgrid: 'Microsoft.EventGrid',
  azurerm_eventhub: 'Microsoft.EventHub',
  azurerm_fabric: 'Microsoft.Fabric',
  azurerm_federated_identity_credential: 'Microsoft.ManagedIdentity',
  azurerm_key_vault: 'Microsoft.KeyVault',
  azurerm_log_analytics: 'Microsoft.OperationalInsights',
  azurerm_machine_learning: 'Microsoft.MachineLearningServices',
  azurerm_management_lock: 'none',
  azurerm_monitor: 'microsoft.insights',
  azurerm_network_security: 'Microsoft.Network',
  azurerm_private_dns: 'Microsoft.Network',
  azurerm_private_endpoint: 'Microsoft.Network',
  azurerm_resource_group: 'none',
  azurerm_role: 'none',
  azurerm_storage: 'Microsoft.Storage',
  azurerm_stream_analytics: 'Microsoft.StreamAnalytics',
  azurerm_subnet: 'Microsoft.Network',
  azurerm_synapse: 'Microsoft.Synapse',
  azurerm_user_assigned_identity: 'Microsoft.ManagedIdentity',
  azurerm_virtual_network: 'Microsoft.Network',
});

/**
 * The Azure provider of a stack: by identity only, over the Resource Manager only.
 *
 * It registers the resource providers that the stack's resources need, and no others: a deployer on a locked-down
 * subscription may not register what nobody uses. A type that nobody has said a provider for fails the synthesis.
 */
export function azureProvider(stack: TerraformStack, environment: Environment): AzurermProvider {
  stack.node.addValidation({ validate: () => unknownTypes(stack) });
  return new AzurermProvider(stack, 'Azure', {
    tenantId: environment.tenantId,
    storageUseAzuread: true,
    resourceProviderRegistrations: 'none',
    resourceProvidersToRegister: Lazy.listValue({ produce: () => resourceProviders(stack) }),
    features: [
      {
        // A runner without a way into the private network can still create the account.
        storage: [{ dataPlaneAvailable: false }],
        keyVault: [{ purgeSoftDeleteOnDestroy: false }],
        resourceGroup: [{ preventDeletionIfContainsResources: true }],
      },
    ],
  });
}

/** The Azure resource providers that a stack's resources need, sorted. */
export function resourceProviders(stack: TerraformStack): string[] {
  const providers = new Set(azureTypes(stack).map(providerOf));
  return [...providers]
    .filter((provider) => provider !== undefined && provider !== 'none')
    .sort() as string[];
}

function unknownTypes(stack: TerraformStack): string[] {
  return azureTypes(stack)
    .filter((type) => providerOf(type) === undefined)
    .map(
      (type) =>
        `"${type}" has no resource provider; add it to RESOURCE_PROVIDERS in constructs/core/azure-provider.ts`,
    );
}

function azureTypes(stack: TerraformStack): string[] {
  const types = stack.node
    .findAll()
    .filter((node) => TerraformResource.isTerraformResource(node))
    .map((resource) => resource.terraformResourceType)
    .filter((type) => type.startsWith('azurerm_'));
  return [...new Set(types)].sort();
}

function providerOf(type: string): string | undefined {
  const prefixes = Object.keys(RESOURCE_PROVIDERS).filter(
    (prefix) => type === prefix || type.startsWith(`${prefix}_`),
  );
  const longest = prefixes.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : RESOURCE_PROVIDERS[longest];
}
