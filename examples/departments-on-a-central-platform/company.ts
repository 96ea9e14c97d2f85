import { company as declareCompany, type Environment } from 'cdktf-azure-lakehouse/model';
import { departments } from './departments';

/** The environment that the central team calls production. */
export const prod: Environment = {
  name: 'prod',
  location: 'westeurope',
  network: {
    kind: 'private',
    addressSpace: '10.40.0.0/16',
    reachedFrom: [
      { kind: 'other', for: 'everyone', reason: "the central team peers the network with the company's hub" },
    ],
  },
  state: {
    kind: 'azurerm',
    resourceGroupName: 'rg-state',
    storageAccountName: 'stcompanystate',
    containerName: 'data',
  },
  tenantId: '5a5a0000-0000-4000-8000-0000000000aa',
  sqlAdministrators: { name: 'data-sql-administrators', objectId: '5a5a0000-0000-4000-8000-0000000000ab' },
  groups: {
    'sales-analysts': '5a5a0000-0000-4000-8000-0000000000ac',
    'warehouse-planners': '5a5a0000-0000-4000-8000-0000000000ad',
  },
  notify: { email: ['data-operations@shop.example.com'] },
};

/** What the departments declare; the services are somebody else's. */
export const company = declareCompany('Web Shop', { code: 'shop', departments, environments: [prod] });
