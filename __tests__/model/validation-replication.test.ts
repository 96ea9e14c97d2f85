import { azureRegion, copyRegion, describeIssue, type Environment, type Replication } from '../../model';
import { companyIssues } from '../../validation';
import { dev, smallCompany } from '../support/small-company';

function issuesOf(change: Partial<Environment>, hosting: 'shared' | 'dedicated' = 'shared'): string[] {
  const [sales, ...others] = smallCompany().departments;
  return companyIssues(
    smallCompany({
      environments: [{ ...dev, ...change }],
      departments: [{ ...sales!, hosting }, ...others],
    }),
  ).map(describeIssue);
}
const kept = (replication: Replication) => ({ storage: { replication } });

test('pairs of regions know each other, or are one-sided where Azure says so', () => {
  expect(azureRegion('westeurope')).toEqual({ zones: true, pair: 'northeurope' });
  expect(azureRegion('westus')).toEqual({ zones: false, pair: 'eastus' });
  expect(azureRegion('italynorth')).toEqual({ zones: true });
  expect(azureRegion('nowhere')).toBeUndefined();
  // Brazil South and West US 3 are copied to regions that are paired with others; West India to South India.
  const oneSided = ['brazilsouth', 'brazilsoutheast', 'westus3', 'westindia'];
  for (const name of [
    'swedencentral',
    'uksouth',
    'ukwest',
    'eastus2',
    'francesouth',
    'japanwest',
    ...oneSided,
  ]) {
    const pair = azureRegion(name)?.pair;
    const back = azureRegion(pair ?? '')?.pair;
    if (pair !== 'swedensouth') expect([name, back === name]).toEqual([name, !oneSided.includes(name)]);
  }
});

test.each<[string, Replication, string | undefined]>([
  ['westeurope', 'ZRS', undefined],
  ['westeurope', 'LRS', undefined],
  ['westeurope', 'GZRS', 'northeurope'],
  ['westus', 'GRS', 'eastus'],
  ['italynorth', 'GRS', undefined],
])('in %s, %s has its copy in %s', (location, replication, region) => {
  expect(copyRegion(location, replication)).toBe(region);
});

test('the default is refused in a region without zones, which says what there is', () => {
  expect(issuesOf({ location: 'westus' })).toEqual([
    'LH5058 environment dev: "settings.storage.replication" is "ZRS", and westus has no availability zones; allowed: LRS, GRS; choose one of these, or another region',
  ]);
  expect(issuesOf({ location: 'westus', settings: kept('GRS') })).toEqual([]);
  expect(issuesOf({ location: 'westus', settings: kept('LRS') })).toEqual([]);
});

test('a copy is refused in a region without a pair', () => {
  for (const replication of ['GRS', 'GZRS'] as const)
    expect(issuesOf({ location: 'italynorth', settings: kept(replication) })).toEqual([
      `LH5059 environment dev: "settings.storage.replication" is "${replication}", and italynorth is paired with no other region; allowed: LRS, ZRS; choose one of these, or another region`,
    ]);
  expect(issuesOf({ location: 'italynorth' })).toEqual([]);
  expect(issuesOf({ location: 'westeurope', settings: kept('GZRS') })).toEqual([]);
});

test('a department with hosts of its own is told apart, and a region that nobody knows is no mistake', () => {
  const departments = { sales: { settings: kept('GZRS') } };
  expect(issuesOf({ location: 'italynorth', departments }, 'dedicated')).toEqual([
    'LH5059 environment dev: "departments.sales.settings.storage.replication" is "GZRS", and italynorth is paired with no other region; allowed: LRS, ZRS; choose one of these, or another region',
  ]);
  expect(issuesOf({ location: 'marsnorth', settings: kept('GZRS') })).toEqual([]);
});

test('a region that the list lacks is taken as it is, unless one letter makes it one of the list', () => {
  for (const location of ['eastus3', 'westus4', 'usgovvirginia', 'chinanorth3', 'saudiarabiaeast'])
    expect(issuesOf({ location })).toEqual([]);
  for (const [location, near] of [
    ['westeurop', 'westeurope'],
    ['westeuropee', 'westeurope'],
    ['nrotheurope', 'northeurope'],
    ['italynirth', 'italynorth'],
  ])
    expect(issuesOf({ location })[0]).toContain(
      `LH0001 environment dev: "location" is "${location}" (did you mean "${near}"?)`,
    );
});
