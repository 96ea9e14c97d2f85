import {
  ASSUMPTIONS,
  type AssumptionName,
  backfillCost,
  type Bill,
  type BillDocument,
  type BilledMonth,
  type BillLine,
  byDepartment,
  costBy,
  departmentReservations,
  figure,
  firstStartCost,
  FREE_TYPES,
  isProcessing,
  money,
  lineReservations,
  type OneTime,
  type Range,
  reserved,
  type Saving,
  SynthesizedStacks,
} from '../cost';
import { type Environment, isRunning } from '../model';
import { groupBy } from '../model/collections';
import { floorsSection } from './bill-floors';
import type { Bills } from './bills';
import { markdownTable } from './markdown-table';

/** Whose bills they are, and until when a first start runs windows. */
export interface BillPlace {
  /** The environment. */
  readonly environment: Environment;
  /** The day, `YYYY-MM-DD`, at whose beginning a first start is priced. @default it is not */
  readonly asOf?: string | undefined;
}

const RANGE_HEADING = ['low', 'likely', 'high'] as const;
const YEAR_DAYS = 365;

/** The files of an environment's bills, by name: a page for people, and the same for programs. */
export function billFiles(bills: Bills, { environment, asOf }: BillPlace): Record<string, string> {
  return {
    [`${environment.name}.md`]: billPage(bills, { environment, asOf }),
    [`${environment.name}.json`]: billJson(bills, { environment, asOf }),
  };
}

/** The bills of an environment, as a page. */
export function billPage(bills: Bills, place: BillPlace): string {
  const { environment } = place;
  const { running, idle, savings } = bills;
  const { currency } = running;
  const limit = environment.cost?.monthlyLimit;
  const state = isRunning(environment)
    ? 'Triggers and jobs run.'
    : 'Triggers and jobs are stopped: the idle month is what it costs now, the running one what it would cost.';
  return [
    `# Bill: ${environment.name}`,
    '',
    `${state} Prices of ${environment.location} as far as they are known, in ${currency}, pay as you go, before tax and discounts.${limit === undefined ? '' : ` The limit of a month is ${money(limit, currency)}.`} How it is computed: docs/cost.md.`,
    '',
    'Low, likely and high differ by what is assumed, such as minutes of a run. Reservations say what a sum is uncertain by besides: lines whose price is missing, was never recorded ("from memory"), or is the list price of another region, with their part of the likely figure. "All lines" names each; `cost.prices` of an environment takes your own.',
    '',
    ...markdownTable(
      ['a month', ...RANGE_HEADING, 'reservations'],
      [totalRow('running', running), totalRow('idle', idle)],
    ),
    '',
    ...section(
      'By department',
      grouped(byDepartment(running), running, 'department', (name) => departmentReservations(running, name)),
    ),
    ...(['stack', 'layer'] as const).flatMap((of) => {
      const lines = groupBy(running.lines, (line) => line[of]);
      const reservations = (name: string): readonly string[] =>
        lineReservations(lines.get(name) ?? [], running.region);
      return section(`By ${of}`, grouped(costBy(running, of), running, of, reservations));
    }),
    '## Ten largest lines',
    '',
    ...linesTable(running.lines.slice(0, 10), currency),
    '',
    ...floorsSection(running),
    ...savingsSection(savings, running),
    ...oneTimeSection(bills, place),
    '## All lines',
    '',
    ...linesTable(running.lines, currency),
    '',
    '## What is shared',
    '',
    ...sharesTable(running),
    '',
    '## Assumptions',
    '',
    ...assumptionsTable(running),
    '',
    '## Without a charge',
    '',
    ...markdownTable(['resource type', 'why'], Object.entries(FREE_TYPES)),
    '',
  ].join('\n');
}

