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
import {
  cases,
  choice,
  columnNames,
  elsewhere,
  finite,
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
  text,
} from './shape-of';
import { settings } from './settings';
import { inWords } from './words';

const connection = shapeOf<ServiceConnection>()({ name: text, issuer: text, subject: text });

const delivery = shapeOf<Delivery>()({
  environments: list(shapeOf<DeliveredEnvironment>()({ name: text, approval: flag.optional() })),
  branch: text.optional(),
  github: shapeOf<GitHubDelivery>()({ repository: text }).optional(),
  azureDevOps: shapeOf<AzureDevOpsDelivery>()({
    connections: record(shapeOf<ServiceConnections>()({ deploy: connection, plan: connection })),
  }).optional(),
});

/** A company; its departments and environments are looked at by themselves. */
export const company = shapeOf<Company>()({
  name: text,
  code: text,
  departments: list(elsewhere<Department>()),
  environments: inWords(list(elsewhere<Environment>(), 1), {
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
  hosting: choice(['shared', 'dedicated']),
  sources: list(elsewhere<DataContract>()),
  tables: list(elsewhere<Table>()),
  alerts: list(elsewhere<AlertRule>()),
  consumers: list(elsewhere<Consumer>()),
  questions: list(elsewhere<Question>()),
  retention: shapeOf<ZoneRetention>()({
    landing: number,
    bronzeCool: number,
    quarantine: number,
    reason: reason.optional(),
  }),
  settings: settings.optional(),
});

const tables = list(elsewhere<Table>());
const personal = list(shapeOf<PersonalAccess>()({ table: elsewhere<Table>(), columns: columnNames, reason }));

/** Who reads what; the tables and alerts are looked at by themselves. */
export const consumer = cases('kind', [
  shapeOf<OfKind<Consumer, 'group'>>()({
    kind: literal('group'),
    name: text,
    reads: tables,
    personal,
    powerBi: choice(['Import', 'DirectQuery']).optional(),
    reason,
  }),
  shapeOf<OfKind<Consumer, 'application'>>()({
    kind: literal('application'),
    name: text,
    reads: tables,
    personal,
    receives: list(elsewhere<AlertRule>()),
    federation: object({ issuer: text, subject: text }).optional(),
    reason,
  }),
]);

/** What a department asks; the table that answers is looked at by itself. */
export const question = shapeOf<Question>()({
  name: text,
  asks: text,
  reads: elsewhere<Table>(),
  shows: inWords(
    cases('kind', [
      shapeOf<OfKind<Display, 'line'>>()({
        kind: literal('line'),
        x: text,
        y: text,
        series: text.optional(),
        unit: text,
      }),
      shapeOf<OfKind<Display, 'bars'>>()({
        kind: literal('bars'),
        category: text,
        value: text,
        unit: text,
      }),
      shapeOf<OfKind<Display, 'figure'>>()({ kind: literal('figure'), value: text, unit: text }),
    ]),
    { allowed: 'line(…), bars(…) or figure(…)' },
  ),
  compare: inWords(
    cases('kind', [
      shapeOf<OfKind<Comparison, 'before'>>()({ kind: literal('before'), interval }),
      shapeOf<OfKind<Comparison, 'target'>>()({ kind: literal('target'), value: finite }),
    ]),
    { allowed: 'before(…) or target(…)' },
  ).optional(),
  better: choice(['higher', 'lower']),
  headline: flag,
});
