import { iso } from './engine';
import type { Plan } from './plan';
import { evaluate } from '../pipeline-expressions';
import { objectIn, textOr } from './json';
import { type Activity, everyActivity } from './pipeline';
import type { Platform } from './platform';
import type { Row } from './storage';

/** Something that somebody outside sends, once. */
export type Delivery =
  | { readonly kind: 'event'; readonly time: number; readonly hub: string; readonly row: Row }
  | {
      readonly kind: 'file';
      readonly time: number;
      readonly folder: string;
      readonly name: string;
      readonly rows: readonly Row[];
    };

/** All that is sent in a simulated time. */
export interface Deliveries {
  /** In any order. */
  readonly sent: readonly Delivery[];
  /** What a web server answers at a time. */
  readonly page: (url: string, time: number) => readonly Row[] | undefined;
  /** Every row that has to arrive, by the folder of its source in bronze. */
  readonly rows: Readonly<Record<string, readonly Row[]>>;
}

/** The time of a simulation, in minutes since 1970. */
export interface Span {
  /** The environment's start date. */
  readonly start: number;
  /** When it is deployed. */
  readonly deployed: number;
  /** The end of the last window. */
  readonly end: number;
}

/** The time of a plan. */
export function spanOf(start: number, { days, deployedAfter }: Plan): Span {
  const whole = start + (deployedAfter + days) * 1440;
  return { start, deployed: start + deployedAfter * 1440 + 600, end: whole };
}

/** A time of a plan. The last day is quiet: what is sent before has a window of every length. */
export function timeOf({ deployed, end }: Span, at: number): number {
  const [first, last] = [deployed + 60, end - 1500];
  return first + Math.floor((at / 10_000) * Math.max(last - first, 1));
}

/**
 * Minutes within which an order changes: a table that reads a time range of a table that does so, too, promises nothing of
 * rows that vanish later than its lookback.
 */
const LIFE = 6 * 1440;

/** What is sent to the simulated company: orders, rates and counts of stock. */
export function companyDeliveries(plan: Plan, span: Span, platform: Platform): Deliveries {
  const orders = plan.orders.map((order) => {
    const time = timeOf(span, order.at);
    const placed = iso(time - order.late);
    const name = `o${order.order}-${Math.floor((time - span.start) / LIFE)}`;
    const id = `orders/${name}/${placed}/${order.amount}`;
    const lines = order.lines.map(({ product, quantity }, index) => ({
      line_number: index + 1,
      product: `p${product}`,
      quantity,
    }));
    const cells = {
      order_id: name,
      status: order.status,
      amount: order.amount.toFixed(2),
      currency: order.currency,
      lines: JSON.stringify(lines),
      placed_at: placed,
    };
    const times = order.again === undefined ? [time] : [time, timeOf(span, order.again)];
    return { row: { id, cells }, times };
  });
  const counts = plan.counts.map(({ at, product, counted, again }, index) => {
    const time = timeOf(span, at);
    const cells = { product: `p${product}`, counted: String(counted), counted_at: iso(time) };
    const times = again === undefined ? [time] : [time, timeOf(span, again)];
    return { row: { id: `stock/${index}`, cells }, times, name: `count-${index}.csv` };
  });
  const rates = ratesOf(plan, span);
  const files = expectedFiles(plan, span, platform).map(({ day, ...file }) => {
    const cells = {
      product: `p${day % 3}`,
      day: iso(span.start + day * 1440).slice(0, 10),
      price: `${day}.50`,
    };
    return { ...file, rows: [{ id: `prices/${day}`, cells }] };
  });
  return {
    sent: [
      ...orders.flatMap(({ row, times }) =>
        times.map((time) => ({ kind: 'event', time, hub: 'orders', row }) as const),
      ),
      ...files,
      ...counts.flatMap(({ row, times, name }) =>
        times.map(
          (time) => ({ kind: 'file', time, folder: 'shop-landing/stock', name, rows: [row] }) as const,
        ),
      ),
    ],
    page: (url, time) => {
      const found = rates.get(url);
      return found !== undefined && time >= found.from ? [found.row] : undefined;
    },
    rows: {
      orders: orders.map(({ row }) => row),
      stock: counts.map(({ row }) => row),
      rates: [...rates.values()].map(({ row }) => row),
      prices: files.flatMap(({ rows }) => rows),
    },
  };
}

