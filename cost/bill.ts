import { computedOnce, groupBy } from '../model/collections';
import { type Assumed, type AssumptionName } from './assumptions';
import { type BillInput } from './bill-input';
import { type FactoryRuns } from './factory/factory-runs';
import { FREE_TYPES, PRICED_TYPES } from './meters';
import { paidBy, type Priced, type PricedUse, pricedOf } from './priced';
import { type MeterId, meterOf } from './prices/meters';
import { type Price, provenance } from './prices/price';
import { type Range, sumOf } from './range';
import { lineReservations } from './reservations';
import {
  addressOf,
  pathOf,
  type SynthesizedStacks,
  textOf,
  type WrittenResource,
} from './synthesized-stacks';

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

/** Computes what an environment costs in a month. */
export function billOf(input: BillInput): Bill {
  const priced = pricedOf(input);
  return computedOnce(BILLS, priced, () => toldOf(priced));
}

/** What is priced is often asked for its total alone: its bill goes with it. */
const BILLS = new WeakMap<Priced, Bill>();

function toldOf(priced: Priced): Bill {
  const { environment, region, currency, running, total, assumed, runs } = priced;
  let lines: readonly BillLine[] | undefined;
  let reservations: readonly string[] | undefined;
  return {
    environment,
    region,
    currency,
    running,
    total,
    assumed,
    runs,
    get lines() {
      return (lines ??= linesIn(priced));
    },
    get reservations() {
      return (reservations ??= reservationsOf(priced));
    },
  };
}

function linesIn(priced: Priced): readonly BillLine[] {
  return priced.uses
    .map((use) => lineOf(use, priced))
    .sort(
      (a, b) =>
        b.cost.likely - a.cost.likely ||
        b.cost.high - a.cost.high ||
        compare(a.resource, b.resource) ||
        compare(a.stack, b.stack) ||
        compare(a.what, b.what),
    );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function lineOf({ usage, quantity, price, cost }: PricedUse, priced: Priced): BillLine {
  const { resource, what, meter, assumptions = [] } = usage;
  const { stacks, region } = priced;
  const stack = usage.stack ?? resource.stack;
  const department = stacks.departmentOf(stack);
  const known = typeof meter === 'string' ? meterOf(meter) : undefined;
  return {
    stack,
    department,
    layer: layerOf(resource),
    resource: addressOf(resource),
    name: textOf(resource.block, 'name'),
    ...billing(resource, stacks),
    what,
    meter: typeof meter === 'string' ? meter : meter.unknown,
    quantity,
    unit: known?.unit ?? 'unit',
    ...(price && { price }),
    cost,
    provenance: price ? provenance(price, region) : 'PRICE NOT KNOWN',
    assumptions,
    ...(department === 'platform' && { shares: priced.sharesOf(resource.type) }),
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

function reservationsOf({ uses, stacks, region }: Priced): string[] {
  const unknownTypes = stacks.types.filter((type) => !(type in PRICED_TYPES) && !(type in FREE_TYPES));
  return [
    ...lineReservations(uses, region, 'the bill'),
    ...(unknownTypes.length === 0 ? [] : [`not priced: ${unknownTypes.sort().join(', ')}`]),
  ];
}

/** What each department pays: its own lines, and its parts of what is shared; `platform` where nobody takes part. */
export function byDepartment(bill: Pick<Bill, 'lines'>): Map<string, Range> {
  return paidBy(bill.lines);
}

/** The lines' costs by one of their properties. */
export function costBy(
  bill: Pick<Bill, 'lines'>,
  property: 'stack' | 'layer' | 'meter' | 'what',
): Map<string, Range> {
  const groups = groupBy(bill.lines, (line) => line[property]);
  return new Map([...groups].map(([key, lines]) => [key, sumOf(lines.map(({ cost }) => cost))]));
}

/** What some work of pipelines costs, such as a first start: its kinds that are billed. */
export function isProcessing(meter: string): meter is MeterId {
  return meter.startsWith('data-factory/') && meter !== 'data-factory/read-write';
}
