import { DataFactory as AzurermDataFactory } from '@cdktf/provider-azurerm/lib/data-factory';
import { DataFactoryCredentialUserManagedIdentity } from '@cdktf/provider-azurerm/lib/data-factory-credential-user-managed-identity';
import type { DataFactoryIntegrationRuntimeAzure } from '@cdktf/provider-azurerm/lib/data-factory-integration-runtime-azure';
import type { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import { Construct } from 'constructs';
import { DEFAULT_SETTINGS, type IntegrationRuntimeSettings } from '../../model';
import {
  type InSubscription,
  nameAt,
  placeIn,
  protect,
  resourceIdOf,
  settingIssues,
  suppressions,
  throwAt,
} from '../core';
import { factoryKey } from './customer-managed-key';
import { DIAGNOSTICS } from './diagnostics';
import { dataFlowRuntime, isDecided } from './data-flow-runtime';
import type { IDepartmentIdentity } from './department-identity';
import { ExistingFactory, type ExistingFactoryProps } from './existing-factory';
import { type HostProps, networkOf } from './host';
import type { IDataLake } from './lake-container';
import { managedEndpoint, type EndpointTarget, type ManagedEndpoint } from './managed-endpoint';
import type { ISynapseWorkspace } from './synapse-workspace';

/** What applies when nobody decides otherwise. */
export const DATA_FACTORY_DEFAULTS = Object.freeze({
  ...DEFAULT_SETTINGS.integrationRuntime,
  /** Name of the integration runtime inside the managed network. */
  managedRuntime: 'managed-network',
  /** Name of the integration runtime of data flows without a managed network. */
  publicRuntime: 'data-flows',
});

/** What a data factory does not keep of Checkov's policies, and why. */
export const DATA_FACTORY_SUPPRESSIONS = suppressions('azurerm_data_factory', {
  everywhere: {
    CKV_AZURE_103: "a Git repository on the factory and Terraform would overwrite each other's pipelines",
    CKV2_AZURE_15: 'it keeps definitions and no rows, and takes a key of the customer while it is empty only',
  },
  publicly: { CKV_AZURE_104: 'only identities are let in' },
});

/** What is decided about a data factory. */
export interface DataFactoryProps extends HostProps {
  /** Reached from the managed network, in a private environment. @default no private endpoint to it is made */
  readonly lake?: IDataLake;
  /** Reached from the managed network, in a private environment. @default no private endpoint to it is made */
  readonly synapse?: ISynapseWorkspace;
  /**
   * Resource ids of Azure SQL servers that sources are extracted from, reached from the managed network in a private
   * environment. @default no private endpoint to one is made
   */
  readonly sqlServers?: readonly string[];
  /** The identities that its pipelines act as, by department. */
  readonly identities: Readonly<Record<string, IDepartmentIdentity>>;
  /**
   * What data flows run on. @default {@link DATA_FACTORY_DEFAULTS}; in a public environment where nothing is decided, the
   * runtime that every factory has, which costs nothing to have and takes the same
   */
  readonly integrationRuntime?: IntegrationRuntimeSettings;
}

/** A data factory, made here or not: pipelines and what they need are made in it. */
export interface IDataFactory extends InSubscription {
  /** Its name. */
  readonly name: string;
  /** Its resource id. */
  readonly id: string;
  /** Object id of its own identity. */
  readonly identityPrincipalId: string;
  /** The runtime inside its managed network. @default Azure's own is used */
  readonly integrationRuntimeName?: string;
  /** The runtime that data flows run on. @default {@link integrationRuntimeName} */
  readonly dataFlowRuntimeName?: string;
  /** The private endpoints of its managed network that this app makes with it. */
  readonly managedEndpoints: readonly ManagedEndpoint[];
  /** Whether it is given the identities that pipelines act as, with their credentials, here; those of an existing one are its owner's to give. */
  readonly managesCredentials: boolean;
}

/**
 * The data factory that departments' pipelines run in.
 *
 * It has no private endpoint of its own: that is for the commands of self-hosted runtimes only, and there are none ("Azure Private Link for Azure
 * Data Factory"). Pipelines reach what they read and write by endpoints of the factory's managed network.
 */
export class DataFactory extends Construct implements IDataFactory {
  /**
   * A data factory that exists. Linked services, datasets, data flows, pipelines and triggers are made in it, under names
   * that begin with the department's; the factory itself is not touched. It has to have the identities that pipelines act
   * as, with a credential for each.
   *
   * @param scope the stack, or the app, that refers to it.
   * @param id its name below the scope.
   * @param props its resource id, and its runtime where it has a managed network.
   * @throws LakehouseError when an id is none of its kind.
   */
  static fromExisting(scope: Construct, id: string, props: ExistingFactoryProps): IDataFactory {
    return new ExistingFactory(scope, id, props);
  }

  /** Its name. */
  readonly name: string;
  /** The subscription it is in. @default that of the stack which uses it */
  readonly subscriptionId?: string;
  /** Its resource id, a token. */
  readonly id: string;
  /** Object id of its own identity, a token. */
  readonly identityPrincipalId: string;
  /** Its credentials are made here. */
  readonly managesCredentials = true;
  /** The factory. */
  readonly resource: AzurermDataFactory;
  /** What linked services name a department's identity by, by department. */
  readonly credentials: Readonly<Record<string, DataFactoryCredentialUserManagedIdentity>>;
  /** The runtime of data flows: inside the managed network, in a private environment; else only where one was decided on. */
  readonly integrationRuntime?: DataFactoryIntegrationRuntimeAzure;
  /** The name of {@link integrationRuntime} in a private environment, where connections have to go through it as well. */
  readonly integrationRuntimeName?: string;
  /** The name of {@link integrationRuntime}; without one, data flows run on Azure's own. */
  readonly dataFlowRuntimeName?: string;
  /** The private endpoints of the managed network; none in a public environment. */
  readonly managedEndpoints: readonly ManagedEndpoint[];
  /** Its diagnostics. */
  readonly diagnostics: MonitorDiagnosticSetting;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the place, the logs, the network, what it reaches, whom it acts as, and what data flows run on.
   * @throws LakehouseError when the integration runtime is none that Azure has.
   */
  constructor(scope: Construct, id: string, props: DataFactoryProps) {
    super(scope, id);
    const { resourceGroup, observability, identities, lake, synapse } = props;
    throwAt(this, settingIssues('integrationRuntime', props.integrationRuntime ?? {}, 'integrationRuntime.'));
    const { placement } = resourceGroup;
    const network = networkOf(this, props);
    const actors = Object.values(identities);
    placeIn(this, resourceGroup);
    this.subscriptionId = resourceGroup.subscriptionId;
    this.name = nameAt(placement, 'dataFactory');
    this.resource = new AzurermDataFactory(this, 'Resource', {
      name: this.name,
      location: resourceGroup.location,
      resourceGroupName: resourceGroup.nameToken,
      ...factoryKey(
        this,
        props,
        actors.map((actor) => actor.id),
      ),
      managedVirtualNetworkEnabled: network !== undefined,
      publicNetworkEnabled: network === undefined,
      lifecycle: protect(placement.environment),
    });
    this.id = this.resource.id;
    this.identityPrincipalId = this.resource.identity.principalId;
    this.credentials = Object.fromEntries(actors.map((actor) => [actor.department, this.credential(actor)]));
    if (network !== undefined) this.integrationRuntimeName = DATA_FACTORY_DEFAULTS.managedRuntime;
    if (network !== undefined || isDecided(props.integrationRuntime)) {
      this.dataFlowRuntimeName = this.integrationRuntimeName ?? DATA_FACTORY_DEFAULTS.publicRuntime;
      this.integrationRuntime = dataFlowRuntime(this, 'IntegrationRuntime', {
        name: this.dataFlowRuntimeName,
        factory: this,
        location: resourceGroup.location,
        settings: props.integrationRuntime,
      });
    }
    this.managedEndpoints =
      network === undefined
        ? []
        : [
            ...this.managedEndpoint('LakeDfs', 'lake-dfs', lake, 'dfs'),
            ...this.managedEndpoint('LakeBlob', 'lake-blob', lake, 'blob'),
            ...this.managedEndpoint('SynapseServerless', 'synapse-serverless', synapse, 'SqlOnDemand'),
            ...this.sqlServerEndpoints(props.sqlServers ?? []),
          ];
    this.diagnostics = observability.diagnose(this, 'Diagnostics', this.id, DIAGNOSTICS.dataFactory);
  }

  private credential({
    department,
    credentialName,
    id,
  }: IDepartmentIdentity): DataFactoryCredentialUserManagedIdentity {
    return new DataFactoryCredentialUserManagedIdentity(this, `Credential-${department}`, {
      name: credentialName,
      dataFactoryId: this.id,
      identityId: id,
      description: `what pipelines of ${department} act as`,
    });
  }

  private sqlServerEndpoints(ids: readonly string[]): ManagedEndpoint[] {
    return ids.flatMap((id) => {
      const server = resourceIdOf(this, 'sqlServers', id, 'Microsoft.Sql/servers');
      return this.managedEndpoint(`SqlServer-${server.name}`, `sql-${server.name}`, server, 'sqlServer');
    });
  }

  private managedEndpoint(
    id: string,
    name: string,
    target: EndpointTarget | undefined,
    subresource: 'dfs' | 'blob' | 'SqlOnDemand' | 'sqlServer',
  ): ManagedEndpoint[] {
    if (target === undefined) return [];
    return [managedEndpoint(this, `${id}ManagedEndpoint`, { factory: this, name, target, subresource })];
  }
}
