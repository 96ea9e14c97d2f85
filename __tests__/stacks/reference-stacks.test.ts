import { company } from '../../departments';
import { type Environment } from '../../model';
import { DepartmentStack, type LakehouseStack, PlatformStack } from '../../stacks';
import { addresses, synth, testApp, withoutVersions } from '../support/synth';

/** The stacks of the reference company, as they are synthesized: what changes here changes what is deployed. */
function stacksIn(environment: Environment): LakehouseStack[] {
  const app = testApp();
  const platform = new PlatformStack(app, `platform-${environment.name}`, { company, environment });
  const departments = company.departments.map(
    (department) =>
      new DepartmentStack(app, `${department.name}-${environment.name}`, { department, platform }),
  );
  return [platform, ...departments];
}

/** Attributes that are JSON in a text, as what they say: a snapshot of them can be read. */
function opened(terraform: unknown): unknown {
  return JSON.parse(JSON.stringify(terraform), (key, value: unknown) =>
    key.endsWith('_json') && typeof value === 'string' ? (JSON.parse(value) as unknown) : value,
  );
}

const [dev, prod] = ['dev', 'prod'].map((name) =>
  stacksIn(company.environments.find((environment) => environment.name === name)!),
) as [LakehouseStack[], LakehouseStack[]];
const named = (stacks: readonly LakehouseStack[]) => stacks.map((stack) => [stack.node.id, stack] as const);

test('are six for each environment', () => {
  const names = ['platform', 'supply-chain', 'operations', 'it-security', 'marketing', 'executives'];
  expect(dev.map(({ node }) => node.id)).toEqual(names.map((name) => `${name}-dev`));
  expect(prod.map(({ node }) => node.id)).toEqual(names.map((name) => `${name}-prod`));
});

test.each(named(dev))('%s is what it was', (_, stack) => {
  expect(opened(withoutVersions(synth(stack)))).toMatchSnapshot();
});

test.each(named([...dev, ...prod]))(
  '%s has these addresses: one that leaves the list is a resource destroyed',
  (_, stack) => {
    expect(addresses(synth(stack))).toMatchSnapshot();
  },
);

test.each(named([...dev, ...prod]))('%s depends on the platform at most', (_, stack) => {
  const [platform] = [dev, prod]
    .map((stacks) => stacks[0])
    .filter((first) => first?.environment === stack.environment);
  expect(stack.dependencies).toEqual(stack === platform ? [] : [platform]);
});
