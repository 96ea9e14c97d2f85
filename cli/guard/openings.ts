import { type Attributes, type ResourceChange, type StackPlan } from './plan';

/** Attributes that let in from everywhere, or with keys, where they are true. */
const OPEN_WHERE_TRUE: Readonly<Record<string, string>> = {
  allow_nested_items_to_be_public: 'lets anybody read files without a name',
  local_authentication_enabled: 'lets in with keys',
  local_user_enabled: 'lets in with passwords',
  public_network_access_enabled: 'is reached from the internet',
  public_network_enabled: 'is reached from the internet',
  shared_access_key_enabled: 'lets in with keys',
  sftp_enabled: 'lets in over SFTP',
  trusted_service_access_enabled: 'lets in services of Azure that it did not let in',
};

/** Attributes that keep in, where they are true. */
const CLOSED_WHERE_TRUE: Readonly<Record<string, string>> = {
  azuread_authentication_only: 'lets in with passwords',
  data_exfiltration_protection_enabled: 'may send data anywhere',
  https_traffic_only_enabled: 'is reached without encryption',
  local_authentication_disabled: 'lets in with keys',
};

/** Blocks of firewall rules. */
const FIREWALLS = ['network_rules', 'network_acls', 'network_rulesets'];
const TLS = ['min_tls_version', 'minimum_tls_version'];

/** Where a change happens. */
interface Place {
  /** Whether services here have private addresses only. */
  readonly isPrivate: boolean;
  /** The plan. */
  readonly plan: StackPlan;
}

/**
 * How a change lets in from more places, or in other ways than by identity; none where it does not.
 *
 * What is made is as open as it was defined. So of a new resource only what contradicts a private environment is listed, and rules that are
 * added to a service that is there already.
 */
export function openings(change: ResourceChange, place: Place): string[] {
  const { type, action, before, after } = change;
  if (after === undefined) return [];
  if (type === 'azurerm_synapse_firewall_rule') return firewallRule(change, place.plan);
  if (type === 'azurerm_network_security_rule') return securityRule(change, place.plan);
  const isNew = action === 'create';
  const relevant = (name: string): boolean =>
    !isNew || (place.isPrivate && name.startsWith('public_network'));
  return [
    ...Object.entries(OPEN_WHERE_TRUE)
      .filter(([name]) => relevant(name) && after[name] === true && before?.[name] !== true)
      .map(([name, what]) => `${what} (${name})`),
    ...(isNew ? [] : tighterBefore(before ?? {}, after)),
  ];
}

function tighterBefore(before: Attributes, after: Attributes): string[] {
  const weaker = TLS.filter((name) => {
    const [had, has] = [before[name], after[name]];
    return typeof had === 'string' && typeof has === 'string' && has < had;
  });
  return [
    ...Object.entries(CLOSED_WHERE_TRUE)
      .filter(([name]) => before[name] === true && after[name] === false)
      .map(([name, what]) => `${what} (${name})`),
    ...weaker.map((name) => `takes an older TLS (${name})`),
    ...FIREWALLS.flatMap((name) => firewall(name, before[name], after[name])),
  ];
}

function firewall(name: string, before: unknown, after: unknown): string[] {
  const [had, has] = [blockOf(before), blockOf(after)];
  if (had === undefined) return [];
  // A firewall that is taken away lets in everybody.
  if (has === undefined) return [`has no firewall any more (${name})`];
  const added = addresses(has).filter((one) => !addresses(had).includes(one));
  return [
    ...(had.default_action === 'Deny' && has.default_action === 'Allow'
      ? [`is reached from everywhere (${name}.default_action)`]
      : []),
    ...(added.length > 0 ? [`is reached from ${added.join(', ')} (${name})`] : []),
  ];
}

/** A rule that opens a service which is there: of one that is made in the same plan, its definition says how open it is. */
function firewallRule({ before, after, action }: ResourceChange, { changes }: StackPlan): string[] {
  const isWithService =
    action === 'create' &&
    changes.some((other) => other.type === 'azurerm_synapse_workspace' && other.action === 'create');
  if (isWithService || after === undefined) return [];
  const [from, to] = [String(after.start_ip_address), String(after.end_ip_address)];
  const isNarrower =
    before !== undefined &&
    number(from) >= number(String(before.start_ip_address)) &&
    number(to) <= number(String(before.end_ip_address));
  return isNarrower ? [] : [`is reached from ${from} to ${to}`];
}

function securityRule({ before, after, action }: ResourceChange, { changes }: StackPlan): string[] {
  const isWithGroup =
    action === 'create' &&
    changes.some((other) => other.type === 'azurerm_network_security_group' && other.action === 'create');
  if (isWithGroup || after?.access !== 'Allow' || after.direction !== 'Inbound') return [];
  const same = ['access', 'direction', ...SOURCES, ...TARGETS].every(
    (name) => JSON.stringify(before?.[name]) === JSON.stringify(after[name]),
  );
  if (same) return [];
  const from = SOURCES.flatMap((name) => listOf(after[name])).join(', ');
  const ports = listOf(after.destination_port_range).concat(listOf(after.destination_port_ranges)).join(', ');
  return [`lets in ${from || 'somebody'} at ${ports || 'some ports'}`];
}

const SOURCES = ['source_address_prefix', 'source_address_prefixes', 'source_application_security_group_ids'];
const TARGETS = [
  'destination_address_prefix',
  'destination_address_prefixes',
  'destination_port_range',
  'destination_port_ranges',
  'protocol',
];

function blockOf(value: unknown): Attributes | undefined {
  const found: unknown = Array.isArray(value) ? value[0] : value;
  return typeof found === 'object' && found !== null ? (found as Attributes) : undefined;
}

/** Addresses and subnets that a firewall lets in, however its type names them. */
function addresses(block: Attributes): string[] {
  return Object.entries(block)
    .filter(([name]) => /^ip_rules?$|virtual_network|private_link/.test(name))
    .flatMap(([, value]) => listOf(value));
}

function listOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(listOf);
  if (typeof value === 'object' && value !== null) return [JSON.stringify(value)];
  return typeof value === 'string' && value !== '' ? [value] : [];
}

/** An IPv4 address as a number; of anything else, one that is in no range. */
function number(address: string): number {
  return address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
}
