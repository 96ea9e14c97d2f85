import {
  DATA_LAKE_DEFAULTS,
  DataLake,
  type DataLakeProps,
  type HostProps,
  type LifecycleRule,
} from '../../../constructs/hosts';
import type { Environment } from '../../../model';
import { dev, prod } from '../../support/small-company';
import { blockOf, placeIn, resources, synth, testStack } from '../../support/synth';

type Choices = Omit<DataLakeProps, keyof HostProps>;

function lakeIn(environment: Environment, choices: Choices = {}) {
  const stack = testStack(environment);
  const lake = new DataLake(stack, 'Lake', Object.assign(placeIn(stack), choices));
  const terraform = synth(stack);
  return { lake, terraform, block: blockOf(terraform, lake.resource) };
}

const rule = (change: Partial<LifecycleRule> = {}): LifecycleRule => ({
  name: change.name ?? 'sales-bronze',
  prefixes: change.prefixes ?? ['sales-bronze/'],
  coolAfterDays: change.coolAfterDays,
  deleteAfterDays: 'deleteAfterDays' in change ? change.deleteAfterDays : 30,
});

describe('DataLake', () => {
  test('has no keys, no local users and nothing public', () => {
    expect(lakeIn(dev).block).toMatchObject({
      name: 'stsmalldevlake',
      shared_access_key_enabled: false,
      default_to_oauth_authentication: true,
      local_user_enabled: false,
      allow_nested_items_to_be_public: false,
      cross_tenant_replication_enabled: false,
      https_traffic_only_enabled: true,
      min_tls_version: 'TLS1_2',
    });
  });

  test('is a lake, encrypted twice, in three buildings, and protected', () => {
    expect(DATA_LAKE_DEFAULTS.replication).toBe('ZRS');
    expect(lakeIn(dev).block).toMatchObject({
      account_kind: 'StorageV2',
      account_tier: 'Standard',
      account_replication_type: 'ZRS',
      is_hns_enabled: true,
      infrastructure_encryption_enabled: true,
      lifecycle: { prevent_destroy: true },
    });
  });

  test('brings back what was deleted for 14 days, without versions, which a lake cannot have', () => {
    expect(DATA_LAKE_DEFAULTS.softDeleteDays).toBe(14);
    expect(lakeIn(dev).block.blob_properties).toEqual({
      delete_retention_policy: { days: 14 },
      container_delete_retention_policy: { days: 14 },
    });
  });

  test('takes the replication and the days asked for', () => {
    expect(lakeIn(dev, { replication: 'GZRS', softDeleteDays: 30 }).block).toMatchObject({
      account_replication_type: 'GZRS',
      blob_properties: { delete_retention_policy: { days: 30 } },
    });
  });

  test('refuses a replication that its region does not have, also where it stands alone', () => {
    expect(() => lakeIn({ ...dev, location: 'westus' })).toThrow(
      /LH5058 .*: "replication" is "ZRS", and westus has no availability zones; allowed: LRS, GRS/,
    );
    expect(() => lakeIn({ ...dev, location: 'italynorth' }, { replication: 'GRS' })).toThrow(
      /LH5059 .*: "replication" is "GRS", and italynorth is paired with no other region/,
    );
  });

  test.each([0, 366, 1.5])('refuses %p days of soft delete', (softDeleteDays) => {
    expect(() => lakeIn(dev, { softDeleteDays })).toThrow(
      `stack/Lake: "softDeleteDays" is ${softDeleteDays}; allowed: a whole number of days from 1 to 365; change the number`,
    );
  });

  test('lets every network in when public: Data Factory comes from addresses that nobody knows', () => {
    const { lake, block } = lakeIn(dev);
    expect(block).toMatchObject({ public_network_access_enabled: true });
    // Read back as absent by the provider: written down, they would be a change in every plan.
    expect(block).not.toHaveProperty('network_rules');
    expect(lake.privateEndpoints).toEqual({});
  });

  test('keeps public access off when private, and has both endpoints', () => {
    const { lake, terraform, block } = lakeIn(prod);
    expect(block).toMatchObject({
      public_network_access_enabled: false,
      network_rules: { default_action: 'Deny', bypass: ['AzureServices'] },
    });
    for (const subresource of ['dfs', 'blob'] as const) {
      expect(blockOf(terraform, lake.privateEndpoints[subresource]!)).toMatchObject({
        name: `pep-small-prod-lake-${subresource}`,
        private_service_connection: { subresource_names: [subresource] },
      });
    }
  });

  test("has the workspace's container, made over the Resource Manager, and protected", () => {
    const { lake, terraform } = lakeIn(dev);
    expect(blockOf(terraform, lake.synapseContainer)).toEqual({
      name: 'synapse',
      storage_account_id: '${azurerm_storage_account.Lake_5F1B88EA.id}',
      lifecycle: { prevent_destroy: true },
    });
    expect(resources(terraform, 'azurerm_storage_data_lake_gen2_filesystem')).toEqual([]);
  });

  test('sends the logs of its files, because the account itself has none', () => {
    const { lake, terraform } = lakeIn(dev);
    expect(blockOf(terraform, lake.diagnostics)).toMatchObject({
      target_resource_id: '${azurerm_storage_account.Lake_5F1B88EA.id}/blobServices/default',
      enabled_log: [{ category: 'StorageDelete' }],
    });
  });

  test('says where it answers, and how confidential its data is where that is known', () => {
    expect(lakeIn(dev).lake.dfsEndpoint).toBe('https://stsmalldevlake.dfs.core.windows.net');
    expect(lakeIn(dev, { classification: 'personal' }).block.tags).toMatchObject({
      'data-classification': 'personal',
    });
    expect(lakeIn(dev).block.tags).not.toHaveProperty('data-classification');
  });
});

