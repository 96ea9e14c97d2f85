import * as fc from 'fast-check';
import { billOf, byDepartment, costBy, type Range, savingsOf, sumOf } from '../../cost';
import { referenceInput, writtenReference } from '../support/bills';

/** What a test reads of a written activity. */
interface WrittenActivity {
  readonly name: string;
  readonly type: string;
  readonly dependsOn?: readonly { readonly activity: string }[];
}

const prod = writtenReference('prod');
const dev = writtenReference('dev');
const bill = billOf(referenceInput('prod', prod));

type Json = Readonly<Record<string, unknown>>;

/** Blocks of a type in all stacks, found without the bill's own code. */
function blocks(type: string): Json[] {
  return prod.flatMap(({ terraform }) => Object.values(terraform.resource?.[type] ?? {}));
}

/** Everything in a JSON value that has a type of activity, however deep. */
function count(value: unknown, type: string): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = (value as Json).type === type ? 1 : 0;
  return own + Object.values(value).reduce((sum: number, inside) => sum + count(inside, type), 0);
}

function likelyOf(meter: string): number {
  return bill.lines.filter((line) => line.meter === meter).reduce((sum, { cost }) => sum + cost.likely, 0);
}

function expectClose(a: Range, b: Range): void {
  expect([a.low, a.likely, a.high].map((value) => value.toFixed(6))).toEqual(
    [b.low, b.likely, b.high].map((value) => value.toFixed(6)),
  );
}

