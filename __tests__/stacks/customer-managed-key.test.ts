import { company as reference } from '../../departments';
import { CustomerManagedKey } from '../../constructs/hosts';
import { grantsOf } from '../../constructs/core';
import {
  type Company,
  type CustomerManagedKey as KeyChoice,
  describeIssue,
  type Environment,
} from '../../model';
import { DepartmentStack, ExistingPlatform, type IPlatform, type PlatformStack } from '../../stacks';
import { accessFiles } from '../../stacks/access-matrix';
import { companyIssues, validateCompany } from '../../validation';
import { companyStacks } from '../support/company-stacks';
import { dev, smallCompany } from '../support/small-company';
import { type Block, placeIn, resources, synth, synthAll, testApp, testStack } from '../support/synth';

const VAULT =
  '/subscriptions/6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e20/resourceGroups/rg-keys/providers/Microsoft.KeyVault';
const keyId = `${VAULT}/vaults/kv-Keys/keys/lake`;
const identityId =
  '/subscriptions/6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e20/resourceGroups/rg-keys/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-keys';
const keyUri = 'https://kv-keys.vault.azure.net/keys/lake';

/** The stacks of the reference company in dev, which has a department with hosts of its own, and models. */
function stacksWith(customerManagedKey: KeyChoice | undefined) {
  const environments = reference.environments.map((environment) => ({ ...environment, customerManagedKey }));
  const company = { ...reference, environments } as Company;
  return companyStacks(company, environments[0] as Environment);
}

test('every storage account of every stack encrypts with the key, and nothing else is changed by it', () => {
  const stacks = stacksWith({ keyId });
  const documents = synthAll(stacks);
  const accounts = documents.flatMap((terraform) => resources(terraform, 'azurerm_storage_account'));
  expect(accounts.length).toBeGreaterThan(3);
  for (const account of accounts) {
    const { customer_managed_key: key, identity } = account as Record<string, Block>;
    expect(key?.key_vault_key_id).toBe(keyUri);
    expect(identity).toEqual({ type: 'UserAssigned', identity_ids: [key?.user_assigned_identity_id] });
  }
  // What is made in the same stack as the right comes after it; a department is deployed after the platform anyway.
  const [platform, ...departments] = documents.map((terraform) =>
    resources(terraform, 'azurerm_storage_account'),
  );
  expect(platform).toHaveLength(1);
  expect(String(platform![0]!.depends_on)).toMatch(/^azurerm_role_assignment\.CustomerManagedKey_KeyGrant/);
  expect(departments.flat().map(({ depends_on: after }) => after)).toEqual(
    departments.flat().map(() => undefined),
  );

  const [first] = stacks;
  const mine = grantsOf(first!).filter(({ role }) => role.startsWith('Key Vault Crypto'));
  expect(mine.map(({ on, to, role }) => [on, to, role])).toEqual([
    ['kv-Keys/keys/lake', 'id-mrdn-dev-encryption', 'Key Vault Crypto Service Encryption User'],
  ]);
  expect(Object.values(accessFiles('dev', stacks)).join()).toContain('kv-Keys/keys/lake');
  const [assignment] = resources(documents[0]!, 'azurerm_role_assignment').filter(
    ({ role_definition_name: role }) => role === 'Key Vault Crypto Service Encryption User',
  );
  expect(assignment).toMatchObject({ scope: keyId, principal_type: 'ServicePrincipal' });
});

test('workspaces and factories use it where the environment asks for it, each made after the right to', () => {
  const keyVersion = '0123456789abcdef0123456789abcdef';
  const also = ['synapse', 'dataFactory', 'machineLearning'] as const;
  const [platform, ...departments] = synthAll(stacksWith({ keyId, identityId, also, keyVersion }));
  const all = (type: string): Record<string, Block>[] =>
    [platform!, ...departments].flatMap((terraform) => resources(terraform, type)) as Record<string, Block>[];
  const [workspaces, factories, models] = [
    all('azurerm_synapse_workspace'),
    all('azurerm_data_factory'),
    all('azurerm_machine_learning_workspace'),
  ];
  expect([workspaces.length, factories.length, models.length]).toEqual([2, 2, 2]);
  for (const workspace of workspaces) {
    expect(workspace.identity).toEqual({
      type: 'SystemAssigned, UserAssigned',
      identity_ids: [identityId],
    });
    expect(workspace.customer_managed_key).toEqual({
      key_versionless_id: keyUri,
      user_assigned_identity_id: identityId,
    });
  }
  for (const factory of factories) {
    expect(factory).toMatchObject({
      customer_managed_key_id: `${keyUri}/${keyVersion}`,
      customer_managed_key_identity_id: identityId,
    });
    // What pipelines act as stays, and the key's is among them.
    expect((factory.identity!.identity_ids as string[]).length).toBeGreaterThan(1);
    expect(factory.identity!.identity_ids).toContain(identityId);
  }
  for (const workspace of models)
    expect(workspace).toMatchObject({
      identity: { type: 'SystemAssigned, UserAssigned', identity_ids: [identityId] },
      encryption: {
        key_vault_id: `${VAULT}/vaults/kv-Keys`,
        key_id: keyUri,
        user_assigned_identity_id: identityId,
      },
      service_side_encryption_enabled: true,
    });
});

