import { addressRange, type AddressRange, rangesOverlap } from '../address-range';
import { emptyMistakes, type Form, reasonMistakes } from '../checks';
import { type Company } from '../company/company';
import { type Environment } from '../company/environment';
import { type NetworkPeering, type PrivateNetwork, type ReachedFrom } from '../company/network';
import { producersOf } from '../contracts/data-contract';
import { type Issue, listed, placed, suggestion } from '../errors';
import { duplicateIssues, nameIssues } from './names';

const SUBSCRIPTION = String.raw`/subscriptions/[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}`;
const GROUP = String.raw`/resourceGroups/[\w().-]{0,89}[\w()-]`;
const OCTET = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const COPY = 'copy the id from the JSON view of the resource in the portal';
const VIRTUAL_NETWORK: Form = {
  pattern: new RegExp(
    `^${SUBSCRIPTION}${GROUP}${String.raw`/providers/Microsoft\.Network/virtualNetworks/[\w.-]+$`}`,
    'i',
  ),
  allowed:
    'an id of the form /subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Network/virtualNetworks/<name>, in full',
  change: COPY,
};
const RESOURCE_GROUP: Form = {
  pattern: new RegExp(`^${SUBSCRIPTION}${GROUP}$`, 'i'),
  allowed: 'an id of the form /subscriptions/<subscription>/resourceGroups/<group>, in full',
  change: COPY,
};
const SUBNET: Form = {
  pattern: /^[a-zA-Z0-9][\w.-]{0,78}\w$/,
  allowed: 'the name of a subnet: 2 to 80 letters, digits, dashes, dots and underscores',
};
const ADDRESS: Form = {
  pattern: new RegExp(String.raw`^${OCTET}(?:\.${OCTET}){3}$`),
  allowed: 'an IPv4 address, e.g. 10.0.0.4',
};
const PEERING: Form = {
  pattern: /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
  allowed: 'lower-case letters, digits and single dashes',
};

/** Somebody who comes from outside of the network. */
interface Comer {
  /** `<department>.<consumer>` or `<department>.<source>.<producer>`. */
  readonly id: string;
  /** Whether Power BI's service reads for it. */
  readonly powerBi: boolean;
}

/** Everything wrong with the private networks of a company's environments, and who cannot get into them. */
export function privateNetworkIssues(company: Company): Issue[] {
  const all = company.environments.flatMap((environment) =>
    environment.network.kind === 'private' ? [{ environment, network: environment.network }] : [],
  );
  return [
    ...all.flatMap(({ environment, network }) => [
      ...formIssues(placeOf(environment), network),
      ...existingIssues(placeOf(environment), network),
      ...overlapIssues(placeOf(environment), network),
      ...reachIssues(placeOf(environment), network, comersOf(company)),
    ]),
    ...hubIssues(all),
  ];
}

function placeOf({ name }: Environment): string {
  return `environment ${name}`;
}

function formIssues(at: string, { existing, dns, dnsServers = [], peerings = [] }: PrivateNetwork): Issue[] {
  const names = peerings.map(({ name }) => name);
  return [
    ...(existing
      ? [
          ...nameIssues(at, 'network.existing.virtualNetworkId', existing.virtualNetworkId, VIRTUAL_NETWORK),
          ...nameIssues(at, 'network.existing.endpointSubnet', existing.endpointSubnet, SUBNET),
        ]
      : []),
    ...(dns && 'resourceGroupId' in dns
      ? nameIssues(at, 'network.dns.resourceGroupId', dns.resourceGroupId, RESOURCE_GROUP)
      : []),
    ...(dns && 'byOthers' in dns
      ? placed(at, reasonMistakes('network.dns.byOthers', dns.byOthers, 'say who writes the names'))
      : []),
    ...dnsServers.flatMap((server) => nameIssues(at, 'network.dnsServers', server, ADDRESS)),
    ...duplicateIssues(at, 'network.peerings', names),
    ...peerings.flatMap(({ name, virtualNetworkId, addressSpaces = [] }) => [
      ...nameIssues(at, `network.peerings.${name}`, name, PEERING),
      ...nameIssues(at, `network.peerings.${name}.virtualNetworkId`, virtualNetworkId, VIRTUAL_NETWORK),
      ...addressSpaces.flatMap((range) => rangeIssues(at, `network.peerings.${name}.addressSpaces`, range)),
    ]),
  ];
}

