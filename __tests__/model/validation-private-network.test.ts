import { assert as check, constantFrom, integer, property, tuple } from 'fast-check';
import {
  describeIssue,
  addressRange,
  application,
  type Environment,
  group,
  type NetworkPeering,
  rangesOverlap,
  type PrivateNetwork,
  subnetAfter,
} from '../../model';
import { companyIssues } from '../../validation';
import { companyOf, everything, salesByItem, webShop } from '../constructs/lakehouse/shop';
import { prod } from '../support/small-company';

const HUB = id('vnet-hub');
const reason = 'they look at it';
const seller = webShop({
  ...everything,
  consumers: [
    group('analysts', { reads: [salesByItem], powerBi: 'Import', reason }),
    application('till', { reads: [salesByItem], reason }),
  ],
});

function id(name: string): string {
  return `/subscriptions/6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e20/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/${name}`;
}

function environment(network: Partial<PrivateNetwork>, change: Partial<Environment> = {}): Environment {
  const groups = { analysts: '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e01' };
  return {
    ...prod,
    groups,
    network: { kind: 'private', addressSpace: '10.40.0.0/16', ...network },
    ...change,
  };
}

/** What is wrong with a company that has these environments, line by line. */
function issuesOf(...environments: readonly Environment[]): string[] {
  return companyIssues({ ...companyOf(seller), environments }).map(describeIssue);
}

const everyone = [
  { kind: 'other', for: 'everyone', reason: 'a managed private endpoint of Fabric' },
] as const;

describe('a private environment', () => {
  test('whose consumers cannot reach it is refused, with each of them', () => {
    expect(issuesOf(environment({}))).toEqual([
      expect.stringMatching(
        /^LH5031 environment prod: "network\.reachedFrom" has no way in for web-shop\.analysts, web-shop\.till; allowed: a way for each: .*; add one, e\.g\. /,
      ),
    ]);
  });

  test.each<[string, Partial<PrivateNetwork>]>([
    [
      'over a peering',
      {
        peerings: [{ name: 'hub', virtualNetworkId: HUB }],
        reachedFrom: [{ kind: 'peering', for: 'everyone', peering: 'hub' }],
      },
    ],
    ['otherwise, for a reason', { reachedFrom: everyone }],
    [
      'over a data gateway, and from inside',
      {
        reachedFrom: [
          { kind: 'data-gateway', for: 'everyone', reason: 'the gateway in the hub' },
          { kind: 'inside', for: ['web-shop.till'], reason: 'runs in snet-tills' },
        ],
      },
    ],
  ])('is reached %s', (_, network) => {
    expect(issuesOf(environment(network))).toEqual([]);
  });

  test('is not reached by an application over a data gateway', () => {
    const [issue, ...others] = issuesOf(
      environment({
        reachedFrom: [{ kind: 'data-gateway', for: 'everyone', reason: 'the gateway in the hub' }],
      }),
    );
    expect(issue).toContain(
      'LH5031 environment prod: "network.reachedFrom" has no way in for web-shop.till;',
    );
    expect(others).toEqual([]);
  });

  test('says who is misspelt, and which peering is none', () => {
    expect(
      issuesOf(
        environment({
          peerings: [{ name: 'hub', virtualNetworkId: HUB }],
          reachedFrom: [
            ...everyone,
            { kind: 'peering', for: ['web-shop.tills'], peering: 'hup' },
            { kind: 'data-gateway', for: ['web-shop.till'], reason: 'none' },
          ],
        }),
      ),
    ).toEqual([
      'LH5034 environment prod: "network.reachedFrom[1].for" has "web-shop.tills", which is no consumer or producer (did you mean "web-shop.till"?); allowed: web-shop.analysts, web-shop.till; correct it, or take it out',
      'LH5034 environment prod: "network.reachedFrom[1].peering" is "hup", which is no peering of this network (did you mean "hub"?); allowed: hub; name one of its peerings, or add it',
      'LH5034 environment prod: "network.reachedFrom[2].for" has "web-shop.till", which is no group with powerBi; allowed: web-shop.analysts; correct it, or take it out',
    ]);
  });

  test("in an existing network says where names are, and nothing that is its owner's", () => {
    const existing = { virtualNetworkId: HUB, endpointSubnet: 'snet-endpoints' };
    expect(
      issuesOf(
        environment({
          existing,
          dnsServers: ['10.0.0.4'],
          peerings: [{ name: 'hub', virtualNetworkId: HUB }],
          reachedFrom: everyone,
        }),
      ).map((issue) => issue.slice(0, 62)),
    ).toEqual(
      [
        'LH5033 environment prod: "network.dns" is missing, and the netw',
        'LH5033 environment prod: "network.peerings" is decided for a ne',
        'LH5033 environment prod: "network.dnsServers" is decided for a ',
      ].map((issue) => issue.slice(0, 62)),
    );
    const dns = { byOthers: 'a policy' };
    expect(issuesOf(environment({ existing, dns, reachedFrom: everyone }))).toEqual([]);
  });

  test.each<[Partial<PrivateNetwork>, string]>([
    [
      { existing: { virtualNetworkId: 'vnet', endpointSubnet: 'snet' }, dns: { byOthers: 'a policy' } },
      'existing.virtualNetworkId',
    ],
    [{ dns: { resourceGroupId: 'rg-dns' } }, 'dns.resourceGroupId'],
    [{ dnsServers: ['dns.example.com'] }, 'dnsServers'],
    [{ peerings: [{ name: 'The hub', virtualNetworkId: HUB }] }, 'peerings.The hub'],
    [{ peerings: [{ name: 'hub', virtualNetworkId: 'hub' }] }, 'peerings.hub.virtualNetworkId'],
    [
      { peerings: [{ name: 'hub', virtualNetworkId: HUB, addressSpaces: ['10.0.0.1/16'] }] },
      'peerings.hub.addressSpaces',
    ],
  ])('has its forms: %j', (network, prop) => {
    expect(issuesOf(environment({ ...network, reachedFrom: everyone }))).toEqual([
      expect.stringContaining(`LH0001 environment prod: "network.${prop}" `),
    ]);
  });

  test('takes no property that there is not', () => {
    const network = { ...environment({}).network, peering: [] };
    expect(issuesOf({ ...environment({}), network })[0]).toContain('"network.peering"');
  });
});

