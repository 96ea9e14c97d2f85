import { days, type Environment } from '../model';

const TENANT = '7c3f9a52-1111-4c4c-9d9d-0f0e0d0c0b0a';
const sqlAdministrators = {
  name: 'lakehouse-sql-administrators',
  objectId: '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e00',
};
/** Object ids of the groups that consumers name. */
const groups = {
  'operations-analysts': '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e01',
  'supply-planners': '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e02',
  'marketing-analysts': '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e03',
  'security-analysts': '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e04',
  'executive-board': '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e05',
};

/** The account that the bootstrap makes; each environment has a container of its own, which its pipelines alone write. */
const STATE = {
  kind: 'azurerm',
  resourceGroupName: 'rg-mrdn-state',
  storageAccountName: 'stmrdnstate',
} as const;

/** Models by the table that they fill. Until one is trained its fallback fills the table, and every report says so. */
const untrained = {
  demand_forecast: { fallback: 'no model is trained yet' },
  fraud_score: { fallback: 'no model is trained yet' },
};

/** Where things are tried out: public endpoints, generated data, nothing runs. */
export const dev: Environment = {
  name: 'dev',
  location: 'westeurope',
  network: {
    kind: 'public',
    reason: 'holds generated data only, and private endpoints bill by the hour',
  },
  state: { ...STATE, containerName: 'tfstate-dev' },
  tenantId: TENANT,
  sqlAdministrators,
  groups,
  notify: { nobody: { reason: 'holds generated data only, and nothing runs' } },
  // Nobody waits here for what an hour brought; without this line it runs as often as prod.
  cadence: { atLeast: days(1) },
  landing: { mode: 'triggered' },
  models: untrained,
  destroyable: { reason: 'holds generated data only' },
};

/**
 * Where a change is tried before prod: generated data as in dev, and as in prod what a rehearsal needs. Alerts reach people, nothing is destroyed without being
 * named, and each deployment takes one row through every layer.
 */
export const test: Environment = {
  name: 'test',
  location: 'westeurope',
  network: {
    kind: 'public',
    reason: 'holds generated data only, and private endpoints bill by the hour',
  },
  state: { ...STATE, containerName: 'tfstate-test' },
  tenantId: TENANT,
  sqlAdministrators,
  groups,
  notify: { email: ['data-platform@meridian.example.com'] },
  cadence: { atLeast: days(1) },
  landing: { mode: 'triggered' },
  models: untrained,
  smokeTest: true,
};

/** Where the company works: private, running, protected. */
export const prod: Environment = {
  name: 'prod',
  location: 'westeurope',
  network: {
    kind: 'private',
    addressSpace: '10.40.0.0/16',
    // The company's hub, with the gateway that offices and the shop's own systems come in over.
    peerings: [
      {
        name: 'hub',
        virtualNetworkId:
          '/subscriptions/6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e20/resourceGroups/rg-mrdn-hub/providers/Microsoft.Network/virtualNetworks/vnet-mrdn-hub',
        addressSpaces: ['10.0.0.0/16'],
        useRemoteGateways: true,
      },
    ],
    reachedFrom: [{ kind: 'peering', for: 'everyone', peering: 'hub' }],
  },
  state: { ...STATE, containerName: 'tfstate' },
  tenantId: TENANT,
  sqlAdministrators,
  groups,
  running: {
    from: '2026-12-01',
    // What the list of manual steps asks for before anything runs.
    acknowledged: [
      'platform-prod/sql-administrators',
      'platform-prod/peering-hub',
      'platform-prod/synapse-private-endpoints',
      // The server of the CRM belongs to somebody else.
      'platform-prod/private-endpoints',
      'supply-chain-prod/first-login',
      'supply-chain-prod/reference-data',
      'supply-chain-prod/models',
      'supply-chain-prod/model-private-endpoints',
      'operations-prod/first-login',
      'operations-prod/pepper',
      'it-security-prod/synapse-private-endpoints',
      'it-security-prod/platform-synapse-private-endpoints',
      'it-security-prod/first-login',
      'it-security-prod/pepper',
      'it-security-prod/models',
      'it-security-prod/model-private-endpoints',
      'marketing-prod/first-login',
      'marketing-prod/pepper',
      'marketing-prod/access-to-crm-customers',
      'marketing-prod/access-to-crm-contacts',
      'marketing-prod/access-to-crm-preferences',
      'marketing-prod/access-to-crm-interactions',
      'marketing-prod/access-to-crm-feedback',
      'executives-prod/first-login',
    ],
  },
  notify: { email: ['data-platform@meridian.example.com'] },
  // What it costs as it runs, and some room.
  budget: { monthlyAmount: 5000, from: '2026-12' },
  settings: { logs: { dailyQuotaGb: 5 }, monitoring: { logCapPercent: 80 } },
  models: {
    demand_forecast: { endpoint: 'mrdn-prod-demand-forecast' },
    fraud_score: { endpoint: 'mrdn-prod-fraud-score' },
  },
};
