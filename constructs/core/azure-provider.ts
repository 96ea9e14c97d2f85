import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { Lazy, TerraformResource, type TerraformStack } from 'cdktf';
import { type Environment, type Mistake, mistakeIf } from '../../model';
import { writeForAzurerm } from './azurerm-major';
import { throwAt } from './errors';
import { providersOfType } from './resource-providers';

/** What a stack's author says of resource providers, beside what the table knows. */
interface Registrations {
  /** To be registered, whatever the stack's resources need. */
  readonly providers: Set<string>;
  /** The types that they are said for. */
  readonly types: Set<string>;
}

const registrations = new WeakMap<TerraformStack, Registrations>();

/** How every Azure provider works: by identity only, over the Resource Manager only, registering nothing unasked. */
export const PROVIDER_SETTINGS = Object.freeze({
  storageUseAzuread: true,
  resourceProviderRegistrations: 'none',
  features: [
    {
      // A runner without a way into the private network can still create the account.
      storage: [{ dataPlaneAvailable: false }],
      keyVault: [{ purgeSoftDeleteOnDestroy: false }],
      resourceGroup: [{ preventDeletionIfContainsResources: true }],
    },
  ],
});

/**
 * The Azure provider of a stack: by identity only, over the Resource Manager only.
 *
 * It registers the resource providers that the stack's resources need, and no others: a deployer on a locked-down
 * subscription may not register what nobody uses. A type whose resource provider is not known fails the synthesis, until
 * {@link registerResourceProvider} says it.
 *
 * @param stack whose resources it makes; call it before you make any.
 * @param environment the tenant, the subscription, and the major version of the provider that is written for. @default those of whoever deploys, and 4
 */
export function azureProvider(
  stack: TerraformStack,
  {
    tenantId,
    subscriptionId,
    azurerm,
  }: Partial<Pick<Environment, 'tenantId' | 'subscriptionId' | 'azurerm'>> = {},
): AzurermProvider {
  writeForAzurerm(stack, azurerm);
  stack.node.addValidation({ validate: () => unknownTypes(stack) });
  return new AzurermProvider(stack, 'Azure', {
    ...PROVIDER_SETTINGS,
    tenantId,
    subscriptionId,
    resourceProvidersToRegister: Lazy.listValue({ produce: () => resourceProviders(stack) }),
  });
}

/**
 * Registers a resource provider for a stack, beside those that its resources are known to need. Asking twice is harmless.
 *
 * @param stack whose provider registers it.
 * @param provider its name, e.g. `Microsoft.Quantum`; case counts.
 * @param types the Terraform types that need it, where the library does not know them, e.g. `azurerm_quantum_workspace`.
 * @throws LakehouseError when one of the names cannot be right.
 */
export function registerResourceProvider(
  stack: TerraformStack,
  provider: string,
  ...types: readonly string[]
): void {
  throwAt(stack, [
    ...mistakeIf(!/^[a-z][a-z0-9]*(?:\.[a-z][a-z0-9]*)+$/i.test(provider), {
      code: 'LH0001',
      prop: 'provider',
      got: `is "${provider}"`,
      allowed: 'the name of a resource provider, e.g. Microsoft.Storage',
      change: 'give the name that Azure lists under "Resource providers" of the subscription',
    }),
    ...types
      .filter((type) => !type.startsWith('azurerm_'))
      .map((type): Mistake => ({
        code: 'LH0001',
        prop: 'types',
        got: `has "${type}"`,
        allowed: 'Terraform types of the azurerm provider, e.g. azurerm_storage_account',
        change: 'name the type of the resource, or leave it out',
      })),
  ]);
  const said = registrations.get(stack) ?? { providers: new Set(), types: new Set() };
  registrations.set(stack, said);
  said.providers.add(provider);
  for (const type of types) said.types.add(type);
}

/** The Azure resource providers that a stack's resources need, and those registered by hand, sorted. */
export function resourceProviders(stack: TerraformStack): string[] {
  const needed = azureTypes(stack).flatMap((type) => providersOfType(type) ?? []);
  const said = registrations.get(stack)?.providers ?? [];
  return [...new Set([...needed, ...said])].sort();
}

function unknownTypes(stack: TerraformStack): string[] {
  const said = registrations.get(stack)?.types;
  return azureTypes(stack)
    .filter((type) => providersOfType(type) === undefined && !said?.has(type))
    .map(
      (type) =>
        `"${type}" is a type whose resource provider is not known; ` +
        `call stack.registerResourceProvider('Microsoft.…', '${type}') with the one that its documentation names`,
    );
}

function azureTypes(stack: TerraformStack): string[] {
  const types = stack.node
    .findAll()
    .filter((node) => TerraformResource.isTerraformResource(node))
    .map((resource) => resource.terraformResourceType)
    .filter((type) => type.startsWith('azurerm_'));
  return [...new Set(types)].sort();
}
