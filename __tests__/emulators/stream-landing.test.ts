import * as fc from 'fast-check';
import { alert, type DepartmentProps } from '../../model';
import { everything, orders, webShop } from '../constructs/lakehouse/shop';
import { shopIn } from '../constructs/lakehouse/layers';
import { prod } from '../support/small-company';
import { type Block, synth, type Terraform } from '../support/synth';
import { evaluate } from './pipeline-expressions';
import { type LandedEvent, StreamLanding } from './stream-landing';

/** Nothing that was sent goes lost on its way into bronze, whatever is applied, restarted and stopped. */
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = Date.parse('2026-03-01T00:00:00Z');
const LAG: Readonly<Record<string, number>> = { orders: MINUTE, 'page-clicks': 7 * MINUTE };

const shop = (props: Partial<DepartmentProps>, started = true, streamingUnits?: number): Terraform =>
  synth(
    shopIn(
      { ...prod, running: { from: '2026-03-01', acknowledged: [], paused: !started } },
      webShop(Object.assign({ ...everything, consumers: [], tables: [] }, props)),
      streamingUnits === undefined ? {} : { streamingUnits },
    ).stack,
  );
const lenient = alert('big-order', orders, {
  description: 'An order is rather large',
  when: (event) => event.amount.greaterThan(10),
  payload: ['order_id'],
});
/** What is applied, one after the other, in any order. */
const VARIANTS: Readonly<Record<string, Terraform>> = {
  usual: shop({}),
  'another rule': shop({ alerts: [lenient] }),
  'no rules': shop({ alerts: [] }),
  'one stream': shop({ sources: [orders], alerts: [lenient] }),
  larger: shop({}, true, 7),
  stopped: shop({}, false),
};

/** The same with a schedule as it was before: it begins with what arrives from now on. */
function fromNowOn(terraform: Terraform): Terraform {
  const schedules = terraform.resource?.azurerm_stream_analytics_job_schedule ?? {};
  const now = (block: Block): Block => ({ ...block, start_mode: 'JobStartTime', start_time: undefined });
  return {
    ...terraform,
    resource: {
      ...terraform.resource,
      azurerm_stream_analytics_job_schedule: Object.fromEntries(
        Object.entries(schedules).map(([name, block]) => [name, now(block)]),
      ),
    },
  };
}

type Step =
  | { readonly kind: 'send'; readonly hub: string; readonly after: number }
  | { readonly kind: 'apply'; readonly variant: string; readonly sends: boolean }
  | { readonly kind: 'stop'; readonly hours: number }
  | { readonly kind: 'wait'; readonly minutes: number };

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('send' as const),
        hub: fc.constantFrom(...Object.keys(LAG)),
        after: fc.nat(10 * MINUTE),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('apply' as const),
        variant: fc.constantFrom(...Object.keys(VARIANTS)),
        sends: fc.boolean(),
      }),
    },
    fc.record({ kind: fc.constant('stop' as const), hours: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ kind: fc.constant('wait' as const), minutes: fc.nat(600) }),
  ),
  { maxLength: 40 },
);

/** Plays steps; in the end, everything runs for a while. */
function play(all: readonly Step[], change = (terraform: Terraform): Terraform => terraform): StreamLanding {
  const landing = new StreamLanding('Ingestion_Job_', (hub) => LAG[hub]!, START);
  const send = (hub: string): void => {
    if (landing.hubs.includes(hub)) landing.send(hub);
  };
  landing.apply(change(VARIANTS.usual!));
  for (const step of all) {
    switch (step.kind) {
      case 'send':
        landing.wait(step.after);
        send(step.hub);
        break;
      case 'apply':
        landing.apply(change(VARIANTS[step.variant]!), () => {
          if (step.sends) for (const hub of Object.keys(LAG)) send(hub);
        });
        break;
      case 'stop':
        stopFor(landing, step.hours * 60 * MINUTE, send);
        break;
      case 'wait':
        landing.wait(step.minutes * MINUTE);
        break;
    }
  }
  landing.apply(change(VARIANTS.usual!));
  landing.wait(DAY);
  return landing;
}

/** An operator stops the job, and starts it again as the documentation says. */
function stopFor(landing: StreamLanding, time: number, send: (hub: string) => void): void {
  if (!landing.running) return landing.wait(time);
  landing.wait(MINUTE);
  send('orders');
  landing.wait(LAG.orders! + 1);
  landing.stop();
  send('page-clicks');
  landing.wait(time);
  send('orders');
  landing.start('LastOutputEventTime');
}

function missing(landing: StreamLanding): number[] {
  const landed = new Set(landing.landed.map(({ id }) => id));
  return landing.sent.map(({ id }) => id).filter((id) => !landed.has(id) && !landing.expired.has(id));
}

