import { azProof, type ManualStep, type Proof } from '../compilers/internal';
import type { InSubscription } from '../constructs/core';
import type { EndpointTarget, ManagedEndpoint } from '../constructs/hosts';

/** Endpoints to one target. */
type Endpoints = readonly [ManagedEndpoint, ...ManagedEndpoint[]];

/** How the approvals of a stack are named, and who gives them. */
interface ApprovalOptions {
  /** The id of the step in its stack. @default 'private-endpoints' */
  readonly acknowledgedAs?: string;
  /** Whether pipelines deploy the environment: they approve what leads to the company's own services. @default false */
  readonly isDelivered?: boolean;
}

/**
 * The approvals that a data factory's ways out of its managed network wait for; nothing when it has none.
 *
 * @param factory its name.
 * @param waiting the private endpoints.
 * @param options how the step is named, and whether pipelines do it.
 */
export function managedEndpointApprovals(
  factory: string,
  waiting: readonly ManagedEndpoint[],
  { acknowledgedAs = 'private-endpoints', isDelivered = false }: ApprovalOptions = {},
): ManualStep[] {
  const own = waiting.filter(({ target }) => isDelivered && target.isMadeHere === true);
  const others = waiting.filter((endpoint) => !own.includes(endpoint));
  return [
    ...approvalSteps(factory, own).map((step) => ({
      ...step,
      byPipeline: {
        script: 'ci/approve.sh' as const,
        options: own.map(({ resource }) => `${factory}/${resource.nameInput ?? ''}`),
      },
      // Where a part is left to people, the id is that of their part.
      ...(others.length === 0 && { acknowledgedAs }),
    })),
    ...approvalSteps(factory, others).map((step) => ({
      ...step,
      ...(isDelivered && { title: `Private endpoints of ${factory} that others approve` }),
      byHand: byHand(isDelivered),
      acknowledgedAs,
    })),
  ];
}

function byHand(isDelivered: boolean): string {
  return isDelivered
    ? 'what they lead to belongs to somebody else, and pipelines have no right on it'
    : 'the provider cannot approve, and no pipelines deploy the environment that could';
}

function approvalSteps(factory: string, waiting: readonly ManagedEndpoint[]): ManualStep[] {
  const targets = new Map<string, Endpoints>();
  for (const endpoint of waiting) {
    const earlier = targets.get(endpoint.target.name);
    targets.set(endpoint.target.name, earlier ? [...earlier, endpoint] : [endpoint]);
  }
  if (targets.size === 0) return [];
  const steps = [...targets].map(([target, endpoints]) => approval(target, endpoints, factory));
  const proof = [...targets.values()].map((endpoints) =>
    approvalProof(endpoints[0].target, endpoints[0].targetType, connectionsOf(factory, endpoints)),
  );
  return [
    {
      title: `Private endpoints of ${factory} that wait for approval`,
      steps,
      proof,
    },
  ];
}

/** Managed private endpoints to one resource. */
export interface Connections {
  /** The factory or workspace that they are in. */
  readonly of: string;
  /** Their names there. */
  readonly endpoints: readonly string[];
}

function connectionsOf(factory: string, endpoints: Endpoints): Connections {
  return { of: factory, endpoints: endpoints.map(({ resource }) => resource.nameInput ?? '') };
}

/** Of connections, those whose whole name is one of these, as `ci/approve.sh` takes them: a part of a name is anybody's. */
function areOf({ of, endpoints }: Connections): string {
  const names = endpoints.map(
    (endpoint) => `ends_with(properties.privateEndpoint.id, '/privateEndpoints/${of}.${endpoint}')`,
  );
  return names.length === 1 ? names.join('') : `(${names.join(' || ')})`;
}

/**
 * Shows that connections at a resource are approved.
 *
 * @param target the resource.
 * @param type its type, as Azure spells it.
 * @param connections what leads there.
 */
export function approvalProof(
  target: Pick<EndpointTarget, 'name' | 'resourceGroupName' | 'subscriptionId'>,
  type: string,
  connections: Connections,
): Proof {
  const { name, resourceGroupName, subscriptionId } = target;
  return azProof(
    `connections of ${connections.of} are approved at ${name}`,
    [
      ...['network', 'private-endpoint-connection', 'list'],
      ...(subscriptionId === undefined ? [] : ['--subscription', subscriptionId]),
      ...['--resource-group', resourceGroupName, '--name', name, '--type', type],
    ],
    `length([?properties.privateLinkServiceConnectionState.status=='Approved' && ${areOf(connections)}])`,
    { atLeast: connections.endpoints.length },
  );
}

function approval(target: string, endpoints: Endpoints, factory: string): string {
  const names = endpoints.map(
    ({ resource, subresource }) => `\`${factory}.${resource.nameInput ?? ''}\` (${subresource})`,
  );
  const [{ target: of, targetType: type }] = endpoints;
  return [
    `Approve ${names.join(' and ')} at \`${target}\`: in the portal under Networking, Private endpoint connections, or`,
    '',
    '```sh',
    ...approvalCommands(of, type, connectionsOf(factory, endpoints)),
    '```',
  ].join('\n');
}

/**
 * Lists the connections that wait at a resource, and approves those of one factory or workspace.
 *
 * @param target the resource.
 * @param type its type, as Azure spells it.
 * @param connections what leads there.
 */
export function approvalCommands(
  target: Pick<EndpointTarget, 'name' | 'resourceGroupName' | 'subscriptionId'>,
  type: string,
  connections: Connections,
): string[] {
  return [
    `az network private-endpoint-connection list${inSubscription(target)} --resource-group ${target.resourceGroupName} --name ${target.name} --type ${type} \\`,
    `  --query "[?properties.privateLinkServiceConnectionState.status=='Pending' && ${areOf(connections)}].id" --output tsv |`,
    `  xargs -r -n 1 az network private-endpoint-connection approve --description "${connections.of}" --id`,
  ];
}

/** The option of a command that says the subscription, where one is decided on; it begins with a blank. */
export function inSubscription(target: InSubscription | undefined): string {
  return target?.subscriptionId === undefined ? '' : ` --subscription ${target.subscriptionId}`;
}
