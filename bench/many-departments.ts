import {
  type Company,
  company as declareCompany,
  count,
  dataContract,
  days,
  type Department,
  department,
  type Environment,
  goldTable,
  goldView,
  hours,
  mapping,
  read,
  silverTable,
  sum,
  t,
} from '../model';

/** Where departments are hosted. */
export type Hosting = 'shared' | 'dedicated';

/** A company of so many departments of one size: three sources, one of them a stream, four silver tables, three of gold. */
export function manyDepartments(departments: number, hosting: Hosting): Company {
  return declareCompany('Many', {
    code: 'many',
    departments: Array.from({ length: departments }, (_, index) => departmentOf(index, hosting)),
    environments: [ENVIRONMENT],
  });
}

const ENVIRONMENT: Environment = {
  name: 'dev',
  location: 'westeurope',
  network: { kind: 'public', reason: 'holds generated data only' },
  state: {
    kind: 'azurerm',
    resourceGroupName: 'rg-many-state',
    storageAccountName: 'stmanystate',
    containerName: 'tfstate-dev',
  },
  tenantId: '7c3f9a52-1111-4c4c-9d9d-0f0e0d0c0b0a',
  sqlAdministrators: { name: 'sql-administrators', objectId: '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e00' },
  groups: {},
  notify: { nobody: { reason: 'holds generated data only' } },
};

function departmentOf(index: number, hosting: Hosting): Department {
  const name = `dept-${String(index).padStart(3, '0')}`;
  const own = (table: string): string => `${name.replace('-', '_')}_${table}`;
  const columns = {
    id: t.string(20).key(),
    item: t.string(40),
    amount: t.decimal(12, 2).atLeast(0),
    changed_at: t.timestamp(),
  };
  const common = { eventTime: 'changed_at', expectedRowsPerDay: 1000 } as const;
  const orders = dataContract(`${name}-orders`, {
    description: 'Orders',
    columns,
    ...common,
    delivery: {
      kind: 'batch',
      every: days(1),
      from: {
        kind: 'http',
        baseUrl: `https://${name}.example.com`,
        path: 'orders/{date}.csv',
        format: 'csv',
      },
    },
  });
  const items = dataContract(`${name}-items`, {
    description: 'Items',
    columns,
    ...common,
    delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'json-lines' } },
  });
  const visits = dataContract(`${name}-visits`, {
    description: 'Visits',
    columns,
    ...common,
    delivery: { kind: 'stream', partitions: 2, every: hours(1) },
  });
  const [order, item, visit] = [mapping(orders), mapping(items), mapping(visits)] as const;
  const priced = silverTable(own('priced'), {
    flow: read(order).join(read(item).select('id', 'amount').rename({ amount: 'price' }), {
      on: ['id'],
      how: 'left',
    }),
    key: ['id'],
    write: 'overwrite',
  });
  const revenue = goldTable(own('revenue'), {
    key: ['day'],
    flow: read(priced).aggregate(
      (row) => ({ day: row.changed_at.toDate() }),
      (row) => ({ orders: count(), revenue: sum(row.amount) }),
    ),
  });
  const sold = goldView(own('sold'), {
    key: ['item'],
    flow: read(priced).aggregate(
      (row) => ({ item: row.item }),
      (row) => ({ revenue: sum(row.amount) }),
    ),
  });
  const visitors = goldView(own('visitors'), {
    key: ['day'],
    flow: read(visit).aggregate(
      (row) => ({ day: row.changed_at.toDate() }),
      () => ({ visits: count() }),
    ),
  });
  return department(name, {
    description: 'One of many',
    hosting,
    sources: [orders, items, visits],
    tables: [order, item, visit, priced, revenue, sold, visitors],
  });
}
