import {
  alert,
  batchEndpoint,
  type Company,
  company,
  count,
  dataContract,
  type Department,
  department,
  type DepartmentSettings,
  type Hosting,
  hours,
  mapping,
  read,
  scoredTable,
  type Settings,
  silverTable,
  t,
} from '../../model';
import { DepartmentStack, PlatformStack } from '../../stacks';
import { dev } from './small-company';
import { synth, type Terraform, testApp } from './synth';

/** What the levels decide; each is left out where it decides nothing. */
export interface Decided {
  readonly company?: Settings;
  readonly environment?: Settings;
  readonly department?: DepartmentSettings;
  readonly here?: DepartmentSettings;
}

/** The two departments: `shops` lives in the platform's hosts, `labs` in its own. Each has a stream, a rule on it, a data flow and a model. */
export const HOSTING: Readonly<Record<'shops' | 'labs', Hosting>> = { shops: 'shared', labs: 'dedicated' };

/** One of the departments of {@link HOSTING}. */
export type Deciding = keyof typeof HOSTING;

function deciding(name: Deciding, settings?: DepartmentSettings): Department {
  const events = dataContract(`${name}-events`, {
    description: 'What happened',
    columns: { id: t.long().key(), kind: t.string(20), at: t.timestamp() },
    eventTime: 'at',
    delivery: { kind: 'stream', partitions: 2, retentionDays: 3, every: hours(1) },
    expectedRowsPerDay: 1000,
  });
  const clean = mapping(events, { name: `${name}_clean` });
  const features = silverTable(`${name}_features`, {
    description: 'How often each kind happened',
    flow: read(clean).aggregate(
      (row) => ({ kind: row.kind }),
      () => ({ events: count() }),
    ),
    key: ['kind'],
    write: 'overwrite',
  });
  const forecast = scoredTable(`${name}_forecast`, {
    description: 'How often each kind will happen',
    features,
    key: ['kind'],
    scores: { expected: t.long() },
    run: batchEndpoint(),
    fallback: (rows) => rows.derive((row) => ({ expected: row.events })).select('kind', 'expected'),
  });
  const rare = alert(`${name}-rare`, events, {
    description: 'What seldom happens',
    when: (event) => event.kind.equals('rare'),
    payload: ['id'],
  });
  return department(name, {
    description: 'Decides',
    hosting: HOSTING[name],
    sources: [events],
    tables: [clean, features, forecast],
    alerts: [rare],
    ...(settings && { settings }),
  });
}

/** A company that decides what is given; what departments decide is left out of a shared one where it is a host's. */
export function decidingCompany(decided: Decided, environment = dev): Company {
  const names = Object.keys(HOSTING) as Deciding[];
  const models = { shops_forecast: { endpoint: 'shops' }, labs_forecast: { endpoint: 'labs' } };
  const here = names.map((name) => [name, { settings: own(name, decided.here) }] as const);
  return company('Deciding', {
    code: 'dcd',
    departments: names.map((name) => deciding(name, own(name, decided.department))),
    environments: [
      {
        ...environment,
        models,
        settings: decided.environment,
        ...(decided.here && { departments: Object.fromEntries(here) }),
      },
    ],
    ...(decided.company && { settings: decided.company }),
  });
}

function own(name: Deciding, settings: DepartmentSettings | undefined): DepartmentSettings | undefined {
  if (HOSTING[name] === 'dedicated' || settings === undefined) return settings;
  const { eventHubs: _eventHubs, storage: _storage, keyVault: _keyVault, ...theirs } = settings;
  return theirs;
}

/** The Terraform of a company's platform and departments, in its first environment. */
export function terraformOf(decided: Company): Readonly<Record<'platform' | Deciding, Terraform>> {
  const environment = decided.environments[0]!;
  const app = testApp();
  const platform = new PlatformStack(app, `platform-${environment.name}`, { company: decided, environment });
  const stacks = decided.departments.map(
    (one) => new DepartmentStack(app, `${one.name}-${environment.name}`, { department: one, platform }),
  );
  const [shops, labs] = stacks;
  return { platform: synth(platform), shops: synth(shops!), labs: synth(labs!) };
}
