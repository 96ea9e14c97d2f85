import { type Bill, byDepartment } from './bill';
import { type BillInput } from './bill-input';
import { dataFlowsFor, type PipelinePlan, planOf, withDataFlows } from './factory/plan';
import { type DataFlowStep } from './factory/steps';
import { pricedByDepartment, pricedOf } from './priced';
import { isCent } from './money';
import { type Range } from './range';
import { type Alternative, withAssumed, withResources, withStacks } from './savings';
import { type Block, type SynthesizedStack, SynthesizedStacks } from './synthesized-stacks';

/** A choice that was made, and what a month would cost more without it. */
export interface Choice {
  /** The choice, in words. */
  readonly choice: string;
  /** What there would be without it, in words. */
  readonly without: string;
  /** What a month costs less by it. */
  readonly saves: Range;
  /** The part of each department in that, as likely as it is known; what is shared and has no part is the platform's. */
  readonly byDepartment: Readonly<Record<string, number>>;
}

/** A choice as it is undone. */
interface Undone {
  readonly choice: string;
  readonly without: string;
  readonly undo: Alternative['apply'];
}

/** What this library chooses, each with what undoes it. */
const CHOICES: readonly Undone[] = [
  {
    choice: 'departments share hosts, unless they ask for their own',
    without: 'a namespace, vault and private endpoints for every department',
    undo: withOwnHosts,
  },
  {
    choice: 'windows as long as the contract allows',
    without: 'every table filled hourly',
    undo: withResources('azurerm_data_factory_trigger_tumbling_window', hourly),
  },
  {
    choice: 'silver tables filled in waves',
    without: 'a run of a data flow for every table',
    undo: withoutWaves,
  },
  {
    choice: 'a third of a streaming unit for a job',
    without: 'a whole one',
    undo: withResources('azurerm_stream_analytics_job', (block) =>
      Number(block.streaming_units) >= 10 ? block : { ...block, streaming_units: 10 },
    ),
  },
  {
    choice: 'public endpoints, where an environment says why',
    without: 'private endpoints and a managed network',
    undo: withPrivateNetwork,
  },
  {
    choice: 'serverless SQL for gold',
    without: 'the smallest dedicated pool for each workspace, DW100c, all month',
    undo: withPools,
  },
  {
    choice: 'no metrics in the logs but those that an alert asks for',
    without: 'all metrics of every service',
    undo: withResources('azurerm_monitor_diagnostic_setting', (block) => ({
      ...block,
      enabled_metric: [{ category: 'AllMetrics' }],
    })),
  },
];

/**
 * What the choices of an environment save in a month, the most first: each undone by itself on the synthesized resources, and priced as they
 * are. What is not chosen here saves nothing and is left out. They do not add up exactly: some undo the same cost.
 */
export function choicesOf(input: BillInput, bill: Bill): Choice[] {
  const full = withAssumed(input, bill);
  const before = byDepartment(bill);
  return CHOICES.map(({ choice, without, undo }): Choice => {
    const undone = pricedOf(undo(full));
    const after = pricedByDepartment(undone);
    const names = new Set([...before.keys(), ...after.keys()]);
    const likely = (of: ReadonlyMap<string, Range>, name: string): number => of.get(name)?.likely ?? 0;
    return {
      choice,
      without,
      saves: {
        low: undone.total.low - bill.total.low,
        likely: undone.total.likely - bill.total.likely,
        high: undone.total.high - bill.total.high,
      },
      byDepartment: Object.fromEntries(
        [...names].map((name) => [name, likely(after, name) - likely(before, name)]),
      ),
    };
  })
    .filter(({ saves }) => isCent(saves.likely))
    .sort((a, b) => b.saves.likely - a.saves.likely);
}

/** Hosts that every department has one of, where it shares none: a namespace only where it has streams. */
const OWN_HOSTS = ['azurerm_key_vault', 'azurerm_private_endpoint'] as const;
const NAMESPACE = 'azurerm_eventhub_namespace';

/** The platform's namespace, vault and endpoints in every department that shares them, and no longer in the platform. */
function withOwnHosts(input: BillInput): BillInput {
  const all = new SynthesizedStacks(input.stacks);
  const shared = input.stacks.find(({ name }) => all.departmentOf(name) === 'platform');
  const hosts = shared?.terraform.resource ?? {};
  const own = new Set(all.ofType('azurerm_data_factory').map(({ stack }) => stack));
  return withStacks(input, (stack) => {
    if (stack === shared) return [...OWN_HOSTS, NAMESPACE].reduce(withoutType, stack);
    if (own.has(stack.name)) return stack;
    const streams = Object.keys(stack.terraform.resource?.azurerm_eventhub ?? {}).length > 0;
    return [...OWN_HOSTS, ...(streams ? [NAMESPACE] : [])].reduce(
      (whole, type) => added(whole, type, hosts[type] ?? {}),
      stack,
    );
  });
}

