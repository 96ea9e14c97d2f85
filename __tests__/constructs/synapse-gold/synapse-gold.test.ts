import { dev, prod } from '../../support/small-company';
import { resources, synth } from '../../support/synth';
import { shopIn } from '../lakehouse/layers';
import {
  cleanOrders,
  cleanPrices,
  dailySales,
  everything,
  orders,
  pricedOrders,
  prices,
  salesByItem,
  webShop,
} from '../lakehouse/shop';

const shop = shopIn(dev);
const { gold } = shop;

describe('SynapseGold', () => {
  test('is a database named after the department, without dashes', () => {
    expect(gold.database).toBe('web_shop');
    expect(gold.bootstrap).toContain('CREATE DATABASE [web_shop] COLLATE Latin1_General_100_BIN2_UTF8');
  });

  test('holds the gold tables of its department, each after what it reads', () => {
    expect(new Set(gold.tables)).toEqual(new Set([dailySales, salesByItem]));
  });

  test('deploys this, in this order', () => {
    const names = gold.deployment.map(({ name }) => name.replace(/_[0-9a-f]{8}$/, ''));
    expect(names).toEqual([
      'master key',
      'credential workspace_identity',
      'data source silver_web_shop',
      'data source gold',
      'file format parquet',
      'schema gold',
      'schema definition',
      'schema stored',
      'file format delta',
      'schema lake_silver_web_shop',
      'external table lake_silver_web_shop.priced_orders',
      'view gold.sales_by_item',
      'view definition.daily_sales',
      'view gold.daily_sales',
      'procedure gold.materialize_daily_sales',
      'superseded external tables',
      'rights that left',
      'readers that left',
      'role lakehouse_reader_analysts',
      'rights of analysts',
      'member analysts',
      'role lakehouse_reader_id-small-dev-web-shop-desk',
      'rights of id-small-dev-web-shop-desk',
      'member id-small-dev-web-shop-desk',
      'role lakehouse_reader_id-small-dev-web-shop-reporter',
      'rights of id-small-dev-web-shop-reporter',
      'member id-small-dev-web-shop-reporter',
    ]);
  });

  test("reaches the lake by the workspace's identity, and readers need no rights there", () => {
    const text = gold.deployment.map(({ sql }) => sql).join('\n');
    expect(text).toContain("WITH IDENTITY = ''Managed Identity''");
    expect(text).not.toMatch(/SECRET|PASSWORD|SHARED ACCESS/i);
    expect(text.match(/LOCATION = ''https:[^']+/g)).toEqual([
      `LOCATION = ''https://${shop.hosts.lake.name}.dfs.core.windows.net/web-shop-silver`,
      `LOCATION = ''https://${shop.hosts.lake.name}.dfs.core.windows.net/web-shop-gold`,
    ]);
  });

  test('lets the workspace read silver and store gold, and nothing else of the department', () => {
    const grants = Object.entries(synth(shop.stack).resource?.azurerm_role_assignment ?? {}).filter(
      ([name, { principal_id: id }]) =>
        String(id).includes('azurerm_synapse_workspace.Synapse_') && name.startsWith('Lakehouse_'),
    );
    expect(
      grants.map(([, { role_definition_name: role, scope }]) => [
        role,
        /Container-(\w+?)_[0-9A-F]{8}/.exec(String(scope))?.[1],
      ]),
    ).toEqual([
      ['Storage Blob Data Reader', 'silver'],
      ['Storage Blob Data Contributor', 'gold'],
    ]);
  });

  test('makes the database, the logins and the users by a script that is for administrators', () => {
    const server = gold.bootstrap.split('\n')[0];
    expect(server).toBe(
      '-- Run as a SQL administrator, connected to syn-small-dev-web-shop-ondemand.sql.azuresynapse.net, database master. Running it again changes nothing.',
    );
    expect(gold.bootstrap).toContain('CREATE LOGIN [id-small-dev-web-shop] FROM EXTERNAL PROVIDER');
    expect(gold.bootstrap).not.toMatch(/PASSWORD|SECRET/i);
    // Every batch ends with GO, so that the script can be appended to another.
    expect(gold.bootstrap.trimEnd().split('\n').at(-1)).toBe('GO');
  });

  test('is the same in every environment, but for names', () => {
    const other = shopIn(prod).gold;
    const named = (text: string) =>
      text.replaceAll('small-prod-', 'small-dev-').replaceAll('stsmallprod', 'stsmalldev');
    expect(other.deployment.map(({ sql }) => named(sql))).toEqual(gold.deployment.map(({ sql }) => sql));
    expect(named(other.bootstrap)).toBe(gold.bootstrap);
  });

  test('grants once what is asked for twice', () => {
    const own = shopIn(dev, webShop({ ...everything, consumers: [] })).gold;
    const visitor = { name: "o'connor]", kind: 'group' as const, reason: 'looks' };
    own.grantRead([dailySales], visitor);
    own.grantRead([dailySales], visitor);
    own.grantRead([salesByItem], visitor);
    expect(own.deployment.slice(-3).map(({ sql }) => sql)).toEqual([
      "IF NOT EXISTS (SELECT 1 FROM sys.database_principals WHERE name = 'lakehouse_reader_o''connor]')\n  EXEC('CREATE ROLE [lakehouse_reader_o''connor]]] AUTHORIZATION [dbo]')",
      "DENY ADMINISTER DATABASE BULK OPERATIONS TO [lakehouse_reader_o'connor]]];\n" +
        "GRANT REFERENCES ON DATABASE SCOPED CREDENTIAL::[workspace_identity] TO [lakehouse_reader_o'connor]]];\n" +
        "GRANT SELECT ON OBJECT::[gold].[daily_sales] TO [lakehouse_reader_o'connor]]];\n" +
        "GRANT SELECT ON OBJECT::[gold].[sales_by_item] TO [lakehouse_reader_o'connor]]];",
      "IF EXISTS (SELECT 1 FROM sys.database_principals WHERE name = 'o''connor]')\n  EXEC('ALTER ROLE [lakehouse_reader_o''connor]]] ADD MEMBER [o''connor]]]')",
    ]);
    expect(own.bootstrap).toContain("EXEC('CREATE USER [o''connor]]] FOR LOGIN [o''connor]]]')");
  });

  test('grants nothing and deploys nothing without gold', () => {
    const owner = webShop({
      description: 'Collects',
      sources: [orders, prices],
      tables: [cleanOrders, cleanPrices, pricedOrders],
    });
    const none = shopIn(dev, owner);
    expect(none.gold.deployment).toEqual([]);
    const terraform = synth(none.stack);
    const toSynapse = Object.entries(terraform.resource?.azurerm_role_assignment ?? {}).filter(
      ([name, { principal_id: id }]) => name.startsWith('Lakehouse_') && String(id).includes('synapse'),
    );
    expect(toSynapse).toEqual([]);
    const pipelines = resources(terraform, 'azurerm_data_factory_pipeline').map(({ name }) => name);
    expect(pipelines).not.toContain('web_shop_deploy_gold');
    expect(pipelines.map((name) => String(name).replace('web_shop_', '')).sort()).toEqual([
      'backfill',
      'complete_orders_1440',
      'complete_orders_60',
      'complete_priced_orders_1440',
      'complete_prices_1440',
      'copy_orders',
      'copy_prices',
      'erase',
      'fill',
      'run_window',
      'wave_daily',
      'wave_hourly',
      'wave_priced_orders',
    ]);
  });
});