describe('the bill of the reference company', () => {
  it('counts the data flows that a sum over triggers counts', () => {
    // Those that a started pipeline runs are fallbacks here: they run when something has failed.
    const activities = new Map(
      blocks('azurerm_data_factory_pipeline').map(({ name, activities_json: json }) => [
        name,
        JSON.parse(json as string) as unknown,
      ]),
    );
    const perDay = blocks('azurerm_data_factory_trigger_tumbling_window').reduce((sum, trigger) => {
      const pipeline = (trigger.pipeline as Json).name;
      const hours = Number(trigger.interval) * (trigger.frequency === 'Minute' ? 1 / 60 : 1);
      return sum + (24 / hours) * count(activities.get(pipeline), 'ExecuteDataFlow');
    }, 0);
    const repeated = 1 + bill.assumed.failedRunsShare.likely;
    const runs = bill.runs.monthOf().amount('dataFlowRuns').likely;
    const started = (perDay * 730 * repeated) / 24;
    // Gates run again what failed: a share of a share.
    expect(runs).toBeGreaterThanOrEqual(started);
    expect(runs).toBeLessThan(started * repeated);
    expect(perDay).toBeGreaterThan(0);
  });

  it('prices what stands there as a plain count does', () => {
    const endpoints = [
      'azurerm_private_endpoint',
      'azurerm_data_factory_managed_private_endpoint',
      'azurerm_machine_learning_workspace_network_outbound_rule_private_endpoint',
    ].reduce((sum, type) => sum + blocks(type).length, 0);
    expect(likelyOf('network/private-endpoint')).toBeCloseTo(endpoints * 7.3);
    expect(likelyOf('network/private-dns-zone')).toBeCloseTo(blocks('azurerm_private_dns_zone').length * 0.5);
    const units = blocks('azurerm_eventhub_namespace').reduce(
      (sum, { capacity }) => sum + Number(capacity),
      0,
    );
    expect(likelyOf('event-hubs/throughput-unit')).toBeCloseTo(units * 21.9);
    const thirds = blocks('azurerm_stream_analytics_job').filter(({ streaming_units: unit }) => unit === 3);
    expect(likelyOf('stream-analytics/unit-v2')).toBeCloseTo((thirds.length * 0.6733 * 730) / 3);
    expect(thirds).toHaveLength(blocks('azurerm_stream_analytics_job').length);
  });

  it('waits for several tables of other factories in turn: each hour of each wait is billed', () => {
    const waiting = blocks('azurerm_data_factory_pipeline')
      .map(({ activities_json: text }) => JSON.parse(String(text)) as WrittenActivity[])
      .map((activities) => activities.filter(({ type }) => type === 'Validation'))
      .filter((waits) => waits.length > 1);
    expect(waiting.length).toBeGreaterThan(1);
    for (const waits of waiting)
      expect(waits.map(({ dependsOn = [] }) => dependsOn.map(({ activity }) => activity))).toEqual([
        [],
        ...waits.slice(0, -1).map(({ name }) => [name]),
      ]);
  });

  it('adds up by line, stack, layer and department', () => {
    const lines = sumOf(bill.lines.map(({ cost }) => cost));
    expectClose(bill.total, lines);
    expectClose(sumOf([...costBy(bill, 'stack').values()]), lines);
    expectClose(sumOf([...costBy(bill, 'layer').values()]), lines);
    expectClose(sumOf([...byDepartment(bill).values()]), lines);
    expect([...byDepartment(bill).keys()].sort()).toEqual([
      'executives',
      'it-security',
      'marketing',
      'operations',
      'supply-chain',
    ]);
  });

  it('has a price with a source for each line, says what is from memory or of elsewhere, and orders its figures', () => {
    for (const { price, provenance, cost, resource } of bill.lines) {
      expect({ resource, price: price?.amount }).toEqual({ resource, price: expect.any(Number) as number });
      expect(cost.low).toBeLessThanOrEqual(cost.likely);
      expect(cost.likely).toBeLessThanOrEqual(cost.high);
      expect(provenance.includes('FROM MEMORY')).toBe(price?.certainty === 'from memory');
      expect(provenance.includes(`price of ${price?.region}, not of westeurope`)).toBe(
        !['westeurope', 'global'].includes(price?.region ?? ''),
      );
    }
    expect(bill.reservations.join()).toMatch(/with a price from memory.*of another region/);
  });

  it('prices an environment that is stopped as it is, and as if it ran', () => {
    const running = billOf(referenceInput('dev', dev));
    const idle = billOf({ ...referenceInput('dev', dev), running: false });
    expect(idle.total.high).toBeLessThan(running.total.low);
    expect(idle.lines.some(({ meter }) => meter.startsWith('stream-analytics/'))).toBe(false);
    expect(running.lines.some(({ meter }) => meter.startsWith('stream-analytics/'))).toBe(true);
  });

  it('prices changes, none of which saves more than there is', () => {
    const savings = savingsOf(referenceInput('prod', prod), bill);
    expect(savings.map(({ change }) => change)).toContain('public endpoints instead of private ones');
    for (const { saves } of savings) expect(saves.likely).toBeLessThan(bill.total.likely);
    expect(savings.map(({ saves }) => saves.likely)).toEqual(
      savings.map(({ saves }) => saves.likely).sort((a, b) => b - a),
    );
  });

  it('never costs less when more rows come', () => {
    const input = referenceInput('prod', prod);
    const times = (factor: number): Range =>
      billOf({
        ...input,
        company: {
          departments: input.company.departments.map((department) => ({
            ...department,
            sources: department.sources.map((source) => ({
              ...source,
              expectedRowsPerDay: source.expectedRowsPerDay * factor,
            })),
          })),
        },
      }).total;
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1e6, noNaN: true }),
        fc.double({ min: 1, max: 1000, noNaN: true }),
        (factor, more) => {
          const [less, most] = [times(factor), times(factor * more)];
          expect(most.low).toBeGreaterThanOrEqual(less.low - 1e-6);
          expect(most.likely).toBeGreaterThanOrEqual(less.likely - 1e-6);
          expect(most.high).toBeGreaterThanOrEqual(less.high - 1e-6);
          expect(less.low).toBeLessThanOrEqual(less.likely);
          expect(less.likely).toBeLessThanOrEqual(less.high);
          expect(Number.isFinite(most.high)).toBe(true);
        },
      ),
      { numRuns: 15 },
    );
  });
});
