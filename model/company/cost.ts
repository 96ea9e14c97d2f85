/** A price as Azure's Retail Prices API gives it; what else an item has is not looked at. */
export interface RetailPrice {
  /** What is metered. */
  readonly meterName: string;
  /** The product that it belongs to. */
  readonly productName?: string;
  /** The variant of the product. */
  readonly skuName?: string;
  /** The price of a unit. */
  readonly retailPrice: number;
  /** The unit: `1 Hour`, `1K`, `1 GB/Month`. */
  readonly unitOfMeasure: string;
  /** The region, in its short form; empty or `Global` where it is the same everywhere. */
  readonly armRegionName?: string;
  /** Its currency, by its code. */
  readonly currencyCode?: string;
  /** Since when it holds. */
  readonly effectiveStartDate?: string;
  /** What one pays by; only `Consumption` is looked at. */
  readonly type?: string;
  /** The quantity from which it holds; only prices from the first unit on are looked at. */
  readonly tierMinimumUnits?: number;
}

/** A user's own prices: a file that holds an answer of the Retail Prices API, `{ "Items": [ … ] }` or the list alone; or its items. */
export type PriceSource =
  | {
      /** The path of the file, from the folder in which the app runs. */
      readonly file: string;
    }
  | {
      /** The prices themselves. */
      readonly items: readonly RetailPrice[];
      /** Where they come from, as every line says that uses one. @default 'given by the company' */
      readonly source?: string;
    };

/** An assumption of the bill: as low as it may be, as it is likely to be, and as high as it may be. */
export interface AssumedRange {
  /** The least that is to be expected. */
  readonly low: number;
  /** What is to be expected. */
  readonly likely: number;
  /** The most that is to be expected. */
  readonly high: number;
}

/** How an environment's bill is computed, and what it may come to. */
export interface CostSettings {
  /** What a running month may come to at most, in the currency of the prices: the synthesis fails when the bill's high figure passes it. @default no limit */
  readonly monthlyLimit?: number;
  /** Prices that count more than those that the library knows. @default the library's: US dollars, each with its source */
  readonly prices?: PriceSource;
  /** Assumptions that count more than the library's, by their names in the bill. @default the library's */
  readonly assumptions?: Readonly<Record<string, AssumedRange>>;
}
