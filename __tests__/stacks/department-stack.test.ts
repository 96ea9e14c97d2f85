import { grantsOf } from '../../constructs/core';
import { company as reference } from '../../departments';
import {
  type Company,
  count,
  department,
  goldTable,
  read,
  silverTable,
  t,
  tableReference,
} from '../../model';
import { DepartmentStack, PlatformStack } from '../../stacks';
import { companyOf, everything, webShop } from '../constructs/lakehouse/shop';
import { prod } from '../support/small-company';
import { addresses, resources, statesReadBy, synth, synthAll, testApp } from '../support/synth';

/** A company's stacks in one of its environments, made as the app makes them. */
function stacksOf(company: Company, environmentName: string) {
  const environment = company.environments.find(({ name }) => name === environmentName)!;
  const app = testApp();
  const platform = new PlatformStack(app, `platform-${environment.name}`, { company, environment });
  const departments = company.departments.map(
    (owner) => new DepartmentStack(app, `${owner.name}-${environment.name}`, { department: owner, platform }),
  );
  return { platform, departments };
}

const { platform, departments } = stacksOf(reference, 'dev');
const operations = departments.find(({ department: owner }) => owner.name === 'operations')!;
const terraform = synth(operations);

describe('the stack operations-dev of the reference company', () => {
  test('refers to the platform, and to nothing else', () => {
    expect(operations.dependencies).toContain(platform);
    expect(Object.keys(terraform.data ?? {})).toEqual(['terraform_remote_state']);
    expect(Object.values(terraform.data?.terraform_remote_state ?? {})).toMatchObject([
      {
        backend: 'azurerm',
        config: {
          container_name: 'tfstate-dev',
          key: 'platform-dev.tfstate',
          storage_account_name: 'stmrdnstate',
        },
      },
    ]);
  });

  test('registers the resource providers of what is in it', () => {
    expect(terraform.provider.azurerm?.[0]?.resource_providers_to_register).toEqual([
      'Microsoft.DataFactory',
      'Microsoft.EventHub',
      'Microsoft.ManagedIdentity',
      'Microsoft.Storage',
      'Microsoft.StreamAnalytics',
      'microsoft.insights',
    ]);
  });

  test('keeps what is its own in a resource group of its own', () => {
    expect(resources(terraform, 'azurerm_resource_group')).toMatchObject([
      { name: 'rg-mrdn-dev-operations', tags: { department: 'operations', environment: 'dev' } },
    ]);
  });

  test('makes nothing that is shared', () => {
    const shared =
      /^azurerm_(storage_account|data_factory|eventhub_namespace|synapse_workspace|key_vault|log_analytics_workspace)\./;
    expect(addresses(terraform).filter((address) => shared.test(address))).toEqual([]);
    expect(addresses(synth(platform)).filter((address) => shared.test(address))).toHaveLength(6);
  });

  test('leaves the database, the first login and the pepper to people', () => {
    expect(operations.manualSteps).toMatchObject([
      {
        title: 'Database and logins of operations',
        steps: [
          'Run `operations-dev.sql`, beside this file, as a SQL administrator on `syn-mrdn-dev-ondemand.sql.azuresynapse.net`, from Azure Cloud Shell. Running it again changes nothing.',
          'Run it again when a consumer or another department begins to read gold: it makes their logins and users, and the deployment of gold their rights.',
          'Where one of its identities was deleted and made again, put its client id into the script first, as the comments there say: its login is made again.',
        ],
        files: {
          'operations-dev.sql': expect.stringMatching(
            /^-- Run as a SQL administrator.+\n(?:.*\n)*.*CREATE DATABASE \[operations\].+\n(?:.*\n)*.*CREATE LOGIN \[id-mrdn-dev-operations\]/,
          ) as string,
        },
      },
      { title: 'Power BI for operations-analysts' },
      {
        title: 'Pepper of operations',
        steps: [
          'Put `pepper.json` into the container `operations-secrets` of `stmrdndevlake`: one line, `{"pepper": "<64 random hexadecimal digits>"}`. Make the digits with a generator for secrets and keep them: with another pepper every pseudonym changes.',
        ],
      },
      ...['transactions', 'orders', 'shipments', 'returns'].map((stream) => ({
        title: `Producers of ${stream} of operations`,
      })),
    ]);
  });
});

