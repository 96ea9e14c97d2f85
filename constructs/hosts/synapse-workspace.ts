import type { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import type { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import type { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { SynapseFirewallRule } from '@cdktf/provider-azurerm/lib/synapse-firewall-rule';
import { SynapseWorkspace as AzurermSynapseWorkspace } from '@cdktf/provider-azurerm/lib/synapse-workspace';
import { SynapseWorkspaceExtendedAuditingPolicy } from '@cdktf/provider-azurerm/lib/synapse-workspace-extended-auditing-policy';
import { SynapseWorkspaceSqlAadAdmin } from '@cdktf/provider-azurerm/lib/synapse-workspace-sql-aad-admin';
import { Construct } from 'constructs';
import type { Principal } from '../../model';
import { failAt, grant, type InSubscription, nameAt, placeIn, protect, suppressions } from '../core';
import { workspaceKey } from './customer-managed-key';
import { DIAGNOSTICS } from './diagnostics';
import { ExistingWorkspace, serverlessEndpointOf, type ExistingWorkspaceProps } from './existing-workspace';
import { type HostProps, networkOf } from './host';
import type { ILakeContainer } from './lake-container';
import { tenantOf } from './tenant';

/** What applies when nobody decides otherwise. */
export const SYNAPSE_DEFAULTS = Object.freeze({
  /** How long Azure may take to make a workspace with a managed network, as Terraform writes it. */
  createTimeout: '90m',
});

/** What a workspace does not keep of Checkov's policies, and why. */
export const SYNAPSE_SUPPRESSIONS = suppressions('azurerm_synapse_workspace', {
  everywhere: {
    CKV_AZURE_240: "serverless SQL keeps no rows; those of the lake can have a key of the customer's own",
  },
  publicly: {
    CKV_AZURE_58: 'a managed network costs by the hour and has nothing private to reach',
    CKV_AZURE_157: 'exfiltration protection needs the managed network',
    CKV2_AZURE_19: "the only rule lets in Azure's own services",
  },
});

/** What is decided about a workspace: where it keeps its own files. */
export interface SynapseWorkspaceProps extends HostProps {
  /** The container that becomes the workspace's; another one means another workspace. */
  readonly files: ILakeContainer;
  /** The Entra group that administers SQL. @default the environment's */
  readonly sqlAdministrators?: Principal;
}

/** A Synapse workspace, made here or not: its serverless SQL answers queries on the lake. */
export interface ISynapseWorkspace extends InSubscription {
  /** Its name. */
  readonly name: string;
  /** The name of its resource group. */
  readonly resourceGroupName: string;
  /** Its resource id. */
  readonly id: string;
  /** Where serverless SQL answers, e.g. `syn-acme-dev-ondemand.sql.azuresynapse.net`. */
  readonly serverlessEndpoint: string;
  /** Object id of its own identity, which serverless SQL reads the lake with. */
  readonly identityPrincipalId: string;
}

/** The parts of a workspace that have private endpoints: `Sql` is for dedicated pools, which it has none of. */
export type SynapseEndpoint = 'SqlOnDemand' | 'Dev';

/**
 * The Synapse workspace, for its serverless SQL: it bills by what queries read, so there are no pools.
 *
 * The choice between a private and a public network is made once: changing it makes a new workspace.
 */
export class SynapseWorkspace extends Construct implements ISynapseWorkspace {
  /**
   * A Synapse workspace that exists. Its identity is granted what its serverless SQL reads; its own settings are not touched.
   *
   * @param scope the stack, or the app, that refers to it.
   * @param id its name below the scope.
   * @param props its resource id, and the object id of its identity where it is known.
   * @throws LakehouseError when an id is none of its kind.
   */
  static fromExisting(scope: Construct, id: string, props: ExistingWorkspaceProps): ISynapseWorkspace {
    return new ExistingWorkspace(scope, id, props);
  }

  /** Its name. */
  readonly name: string;
  /** The name of its resource group. */
  readonly resourceGroupName: string;
  /** The subscription it is in. @default that of the stack which uses it */
  readonly subscriptionId?: string;
  /** Its resource id, a token. */
  readonly id: string;
  /** It is of the same company as what reads it. */
  readonly isMadeHere = true;
  /** Where serverless SQL answers, e.g. `syn-acme-dev-ondemand.sql.azuresynapse.net`. */
  readonly serverlessEndpoint: string;
  /** Object id of its own identity, which serverless SQL reads the lake with, a token. */
  readonly identityPrincipalId: string;
  /** The workspace. */
  readonly resource: AzurermSynapseWorkspace;
  /** The group that administers SQL. */
  readonly sqlAdministrators: SynapseWorkspaceSqlAadAdmin;
  /** Lets the workspace keep its own files. */
  readonly containerGrant: RoleAssignment;
  /** Every statement goes to the logs. */
  readonly auditing: SynapseWorkspaceExtendedAuditingPolicy;
  /** Its diagnostics. */
  readonly diagnostics: MonitorDiagnosticSetting;
  /** Lets in what runs in Azure, in a public environment. */
  readonly firewallRule?: SynapseFirewallRule;
  /** Its private endpoints, in a private environment. */
  readonly privateEndpoints: Readonly<Partial<Record<SynapseEndpoint, PrivateEndpoint>>>;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the place, the logs, the network, and where it keeps its files.
   * @throws LakehouseError when nobody administers SQL.
   */
  constructor(scope: Construct, id: string, props: SynapseWorkspaceProps) {
    super(scope, id);
    const { resourceGroup, observability, files } = props;
    const { placement } = resourceGroup;
    const { environment } = placement;
    const network = networkOf(this, props);
    const administrators = props.sqlAdministrators ?? environment.sqlAdministrators ?? nobody(this);
    placeIn(this, resourceGroup);
    this.name = nameAt(placement, 'synapseWorkspace');
    this.resourceGroupName = resourceGroup.name;
    this.subscriptionId = resourceGroup.subscriptionId;
    this.serverlessEndpoint = serverlessEndpointOf(this.name);
    this.resource = new AzurermSynapseWorkspace(this, 'Resource', {
      name: this.name,
      location: resourceGroup.location,
      resourceGroupName: resourceGroup.nameToken,
      storageDataLakeGen2FilesystemId: files.url,
      azureadAuthenticationOnly: true,
      managedVirtualNetworkEnabled: network !== undefined,
      dataExfiltrationProtectionEnabled: network !== undefined,
      publicNetworkAccessEnabled: network === undefined,
      ...workspaceKey(this, props),
      // Half an hour, the provider's own, is not enough for a managed network, and leaves a failed workspace behind.
      timeouts: { create: SYNAPSE_DEFAULTS.createTimeout },
      lifecycle: {
        preventDestroy: protect(environment).preventDestroy,
        // Any later change of tags would send an empty password, which a workspace without passwords refuses. And Azure
        // fills in a login for SQL that nobody can use: taking it out again would make another workspace.
        ignoreChanges: ['tags', 'sql_administrator_login'],
      },
    });
    this.id = this.resource.id;
    this.identityPrincipalId = this.resource.identity.principalId;
    this.sqlAdministrators = new SynapseWorkspaceSqlAadAdmin(this, 'SqlAdministrators', {
      synapseWorkspaceId: this.id,
      login: administrators.name,
      objectId: administrators.objectId,
      tenantId: tenantOf(this, resourceGroup),
    });
    this.containerGrant = grant(this, 'ContainerGrant', {
      scopeId: files.id,
      role: 'Storage Blob Data Contributor',
      principalId: this.identityPrincipalId,
      reason: 'the workspace keeps its own files here',
      on: `${files.account}/${files.name}`,
      to: this.name,
    });
    this.auditing = new SynapseWorkspaceExtendedAuditingPolicy(this, 'Auditing', {
      synapseWorkspaceId: this.id,
      logMonitoringEnabled: true,
    });
    this.diagnostics = observability.diagnose(this, 'Diagnostics', this.id, DIAGNOSTICS.synapse);
    if (network === undefined) {
      this.firewallRule = new SynapseFirewallRule(this, 'AzureServicesRule', {
        // Azure knows this name and these addresses: whatever runs in Azure, and nothing else.
        name: 'AllowAllWindowsAzureIps',
        synapseWorkspaceId: this.id,
        startIpAddress: '0.0.0.0',
        endIpAddress: '0.0.0.0',
      });
    }
    const endpoint = (subresource: SynapseEndpoint): PrivateEndpoint | undefined =>
      network?.privateEndpoint(this, `${subresource}Endpoint`, {
        targetId: this.id,
        subresource,
        name: nameAt(placement, 'privateEndpoint', `synapse-${subresource.toLowerCase()}`),
      });
    this.privateEndpoints = {
      SqlOnDemand: endpoint('SqlOnDemand'),
      Dev: endpoint('Dev'),
    };
  }
}

function nobody(scope: Construct): never {
  return failAt(scope, {
    code: 'LH6013',
    prop: 'sqlAdministrators',
    got: 'is missing',
    allowed: 'the name and object id of an Entra group: without one, nobody can log in to SQL',
    change: 'pass it, or declare it in the environment',
  });
}
