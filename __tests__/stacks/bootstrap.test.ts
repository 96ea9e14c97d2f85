import { existsSync, readdirSync } from 'node:fs';
import type { TerraformStack } from 'cdktf';
import { StorageQueue } from '@cdktf/provider-azurerm/lib/storage-queue';
import { company as reference } from '../../departments';
import { BUILT_IN_ROLES, grantsOf, LANDING_OPERATOR } from '../../constructs/core';
import { grantCondition } from '../../constructs/bootstrap/deployment-role';
import { type Company, company as declare, type Delivery, describeIssue } from '../../model';
import { BootstrapStack, synthesizeCompany } from '../../stacks';
import { companyIssues } from '../../validation';
import { companyStacks } from '../support/company-stacks';
import { content } from '../support/output-folders';
import { dev, prod, smallCompany } from '../support/small-company';
import { addresses, resources, synth, testApp, theResource } from '../support/synth';
import { temporaryFolder } from '../support/temporary-folder';
import { expectFile } from '../support/file-snapshot';
import { join } from 'node:path';

const ISSUER = 'https://login.microsoftonline.com/11111111-1111-1111-1111-111111111111/v2.0';
const connections = {
  prod: {
    deploy: { name: 'deploy', issuer: ISSUER, subject: 'sc://acme/data/prod-deploy' },
    plan: { name: 'plan', issuer: ISSUER, subject: 'sc://acme/data/prod-plan' },
  },
};
const toProd: Delivery = { environments: [{ name: 'prod' }], github: { repository: 'acme/platform' } };

function delivered(delivery: Delivery, environments: Company['environments'] = [dev, prod]): Company {
  const { name, ...rest } = smallCompany({ environments });
  return declare(name, { ...rest, delivery });
}

function bootstrap(
  company: Company,
  more: (stacks: TerraformStack[]) => void = () => undefined,
): BootstrapStack {
  const app = testApp();
  const stacks: TerraformStack[] = company.environments.flatMap((environment) =>
    companyStacks(company, environment, app),
  );
  more(stacks);
  return new BootstrapStack(app, 'bootstrap', { company, stacks });
}

const stack = bootstrap(reference);
const terraform = synth(stack);

