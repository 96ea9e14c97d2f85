import { TerraformVariable } from 'cdktf';
import { type ResourceType, resourceId, resourceIdOf } from '../../../constructs/core';
import { testStack } from '../../support/synth';

const SUBSCRIPTION = '0f1e2d3c-0000-4000-8000-00000000000a';
const LAKE = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-data/providers/Microsoft.Storage/storageAccounts/stlake`;
const stack = testStack();
const read = (id: string, type: ResourceType = 'Microsoft.Storage/storageAccounts') =>
  resourceIdOf(stack, 'id', id, type);

describe('the id of a resource', () => {
  test('says its subscription, its group and its name', () => {
    expect(read(LAKE)).toEqual({
      id: LAKE,
      subscriptionId: SUBSCRIPTION,
      resourceGroupName: 'rg-data',
      name: 'stlake',
    });
  });

  test('of a resource group is that of a resource group alone', () => {
    const group = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-data`;
    expect(read(group, 'Microsoft.Resources/resourceGroups')).toMatchObject({ id: group, name: 'rg-data' });
    expect(() => read(LAKE, 'Microsoft.Resources/resourceGroups')).toThrow('"id" is "/subscriptions/');
    expect(() => read(group)).toThrow('"id" is "/subscriptions/');
  });

  test('is written as Azure spells it, whatever the portal shows: the provider knows no other spelling', () => {
    expect(
      read(
        LAKE.replace('resourceGroups', 'resourcegroups').replace('Microsoft.Storage', 'microsoft.storage'),
      ),
    ).toMatchObject({ id: LAKE });
    expect(read(LAKE.toUpperCase().replace('STLAKE', 'stlake').replace('RG-DATA', 'rg-data'))).toMatchObject({
      id: LAKE,
    });
  });

  test.each([
    ['nothing', ''],
    ['a name', 'stlake'],
    ['another type', LAKE.replace('storageAccounts', 'storageaccount')],
    ['a resource inside of it', `${LAKE}/blobServices/default`],
    ['a subscription that is none', LAKE.replace(SUBSCRIPTION, 'production')],
    ['a line before it', `\n${LAKE}`],
    ['a slash behind it', `${LAKE}/`],
  ])('is not %s', (_, id) => {
    expect(() => read(id)).toThrow(
      `stack: 1 error\n  - LH0001 stack: "id" is "${id}"; allowed: an id of the form /subscriptions/<subscription>/resourceGroups/<resource group>/providers/Microsoft.Storage/storageAccounts/<name>, in full; copy the id from the JSON view of the resource in the portal`,
    );
  });

  test('is no TypeError where JavaScript passes none', () => {
    expect(() => read(undefined as unknown as string)).toThrow('stack: "id" is undefined; allowed: an id');
  });

  test('is known at synth, because names in it get into pipelines, scripts and documents', () => {
    const later = new TerraformVariable(stack, 'later', { type: 'string' }).stringValue;
    expect(() => read(later)).toThrow('stack: "id" is known only after deployment');
  });

  test('is put together of its parts', () => {
    const parts = { subscriptionId: SUBSCRIPTION, resourceGroupName: 'rg-data', name: 'stlake' };
    expect(resourceId('Microsoft.Storage/storageAccounts', parts)).toBe(LAKE);
  });
});
