import { lifecycleRules, MACHINE_LEARNING_DEFAULTS, type MachineLearning } from '../../../constructs';
import { grantsOf } from '../../../constructs/core';
import type { DepartmentProps, Environment, ModelBinding } from '../../../model';
import { DepartmentStack, PlatformStack } from '../../../stacks';
import { modelling, placed, planning, publishedTables, untrained } from '../../support/models';
import { dev, prod } from '../../support/small-company';
import { addresses, blockOf, resources, synth, testApp, theResource } from '../../support/synth';

function stacksIn(
  base: Environment,
  models: Readonly<Record<string, ModelBinding>>,
  change: Partial<DepartmentProps> = {},
) {
  const environment = { ...base, models };
  const company = modelling([environment], planning(change));
  const app = testApp();
  const platform = new PlatformStack(app, `platform-${base.name}`, { company, environment });
  const stack = new DepartmentStack(app, `planning-${base.name}`, {
    department: company.departments[0]!,
    platform,
  });
  return { platform, stack, ml: stack.machineLearning!, terraform: synth(stack) };
}

const grants = (stack: DepartmentStack, ml: MachineLearning) =>
  grantsOf(stack)
    .filter(({ at, to }) => at.includes('MachineLearning') || to === 'id-mdl-dev-planning-models')
    .map(({ on, role, to }) => `${to}: ${role} on ${on}`)
    .map((line) => line.replaceAll(ml.name, 'workspace'));

