import { withJobHours } from './assumptions';
import { type Bill } from './bill';
import { type BillInput } from './bill-input';
import { isCent } from './money';
import { pricedOf } from './priced';
import { exactly, type Range } from './range';
import { type Block, type SynthesizedStack } from './synthesized-stacks';

/** A change, and what it takes off a month's bill. */
export interface Saving {
  /** The change, in words. */
  readonly change: string;
  /** What it gives up, in words. */
  readonly price: string;
  /** What a month costs less. */
  readonly saves: Range;
}

/** A change that is priced as if it had been made. */
export interface Alternative {
  /** The change, in words. */
  readonly change: string;
  /** What it gives up, in words. */
  readonly price: string;
  /** The bill's input after the change. */
  readonly apply: (input: BillInput) => BillInput;
}

const DAY_MINUTES = 1440;

/** Changes that every bill tries. */
export const ALTERNATIVES: readonly Alternative[] = Object.freeze([
  {
    change: 'all windows a day long',
    price: 'tables are a day old before they are filled again',
    apply: withResources('azurerm_data_factory_trigger_tumbling_window', daily),
  },
  {
    change: 'public endpoints instead of private ones',
    price: 'services are reached from the internet, by identity alone',
    apply: withoutPrivateNetwork,
  },
  {
    change: 'streaming jobs for twelve hours a day',
    price: 'alerts and landed events wait for the other twelve',
    apply: (input) => ({
      ...input,
      ...(input.assumptions && { assumptions: withJobHours(input.assumptions, exactly(12)) }),
    }),
  },
  {
    change: 'lakes in one building (LRS)',
    price: 'data are lost with the building',
    apply: withResources('azurerm_storage_account', (block) => ({
      ...block,
      account_replication_type: 'LRS',
    })),
  },
  {
    change: 'no metrics in the logs',
    price: 'metrics are looked at in each service, for 93 days',
    apply: withResources('azurerm_monitor_diagnostic_setting', (block) => ({ ...block, enabled_metric: [] })),
  },
  {
    change: 'triggers and jobs stopped',
    price: 'nothing is filled, and no alert fires',
    apply: (input) => ({ ...input, running: false }),
  },
]);

/** What each change takes off a month's bill, the most first; a change that saves nothing is left out. */
export function savingsOf(
  input: BillInput,
  bill: Bill,
  alternatives: readonly Alternative[] = ALTERNATIVES,
): Saving[] {
  const full = withAssumed(input, bill);
  return alternatives
    .map(({ change, price, apply }): Saving => {
      const { total } = pricedOf(apply(full));
      const saves = {
        low: bill.total.low - total.low,
        likely: bill.total.likely - total.likely,
        high: bill.total.high - total.high,
      };
      return { change, price, saves };
    })
    .filter(({ saves }) => isCent(saves.likely))
    .sort((a, b) => b.saves.likely - a.saves.likely);
}

/** An input with what its bill assumes, so that all alternatives assume the same. */
export function withAssumed(input: BillInput, { assumed }: Bill): BillInput {
  return input.assumptions === assumed ? input : { ...input, assumptions: assumed };
}

/** What becomes of a resource. */
export type Change = (block: Block) => Block | undefined;

/** The same input, with every resource of a type changed; one that becomes nothing is left out. */
export function withResources(type: string, change: Change): Alternative['apply'] {
  return (input) => withStacks(input, (stack) => changed(stack, type, change));
}

/** The same input with stacks changed; itself, where none is: what was computed of it is known. */
export function withStacks(
  input: BillInput,
  change: (stack: SynthesizedStack) => SynthesizedStack,
): BillInput {
  const stacks = input.stacks.map(change);
  return stacks.every((stack, index) => stack === input.stacks[index]) ? input : { ...input, stacks };
}

function changed(stack: SynthesizedStack, type: string, change: Change): SynthesizedStack {
  const { resource = {} } = stack.terraform;
  const before = Object.entries(resource[type] ?? {});
  const blocks = before.flatMap(([name, block]): [string, Block][] => {
    const after = change(block);
    return after === undefined ? [] : [[name, after]];
  });
  if (blocks.length === before.length && blocks.every(([, block], index) => block === before[index]?.[1]))
    return stack;
  const { [type]: _before, ...others } = resource;
  return {
    ...stack,
    terraform: { ...stack.terraform, resource: { ...others, [type]: Object.fromEntries(blocks) } },
  };
}

function withoutPrivateNetwork(input: BillInput): BillInput {
  const gone = [
    'azurerm_private_endpoint',
    'azurerm_private_dns_zone',
    'azurerm_data_factory_managed_private_endpoint',
    'azurerm_machine_learning_workspace_network_outbound_rule_private_endpoint',
    'azurerm_virtual_network_peering',
  ];
  const open = gone.reduce((after, type) => withResources(type, () => undefined)(after), input);
  return withResources('azurerm_data_factory_integration_runtime_azure', (block) =>
    block.virtual_network_enabled === true ? { ...block, virtual_network_enabled: false } : block,
  )(open);
}

function daily(block: Block): Block {
  const minutes = block.frequency === 'Minute' ? 1 : 60;
  const interval = typeof block.interval === 'number' ? block.interval : 1;
  return minutes * interval >= DAY_MINUTES ? block : { ...block, interval: DAY_MINUTES / minutes };
}
