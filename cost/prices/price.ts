import { type MeterId } from './meters';

/** How well a price is known. */
export type Certainty =
  /** Read from Azure's Retail Prices API, by whoever recorded it or by the user. */
  | 'recorded'
  /** What another estimator's tests expect, which read the Retail Prices API. */
  | 'golden file'
  /** A page of documentation says so. */
  | 'documented'
  /** Nobody has recorded it: to be replaced before anybody relies on it. */
  | 'from memory';

/** What one unit of a meter costs somewhere. */
export interface Price {
  /** What is metered. */
  readonly meter: MeterId;
  /** The price of a unit of the meter, before tax and discounts. */
  readonly amount: number;
  /** Its currency, by its code: `USD`. */
  readonly currency: string;
  /** The region that it holds in, in its short form; `global` where it is the same in all of them. */
  readonly region: string;
  /** Where it comes from. */
  readonly source: string;
  /** When it was read or recorded: a day, a month or a year. */
  readonly date: string;
  /** How well it is known. */
  readonly certainty: Certainty;
}

/** What a line of a bill says of its price, in words: source, date, and what a reader has to be warned of. */
export function provenance(price: Price, region: string): string {
  const { certainty, source, date } = price;
  return [
    certainty === 'from memory' ? `FROM MEMORY, ${source}` : `${source}, ${date}`,
    ...(isElsewhere(price, region) ? [`price of ${price.region}, not of ${region}`] : []),
  ].join('; ');
}

/** Whether a price is that of another region. */
export function isElsewhere({ region }: Price, here: string): boolean {
  return region !== 'global' && region !== here;
}
