import type { StorageAccountConfig } from '@cdktf/provider-azurerm/lib/storage-account';
import { DEFAULT_SETTINGS, type StorageSettings } from '../../model';
import type { INetwork } from './private-endpoint';
import type { IResourceGroup } from './resource-group';

/** What applies to every storage account when nobody decides otherwise. */
export const STORAGE_DEFAULTS = DEFAULT_SETTINGS.storage;

/** What differs between storage accounts. */
export interface SecuredStorageAccountProps extends StorageSettings {
  /** Its name, unique in Azure. */
  readonly name: string;
  /** Where it is. */
  readonly resourceGroup: IResourceGroup;
  /** The network it is reached from; without one it is open to the network, and to identities only. */
  readonly network: INetwork | undefined;
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
    // identity, which the exception for trusted services does not know.
    networkRules: { defaultAction: network ? 'Deny' : 'Allow', bypass: ['AzureServices'] },
    // No versioning: a lake cannot have it.
    blobProperties: { deleteRetentionPolicy: { days }, containerDeleteRetentionPolicy: { days } },
  } satisfies StorageAccountConfig;
}
