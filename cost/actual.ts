// Loaded by its first use: a synthesis has no export of actual costs to compare.
import { type Issue, LakehouseError, listed } from '../model';
import { groupBy } from '../model/collections';
import { type BillLine } from './bill';
import { type BillDocument } from './document';
import { MONTH_DAYS } from './prices/meters';
import { lineReservations } from './reservations';
import { product, type Range, sumOf } from './range';

/** A row of an export of Azure's Cost Management, by the names of its columns. */
export type ExportRow = Readonly<Record<string, string>>;

/** What one resource was estimated to cost in some days, and what it was billed. */
export interface ComparedLine {
  /** The resource, by its name in Azure. */
  readonly resource: string;
  /** What the estimate counts there; nothing, where it has no line of it. */
  readonly what: readonly string[];
  /** What the days were estimated at. */
  readonly estimated: Range;
  /** What they were billed. */
  readonly actual: number;
  /** What the estimate of it leaves out or cannot be sure of. */
  readonly reservations: readonly string[];
  /** What it was billed for: categories of meters. */
  readonly categories: readonly string[];
}

/** An estimate beside what was billed. */
export interface Comparison {
  /** The first day of the export. */
  readonly from: string;
  /** Its last day. */
  readonly to: string;
  /** Days between them, both included. */
  readonly days: number;
  /** The resources, those with the largest difference first. */
  readonly lines: readonly ComparedLine[];
  /** The sum of the estimates. */
  readonly estimated: Range;
  /** What was billed for this environment. */
  readonly actual: number;
  /** What the export has besides, of other environments and of others. */
  readonly others: number;
}

/**
 * Columns by the names that exports have for them, whatever their case. Source: "Cost and usage details file schema" of all kinds of agreements, and
 * "FOCUS cost and usage details file schema".
 */
const COLUMNS = {
  resourceId: ['resourceid', 'instanceid', 'instancename'],
  subscription: ['subscriptionid', 'subscriptionguid', 'subaccountid'],
  date: ['date', 'usagedate', 'usagedatetime', 'chargeperiodstart'],
  category: ['metercategory', 'consumedservice', 'x_skumetercategory', 'servicename'],
  cost: ['costinbillingcurrency', 'cost', 'pretaxcost', 'billedcost'],
  currency: ['billingcurrency', 'billingcurrencycode', 'currency'],
  tags: ['tags'],
} as const;

/** The most days that are compared: a leap year. */
const MOST_DAYS = 366;

/** What an export may lack: it is then believed to be in the bill's currency, and to have no tags. */
const OPTIONAL: ReadonlySet<string> = new Set(['currency', 'tags']);

interface Billed {
  readonly resource: string;
  readonly group: string;
  readonly subscription: string;
  readonly date: string;
  readonly category: string;
  readonly cost: number;
  readonly currency: string;
  /** The environment that the resource is tagged with; nothing, where it has no such tag. */
  readonly environment: string | undefined;
}

/**
 * Sets an estimate beside what was billed, resource by resource.
 *
 * @param document the environment's bills.
 * @param rows the rows of an export of Cost Management: of actual cost, one row for each day, resource and meter.
 * @throws LakehouseError when the export cannot be read, is of another subscription, of none of the environment's resources, or in
 * another currency.
 */
export function compareActual(document: BillDocument, rows: readonly ExportRow[]): Comparison {
  const billed = readRows(rows);
  const { lines } = document[document.state];
  const estimates = groupBy(lines, ({ billedAs }) => billedAs.toLowerCase());
  const groups = new Set(
    lines.map(({ resourceGroup }) => resourceGroup.toLowerCase()).filter((group) => group),
  );
  const subscriptions = document.subscriptions.map((id) => id.toLowerCase());
  const isOurs = ({ resource, group, environment, subscription }: Billed): boolean =>
    (environment ?? document.environment) === document.environment &&
    // Names come again in other subscriptions; where the stacks name none, names are all there is.
    (subscriptions.length === 0 || subscriptions.includes(subscription)) &&
    (estimates.has(resource) || groups.has(group));
  const own = billed.filter(isOurs);
  refuse(document, billed, own);
  const days = [...new Set(billed.map(({ date }) => date))].sort();
  const [from = '', to = ''] = [days[0], days.at(-1)];
  const count = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
  refuseScattered(from, to, { days: days.length, between: count });
  const actuals = groupBy(own, ({ resource }) => resource);
  const compared = [...new Set([...estimates.keys(), ...actuals.keys()])].map((resource) =>
    comparedLine(resource, estimates.get(resource) ?? [], actuals.get(resource) ?? [], {
      months: count / MONTH_DAYS,
      region: document.region,
    }),
  );
  const sum = (list: readonly Billed[]): number => list.reduce((total, { cost }) => total + cost, 0);
  // What others were billed in another currency is no part of a sum in this one.
  const summed = billed.filter(({ currency }) => currency === '' || currency === document.currency);
  return {
    from,
    to,
    days: count,
    lines: compared.sort((a, b) => difference(b) - difference(a) || (a.resource < b.resource ? -1 : 1)),
    estimated: sumOf(compared.map(({ estimated }) => estimated)),
    actual: sum(own),
    others: sum(summed) - sum(own),
  };
}

