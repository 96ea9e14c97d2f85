import { TerraformResource, TerraformStack, Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { Placement } from '../constructs/core';

/** Types whose names are unique in the world. */
const WORLDWIDE: readonly string[] = [
  'azurerm_data_factory',
  'azurerm_eventhub_namespace',
  'azurerm_key_vault',
  'azurerm_storage_account',
  'azurerm_synapse_workspace',
];

/** Types whose names are unique in their resource group. */
const IN_GROUPS: readonly string[] = [
  'azurerm_application_insights',
  'azurerm_fabric_capacity',
  'azurerm_log_analytics_workspace',
  'azurerm_machine_learning_workspace',
  'azurerm_network_security_group',
  'azurerm_private_endpoint',
  'azurerm_stream_analytics_job',
  'azurerm_user_assigned_identity',
  'azurerm_virtual_network',
];

/** Resources of a stack that have the name of another one of the app, where Azure has room for one only. */
export function nameClashes(stack: TerraformStack): string[] {
  const taken = new Map<string, IConstruct>();
  for (const node of stack.node.root.node.findAll()) {
    const key = keyOf(node);
    if (key !== undefined && !taken.has(key)) taken.set(key, node);
  }
  return stack.node.findAll().flatMap((node) => {
    const key = keyOf(node);
    const first = key === undefined ? undefined : taken.get(key);
    if (first === undefined || first === node) return [];
    const name = nameOf(node, 'nameInput') ?? '';
    return [
      `"name" of ${node.node.path} is "${name}", which ${first.node.path} has; allowed: ${roomOf(node)}; ` +
        'let settings.naming.resourceName tell the two apart',
    ];
  });
}

/** Where a name counts, and the name; nothing where it is not known, or need not be unique. */
function keyOf(node: IConstruct): string | undefined {
  if (!TerraformResource.isTerraformResource(node)) return undefined;
  const { terraformResourceType: type } = node;
  const name = nameOf(node, 'nameInput');
  if (name === undefined || Token.isUnresolved(name)) return undefined;
  const place = placeOf(node, type);
  return place === undefined ? undefined : JSON.stringify([type, place, name.toLowerCase()]);
}

function placeOf(node: TerraformResource, type: string): string | undefined {
  if (WORLDWIDE.includes(type)) return 'world';
  if (IN_GROUPS.includes(type)) return nameOf(node, 'resourceGroupNameInput');
  if (type !== 'azurerm_resource_group') return undefined;
  const stack: TerraformStack & { readonly placement?: Placement } = TerraformStack.of(node);
  // Who deploys an environment chooses its subscription, where none is decided on.
  return stack.placement?.subscriptionId ?? stack.placement?.environment.name;
}

function roomOf(node: IConstruct): string {
  const type = TerraformResource.isTerraformResource(node) ? node.terraformResourceType : '';
  if (WORLDWIDE.includes(type)) return 'names that are unique in the world';
  return `names that are unique in a ${IN_GROUPS.includes(type) ? 'resource group' : 'subscription'}`;
}

function nameOf(node: IConstruct, property: 'nameInput' | 'resourceGroupNameInput'): string | undefined {
  const value = (node as unknown as Readonly<Record<string, unknown>>)[property];
  return typeof value === 'string' ? value : undefined;
}
