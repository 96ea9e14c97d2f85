import type { Json, StackJson } from './json';

/** What a plan does with resources, by address. */
export interface Changes {
  readonly created: ReadonlySet<string>;
  readonly destroyed: ReadonlySet<string>;
  readonly updated: ReadonlySet<string>;
  readonly replaced: ReadonlySet<string>;
}

/** Attributes whose change replaces a resource. Source: the provider's documentation of each type. */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  azurerm_data_factory_custom_dataset: ['name', 'data_factory_id', 'type'],
  azurerm_data_factory_data_flow: ['name', 'data_factory_id'],
  azurerm_data_factory_pipeline: ['name', 'data_factory_id'],
  azurerm_data_factory_trigger_tumbling_window: [
    'name',
    'data_factory_id',
    'frequency',
    'interval',
    'start_time',
  ],
  azurerm_eventhub: ['name', 'namespace_id', 'partition_count'],
  azurerm_storage_container: ['name', 'storage_account_id', 'storage_account_name'],
  azurerm_stream_analytics_job: ['name', 'resource_group_name', 'location'],
  azurerm_stream_analytics_job_schedule: ['stream_analytics_job_id'],
  azurerm_stream_analytics_output_blob: ['name', 'stream_analytics_job_name'],
  azurerm_stream_analytics_stream_input_eventhub_v2: ['name', 'stream_analytics_job_id'],
};

/** What a plan does when the state holds one configuration and the code says another. */
export function planned(before: readonly StackJson[], after: readonly StackJson[]): Changes {
  const [old, next] = [blocks(before), blocks(after)];
  const created = new Set([...next.keys()].filter((address) => !old.has(address)));
  const destroyed = new Set([...old.keys()].filter((address) => !next.has(address)));
  const updated = new Set<string>();
  const replaced = new Set<string>();
  for (const [address, block] of next) {
    const changed = old.has(address) ? changedIn(old.get(address)!, block) : [];
    if (changed.length === 0) continue;
    const replacing = REPLACING[address.slice(0, address.indexOf('.'))] ?? [];
    (changed.some((name) => replacing.includes(name)) ? replaced : updated).add(address);
  }
  for (const [address, block] of next) {
    const triggers = lifecycleOf(block, 'replace_triggered_by');
    const by = (each: string): boolean => updated.has(each) || replaced.has(each);
    if (old.has(address) && triggers.some(by)) {
      updated.delete(address);
      replaced.add(address);
    }
  }
  return { created, destroyed, updated, replaced };
}

/** Blocks of all resources by address. An address is that of one stack: no two of an environment share one. */
function blocks(stacks: readonly StackJson[]): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  for (const [index, { resource = {} }] of stacks.entries())
    for (const [type, named] of Object.entries(resource))
      for (const [name, block] of Object.entries(named)) {
        const address = `${type}.${name}`;
        found.set(found.has(address) ? `${address}#${index}` : address, block);
      }
  return found;
}

function lifecycleOf(block: Json, name: string): readonly string[] {
  return ((block['lifecycle'] as Json | undefined)?.[name] ?? []) as readonly string[];
}

/** Names of attributes that differ; what Terraform itself looks at is none. */
function changedIn(before: Json, after: Json): string[] {
  const ignored = ['//', 'depends_on', 'lifecycle', ...lifecycleOf(after, 'ignore_changes')];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter(
    (name) => !ignored.includes(name) && JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
}
