/**
 * The types of resources that hold what nobody can make anew, or that go together with it: data, events that are on their way, models, the history of what
 * ran. A test holds the list against `prevent_destroy` in what is synthesized.
 */
export const HOLDS_DATA: readonly string[] = Object.freeze([
  'azurerm_data_factory',
  'azurerm_eventhub',
  'azurerm_eventhub_namespace',
  'azurerm_key_vault',
  'azurerm_machine_learning_workspace',
  'azurerm_storage_account',
  'azurerm_storage_container',
  'azurerm_synapse_workspace',
]);

/** Types that hold data and are not protected by Terraform itself, with the reason: the guard alone looks after them. */
export const GUARDED_ALONE: Readonly<Record<string, string>> = Object.freeze({
  azurerm_log_analytics_workspace: 'logs are evidence, and can be brought back for 14 days',
  azurerm_resource_group:
    'a group that goes takes with it what is in it; the provider refuses while it knows of something',
  azurerm_eventhub_consumer_group: 'a reader that is made anew begins anew',
  azurerm_user_assigned_identity:
    'an identity that is made anew has another id under the same name: its grants and logins are gone',
  azurerm_data_factory_trigger_tumbling_window: 'a trigger that is made anew runs every window anew',
});

/** Types by which somebody hears of what goes wrong, or can look it up later. */
export const REPORTS: readonly string[] = Object.freeze([
  'azurerm_consumption_budget_subscription',
  'azurerm_monitor_action_group',
  'azurerm_monitor_diagnostic_setting',
  'azurerm_monitor_metric_alert',
  'azurerm_monitor_scheduled_query_rules_alert_v2',
  'azurerm_synapse_workspace_extended_auditing_policy',
]);
