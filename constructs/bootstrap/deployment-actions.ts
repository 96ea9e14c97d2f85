/** What the Resource Manager has to allow for a type of resource to be deployed. */
interface TypeActions {
  /** The operations' beginnings, each to be read, written and deleted, e.g. `Microsoft.Storage/storageAccounts`. */
  readonly manages: readonly string[];
  /** What is needed besides. */
  readonly also?: readonly string[];
}

const JOIN_SUBNET = 'Microsoft.Network/virtualNetworks/subnets/join/action';
const ASSIGN_IDENTITY = 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action';
/** A diagnostic setting may only lead to a workspace whose keys its maker may list, although it does not use them. */
const SEND_LOGS = 'Microsoft.OperationalInsights/workspaces/sharedKeys/action';

/**
 * The operations by which each type of resource is read, made, changed and removed over the Resource Manager.
 *
 * Sources: the names of operations from the lists "Azure permissions for …" of Microsoft's documentation of role-based access control; which
 * of them a type needs from the calls that the azurerm provider makes for it (4.55). Keys are never listed for what works by identity: the
 * provider logs that it may not, and goes on.
 */
export const DEPLOYMENT_ACTIONS: Readonly<Record<string, TypeActions>> = Object.freeze({
  azurerm_application_insights: {
    manages: ['Microsoft.Insights/components'],
    also: [
      'Microsoft.Insights/components/currentbillingfeatures/read',
      'Microsoft.Insights/components/currentbillingfeatures/write',
    ],
  },
  azurerm_consumption_budget_subscription: { manages: ['Microsoft.Consumption/budgets'] },
  azurerm_data_factory: {
    manages: ['Microsoft.DataFactory/factories'],
    also: [
      'Microsoft.DataFactory/factories/managedVirtualNetworks/read',
      'Microsoft.DataFactory/factories/managedVirtualNetworks/write',
      ASSIGN_IDENTITY,
    ],
  },
  azurerm_data_factory_credential_user_managed_identity: {
    manages: ['Microsoft.DataFactory/factories/credentials'],
    also: [ASSIGN_IDENTITY],
  },
  azurerm_data_factory_custom_dataset: { manages: ['Microsoft.DataFactory/factories/datasets'] },
  azurerm_data_factory_data_flow: { manages: ['Microsoft.DataFactory/factories/dataflows'] },
  azurerm_data_factory_integration_runtime_azure: {
    manages: ['Microsoft.DataFactory/factories/integrationRuntimes'],
    also: ['Microsoft.DataFactory/factories/managedVirtualNetworks/read'],
  },
  azurerm_data_factory_linked_custom_service: { manages: ['Microsoft.DataFactory/factories/linkedServices'] },
  azurerm_data_factory_managed_private_endpoint: {
    manages: ['Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints'],
    also: ['Microsoft.DataFactory/factories/managedVirtualNetworks/read'],
  },
  azurerm_data_factory_pipeline: {
    manages: ['Microsoft.DataFactory/factories/pipelines'],
    // What follows a deployment: the pipelines that deploy gold, and smoke tests, are run and waited for.
    also: [
      'Microsoft.DataFactory/factories/pipelineruns/queryactivityruns/action',
      'Microsoft.DataFactory/factories/pipelineruns/read',
      'Microsoft.DataFactory/factories/pipelines/createrun/action',
      'Microsoft.Resources/subscriptions/resources/read',
    ],
  },
  azurerm_data_factory_trigger_tumbling_window: {
    manages: ['Microsoft.DataFactory/factories/triggers'],
    also: [
      'Microsoft.DataFactory/factories/triggers/start/action',
      'Microsoft.DataFactory/factories/triggers/stop/action',
    ],
  },
  azurerm_eventhub: { manages: ['Microsoft.EventHub/namespaces/eventhubs'] },
  azurerm_eventhub_consumer_group: { manages: ['Microsoft.EventHub/namespaces/eventHubs/consumergroups'] },
  azurerm_eventhub_namespace: {
    manages: ['Microsoft.EventHub/namespaces', 'Microsoft.EventHub/namespaces/networkrulesets'],
  },
  azurerm_fabric_capacity: { manages: ['Microsoft.Fabric/capacities'] },
  azurerm_federated_identity_credential: {
    manages: ['Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials'],
  },
  azurerm_key_vault: {
    manages: ['Microsoft.KeyVault/vaults'],
    also: [
      'Microsoft.KeyVault/locations/deletedVaults/read',
      'Microsoft.KeyVault/locations/operationResults/read',
    ],
  },
  azurerm_log_analytics_workspace: { manages: ['Microsoft.OperationalInsights/workspaces'] },
  azurerm_log_analytics_workspace_table: { manages: ['Microsoft.OperationalInsights/workspaces/tables'] },
  azurerm_machine_learning_compute_cluster: {
    manages: ['Microsoft.MachineLearningServices/workspaces/computes'],
    also: [JOIN_SUBNET, ASSIGN_IDENTITY],
  },
  azurerm_machine_learning_datastore_blobstorage: {
    manages: ['Microsoft.MachineLearningServices/workspaces/datastores'],
  },
  azurerm_machine_learning_datastore_datalake_gen2: {
    manages: ['Microsoft.MachineLearningServices/workspaces/datastores'],
  },
  azurerm_machine_learning_workspace: {
    manages: ['Microsoft.MachineLearningServices/workspaces'],
    also: [
      'Microsoft.MachineLearningServices/workspaces/privateEndpointConnections/read',
      'Microsoft.MachineLearningServices/workspaces/privateEndpointConnections/write',
      ASSIGN_IDENTITY,
    ],
  },
  azurerm_machine_learning_workspace_network_outbound_rule_private_endpoint: {
    manages: ['Microsoft.MachineLearningServices/workspaces/outboundRules'],
  },
  azurerm_monitor_action_group: { manages: ['Microsoft.Insights/actionGroups'] },
  azurerm_monitor_diagnostic_setting: {
    manages: ['Microsoft.Insights/diagnosticSettings'],
    also: ['Microsoft.OperationalInsights/workspaces/read', SEND_LOGS],
  },
  azurerm_monitor_metric_alert: {
    manages: ['Microsoft.Insights/metricAlerts'],
    also: ['Microsoft.Insights/actionGroups/read'],
  },
  azurerm_monitor_scheduled_query_rules_alert_v2: {
    manages: ['Microsoft.Insights/scheduledQueryRules'],
    also: ['Microsoft.Insights/actionGroups/read', 'Microsoft.OperationalInsights/workspaces/read'],
  },
  azurerm_network_security_group: { manages: ['Microsoft.Network/networkSecurityGroups'] },
  azurerm_network_security_rule: { manages: ['Microsoft.Network/networkSecurityGroups/securityRules'] },
  azurerm_private_dns_zone: {
    manages: ['Microsoft.Network/privateDnsZones'],
    also: ['Microsoft.Network/privateDnsZones/SOA/read'],
  },
  azurerm_private_dns_zone_virtual_network_link: {
    manages: ['Microsoft.Network/privateDnsZones/virtualNetworkLinks'],
    also: ['Microsoft.Network/virtualNetworks/join/action'],
  },
  azurerm_private_endpoint: {
    manages: [
      'Microsoft.Network/privateEndpoints',
      'Microsoft.Network/privateEndpoints/privateDnsZoneGroups',
    ],
    also: [
      JOIN_SUBNET,
      'Microsoft.Network/networkInterfaces/read',
      'Microsoft.Network/privateDnsZones/join/action',
    ],
  },
  azurerm_resource_group: {
    manages: ['Microsoft.Resources/subscriptions/resourceGroups'],
    // Asked before a group is removed, which is refused while there is something in it.
    also: ['Microsoft.Resources/subscriptions/resourceGroups/resources/read'],
  },
  azurerm_role_assignment: {
    manages: ['Microsoft.Authorization/roleAssignments'],
    also: ['Microsoft.Authorization/roleDefinitions/read'],
  },
  azurerm_storage_account: {
    manages: ['Microsoft.Storage/storageAccounts'],
    also: [
      ASSIGN_IDENTITY,
      'Microsoft.Storage/checkNameAvailability/read',
      'Microsoft.Storage/storageAccounts/blobServices/read',
      'Microsoft.Storage/storageAccounts/blobServices/write',
      'Microsoft.Storage/storageAccounts/fileServices/read',
      'Microsoft.Storage/storageAccounts/fileServices/write',
    ],
  },
  azurerm_storage_container: { manages: ['Microsoft.Storage/storageAccounts/blobServices/containers'] },
  azurerm_storage_management_policy: { manages: ['Microsoft.Storage/storageAccounts/managementPolicies'] },
  azurerm_stream_analytics_job: {
    manages: [
      'Microsoft.StreamAnalytics/streamingjobs',
      'Microsoft.StreamAnalytics/streamingjobs/transformations',
    ],
    also: ['Microsoft.StreamAnalytics/streamingjobs/operationresults/read'],
  },
  azurerm_stream_analytics_job_schedule: {
    manages: [],
    also: [
      'Microsoft.StreamAnalytics/streamingjobs/read',
      'Microsoft.StreamAnalytics/streamingjobs/start/action',
      'Microsoft.StreamAnalytics/streamingjobs/stop/action',
    ],
  },
  azurerm_stream_analytics_output_blob: { manages: ['Microsoft.StreamAnalytics/streamingjobs/outputs'] },
  azurerm_stream_analytics_output_eventhub: { manages: ['Microsoft.StreamAnalytics/streamingjobs/outputs'] },
  azurerm_stream_analytics_output_powerbi: { manages: ['Microsoft.StreamAnalytics/streamingjobs/outputs'] },
  azurerm_stream_analytics_reference_input_blob: {
    manages: ['Microsoft.StreamAnalytics/streamingjobs/inputs'],
  },
  azurerm_stream_analytics_stream_input_eventhub_v2: {
    manages: ['Microsoft.StreamAnalytics/streamingjobs/inputs'],
  },
  azurerm_subnet: { manages: ['Microsoft.Network/virtualNetworks/subnets'] },
  azurerm_subnet_network_security_group_association: {
    manages: ['Microsoft.Network/virtualNetworks/subnets'],
    also: ['Microsoft.Network/networkSecurityGroups/join/action'],
  },
  azurerm_synapse_firewall_rule: { manages: ['Microsoft.Synapse/workspaces/firewallRules'] },
  azurerm_synapse_workspace: {
    manages: ['Microsoft.Synapse/workspaces', 'Microsoft.Synapse/workspaces/administrators'],
    also: [
      ASSIGN_IDENTITY,
      'Microsoft.Synapse/workspaces/managedIdentitySqlControlSettings/read',
      'Microsoft.Synapse/workspaces/managedIdentitySqlControlSettings/write',
      'Microsoft.Synapse/workspaces/operationResults/read',
      'Microsoft.Synapse/workspaces/operationStatuses/read',
      'Microsoft.Synapse/workspaces/sqlAdministrators/read',
    ],
  },
  azurerm_synapse_workspace_extended_auditing_policy: {
    manages: [],
    also: [
      'Microsoft.Synapse/workspaces/extendedAuditingSettings/read',
      'Microsoft.Synapse/workspaces/extendedAuditingSettings/write',
    ],
  },
  azurerm_synapse_workspace_sql_aad_admin: { manages: ['Microsoft.Synapse/workspaces/sqlAdministrators'] },
  azurerm_user_assigned_identity: { manages: ['Microsoft.ManagedIdentity/userAssignedIdentities'] },
  azurerm_virtual_network: { manages: ['Microsoft.Network/virtualNetworks'] },
  azurerm_virtual_network_peering: {
    manages: ['Microsoft.Network/virtualNetworks/virtualNetworkPeerings'],
    also: ['Microsoft.Network/virtualNetworks/peer/action'],
  },
});

