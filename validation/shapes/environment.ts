import * as z from 'zod';
import {
  type Environment,
  FABRIC_SKUS,
  type Network,
  type PowerBiCapacity,
  type Principal,
  type StateStore,
} from '../../model';
import { flag, type OfKind, reason, shapeOf, text, texts } from './schema';
import { ofCompany, ofDepartmentHere } from './settings';
import { inWords } from './words';

const network = z.discriminatedUnion('kind', [
  shapeOf<OfKind<Network, 'private'>>()({ kind: z.literal('private'), addressSpace: text }),
  shapeOf<OfKind<Network, 'public'>>()({ kind: z.literal('public'), reason }),
]);

/** What each backend takes, its own rules say. */
const state = inWords(
  z.custom<StateStore>((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
  { allowed: "a backend of Terraform's, e.g. { kind: 'local' }" },
);

const model = z.union([z.strictObject({ endpoint: text }), z.strictObject({ fallback: text })]);

const powerBiCapacity = shapeOf<PowerBiCapacity>()({
  sku: z.enum(FABRIC_SKUS),
  administrators: texts,
  reason,
});

/** An environment, with all that is in it. */
export const environment = shapeOf<Environment>()({
  name: text,
  location: text,
  network,
  state,
  subscriptionId: text.optional(),
  tenantId: text,
  sqlAdministrators: shapeOf<Principal>()({ name: text, objectId: text }),
  groups: inWords(z.record(z.string(), text), { allowed: 'the object ids of groups by their names, or {}' }),
  models: z.record(z.string(), model).optional(),
  startDate: text,
  started: flag.optional(),
  settings: ofCompany.optional(),
  departments: z.record(z.string(), ofDepartmentHere).optional(),
  powerBiCapacity: powerBiCapacity.optional(),
  destroyable: z.strictObject({ reason }).optional(),
});
