import type { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import type { StorageAccountConfig } from '@cdktf/provider-azurerm/lib/storage-account';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { type CustomerManagedKey as KeyChoice, formMistakes, IDENTITY_ID, KEY_ID } from '../../model';
import { grant, nameAt, placeIn, throwAt } from '../core';
import type { IResourceGroup } from './resource-group';

/** A key of the company's own, and the identity that storage accounts use it as. */
export interface ICustomerManagedKey {
  /** Where the key answers, without a version: `https://<vault>.vault.azure.net/keys/<key>`. */
  readonly keyUri: string;
  /** The resource id of the identity. */
  readonly identityId: string;
  /** The right to use the key, where it is given here: accounts are made after it. */
  readonly grant?: RoleAssignment;
}

/** Which key, and where its identity is made. */
export interface CustomerManagedKeyProps extends KeyChoice {
  /** Decides the region and the names. */
  readonly resourceGroup: IResourceGroup;
}

/**
 * Lets storage accounts encrypt with a key of the company's own.
 *
 * The identity is user-assigned: an account is made with the key, before an identity of its own would be there to be given the right.
 */
export class CustomerManagedKey extends Construct implements ICustomerManagedKey {
  /** Where the key answers, without a version: `https://<vault>.vault.azure.net/keys/<key>`. */
  readonly keyUri: string;
  /** The resource id of the identity. */
  readonly identityId: string;
  /** The identity, where one is made. */
  readonly identity?: UserAssignedIdentity;
  /** Its right to use the key. */
  readonly grant?: RoleAssignment;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the key, and the place of the identity.
   * @throws LakehouseError when an id is none of a key, or of an identity.
   */
  constructor(scope: Construct, id: string, props: CustomerManagedKeyProps) {
    super(scope, id);
    const { keyId, identityId, resourceGroup } = props;
    throwAt(this, [
      ...formMistakes('keyId', keyId, KEY_ID),
      ...(identityId === undefined ? [] : formMistakes('identityId', identityId, IDENTITY_ID)),
    ]);
    const [, vault = '', key = ''] = /\/vaults\/([^/]+)\/keys\/([^/]+)$/i.exec(keyId) ?? [];
    this.keyUri = `https://${vault.toLowerCase()}.vault.azure.net/keys/${key}`;
    if (identityId !== undefined) {
      this.identityId = identityId;
      return;
    }
    placeIn(this, resourceGroup);
    const name = nameAt(resourceGroup.placement, 'userAssignedIdentity', 'encryption');
    this.identity = new UserAssignedIdentity(this, 'Identity', {
      name,
      location: resourceGroup.location,
      resourceGroupName: resourceGroup.nameToken,
    });
    this.identityId = this.identity.id;
    this.grant = grant(this, 'KeyGrant', {
      scopeId: keyId,
      role: 'Key Vault Crypto Service Encryption User',
      principalId: this.identity.principalId,
      reason: 'storage accounts wrap and unwrap their keys with it',
      on: `${vault}/keys/${key}`,
      to: name,
    });
  }
}

/** What an account needs of a key; without one, Microsoft's keys encrypt. */
export function encryptedWith(
  scope: Construct,
  key: ICustomerManagedKey | undefined,
): Pick<StorageAccountConfig, 'identity' | 'customerManagedKey' | 'dependsOn'> {
  if (key === undefined) return {};
  const { keyUri, identityId, grant: right } = key;
  // A right of another stack was given when that stack was deployed, before this one.
  const isHere = right !== undefined && TerraformStack.of(right) === TerraformStack.of(scope);
  return {
    identity: { type: 'UserAssigned', identityIds: [identityId] },
    customerManagedKey: { keyVaultKeyId: keyUri, userAssignedIdentityId: identityId },
    ...(isHere && { dependsOn: [right] }),
  };
}
