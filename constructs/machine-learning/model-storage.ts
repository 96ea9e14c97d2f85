import type { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import type { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { StorageManagementPolicy } from '@cdktf/provider-azurerm/lib/storage-management-policy';
import { Construct } from 'constructs';
import type { StorageSettings } from '../../model';
import { nameAt, placeIn, protect } from '../core';
import { checkStorage, encryptedWith, type HostProps, networkOf, securedStorageAccount } from '../hosts';
import type { IMachineLearningDnsZones } from './private-dns-zones';
import { shortNameAt } from './short-names';

/** The container that models write their scores to. */
export const SCORES_CONTAINER = 'scores';

/** What is decided about the storage of models. */
export interface ModelStorageProps extends HostProps, StorageSettings {
  /** Names in the private network, where there is one. */
  readonly dnsZones?: IMachineLearningDnsZones;
  /** Days that scores stay once they have been fetched. */
  readonly scoresRetentionDays: number;
}

/**
 * The storage account of a workspace: code, logs, models, and the scores on their private endpoint into the lake.
 *
 * A workspace takes no account with a hierarchical namespace, so it cannot be the lake.
 */
export class ModelStorage extends Construct {
  /** Its name. */
  readonly name: string;
  /** Its resource id, a token. */
  readonly id: string;
  /** Where its blobs are, e.g. `https://stacmedevsalesml.blob.core.windows.net/`. */
  readonly blobEndpoint: string;
  /** The account. */
  readonly resource: StorageAccount;
  /** What models write to; pipelines fetch it from there. */
  readonly scores: StorageContainer;
  /** Deletes scores that have long been fetched. */
  readonly managementPolicy: StorageManagementPolicy;
  /** Its diagnostics. */
  readonly diagnostics: MonitorDiagnosticSetting;
  /** Its private endpoints, in a private environment. */
  readonly privateEndpoints: readonly PrivateEndpoint[];

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the place, the logs, the network, and how long scores stay.
   */
  constructor(scope: Construct, id: string, props: ModelStorageProps) {
    super(scope, id);
    const {
      resourceGroup,
      observability,
      dnsZones: names,
      scoresRetentionDays,
      replication,
      softDeleteDays,
    } = props;
    checkStorage(this, { resourceGroup, replication, softDeleteDays });
    const { placement } = resourceGroup;
    const network = networkOf(this, props);
    placeIn(this, resourceGroup);
    this.name = shortNameAt(placement, 'storageAccount');
    this.blobEndpoint = `https://${this.name}.blob.core.windows.net/`;
    this.resource = new StorageAccount(this, 'Resource', {
      ...securedStorageAccount({ name: this.name, resourceGroup, network, replication, softDeleteDays }),
      ...encryptedWith(this, props.customerManagedKey),
      isHnsEnabled: false,
      lifecycle: protect(placement.environment),
    });
    this.id = this.resource.id;
    this.scores = new StorageContainer(this, 'Scores', {
      name: SCORES_CONTAINER,
      storageAccountId: this.id,
      containerAccessType: 'private',
    });
    this.managementPolicy = new StorageManagementPolicy(this, 'ManagementPolicy', {
      storageAccountId: this.id,
      rule: [
        {
          name: SCORES_CONTAINER,
          enabled: true,
          filters: { prefixMatch: [`${SCORES_CONTAINER}/`], blobTypes: ['blockBlob'] },
          actions: { baseBlob: { deleteAfterDaysSinceModificationGreaterThan: scoresRetentionDays } },
        },
      ],
    });
    this.diagnostics = observability.diagnoseStorage(this, 'Diagnostics', this.id);
    const endpoints = [
      network?.privateEndpoint(this, 'BlobEndpoint', {
        targetId: this.id,
        subresource: 'blob',
        name: nameAt(placement, 'privateEndpoint', 'models-blob'),
      }),
      names?.endpoint(this, 'FileEndpoint', {
        resourceGroup,
        targetId: this.id,
        subresource: 'file',
        name: nameAt(placement, 'privateEndpoint', 'models-file'),
      }),
    ];
    this.privateEndpoints = endpoints.filter((endpoint) => endpoint !== undefined);
  }
}
