import {
  type BillInput,
  type Capacity,
  figure,
  GROWTH_FACTORS,
  type Grown,
  growthOf,
  money,
  reserved,
} from '../cost';
import type { Environment } from '../model';
import { markdownTable } from './markdown-table';

/** What becomes of an environment when more comes than the contracts promise, as a page. */
export function growthPage({ name }: Pick<Environment, 'name'>, input: BillInput): string {
  const { capacities, grown } = growthOf(input);
  const fixed = capacities.filter(({ laterChange }) => !laterChange);
  return [
    `# Growth on paper: ${name}`,
    '',
    `What the contracts promise, times ${GROWTH_FACTORS.join(', ')}, at the busiest second of a day (\`peakOfMean\`), as likely as it is known. Nothing here was measured: it is computed from documented limits and from the assumptions of docs/cost.md. Triggers and jobs are taken to run. Of data flows the new rows of sources are counted: one that reads whole tables gives out earlier.`,
    '',
    '## What it comes to',
    '',
    'The costs are of a month, with the throughput units and streaming units that so many rows take, as far as there are any.',
    '',
    ...markdownTable(
      [
        'times',
        'rows a day',
        'GB a day',
        'GB in bronze',
        'low',
        'likely',
        'high',
        'reservations',
        'gives out first',
        'have given out',
      ],
      grown.map(grownRow),
    ),
    '',
    '## What gives out, and when',
    '',
    ...markdownTable(
      [
        'what',
        'which',
        'measure',
        'used',
        'there is',
        'gives out at',
        'then',
        'at most',
        'ends at',
        'beyond',
        'source',
      ],
      capacities.map(capacityRow),
    ),
    '',
    '## What has to be decided early',
    '',
    ...(fixed.length === 0
      ? ['Nothing: there are no streams.']
      : [
          'The partitions of a hub of the tier Standard never change: more of them are another hub, whose readers begin anew, and whose senders have to change their address. Decide on them before the stream starts, for the rows of its last year and not of its first.',
          '',
          ...markdownTable(
            ['hub', 'partitions', 'are enough until', 'of the 32 that there can be, enough until'],
            fixed.map(({ name: hub, has, givesOutAt, endsAt }) => [
              hub,
              has,
              times(givesOutAt),
              times(endsAt),
            ]),
          ),
        ]),
    '',
    '## What has no documented end',
    '',
    'Serverless SQL bills what it reads, and no end of it is documented: a query that reads everything takes longer and costs more with every row. Its result sets, its sessions and the half hour of a query are limits of a query, not of a platform. When reading costs more than a dedicated pool, stored gold (procedures) is the step before it.',
    '',
  ].join('\n');
}

function grownRow({
  factor,
  rowsPerDay,
  gigabytesPerDay,
  bronzeGigabytes,
  givenOut,
  bill,
}: Grown): (string | number)[] {
  const { total, currency, reservations } = bill;
  const [first] = givenOut;
  return [
    factor,
    figure(rowsPerDay),
    figure(gigabytesPerDay),
    figure(bronzeGigabytes),
    ...[total.low, total.likely, total.high].map((amount) => money(amount, currency)),
    reserved(reservations),
    first === undefined ? 'nothing' : `${first.service} ${first.name}, at ${times(first.givesOutAt)}`,
    givenOut.length,
  ];
}

function capacityRow(one: Capacity): (string | number)[] {
  return [
    one.service,
    one.name,
    one.measure,
    figure(one.used),
    figure(one.has),
    times(one.givesOutAt),
    one.then,
    figure(one.most),
    times(one.endsAt),
    one.beyond,
    one.source,
  ];
}

/** Beyond this, assumptions say more than arithmetic does. */
const FARTHEST = 10_000;

function times(factor: number): string {
  if (factor > FARTHEST && Number.isFinite(factor)) return `more than ${figure(FARTHEST)} times`;
  return Number.isFinite(factor) ? `${figure(Math.floor(factor * 100) / 100)} times` : 'never by rows alone';
}
