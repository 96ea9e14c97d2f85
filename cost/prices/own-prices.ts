import { type Environment, type Issue, listed } from '../../model';
import { type Price } from './price';
import { PriceList } from './price-list';
import { readRetailPrices } from './retail';

/** An environment's prices, and what is wrong with its own. */
export interface OwnPrices {
  /** The prices of its bill. */
  readonly prices: PriceList;
  /** What is wrong. */
  readonly issues: readonly Issue[];
}

/**
 * The prices of an environment: its own before the library's.
 *
 * @param environment whose prices they are.
 * @param readFile reads a file of prices as text.
 */
export function pricesOf(
  environment: Pick<Environment, 'name' | 'location' | 'cost'>,
  readFile: (file: string) => string,
): OwnPrices {
  const at = `environment ${environment.name}`;
  const source = environment.cost?.prices;
  if (source === undefined) return { prices: new PriceList(), issues: [] };
  const read =
    'file' in source
      ? fromFile(source.file, at, readFile)
      : readRetailPrices(source.items, source.source ?? 'given by the company', at);
  const issues = [...read.issues, ...(read.issues.length > 0 ? [] : fitIssues(read.prices, environment, at))];
  return { prices: issues.length > 0 ? new PriceList() : new PriceList(read.prices), issues };
}

function fromFile(
  file: string,
  at: string,
  readFile: (file: string) => string,
): ReturnType<typeof readRetailPrices> {
  try {
    return readRetailPrices(JSON.parse(readFile(file)) as unknown, file, at);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const issue: Issue = {
      code: 'LH9107',
      at,
      prop: 'cost.prices.file',
      got: `is "${file}", which cannot be read: ${why}`,
      allowed: "a JSON file with an answer of Azure's Retail Prices API",
      change: 'correct the path, or the file',
    };
    return { prices: [], issues: [issue] };
  }
}

function fitIssues(
  prices: readonly Price[],
  { location }: Pick<Environment, 'location'>,
  at: string,
): Issue[] {
  const issue = (got: string, allowed: string): Issue => ({
    code: 'LH9106',
    at,
    prop: 'cost.prices',
    got,
    allowed,
    change: 'ask the Retail Prices API for this region and one currency',
  });
  const currencies = new Set(prices.map(({ currency }) => currency));
  const regions = new Set(prices.map(({ region }) => region));
  return [
    ...(currencies.size > 1 ? [issue(`are in ${listed(currencies)}`, 'one currency')] : []),
    ...(prices.length === 0
      ? [issue('hold none of the meters that bills have', 'prices of services that the platform uses')]
      : !regions.has(location) && !regions.has('global')
        ? [issue(`hold in ${listed(regions)}`, `prices of ${location}, or such that hold everywhere`)]
        : []),
  ];
}
