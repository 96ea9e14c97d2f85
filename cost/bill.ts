import { type Company, type Environment } from '../model';
import { type Assumed, assumedWith, type AssumptionName } from './assumptions';
import { FactoryRuns } from './factory/factory-runs';
import { FREE_TYPES, PRICED_TYPES } from './meters';
import { type Usage, type UsageContext } from './meters/usage';
import { type MeterId, meterOf } from './prices/meters';
import { computedOnce } from './memo';
import { type Price, provenance } from './prices/price';
import { PriceList } from './prices/price-list';
import { lineReservations } from './reservations';
import { sharesOf } from './shares';
import { isNothing, NOTHING, product, type Range, sumOf } from './range';
import {
  addressOf,
  pathOf,
  type SynthesizedStack,
  SynthesizedStacks,
  textOf,
  type WrittenResource,
} from './synthesized-stacks';
import { type Volume, volumesOf } from './volumes';

/** What a bill is made of. */
export interface BillInput {
  /** The stacks of one environment, as they were synthesized, by any version of the library. */
  readonly stacks: readonly SynthesizedStack[];
  /** Whose contracts say how much comes. */
  readonly company: Pick<Company, 'departments'>;
  /** The environment: its region decides which prices hold. */
  readonly environment: Pick<Environment, 'name' | 'location' | 'cost'>;
  /** Prices. @default those that the library knows */
  readonly prices?: PriceList;
  /** What is assumed. @default the library's assumptions, with the environment's in their place */
  readonly assumptions?: Assumed;
  /** Whether triggers and streaming jobs run; stopped, everything is there, and no rows come. */
  readonly running: boolean;
}

/** One line of a bill: what one resource uses of one meter in a month. */
export interface BillLine {
  /** The stack that it is counted for. */
  readonly stack: string;
  /** The department of the stack; `platform` for what departments share. */
  readonly department: string;
  /** What made the resource: a layer, or a host. */
  readonly layer: string;
  /** The address of the resource. */
  readonly resource: string;
  /** Its name in Azure, where it has one. */
  readonly name: string;
  /** The resource that Azure bills it on, by its name: the factory of a pipeline, the account of a container. */
  readonly billedAs: string;
  /** The resource group of that; nothing, where the stacks do not say it. */
  readonly resourceGroup: string;
  /** What it is used for. */
  readonly what: string;
  /** What is counted; what has no meter is named in words. */
  readonly meter: string;
  /** How much, in units. */
  readonly quantity: Range;
  /** What a unit is. */
  readonly unit: string;
  /** What a unit costs; not known, where absent. */
  readonly price?: Price;
  /** What it costs in a month, in the bill's currency; nothing, where the price is not known. */
  readonly cost: Range;
  /** Where the price comes from, and what a reader has to be warned of. */
  readonly provenance: string;
  /** Assumptions that the quantity is computed with. */
  readonly assumptions: readonly AssumptionName[];
  /** By what a shared resource's cost is divided, and the department's parts, which add up to 1. @default not shared */
  readonly shares?: { readonly by: string; readonly parts: Readonly<Record<string, number>> };
}

/** What an environment costs in a month. */
export interface Bill {
  /** The environment. */
  readonly environment: string;
  /** Its region. */
  readonly region: string;
  /** The currency of all figures. */
  readonly currency: string;
  /** Whether triggers and jobs run. */
  readonly running: boolean;
  /** Its lines, the most likely ones first. */
  readonly lines: readonly BillLine[];
  /** The sum of all lines. */
  readonly total: Range;
  /** What the total leaves out or cannot be sure of, each in a few words; it is printed with every total. */
  readonly reservations: readonly string[];
  /** What is assumed. */
  readonly assumed: Assumed;
  /** What runs in the data factories. */
  readonly runs: FactoryRuns;
}

const NO_VOLUMES: readonly Volume[] = [];

/**
 * The same input has the same bill: some are asked for again, and some alternatives change nothing. What an alternative alone has, such as a company that has
 * grown, takes its bill along when it goes.
 */
const KNOWN = new WeakMap<object, WeakMap<BillInput['stacks'], WeakMap<object, readonly KnownBill[]>>>();

interface KnownBill {
  readonly input: BillInput;
  readonly bill: Bill;
}

/** What a bill's input assumes. */
export function assumedIn({
  assumptions,
  environment,
}: Pick<BillInput, 'assumptions' | 'environment'>): Assumed {
  return assumptions ?? assumedWith(environment.cost?.assumptions);
}

/** Computes what an environment costs in a month. */
export function billOf(input: BillInput): Bill {
  const { company, stacks, environment, assumptions } = input;
  const ofCompany = computedOnce(KNOWN, company, () => new WeakMap());
  const ofStacks = computedOnce(ofCompany, stacks, () => new WeakMap());
  // Without assumptions of its own, a bill assumes what its environment does.
  const key = assumptions ?? environment;
  const known = ofStacks.get(key) ?? [];
  const same = known.find((each) => FIELDS.every((field) => each.input[field] === input[field]));
  if (same) return same.bill;
  const bill = computedBill(input);
  ofStacks.set(key, [...known, { input, bill }]);
  return bill;
}

const FIELDS = ['environment', 'prices', 'assumptions', 'running'] as const;

