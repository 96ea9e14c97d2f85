import type { DataFactory, FabricCapacity, ManagedEndpoint } from '../constructs/hosts';
import type { InSubscription } from '../constructs/core';
import type { Environment } from '../model';
import type { ManualStep } from '../compilers/internal';

/** What the manual steps of the platform refer to. */
interface Platform {
  readonly environment: Environment;
  readonly dataFactory: DataFactory;
  readonly powerBiCapacity?: FabricCapacity;
}

/** What is left to people once the platform is deployed. */
export function platformManualSteps({ environment, dataFactory, powerBiCapacity }: Platform): ManualStep[] {
  const { name, objectId } = environment.sqlAdministrators;
  const administrators: ManualStep = {
    title: `Members of the group "${name}"`,
    acknowledgedAs: 'sql-administrators',
    steps: [
      `Add whoever runs SQL scripts by hand to the Entra group "${name}" (\`${objectId}\`): only its members administer Synapse SQL.`,
    ],
  };
  return [
    administrators,
    ...managedEndpointApprovals(dataFactory.name, dataFactory.managedEndpoints),
    ...(powerBiCapacity ? [powerBi(powerBiCapacity)] : []),
  ];
}

function powerBi({ name, capacity }: FabricCapacity): ManualStep {
  return {
    title: `Power BI in the capacity ${name}`,
    steps: [
      'In the tenant settings of Power BI, let the administrators of the capacity make workspaces in it: Terraform knows neither the setting nor the workspaces.',
      `Assign the workspaces that reports live in to \`${name}\`. Pause the capacity in the portal while nobody looks at them: ${capacity.sku} bills by the hour.`,
    ],
  };
}

/**
 * The approvals that a data factory's ways out of its managed network wait for; nothing when it has none.
 *
 * @param factory its name.
 * @param waiting the private endpoints.
 * @param acknowledgedAs the id of the step in its stack.
 */
export function managedEndpointApprovals(
  factory: string,
  waiting: readonly ManagedEndpoint[],
  acknowledgedAs = 'private-endpoints',
): ManualStep[] {
  const targets = new Map<string, ManagedEndpoint[]>();
  for (const endpoint of waiting) {
    targets.set(endpoint.target.name, [...(targets.get(endpoint.target.name) ?? []), endpoint]);
  }
  if (targets.size === 0) return [];
  const steps = [...targets].map(([target, endpoints]) => approval(target, endpoints, factory));
  return [{ title: `Private endpoints of ${factory} that wait for approval`, acknowledgedAs, steps }];
}

function approval(target: string, endpoints: readonly ManagedEndpoint[], factory: string): string {
  const names = endpoints.map(
    ({ resource, subresource }) => `\`${factory}.${resource.nameInput ?? ''}\` (${subresource})`,
  );
  const type = endpoints[0]?.targetType ?? '';
  const resourceGroup = endpoints[0]?.target.resourceGroupName ?? '';
  const where = inSubscription(endpoints[0]?.target);
  return [
    `Approve ${names.join(' and ')} at \`${target}\`: in the portal under Networking, Private endpoint connections, or`,
    '',
    '```sh',
    `az network private-endpoint-connection list${where} --resource-group ${resourceGroup} --name ${target} --type ${type} \\`,
    `  --query "[?properties.privateLinkServiceConnectionState.status=='Pending' && contains(properties.privateEndpoint.id, '${factory}.')].id" --output tsv |`,
    `  xargs -r -n 1 az network private-endpoint-connection approve --description "${factory}" --id`,
    '```',
  ].join('\n');
}

/** The option of a command that says the subscription, where one is decided on; it begins with a blank. */
export function inSubscription(target: InSubscription | undefined): string {
  return target?.subscriptionId === undefined ? '' : ` --subscription ${target.subscriptionId}`;
}
