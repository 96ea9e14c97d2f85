import {
  type Company,
  type Table,
  company,
  dataContract,
  days,
  department,
  describeIssue,
  hours,
  mapping,
  t,
} from '../../model';
import { dev } from './small-company';
import { companyIssues } from '../../validation';

/** Any UUID. */
export const UUID = '22222222-2222-4222-8222-222222222222';

/** A stream: the orders of the shop. */
export const orders = dataContract('orders', {
  description: 'Orders of the shop',
  columns: {
    id: t.long().key(),
    shop: t.string(20),
    amount: t.decimal(12, 2).nullable(),
    email: t.string(120).nullable().personal({ keep: true, reason: 'letters are sent' }).subject('customer'),
    at: t.timestamp(),
  },
  eventTime: 'at',
  delivery: { kind: 'stream', partitions: 2, retentionDays: 3, every: hours(1) },
  expectedRowsPerDay: 10,
});
/** A daily batch: rates by shop. */
export const rates = dataContract('rates', {
  description: 'Rates of the day',
  columns: { shop: t.string(20).key(), day: t.date().key(), rate: t.decimal(8, 4) },
  eventTime: 'day',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://rates.example.com', path: '{date}.csv', format: 'csv' },
  },
  expectedRowsPerDay: 10,
});
/** Orders, mapped. */
export const sold = mapping(orders, { name: 'sold' });
/** Rates, mapped and published. */
export const rated = mapping(rates, { name: 'rated', published: true });

/** A company of two departments, with further tables of each. */
export function acme(tables: readonly Table[], buying: readonly Table[] = []): Company {
  return company('Acme', {
    code: 'acme',
    departments: [
      department('sales', {
        description: 'Sells',
        sources: [orders, rates],
        tables: [sold, rated, ...tables],
      }),
      department('buying', { description: 'Buys', tables: buying }),
    ],
    environments: [dev],
  });
}
/** What is wrong with the company when these tables are added. */
export const issuesOf = (tables: readonly Table[], buying: readonly Table[] = []): string[] =>
  companyIssues(acme(tables, buying)).map(describeIssue);