function computedBill(input: BillInput): Bill {
  const { environment, company, running, prices = new PriceList() } = input;
  const assumed = assumedIn(input);
  const stacks = new SynthesizedStacks(input.stacks);
  const volumes = running ? volumesOf(company, assumed) : NO_VOLUMES;
  const runs = FactoryRuns.of(stacks, assumed, volumes, running);
  const context: UsageContext = { stacks, volumes, assumed, running, runs };
  const shares = sharesOf(context);
  const usages = stacks.resources.flatMap(
    (resource) => PRICED_TYPES[resource.type]?.(resource, context) ?? [],
  );
  const lines = usages
    .filter(({ quantity }) => !isNothing(quantity))
    .map((usage) => lineOf(usage, { stacks, prices, region: environment.location, shares }))
    .sort(
      (a, b) =>
        b.cost.likely - a.cost.likely ||
        b.cost.high - a.cost.high ||
        compare(a.resource, b.resource) ||
        compare(a.stack, b.stack) ||
        compare(a.what, b.what),
    );
  return {
    environment: environment.name,
    region: environment.location,
    currency: prices.currency,
    running,
    lines,
    total: sumOf(lines.map(({ cost }) => cost)),
    reservations: reservationsOf(lines, stacks.resources, environment.location),
    assumed,
    runs,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

interface LineContext {
  readonly stacks: SynthesizedStacks;
  readonly prices: PriceList;
  readonly region: string;
  readonly shares: ReturnType<typeof sharesOf>;
}

function lineOf(usage: Usage, { stacks, prices, region, shares }: LineContext): BillLine {
  const { resource, what, meter, quantity, assumptions = [] } = usage;
  const stack = usage.stack ?? resource.stack;
  const department = stacks.departmentOf(stack);
  const known = typeof meter === 'string' ? meter : undefined;
  const price = known && prices.priceOf(known, region);
  const units = product(quantity, 1 / ((known && meterOf(known).per) ?? 1));
  return {
    stack,
    department,
    layer: layerOf(resource),
    resource: addressOf(resource),
    name: textOf(resource.block, 'name'),
    ...billing(resource, stacks),
    what,
    meter: known ?? (meter as { readonly unknown: string }).unknown,
    quantity: units,
    unit: known === undefined ? 'unit' : meterOf(known).unit,
    ...(price && { price }),
    cost: price ? product(units, price.amount) : NOTHING,
    provenance: price ? provenance(price, region) : 'PRICE NOT KNOWN',
    assumptions,
    ...(department === 'platform' && { shares: shares(resource.type) }),
  };
}

/** What is part of something else is billed on that. */
const PARENTS = [
  'data_factory_id',
  'namespace_id',
  'storage_account_id',
  'machine_learning_workspace_id',
  'workspace_id',
] as const;

function billing(
  resource: WrittenResource,
  stacks: SynthesizedStacks,
): Pick<BillLine, 'billedAs' | 'resourceGroup'> {
  const { stack, block } = resource;
  const parent = PARENTS.find((attribute) => block[attribute] !== undefined);
  const place = parent && stacks.placeOf(stack, block[parent]);
  const billed = place?.resource ?? resource;
  const group = billed.block.resource_group_name;
  return {
    billedAs: place?.shown ?? textOf(block, 'name'),
    resourceGroup: typeof group === 'string' ? stacks.placeOf(billed.stack, group).shown : '',
  };
}

/** What made a resource: one of the layers, or a host; of what stands in the stack itself, `Others`. */
function layerOf(resource: WrittenResource): string {
  const [first = '', second = ''] = pathOf(resource).split('/');
  if (second === '') return 'Others';
  return first === 'Hosts' ? `Hosts/${second}` : first;
}

function reservationsOf(
  lines: readonly BillLine[],
  resources: readonly WrittenResource[],
  region: string,
): string[] {
  const unknownTypes = new Set(
    resources.map(({ type }) => type).filter((type) => !(type in PRICED_TYPES) && !(type in FREE_TYPES)),
  );
  return [
    ...lineReservations(lines, region, 'the bill'),
    ...(unknownTypes.size === 0 ? [] : [`not priced: ${[...unknownTypes].sort().join(', ')}`]),
  ];
}

/** What each department pays: its own lines, and its parts of what is shared; `platform` where nobody takes part. */
export function byDepartment(bill: Pick<Bill, 'lines'>): Map<string, Range> {
  const all = new Map<string, Range>();
  const add = (department: string, cost: Range): void => {
    all.set(department, sumOf([all.get(department) ?? NOTHING, cost]));
  };
  for (const { department, shares, cost } of bill.lines) {
    const parts = Object.entries(shares?.parts ?? {});
    if (parts.length === 0) add(department, cost);
    for (const [name, part] of parts) add(name, product(cost, part));
  }
  return all;
}

/** The lines' costs by one of their properties. */
export function costBy(
  bill: Pick<Bill, 'lines'>,
  property: 'stack' | 'layer' | 'meter' | 'what',
): Map<string, Range> {
  const all = new Map<string, Range>();
  for (const line of bill.lines) {
    const key = line[property];
    all.set(key, sumOf([all.get(key) ?? NOTHING, line.cost]));
  }
  return all;
}

/** What some work of pipelines costs, such as a first start: its kinds that are billed. */
export function isProcessing(meter: string): meter is MeterId {
  return meter.startsWith('data-factory/') && meter !== 'data-factory/read-write';
}
