import type { Construct } from 'constructs';
import {
  DataFactory,
  DataLake,
  DepartmentIdentity,
  EventHubsNamespace,
  KeyVault,
  lifecycleRules,
  Network,
  Observability,
  ResourceGroup,
  SynapseWorkspace,
} from '../constructs/hosts';
import { PrivateModelNames } from '../constructs/machine-learning';
import {
  type Classification,
  type Company,
  type DataContract,
  type Environment,
  scoreOf,
  validateCompany,
} from '../model';
import { LakehouseStack } from './lakehouse-stack';
import { platformHandOver } from './platform-hand-over';

/** What a platform is made for. */
export interface PlatformStackProps {
  /** The company; all of it is checked. */
  readonly company: Company;
  /** One of its environments. */
  readonly environment: Environment;
}

/** The services that all departments share, and the identity of each. */
export class PlatformStack extends LakehouseStack {
  /** The resource group of everything here. */
  readonly resourceGroup: ResourceGroup;
  /** Logs and metrics. */
  readonly observability: Observability;
  /** The private network; absent in a public environment. */
  readonly network?: Network;
  /** The private names of workspaces; absent in a public environment, and where no department has models. */
  readonly modelNames?: PrivateModelNames;
  /** The vault. */
  readonly keyVault: KeyVault;
  /** The Event Hubs namespace. */
  readonly eventHubs: EventHubsNamespace;
  /** The storage account. */
  readonly lake: DataLake;
  /** The Synapse workspace. */
  readonly synapse: SynapseWorkspace;
  /** The data factory. */
  readonly dataFactory: DataFactory;
  /** The identities that pipelines act as, by department. */
  readonly identities: Readonly<Record<string, DepartmentIdentity>>;

  /**
   * @param scope the app.
   * @param id its name, e.g. `platform-dev`.
   * @param props the company and the environment.
   * @throws LakehouseError with everything that is wrong with the company.
   */
  constructor(scope: Construct, id: string, props: PlatformStackProps) {
    validateCompany(props.company);
    super(scope, id, props);
    const { company, environment } = props;
    const resourceGroup = new ResourceGroup(this, 'ResourceGroup', this.placement);
    const observability = new Observability(this, 'Observability', { resourceGroup });
    const network =
      environment.network.kind === 'private' ? new Network(this, 'Network', { resourceGroup }) : undefined;
    const place = { resourceGroup, observability, network };
    const sources = company.departments.flatMap((department) => department.sources);
    const streams = sources.filter(({ delivery }) => delivery.kind === 'stream');

    this.resourceGroup = resourceGroup;
    this.observability = observability;
    this.network = network;
    if (network && company.departments.some(({ tables }) => tables.some((table) => scoreOf(table)))) {
      this.modelNames = new PrivateModelNames(this, 'ModelNames', { resourceGroup, network });
    }
    this.keyVault = new KeyVault(this, 'KeyVault', place);
    this.eventHubs = new EventHubsNamespace(this, 'EventHubs', {
      ...place,
      classification: classificationOf(streams),
    });
    this.lake = new DataLake(this, 'Lake', {
      ...place,
      lifecycle: company.departments.flatMap(lifecycleRules),
      classification: classificationOf(sources),
    });
    this.synapse = new SynapseWorkspace(this, 'Synapse', { ...place, lake: this.lake });
    this.identities = Object.fromEntries(
      company.departments.map(({ name: department }) => [
        department,
        new DepartmentIdentity(this, `Identity-${department}`, { resourceGroup, department }),
      ]),
    );
    this.dataFactory = new DataFactory(this, 'DataFactory', {
      ...place,
      lake: this.lake,
      synapse: this.synapse,
      identities: this.identities,
    });
    this.handOver.push(...platformHandOver(this));
  }
}

/** The most confidential classification among the columns of contracts; nothing without contracts. */
function classificationOf(contracts: readonly DataContract[]): Classification | undefined {
  const found = new Set(
    contracts.flatMap(({ columns }) => Object.values(columns).map(({ classification }) => classification)),
  );
  return (['personal', 'internal', 'public'] as const).find((classification) => found.has(classification));
}
