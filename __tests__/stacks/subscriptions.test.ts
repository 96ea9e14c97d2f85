import type { Environment } from '../../model';
import { DepartmentStack, PlatformStack } from '../../stacks';
import { decidingCompany, HOSTING } from '../support/deciding-company';
import { dev, prod } from '../support/small-company';
import { type Block, synth, type Terraform, testApp } from '../support/synth';

const PLATFORM = '11111111-2222-4333-8444-555555555555';
const OWN = '11111111-2222-4333-8444-AAAAAAAAAAAA';
const own = OWN.toLowerCase();

/** The stacks of an environment, in which each department may have a subscription of its own. */
function stacksIn(environment: Environment, departments: readonly string[] = []) {
  const { departments: declared, environments } = decidingCompany({}, environment);
  const here = {
    ...environments[0]!,
    departments: Object.fromEntries(departments.map((name) => [name, { subscriptionId: OWN }])),
  };
  const company = { name: 'Deciding', code: 'dcd', departments: declared, environments: [here] };
  const app = testApp();
  const platform = new PlatformStack(app, `platform-${here.name}`, { company, environment: here });
  const [shops, labs] = Object.keys(HOSTING).map((name) => {
    const department = declared.find((one) => one.name === name)!;
    return new DepartmentStack(app, `${name}-${here.name}`, { department, platform });
  });
  return { platform, shops: shops!, labs: labs! };
}

/** Addresses of all resources of a stack that are not made by its first provider, by alias. */
function elsewhere(terraform: Terraform): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [type, named] of Object.entries(terraform.resource ?? {}))
    for (const { provider } of Object.values(named) as (Block & { provider?: string })[])
      if (provider !== undefined) (found[provider] ??= []).push(type);
  return found;
}

const subscriptionsOf = (terraform: Terraform) =>
  terraform.provider.azurerm?.map(({ alias, subscription_id: id }) => [alias, id]);

describe('a subscription', () => {
  test('is whoever’s deploys where none is decided on', () => {
    for (const stack of Object.values(stacksIn(dev)))
      expect(synth(stack).provider.azurerm).toEqual([
        expect.not.objectContaining({ subscription_id: expect.anything() as unknown }),
      ]);
  });

  test('of an environment is that of all its stacks, and nothing is made by another provider', () => {
    for (const stack of Object.values(stacksIn({ ...prod, subscriptionId: PLATFORM }))) {
      const terraform = synth(stack);
      expect(subscriptionsOf(terraform)).toEqual([[undefined, PLATFORM]]);
      expect(elsewhere(terraform)).toEqual({});
    }
  });

  test('of a department is that of its own stack; what it makes in the platform’s services is made in theirs', () => {
    const { platform, shops, labs } = stacksIn({ ...prod, subscriptionId: PLATFORM }, ['shops']);
    expect(subscriptionsOf(synth(platform))).toEqual([[undefined, PLATFORM]]);
    expect(subscriptionsOf(synth(labs))).toEqual([[undefined, PLATFORM]]);
    const terraform = synth(shops);
    const alias = `subscription_${PLATFORM.replaceAll('-', '_')}`;
    expect(subscriptionsOf(terraform)).toEqual([
      [undefined, own],
      [alias, PLATFORM],
    ]);
    const types = new Set(elsewhere(terraform)[`azurerm.${alias}`]);
    expect([...types].sort()).toEqual([
      'azurerm_data_factory_custom_dataset',
      'azurerm_data_factory_data_flow',
      'azurerm_data_factory_linked_custom_service',
      'azurerm_data_factory_managed_private_endpoint',
      'azurerm_data_factory_pipeline',
      'azurerm_data_factory_trigger_tumbling_window',
      'azurerm_eventhub',
      'azurerm_eventhub_consumer_group',
      'azurerm_private_endpoint',
      'azurerm_storage_container',
    ]);
  });

  test('of a department with hosts of its own holds all but its private endpoints, which are where the network is', () => {
    const terraform = synth(stacksIn({ ...prod, subscriptionId: PLATFORM }, ['labs']).labs);
    const alias = `azurerm.subscription_${PLATFORM.replaceAll('-', '_')}`;
    expect(Object.keys(elsewhere(terraform))).toEqual([alias]);
    expect([...new Set(elsewhere(terraform)[alias])]).toEqual(['azurerm_private_endpoint']);
  });

  test('is named in commands that are left to people', () => {
    const steps = (stacks: ReturnType<typeof stacksIn>) =>
      Object.values(stacks)
        .flatMap(({ manualSteps }) => manualSteps.flatMap((step) => step.steps))
        .join('\n')
        .split('\n')
        .filter((line) => line.includes('az ') && line.includes('--resource-group'));
    const all = steps(stacksIn({ ...prod, subscriptionId: PLATFORM }, ['labs']));
    expect(all.length).toBeGreaterThan(3);
    for (const line of all) expect(line).toMatch(line.includes('labs') ? own : PLATFORM);
    for (const line of steps(stacksIn(prod))) expect(line).not.toContain('--subscription');
  });
});
