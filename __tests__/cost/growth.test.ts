import * as fc from 'fast-check';
import { company as reference } from '../../departments';
import {
  type BillInput,
  billOf,
  type Capacity,
  capacitiesOf,
  grownInput,
  growthOf,
  type SynthesizedStack,
} from '../../cost';
import { likelyFlowMinutes } from '../../cost/factory/likely-flows';
import { withResources } from '../../cost/savings';
import { overfilledBy } from '../../cost/stream-capacities';
import { volumesOf } from '../../cost/volumes';
import { AZURE_LIMITS, type Company } from '../../model';
import { growthPage } from '../../stacks/growth-page';
import { referenceInput, writtenReference } from '../support/bills';
import { referenceStacks } from '../support/reference-stacks';
import { synthAll } from '../support/synth';

const stacks = referenceStacks('prod');
const environment = reference.environments.find(({ name }) => name === 'prod')!;
const terraform = synthAll(stacks);
const input: BillInput = {
  stacks: stacks.map((stack, index) => ({
    name: stack.node.id,
    environment: 'prod',
    terraform: terraform[index] as SynthesizedStack['terraform'],
  })),
  company: reference,
  environment,
  running: true,
};
const growth = growthOf(input);

/** A company with so many times as many rows. */
const times = (company: Pick<Company, 'departments'>, factor: number): Pick<Company, 'departments'> => ({
  departments: company.departments.map((department) => ({
    ...department,
    sources: department.sources.map((source) => ({
      ...source,
      expectedRowsPerDay: source.expectedRowsPerDay * factor,
    })),
  })),
});
const find = (all: readonly Capacity[], service: string, name: string, measure?: string): Capacity =>
  all.find(
    (one) => one.service === service && one.name === name && (measure ?? one.measure) === one.measure,
  )!;

describe('what gives out when more comes', () => {
  test('is in the order in which it comes', () => {
    const factors = growth.capacities.map(({ givesOutAt }) => givesOutAt);
    expect(factors).toEqual([...factors].sort((a, b) => a - b));
    for (const { givesOutAt, endsAt, has, most } of growth.capacities) {
      expect(has).toBeLessThanOrEqual(most);
      expect(givesOutAt).toBeLessThanOrEqual(endsAt);
      expect(givesOutAt).toBeGreaterThan(0);
    }
  });

  test('is a namespace by the events of its streams at the busiest second', () => {
    const security = reference.departments.find(({ name }) => name === 'it-security')!;
    const perDay = security.sources
      .filter(({ delivery }) => delivery.kind === 'stream')
      .reduce((sum, { expectedRowsPerDay }) => sum + expectedRowsPerDay, 0);
    const events = find(
      growth.capacities,
      'Event Hubs namespace',
      'evhns-mrdn-prod-it-security',
      'events a second in',
    );
    // Five times the mean, of a unit's thousand events a second.
    expect(events.used).toBeCloseTo((perDay / 86_400) * 5, 6);
    expect(events.givesOutAt).toBeCloseTo(1000 / ((perDay / 86_400) * 5), 6);
    expect(events.endsAt).toBeCloseTo(40_000 / ((perDay / 86_400) * 5), 4);
  });

  test('is a hub by its partitions, which cannot be changed later', () => {
    const views = find(growth.capacities, 'hub', 'page-views');
    const { expectedRowsPerDay } = reference.departments
      .flatMap(({ sources }) => sources)
      .find(({ name }) => name === 'page-views')!;
    expect(views.laterChange).toBe(false);
    expect(views.used).toBeCloseTo(((expectedRowsPerDay / 86_400) * 5) / 1000, 9);
    expect(views.most).toBe(AZURE_LIMITS.partitionsPerHub.most);
    expect(
      growth.capacities.filter(({ laterChange }) => !laterChange).every(({ service }) => service === 'hub'),
    ).toBe(true);
  });

  test('has every stream, job and namespace that reads or holds one', () => {
    const streams = reference.departments
      .flatMap(({ sources }) => sources)
      .filter(({ delivery }) => delivery.kind === 'stream');
    const of = (service: string) => growth.capacities.filter((one) => one.service === service);
    expect(
      of('hub')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(streams.map(({ name }) => name).sort());
    expect(of('Event Hubs namespace')).toHaveLength(2 * 3);
    expect(of('streaming job')).toHaveLength(6);
    // A window of each length that there is.
    const lengths = new Set(of('window of pipelines').map(({ has }) => has));
    expect([...lengths].sort((a, b) => a - b)).toEqual([60, 1440]);
  });

  test('comes so many times earlier as more comes already', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 500 }), (factor) => {
        const more = capacitiesOf({ ...input, company: times(reference, factor) });
        for (const service of ['hub', 'streaming job', 'Event Hubs namespace', 'file of a window']) {
          for (const one of growth.capacities.filter((each) => each.service === service)) {
            const then = find(more, service, one.name, one.measure);
            expect(then.givesOutAt / (one.givesOutAt / factor)).toBeCloseTo(1, 9);
          }
        }
      }),
      { numRuns: 3 },
    );
  });

  test('is a window at the factor at which its data flows take longer than it lasts', () => {
    for (const window of growth.capacities.filter(({ service }) => service === 'window of pipelines')) {
      const longestAt = (factor: number) =>
        Math.max(
          ...capacitiesAt(factor)
            .filter(({ has, service }) => service === 'window of pipelines' && has === window.has)
            .map(({ used }) => used),
        );
      expect(longestAt(window.givesOutAt)).toBeGreaterThan(window.has);
      expect(longestAt(window.givesOutAt * 0.9)).toBeLessThanOrEqual(window.has);
    }
    function capacitiesAt(factor: number): Capacity[] {
      return capacitiesOf({ ...input, company: times(reference, factor) });
    }
  });
});

