import { Annotations } from 'cdktf';
import { RULES_CONSUMER_GROUP, TIMED_CONSUMER_GROUP } from '../../../constructs/ingestion-layer';
import {
  alert,
  anomaly,
  type DepartmentProps,
  goldView,
  minutes,
  read,
  referenceAlert,
  sessions,
  velocity,
} from '../../../model';
import { dev, prod, RUNNING } from '../../support/small-company';
import { addresses, type Block, blockOf, resources, synth, theResource } from '../../support/synth';
import { shopIn } from '../lakehouse/layers';
import {
  cleanClicks,
  cleanOrders,
  cleanPrices,
  cleanStock,
  clicks,
  everything,
  orders,
  webShop,
} from '../lakehouse/shop';

/** What alert rules become in Azure. */
const stockNow = goldView('stock_now', { key: ['item'], flow: read(cleanStock).select('item', 'pieces') });
const fastCustomer = velocity('fast-customer', orders, {
  description: 'Many orders of one customer',
  by: ['customer_email'],
  within: minutes(10),
  atLeast: 5,
  payload: ['order_id'],
});
const visits = sessions('visits', clicks, { description: 'Visits', by: ['click_id'], gap: minutes(30) });
const oddTraffic = anomaly('odd-traffic', clicks, {
  description: 'Odd',
  to: ['alerts-hub', 'lake'],
  powerBi: {
    reason: 'The wall display',
    dataset: 'Traffic',
    table: 'odd',
    workspaces: { prod: { id: '22222222-2222-4222-8222-222222222222', name: 'Shop' } },
  },
});
const soldOut = referenceAlert('sold-out', orders, {
  description: 'An order of what is not there',
  reference: stockNow,
  on: ['item'],
  when: (_, stock) => stock.pieces.lessThan(1),
  payload: ['order_id', 'item'],
});
const soldLow = referenceAlert('sold-low', orders, {
  description: 'An order of the last ones',
  reference: stockNow,
  on: ['item'],
  when: (_, stock) => stock.pieces.lessThan(3),
  payload: ['order_id'],
});
const props: DepartmentProps = {
  description: 'Sells',
  sources: everything.sources,
  tables: [cleanOrders, cleanClicks, cleanPrices, cleanStock, stockNow],
  alerts: [fastCustomer, visits, oddTraffic, soldOut, soldLow],
};
const shop = shopIn({ ...dev, running: RUNNING }, webShop(props));
const terraform = synth(shop.stack);

/** What the job of alert rules has of a type, by name. */
function named(type: string, made = terraform): Record<string, Block> {
  const blocks = resources(made, `azurerm_stream_analytics_${type}`).filter((block) =>
    JSON.stringify([block.stream_analytics_job_id, block.stream_analytics_job_name]).includes('RulesJob_'),
  );
  return Object.fromEntries(blocks.map((block) => [String(block.name), block] as const));
}

