import type { StorageAccountConfig } from '@cdktf/provider-azurerm/lib/storage-account';
import type { Construct } from 'constructs';
import { DEFAULT_SETTINGS, replicationMistakes, type StorageSettings } from '../../model';
import { settingIssues, suppressions, throwAt } from '../core';
import type { INetwork } from './private-endpoint';
import type { IResourceGroup } from './resource-group';

/** What applies to every storage account when nobody decides otherwise. */
export const STORAGE_DEFAULTS = DEFAULT_SETTINGS.storage;

/** What storage accounts do not keep of Checkov's policies, and why. */
export const STORAGE_SUPPRESSIONS = suppressions('azurerm_storage_account', {
  everywhere: {
    CKV_AZURE_33: 'asks for the logs of queues, and there are no queues',
    CKV_AZURE_206:
      'counts geo-replication only; data are kept in three zones of one region, and elsewhere on request',
    CKV2_AZURE_1:
      "a key of the customer's own is a decision of each company: customerManagedKey; encrypted twice with Microsoft's keys until then",
  },
  publicly: {
    CKV_AZURE_59: 'only identities are let in, keys are off',
    CKV2_AZURE_33: 'there are no private endpoints',
  },
});

/** What their containers do not keep, and why. */
export const CONTAINER_SUPPRESSIONS = suppressions('azurerm_storage_container', {
  everywhere: {
    CKV2_AZURE_21: 'reads of blobs are logged by a diagnostic setting, which this policy does not look at',
  },
});

/** What differs between storage accounts. */
export interface SecuredStorageAccountProps extends StorageSettings {
  /** Its name, unique in Azure. */
  readonly name: string;
  /** Where it is. */
  readonly resourceGroup: IResourceGroup;
  /** The network it is reached from; without one it is open to the network, and to identities only. */
  readonly network: INetwork | undefined;
}

/**
 * Throws everything that is wrong with the settings of an account in its region, and with whatever else its construct was given.
 *
 * @throws LakehouseError when the replication is none, or none that the region has, or the days of soft delete are out of range.
 */
export function checkStorage(
  scope: Construct,
  {
    resourceGroup,
    replication,
    softDeleteDays,
  }: StorageSettings & Pick<SecuredStorageAccountProps, 'resourceGroup'>,
  ...others: Parameters<typeof throwAt>[1][]
): void {
  const issues = settingIssues('storage', { replication, softDeleteDays });
  const { location } = resourceGroup;
  throwAt(scope, [
    ...issues,
    ...(issues.length > 0
      ? []
      : replicationMistakes('replication', location, replication ?? STORAGE_DEFAULTS.replication)),
    ...others.flat(),
  ]);
}

/** What every storage account has in common: identities instead of keys, TLS, nothing public, and deletion that can be undone. */
export function securedStorageAccount(props: SecuredStorageAccountProps) {
  const { name, resourceGroup, network } = props;
  const {
    replication = STORAGE_DEFAULTS.replication,
    softDeleteDays: days = STORAGE_DEFAULTS.softDeleteDays,
  } = props;
  return {
    name,
    location: resourceGroup.location,
    resourceGroupName: resourceGroup.nameToken,
    accountKind: 'StorageV2',
    accountTier: 'Standard',
    accountReplicationType: replication,
    infrastructureEncryptionEnabled: true,
    httpsTrafficOnlyEnabled: true,
    minTlsVersion: 'TLS1_2',
    sharedAccessKeyEnabled: false,
    defaultToOauthAuthentication: true,
    allowNestedItemsToBePublic: false,
    localUserEnabled: false,
    crossTenantReplicationEnabled: false,
    publicNetworkAccessEnabled: network === undefined,
    // Open to the network means open to identities: Data Factory comes from Azure's own runtime with a user-assigned
    // identity, which the exception for trusted services does not know. The provider reads rules that allow everything
    // as none, so that writing them down would be a change in every plan.
    ...(network && { networkRules: { defaultAction: 'Deny', bypass: ['AzureServices'] } }),
    // No versioning: a lake cannot have it.
    blobProperties: { deleteRetentionPolicy: { days }, containerDeleteRetentionPolicy: { days } },
  } satisfies StorageAccountConfig;
}
