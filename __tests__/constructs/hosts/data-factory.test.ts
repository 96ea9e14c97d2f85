import {
  DATA_FACTORY_DEFAULTS,
  DataFactory,
  DataLake,
  DepartmentIdentity,
  SynapseWorkspace,
} from '../../../constructs/hosts';
import type { Environment, IntegrationRuntimeSettings } from '../../../model';
import { dev, prod } from '../../support/small-company';
import { blockOf, placeIn, resources, synth, testStack } from '../../support/synth';

function factoryIn(
  environment: Environment,
  departments = ['sales', 'board-room'],
  integrationRuntime?: IntegrationRuntimeSettings,
  sqlServers?: readonly string[],
) {
  const stack = testStack(environment);
  const place = placeIn(stack);
  const { resourceGroup } = place;
  const lake = new DataLake(stack, 'Lake', place);
  const synapse = new SynapseWorkspace(stack, 'Synapse', { ...place, files: lake.workspaceFiles });
  const identities = Object.fromEntries(
    departments.map((department) => [
      department,
      new DepartmentIdentity(stack, `Identity-${department}`, { resourceGroup, department }),
    ]),
  );
  const factory = new DataFactory(stack, 'Factory', {
    ...place,
    lake,
    synapse,
    identities,
    integrationRuntime,
    sqlServers,
  });
  const terraform = synth(stack);
  return { factory, identities, terraform, block: blockOf(terraform, factory.resource) };
}

describe('DataFactory', () => {
  test("has its own identity and the departments'", () => {
    expect(factoryIn(dev).block.identity).toEqual({
      type: 'SystemAssigned, UserAssigned',
      identity_ids: [
        expect.stringContaining('azurerm_user_assigned_identity.Identity-sales'),
        expect.stringContaining('azurerm_user_assigned_identity.Identity-board-room'),
      ],
    });
  });

  test('has only its own identity without departments', () => {
    expect(factoryIn(dev, []).block.identity).toEqual({ type: 'SystemAssigned' });
  });

  test('has a credential for each department, by a name that Data Factory accepts', () => {
    const { factory, identities, terraform } = factoryIn(dev);
    expect(Object.keys(factory.credentials)).toEqual(['sales', 'board-room']);
    expect(blockOf(terraform, factory.credentials['board-room']!)).toMatchObject({
      name: 'board_room',
      identity_id: expect.stringContaining('azurerm_user_assigned_identity.Identity-board-room') as string,
    });
    expect(identities['board-room']?.credentialName).toBe('board_room');
  });

  test('is protected', () => {
    expect(factoryIn(dev).block).toMatchObject({
      name: 'adf-small-dev',
      lifecycle: { prevent_destroy: true },
    });
  });

  test("runs on Azure's own runtime when public", () => {
    const { factory, terraform, block } = factoryIn(dev);
    expect(block).toMatchObject({ public_network_enabled: true, managed_virtual_network_enabled: false });
    expect(resources(terraform, 'azurerm_data_factory_integration_runtime_azure')).toEqual([]);
    expect(factory).toMatchObject({
      integrationRuntime: undefined,
      integrationRuntimeName: undefined,
      managedEndpoints: [],
    });
  });

  test('keeps public access off when private, and runs in a managed network', () => {
    const { factory, terraform, block } = factoryIn(prod);
    expect(block).toMatchObject({ public_network_enabled: false, managed_virtual_network_enabled: true });
    expect(DATA_FACTORY_DEFAULTS).toMatchObject({ coreCount: 8, timeToLiveMinutes: 0 });
    expect(blockOf(terraform, factory.integrationRuntime!)).toMatchObject({
      name: 'managed-network',
      location: 'northeurope',
      virtual_network_enabled: true,
      core_count: 8,
      time_to_live_min: 0,
    });
    expect(factory.integrationRuntimeName).toBe('managed-network');
    // An endpoint of the factory would serve self-hosted runtimes alone.
    expect(JSON.stringify(resources(terraform, 'azurerm_private_endpoint'))).not.toContain('"dataFactory"');
  });

  test('keeps a cluster warm when asked', () => {
    const { factory, terraform } = factoryIn(prod, [], { timeToLiveMinutes: 10 });
    expect(blockOf(terraform, factory.integrationRuntime!).time_to_live_min).toBe(10);
  });

  test('reaches the lake and serverless SQL from its managed network', () => {
    const { factory, terraform } = factoryIn(prod);
    const reached = factory.managedEndpoints.map(({ resource, target }) => [
      target.name,
      blockOf(terraform, resource).subresource_name,
    ]);
    expect(reached).toEqual([
      ['stsmallprodlake', 'dfs'],
      ['stsmallprodlake', 'blob'],
      ['syn-small-prod', 'SqlOnDemand'],
    ]);
  });

  test('reaches the SQL servers of sources by endpoints of its own, in a private environment only', () => {
    const server =
      '/subscriptions/6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e20/resourceGroups/rg-crm/providers/Microsoft.Sql/servers/sql-crm';
    const { factory, terraform } = factoryIn(prod, [], undefined, [server]);
    const [endpoint] = factory.managedEndpoints.filter(({ subresource }) => subresource === 'sqlServer');
    expect(endpoint).toMatchObject({
      targetType: 'Microsoft.Sql/servers',
      target: { name: 'sql-crm', resourceGroupName: 'rg-crm' },
    });
    expect(blockOf(terraform, endpoint!.resource)).toMatchObject({
      name: 'sql-sql-crm',
      target_resource_id: server,
      subresource_name: 'sqlServer',
    });
    expect(factoryIn(dev, [], undefined, [server]).factory.managedEndpoints).toEqual([]);
    expect(() => factoryIn(prod, [], undefined, ['sql-crm'])).toThrow('"sqlServers" is "sql-crm"');
  });

  test('sends its logs to tables of their own', () => {
    const { factory, terraform } = factoryIn(dev);
    expect(blockOf(terraform, factory.diagnostics)).toMatchObject({
      log_analytics_destination_type: 'Dedicated',
      target_resource_id: expect.stringContaining('azurerm_data_factory.Factory') as string,
    });
  });
});

describe('DepartmentIdentity', () => {
  test('is named and tagged after its department', () => {
    const { identities, terraform } = factoryIn(dev);
    const identity = identities['board-room']!;
    expect(blockOf(terraform, identity.resource)).toMatchObject({
      name: 'id-small-dev-board-room',
      tags: { department: 'board-room' },
    });
    expect(identity.name).toBe('id-small-dev-board-room');
  });
});
