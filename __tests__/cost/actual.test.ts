import { comparisonText } from '../../cli/bill-text';
import { type BillDocument, compareActual, type ExportRow } from '../../cost';
import { billDocument as document, SUBSCRIPTION } from '../support/bills';

function row(change: ExportRow = {}): ExportRow {
  return {
    SubscriptionId: SUBSCRIPTION,
    Date: '11/01/2026',
    MeterCategory: 'Event Hubs',
    ResourceId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/RG-SALES-DEV/providers/Microsoft.EventHub/namespaces/evhns-dev`,
    CostInBillingCurrency: '0.72',
    BillingCurrencyCode: 'USD',
    Tags: '"environment": "dev"',
    ...change,
  };
}

describe('an estimate beside what was billed', () => {
  it('is for the days of the export, resource by resource', () => {
    const comparison = compareActual(document(), [
      row(),
      row({ Date: '11/02/2026', CostInBillingCurrency: '0.80' }),
      row({
        ResourceId: row().ResourceId!.replace('evhns-dev', 'evhns-other'),
        CostInBillingCurrency: '3',
      }),
      row({ ResourceId: '/subscriptions/x/resourceGroups/else/providers/A/b/c', CostInBillingCurrency: '9' }),
    ]);
    expect(comparison).toMatchObject({ from: '2026-11-01', to: '2026-11-02', days: 2, others: 9 });
    expect(comparison.actual).toBeCloseTo(4.52);
    expect(comparison.lines.map(({ resource }) => resource)).toEqual(['evhns-other', 'evhns-dev']);
    expect(comparison.lines[1]).toMatchObject({ what: ['1 throughput unit'], categories: ['Event Hubs'] });
    expect(comparison.lines[1]?.estimated.likely).toBeCloseTo(0.03 * 24 * 2);
    expect(comparison.lines[1]?.actual).toBeCloseTo(1.52);
  });

  it('leaves out what is tagged with another environment', () => {
    const comparison = compareActual(document(), [row(), row({ Tags: '"environment": "prod"' })]);
    expect(comparison).toMatchObject({ actual: 0.72, others: 0.72 });
  });

  it('reads the columns of other agreements', () => {
    const { ResourceId: id = '', SubscriptionId: subscription = '' } = row();
    const comparison = compareActual(document(), [
      {
        InstanceId: id,
        SubscriptionGuid: subscription,
        UsageDateTime: '2026-11-01',
        MeterCategory: 'Event Hubs',
        PreTaxCost: '0.7',
        Currency: 'USD',
      },
    ]);
    expect(comparison).toMatchObject({ days: 1, actual: 0.7 });
  });

  it('reads the columns of FOCUS, whose costs are those that are billed', () => {
    const { ResourceId: id = '' } = row();
    const comparison = compareActual(document(), [
      {
        SubAccountId: `/subscriptions/${SUBSCRIPTION}`,
        ResourceId: id.toLowerCase(),
        ChargePeriodStart: '2026-11-01T00:00:00Z',
        ServiceName: 'Event Hubs',
        BilledCost: '7E-1',
        EffectiveCost: '0.1',
        BillingCurrency: 'usd',
        Tags: '{"environment":"dev"}',
      },
    ]);
    expect(comparison).toMatchObject({ from: '2026-11-01', days: 1, actual: 0.7, others: 0 });
    expect(comparison.lines[0]).toMatchObject({ categories: ['Event Hubs'] });
  });

  it('reads amortized costs, refunds and rows of no resource', () => {
    const comparison = compareActual(document(), [
      row({ ChargeType: 'Usage' }),
      row({ ChargeType: 'Refund', CostInBillingCurrency: '-0.12' }),
      row({ ChargeType: 'UnusedReservation', ResourceId: '', Tags: '', CostInBillingCurrency: '4' }),
    ]);
    expect(comparison.actual).toBeCloseTo(0.6);
    expect(comparison.others).toBeCloseTo(4);
  });

  it('leaves out resources of the same name in another subscription, and others in another currency', () => {
    const elsewhere = row().ResourceId!.replaceAll(SUBSCRIPTION, 'other');
    const comparison = compareActual(document(), [
      row(),
      row({ SubscriptionId: 'other', ResourceId: elsewhere, CostInBillingCurrency: '5' }),
      row({
        SubscriptionId: 'third',
        ResourceId: elsewhere,
        CostInBillingCurrency: '6',
        BillingCurrencyCode: 'EUR',
      }),
    ]);
    expect(comparison).toMatchObject({ actual: 0.72 });
    expect(comparison.others).toBeCloseTo(5);
  });

  it('is of all days of a month, of which an export may have few', () => {
    const comparison = compareActual(document(), [row(), row({ Date: '2026-11-30' })]);
    expect(comparison).toMatchObject({ from: '2026-11-01', to: '2026-11-30', days: 30 });
  });

  it('is shown without a share of nothing', () => {
    const [line] = document().idle.lines;
    const { price: _price, ...unpriced } = { ...line!, cost: { low: 0, likely: 0, high: 0 } };
    const bill = document({ idle: { ...document().idle, lines: [unpriced] } });
    const text = comparisonText(bill, compareActual(bill, [row()]));
    expect(text).toContain('1 line without a price, left out');
    expect(text).not.toMatch(/NaN|Infinity|Billed:/);
  });

  it('counts what a part of a factory was billed for with the factory', () => {
    const id = `${row().ResourceId}/eventhubs/orders`;
    expect(compareActual(document(), [row({ ResourceId: id })]).lines[0]?.resource).toBe('evhns-dev');
  });

  const refused: readonly (readonly [string, RegExp, readonly ExportRow[], Partial<BillDocument>?])[] = [
    [
      'of another subscription',
      /LH9109 .*is of the subscription 11111111/,
      [row({ SubscriptionId: '11111111-1111' })],
    ],
    [
      'of none of its resources',
      /LH9109 .*has no resource of dev/,
      [row({ ResourceId: '/subscriptions/x/resourceGroups/else/providers/A/b/c' })],
      { subscriptions: [] },
    ],
    ['in another currency', /LH9110 .*is in EUR, and the bill in USD/, [row({ BillingCurrencyCode: 'EUR' })]],
    [
      'whose days and months changed places',
      /LH9137 .*has rows of 12 of the 335 days from 2026-01-11 to 2026-12-11/,
      Array.from({ length: 12 }, (_, day) => row({ Date: `${day + 1}/11/2026` })),
    ],
    [
      'of more than a year',
      /LH9137 .*from 2025-10-31 to 2026-11-01, 367 days/,
      Array.from({ length: 367 }, (_, day) =>
        row({ Date: new Date(Date.UTC(2026, 10, 1 - day)).toISOString().slice(0, 10) }),
      ),
    ],
    [
      'with a cost that is no decimal',
      /LH9108 .*"Infinity" as day and cost/,
      [row({ CostInBillingCurrency: 'Infinity' })],
    ],
    ['without rows', /LH9108 .*has no rows/, []],
    [
      'without resources',
      /LH9108 .*has no column for resourceId/,
      [{ SubscriptionId: 'x', Date: '', MeterCategory: '', Cost: '1' }],
    ],
    [
      'with days of another form',
      /LH9108 .*"1. November" and "0.72" as day and cost in row 2/,
      [row(), row({ Date: '1. November' })],
    ],
    [
      'with costs of another form',
      /LH9108 .*"11\/01\/2026" and "0,72"/,
      [row({ CostInBillingCurrency: '0,72' })],
    ],
  ];
  for (const [what, message, rows, change] of refused)
    it(`is refused for an export ${what}`, () => {
      expect(() => compareActual(document(change), rows)).toThrow(message);
    });
});
