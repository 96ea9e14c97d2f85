import { ResourceGroup as AzurermResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { Fn, Lazy, TerraformStack, Token } from 'cdktf';
import { company as reference } from '../../departments';
import { LakehouseStack } from '../../stacks';
import { companyStacks } from '../support/company-stacks';
import { dev, smallCompany } from '../support/small-company';
import { testApp } from '../support/synth';

/** The same as the engine's own classes do it. */
const engine = TerraformStack.prototype;

function made(): { readonly platform: LakehouseStack; readonly stack: LakehouseStack } {
  const app = testApp();
  const props = { company: smallCompany(), environment: dev };
  const platform = new LakehouseStack(app, 'platform', props);
  return { platform, stack: new LakehouseStack(app, 'sales', { ...props, department: 'sales' }) };
}

function group(scope: LakehouseStack, id: string, tags: Record<string, string> = {}): AzurermResourceGroup {
  return new AzurermResourceGroup(scope, id, { name: id, location: 'westeurope', tags });
}

describe('a stack that resolves its resources once', () => {
  it('writes what the engine writes of the reference company', () => {
    const [, environment] = reference.environments;
    if (environment === undefined) throw new Error('the reference company has two environments');
    const stacks = companyStacks(reference, environment);
    for (const stack of stacks) stack.prepareStack();
    expect(stacks.length).toBeGreaterThan(3);
    for (const stack of stacks) expect(stack.toTerraform()).toEqual(engine.toTerraform.call(stack));
  });

  it('resolves every kind of token', () => {
    const { stack } = made();
    const other = group(stack, 'other');
    const resource = group(stack, 'tokens', { [Lazy.stringValue({ produce: () => 'key' })]: 'value' });
    const values: Record<string, unknown> = {
      text: `id of ${other.id}`,
      list: Lazy.listValue({ produce: () => ['one', other.id] }),
      number: Lazy.numberValue({ produce: () => 7 }),
      digits: `${Lazy.numberValue({ produce: () => 8 })} pieces`,
      map: Token.asStringMap({ one: other.id }),
      object: Token.asAny({ two: [other.id, undefined] }),
      call: Fn.join('-', ['a', other.id]),
      nested: [{ deep: { id: other.id, none: undefined } }, 'plain', 'plain text with 1e5', null],
      numbers: Token.asNumberList(Lazy.anyValue({ produce: () => [1, 2] })),
      several: [other.id, 'plain', `${other.name} twice: ${other.name}`],
      again: [other.id, `id of ${other.id}`],
      mixed: [`text ${other.id}`, Lazy.stringValue({ produce: () => 'late' }), 'plain'],
      empty: [[], {}],
    };
    for (const [key, value] of Object.entries(values)) resource.addOverride(key, value);
    stack.prepareStack();
    const terraform = stack.toTerraform() as { resource: { azurerm_resource_group: { tokens: object } } };
    expect(terraform).toEqual(engine.toTerraform.call(stack));
    expect(terraform.resource.azurerm_resource_group.tokens).toMatchObject({
      list: ['one', '${azurerm_resource_group.other.id}'],
      number: 7,
      digits: '8 pieces',
      map: { one: '${azurerm_resource_group.other.id}' },
      object: { two: ['${azurerm_resource_group.other.id}'] },
      tags: { key: 'value' },
    });
    expect(JSON.stringify(terraform)).not.toContain('TfToken');
  });

  it('finds what refers to another stack, wherever it stands', () => {
    const { platform, stack } = made();
    const resource = group(stack, 'reader');
    resource.addOverride('deep', [{ ids: Fn.join(',', [group(platform, 'read').id]) }]);
    stack.prepareStack();
    expect(stack.dependencies).toEqual([platform]);
    expect(JSON.stringify(stack.toTerraform())).toContain(
      'data.terraform_remote_state.cross-stack-reference-input-platform.outputs.',
    );
    expect(JSON.stringify(platform.toTerraform())).toContain('cross-stack-output-azurerm_resource_group');
  });

  it('finds it in a list that is encoded', () => {
    const { platform, stack } = made();
    const { id } = group(platform, 'read');
    group(stack, 'reader').addOverride('ids', Lazy.listValue({ produce: () => [id] }));
    stack.prepareStack();
    expect(stack.dependencies).toEqual([platform]);
  });

  it('lets the stack override what is in a resource', () => {
    const { stack } = made();
    group(stack, 'whole');
    stack.addOverride('resource.azurerm_resource_group.whole.location', 'northeurope');
    expect(stack.toTerraform()).toMatchObject({
      resource: { azurerm_resource_group: { whole: { name: 'whole', location: 'northeurope' } } },
    });
  });

  it('lets the stack leave out a type, and elements of one name meet', () => {
    const without = made().stack;
    group(without, 'whole');
    without.addOverride('resource.azurerm_resource_group', undefined);
    expect(without.toTerraform()).toEqual(engine.toTerraform.call(without));
    expect(JSON.stringify(without.toTerraform())).not.toContain('"name":"whole"');
    const { stack } = made();
    group(stack, 'one', { first: 'yes' }).overrideLogicalId('same');
    group(stack, 'two', { second: 'yes' }).overrideLogicalId('same');
    expect(stack.toTerraform()).toEqual(engine.toTerraform.call(stack));
    expect(stack.toTerraform()).toMatchObject({
      resource: { azurerm_resource_group: { same: { name: 'two', tags: { first: 'yes', second: 'yes' } } } },
    });
  });

  it('can be asked for its Terraform while it is resolved', () => {
    const { stack } = made();
    let asked = false;
    let inside: unknown;
    const name = Lazy.stringValue({
      produce: ({ preparing }) => {
        if (!preparing && !asked) {
          asked = true;
          inside = stack.toTerraform() as unknown;
        }
        return 'produced';
      },
    });
    group(stack, 'asking').addOverride('name', name);
    const whole = stack.toTerraform() as unknown;
    expect(whole).toMatchObject({
      resource: { azurerm_resource_group: { asking: { name: 'produced' } } },
    });
    expect(inside).toEqual(whole);
  });

  it('leaves elements as they were, also when something fails', () => {
    const { stack } = made();
    const resource = group(stack, 'failing');
    resource.addOverride(
      'name',
      Lazy.stringValue({
        produce: () => {
          throw new Error('not to be had');
        },
      }),
    );
    expect(() => {
      stack.toTerraform();
    }).toThrow('not to be had');
    expect(() => {
      stack.prepareStack();
    }).toThrow('not to be had');
    expect(Object.keys(resource)).not.toContain('toTerraform');
    expect(Reflect.get(resource, 'toTerraform')).toBe(AzurermResourceGroup.prototype.toTerraform);
  });
});
