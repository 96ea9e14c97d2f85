import { billOf, PriceList, pricesOf, type SynthesizedStack } from '../../cost';
import { alertFiles, alertTable } from '../../stacks/alert-table';
import { running, stacksIn } from '../support/alert-stacks';
import { decidingCompany } from '../support/deciding-company';
import { synthAll } from '../support/synth';

describe('alert rules cost what the bill says', () => {
  const stacks = stacksIn(
    decidingCompany({ environment: { monitoring: { failedRuns: { off: { reason: 'a test' } } } } }, running),
  );
  const written = synthAll(stacks).map((terraform, index): SynthesizedStack => ({
    ...{ name: stacks[index]!.node.id, environment: 'prod', terraform },
  }));
  const page = (prices?: PriceList, location = running.location) =>
    alertFiles({ ...running, location }, stacks, prices)['prod.md']!;
  const item = {
    ...{ meterName: 'Alerts System Log Monitored at 15 Minute Frequency', unitOfMeasure: '1/Month' },
    ...{ retailPrice: 0.75, armRegionName: 'northeurope', currencyCode: 'EUR' },
  };
  /** Prices of its own, of another region as well. */
  const own = (currencyCode: string) => {
    const here = { ...item, currencyCode };
    const items = [{ ...here, armRegionName: 'brazilsouth', retailPrice: 9 }, here];
    return pricesOf({ ...running, cost: { prices: { items, source: 'ours' } } }, () => '').prices;
  };

  test.each([
    ["the library's prices", new PriceList()],
    ["an environment's own prices", own('USD')],
    ['prices in another currency', own('EUR')],
  ])('by %s, rule by rule', (_of, prices) => {
    const company = { departments: [] };
    const { lines } = billOf({ stacks: written, company, environment: running, prices, running: false });
    const billed = lines.filter(({ what }) => what.startsWith('alert'));
    const priced = alertTable(stacks, { prices, location: running.location }).flatMap(
      ({ rule, meter, price }) => (meter === undefined ? [] : [[rule, price?.amount]]),
    );
    expect(priced.length).toBeGreaterThan(4);
    expect(priced.sort()).toEqual(billed.map(({ name, price }) => [name, price?.amount]).sort());
  });

  test('and every amount says where its price comes from', () => {
    const amounts = page()
      .split('\n')
      .filter((line) => /\d USD/.test(line));
    expect(amounts.length).toBeGreaterThan(4);
    for (const line of amounts)
      expect(line).toMatch(
        /price of \w+, not of northeurope|with a price of another region, \d+ %|not billed/,
      );
    expect(page(undefined, 'westeurope')).toContain(
      "| 0.50 USD | Infracost's golden test files, 2024 | docs/runbooks/",
    );
  });

  test('in the currency of own prices, and what has none says so', () => {
    const text = page(own('EUR'));
    expect(text).toMatch(/\| 0\.75 EUR +\| ours, no date +\|/);
    expect(text).toContain('(pay as you go; reservations: 2 lines without a price, left out)');
    expect(text).toContain('costs more: not known; PRICE NOT KNOWN.');
    expect(text).toMatch(/^\| throttled-hub-prod .*\| not known +\| PRICE NOT KNOWN/m);
    expect(text).not.toMatch(/USD|\$\d/);
  });
});
