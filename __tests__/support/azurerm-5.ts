/**
 * What azurerm 5 no longer takes, of the types that a data platform may have: from the provider's "5.0 Upgrade Guide", and from what
 * `terraform validate` with 5.2.0 said besides.
 */
export const REMOVED_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  azurerm_application_insights: [
    'local_authentication_disabled',
    'disable_ip_masking',
    'daily_data_cap_notifications_disabled',
  ],
  azurerm_automation_account: ['encryption.key_source'],
  azurerm_container_app: [
    'template.container.liveness_probe.termination_grace_period_seconds',
    'template.container.startup_probe.termination_grace_period_seconds',
  ],
  azurerm_cosmosdb_account: ['local_authentication_disabled', 'managed_hsm_key_id'],
  azurerm_data_factory_linked_service_azure_blob_storage: ['key_vault_sas_token'],
  azurerm_data_factory_linked_service_azure_databricks: ['msi_work_space_resource_id'],
  azurerm_eventgrid_system_topic: ['source_arm_resource_id', 'metric_arm_resource_id'],
  azurerm_eventgrid_system_topic_event_subscription: ['source_arm_resource_id'],
  azurerm_eventhub: ['namespace_name', 'resource_group_name'],
  azurerm_federated_identity_credential: ['parent_id', 'resource_group_name'],
  azurerm_key_vault: ['contact', 'enable_rbac_authorization'],
  azurerm_kusto_cluster: ['language_extensions', 'virtual_network_configuration'],
  azurerm_log_analytics_linked_storage_account: ['workspace_resource_id'],
  azurerm_log_analytics_workspace: ['local_authentication_disabled'],
  azurerm_monitor_aad_diagnostic_setting: ['enabled_log.retention_policy'],
  azurerm_monitor_diagnostic_setting: ['metric', 'enabled_log.retention_policy'],
  azurerm_mssql_managed_database: ['long_term_retention_policy.immutable_backups_enabled'],
  azurerm_network_watcher_flow_log: ['network_security_group_id'],
  azurerm_policy_set_definition: ['management_group_id'],
  azurerm_private_dns_zone_virtual_network_link: ['private_dns_zone_name', 'resource_group_name'],
  azurerm_private_link_service: ['enable_proxy_protocol'],
  azurerm_storage_account: ['customer_managed_key.managed_hsm_key_id', 'queue_properties', 'static_website'],
  azurerm_storage_account_customer_managed_key: [
    'key_vault_uri',
    'key_name',
    'key_version',
    'managed_hsm_key_id',
    'key_vault_id',
  ],
  azurerm_storage_blob: ['storage_account_name'],
  azurerm_storage_container: ['storage_account_name', 'resource_manager_id'],
  azurerm_storage_queue: ['storage_account_name', 'resource_manager_id'],
  azurerm_storage_share: ['storage_account_name', 'resource_manager_id'],
  azurerm_storage_table: ['storage_account_name'],
  azurerm_virtual_network_gateway: ['enable_bgp'],
  azurerm_virtual_network_gateway_connection: ['enable_bgp'],
};

/** Arguments that azurerm 5 wants, where azurerm 4 took others or none. */
export const REQUIRED_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  azurerm_federated_identity_credential: ['user_assigned_identity_id'],
  azurerm_key_vault: ['rbac_authorization_enabled'],
  azurerm_private_dns_zone_virtual_network_link: ['private_dns_zone_id'],
};

/** Arguments whose default is another one in azurerm 5: said, they stay what they were. */
export const CHANGED_DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  azurerm_storage_account: ['allow_nested_items_to_be_public'],
};

/** Values that azurerm 5 no longer takes. */
export const REMOVED_VALUES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  azurerm_eventhub_namespace: { minimum_tls_version: ['1.0', '1.1'] },
  azurerm_mssql_server: { minimum_tls_version: ['Disabled', '1.0', '1.1'] },
  azurerm_servicebus_namespace: { minimum_tls_version: ['1.0', '1.1'] },
  azurerm_storage_account: { min_tls_version: ['TLS1_0', 'TLS1_1'] },
  azurerm_synapse_spark_pool: { spark_version: ['3.2', '3.3'] },
};

/** Types that azurerm 5 no longer has, of those that a data platform may have. */
export const REMOVED_TYPES: readonly string[] = [
  'azurerm_ai_services',
  'azurerm_app_service',
  'azurerm_app_service_plan',
  'azurerm_batch_certificate',
  'azurerm_function_app',
  'azurerm_function_app_slot',
  'azurerm_network_packet_capture',
  'azurerm_postgresql_server',
  'azurerm_postgresql_database',
  'azurerm_redis_enterprise_cluster',
  'azurerm_redis_enterprise_database',
  'azurerm_security_center_auto_provisioning',
  'azurerm_static_site',
];
