import * as z from 'zod';
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
import { flag, interval, number, type OfKind, reason, shapeOf, text, texts } from './schema';
import { departmentHere, settings } from './settings';
import { isObject, isShallow } from './values';
import { inWords } from './words';

const peering = shapeOf<NetworkPeering>()({
  name: text,
  virtualNetworkId: text,
  addressSpaces: texts.optional(),
  useRemoteGateways: flag.optional(),
});

const reachedBy = z.union([z.literal('everyone'), texts]);

const reachedFrom = z.discriminatedUnion('kind', [
  shapeOf<OfKind<ReachedFrom, 'peering'>>()({ kind: z.literal('peering'), for: reachedBy, peering: text }),
  shapeOf<OfKind<ReachedFrom, 'inside'>>()({ kind: z.literal('inside'), for: reachedBy, reason }),
  shapeOf<OfKind<ReachedFrom, 'data-gateway'>>()({ kind: z.literal('data-gateway'), for: reachedBy, reason }),
  shapeOf<OfKind<ReachedFrom, 'other'>>()({ kind: z.literal('other'), for: reachedBy, reason }),
]);

const network = z.discriminatedUnion('kind', [
  shapeOf<OfKind<Network, 'private'>>()({
    kind: z.literal('private'),
    addressSpace: text,
    existing: shapeOf<ExistingVirtualNetwork>()({ virtualNetworkId: text, endpointSubnet: text }).optional(),
    dns: z.union([z.strictObject({ resourceGroupId: text }), z.strictObject({ byOthers: text })]).optional(),
    dnsServers: texts.optional(),
    peerings: z.array(peering).readonly().optional(),
    reachedFrom: z.array(reachedFrom).readonly().optional(),
  }),
  shapeOf<OfKind<Network, 'public'>>()({ kind: z.literal('public'), reason }),
]);

/** Any backend of the engine; the options of each are for its rule to know. */
const state = inWords(
  z.custom<StateStore>(
    (value) =>
      isObject(value) && isShallow(value, 3) && (value.kind === undefined || typeof value.kind === 'string'),
  ),
  { allowed: "{ kind: 'local' }, { kind: 'azurerm', storageAccountName, containerName } or another backend" },
);

const model = z.union([z.strictObject({ endpoint: text }), z.strictObject({ fallback: text })]);

const powerBiCapacity = shapeOf<PowerBiCapacity>()({
  sku: z.enum(FABRIC_SKUS),
  administrators: texts,
  reason,
});

const running = shapeOf<Running>()({
  from: text,
  since: inWords(z.record(z.string(), text).optional(), {
    allowed: "days by what was added later, e.g. { 'operations.refunds': '2027-03-01' }",
  }),
  acknowledged: inWords(texts, { allowed: 'a list of ids of manual steps, or []' }),
  paused: flag.optional(),
  maxFirstWindows: number.optional(),
  backlog: z.strictObject({ reason }).optional(),
});
/** Whom alerts go to; that somebody is named, a rule says. */
const notify = inWords(
  z.union([
    shapeOf<Receivers>()({
      email: texts.optional(),
      webhooks: z
        .array(shapeOf<Webhook>()({ name: text, url: text }))
        .readonly()
        .optional(),
    }),
    shapeOf<Nobody>()({ nobody: z.strictObject({ reason }) }),
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
    z
      .union([
        z.strictObject({ file: text }),
        z.strictObject({
          items: z.array(z.custom<RetailPrice>(isObject)).readonly(),
          source: text.optional(),
        }),
      ])
      .optional(),
    { allowed: "{ file: '…' }, or { items: [ … ] } as Azure's Retail Prices API gives them" },
  ),
  assumptions: z
    .record(z.string(), shapeOf<AssumedRange>()({ low: number, likely: number, high: number }))
    .optional(),
});

const requiredTag = inWords(
  z.custom<RequiredTag>(
    (value) =>
      value === 'any' ||
      (Array.isArray(value) && value.every((one) => typeof one === 'string')) ||
      (isObject(value) && Object.keys(value).join() === 'pattern' && typeof value.pattern === 'string'),
  ),
  { allowed: "'any', a list of values, or { pattern: '…' }" },
);

const landingZone = shapeOf<LandingZone>()({
  allowedRegions: texts.optional(),
  requiredTags: inWords(z.record(z.string(), requiredTag).optional(), {
    allowed: "what tags have to be, by their names: { 'cost-centre': 'any' }",
  }),
  namePatterns: inWords(z.record(z.string(), text).optional(), {
    allowed: "regular expressions by Terraform types: { azurerm_storage_account: 'st[a-z0-9]+' }",
  }),
  publicEndpoints: z.literal('forbidden').optional(),
  exemptions: z
    .array(shapeOf<LandingZoneExemption>()({ rule: z.enum(LANDING_ZONE_RULES), resource: text, reason }))
    .readonly()
    .optional(),
});

/** An environment, with all that is in it. */
export const environment = shapeOf<Environment>()({
  name: text,
  location: text,
  network,
  state,
  tenantId: text,
  sqlAdministrators: shapeOf<Principal>()({ name: text, objectId: text }),
  groups: inWords(z.record(z.string(), text), { allowed: 'the object ids of groups by their names, or {}' }),
  models: z.record(z.string(), model).optional(),
  notify: notify.optional(),
  budget: shapeOf<Budget>()({ monthlyAmount: number, from: text }).optional(),
  cost: cost.optional(),
  subscriptionId: text.optional(),
  azurerm: z.literal(AZURERM_MAJORS).optional(),
  running: running.optional(),
  cadence: shapeOf<Cadence>()({ atLeast: interval }).optional(),
  landing: shapeOf<Landing>()({ mode: z.enum(LANDING_MODES) }).optional(),
  settings: settings.optional(),
  departments: z.record(z.string(), departmentHere).optional(),
  smokeTest: flag.optional(),
  powerBiCapacity: powerBiCapacity.optional(),
  customerManagedKey: shapeOf<CustomerManagedKey>()({
    keyId: text,
    identityId: text.optional(),
    // Rules say why a service takes none.
    also: z
      .array(z.custom<KeyedService>((value) => typeof value === 'string'))
      .readonly()
      .optional(),
    keyVersion: text.optional(),
  }).optional(),
  landingZone: landingZone.optional(),
  allowedChanges: z
    .array(shapeOf<AllowedChange>()({ address: text, change: z.enum(GUARDED_CHANGES), reason }))
    .readonly()
    .optional(),
  destroyable: z.strictObject({ reason }).optional(),
  startDate: text.optional(),
});
