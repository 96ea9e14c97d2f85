import {
  type Company,
  company,
  dataContract,
  type DataContract,
  department,
  describeIssue,
  type Environment,
  read,
  silverTable,
  t,
  type Table,
} from '../../model';
import { companyIssues } from '../../validation';
import { orders, sold, UUID } from './acme';
import { dev } from './small-company';

/** Definitions as JavaScript, or a cast, lets them be written. */

/** A company of one department, with further things that it declares. */
export function acme(declared: object, more: object = {}): Company {
  const all = { description: 'Sells', sources: [orders], tables: [sold], ...declared };
  return company('Acme', {
    code: 'acme',
    departments: [department('sales', all)],
    environments: [{ ...dev, groups: { analysts: UUID } }],
    ...more,
  });
}

/** A contract as {@link orders}, with something else in it. */
export function contractWith(change: object): DataContract {
  const props = {
    description: 'Orders of the shop',
    columns: { id: t.long().key(), shop: t.string(20), at: t.timestamp() },
    eventTime: 'at',
    delivery: orders.delivery,
    expectedRowsPerDay: 10,
  };
  return dataContract('orders', Object.assign(props, change) as never);
}

/** What is wrong with a company, or with what stands in its place. */
export const issuesOf = (value: unknown): string[] => companyIssues(value as Company).map(describeIssue);

/** Steps that would all be wrong, were what they begin with not wrong already. */
export const withSteps = (table: unknown): Table =>
  silverTable('daily', {
    flow: read(table as Table<{ id: 'long' }>)
      .filter((row) => row.id.isNotNull())
      .derive((row) => ({ double: row.id.times(2) }))
      .select('id', 'double'),
    key: ['id'],
  });

/** The environment without one of its properties. */
export const without = (name: keyof Environment): object => {
  const { [name]: _left, ...others } = dev;
  return { environments: [others] };
};
