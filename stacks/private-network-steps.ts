// Loaded by its first use: nobody has steps in a network that is not private.
import { azProof, type ManualStep, type Proof } from '../compilers/internal';
import { type INetwork, type IResourceGroup, PRIVATE_DNS_ZONES } from '../constructs/hosts';
import { MACHINE_LEARNING_DNS_ZONES } from '../constructs/machine-learning';
import { type Company, type Environment, listed, type NetworkPeering, type ReachedFrom } from '../model';
import { type PrivatePlace, privatePlace } from './private-place';
import { runInsideFile, runInsideScript, SCRIPT_SUBNET } from './run-inside';

/** What the manual steps of a private network refer to. */
interface PrivatePlatform {
  /** Name of the stack, which begins the names of files. */
  readonly stack: string;
  readonly company: Company;
  readonly environment: Environment;
  readonly resourceGroup: IResourceGroup;
  readonly network: INetwork;
  /** Whether departments have models, which have names of their own. */
  readonly models: boolean;
}

/** Where Azure's own DNS answers, for private zones linked to the network that asks. Source: "What is IP address 168.63.129.16?". */
const AZURE_DNS = '168.63.129.16';

/** What people do once, so that a private network is reached, its names are known, and scripts have a place to run in. */
export function privateNetworkSteps(platform: PrivatePlatform): ManualStep[] {
  const place = privatePlace(platform.environment, platform.network, platform.resourceGroup);
  if (place === undefined) return [];
  return [
    ...(place.decided.peerings ?? []).map((peering) => peeringStep(platform, place, peering)),
    ...nameSteps(platform, place),
    ...waysIn(place.decided.reachedFrom ?? []),
    scriptStep(platform, place),
    ...gatewayStep(platform, place),
  ];
}

function sh(...lines: readonly string[]): string {
  return ['', '', '```sh', ...lines, '```'].join('\n');
}

/** A peering is two: the other network's side is its owner's. */
function peeringStep({ stack }: PrivatePlatform, place: PrivatePlace, peering: NetworkPeering): ManualStep {
  const { name, virtualNetworkId, useRemoteGateways } = peering;
  const [, , subscription, , group, , , , network] = virtualNetworkId.split('/');
  const again = useRemoteGateways
    ? ` Azure refuses this side's peering over remote gateways until the other side is there: where the first deployment stopped at it, deploy \`${stack}\` again afterwards.`
    : '';
  return {
    title: `Peering with ${name}, from its side`,
    byHand: 'the other network belongs to somebody else, and pipelines have no right in it',
    acknowledgedAs: `peering-${name}`,
    proof: [
      azProof(
        `the peering with ${name} is connected, which takes both sides`,
        ['network', 'vnet', 'peering', 'list', ...place.options.split(' ')],
        `length([?remoteVirtualNetwork.id=='${virtualNetworkId}' && peeringState=='Connected'])`,
        { atLeast: 1 },
      ),
    ],
    steps: [
      `Make the other half of the peering, as Network Contributor on \`${network}\`; whoever deploys \`${stack}\` needs that role there as well.${again}${sh(
        `az network vnet peering create --subscription ${subscription} --resource-group ${group} --vnet-name ${network} --name ${place.name} \\`,
        `  --remote-vnet ${place.id} --allow-vnet-access --allow-forwarded-traffic${useRemoteGateways ? ' --allow-gateway-transit' : ''}`,
      )}`,
    ],
  };
}

function zonesOf({ models }: PrivatePlatform): string[] {
  return [...Object.values(PRIVATE_DNS_ZONES), ...(models ? Object.values(MACHINE_LEARNING_DNS_ZONES) : [])];
}

/** Links of zones to a network; a network has one zone of a name. */
function links(zones: readonly string[], zoneOptions: string, link: string, network: string): string {
  return sh(
    `for zone in ${zones.join(' ')}; do`,
    `  az network private-dns link vnet create ${zoneOptions} --zone-name "$zone" --name ${link} --virtual-network ${network} --registration-enabled false`,
    'done',
  );
}