/** The rate of each day, by its page: there at the day's end, unless it is late. */
function ratesOf({ rates }: Plan, { start, end }: Span): ReadonlyMap<string, { from: number; row: Row }> {
  const pages = new Map<string, { from: number; row: Row }>();
  for (let day = 0; start + day * 1440 < end; day++) {
    const date = iso(start + day * 1440).slice(0, 10);
    const late = rates.find((rate) => rate.day === day)?.minutes ?? -10;
    const cells = { currency: 'USD', day: date, rate: (0.5 + (day % 7) / 8).toFixed(4) };
    pages.set(`daily/${date}.csv`, {
      from: start + (day + 1) * 1440 + late,
      row: { id: `rates/${date}`, cells },
    });
  }
  return pages;
}

/** What is sent to any company: events to each hub, known by a number only, files where they are expected, and an answer from every page. */
export function anyDeliveries(plan: Plan, span: Span, platform: Platform): Deliveries {
  const { jobs } = platform;
  const files = expectedFiles(plan, span, platform).map(({ day: _, ...file }) => ({
    ...file,
    rows: [{ id: `${file.folder}/${file.name}`, cells: {} }],
  }));
  const hubs = [...new Set(jobs.flatMap(({ landings }) => landings.map(({ hub }) => hub)))];
  const sent = plan.orders.map(({ at }, index) => {
    const hub = hubs[index % hubs.length]!;
    return { kind: 'event', time: timeOf(span, at), hub, row: { id: `${hub}/${index}`, cells: {} } } as const;
  });
  return {
    sent: [...sent, ...files],
    page: (url) => [{ id: url, cells: {} }],
    rows: { any: [...sent.map(({ row }) => row), ...files.flatMap(({ rows }) => rows)] },
  };
}

/** What some activities wait for, and what that waits for in turn. */
function before(waiting: readonly Activity[], all: readonly Activity[]): readonly Activity[] {
  const names = waiting.flatMap(({ dependsOn }) => dependsOn.map(({ activity }) => activity));
  const first = all.filter(({ name }) => names.includes(name));
  return first.length === 0 ? [] : [...before(first, all), ...first];
}

/** A file for each day of every source whose copy fails without one: in the evening, or late where the plan says so. */
function expectedFiles(
  { lateFiles }: Plan,
  span: Span,
  platform: Platform,
): (Omit<Extract<Delivery, { kind: 'file' }>, 'rows'> & { readonly day: number })[] {
  const folders = [...platform.pipelines.values()].flatMap(({ activities }) => {
    const all = everyActivity(activities);
    const expecting = all.filter(({ name }) => name === 'ExpectFiles');
    return before(expecting, all)
      .filter(({ type }) => type === 'Copy')
      .map(({ properties, inputs }) => {
        const store = objectIn(objectIn(properties, 'source'), 'storeSettings');
        const { location } = platform.datasets.get(inputs[0]!.name)!;
        const ending = textOr(store, 'wildcardFileName', '*').replace('*', '');
        const below = String(evaluate(store['wildcardFolderPath'], {}));
        return { folder: `${String(location['fileSystem'])}/${below}`, ending };
      });
  });
  return Array.from({ length: Math.round((span.end - span.start) / 1440) }, (_, day) => {
    const late = lateFiles.find((file) => file.day === day)?.minutes;
    // What comes after the last window is brought by nobody.
    const time = Math.min(
      span.start + (late === undefined ? day * 1440 + 1200 : (day + 1) * 1440 + late),
      span.end - 1,
    );
    return folders.map(({ folder, ending }) => ({
      kind: 'file' as const,
      day,
      time,
      folder,
      name: `${iso(span.start + day * 1440).slice(0, 10)}${ending}`,
    }));
  }).flat();
}
