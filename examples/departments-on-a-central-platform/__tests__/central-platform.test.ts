import { TerraformStack, Testing } from 'cdktf';
import { companyIssues } from 'cdktf-azure-lakehouse/validation';
import { accessMatrix, DepartmentStack } from 'cdktf-azure-lakehouse/stacks';
import { company, prod } from '../company';
import { centralPlatform } from '../platform';
import { testApp } from '../../../__tests__/support/synth';

type Block = Readonly<Record<string, unknown>>;
interface Terraform {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly provider: { readonly azurerm: readonly Block[] };
}

const app = testApp();
const platform = centralPlatform(app, company, prod);
const [sales, warehouse, audit] = company.departments.map(
  (department) => new DepartmentStack(app, `${department.name}-prod`, { department, platform }),
) as [DepartmentStack, DepartmentStack, DepartmentStack];
const stacks = [sales, warehouse, audit];
for (const stack of stacks) stack.prepareStack();
const synthesized = new Map(
  stacks.map((stack) => [stack, JSON.parse(Testing.synth(stack, true)) as Terraform]),
);
const terraform = (stack: DepartmentStack): Terraform => synthesized.get(stack)!;
const blocks = (stack: DepartmentStack, type: string): Block[] =>
  Object.values(terraform(stack).resource[type] ?? {});

/** The existing resources that a stack refers to, by their last two words. */
const existing = (stack: DepartmentStack): string[] => {
  const ids = JSON.stringify(terraform(stack)).matchAll(
    /\/providers\/(Microsoft\.[A-Za-z.]+\/[A-Za-z]+\/[\w.-]+)/g,
  );
  return [...new Set([...ids].map(([, id = '']) => id.split('/').slice(1).join('/')))].sort();
};
const CENTRAL = 'azurerm.subscription_5a5a0000_0000_4000_8000_000000000002';

it('is a company without mistakes', () => {
  expect(companyIssues(company)).toEqual([]);
});

it('has no stack of the platform: nothing of it is made or looked up', () => {
  const all = app.node.findAll().filter((node) => TerraformStack.isStack(node));
  expect(all.map(({ node }) => node.id)).toEqual(['sales-prod', 'warehouse-prod', 'audit-prod']);
  for (const stack of stacks) expect(terraform(stack).data).toBeUndefined();
});