describe('the stack platform-dev of the reference company', () => {
  test('depends on no other', () => {
    expect(platform.dependencies).toEqual([]);
  });
});

describe('every DepartmentStack', () => {
  const started = stacksOf(reference, 'prod').departments.find(
    ({ department: owner }) => owner.name === 'operations',
  )!;

  test('has the same addresses in every environment, besides what runs', () => {
    const running = addresses(synth(started));
    // Pipelines and triggers go by how often an environment runs.
    const often: Company = {
      ...reference,
      environments: reference.environments.map(
        ({ cadence: _, landing: _continuously, ...environment }) => environment,
      ),
    };
    const stopped = addresses(
      synth(stacksOf(often, 'dev').departments.find(({ department: owner }) => owner.name === 'operations')!),
    );
    const missing = running.filter((address) => !stopped.includes(address));
    expect(missing).toEqual([
      expect.stringMatching(/^azurerm_stream_analytics_job_schedule\.Ingestion_Job_Schedule_[0-9A-F]{8}$/),
      expect.stringMatching(
        /^azurerm_stream_analytics_job_schedule\.Ingestion_RulesJob_Schedule_[0-9A-F]{8}$/,
      ),
    ]);
    expect(stopped.filter((address) => !running.includes(address))).toEqual([]);
  });

  test('runs where its environment says so, and nowhere else', () => {
    const activated = (stack: DepartmentStack) => [
      ...new Set(
        resources(synth(stack), 'azurerm_data_factory_trigger_tumbling_window').map(
          (trigger) => trigger.activated,
        ),
      ),
    ];
    expect(activated(started)).toEqual([true]);
    expect(activated(operations)).toEqual([false]);
  });

  test.each(['dev', 'prod'])('has no key, password or connection string with one (%s)', (environment) => {
    for (const made of synthAll(stacksOf(reference, environment).departments)) {
      const text = JSON.stringify(made);
      expect(
        text.match(
          /access_?key(?!_enabled":false)|accountkey|sharedaccess|shared_access(?!_key_enabled":false)|sas_?(uri|token|url)|password(?!-guessing)|user ?id=|secret":/gi,
        ),
      ).toBeNull();
      expect(text).toContain('Integrated Security=False;Encrypt=True');
    }
  });

  test('is the same whenever it is made', () => {
    const again = stacksOf(reference, 'dev').departments.find(({ node }) => node.id === 'operations-dev')!;
    expect(synth(again)).toEqual(terraform);
  });

  test('lists only what there is to do', () => {
    const idle = webShop({ description: 'Has nothing' });
    expect(stacksOf(companyOf(idle), 'dev').departments[0]!.manualSteps).toEqual([]);
    // Without gold nobody makes users, but failures are written down by a query.
    const collector = webShop({ ...everything, tables: [], consumers: [] });
    expect(
      stacksOf(companyOf(collector), 'dev').departments[0]!.manualSteps.map(({ title, steps }) => [
        title,
        steps,
      ]),
    ).toEqual([
      [
        'Database and logins of web-shop',
        [
          expect.stringMatching(/^Run `web-shop-dev.sql`, beside this file, as a SQL administrator/),
          expect.stringMatching(/^Where one of its identities was deleted and made again/),
        ],
      ],
    ]);
  });

  test.each([
    [
      'that is not of the company',
      department('stranger', { description: 'Belongs elsewhere' }),
      '"department" is "stranger"; allowed: a department of Meridian Goods: executives, it-security, marketing, operations, supply-chain; add it to the company',
    ],
    [
      "of which the tables would be nobody's, because it is a copy",
      { ...operations.department },
      '"department" is another "operations" than the company\'s; allowed: a department of Meridian Goods: executives, it-security, marketing, operations, supply-chain; pass the company\'s own',
    ],
  ])('fails for a department %s', (_, owner, message) => {
    const app = testApp();
    const environment = reference.environments[0]!;
    const host = new PlatformStack(app, 'platform-dev', { company: reference, environment });
    expect(() => new DepartmentStack(app, 'other', { department: owner, platform: host })).toThrow(
      `platform-dev: 1 error\n  - LH6007 platform-dev: ${message}`,
    );
  });
});

