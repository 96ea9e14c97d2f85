import type { Construct } from 'constructs';
import { type Placement, placementOf } from '../constructs/core';
import {
  type EndpointTarget,
  type Hosts,
  type IDataFactory,
  type IResourceGroup,
  lakeByName,
  type ManagedEndpoint,
  managedEndpoint,
} from '../constructs/hosts';
import type { CompanyGraph, Department } from '../model';
import type { IPlatform } from './platform';

/** The endpoints that one factory got in one stack. */
export interface FactoryEndpoints {
  /** The factory's name. */
  readonly factory: string;
  /** Its private endpoints into lakes; they wait for approval. */
  readonly endpoints: readonly ManagedEndpoint[];
}

/** The stack of a department, as far as endpoints are made in it. */
interface EndpointStack extends Construct {
  readonly department: Department;
  readonly hosts: Hosts;
  readonly placement: Placement;
  readonly resourceGroup: IResourceGroup;
}

/**
 * In a private environment, the managed private endpoints from data factories to lakes outside their own stack, as far as
 * pipelines read across. Each is made in the stack that knows both ends, so that no department's stack needs another's:
 *
 * - a dedicated department that reads the platform's lake makes its own private endpoint;
 * - a dedicated department that is read by the platform's factory makes the private endpoint for it;
 * - between two dedicated departments the reader makes it, and knows the owner's lake by its name.
 */
export function crossLakeEndpoints(
  stack: EndpointStack,
  graph: CompanyGraph,
  platform: IPlatform,
): FactoryEndpoints[] {
  const { department, hosts } = stack;
  if (platform.network === undefined || department.hosting === 'shared') return [];
  const { departments } = platform.company;
  const others = departments.filter((other) => other !== department);
  const read = others.filter((owner) => graph.zonesReadingSilverOf(owner, department).has('silver'));
  const own: Record<string, EndpointTarget> = {};
  if (read.some(({ hosting }) => hosting === 'shared')) own.platform = platform.lake;
  for (const owner of read.filter(({ hosting }) => hosting === 'dedicated')) {
    own[owner.name] = lakeByName(
      placementOf(platform.company, platform.environment, owner.name),
      stack.resourceGroup,
    );
  }
  const isReadByShared = others.some(
    (reader) => reader.hosting === 'shared' && graph.zonesReadingSilverOf(department, reader).has('silver'),
  );
  return [
    {
      factory: hosts.dataFactory.name,
      endpoints: Object.entries(own).flatMap(([owner, target]) =>
        endpointsTo(stack, `To-${owner}`, hosts.dataFactory, `${owner}-lake`, target),
      ),
    },
    {
      factory: platform.dataFactory.name,
      endpoints: isReadByShared
        ? endpointsTo(stack, 'FromPlatform', platform.dataFactory, `${department.name}-lake`, hosts.lake)
        : [],
    },
  ].filter(({ endpoints }) => endpoints.length > 0);
}

/** The dedicated departments whose lake has to be there before a department can be deployed. */
export function deployedBefore(
  department: Department,
  graph: CompanyGraph,
  { network, company }: IPlatform,
): Department[] {
  if (network === undefined || department.hosting === 'shared') return [];
  return company.departments.filter(
    (owner) =>
      owner !== department &&
      owner.hosting === 'dedicated' &&
      graph.zonesReadingSilverOf(owner, department).has('silver'),
  );
}

function endpointsTo(
  stack: EndpointStack,
  id: string,
  factory: Pick<IDataFactory, 'id' | 'subscriptionId'>,
  name: string,
  target: EndpointTarget,
): ManagedEndpoint[] {
  return (['dfs', 'blob'] as const).map((subresource) =>
    managedEndpoint(stack, `${id}-${subresource}`, {
      factory,
      name: `${name}-${subresource}`,
      target,
      subresource,
    }),
  );
}