describe('the bootstrap of the reference company', () => {
  test('has these addresses, and these actions', () => {
    expectFile(join(__dirname, '__snapshots__', 'bootstrap.txt'), `${addresses(terraform).join('\n')}\n`);
    expect(stack.needs.unknown).toEqual([]);
    const role = resources(terraform, 'azurerm_role_definition').find(
      ({ name }) => name === 'mrdn-deployment',
    );
    expect(role!.permissions).toEqual([{ actions: stack.needs.actions }]);
  });

  test('makes the role that starts and stops landing jobs, and lets pipelines give it and not change it', () => {
    const role = resources(terraform, 'azurerm_role_definition').find(
      ({ name }) => name === 'Lakehouse Landing Operator',
    );
    expect(role).toMatchObject({
      role_definition_id: LANDING_OPERATOR.id,
      permissions: [
        {
          actions: [
            'Microsoft.Insights/metrics/read',
            'Microsoft.StreamAnalytics/streamingjobs/read',
            'Microsoft.StreamAnalytics/streamingjobs/start/action',
            'Microsoft.StreamAnalytics/streamingjobs/stop/action',
          ],
        },
      ],
    });
    expect(stack.needs.actions).not.toContain('Microsoft.Authorization/roleDefinitions/write');
    const conditions = resources(terraform, 'azurerm_role_assignment').flatMap(
      ({ condition }) => condition ?? [],
    );
    expect(conditions.length).toBeGreaterThan(0);
    for (const condition of conditions) expect(condition).toContain(LANDING_OPERATOR.id);
  });

  test('lets in identities only, keeps every version of a state, and is never destroyed', () => {
    const account = theResource(terraform, 'azurerm_storage_account');
    expect(account).toMatchObject({
      shared_access_key_enabled: false,
      local_user_enabled: false,
      allow_nested_items_to_be_public: false,
      min_tls_version: 'TLS1_2',
      blob_properties: {
        versioning_enabled: true,
        delete_retention_policy: { days: 30 },
        container_delete_retention_policy: { days: 30 },
      },
      lifecycle: { prevent_destroy: true },
    });
    const containers = resources(terraform, 'azurerm_storage_container');
    expect(containers.map(({ name }) => name).sort()).toEqual([
      'bootstrap',
      'tfstate',
      'tfstate-dev',
      'tfstate-test',
    ]);
    expect(
      containers.filter(({ lifecycle }) => !(lifecycle as { prevent_destroy?: boolean }).prevent_destroy),
    ).toEqual([]);
  });

  test('makes the account in which every environment that is delivered looks for its states', () => {
    const account = theResource(terraform, 'azurerm_storage_account');
    for (const { state } of reference.environments)
      expect(state).toMatchObject({ storageAccountName: account.name });
  });

  test('gives no identity out for more than one environment or connection', () => {
    const subjects = resources(terraform, 'azurerm_federated_identity_credential').map(
      ({ parent_id: identity, subject }) => `${String(identity)} ${String(subject)}`,
    );
    const deploying = subjects.filter((line) => line.includes('Deploy-'));
    expect(deploying.filter((line) => /pull_request|refs\/heads|\*/.test(line))).toEqual([]);
    for (const name of ['dev', 'prod'])
      expect(deploying.filter((line) => line.includes(`Deploy-${name}_`))).toHaveLength(2);
    expect(new Set(deploying.map((line) => line.split(' ')[1])).size).toBe(deploying.length);
  });

  test('lets pipelines give the roles that the stacks give, and not to pipelines', () => {
    const [first] = resources(terraform, 'azurerm_role_assignment').filter(({ condition }) => condition);
    const condition = String(first?.condition);
    const [written = '', removed = ''] = condition.split(
      " AND ((!(ActionMatches{'Microsoft.Authorization/roleAssignments/delete'",
    );
    for (const role of stack.needs.grants) {
      expect(written).toContain(BUILT_IN_ROLES[role]);
      expect(removed).toContain(BUILT_IN_ROLES[role]);
    }
    const notInUse = Object.entries(BUILT_IN_ROLES).filter(
      ([role]) => !stack.needs.grants.some((one) => one === role),
    );
    expect(notInUse.length).toBeGreaterThan(0);
    for (const [, id] of notInUse) expect(condition).not.toContain(id);
    for (const { deploy, plan } of Object.values(stack.pipelines))
      for (const { resource } of [deploy, plan])
        expect(written).toContain(`azurerm_user_assigned_identity.${resource.friendlyUniqueId}.principal_id`);
  });

  test('says that environments in one subscription can change each other', () => {
    expect(stack.node.metadata.map(({ data }) => String(data))).toEqual([
      expect.stringContaining('dev and test share a subscription'),
      expect.stringContaining('dev and prod share a subscription'),
      expect.stringContaining('test and prod share a subscription'),
    ]);
  });
});