describe('a department in the central services', () => {
  test('makes its parts in them', () => {
    const types = Object.fromEntries(
      Object.entries(terraform(sales).resource).map(([type, named]) => [type, Object.keys(named).length]),
    );
    expect(types).toEqual({
      azurerm_data_factory_custom_dataset: 9,
      azurerm_data_factory_data_flow: 3,
      azurerm_data_factory_linked_custom_service: 2,
      azurerm_data_factory_pipeline: 11,
      azurerm_data_factory_trigger_tumbling_window: 7,
      azurerm_eventhub: 2,
      azurerm_eventhub_consumer_group: 3,
      azurerm_monitor_diagnostic_setting: 2,
      azurerm_resource_group: 1,
      azurerm_role_assignment: 16,
      azurerm_storage_container: 7,
      azurerm_stream_analytics_job: 2,
      azurerm_stream_analytics_output_blob: 1,
      azurerm_stream_analytics_output_eventhub: 1,
      azurerm_stream_analytics_stream_input_eventhub_v2: 2,
      azurerm_user_assigned_identity: 1,
    });
    expect(existing(sales)).toEqual([
      'factories/adf-prod',
      'namespaces/evhns-prod',
      'storageAccounts/stproddata',
      'workspaces/log-prod',
    ]);
    expect(existing(warehouse)).toEqual(['factories/adf-prod', 'storageAccounts/stproddata']);
  });

  test('makes what lies inside of them in their subscription, and what is its own in its own', () => {
    const inside = [
      'azurerm_eventhub',
      'azurerm_eventhub_consumer_group',
      'azurerm_storage_container',
      'azurerm_data_factory_pipeline',
      'azurerm_data_factory_linked_custom_service',
      'azurerm_data_factory_custom_dataset',
      'azurerm_data_factory_data_flow',
      'azurerm_data_factory_trigger_tumbling_window',
    ];
    for (const type of inside)
      expect([type, ...new Set(blocks(sales, type).map(({ provider }) => provider))]).toEqual([
        type,
        CENTRAL,
      ]);
    for (const type of ['azurerm_resource_group', 'azurerm_stream_analytics_job', 'azurerm_role_assignment'])
      expect([type, ...new Set(blocks(sales, type).map(({ provider }) => provider))]).toEqual([
        type,
        undefined,
      ]);
  });

  test('reads what another publishes, and is let in by its owner', () => {
    expect(
      accessMatrix([sales])
        .filter(({ principal, scope }) => principal === 'id-prod-warehouse' || scope === 'sales-products')
        .map(({ principal, scope, right }) => `${principal} ${right} ${scope}`),
    ).toEqual([
      'id-prod-audit Storage Blob Data Reader sales-products',
      'id-prod-sales Storage Blob Data Contributor sales-products',
      'syn-prod Storage Blob Data Reader sales-products',
    ]);
    // From the central account, wherever the company's own names would have put it.
    expect(JSON.stringify(terraform(warehouse))).toContain(
      'https://stproddata.dfs.core.windows.net/sales-products',
    );
    expect(JSON.stringify(terraform(warehouse))).not.toContain('stshopprodlake');
  });

  test('tells the central team what only it can do', () => {
    const titles = sales.manualSteps.map(({ title }) => title);
    expect(titles).toEqual([
      'Credential of sales in adf-prod',
      'Lifecycle of the zones of sales in stproddata',
      'Database and logins of sales',
      'Producers of orders of sales',
    ]);
    const file = sales.manualSteps[1]!.files!['sales-prod-lifecycle.json']!;
    const { rules } = JSON.parse(file) as { rules: readonly { name: string; definition: unknown }[] };
    expect(rules.map(({ name }) => name)).toEqual(['sales-landing', 'sales-bronze', 'sales-quarantine']);
    expect(rules[1]!.definition).toEqual({
      filters: { blobTypes: ['blockBlob'], prefixMatch: ['sales-bronze/'] },
      actions: {
        baseBlob: {
          tierToCool: { daysAfterModificationGreaterThan: 30 },
          delete: { daysAfterModificationGreaterThan: 730 },
        },
      },
    });
    for (const stack of [sales, warehouse])
      expect(blocks(stack, 'azurerm_storage_management_policy')).toEqual([]);
  });
});

describe('a department with services of its own', () => {
  test('has its private endpoints in the central network, with their names in the central zones', () => {
    const endpoints = blocks(audit, 'azurerm_private_endpoint');
    expect(endpoints).toHaveLength(5);
    for (const endpoint of endpoints) {
      expect(endpoint).toMatchObject({
        resource_group_name: 'rg-data-endpoints',
        subnet_id: expect.stringMatching(/\/vnet-prod\/subnets\/snet-private-endpoints$/) as string,
        private_dns_zone_group: {
          private_dns_zone_ids: [expect.stringMatching(/\/rg-dns\/.*\/privateDnsZones\/privatelink\./)],
        },
      });
    }
    expect(existing(audit).filter((id) => !id.startsWith('privateDnsZones/'))).toEqual([
      'storageAccounts/stproddata',
      'userAssignedIdentities/id-prod-audit',
      'virtualNetworks/vnet-prod',
      'workspaces/log-prod',
    ]);
  });

  test('has ways into the central lake, which the central team approves in its subscription', () => {
    const targets = blocks(audit, 'azurerm_data_factory_managed_private_endpoint').map(
      ({ target_resource_id: target }) => String(target),
    );
    expect(targets.filter((target) => target.endsWith('/storageAccounts/stproddata'))).toHaveLength(2);
    expect(audit.manualSteps[0]!.steps[0]).toContain(
      'az network private-endpoint-connection list --subscription 5a5a0000-0000-4000-8000-000000000002 --resource-group rg-data-prod --name stproddata',
    );
  });
});