describe('departments that read each other', () => {
  const orders = tableReference('web-shop', 'orders', {
    order_id: t.string(20).key(),
    amount: t.decimal(12, 2),
  });
  const largeOrders = silverTable('large_orders', {
    flow: read(orders).filter((row) => row.amount.greaterThan(100)),
    key: ['order_id'],
    write: 'overwrite',
  });
  const orderCount = goldTable('order_count', {
    flow: read(orders).aggregate(
      (row) => ({ amount: row.amount }),
      () => ({ orders: count() }),
    ),
    key: ['amount'],
  });
  const seller = webShop({ ...everything, consumers: [] });
  const made = (...tables: Parameters<typeof department>[1]['tables'] & object) =>
    stacksOf(companyOf(seller, department('finance', { description: 'Counts', tables })), 'dev');
  const grantsOn = (zone: string, stack: DepartmentStack) =>
    grantsOf(stack)
      .filter(({ on }) => on === `web-shop-${zone}`)
      .map(({ to, role, reason }) => [to, role, reason]);
  const ownSilver = [
    ['id-shop-dev-web-shop', 'Storage Blob Data Contributor', 'pipelines of web-shop fill silver'],
    ['syn-shop-dev', 'Storage Blob Data Reader', 'gold views of web-shop read silver'],
  ];
  const own = [
    'id-shop-dev-web-shop',
    'Storage Blob Data Contributor',
    'pipelines of web-shop fill products',
  ];
  const synapse = [
    'syn-shop-dev',
    'Storage Blob Data Reader',
    'gold views of finance read products of web-shop',
  ];

  test("refer to the platform, and not to each other's stacks", () => {
    const both = made(largeOrders, orderCount);
    for (const made of synthAll(both.departments)) expect(statesReadBy(made)).toEqual(['platform-dev']);
  });

  test('are let in by the owner: the pipelines of a reader read, and nothing more', () => {
    const [shop, finance] = made(largeOrders).departments;
    expect(grantsOn('products', shop!)).toEqual([
      own,
      ['id-shop-dev-finance', 'Storage Blob Data Reader', 'pipelines of finance read products of web-shop'],
    ]);
    // What is not published lies elsewhere, where readers have no right.
    expect(grantsOn('silver', shop!)).toEqual(ownSilver);
    expect(grantsOf(finance!).filter(({ on }) => on.startsWith('web-shop'))).toEqual([]);
  });

  test('are not let in where they read nothing, or only their gold does', () => {
    expect(grantsOn('products', made().departments[0]!)).toEqual([own]);
    expect(grantsOn('products', made(orderCount).departments[0]!)).toEqual([own, synapse]);
  });

  test('let Synapse in for the gold of others, without gold of their own', () => {
    const collector = webShop({
      ...everything,
      tables: everything.tables?.filter(({ zone }) => zone !== 'gold'),
    });
    const readers = department('finance', { description: 'Counts', tables: [orderCount] });
    const [shop, finance] = stacksOf(companyOf({ ...collector, consumers: [] }, readers), 'dev').departments;
    expect(grantsOn('products', shop!)).toEqual([own, synapse]);
    const { deployment } = finance!.gold;
    expect(deployment.map(({ name }) => name)).toContain('data source products_web_shop');
    expect(deployment.map(({ sql }) => sql).join('\n')).toContain(
      "WITH (LOCATION = ''orders'', DATA_SOURCE = [products_web_shop], FILE_FORMAT = [delta])",
    );
  });

  test('wait for the triggers of the owner by their names', () => {
    const [, finance] = made(largeOrders).departments;
    const triggers = resources(synth(finance!), 'azurerm_data_factory_trigger_tumbling_window');
    expect(triggers).toMatchObject([
      { name: 'finance_complete_large_orders_1440' },
      {
        name: 'finance_wave_hourly',
        frequency: 'Hour',
        interval: 1,
        trigger_dependency: [{ trigger_name: 'web_shop_complete_orders_60' }],
      },
    ]);
  });
});

test('a private department makes nothing public, and needs no network of its own', () => {
  const company = companyOf(webShop());
  const groups = company.environments[0]!.groups;
  const { departments: made } = stacksOf({ ...company, environments: [{ ...prod, groups }] }, 'prod');
  const types = Object.keys(synth(made[0]!).resource ?? {});
  expect(types.filter((type) => /network|subnet|private|public/.test(type))).toEqual([]);
  expect(JSON.stringify(synth(made[0]!))).not.toMatch(/"container_access_type":"(?!private)/);
});