/** Shows that each zone is linked to a network of a name. */
function linkProofs(zones: readonly string[], zoneOptions: string, network: string): Proof[] {
  return zones.map((zone) =>
    azProof(
      `${zone} is linked to ${network}`,
      ['network', 'private-dns', 'link', 'vnet', 'list', ...zoneOptions.split(' '), '--zone-name', zone],
      `length([?ends_with(virtualNetwork.id, '/${network}')])`,
      { atLeast: 1 },
    ),
  );
}

function nameSteps(platform: PrivatePlatform, place: PrivatePlace): ManualStep[] {
  const zones = zonesOf(platform);
  const { dns, dnsServers = [], peerings = [] } = place.decided;
  const { name: group, subscriptionId } = platform.resourceGroup;
  const inGroup = (subscription: string | undefined, name: string | undefined): string =>
    `${subscription === undefined ? '' : `--subscription ${subscription} `}--resource-group ${name}`;
  if (dns && 'byOthers' in dns) {
    return [
      {
        title: `Names in the private network ${place.name}`,
        byHand: 'machines there ask servers of their own for names, which Terraform does not reach',
        acknowledgedAs: 'dns-by-others',
        proof: { none: 'the zones are kept elsewhere' },
        steps: [
          `See that the private endpoints have their names in ${listed(zones)}: written by ${dns.byOthers}.`,
        ],
      },
    ];
  }
  const [, , subscription, , zoneGroup] = dns?.resourceGroupId.split('/') ?? [];
  const zoneOptions = dns ? inGroup(subscription, zoneGroup) : inGroup(subscriptionId, group);
  const linked: ManualStep[] = dns
    ? [
        {
          title: `Names in the private network ${place.name}`,
          byHand: 'machines there ask servers of their own for names, which Terraform does not reach',
          acknowledgedAs: 'dns-links',
          proof: linkProofs(zones, zoneOptions, place.name),
          steps: [
            `Link the private DNS zones in \`${zoneGroup}\` to the network, those that are not: without, the names lead to public addresses, which answer nobody.${links(zones, zoneOptions, place.name, place.id)}`,
          ],
        },
      ]
    : [];
  const servers: ManualStep[] =
    dnsServers.length === 0
      ? []
      : [
          {
            title: `Names at the DNS servers of ${place.name}`,
            byHand: 'these servers belong to somebody else, and pipelines have no right on them',
            acknowledgedAs: 'dns-forwarding',
            proof: { none: 'what those servers answer is asked from where they are' },
            steps: [
              `Let ${listed(dnsServers)} forward ${listed(zones.map(publicName))} to \`${AZURE_DNS}\`: the public names, without "privatelink".`,
              `Link the zones to the network that these servers are in, because Azure answers by the network that asks.${links(zones, zoneOptions, 'dns-servers', "'<id of their network>'")}`,
            ],
          },
        ];
  const beyond: ManualStep[] =
    dns || peerings.length === 0
      ? []
      : [
          {
            title: 'Names beyond the peerings',
            byHand:
              'servers beyond the peerings belong to somebody else, and pipelines have no right on them',
            proof: peerings.flatMap(({ virtualNetworkId }) =>
              linkProofs(zones, zoneOptions, virtualNetworkId.split('/').at(-1) ?? ''),
            ),
            steps: peerings.map(
              ({ name, virtualNetworkId }) =>
                `Whoever comes in over \`${name}\` has to get private addresses as well. Link the zones there, unless it has zones of these names, or forwards them:${links(zones, zoneOptions, name, virtualNetworkId)}`,
            ),
          },
        ];
  return [...linked, ...servers, ...beyond];
}

/** The name that clients ask for, which the private one takes the place of. Source: "Azure Private Endpoint private DNS zone values". */
function publicName(zone: string): string {
  return zone.replace(/^privatelink\./, '');
}

const KINDS: Readonly<Record<ReachedFrom['kind'], string>> = {
  peering: 'over the peering',
  inside: 'from inside of the network',
  'data-gateway': 'over a data gateway',
  other: 'otherwise',
};