/** The bills of an environment, for programs: the same figures as on the page. */
export function billJson(bills: Bills, { environment, asOf }: BillPlace): string {
  const { running, idle, input, savings } = bills;
  const month = ({ total, lines, reservations }: Bill): BilledMonth => ({ total, reservations, lines });
  const document: BillDocument = {
    environment: environment.name,
    region: running.region,
    currency: running.currency,
    state: isRunning(environment) ? 'running' : 'idle',
    subscriptions: new SynthesizedStacks(input.stacks).subscriptions,
    running: month(running),
    idle: month(idle),
    byDepartment: Object.fromEntries(byDepartment(running)),
    savings,
    backfillOfAYear: backfillCost(running, input.prices, YEAR_DAYS),
    ...(asOf !== undefined && { firstStart: firstStartCost(running, input.prices, asOf) }),
    assumptions: running.assumed,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function totalRow(name: string, { total, currency, reservations }: Bill): string[] {
  return [name, ...amounts(total, currency), reserved(reservations)];
}

function amounts({ low, likely, high }: Range, currency: string): string[] {
  return [low, likely, high].map((amount) => money(amount, currency));
}

function section(title: string, table: string[]): string[] {
  return [`## ${title}`, '', ...table, ''];
}

function grouped(
  costs: Map<string, Range>,
  { currency }: Bill,
  of: string,
  reservations: (name: string) => readonly string[],
): string[] {
  const rows = [...costs].sort(([, a], [, b]) => b.likely - a.likely);
  return markdownTable(
    [of, ...RANGE_HEADING, 'reservations'],
    rows.map(([name, cost]) => [name, ...amounts(cost, currency), reserved(reservations(name))]),
  );
}

function linesTable(lines: readonly BillLine[], currency: string): string[] {
  return markdownTable(
    ['stack', 'layer', 'what', 'likely quantity', ...RANGE_HEADING, 'price'],
    lines.map((line) => [
      line.stack,
      line.layer,
      [line.name, line.what].filter((part) => part !== '').join(': '),
      `${figure(line.quantity.likely)} × ${line.unit}`,
      ...amounts(line.cost, currency),
      priceOf(line),
    ]),
  );
}

function priceOf({ price, provenance }: BillLine): string {
  return price === undefined ? provenance : `${price.amount} ${price.currency}; ${provenance}`;
}

function savingsSection(savings: readonly Saving[], { currency, reservations }: Bill): string[] {
  return [
    '## What would save most',
    '',
    'Each change is priced by itself, as if it had been made; two of them together may save less than their sum.',
    '',
    ...markdownTable(
      ['change', 'gives up', 'saves, low', 'likely', 'high', 'reservations'],
      savings.map(({ change, price, saves }) => [
        change,
        price,
        ...amounts(saves, currency),
        reserved(reservations),
      ]),
    ),
    '',
  ];
}

function oneTimeSection({ running, input }: Bills, { environment, asOf }: BillPlace): string[] {
  const processing = running.lines.filter(({ meter }) => isProcessing(meter));
  const row = (name: string, { windows, dataFlows, cost }: OneTime): (string | number)[] => [
    name,
    windows,
    figure(dataFlows.likely),
    ...amounts(cost, running.currency),
    reserved(lineReservations(processing, running.region, "a month's processing")),
  ];
  const start =
    environment.running === undefined || asOf === undefined
      ? []
      : [row(`a first start on ${asOf}`, firstStartCost(running, input.prices, asOf))];
  const missing =
    environment.running === undefined
      ? ' A first start is not priced: there is no day to run from.'
      : asOf === undefined
        ? ' A first start is not priced: how much it runs depends on the day, and none was given.'
        : '';
  return [
    '## Once',
    '',
    `What pipelines do only; a month bills the rest all the same.${missing}`,
    '',
    ...markdownTable(
      ['what', 'windows or days', 'data flows', ...RANGE_HEADING, 'reservations'],
      [...start, row('a backfill of a year', backfillCost(running, input.prices, YEAR_DAYS))],
    ),
    '',
  ];
}

function sharesTable({ lines }: Bill): string[] {
  const shared = lines.filter(({ shares }) => shares !== undefined);
  const rows = new Map(
    shared.map(({ layer, resource, shares }) => [
      resource,
      [
        layer,
        shares?.by ?? '',
        Object.entries(shares?.parts ?? {})
          .map(([name, part]) => `${name} ${(part * 100).toFixed(1)} %`)
          .join(', ') || 'nobody: it stays with the platform',
      ],
    ]),
  );
  const distinct = new Map([...rows.values()].map((row) => [row.join('|'), row]));
  return markdownTable(['host', 'divided by', 'parts'], [...distinct.values()]);
}

function assumptionsTable({ assumed, lines }: Bill): string[] {
  const used = new Set(lines.flatMap(({ assumptions }) => assumptions));
  const rows = (Object.keys(ASSUMPTIONS) as AssumptionName[]).map((name) => {
    const { low, likely, high } = assumed[name];
    return [name, ASSUMPTIONS[name].what, ...[low, likely, high].map(figure), used.has(name) ? 'yes' : 'no'];
  });
  return markdownTable(['name', 'what', ...RANGE_HEADING, 'used here'], rows);
}
