import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { TerraformResource } from 'cdktf';
import { resourceProviders } from '../../../constructs/core';
import { synth, testStack } from '../../support/synth';

const account = {
  name: 'st',
  location: 'x',
  resourceGroupName: 'rg',
  accountTier: 'Standard',
  accountReplicationType: 'LRS',
};

describe('azureProvider', () => {
  test('works by identity and over the Resource Manager only', () => {
    expect(synth(testStack()).provider.azurerm).toEqual([
      {
        tenant_id: '11111111-1111-1111-1111-111111111111',
        storage_use_azuread: true,
        resource_provider_registrations: 'none',
        resource_providers_to_register: [],
        features: [
          {
            storage: [{ data_plane_available: false }],
            key_vault: [{ purge_soft_delete_on_destroy: false }],
            resource_group: [{ prevent_deletion_if_contains_resources: true }],
          },
        ],
      },
    ]);
  });

  test('registers what the stack uses, also what is added after the provider', () => {
    const stack = testStack();
    new ResourceGroup(stack, 'Group', { name: 'rg', location: 'x' });
    new StorageAccount(stack, 'Account', account);
    expect(synth(stack).provider.azurerm?.[0]?.resource_providers_to_register).toEqual(['Microsoft.Storage']);
  });

  test.each([
    ['azurerm_data_factory_pipeline', ['Microsoft.DataFactory']],
    ['azurerm_data_factory_trigger_blob_event', ['Microsoft.EventGrid']],
    ['azurerm_monitor_metric_alert', ['microsoft.insights']],
    ['azurerm_management_lock', []],
  ])('knows the resource provider of %s', (terraformResourceType, providers) => {
    const stack = testStack();
    new TerraformResource(stack, 'Any', { terraformResourceType });
    expect(resourceProviders(stack)).toEqual(providers);
  });

  test('fails for a type that nobody has said a resource provider for', () => {
    const stack = testStack();
    new TerraformResource(stack, 'Cluster', {
      terraformResourceType: 'azurerm_kubernetes_cluster',
      terraformGeneratorMetadata: { providerName: 'azurerm' },
    });
    expect(() => synth(stack)).toThrow(
      '"azurerm_kubernetes_cluster" has no resource provider; add it to RESOURCE_PROVIDERS',
    );
  });
});