/** Whoever makes a private endpoint must be allowed to approve it at what it leads to, or somebody has to by hand. */
const APPROVALS: Readonly<Record<string, string>> = {
  azurerm_eventhub_namespace: 'Microsoft.EventHub/namespaces/privateEndpointConnectionsApproval/action',
  azurerm_key_vault: 'Microsoft.KeyVault/vaults/PrivateEndpointConnectionsApproval/action',
  azurerm_machine_learning_workspace:
    'Microsoft.MachineLearningServices/workspaces/privateEndpointConnectionsApproval/action',
  azurerm_storage_account: 'Microsoft.Storage/storageAccounts/PrivateEndpointConnectionsApproval/action',
  azurerm_synapse_workspace: 'Microsoft.Synapse/workspaces/privateEndpointConnectionsApproval/action',
};

/** What connections a factory's managed private endpoints wait in; pipelines see who waits, and approve their own. */
const CONNECTIONS: Readonly<Record<string, string>> = {
  azurerm_machine_learning_workspace:
    'Microsoft.MachineLearningServices/workspaces/privateEndpointConnections',
  azurerm_storage_account: 'Microsoft.Storage/storageAccounts/privateEndpointConnections',
  azurerm_synapse_workspace: 'Microsoft.Synapse/workspaces/privateEndpointConnections',
};

