// Loaded by its first use: nothing but a bootstrap asks what deployments need.
import { TerraformDataSource, TerraformResource, type TerraformStack } from 'cdktf';
import { actionsOfType, deploymentActions, typesWithoutActions } from '../constructs/bootstrap';
import { grantsOf, resourceProviders, type Role } from '../constructs/core';

/** What pipelines need to deploy some stacks. */
export interface DeploymentNeeds {
  /** The types of the resources, sorted. */
  readonly types: readonly string[];
  /** Those of them of which it is not known what they need. */
  readonly unknown: readonly string[];
  /** The actions, sorted. */
  readonly actions: readonly string[];
  /** Azure's resource providers, sorted. */
  readonly resourceProviders: readonly string[];
  /** The roles that the stacks give, sorted. */
  readonly grants: readonly Role[];
}

/**
 * What deploying some stacks needs, by the resources that are in them.
 *
 * @param stacks all that are deployed.
 * @param further actions by types that the library does not know.
 */
export function deploymentNeeds(
  stacks: readonly TerraformStack[],
  further: Readonly<Record<string, readonly string[]>> = {},
): DeploymentNeeds {
  const nodes = stacks.flatMap((stack) => stack.node.findAll());
  const types = sorted(
    nodes
      .filter((node) => TerraformResource.isTerraformResource(node))
      .map(({ terraformResourceType }) => terraformResourceType),
  );
  const lookedUp = nodes
    .filter((node) => TerraformDataSource.isTerraformDataSource(node))
    .flatMap(({ terraformResourceType }) => actionsOfType(terraformResourceType))
    .filter((action) => action.endsWith('/read'));
  const providers = sorted(stacks.flatMap(resourceProviders));
  return {
    types,
    unknown: typesWithoutActions(types, further),
    actions: sorted([...deploymentActions(types, providers, further), ...lookedUp]),
    resourceProviders: providers,
    grants: sorted(stacks.flatMap(grantsOf).map(({ role }) => role)),
  };
}

function sorted<T extends string>(values: readonly T[]): T[] {
  return [...new Set(values)].sort();
}
