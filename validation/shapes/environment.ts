import {
  type AllowedChange,
  type AssumedRange,
  AZURERM_MAJORS,
  type Budget,
  type CostSettings,
  type CustomerManagedKey,
  type KeyedService,
  type Cadence,
  type Landing,
  LANDING_MODES,
  type Environment,
  type ExistingVirtualNetwork,
  FABRIC_SKUS,
  GUARDED_CHANGES,
  LANDING_ZONE_RULES,
  type LandingZone,
  type LandingZoneExemption,
  type RequiredTag,
  type Network,
  type Nobody,
  type NetworkPeering,
  type PowerBiCapacity,
  type Principal,
  type ReachedFrom,
  type Running,
  type Receivers,
  type RetailPrice,
  type StateStore,
  type Webhook,
} from '../../model';
import {
  cases,
  choice,
  flag,
  interval,
  list,
  literal,
  number,
  object,
  type OfKind,
  reason,
  record,
  shapeOf,
  tested,
  text,
  texts,
  union,
} from './shape-of';
import { departmentHere, settings } from './settings';
import { isObject, isShallow } from './values';
import { inWords } from './words';

const peering = shapeOf<NetworkPeering>()({
  name: text,
  virtualNetworkId: text,
  addressSpaces: texts.optional(),
  useRemoteGateways: flag.optional(),
});

const reachedBy = union([literal('everyone'), texts]);

const reachedFrom = cases('kind', [
  shapeOf<OfKind<ReachedFrom, 'peering'>>()({ kind: literal('peering'), for: reachedBy, peering: text }),
  shapeOf<OfKind<ReachedFrom, 'inside'>>()({ kind: literal('inside'), for: reachedBy, reason }),
  shapeOf<OfKind<ReachedFrom, 'data-gateway'>>()({ kind: literal('data-gateway'), for: reachedBy, reason }),
  shapeOf<OfKind<ReachedFrom, 'other'>>()({ kind: literal('other'), for: reachedBy, reason }),
]);

const network = cases('kind', [
  shapeOf<OfKind<Network, 'private'>>()({
    kind: literal('private'),
    addressSpace: text,
    existing: shapeOf<ExistingVirtualNetwork>()({ virtualNetworkId: text, endpointSubnet: text }).optional(),
    dns: union([object({ resourceGroupId: text }), object({ byOthers: text })]).optional(),
    dnsServers: texts.optional(),
    peerings: list(peering).optional(),
    reachedFrom: list(reachedFrom).optional(),
  }),
  shapeOf<OfKind<Network, 'public'>>()({ kind: literal('public'), reason }),
]);

/** Any backend of the engine; the options of each are for its rule to know. */
const state = inWords(
  tested<StateStore>(
    (value) =>
      isObject(value) && isShallow(value, 3) && (value.kind === undefined || typeof value.kind === 'string'),
  ),
  { allowed: "{ kind: 'local' }, { kind: 'azurerm', storageAccountName, containerName } or another backend" },
);

const model = union([object({ endpoint: text }), object({ fallback: text })]);

const powerBiCapacity = shapeOf<PowerBiCapacity>()({
  sku: choice(FABRIC_SKUS),
  administrators: texts,
  reason,
});

const running = shapeOf<Running>()({
  from: text,
  since: inWords(record(text).optional(), {
    allowed: "days by what was added later, e.g. { 'operations.refunds': '2027-03-01' }",
  }),
  acknowledged: inWords(texts, { allowed: 'a list of ids of manual steps, or []' }),
  paused: flag.optional(),
  maxFirstWindows: number.optional(),
  backlog: object({ reason }).optional(),
});
/** Whom alerts go to; that somebody is named, a rule says. */
const notify = inWords(
  union([
    shapeOf<Receivers>()({
      email: texts.optional(),
      webhooks: list(shapeOf<Webhook>()({ name: text, url: text })).optional(),
    }),
    shapeOf<Nobody>()({ nobody: object({ reason }) }),
  ]),
  {
    allowed: "{ email: ['…'], webhooks: [{ name, url }] }, or { nobody: { reason } }",
    code: 'LH5020',
    change: 'name who hears of a failure, or say why nobody has to',
  },
);

/** How a bill is computed; what an item of prices has, their reader tells. */
const cost = shapeOf<CostSettings>()({
  monthlyLimit: number.optional(),
  prices: inWords(
    union([
      object({ file: text }),
      object({
        items: list(tested<RetailPrice>(isObject)),
        source: text.optional(),
      }),
    ]).optional(),
    { allowed: "{ file: '…' }, or { items: [ … ] } as Azure's Retail Prices API gives them" },
  ),
  assumptions: record(shapeOf<AssumedRange>()({ low: number, likely: number, high: number })).optional(),
});

const requiredTag = inWords(
  tested<RequiredTag>(
    (value) =>
      value === 'any' ||
      (Array.isArray(value) && value.every((one) => typeof one === 'string')) ||
      (isObject(value) && Object.keys(value).join() === 'pattern' && typeof value.pattern === 'string'),
  ),
  { allowed: "'any', a list of values, or { pattern: '…' }" },
);

const landingZone = shapeOf<LandingZone>()({
  allowedRegions: texts.optional(),
  requiredTags: inWords(record(requiredTag).optional(), {
    allowed: "what tags have to be, by their names: { 'cost-centre': 'any' }",
  }),
  namePatterns: inWords(record(text).optional(), {
    allowed: "regular expressions by Terraform types: { azurerm_storage_account: 'st[a-z0-9]+' }",
  }),
  publicEndpoints: literal('forbidden').optional(),
  exemptions: list(
    shapeOf<LandingZoneExemption>()({ rule: choice(LANDING_ZONE_RULES), resource: text, reason }),
  ).optional(),
});

/** An environment, with all that is in it. */
export const environment = shapeOf<Environment>()({
  name: text,
  location: text,
  network,
  state,
  tenantId: text,
  sqlAdministrators: shapeOf<Principal>()({ name: text, objectId: text }),
  groups: inWords(record(text), { allowed: 'the object ids of groups by their names, or {}' }),
  models: record(model).optional(),
  notify: notify.optional(),
  budget: shapeOf<Budget>()({ monthlyAmount: number, from: text }).optional(),
  cost: cost.optional(),
  subscriptionId: text.optional(),
  azurerm: literal(...AZURERM_MAJORS).optional(),
  running: running.optional(),
  cadence: shapeOf<Cadence>()({ atLeast: interval }).optional(),
  landing: shapeOf<Landing>()({ mode: choice(LANDING_MODES) }).optional(),
  settings: settings.optional(),
  departments: record(departmentHere).optional(),
  smokeTest: flag.optional(),
  powerBiCapacity: powerBiCapacity.optional(),
  customerManagedKey: shapeOf<CustomerManagedKey>()({
    keyId: text,
    identityId: text.optional(),
    // Rules say why a service takes none.
    also: list(tested<KeyedService>((value) => typeof value === 'string')).optional(),
    keyVersion: text.optional(),
  }).optional(),
  landingZone: landingZone.optional(),
  allowedChanges: list(
    shapeOf<AllowedChange>()({ address: text, change: choice(GUARDED_CHANGES), reason }),
  ).optional(),
  destroyable: object({ reason }).optional(),
  startDate: text.optional(),
});