function withoutType(stack: SynthesizedStack, type: string): SynthesizedStack {
  if (stack.terraform.resource?.[type] === undefined) return stack;
  const { [type]: _gone, ...others } = stack.terraform.resource;
  return { ...stack, terraform: { ...stack.terraform, resource: others } };
}

function hourly(block: Block): Block {
  if (block.frequency === 'Hour' && block.interval === 1) return block;
  return { ...block, frequency: 'Hour', interval: 1 };
}

/** Each data flow of several tables as one for each of them: those of the pipelines that fill them alone, where it fails. */
function withoutWaves(input: BillInput): BillInput {
  const plans = new Map(
    input.stacks.flatMap(({ terraform }) =>
      Object.values(terraform.resource?.azurerm_data_factory_pipeline ?? {}).map(
        (block): [string, PipelinePlan] => [String(block.name), planOf(block)],
      ),
    ),
  );
  const alone = ({ fallbacks }: DataFlowStep): readonly DataFlowStep[] =>
    fallbacks.flatMap(({ pipeline, table }) => {
      const plan = plans.get(pipeline);
      return plan === undefined ? [] : dataFlowsFor(plan, table);
    });
  return withResources('azurerm_data_factory_pipeline', (block) =>
    withDataFlows(block, (wave) => {
      const tables = alone(wave);
      return tables.length === 0 ? [wave] : tables;
    }),
  )(input);
}

/** Parts of services that a private network makes an endpoint for, by the service's type. */
const ENDPOINTS: Readonly<Record<string, number>> = {
  azurerm_storage_account: 2,
  azurerm_eventhub_namespace: 1,
  azurerm_key_vault: 1,
  azurerm_synapse_workspace: 2,
  azurerm_machine_learning_workspace: 1,
  // Of its managed network: two into the lake, one to serverless SQL.
  azurerm_data_factory: 3,
};
const RUNTIME = 'managed-network';

function withPrivateNetwork(input: BillInput): BillInput {
  const isPrivate = input.stacks.some(
    ({ terraform }) => terraform.resource?.azurerm_private_endpoint !== undefined,
  );
  if (isPrivate) return input;
  const managed = withResources('azurerm_data_factory_linked_custom_service', (block) => ({
    ...block,
    integration_runtime: { name: RUNTIME },
  }))(input);
  return {
    ...managed,
    stacks: managed.stacks.map((stack) => {
      const endpoints = Object.entries(ENDPOINTS).flatMap(([type, parts]) =>
        Object.keys(stack.terraform.resource?.[type] ?? {}).flatMap((name) =>
          Array.from({ length: parts }, (_, part): [string, Block] => [`${name}_${part}`, {}]),
        ),
      );
      const runtimes = Object.keys(stack.terraform.resource?.azurerm_data_factory ?? {}).map(
        (name): [string, Block] => [
          name,
          {
            name: RUNTIME,
            data_factory_id: `\${azurerm_data_factory.${name}.id}`,
            virtual_network_enabled: true,
          },
        ],
      );
      return added(
        added(stack, 'azurerm_private_endpoint', Object.fromEntries(endpoints)),
        'azurerm_data_factory_integration_runtime_azure',
        Object.fromEntries(runtimes),
      );
    }),
  };
}

function withPools(input: BillInput): BillInput {
  return {
    ...input,
    stacks: input.stacks.map((stack) =>
      added(
        stack,
        'azurerm_synapse_sql_pool',
        Object.fromEntries(
          Object.keys(stack.terraform.resource?.azurerm_synapse_workspace ?? {}).map((name) => [
            name,
            { name: 'gold', sku_name: 'DW100c' },
          ]),
        ),
      ),
    ),
  };
}

/** A stack with more resources of a type, under names that it has none of. */
function added(
  stack: SynthesizedStack,
  type: string,
  blocks: Readonly<Record<string, Block>>,
): SynthesizedStack {
  const renamed = Object.entries(blocks).map(([name, block]) => [`Without_${name}`, block]);
  if (renamed.length === 0) return stack;
  const { resource = {} } = stack.terraform;
  return {
    ...stack,
    terraform: {
      ...stack.terraform,
      resource: {
        ...resource,
        [type]: { ...resource[type], ...(Object.fromEntries(renamed) as Record<string, Block>) },
      },
    },
  };
}
