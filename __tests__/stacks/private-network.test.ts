import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { type App } from 'cdktf';
import {
  dataContract,
  type Delivery,
  department,
  type Environment,
  group,
  hours,
  mapping,
  type PrivateNetwork,
  t,
} from '../../model';
import { DepartmentStack, PlatformStack } from '../../stacks';
import { runningIssues, unacknowledged } from '../../stacks/running';
import { companyOf, everything, salesByItem, webShop } from '../constructs/lakehouse/shop';
import { modelling, placed } from '../support/models';
import { prod, RUNNING } from '../support/small-company';
import { resources, synth, testApp } from '../support/synth';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();
const SUBSCRIPTION = '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e20';
const HUB = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-hub`;
const reachedFrom = [{ kind: 'other', for: 'everyone', reason: 'they are in the office' }] as const;
const SERVER_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-crm/providers/Microsoft.Sql/servers/sql-crm`;
const accounts = (name: string) =>
  dataContract(name, {
    description: 'Customers',
    columns: { id: t.long().key(), changed_at: t.timestamp() },
    eventTime: 'changed_at',
    delivery: {
      kind: 'batch',
      every: hours(1),
      from: {
        kind: 'sql',
        server: 'sql-crm.database.windows.net',
        serverId: SERVER_ID,
        database: 'crm',
        table: 'Accounts',
        watermark: 'changed_at',
      },
    },
    expectedRowsPerDay: 10,
  });
const sources = [accounts('customers'), accounts('companies')];
const crmDesk = department('crm-desk', {
  description: 'Knows customers',
  sources,
  tables: sources.map((source) => mapping(source)),
});
const seller = webShop({
  ...everything,
  consumers: [group('analysts', { reads: [salesByItem], powerBi: 'Import', reason: 'they look at it' })],
});

/** Pipelines that deploy the environment. */
const delivery: Delivery = { environments: [{ name: 'prod' }], github: { repository: 'shop/data' } };

/** The stacks of a company in an environment with this network. */
function stacksIn(
  network: Partial<PrivateNetwork>,
  {
    hosting = 'shared',
    delivery,
    ...change
  }: Partial<Environment> & { hosting?: 'shared' | 'dedicated'; delivery?: Delivery } = {},
) {
  const environment: Environment = {
    ...prod,
    groups: { analysts: '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e01' },
    network: { kind: 'private', addressSpace: '10.40.0.0/16', reachedFrom, ...network },
    ...change,
  };
  const desk = { ...crmDesk, hosting };
  const company = { ...companyOf(seller, desk), environments: [environment], ...(delivery && { delivery }) };
  const app = testApp();
  const platform = new PlatformStack(app, 'platform-prod', { company, environment });
  const [shop, crm] = company.departments.map(
    (owner) => new DepartmentStack(app, `${owner.name}-prod`, { department: owner, platform }),
  );
  return { platform, shop: shop!, crm: crm! };
}

const stepOf = (stack: PlatformStack | DepartmentStack, title: string) =>
  stack.manualSteps.find((step) => step.title === title);
const textOf = (stack: PlatformStack | DepartmentStack, title: string) =>
  stepOf(stack, title)?.steps.join('\n') ?? '';

describe('a peering', () => {
  const { platform } = stacksIn({
    peerings: [{ name: 'hub', virtualNetworkId: HUB, useRemoteGateways: true }],
  });

  test('is made on this side, and is a manual step on the other', () => {
    expect(resources(synth(platform), 'azurerm_virtual_network_peering')).toEqual([
      expect.objectContaining({ name: 'hub', remote_virtual_network_id: HUB, use_remote_gateways: true }),
    ]);
    const step = stepOf(platform, 'Peering with hub, from its side')!;
    expect(step.acknowledgedAs).toBe('peering-hub');
    expect(step.steps[0]).toContain(
      `az network vnet peering create --subscription ${SUBSCRIPTION} --resource-group rg-hub --vnet-name vnet-hub --name vnet-shop-prod \\\n` +
        '  --remote-vnet "$(az network vnet show --resource-group rg-shop-prod-platform --name vnet-shop-prod --query id --output tsv)" --allow-vnet-access --allow-forwarded-traffic --allow-gateway-transit\n',
    );
  });

  test('leaves the names there to its owner', () => {
    expect(textOf(platform, 'Names beyond the peerings')).toContain(`--name hub --virtual-network ${HUB} `);
  });
});