describe('the rules of a department', () => {
  test('read event times over a consumer group of their own, one for each stream', () => {
    const inputs = named('stream_input_eventhub_v2');
    expect(Object.keys(inputs)).toEqual(['orders', 'timed_orders', 'timed_page-clicks']);
    expect(Object.keys(shop.ingestion.timedConsumerGroups)).toEqual(['orders', 'page-clicks']);
    expect(blockOf(terraform, shop.ingestion.timedConsumerGroups.orders!)).toMatchObject({
      name: TIMED_CONSUMER_GROUP,
    });
    const groups = Object.values(inputs).map(({ eventhub_consumer_group_name: group }) => group);
    expect(new Set(groups).size).toBe(3);
    expect(blockOf(terraform, shop.ingestion.rulesConsumerGroups.orders!)).toMatchObject({
      name: RULES_CONSUMER_GROUP,
    });
    expect(inputs.timed_orders).toMatchObject({ authentication_mode: 'Msi' });
    expect(inputs.timed_orders?.eventhub_name).toBe(inputs.orders?.eventhub_name);
  });

  test('make no second group where only single events are looked at', () => {
    const single = shopIn(dev, webShop({ ...props, alerts: [soldOut] }));
    expect(single.ingestion.timedConsumerGroups).toEqual({});
    expect(Object.keys(named('stream_input_eventhub_v2', synth(single.stack)))).toEqual(['orders']);
  });

  test('look up what a pipeline wrote out, once for each table, by identity', () => {
    expect(theResource(terraform, 'azurerm_stream_analytics_reference_input_blob')).toMatchObject({
      name: 'reference_stock_now',
      storage_account_name: shop.hosts.lake.name,
      storage_container_name: expect.stringContaining('Container-landing_') as string,
      path_pattern: '_reference/stock_now/{date}/{time}/rows.json',
      date_format: 'yyyy/MM/dd',
      time_format: 'HH-mm',
      authentication_mode: 'Msi',
      serialization: { type: 'Json', encoding: 'UTF8' },
    });
  });

  test('write into the lake, below their own names, beside the landed streams', () => {
    const paths = Object.entries(named('output_blob')).map(([name, { path_pattern: path }]) => [name, path]);
    expect(paths).toEqual([
      ['lake_odd-traffic', 'odd-traffic/{date}/{time}'],
      ['lake_visits', 'visits/{date}/{time}'],
    ]);
  });

  test('go to the hub of alerts unless they say otherwise', () => {
    expect(Object.keys(named('output_eventhub'))).toEqual([
      'fast-customer',
      'odd-traffic',
      'sold-low',
      'sold-out',
    ]);
  });

  test('need no hub of alerts when all go elsewhere', () => {
    const quiet = shopIn(dev, webShop({ ...props, alerts: [visits] }));
    expect(quiet.ingestion.alertsHub).toBeUndefined();
    expect(named('output_eventhub', synth(quiet.stack))).toEqual({});
  });

  test('ask for the streams that they watch, the hub of alerts, and landing where they use it', () => {
    const grantsOf = (alerts: DepartmentProps['alerts']): string[] =>
      resources(synth(shopIn(dev, webShop({ ...props, alerts })).stack), 'azurerm_role_assignment')
        .filter(({ principal_id: id }) =>
          String(id).includes('azurerm_stream_analytics_job.Ingestion_RulesJob_'),
        )
        .map(({ role_definition_name: role, description }) => `${String(role)}: ${String(description)}`)
        .sort();
    const plain = alert('large', orders, {
      description: 'Large',
      when: (event) => event.amount.greaterThan(9),
      payload: ['order_id'],
    });
    const onOrders = [
      'Azure Event Hubs Data Receiver: evaluates rules on the stream orders',
      'Azure Event Hubs Data Sender: raises the alerts of web-shop',
    ];
    const onLanding = 'Storage Blob Data Contributor: looks up reference data and writes alerts of web-shop';
    expect(grantsOf([plain])).toEqual(onOrders);
    expect(grantsOf([plain, soldOut])).toEqual([...onOrders, onLanding]);
    expect(grantsOf([visits])).toEqual([
      'Azure Event Hubs Data Receiver: evaluates rules on the stream page-clicks',
      onLanding,
    ]);
  });

  test('start and stop with their job: every input and output is waited for, and restarts it', () => {
    const schedule = named('job_schedule')[String(undefined)]!;
    const parts = addresses(terraform).filter((address) =>
      /^azurerm_stream_analytics_(?:stream_input|reference_input|output)\w*\.Ingestion_RulesJob_/.test(
        address,
      ),
    );
    expect(parts).toHaveLength(10);
    expect(schedule.depends_on).toEqual(expect.arrayContaining(parts));
    expect((schedule.lifecycle as Block).replace_triggered_by).toEqual(expect.arrayContaining(parts));
  });

  test('push to Power BI in environments with a workspace only, without a person’s token, with a warning', () => {
    expect(resources(terraform, 'azurerm_stream_analytics_output_powerbi')).toEqual([]);
    const warnings = jest.spyOn(Annotations.prototype, 'addWarning').mockImplementation();
    const pushed = shopIn(prod, webShop(props));
    const output = theResource(synth(pushed.stack), 'azurerm_stream_analytics_output_powerbi');
    expect(output).toMatchObject({
      name: 'powerbi_odd-traffic',
      dataset: 'Traffic',
      table: 'odd',
      group_id: '22222222-2222-4222-8222-222222222222',
      group_name: 'Shop',
    });
    expect(Object.keys(output).filter((key) => key.startsWith('token'))).toEqual([]);
    expect(warnings.mock.calls.map(([text]) => text)).toContain(
      'the Power BI output of "odd-traffic" ends on 31 October 2027, and a job that still has it stops running; it is wanted because: The wall display',
    );
    warnings.mockRestore();
  });
});
