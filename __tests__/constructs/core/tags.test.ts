import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { classificationTag } from '../../../constructs/core';
import { dev } from '../../support/small-company';
import { blockOf, synth, testStack } from '../../support/synth';

describe('tags', () => {
  test('say whose a resource is', () => {
    const stack = testStack(dev, 'sales');
    const group = new ResourceGroup(stack, 'Group', { name: 'rg', location: 'westeurope' });
    expect(blockOf(synth(stack), group).tags).toEqual({
      company: 'small',
      department: 'sales',
      environment: 'dev',
      'managed-by': 'terraform',
    });
  });

  test("name the platform where no department's resources are", () => {
    const stack = testStack();
    const group = new ResourceGroup(stack, 'Group', { name: 'rg', location: 'westeurope' });
    expect(blockOf(synth(stack), group).tags).toMatchObject({ department: 'platform' });
  });

  test("of a resource win over the stack's", () => {
    const stack = testStack();
    const tags = { department: 'sales', extra: 'yes' };
    const group = new ResourceGroup(stack, 'Group', { name: 'rg', location: 'westeurope', tags });
    expect(blockOf(synth(stack), group).tags).toMatchObject({
      company: 'small',
      department: 'sales',
      extra: 'yes',
    });
  });

  test('stay away from resources that cannot carry them', () => {
    const stack = testStack();
    const subnet = new Subnet(stack, 'Subnet', {
      name: 's',
      resourceGroupName: 'rg',
      virtualNetworkName: 'vnet',
    });
    expect(blockOf(synth(stack), subnet)).not.toHaveProperty('tags');
  });

  test('say how confidential data is, where that is known', () => {
    expect(classificationTag('personal')).toEqual({ 'data-classification': 'personal' });
    expect(classificationTag(undefined)).toEqual({});
  });
});
