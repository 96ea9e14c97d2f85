import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { nodesOf } from '../../stacks/environment-stacks';

describe('the constructs of a stack', () => {
  const pathsOf = (stack: TerraformStack): string[] => nodesOf(stack).map(({ node }) => node.path);

  it('are looked for each time while others may come to them', () => {
    const stack = new TerraformStack(new App(), 'shop');
    expect(pathsOf(stack)).toEqual(['shop']);
    new TerraformOutput(stack, 'Orders', { value: 1 });
    expect(pathsOf(stack)).toEqual(['shop', 'shop/Orders']);
    expect(nodesOf(stack)).not.toBe(nodesOf(stack));
  });

  it('are found once when none can come any more, each stack its own', () => {
    const app = new App();
    const [shop, ledger] = [new TerraformStack(app, 'shop'), new TerraformStack(app, 'ledger')];
    new TerraformOutput(shop, 'Orders', { value: 1 });
    app.node.lock();
    expect(nodesOf(shop)).toBe(nodesOf(shop));
    expect(pathsOf(shop)).toEqual(['shop', 'shop/Orders']);
    expect(pathsOf(ledger)).toEqual(['ledger']);
  });
});
