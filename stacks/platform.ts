import { Construct, type IConstruct } from 'constructs';
import type {
  Hosts,
  ICustomerManagedKey,
  IDepartmentIdentity,
  IEventHubsNamespace,
  INetwork,
  IObservability,
} from '../constructs/hosts';
import type { IMachineLearningDnsZones } from '../constructs/machine-learning';
import type { IActionGroup } from '../constructs/monitoring';
import { type Company, type Environment, LakehouseError, listed } from '../model';
import { validateOnce } from './validated';

/** What departments' stacks find: services that they share, made here by a `PlatformStack` or kept by somebody else. */
export interface IPlatform extends IConstruct, Hosts {
  /** The company. */
  readonly company: Company;
  /** One of its environments. */
  readonly environment: Environment;
  /** Takes logs and metrics. */
  readonly observability: IObservability;
  /** The private network; absent in a public environment. */
  readonly network?: INetwork;
  /** The private names of workspaces of models; absent in a public environment, and where no department has models. */
  readonly machineLearningDnsZones?: IMachineLearningDnsZones;
  /** Name of a script among the manual steps that runs SQL inside of the private network. @default none */
  readonly runInside?: string;
  /** The key that storage accounts encrypt with; needed where the environment asks for one. @default Microsoft's */
  readonly customerManagedKey?: ICustomerManagedKey;
  /** The Event Hubs namespace. */
  readonly eventHubs: IEventHubsNamespace;
  /** Whom the alert rules of departments tell. @default nobody: they have none */
  readonly actionGroup?: IActionGroup;
  /** The identities that pipelines act as, by department. */
  readonly identities: Readonly<Record<string, IDepartmentIdentity>>;
}

/** A platform that somebody else runs. */
export type ExistingPlatformProps = Omit<IPlatform, keyof IConstruct>;

/**
 * A platform that a central team runs: its services are there, and departments' stacks make their parts in them. Nothing is
 * made for it; each service comes from its own `fromExisting`.
 */
export class ExistingPlatform extends Construct implements IPlatform {
  /** The company. */
  readonly company: Company;
  /** One of its environments. */
  readonly environment: Environment;
  /** Takes logs and metrics. */
  readonly observability: IObservability;
  /** The private network; absent in a public environment. */
  readonly network?: INetwork;
  /** The private names of workspaces of models. */
  readonly machineLearningDnsZones?: IMachineLearningDnsZones;
  /** Name of a script among the manual steps that runs SQL inside of the private network. */
  readonly runInside?: string;
  /** The key that storage accounts encrypt with. */
  readonly customerManagedKey?: ICustomerManagedKey;
  /** The vault. */
  readonly keyVault: Hosts['keyVault'];
  /** The Event Hubs namespace. */
  readonly eventHubs: IEventHubsNamespace;
  /** Whom the alert rules of departments tell. */
  readonly actionGroup?: IActionGroup;
  /** The storage account. */
  readonly lake: Hosts['lake'];
  /** The Synapse workspace. */
  readonly synapse: Hosts['synapse'];
  /** The data factory. */
  readonly dataFactory: Hosts['dataFactory'];
  /** The identities that pipelines act as, by department. */
  readonly identities: Readonly<Record<string, IDepartmentIdentity>>;

  /**
   * @param scope the app.
   * @param id its name, e.g. `central-dev`.
   * @param props the company, the environment, and the services.
   * @throws LakehouseError with everything that is wrong with the company, or when a department has no identity.
   */
  constructor(scope: Construct, id: string, props: ExistingPlatformProps) {
    validateOnce(scope.node.root, props.company);
    super(scope, id);
    this.company = props.company;
    this.environment = props.environment;
    this.observability = props.observability;
    this.network = props.network;
    this.machineLearningDnsZones = props.machineLearningDnsZones;
    this.runInside = props.runInside;
    this.customerManagedKey = props.customerManagedKey;
    this.keyVault = props.keyVault;
    this.eventHubs = props.eventHubs;
    this.actionGroup = props.actionGroup;
    this.lake = props.lake;
    this.synapse = props.synapse;
    this.dataFactory = props.dataFactory;
    this.identities = props.identities;
    const without = props.company.departments.filter(({ name }) => props.identities[name] === undefined);
    if (without.length === 0) return;
    throw new LakehouseError(this.node.path, [
      {
        at: this.node.path,
        code: 'LH6013',
        prop: 'identities',
        got: `has none for ${listed(without.map(({ name }) => name))}`,
        allowed: 'an identity for each department of the company',
        change: 'add DepartmentIdentity.fromExisting(…) for each',
      },
    ]);
  }
}
