/**
 * A department's own repository, as small as it can be: declares a source and two tables with the packed library, and
 * synthesizes its stacks. A name that the package no longer exports does not compile here.
 */
import {
  company,
  dataContract,
  days,
  department,
  DepartmentStack,
  goldView,
  mapping,
  PlatformStack,
  read,
  sum,
  synthesizeCompany,
  t,
} from 'cdktf-azure-lakehouse';

const orders = dataContract('orders', {
  description: 'Orders of a shop',
  columns: { order_id: t.long().key(), placed_at: t.timestamp(), amount: t.decimal(12, 2) },
  eventTime: 'placed_at',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://shop.example.com', path: 'orders/{date}.csv', format: 'csv' },
  },
  expectedRowsPerDay: 100,
});

const clean = mapping(orders);

const revenue = goldView('revenue', {
  key: ['day'],
  flow: read(clean).aggregate(
    (row) => ({ day: row.placed_at.toDate() }),
    (row) => ({ revenue: sum(row.amount) }),
  ),
});

const shop = company('Shop', {
  code: 'shop',
  departments: [department('sales', { description: 'Sells', sources: [orders], tables: [clean, revenue] })],
  environments: [
    {
      name: 'dev',
      location: 'westeurope',
      network: { kind: 'private', addressSpace: '10.10.0.0/16' },
      state: { kind: 'local' },
      tenantId: '00000000-0000-4000-8000-000000000001',
      sqlAdministrators: { name: 'sql-administrators', objectId: '00000000-0000-4000-8000-000000000002' },
      groups: {},
      notify: { email: ['data-operations@shop.example.com'] },
    },
  ],
});

synthesizeCompany(shop, (app, environment) => {
  const platform = new PlatformStack(app, `platform-${environment.name}`, { company: shop, environment });
  for (const each of shop.departments) {
    new DepartmentStack(app, `${each.name}-${environment.name}`, { department: each, platform });
  }
});
