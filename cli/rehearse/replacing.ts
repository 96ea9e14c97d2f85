/** What makes nearly every resource of Azure anew where it changes. */
const EVERYWHERE = ['name', 'location', 'resource_group_name'];

/**
 * Attributes beside these that make a resource anew where they change, by its type without `azurerm_`; of a block, all of it. Source: the page of each
 * resource in the provider's documentation, 4.55, "Changing this forces a new resource to be created"; and its parent, which identifies it.
 */
const REPLACING: Readonly<Record<string, string>> = {
  application_insights: 'application_type',
  consumption_budget_subscription: 'start_date subscription_id time_grain',
  data_factory_credential_user_managed_identity: 'data_factory_id identity_id',
  data_factory_custom_dataset: 'data_factory_id type',
  data_factory_data_flow: 'data_factory_id',
  data_factory_integration_runtime_azure: 'data_factory_id virtual_network_enabled',
  data_factory_linked_custom_service: 'data_factory_id type',
  data_factory_managed_private_endpoint: 'data_factory_id fqdns subresource_name target_resource_id',
  data_factory_pipeline: 'data_factory_id',
  data_factory_trigger_tumbling_window: 'data_factory_id frequency interval start_time',
  eventhub: 'cleanup_policy namespace_id namespace_name',
  eventhub_consumer_group: 'eventhub_name namespace_name',
  eventhub_namespace: 'dedicated_cluster_id',
  federated_identity_credential: 'parent_id',
  key_vault: '',
  machine_learning_compute_cluster:
    'description local_auth_enabled machine_learning_workspace_id node_public_ip_enabled ssh ssh_public_access_enabled subnet_resource_id vm_priority vm_size',
  machine_learning_datastore_blobstorage: 'description storage_container_id tags workspace_id',
  machine_learning_datastore_datalake_gen2: 'description storage_container_id tags workspace_id',
  machine_learning_workspace:
    'application_insights_id container_registry_id encryption high_business_impact key_vault_id service_side_encryption_enabled storage_account_id',
  machine_learning_workspace_network_outbound_rule_private_endpoint:
    'service_resource_id spark_enabled sub_resource_target workspace_id',
  monitor_diagnostic_setting: 'target_resource_id',
  monitor_scheduled_query_rules_alert_v2: 'scopes',
  network_security_rule: 'network_security_group_name',
  private_dns_zone: 'soa_record',
  private_dns_zone_virtual_network_link: 'private_dns_zone_name virtual_network_id',
  private_endpoint: 'custom_network_interface_name ip_configuration private_service_connection subnet_id',
  role_assignment:
    'condition condition_version delegated_managed_identity_resource_id description principal_id principal_type role_definition_id role_definition_name scope',
  storage_account:
    'account_tier dns_endpoint_type edge_zone immutability_policy infrastructure_encryption_enabled is_hns_enabled nfsv3_enabled queue_encryption_key_type table_encryption_key_type',
  storage_container:
    'default_encryption_scope encryption_scope_override_enabled storage_account_id storage_account_name',
  storage_management_policy: 'storage_account_id',
  stream_analytics_job: 'type',
  stream_analytics_job_schedule: 'stream_analytics_job_id',
  stream_analytics_output_blob: 'stream_analytics_job_name',
  stream_analytics_output_eventhub: 'stream_analytics_job_name',
  stream_analytics_reference_input_blob: 'stream_analytics_job_name',
  stream_analytics_stream_input_eventhub_v2: 'stream_analytics_job_id',
  subnet: 'virtual_network_name',
  subnet_network_security_group_association: 'network_security_group_id subnet_id',
  synapse_firewall_rule: 'synapse_workspace_id',
  synapse_workspace:
    'compute_subnet_id data_exfiltration_protection_enabled managed_resource_group_name managed_virtual_network_enabled sql_administrator_login storage_data_lake_gen2_filesystem_id',
  synapse_workspace_extended_auditing_policy: 'synapse_workspace_id',
  synapse_workspace_sql_aad_admin: 'synapse_workspace_id',
  virtual_network: 'edge_zone',
  virtual_network_peering: 'remote_virtual_network_id virtual_network_name',
};

/** The attributes that make a resource of a type anew where they change. */
export function replacing(type: string): readonly string[] {
  const own = REPLACING[type.replace(/^azurerm_/, '')] ?? '';
  return [...EVERYWHERE, ...own.split(' ').filter((name) => name !== '')];
}

/**
 * Whether a change of an attribute that makes a resource anew only for some values does so here: the replication of a storage account, between kinds
 * with and without zones, and the tier of a namespace, to Premium.
 */
export function replacesByValue(type: string, name: string, before: unknown, after: unknown): boolean {
  if (type === 'azurerm_storage_account' && name === 'account_replication_type')
    return String(before).endsWith('ZRS') !== String(after).endsWith('ZRS');
  return type === 'azurerm_eventhub_namespace' && name === 'sku' && after === 'Premium';
}
