import { computedOnce } from '../model/collections';
import { type Assumed } from './assumptions';
import { assumedIn, type BillInput } from './bill-input';
import { TRIGGER_TYPES } from './factory/factory';
import { FactoryRuns } from './factory/factory-runs';
import { PRICED_TYPES } from './meters';
import { type Usage, type UsageContext } from './meters/usage';
import { meterOf } from './prices/meters';
import { type Price } from './prices/price';
import { PriceList } from './prices/price-list';
import { isNothing, NOTHING, product, type Range, sumOf } from './range';
import { type Shares, sharesOf } from './shares';
import { SynthesizedStacks } from './synthesized-stacks';
import { type Volume, volumesOf } from './volumes';
import { workCost } from './work-cost';

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
  /** What all of it costs. */
  readonly total: Range;
  /** Everything that is used. */
  readonly uses: readonly PricedUse[];
  /** What each stack costs by types of its resources: the runs of all triggers as one. */
  readonly costs: readonly StackCost[];
  /** How the cost of a type of resource is divided that departments share. */
  readonly sharesOf: (type: string) => Shares;
}

/** What a stack costs by some of its resources. */
export interface StackCost {
  /** The stack that it is counted for. */
  readonly stack: string;
  /** The type of the resources. */
  readonly type: string;
  /** What they cost. */
  readonly cost: Range;
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
  const region = environment.location;
  const pricedIn = (types: readonly string[]): readonly PricedUse[] =>
    usagesOf(types, context).map((usage) => pricedUse(usage, prices, region));
  const standing = pricedIn(OTHER_TYPES);
  const costs = [
    ...standing.map(({ usage: { resource, stack = resource.stack }, cost }) => ({
      stack,
      type: resource.type,
      cost,
    })),
    ...runs.stacks.map((stack) => ({
      stack,
      type: 'azurerm_data_factory_pipeline',
      cost: workCost(runs.monthOf(stack), prices, region),
    })),
  ];
  let uses: readonly PricedUse[] | undefined;
  return {
    environment: environment.name,
    region,
    currency: prices.currency,
    running,
    assumed,
    stacks,
    runs,
    total: sumOf(costs.map(({ cost }) => cost)),
    // Of most months nobody asks more than what they cost, and most uses are those of triggers.
    get uses() {
      return (uses ??= [...standing, ...pricedIn(TRIGGER_TYPES)]);
    },
    costs,
    sharesOf: sharesOf(context),
  };
}

const OTHER_TYPES = Object.keys(PRICED_TYPES).filter((type) => !TRIGGER_TYPES.includes(type));

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
export function pricedByDepartment({ costs, stacks, sharesOf: shares }: Priced): Map<string, Range> {
  return paidBy(
    costs.map(({ stack, type, cost }) => {
      const department = stacks.departmentOf(stack);
      return department === 'platform' ? { department, cost, shares: shares(type) } : { department, cost };
    }),
  );
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
  const add = (department: string, { low, likely, high }: Range): void => {
    const before = all.get(department) ?? NOTHING;
    all.set(department, {
      low: before.low + low,
      likely: before.likely + likely,
      high: before.high + high,
    });
  };
  for (const { department, shares, cost } of costs) {
    const parts = Object.entries(shares?.parts ?? {});
    if (parts.length === 0) add(department, cost);
    for (const [name, part] of parts) add(name, product(cost, part));
  }
  return all;
}
