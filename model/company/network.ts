/** How the platform's services are reached. There is no default for the open choice: it takes a reason. */
export type Network = PrivateNetwork | PublicNetwork;

/** Public endpoints that let in identities only, never keys. */
export interface PublicNetwork {
  readonly kind: 'public';
  /** Why the private network does not do. */
  readonly reason: string;
}

/** A virtual network, private endpoints and private DNS; public access off. Endpoints bill by the hour. */
export interface PrivateNetwork {
  readonly kind: 'private';
  /** Its IPv4 range, /16 to /24: what a network is made with, or what an existing one has. */
  readonly addressSpace: string;
  /** A network that exists: private endpoints are made in it, and nothing else. @default one is made */
  readonly existing?: ExistingVirtualNetwork;
  /** Where the private DNS zones are. @default they are made and linked; an existing network has to say */
  readonly dns?: PrivateDns;
  /** Addresses of the DNS servers of a network that is made. @default Azure's own */
  readonly dnsServers?: readonly string[];
  /** Networks that a network that is made is peered with, each from this side. @default none */
  readonly peerings?: readonly NetworkPeering[];
  /** How consumers and producers come in; each of them needs a way. @default nobody comes from outside */
  readonly reachedFrom?: readonly ReachedFrom[];
}

/** A virtual network that exists. */
export interface ExistingVirtualNetwork {
  /** Its resource id. */
  readonly virtualNetworkId: string;
  /** The name of its subnet that private endpoints take their addresses from. */
  readonly endpointSubnet: string;
}

/** Where the private DNS zones are that lead to private endpoints, or who else sees to the names. */
export type PrivateDns =
  /** All in one resource group, under their usual names. */
  | { readonly resourceGroupId: string }
  /** Nowhere: something else writes the names, in words; usually a policy of the company. */
  | { readonly byOthers: string };

/** A network that this one is peered with, such as the hub of the company. */
export interface NetworkPeering {
  /** Name of the peering, unique in the network; lower-case letters, digits and dashes. */
  readonly name: string;
  /** Resource id of the other virtual network. */
  readonly virtualNetworkId: string;
  /** IPv4 ranges of the other network, so that an overlap is found before Azure refuses it. @default not looked at */
  readonly addressSpaces?: readonly string[];
  /** Comes in over the VPN or ExpressRoute gateway of the other network. @default false */
  readonly useRemoteGateways?: boolean;
}

/**
 * Whom a way into the network is for: everybody that no other way names, or some, as `<department>.<consumer>` and
 * `<department>.<source>.<producer>`.
 */
export type ReachedBy = 'everyone' | readonly string[];

/** A way into a private network for those who come from outside of it. */
export type ReachedFrom =
  /** Over a peering: from the other network, or what comes in over its gateway. */
  | { readonly kind: 'peering'; readonly for: ReachedBy; readonly peering: string }
  /** Nowhere else: it runs in a subnet of this network. */
  | { readonly kind: 'inside'; readonly for: ReachedBy; readonly reason: string }
  /** Power BI's service, over a data gateway that is in this network or reaches it. */
  | { readonly kind: 'data-gateway'; readonly for: ReachedBy; readonly reason: string }
  /** By anything else, in words, e.g. managed private endpoints of Fabric, or a peering that the network's owner made. */
  | { readonly kind: 'other'; readonly for: ReachedBy; readonly reason: string };