/** Who comes in from where, as the environment says it; and the ports that firewalls on the way have to let through. */
function waysIn(ways: readonly ReachedFrom[]): ManualStep[] {
  if (ways.length === 0) return [];
  return [
    {
      title: 'Ways into the private network',
      byHand: 'who comes in from where is decided by people, for networks that are theirs',
      proof: { none: 'firewalls on the way belong to others' },
      steps: [
        ...ways.map((way) => {
          const everyone = ways.length === 1 ? 'Everyone' : 'Everyone else';
          const whom = way.for === 'everyone' ? everyone : listed([...way.for]);
          const how = way.kind === 'peering' ? `\`${way.peering}\`` : `(${way.reason})`;
          return `${whom} comes in ${KINDS[way.kind]} ${how}.`;
        }),
        'Firewalls on the way let through TCP 1433 for SQL, 443 and 1443 for Synapse Studio, 5671 and 5672 (AMQP) or 9093 (Kafka) for Event Hubs, and 443 for everything else.',
      ],
    },
  ];
}

/** The cheapest machine inside: one that lives for the length of a script. */
function scriptStep({ stack, environment, resourceGroup }: PrivatePlatform, place: PrivatePlace): ManualStep {
  const file = runInsideFile(stack);
  const { name, subscriptionId, location } = resourceGroup;
  const inSubscription = subscriptionId === undefined ? '' : `--subscription ${subscriptionId} `;
  return {
    title: 'A place in the private network for scripts',
    byHand: 'it is needed for steps by hand alone, and bills while it is there',
    proof: [
      azProof(
        'the subnet is there, and lent to containers',
        [
          ...['network', 'vnet', 'subnet', 'show', ...place.options.split(' ')],
          ...['--name', place.subnetName(SCRIPT_SUBNET)],
        ],
        'delegations[0].serviceName',
        { equals: 'Microsoft.ContainerInstance/containerGroups' },
      ),
    ],
    steps: [
      `Make a subnet for containers, which costs nothing. It is not needed where there is a machine that reaches the network: scripts run there as well. Delete it before the network is destroyed.${sh(
        `az provider register ${inSubscription}--namespace Microsoft.ContainerInstance --wait`,
        `az network vnet subnet create ${place.options} --name ${place.subnetName(SCRIPT_SUBNET)} --address-prefixes ${quoted(place.freeRange(0))} --delegations Microsoft.ContainerInstance/containerGroups`,
      )}`,
      `\`bash ${file}\`, beside this file, then runs a script inside, as whoever is logged in to \`az\`: in a container that is billed by the second and deleted afterwards. The steps below say with what.`,
    ],
    files: {
      [file]: runInsideScript({
        environment: environment.name,
        place,
        groupOptions: `${inSubscription}--resource-group ${name}`,
        location,
      }),
    },
  };
}

function quoted(range: string): string {
  return range.startsWith('<') ? `'${range}'` : range;
}

/** Power BI's service is outside of every network. */
function gatewayStep({ company }: PrivatePlatform, place: PrivatePlace): ManualStep[] {
  const readers = company.departments.flatMap(({ consumers }) =>
    consumers.filter((consumer) => consumer.kind === 'group' && consumer.powerBi !== undefined),
  );
  if (readers.length === 0) return [];
  return [
    {
      title: "A data gateway for Power BI's service",
      byHand: 'it is installed on a machine, and registered by whoever is logged in to Power BI',
      proof: { none: 'gateways of Power BI are no resources of Azure' },
      steps: [
        'Only for reports that are published: Power BI Desktop comes in as its user does. Either install the on-premises data gateway on a Windows machine that reaches the network; or, where there is a Fabric or Premium capacity, make a subnet for a virtual network data gateway, then the gateway under "Virtual network data gateways" in Power BI:' +
          sh(
            'az provider register --namespace Microsoft.PowerPlatform --wait',
            `az network vnet subnet create ${place.options} --name ${place.subnetName('gateway')} --address-prefixes ${quoted(place.freeRange(1))} --delegations Microsoft.PowerPlatform/vnetaccesslinks`,
          ),
        `Add the SQL endpoint to the gateway as a data source, with OAuth2 and single sign-on for DirectQuery, and choose it in the settings of each semantic model of ${listed(readers.map(({ name }) => name))}.`,
      ],
    },
  ];
}