describe('the lifecycle of a DataLake', () => {
  const policyOf = (lifecycle: readonly LifecycleRule[]) => {
    const { lake, terraform } = lakeIn(dev, { lifecycle });
    return blockOf(terraform, lake.managementPolicy!).rule as {
      name: string;
      filters: { prefix_match: string[] };
    }[];
  };

  test('is one policy with all rules', () => {
    expect(
      policyOf([rule({ coolAfterDays: 10 }), rule({ name: 'other', prefixes: ['sales-landing/orders/'] })]),
    ).toEqual([
      {
        name: 'sales-bronze',
        enabled: true,
        filters: { blob_types: ['blockBlob'], prefix_match: ['sales-bronze/'] },
        actions: {
          base_blob: {
            tier_to_cool_after_days_since_modification_greater_than: 10,
            delete_after_days_since_modification_greater_than: 30,
          },
        },
      },
      {
        name: 'other',
        enabled: true,
        filters: { blob_types: ['blockBlob'], prefix_match: ['sales-landing/orders/'] },
        actions: { base_blob: { delete_after_days_since_modification_greater_than: 30 } },
      },
    ]);
  });

  test('makes several rules of one with more than ten prefixes', () => {
    const prefixes = Array.from(
      { length: 21 },
      (_, index) => `sales-bronze/${String.fromCharCode(97 + index)}/`,
    );
    const rules = policyOf([rule({ prefixes })]);
    expect(rules.map(({ name, filters }) => [name, filters.prefix_match.length])).toEqual([
      ['sales-bronze', 10],
      ['sales-bronze-2', 10],
      ['sales-bronze-3', 1],
    ]);
    expect(rules.flatMap(({ filters }) => filters.prefix_match)).toEqual(prefixes);
  });

  test('is no policy without rules', () => {
    expect(lakeIn(dev).lake.managementPolicy).toBeUndefined();
    expect(lakeIn(dev, { lifecycle: [] }).lake.managementPolicy).toBeUndefined();
  });

  test.each(['silver', 'gold'])('never deletes by age under a live table in %s', (zone) => {
    expect(() => lakeIn(dev, { lifecycle: [rule({ prefixes: [`sales-${zone}/orders/`] })] })).toThrow(
      `"lifecycle.sales-bronze" deletes files of "sales-${zone}" by their age; ` +
        `allowed: only cooling in ${zone}: a live table still needs its old files; ` +
        'remove deleteAfterDays, and let the table drop its own files',
    );
  });

  test('may cool silver', () => {
    expect(
      policyOf([rule({ prefixes: ['sales-silver/'], coolAfterDays: 90, deleteAfterDays: undefined })]),
    ).toHaveLength(1);
  });

  test.each(['sales-bronze', 'sales', ''])(
    'refuses the prefix %p, which could mean more than it says',
    (prefix) => {
      expect(() => lakeIn(dev, { lifecycle: [rule({ prefixes: [prefix] })] })).toThrow(
        `has the prefix "${prefix}"; allowed: a container, a slash, and a folder if any`,
      );
    },
  );

  test.each([
    ['no prefix', rule({ prefixes: [] }), 'prefixes" is empty'],
    ['a name with a space', rule({ name: 'my rule' }), 'is "my rule"'],
    ['no days', rule({ deleteAfterDays: undefined }), 'does nothing'],
    ['no whole days', rule({ deleteAfterDays: 0 }), '"lifecycle.sales-bronze.deleteAfterDays" is 0'],
    ['cooling that comes too late', rule({ coolAfterDays: 30 }), 'cools after 30 days and deletes after 30'],
  ])('refuses a rule with %s', (_, wrong, message) => {
    expect(() => lakeIn(dev, { lifecycle: [wrong] })).toThrow(message);
  });

  test('refuses two rules of one name, also when splitting makes the second', () => {
    const prefixes = Array.from({ length: 11 }, (_, index) => `sales-bronze/${index}/`);
    const lifecycle = [rule({ prefixes }), rule({ name: 'sales-bronze-2' })];
    expect(() => lakeIn(dev, { lifecycle })).toThrow('has "sales-bronze-2" 2 times');
  });

  test('refuses more rules than an account can have', () => {
    const lifecycle = Array.from({ length: 101 }, (_, index) =>
      rule({ name: `rule-${index}`, coolAfterDays: undefined, deleteAfterDays: index + 1 }),
    );
    expect(() => lakeIn(dev, { lifecycle })).toThrow(
      'makes 101 rules, those with the same days taken together; allowed: 100, of 10 prefixes each',
    );
  });

  test('takes rules with the same days together where an account has no room for all', () => {
    const rulesOf = (count: number) =>
      policyOf(
        Array.from({ length: count }, (_, index) =>
          rule({
            name: `rule-${index}`,
            prefixes: [`team${index}-landing/`],
            coolAfterDays: undefined,
            deleteAfterDays: 7,
          }),
        ),
      );
    expect(rulesOf(100).map(({ name }) => name)).toContain('rule-99');
    const together = rulesOf(120);
    expect(together.map(({ name }) => name)).toEqual([
      'all-delete-7',
      ...Array.from({ length: 11 }, (_, index) => `all-delete-7-${index + 2}`),
    ]);
    expect(together.flatMap(({ filters }) => filters.prefix_match)).toHaveLength(120);
  });
});
