import { activitiesJson, departmentPipelines, pipelineIssues, referencesOf } from '../../compilers/internal';
import { CompanyGraph, goldTable, goldView, max, read, referenceAlert } from '../../model';
import {
  cleanOrders,
  cleanPrices,
  cleanStock,
  companyOf,
  orders,
  prices,
  stock,
  webShop,
} from '../constructs/lakehouse/shop';

/** Gold tables that are written out for the streaming job. */
const stockNow = goldView('stock_now', { key: ['item'], flow: read(cleanStock) });
const priceList = goldTable('price_list', {
  key: ['item'],
  flow: read(cleanPrices).aggregate(
    (row) => ({ item: row.item }),
    (row) => ({ price: max(row.price) }),
  ),
});
const description = 'Looked up';
const owner = webShop({
  description: 'Sells',
  sources: [orders, prices, stock],
  tables: [cleanOrders, cleanPrices, cleanStock, stockNow, priceList],
  alerts: [
    referenceAlert('sold-out', orders, {
      description,
      reference: stockNow,
      on: ['item'],
      when: (_, known) => known.pieces.lessThan(1),
      payload: ['order_id'],
    }),
    referenceAlert('old-stock', orders, {
      description,
      reference: stockNow,
      on: ['item'],
      when: (event, known) => known.counted_at.lessThan(event.placed_at),
      payload: ['order_id'],
    }),
    referenceAlert('cheap', orders, {
      description,
      reference: priceList,
      on: ['item'],
      when: (event, known) => event.amount.lessThan(known.price),
      payload: ['order_id'],
    }),
  ],
});
const plan = departmentPipelines({
  graph: new CompanyGraph(companyOf(owner)),
  department: owner,
  container: (department, zone) => `${department}-${zone}`,
  deployment: [{ name: 'views', sql: 'SELECT 1' }],
  from: '2026-01-01',
});
const pipeline = (name: string) => plan.pipelines.find((one) => one.name === name)!;
const trigger = (name: string) => plan.triggers.find((one) => one.name === name)!;

describe('reference data of rules', () => {
  test('is each table once, with the columns that its rules need', () => {
    expect(
      referencesOf(owner).map(({ table, columns }) => [table.name, columns.map(({ name }) => name)]),
    ).toEqual([
      ['stock_now', ['item', 'pieces', 'counted_at']],
      ['price_list', ['item', 'price']],
    ]);
  });

  test('is written as JSON Lines from serverless SQL into a folder of a minute that lies ahead', () => {
    const [copy, ...others] = pipeline('web_shop_reference_stock_now').activities;
    expect(others.map(({ name }) => name)).toEqual(['RecordFailure', 'FailRun']);
    expect(copy).toMatchObject({
      type: 'Copy',
      policy: { timeout: '0.00:09:00' },
      inputs: [{ referenceName: 'web_shop_serverless_query' }],
      outputs: [
        {
          referenceName: 'web_shop_landing_json_file',
          parameters: {
            file: 'rows.json',
            folder: {
              type: 'Expression',
              value:
                "@concat('_reference/stock_now/', formatDateTime(addMinutes(utcNow(), 10), 'yyyy/MM/dd/HH-mm'))",
            },
          },
        },
      ],
      typeProperties: {
        source: {
          type: 'SqlDWSource',
          sqlReaderQuery:
            'SELECT [item], [pieces], CONVERT(varchar(33), [counted_at], 126) AS [counted_at] FROM [gold].[stock_now]',
        },
        sink: { type: 'JsonSink', formatSettings: { filePattern: 'setOfObjects' } },
      },
    });
  });

  test('is as fresh as what it is read from, and waits for it', () => {
    expect(trigger('web_shop_reference_stock_now')).toMatchObject({
      interval: { minutes: 15 },
      dependsOn: ['web_shop_wave_every_15_minutes'],
    });
    // The deployment comes before what stores the result.
    expect(trigger('web_shop_reference_price_list')).toMatchObject({
      interval: { minutes: 24 * 60 },
      dependsOn: ['web_shop_materialize_price_list'],
    });
  });

  test('uses datasets that are there, and breaks no rule of Data Factory', () => {
    const datasets = plan.datasets.map(({ name }) => name);
    for (const name of ['web_shop_reference_stock_now', 'web_shop_reference_price_list']) {
      const used = [...activitiesJson(pipeline(name)).matchAll(/"referenceName":"([^"]+)"/g)].map(
        ([, dataset]) => dataset,
      );
      expect(datasets).toEqual(expect.arrayContaining(used));
      expect(pipelineIssues(pipeline(name))).toEqual([]);
    }
    expect(plan.datasets.find(({ name }) => name === 'web_shop_serverless_query')).toMatchObject({
      type: 'AzureSqlDWTable',
      linkedService: plan.linkedServices.sql,
    });
  });

  test('is not written where no rule looks anything up', () => {
    const plain = departmentPipelines({
      graph: new CompanyGraph(companyOf(owner)),
      department: webShop({ description: 'Sells', sources: [orders] }),
      container: (department, zone) => `${department}-${zone}`,
      from: '2026-01-01',
      deployment: [],
    });
    expect(plain.pipelines.map(({ name }) => name)).not.toContainEqual(
      expect.stringContaining('_reference_'),
    );
  });
});
