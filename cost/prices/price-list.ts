import { computedOnce } from '../../model/collections';
import { type MeterId } from './meters';
import { type Price } from './price';
import { KNOWN_PRICES } from './table';

/** The prices of a bill: a user's own before those that the library knows. */
export class PriceList {
  /** The currency of all of them: nothing is converted. */
  readonly currency: string;
  private readonly prices: readonly Price[];
  private readonly found = new Map<string, Map<MeterId, Price | undefined>>();

  /**
   * @param own a user's own prices, in one currency.
   * @param known the library's.
   */
  constructor(own: readonly Price[] = [], known: readonly Price[] = KNOWN_PRICES) {
    this.currency = own[0]?.currency ?? 'USD';
    // A price in another currency is none: a sum of both would be wrong, and nothing here knows what one is worth in the other.
    this.prices = [...own, ...known].filter(({ currency }) => currency === this.currency);
  }

  /** The price of a meter in a region, else of one that holds everywhere, else of another region; none, where it is not known. */
  priceOf(meter: MeterId, region: string): Price | undefined {
    const found = computedOnce(this.found, region, () => new Map());
    if (!found.has(meter)) found.set(meter, this.find(meter, region));
    return found.get(meter);
  }

  private find(meter: MeterId, region: string): Price | undefined {
    const candidates = this.prices.filter((price) => price.meter === meter);
    return (
      candidates.find((price) => price.region === region) ??
      candidates.find((price) => price.region === 'global') ??
      candidates.find((price) => price.certainty !== 'from memory') ??
      candidates[0]
    );
  }
}