function rangeIssues(at: string, prop: string, text: string): Issue[] {
  const range = addressRange(text);
  if (typeof range !== 'string') return [];
  const allowed = 'the first address of an IPv4 range and its length, e.g. 10.0.0.0/16';
  return [{ code: 'LH0001', at, prop, got: `is "${text}", ${range}`, allowed, change: 'correct it' }];
}

/** A network that exists is its owner's: nothing about it is decided here, and nothing is known that is not said. */
function existingIssues(at: string, { existing, dns, ...network }: PrivateNetwork): Issue[] {
  if (existing === undefined) return [];
  const issue = (prop: string, got: string, allowed: string, change: string): Issue => ({
    code: 'LH5033',
    at,
    prop: `network.${prop}`,
    got,
    allowed,
    change,
  });
  const decided = (['peerings', 'dnsServers'] as const).filter((prop) => (network[prop] ?? []).length > 0);
  return [
    ...(dns === undefined
      ? [
          issue(
            'dns',
            'is missing, and the network exists',
            'the resource group of its private DNS zones, or who else writes the names',
            "add dns: { resourceGroupId: '…' } or { byOthers: '…' }",
          ),
        ]
      : []),
    ...decided.map((prop) =>
      issue(
        prop,
        'is decided for a network that exists',
        "nothing: they are its owner's; a way in over them is { kind: 'other', reason }",
        'leave it out',
      ),
    ),
  ];
}

interface NamedRange {
  readonly prop: string;
  /** What has it, in words. */
  readonly of: string;
  readonly text: string;
  readonly range: AddressRange;
}

function named(prop: string, of: string, text: string): NamedRange[] {
  const range = addressRange(text);
  return typeof range === 'string' ? [] : [{ prop, of, text, range }];
}

/** Networks that are peered have no address in common, and neither have two that one network is peered with. */
function overlapIssues(at: string, { addressSpace, peerings = [] }: PrivateNetwork): Issue[] {
  const own = named('network.addressSpace', 'the network', addressSpace);
  const others = peerings.map(({ name, addressSpaces = [] }) =>
    addressSpaces.flatMap((text) =>
      named(`network.peerings.${name}.addressSpaces`, `peering "${name}"`, text),
    ),
  );
  return others.flatMap((ranges, index) => {
    const earlier = [...own, ...others.slice(0, index).flat()];
    return ranges.flatMap((range) =>
      earlier
        .filter((other) => rangesOverlap(range.range, other.range))
        .map((other) => overlapping(at, range, other)),
    );
  });
}

function overlapping(at: string, { prop, text }: NamedRange, other: NamedRange): Issue {
  return {
    code: 'LH5032',
    at,
    prop,
    got: `has ${text}, which overlaps ${other.text} of ${other.of}`,
    allowed: 'ranges without an address in common: Azure refuses the peering',
    change: 'give one of them another range',
  };
}

/** Environments that are peered with one network must not overlap each other. */
function hubIssues(
  all: readonly { readonly environment: Environment; readonly network: PrivateNetwork }[],
): Issue[] {
  const hubsOf = ({ peerings = [] }: PrivateNetwork): Set<string> =>
    new Set(peerings.map(({ virtualNetworkId }: NetworkPeering) => virtualNetworkId.toLowerCase()));
  return all.flatMap(({ environment, network }, index) =>
    all.slice(0, index).flatMap((earlier) => {
      const shared = [...hubsOf(network)].some((hub) => hubsOf(earlier.network).has(hub));
      if (!shared) return [];
      const [mine] = named('network.addressSpace', '', network.addressSpace);
      const of = `${placeOf(earlier.environment)}, which is peered with the same network`;
      const [theirs] = named('network.addressSpace', of, earlier.network.addressSpace);
      return mine && theirs && rangesOverlap(mine.range, theirs.range)
        ? [overlapping(placeOf(environment), mine, theirs)]
        : [];
    }),
  );
}

