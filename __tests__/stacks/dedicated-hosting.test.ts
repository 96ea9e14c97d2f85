import { grantsOf } from '../../constructs/core';
import { DedicatedHosts } from '../../constructs/hosts';
import { describeIssue } from '../../model';
import type { DepartmentStack } from '../../stacks';
import { crossingCompany, stacksIn } from '../support/crossing-company';
import { addresses, blockOf, resources, statesReadBy, synth, synthAll, theResource } from '../support/synth';
import { companyIssues } from '../../validation';

const publicly = stacksIn('dev');
const privately = stacksIn('prod');
const { watching, selling, counting, directing } = publicly.departments as Record<string, DepartmentStack>;
const own = synth(watching!);

const grantsFrom = (stack: DepartmentStack) =>
  grantsOf(stack).map(({ to, role, on }) => `${to}: ${role} on ${on}`);

test('the company is without mistakes', () => {
  expect(companyIssues(crossingCompany()).map(describeIssue)).toEqual([]);
});

describe('a dedicated department', () => {
  test('has every service that holds its data in its own stack, resource group and name', () => {
    const named = Object.fromEntries(
      ['storage_account', 'data_factory', 'eventhub_namespace', 'synapse_workspace', 'key_vault'].map(
        (type) => [type, theResource(own, `azurerm_${type}`)],
      ),
    );
    expect(Object.values(named).map(({ name }) => name)).toEqual([
      'stcrossdevwatchinglake',
      'adf-cross-dev-watching',
      'evhns-cross-dev-watching',
      'syn-cross-dev-watching',
      'kv-cross-dev-watching',
    ]);
    for (const { resource_group_name: group, tags } of Object.values(named)) {
      expect(group).toMatch(/^\$\{azurerm_resource_group\.ResourceGroup_\w+\.name\}$/);
      expect(tags).toMatchObject({ department: 'watching' });
    }
  });

  test('protects what holds its data, and is as closed as the platform', () => {
    for (const type of [
      'storage_account',
      'data_factory',
      'eventhub_namespace',
      'synapse_workspace',
      'key_vault',
    ])
      expect(theResource(own, `azurerm_${type}`).lifecycle).toMatchObject({ prevent_destroy: true });
    expect(theResource(own, 'azurerm_storage_account').shared_access_key_enabled).toBe(false);
    expect(theResource(own, 'azurerm_eventhub_namespace').local_authentication_enabled).toBe(false);
  });

  test('makes no namespace, which bills by the hour, without streams', () => {
    const { hosting, ...rest } = watching!.department;
    expect(hosting).toBe('dedicated');
    const silent = { ...rest, hosting, sources: [], tables: [], alerts: [] };
    const stacks = stacksIn('dev', crossingCompany([silent]));
    const terraform = synth(stacks.departments.watching!);
    expect(resources(terraform, 'azurerm_eventhub_namespace')).toEqual([]);
    expect(resources(terraform, 'azurerm_storage_account')).toHaveLength(1);
  });

  test('has no logs, network or identity of its own: these stay in the platform', () => {
    const made = addresses(synth(privately.departments.watching!)).join('\n');
    expect(made).not.toMatch(/azurerm_(log_analytics_workspace|virtual_network|subnet|private_dns_zone)\./);
    expect(made).not.toMatch(/azurerm_user_assigned_identity\./);
    expect(Object.keys(publicly.platform.identities)).toEqual(Object.keys(publicly.departments));
  });

  test('leaves its identity out of the shared factory, and is alone in its own', () => {
    const { platform } = publicly;
    const { hosts } = watching!;
    if (!(hosts instanceof DedicatedHosts)) throw new Error('not dedicated');
    expect(Object.keys(platform.dataFactory.credentials)).toEqual(['selling', 'counting', 'directing']);
    expect(Object.keys(hosts.dataFactory.credentials)).toEqual(['watching']);
  });

  test('keeps its rules of age on its own lake, and off the shared one', () => {
    const rules = (terraform: typeof own) =>
      (theResource(terraform, 'azurerm_storage_management_policy').rule as { name: string }[]).map(
        ({ name }) => name,
      );
    expect(rules(own)).toEqual(['watching-landing', 'watching-bronze', 'watching-quarantine']);
    expect(rules(synth(publicly.platform)).filter((name) => name.startsWith('watching'))).toEqual([]);
  });

  test('puts containers, hubs, job and pipelines into its own hosts', () => {
    const accounts = new Set(
      resources(own, 'azurerm_storage_container').map(({ storage_account_id: id }) => id),
    );
    expect([...accounts]).toEqual([
      expect.stringMatching(/^\$\{azurerm_storage_account\.Hosts_Lake_\w+\.id\}$/),
    ]);
    const factories = (terraform: typeof own) => [
      ...new Set(resources(terraform, 'azurerm_data_factory_pipeline').map(({ data_factory_id: id }) => id)),
    ];
    expect(factories(own)).toEqual([expect.stringMatching(/^\$\{azurerm_data_factory\.Hosts_DataFactory_/)]);
    expect(factories(synth(selling!))).toEqual([expect.stringContaining('terraform_remote_state')]);
    expect(theResource(own, 'azurerm_eventhub').namespace_id).toMatch(
      /^\$\{azurerm_eventhub_namespace\.Hosts_/,
    );
  });

  test('has the same layers, under the same ids, as it would have shared', () => {
    const layers = (stack: DepartmentStack) =>
      addresses(synth(stack)).filter((address) =>
        /\.(Lakehouse|Ingestion|Gold|Access|Pipelines)_/.test(address),
      );
    const { department } = watching!;
    const alone = {
      ...department,
      tables: department.tables.filter(({ name }) => name !== 'visits_and_revenue'),
    };
    const made = (hosting: 'shared' | 'dedicated') =>
      layers(stacksIn('dev', crossingCompany([{ ...alone, hosting }])).departments.watching!);
    expect(made('dedicated')).toEqual(made('shared'));
    expect(made('shared').length).toBeGreaterThan(20);
  });

  test('says at once when its name is too long for what it would be part of', () => {
    const long = { ...watching!.department, name: 'quality-assurance', tables: [], sources: [] };
    expect(() => stacksIn('dev', crossingCompany([long]))).toThrow(
      /"name" would be "kv-cross-dev-quality-assurance" .*30 characters; allowed: 3 to 24 .*shorten .* or the department's name/,
    );
  });
});

describe('departments with different hosts that read each other', () => {
  test.each(['dev', 'prod'] as const)('refer to the platform and to no other (%s)', (environment) => {
    const { all, platform } = environment === 'dev' ? publicly : privately;
    const made = synthAll(all);
    for (const [index, stack] of all.entries())
      expect(statesReadBy(made[index]!)).toEqual(stack === platform ? [] : [platform.node.id]);
  });

  test('are let in by the owner, to products and nothing else', () => {
    const others = (stack: DepartmentStack, name: string) =>
      grantsFrom(stack).filter((line) => !line.includes(`-${name}:`) && !line.includes(`-${name}-`));
    expect(others(watching!, 'watching').filter((line) => !line.startsWith('asa-'))).toEqual([
      'id-cross-dev-counting: Storage Blob Data Reader on watching-products',
      'id-cross-dev-directing: Storage Blob Data Reader on watching-products',
      'syn-cross-dev: Storage Blob Data Reader on watching-products',
    ]);
    expect(grantsFrom(selling!)).toContain(
      'id-cross-dev-watching: Storage Blob Data Reader on selling-products',
    );
    expect(grantsFrom(counting!).filter((line) => line.includes('watching'))).toEqual([]);
  });

  test('find the lake of the owner by its name', () => {
    const urls = (terraform: typeof own): Record<string, string> =>
      Object.fromEntries(
        resources(terraform, 'azurerm_data_factory_linked_custom_service')
          .filter(({ type }) => type === 'AzureBlobFS')
          .map(({ name, type_properties_json: json }) => [
            String(name),
            (JSON.parse(String(json)) as { url: string }).url,
          ]),
      );
    expect(urls(synth(counting!))).toEqual({
      counting_lake: 'https://stcrossdevlake.dfs.core.windows.net',
      counting_lake_of_watching: 'https://stcrossdevwatchinglake.dfs.core.windows.net',
    });
    expect(urls(own)).toEqual({
      watching_lake: 'https://stcrossdevwatchinglake.dfs.core.windows.net',
      watching_lake_of_selling: 'https://stcrossdevlake.dfs.core.windows.net',
    });
  });

  test("read over the owner's connection and write over their own", () => {
    const flow = counting!.pipelines.dataFlows.counting_flow_page_visits!;
    const block = blockOf(synth(counting!), flow);
    expect(block.source).toMatchObject([{ linked_service: { name: 'counting_lake_of_watching' } }]);
    expect(block.sink).toMatchObject([{ linked_service: { name: 'counting_lake' } }]);
    expect((block.script_lines as string[]).join('\n')).toContain("fileSystem: 'watching-products'");
    expect(block.depends_on).toHaveLength(2);
  });

  test('wait for triggers of their own factory only', () => {
    const waits = (stack: DepartmentStack): Record<string, string[]> =>
      Object.fromEntries(
        resources(synth(stack), 'azurerm_data_factory_trigger_tumbling_window').map(
          ({ name, trigger_dependency: dependency = [] }) => [
            String(name),
            (dependency as { trigger_name: string }[]).map(({ trigger_name: other }) => other),
          ],
        ),
      );
    expect(waits(counting!)).toEqual({
      counting_wave_hourly: [],
      counting_complete_page_visits_1440: ['counting_wave_hourly'],
    });
    expect(waits(watching!).watching_wave_daily).toEqual(['watching_complete_visits_1440']);
    expect(waits(directing!).directing_deploy_gold).toEqual(['selling_materialize_daily_revenue']);
  });

  test('let gold of shared departments read silver of a dedicated one where it lies', () => {
    const sql = directing!.gold.deployment.map((batch) => batch.sql).join('\n');
    expect(sql).toContain(
      "CREATE EXTERNAL DATA SOURCE [products_watching] WITH (LOCATION = ''https://stcrossdevwatchinglake.dfs.core.windows.net/watching-products''",
    );
    expect(sql).toContain(
      "WITH (LOCATION = ''visits'', DATA_SOURCE = [products_watching], FILE_FORMAT = [delta])",
    );
    expect(grantsFrom(directing!).filter((line) => line.includes('watching'))).toEqual([]);
  });
});

describe('every way to host departments', () => {
  const hostings = ['shared', 'dedicated'] as const;
  const cases = hostings.flatMap((first) => hostings.map((second) => [first, second] as const));

  test.each(cases)('grants what is read across, and nothing else (%s, %s)', (first, second) => {
    const company = crossingCompany([
      selling!.department,
      { ...watching!.department, hosting: first },
      { ...counting!.department, hosting: second },
      directing!.department,
    ]);
    const { platform, departments } = stacksIn('dev', company);
    const stacks = Object.values(departments);
    const read = stacks.flatMap((stack) => {
      const { name } = stack.department;
      const flows = stack.pipelines.definition.dataFlows.flatMap(({ flow }) => flow.sources);
      // Pipelines also look whether a table of another factory is there.
      const waits = stack.pipelines.definition.datasets.flatMap(({ typeProperties }) => {
        const { fileSystem } = (typeProperties['location'] ?? {}) as { fileSystem?: string };
        return fileSystem === undefined ? [] : [fileSystem];
      });
      const byPipelines = [...flows.map(({ location }) => location.fileSystem), ...waits]
        .filter((container) => !container.startsWith(`${name}-`))
        .map((container) => `${platform.identities[name]!.name} reads ${container}`);
      const sql = stack.gold.deployment.map((batch) => batch.sql).join();
      const bySql = [...sql.matchAll(/\.dfs\.core\.windows\.net\/([\w-]+-products)/g)].map(
        ([, container]) => `${stack.hosts.synapse.name} reads ${container}`,
      );
      return [...byPipelines, ...bySql];
    });
    const granted = stacks.flatMap((stack) =>
      grantsOf(stack)
        .filter(({ on, role }) => on.endsWith('-products') && role === 'Storage Blob Data Reader')
        .map(({ to, on }) => {
          expect(on).toBe(`${stack.department.name}-products`);
          return `${to} reads ${on}`;
        }),
    );
    expect(granted.sort()).toEqual([...new Set(read)].sort());
    expect(granted.length).toBeGreaterThanOrEqual(3);
    for (const stack of stacks) expect(statesReadBy(synth(stack))).toEqual([platform.node.id]);
  });
});

describe('in a private environment', () => {
  const { departments, platform } = privately as typeof privately & {
    departments: Record<string, DepartmentStack>;
  };
  const terraform = synth(departments.watching!);

  test('a dedicated department has a private endpoint for every service, in the subnet of the platform', () => {
    const endpoints = resources(terraform, 'azurerm_private_endpoint');
    expect(endpoints.map(({ name }) => name).sort()).toEqual([
      'pep-cross-prod-watching-events',
      'pep-cross-prod-watching-lake-blob',
      'pep-cross-prod-watching-lake-dfs',
      'pep-cross-prod-watching-synapse-dev',
      'pep-cross-prod-watching-synapse-sqlondemand',
      'pep-cross-prod-watching-vault',
    ]);
    for (const { subnet_id: subnet } of endpoints) expect(subnet).toContain('terraform_remote_state');
    expect(JSON.stringify(terraform)).not.toMatch(/"public_network(_access)?_enabled":true/);
  });

  test('factories get a private endpoint into the lakes that their pipelines read, made where both ends are known', () => {
    const ways = Object.values(departments)
      .flatMap((stack) => stack.crossLakeEndpoints)
      .flatMap(({ factory, endpoints }) =>
        endpoints.map(({ target, subresource }) => `${factory} to ${target.name} (${subresource})`),
      );
    expect(ways).toEqual([
      'adf-cross-prod-watching to stcrossprodlake (dfs)',
      'adf-cross-prod-watching to stcrossprodlake (blob)',
      'adf-cross-prod to stcrossprodwatchinglake (dfs)',
      'adf-cross-prod to stcrossprodwatchinglake (blob)',
    ]);
    const made = resources(terraform, 'azurerm_data_factory_managed_private_endpoint');
    expect(made).toHaveLength(3 + 4);
    const names = made.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(departments.counting!.crossLakeEndpoints).toEqual([]);
    expect(synth(departments.counting!).resource).not.toHaveProperty(
      'azurerm_data_factory_managed_private_endpoint',
    );
    expect(platform.dataFactory.managedEndpoints).toHaveLength(3);
  });

  test('every one of them is on the list of what is left to approve, at its own resource group', () => {
    const steps = departments.watching!.manualSteps.flatMap((item) => item.steps).join('\n');
    expect(steps).toContain(
      'Approve `adf-cross-prod.watching-lake-dfs` (dfs) and `adf-cross-prod.watching-lake-blob` (blob) at `stcrossprodwatchinglake`',
    );
    expect(steps).toContain('--resource-group rg-cross-prod-watching --name stcrossprodwatchinglake');
    expect(steps).toContain('--resource-group rg-cross-prod-platform --name stcrossprodlake');
    expect(steps.match(/^Approve `adf-/gm)).toHaveLength(4);
    expect(steps.match(/^Approve them at `stcrossprodwatchinglake`/gm)).toHaveLength(2);
  });

  test('a dedicated department knows the lake of another dedicated one by its name alone', () => {
    const { watching: owner, counting: reader } = departments;
    const company = crossingCompany([
      { ...owner!.department, tables: owner!.department.tables.slice(0, 1) },
      { ...reader!.department, hosting: 'dedicated' },
    ]);
    const stack = stacksIn('prod', company).departments.counting!;
    const ids = resources(synth(stack), 'azurerm_data_factory_managed_private_endpoint')
      .filter(({ name }) => String(name).startsWith('watching-'))
      .map(({ target_resource_id: id }) => id);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(
      '/subscriptions/${element(split("/", azurerm_resource_group.ResourceGroup_FFF1A175.id), 2)}/resourceGroups/rg-cross-prod-watching/providers/Microsoft.Storage/storageAccounts/stcrossprodwatchinglake',
    );
  });

  test('the subnet reports that it is full', () => {
    const departmentNames = ['aa', 'bb', 'cc', 'dd', 'ee', 'ff', 'gg', 'hh', 'ii', 'jj'];
    const many = departmentNames.map((name) => ({
      ...departments.watching!.department,
      name,
      sources: [],
      tables: [],
    }));
    // Five endpoints each without a namespace: 6 + 10 × 5 fit into 59, one more department does not.
    expect(() => stacksIn('prod', crossingCompany(many))).not.toThrow();
    const full = [...many, { ...many[0]!, name: 'kk' }];
    expect(() => stacksIn('prod', crossingCompany(full))).toThrow(
      '"hosting" needs a private endpoint more than the subnet of vnet-cross-prod has addresses for; allowed: 59 endpoints',
    );
  });
});

describe('a dedicated department in a public environment', () => {
  test('has no endpoint and nothing to approve', () => {
    expect(JSON.stringify(own)).not.toContain('private_endpoint');
    expect(watching!.manualSteps.map(({ title }) => title)).toEqual([
      'Database and logins of watching',
      'Pepper of watching',
    ]);
    expect(watching!.manualSteps[0]!.steps[0]).toContain(
      'on `syn-cross-dev-watching-ondemand.sql.azuresynapse.net`',
    );
  });
});
