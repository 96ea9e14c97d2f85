import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import type { App } from 'cdktf';
import { type Company, describeIssue, type Environment, type LandingZone } from '../../model';
import { DepartmentStack, PlatformStack, synthesizeCompany } from '../../stacks';
import { landingZoneFindings } from '../../stacks/landing-zone';
import type { SynthesizedStack } from '../../cost';
import { dev, prod, smallCompany } from '../support/small-company';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();

afterEach(() => {
  process.exitCode = undefined;
});

/** What a synthesis says of an environment with rules; `more` adds to the stack of the platform. */
function said(
  environment: Environment,
  landingZone: LandingZone,
  more: (platform: PlatformStack) => void = () => undefined,
): { readonly mistakes: string[]; readonly warnings: string[] } {
  const company: Company = smallCompany({ environments: [{ ...environment, landingZone }] });
  let [errors, output] = ['', ''];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((output += String(text)), true));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((errors += String(text)), true));
  const build = (app: App, here: Environment) => {
    const platform = new PlatformStack(app, `platform-${here.name}`, { company, environment: here });
    more(platform);
    for (const department of company.departments)
      new DepartmentStack(app, `${department.name}-${here.name}`, { department, platform });
  };
  synthesizeCompany(company, build, { environments: 'all', outdir: folder.at('cdktf.out') });
  return {
    mistakes: errors.split('\n').slice(1, -1),
    warnings: output.split('\n').filter((line) => /^ {2}warning {2}LH\d+ environment/.test(line)),
  };
}

/** A storage account of the user's own, in the platform's stack. */
const own = (platform: PlatformStack, change: object = {}): StorageAccount =>
  new StorageAccount(platform, 'Mine', {
    name: 'stmine',
    location: 'francecentral',
    resourceGroupName: 'rg-mine',
    accountTier: 'Standard',
    accountReplicationType: 'ZRS',
    ...change,
  });

const zone = { allowedRegions: ['northeurope'], publicEndpoints: 'forbidden' } as const;

test('what the library makes in a private environment keeps regions, tags and closed endpoints', () => {
  const tags = { company: ['small'], department: { pattern: '[a-z-]+' }, 'managed-by': 'any' } as const;
  expect(said(prod, { ...zone, requiredTags: tags })).toEqual({ mistakes: [], warnings: [] });
});

test('a resource of the user breaks every rule at once, and each is named with what to change', () => {
  const { mistakes } = said(
    prod,
    {
      ...zone,
      requiredTags: { owner: 'any', environment: ['live'] },
      namePatterns: { azurerm_storage_account: '[a-z]*small[a-z]*' },
    },
    (platform) => own(platform, { tags: { owner: 'me', environment: 'live' } }),
  );
  const mine = mistakes.filter((line) => line.includes('Mine'));
  expect(mine).toEqual([
    '  - LH5050 platform-prod: "landingZone.allowedRegions" is broken by azurerm_storage_account.Mine: in "francecentral"; allowed: northeurope; make it in one of them, or allow the region',
    '  - LH5052 platform-prod: "landingZone.namePatterns.azurerm_storage_account" is broken by azurerm_storage_account.Mine: named "stmine"; allowed: [a-z]*small[a-z]*; rename it by settings.naming, or correct the pattern; a new name means a new resource',
    '  - LH5053 platform-prod: "landingZone.publicEndpoints" is broken by azurerm_storage_account.Mine: public_network_access_enabled is not said, and is true then; allowed: private endpoints only; close it, or exempt it with a reason',
  ]);
  // One line for all of a stack that break a rule in one way, in every stack.
  const others = mistakes.filter((line) => !line.includes('Mine'));
  expect(others.map((line) => /LH\d+ \S+ "\S+"/.exec(line)?.[0])).toEqual(
    ['platform', 'sales', 'board-room'].flatMap((stack) =>
      ['owner', 'environment'].map((tag) => `LH5051 ${stack}-prod: "landingZone.requiredTags.${tag}"`),
    ),
  );
  expect(others[0]).toMatch(
    /is broken by azurerm_\S+, .* and \d+ more: no such tag; allowed: any value; add it to settings\.tags/,
  );
  expect(others[1]).toContain('it is "prod"; allowed: live;');
});

test('an exemption lets one resource through one rule, and one for nothing is a mistake', () => {
  const exemption = {
    resource: 'platform-prod/azurerm_storage_account.Mine',
    reason: 'files for the public',
  };
  const exempt: LandingZone = { ...zone, exemptions: [{ rule: 'publicEndpoints', ...exemption }] };
  const closed = {
    location: 'northeurope',
    publicNetworkAccessEnabled: false,
    allowNestedItemsToBePublic: false,
  };
  expect(said(prod, exempt, (platform) => own(platform)).mistakes.join()).toMatch(
    /^ {2}- LH5050 [^\n]*Mine[^\n]*$/,
  );
  expect(said(prod, exempt, (platform) => own(platform, closed)).mistakes).toEqual([
    '  - LH5056 environment prod: "landingZone.exemptions" has "platform-prod/azurerm_storage_account.Mine" for publicEndpoints, which no such resource breaks; take it out, or correct the address',
  ]);
});

