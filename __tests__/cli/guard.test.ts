import { writeFileSync } from 'node:fs';
import { findingsOf } from '../../cli/guard/findings';
import { type StackPlan, readPlan } from '../../cli/guard/plan';
import { guardReport, stopIssues } from '../../cli/guard/report';
import { commentText, reportText } from '../../cli/guard/report-text';
import { GUARDED_ALONE, HOLDS_DATA, REPORTS } from '../../constructs/core/guarded-types';
import { company } from '../../departments';
import { type AllowedChange, describeIssue } from '../../model';
import { accessMatrix } from '../../stacks';
import { guardDocument } from '../../stacks/guard-document';
import { billDocument } from '../support/bills';
import { addressOf, attributesOf, type PlannedChange, planOf, plansInPage } from '../support/plans';
import { referenceStacks } from '../support/reference-stacks';
import { synthAll, type Block, type Terraform } from '../support/synth';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();
const stacks = { dev: referenceStacks('dev'), prod: referenceStacks('prod') };
const written = new Map(
  [stacks.dev, stacks.prod].flatMap((all) =>
    synthAll(all).map((terraform, index) => [all[index]!.node.id, terraform] as const),
  ),
);

const environment = (name: 'dev' | 'prod') => company.environments.find((one) => one.name === name)!;
const terraformOf = (stack: string): Terraform => written.get(stack)!;
const envOf = (stack: string): 'dev' | 'prod' => (stack.endsWith('dev') ? 'dev' : 'prod');
const documentOf = (name: 'dev' | 'prod') => guardDocument(company, environment(name), stacks[name]);

/** A plan of a stack, written and read again. */
function planned(stack: string, changes: Readonly<Record<string, PlannedChange>>): StackPlan {
  const file = folder.at(`${stack}.json`);
  writeFileSync(file, JSON.stringify(planOf(terraformOf(stack), changes)));
  return readPlan(file);
}

/** What a plan is stopped for: the kind of change, and what happens. */
const stops = (stack: string, changes: Readonly<Record<string, PlannedChange>>): string[] =>
  findingsOf(planned(stack, changes), documentOf(envOf(stack))).map(
    ({ change, what }) => `${change}: ${what}`,
  );

/** A change of single attributes of the only resource of a type whose name matches. */
function becomes(
  stack: string,
  type: string,
  after: Block,
  name?: RegExp,
): Readonly<Record<string, PlannedChange>> {
  const terraform = terraformOf(stack);
  const address = addressOf(terraform, type, name);
  return { [address]: { after: { ...attributesOf(terraform, address), ...after } } };
}

const REPLACED = ['delete', 'create'];

