import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import type { TerraformStack } from 'cdktf';
import { grant, type GrantProps, grantsOf } from '../../../constructs/core';
import { LakehouseStack } from '../../../stacks';
import { dev, smallCompany } from '../../support/small-company';
import { resources, synth, testApp, testStack, theResource } from '../../support/synth';

const identityIn = (stack: TerraformStack, id = 'Identity') =>
  new UserAssignedIdentity(stack, id, { name: id, location: 'westeurope', resourceGroupName: 'rg' });
const containerIn = (stack: TerraformStack, id = 'Container') =>
  new StorageContainer(stack, id, { name: id.toLowerCase(), storageAccountId: 'account' });

describe('grant', () => {
  test('assigns the role with its reason, without a look-up of the identity', () => {
    const stack = testStack();
    const container = containerIn(stack);
    const identity = identityIn(stack);
    const reason = 'reads orders';
    const role = 'Storage Blob Data Reader';
    grant(stack, 'Grant', { scopeId: container.id, role, principalId: identity.principalId, reason });
    expect(theResource(synth(stack), 'azurerm_role_assignment')).toEqual({
      scope: '${azurerm_storage_container.Container.id}',
      role_definition_name: 'Storage Blob Data Reader',
      principal_id: '${azurerm_user_assigned_identity.Identity.principal_id}',
      principal_type: 'ServicePrincipal',
      description: 'reads orders',
    });
  });

  test('assigns to a group when asked', () => {
    const stack = testStack();
    const principalId = '33333333-3333-3333-3333-333333333333';
    const props: GrantProps = {
      scopeId: 'scope',
      role: 'Reader',
      principalId,
      principalType: 'Group',
      reason: 'looks',
    };
    grant(stack, 'Grant', props);
    expect(theResource(synth(stack), 'azurerm_role_assignment')).toMatchObject({ principal_type: 'Group' });
    expect(grantsOf(stack)).toMatchObject([{ principalType: 'Group' }]);
  });

  test('is harmless when it is asked for twice', () => {
    const stack = testStack();
    const container = containerIn(stack);
    const identity = identityIn(stack);
    const once = (id: string) =>
      grant(stack, id, {
        scopeId: container.id,
        role: 'Storage Blob Data Reader',
        principalId: identity.principalId,
        reason: 'reads orders',
      });
    expect(once('Second')).toBe(once('First'));
    expect(resources(synth(stack), 'azurerm_role_assignment')).toHaveLength(1);
  });

  test.each([
    ['another role', { role: 'Storage Blob Data Contributor' }],
    ['another principal', { principalId: 'somebody else' }],
    ['another scope', { scopeId: 'elsewhere' }],
  ] as const)('keeps apart what has %s', (_, change) => {
    const stack = testStack();
    const props: GrantProps = {
      scopeId: 'here',
      role: 'Storage Blob Data Reader',
      principalId: 'somebody',
      reason: 'why',
    };
    grant(stack, 'First', props);
    grant(stack, 'Second', {
      reason: 'why',
      scopeId: 'here',
      role: props.role,
      principalId: 'somebody',
      ...change,
    });
    expect(resources(synth(stack), 'azurerm_role_assignment')).toHaveLength(2);
  });

  test("does not take another stack's resource for its own of the same address", () => {
    const app = testApp();
    const props = { company: smallCompany(), environment: dev };
    const platform = new LakehouseStack(app, 'platform', props);
    const stack = new LakehouseStack(app, 'sales', props);
    const principalId = 'somebody';
    for (const [id, owner] of [
      ['Own', stack],
      ['Other', platform],
    ] as const) {
      const scopeId = containerIn(owner).id;
      grant(stack, id, { scopeId, role: 'Storage Blob Data Reader', principalId, reason: 'reads' });
    }
    const scopes = resources(synth(stack), 'azurerm_role_assignment').map(({ scope }) => scope);
    expect(scopes).toEqual([
      expect.stringMatching(/^\$\{data\.terraform_remote_state\./),
      '${azurerm_storage_container.Container.id}',
    ]);
  });

  test('is listed for the access matrix, by name where one is given', () => {
    const stack = testStack();
    const container = containerIn(stack);
    const props: GrantProps = {
      scopeId: container.id,
      role: 'Storage Blob Data Reader',
      principalId: identityIn(stack).principalId,
      reason: 'reads orders',
    };
    grant(stack, 'Named', { ...props, on: 'the lake', to: 'sales' });
    grant(stack, 'Plain', { ...props, role: 'Reader' });
    expect(grantsOf(stack)).toMatchObject([
      { at: 'stack', on: 'the lake', to: 'sales', role: 'Storage Blob Data Reader', reason: 'reads orders' },
      {
        on: '${azurerm_storage_container.Container.id}',
        to: '${azurerm_user_assigned_identity.Identity.principal_id}',
      },
    ]);
  });

  test('is listed for its own stack only', () => {
    const stack = testStack();
    grant(stack, 'Grant', { scopeId: 'scope', role: 'Reader', principalId: 'somebody', reason: 'looks' });
    expect(grantsOf(testStack())).toEqual([]);
  });
});