/** What every deployment asks for: its subscription, which resource providers it has, and how what takes long goes on. */
const EVERY_DEPLOYMENT = [
  'Microsoft.Resources/subscriptions/operationresults/read',
  'Microsoft.Resources/subscriptions/providers/read',
  'Microsoft.Resources/subscriptions/read',
];

/** Where providers say how what takes long goes on; reading it shows nothing else. */
const PROGRESS: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.Network': [
    'Microsoft.Network/locations/operationResults/read',
    'Microsoft.Network/locations/operations/read',
    'Microsoft.Network/privateDnsOperationResults/read',
    'Microsoft.Network/privateDnsOperationStatuses/read',
  ],
  'Microsoft.MachineLearningServices': ['Microsoft.MachineLearningServices/locations/*/read'],
};

/** Types of which it is not known what they need; what is looked up is needed by reading alone. */
export function typesWithoutActions(
  types: Iterable<string>,
  further: Readonly<Record<string, readonly string[]>> = {},
): string[] {
  const known = (type: string): boolean => type in DEPLOYMENT_ACTIONS || type in further;
  return [...new Set(types)].filter((type) => type.startsWith('azurerm_') && !known(type)).sort();
}

/** The actions that a role needs to deploy some types of resources, sorted, each once, without wildcards of the library's own. */
export function deploymentActions(
  types: Iterable<string>,
  resourceProviders: Iterable<string>,
  further: Readonly<Record<string, readonly string[]>> = {},
): string[] {
  const providers = [...resourceProviders];
  const used = [...types];
  const approved = used.includes('azurerm_private_endpoint') ? used : [];
  const awaited = used.includes('azurerm_data_factory_managed_private_endpoint') ? used : [];
  return oncePerName([
    ...EVERY_DEPLOYMENT,
    ...approved.flatMap((type) => APPROVALS[type] ?? []),
    ...awaited.flatMap(connectionActions),
    ...used.flatMap((type) => [...actionsOfType(type), ...(further[type] ?? [])]),
    ...providers.map((provider) => `${provider}/register/action`),
    ...providers.flatMap((provider) => PROGRESS[provider] ?? []),
  ]);
}

/** What approving the connections that wait at resources of a type takes. */
function connectionActions(type: string): string[] {
  const connections = CONNECTIONS[type];
  return connections === undefined
    ? []
    : [APPROVALS[type] ?? [], `${connections}/read`, `${connections}/write`].flat();
}

/** The actions of one type; of one that is not known, none. */
export function actionsOfType(type: string): string[] {
  const { manages = [], also = [] } = DEPLOYMENT_ACTIONS[type] ?? {};
  return [
    ...manages.flatMap((resource) => ['read', 'write', 'delete'].map((verb) => `${resource}/${verb}`)),
    ...also,
  ];
}

/** Azure does not tell case apart in actions. */
function oncePerName(actions: readonly string[]): string[] {
  const byName = new Map(actions.map((action) => [action.toLowerCase(), action]));
  return [...byName.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, action]) => action);
}
