import {
  assumptionIssues,
  type Bill,
  billLimitIssues,
  billOf,
  byDepartment,
  PriceList,
  pricesOf,
  streamIssues,
  volumeIssues,
} from '../../cost';
import { describeIssue, type CostSettings, type Issue, type RetailPrice } from '../../model';
import { billOfStack, referenceInput, SOMEWHERE, stackOf, writtenReference } from '../support/bills';
import { smallCompany } from '../support/small-company';

const dev = writtenReference('dev');

const COPY: RetailPrice = {
  meterName: 'Cloud Data Movement',
  productName: 'Azure Data Factory v2',
  skuName: 'Cloud',
  retailPrice: 0.3,
  unitOfMeasure: '1 Hour',
  armRegionName: 'westeurope',
  currencyCode: 'USD',
  effectiveStartDate: '2026-10-01T00:00:00Z',
  type: 'Consumption',
};

function priced(cost: CostSettings): ReturnType<typeof pricesOf> {
  return pricesOf({ ...SOMEWHERE, cost }, () => {
    throw new Error('no such file');
  });
}

function sentences(issues: readonly Issue[]): string {
  return issues.map(describeIssue).join('\n');
}

function withItems(...items: readonly unknown[]): string {
  return sentences(priced({ prices: { items: items as RetailPrice[] } }).issues);
}

describe('the prices of an environment', () => {
  it("are the company's where it has one, and the library's elsewhere, each with its source", () => {
    const { prices, issues } = priced({ prices: { items: [COPY], source: 'our price sheet' } });
    expect(issues).toEqual([]);
    expect(prices.priceOf('data-factory/copy', 'westeurope')).toMatchObject({
      amount: 0.3,
      source: 'our price sheet',
      date: '2026-10-01',
      certainty: 'recorded',
    });
    expect(prices.priceOf('network/private-endpoint', 'westeurope')?.amount).toBe(0.01);
  });

  it('are read from an answer of the Retail Prices API, without what no bill has, reservations and later tiers', () => {
    const answer = {
      Items: [
        COPY,
        { ...COPY, meterName: 'Cloud SSIS' },
        { ...COPY, retailPrice: 9, type: 'Reservation' },
        { ...COPY, retailPrice: 9, tierMinimumUnits: 100 },
      ],
      NextPageLink: null,
    };
    const { prices, issues } = pricesOf({ ...SOMEWHERE, cost: { prices: { file: 'prices.json' } } }, () =>
      JSON.stringify(answer),
    );
    expect(issues).toEqual([]);
    expect(prices.priceOf('data-factory/copy', 'westeurope')).toMatchObject({
      amount: 0.3,
      source: 'prices.json',
    });
  });

  it('are those of the first tier that costs something, in whatever order the tiers come', () => {
    const logs = {
      ...COPY,
      meterName: 'Analytics Logs Data Ingestion',
      productName: 'Log Analytics',
      skuName: 'Analytics Logs',
      unitOfMeasure: '1 GB',
    };
    const units = {
      ...COPY,
      meterName: 'Standard V2 Streaming Unit/Job',
      productName: 'Stream Analytics',
      skuName: 'Standard V2',
    };
    const items = [
      { ...logs, retailPrice: 2.99, tierMinimumUnits: 5 },
      { ...logs, retailPrice: 0, tierMinimumUnits: 0 },
      { ...units, retailPrice: 0.4, tierMinimumUnits: 5840 },
      { ...units, retailPrice: 0.7, tierMinimumUnits: 0 },
      { ...units, retailPrice: 0.5, tierMinimumUnits: 730 },
      { ...COPY, retailPrice: 0, tierMinimumUnits: 0 },
    ];
    const { prices, issues } = priced({ prices: { items } });
    expect(issues).toEqual([]);
    expect(prices.priceOf('logs/ingestion', 'westeurope')?.amount).toBe(2.99);
    expect(prices.priceOf('stream-analytics/unit-v2', 'westeurope')?.amount).toBe(0.7);
    expect(prices.priceOf('data-factory/copy', 'westeurope')?.amount).toBe(0);
  });

  it('are refused when they have no number, no name, or an unknown unit', () => {
    expect(withItems({ ...COPY, retailPrice: '0.3' })).toMatch(/LH9102 .*has no retailPrice/);
    expect(withItems({ ...COPY, retailPrice: 1e308 })).toMatch(/LH9102 .*has the price 1e\+308/);
    expect(withItems({ ...COPY, retailPrice: -1 })).toMatch(/LH9102 .*has the price -1/);
    expect(withItems({ retailPrice: 1, unitOfMeasure: '1 Hour' })).toMatch(/LH9102 .*has no meterName/);
    expect(withItems({ ...COPY, unitOfMeasure: '1 Day' })).toMatch(
      /LH9102 .*is "1 Day" for Cloud Data Movement/,
    );
    expect(withItems(null)).toMatch(/LH9102 .*is null/);
  });

  it('are refused when they hold in another region, in two currencies, or for nothing', () => {
    expect(withItems({ ...COPY, armRegionName: 'eastus' })).toMatch(/LH9106 .*hold in eastus/);
    expect(withItems(COPY, { ...COPY, currencyCode: 'EUR' })).toMatch(/LH9106 .*are in EUR, USD/);
    expect(withItems({ ...COPY, meterName: 'Cloud SSIS' })).toMatch(/LH9106 .*hold none of the meters/);
  });

  it('are refused when their file cannot be read', () => {
    expect(sentences(priced({ prices: { file: 'nowhere.json' } }).issues)).toMatch(
      /LH9107 .*"nowhere.json", which cannot be read: no such file/,
    );
  });

  it('replace all others when they are in another currency: nothing is converted', () => {
    const { prices } = priced({ prices: { items: [{ ...COPY, currencyCode: 'EUR' }] } });
    expect(prices.currency).toBe('EUR');
    expect(prices.priceOf('network/private-endpoint', 'westeurope')).toBeUndefined();
    const stack = stackOf({ azurerm_private_endpoint: { Endpoint: { name: 'pe' } } });
    const bill = billOfStack(stack, { prices });
    expect(bill.total.high).toBe(0);
    expect(bill.lines[0]?.provenance).toBe('PRICE NOT KNOWN');
    expect(bill.reservations).toEqual(['1 line without a price, left out']);
  });
});