describe('a bootstrap', () => {
  test('asks for the actions of the types that are in its stacks, and no others', () => {
    const company = delivered(toProd);
    const { needs } = bootstrap(company);
    expect(needs.actions).toContain('Microsoft.Network/privateEndpoints/write');
    expect(needs.actions).toContain(
      'Microsoft.Storage/storageAccounts/PrivateEndpointConnectionsApproval/action',
    );
    expect(needs.actions.filter((action) => /MachineLearning|Fabric|Consumption/.test(action))).toEqual([]);
    const stacks = company.environments.flatMap((environment) => companyStacks(company, environment));
    expect(needs.grants).toEqual([...new Set(stacks.flatMap(grantsOf).map(({ role }) => role))].sort());
  });

  test('assigns each subscription of an environment once, under a name that stays', () => {
    const subscription = (last: number) => `00000000-0000-4000-8000-00000000000${last}`;
    const environment = {
      ...prod,
      subscriptionId: subscription(1),
      departments: {
        sales: { subscriptionId: subscription(2) },
        'board-room': { subscriptionId: subscription(2) },
      },
    };
    const written = synth(bootstrap(delivered(toProd, [environment])));
    const scopes = Object.entries(written.resource?.azurerm_role_assignment ?? {})
      .filter(([, { role_definition_name: role }]) => role === undefined || role === 'Reader')
      .map(([name, { scope }]) => [name.replace(/_[0-9A-F]{8}$/, ''), scope])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    expect(scopes).toEqual([
      ['PlanReader-prod', `/subscriptions/${subscription(1)}`],
      ['PlanReader-prod-2', `/subscriptions/${subscription(2)}`],
      ['Role_Deploy-prod', `/subscriptions/${subscription(1)}`],
      ['Role_Deploy-prod-2', `/subscriptions/${subscription(2)}`],
    ]);
    expect(theResource(written, 'azurerm_role_definition').assignable_scopes).toEqual([
      `/subscriptions/${subscription(1)}`,
      `/subscriptions/${subscription(2)}`,
    ]);
  });

  test('fails for a type whose needs are not known, and names it', () => {
    const make = () =>
      bootstrap(delivered(toProd), ([first]) => {
        new StorageQueue(first!, 'Queue', { name: 'queue', storageAccountName: 'account' });
      });
    expect(make).toThrow(/LH9305 bootstrap: "actions" has nothing for azurerm_storage_queue/);
  });

  test('fails when states are in several places, with all that differs', () => {
    const state = {
      ...prod.state,
      kind: 'azurerm',
      storageAccountName: 'stother',
      containerName: 'dev',
    } as const;
    const other = { ...dev, state, tenantId: '11111111-1111-1111-1111-111111111112' };
    const company = delivered({ ...toProd, environments: [{ name: 'dev' }, { name: 'prod' }] }, [
      other,
      prod,
    ]);
    expect(() => bootstrap(company)).toThrow(
      /LH9304[^]*"tenantId"[^]*LH9304[^]*"state.storageAccountName" is stother, ststate/,
    );
  });

  test('fails where the resource group of the states is not said', () => {
    const state = { kind: 'azurerm', storageAccountName: 'ststate', containerName: 'state' } as const;
    expect(() => bootstrap(delivered(toProd, [{ ...prod, state }]))).toThrow(
      /LH9304 bootstrap: "state.resourceGroupName" is not said/,
    );
  });
});

describe('the condition of a role', () => {
  test('names nobody where there is nobody to leave out', () => {
    expect(grantCondition(['Reader'], [])).toBe(
      "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR " +
        '(@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {acdd72a7-3385-48ef-bd42-f606fba81ae7} AND ' +
        "@Request[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'ServicePrincipal', 'Group'})) AND " +
        "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/delete'})) OR " +
        '(@Resource[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {acdd72a7-3385-48ef-bd42-f606fba81ae7}))',
    );
  });
});

