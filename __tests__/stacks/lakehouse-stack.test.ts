import { TerraformOutput } from 'cdktf';
import { ResourceGroup } from '../../constructs/hosts';
import { LakehouseStack, TERRAFORM_VERSION } from '../../stacks';
import { companyIssues } from '../../validation';
import { dev, prod, smallCompany } from '../support/small-company';
import { synth, testApp, testStack } from '../support/synth';

describe('LakehouseStack', () => {
  test('pins Terraform and the provider', () => {
    expect(synth(testStack()).terraform).toMatchObject({
      required_version: TERRAFORM_VERSION,
      required_providers: {
        azurerm: { source: 'azurerm', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string },
      },
    });
  });

  test('keeps its state in a file beside the output, by a path that holds on every machine', () => {
    expect(synth(testStack(dev)).terraform.backend).toEqual({
      local: { path: '../../../terraform.stack.tfstate' },
    });
  });

  test('keeps its state in Azure, reached by identity', () => {
    expect(synth(testStack(prod)).terraform.backend).toEqual({
      azurerm: {
        resource_group_name: 'rg-state',
        storage_account_name: 'ststate',
        container_name: 'state',
        key: 'stack.tfstate',
        use_azuread_auth: true,
      },
    });
  });

  test.each([
    [dev, { backend: 'local', config: { path: '../../../terraform.platform.tfstate' } }],
    [prod, { backend: 'azurerm', config: { key: 'platform.tfstate', use_azuread_auth: true } }],
  ])("reads another stack's state where that stack keeps it", (environment, state) => {
    const app = testApp();
    const props = { company: smallCompany(), environment };
    const platform = new LakehouseStack(app, 'platform', props);
    const stack = new LakehouseStack(app, 'sales', { ...props, department: 'sales' });
    const group = new ResourceGroup(platform, 'Group', platform.placement);
    new TerraformOutput(stack, 'id', { value: group.id });
    const terraform = synth(stack);
    expect(Object.values(terraform.data?.terraform_remote_state ?? {})).toMatchObject([state]);
    expect(stack.dependencies).toEqual([platform]);
    expect(terraform.output?.id?.value).toMatch(/^\$\{data\.terraform_remote_state\./);
  });

  const warnings = (stack: LakehouseStack) => stack.node.metadata.map(({ data }) => String(data));

  test('takes the former day of a start, and says what takes its place', () => {
    const former = { ...dev, startDate: '2026-01-01' };
    expect(companyIssues({ ...smallCompany(), environments: [former] })).toEqual([]);
    expect(warnings(testStack(former))).toEqual([
      'startDate of dev counts for nothing, and ends in 1.0: say "running: { from, acknowledged }", or take it out',
    ]);
  });

  test('warns when its data may be destroyed, with the reason', () => {
    const before = process.env.ALLOW_DESTROY;
    process.env.ALLOW_DESTROY = 'dev';
    const open = testStack({ ...dev, destroyable: { reason: 'made-up data' } });
    const closed = testStack(dev);
    if (before === undefined) delete process.env.ALLOW_DESTROY;
    else process.env.ALLOW_DESTROY = before;
    expect(warnings(open)).toEqual(['Terraform may destroy data of dev: made-up data']);
    expect(warnings(closed)).toEqual([]);
  });
});
