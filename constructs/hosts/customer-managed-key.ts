import type { DataFactoryConfig } from '@cdktf/provider-azurerm/lib/data-factory';
import type { MachineLearningWorkspaceConfig } from '@cdktf/provider-azurerm/lib/machine-learning-workspace';
import type { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import type { StorageAccountConfig } from '@cdktf/provider-azurerm/lib/storage-account';
import type { SynapseWorkspaceConfig } from '@cdktf/provider-azurerm/lib/synapse-workspace';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  type CustomerManagedKey as KeyChoice,
  formMistakes,
  IDENTITY_ID,
  KEY_ID,
  type KeyedService,
} from '../../model';
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
  const { keyUri, identityId } = key;
  return {
    identity: { type: 'UserAssigned', identityIds: [identityId] },
    customerManagedKey: { keyVaultKeyId: keyUri, userAssignedIdentityId: identityId },
    ...afterRight(scope, key),
  };
}

/** What uses a key is made after the right to use it; a right of another stack was given when that stack was deployed, before this one. */
function afterRight(
  scope: Construct,
  { grant: right }: ICustomerManagedKey,
): { readonly dependsOn?: RoleAssignment[] } {
  return right !== undefined && TerraformStack.of(right) === TerraformStack.of(scope)
    ? { dependsOn: [right] }
    : {};
}

/** What a service may use a key by. */
interface KeyUser {
  readonly resourceGroup: IResourceGroup;
  readonly customerManagedKey?: ICustomerManagedKey;
}

/** Whether the environment asks for a key of a service, and what is known of it. */
function keyOf(
  { customerManagedKey: key, resourceGroup }: KeyUser,
  service: KeyedService,
): (ICustomerManagedKey & { readonly chosen: KeyChoice }) | undefined {
  const { customerManagedKey: chosen } = resourceGroup.placement.environment;
  if (key === undefined || chosen?.also?.includes(service) !== true) return undefined;
  const { keyUri, identityId, grant: right } = key;
  return { keyUri, identityId, chosen, ...(right && { grant: right }) };
}

const OWN_IDENTITY = { identity: { type: 'SystemAssigned' } } as const;
const BOTH_IDENTITIES = 'SystemAssigned, UserAssigned';

/** The identities of a Synapse workspace, and its key where the environment asks for one. */
export function workspaceKey(
  scope: Construct,
  props: KeyUser,
): Pick<SynapseWorkspaceConfig, 'identity' | 'customerManagedKey' | 'dependsOn'> {
  const key = keyOf(props, 'synapse');
  if (key === undefined) return OWN_IDENTITY;
  const { keyUri, identityId } = key;
  return {
    identity: { type: BOTH_IDENTITIES, identityIds: [identityId] },
    customerManagedKey: { keyVersionlessId: keyUri, userAssignedIdentityId: identityId },
    ...afterRight(scope, key),
  };
}

/** The identities of a data factory, those that pipelines act as among them, and its key where the environment asks for one. */
export function factoryKey(
  scope: Construct,
  props: KeyUser,
  actors: readonly string[],
): Pick<
  DataFactoryConfig,
  'identity' | 'customerManagedKeyId' | 'customerManagedKeyIdentityId' | 'dependsOn'
> {
  const key = keyOf(props, 'dataFactory');
  const identityIds = [...actors, ...(key ? [key.identityId] : [])];
  const identity = identityIds.length > 0 ? { type: BOTH_IDENTITIES, identityIds } : OWN_IDENTITY.identity;
  if (key === undefined) return { identity };
  return {
    identity,
    customerManagedKeyId: `${key.keyUri}/${key.chosen.keyVersion ?? ''}`,
    customerManagedKeyIdentityId: key.identityId,
    ...afterRight(scope, key),
  };
}

/**
 * The identities of a workspace of models, and its key where the environment asks for one: what Azure keeps of it then stays in Azure's own
 * subscription, and makes no services in this one.
 */
export function modelsKey(
  scope: Construct,
  props: KeyUser,
): Pick<
  MachineLearningWorkspaceConfig,
  'identity' | 'encryption' | 'serviceSideEncryptionEnabled' | 'dependsOn'
> {
  const key = keyOf(props, 'machineLearning');
  if (key === undefined) return OWN_IDENTITY;
  const { keyUri: keyId, identityId, chosen } = key;
  return {
    identity: { type: BOTH_IDENTITIES, identityIds: [identityId] },
    encryption: {
      keyVaultId: chosen.keyId.replace(/\/keys\/[^/]+$/, ''),
      keyId,
      userAssignedIdentityId: identityId,
    },
    serviceSideEncryptionEnabled: true,
    ...afterRight(scope, key),
  };
}