test('what is made in the stack of the right comes after it', () => {
  const environment: Environment = {
    ...dev,
    customerManagedKey: { keyId, also: ['synapse'] },
  };
  const company = smallCompany({ environments: [environment] });
  const [terraform] = synthAll(companyStacks(company, environment));
  const [workspace] = resources(terraform!, 'azurerm_synapse_workspace');
  expect(String(workspace!.depends_on)).toMatch(/^azurerm_role_assignment\.CustomerManagedKey_KeyGrant/);
  const [factory] = resources(terraform!, 'azurerm_data_factory');
  expect(factory!.customer_managed_key_id).toBeUndefined();
});

test('a service that takes no key is refused with the reason, and a factory without a version', () => {
  const said = (key: object): string => {
    const customerManagedKey = { keyId, ...key } as KeyChoice;
    return companyIssues(smallCompany({ environments: [{ ...dev, customerManagedKey }] }))
      .map(describeIssue)
      .join('\n');
  };
  const wrong = said({ also: ['eventHubs', 'logAnalytics', 'synapse', 'synapse', 'dataFactory'] });
  expect(wrong).toMatch(
    /LH5060 environment dev: "customerManagedKey\.also" has "eventHubs", which takes a key in the tiers Premium and Dedicated alone[^\n]*; allowed: dataFactory, machineLearning, synapse; take it out/,
  );
  expect(wrong).toMatch(/LH5060 [^\n]*"logAnalytics", which takes a key in a dedicated cluster/);
  expect(wrong).toMatch(/LH0003 environment dev: "customerManagedKey\.also"/);
  expect(wrong).toMatch(/LH5061 environment dev: "customerManagedKey\.keyVersion" is missing/);
  expect(said({ keyVersion: 'latest' })).toMatch(/LH0001 [^\n]*"customerManagedKey\.keyVersion" is "latest"/);
  expect(said({ also: 'synapse' })).toMatch(/customerManagedKey\.also/);
  expect(said({ also: ['dataFactory'], keyVersion: '0123456789abcdef0123456789abcdef' })).toBe('');
});

test('without a key nothing mentions one', () => {
  const text = JSON.stringify(synthAll(stacksWith(undefined)));
  expect(text).not.toContain('customer_managed_key');
  expect(text).not.toContain('-encryption"');
});

test('an identity that may use the key already is taken as it is', () => {
  const stack = testStack(dev);
  const key = new CustomerManagedKey(stack, 'Key', { ...placeIn(stack), keyId, identityId });
  expect([key.keyUri, key.identityId, key.identity, key.grant]).toEqual([
    keyUri,
    identityId,
    undefined,
    undefined,
  ]);
  expect(resources(synth(stack), 'azurerm_user_assigned_identity')).toEqual([]);
});

test('ids are read before anything is made, and each says what it should be', () => {
  const wrong = { keyId: `${keyUri}/0123`, identityId: 'id-keys' };
  const at = (name: string): RegExp =>
    new RegExp(`LH0001 environment dev: "customerManagedKey.${name}" is "`);
  const check = () =>
    validateCompany(smallCompany({ environments: [{ ...dev, customerManagedKey: wrong }] }));
  expect(check).toThrow(at('keyId'));
  expect(check).toThrow(at('identityId'));
  // A key with a version would not be rotated.
  const versioned = { keyId: `${keyId}/0123` };
  expect(() =>
    validateCompany(smallCompany({ environments: [{ ...dev, customerManagedKey: versioned }] })),
  ).toThrow(/without a version/);
  const stack = testStack(dev);
  expect(() => new CustomerManagedKey(stack, 'Key', { ...placeIn(stack), ...wrong })).toThrow(
    /"keyId" is "https[^]*"identityId" is "id-keys"/,
  );
});

test('a platform of somebody else has to bring the key that its environment asks for', () => {
  const environment: Environment = { ...dev, customerManagedKey: { keyId } };
  const [sales, ...others] = smallCompany().departments;
  const departments = [{ ...sales!, hosting: 'dedicated' as const }, ...others];
  const company = smallCompany({ departments, environments: [environment] });
  const platform = companyStacks(company, environment)[0] as PlatformStack;
  const given = (key: object) => {
    const existing = new ExistingPlatform(testApp(), 'central', {
      ...(platform as IPlatform),
      company,
      environment,
      customerManagedKey: undefined,
      ...key,
    });
    return new DepartmentStack(existing, 'sales-dev', { department: departments[0]!, platform: existing });
  };
  expect(() => given({})).toThrow(/LH6013 [^\n]*"customerManagedKey" is missing in central/);
  const [account] = resources(
    synth(given({ customerManagedKey: { keyUri, identityId } })),
    'azurerm_storage_account',
  );
  expect(account!.customer_managed_key).toEqual({
    key_vault_key_id: keyUri,
    user_assigned_identity_id: identityId,
  });
});