describe('plans that are stopped', () => {
  const lake = addressOf(terraformOf('platform-prod'), 'azurerm_storage_account', /Lake/);

  const plans: [string, string, Readonly<Record<string, PlannedChange>>, string[]][] = [
    ['a lake is destroyed', 'platform-prod', { [lake]: { after: null } }, ['destroy data: is destroyed']],
    [
      'a lake is made anew',
      'platform-prod',
      { [lake]: { actions: REPLACED } },
      ['destroy data: is destroyed and made anew'],
    ],
    [
      'a lake is made anew the other way round',
      'platform-prod',
      { [lake]: { actions: ['create', 'delete'] } },
      ['destroy data: is destroyed and made anew'],
    ],
    [
      'a lake is no longer looked after',
      'platform-prod',
      { [lake]: { actions: ['forget'], after: null } },
      ['destroy data: is no longer looked after'],
    ],
    [
      'a hub was taken out of the definitions, and its protection with it',
      'operations-prod',
      { 'azurerm_eventhub.Ingestion_Hub-gone_01234567': { before: { name: 'gone' }, after: null } },
      ['destroy data: is destroyed'],
    ],
    [
      'a trigger gets another first day',
      'platform-prod',
      { 'azurerm_data_factory_trigger_tumbling_window.x': { before: {}, after: {}, actions: REPLACED } },
      ['destroy data: is destroyed and made anew: a trigger that is made anew runs every window anew'],
    ],
    [
      'a role is given that the access matrix does not have',
      'platform-prod',
      {
        'azurerm_role_assignment.Owner': {
          before: null,
          after: { role_definition_name: 'Owner', scope: '/subscriptions/1', principal_id: '2' },
        },
      },
      ['widen access: gives Owner, which the access matrix does not have'],
    ],
    [
      'a federated credential is given out for another repository',
      'executives-prod',
      {
        'azurerm_federated_identity_credential.x': {
          before: { issuer: 'i', subject: 'repo:a/b:environment:prod' },
          after: { issuer: 'i', subject: 'repo:a/b:pull_request' },
        },
      },
      ['widen access: is given out for repo:a/b:pull_request of i'],
    ],
    [
      'a vault gets a public address',
      'platform-prod',
      becomes('platform-prod', 'azurerm_key_vault', { public_network_access_enabled: true }),
      ['open endpoint: is reached from the internet (public_network_access_enabled)'],
    ],
    [
      'a lake takes keys',
      'platform-dev',
      becomes('platform-dev', 'azurerm_storage_account', { shared_access_key_enabled: true }, /Lake/),
      ['open endpoint: lets in with keys (shared_access_key_enabled)'],
    ],
    [
      'a lake takes an older TLS',
      'platform-dev',
      becomes('platform-dev', 'azurerm_storage_account', { min_tls_version: 'TLS1_0' }, /Lake/),
      ['open endpoint: takes an older TLS (min_tls_version)'],
    ],
    [
      'a firewall lets in everybody, and a new address',
      'platform-prod',
      becomes(
        'platform-prod',
        'azurerm_storage_account',
        { network_rules: { default_action: 'Allow', bypass: ['AzureServices'], ip_rules: ['203.0.113.7'] } },
        /Lake/,
      ),
      [
        'open endpoint: is reached from everywhere (network_rules.default_action)',
        'open endpoint: is reached from 203.0.113.7 (network_rules)',
      ],
    ],
    [
      'a firewall goes',
      'platform-prod',
      becomes('platform-prod', 'azurerm_storage_account', { network_rules: null }, /Lake/),
      ['open endpoint: has no firewall any more (network_rules)'],
    ],
    [
      'a new service of a private environment is public',
      'operations-prod',
      { 'azurerm_storage_account.New': { before: null, after: { public_network_access_enabled: true } } },
      ['open endpoint: is reached from the internet (public_network_access_enabled)'],
    ],
    [
      'SQL is reached from more addresses',
      'platform-dev',
      becomes('platform-dev', 'azurerm_synapse_firewall_rule', { end_ip_address: '255.255.255.255' }),
      ['open endpoint: is reached from 0.0.0.0 to 255.255.255.255'],
    ],
    [
      'the network lets in somebody',
      'platform-prod',
      {
        'azurerm_network_security_rule.Ssh': {
          before: null,
          after: {
            access: 'Allow',
            direction: 'Inbound',
            source_address_prefix: '*',
            destination_port_range: '22',
          },
        },
      },
      ['open endpoint: lets in * at 22'],
    ],
    [
      'SQL has another administrator',
      'platform-prod',
      becomes('platform-prod', 'azurerm_synapse_workspace_sql_aad_admin', {
        login: 'mallory',
        object_id: '1',
      }),
      ['change administrator: is administered by mallory'],
    ],
    [
      'an alert goes, and another is switched off',
      'platform-prod',
      {
        [addressOf(terraformOf('platform-prod'), 'azurerm_monitor_scheduled_query_rules_alert_v2', /ailed/)]:
          { after: null },
        [addressOf(terraformOf('platform-prod'), 'azurerm_monitor_metric_alert')]: {
          before: { enabled: true },
          after: { enabled: false },
        },
      },
      ['remove alert: is switched off', 'remove alert: is gone'],
    ],
    [
      'nobody is notified any more',
      'platform-prod',
      becomes('platform-prod', 'azurerm_monitor_action_group', { email_receiver: [] }),
      ['remove alert: reports to 0 where it was 1'],
    ],
  ];

  test.each(plans)('%s', (_what, stack, changes, expected) => {
    expect(stops(stack, changes).sort()).toEqual([...expected].sort());
  });

  test('are those that the page shows', () => {
    expect(plansInPage('stopped because')).toEqual(
      plans.map(([what, stack, , why]) => [what, stack, why.join('; ')]),
    );
  });
});

describe('plans that go through', () => {
  test.each([...written.keys()])('%s is made for the first time, as it is defined', (stack) => {
    const everything = Object.entries(terraformOf(stack).resource ?? {}).flatMap(([type, named]) =>
      Object.keys(named).map((name) => [`${type}.${name}`, { before: null }] as const),
    );
    expect(stops(stack, Object.fromEntries(everything))).toEqual([]);
    expect(stops(stack, {})).toEqual([]);
  });

  const plans: [string, string, Readonly<Record<string, PlannedChange>>][] = [
    [
      'a tag is changed',
      'platform-prod',
      becomes(
        'platform-prod',
        'azurerm_storage_account',
        { tags: { company: 'mrdn', owner: 'data' } },
        /Lake/,
      ),
    ],
    [
      'a firewall is made tighter',
      'platform-dev',
      becomes(
        'platform-dev',
        'azurerm_storage_account',
        { network_rules: { default_action: 'Deny' }, public_network_access_enabled: false },
        /Lake/,
      ),
    ],
    [
      'SQL is reached from fewer addresses',
      'platform-dev',
      {
        x: {
          type: 'azurerm_synapse_firewall_rule',
          before: { start_ip_address: '10.0.0.0', end_ip_address: '10.0.0.255' },
          after: { start_ip_address: '10.0.0.9', end_ip_address: '10.0.0.10' },
        },
      },
    ],
    [
      'a pipeline goes',
      'operations-prod',
      { 'azurerm_data_factory_pipeline.x': { before: {}, after: null } },
    ],
    [
      'a role is taken',
      'operations-prod',
      { 'azurerm_role_assignment.x': { before: { role_definition_name: 'Owner' }, after: null } },
    ],
    [
      'an alert is made anew',
      'platform-prod',
      { [addressOf(terraformOf('platform-prod'), 'azurerm_monitor_metric_alert')]: { actions: REPLACED } },
    ],
  ];

  test.each(plans)('%s', (_what, stack, changes) => {
    expect(stops(stack, changes)).toEqual([]);
  });

  test('are those that the page shows', () => {
    expect(plansInPage('goes through')).toEqual(plans.map(([what, stack]) => [what, stack]));
  });
});

