import { ResourceGroup } from '../../../constructs/hosts';
import { dev } from '../../support/small-company';
import { blockOf, synth, testStack } from '../../support/synth';

describe('ResourceGroup', () => {
  test.each([
    ['the platform', undefined, 'rg-small-dev-platform'],
    ['a department', 'sales', 'rg-small-dev-sales'],
  ])('of %s is named after it', (_, department, name) => {
    const stack = testStack(dev, department);
    const group = new ResourceGroup(stack, 'Group', stack.placement);
    expect(blockOf(synth(stack), group.resource)).toMatchObject({ name, location: 'westeurope' });
    expect(group).toMatchObject({ name, location: 'westeurope' });
  });
});
