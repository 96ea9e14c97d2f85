// Loaded by its first use: a synthesis with the library's own prices reads no list.
import { type Issue, type RetailPrice } from '../../model';
import { type MeterId, METERS, type Meter } from './meters';
import { type Price } from './price';

const REQUIRED = { meterName: 'string', retailPrice: 'number', unitOfMeasure: 'string' } as const;

/** A user's prices that could be read, and what is wrong with the others. */
export interface RetailReading {
  /** Prices of meters that bills have. */
  readonly prices: readonly Price[];
  /** What is wrong. */
  readonly issues: readonly Issue[];
}

/**
 * Prices of an answer of Azure's Retail Prices API. Items of other meters and of reservations are left out. Of tiers the
 * first that costs something counts, the free ones before it are a gift that a bill does not reckon with; an item without a name, a unit or a price, or in a unit that is not known, is an issue.
 */
export function readRetailPrices(answer: unknown, source: string, at: string): RetailReading {
  const items = itemsIn(answer);
  if (items === undefined)
    return { prices: [], issues: [issueAt(at, 'prices', 'is no answer of the Retail Prices API')] };
  const tiers = new Map<string, Tier>();
  const issues: Issue[] = [];
  items.forEach((item, index) => {
    const flaw = flawOf(item);
    if (flaw !== undefined) {
      issues.push(issueAt(at, `prices.Items[${index}]`, flaw));
      return;
    }
    const retail = item as RetailPrice;
    if ((retail.type ?? 'Consumption') !== 'Consumption') return;
    for (const [id, meter] of metersOf(retail)) {
      const units = meter.retail.units[retail.unitOfMeasure];
      if (units === undefined)
        issues.push(
          issueAt(
            at,
            `prices.Items[${index}].unitOfMeasure`,
            `is "${retail.unitOfMeasure}" for ${retail.meterName}`,
            Object.keys(meter.retail.units).join(', '),
          ),
        );
      else keepTier(tiers, { price: priceOf(id, retail, units, source), from: retail.tierMinimumUnits ?? 0 });
    }
  });
  return { prices: [...tiers.values()].map(({ price }) => price), issues };
}

/** A price, and the units of a month from which it holds. */
interface Tier {
  readonly price: Price;
  readonly from: number;
}

/** Keeps the first tier that costs something: the API gives tiers in any order, and begins some with a free one. */
function keepTier(tiers: Map<string, Tier>, tier: Tier): void {
  const { meter, region, currency } = tier.price;
  const key = `${meter} ${region} ${currency}`;
  const kept = tiers.get(key);
  const isFree = ({ price }: Tier): boolean => price.amount === 0;
  if (
    kept === undefined ||
    (isFree(kept) && !isFree(tier)) ||
    (isFree(kept) === isFree(tier) && tier.from < kept.from)
  )
    tiers.set(key, tier);
}

function itemsIn(answer: unknown): readonly unknown[] | undefined {
  if (Array.isArray(answer)) return answer as unknown[];
  const items: unknown = (answer as { Items?: unknown } | undefined | null)?.Items;
  return Array.isArray(items) ? (items as unknown[]) : undefined;
}

function flawOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return `is ${JSON.stringify(item)}`;
  const missing = Object.entries(REQUIRED).filter(
    ([name, type]) => typeof (item as Record<string, unknown>)[name] !== type,
  );
  if (missing.length > 0) return `has no ${missing.map(([name]) => name).join(', ')}`;
  const { retailPrice } = item as RetailPrice;
  return retailPrice >= 0 && retailPrice < 1e9 ? undefined : `has the price ${retailPrice}`;
}

function metersOf(retail: RetailPrice): [MeterId, Meter][] {
  return (Object.entries(METERS) as [MeterId, Meter][]).filter(([id, { retail: wanted }]) => {
    const { meterName, productName = /(?:)/, skuName = /(?:)/ } = wanted;
    return (
      meterName.test(retail.meterName) &&
      productName.test(retail.productName ?? '') &&
      skuName.test(retail.skuName ?? '') &&
      // A price of an hour of storage and one of ten thousand writes differ by their units alone.
      (!id.startsWith('storage/') || retail.unitOfMeasure in wanted.units)
    );
  });
}

function priceOf(meter: MeterId, retail: RetailPrice, units: number, source: string): Price {
  const region = (retail.armRegionName ?? '').toLowerCase();
  return {
    meter,
    amount: retail.retailPrice / units,
    currency: retail.currencyCode ?? 'USD',
    region: region === '' ? 'global' : region,
    source,
    date: (retail.effectiveStartDate ?? 'no date').slice(0, 10),
    certainty: 'recorded',
  };
}

function issueAt(
  at: string,
  prop: string,
  got: string,
  allowed = "items with meterName, unitOfMeasure and a retailPrice of 0 or more and below a billion, as Azure's Retail Prices API gives them",
): Issue {
  return { code: 'LH9102', at, prop, got, allowed, change: 'correct it, or take the item out' };
}
