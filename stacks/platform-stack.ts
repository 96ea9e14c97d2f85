import type { Construct } from 'constructs';
import { privateLinkTargets } from '../compilers/internal';
import {
  classificationOf,
  CustomerManagedKey,
  DataFactory,
  DataLake,
  DepartmentIdentity,
  EventHubsNamespace,
  FabricCapacity,
  type INetwork,
  KeyVault,
  lifecycleRules,
  Observability,
  ResourceGroup,
  SynapseWorkspace,
} from '../constructs/hosts';
import type { IMachineLearningDnsZones } from '../constructs/machine-learning';
import { type IActionGroup, Monitoring } from '../constructs/monitoring';
import {
  type Company,
  type Environment,
  isNotified,
  LakehouseError,
  listed,
  scoreOf,
  settingsOf,
} from '../model';
import { validateOnce } from './validated';
import { LakehouseStack } from './lakehouse-stack';
import type { IPlatform } from './platform';
import { modelZonesFor, networkFor } from './private-place';
import { runInsideFile } from './run-inside';
import { platformManualSteps } from './platform-manual-steps';

/** What a platform is made for. */
export interface PlatformStackProps {
  /** The company; all of it is checked. */
  readonly company: Company;
  /** One of its environments. */
  readonly environment: Environment;
}

/** The services that departments share, and the identity of each, also of those with hosts of their own. */
export class PlatformStack extends LakehouseStack implements IPlatform {
  /** The resource group of everything here. */
  readonly resourceGroup: ResourceGroup;
  /** Logs and metrics. */
  readonly observability: Observability;
  /** The private network; absent in a public environment. */
  readonly network?: INetwork;
  /** The private names of workspaces; absent in a public environment, and where no department has models. */
  readonly machineLearningDnsZones?: IMachineLearningDnsZones;
  /** Name of the script among its manual steps that runs SQL inside of the private network; absent in a public environment. */
  readonly runInside?: string;
  /** What lets storage accounts encrypt with the environment's key; absent where it names none. */
  readonly customerManagedKey?: CustomerManagedKey;
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
  /** The alert rules; absent where the environment tells nobody. */
  readonly monitoring?: Monitoring;
  /** Whom they tell. */
  readonly actionGroup?: IActionGroup;
  /** The capacity that Power BI runs in, where the environment asks for one. */
  readonly powerBiCapacity?: FabricCapacity;

  /**
   * @param scope the app.
   * @param id its name, e.g. `platform-dev`.
   * @param props the company and the environment.
   * @throws LakehouseError with everything that is wrong with the company, or when the environment is none of its own.
   */
  constructor(scope: Construct, id: string, props: PlatformStackProps) {
    validateOnce(scope.node.root, props.company);
    refuseOthers(id, props);
    super(scope, id, props);
    const { company, environment } = props;
    const settings = settingsOf(company, environment);
    const resourceGroup = new ResourceGroup(this, 'ResourceGroup', this.placement);
    const observability = new Observability(this, 'Observability', { resourceGroup, ...settings.logs });
    const network = networkFor(this, environment, resourceGroup);
    if (network) this.runInside = runInsideFile(id);
    const place = { resourceGroup, observability, network };
    const shared = company.departments.filter(({ hosting }) => hosting === 'shared');
    const sources = shared.flatMap((department) => department.sources);
    const streams = sources.filter(({ delivery }) => delivery.kind === 'stream');

    this.resourceGroup = resourceGroup;
    this.observability = observability;
    this.network = network;
    if (network && company.departments.some(({ tables }) => tables.some((table) => scoreOf(table)))) {
      this.machineLearningDnsZones = modelZonesFor(this, environment, { resourceGroup, network });
    }
    this.keyVault = new KeyVault(this, 'KeyVault', {
      ...place,
      softDeleteDays: settings.keyVault.softDeleteDays,
    });
    this.eventHubs = new EventHubsNamespace(this, 'EventHubs', {
      ...place,
      ...settings.eventHubs,
      classification: classificationOf(streams),
    });
    if (environment.customerManagedKey) {
      const key = { ...environment.customerManagedKey, resourceGroup };
      this.customerManagedKey = new CustomerManagedKey(this, 'CustomerManagedKey', key);
    }
    const { customerManagedKey } = this;
    const encrypted = { ...place, ...(customerManagedKey && { customerManagedKey }) };
    this.lake = new DataLake(this, 'Lake', {
      ...encrypted,
      ...settings.storage,
      lifecycle: shared.flatMap(lifecycleRules),
      classification: classificationOf(sources),
    });
    this.synapse = new SynapseWorkspace(this, 'Synapse', { ...encrypted, files: this.lake.workspaceFiles });
    this.identities = Object.fromEntries(
      company.departments.map(({ name: department }) => [
        department,
        new DepartmentIdentity(this, `Identity-${department}`, {
          resourceGroup,
          department,
          naming: settingsOf(company, environment, department).naming,
        }),
      ]),
    );
    this.dataFactory = new DataFactory(this, 'DataFactory', {
      ...encrypted,
      lake: this.lake,
      synapse: this.synapse,
      sqlServers: privateLinkTargets(sources),
      integrationRuntime: settings.integrationRuntime,
      identities: Object.fromEntries(
        Object.entries(this.identities).filter(([name]) =>
          shared.some((department) => department.name === name),
        ),
      ),
    });
    if (isNotified(environment.notify)) {
      const { eventHubs } = this;
      this.monitoring = new Monitoring(this, 'Monitoring', {
        resourceGroup,
        observability,
        company,
        environment,
        eventHubs,
      });
      this.actionGroup = this.monitoring.actionGroup;
    }
    if (environment.powerBiCapacity) {
      const capacity = environment.powerBiCapacity;
      this.powerBiCapacity = new FabricCapacity(this, 'PowerBiCapacity', { resourceGroup, capacity });
    }
    this.manualSteps.push(...platformManualSteps(this));
  }
}

/** By itself, not by its name: a copy would not have been checked. */
function refuseOthers(at: string, { company, environment }: PlatformStackProps): void {
  if (company.environments.includes(environment)) return;
  const known = company.environments.map(({ name }) => name);
  const isCopy = known.includes(environment?.name);
  throw new LakehouseError(at, [
    {
      code: 'LH6007',
      at,
      prop: 'environment',
      got: isCopy ? `is another "${environment.name}" than the company's` : `is "${environment?.name}"`,
      allowed: `an environment of ${company.name}: ${listed(known)}`,
      change: isCopy ? "pass the company's own" : 'add it to the company',
    },
  ]);
}
