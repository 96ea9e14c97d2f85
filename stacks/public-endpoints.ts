import type { Block } from '../cost';

/** Switches of public access, by their names. */
const SWITCHES = ['public_network_access_enabled', 'public_network_enabled'] as const;

/** Types with such a switch, which Azure opens unless the resource closes it. Source: the documentation of the azurerm provider, 4.55. */
const OPEN_UNLESS_CLOSED: Readonly<Record<string, (typeof SWITCHES)[number]>> = Object.freeze({
  azurerm_cognitive_account: SWITCHES[0],
  azurerm_container_registry: SWITCHES[0],
  azurerm_cosmosdb_account: SWITCHES[0],
  azurerm_data_factory: SWITCHES[1],
  azurerm_eventgrid_topic: SWITCHES[0],
  azurerm_eventhub_namespace: SWITCHES[0],
  azurerm_key_vault: SWITCHES[0],
  azurerm_linux_function_app: SWITCHES[0],
  azurerm_linux_web_app: SWITCHES[0],
  azurerm_machine_learning_workspace: SWITCHES[0],
  azurerm_mssql_server: SWITCHES[0],
  azurerm_postgresql_flexible_server: SWITCHES[0],
  azurerm_search_service: SWITCHES[0],
  azurerm_servicebus_namespace: SWITCHES[0],
  azurerm_storage_account: SWITCHES[0],
  azurerm_synapse_workspace: SWITCHES[0],
  azurerm_windows_function_app: SWITCHES[0],
  azurerm_windows_web_app: SWITCHES[0],
});

/** Types that are a way in from the internet by themselves, with what they are. */
const WAYS_IN: Readonly<Record<string, string>> = Object.freeze({
  azurerm_public_ip: 'a public address',
  azurerm_public_ip_prefix: 'public addresses',
});

/**
 * What makes a resource, as it was written, reachable from the internet; nothing where nothing does that is known.
 *
 * A Log Analytics workspace does not count: logs come over the endpoints of Azure Monitor, in a private environment, too.
 */
export function publicBy(type: string, block: Block): string | undefined {
  const way = WAYS_IN[type];
  if (way !== undefined) return `it is ${way}`;
  if (/^azurerm_\w+_firewall_rule$/.test(type)) return 'it lets in addresses of the internet';
  const open = SWITCHES.find((name) => block[name] === true);
  if (open !== undefined) return `${open} is true`;
  const closing = OPEN_UNLESS_CLOSED[type];
  if (closing !== undefined && block[closing] === undefined)
    return `${closing} is not said, and is true then`;
  if (block.allow_nested_items_to_be_public === true) return 'allow_nested_items_to_be_public is true';
  const { container_access_type: access } = block;
  if (access !== undefined && access !== 'private' && typeof access === 'string')
    return `container_access_type is "${access}"`;
  return undefined;
}