test('an exemption for the bootstrap is left to the bootstrap', () => {
  const exemption = {
    resource: 'bootstrap/azurerm_storage_account.State',
    reason: 'runners come from outside',
  };
  const exempt: LandingZone = { ...zone, exemptions: [{ rule: 'publicEndpoints', ...exemption }] };
  expect(said(prod, exempt)).toEqual({ mistakes: [], warnings: [] });
});

test('a pattern for a type that nothing makes is reported, and is no mistake', () => {
  const namePatterns = {
    azurerm_storage_acount: 'x',
    azurerm_linux_web_app: 'y',
    azurerm_key_vault: 'kv-.*',
  };
  expect(said(dev, { namePatterns })).toEqual({
    mistakes: [],
    warnings: [
      '  warning  LH5055 environment dev: "landingZone.namePatterns.azurerm_storage_acount" is about a type that no stack makes; did you mean azurerm_storage_account?',
      '  warning  LH5055 environment dev: "landingZone.namePatterns.azurerm_linux_web_app" is about a type that no stack makes; leave it for later, or take it out',
    ],
  });
});

/** What is found in one stack with these resources. */
function found(landingZone: LandingZone, resource: Record<string, object>): string[] {
  const terraform = { resource: resource as never };
  const stack: SynthesizedStack = { name: 'one', environment: 'dev', terraform };
  return landingZoneFindings({ ...prod, landingZone }, [stack]).issues.map(describeIssue);
}

test.each<[string, string, object, string | undefined]>([
  [
    'a switch that is on',
    'azurerm_new_service',
    { public_network_access_enabled: true },
    'public_network_access_enabled is true',
  ],
  ['a factory that says nothing', 'azurerm_data_factory', {}, 'public_network_enabled is not said'],
  ['a factory that is closed', 'azurerm_data_factory', { public_network_enabled: false }, undefined],
  ['a type without a switch', 'azurerm_log_analytics_workspace', {}, undefined],
  ['a public address', 'azurerm_public_ip', {}, 'it is a public address'],
  ['a firewall rule', 'azurerm_synapse_firewall_rule', {}, 'it lets in addresses'],
  [
    'a container for everybody',
    'azurerm_storage_container',
    { container_access_type: 'blob' },
    'container_access_type is "blob"',
  ],
  ['a private container', 'azurerm_storage_container', { container_access_type: 'private' }, undefined],
  [
    'files for everybody',
    'azurerm_storage_account',
    { public_network_access_enabled: false, allow_nested_items_to_be_public: true },
    'allow_nested_items',
  ],
])('public is: %s', (_what, type, block, why) => {
  const issues = found({ publicEndpoints: 'forbidden' }, { [type]: { one: block } });
  expect(issues).toHaveLength(why === undefined ? 0 : 1);
  if (why !== undefined) expect(issues[0]).toContain(why);
});

test('regions are read in both forms and through references, and what is not known yet is not looked at', () => {
  const blocks = {
    global: { location: 'global' },
    long: { location: 'North Europe' },
    through: { location: '${azurerm_resource_group.group.location}' },
    circle: { location: '${azurerm_thing.circle.location}' },
    looked: { location: '${data.azurerm_resource_group.other.location}' },
    away: { location: 'West Europe' },
  };
  const group = { group: { location: 'westeurope' } };
  expect(
    found({ allowedRegions: ['northeurope'] }, { azurerm_thing: blocks, azurerm_resource_group: group }),
  ).toEqual([
    'LH5050 one: "landingZone.allowedRegions" is broken by azurerm_resource_group.group, azurerm_thing.away, azurerm_thing.through: in "westeurope"; allowed: northeurope; make it in one of them, or allow the region',
  ]);
});

test('a copy in another region has to be allowed, too', () => {
  const account = (location: string, replication: string) => ({
    azurerm_storage_account: { one: { location, account_replication_type: replication } },
  });
  const allowedRegions = ['westeurope', 'westus3'];
  expect(found({ allowedRegions }, account('westeurope', 'GZRS'))).toEqual([
    'LH5050 one: "landingZone.allowedRegions" is broken by azurerm_storage_account.one: GZRS keeps a copy in "northeurope"; allowed: westeurope, westus3; keep it in one region by storage.replication, or allow the other',
  ]);
  expect(found({ allowedRegions }, account('westeurope', 'ZRS'))).toEqual([]);
  expect(found({ allowedRegions: [...allowedRegions, 'eastus'] }, account('West US 3', 'RAGRS'))).toEqual([]);
});

test('names of tags are the same in any case, values are not, and a value of later is not looked at', () => {
  const resources = {
    azurerm_thing: {
      upper: { tags: { OWNER: 'a' } },
      later: { tags: { owner: '${azurerm_other.x.name}' } },
      empty: { tags: { owner: '' } },
      wrong: { tags: { owner: 'A' } },
      untaggable: {},
    },
  };
  const by = (required: LandingZone['requiredTags']) =>
    found({ requiredTags: required }, resources).map((line) => /by (.*?); allowed/.exec(line)?.[1]);
  expect(by({ owner: ['a'] })).toEqual(['azurerm_thing.empty: it is ""', 'azurerm_thing.wrong: it is "A"']);
  expect(by({ owner: { pattern: '[a-z]' } })).toEqual([
    'azurerm_thing.empty: it is ""',
    'azurerm_thing.wrong: it is "A"',
  ]);
  expect(by({ owner: 'any' })).toEqual(['azurerm_thing.empty: it is ""']);
});
