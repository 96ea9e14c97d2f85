import { company as reference } from '../../departments';
import {
  alert,
  type Company,
  company,
  convertCurrency,
  count,
  dataContract,
  days,
  department,
  type Environment,
  goldTable,
  hours,
  mapping,
  read,
  readTimeRange,
  silverTable,
  sum,
  type Table,
  t,
} from '../../model';
import { DepartmentStack, PlatformStack } from '../../stacks';
import { acknowledging } from './acknowledged';
import { dev } from './small-company';
import { synthAll, type Terraform, testApp } from './synth';

/** Two departments with every way that rows take: events, files of a day, files when they come, and another's products. */

const orders = dataContract('orders', {
  description: 'Orders with their lines, as they change',
  columns: {
    order_id: t.string(20).key(),
    status: t.string(10).oneOf('placed', 'cancelled'),
    amount: t.decimal(12, 2),
    currency: t.string(3),
    lines: t.array({ line_number: t.integer().key(), product: t.string(10), quantity: t.integer() }),
    placed_at: t.timestamp(),
  },
  eventTime: 'placed_at',
  delivery: { kind: 'stream', partitions: 2, retentionDays: 3, every: hours(1) },
  expectedRowsPerDay: 10,
});
const rates = dataContract('rates', {
  description: 'Rates of the day',
  columns: { currency: t.string(3).key(), day: t.date().key(), rate: t.decimal(8, 4) },
  eventTime: 'day',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://rates.example.com', path: 'daily/{date}.csv', format: 'csv' },
  },
  expectedRowsPerDay: 1,
});
const stock = dataContract('stock', {
  description: 'Counted stock, in files whenever somebody has counted',
  columns: { product: t.string(10).key(), counted: t.integer(), counted_at: t.timestamp() },
  eventTime: 'counted_at',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'files', format: 'csv', mayBeMissing: { reason: 'counted now and then' } },
  },
  expectedRowsPerDay: 5,
});
const prices = dataContract('prices', {
  description: 'Prices of suppliers, in a file each day',
  columns: { product: t.string(10).key(), day: t.date().key(), price: t.decimal(8, 2) },
  eventTime: 'day',
  delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'csv' } },
  expectedRowsPerDay: 1,
});

const cleanOrders = mapping(orders, { published: true });
const orderLines = mapping(orders, { name: 'order_lines', each: 'lines', with: ['status'], published: true });
const cleanRates = mapping(rates);
const cleanStock = mapping(stock);
const cleanPrices = mapping(prices);

/** Placed orders in euros; those of the last two weeks are replaced at each run. */
const booked = silverTable('booked', {
  key: ['order_id'],
  published: true,
  flow: convertCurrency(
    readTimeRange(cleanOrders, { timeColumn: 'placed_at', lookback: days(14) })
      .filter((row) => row.status.equals('placed'))
      .derive((row) => ({ booking_day: row.placed_at.toDate() })),
    {
      amounts: { amount: 'amount_eur' },
      currency: 'currency',
      day: 'booking_day',
      base: 'EUR',
      maxAgeDays: 2,
      rates: {
        flow: read(cleanRates),
        currency: 'currency',
        day: 'day',
        rate: 'rate',
        quote: 'base-per-unit',
      },
    },
  ),
});
/** Computed whole each day. */
const dailyTotals = silverTable('daily_totals', {
  key: ['booking_day'],
  write: 'overwrite',
  published: true,
  flow: read(booked).aggregate(
    (row) => ({ booking_day: row.booking_day }),
    (row) => ({ orders: count(), amount_eur: sum(row.amount_eur) }),
  ),
});
const totals = goldTable('totals', { flow: read(dailyTotals), key: ['booking_day'] });
/** What another department, with a factory of its own, makes of published orders. */
const demand = silverTable('demand', {
  key: ['product'],
  write: 'overwrite',
  flow: read(orderLines).aggregate(
    (row) => ({ product: row.product }),
    (row) => ({ quantity: sum(row.quantity) }),
  ),
});
const large = silverTable('large', {
  key: ['order_id'],
  flow: readTimeRange(booked, { timeColumn: 'placed_at', lookback: days(14) }).filter((row) =>
    row.amount_eur.greaterThanOrEqual(100),
  ),
});

const shopTables: readonly Table[] = [
  cleanOrders,
  orderLines,
  cleanRates,
  cleanStock,
  cleanPrices,
  booked,
  dailyTotals,
  totals,
];

const cancelled = silverTable('cancelled', {
  key: ['order_id'],
  write: 'overwrite',
  flow: read(cleanOrders).filter((row) => row.status.equals('cancelled')),
});
const cancellation = alert('cancellation', orders, {
  description: 'An order was cancelled',
  when: (event) => event.status.equals('cancelled'),
  payload: ['order_id'],
});
const NOTIFIED = { email: ['data@example.com'] };
const environment: Environment = {
  ...dev,
  notify: NOTIFIED,
  running: { from: '2026-01-05', acknowledged: [] },
};

/** The company of the simulator; its later version has a further table and an alert rule, and lands with more units. */
export function simulatedCompany(later = false): Company {
  return company('Simulated', {
    code: 'sim',
    departments: [
      department('shop', {
        description: 'Sells',
        sources: [orders, rates, stock, prices],
        tables: later ? [...shopTables, cancelled] : shopTables,
        alerts: later ? [cancellation] : [],
        ...(later && { settings: { streaming: { streamingUnits: 7 } } }),
      }),
      department('buying', { description: 'Buys', hosting: 'dedicated', tables: [demand, large] }),
    ],
    environments: [environment],
  });
}

/** The reference company's dev, started: models are not there, so their tables are filled by fallbacks. */
export function referenceCompany(): Company {
  const { code, departments, environments } = reference;
  const found = environments.find(({ name }) => name === 'dev')!;
  return company('Meridian Goods', {
    code,
    departments: [...departments],
    environments: [
      {
        ...found,
        // What Resource Manager answers is played by `triggered-landing.test.ts`.
        landing: { mode: 'continuous' },
        notify: NOTIFIED,
        running: { from: '2026-01-01', acknowledged: [] },
      },
    ],
  });
}

/** The Terraform JSON of all stacks of a company's environment, whose manual steps are done. */
export function terraformOf(whole: Company): Terraform[] {
  return synthAll(
    acknowledging(whole, whole.environments[0]!, (company, environment) => {
      const app = testApp();
      const platform = new PlatformStack(app, 'platform', { company, environment });
      const departments = company.departments.map(
        (each) => new DepartmentStack(app, each.name, { department: each, platform }),
      );
      return [platform, ...departments];
    }),
  );
}