describe('an environment at so many times as many rows', () => {
  test('has these rows, and never costs less', () => {
    expect(growth.grown.map(({ factor }) => factor)).toEqual([1, 10, 100, 1000]);
    const [one, ...more] = growth.grown;
    for (const { factor, rowsPerDay, gigabytesPerDay, bronzeGigabytes } of more) {
      expect(rowsPerDay).toBe(one!.rowsPerDay * factor);
      expect(gigabytesPerDay / one!.gigabytesPerDay).toBeCloseTo(factor, 6);
      expect(bronzeGigabytes / one!.bronzeGigabytes).toBeCloseTo(factor, 6);
    }
    const costs = growth.grown.map(({ bill }) => bill.total.likely);
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
  });

  test('has the throughput units that it takes, and no more', () => {
    const unitsAt = (factor: number) =>
      grownInput(input, factor).stacks.flatMap(({ terraform: { resource } }) =>
        Object.values(resource?.azurerm_eventhub_namespace ?? {}).map(({ name, capacity }) => [
          name,
          capacity,
        ]),
      );
    const units = (factor: number) => Object.fromEntries(unitsAt(factor)) as Record<string, number>;
    expect(units(1)).toEqual({ 'evhns-mrdn-prod': 1, 'evhns-mrdn-prod-it-security': 1 });
    expect(units(100)['evhns-mrdn-prod-it-security']).toBe(3);
    expect(units(1e6)['evhns-mrdn-prod-it-security']).toBe(40);
  });

  test('has jobs of a size that there is', () => {
    for (const factor of [1, 400, 3000, 1e5]) {
      const sizes = grownInput(input, factor).stacks.flatMap(({ terraform: { resource } }) =>
        Object.values(resource?.azurerm_stream_analytics_job ?? {}).map(({ streaming_units: units }) =>
          Number(units),
        ),
      );
      for (const size of sizes)
        expect(size === 3 || size === 7 || (size % 10 === 0 && size <= 120)).toBe(true);
    }
  });
});

test('minutes of data flows at so many times as many rows are those of runs that bring them', () => {
  const { assumed } = billOf(input);
  const volumes = volumesOf(input.company, assumed);
  for (const factor of [1, 1000]) {
    const { triggered } = billOf(grownInput(input, factor)).runs;
    expect(triggered.length).toBeGreaterThan(10);
    for (const { factory, pipeline, trigger, run } of triggered) {
      const minutesAt = likelyFlowMinutes(pipeline, trigger.minutes, { factory, assumed, volumes });
      expect(minutesAt(factor)).toBeCloseTo(run.amount('dataFlowMinutes').likely, 6);
    }
  }
});

