import { DataFactoryManagedPrivateEndpoint } from '@cdktf/provider-azurerm/lib/data-factory-managed-private-endpoint';
import { MachineLearningWorkspaceNetworkOutboundRulePrivateEndpoint } from '@cdktf/provider-azurerm/lib/machine-learning-workspace-network-outbound-rule-private-endpoint';
import type { Construct } from 'constructs';
import type { Department, Environment } from '../../model';
import type { DataFactory, DataLake } from '../hosts';
import type { MachineLearning } from './machine-learning';

/** A private way to something that somebody has to approve there. */
export interface ModelPath {
  /** Name of the resource that it leads to. */
  readonly target: string;
  /** Resource group of that resource: the department's, or the platform's. */
  readonly owner: 'department' | 'platform';
  /** Azure's type of the target. */
  readonly targetType: string;
  /** The part of the target. */
  readonly subresource: string;
  /** The way. */
  readonly resource:
    DataFactoryManagedPrivateEndpoint | MachineLearningWorkspaceNetworkOutboundRulePrivateEndpoint;
}

/**
 * The private ways that models need: from their machines to the lake, and from the factory to the workspace and to what
 * models write. The latter bill by the hour and are made once a model is there.
 */
export function pathsToModels(
  scope: Construct,
  props: {
    readonly department: Department;
    readonly lake: DataLake;
    readonly dataFactory: DataFactory;
    readonly environment: Environment;
    readonly models: Pick<MachineLearning, 'id' | 'name' | 'storage'>;
  },
): ModelPath[] {
  const { department, environment, lake, dataFactory, models } = props;
  const toLake = (['dfs', 'blob'] as const).map((subresource): ModelPath => ({
    target: lake.name,
    owner: 'platform',
    targetType: 'Microsoft.Storage/storageAccounts',
    subresource,
    resource: new MachineLearningWorkspaceNetworkOutboundRulePrivateEndpoint(scope, `Lake-${subresource}`, {
      name: `lake-${subresource}`,
      workspaceId: models.id,
      serviceResourceId: lake.id,
      subResourceTarget: subresource,
    }),
  }));
  const placed = department.tables.some(({ name }) => {
    const site = environment.models?.[name];
    return site !== undefined && 'endpoint' in site;
  });
  if (!placed) return toLake;
  const fromFactory = (
    id: string,
    target: string,
    targetId: string,
    targetType: string,
    subresource: string,
  ): ModelPath => ({
    target,
    owner: 'department',
    targetType,
    subresource,
    resource: new DataFactoryManagedPrivateEndpoint(scope, `Factory-${id}`, {
      name: `${department.name}-${id}`,
      dataFactoryId: dataFactory.id,
      targetResourceId: targetId,
      subresourceName: subresource,
    }),
  });
  return [
    ...toLake,
    fromFactory(
      'models',
      models.name,
      models.id,
      'Microsoft.MachineLearningServices/workspaces',
      'amlworkspace',
    ),
    fromFactory(
      'scores',
      models.storage.name,
      models.storage.id,
      'Microsoft.Storage/storageAccounts',
      'blob',
    ),
  ];
}
