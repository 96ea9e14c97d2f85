import { departmentPipelines } from '../../../compilers/internal';
import {
  type SourceConnector,
  company,
  CompanyGraph,
  count,
  dataContract,
  days,
  department,
  type Department,
  goldTable,
  goldView,
  hours,
  type Interval,
  mapping,
  read,
  silverTable,
  t,
  tableReference,
} from '../../../model';
import { dev } from '../../support/small-company';

/** A source from anywhere, with a column of every type. */
export function sourceFrom(name: string, from: SourceConnector, every: Interval = days(1)) {
  return dataContract(name, {
    description: `Rows of ${name}`,
    columns: {
      id: t.long().key(),
      name: t.string(40).physicalName('Full ] Name'),
      amount: t.decimal(12, 2),
      weight: t.double(),
      active: t.boolean(),
      born_on: t.date(),
      changed_at: t.timestamp().physicalName('ModifiedAt'),
    },
    eventTime: 'changed_at',
    delivery: { kind: 'batch', every, from },
    expectedRowsPerDay: 10,
  });
}

export const leads = sourceFrom('leads', {
  kind: 'rest',
  baseUrl: 'https://crm.example.com',
  path: 'v2/leads?from={windowStart}&to={windowEnd}',
  records: ['result', 'lead items'],
  paging: { kind: 'next-link', path: ['@odata.nextLink'] },
  authentication: { kind: 'managed-identity', resource: 'api://crm' },
});
export const visits = sourceFrom(
  'shop-visits',
  {
    kind: 'rest',
    baseUrl: 'https://visits.example.com',
    path: 'visits/{date}?size=500',
    records: ['data'],
    paging: { kind: 'page-number', parameter: 'page', first: 0, until: 'empty' },
  },
  hours(6),
);
export const staff = sourceFrom('staff', {
  kind: 'rest',
  baseUrl: 'https://staff.example.com',
  path: 'all',
});
export const accounts = sourceFrom(
  'accounts',
  {
    kind: 'sql',
    server: 'sql-crm.database.windows.net',
    database: 'crm',
    table: 'Accounts',
    watermark: 'changed_at',
  },
  hours(1),
);
export const surveys = sourceFrom('surveys', { kind: 'files', format: 'csv' });

/** A department that collects from everywhere, with a table that others may read. */
export const crm = department('crm-desk', {
  description: 'Knows customers',
  sources: [leads, visits, staff, accounts, surveys],
  tables: [
    mapping(leads),
    mapping(visits, { name: 'shop_visits' }),
    mapping(staff),
    mapping(accounts, { published: true }),
    mapping(surveys),
  ],
});

const readAccounts = tableReference('crm-desk', 'accounts', {
  id: t.long().key(),
  amount: t.decimal(12, 2),
  born_on: t.date(),
});

const slow = sourceFrom('yearbooks', { kind: 'files', format: 'json-lines' }, days(7));
const yearbooks = mapping(slow, { published: true });
const large = silverTable('large_accounts', {
  flow: read(readAccounts).filter((row) => row.amount.greaterThan(100)),
  key: ['id'],
  write: 'overwrite',
  published: true,
});
/** A department that reads another's hourly table, once as often and once a day, and has a source of its own every week. */
export function finance(): Department {
  const files = sourceFrom('audits', { kind: 'files', format: 'csv' });
  const audits = mapping(files);
  return department('finance', {
    description: 'Counts',
    sources: [slow, files],
    tables: [
      yearbooks,
      audits,
      large,
      silverTable('audited_accounts', {
        flow: read(readAccounts)
          .select('id', 'amount')
          .join(read(audits).select('id', 'weight'), { on: ['id'], how: 'left' }),
        key: ['id'],
        write: 'overwrite',
      }),
      goldTable('accounts_by_day', {
        key: ['born_on'],
        published: true,
        flow: read(readAccounts).aggregate(
          (row) => ({ born_on: row.born_on }),
          () => ({ accounts: count() }),
        ),
      }),
      goldView('yearbook_names', { key: ['id'], flow: read(yearbooks).select('id', 'name') }),
    ],
  });
}

/** The pipelines of a department of a company; `apart` says which others are in other factories. */
export function planIn(
  departments: readonly Department[],
  owner: Department,
  apart: readonly Department[] = [],
) {
  return departmentPipelines({
    graph: new CompanyGraph(company('Acme', { code: 'acme', departments, environments: [dev] })),
    department: owner,
    container: (name, zone) => `${name}-${zone}`,
    deployment: [{ name: 'schema', sql: 'CREATE SCHEMA [gold]' }],
    from: '2025-01-01',
    sameFactory: (other) => !apart.includes(other),
  });
}