/** Who reads gold, receives alerts or sends events, and so has to get into the network. */
function comersOf({ departments }: Company): Comer[] {
  return departments.flatMap(({ name: department, consumers, sources }) => [
    ...consumers
      .filter((consumer) => consumer.reads.length > 0 || consumer.kind === 'application')
      .map((consumer) => ({
        id: `${department}.${consumer.name}`,
        powerBi: consumer.kind === 'group' && consumer.powerBi !== undefined,
      })),
    ...sources.flatMap(({ name: source, delivery }) =>
      delivery.kind === 'stream'
        ? producersOf(delivery).map(({ name }) => ({ id: `${department}.${source}.${name}`, powerBi: false }))
        : [],
    ),
  ]);
}

function reachIssues(at: string, network: PrivateNetwork, comers: readonly Comer[]): Issue[] {
  const { reachedFrom = [], peerings = [] } = network;
  const without = comers.filter((comer) => !reachedFrom.some((way) => isFor(way, comer)));
  const unreached: Issue[] =
    without.length === 0
      ? []
      : [
          {
            code: 'LH5031',
            at,
            prop: 'network.reachedFrom',
            got: `has no way in for ${listed(without.map(({ id }) => id))}`,
            allowed:
              'a way for each: over a peering, from inside, over a data gateway for Power BI, or another in words',
            change:
              "add one, e.g. { kind: 'peering', for: 'everyone', peering: 'hub' } or { kind: 'other', for: 'everyone', reason: '…' }",
          },
        ];
  return [
    ...unreached,
    ...reachedFrom.flatMap((way, index) =>
      wayIssues(at, `network.reachedFrom[${index}]`, way, { comers, peerings }),
    ),
  ];
}

function isFor(way: ReachedFrom, { id, powerBi }: Comer): boolean {
  if (way.kind === 'data-gateway' && !powerBi) return false;
  return way.for === 'everyone' || way.for.includes(id);
}

function wayIssues(
  at: string,
  prop: string,
  way: ReachedFrom,
  { comers, peerings }: { readonly comers: readonly Comer[]; readonly peerings: readonly NetworkPeering[] },
): Issue[] {
  const able = comers.filter((comer) => way.kind !== 'data-gateway' || comer.powerBi).map(({ id }) => id);
  const unknown = way.for === 'everyone' ? [] : way.for.filter((id) => !able.includes(id));
  const issues = unknown.map((id): Issue => ({
    code: 'LH5034',
    at,
    prop: `${prop}.for`,
    got: `has "${id}", which is ${way.kind === 'data-gateway' ? 'no group with powerBi' : 'no consumer or producer'}${suggestion(id, able)}`,
    allowed: listed(able),
    change: 'correct it, or take it out',
  }));
  if (way.for !== 'everyone')
    issues.push(
      ...placed(
        at,
        emptyMistakes(`${prop}.for`, way.for, 'whom it is for', "name somebody, or say 'everyone'"),
      ),
    );
  if (way.kind !== 'peering')
    return [...issues, ...placed(at, reasonMistakes(`${prop}.reason`, way.reason, 'say how they come in'))];
  const names = peerings.map(({ name }) => name);
  if (names.includes(way.peering)) return issues;
  issues.push({
    code: 'LH5034',
    at,
    prop: `${prop}.peering`,
    got: `is "${way.peering}", which is no peering of this network${suggestion(way.peering, names)}`,
    allowed: listed(names),
    change: 'name one of its peerings, or add it',
  });
  return issues;
}