describe('the limit of a month', () => {
  const stack = stackOf({
    azurerm_private_endpoint: { One: { name: 'pe-one' }, Two: { name: 'pe-two' } },
    azurerm_eventhub_namespace: { Hubs: { name: 'evhns', sku: 'Standard', capacity: 2 } },
  });
  const limited = (monthlyLimit: number): string =>
    sentences(billLimitIssues({ name: 'dev', cost: { monthlyLimit } }, billOfStack(stack)));

  it('holds while the high figure is below it', () => {
    expect(limited(58.41)).toBe('');
  });

  it('is an issue with the three largest lines when it is passed', () => {
    expect(limited(58.39)).toMatch(
      /LH9101 environment dev: "cost.monthlyLimit" is 58.39 USD, and a month may come to 58.40 USD.*evhns 2 throughput units 43.80 USD; sales-dev pe-\w+ endpoint 7.30 USD; sales-dev pe-\w+ endpoint 7.30 USD/,
    );
  });

  it('cannot be judged while a price is not known', () => {
    const cluster = stackOf({
      azurerm_machine_learning_compute_cluster: {
        Models: { name: 'models', vm_size: 'Standard_NC6', scale_settings: { min_node_count: 1 } },
      },
    });
    expect(
      sentences(billLimitIssues({ name: 'dev', cost: { monthlyLimit: 5 } }, billOfStack(cluster))),
    ).toMatch(/LH9103 .*have none for a machine of size Standard_NC6/);
  });
});

test.each([0, -1, 1e12, Number.NaN, Number.POSITIVE_INFINITY])('no bill is made of %d rows a day', (rows) => {
  const company = smallCompany();
  const [sales] = company.departments;
  const [orders] = sales!.sources;
  const departments = [{ ...sales!, sources: [{ ...orders!, expectedRowsPerDay: rows }] }];
  expect(sentences(volumeIssues({ departments }))).toMatch(/LH9104 sales\/orders: "expectedRowsPerDay" is/);
});

