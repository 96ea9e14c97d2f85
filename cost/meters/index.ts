import {
  clusterUsage,
  endpointUsage,
  fabricUsage,
  logAlertUsage,
  metricAlertUsage,
  peeringUsage,
  poolUsage,
  registryUsage,
  vaultUsage,
  workspaceUsage,
  zoneUsage,
} from './others';
import { logUsage } from './logs';
import { factoryUsage, pipelineUsage, triggerUsage } from './processing';
import { containerUsage } from './storage';
import { hubUsage, jobUsage, namespaceUsage } from './streams';
import { type UsageOf } from './usage';

/** Resource types that a bill has lines of. */
export const PRICED_TYPES: Readonly<Record<string, UsageOf>> = Object.freeze({
  azurerm_container_registry: registryUsage,
  azurerm_data_factory: factoryUsage,
  azurerm_data_factory_managed_private_endpoint: endpointUsage,
  azurerm_data_factory_pipeline: pipelineUsage,
  azurerm_data_factory_trigger_schedule: triggerUsage,
  azurerm_data_factory_trigger_tumbling_window: triggerUsage,
  azurerm_eventhub: hubUsage,
  azurerm_eventhub_namespace: namespaceUsage,
  azurerm_fabric_capacity: fabricUsage,
  azurerm_key_vault: vaultUsage,
  azurerm_log_analytics_workspace: logUsage,
  azurerm_machine_learning_compute_cluster: clusterUsage,
  azurerm_machine_learning_workspace_network_outbound_rule_private_endpoint: endpointUsage,
  azurerm_monitor_metric_alert: metricAlertUsage,
  azurerm_monitor_scheduled_query_rules_alert_v2: logAlertUsage,
  azurerm_private_dns_zone: zoneUsage,
  azurerm_private_endpoint: endpointUsage,
  azurerm_storage_container: containerUsage,
  azurerm_stream_analytics_job: jobUsage,
  azurerm_synapse_sql_pool: poolUsage,
  azurerm_synapse_workspace: workspaceUsage,
  azurerm_virtual_network_peering: peeringUsage,
});

const PERMISSION = 'a permission or an identity, which Azure does not bill';
const DESCRIPTION = 'a description that a service reads; what it does is billed where it runs';
const NETWORK_RULE = 'a rule or an address range of a network, which Azure does not bill';

/** Resource types that a bill has no lines of, and why. */
export const FREE_TYPES: Readonly<Record<string, string>> = Object.freeze({
  azurerm_application_insights: 'its data are billed as logs of the workspace that they go to',
  azurerm_consumption_budget_subscription: 'budgets are free',
  azurerm_data_factory_credential_user_managed_identity: PERMISSION,
  azurerm_data_factory_custom_dataset: DESCRIPTION,
  azurerm_data_factory_data_flow: DESCRIPTION,
  azurerm_data_factory_integration_runtime_azure: 'its cores are billed with the data flows that run on it',
  azurerm_data_factory_linked_custom_service: DESCRIPTION,
  azurerm_eventhub_consumer_group: 'part of its namespace',
  azurerm_federated_identity_credential: PERMISSION,
  azurerm_log_analytics_workspace_table: 'its data are billed as logs of its workspace',
  azurerm_machine_learning_datastore_blobstorage: DESCRIPTION,
  azurerm_machine_learning_datastore_datalake_gen2: DESCRIPTION,
  azurerm_machine_learning_workspace: 'free: its machines, storage, vault and logs are billed by themselves',
  azurerm_management_lock: 'locks are free',
  azurerm_monitor_action_group:
    'e-mails and calls of the web are free up to a thousand and a hundred thousand a month',
  azurerm_monitor_diagnostic_setting: 'what it sends is billed where it arrives',
  azurerm_network_security_group: NETWORK_RULE,
  azurerm_network_security_rule: NETWORK_RULE,
  azurerm_private_dns_zone_virtual_network_link: 'billed with its zone',
  azurerm_resource_group: 'holds other resources',
  azurerm_role_assignment: PERMISSION,
  azurerm_role_definition: PERMISSION,
  azurerm_storage_account: 'billed by what is in its containers, and by its operations',
  azurerm_storage_management_policy: 'free; what it moves and deletes is an operation',
  azurerm_stream_analytics_job_schedule: 'starts a job, which is billed by itself',
  azurerm_stream_analytics_output_blob: 'part of its job',
  azurerm_stream_analytics_output_eventhub: 'part of its job',
  azurerm_stream_analytics_output_powerbi: 'part of its job; Power BI is licensed by itself',
  azurerm_stream_analytics_reference_input_blob: 'part of its job',
  azurerm_stream_analytics_stream_input_eventhub_v2: 'part of its job',
  azurerm_subnet: NETWORK_RULE,
  azurerm_subnet_network_security_group_association: NETWORK_RULE,
  azurerm_synapse_firewall_rule: NETWORK_RULE,
  azurerm_synapse_workspace_extended_auditing_policy: 'what it writes is billed as logs',
  azurerm_synapse_workspace_sql_aad_admin: PERMISSION,
  azurerm_user_assigned_identity: PERMISSION,
  azurerm_virtual_network: NETWORK_RULE,
});