describe('the types that are guarded', () => {
  test('are all that Terraform protects, and no more', () => {
    const all = [...written.values()].flatMap(({ resource }) => Object.entries(resource ?? {}));
    const isProtected = ({ lifecycle }: Block): boolean =>
      (lifecycle as { prevent_destroy?: boolean } | undefined)?.prevent_destroy === true;
    const types = all.filter(([, named]) => Object.values(named).some(isProtected)).map(([type]) => type);
    expect([...new Set(types)].sort()).toEqual(HOLDS_DATA);
    expect(HOLDS_DATA.filter((type) => type in GUARDED_ALONE)).toEqual([]);
  });

  test('have every type that reports something', () => {
    const all = [...written.values()].flatMap(({ resource }) => Object.keys(resource ?? {}));
    const reporting = all.filter((type) => /azurerm_monitor_|auditing|budget/.test(type));
    expect([...new Set(reporting)].sort()).toEqual(REPORTS);
  });
});

describe('a report', () => {
  const vault = becomes('platform-prod', 'azurerm_key_vault', { public_network_access_enabled: true });
  const [address = ''] = Object.keys(vault);
  const here = (allowedChanges: readonly AllowedChange[] = [], monthlyLimit?: number) => ({
    document: { ...documentOf('prod'), allowedChanges, ...(monthlyLimit !== undefined && { monthlyLimit }) },
    bill: billDocument({ environment: 'prod' }),
    access: accessMatrix(stacks.prod),
  });
  const allowed: AllowedChange = {
    address: `platform-prod/${address}`,
    change: 'open endpoint',
    reason: 'the auditors look at it in March',
  };

  test('stops what nobody allowed, and says how it is allowed', () => {
    const report = guardReport([planned('platform-prod', vault)], here());
    expect(stopIssues(report).map(describeIssue)).toEqual([
      `LH9313 platform-prod: "${address}" is reached from the internet (public_network_access_enabled); if it is wanted, say so in environment prod: ` +
        `allowedChanges: [{ address: 'platform-prod/${address}', change: 'open endpoint', reason: '…' }]`,
    ]);
  });

  test('lets through what is allowed, and only that', () => {
    const report = guardReport([planned('platform-prod', vault)], here([allowed]));
    expect(stopIssues(report)).toEqual([]);
    expect(report.allowed).toMatchObject([{ reason: allowed.reason }]);
    const other = guardReport(
      [planned('platform-prod', vault)],
      here([{ ...allowed, change: 'destroy data' }]),
    );
    expect(other.stopped).toHaveLength(1);
    expect(other.unused).toHaveLength(1);
  });

  test('names what is allowed and not done, of the stacks that were planned', () => {
    const elsewhere = { ...allowed, address: 'operations-prod/azurerm_eventhub.x' };
    const { unused } = guardReport([planned('platform-prod', {})], here([allowed, elsewhere]));
    expect(unused).toEqual([allowed]);
  });

  test('stops where the bill passes its limit', () => {
    const report = guardReport([planned('platform-prod', {})], here([], 1));
    expect(stopIssues(report).map(({ code }) => code)).toEqual(['LH9101']);
    expect(stopIssues(guardReport([planned('platform-prod', {})], here([], 1e6)))).toEqual([]);
  });

  test('compares access with what it was, line by line', () => {
    const now = here();
    const [gone, ...rest] = now.access;
    const added = { ...gone!, principal: 'somebody new' };
    const report = guardReport([planned('platform-prod', {})], { ...now, access: [...rest, added] }, now);
    expect(report.access).toEqual({ added: [added], removed: [gone] });
  });

  test('is a text for people, and a comment for a pull request', () => {
    const now = here([{ ...allowed, reason: 'it | is\nneeded' }]);
    const report = guardReport(
      [
        planned('platform-prod', {
          ...vault,
          ...becomes('platform-prod', 'azurerm_monitor_action_group', { email_receiver: [] }),
        }),
      ],
      now,
      now,
    );
    const text = reportText(report);
    expect(text).toMatch(/^prod: 1 change stops it\n {2}platform-prod: 2 changed\n/);
    expect(text).toMatch(
      / {2}stop {5}platform-prod\/azurerm_monitor_action_group\.\S+ \(remove alert\): reports to 0 where it was 1\n/,
    );
    const comment = commentText([report]);
    expect(comment).toMatch(/^<!-- lakehouse guard -->\n## Plan: 1 change stops it\n/);
    expect(comment).toContain('it \\| is needed');
    expect(comment).toContain('**Access** as before');
    expect(
      comment
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .every((line) => line.endsWith('|')),
    ).toBe(true);
  });
});
