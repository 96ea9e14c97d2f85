import {
  INGESTION_DEFAULTS,
  IngestionLayer,
  LANDING_CONSUMER_GROUP,
  RULES_CONSUMER_GROUP,
} from '../../../constructs/ingestion-layer';
import { Lakehouse } from '../../../constructs/lakehouse';
import type { StreamAnalyticsJob } from '../../../constructs/stream-analytics';
import { alert } from '../../../model';
import { dev, prod, RUNNING } from '../../support/small-company';
import { blockOf, resources, synth, testStack } from '../../support/synth';
import { hostsIn, shopIn } from '../lakehouse/layers';
import { everything, orders, prices, stock, webShop } from '../lakehouse/shop';

const { stack, hosts, ingestion } = shopIn(dev);
const terraform = synth(stack);

describe('IngestionLayer', () => {
  test('has a hub for each stream, sized as its contract says, and none for files', () => {
    expect(Object.keys(ingestion.hubs)).toEqual(['orders', 'page-clicks']);
    expect(blockOf(terraform, ingestion.hubs.orders!)).toMatchObject({
      name: 'orders',
      partition_count: 4,
      message_retention: 7,
      namespace_id: expect.stringMatching(/^\$\{azurerm_eventhub_namespace\.EventHubs_\w+\.id\}$/) as string,
    });
    expect(blockOf(terraform, ingestion.hubs['page-clicks']!)).toMatchObject({
      name: 'page-clicks',
      partition_count: 1,
      message_retention: 7,
    });
    expect(resources(terraform, 'azurerm_eventhub')).toHaveLength(3);
  });

  test('has a consumer group of its own for each reader, each behind its hub', () => {
    const groups = resources(terraform, 'azurerm_eventhub_consumer_group').map(
      ({ name, eventhub_name: hub }) => [
        /\$\{azurerm_eventhub\.Ingestion_([\w-]+)_[0-9A-F]{8}\.name\}/.exec(String(hub))?.[1],
        name,
      ],
    );
    expect(groups.map(([hub, name]) => `${String(hub)}/${String(name)}`).sort()).toEqual([
      'AlertsHub/bot',
      'AlertsHub/desk',
      `Hub-orders/${LANDING_CONSUMER_GROUP}`,
      `Hub-orders/${RULES_CONSUMER_GROUP}`,
      `Hub-page-clicks/${LANDING_CONSUMER_GROUP}`,
    ]);
    expect(blockOf(terraform, ingestion.consumerGroups.orders!)).toMatchObject({
      namespace_name: hosts.eventHubs.name,
      resource_group_name: hosts.eventHubs.resourceGroupName,
    });
  });

  test('keeps alerts for a week in a small hub', () => {
    expect(INGESTION_DEFAULTS).toEqual({ alertPartitions: 1, alertRetentionDays: 7 });
    expect(blockOf(terraform, ingestion.alertsHub!)).toMatchObject({
      name: 'web-shop-alerts',
      partition_count: 1,
      message_retention: 7,
    });
  });

  test('reads every hub over its own consumer group, by identity', () => {
    const inputs = resources(terraform, 'azurerm_stream_analytics_stream_input_eventhub_v2').filter(
      ({ stream_analytics_job_id: job }) => String(job).includes('Ingestion_Job_'),
    );
    expect(inputs.map(({ name }) => name)).toEqual(['orders', 'page-clicks']);
    for (const input of inputs) {
      expect(input).toMatchObject({
        servicebus_namespace: hosts.eventHubs.name,
        authentication_mode: 'Msi',
        serialization: { type: 'Json', encoding: 'UTF8' },
        eventhub_name: expect.stringContaining(
          `azurerm_eventhub.Ingestion_Hub-${String(input.name)}_`,
        ) as string,
        eventhub_consumer_group_name: expect.stringContaining(
          `azurerm_eventhub_consumer_group.Ingestion_ConsumerGroup-${String(input.name)}_`,
        ) as string,
      });
    }
  });

  test('lands every stream in folders of days and hours below its own', () => {
    const outputs = resources(terraform, 'azurerm_stream_analytics_output_blob');
    expect(outputs.map(({ name, path_pattern: path }) => [name, path])).toEqual([
      ['landing-orders', 'orders/{date}/{time}'],
      ['landing-page-clicks', 'page-clicks/{date}/{time}'],
    ]);
    for (const output of outputs) {
      expect(output).toMatchObject({
        date_format: 'yyyy/MM/dd',
        time_format: 'HH',
        authentication_mode: 'Msi',
        storage_account_name: hosts.lake.name,
        storage_container_name: expect.stringContaining(
          'azurerm_storage_container.Lakehouse_Container-landing_',
        ) as string,
        serialization: { type: 'Json', encoding: 'UTF8', format: 'LineSeparated' },
      });
      expect(output).not.toHaveProperty('storage_account_key');
    }
  });

  test('sends every alert to the one hub of alerts', () => {
    const outputs = resources(terraform, 'azurerm_stream_analytics_output_eventhub');
    expect(outputs.map(({ name }) => name)).toEqual(['big-order', 'same-item']);
    for (const output of outputs) {
      expect(output).toMatchObject({
        eventhub_name: expect.stringContaining('azurerm_eventhub.Ingestion_AlertsHub_') as string,
        authentication_mode: 'Msi',
      });
      expect(output).not.toHaveProperty('shared_access_policy_name');
    }
  });

  test('asks for what the query says, and for no more', () => {
    const named = (job: StreamAnalyticsJob | undefined, pattern: RegExp) => {
      const { transformation_query: query } = blockOf(terraform, job!.resource);
      return [...String(query).matchAll(pattern)].map(([, name = '']) => name).sort();
    };
    const { job, rulesJob } = ingestion;
    expect(named(job, /^INTO \[([^\]]+)\]/gm)).toEqual(['landing-orders', 'landing-page-clicks']);
    expect(named(job, /^FROM \[([^\]]+)\]/gm)).toEqual(['orders', 'page-clicks']);
    expect(named(rulesJob, /^INTO \[([^\]]+)\]/gm)).toEqual(['big-order', 'same-item']);
    expect(new Set(named(rulesJob, /^FROM \[([^\]]+)\]/gm))).toEqual(new Set(['orders']));
  });

  test('lands what cannot be written later, and raises what can be', () => {
    const { job, rulesJob } = ingestion;
    expect(blockOf(terraform, job!.resource)).toMatchObject({ output_error_policy: 'Stop' });
    expect(blockOf(terraform, rulesJob!.resource)).toMatchObject({
      name: 'asa-small-dev-web-shop-rules',
      output_error_policy: 'Drop',
    });
  });

  test('lands on, untouched, when rules come, change and go', () => {
    const landing = (alerts: typeof everything.alerts): unknown[] => {
      const made = synth(
        shopIn({ ...prod, running: RUNNING }, webShop({ ...everything, alerts, consumers: [] })).stack,
      );
      return [...Object.entries(made.resource ?? {}), ...Object.entries(made.data ?? {})].flatMap(
        ([type, named]) =>
          Object.entries(named).filter(
            ([name]) => /stream_analytics/.test(type) && name.startsWith('Ingestion_Job_'),
          ),
      );
    };
    const lenient = alert('big-order', orders, {
      description: 'An order is rather large',
      when: (event) => event.amount.greaterThan(10),
      payload: ['order_id'],
    });
    expect(landing([])).toHaveLength(7);
    expect(landing([lenient])).toEqual(landing([]));
    expect(landing(everything.alerts)).toEqual(landing([]));
  });

  test('has no second job, which would bill, without rules', () => {
    const quiet = shopIn(
      { ...prod, running: RUNNING },
      webShop({ ...everything, alerts: [], consumers: [] }),
    );
    expect(quiet.ingestion.rulesJob).toBeUndefined();
    expect(resources(synth(quiet.stack), 'azurerm_stream_analytics_job')).toHaveLength(1);
  });

  test('lets nobody receive alerts who was not named', () => {
    const receivers = resources(terraform, 'azurerm_role_assignment').filter(({ scope }) =>
      String(scope).includes('azurerm_eventhub_consumer_group'),
    );
    expect(
      receivers.map(({ role_definition_name: role, description }) => [role, description]).sort(),
    ).toEqual([
      ['Azure Event Hubs Data Receiver', 'Calls customers'],
      ['Azure Event Hubs Data Receiver', 'Informs the team'],
    ]);
  });

  test('gives a receiver of alerts one consumer group, however often it is asked', () => {
    const shop = shopIn(dev, webShop({ ...everything, consumers: [] }));
    const pager = { name: 'pager', principalId: 'somebody', reason: 'wakes people' };
    const group = shop.ingestion.grantReceiveAlerts(pager);
    expect(shop.ingestion.grantReceiveAlerts(pager)).toBe(group);
    const made = synth(shop.stack);
    expect(blockOf(made, group)).toMatchObject({ name: 'pager' });
    expect(
      resources(made, 'azurerm_role_assignment').filter(({ principal_id: id }) => id === 'somebody'),
    ).toMatchObject([
      {
        role_definition_name: 'Azure Event Hubs Data Receiver',
        scope: expect.stringContaining(
          'azurerm_eventhub_consumer_group.Ingestion_AlertsFor-pager_',
        ) as string,
      },
    ]);
  });

  test('refuses a second receiver of alerts under the name of the first', () => {
    const shop = shopIn(dev, webShop({ ...everything, consumers: [] }));
    shop.ingestion.grantReceiveAlerts({ name: 'pager', principalId: 'somebody', reason: 'wakes people' });
    expect(() =>
      shop.ingestion.grantReceiveAlerts({ name: 'pager', principalId: 'another', reason: 'reads along' }),
    ).toThrow(
      'stack/Ingestion: "Receives-pager" is the id of another grant than Azure Event Hubs Data Receiver for pager; allowed: one id for each principal, role and resource; give pager a key or a name of its own',
    );
  });

  test('has no hub of alerts, and no one to receive them, without alerts', () => {
    const shop = shopIn(dev, webShop({ ...everything, alerts: [], consumers: [] }));
    expect(() =>
      shop.ingestion.grantReceiveAlerts({ name: 'desk', principalId: 'somebody', reason: 'waits' }),
    ).toThrow(
      'stack/Ingestion: "alerts" go to no hub, and desk is to receive them; allowed: an alert of web-shop that goes to \'alerts-hub\'; declare one, or grant nothing',
    );
    const made = synth(shop.stack);
    expect(resources(made, 'azurerm_eventhub').map(({ name }) => name)).toEqual(['orders', 'page-clicks']);
    expect(resources(made, 'azurerm_stream_analytics_output_eventhub')).toEqual([]);
    const roles = resources(made, 'azurerm_role_assignment').map(({ role_definition_name: role }) => role);
    expect(roles).not.toContain('Azure Event Hubs Data Sender');
  });

  test('makes nothing at all without streams', () => {
    const shop = shopIn(dev, webShop({ description: 'Buys', sources: [prices, stock] }));
    expect(shop.ingestion.node.children).toEqual([]);
    expect(shop.ingestion).toMatchObject({ hubs: {}, consumerGroups: {} });
    expect(shop.ingestion.job).toBeUndefined();
    const types = Object.keys(synth(shop.stack).resource ?? {});
    expect(types.filter((type) => /stream_analytics|eventhub(?!_namespace)/.test(type))).toEqual([]);
  });

  test('refuses an alert that Stream Analytics would raise at other events than the other engines', () => {
    const owner = webShop({
      description: 'Sells',
      sources: [orders],
      alerts: [
        alert('fuzzy', orders, {
          description: 'Looks alike',
          when: (event) => event.item.trim().equals('x').or(event.item.startsWith('y')),
          payload: ['order_id'],
        }),
      ],
    });
    const place = testStack(dev, owner.name);
    const shared = hostsIn(place, [owner]);
    const lakehouse = new Lakehouse(place, 'Lakehouse', {
      ...shared,
      department: owner,
      identity: shared.identities[owner.name]!,
    });
    const landing = lakehouse.container('landing');
    const make = () => new IngestionLayer(place, 'Ingestion', { ...shared, department: owner, landing });
    expect(make).toThrow(
      [
        'stack/Ingestion: 2 errors',
        '  - LH2102 stack/Ingestion/fuzzy: "when" uses trim(), which Stream Analytics does not offer: texts are not shown to be computed as on the other engines; allowed: and, equals, isIn, isNull, lessThan, lessThanOrEqual, not, or; compare the columns of the event as they are',
        '  - LH2102 stack/Ingestion/fuzzy: "when" uses startsWith(), which Stream Analytics does not offer: texts are not shown to be computed as on the other engines; allowed: and, equals, isIn, isNull, lessThan, lessThanOrEqual, not, or; compare the columns of the event as they are',
      ].join('\n'),
    );
  });

  test.each([
    [true, 2],
    [false, 0],
    [undefined, 0],
  ])('runs its jobs when started is %p: %i schedules', (started, schedules) => {
    const made = synth(shopIn({ ...prod, ...(started && { running: RUNNING }) }).stack);
    expect(resources(made, 'azurerm_stream_analytics_job_schedule')).toHaveLength(schedules);
  });
});
