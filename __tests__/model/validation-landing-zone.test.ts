import { describeIssue, type Environment, type LandingZone } from '../../model';
import { companyIssues } from '../../validation';
import { dev, prod, smallCompany } from '../support/small-company';

/** What is wrong with a company whose environment has these rules. */
function issuesOf(landingZone: unknown, environment: Environment = prod): string[] {
  return companyIssues(
    smallCompany({ environments: [{ ...environment, landingZone: landingZone as LandingZone }] }),
  ).map(describeIssue);
}
const AT = 'environment prod: "landingZone';

test('rules that can be kept are none', () => {
  expect(
    issuesOf({
      allowedRegions: ['northeurope', 'westeurope'],
      requiredTags: { owner: 'any', level: ['a', 'b'], centre: { pattern: String.raw`\d{4}` } },
      namePatterns: { azurerm_storage_account: 'st.*' },
      publicEndpoints: 'forbidden',
      exemptions: [{ rule: 'requiredTags', resource: 'mine/azurerm_thing.x', reason: 'it has no owner' }],
    } satisfies LandingZone),
  ).toEqual([]);
});

test('rules that nothing can keep are all told at once', () => {
  expect(
    issuesOf({
      allowedRegions: ['westeurope', 'West US', 'westeurope'],
      requiredTags: { owner: [], centre: { pattern: '(' }, 'microsoft-x': 'any' },
      namePatterns: { storage: 'st.*', azurerm_key_vault: '*kv' },
      exemptions: [{ rule: 'publicEndpoints', resource: 'azurerm_thing.x', reason: ' ' }],
    } satisfies LandingZone),
  ).toEqual([
    `LH0001 ${AT}.allowedRegions" is "West US"; allowed: an Azure region in its short form, e.g. westeurope; give the short form`,
    `LH0003 ${AT}.allowedRegions" has "westeurope" 2 times; allowed: each name once; rename or remove one "westeurope"`,
    `LH5054 ${AT}.allowedRegions" lacks "northeurope", where the environment is; allowed: West US, westeurope, westeurope; add it, or move the environment`,
    `LH0004 ${AT}.requiredTags.owner" is empty; allowed: one or more values, 'any' or { pattern }; say what it may be`,
    `LH5057 ${AT}.requiredTags.centre" is "(", which is no regular expression; allowed: a regular expression of JavaScript for the whole text, e.g. st[a-z0-9]+; correct it`,
    `LH5002 ${AT}.requiredTags.microsoft-x" begins with a word that Azure keeps for itself; allowed: names that begin with none of microsoft, azure and windows; rename the tag`,
    `LH0001 ${AT}.namePatterns" is "storage"; allowed: a Terraform type, e.g. azurerm_storage_account; name the type whose names are meant`,
    `LH5057 ${AT}.namePatterns.azurerm_key_vault" is "*kv", which is no regular expression; allowed: a regular expression of JavaScript for the whole text, e.g. st[a-z0-9]+; correct it`,
    `LH0001 ${AT}.exemptions" is "azurerm_thing.x"; allowed: <stack>/<address>, e.g. platform-prod/azurerm_key_vault.KeyVault_5A1B3C4D; copy it from the mistake that it is about`,
    `LH0006 ${AT}.exemptions.reason" is empty; allowed: a reason in words; say why it need not keep the rule`,
    `LH5056 ${AT}.exemptions" has "azurerm_thing.x" for publicEndpoints, a rule that the landing zone does not have; allowed: exemptions from its own rules; take it out`,
  ]);
  expect(issuesOf({ allowedRegions: [] }).join()).toMatch(/^LH0004 .*allowedRegions" is empty/);
});

test('a public network where public endpoints are forbidden is a contradiction', () => {
  expect(issuesOf({ publicEndpoints: 'forbidden' }, dev)).toEqual([
    'LH5054 environment dev: "landingZone.publicEndpoints" is "forbidden", and the network of the environment is public; allowed: a private network, where public endpoints are forbidden; make the network private, or take the rule out',
  ]);
});

test.each<[string, unknown, RegExp]>([
  [
    'a tag that is a number',
    { requiredTags: { owner: 3 } },
    /requiredTags\.owner" is 3; allowed: 'any', a list/,
  ],
  [
    'a pattern with more',
    { requiredTags: { owner: { pattern: 'a', flags: 'i' } } },
    /allowed: 'any', a list/,
  ],
  ['an endpoint that is allowed', { publicEndpoints: 'allowed' }, /publicEndpoints" is "allowed"/],
  ['a rule that is misspelt', { allowedRegion: ['x'] }, /allowedRegion.*did you mean "allowedRegions"/],
  [
    'an exemption of another rule',
    { exemptions: [{ rule: 'tags', resource: 'a/b.c', reason: 'x' }] },
    /rule" is "tags"/,
  ],
])('%s has another shape', (_what, zone, message) => {
  expect(issuesOf(zone).join('\n')).toMatch(message);
});
