import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  actionsOfType,
  DEPLOYMENT_ACTIONS,
  deploymentActions,
  typesWithoutActions,
} from '../../../constructs/bootstrap';
import { providersOfType } from '../../../constructs/core/resource-providers';

const ROOT = join(__dirname, '../../..');

/** Terraform types of the resources that constructs and stacks make, by what they import; the bootstrap's own are an administrator's. */
function importedTypes(): string[] {
  const files = ['constructs', 'stacks'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(ROOT, folder, name),
    ),
  );
  const imports = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(file, 'utf8').matchAll(/@cdktf\/provider-azurerm\/lib\/([a-z0-9-]+)'/g),
    ])
    .map(([, name = '']) => name)
    .filter((name) => name !== 'provider' && !name.startsWith('data-azurerm-'));
  return [...new Set(imports)].map((name) => `azurerm_${name.replaceAll('-', '_')}`);
}

const BOOTSTRAP_ONLY = ['azurerm_management_lock', 'azurerm_role_definition'];
const TYPES = Object.keys(DEPLOYMENT_ACTIONS);

describe('the actions of a type', () => {
  test('are known for every type that the library makes, and for no other', () => {
    const made = importedTypes().filter((type) => !BOOTSTRAP_ONLY.includes(type));
    expect(typesWithoutActions(made)).toEqual([]);
    expect(TYPES.filter((type) => !made.includes(type))).toEqual([]);
  });

  test.each(TYPES)(
    '%s: are whole operations, of the type’s own resource provider or of what it is joined with',
    (type) => {
      const actions = actionsOfType(type);
      expect(actions.some((action) => action.endsWith('/read'))).toBe(true);
      for (const action of actions)
        expect(action).toMatch(/^Microsoft\.\w+(\/\w+)+\/(read|write|delete|action)$/);
      const providers = (providersOfType(type) ?? []).map((name) => name.toLowerCase());
      const own = actions.filter((action) =>
        [...providers, 'microsoft.resources', 'microsoft.authorization'].includes(
          action.split('/')[0]!.toLowerCase(),
        ),
      );
      expect(own).not.toEqual([]);
    },
  );

  test('list no keys of anything that works by identity', () => {
    const keys = TYPES.flatMap(actionsOfType).filter((action) => /listkeys|sas|regenerate/i.test(action));
    expect(keys).toEqual([]);
  });
});

describe('the actions of a role', () => {
  test('are sorted, each once whatever its case, and cover every type that was given', () => {
    fc.assert(
      fc.property(fc.subarray(TYPES), (types) => {
        const actions = deploymentActions(types, ['Microsoft.Network']);
        const names = actions.map((action) => action.toLowerCase());
        expect(new Set(names).size).toBe(names.length);
        expect(names).toEqual([...names].sort());
        for (const action of types.flatMap(actionsOfType)) expect(names).toContain(action.toLowerCase());
      }),
      { numRuns: 50 },
    );
  });

  test('grow by no more than a type that is added needs', () => {
    const without = deploymentActions(['azurerm_storage_account'], []);
    const together = deploymentActions(['azurerm_storage_account', 'azurerm_eventhub'], []);
    expect(together.filter((action) => !without.includes(action))).toEqual([
      'Microsoft.EventHub/namespaces/eventhubs/delete',
      'Microsoft.EventHub/namespaces/eventhubs/read',
      'Microsoft.EventHub/namespaces/eventhubs/write',
    ]);
  });

  test('let pipelines see and approve what waits, where a factory asks from its managed network', () => {
    const asking = 'azurerm_data_factory_managed_private_endpoint';
    const without = deploymentActions(['azurerm_storage_account'], []);
    const asked = deploymentActions([asking], []);
    const together = deploymentActions(['azurerm_storage_account', asking], []);
    expect(together.filter((action) => !without.includes(action) && !asked.includes(action))).toEqual([
      'Microsoft.Storage/storageAccounts/privateEndpointConnections/read',
      'Microsoft.Storage/storageAccounts/privateEndpointConnections/write',
      'Microsoft.Storage/storageAccounts/PrivateEndpointConnectionsApproval/action',
    ]);
  });

  test('take what a user says of a type that the library does not know', () => {
    const further = {
      azurerm_storage_queue: ['Microsoft.Storage/storageAccounts/queueServices/queues/read'],
    };
    expect(typesWithoutActions(['azurerm_storage_queue', 'terraform_data'])).toEqual([
      'azurerm_storage_queue',
    ]);
    expect(typesWithoutActions(['azurerm_storage_queue'], further)).toEqual([]);
    expect(deploymentActions(['azurerm_storage_queue'], [], further)).toContain(
      'Microsoft.Storage/storageAccounts/queueServices/queues/read',
    );
  });
});
