import type { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import type { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { StorageManagementPolicy } from '@cdktf/provider-azurerm/lib/storage-management-policy';
import { Construct } from 'constructs';
import { type Classification, type Form, formMistakes, type StorageSettings } from '../../model';
import { classificationTag, nameAt, type Placement, placeIn, protect, resourceIdOf, throwAt } from '../core';
import { encryptedWith } from './customer-managed-key';
import { type HostProps, networkOf } from './host';
import type { IDataLake, ILakeContainer } from './lake-container';
import type { LifecycleRule } from './lifecycle';
import { lifecycleIssues, policyRules } from './management-policy';
import { checkStorage, securedStorageAccount, STORAGE_DEFAULTS } from './storage-account';

/** The parts of a lake that have private endpoints. */
export type LakeEndpoint = 'dfs' | 'blob';

/** What applies when nobody decides otherwise. */
export const DATA_LAKE_DEFAULTS = Object.freeze({
  ...STORAGE_DEFAULTS,
  /** The container of the Synapse workspace. */
  synapseContainer: 'synapse',
});

/** What is decided about a lake. */
export interface DataLakeProps extends HostProps, StorageSettings {
  /** What happens to files as they grow old; an account has one policy, so all departments' rules are here. @default none */
  readonly lifecycle?: readonly LifecycleRule[];
  /** The most confidential data in it. @default not said */
  readonly classification?: Classification;
}

/** A storage account that exists. */
export interface ExistingDataLakeProps {
  /** Its resource id. The account has to have a hierarchical namespace. */
  readonly id: string;
  /** Where it answers as a lake. @default `https://<name>.dfs.core.windows.net` */
  readonly dfsEndpoint?: string;
}

/** The storage account that every zone lives in: Data Lake Storage Gen2, reached by identities only. */
export class DataLake extends Construct implements IDataLake {
  /**
   * A storage account that exists, with a hierarchical namespace. Containers and grants are made in it; its own settings, its
   * management policy and its diagnostics are its owner's and are not touched.
   *
   * @param scope the stack, or the app, that refers to it.
   * @param id its name below the scope.
   * @param props its resource id.
   * @throws LakehouseError when the id is none of a storage account, or the endpoint no address.
   */
  static fromExisting(scope: Construct, id: string, props: ExistingDataLakeProps): IDataLake {
    const at = new Construct(scope, id);
    const known = resourceIdOf(at, 'id', props.id, 'Microsoft.Storage/storageAccounts');
    const { dfsEndpoint = dfsEndpointOf(known.name) } = props;
    throwAt(at, formMistakes('dfsEndpoint', dfsEndpoint, ENDPOINT));
    return { ...known, dfsEndpoint, managesLifecycle: false };
  }

  /** Its name. */
  readonly name: string;
  /** The name of its resource group. */
  readonly resourceGroupName: string;
  /** The subscription it is in. @default that of the stack which uses it */
  readonly subscriptionId?: string;
  /** Its resource id, a token. */
  readonly id: string;
  /** Where it answers as a lake, e.g. `https://stacmedevlake.dfs.core.windows.net`. */
  readonly dfsEndpoint: string;
  /** It is of the same company as what reads it. */
  readonly isMadeHere = true;
  /** Its policy is made here. */
  readonly managesLifecycle = true;
  /** The account. */
  readonly resource: StorageAccount;
  /** The container that the Synapse workspace keeps its own files in. */
  readonly synapseContainer: StorageContainer;
  /** The same, for the workspace that is made on it. */
  readonly workspaceFiles: ILakeContainer;
  /** What happens to files as they grow old; absent without rules. */
  readonly managementPolicy?: StorageManagementPolicy;
  /** Its diagnostics: who read, wrote and deleted what. */
  readonly diagnostics: MonitorDiagnosticSetting;
  /** Its private endpoints, in a private environment: the lake's own protocol, and blob, which the same clients use. */
  readonly privateEndpoints: Readonly<Partial<Record<LakeEndpoint, PrivateEndpoint>>>;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the place, the logs, the network, and how long files are kept.
   * @throws LakehouseError when a lifecycle rule, the replication or the days of soft delete are wrong.
   */
  constructor(scope: Construct, id: string, props: DataLakeProps) {
    super(scope, id);
    const { resourceGroup, observability, lifecycle = [], classification } = props;
    const { replication, softDeleteDays } = props;
    checkStorage(this, { resourceGroup, replication, softDeleteDays }, lifecycleIssues(lifecycle));
    const { placement } = resourceGroup;
    const network = networkOf(this, props);

    placeIn(this, resourceGroup);
    const { name, dfsEndpoint } = lakeAddress(placement);
    this.name = name;
    this.resourceGroupName = resourceGroup.name;
    this.subscriptionId = resourceGroup.subscriptionId;
    this.dfsEndpoint = dfsEndpoint;
    this.resource = new StorageAccount(this, 'Resource', {
      ...securedStorageAccount({ name, resourceGroup, network, replication, softDeleteDays }),
      ...encryptedWith(this, props.customerManagedKey),
      isHnsEnabled: true,
      tags: classificationTag(classification),
      lifecycle: protect(placement.environment),
    });
    this.id = this.resource.id;
    this.synapseContainer = new StorageContainer(this, 'SynapseContainer', {
      name: DATA_LAKE_DEFAULTS.synapseContainer,
      storageAccountId: this.id,
      lifecycle: protect(placement.environment),
    });
    this.workspaceFiles = {
      name: DATA_LAKE_DEFAULTS.synapseContainer,
      nameToken: this.synapseContainer.name,
      id: this.synapseContainer.id,
      account: name,
      // The endpoint ends with a slash.
      url: `${this.resource.primaryDfsEndpoint}${this.synapseContainer.name}`,
      subscriptionId: this.subscriptionId,
    };
    if (lifecycle.length > 0) {
      this.managementPolicy = new StorageManagementPolicy(this, 'ManagementPolicy', {
        storageAccountId: this.id,
        rule: policyRules(lifecycle),
      });
    }
    this.diagnostics = observability.diagnoseStorage(this, 'Diagnostics', this.id);
    const endpoint = (subresource: LakeEndpoint): PrivateEndpoint | undefined =>
      network?.privateEndpoint(this, `${subresource === 'dfs' ? 'Dfs' : 'Blob'}Endpoint`, {
        targetId: this.id,
        subresource,
        name: nameAt(placement, 'privateEndpoint', `lake-${subresource}`),
      });
    this.privateEndpoints = { dfs: endpoint('dfs'), blob: endpoint('blob') };
  }
}

/**
 * The name of the lake of a place and where it answers, known without the lake: a department's stack refers to no other
 * department's.
 *
 * @throws LakehouseError when the name breaks the rule of storage accounts.
 */
export function lakeAddress(placement: Placement): { readonly name: string; readonly dfsEndpoint: string } {
  const name = nameAt(placement, 'storageAccount', 'lake');
  return { name, dfsEndpoint: dfsEndpointOf(name) };
}

function dfsEndpointOf(name: string): string {
  return `https://${name}.dfs.core.windows.net`;
}

const ENDPOINT: Form = {
  pattern: /^https:\/\/[a-z0-9]+(?:\.[a-z0-9-]+)+$/,
  allowed: 'an address without a slash at its end, e.g. https://stlake.dfs.core.windows.net',
  change: 'give the address alone, or leave it out',
};
