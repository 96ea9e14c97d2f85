import {
  type BatchDelivery,
  type ClockTime,
  type CompanyGraph,
  type DataContract,
  type Table,
} from '../../model';

/** Minutes after a window's end until the streaming job has written its last file. */
export const STREAM_DELAY_MINUTES = 15;
/** The year whose summer and winter times count: a fixed one, so that the same definitions always give the same delay. */
const YEAR = 2026;
const DAY_MINUTES = 24 * 60;
const MINUTE = 60_000;

/** Minutes after a window's end until what a source delivers for it can be brought. */
export function delayOf({ delivery }: Pick<DataContract, 'delivery'>): number {
  return delivery.kind === 'stream' ? STREAM_DELAY_MINUTES : readyMinutes(delivery);
}

/** Minutes after a window's end until the batches behind a table are ready, over whatever tables. */
export function readyMinutesBehind(graph: CompanyGraph, table: Table, seen = new Set<Table>()): number {
  if (seen.has(table)) return 0;
  seen.add(table);
  const sources = graph.bronzeOf(table).flatMap(({ name }) => graph.source(name)?.contract.delivery ?? []);
  const batches = sources.flatMap((delivery) => (delivery.kind === 'batch' ? [readyMinutes(delivery)] : []));
  const above = graph.upstreamOf(table).map((owned) => readyMinutesBehind(graph, owned.table, seen));
  return Math.max(0, ...batches, ...above);
}

function readyMinutes({ readyAfter }: BatchDelivery): number {
  if (readyAfter === undefined) return 0;
  return 'minutes' in readyAfter ? readyAfter.minutes : clockMinutes(readyAfter);
}

/**
 * Minutes from midnight in UTC until the clocks of a place show a time of that day, in summer as in winter.
 *
 * A trigger's delay is the same all year, so the latest counts: in summer it starts an hour later than it could. Where the place
 * is there before the day begins in UTC, nothing is to wait for.
 */
function clockMinutes({ at, timeZone }: ClockTime): number {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  return Math.max(0, hours * 60 + minutes - Math.min(...offsetsOf(timeZone)));
}

/** Minutes that the clocks of a place are ahead of UTC, on every day of the year. */
function offsetsOf(timeZone: string): number[] {
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  return Array.from({ length: 365 }, (_, day) => {
    const noon = Date.UTC(YEAR, 0, 1) + (day + 0.5) * DAY_MINUTES * MINUTE;
    const parts = new Map(clock.formatToParts(noon).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
    return (shown - noon) / MINUTE;
  });
}
