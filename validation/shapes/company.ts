import * as z from 'zod';
import {
  type Company,
  type Consumer,
  type AzureDevOpsDelivery,
  type DeliveredEnvironment,
  type Delivery,
  type GitHubDelivery,
  type ServiceConnection,
  type ServiceConnections,
  type DataContract,
  type Department,
  type Environment,
  type Comparison,
  type Display,
  type PersonalAccess,
  type Question,
  type AlertRule,
  type Table,
  type ZoneRetention,
} from '../../model';
import { columnNames, elsewhere, flag, interval, number, type OfKind, reason, shapeOf, text } from './schema';
import { settings } from './settings';
import { inWords } from './words';

const connection = shapeOf<ServiceConnection>()({ name: text, issuer: text, subject: text });

const delivery = shapeOf<Delivery>()({
  environments: z
    .array(shapeOf<DeliveredEnvironment>()({ name: text, approval: flag.optional() }))
    .readonly(),
  branch: text.optional(),
  github: shapeOf<GitHubDelivery>()({ repository: text }).optional(),
  azureDevOps: shapeOf<AzureDevOpsDelivery>()({
    connections: z.record(
      z.string(),
      shapeOf<ServiceConnections>()({ deploy: connection, plan: connection }),
    ),
  }).optional(),
});

/** A company; its departments and environments are looked at by themselves. */
export const company = shapeOf<Company>()({
  name: text,
  code: text,
  departments: z.array(elsewhere<Department>()).readonly(),
  environments: inWords(z.array(elsewhere<Environment>()).min(1).readonly(), {
    allowed: 'a list of one or more environments',
  }),
  settings: settings.optional(),
  erasureDays: number.optional(),
  delivery: delivery.optional(),
});

/** A department; what it declares is looked at by itself. */
export const department = shapeOf<Department>()({
  name: text,
  description: text,
  hosting: z.enum(['shared', 'dedicated']),
  sources: z.array(elsewhere<DataContract>()).readonly(),
  tables: z.array(elsewhere<Table>()).readonly(),
  alerts: z.array(elsewhere<AlertRule>()).readonly(),
  consumers: z.array(elsewhere<Consumer>()).readonly(),
  questions: z.array(elsewhere<Question>()).readonly(),
  retention: shapeOf<ZoneRetention>()({
    landing: number,
    bronzeCool: number,
    quarantine: number,
    reason: reason.optional(),
  }),
  settings: settings.optional(),
});

const tables = z.array(elsewhere<Table>()).readonly();
const personal = z
  .array(shapeOf<PersonalAccess>()({ table: elsewhere<Table>(), columns: columnNames, reason }))
  .readonly();

/** Who reads what; the tables and alerts are looked at by themselves. */
export const consumer = z.discriminatedUnion('kind', [
  shapeOf<OfKind<Consumer, 'group'>>()({
    kind: z.literal('group'),
    name: text,
    reads: tables,
    personal,
    powerBi: z.enum(['Import', 'DirectQuery']).optional(),
    reason,
  }),
  shapeOf<OfKind<Consumer, 'application'>>()({
    kind: z.literal('application'),
    name: text,
    reads: tables,
    personal,
    receives: z.array(elsewhere<AlertRule>()).readonly(),
    federation: z.strictObject({ issuer: text, subject: text }).optional(),
    reason,
  }),
]);

/** What a department asks; the table that answers is looked at by itself. */
export const question = shapeOf<Question>()({
  name: text,
  asks: text,
  reads: elsewhere<Table>(),
  shows: inWords(
    z.discriminatedUnion('kind', [
      shapeOf<OfKind<Display, 'line'>>()({
        kind: z.literal('line'),
        x: text,
        y: text,
        series: text.optional(),
        unit: text,
      }),
      shapeOf<OfKind<Display, 'bars'>>()({
        kind: z.literal('bars'),
        category: text,
        value: text,
        unit: text,
      }),
      shapeOf<OfKind<Display, 'figure'>>()({ kind: z.literal('figure'), value: text, unit: text }),
    ]),
    { allowed: 'line(…), bars(…) or figure(…)' },
  ),
  compare: inWords(
    z.discriminatedUnion('kind', [
      shapeOf<OfKind<Comparison, 'before'>>()({ kind: z.literal('before'), interval }),
      shapeOf<OfKind<Comparison, 'target'>>()({ kind: z.literal('target'), value: z.number() }),
    ]),
    { allowed: 'before(…) or target(…)' },
  ).optional(),
  better: z.enum(['higher', 'lower']),
  headline: flag,
});