test('assumptions have known names, and figures in their order', () => {
  const wrong = (name: string, low: number, likely: number, high: number): string =>
    sentences(assumptionIssues({ [name]: { low, likely, high } }, 'environment dev'));
  expect(wrong('copyMinutes', 1, 2, 3)).toBe('');
  expect(wrong('copyMegabytesPerUnitMinute', 3, 2, 1)).toBe('');
  expect(wrong('copyMinute', 1, 2, 3)).toMatch(/LH9105 .*did you mean "copyMinutes"/);
  expect(wrong('copyMinutes', 3, 2, 1)).toMatch(/LH9105 .*is 3, 2, 1/);
  expect(wrong('copyMegabytesPerUnitMinute', 1, 2, 3)).toMatch(/LH9105 .*it is a speed/);
  expect(wrong('copyMinutes', 1, 2, 1e308)).toMatch(
    /LH9105 .*is 1, 2, 1e\+308; allowed: .* below a trillion/,
  );
});

test('a resource type that nobody has thought of is named beside the total', () => {
  const bill = billOfStack(stackOf({ azurerm_new_thing: { New: {} } }));
  expect(bill.reservations).toEqual(['not priced: azurerm_new_thing']);
});

test('a price of another region is used, and says so', () => {
  const stack = stackOf({
    azurerm_eventhub_namespace: { Hubs: { name: 'evhns', sku: 'Standard', capacity: 1 } },
  });
  const bill = billOf({
    stacks: [stack],
    company: { departments: [] },
    environment: { name: 'dev', location: 'swedencentral' },
    prices: new PriceList(),
    running: false,
  });
  expect(bill.lines[0]?.provenance).toContain('price of eastus, not of swedencentral');
});

describe('the most that a contract may promise', () => {
  const input = referenceInput('dev', dev);
  const promised = (expectedRowsPerDay: number, textLength?: number): Bill => {
    const departments = input.company.departments.map((each) => ({
      ...each,
      sources: each.sources.map((source) => ({
        ...source,
        expectedRowsPerDay,
        ...(textLength !== undefined && {
          columns: Object.fromEntries(
            Object.entries(source.columns).map(([name, column]) => [
              name,
              { ...column, type: { kind: 'string' as const, length: textLength } },
            ]),
          ),
        }),
      })),
    }));
    return billOf({ ...input, company: { departments } });
  };
  const one = promised(1);

  it.each([
    ['rows', promised(999_999_999_999)],
    ['rows and bytes', promised(999_999_999_999, 250_000)],
  ])('makes a bill of figures, by %s', (_of, bill) => {
    const ranges = [bill.total, ...bill.lines.map(({ cost }) => cost), ...byDepartment(bill).values()];
    expect(
      ranges.filter(
        ({ low, likely, high }) => !(0 <= low && low <= likely && likely <= high && high < Infinity),
      ),
    ).toEqual([]);
    expect(bill.total.likely).toBeGreaterThan(1000 * one.total.likely);
    expect(bill.reservations.join()).not.toMatch(/NaN|Infinity/);
  });

  it('passes a limit in words that people can read', () => {
    const told = sentences(
      billLimitIssues({ name: 'dev', cost: { monthlyLimit: 5000 } }, promised(999_999_999_999)),
    );
    expect(told).toMatch(/^LH9101 .*a month may come to [\d,]+\.\d\d USD/);
    expect(told).not.toMatch(/NaN|Infinity|e\+/);
  });
});

describe('streams of more than what takes them', () => {
  const promising = (times: number) => {
    const input = referenceInput('dev', dev);
    const { departments } = input.company;
    const company = {
      departments: departments.map((department) => ({
        ...department,
        sources: department.sources.map((source) => ({
          ...source,
          expectedRowsPerDay: source.expectedRowsPerDay * times,
        })),
      })),
    };
    return streamIssues({ ...input, company });
  };

  it('are no issue where they fit, whatever the busiest hour brings', () => {
    expect(promising(1)).toEqual([]);
  });

  it('are an issue that names what is too small, and what to raise', () => {
    const issues = promising(5000);
    expect(new Set(issues.map(({ code }) => code))).toEqual(new Set(['LH9123']));
    // 400,000 page views a day and 40,000 logins become 25,463 a second, which a namespace of forty units can take.
    const own = issues.filter(({ prop }) => prop === 'evhns-mrdn-dev-it-security');
    expect(sentences(own)).toContain(
      'has 1,000 events a second in, and what its contracts promise takes 25,463 at least',
    );
    expect(sentences(own)).toContain('raise settings.eventHubs.throughputUnits');
  });

  it('are shown what else there is where no setting takes them', () => {
    const own = promising(50_000).filter(({ prop }) => prop === 'evhns-mrdn-dev-it-security');
    expect(sentences(own)).toContain('or the tier Premium');
  });
});