describe('an existing network that the environment names', () => {
  const { platform } = stacksIn({
    existing: { virtualNetworkId: HUB, endpointSubnet: 'snet-endpoints' },
    dns: { resourceGroupId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-dns` },
  });
  const terraform = synth(platform);

  test('gets the private endpoints, and nothing else is made of it', () => {
    for (const type of ['azurerm_virtual_network', 'azurerm_subnet', 'azurerm_private_dns_zone'])
      expect(resources(terraform, type)).toEqual([]);
    const endpoints = resources(terraform, 'azurerm_private_endpoint');
    expect(new Set(endpoints.map(({ subnet_id: id }) => id))).toEqual(
      new Set([`${HUB}/subnets/snet-endpoints`]),
    );
  });

  test('has its zones linked by hand, and a subnet for scripts from its owner', () => {
    const step = stepOf(platform, 'Names in the private network vnet-hub')!;
    expect(step.acknowledgedAs).toBe('dns-links');
    expect(step.steps[0]).toContain(
      `--subscription ${SUBSCRIPTION} --resource-group rg-dns --zone-name "$zone"`,
    );
    expect(textOf(platform, 'A place in the private network for scripts')).toContain(
      `az network vnet subnet create --subscription ${SUBSCRIPTION} --resource-group rg-hub --vnet-name vnet-hub --name snet-shop-prod-scripts --address-prefixes '<a free /28 of 10.40.0.0/16>'`,
    );
  });
});

describe('names', () => {
  test('are written by others where the environment says so, which has to be seen to', () => {
    const { platform } = stacksIn({ dns: { byOthers: 'a policy of the company' } });
    const step = stepOf(platform, 'Names in the private network vnet-shop-prod')!;
    expect(step.acknowledgedAs).toBe('dns-by-others');
    expect(step.steps[0]).toMatch(
      /privatelink\.dfs\.core\.windows\.net.*: written by a policy of the company\./,
    );
  });

  test('are forwarded by DNS servers of the company, without "privatelink"', () => {
    const { platform } = stacksIn({ dnsServers: ['10.0.0.4'] });
    const [network] = resources(synth(platform), 'azurerm_virtual_network');
    expect(network).toMatchObject({ dns_servers: ['10.0.0.4'] });
    const step = stepOf(platform, 'Names at the DNS servers of vnet-shop-prod')!;
    expect(step.acknowledgedAs).toBe('dns-forwarding');
    expect(step.steps[0]).toMatch(
      /^Let 10\.0\.0\.4 forward .*(?<!privatelink\.)dfs\.core\.windows\.net.* to `168\.63\.129\.16`/,
    );
  });

  test('are no step where zones are made and nothing is peered', () => {
    const { platform } = stacksIn({});
    expect(platform.manualSteps.filter(({ title }) => title.startsWith('Names'))).toEqual([]);
  });
});

describe('workspaces of models', () => {
  const dns = { resourceGroupId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-dns` };
  test.each<[string, Partial<PrivateNetwork>, number]>([
    ['zones that are made', {}, 9],
    ['zones of the company', { dns }, 0],
  ])('have their names in %s', (_, network, made) => {
    const environment: Environment = {
      ...prod,
      models: placed,
      network: { kind: 'private', addressSpace: '10.40.0.0/16', ...network },
    };
    const company = modelling([environment]);
    const platform = new PlatformStack(testApp(), 'platform-prod', { company, environment });
    expect(resources(synth(platform), 'azurerm_private_dns_zone')).toHaveLength(made);
    const links = platform.manualSteps.find(({ acknowledgedAs }) => acknowledgedAs === 'dns-links');
    expect(links?.steps[0]?.includes('privatelink.api.azureml.ms') ?? false).toBe(made === 0);
  });
});

describe('what has to be approved', () => {
  test.each(['shared', 'dedicated'] as const)(
    'is the endpoint of a SQL server, once, of a %s department',
    (hosting) => {
      const { platform, crm } = stacksIn({}, { hosting });
      const [owner, other] = hosting === 'shared' ? [platform, crm] : [crm, platform];
      const to = (stack: PlatformStack | DepartmentStack) =>
        resources(synth(stack), 'azurerm_data_factory_managed_private_endpoint').filter(
          ({ subresource_name: part }) => part === 'sqlServer',
        );
      expect(to(owner)).toEqual([expect.objectContaining({ target_resource_id: SERVER_ID })]);
      expect(to(other)).toEqual([]);
      expect(owner.manualSteps.map(({ steps }) => steps.join('\n')).join('\n')).toContain(
        `az network private-endpoint-connection list --subscription ${SUBSCRIPTION} --resource-group rg-crm --name sql-crm --type Microsoft.Sql/servers`,
      );
      expect(textOf(crm, 'Access to companies, customers of crm-desk')).toContain(
        'by a managed private endpoint',
      );
    },
  );

  test('are the endpoints that serverless SQL writes through, which are made by hand', () => {
    const { platform, crm } = stacksIn({}, { hosting: 'dedicated' });
    const step = stepOf(platform, 'Private endpoints of syn-shop-prod to stshopprodlake')!;
    expect(step.acknowledgedAs).toBe('synapse-private-endpoints');
    const [inside, outside, approval] = step.steps;
    expect(inside).toContain(
      'az synapse managed-private-endpoints create --workspace-name syn-shop-prod --pe-name stshopprodlake-$part --file @endpoint.json',
    );
    expect(outside).toContain(
      'bash platform-prod-run-inside.sh put "https://syn-shop-prod.dev.azuresynapse.net/',
    );
    const named = (part: string) =>
      `ends_with(properties.privateEndpoint.id, '/privateEndpoints/syn-shop-prod.stshopprodlake-${part}')`;
    expect(approval).toContain(`=='Pending' && (${named('dfs')} || ${named('blob')})].id"`);
    expect(approval).toContain('approve --description "syn-shop-prod" --id');
    expect(step.proof).toEqual([
      expect.objectContaining({
        options: expect.arrayContaining([
          expect.stringContaining(`=='Approved' && (${named('dfs')} || ${named('blob')})])`),
        ]) as string[],
      }),
    ]);
    expect(crm.manualSteps.map(({ acknowledgedAs }) => acknowledgedAs)).toContain(
      'synapse-private-endpoints',
    );
  });

  test('is done by pipelines where they deploy the environment, but for what belongs to somebody else', () => {
    const { platform } = stacksIn(
      {},
      { delivery, running: { ...RUNNING, acknowledged: ['platform-prod/sql-administrators'] } },
    );
    const steps = platform.manualSteps.filter(({ title }) => title.startsWith('Private endpoints of adf'));
    expect(steps.map(({ acknowledgedAs, byPipeline }) => [acknowledgedAs, byPipeline?.options])).toEqual([
      [undefined, ['adf-shop-prod/lake-dfs', 'adf-shop-prod/lake-blob', 'adf-shop-prod/synapse-serverless']],
      ['private-endpoints', undefined],
    ]);
    expect(steps[1]!.steps.join()).toContain('--type Microsoft.Sql/servers');
    expect(steps[1]!.steps.join()).not.toContain('Microsoft.Storage');
    const { shop, crm } = stacksIn({}, { delivery, hosting: 'dedicated', running: RUNNING });
    expect(crm.manualSteps.find(({ byPipeline }) => byPipeline)?.byPipeline?.options[0]).toBe(
      'adf-shop-prod-crm-desk/lake-dfs',
    );
    expect(shop.manualSteps.filter(({ byPipeline }) => byPipeline)).toEqual([]);
  });

  test('waits for nobody where pipelines do all of it; who has acknowledged it need not take it back', () => {
    const acknowledged = ['platform-prod/sql-administrators', 'platform-prod/synapse-private-endpoints'];
    const issuesWith = (...more: readonly string[]) => {
      const running = { ...RUNNING, acknowledged: [...acknowledged, ...more] };
      const { platform } = stacksIn({}, { running, hosting: 'dedicated', delivery });
      return runningIssues(platform.environment, [platform]).map(({ code, got }) => `${code} ${got}`);
    };
    expect(issuesWith()).toEqual([]);
    expect(issuesWith('platform-prod/private-endpoints')).toEqual([]);
    expect(issuesWith('platform-prod/private-endpoint').join()).toContain('LH5011');
  });

  test('keeps the environment from running until it is acknowledged', () => {
    const { platform } = stacksIn(
      { peerings: [{ name: 'hub', virtualNetworkId: HUB }] },
      { running: { ...RUNNING, acknowledged: ['platform-prod/sql-administrators'] } },
    );
    expect(unacknowledged(platform).map(({ got }) => /"(.*?)"/.exec(got)?.[1])).toEqual([
      'platform-prod/peering-hub',
      'platform-prod/synapse-private-endpoints',
      'platform-prod/private-endpoints',
    ]);
  });
});

describe('Power BI', () => {
  test('reads what is published over a data gateway', () => {
    const { platform, shop } = stacksIn({});
    expect(textOf(platform, "A data gateway for Power BI's service")).toContain(
      '--name snet-shop-prod-gateway --address-prefixes 10.40.0.80/28 --delegations Microsoft.PowerPlatform/vnetaccesslinks',
    );
    expect(textOf(shop, 'Power BI for analysts')).toContain(
      'over a data gateway only, with `syn-shop-prod-ondemand.sql.azuresynapse.net` as its data source',
    );
  });
});

describe('the script that runs something inside of the network', () => {
  /** What `az` was called with, call by call, and what the script printed; a script in its place takes the calls. */
  function run(...args: readonly string[]): { readonly calls: string[]; readonly printed: string } {
    const { platform } = stacksIn({});
    const script = folder.at('run-inside.sh');
    const { files } = stepOf(platform, 'A place in the private network for scripts')!;
    writeFileSync(script, files!['platform-prod-run-inside.sh']!);
    const log = folder.at('calls');
    writeFileSync(
      folder.at('az'),
      [
        '#!/usr/bin/env bash',
        `printf '%s\\0' "$*" >> '${log}'`,
        'case "$*" in',
        '  *get-access-token*) echo a.token ;;',
        '  *"subnet show"*) echo /subnet ;;',
        '  *"container show"*) echo "${STATE:-Succeeded}" ;;',
        '  *"container logs"*) echo "(1 rows affected)" ;;',
        'esac',
        '',
      ].join('\n'),
    );
    chmodSync(folder.at('az'), 0o755);
    const printed = execFileSync('bash', [script, ...args], {
      encoding: 'utf8',
      stdio: 'pipe',
      env: { PATH: `${folder.path}${delimiter}/usr/bin${delimiter}/bin`, RUN_INSIDE_WAIT: '0' },
    });
    return { calls: readFileSync(log, 'utf8').split('\0').slice(0, -1), printed };
  }

  test('runs SQL as whoever runs it, prints what it said, and leaves nothing', () => {
    writeFileSync(folder.at('a.sql'), "SELECT 'it''s';\nGO\n");
    const { calls, printed } = run('sql', 'syn-ondemand.sql.azuresynapse.net', folder.at('a.sql'));
    expect(printed).toBe('(1 rows affected)\n');
    expect(calls[0]).toContain('--resource https://database.windows.net');
    expect(calls[2]).toContain(
      "--restart-policy Never --subnet /subnet --secrets token=a.token content=SELECT 'it''s';\nGO",
    );
    expect(calls[2]).toMatch(
      /\/bin\/bash -c 'tr .* -S syn-ondemand\.sql\.azuresynapse\.net -d master -G -P \/tmp\/token -I -b -i \/mnt\/inside\/content' /,
    );
    expect(calls.at(-1)).toMatch(/^container delete .* --yes/);
  });

  test.each([
    ['put', 'https://dev.azuresynapse.net', 'Content-Type: application/json'],
    ['blob', 'https://storage.azure.com', 'x-ms-blob-type: BlockBlob'],
  ])('%s sends a file with a token for %s', (kind, resource, header) => {
    writeFileSync(folder.at('a.json'), '{"a":1}');
    const { calls } = run(kind, 'https://a.example.com/x?y=z', folder.at('a.json'));
    expect(calls[0]).toContain(`--resource ${resource} `);
    expect(calls[2]).toContain(header);
    expect(calls[2]).toContain('/mnt/inside/content "https://a.example.com/x?y=z"\'');
  });

  test('fails where it was called in another way', () => {
    expect(() => run('sql')).toThrow();
    expect(() => run('other', 'a', 'b')).toThrow();
  });
});

test('a public environment has none of these steps', () => {
  const app: App = testApp();
  const environment: Environment = { ...prod, network: { kind: 'public', reason: 'made-up data' } };
  const company = { ...companyOf(webShop({ ...everything, consumers: [] })), environments: [environment] };
  const platform = new PlatformStack(app, 'platform-prod', { company, environment });
  expect(platform.runInside).toBeUndefined();
  expect(platform.manualSteps.map(({ acknowledgedAs }) => acknowledgedAs)).toEqual(['sql-administrators']);
});
