import { type Bill, type BillLine, lineReservations, money, reserved, sumOf } from '../cost';
import { markdownTable } from './markdown-table';

/** Something that bills by being there, and the least of it that Azure sells. */
interface Floor {
  readonly name: string;
  /** Begins the meters of its lines. */
  readonly meter: string;
  /** Whether a line is the least there is; of what goes by volume alone, nothing. */
  readonly isLeast?: (line: BillLine) => boolean;
  /** What the least is, and what is below it. */
  readonly floor: string;
}

const FLOORS: readonly Floor[] = [
  {
    name: 'streaming jobs',
    meter: 'stream-analytics/',
    isLeast: ({ what }) => what.startsWith('a third of a V2 unit'),
    floor:
      'a third of a streaming unit, for each department that streams, and again where it has alert rules; below it only fewer hours: `landing`',
  },
  {
    name: 'Event Hubs namespaces',
    meter: 'event-hubs/throughput-unit',
    isLeast: ({ what }) => what === '1 throughput unit',
    floor: 'one throughput unit for each namespace; below it only fewer namespaces: shared hosts',
  },
  {
    name: 'events',
    meter: 'event-hubs/events',
    floor: 'none: by what is sent',
  },
  {
    name: 'private endpoints',
    meter: 'network/private-endpoint',
    isLeast: () => true,
    floor:
      'one for each part of a service that is reached, in each network; below it only public endpoints, or fewer hosts',
  },
  {
    name: 'private zones',
    meter: 'network/private-dns-zone',
    isLeast: () => true,
    floor: 'one for each kind of service that has an endpoint',
  },
  {
    name: 'logs',
    meter: 'logs/',
    floor:
      'none: by what is sent, up to the daily cap; rows are kept for 31 days without a charge, and are gone at the end of their retention (`settings.logs`). At the cap nothing more comes in until the next day: alert rules on logs see neither failures nor delays of these hours, and nothing brings them later; runs and their outputs stay to be seen in Data Factory, for 45 days',
  },
];

/** What bills by being there: what it comes to, and whether it is the least that Azure sells for what is asked for. */
export function floorsSection({ lines, currency, region }: Bill): string[] {
  const rows = FLOORS.flatMap(({ name, meter, isLeast, floor }) => {
    const own = lines.filter((line) => line.meter.startsWith(meter));
    if (own.length === 0) return [];
    const larger = isLeast ? own.filter((line) => !isLeast(line)) : [];
    const least = !isLeast
      ? 'by volume'
      : larger.length === 0
        ? 'yes'
        : `no: ${larger.map((line) => [line.name, line.what].filter((part) => part !== '').join(': ')).join(', ')}`;
    return [
      [
        name,
        String(own.length),
        money(sumOf(own.map(({ cost }) => cost)).likely, currency),
        reserved(lineReservations(own, region)),
        least,
        floor,
      ],
    ];
  });
  if (rows.length === 0) return [];
  return [
    '## Floors',
    '',
    'What streaming, network and logs come to, and whether that is the least that Azure sells for what is asked for.',
    '',
    ...markdownTable(['what', 'lines', 'likely', 'reservations', 'at its floor', 'floor'], rows),
    '',
  ];
}
