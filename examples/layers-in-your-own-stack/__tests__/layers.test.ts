import { type TerraformStack, Testing } from 'cdktf';
import * as existing from '../existing';
import { ConsumersStack, GoldStack, PipelinesStack, StreamsStack, ZonesStack } from '../stacks';
import { testApp } from '../../../__tests__/support/synth';

type Block = Readonly<Record<string, unknown>>;
interface Terraform {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly provider: { readonly azurerm: readonly Block[] };
}

const app = testApp();
const streams = new StreamsStack(app, 'streams');
const zones = new ZonesStack(app, 'zones');
const gold = new GoldStack(app, 'gold');
const pipelines = new PipelinesStack(app, 'pipelines', gold);
const consumers = new ConsumersStack(app, 'consumers', gold, streams);
for (const stack of [streams, zones, gold, pipelines, consumers]) stack.prepareStack();

const synth = (stack: TerraformStack): Terraform => JSON.parse(Testing.synth(stack, true)) as Terraform;
/** How many of each type a stack makes. */
const made = (stack: TerraformStack): Record<string, number> =>
  Object.fromEntries(
    Object.entries(synth(stack).resource ?? {}).map(([type, named]) => [type, Object.keys(named).length]),
  );
/** Which of the existing resources a stack refers to. */
const uses = (stack: TerraformStack): string[] => {
  const text = JSON.stringify(synth(stack));
  const known = Object.entries(existing).filter(([, value]) => text.includes(value));
  // The subscription is part of every id.
  return known
    .map(([name]) => name)
    .filter((name) => name !== 'SUBSCRIPTION')
    .sort();
};

describe('streams', () => {
  test('are hubs in a namespace of another subscription, and two jobs, of which one lands them in a container that is there', () => {
    expect(made(streams)).toEqual({
      azurerm_eventhub: 2,
      azurerm_eventhub_consumer_group: 3,
      azurerm_role_assignment: 6,
      azurerm_stream_analytics_job: 2,
      azurerm_stream_analytics_output_blob: 1,
      azurerm_stream_analytics_output_eventhub: 1,
      azurerm_stream_analytics_stream_input_eventhub_v2: 2,
    });
    expect(uses(streams)).toEqual(['GROUP', 'LAKE', 'NAMESPACE']);
    const { resource } = synth(streams);
    const providers = Object.values(resource!.azurerm_eventhub!).map(({ provider }) => provider);
    expect(new Set(providers)).toEqual(
      new Set(['azurerm.subscription_5a5a0000_0000_4000_8000_000000000002']),
    );
    expect(Object.values(resource!.azurerm_stream_analytics_output_blob!)).toMatchObject([
      { storage_account_name: 'stsalesdata', storage_container_name: 'incoming' },
    ]);
  });
});

describe('zones', () => {
  test('are seven containers of a lake of its own, in a network that is there; without a tenant or administrators of SQL', () => {
    expect(made(zones)).toEqual({
      azurerm_monitor_diagnostic_setting: 1,
      azurerm_private_endpoint: 2,
      azurerm_resource_group: 1,
      azurerm_storage_account: 1,
      // The zones, and one for a workspace.
      azurerm_storage_container: 8,
    });
    expect(uses(zones)).toEqual(['DNS_GROUP', 'LOGS', 'NETWORK']);
    expect(JSON.stringify(synth(zones))).not.toMatch(/tenant_id/);
  });
});

describe('gold', () => {
  test('lets a workspace that is there read and store, and makes nothing else', () => {
    expect(made(gold)).toEqual({ azurerm_role_assignment: 2 });
    expect(uses(gold)).toEqual(['LAKE', 'WORKSPACE_IDENTITY']);
    expect(gold.gold.server).toBe('syn-sales-ondemand.sql.azuresynapse.net');
    expect(gold.gold.bootstrap).toContain('CREATE LOGIN [id-sales] FROM EXTERNAL PROVIDER');
  });
});

describe('pipelines', () => {
  test('are made in a factory that is there, and deploy what the consumers of another stack may read', () => {
    expect(made(pipelines)).toEqual({
      azurerm_data_factory_custom_dataset: 11,
      azurerm_data_factory_data_flow: 2,
      azurerm_data_factory_linked_custom_service: 3,
      azurerm_data_factory_pipeline: 12,
      azurerm_data_factory_trigger_tumbling_window: 6,
    });
    expect(uses(pipelines)).toEqual(['FACTORY']);
    expect(synth(pipelines).provider.azurerm).toHaveLength(1);
    // Granted after the pipelines were made.
    expect(JSON.stringify(synth(pipelines))).toContain(
      'GRANT SELECT ON OBJECT::[gold].[daily_sales] TO [lakehouse_reader_sales-analysts]',
    );
  });
});

describe('consumers', () => {
  test('are an identity for each application, in a resource group that is there', () => {
    expect(made(consumers)).toEqual({ azurerm_user_assigned_identity: 1 });
    expect(uses(consumers)).toEqual(['GROUP']);
  });
});

test('nothing is looked up in Azure', () => {
  const data = [streams, zones, gold, pipelines, consumers].map((stack) =>
    Object.keys(synth(stack).data ?? {}),
  );
  expect(data.flat().filter((type) => type.startsWith('azurerm_'))).toEqual([]);
});
