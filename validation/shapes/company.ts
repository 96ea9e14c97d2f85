import * as z from 'zod';
import {
  type Company,
  type Consumer,
  type DataContract,
  type Department,
  type Environment,
  type PersonalAccess,
  type AlertRule,
  type Table,
  type ZoneRetention,
} from '../../model';
import { columnNames, elsewhere, number, type OfKind, reason, shapeOf, text } from './schema';
import { settings } from './settings';
import { inWords } from './words';

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
