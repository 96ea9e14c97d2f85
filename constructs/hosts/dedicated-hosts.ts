import { Construct } from 'constructs';
import { privateLinkTargets } from '../../compilers/internal';
import type { Department, DepartmentSettings } from '../../model';
import { classificationOf } from './classification';
import { DataFactory, type IDataFactory } from './data-factory';
import { DataLake } from './data-lake';
import type { IDepartmentIdentity } from './department-identity';
import { EventHubsNamespace, type IEventHubsNamespace } from './event-hubs-namespace';
import type { HostProps } from './host';
import { type IKeyVault, KeyVault } from './key-vault';
import type { IDataLake } from './lake-container';
import { lifecycleRules } from './lifecycle';
import { type ISynapseWorkspace, SynapseWorkspace } from './synapse-workspace';

/** The services that the layers of a department live in: the platform's, or a department's own. */
export interface Hosts {
  /** The storage account. */
  readonly lake: IDataLake;
  /** The Event Hubs namespace; a department's own is absent where it has no streams. */
  readonly eventHubs?: IEventHubsNamespace;
  /** The Synapse workspace. */
  readonly synapse: ISynapseWorkspace;
  /** The data factory. */
  readonly dataFactory: IDataFactory;
  /** The vault. */
  readonly keyVault: IKeyVault;
}

/** What a department's own hosts are made of: its own resource group, the platform's logs and network. */
export interface DedicatedHostsProps extends HostProps {
  /** Whose hosts they are. */
  readonly department: Department;
  /** Whom its pipelines act as; it stays in the platform, so that every owner can grant to it. */
  readonly identity: IDepartmentIdentity;
  /** What is decided about them. @default {@link DEFAULT_SETTINGS} */
  readonly settings?: DepartmentSettings;
}

/** The hosts of a department that shares none: the same constructs as the platform's, under the department's name. */
export class DedicatedHosts extends Construct implements Hosts {
  /** The storage account. */
  readonly lake: DataLake;
  /** The Event Hubs namespace; absent without streams, because it bills by the hour. */
  readonly eventHubs?: EventHubsNamespace;
  /** The Synapse workspace. */
  readonly synapse: SynapseWorkspace;
  /** The data factory. */
  readonly dataFactory: DataFactory;
  /** The vault. */
  readonly keyVault: KeyVault;

  /**
   * @param scope where they are made.
   * @param id their name below the scope.
   * @param props the department, its resource group and identity, the platform's logs and network.
   * @throws LakehouseError when a name is too long for its service, which storage accounts are first to say.
   */
  constructor(scope: Construct, id: string, props: DedicatedHostsProps) {
    super(scope, id);
    const { department, identity, resourceGroup, observability, network, settings = {} } = props;
    const { customerManagedKey } = props;
    const place = {
      resourceGroup,
      observability,
      network,
      ...(customerManagedKey && { customerManagedKey }),
    };
    const streams = department.sources.filter(({ delivery }) => delivery.kind === 'stream');
    this.keyVault = new KeyVault(this, 'KeyVault', { ...settings.keyVault, ...place });
    if (streams.length > 0) {
      this.eventHubs = new EventHubsNamespace(this, 'EventHubs', {
        ...settings.eventHubs,
        ...place,
        classification: classificationOf(streams),
      });
    }
    this.lake = new DataLake(this, 'Lake', {
      ...settings.storage,
      ...place,
      lifecycle: lifecycleRules(department),
      classification: classificationOf(department.sources),
    });
    this.synapse = new SynapseWorkspace(this, 'Synapse', { ...place, files: this.lake.workspaceFiles });
    this.dataFactory = new DataFactory(this, 'DataFactory', {
      ...place,
      lake: this.lake,
      synapse: this.synapse,
      sqlServers: privateLinkTargets(department.sources),
      integrationRuntime: settings.integrationRuntime,
      identities: { [department.name]: identity },
    });
  }
}
