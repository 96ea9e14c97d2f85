import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import type { Construct } from 'constructs';
import type { IResourceGroup } from './resource-group';

/** The Entra tenant of an environment; where that says none, the tenant of whoever deploys. */
export function tenantOf(scope: Construct, { placement }: Pick<IResourceGroup, 'placement'>): string {
  return placement.environment.tenantId ?? new DataAzurermClientConfig(scope, 'Deployer', {}).tenantId;
}
