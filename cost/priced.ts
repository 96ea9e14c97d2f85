import { type Assumed } from './assumptions';
import { assumedIn, type BillInput } from './bill-input';
import { FactoryRuns } from './factory/factory-runs';
import { groupBy } from './group';
import { computedOnce } from './memo';
import { PRICED_TYPES } from './meters';
import { type Usage, type UsageContext } from './meters/usage';
import { meterOf } from './prices/meters';
import { type Price } from './prices/price';
import { PriceList } from './prices/price-list';
import { isNothing, NOTHING, product, type Range, sumOf } from './range';
import { type Shares, sharesOf } from './shares';
import { SynthesizedStacks } from './synthesized-stacks';
import { type Volume, volumesOf } from './volumes';

/** What something uses of a meter in a month, and what that costs. */
export interface PricedUse {
  /** What is used. */
  readonly usage: Usage;
  /** How much, in units of the meter. */
  readonly quantity: Range;
  /** What a unit costs; not known, where absent. */
  readonly price: Price | undefined;
  /** What it costs; nothing, where the price is not known. */
  readonly cost: Range;
}

/** A month of an environment, priced: what a bill tells of in lines, and what an alternative is compared by without any. */
export interface Priced {
  /** The environment. */
  readonly environment: string;
  /** Its region. */
  readonly region: string;
  /** The currency of all figures. */
  readonly currency: string;
  /** Whether triggers and jobs run. */
  readonly running: boolean;
  /** What is assumed. */
  readonly assumed: Assumed;
  /** The stacks. */
  readonly stacks: SynthesizedStacks;
  /** What runs in the data factories. */
  readonly runs: FactoryRuns;
  /** Everything that is used. */
  readonly uses: readonly PricedUse[];
  /** What all of it costs. */
  readonly total: Range;
  /** How the cost of a type of resource is divided that departments share. */
  readonly sharesOf: (type: string) => Shares;
}

const NO_VOLUMES: readonly Volume[] = [];

/**
 * The same input is priced once: some are asked for again, and some alternatives change nothing. What an alternative alone has, such as a company that has
 * grown, takes its prices along when it goes.
 */
const KNOWN = new WeakMap<object, WeakMap<BillInput['stacks'], WeakMap<object, readonly Known[]>>>();

interface Known {
  readonly input: BillInput;
  readonly priced: Priced;
}

/** Prices a month of an environment. */
export function pricedOf(input: BillInput): Priced {
  const { company, stacks, environment, assumptions } = input;
  const ofCompany = computedOnce(KNOWN, company, () => new WeakMap());
  const ofStacks = computedOnce(ofCompany, stacks, () => new WeakMap());
  // Without assumptions of its own, a bill assumes what its environment does.
  const key = assumptions ?? environment;
  const known = ofStacks.get(key) ?? [];
  const same = known.find((each) => FIELDS.every((field) => each.input[field] === input[field]));
  if (same) return same.priced;
  const priced = computedPrices(input);
  ofStacks.set(key, [...known, { input, priced }]);
  return priced;
}

const FIELDS = ['environment', 'prices', 'assumptions', 'running'] as const;

function computedPrices(input: BillInput): Priced {
  const { environment, company, running, prices = new PriceList() } = input;
  const assumed = assumedIn(input);
  const stacks = new SynthesizedStacks(input.stacks);
  const volumes = running ? volumesOf(company, assumed) : NO_VOLUMES;
  const runs = FactoryRuns.of(stacks, assumed, volumes, running);
  const context: UsageContext = { stacks, volumes, assumed, running, runs };
  const ofRuns = computedOnce(USED_BY_RUNS, runs, () => usagesOf(RUN_TYPES, context));
  const others = usagesOf(OTHER_TYPES, context);
  const uses = [ofRuns, others].flatMap((usages) =>
    usages.map((usage) => pricedUse(usage, prices, environment.location)),
  );
  return {
    environment: environment.name,
    region: environment.location,
    currency: prices.currency,
    running,
    assumed,
    stacks,
    runs,
    uses,
    total: sumOf(uses.map(({ cost }) => cost)),
    sharesOf: sharesOf(context),
  };
}

/** Types of which what runs in the factories says alone what they use: the same runs use the same, and are most of a bill. */
const RUN_TYPES: readonly string[] = [
  'azurerm_data_factory_pipeline',
  'azurerm_data_factory_trigger_schedule',
  'azurerm_data_factory_trigger_tumbling_window',
];
const OTHER_TYPES = Object.keys(PRICED_TYPES).filter((type) => !RUN_TYPES.includes(type));
const USED_BY_RUNS = new WeakMap<FactoryRuns, readonly Usage[]>();

/** What all resources of some types use. */
function usagesOf(types: readonly string[], context: UsageContext): readonly Usage[] {
  return types.flatMap((type) =>
    context.stacks
      .ofType(type)
      .flatMap((resource) => PRICED_TYPES[type]?.(resource, context) ?? [])
      .filter(({ quantity }) => !isNothing(quantity)),
  );
}

function pricedUse(usage: Usage, prices: PriceList, region: string): PricedUse {
  const { meter, quantity: counted } = usage;
  if (typeof meter !== 'string') return { usage, quantity: counted, price: undefined, cost: NOTHING };
  const price = prices.priceOf(meter, region);
  const { per = 1 } = meterOf(meter);
  const quantity = per === 1 ? counted : product(counted, 1 / per);
  return { usage, quantity, price, cost: price ? product(quantity, price.amount) : NOTHING };
}

/** What each department pays of what is priced: what is used for it, and its parts of what is shared; `platform` where nobody takes part. */
export function pricedByDepartment({ uses, stacks, sharesOf: shares }: Priced): Map<string, Range> {
  const costOf = (some: readonly PricedUse[]): Range => sumOf(some.map(({ cost }) => cost));
  const byStack = groupBy(uses, ({ usage: { resource, stack = resource.stack } }) => stack);
  const paid = [...byStack].flatMap(([stack, own]): Paid[] => {
    const department = stacks.departmentOf(stack);
    if (department !== 'platform') return [{ department, cost: costOf(own) }];
    const byType = groupBy(own, ({ usage }) => usage.resource.type);
    return [...byType].map(([type, some]) => ({ department, cost: costOf(some), shares: shares(type) }));
  });
  return paidBy(paid);
}

/** A cost, and who pays it. */
interface Paid {
  readonly department: string;
  readonly cost: Range;
  readonly shares?: { readonly parts: Readonly<Record<string, number>> };
}

/** What each department pays of some costs, with its parts of those that are shared. */
export function paidBy(costs: readonly Paid[]): Map<string, Range> {
  const all = new Map<string, Range>();
  const add = (department: string, cost: Range): void => {
    all.set(department, sumOf([all.get(department) ?? NOTHING, cost]));
  };
  for (const { department, shares, cost } of costs) {
    const parts = Object.entries(shares?.parts ?? {});
    if (parts.length === 0) add(department, cost);
    for (const [name, part] of parts) add(name, product(cost, part));
  }
  return all;
}
