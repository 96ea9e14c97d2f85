import { Annotations } from 'cdktf';
import {
  dataContract,
  type DataContract,
  hours,
  type Producer,
  type ProducersElsewhere,
  t,
} from '../../../model';
import { accessOf, DepartmentStack, PlatformStack } from '../../../stacks';
import { dev, RUNNING } from '../../support/small-company';
import { addresses, resources, synth, testApp } from '../../support/synth';
import { shopIn } from '../lakehouse/layers';
import { companyOf, webShop } from '../lakehouse/shop';

/** Who may send to a stream. */
const shopId = '44444444-4444-4444-8444-444444444444';
const shop: Producer = { kind: 'application', name: 'shop', objectIds: { dev: shopId }, reason: 'Sells' };
const analysts: Producer = { kind: 'group', name: 'analysts', reason: 'Try things out' };

function orders(producers?: readonly Producer[] | ProducersElsewhere): DataContract {
  return dataContract('orders', {
    description: 'Orders',
    columns: { id: t.string(9).physicalName('Id').key(), at: t.timestamp() },
    eventTime: 'at',
    delivery: { kind: 'stream', partitions: 1, every: hours(1), ...(producers && { producers }) },
    expectedRowsPerDay: 1,
  });
}
const owner = (...sources: readonly DataContract[]) => webShop({ description: 'Sells', sources });

function stackOf(...sources: readonly DataContract[]): DepartmentStack {
  const department = owner(...sources);
  const company = companyOf(department);
  const app = testApp();
  const platform = new PlatformStack(app, 'platform-dev', { company, environment: company.environments[0]! });
  return new DepartmentStack(app, 'web-shop-dev', { department, platform });
}

describe('producers of a stream', () => {
  test('may send to its hub, and to no other', () => {
    const { stack } = shopIn(dev, owner(orders([shop])));
    const senders = resources(synth(stack), 'azurerm_role_assignment').filter(
      ({ role_definition_name: role }) => role === 'Azure Event Hubs Data Sender',
    );
    expect(senders).toEqual([
      expect.objectContaining({
        scope: expect.stringMatching(/^\$\{azurerm_eventhub\.Ingestion_Hub-orders_\w+\.id\}$/) as string,
        principal_id: shopId,
        principal_type: 'ServicePrincipal',
        description: 'Sells',
      }),
    ]);
    expect(senders[0]).not.toHaveProperty('depends_on');
  });

  test('are let in once a running job reads the hub: no event is older than its reader', () => {
    const made = synth(shopIn({ ...dev, running: RUNNING }, owner(orders([shop]))).stack);
    const [schedule] = addresses(made).filter((address) => /_job_schedule\./.test(address));
    const [sends] = resources(made, 'azurerm_role_assignment').filter(
      ({ principal_id: id }) => id === shopId,
    );
    expect(sends?.depends_on).toEqual([schedule]);
  });

  test('are in the access matrix, each with settings for its client, which hold no secret', () => {
    const stack = stackOf(orders([shop, analysts]));
    const sending = accessOf(stack).filter(({ right }) => right === 'Azure Event Hubs Data Sender');
    expect(sending.map(({ principal, kind, scope, reason }) => [principal, kind, scope, reason])).toEqual([
      ['shop', 'application', 'orders', 'Sells'],
      ['analysts', 'group', 'orders', 'Try things out'],
    ]);
    const { files = {}, steps } = stack.manualSteps.find(
      ({ title }) => title === 'Producers of orders of web-shop',
    )!;
    expect(Object.keys(files)).toEqual([
      'web-shop-dev-orders-shop.json',
      'web-shop-dev-orders-analysts.json',
    ]);
    expect(steps).toHaveLength(2);
    expect(JSON.parse(files['web-shop-dev-orders-shop.json']!)).toMatchObject({
      fullyQualifiedNamespace: 'evhns-shop-dev.servicebus.windows.net',
      eventHubName: 'orders',
      authentication: { kind: 'Microsoft Entra ID', objectId: shopId, tenantId: dev.tenantId },
      event: { partitionKey: { of: ['Id'] }, maxPublicationBytes: 1_048_576 },
    });
    expect(JSON.parse(files['web-shop-dev-orders-analysts.json']!)).toMatchObject({
      authentication: { memberOf: '33333333-3333-3333-3333-333333333333' },
    });
  });

  test('are missed with a warning where there are none, and nobody says who lets them in', () => {
    const warnings = jest.spyOn(Annotations.prototype, 'addWarning').mockImplementation();
    const warned = (producers?: readonly Producer[] | ProducersElsewhere): unknown[] => {
      warnings.mockClear();
      shopIn(dev, owner(orders(producers)));
      return warnings.mock.calls.map(([text]) => text);
    };
    const text =
      'nobody may send to the stream "orders": name its producers, or say that sending is granted elsewhere';
    expect(warned()).toEqual([text]);
    expect(warned([])).toEqual([text]);
    expect(warned([shop])).toEqual([]);
    expect(warned({ kind: 'granted-elsewhere', reason: 'The central team lets the shop in' })).toEqual([]);
    warnings.mockRestore();
  });

  test('without an identity in the environment are reported, also of a layer alone', () => {
    expect(() => shopIn(dev, owner(orders([{ ...shop, objectIds: {} }])))).toThrow(
      'LH1017 stack/Ingestion: "delivery.producers.shop" of the stream "orders" has no object id in environment "dev"; allowed: an identity in every environment; add it to its objectIds',
    );
  });
});
