import { TerraformStack } from 'cdktf';
import { type Environment, NAMED_RESOURCES, type ResourceNaming, type Settings } from '../../model';
import { DepartmentStack, type LakehouseStack, PlatformStack } from '../../stacks';
import { accessFiles } from '../../stacks/access-matrix';
import { decidingCompany } from '../support/deciding-company';
import { dev, prod } from '../support/small-company';
import { resources, synth, testApp } from '../support/synth';

/** Names as somebody else writes them: nothing of the library's own is in them. */
const theirs: ResourceNaming = ({
  type,
  abbreviation,
  department = 'core',
  purpose,
  environment,
  suffix,
}) => {
  const short = { shops: 'shp', labs: 'lab', core: 'cor' }[department] ?? department;
  const words = ['zz', abbreviation, short, purpose?.slice(0, 14), environment.slice(0, 1), suffix];
  const isPlain = type === 'storageAccount' || type === 'fabricCapacity';
  return words
    .filter((word) => word !== undefined)
    .join(isPlain ? '' : '-')
    .replaceAll(isPlain ? '-' : '\n', '');
};

function stacksOf(settings: Settings, environment: Environment = prod): LakehouseStack[] {
  const company = decidingCompany({ company: settings }, environment);
  const app = testApp();
  const platform = new PlatformStack(app, 'platform', { company, environment: company.environments[0]! });
  return [
    platform,
    ...company.departments.map(
      (department) => new DepartmentStack(app, department.name, { department, platform }),
    ),
  ];
}

/** Beginnings of the library's own names, e.g. `kv-dcd-`. */
const USUAL = new RegExp(`\\b(?:(?:${Object.values(NAMED_RESOURCES).join('|')})-dcd-|stdcd)`);

describe.each([
  ['public', dev],
  ['private', prod],
])('a company that names its resources, in a %s environment', (_, environment) => {
  const stacks = stacksOf({ naming: { resourceName: theirs, suffix: 'x7' } }, environment);

  test('finds no name of the library’s own in any stack: linked services and SQL follow', () => {
    for (const stack of stacks) {
      const text = JSON.stringify(synth(stack));
      expect(text.match(USUAL)).toBeNull();
      expect(text).toContain('zz-');
    }
  });

  test('finds none in what is left to people, nor in who may do what', () => {
    const steps = JSON.stringify(stacks.map(({ manualSteps }) => manualSteps));
    expect(steps.match(USUAL)).toBeNull();
    expect(steps).toContain('zz-');
    const access = JSON.stringify(accessFiles(environment.name, stacks));
    expect(access.match(USUAL)).toBeNull();
    expect(access).toContain('zzst');
  });

  test('ends the names that are unique in the world with its suffix, and no others', () => {
    const names = (type: string) =>
      stacks.flatMap((stack) => resources(synth(stack), `azurerm_${type}`).map(({ name }) => String(name)));
    for (const type of [
      'key_vault',
      'storage_account',
      'eventhub_namespace',
      'synapse_workspace',
      'data_factory',
    ]) {
      expect(names(type).length).toBeGreaterThan(1);
      for (const name of names(type)) expect(name).toMatch(/x7$/);
    }
    for (const name of [...names('resource_group'), ...names('stream_analytics_job')])
      expect(name).not.toMatch(/x7$/);
  });
});

test('a suffix alone ends the usual names, also those that are cut', () => {
  const [platform, shops, labs] = stacksOf({ naming: { suffix: 'x7' } }).map((stack) => synth(stack));
  const accounts = [platform!, shops!, labs!].flatMap((terraform) =>
    resources(terraform, 'azurerm_storage_account').map(({ name }) => name),
  );
  expect(accounts).toEqual([
    'stdcdprodlakex7',
    'stdcdprodshopsmlx7',
    'stdcdprodlabslakex7',
    'stdcdprodlabsmlx7',
  ]);
});

describe('names that cannot be told apart', () => {
  const withNames = (resourceName: ResourceNaming): string => {
    try {
      for (const stack of stacksOf({ naming: { resourceName } })) synth(stack);
    } catch (error) {
      return String(error);
    }
    return '';
  };

  test('are refused where they are unique in the world', () => {
    const message = withNames((parts) => (parts.type === 'keyVault' ? 'zz-vault' : theirs(parts)));
    expect(message).toMatch(
      /"name" of \S+KeyVault\S* is "zz-vault", which platform\/KeyVault\/Resource has; allowed: names that are unique in the world; let settings.naming.resourceName tell the two apart/,
    );
  });

  test('are refused within a resource group, and between resource groups of a subscription', () => {
    expect(withNames((parts) => (parts.type === 'privateEndpoint' ? 'zz-pep' : theirs(parts)))).toContain(
      'allowed: names that are unique in a resource group',
    );
    expect(withNames((parts) => (parts.type === 'resourceGroup' ? 'zz-group' : theirs(parts)))).toContain(
      'which platform/ResourceGroup/Resource has; allowed: names that are unique in a subscription',
    );
  });

  test('are left alone where Azure has room for both', () => {
    expect(withNames((parts) => (parts.type === 'streamAnalyticsJob' ? 'zz-job' : theirs(parts)))).toBe('');
    expect(TerraformStack.isStack(stacksOf({})[0])).toBe(true);
  });
});

describe('tags', () => {
  const tagged = (count: number, name = 'tag'): Settings => ({
    tags: Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}${index}`, 'x'])),
  });
  const refused = (settings: Settings, environment: Environment = prod): string => {
    try {
      for (const stack of stacksOf(settings, environment)) synth(stack);
    } catch (error) {
      return String(error);
    }
    return '';
  };

  test('reach every resource that carries them, from all levels, over the library’s own', () => {
    const company = decidingCompany({
      company: { tags: { Environment: 'Development', cost: '1', owner: 'company' } },
      department: { tags: { owner: 'labs' } },
      here: { tags: { cost: '2' } },
    });
    const app = testApp();
    const platform = new PlatformStack(app, 'platform', { company, environment: company.environments[0]! });
    const labs = new DepartmentStack(app, 'labs', { department: company.departments[1]!, platform });
    const tags = (stack: LakehouseStack) => resources(synth(stack), 'azurerm_resource_group')[0]?.tags;
    expect(tags(platform)).toEqual({
      company: 'dcd',
      Environment: 'Development',
      department: 'platform',
      'managed-by': 'terraform',
      cost: '1',
      owner: 'company',
    });
    expect(tags(labs)).toMatchObject({ department: 'labs', cost: '2', owner: 'labs' });
  });

  test('may be eleven more in a private environment, where zones of private DNS take fifteen', () => {
    expect(refused(tagged(11))).toBe('');
    expect(refused(tagged(12))).toContain(
      '"tags" of azurerm_private_dns_zone are 16; allowed: 15; take some out of settings.tags',
    );
    expect(refused(tagged(12), dev)).toBe('');
  });

  test('may be fifty in all elsewhere', () => {
    expect(refused(tagged(45), dev)).toBe('');
    expect(refused(tagged(47), dev)).toContain('are 51; allowed: 50');
  });

  test('have names that every type takes', () => {
    expect(refused({ tags: { 'cost centre': '1' } })).toContain(
      '"tags" of azurerm_private_dns_zone have "cost centre"; allowed: letters, digits, dots, dashes and underscores, not beginning with a digit; rename it in settings.tags',
    );
    expect(refused({ tags: { 'cost centre': '1' } }, dev)).toBe('');
    expect(refused({ tags: { ['x'.repeat(129)]: '1' } }, dev)).toContain(
      '"tags" of azurerm_storage_account have a name of 129 characters',
    );
  });
});