describe('the machine learning of a department, in a public environment', () => {
  const { stack, ml, terraform } = stacksIn(dev, placed);

  test('is a workspace with a storage account, a vault and traces of its own', () => {
    expect(theResource(terraform, 'azurerm_machine_learning_workspace')).toMatchObject({
      name: 'mlw-mdl-dev-planning',
      identity: { type: 'SystemAssigned' },
      managed_network: { isolation_mode: 'Disabled' },
      lifecycle: { prevent_destroy: true },
    });
    expect(theResource(terraform, 'azurerm_storage_account')).toMatchObject({
      name: 'stmdldevplanningml',
      is_hns_enabled: false,
      shared_access_key_enabled: false,
      default_to_oauth_authentication: true,
      allow_nested_items_to_be_public: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(theResource(terraform, 'azurerm_key_vault')).toMatchObject({
      name: 'kv-mdl-dev-planning-ml',
      rbac_authorization_enabled: true,
      purge_protection_enabled: true,
      lifecycle: { prevent_destroy: true },
    });
    expect(theResource(terraform, 'azurerm_application_insights')).toMatchObject({
      application_type: 'web',
      local_authentication_disabled: true,
      workspace_id: expect.stringContaining('log_analytics_workspace') as string,
    });
  });

  test('has machines that go to zero, without a local login', () => {
    expect(theResource(terraform, 'azurerm_machine_learning_compute_cluster')).toMatchObject({
      name: 'models',
      vm_size: MACHINE_LEARNING_DEFAULTS.vmSize,
      vm_priority: MACHINE_LEARNING_DEFAULTS.priority,
      scale_settings: {
        min_node_count: 0,
        max_node_count: 2,
        scale_down_nodes_after_idle_duration: 'PT120S',
      },
      local_auth_enabled: false,
      ssh_public_access_enabled: false,
      identity: { type: 'UserAssigned', identity_ids: [expect.stringContaining('MachineLearning_Identity')] },
    });
  });

  test('takes the machines that the department asks for', () => {
    const modelCompute = { vmSize: 'Standard_NC4as_T4_v3', maxNodes: 1, priority: 'LowPriority' as const };
    const asked = stacksIn(dev, placed, { settings: { modelCompute } }).terraform;
    expect(theResource(asked, 'azurerm_machine_learning_compute_cluster')).toMatchObject({
      vm_size: 'Standard_NC4as_T4_v3',
      vm_priority: 'LowPriority',
      scale_settings: { min_node_count: 0, max_node_count: 1 },
    });
  });

  test('knows the silver zone without credentials, and where models write', () => {
    expect(theResource(terraform, 'azurerm_machine_learning_datastore_datalake_gen2')).toMatchObject({
      name: 'silver',
      service_data_identity: 'None',
      storage_container_id: `\${azurerm_storage_container.${stack.lakehouse.containers.silver.friendlyUniqueId}.id}`,
    });
    expect(theResource(terraform, 'azurerm_machine_learning_datastore_blobstorage')).toMatchObject({
      name: 'scores',
      service_data_auth_identity: 'WorkspaceSystemAssignedIdentity',
    });
    expect(JSON.stringify(terraform.resource)).not.toMatch(
      /"(account_key|client_secret|shared_access_signature)"/,
    );
  });

  test('knows the products where features are published, and lets models read these instead', () => {
    const shown = stacksIn(dev, placed, { tables: publishedTables() });
    expect(theResource(shown.terraform, 'azurerm_machine_learning_datastore_datalake_gen2')).toMatchObject({
      name: 'products',
      storage_container_id: `\${azurerm_storage_container.${shown.stack.lakehouse.containers.products.friendlyUniqueId}.id}`,
    });
    expect(grants(shown.stack, shown.ml).filter((line) => line.includes('Reader'))).toEqual([
      'id-mdl-dev-planning-models: Storage Blob Data Reader on planning-products',
    ]);
  });

  test('deletes scores that have long been fetched', () => {
    expect(theResource(terraform, 'azurerm_storage_management_policy').rule).toMatchObject([
      {
        filters: { prefix_match: ['scores/'] },
        actions: { base_blob: { delete_after_days_since_modification_greater_than: 7 } },
      },
    ]);
  });

  test('lets bronze keep what models wrote as long as they promise', () => {
    const bronze = lifecycleRules(planning()).filter(({ name }) => name.startsWith('planning-bronze'));
    expect(bronze.map(({ prefixes, deleteAfterDays }) => [prefixes, deleteAfterDays])).toEqual([
      [['planning-bronze/'], 400],
      [['planning-bronze/sales/', 'planning-bronze/return_risk_scores/'], 30],
    ]);
  });

  test('grants models to read silver and to write their own storage, and nobody more than needed', () => {
    expect(grants(stack, ml).sort()).toEqual([
      'adf-mdl-dev: AzureML Data Scientist on workspace',
      'id-mdl-dev-planning-models: Storage Blob Data Contributor on stmdldevplanningml',
      'id-mdl-dev-planning-models: Storage Blob Data Reader on planning-silver',
      'id-mdl-dev-planning: AzureML Data Scientist on workspace',
      'id-mdl-dev-planning: Storage Blob Data Contributor on stmdldevplanningml/scores',
    ]);
  });

  test('grants pipelines nothing while fallbacks are all that runs', () => {
    const fallbacks = stacksIn(dev, untrained);
    expect(grants(fallbacks.stack, fallbacks.ml).sort()).toEqual([
      'id-mdl-dev-planning-models: Storage Blob Data Contributor on stmdldevplanningml',
      'id-mdl-dev-planning-models: Storage Blob Data Reader on planning-silver',
    ]);
    expect(Object.keys(fallbacks.terraform.data ?? {})).toEqual(['terraform_remote_state']);
  });

  test('grants the factory nothing without a published pipeline', () => {
    const batch = stacksIn(dev, { ...placed, return_risk: { fallback: 'not trained yet' } });
    expect(grants(batch.stack, batch.ml).join()).not.toContain('adf-mdl-dev');
  });

  test('sends the logs of all its parts', () => {
    const targets = resources(terraform, 'azurerm_monitor_diagnostic_setting').map(
      ({ target_resource_id: id }) => String(id),
    );
    for (const part of [ml.resource, ml.keyVault!, ml.storage.resource])
      expect(targets.some((target) => target.includes(part.friendlyUniqueId))).toBe(true);
  });

  test('makes nothing private', () => {
    expect(addresses(terraform).filter((address) => /private|outbound/.test(address))).toEqual([]);
    expect(ml.outboundRules).toEqual([]);
  });

  test('registers its resource providers', () => {
    expect(terraform.provider.azurerm?.[0]?.resource_providers_to_register).toEqual(
      expect.arrayContaining([
        'Microsoft.KeyVault',
        'Microsoft.MachineLearningServices',
        'microsoft.insights',
      ]),
    );
  });
});

describe('the machine learning of a department, in a private environment', () => {
  const { platform, ml, terraform } = stacksIn(prod, placed);

  test('is reached from the private network only, and lets nothing out but what is approved', () => {
    expect(JSON.stringify(terraform.resource)).not.toMatch(/"public_network_access_enabled":true/);
    expect(theResource(terraform, 'azurerm_machine_learning_workspace')).toMatchObject({
      public_network_access_enabled: false,
      managed_network: { isolation_mode: 'AllowOnlyApprovedOutbound', provision_on_creation_enabled: false },
    });
    expect(theResource(terraform, 'azurerm_machine_learning_compute_cluster').node_public_ip_enabled).toBe(
      false,
    );
    expect(theResource(terraform, 'azurerm_storage_account').network_rules).toMatchObject({
      default_action: 'Deny',
    });
  });

  test('has a private endpoint for every part, under names that the platform keeps', () => {
    const subresources = resources(terraform, 'azurerm_private_endpoint').flatMap(
      ({ private_service_connection: connection }) =>
        (connection as { subresource_names: string[] }).subresource_names,
    );
    expect(subresources.sort()).toEqual(['amlworkspace', 'blob', 'file', 'vault']);
    const zones = resources(synth(platform), 'azurerm_private_dns_zone').map(({ name }) => name);
    expect(zones).toEqual(
      expect.arrayContaining([
        'privatelink.api.azureml.ms',
        'privatelink.file.core.windows.net',
        'privatelink.notebooks.azure.net',
      ]),
    );
    const [workspace] = ml.privateEndpoints;
    expect(
      (blockOf(terraform, workspace!).private_dns_zone_group as { private_dns_zone_ids: unknown[] })
        .private_dns_zone_ids,
    ).toHaveLength(2);
  });

  test('reaches the lake, and is reached by the factory, over private ways', () => {
    expect(
      resources(terraform, 'azurerm_machine_learning_workspace_network_outbound_rule_private_endpoint').map(
        ({ sub_resource_target: part }) => part,
      ),
    ).toEqual(['blob', 'dfs']);
    expect(
      resources(terraform, 'azurerm_data_factory_managed_private_endpoint').map(
        ({ name, subresource_name: part }) => `${String(name)} ${String(part)}`,
      ),
    ).toEqual(['planning-models amlworkspace', 'planning-scores blob']);
  });

  test('opens its ways one after the other: of rules made side by side, one has vanished', () => {
    const type = 'azurerm_machine_learning_workspace_network_outbound_rule_private_endpoint';
    const rules = Object.entries(terraform.resource?.[type] ?? {});
    const approvals = addresses(terraform).filter((address) => address.includes('MachineLearning_Approves'));
    expect(approvals).toHaveLength(2);
    const isFirst = ([, { depends_on: before }]: (typeof rules)[number]) =>
      approvals.every((address) => (before as readonly string[]).includes(address));
    const [first] = rules.find(isFirst)!;
    const others = rules.filter(([name]) => name !== first).map(([, { depends_on: before }]) => before);
    expect(others).toEqual([[`${type}.${first}`]]);
  });

  test('opens no way from the factory before a model is there', () => {
    const fallbacks = stacksIn(prod, untrained);
    expect(resources(fallbacks.terraform, 'azurerm_data_factory_managed_private_endpoint')).toEqual([]);
    expect(fallbacks.ml.outboundRules.map(({ lake }) => lake.name)).toEqual([
      'stmdlprodlake',
      'stmdlprodlake',
    ]);
  });

  test('costs no platform anything that has no models', () => {
    const company = modelling([prod], planning({ tables: [] }));
    const plain = new PlatformStack(testApp(), 'platform-prod', { company, environment: prod });
    expect(plain.machineLearningDnsZones).toBeUndefined();
  });
});

describe('the names of machine learning', () => {
  test('stay within what Azure allows, for the longest department', () => {
    const longest = { ...prod, name: 'produc8n', models: placed };
    const owner = { ...planning(), name: 'very-long-department' };
    const company = { ...modelling([longest], owner), code: 'longcode' };
    const app = testApp();
    const platform = new PlatformStack(app, 'platform-long', { company, environment: longest });
    const stack = new DepartmentStack(app, 'long', { department: owner, platform });
    const { storage, keyVault, name } = stack.machineLearning!;
    const names = [storage.name, keyVault?.nameInput ?? '', name];
    expect(names).toEqual([
      expect.stringMatching(/^stlongcodeproduc8nml[a-z0-9]{3}$/),
      expect.stringMatching(/^kv-longcode-produc8n-[a-z0-9]{3}$/),
      expect.stringMatching(/^mlw-longcode-produc8n-[a-z0-9]{3}$/),
    ]);
    expect(names.every((each, index) => each.length <= [24, 24, 33][index]!)).toBe(true);
  });
});
