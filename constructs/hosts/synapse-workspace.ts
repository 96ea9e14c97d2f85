import type { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import type { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import type { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { SynapseFirewallRule } from '@cdktf/provider-azurerm/lib/synapse-firewall-rule';
import { SynapseWorkspace as AzurermSynapseWorkspace } from '@cdktf/provider-azurerm/lib/synapse-workspace';
import { SynapseWorkspaceExtendedAuditingPolicy } from '@cdktf/provider-azurerm/lib/synapse-workspace-extended-auditing-policy';
import { SynapseWorkspaceSqlAadAdmin } from '@cdktf/provider-azurerm/lib/synapse-workspace-sql-aad-admin';
import { Construct } from 'constructs';
import { grant, nameAt, protect } from '../core';
import type { DataLake } from './data-lake';
import { type HostProps, networkOf } from './host';

/** What applies when nobody decides otherwise. */
export const SYNAPSE_DEFAULTS = Object.freeze({
  /** How long Azure may take to make a workspace with a managed network, as Terraform writes it. */
  createTimeout: '90m',
});

/** What is decided about a workspace: where it keeps its own files. */
export interface SynapseWorkspaceProps extends HostProps {
  /** Its container `synapse` becomes the workspace's; another one means another workspace. */
  readonly lake: DataLake;
}

/** The parts of a workspace that have private endpoints. */
export type SynapseEndpoint = 'Sql' | 'SqlOnDemand' | 'Dev';

/**
 * The Synapse workspace, for its serverless SQL: it bills by what queries read, so there are no pools.
 *
 * The choice between a private and a public network is made once: changing it makes a new workspace.
 */
export class SynapseWorkspace extends Construct {
  /** Its name. */
  readonly name: string;
  /** The name of its resource group. */
  readonly resourceGroupName: string;
  /** Its resource id, a token. */
  readonly id: string;
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
   * @param props the place, the logs, the network and the lake.
   */
  constructor(scope: Construct, id: string, props: SynapseWorkspaceProps) {
    super(scope, id);
    const { resourceGroup, observability, lake } = props;
    const { placement } = resourceGroup;
    const { environment } = placement;
    const network = networkOf(this, props);
    this.name = nameAt(placement, 'synapseWorkspace');
    this.resourceGroupName = resourceGroup.name;
    this.serverlessEndpoint = `${this.name}-ondemand.sql.azuresynapse.net`;
    this.resource = new AzurermSynapseWorkspace(this, 'Resource', {
      name: this.name,
      location: resourceGroup.location,
      resourceGroupName: resourceGroup.resource.name,
      // The endpoint ends with a slash.
      storageDataLakeGen2FilesystemId: `${lake.resource.primaryDfsEndpoint}${lake.synapseContainer.name}`,
      azureadAuthenticationOnly: true,
      managedVirtualNetworkEnabled: network !== undefined,
      dataExfiltrationProtectionEnabled: network !== undefined,
      publicNetworkAccessEnabled: network === undefined,
      identity: { type: 'SystemAssigned' },
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
      login: environment.sqlAdministrators.name,
      objectId: environment.sqlAdministrators.objectId,
      tenantId: environment.tenantId,
    });
    this.containerGrant = grant(this, 'ContainerGrant', {
      scopeId: lake.synapseContainer.id,
      role: 'Storage Blob Data Contributor',
      principalId: this.identityPrincipalId,
      reason: 'the workspace keeps its own files here',
      on: `${lake.name}/${lake.synapseContainer.nameInput ?? ''}`,
      to: this.name,
    });
    this.auditing = new SynapseWorkspaceExtendedAuditingPolicy(this, 'Auditing', {
      synapseWorkspaceId: this.id,
      logMonitoringEnabled: true,
    });
    this.diagnostics = observability.diagnose(this, 'Diagnostics', this.id);
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
      Sql: endpoint('Sql'),
      SqlOnDemand: endpoint('SqlOnDemand'),
      Dev: endpoint('Dev'),
    };
  }
}
