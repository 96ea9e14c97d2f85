import {
  type Company,
  company,
  dataContract,
  department,
  type Environment,
  hours,
  type Running,
  t,
} from '../../model';

const orders = dataContract('orders', {
  description: 'Orders as they are placed',
  columns: {
    order_id: t.long().key(),
    customer_email: t.string(120).personal().subject('customer'),
    placed_at: t.timestamp(),
  },
  eventTime: 'placed_at',
  delivery: { kind: 'stream', partitions: 2, every: hours(1) },
  expectedRowsPerDay: 1000,
  retentionDays: 400,
  retentionReason: 'disputes',
});

const prices = dataContract('prices', {
  description: 'Price list',
  columns: { item: t.string(20).key(), price: t.decimal(12, 2), valid_on: t.date() },
  eventTime: 'valid_on',
  delivery: {
    kind: 'batch',
    every: hours(24),
    from: { kind: 'http', baseUrl: 'https://prices.example.com', path: '/{date}.csv', format: 'csv' },
  },
  expectedRowsPerDay: 100,
  retentionDays: 90,
});

/** Since the beginning of 2025, with nothing that has to be done by hand. */
export const RUNNING: Running = { from: '2025-01-01', acknowledged: [] };

/** Public, with its state in a file. */
export const dev: Environment = {
  name: 'dev',
  location: 'westeurope',
  network: { kind: 'public', reason: 'holds made-up data only' },
  state: { kind: 'local' },
  tenantId: '11111111-1111-1111-1111-111111111111',
  sqlAdministrators: { name: 'sql-administrators', objectId: '22222222-2222-2222-2222-222222222222' },
  groups: {},
  notify: { nobody: { reason: 'a test' } },
};

/** Private, with its state in Azure. */
export const prod: Environment = {
  name: 'prod',
  location: 'northeurope',
  network: {
    kind: 'private',
    addressSpace: '10.20.0.0/16',
    reachedFrom: [
      { kind: 'other', for: 'everyone', reason: 'they work in the office that is in the network' },
    ],
  },
  state: {
    kind: 'azurerm',
    resourceGroupName: 'rg-state',
    storageAccountName: 'ststate',
    containerName: 'state',
  },
  tenantId: dev.tenantId,
  sqlAdministrators: dev.sqlAdministrators,
  groups: {},
  notify: { nobody: { reason: 'a test' } },
  settings: { logs: { dailyQuotaGb: 5 } },
};

/** A company as small as it can be while every platform feature is used. */
export function smallCompany(change: Partial<Omit<Company, 'name'>> = {}): Company {
  return company('Small Company', {
    code: change.code ?? 'small',
    departments: change.departments ?? [
      department('sales', { description: 'Sells', sources: [orders, prices] }),
      department('board-room', { description: 'Decides' }),
    ],
    environments: change.environments ?? [dev, prod],
    erasureDays: change.erasureDays ?? 450,
  });
}
