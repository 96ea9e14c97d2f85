import { type Company, type Department, type Environment } from '../model';
import { amountText, doubtText, synthesizedFacts } from './box-facts';
import { type Fact, type Host, type Lane } from './picture';
import { type PlatformFacts } from './platform-facts';

/** Id of the lane of what departments share. */
export const PLATFORM_LANE = 'platform';

/** The services that departments live in, by the path of their construct. */
const SERVICES: readonly (readonly [path: string, title: string])[] = [
  ['EventHubs', 'Event Hubs'],
  ['Lake', 'Data lake'],
  ['DataFactory', 'Data Factory'],
  ['Synapse', 'Synapse serverless'],
  ['KeyVault', 'Key vault'],
  ['Observability', 'Logs'],
  ['Network', 'Network'],
];

/** What is decided for a picture. */
export interface Pictured {
  /** The company. */
  readonly company: Company;
  /** One of its environments. */
  readonly environment: Environment;
  /** What a synthesis of the environment knows. @default the definitions alone */
  readonly facts?: PlatformFacts;
}

/** The lane of what departments share. */
export function platformLane(pictured: Pictured): Lane {
  const { company, environment, facts } = pictured;
  const shared = company.departments.filter(({ hosting }) => hosting === 'shared').length;
  const isPrivate = environment.network.kind === 'private';
  const own = SERVICES.filter(([path]) => path !== 'Network' || isPrivate);
  const total = facts && Object.values(facts.byDepartment).map((amount) => ({ amount }));
  return {
    id: PLATFORM_LANE,
    title: 'Platform',
    colour: 0,
    notes: [
      `shared by ${shared} of ${company.departments.length} departments`,
      ...(total
        ? [
            `everything: ${amountText(total)} ${facts.currency} a month${doubtText(Object.values(facts.doubts ?? {}).flat())}`,
          ]
        : []),
    ],
    hosts: hostsIn(pictured, PLATFORM_LANE, '', own),
  };
}

/** The lane of a department: its own services where it has some. */
export function departmentLane(pictured: Pictured, department: Department): Lane {
  const { facts } = pictured;
  const { name, hosting } = department;
  const cost = facts?.byDepartment[name];
  const services = SERVICES.filter(([path]) => path !== 'Network' && path !== 'Observability').filter(
    ([path]) => path !== 'EventHubs' || department.sources.some(({ delivery }) => delivery.kind === 'stream'),
  );
  return {
    id: name,
    title: name,
    colour: 1 + pictured.company.departments.indexOf(department),
    notes: [
      hosting === 'dedicated' ? 'services of its own' : 'in shared services',
      ...(cost === undefined
        ? []
        : [
            `${amountText([{ amount: cost }])} ${facts?.currency ?? ''} a month${doubtText(facts?.doubts?.[name] ?? [])}`,
          ]),
    ],
    hosts: hosting === 'dedicated' ? hostsIn(pictured, name, 'Hosts/', services) : [],
  };
}

/** How an environment is reached. */
export function networkText({ network, location, name }: Environment): string {
  if (network.kind === 'public') return `${name} · ${location} · public endpoints: ${network.reason}`;
  const ways = [...new Set((network.reachedFrom ?? []).map(({ kind }) => kind))].join(', ');
  return `${name} · ${location} · private network${ways === '' ? '' : `, reached by ${ways}`}`;
}

function hostsIn(
  { environment, facts }: Pictured,
  department: string,
  prefix: string,
  services: typeof SERVICES,
): Host[] {
  const isPrivate = environment.network.kind === 'private';
  return services.map(([path, title]) => {
    const known = synthesizedFacts(facts, department, (resource) =>
      resource.path.startsWith(`${prefix}${path}/`),
    );
    const alerts = facts?.alerts.filter(({ sentBy = '' }) => TYPES[path]?.includes(sentBy)) ?? [];
    const network: Fact = {
      label: 'network',
      value: isPrivate ? 'private endpoints only' : 'public endpoints',
    };
    return {
      title,
      // A network has no endpoint of its own, and logs come in over public ones.
      private: isPrivate && path !== 'Network' && path !== 'Observability',
      facts: [
        { label: 'owner', value: prefix === '' ? 'the platform' : department },
        ...(path === 'Network' || path === 'Observability' ? [] : [network]),
        ...known,
        ...alerts.map(({ rule, condition }) => ({ label: 'alert', value: `${rule}: ${condition}` })),
      ],
    };
  });
}

/** The types of resources whose alerts are a service's. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  DataFactory: ['azurerm_data_factory'],
  KeyVault: ['azurerm_key_vault'],
  EventHubs: ['azurerm_eventhub_namespace'],
};
