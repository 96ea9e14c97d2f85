import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { TerraformResource } from 'cdktf';
import { resourceProviders } from '../../../constructs/core';
import { providersOfType } from '../../../constructs/core/resource-providers';
import type { LakehouseStack } from '../../../stacks';
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
    ['azurerm_data_factory_trigger_blob_event', ['Microsoft.DataFactory', 'Microsoft.EventGrid']],
    ['azurerm_monitor_metric_alert', ['microsoft.insights']],
    ['azurerm_management_lock', []],
    ['azurerm_kubernetes_cluster', ['Microsoft.ContainerService']],
    ['azurerm_kubernetes_cluster_extension', ['Microsoft.KubernetesConfiguration']],
    ['azurerm_network_function_azure_traffic_collector', ['Microsoft.NetworkFunction']],
    ['azurerm_monitor_workspace', ['Microsoft.Monitor']],
    ['azurerm_web_app_hybrid_connection', ['Microsoft.Relay', 'Microsoft.Web']],
    ['azurerm_virtual_machine', ['Microsoft.Compute']],
    ['azurerm_virtual_network_gateway', ['Microsoft.Network']],
    ['azurerm_subscription_policy_remediation', ['Microsoft.PolicyInsights']],
  ])('knows the resource provider of %s', (terraformResourceType, providers) => {
    const stack = testStack();
    new TerraformResource(stack, 'Any', { terraformResourceType });
    expect(resourceProviders(stack)).toEqual(providers);
  });

  test('knows those of every type that the binding has', () => {
    const library = join(dirname(require.resolve('@cdktf/provider-azurerm/package.json')), 'lib');
    const types = readdirSync(library, { withFileTypes: true })
      .filter(
        (entry) => entry.isDirectory() && !entry.name.startsWith('data-azurerm') && entry.name !== 'provider',
      )
      .map(({ name }) => `azurerm_${name.replaceAll('-', '_')}`);
    expect(types.length).toBeGreaterThan(1000);
    expect(types.filter((type) => providersOfType(type) === undefined)).toEqual([]);
  });

  describe('without knowing a type', () => {
    const withUnknownType = (): LakehouseStack => {
      const stack = testStack();
      new TerraformResource(stack, 'Workspace', {
        terraformResourceType: 'azurerm_quantum_workspace',
        terraformGeneratorMetadata: { providerName: 'azurerm' },
      });
      return stack;
    };

    test('fails, and names the call to make', () => {
      expect(() => synth(withUnknownType())).toThrow(
        '"azurerm_quantum_workspace" is a type whose resource provider is not known; ' +
          "call stack.registerResourceProvider('Microsoft.…', 'azurerm_quantum_workspace')",
      );
    });

    test('registers the one that it was reported, once', () => {
      const stack = withUnknownType();
      stack.registerResourceProvider('Microsoft.Quantum', 'azurerm_quantum_workspace');
      stack.registerResourceProvider('Microsoft.Quantum');
      expect(synth(stack).provider.azurerm?.[0]?.resource_providers_to_register).toEqual([
        'Microsoft.Quantum',
      ]);
    });

    test('still fails when another type is reported', () => {
      const stack = withUnknownType();
      stack.registerResourceProvider('Microsoft.Quantum', 'azurerm_quantum_job');
      expect(() => synth(stack)).toThrow('azurerm_quantum_workspace');
    });
  });

  test('registers for one stack only', () => {
    const [one, other] = [testStack(), testStack()];
    one.registerResourceProvider('Microsoft.Quantum');
    expect(resourceProviders(other)).toEqual([]);
  });

  test('refuses names that cannot be right, all at once', () => {
    expect(() => testStack().registerResourceProvider('storage', 'aws_s3_bucket')).toThrow(
      /stack: "provider" is "storage"; allowed: the name of a resource provider, .*\n.*stack: "types" has "aws_s3_bucket"/,
    );
  });
});
