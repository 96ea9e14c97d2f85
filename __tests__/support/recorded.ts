import { departmentPipelines } from '../../compilers/internal';
import {
  type Company,
  company,
  CompanyGraph,
  count,
  dataContract,
  type Department,
  department,
  goldTable,
  goldView,
  hours,
  mapping,
  type Publication,
  read,
  silverTable,
  sum,
  t,
  type Table,
} from '../../model';
import {
  changesSince,
  type Changes,
  type EnvironmentRecord,
  recordOf,
  type RecordedTrigger,
} from '../../record';
import { dev } from './small-company';

/** Columns of the orders that a company of {@link shop} gets, beside its key and its time. */
export const COLUMNS = {
  item: t.string(20),
  amount: t.decimal(12, 2),
  email: t.string(120).nullable().personal().subject('customer'),
};

type Columns = Parameters<typeof dataContract>[1]['columns'];

/** What can be changed of the shop. */
export interface ShopChange {
  /** The columns of its orders. @default {@link COLUMNS} */
  readonly columns?: Columns;
  /** Whether the orders are published. @default false */
  readonly published?: boolean | Publication;
  /** Minutes between orders. @default 60 */
  readonly every?: ReturnType<typeof hours>;
  /** The tables beside the orders; the orders are given. @default sales by item, stored totals, and a view of them */
  readonly tables?: (orders: Table) => readonly Table[];
  /** What is said of the orders, for people. @default 'Orders' */
  readonly description?: string;
  /** Days that bronze keeps orders. @default 730 */
  readonly retentionDays?: number;
}

/** Orders by the hour, a silver table of them that is replaced daily, a stored gold table of that, and a view. */
export function shop(change: ShopChange = {}): Company {
  const columns = change.columns ?? COLUMNS;
  const orders = dataContract('orders', {
    description: change.description ?? 'Orders',
    columns: { order_id: t.long().key(), placed_at: t.timestamp(), ...columns },
    eventTime: 'placed_at',
    delivery: {
      kind: 'batch',
      every: change.every ?? hours(1),
      from: { kind: 'http', baseUrl: 'https://shop.example.com', path: '{date}.csv', format: 'csv' },
    },
    expectedRowsPerDay: 100,
    retentionDays: change.retentionDays ?? 730,
    retentionReason: 'disputes',
  });
  const clean = mapping(orders, { published: change.published ?? false });
  const tables = change.tables ?? salesOf;
  return companyOf(
    department('sales', {
      description: 'Sells',
      sources: [orders],
      tables: [clean, ...tables(clean)],
    }),
  );
}

/** The tables that the shop makes of its orders. */
export function salesOf(orders: Table, scale = 2): Table[] {
  const byItem = silverTable('sales_by_item', {
    key: ['item'],
    write: 'overwrite',
    flow: read(orders as Table<{ item: 'string'; amount: 'decimal' }>).aggregate(
      (row) => ({ item: row.item }),
      (row) => ({ sold: sum(row.amount.round(scale)) }),
    ),
  });
  return [
    byItem,
    goldTable('totals', {
      key: [],
      flow: read(byItem).aggregate(
        () => ({}),
        (row) => ({ items: count(), sold: sum(row.sold) }),
      ),
    }),
    goldView('best', { key: ['item'], flow: read(byItem).filter((row) => row.sold.greaterThan(100)) }),
  ];
}

/** A company of departments, in one environment. */
export function companyOf(...departments: readonly Department[]): Company {
  return company('Shop', { code: 'shop', departments, environments: [dev], erasureDays: 800 });
}

/** The record of a company, with the triggers that its pipelines have. */
export function recorded(of: Company, from = '2026-01-01'): EnvironmentRecord {
  const graph = new CompanyGraph(of);
  const container = (name: string, zone: string): string => `${name}-${zone}`;
  const triggers = of.departments.flatMap((owner) =>
    departmentPipelines({ graph, department: owner, container, deployment: [] }).triggers.map(
      ({ name, interval, fills }): [string, RecordedTrigger] => [
        name,
        { everyMinutes: interval.minutes, ...(fills && { fills }), from: `${from}T00:00:00Z` },
      ],
    ),
  );
  return recordOf({ company: of, environment: dev, triggers: Object.fromEntries(triggers), container });
}

/** What changes from one company to another: windows are counted until the day, where one is given. */
export function changed(before: Company, now: Company, ...[asOf]: readonly string[]): Changes {
  return changesSince({
    before: recorded(before),
    now: recorded(now),
    graph: new CompanyGraph(now),
    ...(asOf !== undefined && { asOf }),
  });
}
