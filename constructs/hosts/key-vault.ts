import { KeyVault as AzurermKeyVault, type KeyVaultConfig } from '@cdktf/provider-azurerm/lib/key-vault';
import type { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import type { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import { Construct } from 'constructs';
import { DEFAULT_SETTINGS, type KeyVaultSettings } from '../../model';
import { nameAt, placeIn, protect, resourceIdOf, settingIssues, suppressions, throwAt } from '../core';
import { DIAGNOSTICS } from './diagnostics';
import { type HostProps, networkOf } from './host';
import type { IResourceGroup } from './resource-group';
import { tenantOf } from './tenant';

/** What applies when nobody decides otherwise. */
export const KEY_VAULT_DEFAULTS = DEFAULT_SETTINGS.keyVault;

/** What vaults do not keep of Checkov's policies, and why. */
export const KEY_VAULT_SUPPRESSIONS = suppressions('azurerm_key_vault', {
  publicly: {
    CKV_AZURE_109: 'the vault lets in identities only, and pipelines have no fixed address',
    CKV_AZURE_189: 'the vault lets in identities only',
    CKV2_AZURE_32: 'there are no private endpoints',
  },
});

/** What is decided about a vault. */
export interface KeyVaultProps extends HostProps, KeyVaultSettings {}

/** What differs between vaults. */
export interface SecuredKeyVaultProps extends KeyVaultSettings {
  /** Its name, unique in Azure. */
  readonly name: string;
  /** Where it is. */
  readonly resourceGroup: IResourceGroup;
  /** Whether it is reached from a private network only. */
  readonly isPrivate: boolean;
}

/** What every vault has in common: roles instead of access policies, a closed firewall where it is private, and deletion that can be undone. */
export function securedKeyVault(scope: Construct, props: SecuredKeyVaultProps) {
  const { name, resourceGroup, isPrivate, softDeleteDays = KEY_VAULT_DEFAULTS.softDeleteDays } = props;
  return {
    name,
    location: resourceGroup.location,
    resourceGroupName: resourceGroup.nameToken,
    tenantId: tenantOf(scope, resourceGroup),
    skuName: 'standard',
    rbacAuthorizationEnabled: true,
    purgeProtectionEnabled: true,
    softDeleteRetentionDays: softDeleteDays,
    publicNetworkAccessEnabled: !isPrivate,
    networkAcls: { bypass: 'AzureServices', defaultAction: isPrivate ? 'Deny' : 'Allow' },
  } satisfies KeyVaultConfig;
}

/** A key vault, made here or not. */
export interface IKeyVault {
  /** Its name. */
  readonly name: string;
  /** Its resource id. */
  readonly id: string;
  /** Where it answers, e.g. `https://kv-acme-dev.vault.azure.net`. */
  readonly uri: string;
}

/** The vault for what the outside world still wants a secret for; the platform itself puts none in it. */
export class KeyVault extends Construct implements IKeyVault {
  /**
   * A key vault that exists, in any subscription of the tenant.
   *
   * @param scope the stack, or the app, that refers to it.
   * @param id its name below the scope.
   * @param props its resource id.
   * @throws LakehouseError when the id is none of a key vault.
   */
  static fromExisting(scope: Construct, id: string, props: { readonly id: string }): IKeyVault {
    const vault = resourceIdOf(new Construct(scope, id), 'id', props.id, 'Microsoft.KeyVault/vaults');
    return { name: vault.name, id: vault.id, uri: uriOf(vault.name) };
  }

  /** Its name. */
  readonly name: string;
  /** Its resource id, a token. */
  readonly id: string;
  /** Where it answers, e.g. `https://kv-acme-dev.vault.azure.net`. */
  readonly uri: string;
  /** The vault. */
  readonly resource: AzurermKeyVault;
  /** Its diagnostics: who read what. */
  readonly diagnostics: MonitorDiagnosticSetting;
  /** Its private endpoint, in a private environment. */
  readonly privateEndpoint?: PrivateEndpoint;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the place, the logs and the network.
   * @throws LakehouseError when its name or its days break Azure's rules, or a private environment's network is missing.
   */
  constructor(scope: Construct, id: string, props: KeyVaultProps) {
    super(scope, id);
    const { resourceGroup, observability, softDeleteDays } = props;
    throwAt(this, settingIssues('keyVault', { softDeleteDays }));
    const { placement } = resourceGroup;
    const network = networkOf(this, props);
    placeIn(this, resourceGroup);
    this.name = nameAt(placement, 'keyVault');
    this.uri = uriOf(this.name);
    this.resource = new AzurermKeyVault(this, 'Resource', {
      ...securedKeyVault(this, {
        name: this.name,
        resourceGroup,
        isPrivate: network !== undefined,
        softDeleteDays,
      }),
      lifecycle: protect(placement.environment),
    });
    this.id = this.resource.id;
    this.diagnostics = observability.diagnose(this, 'Diagnostics', this.id, DIAGNOSTICS.keyVault);
    this.privateEndpoint = network?.privateEndpoint(this, 'Endpoint', {
      targetId: this.id,
      subresource: 'vault',
      name: nameAt(placement, 'privateEndpoint', 'vault'),
    });
  }
}

function uriOf(name: string): string {
  return `https://${name}.vault.azure.net`;
}