describe('ranges of networks', () => {
  const text = (first: number, length: number): string =>
    `${[24, 16, 8, 0].map((bits) => Math.floor(first / 2 ** bits) % 256).join('.')}/${length}`;
  /** The range of a length that an address is in. */
  const around = (address: number, length: number): string => {
    const size = 2 ** (32 - length);
    return text(address - (address % size), length);
  };
  const own = tuple(integer({ min: 0, max: 2 ** 32 - 1 }), integer({ min: 16, max: 24 }));
  const lengths = integer({ min: 8, max: 32 });
  const peered = (name: string, ...addressSpaces: string[]): NetworkPeering => ({
    name,
    virtualNetworkId: id(name),
    addressSpaces,
  });
  const overlapsOf = (...environments: readonly Environment[]): string[] =>
    issuesOf(...environments).filter((issue) => issue.startsWith('LH5032'));

  test('that overlap are always found, between a network and what it is peered with', () => {
    check(
      property(own, lengths, integer({ min: 0, max: 2 ** 16 - 1 }), ([address, length], other, offset) => {
        const size = 2 ** (32 - length);
        const first = address - (address % size);
        const addressSpace = text(first, length);
        const peering = peered('hub', around(first + (offset % size), other));
        expect(
          overlapsOf(environment({ addressSpace, peerings: [peering], reachedFrom: everyone })),
        ).toHaveLength(1);
      }),
    );
  });

  test('that do not are fine, next to each other as well', () => {
    check(
      property(own, lengths, constantFrom(-1, 1), ([address, length], other, side) => {
        const size = 2 ** (32 - length);
        const first = address - (address % size);
        const beside = side < 0 ? first - 1 : first + size;
        if (beside < 0 || beside >= 2 ** 32 || other < length) return;
        const peering = peered('hub', around(beside, other));
        const network = { addressSpace: text(first, length), peerings: [peering], reachedFrom: everyone };
        expect(overlapsOf(environment(network))).toEqual([]);
      }),
    );
  });

  test('of two networks that one is peered with are found', () => {
    const peerings = [peered('hub', '10.0.0.0/16'), peered('office', '10.0.8.0/24')];
    expect(overlapsOf(environment({ peerings, reachedFrom: everyone }))).toEqual([
      'LH5032 environment prod: "network.peerings.office.addressSpaces" has 10.0.8.0/24, which overlaps 10.0.0.0/16 of peering "hub"; allowed: ranges without an address in common: Azure refuses the peering; give one of them another range',
    ]);
  });

  test('of two environments are found where they are peered with one network, in whatever case its id is', () => {
    const hub = (virtualNetworkId: string): Partial<PrivateNetwork> => ({
      peerings: [{ name: 'hub', virtualNetworkId }],
      reachedFrom: everyone,
    });
    const first = environment(hub(HUB));
    const second = (other: string) => environment(hub(other), { name: 'test' });
    expect(overlapsOf(first, second(HUB.toUpperCase()))).toEqual([
      expect.stringContaining(
        'LH5032 environment test: "network.addressSpace" has 10.40.0.0/16, which overlaps 10.40.0.0/16 of environment prod, which is peered with the same network',
      ),
    ]);
    expect(overlapsOf(first, second(id('vnet-other')))).toEqual([]);
  });
});

describe('address ranges', () => {
  const read = (text: string) => {
    const range = addressRange(text);
    if (typeof range === 'string') throw new Error(range);
    return range;
  };

  test.each([
    ['10.0.0.0/8', '10.255.255.0/24', true],
    ['10.0.0.0/24', '10.0.1.0/24', false],
    ['255.255.255.255/32', '0.0.0.0/0', true],
  ])('%s and %s', (one, other, expected) => {
    expect(rangesOverlap(read(one), read(other))).toBe(expected);
    expect(rangesOverlap(read(other), read(one))).toBe(expected);
  });

  test('have room after their first subnet, or not', () => {
    const at = (text: string, index?: number) =>
      subnetAfter(read(text), { taken: 26, wanted: 28, ...(index && { index }) });
    expect([at('10.20.0.0/16'), at('10.20.0.0/16', 1), at('10.20.0.0/26'), at('10.20.3.0/24', 11)]).toEqual([
      '10.20.0.64/28',
      '10.20.0.80/28',
      undefined,
      '10.20.3.240/28',
    ]);
  });
});