function comparedLine(
  resource: string,
  lines: readonly BillLine[],
  billed: readonly Billed[],
  { months, region }: { readonly months: number; readonly region: string },
): ComparedLine {
  return {
    resource,
    what: [...new Set(lines.map(({ what }) => what))],
    estimated: product(sumOf(lines.map(({ cost }) => cost)), months),
    actual: billed.reduce((sum, { cost }) => sum + cost, 0),
    reservations: lineReservations(lines, region),
    categories: [...new Set(billed.map(({ category }) => category))].sort(),
  };
}

function difference({ estimated, actual }: ComparedLine): number {
  return Math.abs(estimated.likely - actual);
}

function readRows(rows: readonly ExportRow[]): Billed[] {
  const names = Object.keys(rows[0] ?? {});
  const column = (wanted: readonly string[]): string | undefined =>
    wanted
      .map((name) => names.find((known) => known.toLowerCase().replaceAll(' ', '') === name))
      .find(Boolean);
  const found = Object.fromEntries(
    Object.entries(COLUMNS).map(([key, wanted]) => [key, column(wanted)]),
  ) as Record<keyof typeof COLUMNS, string | undefined>;
  const missing = Object.entries(found).filter(([key, name]) => name === undefined && !OPTIONAL.has(key));
  if (missing.length > 0)
    throw exportError({
      code: 'LH9108',
      got:
        rows.length === 0
          ? 'has no rows'
          : `has no column for ${missing.map(([key]) => key).join(', ')}: it has ${listed(names)}`,
      allowed:
        'a CSV export of actual cost: ResourceId, SubscriptionId, Date, MeterCategory, CostInBillingCurrency',
      change: 'export "Cost and usage details (actual)" from Cost Management',
    });
  return rows.map((row, index) => billedRow(row, found, index));
}

function billedRow(
  row: ExportRow,
  names: Record<keyof typeof COLUMNS, string | undefined>,
  index: number,
): Billed {
  const value = (key: keyof typeof COLUMNS): string => row[names[key] ?? ''] ?? '';
  const cost = /^\s*[-+.\d]/.test(value('cost')) ? Number(value('cost')) : NaN;
  const date = dayOf(value('date'));
  if (date === undefined || value('cost') === '' || !Number.isFinite(cost))
    throw exportError({
      code: 'LH9108',
      got: `has "${value('date')}" and "${value('cost')}" as day and cost in row ${index + 1}`,
      allowed: 'days as MM/DD/YYYY or YYYY-MM-DD, and costs as numbers with a point',
      change: 'export it anew, or correct the row',
    });
  const id = value('resourceId').toLowerCase();
  return {
    resource: resourceIn(id),
    group: /\/resourcegroups\/([^/]+)/.exec(id)?.[1] ?? '',
    subscription: value('subscription').toLowerCase().split('/').at(-1) ?? '',
    date,
    category: value('category'),
    cost,
    currency: value('currency').toUpperCase(),
    environment: /"environment"\s*:\s*"([^"]*)"/.exec(value('tags'))?.[1],
  };
}

/** The resource that an id is of, or is inside of: a factory for one of its pipelines. */
function resourceIn(id: string): string {
  const [, name] = /\/providers\/[^/]+\/[^/]+\/([^/]+)/.exec(id) ?? [];
  return name ?? id.split('/').at(-1) ?? '';
}

function dayOf(text: string): string | undefined {
  const [, month, day, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(text) ?? [];
  const iso =
    year === undefined ? text.slice(0, 10) : `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(Date.parse(iso)) ? iso : undefined;
}

function refuse(document: BillDocument, billed: readonly Billed[], own: readonly Billed[]): void {
  const { environment, currency, subscriptions } = document;
  const found = new Set(billed.map(({ subscription }) => subscription));
  const known = subscriptions.map((id) => id.toLowerCase());
  if (known.length > 0 && !known.some((id) => found.has(id)))
    throw exportError({
      code: 'LH9109',
      got: `is of the subscription ${listed(found)}`,
      allowed: `that of ${environment}: ${listed(known)}`,
      change: 'export the cost of this subscription',
    });
  if (own.length === 0)
    throw exportError({
      code: 'LH9109',
      got: `has no resource of ${environment}`,
      allowed: 'an export of the subscription that the environment is deployed to',
      change: 'export the cost of that subscription, of days on which it was deployed',
    });
  const other = own.find((row) => row.currency !== '' && row.currency !== currency);
  if (other !== undefined)
    throw exportError({
      code: 'LH9110',
      got: `is in ${other.currency}, and the bill in ${currency}`,
      allowed: 'one currency: nothing is converted',
      change: `give prices in ${other.currency} in cost.prices of ${environment}, and synthesize it again`,
    });
}

/** Days of an export that is longer than it looks: an estimate of all days between them would have nothing to do with what was billed. */
function refuseScattered(
  from: string,
  to: string,
  { days, between }: { readonly days: number; readonly between: number },
): void {
  const isLong = between > MOST_DAYS;
  if (!isLong && (between <= 31 || days * 3 > between)) return;
  throw exportError({
    code: 'LH9137',
    got: isLong
      ? `is from ${from} to ${to}, ${between} days`
      : `has rows of ${days} of the ${between} days from ${from} to ${to}`,
    allowed: `days that follow each other, ${MOST_DAYS} at most`,
    change: 'look whether day and month changed places (MM/DD/YYYY is read), or export one month',
  });
}

function exportError(issue: Omit<Issue, 'at' | 'prop'>): LakehouseError {
  return new LakehouseError('cost', [{ at: 'cost', prop: 'actual', ...issue }]);
}