describe('a job that lands a day of events at once', () => {
  const dev = referenceInput('dev', writtenReference('dev'));
  /** The same jobs, which nobody may start: they run all day. */
  const allDay = withResources('azurerm_role_assignment', (block) =>
    block.role_definition_name === 'Lakehouse Landing Operator' ? undefined : block,
  )(dev);
  const more = (one: BillInput, factor: number): BillInput => ({
    ...one,
    company: times(one.company, factor),
  });
  const job = 'asa-mrdn-dev-it-security';
  const used = (one: BillInput, service: string, name: string, measure: RegExp) =>
    capacitiesOf(one).find(
      (each) => each.service === service && each.name === name && measure.test(each.measure),
    )!.used;
  const hoursOf = (one: BillInput) =>
    billOf(one).lines.find(({ name, meter }) => name === job && meter === 'stream-analytics/unit-v2')!
      .quantity.likely * 3;

  test('reads the day, an hour of it twice, and what comes meanwhile, in the three hours that a run waits', () => {
    // All day, the busiest second counts: five times the mean.
    const faster = (24 + 1 + 3) / 3 / 5;
    const ratio = (service: string, name: string, measure: RegExp) =>
      used(dev, service, name, measure) / used(allDay, service, name, measure);
    expect(ratio('streaming job', job, /^MB a second/)).toBeCloseTo(faster, 9);
    // Of its streams' two readers one lands them, and the other is the job of alert rules.
    expect(ratio('Event Hubs namespace', 'evhns-mrdn-dev-it-security', /out$/)).toBeCloseTo(
      (faster + 1) / 2,
      9,
    );
    expect(used(dev, 'Event Hubs namespace', 'evhns-mrdn-dev-it-security', /MB a second in/)).toBe(
      used(allDay, 'Event Hubs namespace', 'evhns-mrdn-dev-it-security', /MB a second in/),
    );
    expect(capacitiesOf(dev).find(({ name }) => name === job)?.then).toContain("mode: 'continuous'");
  });

  test('is too small where a day is more than all tries of its window can read', () => {
    const found = (one: BillInput) => overfilledBy(one).filter(({ name }) => name === job);
    // Its mean, with rows as small as they may be; two megabytes a second are what a third of a unit reads.
    const mean = found(more(allDay, 1e6))[0]!.used / 1e6;
    const allTries = (24 + 1 + 12) / 12;
    const fits = 2 / (mean * allTries);
    expect(found(more(dev, fits * 0.99))).toEqual([]);
    expect(found(more(dev, fits * 1.01))).toHaveLength(1);
    expect(found(more(allDay, fits * 1.01))).toEqual([]);
  });

  test('is billed for the time that it reads, beyond the quarter of an hour that every run takes', () => {
    const [few, many] = [hoursOf(dev), hoursOf(more(dev, 1000))];
    expect(few).toBeCloseTo((25 / 60) * (730 / 24), 6);
    const megabytes = volumesOf(dev.company, billOf(dev).assumed)
      .filter(({ department, kind }) => department === 'it-security' && kind === 'stream')
      .reduce(
        (sum, { rowsPerDay, textBytes }) => sum + (rowsPerDay * 1000 * textBytes.likely) / 1024 ** 2,
        0,
      );
    const reading = (megabytes * (25 / 24)) / 2 / 60;
    expect(reading).toBeGreaterThan(12);
    expect(many).toBeCloseTo(((25 + reading - 12) / 60) * (730 / 24), 6);
    expect(hoursOf(more(dev, 1e7))).toBeCloseTo(730, 6);
    expect(hoursOf(more(allDay, 1000))).toBeCloseTo(hoursOf(allDay), 6);
  });
});

test('the page says what gives out first, and what has to be decided early', () => {
  const page = growthPage(environment, input);
  const [first] = growth.capacities;
  expect(page).toContain(`${first!.service} ${first!.name}, at `);
  expect(page).toContain('| page-views | 4 |');
  expect(page).toMatch(/prices? of another region/);
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
  // What gives out at a hundred thousand times as many rows is known to no digit.
  expect(page).toContain('| more than 10,000 times |');
  expect(page).not.toMatch(/(?!10,000)\d{2},\d{3} times|\d{3},\d{3} times/);
});
