import type { Construct } from 'constructs';
import { failAt } from '../constructs/core';
import { type AzurermState, type Company, type Environment, listed, type Mistake } from '../model';

/** What is synthesized in the place of environments when the bootstrap is; no environment can have so long a name. */
export const BOOTSTRAP = 'bootstrap';

/** Where states of the environments that pipelines deploy are kept. */
export interface BootstrapPlace {
  /** The environments, in the order in which they are deployed. */
  readonly environments: readonly Environment[];
  /** The resource group. */
  readonly resourceGroupName: string;
  /** The storage account. */
  readonly accountName: string;
  /** Its containers, each once. */
  readonly containers: readonly string[];
  /** The region: that of the environment that is deployed first. */
  readonly location: string;
  /** The subscription. @default that of whoever makes it */
  readonly subscriptionId?: string;
  /** The tenant of the states. @default that of the environments */
  readonly tenantId?: string;
  /** The container of an environment. */
  readonly containerOf: (environment: Environment) => string;
}

/**
 * The one place of the states that pipelines write, as the environments say it.
 *
 * @throws LakehouseError when there is none, or more than one.
 */
export function bootstrapPlace(scope: Construct, company: Company): BootstrapPlace {
  const environments = (company.delivery?.environments ?? []).flatMap(({ name }) =>
    company.environments.filter((environment) => environment.name === name),
  );
  const states = environments.map(({ state }) => state).filter((state) => state.kind === 'azurerm');
  const [first] = environments;
  const [state] = states;
  if (first === undefined || state === undefined || states.length < environments.length)
    return failAt(scope, {
      code: first === undefined ? 'LH9301' : 'LH9302',
      prop: 'delivery.environments',
      got:
        first === undefined ? 'names none' : 'has environments whose states are not in an account of Azure',
      allowed: "one or more environments with state: { kind: 'azurerm', … }",
      change: 'say which, and where their states are',
    });
  const mistakes = [
    ...differing(
      'tenantId',
      environments.map(({ tenantId }) => tenantId),
    ),
    ...differing(
      'state.storageAccountName',
      states.map(({ storageAccountName }) => storageAccountName),
    ),
    ...differing(
      'state.resourceGroupName',
      states.map(({ resourceGroupName }) => resourceGroupName),
    ),
    ...differing(
      'state.subscriptionId',
      states.map((one) => one.subscriptionId ?? first.subscriptionId),
    ),
  ];
  const { resourceGroupName, storageAccountName, tenantId } = state;
  if (resourceGroupName === undefined || mistakes.length > 0)
    return failAt(scope, ...(resourceGroupName === undefined ? [missingGroup()] : []), ...mistakes);
  const subscriptionId = state.subscriptionId ?? first.subscriptionId;
  return {
    environments,
    resourceGroupName,
    accountName: storageAccountName,
    containers: [...new Set(states.map(({ containerName }) => containerName))],
    location: first.location,
    ...(subscriptionId !== undefined && { subscriptionId }),
    ...(tenantId !== undefined && { tenantId }),
    containerOf: (environment) => (environment.state as AzurermState).containerName,
  };
}

function differing(prop: string, values: readonly (string | undefined)[]): Mistake[] {
  const different = new Set(values.map((value) => value?.toLowerCase()));
  if (different.size <= 1) return [];
  return [
    {
      code: 'LH9304',
      prop,
      got: `is ${listed([...different].map((value) => value ?? 'not said'))}`,
      allowed: 'one and the same in all environments that pipelines deploy',
      change: 'keep the states in one account, or deploy one of the environments otherwise',
    },
  ];
}

function missingGroup(): Mistake {
  return {
    code: 'LH9304',
    prop: 'state.resourceGroupName',
    got: 'is not said',
    allowed: 'the resource group in which the account of the states is made',
    change: 'name one',
  };
}
