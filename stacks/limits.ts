import { AZURE_LIMITS, type AzureLimit, type Issue, type IssueCode, sourceOf } from '../model';
import { type Place, type SynthesizedStack, SynthesizedStacks, type WrittenResource } from '../cost';

/** A kind of thing that Azure counts. */
interface Counted {
  readonly code: IssueCode;
  readonly limit: AzureLimit;
  /** What is counted, in the plural. */
  readonly what: string;
  readonly prop: string;
  /** Those that are there besides. @default 0 */
  readonly besides?: number;
  readonly change: string;
}

/** Things in a place that has room for so many. */
interface Group {
  readonly place: string;
  readonly counted: Counted;
  readonly resources: WrittenResource[];
}

const OF_ITS_OWN = "with hosts of its own: hosting: 'dedicated'";
const DEDICATED = "give departments hosts of their own: hosting: 'dedicated'";
const HUBS: Counted = {
  code: 'LH6022',
  limit: AZURE_LIMITS.hubsPerNamespace,
  what: 'hubs',
  prop: 'hubs',
  change: DEDICATED,
};
const CONSUMER_GROUPS: Counted = {
  code: 'LH6023',
  limit: AZURE_LIMITS.consumerGroupsPerHub,
  what: 'consumer groups, with $Default',
  prop: 'consumerGroups',
  besides: 1,
  change: 'let fewer applications receive its alerts, or several over one application',
};
const ENTITIES: Counted = {
  code: 'LH6024',
  limit: AZURE_LIMITS.factoryEntities,
  what: 'pipelines, data flows, triggers and other entities',
  prop: 'entities',
  change: DEDICATED,
};
const ROLE_ASSIGNMENTS: Counted = {
  code: 'LH6025',
  limit: AZURE_LIMITS.roleAssignments,
  what: 'role assignments',
  prop: 'roleAssignments',
  change: 'give departments subscriptions of their own: departments.<name>.subscriptionId of the environment',
};
const POLICIES: Counted = {
  code: 'LH6026',
  limit: AZURE_LIMITS.lifecyclePolicies,
  what: 'lifecycle policies, which replace each other',
  prop: 'lifecycle',
  change: 'put all rules into one policy',
};

/** Types that a resource group has room for without limit. Source: "Resources not limited to 800 instances per resource group". */
const EXEMPT: ReadonlySet<string> = new Set([
  'azurerm_eventhub_namespace',
  'azurerm_monitor_metric_alert',
  'azurerm_monitor_scheduled_query_rules_alert_v2',
  'azurerm_network_security_group',
  'azurerm_private_dns_zone',
  'azurerm_private_dns_zone_virtual_network_link',
  'azurerm_private_endpoint',
  'azurerm_storage_account',
]);

/**
 * What stacks together make too many of for Azure: in a host that departments share, all of them count.
 *
 * What others have put into existing services is not known, and a deployment may still find them full.
 */
export function limitIssues(stacks: readonly SynthesizedStack[]): Issue[] {
  const all = new SynthesizedStacks(stacks);
  const groups = new Map<string, Group>();
  for (const resource of all.resources) {
    for (const [place, counted] of countedIn(all, resource)) {
      const key = `${counted.code} ${counted.prop} ${place.key}`;
      const group = groups.get(key) ?? { place: place.shown, counted, resources: [] };
      group.resources.push(resource);
      groups.set(key, group);
    }
  }
  return [...groups.values()].flatMap(issuesOf);
}

/** Where a resource counts, and as what. */
function countedIn(all: SynthesizedStacks, resource: WrittenResource): [Place, Counted][] {
  const { type, block } = resource;
  const at = (attribute: string): Place => all.placeOf(resource.stack, block[attribute]);
  const own: [Place, Counted][] = [];
  // Of a namespace that somebody else made, the tier is not known.
  if (type === 'azurerm_eventhub' && isStandard(at('namespace_id'))) own.push([at('namespace_id'), HUBS]);
  if (
    type === 'azurerm_eventhub_consumer_group' &&
    isStandard(all.placeOfParent(at('eventhub_name'), 'namespace_id'))
  )
    own.push([at('eventhub_name'), CONSUMER_GROUPS]);
  if (type.startsWith('azurerm_data_factory_') && block.data_factory_id !== undefined)
    own.push([at('data_factory_id'), ENTITIES]);
  if (type === 'azurerm_role_assignment')
    own.push([all.subscriptionOf(resource.stack, at('scope')), ROLE_ASSIGNMENTS]);
  if (type === 'azurerm_storage_management_policy') own.push([at('storage_account_id'), POLICIES]);
  // What is in something else has no place of its own, and does not count.
  if (block.resource_group_name !== undefined && block.location !== undefined && !EXEMPT.has(type))
    own.push([at('resource_group_name'), ofType(type)]);
  return own;
}

function isStandard({ resource }: Place): boolean {
  return resource?.block.sku === 'Standard';
}

function ofType(type: string): Counted {
  return {
    code: 'LH6027',
    limit: AZURE_LIMITS.resourcesOfOneType,
    what: `resources of the type ${type}`,
    prop: type,
    change: 'put some into another resource group',
  };
}

function issuesOf({ place, counted, resources }: Group): Issue[] {
  const { code, limit, what, prop, besides = 0, change } = counted;
  const found = resources.length + besides;
  if (found <= limit.most) return [];
  const stacks = [...new Set(resources.map(({ stack }) => stack))];
  const share = (name: string): number => resources.filter(({ stack }) => stack === name).length;
  const shares = stacks.map((name) => `${name} ${share(name)}`);
  return [
    {
      code,
      at: place,
      prop,
      got: `are ${found} ${what} (${shares.join(', ')})`,
      allowed: `${limit.most}; ${sourceOf(limit)}`,
      change: change === DEDICATED ? moving(stacks, share, found - limit.most) : change,
    },
  ];
}

/** Who has to leave a host so that the others fit: the largest first, so that the fewest do. */
function moving(stacks: readonly string[], share: (stack: string) => number, surplus: number): string {
  if (stacks.length === 1) return `declare ${stacks.join()} as two departments, each ${OF_ITS_OWN}`;
  const leaving: string[] = [];
  for (const name of [...stacks].sort((one, other) => share(other) - share(one))) {
    if (leaving.reduce((sum, each) => sum + share(each), 0) >= surplus) break;
    // What stands beside the layers is in the platform's stack, and stays there.
    if (!/^platform(-|$)/.test(name)) leaving.push(name);
  }
  return `${DEDICATED}, of ${leaving.map((name) => `${name} (${share(name)})`).join(', ')}`;
}
