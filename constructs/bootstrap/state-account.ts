import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { Construct } from 'constructs';
import { azureRegion } from '../../model';
import { BOOTSTRAP_DEFAULTS } from './defaults';

/** Where states are kept. */
export interface StateAccountProps {
  /** The account's name, as environments have it in `state`. */
  readonly name: string;
  /** Its containers, as environments have them in `state`. */
  readonly containers: readonly string[];
  /** The resource group, and its region. */
  readonly resourceGroup: { readonly name: string; readonly location: string };
  /** The region in its short form, which decides how the account is kept. @default one with zones */
  readonly region?: string;
}

/**
 * The account that Terraform's states are kept in: reached by identity only, every version of a state kept, and deletion that can be
 * undone. Terraform never destroys it.
 *
 * Its address is public, because hosted runners have none of their own that a firewall could know: identities alone are let in.
 */
export class StateAccount extends Construct {
  /** The account. */
  readonly resource: StorageAccount;
  /** Its containers, by their names. */
  readonly containers: Readonly<Record<string, StorageContainer>>;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props its name, its containers and where it is.
   */
  constructor(scope: Construct, id: string, props: StateAccountProps) {
    super(scope, id);
    const { name, containers, resourceGroup, region = '' } = props;
    const { softDeleteDays: days, replication } = BOOTSTRAP_DEFAULTS;
    this.resource = new StorageAccount(this, 'Resource', {
      name,
      location: resourceGroup.location,
      resourceGroupName: resourceGroup.name,
      accountKind: 'StorageV2',
      accountTier: 'Standard',
      accountReplicationType: azureRegion(region)?.zones === false ? 'GRS' : replication,
      infrastructureEncryptionEnabled: true,
      httpsTrafficOnlyEnabled: true,
      minTlsVersion: 'TLS1_2',
      sharedAccessKeyEnabled: false,
      defaultToOauthAuthentication: true,
      allowNestedItemsToBePublic: false,
      localUserEnabled: false,
      crossTenantReplicationEnabled: false,
      blobProperties: {
        versioningEnabled: true,
        deleteRetentionPolicy: { days },
        containerDeleteRetentionPolicy: { days },
      },
      lifecycle: { preventDestroy: true },
    });
    this.containers = Object.fromEntries(
      containers.map((container) => [
        container,
        new StorageContainer(this, `Container-${container}`, {
          name: container,
          storageAccountId: this.resource.id,
          lifecycle: { preventDestroy: true },
        }),
      ]),
    );
  }
}
