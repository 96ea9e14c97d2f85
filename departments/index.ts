import { company as declareCompany } from '../model';
import { operations } from './operations';

const groups = { 'operations-analysts': '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e01' };

/** The reference company: its departments and environments. */
export const company = declareCompany('Meridian Goods', {
  code: 'mrdn',
  departments: [operations],
  environments: [
    {
      name: 'dev',
      location: 'westeurope',
      network: {
        kind: 'public',
        reason: 'holds generated data only, and private endpoints bill by the hour',
      },
      state: { kind: 'local' },
      tenantId: '7c3f9a52-1111-4c4c-9d9d-0f0e0d0c0b0a',
      sqlAdministrators: {
        name: 'lakehouse-sql-administrators',
        objectId: '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e00',
      },
      groups,
      startDate: '2026-01-01',
      destroyable: { reason: 'holds generated data only' },
    },
    {
      name: 'prod',
      location: 'westeurope',
      network: { kind: 'private', addressSpace: '10.40.0.0/16' },
      state: {
        kind: 'azure',
        resourceGroup: 'rg-mrdn-state',
        storageAccount: 'stmrdnstate',
        container: 'tfstate',
      },
      tenantId: '7c3f9a52-1111-4c4c-9d9d-0f0e0d0c0b0a',
      sqlAdministrators: {
        name: 'lakehouse-sql-administrators',
        objectId: '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e00',
      },
      groups,
      startDate: '2026-01-01',
      started: true,
      dailyLogQuotaGb: 5,
    },
  ],
});
