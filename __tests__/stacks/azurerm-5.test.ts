import { company as reference } from '../../departments';
import { type AzurermMajor, type Company, company as declare } from '../../model';
import { BootstrapStack } from '../../stacks';
import { companyIssues } from '../../validation';
import {
  CHANGED_DEFAULTS,
  REMOVED_ARGUMENTS,
  REMOVED_TYPES,
  REMOVED_VALUES,
  REQUIRED_ARGUMENTS,
} from '../support/azurerm-5';
import { companyStacks } from '../support/company-stacks';
import { dev, prod, smallCompany } from '../support/small-company';
import { addresses, type Block, resources, synthAll, type Terraform, testApp } from '../support/synth';

/** A company, written for a version of the provider in each environment: all stacks, and its bootstrap. */
function written(
  { name, ...rest }: Company,
  majors: readonly AzurermMajor[] = [],
): Readonly<Record<string, Terraform>> {
  const environments = rest.environments.map((environment, index) => ({
    ...environment,
    azurerm: majors[index],
  }));
  const company = declare(name, { ...rest, environments });
  const app = testApp();
  const stacks = company.environments.flatMap((environment) => companyStacks(company, environment, app));
  const all = [...stacks, new BootstrapStack(app, 'bootstrap', { company, stacks })];
  const terraform = synthAll(all);
  return Object.fromEntries(all.map(({ node }, index) => [node.id, terraform[index]!]));
}

const four = written(reference);
const five = written(
  reference,
  reference.environments.map(() => 5),
);

/** Values at a path through blocks, which are lists of one or more. */
function at(value: unknown, [first, ...rest]: readonly string[]): unknown[] {
  if (Array.isArray(value))
    return value.flatMap((each) => at(each, first === undefined ? [] : [first, ...rest]));
  if (first === undefined) return value === undefined ? [] : [value];
  const inside = (value as Block | undefined)?.[first];
  return inside === undefined ? [] : at(inside, rest);
}

const blocksOf = (terraform: Terraform): [type: string, block: Block][] =>
  Object.entries(terraform.resource ?? {}).flatMap(([type, named]) =>
    Object.values(named).map((block): [string, Block] => [type, block]),
  );

/** What azurerm 5 does not take of a stack. */
function refused(terraform: Terraform): string[] {
  const types = [...Object.keys(terraform.resource ?? {}), ...Object.keys(terraform.data ?? {})];
  return [
    ...types.filter((type) => REMOVED_TYPES.includes(type)),
    ...blocksOf(terraform).flatMap(([type, block]) => [
      ...(REMOVED_ARGUMENTS[type] ?? [])
        .filter((path) => at(block, path.split('.')).length > 0)
        .map((path) => `${type}.${path} is removed`),
      ...[...(REQUIRED_ARGUMENTS[type] ?? []), ...(CHANGED_DEFAULTS[type] ?? [])]
        .filter((name) => block[name] === undefined)
        .map((name) => `${type}.${name} is not said`),
      ...Object.entries(REMOVED_VALUES[type] ?? {})
        .filter(([name, values]) => values.includes(String(block[name])))
        .map(([name]) => `${type}.${name} is ${String(block[name])}`),
    ]),
  ];
}

const versionOf = ({ terraform }: Terraform): unknown =>
  (terraform['required_providers'] as Record<string, Block>)['azurerm']?.['version'];

test.each(Object.entries(five))('%s has nothing that azurerm 5 refuses', (_name, terraform) => {
  expect(refused(terraform)).toEqual([]);
  expect(versionOf(terraform)).toBe('~> 5.2');
});

test('these are the resources that differ, and their addresses are the same', () => {
  const differing = Object.entries(four).flatMap(([name, terraform]) => {
    const before = blocksOf(terraform);
    const after = blocksOf(five[name]!);
    expect(addresses(five[name]!)).toEqual(addresses(terraform));
    return before
      .filter(([, block], index) => JSON.stringify(block) !== JSON.stringify(after[index]![1]))
      .map(([type]) => type);
  });
  expect([...new Set(differing)].sort()).toEqual([
    'azurerm_application_insights',
    'azurerm_federated_identity_credential',
    'azurerm_private_dns_zone_virtual_network_link',
  ]);
  expect([...new Set(Object.values(four).flatMap(refused))].map((line) => line.split('.')[0])).toEqual(
    expect.arrayContaining([...new Set(differing)]),
  );
});

test('what takes the place of what is removed means the same', () => {
  const links = resources(five['platform-prod']!, 'azurerm_private_dns_zone_virtual_network_link');
  expect(links.length).toBeGreaterThan(1);
  for (const link of links)
    expect(link['private_dns_zone_id']).toMatch(/^\$\{azurerm_private_dns_zone\.\w+\.id\}$/);
  const credentials = resources(five['bootstrap']!, 'azurerm_federated_identity_credential');
  for (const [index, { user_assigned_identity_id: identity }] of credentials.entries())
    expect(identity).toBe(
      resources(four['bootstrap']!, 'azurerm_federated_identity_credential')[index]?.['parent_id'],
    );
  for (const insights of Object.values(five).flatMap((each) =>
    resources(each, 'azurerm_application_insights'),
  ))
    expect(insights).toMatchObject({ local_authentication_enabled: false });
});

test('an environment moves alone, and the bootstrap, which is of all, with the last one', () => {
  const small = {
    ...smallCompany({ environments: [{ ...dev, state: prod.state }, prod] }),
    delivery: { environments: [{ name: 'dev' }, { name: 'prod' }], github: { repository: 'acme/platform' } },
  };
  const [before, mixed] = [written(small), written(small, [5])];
  const of = (name: string): unknown[] => [before, mixed].map((all) => versionOf(all[name]!));
  const fourth = versionOf(before['bootstrap']!);
  expect(of('platform-dev')).toEqual([fourth, '~> 5.2']);
  expect(of('platform-prod')).toEqual([fourth, fourth]);
  expect(mixed['platform-prod']).toEqual(before['platform-prod']);
  expect(mixed['bootstrap']).toEqual(before['bootstrap']);
});

test('4 is what is written when nothing is said', () => {
  const [said] = synthAll(companyStacks(smallCompany({ environments: [dev] }), dev).slice(0, 1));
  const explicit = { ...dev, azurerm: 4 as const };
  const [four4] = synthAll(companyStacks(smallCompany({ environments: [explicit] }), explicit).slice(0, 1));
  expect(four4).toEqual(said);
});

test('another version is refused', () => {
  const issues = companyIssues(smallCompany({ environments: [{ ...dev, azurerm: 3 as never }] }));
  expect(issues).toEqual([
    expect.objectContaining({ prop: 'azurerm', got: 'is 3', allowed: '4 or 5' }) as unknown,
  ]);
});
