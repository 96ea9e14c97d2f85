import { type Form } from '../checks';

/** The services that use the key besides storage accounts, where they are asked to. */
export const KEYED_SERVICES = Object.freeze(['dataFactory', 'machineLearning', 'synapse'] as const);

/** A service that uses the key besides storage accounts. */
export type KeyedService = (typeof KEYED_SERVICES)[number];

/** A key of the company's own that encrypts the keys of its storage accounts, and of other services on request. */
export interface CustomerManagedKey {
  /**
   * The Resource Manager's id of the key, without a version, so that a rotated key is followed: `/subscriptions/…/providers/Microsoft.KeyVault/vaults/<vault>/keys/<key>`.
   * Its vault is in the same tenant and region, with purge protection.
   */
  readonly keyId: string;
  /** The id of a user-assigned identity that may use the key already. @default one is made, and may use this key and nothing else */
  readonly identityId?: string;
  /** What uses it besides storage accounts. Each takes a key only as it is made: say it before the first deployment. @default [] */
  readonly also?: readonly KeyedService[];
  /** The version of the key, 32 hexadecimal digits: `dataFactory` needs it, and is given another one by hand after a rotation. @default none */
  readonly keyVersion?: string;
}

/** The form of a key's version. */
export const KEY_VERSION: Form = {
  pattern: /^[0-9a-f]{32}$/i,
  allowed: '32 hexadecimal digits',
  change: 'copy the version from the key in the portal',
};

/** The form of a key's id. */
export const KEY_ID: Form = {
  pattern:
    /^\/subscriptions\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/resourceGroups\/[\w().-]+\/providers\/Microsoft\.KeyVault\/vaults\/[a-z][a-z0-9-]{1,22}[a-z0-9]\/keys\/[0-9a-z-]{1,127}$/i,
  allowed:
    '/subscriptions/<subscription>/resourceGroups/<resource group>/providers/Microsoft.KeyVault/vaults/<vault>/keys/<key>, without a version',
  change: 'give the id of the vault in full, then /keys/ and the name of the key',
};

/** The form of an identity's id. */
export const IDENTITY_ID: Form = {
  pattern:
    /^\/subscriptions\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/resourceGroups\/[\w().-]+\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[\w-]{3,128}$/i,
  allowed:
    '/subscriptions/<subscription>/resourceGroups/<resource group>/providers/Microsoft.ManagedIdentity/userAssignedIdentities/<name>',
  change: 'copy the id from the JSON view of the identity in the portal',
};
