import {
  type Company,
  company,
  count,
  dataContract,
  days,
  department,
  type Department,
  type Environment,
  goldTable,
  goldView,
  application,
  group,
  hours,
  mapping,
  read,
  silverTable,
  sum,
  t,
  tableReference,
} from '../../model';
import { DepartmentStack, PlatformStack } from '../../stacks';
import { dev, prod } from './small-company';
import { testApp } from './synth';

// Departments that read each other in every way there is: shared and dedicated, silver and gold.

const visits = dataContract('visits', {
  description: 'Visits of pages',
  columns: {
    visit_id: t.string(20).key(),
    visitor: t.string(120).personal().subject('visitor'),
    page: t.string(40),
    at: t.timestamp(),
  },
  eventTime: 'at',
  delivery: { kind: 'stream', partitions: 2, every: hours(1) },
  expectedRowsPerDay: 1000,
});
const sales = dataContract('sales', {
  description: 'Sales of the day',
  columns: {
    sale_id: t.string(20).key(),
    email: t.string(120).personal({ keep: true, reason: 'letters are sent' }).subject('customer'),
    amount: t.decimal(12, 2),
    day: t.date(),
  },
  eventTime: 'day',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://sales.example.com', path: '{date}.csv', format: 'csv' },
  },
  expectedRowsPerDay: 100,
});

const cleanVisits = mapping(visits, { published: true });
const cleanSales = mapping(sales);

/** Published silver of a shared department. */
export const salesByDay = silverTable('sales_by_day', {
  key: ['day'],
  write: 'overwrite',
  published: true,
  flow: read(cleanSales).aggregate(
    (row) => ({ day: row.day }),
    (row) => ({ revenue: sum(row.amount) }),
  ),
});
/** Published gold, in its second version. */
export const dailyRevenue = goldTable('daily_revenue', {
  key: ['day'],
  published: { version: 2 },
  flow: read(salesByDay),
});
/** Gold with a personal column. */
export const customers = goldView('customers', {
  key: ['email'],
  flow: read(cleanSales).aggregate(
    (row) => ({ email: row.email }),
    (row) => ({ purchases: count(), spent: sum(row.amount) }),
  ),
});

/** Shared: owns sales, and lets people in. */
export const selling = department('selling', {
  description: 'Sells',
  sources: [sales],
  tables: [cleanSales, salesByDay, dailyRevenue, customers],
  consumers: [
    group('analysts', { reads: [dailyRevenue, customers], powerBi: 'DirectQuery', reason: 'Follow sales' }),
    group('writers', {
      reads: [customers],
      personal: [{ table: customers, columns: ['email'], reason: 'write letters' }],
      reason: 'Write to customers',
    }),
    application('printer', { reads: [customers], reason: 'Prints totals' }),
  ],
});

const revenueOfSelling = tableReference('selling', 'sales_by_day', {
  day: t.date().key(),
  revenue: t.decimal(22, 2).nullable(),
});

/** Dedicated: owns a stream, publishes silver, and reads silver of a shared department. */
export const watching = department('watching', {
  description: 'Watches the shop',
  hosting: 'dedicated',
  sources: [visits],
  tables: [
    cleanVisits,
    silverTable('visits_and_revenue', {
      key: ['visit_day'],
      write: 'overwrite',
      flow: read(cleanVisits)
        .aggregate(
          (row) => ({ visit_day: row.at.toDate() }),
          () => ({ visits: count() }),
        )
        .derive((row) => ({ day: row.visit_day }))
        .join(read(revenueOfSelling), { on: ['day'], how: 'left' })
        .select('visit_day', 'visits', 'revenue'),
    }),
    goldView('visits_by_page', {
      key: ['page'],
      flow: read(cleanVisits).aggregate(
        (row) => ({ page: row.page }),
        () => ({ visits: count() }),
      ),
    }),
  ],
});

const visitsOfWatching = tableReference('watching', 'visits', {
  visit_id: t.string(20).key(),
  page: t.string(40),
});
const revenueOfTheDay = tableReference(
  'selling',
  'daily_revenue',
  { day: t.date().key(), revenue: t.decimal(22, 2).nullable() },
  { version: 2 },
);

/** Shared: its pipelines read silver of a dedicated department. */
export const counting = department('counting', {
  description: 'Counts',
  tables: [
    silverTable('page_visits', {
      key: ['page'],
      write: 'overwrite',
      flow: read(visitsOfWatching).aggregate(
        (row) => ({ page: row.page }),
        () => ({ visits: count() }),
      ),
    }),
  ],
});

/** Owns no source: reads what others publish, silver of a dedicated and gold of a shared department. */
export const directing = department('directing', {
  description: 'Decides',
  tables: [
    goldTable('revenue_to_date', {
      key: [],
      flow: read(revenueOfTheDay).aggregate(
        () => ({}),
        (row) => ({ days: count(), revenue: sum(row.revenue) }),
      ),
    }),
    goldView('all_visits', {
      key: [],
      flow: read(visitsOfWatching).aggregate(
        () => ({}),
        () => ({ visits: count() }),
      ),
    }),
  ],
  consumers: [],
});

const groups = {
  analysts: '33333333-3333-3333-3333-333333333333',
  writers: '33333333-3333-3333-3333-333333333334',
};

/** Its departments, in a public and a private environment. */
export function crossingCompany(
  departments: readonly Department[] = [selling, watching, counting, directing],
): Company {
  return company('Crossing', {
    code: 'cross',
    departments,
    environments: [
      { ...dev, groups },
      { ...prod, groups },
    ],
  });
}

/** The stacks of a company in one of its environments, by name without the environment. */
export function stacksIn(
  environmentName: 'dev' | 'prod',
  of: Company = crossingCompany(),
  change: Partial<Environment> = {},
) {
  const environment = { ...of.environments.find(({ name }) => name === environmentName)!, ...change };
  const company = { ...of, environments: [environment] };
  const app = testApp();
  const platform = new PlatformStack(app, `platform-${environment.name}`, { company, environment });
  const departments = Object.fromEntries(
    of.departments.map((owner) => [
      owner.name,
      new DepartmentStack(app, `${owner.name}-${environment.name}`, { department: owner, platform }),
    ]),
  );
  return { app, platform, departments, all: [platform, ...Object.values(departments)] };
}