describe('a delivery', () => {
  const issues = (delivery: Delivery): string[] => companyIssues(delivered(delivery)).map(describeIssue);

  test('is fine with GitHub, with Azure DevOps, and with both', () => {
    expect(issues(toProd)).toEqual([]);
    expect(issues({ environments: [{ name: 'prod' }], azureDevOps: { connections } })).toEqual([]);
    expect(issues({ ...toProd, branch: 'release/1', azureDevOps: { connections } })).toEqual([]);
  });

  test.each<[string, Delivery, string]>([
    [
      'nowhere to run',
      { environments: [{ name: 'prod' }] },
      'LH9301 Small Company: "delivery" names neither github nor azureDevOps',
    ],
    [
      'no environment',
      { ...toProd, environments: [] },
      'LH9301 Small Company: "delivery" names no environment',
    ],
    [
      'a state on one machine',
      { ...toProd, environments: [{ name: 'dev' }] },
      'LH9302 Small Company: "delivery.environments" has "dev"',
    ],
    [
      'an unknown environment',
      { ...toProd, environments: [{ name: 'prd' }] },
      'LH5001 Small Company: "delivery.environments" has "prd", which is not declared (did you mean "prod"?)',
    ],
    [
      'an environment twice',
      { ...toProd, environments: [{ name: 'prod' }, { name: 'prod' }] },
      'LH0003 Small Company: "delivery.environments" has "prod" 2 times',
    ],
    [
      'an address for a repository',
      { ...toProd, github: { repository: 'https://github.com/acme/platform' } },
      'LH9303 Small Company: "delivery.github.repository" is "https://github.com/acme/platform"',
    ],
    [
      'a branch of many',
      { ...toProd, branch: 'release/*' },
      'LH0001 Small Company: "delivery.branch" is "release/*"',
    ],
    [
      'no connection',
      { environments: [{ name: 'prod' }], azureDevOps: { connections: {} } },
      'LH9303 Small Company: "delivery.azureDevOps.connections.prod" is missing',
    ],
    [
      'one connection for both',
      {
        environments: [{ name: 'prod' }],
        azureDevOps: { connections: { prod: { ...connections.prod, plan: connections.prod.deploy } } },
      },
      'LH9303 Small Company: "delivery.azureDevOps.connections.prod.plan.subject" is that of the connection that deploys',
    ],
  ])('is wrong with %s', (_what, delivery, issue) => {
    expect(issues(delivery)).toEqual([expect.stringContaining(issue)]);
  });
});

describe('synthesizeCompany with the environment bootstrap', () => {
  const folder = temporaryFolder();
  let printed = '';

  beforeEach(() => {
    printed = '';
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((printed += String(text)), true));
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((printed += String(text)), true));
  });
  afterEach(() => {
    process.exitCode = undefined;
  });
  const run = (company: Company): void =>
    synthesizeCompany(company, (app, environment) => void companyStacks(company, environment, app), {
      environments: 'bootstrap',
      outdir: folder.at('out'),
    });

  test('writes its stack and its page, and nothing of the environments', () => {
    run(delivered(toProd));
    const files = content(folder.at('out')) ?? {};
    expect(Object.keys(files).filter((name) => !name.endsWith('metadata.json'))).toEqual([
      'bootstrap.md',
      'manifest.json',
      'stacks/bootstrap/cdk.tf.json',
    ]);
    expect(files['bootstrap.md']).toContain('repo:acme/platform:environment:prod');
    expect(files['bootstrap.md']).toContain('terraform init -migrate-state');
    expect(JSON.parse(files['stacks/bootstrap/cdk.tf.json']!)).toMatchObject({
      terraform: {
        backend: {
          azurerm: { container_name: 'bootstrap', key: 'bootstrap.tfstate', use_azuread_auth: true },
        },
      },
    });
  });

  test('leaves everything as it was where the company names no pipelines', () => {
    run(smallCompany());
    expect(printed).toMatch(/LH9301 bootstrap: "delivery.environments" names none/);
    expect(process.exitCode).toBe(1);
    expect(existsSync(folder.at('out')) ? readdirSync(folder.at('out')) : []).toEqual([]);
  });
});

test.each([
  ['westeurope', 'ZRS'],
  ['westus', 'GRS'],
])('states are kept more than once in %s, by %s', (location, replication) => {
  const settings = { storage: { replication: 'LRS' } } as const;
  const company = delivered(toProd, [{ ...prod, location, settings: { ...prod.settings, ...settings } }]);
  const [account] = resources(synth(bootstrap(company)), 'azurerm_storage_account');
  expect(account).toMatchObject({ account_replication_type: replication });
});
