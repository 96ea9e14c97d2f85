import { MachineLearningWorkspaceNetworkOutboundRulePrivateEndpoint } from '@cdktf/provider-azurerm/lib/machine-learning-workspace-network-outbound-rule-private-endpoint';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Department } from '../../model';
import type { PlacedEnvironment } from '../core';
import {
  type EndpointTarget,
  type IDataFactory,
  type IResourceGroup,
  type ManagedEndpoint,
  managedEndpoint,
} from '../hosts';
import type { ModelStorage } from './model-storage';

/** An outbound rule of a workspace: its private endpoint to the lake, which somebody has to approve there. */
export interface OutboundRule {
  /** What it leads to: the platform's lake, or the department's own. */
  readonly lake: Pick<EndpointTarget, 'name' | 'resourceGroupName' | 'subscriptionId'>;
  /** The part of the lake. */
  readonly subresource: 'dfs' | 'blob';
  /** The outbound rule. */
  readonly resource: MachineLearningWorkspaceNetworkOutboundRulePrivateEndpoint;
}

/** The outbound rules that models need to read their features, made after what the workspace's network needs. */
export function outboundRulesToLake(
  scope: Construct,
  props: {
    readonly lake: EndpointTarget;
    readonly models: { readonly id: string };
    readonly after: readonly ITerraformDependable[];
  },
): OutboundRule[] {
  const { lake, models, after } = props;
  const paths: OutboundRule[] = [];
  for (const subresource of ['dfs', 'blob'] as const) {
    const before = paths.map(({ resource }) => resource);
    const resource = new MachineLearningWorkspaceNetworkOutboundRulePrivateEndpoint(
      scope,
      `Lake-${subresource}`,
      {
        name: `lake-${subresource}`,
        workspaceId: models.id,
        serviceResourceId: lake.id,
        subResourceTarget: subresource,
        // One after the other: of rules made side by side, one has vanished.
        dependsOn: before.length > 0 ? before : [...after],
      },
    );
    paths.push({ lake, subresource, resource });
  }
  return paths;
}

/**
 * The private endpoints that a factory needs to the workspace and to what models write. They bill by the hour and are made once a
 * model is there.
 */
export function factoryEndpoints(
  scope: Construct,
  props: {
    readonly department: Department;
    readonly environment: PlacedEnvironment;
    readonly resourceGroup: IResourceGroup;
    readonly dataFactory: IDataFactory;
    /** The workspace. */
    readonly models: { readonly id: string; readonly name: string; readonly storage: ModelStorage };
  },
): ManagedEndpoint[] {
  const { department, environment, resourceGroup, dataFactory: factory, models } = props;
  const placed = department.tables.some(({ name }) => {
    const binding = environment.models?.[name];
    return binding !== undefined && 'endpoint' in binding;
  });
  if (!placed) return [];
  const there = {
    resourceGroupName: resourceGroup.name,
    subscriptionId: resourceGroup.subscriptionId,
    isMadeHere: true,
  } as const;
  return [
    managedEndpoint(scope, 'Factory-models', {
      factory,
      name: `${department.name}-models`,
      target: { ...there, name: models.name, id: models.id },
      subresource: 'amlworkspace',
    }),
    managedEndpoint(scope, 'Factory-scores', {
      factory,
      name: `${department.name}-scores`,
      target: { ...there, name: models.storage.name, id: models.storage.id },
      subresource: 'blob',
    }),
  ];
}
