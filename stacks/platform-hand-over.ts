import type { DataFactory, ManagedEndpoint, ResourceGroup } from '../constructs/hosts';
import type { Environment } from '../model';
import type { HandOver } from './lakehouse-stack';

/** What the hand-over of the platform speaks of. */
interface Platform {
  readonly environment: Environment;
  readonly resourceGroup: ResourceGroup;
  readonly dataFactory: DataFactory;
}

/** What is left to people once the platform is deployed. */
export function platformHandOver({ environment, resourceGroup, dataFactory }: Platform): HandOver[] {
  const { name, objectId } = environment.sqlAdministrators;
  const administrators: HandOver = {
    title: `Members of the group "${name}"`,
    steps: [
      `Add whoever runs SQL scripts by hand to the Entra group "${name}" (\`${objectId}\`): only its members administer Synapse SQL.`,
    ],
  };
  return [administrators, ...managedEndpointApprovals(resourceGroup.name, dataFactory)];
}

/** The approvals that a data factory's ways out of its managed network wait for; nothing when it has none. */
export function managedEndpointApprovals(resourceGroup: string, factory: DataFactory): HandOver[] {
  const targets = new Map<string, ManagedEndpoint[]>();
  for (const endpoint of factory.managedEndpoints) {
    targets.set(endpoint.target.name, [...(targets.get(endpoint.target.name) ?? []), endpoint]);
  }
  if (targets.size === 0) return [];
  const steps = [...targets].map(([target, endpoints]) =>
    approval(resourceGroup, target, endpoints, factory.name),
  );
  return [{ title: `Private endpoints of ${factory.name} that wait for approval`, steps }];
}

function approval(
  resourceGroup: string,
  target: string,
  endpoints: readonly ManagedEndpoint[],
  factory: string,
): string {
  const names = endpoints.map(
    ({ resource, subresource }) => `\`${factory}.${resource.nameInput ?? ''}\` (${subresource})`,
  );
  const type = endpoints[0]?.targetType ?? '';
  return [
    `Approve ${names.join(' and ')} at \`${target}\`: in the portal under Networking, Private endpoint connections, or`,
    '',
    '```sh',
    `az network private-endpoint-connection list --resource-group ${resourceGroup} --name ${target} --type ${type} \\`,
    `  --query "[?properties.privateLinkServiceConnectionState.status=='Pending' && contains(properties.privateEndpoint.id, '${factory}.')].id" --output tsv |`,
    `  xargs -r -n 1 az network private-endpoint-connection approve --description "${factory}" --id`,
    '```',
  ].join('\n');
}
