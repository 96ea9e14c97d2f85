import { KeyVault } from '../../../constructs/hosts';
import type { Environment } from '../../../model';
import { dev, prod } from '../../support/small-company';
import { blockOf, placeIn, resources, synth, testStack } from '../../support/synth';

function vaultIn(environment: Environment) {
  const stack = testStack(environment);
  const vault = new KeyVault(stack, 'Vault', placeIn(stack));
  const terraform = synth(stack);
  return { vault, terraform, block: blockOf(terraform, vault.resource) };
}

describe('KeyVault', () => {
  test('is opened by roles, cannot be purged and is protected', () => {
    expect(vaultIn(dev).block).toMatchObject({
      name: 'kv-small-dev',
      tenant_id: dev.tenantId,
      rbac_authorization_enabled: true,
      purge_protection_enabled: true,
      soft_delete_retention_days: 90,
      lifecycle: { prevent_destroy: true },
    });
  });

  test('answers everybody with a role when public', () => {
    const { block, vault } = vaultIn(dev);
    expect(block).toMatchObject({
      public_network_access_enabled: true,
      network_acls: { default_action: 'Allow', bypass: 'AzureServices' },
    });
    expect(vault.privateEndpoint).toBeUndefined();
  });

  test('keeps public access off when private, and has an endpoint', () => {
    const { block, vault, terraform } = vaultIn(prod);
    expect(block).toMatchObject({
      public_network_access_enabled: false,
      network_acls: { default_action: 'Deny', bypass: 'AzureServices' },
    });
    expect(blockOf(terraform, vault.privateEndpoint!)).toMatchObject({
      name: 'pep-small-prod-vault',
      private_service_connection: { subresource_names: ['vault'] },
    });
  });

  test('holds no secrets', () => {
    expect(resources(vaultIn(dev).terraform, 'azurerm_key_vault_secret')).toEqual([]);
  });

  test('sends its logs', () => {
    const { vault, terraform } = vaultIn(dev);
    expect(blockOf(terraform, vault.diagnostics).target_resource_id).toContain('azurerm_key_vault.Vault');
  });

  test('says where it answers', () => {
    expect(vaultIn(prod).vault.uri).toBe('https://kv-small-prod.vault.azure.net');
  });

  test("fails in a private environment without the platform's network", () => {
    const stack = testStack(prod);
    const { resourceGroup, observability } = placeIn(stack);
    expect(() => new KeyVault(stack, 'Vault', { resourceGroup, observability })).toThrow(
      'stack/Vault: "network" is missing; allowed: the Network of environment "prod", which is private; pass the platform\'s network',
    );
  });
});
