import { grantsOf } from '../../../constructs/core';
import { DataLake, SynapseWorkspace } from '../../../constructs/hosts';
import type { Environment } from '../../../model';
import { dev, prod } from '../../support/small-company';
import { blockOf, placeIn, resources, synth, testStack } from '../../support/synth';

function synapseIn(environment: Environment) {
  const stack = testStack(environment);
  const place = placeIn(stack);
  const lake = new DataLake(stack, 'Lake', place);
  const synapse = new SynapseWorkspace(stack, 'Synapse', { ...place, files: lake.workspaceFiles });
  const terraform = synth(stack);
  return { stack, synapse, terraform, block: blockOf(terraform, synapse.resource) };
}

describe('SynapseWorkspace', () => {
  test('knows identities only, and no password', () => {
    const { block } = synapseIn(dev);
    expect(block).toMatchObject({
      name: 'syn-small-dev',
      azuread_authentication_only: true,
      identity: { type: 'SystemAssigned' },
    });
    expect(Object.keys(block).filter((key) => key.startsWith('sql_administrator'))).toEqual([]);
  });

  test('is protected, and neither its tags nor the login that Azure fills in make another workspace', () => {
    expect(synapseIn(dev).block.lifecycle).toEqual({
      prevent_destroy: true,
      ignore_changes: ['tags', 'sql_administrator_login'],
    });
  });

  test('has the time that a managed network takes', () => {
    expect(synapseIn(prod).block.timeouts).toEqual({ create: '90m' });
  });

  test('lives in a container of the lake, by its address', () => {
    expect(synapseIn(dev).block.storage_data_lake_gen2_filesystem_id).toMatch(
      /^\$\{azurerm_storage_account\.Lake_\w+\.primary_dfs_endpoint\}\$\{azurerm_storage_container\.Lake_SynapseContainer_\w+\.name\}$/,
    );
  });

  test('may keep its own files there, and says so in the access matrix', () => {
    const { stack, synapse, terraform } = synapseIn(dev);
    expect(blockOf(terraform, synapse.containerGrant)).toMatchObject({
      role_definition_name: 'Storage Blob Data Contributor',
      scope: expect.stringContaining('azurerm_storage_container.Lake_SynapseContainer') as string,
      principal_id: expect.stringContaining('azurerm_synapse_workspace.Synapse') as string,
    });
    expect(grantsOf(stack)).toMatchObject([{ on: 'stsmalldevlake/synapse', to: 'syn-small-dev' }]);
  });

  test("is administered by the environment's group", () => {
    const { synapse, terraform } = synapseIn(dev);
    expect(blockOf(terraform, synapse.sqlAdministrators)).toMatchObject({
      login: 'sql-administrators',
      object_id: '22222222-2222-2222-2222-222222222222',
      tenant_id: dev.tenantId,
    });
  });

  test('lets in what runs in Azure when public, and nothing else', () => {
    const { synapse, terraform, block } = synapseIn(dev);
    expect(block).toMatchObject({
      public_network_access_enabled: true,
      managed_virtual_network_enabled: false,
      data_exfiltration_protection_enabled: false,
    });
    expect(blockOf(terraform, synapse.firewallRule!)).toMatchObject({
      name: 'AllowAllWindowsAzureIps',
      start_ip_address: '0.0.0.0',
      end_ip_address: '0.0.0.0',
    });
    expect(synapse.privateEndpoints).toEqual({});
  });

  test('keeps public access off when private, guards its way out, and has endpoints for serverless SQL and Studio', () => {
    const { synapse, terraform, block } = synapseIn(prod);
    expect(block).toMatchObject({
      public_network_access_enabled: false,
      managed_virtual_network_enabled: true,
      data_exfiltration_protection_enabled: true,
    });
    expect(synapse.firewallRule).toBeUndefined();
    for (const subresource of ['SqlOnDemand', 'Dev'] as const) {
      expect(blockOf(terraform, synapse.privateEndpoints[subresource]!)).toMatchObject({
        private_service_connection: { subresource_names: [subresource] },
      });
    }
  });

  test('writes every statement to the logs, without a key', () => {
    const { synapse, terraform } = synapseIn(dev);
    expect(blockOf(terraform, synapse.auditing)).toEqual({
      synapse_workspace_id: expect.stringContaining('azurerm_synapse_workspace.Synapse') as string,
      log_monitoring_enabled: true,
    });
    expect(blockOf(terraform, synapse.diagnostics).target_resource_id).toContain(
      'azurerm_synapse_workspace.Synapse',
    );
  });

  test('has no pools, which bill by the hour', () => {
    const { terraform } = synapseIn(prod);
    expect(resources(terraform, 'azurerm_synapse_sql_pool')).toEqual([]);
    expect(resources(terraform, 'azurerm_synapse_spark_pool')).toEqual([]);
  });

  test('needs no way to its data plane', () => {
    const types = Object.keys(synapseIn(prod).terraform.resource ?? {});
    expect(types).not.toContain('azurerm_synapse_role_assignment');
    expect(types).not.toContain('azurerm_synapse_managed_private_endpoint');
  });

  test('says where serverless SQL answers', () => {
    expect(synapseIn(dev).synapse.serverlessEndpoint).toBe('syn-small-dev-ondemand.sql.azuresynapse.net');
  });
});
