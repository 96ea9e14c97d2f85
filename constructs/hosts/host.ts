import type { Construct } from 'constructs';
import { failAt } from '../core';
import type { Network } from './network';
import type { Observability } from './observability';
import type { ResourceGroup } from './resource-group';

/** What every host needs: a place, somewhere to send its logs, and a network where there is one. */
export interface HostProps {
  /** Decides the region, the names and the environment. */
  readonly resourceGroup: ResourceGroup;
  /** Takes its logs and metrics. */
  readonly observability: Observability;
  /** Needed when the environment's network is private. @default none */
  readonly network?: Network;
}

/**
 * The network that a host joins; nothing when the environment is reached over public endpoints.
 *
 * @throws LakehouseError when the environment's network is private and none was given.
 */
export function networkOf(
  scope: Construct,
  { resourceGroup, network }: Pick<HostProps, 'resourceGroup' | 'network'>,
): Network | undefined {
  const { environment } = resourceGroup.placement;
  if (environment.network.kind === 'public') return undefined;
  if (network === undefined) {
    const allowed = `the Network of environment "${environment.name}", which is private`;
    failAt(scope, { prop: 'network', got: 'is missing', allowed, change: "pass the platform's network" });
  }
  return network;
}
