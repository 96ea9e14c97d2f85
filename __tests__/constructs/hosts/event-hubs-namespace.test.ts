import {
  EVENT_HUBS_DEFAULTS,
  EventHubsNamespace,
  type EventHubsNamespaceProps,
  type HostProps,
} from '../../../constructs/hosts';
import type { Environment } from '../../../model';
import { dev, prod } from '../../support/small-company';
import { blockOf, placeIn, resources, synth, testStack } from '../../support/synth';

type Choices = Omit<EventHubsNamespaceProps, keyof HostProps>;

function namespaceIn(environment: Environment, choices: Choices = {}) {
  const stack = testStack(environment);
  const namespace = new EventHubsNamespace(stack, 'Events', Object.assign(placeIn(stack), choices));
  const terraform = synth(stack);
  return { namespace, terraform, block: blockOf(terraform, namespace.resource) };
}

describe('EventHubsNamespace', () => {
  test('has no keys, one throughput unit, and an identity of its own', () => {
    expect(EVENT_HUBS_DEFAULTS.throughputUnits).toBe(1);
    expect(namespaceIn(dev).block).toMatchObject({
      name: 'evhns-small-dev',
      sku: 'Standard',
      capacity: 1,
      auto_inflate_enabled: false,
      local_authentication_enabled: false,
      minimum_tls_version: '1.2',
      identity: { type: 'SystemAssigned' },
      lifecycle: { prevent_destroy: true },
    });
  });

  test.each([
    ['public', dev, true, 'Allow'],
    ['private', prod, false, 'Deny'],
  ] as const)(
    'says the same about public access twice when %s, as the service demands',
    (_, environment, access, action) => {
      expect(namespaceIn(environment).block).toMatchObject({
        public_network_access_enabled: access,
        network_rulesets: [
          {
            public_network_access_enabled: access,
            default_action: action,
            trusted_service_access_enabled: true,
          },
        ],
      });
    },
  );

  test('has an endpoint only when private', () => {
    expect(namespaceIn(dev).namespace.privateEndpoint).toBeUndefined();
    const { namespace, terraform } = namespaceIn(prod);
    expect(blockOf(terraform, namespace.privateEndpoint!)).toMatchObject({
      private_service_connection: { subresource_names: ['namespace'] },
    });
  });

  test('grows by itself only when asked', () => {
    expect(namespaceIn(dev, { throughputUnits: 2, autoInflateTo: 6 }).block).toMatchObject({
      capacity: 2,
      auto_inflate_enabled: true,
      maximum_throughput_units: 6,
    });
    for (const autoInflateTo of ['off', undefined] as const) {
      const { block } = namespaceIn(dev, { autoInflateTo });
      expect(block).toMatchObject({ auto_inflate_enabled: false });
      expect(block).not.toHaveProperty('maximum_throughput_units');
    }
  });

  test('says how confidential its data is where that is known', () => {
    expect(namespaceIn(dev, { classification: 'internal' }).block.tags).toMatchObject({
      'data-classification': 'internal',
    });
    expect(namespaceIn(dev).block.tags).not.toHaveProperty('data-classification');
  });

  test("makes no hubs: those are the departments'", () => {
    expect(resources(namespaceIn(dev).terraform, 'azurerm_eventhub')).toEqual([]);
  });

  test('can be found by name', () => {
    expect(namespaceIn(dev).namespace).toMatchObject({
      name: 'evhns-small-dev',
      resourceGroupName: 'rg-small-dev-platform',
      fullyQualifiedName: 'evhns-small-dev.servicebus.windows.net',
    });
  });

  test('sends its logs', () => {
    const { namespace, terraform } = namespaceIn(dev);
    expect(blockOf(terraform, namespace.diagnostics).target_resource_id).toContain(
      'azurerm_eventhub_namespace.Events',
    );
  });

  test('reports all wrong numbers at once', () => {
    expect(() => namespaceIn(dev, { throughputUnits: 0, autoInflateTo: 41 })).toThrow(
      [
        'stack/Events: 2 errors',
        '  - LH0002 stack/Events: "throughputUnits" is 0; allowed: a whole number from 1 to 40; change the number; source: "Azure Event Hubs quotas and limits, Standard"',
        '  - LH0002 stack/Events: "autoInflateTo" is 41; allowed: a whole number from 1 to 40, not below the throughput units, or "off"; change the number; source: "Azure Event Hubs quotas and limits, Standard"',
      ].join('\n'),
    );
  });

  test('refuses to grow to less than it has', () => {
    expect(() => namespaceIn(dev, { throughputUnits: 4, autoInflateTo: 2 })).toThrow(
      '"autoInflateTo" is 2, below the 4 throughput units that it begins with; allowed: the throughput units or more, or "off"',
    );
  });
});
