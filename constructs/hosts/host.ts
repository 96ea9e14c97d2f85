import type { Construct } from 'constructs';
import { failAt } from '../core';
import type { ICustomerManagedKey } from './customer-managed-key';
import type { INetwork } from './private-endpoint';
import type { IObservability } from './observability';
import type { IResourceGroup } from './resource-group';

/** What every host needs: a place, somewhere to send its logs, and a network where there is one. */
export interface HostProps {
  /** Decides the region, the names and the environment. */
  readonly resourceGroup: IResourceGroup;
  /** Takes its logs and metrics. */
  readonly observability: IObservability;
  /** Needed when the environment's network is private. @default none */
  readonly network?: INetwork;
  /** Encrypts what storage accounts keep, and what other services do where the environment asks for it. @default keys that Microsoft manages */
  readonly customerManagedKey?: ICustomerManagedKey;
}

/**
 * The network that a host joins; nothing when the environment is reached over public endpoints.
 *
 * @throws LakehouseError when no network was given, and the environment does not say that it is public.
 */
export function networkOf(
  scope: Construct,
  { resourceGroup, network }: Pick<HostProps, 'resourceGroup' | 'network'>,
): INetwork | undefined {
  const { environment } = resourceGroup.placement;
  if (environment.network?.kind === 'public') return undefined;
  if (network !== undefined) return network;
  if (environment.network === undefined) {
    failAt(scope, {
      code: 'LH6002',
      prop: 'network',
      got: 'is missing',
      allowed: `a network, or an environment that says why it is public, { kind: 'public', reason: '…' }`,
      change: `pass a network, or say so in environment "${environment.name}" of the placement`,
    });
  }
  const allowed = `the Network of environment "${environment.name}", which is private`;
  return failAt(scope, {
    code: 'LH6002',
    prop: 'network',
    got: 'is missing',
    allowed,
    change: "pass the platform's network",
  });
}
