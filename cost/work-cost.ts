import { type Work } from './factory/work';
import { PROCESSING } from './meters/processing';
import { meterOf } from './prices/meters';
import { type PriceList } from './prices/price-list';
import { NOTHING, product, type Range, sumOf } from './range';

/** What some work of pipelines costs. A meter whose price is not known counts nothing. */
export function workCost(work: Work, prices: PriceList, region: string): Range {
  return sumOf(
    PROCESSING.map(([kind, meter]) => {
      const price = prices.priceOf(meter, region);
      return price === undefined
        ? NOTHING
        : product(work.amount(kind), price.amount / (meterOf(meter).per ?? 1));
    }),
  );
}
