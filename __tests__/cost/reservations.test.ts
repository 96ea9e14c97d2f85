import { comparisonText, billText } from '../../cli/bill-text';
import {
  type BillDocument,
  billLimitIssues,
  billOf,
  compareActual,
  departmentReservations,
  lineReservations,
  type Price,
  PriceList,
  savingsOf,
} from '../../cost';
import { KNOWN_PRICES } from '../../cost/prices/table';
import { describeIssue } from '../../model';
import { billJson, billPage } from '../../stacks/bill-page';
import { type Bills } from '../../stacks/bills';
import { executivesPage, printedEstimates } from '../../stacks/executives-page';
import { growthPage } from '../../stacks/growth-page';
import { referenceInput, writtenReference } from '../support/bills';

const environment = {
  ...referenceInput('dev', []).environment,
  ...{ name: 'dev', settings: {}, cost: { monthlyLimit: 1 } },
} as never;

/** Bills in which nobody has recorded a single price. */
function billsFromMemory(): Bills {
  const prices = new PriceList(
    [],
    KNOWN_PRICES.map((price) => ({ ...price, certainty: 'from memory' as const })),
  );
  const input = { ...referenceInput('dev', writtenReference('dev')), prices };
  const running = billOf(input);
  const idle = billOf({ ...input, running: false });
  return { input, running, idle, savings: savingsOf(input, running), issues: [] };
}

describe('where every price is from memory, every line with an amount says so', () => {
  const bills = billsFromMemory();
  const document = JSON.parse(billJson(bills, { environment })) as BillDocument;
  const [line] = document.idle.lines.filter(({ resourceGroup }) => resourceGroup !== '');
  const comparison = compareActual({ ...document, subscriptions: [] }, [
    {
      SubscriptionId: 'any',
      Date: '2026-11-01',
      MeterCategory: 'A',
      ResourceId: `/subscriptions/any/resourceGroups/${line!.resourceGroup}/providers/A/b/${line!.billedAs}`,
      Cost: '3',
    },
  ]);
  /** What is printed, by where; a limit, and what was billed, are no estimates. */
  const printed: Readonly<Record<string, string>> = {
    'the page of the bill': billPage(bills, { environment, asOf: '2026-12-01' }).replace(
      / The limit of a month is [^.]*\.00 USD\./,
      '',
    ),
    "the executives' page": executivesPage(environment, bills),
    'the page of growth': growthPage(environment, bills.input),
    'lakehouse cost': billText(document),
    'lakehouse cost --actual': comparisonText(document, comparison)
      .replace(/The export has .*/, '')
      .replace(/^ .* {2}no line of the estimate$/gm, ''),
    'the issue of the limit': billLimitIssues(environment, bills.running).map(describeIssue).join('\n'),
  };

  it.each(Object.keys(printed))('%s', (where) => {
    const amounts = (printed[where] ?? '').split('\n').filter((text) => /\d USD/.test(text));
    expect(amounts.length).toBeGreaterThan(0);
    expect(amounts.filter((text) => !/from memory/i.test(text))).toEqual([]);
  });

  it('what a synthesis prints at its end', () => {
    const [heading, ...rows] = printedEstimates(environment, bills).trimEnd().split('\n');
    expect(heading).toMatch(/reservations$/);
    expect(rows.length).toBeGreaterThan(4);
    expect(rows.filter((text) => !/from memory/.test(text))).toEqual([]);
  });
});

test('a sum of lines whose prices are known, of the region, says that there is none', () => {
  const prices = new PriceList(
    [],
    KNOWN_PRICES.map((price) => ({ ...price, region: 'global', certainty: 'recorded' as const })),
  );
  const input = { ...referenceInput('dev', writtenReference('dev')), prices };
  const running = billOf(input);
  const bills: Bills = { input, running, idle: running, savings: [], issues: [] };
  expect(running.reservations).toEqual([]);
  expect(printedEstimates(environment, bills)).toMatch(/^all .* none$/m);
});

describe('reservations say how much they weigh', () => {
  const price = (certainty: Price['certainty'], region: string): Price => ({
    ...{ meter: 'data-factory/copy' as const, amount: 1, currency: 'USD', source: 'a test', date: '2026' },
    ...{ certainty, region },
  });
  const memory = price('from memory', 'global');
  const here = price('recorded', 'westeurope');
  const line = (likely: number, of?: Price, parts?: Record<string, number>, department = 'platform') => ({
    ...{ department, cost: { likely } },
    ...(of && { price: of }),
    ...(parts && { shares: { parts } }),
  });
  const weighed = (...lines: ReturnType<typeof line>[]): string =>
    lineReservations(lines, 'westeurope').join('; ');

  it.each([
    [[line(12, memory), line(88, here)], '1 line with a price from memory, 12 % of the sum'],
    [[line(1, memory), line(999, here)], '1 line with a price from memory, less than 1 % of the sum'],
    [[line(999, memory), line(1, here)], '1 line with a price from memory, more than 99 % of the sum'],
    [[line(5, memory), line(5, memory)], '2 lines with a price from memory, 100 % of the sum'],
    // Nothing says how much a line without a price is, and there is no part of nothing.
    [[line(0), line(5, here)], '1 line without a price, left out'],
    [[line(0, memory)], '1 line with a price from memory'],
    [[line(5, here)], ''],
  ])('as a part of the likely figure (%#)', (lines, told) => {
    expect(weighed(...lines)).toBe(told);
  });

  it('of what is shared by the part that a department pays', () => {
    const lines = [
      line(80, memory, { sales: 0.25, labs: 0.75 }),
      line(60, here, undefined, 'sales'),
      line(5, memory, {}),
    ];
    const of = (name: string) => departmentReservations({ lines, region: 'westeurope' }, name);
    expect(of('sales')).toEqual(['1 line with a price from memory, 25 % of the sum']);
    expect(of('labs')).toEqual(['1 line with a price from memory, 100 % of the sum']);
    expect(of('platform')).toEqual(['1 line with a price from memory, 100 % of the sum']);
  });
});