describe('landing', () => {
  test('has all that was sent, after any applies, restarts and stops', () => {
    fc.assert(
      fc.property(steps, (all) => {
        expect(missing(play(all))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('had not, when a start began with what arrives from now on', () => {
    const broken = fc.property(steps, (all) => missing(play(all, fromNowOn)).length === 0);
    expect(fc.check(broken, { numRuns: 200, seed: 1 }).failed).toBe(true);
    const applied: readonly Step[] = [{ kind: 'apply', variant: 'larger', sends: true }];
    expect(missing(play(applied))).toEqual([]);
    expect(missing(play(applied, fromNowOn))).toEqual([0, 1]);
  });

  test('begins with what a hub has kept until its job first starts', () => {
    const landing = new StreamLanding('Ingestion_Job_', () => MINUTE, START);
    landing.apply(VARIANTS.stopped!);
    landing.send('orders');
    landing.wait(DAY);
    landing.apply(VARIANTS.usual!);
    landing.wait(DAY);
    expect(landing.landed.map(({ id }) => id)).toEqual([0]);
  });

  test('is not stopped by a changed rule: nothing comes twice', () => {
    const landing = play([
      { kind: 'send', hub: 'orders', after: 0 },
      { kind: 'apply', variant: 'another rule', sends: true },
      { kind: 'apply', variant: 'no rules', sends: true },
      { kind: 'send', hub: 'orders', after: MINUTE },
    ]);
    expect(landing.landed).toHaveLength(landing.sent.length);
  });

  test('lacks what a hub no longer has after a stop that is too long, and nothing else', () => {
    const landing = new StreamLanding('Ingestion_Job_', () => MINUTE, START);
    landing.apply(VARIANTS.usual!);
    landing.send('orders');
    landing.wait(DAY);
    landing.stop();
    landing.send('orders');
    landing.wait(8 * DAY);
    landing.send('orders');
    landing.start('LastOutputEventTime');
    landing.wait(DAY);
    expect([...landing.expired]).toEqual([1]);
    expect(missing(landing)).toEqual([]);
  });

  test('cannot go on where there was no output, which is why each apply asks', () => {
    const landing = new StreamLanding('Ingestion_Job_', () => MINUTE, START);
    landing.apply(VARIANTS.usual!);
    landing.stop();
    expect(() => landing.start('LastOutputEventTime')).toThrow('needs an output');
  });
});

/** From when on, and before when, a file was last written that a window's copy takes. */
function takenIn(pipeline: string, windowStart: string): readonly [number, number] {
  const blocks = Object.values(VARIANTS.usual!.resource?.azurerm_data_factory_pipeline ?? {});
  const { activities_json: text } = blocks.find(({ name }) => name === pipeline)!;
  const [{ typeProperties }] = JSON.parse(String(text)) as [
    { typeProperties: { source: { storeSettings: Readonly<Record<string, unknown>> } } },
  ];
  const { modifiedDatetimeStart: from, modifiedDatetimeEnd: to } = typeProperties.source.storeSettings;
  const at = (text: unknown): number => Date.parse(String(evaluate(text, { parameters: { windowStart } })));
  return [at(from), at(to)];
}

/** What the copies of a stream bring into bronze; each runs some time after its window's end and the quarter of an hour. */
function copied(
  landed: readonly LandedEvent[],
  minutes: number,
  pipeline: string,
  late: readonly number[],
): number[] {
  const length = minutes * MINUTE;
  const windows = Math.ceil((Math.max(START, ...landed.map(({ at }) => at)) - START) / length) + 1;
  return Array.from({ length: windows }, (_, index) => START + index * length).flatMap((start, index) => {
    const now = start + length + (15 + (late[index % late.length] ?? 0)) * MINUTE;
    const [from, to] = takenIn(pipeline, new Date(start).toISOString().replace('.000Z', 'Z'));
    const there = landed.filter(({ at }) => at <= now);
    const written = new Map<string, number>();
    for (const { file, at } of there) written.set(file, Math.max(at, written.get(file) ?? 0));
    return there
      .filter(({ file }) => written.get(file)! >= from && written.get(file)! < to)
      .map(({ id }) => id);
  });
}

describe('bronze', () => {
  test.each([
    ['orders', 60, 'web_shop_copy_orders'],
    ['page-clicks', 1440, 'web_shop_copy_page_clicks'],
  ])('has all of %s that was landed, however late', (hub, minutes, pipeline) => {
    fc.assert(
      fc.property(steps, fc.array(fc.nat(300), { minLength: 1, maxLength: 5 }), (all, late) => {
        const landed = play(all).landed.filter(({ file }) => file.startsWith(`${hub}/`));
        const ids = new Set(landed.map(({ id }) => id));
        expect(new Set(copied(landed, minutes, pipeline, late))).toEqual(ids);
      }),
      { numRuns: 100 },
    );
  });

  test('gets each hour once where nothing is late', () => {
    const landed = [5, 50, 65].map((minute, id): LandedEvent => {
      return { id, file: `orders/${Math.floor(minute / 60)}`, at: START + minute * MINUTE };
    });
    expect(copied(landed, 60, 'web_shop_copy_orders', [0])).toEqual([0, 1, 2]);
  });
});
